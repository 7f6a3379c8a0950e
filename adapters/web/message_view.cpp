#include "adapters/web/message_view.hpp"

#include <algorithm>
#include <cmath>

#include "adapters/typeset/markdown.hpp"
#include "adapters/typeset/measure.hpp"
#include "bot/core/reply.hpp"

namespace web {
namespace {

using kainjow::mustache::data;

// The only pictures of our own: they travel inside the page.
bool own_picture(std::string_view url) {
  return url.starts_with("data:image/png;base64,") || url.starts_with("data:image/svg+xml;base64,");
}

// Another address under the page's own: "?v=..."; or beside it.
bool own_address(std::string_view url) {
  return url.starts_with("?") || url.starts_with("./");
}

data words(const core::Rich& rich) {
  data block;
  block.set("html", html_of(rich));
  return block;
}

std::string percent(double share) {
  const long tenths = std::lround((std::isfinite(share) ? std::clamp(share, 0.0, 1.0) : 0.0) * 1000);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

// Whether the bars are the parts of one whole, and so could be one bar.
bool are_parts(const core::Bars& bars) {
  constexpr double nearly = 0.005;
  double sum = 0;
  for (const core::Bar& bar : bars.rows) sum += bar.share;
  return bars.rows.size() > 1 && std::abs(sum - 1) < nearly;
}

// Of five tones from low to high, that of the i-th of so many parts.
std::size_t tone(std::size_t i, std::size_t parts) {
  return parts > 1 ? std::min<std::size_t>(4, (8 * i / (parts - 1) + 1) / 2) : 2;
}

data row_of(const core::Bar& bar) {
  const double share = std::isfinite(bar.share) ? std::clamp(bar.share, 0.0, 1.0) : 0.0;
  const int percent = static_cast<int>(std::lround(share * 100));
  data row;
  row.set("label", bar.label);
  row.set("percent", std::to_string(percent));
  row.set("caption", bar.caption.empty() ? std::to_string(percent) + " %" : bar.caption);
  return row;
}

const char* class_of(core::Button::Style style) {
  switch (style) {
    case core::Button::Style::primary:
      return " primary";
    case core::Button::Style::danger:
      return " danger";
    case core::Button::Style::plain:
      break;
  }
  return "";
}

std::size_t longest_word(std::string_view label) {
  std::size_t longest = 0;
  for (std::size_t at = 0; at <= label.size();) {
    const std::size_t end = std::min(label.find(' ', at), label.size());
    longest = std::max(longest, core::letters_in(label.substr(at, end - at)));
    at = end + 1;
  }
  return longest;
}

// What the buttons below it are about: its beginning; a text is read by itself.
std::string line_of(const core::Block& block) {
  constexpr std::size_t line = 120;
  std::string words;
  if (const auto* heading = std::get_if<core::Heading>(&block)) words = heading->text;
  if (const auto* paragraph = std::get_if<core::Paragraph>(&block); paragraph && !paragraph->drawing)
    words = core::plain_text(paragraph->text);
  return typeset::shortened(words, line, typeset::code_points);
}

// What a message is about as a whole.
std::string first_line_of(const core::Message& message) {
  for (const core::Block& block : message.blocks)
    if (std::string line = line_of(block); !line.empty()) return line;
  return {};
}

// What tells buttons of one label apart for whoever hears them one after the other.
struct Apart {
  const View::Labels& page;
  View::Labels here;
  std::string first;    // line of the message
  std::string above{};  // the line over the buttons

  // Empty where nothing else is called so.
  std::string about(const std::string& label) const {
    const auto many = [&](const View::Labels& labels) {
      const auto found = labels.find(label);
      return found != labels.end() && found->second > 1;
    };
    if (many(here)) return above;
    if (!many(page)) return {};
    // Another message of the page may have the same line over it, or the same first one.
    return above.empty() || above == first ? first : first + " " + above;
  }
};

// Each kind of block sets one name, which the template shows.
struct Teller {
  const View::Seal& seal;
  int level;
  const Apart& apart;
  data block{};

  void operator()(const core::Heading& b) {
    data heading;
    heading.set("text", b.text);
    heading.set("level", std::to_string(level));
    block.set("heading", heading);
  }
  void operator()(const core::Paragraph& b) { block.set("paragraph", words(b.text)); }
  void operator()(const core::ContextLine& b) { block.set("context", words(b.text)); }
  void operator()(const core::Divider&) { block.set("divider", true); }
  void operator()(const core::List& b) {
    data items(data::type::list), list;
    for (const core::Rich& item : b.items) items.push_back(words(item));
    list.set("tag", b.numbered ? "ol" : "ul");
    // Nothing but ways to other views: on paper they lead nowhere.
    list.set("ways", std::ranges::all_of(b.items, [](const core::Rich& item) {
               return item.size() == 1 && own_address(item.front().url);
             }));
    list.set("items", items);
    block.set("list", list);
  }
  void operator()(const core::Facts& b) {
    data rows(data::type::list), facts;
    for (const auto& [label, value] : b.rows) {
      data row;
      row.set("label", label);
      row.set("value", value);
      rows.push_back(row);
    }
    facts.set("rows", rows);
    block.set("facts", facts);
  }
  void operator()(const core::Bars& b) {
    data rows(data::type::list), bars;
    constexpr std::size_t most_in_one = 5;
    const bool parts = are_parts(b);
    double from = 0, most = 0;
    for (const core::Bar& bar : b.rows) most = std::max(most, bar.share);
    for (std::size_t i = 0; i < b.rows.size(); ++i) {
      data row = row_of(b.rows[i]);
      row.set("first", parts && b.rows[i].share >= most);
      row.set("tone", std::to_string(tone(i, b.rows.size())));
      row.set("from", percent(from));
      row.set("width", percent(b.rows[i].share));
      from += b.rows[i].share;
      rows.push_back(row);
    }
    bars.set("rows", rows);
    block.set(parts && b.rows.size() <= most_in_one ? "whole" : "bars", bars);
  }
  void operator()(const core::Image& b) {
    data image;
    image.set("alt", b.alt);
    image.set("url", b.url);
    if (own_picture(b.url))
      block.set("image", image);
    else if (b.url.starts_with("./"))
      block.set("screen", image);
    else if (own_address(b.url))
      block.set("plot", image);
    else if (!b.alt.empty())
      block.set("context", words({core::Span(b.alt)}));
  }
  void operator()(const core::Actions& b) {
    data buttons(data::type::list), actions;
    for (const core::Button& button : b.buttons)
      if (const auto ticket = seal(button)) {
        data row;
        row.set("ticket", *ticket);
        row.set("label", button.label);
        const std::string about = apart.about(button.label);
        row.set("has_about", !about.empty());
        row.set("about", about);
        row.set("class", class_of(button.style));
        buttons.push_back(row);
      }
    if (buttons.is_empty_list()) return;
    // Answers to one question stand beside each other in equal cells, or below each other.
    const auto all = [&](auto fits) { return std::all_of(b.buttons.begin(), b.buttons.end(), fits); };
    // A cell has room for no long word, and a row for no more than the steps of a scale.
    constexpr std::size_t steps = 5, long_word = 12;
    const bool alike = b.buttons.size() > 1 && b.buttons.size() <= steps && all([&](const core::Button& one) {
                         return one.name == b.buttons.front().name && longest_word(one.label) <= long_word;
                       });
    actions.set("alike", alike);
    // Many short words stand in columns.
    constexpr std::size_t many = 6, short_label = 14;
    actions.set("short", !alike && b.buttons.size() >= many && all([](const core::Button& one) {
                  return core::letters_in(one.label) <= short_label;
                }));
    actions.set("buttons", buttons);
    block.set("actions", actions);
  }
};

}  // namespace

std::string html_of(const core::Rich& rich) {
  std::string html;
  for (const core::Span& span : rich) {
    std::string inner = escaped(span.text);
    switch (span.style) {
      case core::Span::Style::plain:
        break;
      case core::Span::Style::strong:
        inner = "<strong>" + inner + "</strong>";
        break;
      case core::Span::Style::emphasis:
        inner = "<em>" + inner + "</em>";
        break;
      case core::Span::Style::code:
        inner = "<code>" + inner + "</code>";
        break;
    }
    if (own_address(span.url)) inner = "<a href=\"" + escaped(span.url) + "\">" + inner + "</a>";
    // In a window of its own, so that what is half written here stays.
    if (typeset::is_web_address(span.url, true))
      inner = "<a href=\"" + escaped(span.url) + "\" target=\"_blank\" rel=\"noopener noreferrer\">" + inner +
              "</a>";
    html += inner;
  }
  return html;
}

void View::add_labels(Labels& labels, const core::Message& message) {
  for (const core::Block& block : message.blocks)
    if (const auto* actions = std::get_if<core::Actions>(&block))
      for (const core::Button& button : actions->buttons) ++labels[button.label];
}

data message_data(const core::Message& message, const View::Seal& seal, int level, const View::Labels& page) {
  data blocks(data::type::list);
  Apart apart{page, {}, first_line_of(message)};
  View::add_labels(apart.here, message);
  for (const core::Block& block : message.blocks) {
    Teller teller{seal, level, apart};
    std::visit(teller, block);
    blocks.push_back(teller.block);
    if (!std::holds_alternative<core::Actions>(block)) apart.above = line_of(block);
  }
  data all;
  all.set("blocks", blocks);
  return all;
}

}  // namespace web
