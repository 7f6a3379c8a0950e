#include "bot/core/message.hpp"

#include "bot/core/event.hpp"

namespace core {
namespace {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};

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

const Origin& origin_of(const Event& event) {
  return std::visit([](const auto& e) -> const Origin& { return e.origin; }, event);
}

}  // namespace core
