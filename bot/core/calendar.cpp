#include "bot/core/calendar.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "bot/core/days.hpp"
#include "bot/core/holidays.hpp"

namespace core {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::sys_days;
using std::chrono::weeks;

// --- zones ---

Zone Zone::named(std::string_view iana) {
  try {
    const date::time_zone* entry = date::locate_zone(iana);
    static_cast<void>(entry->get_info(Instant{}));  // entries are read late: a broken one shall fail here
    return Zone{entry};
  } catch (const std::exception& error) {
    throw std::invalid_argument(fmt::format("unknown time zone \"{}\": {}", iana, error.what()));
  }
}

std::string Zone::name() const {
  return entry_->name();
}

Instant Zone::to_utc(Local reading) const {
  // `first` is the only offset, the one before the gap, or the earlier of two: what the header promises in
  // each case.
  const auto info = entry_->get_info(date::local_seconds{reading.time_since_epoch()});
  return Instant{reading.time_since_epoch() - info.first.offset};
}

Local Zone::to_local(Instant instant) const {
  return Local{instant.time_since_epoch() + entry_->get_info(instant).offset};
}

Zone::Stretch Zone::stretch(Instant instant) const {
  const auto info = entry_->get_info(instant);
  return {info.begin, info.end, info.offset};
}

Date date_of(Local reading) {
  return Date{std::chrono::floor<days>(reading)};
}

Minutes time_of_day(Local reading) {
  return std::chrono::floor<Minutes>(reading - std::chrono::floor<days>(reading));
}

Local at(Date date, Minutes since_midnight) {
  return local_days{date} + since_midnight;
}

Instant next_time(const Zone& zone, Minutes time, Instant now) {
  const Date today = date_of(zone.to_local(now));
  const Instant at_once = zone.to_utc(at(today, time));
  if (at_once > now) return at_once;
  return zone.to_utc(at(day_after(today), time));
}

Instant closing_noon(Instant from, std::chrono::days open, const Zone& zone) {
  const Date before = date_of(zone.to_local(from + open - std::chrono::days{1}));
  return zone.to_utc(at(next_working_day(before), std::chrono::hours{12}));
}

// --- quiet hours ---

const Closed* closed_at(const std::vector<Closed>& all, Local starts, Local ends) {
  for (const Closed& stretch : all)
    if (stretch.from < ends && starts < stretch.to) return &stretch;
  return nullptr;
}

namespace {

// Also what makes the searches below end: with both in range some minute of a working day is not quiet.
void check(const QuietHours& quiet) {
  for (const Minutes edge : {quiet.from, quiet.to})
    if (edge < Minutes{0} || edge >= hours{24})
      throw std::invalid_argument(fmt::format("quiet hours: {} minutes is no time of day", edge.count()));
}

bool reads_quiet(Local reading, const QuietHours& quiet) {
  if (closed_at(quiet.closed, reading)) return true;
  const Date date = date_of(reading);
  const std::chrono::weekday weekday{local_days{date}};
  if (quiet.weekends && (weekday == std::chrono::Saturday || weekday == std::chrono::Sunday)) return true;
  if (quiet.holidays && norwegian_holiday(date)) return true;
  const Minutes time = time_of_day(reading);
  if (quiet.from <= quiet.to) return time >= quiet.from && time < quiet.to;
  return time >= quiet.from || time < quiet.to;
}

// The readings between which reads_quiet() cannot change: the last edge at or before, and the first edge
// after.
std::pair<Local, Local> edges_around(Local reading, const QuietHours& quiet) {
  const Date date = date_of(reading);
  std::pair around{at(date, Minutes{0}), at(date, hours{24})};
  const auto heed = [&](Local edge) {
    if (edge <= reading)
      around.first = std::max(around.first, edge);
    else
      around.second = std::min(around.second, edge);
  };
  heed(at(date, quiet.from));
  heed(at(date, quiet.to));
  for (const Closed& stretch : quiet.closed) {
    heed(stretch.from);
    heed(stretch.to);
  }
  return around;
}

}  // namespace

bool is_quiet(Instant instant, const Zone& zone, const QuietHours& quiet) {
  check(quiet);
  return reads_quiet(zone.to_local(instant), quiet);
}

// Both searches go from edge to edge inside one stretch of the zone, where local and UTC run alike; so they
// are exact in the doubled hour too, where an edge may pass twice.
Instant after_quiet(Instant instant, const Zone& zone, const QuietHours& quiet) {
  check(quiet);
  for (;;) {
    const auto stretch = zone.stretch(instant);
    const Local reading{instant.time_since_epoch() + stretch.offset};
    if (!reads_quiet(reading, quiet)) return instant;
    instant = std::min(instant + (edges_around(reading, quiet).second - reading), stretch.end);
  }
}

Instant before_quiet(Instant instant, const Zone& zone, const QuietHours& quiet) {
  check(quiet);
  for (;;) {
    const auto stretch = zone.stretch(instant);
    const Local reading{instant.time_since_epoch() + stretch.offset};
    if (!reads_quiet(reading, quiet)) return instant;
    const Instant edge = instant - (reading - edges_around(reading, quiet).first);
    instant = std::max(edge, stretch.begin) - Minutes{1};
  }
}

// --- cadences ---

namespace {

void check(const Cadence& cadence) {
  const auto require = [](bool holds, std::string_view what) {
    if (!holds) throw std::invalid_argument(fmt::format("cadence: {}", what));
  };
  require(cadence.first.ok(), "the first date is no date");
  require(!cadence.last || cadence.last->ok(), "the last date is no date");
  require(cadence.weekday.ok(), "no weekday");
  require(cadence.start >= Minutes{0} && cadence.start < hours{24}, "the start is no time of day");
  require(cadence.length > Minutes{0}, "a session must last");
  require(cadence.monthly || cadence.every_weeks >= 1, "the sessions must be at least one week apart");
  require(!cadence.monthly || (cadence.week_of_month >= 1 && cadence.week_of_month <= 5),
          "the week of the month must be 1-5");
  require(cadence.parity == WeekParity::any || (!cadence.monthly && cadence.every_weeks == 1),
          "even or odd weeks are every second week by themselves");
  require(!cadence.working_days || (!cadence.monthly && cadence.parity == WeekParity::any),
          "every working day knows no weeks and months");
}

bool is_weekend(sys_days day) {
  return std::chrono::weekday{day}.iso_encoding() > 5;
}

Date in_month(const Cadence& cadence, std::chrono::year_month month) {
  if (cadence.week_of_month == 5) return sys_days{month / cadence.weekday[std::chrono::last]};
  return sys_days{month / cadence.weekday[static_cast<unsigned>(cadence.week_of_month)]};
}

// The number of ISO 8601, which calendars in Norway print: that of the week's Thursday in its year.
bool in_even_week(sys_days day) {
  const sys_days thursday = day + (std::chrono::Thursday - std::chrono::weekday{day}) -
                            (std::chrono::weekday{day}.iso_encoding() > 4 ? days{7} : days{0});
  const sys_days new_year = Date{thursday}.year() / std::chrono::January / 1;
  return (thursday - new_year) / days{7} % 2 == 1;
}

}  // namespace

Date next_date(const Cadence& cadence, Date from) {
  check(cadence);
  const sys_days wanted = std::max(sys_days{from}, sys_days{cadence.first});
  if (cadence.working_days) {
    sys_days found = wanted;
    while (is_weekend(found)) found += days{1};
    return found;
  }
  if (cadence.monthly) {
    std::chrono::year_month month{Date{wanted}.year(), Date{wanted}.month()};
    if (sys_days{in_month(cadence, month)} < wanted) month += std::chrono::months{1};
    return in_month(cadence, month);
  }
  const sys_days first =
      sys_days{cadence.first} + (cadence.weekday - std::chrono::weekday{sys_days{cadence.first}});
  const days step = weeks{cadence.every_weeks};
  const days ahead = wanted - first;  // more than -7, so the quotient below is never negative
  sys_days found = first + (ahead + step - days{1}) / step * step;
  while (cadence.parity != WeekParity::any && in_even_week(found) != (cadence.parity == WeekParity::even))
    found += weeks{1};
  return found;
}

std::vector<Occurrence> occurrences(const Cadence& cadence, const Zone& zone, Date from, Date to_inclusive) {
  check(cadence);
  const Date end = cadence.last ? std::min(*cadence.last, to_inclusive) : to_inclusive;
  std::vector<Occurrence> found;
  for (Date date = next_date(cadence, from); date <= end; date = next_date(cadence, day_after(date))) {
    const Instant starts = zone.to_utc(at(date, cadence.start));
    found.push_back({date, starts, starts + cadence.length, norwegian_holiday(date)});
  }
  return found;
}

}  // namespace core
