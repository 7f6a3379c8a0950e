#pragma once
// Local time <-> UTC, quiet hours, and the rhythm of a group's sessions. What people write of all that is
// read in written_time.hpp.
//
// Rules are written in local time and turned into instants one by one, so 13:00 stays 13:00 when the clocks
// change. Zones come from the system's tz database. The library under us reads its explicit transitions only,
// which end in 2037: Europe/Oslo is right until then, and from 2038 on it is taken to have no summer time.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/holidays.hpp"
#include "bot/core/time.hpp"

namespace date {
class time_zone;
}

namespace core {

// A time zone. A value: copying it copies a pointer into the tz database, which lives as long as the process.
// Thread-safe.
class Zone {
 public:
  // A stretch of time with one offset (local = UTC + offset); `end` is the next change of the clocks.
  struct Stretch {
    Instant begin;
    Instant end;
    std::chrono::seconds offset;
  };

  // The zone of an IANA name ("Europe/Oslo"); an unknown one throws std::invalid_argument naming it.
  static Zone named(std::string_view iana);

  std::string name() const;

  // A reading that does not exist (spring) moves forward by the gap: 02:30 is 03:30 summer time. One that
  // exists twice (autumn) is the first. (The rule of RFC 5545 § 3.3.5.)
  Instant to_utc(Local reading) const;
  Local to_local(Instant instant) const;
  Stretch stretch(Instant instant) const;

  bool operator==(const Zone&) const = default;

 private:
  explicit Zone(const date::time_zone* entry) : entry_(entry) {}
  const date::time_zone* entry_;
};

Date date_of(Local reading);
Minutes time_of_day(Local reading);           // since midnight, seconds dropped
Local at(Date date, Minutes since_midnight);  // 24 h is midnight of the next day
// The next moment after `now` at which the clocks of `zone` show `time`.
Instant next_time(const Zone& zone, Minutes time, Instant now);
// When what people may answer for so many days closes: noon of the first working day behind the day before
// the last of them. One day: noon of the next working day.
Instant closing_noon(Instant from, std::chrono::days open, const Zone& zone);

// A stretch in which nobody is at work or expected: a pause, a closed day, an eve from noon. [from, to) in
// local time.
struct Closed {
  Local from{}, to{};
  bool day = false;  // a closed day, told like a public holiday; a pause is told when it is made
  bool operator==(const Closed&) const = default;
};
// The first of them that [starts, ends) touches; nothing: none.
const Closed* closed_at(const std::vector<Closed>& all, Local starts, Local ends);
inline const Closed* closed_at(const std::vector<Closed>& all, Local reading) {
  return closed_at(all, reading, reading + std::chrono::seconds{1});
}

// When nobody is written to, in local time. `from` belongs to the quiet, `to` does not; it may span midnight.
// from == to: no quiet hours of the day (whole weekends and holidays still count when set).
// Both lie in [00:00, 24:00); the three functions below throw std::invalid_argument otherwise.
struct QuietHours {
  Minutes from{std::chrono::hours{20}};
  Minutes to{std::chrono::hours{7}};
  bool weekends = true;          // all of Saturday and Sunday
  bool holidays = true;          // all of a norwegian_holiday()
  std::vector<Closed> closed{};  // all of it
};

bool is_quiet(Instant instant, const Zone& zone, const QuietHours& quiet);

// `instant` itself when it is not quiet, else the first instant after it that is not: Saturday 10:00 ->
// Monday 07:00.
Instant after_quiet(Instant instant, const Zone& zone, const QuietHours& quiet);

// `instant` itself when it is not quiet, else the last whole minute before the quiet began: Saturday 10:00 ->
// Friday 19:59. For moments that must come before a session.
Instant before_quiet(Instant instant, const Zone& zone, const QuietHours& quiet);

// By the number a week has in the year (ISO 8601). After a year of 53 weeks two odd weeks follow each other.
enum class WeekParity { any, odd, even };

// The rhythm of a group's sessions, in local time.
struct Cadence {
  int every_weeks = 2;  // not read when monthly
  std::chrono::weekday weekday{std::chrono::Monday};
  Minutes start{};  // since midnight
  Minutes length{};
  // The first session's date (or a day before it: the first fitting day on or after it is the first). Weeks
  // are counted from here in days, so a year of 53 weeks does not shift the rhythm.
  Date first{};
  std::optional<Date> last;  // no session after this day
  bool monthly = false;
  int week_of_month = 1;                // monthly: 1-4 = first to fourth such weekday, 5 = the last one
  WeekParity parity = WeekParity::any;  // else with every_weeks == 1 only
  // Monday to Friday, public holidays among the occurrences; weekday, every_weeks and week_of_month are not
  // read.
  bool working_days = false;

  bool operator==(const Cadence&) const = default;
};

// The first day on or after `from` that the rhythm hits. Throws as occurrences() does.
Date next_date(const Cadence& cadence, Date from);

struct Occurrence {
  Date date;
  Instant starts;
  Instant ends;
  // norwegian_holiday(date). Set: the session does not take place, for this visible reason; the rhythm stays.
  std::optional<std::string_view> holiday;
};

// The sessions whose date is in [from, to_inclusive], in order, holidays among them.
// Throws std::invalid_argument when the cadence cannot be (no first date, every 0 weeks, week 6 of the month,
// ...).
std::vector<Occurrence> occurrences(const Cadence& cadence, const Zone& zone, Date from, Date to_inclusive);

}  // namespace core
