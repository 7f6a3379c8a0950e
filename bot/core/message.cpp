#include "bot/core/message.hpp"

#include <algorithm>
#include <utility>

#include "bot/core/event.hpp"

namespace core {
namespace {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

constexpr std::string_view our_word = "/refleks";

void say_command(std::string& text, std::string_view word) {
  for (auto at = text.find(our_word); at != std::string::npos; at = text.find(our_word, at + word.size())) {
    const bool alone = at + our_word.size() >= text.size() || text[at + our_word.size()] != ' ';
    if (word.empty() && alone)
      text.replace(at, 1, "");  // "Refleks" is still somebody to write to
    else
      text.replace(at, our_word.size() + (word.empty() ? 1 : 0), word);
    if (word.empty() && alone) break;
  }
}

// What people have written is plain.
bool may_be_ours(const Span& span, bool plain_too) {
  return plain_too || span.style == Span::Style::strong || span.style == Span::Style::code;
}

void say_command(Rich& rich, std::string_view word, bool plain_too) {
  for (Span& span : rich)
    if (may_be_ours(span, plain_too)) say_command(span.text, word);
}

std::string letters_of(const Rich& rich) {
  std::string all;
  for (const Span& span : rich) all += span.text;
  return all;
}

// Where the first command of ours stands in letters_of().
std::size_t command_in(const Rich& rich, bool plain_too) {
  std::size_t before = 0;
  for (const Span& span : rich) {
    const std::size_t at = may_be_ours(span, plain_too) ? span.text.find(our_word) : std::string::npos;
    if (at != std::string::npos) return before + at;
    before += span.text.size();
  }
  return std::string::npos;
}

// The sentence around `at`, with the blank behind it: a point inside a date or a time ends none.
std::pair<std::size_t, std::size_t> sentence_around(std::string_view text, std::size_t at) {
  const auto ends = [&](std::size_t i) {
    const bool sign = text[i] == '.' || text[i] == '?' || text[i] == '!';
    return text[i] == '\n' || (sign && (i + 1 == text.size() || text[i + 1] == ' ' || text[i + 1] == '\n'));
  };
  std::size_t begin = at, end = at;
  while (begin > 0 && !ends(begin - 1)) --begin;
  while (begin < at && text[begin] == ' ') ++begin;
  while (end < text.size() && !ends(end)) ++end;
  if (end < text.size() && text[end] != '\n') ++end;
  while (end < text.size() && text[end] == ' ') ++end;
  return {begin, end};
}

void take_away(Rich& rich, std::size_t begin, std::size_t end) {
  std::size_t before = 0;
  for (Span& span : rich) {
    const std::size_t size = span.text.size();
    const std::size_t from = std::clamp(begin, before, before + size) - before;
    const std::size_t to = std::clamp(end, before, before + size) - before;
    span.text.erase(from, to - from);
    before += size;
  }
  std::erase_if(rich, [](const Span& span) { return span.text.empty(); });
  while (!rich.empty() && rich.back().text.ends_with(' ')) {
    rich.back().text.pop_back();
    if (rich.back().text.empty()) rich.pop_back();
  }
}

// Whether anything is left to be said.
bool leave_commands_out(Rich& rich, Told away, bool plain_too) {
  for (auto at = command_in(rich, plain_too); at != std::string::npos; at = command_in(rich, plain_too)) {
    if (away == Told::wholes) return false;
    const auto [begin, end] = sentence_around(letters_of(rich), at);
    take_away(rich, begin, end);
  }
  return !rich.empty();
}

std::string twin(const Block& block) {
  return std::visit(Overloaded{
                        [](const Heading& b) { return b.text; },
                        [](const Paragraph& b) { return plain_text(b.text); },
                        [](const List& b) {
                          std::string lines;
                          for (std::size_t i = 0; i < b.items.size(); ++i) {
                            if (i > 0) lines += '\n';
                            lines +=
                                (b.numbered ? std::to_string(i + 1) + ". " : "• ") + plain_text(b.items[i]);
                          }
                          return lines;
                        },
                        [](const Facts& b) {
                          std::string lines;
                          for (const auto& [label, value] : b.rows)
                            lines += (lines.empty() ? "" : "\n") + label + ": " + value;
                          return lines;
                        },
                        [](const Bars& b) {
                          std::string lines;
                          for (const Bar& row : b.rows)
                            lines += (lines.empty() ? "" : "\n") + row.label + ": " + row.caption;
                          return lines;
                        },
                        [](const Image& b) { return b.alt; },
                        [](const Divider&) { return std::string("—"); },
                        [](const Actions& b) {
                          std::string line;
                          for (const Button& button : b.buttons)
                            line += (line.empty() ? "[" : " [") + button.label + "]";
                          return line;
                        },
                        [](const ContextLine& b) { return plain_text(b.text); },
                    },
                    block);
}

}  // namespace

std::string plain_text(const Rich& rich) {
  std::string text;
  for (const Span& span : rich) {
    text += span.text;
    if (!span.url.empty() && span.url != span.text) text += " (" + span.url + ")";
  }
  return text;
}

std::string plain_text(const Message& message) {
  std::string text;
  for (const Block& block : message.blocks) {
    if (!text.empty()) text += '\n';
    text += twin(block);
  }
  return text;
}

Message beside_picture(Message message) {
  std::erase_if(message.blocks, [](const Block& block) {
    const auto* paragraph = std::get_if<Paragraph>(&block);
    return paragraph && paragraph->drawing;
  });
  for (Block& block : message.blocks) {
    const auto* bars = std::get_if<Bars>(&block);
    if (!bars) continue;
    Facts rows;
    for (const Bar& bar : bars->rows) rows.rows.emplace_back(bar.label, bar.caption);
    block = std::move(rows);
  }
  return message;
}

std::string alt_of(const std::vector<Plot>& pictures) {
  std::string words;
  for (const Plot& plot : pictures) words += (words.empty() ? "" : "\n") + plot.title + "\n" + plot.alt;
  return words;
}

std::string labels_of(const Actions& actions) {
  std::string labels;
  for (const Button& button : actions.buttons) labels += (labels.empty() ? "" : " / ") + button.label;
  return labels;
}

Message with_command_word(Message message, std::string_view word) {
  for (Block& block : message.blocks) {
    if (auto* paragraph = std::get_if<Paragraph>(&block)) say_command(paragraph->text, word, false);
    if (auto* context = std::get_if<ContextLine>(&block)) say_command(context->text, word, true);
    if (auto* list = std::get_if<List>(&block))
      for (Rich& item : list->items) say_command(item, word, false);
  }
  return message;
}

Message without_commands(Message message, Told away) {
  std::vector<Block> all = std::exchange(message.blocks, {});
  for (Block& block : all) {
    bool says = true;
    if (auto* paragraph = std::get_if<Paragraph>(&block))
      says = leave_commands_out(paragraph->text, away, false);
    if (auto* context = std::get_if<ContextLine>(&block))
      says = leave_commands_out(context->text, away, true);
    if (auto* list = std::get_if<List>(&block)) {
      std::vector<Rich> items = std::exchange(list->items, {});
      for (Rich& item : items)
        if (leave_commands_out(item, away, false)) list->items.push_back(std::move(item));
      says = !list->items.empty();
    }
    if (says) message.blocks.push_back(std::move(block));
  }
  return message;
}

}  // namespace core
