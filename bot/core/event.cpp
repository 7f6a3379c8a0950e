#include "bot/core/event.hpp"

#include <algorithm>

#include "bot/core/utf8.hpp"

namespace core {
namespace {

void clean(std::string& text) {
  if (is_clean(text)) return;
  text = cleaned(text);
  if (trimmed(text).empty()) text.clear();
}

void clean_texts(Command& command) {
  clean(command.text);
  for (Mention& mention : command.mentions) clean(mention.shown);
}
void clean_texts(Press& press) {
  clean(press.name);
  clean(press.value);
}
// Line by line and cell by cell: a tab is no blank here.
void clean_table(std::string& text) {
  std::string whole;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find('\t', from), text.size());
    whole += (from == 0 ? "" : "\t") + cleaned(std::string_view(text).substr(from, end - from));
    from = end + 1;
  }
  text = trimmed(cleaned(whole)).empty() ? std::string() : std::move(whole);
}
void clean_texts(Submit& submit) {
  clean(submit.name);
  clean(submit.state);
  const bool table = carries_table(submit.name);
  for (auto& [input, values] : submit.values)
    for (std::string& value : values) table ? clean_table(value) : clean(value);
}

}  // namespace

const Origin& origin_of(const Event& event) {
  return std::visit([](const auto& e) -> const Origin& { return e.origin; }, event);
}

void clean(Event& event) {
  std::visit(
      [](auto& e) {
        clean(e.origin.user_name);
        clean_texts(e);
      },
      event);
}

}  // namespace core
