#include "adapters/slack/blocks.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "adapters/net/json.hpp"
#include "adapters/slack/text.hpp"
#include "adapters/typeset/bar.hpp"
#include "adapters/typeset/block_kit.hpp"
#include "adapters/typeset/markdown.hpp"
#include "adapters/typeset/measure.hpp"
#include "bot/core/log.hpp"
#include "bot/core/texts.hpp"
#include "bot/runtime/json_text.hpp"

namespace slack {
namespace {

using Json = nlohmann::json;
namespace block_kit = typeset::block_kit;

constexpr int bar_length = 12;  // fits beside a caption on a phone

bool is_link(const std::string& url) {
  return typeset::is_web_address(url, true) && length(url) <= limit::url;
}

Json run(std::string text, core::Span::Style style = core::Span::Style::plain) {
  return block_kit::run(core::Span(std::move(text), style));
}

// What all texts of one surface may hold together, so that it stays within Slack's limit for the whole.
class Budget {
 public:
  explicit Budget(std::size_t most) : left_(most) {}
  void reserve(std::size_t units) { left_ -= std::min(left_ / 2, units + overhead); }
  // As much of `text` as there is room for.
  std::string take(const std::string& text, std::size_t most) {
    std::string taken = cut(text, std::min(most, left_));
    spent_ = spent_ || (taken.size() < text.size() && most > left_);
    left_ -= std::min(left_, length(taken) + overhead);
    return taken;
  }
  bool spent() const { return spent_; }

 private:
  static constexpr std::size_t overhead = 60;  // of the JSON around each text
  std::size_t left_;
  bool spent_ = false;
};

Json section_elements(const core::Rich& words, Budget& budget) {
  Json elements = Json::array();
  for (const core::Span& span : words) {
    if (is_link(span.url)) {
      core::Span link = span;
      if (!span.text.empty()) link.text = budget.take(span.text, limit::text);
      elements.push_back(block_kit::run(link));
      continue;
    }
    for (std::string& piece :
         typeset::pieces(budget.take(span.text, span.text.size()), limit::text, typeset::utf16))
      elements.push_back(run(std::move(piece), span.style));
  }
  return elements;
}

std::optional<Json> rich_block(const core::Rich& words, Budget& budget);

// Turns blocks into JSON, one after the other.
class Builder {
 public:
  explicit Builder(std::size_t most_text) : budget_(most_text) {}
  void reserve(const core::Actions& actions) {
    // A unit is at most three bytes, so of a long label the beginning tells enough.
    for (const core::Button& button : actions.buttons) {
      const std::string_view beginning = std::string_view(button.label).substr(0, 4 * limit::button_text);
      budget_.reserve(std::min(length(beginning), limit::button_text));
    }
  }
  Json blocks = Json::array();
  bool left_something_out() const { return budget_.spent(); }

  void operator()(const core::Heading& heading) {
    if (!heading.text.empty())
      blocks.push_back(block_kit::header(plain(budget_.take(heading.text, limit::header))));
  }
  void operator()(const core::Paragraph& paragraph) {
    if (auto block = rich_block(paragraph.text, budget_)) blocks.push_back(std::move(*block));
  }
  void operator()(const core::List& list) {
    Json items = Json::array();
    for (const core::Rich& item : list.items)
      if (Json elements = section_elements(item, budget_); !elements.empty())
        items.push_back(block_kit::section(std::move(elements)));
    if (items.empty()) return;
    blocks.push_back(block_kit::rich_text(Json::array({block_kit::list(std::move(items), list.numbered)})));
  }
  void operator()(const core::Facts& facts) {
    Json fields = Json::array();
    for (const auto& [label, value] : facts.rows) {
      if (fields.size() == limit::fields) add_fields(fields);
      const std::string words = one_line(label) + "\n" + value;
      fields.push_back(block_kit::plain(never_empty(budget_.take(words, limit::field))));
    }
    add_fields(fields);
  }
  void operator()(const core::Bars& bars) {
    Json lines = Json::array();
    for (const core::Bar& bar : bars.rows) {
      Json elements = Json::array();
      const std::string label = budget_.take(one_line(bar.label), limit::field);
      elements.push_back(run(label + "\n"));
      elements.push_back(run(typeset::bar(bar.share, bar_length), core::Span::Style::code));
      if (!bar.caption.empty()) elements.push_back(run("  " + budget_.take(bar.caption, limit::field)));
      if (&bar != &bars.rows.back()) elements.push_back(run("\n"));
      lines.push_back(block_kit::section(std::move(elements)));
    }
    if (!lines.empty()) blocks.push_back(block_kit::rich_text(std::move(lines)));
  }
  void operator()(const core::Image& image) {
    if (!image.url.starts_with("https://") || length(image.url) > limit::url) {
      (*this)(core::ContextLine{{core::Span(image.alt)}});
      return;
    }
    blocks.push_back({{"type", "image"},
                      {"image_url", image.url},
                      {"alt_text", never_empty(budget_.take(one_line(image.alt), limit::alt))}});
  }
  void operator()(const core::Divider&) { blocks.push_back(block_kit::divider()); }
  void operator()(const core::Actions& actions) {
    Json elements = Json::array();
    for (const core::Button& button : actions.buttons) {
      const std::string value = button_value({button.name, button.value});
      if (length(value) > limit::button_value) {
        core::log(core::Level::error, "slack: a button that carries too much was left out");
        continue;
      }
      if (elements.size() == limit::action_elements) add_actions(elements);
      Json element = block_kit::button("b" + std::to_string(buttons_++),
                                       plain(cut(one_line(button.label), limit::button_text)));
      element["value"] = value;
      if (button.style == core::Button::Style::primary) element["style"] = "primary";
      if (button.style == core::Button::Style::danger) element["style"] = "danger";
      elements.push_back(std::move(element));
    }
    add_actions(elements);
  }
  void operator()(const core::ContextLine& line) {
    Json elements = Json::array();
    const bool linked = std::any_of(line.text.begin(), line.text.end(),
                                    [](const core::Span& span) { return is_link(span.url); });
    if (linked && line.text.size() <= limit::context_elements) {
      for (const core::Span& span : line.text) add_context(elements, span);
    } else if (const std::string all = budget_.take(core::plain_text(line.text), limit::text);
               never_empty(all) == all) {
      elements.push_back(block_kit::plain(all));
    }
    if (!elements.empty()) blocks.push_back(block_kit::context(std::move(elements)));
  }

