#include "tests/contract/adaptive_card.hpp"

#include <functional>
#include <stdexcept>

namespace contract {
namespace {

using Json = nlohmann::json;

void each(const Json& elements, const std::function<void(const Json&)>& take) {
  for (const Json& element : elements) {
    take(element);
    if (element["type"] == "Container") each(element["items"], take);
  }
}

bool is_input(const Json& element) {
  return std::string(element["type"]).starts_with("Input.");
}

// A date and a time are one moment.
bool is_time(const Json& element) {
  return element["type"] == "Input.Time";
}

std::string kind_of(const Json& element) {
  if (element["type"] == "Input.Text") return "text";
  if (element["type"] == "Input.Date") return "date_time";
  return element.value("isMultiSelect", false) ? "choices" : "choice";
}

}  // namespace

Seen seen_of_card(const Json& card) {
  Seen seen;
  std::string warning;  // stands above the input it is about
  bool asks = false;
  each(card["body"], [&](const Json& element) {
    const std::string type = element["type"];
    if (type == "TextBlock") {
      if (element.value("color", "") == "Attention")
        warning = element["text"];
      else if (!asks)
        seen.words += std::string(element["text"]) + "\n";
    }
    if (type == "RichTextBlock") {
      for (const Json& run : element["inlines"]) seen.words += std::string(run["text"]);
      seen.words += "\n";
    }
    if (type == "FactSet")
      for (const Json& fact : element["facts"])
        seen.words += std::string(fact["title"]) + ": " + std::string(fact["value"]) + "\n";
    if (type == "ActionSet")
      for (const Json& action : element["actions"])  // what only unfolds a part of the card asks nobody
        if (action["type"] != "Action.ToggleVisibility") seen.buttons.push_back(action["title"]);
    if (!is_input(element) || is_time(element)) return;
    asks = true;
    const std::string label = element["label"];
    std::string line = label + " {" + kind_of(element);
    for (const Json& choice : element.value("choices", Json::array()))
      line += " / " + std::string(choice["title"]);
    seen.inputs.push_back(line + "}");
    if (warning.empty()) return;
    seen.errors[label] = warning;
    seen.kept[label] = element.value("value", "");
    warning.clear();
  });
  if (!seen.errors.empty()) {
    seen.words.clear();
    seen.inputs.clear();
  }
  return seen;
}

Json action_in_card(const Json& card, const std::string& label) {
  Json found;
  if (card.is_null()) return found;
  each(card["body"], [&](const Json& element) {
    if (element["type"] != "ActionSet") return;
    for (const Json& action : element["actions"])
      if (found.is_null() && action["title"] == label) found = action;
  });
  return found;
}

Json fill_card(const Json& card, const Values& values, Seen& refused) {
  Json data = card["actions"][0]["data"];
  std::size_t used = 0;
  std::string time;
  each(card["body"], [&](const Json& element) {
    if (!is_input(element)) return;
    const std::string id = element["id"];
    if (is_time(element) && !time.empty()) data[id] = std::exchange(time, std::string());
    const auto found = values.find(element.value("label", ""));
    if (found == values.end()) return;
    ++used;
    const std::string text = found->second.front();
    if (element["type"] == "Input.Text") {
      const std::size_t most = element["maxLength"];
      if (letters_in(text) > most) refused.errors[found->first] = takes_no_more(most);
      data[id] = text;
    } else if (element["type"] == "Input.Date") {
      data[id] = text.substr(0, 10);
      time = text.substr(11);
    } else {
      std::string chosen;
      for (const std::string& one : found->second)
        for (const Json& choice : element["choices"])
          if (choice["title"] == one) chosen += (chosen.empty() ? "" : ",") + std::string(choice["value"]);
      if (chosen.empty()) throw std::runtime_error("no such choice in " + found->first);
      data[id] = chosen;
    }
  });
  if (used != values.size()) throw std::runtime_error("the dialog lacks one of the inputs");
  return data;
}

}  // namespace contract
