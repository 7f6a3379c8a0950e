#include "tests/contract/block_kit.hpp"

#include <stdexcept>

#include "bot/core/time.hpp"

namespace contract {
namespace {

using Json = nlohmann::json;

std::string text_of(const Json& text) {
  std::string words = text["text"];
  // "<address|words>"
  if (text["type"] == "mrkdwn" && words.starts_with('<') && words.ends_with('>'))
    words = words.substr(words.find('|') + 1, words.size() - words.find('|') - 2);
  return words;
}

void read_rich(const Json& element, std::string& out) {
  const std::string type = element["type"];
  if (type == "text" || type == "link") out += element.value("text", "");
  if (!element.contains("elements")) return;
  for (const Json& part : element["elements"]) read_rich(part, out);
  if (type == "rich_text_section") out += "\n";
}

std::vector<std::pair<std::string, Json>> options_of(const Json& element) {
  std::vector<std::pair<std::string, Json>> all;
  for (const Json& option : element.value("options", Json::array())) {
    std::string label = option["text"]["text"];
    if (option.contains("description")) label += " " + std::string(option["description"]["text"]);
    all.emplace_back(label, option);
  }
  return all;
}

// "2026-12-10T13:00", on the wall in Oslo in winter.
std::int64_t seconds_of(const std::string& local) {
  return core::instant_from_text(local + ":00Z").time_since_epoch().count() - 3600;
}

std::string block_kind(const Json& element) {
  const std::string type = element["type"];
  if (type == "plain_text_input") return "text";
  if (type == "datetimepicker") return "date_time";
  return type == "checkboxes" || type.starts_with("multi_") ? "choices" : "choice";
}

}  // namespace

Seen seen_of_blocks(const Json& surface) {
  Seen seen;
  if (surface.contains("title")) seen.words = std::string(surface["title"]["text"]) + "\n";
  for (const Json& block : surface["blocks"]) {
    const std::string type = block["type"];
    if (type == "header") seen.words += std::string(block["text"]["text"]) + "\n";
    if (type == "rich_text") read_rich(block, seen.words);
    if (type == "image") seen.words += std::string(block["alt_text"]) + "\n";
    if (type == "section")
      for (const Json& field : block["fields"]) seen.words += std::string(field["text"]) + "\n";
    if (type == "context") {
      for (const Json& element : block["elements"]) seen.words += text_of(element);
      seen.words += "\n";
    }
    if (type == "actions")
      for (const Json& button : block["elements"]) seen.buttons.push_back(button["text"]["text"]);
    if (type == "input") {
      const Json& element = block["element"];
      std::string line = std::string(block["label"]["text"]) + " {" + block_kind(element);
      for (const auto& [label, option] : options_of(element)) line += " / " + label;
      seen.inputs.push_back(line + "}");
    }
  }
  return seen;
}

Json button_in_blocks(const Json& surface, const std::string& label) {
  if (surface.is_null()) return nullptr;
  for (const Json& block : surface["blocks"])
    if (block["type"] == "actions")
      for (const Json& button : block["elements"])
        if (button["text"]["text"] == label) return button;
  return nullptr;
}

Filled fill_blocks(const Json& view, const Values& values) {
  Filled filled;
  filled.state = Json::object();
  std::size_t used = 0;
  for (const Json& block : view["blocks"]) {
    if (block["type"] != "input") continue;
    const Json& element = block["element"];
    const std::string label = block["label"]["text"], type = element["type"];
    Json written{{"type", type}};
    const auto found = values.find(label);
    if (found != values.end()) ++used;
    if (type == "plain_text_input") {
      if (found == values.end()) {
        written["value"] = element.contains("initial_value") ? element["initial_value"] : Json();
      } else {
        const std::size_t most = element["max_length"];
        if (letters_in(found->second.front()) > most) filled.refused.errors[label] = takes_no_more(most);
        written["value"] = found->second.front();
      }
    } else if (type == "datetimepicker") {
      // Slack's clients turn what is picked into seconds, in the person's own zone.
      if (found != values.end()) written["selected_date_time"] = seconds_of(found->second.front());
    } else {
      Json picked = Json::array();
      if (found != values.end())
        for (const std::string& text : found->second)
          for (const auto& [option_label, option] : options_of(element))
            if (option_label == text) picked.push_back(option);
      if (found != values.end() && picked.size() != found->second.size())
        throw std::runtime_error("no such choice in " + label);
      const bool many = block_kind(element) == "choices";
      if (many) written["selected_options"] = picked;
      if (!many) written["selected_option"] = picked.empty() ? Json() : picked.front();
    }
    filled.state[std::string(block["block_id"])][std::string(element["action_id"])] = written;
  }
  if (used != values.size()) throw std::runtime_error("the window lacks one of the inputs");
  return filled;
}

}  // namespace contract
