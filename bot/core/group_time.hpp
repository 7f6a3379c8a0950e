#pragma once
// An instant in the time of a group's zone, as a day and in words; a day in words; a moment around a session.

#include <string>

#include "bot/core/calendar.hpp"
#include "bot/core/people.hpp"
#include "bot/core/session.hpp"
#include "bot/core/texts.hpp"

namespace core {

inline Date local_date(const Group& group, Instant at) {
  return date_of(Zone::named(group.zone).to_local(at));
}
// When the day begins there.
inline Instant midnight(const Zone& zone, Date day) {
  return zone.to_utc(at(day, Minutes{0}));
}
inline Instant midnight(const Group& group, Date day) {
  return midnight(Zone::named(group.zone), day);
}
// The moment of the session that the offset says. Days are days of the calendar: 13:00 stays 13:00 when the
// clocks change between the two.
inline Instant instant_of(const Offset& offset, const Session& session, const Zone& zone) {
  const Instant anchor = offset.from_end ? session.ends : session.starts;
  const Local local = zone.to_local(anchor) + std::chrono::days{offset.days};
  if (offset.at) return zone.to_utc(at(date_of(local), *offset.at));
  return offset.days != 0 ? zone.to_utc(local) : anchor + offset.minutes;
}
inline std::string say_moment(Language language, const Group& group, Instant at) {
  return say_moment(language, Zone::named(group.zone).to_local(at));
}
inline std::string say_date(Language language, const Group& group, Instant at) {
  return say_date(language, local_date(group, at));
}
// With its year where that is another: who typed a day without one reads which it was taken for, and in a
// list that goes back for years each line says of which it is.
inline std::string say_date(Language language, Date date, Date today) {
  const std::string day = say_date(language, date);
  return date.year() == today.year() ? day : day + " " + std::to_string(static_cast<int>(date.year()));
}
inline std::string say_date(Language language, const Group& group, Instant at, Instant now) {
  return say_date(language, local_date(group, at), local_date(group, now));
}
// «fra mandag 29. juni til og med lørdag 15. august»; «mandag 29. juni» where it is that day alone.
inline std::string say_days(Language language, const Closed& days, Date today) {
  const Date first = date_of(days.from), last = date_of(days.to - std::chrono::seconds{1});
  if (first == last) return say_date(language, first, today);
  return text(language, "date.stretch",
              {{"from", say_date(language, first, today)}, {"until", say_date(language, last, today)}});
}

}  // namespace core
