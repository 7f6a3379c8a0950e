#include "adapters/typeset/block_kit.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace typeset::block_kit {
namespace {

using Json = nlohmann::json;

Json with_elements(const char* type, Json elements) {
  return {{"type", type}, {"elements", std::move(elements)}};
}

bool is(const Json& element, const char* type) {
  const auto found = element.find("type");
  return found != element.end() && *found == type;
}

}  // namespace

Json plain(std::string text) {
  return {{"type", "plain_text"}, {"text", std::move(text)}, {"emoji", false}};
}

Json run(const core::Span& span) {
  Json run{{"type", span.url.empty() ? "text" : "link"}};
  if (!span.url.empty()) run["url"] = span.url;
  if (span.url.empty() || !span.text.empty()) run["text"] = span.text;
  if (span.style == core::Span::Style::strong) run["style"]["bold"] = true;
  if (span.style == core::Span::Style::emphasis) run["style"]["italic"] = true;
  if (span.style == core::Span::Style::code) run["style"]["code"] = true;
  return run;
}

Json section(Json runs) {
  return with_elements("rich_text_section", std::move(runs));
}

Json list(Json sections, bool numbered, int first) {
  Json list = with_elements("rich_text_list", std::move(sections));
  list["style"] = numbered ? "ordered" : "bullet";
  if (numbered && first > 1) list["offset"] = first - 1;
  return list;
}

Json rich_text(Json elements) {
  return with_elements("rich_text", std::move(elements));
}

bool is_section(const Json& element) {
  return is(element, "rich_text_section");
}

bool is_list(const Json& element) {
  return is(element, "rich_text_list");
}

Json header(Json plain_text) {
  return {{"type", "header"}, {"text", std::move(plain_text)}};
}

Json divider() {
  return {{"type", "divider"}};
}

Json context(Json elements) {
  return with_elements("context", std::move(elements));
}

Json actions(Json buttons) {
  return with_elements("actions", std::move(buttons));
}

Json button(std::string id, Json plain_text) {
  return {{"type", "button"}, {"action_id", std::move(id)}, {"text", std::move(plain_text)}};
}

std::string_view entity(char32_t c) {
  if (c == '&') return "&amp;";
  if (c == '<') return "&lt;";
  if (c == '>') return "&gt;";
  return {};
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const std::string_view become = entity(static_cast<unsigned char>(c));
    if (become.empty())
      out += c;
    else
      out += become;
  }
  return out;
}

}  // namespace typeset::block_kit
