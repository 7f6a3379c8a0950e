#pragma once
// Steps from a day of the calendar to another.

#include <chrono>

#include "bot/core/time.hpp"

namespace core {

// So many days later; with fewer than none, earlier.
inline Date plus(Date day, std::chrono::days days) {
  return Date{std::chrono::sys_days{day} + days};
}
inline Date day_after(Date day) {
  return plus(day, std::chrono::days{1});
}
inline Date day_before(Date day) {
  return plus(day, std::chrono::days{-1});
}
// Of the week that the day is in.
inline Date monday_of(Date day) {
  return plus(day, -(std::chrono::weekday{std::chrono::sys_days{day}} - std::chrono::Monday));
}

}  // namespace core
