#include "bot/core/handbook.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "bot/core/embedded.hpp"

namespace core {
namespace {

// Words between marks, outside of them as they are.
Rich spans_in(std::string_view line) {
  Rich spans;
  while (!line.empty()) {
    const bool strong = line.starts_with("**"), code = line.starts_with('`');
    const std::string_view mark = strong ? "**" : "`";
    if (strong || code) {
      line.remove_prefix(mark.size());
      const auto end = std::min(line.find(mark), line.size());
      spans.emplace_back(std::string(line.substr(0, end)), strong ? Span::Style::strong : Span::Style::code);
      line.remove_prefix(std::min(end + mark.size(), line.size()));
      continue;
    }
    const auto end = std::min(std::min(line.find("**"), line.find('`')), line.size());
    spans.emplace_back(std::string(line.substr(0, end)));
    line.remove_prefix(end);
  }
  return spans;
}

// "12. " in front of an item; 0: none.
std::size_t number_before(std::string_view line) {
  const auto digits = line.find_first_not_of("0123456789");
  return digits != line.npos && digits > 0 && line.substr(digits).starts_with(". ") ? digits + 2 : 0;
}

void add_item(std::vector<Block>& blocks, std::string_view words, bool numbered) {
  List* list = blocks.empty() ? nullptr : std::get_if<List>(&blocks.back());
  if (!list || list->numbered != numbered) list = &std::get<List>(blocks.emplace_back(List{{}, numbered}));
  list->items.push_back(spans_in(words));
}

void add_line(Guide& guide, std::string_view line) {
  std::vector<Block>& blocks = guide.blocks;
  const auto after = [&](std::string_view mark) { return line.substr(mark.size()); };
  if (line.starts_with("# ")) {
    guide.title = after("# ");
  } else if (line.starts_with("## ")) {
    blocks.emplace_back(Heading{std::string(after("## "))});
  } else if (line == "---") {
    blocks.emplace_back(Divider{});
  } else if (line.starts_with("- ")) {
    add_item(blocks, after("- "), false);
  } else if (const std::size_t number = number_before(line)) {
    add_item(blocks, line.substr(number), true);
  } else if (const auto middle = line.find("](");
             line.starts_with("![") && middle != line.npos && line.ends_with(')')) {
    blocks.emplace_back(Image{std::string(line.substr(middle + 2, line.size() - middle - 3)),
                              std::string(line.substr(2, middle - 2))});
  } else {
    blocks.emplace_back(Paragraph{spans_in(line.starts_with("> ") ? after("> ") : line)});
  }
}

}  // namespace

std::vector<Guide> guides_in(std::string_view text) {
  std::vector<Guide> guides;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) continue;
    if (line.starts_with('@')) {
      guides.push_back({std::string(line.substr(1)), {}, {}});
      continue;
    }
    if (guides.empty()) throw std::logic_error("the handbook: text before the first guide");
    add_line(guides.back(), line);
  }
  return guides;
}

const std::vector<Guide>& handbook(Language language) {
  static const auto all = [] {
    std::array<std::vector<Guide>, all_languages.size()> of;
    for (const Language one : all_languages)
      of.at(static_cast<std::size_t>(one)) =
          guides_in(embedded_copy("handbook/" + std::string(code(one)) + ".txt").value_or(std::string()));
    return of;
  }();
  return all.at(static_cast<std::size_t>(language));
}

std::optional<std::string_view> handbook_picture(std::string_view name, Language language) {
  return embedded("handbook/" + std::string(name) + "-" + std::string(code(language)) + ".png");
}

}  // namespace core
