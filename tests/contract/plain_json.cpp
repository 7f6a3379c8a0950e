#include "tests/contract/plain_json.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace contract {
namespace {

using Json = nlohmann::json;

std::string words_of(const Json& rich) {
  std::string text;
  for (const Json& span : rich) text += std::string(span["text"]);
  return text;
}

}  // namespace

std::string words_of_content(const Json& content) {
  if (content.is_null()) return {};
  std::string text;
  const auto line = [&text](const std::string& words) { text += words + "\n"; };
  for (const Json& block : content["blocks"]) {
    const std::string type = block["type"];
    if (type == "heading") line(block["text"]);
    if (type == "paragraph" || type == "context") line(words_of(block["text"]));
    if (type == "list")
      for (const Json& item : block["items"]) line(words_of(item));
    if (type == "facts")
      for (const Json& row : block["rows"]) line(std::string(row[0]) + ": " + std::string(row[1]));
    if (type == "bars")
      for (const Json& row : block["rows"])
        line(std::string(row["label"]) + ": " + std::string(row["caption"]));
    if (type == "image") line(block["alt"]);
  }
  return text;
}

std::vector<std::string> labels_of_content(const Json& content) {
  std::vector<std::string> labels;
  if (content.is_null()) return labels;
  for (const Json& block : content["blocks"])
    if (block["type"] == "actions")
      for (const Json& button : block["buttons"]) labels.push_back(button["label"]);
  return labels;
}

Json button_in(const Json& content, const std::string& label) {
  if (content.is_null()) return nullptr;
  for (const Json& block : content["blocks"])
    if (block["type"] == "actions")
      for (const Json& button : block["buttons"])
        if (button["label"] == label) return button;
  return nullptr;
}

std::string words_of_form(const Json& form) {
  return std::string(form["title"]) + "\n" + words_of(form["intro"]);
}

std::vector<std::string> inputs_of_form(const Json& form) {
  std::vector<std::string> lines;
  for (const Json& input : form["inputs"]) {
    std::string kind = input["kind"];
    if (kind == "scale") kind = "choice";
    for (const Json& option : input["options"]) kind += " / " + std::string(option["label"]);
    lines.push_back(std::string(input["label"]) + " {" + kind + "}");
  }
  return lines;
}

Json input_named(const Json& form, const std::string& label) {
  for (const Json& input : form["inputs"])
    if (input["label"] == label) return input;
  throw std::runtime_error("the form has no input " + label);
}

std::string value_of(const Json& input, const std::string& text) {
  for (const Json& option : input["options"])
    if (option["label"] == text) return option["value"];
  return text;
}

}  // namespace contract
