#pragma once
// An instant in words, in the time of a group's zone; a day in words.

#include <string>

#include "bot/core/calendar.hpp"
#include "bot/core/people.hpp"
#include "bot/core/texts.hpp"

namespace core {

inline std::string say_moment(Language language, const Group& group, Instant at) {
  return say_moment(language, Zone::named(group.zone).to_local(at));
}
inline std::string say_date(Language language, const Group& group, Instant at) {
  return say_date(language, date_of(Zone::named(group.zone).to_local(at)));
}
// With its year where that is another: who typed a day without one reads which it was taken for.
inline std::string say_date(Language language, Date date, Date today) {
  const std::string day = say_date(language, date);
  return date.year() == today.year() ? day : day + " " + std::to_string(static_cast<int>(date.year()));
}

}  // namespace core
