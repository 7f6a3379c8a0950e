#include "adapters/webhook/chat_card.hpp"

#include <nlohmann/json.hpp>

#include "adapters/webhook/shape.hpp"

namespace webhook {
namespace {

using core::Span;
using nlohmann::json;
using Style = core::Span::Style;
using Kind = Part::Kind;

constexpr std::size_t notice_size = 1'000;  // of the notification; it shows a line or two

std::string tagged(const char* tag, const std::string& text) {
  return std::string("<") + tag + ">" + text + "</" + tag + ">";
}

std::string attribute(std::string_view url) {
  std::string out;
  for (const char c : url) out += c == '&' ? "&amp;" : std::string(1, c);
  return out;
}

std::string html_of(const core::Rich& rich) {
  std::string out;
  for (const Span& span : rich) {
    std::string text = harmless(span.text, Reading::html);
    if (span.style == Style::strong) text = tagged("b", text);
    if (span.style == Style::emphasis) text = tagged("i", text);
    if (!span.url.empty()) text = "<a href=\"" + attribute(span.url) + "\">" + text + "</a>";
    out += text;
  }
  return out;
}

std::string html_of(const Part& part) {
  const std::string text = html_of(part.text);
  if (text.empty()) return text;
  if (part.kind == Kind::heading) return tagged("b", text);
  if (part.kind == Kind::context) return tagged("i", text);
  if (part.kind == Kind::item) return (part.number > 0 ? std::to_string(part.number) + ". " : "• ") + text;
  return text;
}

}  // namespace

json chat_card_payload(const Outline& outline) {
  json widgets = json::array();
  Part before{Kind::divider};
  for (const Part& part : outline) {
    if (part.kind == Kind::divider) {
      widgets.push_back({{"divider", json::object()}});
    } else if (!part.links.empty()) {
      json buttons = json::array();
      for (const Link& link : part.links)
        buttons.push_back({{"text", link.label}, {"onClick", {{"openLink", {{"url", link.url}}}}}});
      widgets.push_back({{"buttonList", {{"buttons", std::move(buttons)}}}});
    } else if (const std::string html = html_of(part); !html.empty()) {
      // Lines of one list or table of facts are one widget, so that they stay close and count once.
      if (continues(part, before)) {
        auto& text = widgets.back()["textParagraph"]["text"].get_ref<std::string&>();
        text += "<br>" + html;
      } else {
        widgets.push_back({{"textParagraph", {{"text", html}}}});
      }
    } else {
      continue;
    }
    before = part;
  }
  const json card{{"sections", json::array({{{"widgets", std::move(widgets)}}})}};
  return {{"cardsV2", json::array({{{"cardId", "refleks"}, {"card", card}}})},
          {"fallbackText", typeset::shortened(plain_text(outline), notice_size, typeset::code_points)}};
}

bool fits_chat_card(const json& payload) {
  return payload["cardsV2"][0]["card"]["sections"][0]["widgets"].size() <= chat_widgets;
}

}  // namespace webhook
