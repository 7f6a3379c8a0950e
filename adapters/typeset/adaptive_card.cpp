#include "adapters/typeset/adaptive_card.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace typeset::card {
namespace {

using Json = nlohmann::json;
using Style = core::Span::Style;

constexpr std::string_view joiner = "\u2060";  // of no width

}  // namespace

std::string without_functions(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    out += text[at];
    if (text.substr(at).starts_with("{{")) out += joiner;
  }
  return out;
}

Json run(std::string_view text, Style style) {
  Json run = {{"type", "TextRun"}, {"text", without_functions(text)}};
  if (style == Style::strong) run["weight"] = "Bolder";
  if (style == Style::emphasis) run["italic"] = true;
  if (style == Style::code) run["fontType"] = "Monospace";
  return run;
}

void link(Json& run, const std::string& url) {
  run["selectAction"] = {{"type", "Action.OpenUrl"}, {"url", url}};
}

Json line(Json runs) {
  return {{"type", "RichTextBlock"}, {"inlines", std::move(runs)}};
}

void make_small(Json& line) {
  for (Json& run : line["inlines"]) {
    run["isSubtle"] = true;
    run["size"] = "Small";
  }
}

Json heading(std::string_view text, const char* size) {
  return {{"type", "TextBlock"}, {"text", without_functions(text)},
          {"style", "heading"},  {"size", size},
          {"weight", "Bolder"},  {"wrap", true}};
}

Json open_url(std::string title, std::string url) {
  return {{"type", "Action.OpenUrl"}, {"title", std::move(title)}, {"url", std::move(url)}};
}

Json actions(Json all) {
  return {{"type", "ActionSet"}, {"actions", std::move(all)}};
}

Json blank(Json body) {
  return {{"type", "AdaptiveCard"},
          {"$schema", "http://adaptivecards.io/schemas/adaptive-card.json"},
          {"version", "1.5"},
          {"body", std::move(body)}};
}

Json attached(Json card) {
  return {{"contentType", "application/vnd.microsoft.card.adaptive"}, {"content", std::move(card)}};
}

}  // namespace typeset::card
