#pragma once
// Names of presses and submits, each with the kinds of its values. The one who makes a button and the one who
// answers it use the same constant, so neither spells a name nor joins or splits a value.

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "bot/core/ids.hpp"
#include "bot/core/language.hpp"
#include "bot/core/message.hpp"
#include "bot/core/time.hpp"

namespace core {

// What one value looks like in a button or a form's state: never with a bar in it, never empty. For a kind of
// its own, a feature puts packed() and unpack() beside it.
template <class Tag>
std::string packed(const Id<Tag>& id) {
  return id.text;
}
template <class Tag>
bool unpack(std::string_view text, Id<Tag>& id) {
  id = Id<Tag>(std::string(text));
  return !text.empty();
}
inline std::string packed(std::string text) {
  return text;
}
inline bool unpack(std::string_view text, std::string& word) {
  word = text;
  return !text.empty();
}
inline std::string packed(int number) {
  return std::to_string(number);
}
inline bool unpack(std::string_view text, int& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}
inline std::string packed(std::chrono::seconds duration) {
  return std::to_string(duration.count());
}
inline bool unpack(std::string_view text, std::chrono::seconds& duration) {
  int count = 0;
  if (!unpack(text, count)) return false;
  duration = std::chrono::seconds{count};
  return true;
}
inline std::string packed(Language language) {
  return std::string(code(language));
}
inline bool unpack(std::string_view text, Language& language) {
  for (const Language one : all_languages)
    if (text == code(one)) {
      language = one;
      return true;
    }
  return false;
}
inline std::string packed(Instant instant) {
  return to_text(instant);
}
inline bool unpack(std::string_view text, Instant& instant) {
  try {
    instant = instant_from_text(text);
    return true;
  } catch (const std::invalid_argument&) {
    return false;
  }
}
inline std::string packed(Date date) {
  return date_text(date);
}
inline bool unpack(std::string_view text, Date& date) {
  const auto read = date_of_text(text);
  date = read.value_or(Date{});
  return read.has_value();
}
// One that may be left out.
template <class T>
std::string packed(const std::optional<T>& value) {
  return value ? packed(*value) : std::string();
}
template <class T>
bool unpack(std::string_view text, std::optional<T>& value) {
  if (text.empty()) return true;
  return unpack(text, value.emplace());
}

template <class... Values>
struct EventName {
  std::string_view name;

  // "<first>|<second>"; what is left out at the end leaves no bar.
  std::string pack(const Values&... values) const {
    std::string text;
    ((text += packed(values) + '|'), ...);
    while (text.ends_with('|')) text.pop_back();
    return text;
  }
  // Nothing for what pack() does not give.
  std::optional<std::tuple<Values...>> unpacked(std::string_view text) const {
    std::array<std::string_view, sizeof...(Values) + 1> parts;  // never empty
    std::size_t count = 0;
    for (;; ++count) {
      const auto bar = text.find('|');
      if (count < sizeof...(Values)) parts[count] = text.substr(0, bar);
      if (bar == std::string_view::npos) break;
      text.remove_prefix(bar + 1);
    }
    if (count >= std::max<std::size_t>(1, sizeof...(Values)) || (sizeof...(Values) == 0 && !text.empty()))
      return std::nullopt;
    std::tuple<Values...> values;
    const bool good = std::apply(
        [&](auto&... value) {
          std::size_t at = 0;
          return (unpack(parts[at++], value) && ...);
        },
        values);
    return good ? std::optional(std::move(values)) : std::nullopt;
  }

  Button button(std::string label, const Values&... values,
                Button::Style style = Button::Style::plain) const {
    return {std::move(label), std::string(name), pack(values...), style};
  }
  // An empty form that submits as this event.
  Form form(const Values&... values) const {
    Form form;
    form.name = name;
    form.state = pack(values...);
    return form;
  }
};

}  // namespace core
