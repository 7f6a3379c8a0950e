#include "adapters/webhook/cards.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/typeset/adaptive_card.hpp"
#include "adapters/webhook/shape.hpp"

namespace webhook {
namespace {

using core::Rich;
using core::Span;
using nlohmann::json;
namespace card = typeset::card;
using Kind = Part::Kind;

json run_of(const std::string& text, const Span& span) {
  json run = card::run(harmless(text, Reading::as_it_is), span.style);
  if (span.url.empty()) return run;
  card::link(run, span.url);
  run["underline"] = true;
  return run;
}

// A text run knows no end of line: each line is a block of its own.
std::vector<json> lines_of(const Rich& rich) {
  std::vector<json> lines(1, json::array());
  for (const Span& span : rich) {
    std::string_view rest = span.text;
    while (true) {
      const auto end = rest.find('\n');
      const std::string part(rest.substr(0, end));
      if (!part.empty()) lines.back().push_back(run_of(part, span));
      if (end == rest.npos) break;
      lines.push_back(json::array());
      rest.remove_prefix(end + 1);
    }
  }
  std::erase_if(lines, [](const json& line) { return line.empty(); });
  return lines;
}

class Card {
 public:
  void add(const Part& part) {
    if (part.kind == Kind::divider) {
      separate_ = true;
    } else if (part.kind == Kind::links) {
      add_links(part.links);
    } else if (part.kind == Kind::heading) {
      add_heading(part);
    } else {
      add_text(part);
    }
    before_ = part;
  }
  json body() { return std::move(body_); }

 private:
  void push(json element) {
    if (separate_) element["separator"] = true;
    separate_ = false;
    body_.push_back(std::move(element));
  }
  // Not all clients know the same escapes.
  void add_heading(const Part& part) {
    const std::string text = harmless(core::plain_text(part.text), Reading::no_escape);
    if (text.empty()) return;
    push(card::heading(text, "Large"));
  }
  void add_text(const Part& part) {
    Rich text = part.text;
    if (part.kind == Kind::item && !text.empty())
      text.emplace(text.begin(), part.number > 0 ? std::to_string(part.number) + ". " : "• ");
    bool first = true;
    for (json& line : lines_of(text)) {
      json element = card::line(std::move(line));
      if (part.kind == Kind::context) card::make_small(element);
      if (!first) {
        element["spacing"] = "None";
      } else if (continues(part, before_)) {
        element["spacing"] = "Small";
      }
      push(std::move(element));
      first = false;
    }
  }
  void add_links(const std::vector<Link>& links) {
    for (std::size_t i = 0; i < links.size(); i += card_actions) {
      json actions = json::array();
      for (std::size_t j = i; j < std::min(i + card_actions, links.size()); ++j)
        actions.push_back(card::open_url(links[j].label, links[j].url));
      push(card::actions(std::move(actions)));
    }
  }

  json body_ = json::array();
  bool separate_ = false;
  Part before_{Kind::divider};
};

}  // namespace

json card_payload(const Outline& outline) {
  Card parts;
  for (const Part& part : outline) parts.add(part);
  json whole = card::blank(parts.body());
  whole["msteams"] = {{"width", "full"}};
  json attachment = card::attached(std::move(whole));
  attachment["contentUrl"] = nullptr;
  return {{"type", "message"}, {"attachments", json::array({std::move(attachment)})}};
}

}  // namespace webhook
