#pragma once
// Jobs whose keys or subjects carry values: packed and unpacked by a typed name, as buttons are.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "bot/core/event_name.hpp"

namespace core {

// "sessions/second:<session>|room": a job of its own for each of the values.
template <class... Values>
std::string job_key(const EventName<Values...>& name, const Values&... values) {
  return std::string(name.name) + ':' + name.pack(values...);
}
// Nothing for a key of another name, or with other values.
template <class... Values>
std::optional<std::tuple<Values...>> in_job_key(const EventName<Values...>& name, std::string_view key) {
  if (!key.starts_with(name.name)) return std::nullopt;
  key.remove_prefix(name.name.size());
  if (!key.starts_with(':')) return std::nullopt;
  return name.unpacked(key.substr(1));
}

// What former versions wrote as values with a blank between them, or a colon, as it is written now.
inline std::string with_bars(std::string former, char between = ' ') {
  std::replace(former.begin(), former.end(), between, '|');
  return former;
}
// As in_job_key(), of a key that has colons between its values.
template <class... Values>
std::optional<std::tuple<Values...>> in_key_of_colons(const EventName<Values...>& name,
                                                      std::string_view key) {
  const std::string before = std::string(name.name) + ':';
  if (!key.starts_with(before)) return std::nullopt;
  return name.unpacked(with_bars(std::string(key.substr(before.size())), ':'));
}

}  // namespace core
