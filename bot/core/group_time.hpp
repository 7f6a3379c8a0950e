#pragma once
// An instant in words, in the time of a group's zone.

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

}  // namespace core