 private:
  void add_fields(Json& fields) {
    if (!fields.empty()) blocks.push_back({{"type", "section"}, {"fields", std::move(fields)}});
    fields = Json::array();
  }
  void add_actions(Json& elements) {
    if (!elements.empty()) blocks.push_back(block_kit::actions(std::move(elements)));
    elements = Json::array();
  }
  void add_context(Json& elements, const core::Span& span) {
    if (is_link(span.url)) {
      const std::string address = escaped(span.url);
      std::string words = one_line(span.text.empty() ? span.url : span.text);
      std::replace(words.begin(), words.end(), '|', '/');  // the mark between address and words
      Json link{{"type", "mrkdwn"}, {"verbatim", true}};
      link["text"] = "<" + address + "|" + escaped_cut(words, limit::text - length(address) - 3) + ">";
      if (length(address) + 4 <= limit::text) elements.push_back(std::move(link));
    } else if (never_empty(span.text) == span.text) {
      elements.push_back(block_kit::plain(never_empty(budget_.take(span.text, limit::text))));
    }
  }

  Budget budget_;
  int buttons_ = 0;  // an action id is unique in the whole surface
};

std::optional<Json> rich_block(const core::Rich& words, Budget& budget) {
  Json elements = section_elements(words, budget);
  if (elements.empty()) return std::nullopt;
  return block_kit::rich_text(Json::array({block_kit::section(std::move(elements))}));
}

bool is_rich(const Json& block) {
  return block["type"] == "rich_text";
}

Json joined(const Json& blocks) {
  Json out = Json::array();
  for (const Json& block : blocks) {
    if (!out.empty() && is_rich(out.back()) && is_rich(block)) {
      Json& before = out.back()["elements"];
      if (block_kit::is_section(before.back()) && block_kit::is_section(block["elements"].front()))
        before.back()["elements"].push_back(run("\n"));
      for (const Json& element : block["elements"]) before.push_back(element);
    } else {
      out.push_back(block);
    }
  }
  return out;
}

}  // namespace

Json plain(std::string text) {
  return block_kit::plain(never_empty(one_line(text)));
}

std::optional<Json> rich_block(const core::Rich& words) {
  Budget budget(limit::all_text);
  return rich_block(words, budget);
}

Json blocks_of(const core::Message& message, Surface surface, core::Language language,
               std::size_t most_text) {
  Builder builder(most_text);
  for (const core::Block& block : message.blocks)
    if (const auto* actions = std::get_if<core::Actions>(&block)) builder.reserve(*actions);
  std::set<std::string> kinds;  // of buttons, by the first of a row
  bool words = false;           // stand above it
  for (const core::Block& block : message.blocks) {
    const auto* actions = std::get_if<core::Actions>(&block);
    const std::string kind = actions && !actions->buttons.empty() ? actions->buttons.front().name : "";
    const bool again = !kind.empty() && !kinds.insert(kind).second;
    // Where words are left out buttons stay, but not in a list whose words would have stood above them.
    if (builder.left_something_out() && (!actions || (again && !words))) {
      words = false;
      continue;
    }
    const std::size_t before = builder.blocks.size();
    std::visit(builder, block);
    words = builder.blocks.size() > before;
  }
  const std::size_t most = surface == Surface::message ? limit::message_blocks : limit::view_blocks;
  Json blocks = std::move(builder.blocks);
  if (blocks.size() > most) blocks = joined(blocks);
  if (blocks.size() > most || builder.left_something_out()) {
    if (blocks.size() >= most)
      blocks.erase(blocks.begin() + static_cast<std::ptrdiff_t>(most - 1), blocks.end());
    const core::ContextLine rest{{core::Span(core::text(language, "slack.rest"))}};
    Builder last(limit::all_text);
    last(rest);
    blocks.push_back(last.blocks.front());
  }
  if (blocks.empty()) blocks.push_back(*rich_block({core::Span("–")}));
  return blocks;
}

std::string twin_of(const core::Message& message) {
  return never_empty(escaped_cut(core::plain_text(message), limit::message_text));
}

Json message_of(const core::Message& message, core::Language language, std::size_t most_text) {
  return {{"text", twin_of(message)}, {"blocks", blocks_of(message, Surface::message, language, most_text)}};
}

std::string dumped(const Json& json) {
  return net::bytes_of(json);
}

std::string button_value(const Pressed& pressed) {
  return dumped({{"n", pressed.name}, {"v", pressed.value}});
}

std::optional<Pressed> read_button(std::string_view value) {
  const runtime::JsonText json(value);
  int members = 0;
  json.root().each_member([&](std::string_view, runtime::JsonView) { ++members; });
  const runtime::JsonView name = json.root().at("n"), carried = json.root().at("v");
  if (members != 2 || !name.is_text() || !carried.is_text()) return std::nullopt;
  return Pressed{std::string(name.text()), std::string(carried.text())};
}

}  // namespace slack
