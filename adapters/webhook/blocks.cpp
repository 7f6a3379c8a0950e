#include "adapters/webhook/blocks.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/typeset/block_kit.hpp"
#include "adapters/webhook/shape.hpp"

namespace webhook {
namespace {

using core::Rich;
using core::Span;
using nlohmann::json;
namespace block_kit = typeset::block_kit;
using Style = core::Span::Style;
using Kind = Part::Kind;

Rich safe(const Rich& rich) {
  Rich out = rich;
  for (Span& span : out) span.text = harmless(span.text, Reading::as_it_is);
  return out;
}

std::size_t size_of(const Rich& rich) {
  std::size_t size = 0;
  for (const Span& span : rich) size += typeset::size_in(typeset::utf16, span.text);
  return size;
}

// Takes the beginning of `rich` that fits `room` away from it.
Rich take(Rich& rich, std::size_t room) {
  Rich taken;
  while (!rich.empty() && room > 1) {
    Span& first = rich.front();
    const std::size_t bytes = typeset::beginning(first.text, room, typeset::utf16);
    taken.emplace_back(first.text.substr(0, bytes), first.style, first.url);
    first.text.erase(0, bytes);
    if (!first.text.empty()) break;
    room -= size_of({taken.back()});
    rich.erase(rich.begin());
  }
  return taken;
}

class Blocks {
 public:
  void add(const Part& part) {
    if (part.kind == Kind::divider) return push(block_kit::divider());
    if (part.kind == Kind::links) return add_links(part.links);
    if (part.text.empty()) return;
    const std::string text = harmless(core::plain_text(part.text), Reading::as_it_is);
    const std::size_t size = typeset::size_in(typeset::utf16, text);
    if (part.kind == Kind::heading) {
      if (size <= block_kit::limit::header) return push(block_kit::header(block_kit::plain(text)));
      Part strong{Kind::paragraph, {Span(core::plain_text(part.text), Style::strong)}};
      return add_text(strong);
    }
    const bool linked =
        std::any_of(part.text.begin(), part.text.end(), [](const Span& span) { return !span.url.empty(); });
    if (part.kind == Kind::context && !linked && size <= block_kit::limit::text)
      return push(block_kit::context(json::array({block_kit::plain(text)})));
    add_text(part);
  }

  json done() {
    flush();
    return std::move(blocks_);
  }

 private:
  void flush() {
    if (!elements_.empty()) blocks_.push_back(block_kit::rich_text(std::move(elements_)));
    elements_ = json::array();
    used_ = 0;
  }
  void push(json block) {
    flush();
    blocks_.push_back(std::move(block));
  }
  void add_links(const std::vector<Link>& links) {
    json buttons = json::array();
    for (const Link& link : links) {
      // The id is never looked at: nothing comes back from a link.
      json button = block_kit::button("link_" + std::to_string(++ids_), block_kit::plain(link.label));
      button["url"] = link.url;
      buttons.push_back(std::move(button));
      if (buttons.size() < block_kit::limit::action_elements) continue;
      push(block_kit::actions(std::move(buttons)));
      buttons = json::array();
    }
    if (!buttons.empty()) push(block_kit::actions(std::move(buttons)));
  }
  void add_text(const Part& part) {
    Rich rest = safe(part.text);
    if (used_ > 0 && used_ + size_of(rest) + 2 > block_kit::limit::text) flush();
    for (bool first = true; !rest.empty(); first = false) {
      Rich now = take(rest, block_kit::limit::text - 2);
      used_ += size_of(now) + 2;
      json runs = json::array();
      for (const Span& span : now) runs.push_back(block_kit::run(span));
      if (part.kind == Kind::item && first) {
        item(part, std::move(runs));
      } else {
        section(part, std::move(runs));
      }
      before_ = part;
      if (!rest.empty()) flush();
    }
  }
  void item(const Part& part, json runs) {
    if (elements_.empty() || !block_kit::is_list(elements_.back()) || !continues(part, before_))
      elements_.push_back(block_kit::list(json::array(), part.number > 0, part.number));
    elements_.back()["elements"].push_back(block_kit::section(std::move(runs)));
  }
  void section(const Part& part, json runs) {
    if (!elements_.empty() && block_kit::is_section(elements_.back())) {
      json& all = elements_.back()["elements"];
      all.push_back(block_kit::run(Span(continues(part, before_) ? "\n" : "\n\n")));
      for (json& run : runs) all.push_back(std::move(run));
    } else {
      elements_.push_back(block_kit::section(std::move(runs)));
    }
  }

  json blocks_ = json::array(), elements_ = json::array();
  std::size_t used_ = 0;  // of the rich_text being filled
  Part before_{Kind::divider};
  int ids_ = 0;
};

// Of all texts below, with what Slack counts around each.
std::size_t letters_in(const json& value) {
  constexpr std::size_t around = 60;
  std::size_t all = 0;
  for (const auto& [key, below] : value.items())
    all += below.is_structured() ? letters_in(below)
           : key == "text" ? typeset::size_in(typeset::utf16, below.get_ref<const std::string&>()) + around
                           : 0;
  return all;
}

}  // namespace

json block_kit_payload(const Outline& outline) {
  const auto twin_fits = [](const Outline& some) {
    const Limits limit = limits(Shape::slack);
    return typeset::size_in(limit.unit, block_kit::escaped(plain_text(some))) <= limit.size;
  };
  Blocks blocks;
  for (const Part& part : outline) blocks.add(part);
  return {{"text", block_kit::escaped(plain_text(fitted(outline, limits(Shape::slack).size, twin_fits)))},
          {"blocks", blocks.done()},
          {"mrkdwn", false},  // no * and _ in the twin
          {"unfurl_links", false},
          {"unfurl_media", false}};
}

bool fits_block_kit(const json& payload) {
  const json& blocks = payload["blocks"];
  return blocks.size() <= block_kit::limit::message_blocks &&
         letters_in(blocks) <= block_kit::limit::posted_text;
}

}  // namespace webhook
