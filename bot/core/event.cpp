#include "bot/core/event.hpp"

#include "bot/core/utf8.hpp"

namespace core {
namespace {

void clean(std::string& text) {
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
void clean_texts(Submit& submit) {
  clean(submit.name);
  clean(submit.state);
  for (auto& [input, values] : submit.values)
    for (std::string& value : values) clean(value);
}

}  // namespace

const Origin& origin_of(const Event& event) {
  return std::visit([](const auto& e) -> const Origin& { return e.origin; }, event);
}

Event cleaned(Event event) {
  std::visit(
      [](auto& e) {
        clean(e.origin.user_name);
        clean_texts(e);
      },
      event);
  return event;
}

}  // namespace core
