#include "bot/core/message.hpp"

#include "bot/core/event.hpp"

namespace core {
namespace {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

void say_command(std::string& text, std::string_view word) {
  constexpr std::string_view ours = "/refleks";
  for (auto at = text.find(ours); at != std::string::npos; at = text.find(ours, at + word.size())) {
    const bool alone = at + ours.size() >= text.size() || text[at + ours.size()] != ' ';
    if (word.empty() && alone)
      text.replace(at, 1, "");  // "Refleks" is still somebody to write to
    else
      text.replace(at, ours.size() + (word.empty() ? 1 : 0), word);
    if (word.empty() && alone) break;
  }
}

void say_command(Rich& rich, std::string_view word, bool plain_too) {
  for (Span& span : rich)
    if (plain_too || span.style == Span::Style::strong || span.style == Span::Style::code)
      say_command(span.text, word);
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

Message with_command_word(Message message, std::string_view word) {
  for (Block& block : message.blocks) {
    if (auto* paragraph = std::get_if<Paragraph>(&block)) say_command(paragraph->text, word, false);
    if (auto* context = std::get_if<ContextLine>(&block)) say_command(context->text, word, true);
    if (auto* list = std::get_if<List>(&block))
      for (Rich& item : list->items) say_command(item, word, false);
  }
  return message;
}

}  // namespace core
