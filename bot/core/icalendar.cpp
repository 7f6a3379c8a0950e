#include "bot/core/icalendar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "bot/core/calendar.hpp"
#include "bot/core/people.hpp"

namespace core {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using std::chrono::year;

constexpr std::size_t line_octets = 75;  // without its CRLF

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// One content line, folded: never inside a character.
void add_line(std::string& out, std::string_view line) {
  std::size_t room = line_octets;
  while (line.size() > room) {
    std::size_t cut = room;
    while (cut > 0 && continues_character(line[cut])) --cut;
    if (cut == 0) cut = room;  // no UTF-8 at all
    out.append(line.substr(0, cut)).append("\r\n ");
    line.remove_prefix(cut);
    room = line_octets - 1;  // the space counts
  }
  out.append(line).append("\r\n");
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n')
      out += "\\n";
    else if (c == '\\' || c == ';' || c == ',')
      out.append(1, '\\').append(1, c);
    else if (c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F))
      out += c;
  }
  return out;
}

// "20261124T130000"
std::string digits(Local reading) {
  const Date date = date_of(reading);
  const std::chrono::hh_mm_ss time{reading - std::chrono::floor<std::chrono::days>(reading)};
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}
std::string utc_digits(Instant instant) {
  return digits(Local{instant.time_since_epoch()}) + "Z";
}

// "+0100"
std::string say_offset(seconds offset) {
  const std::chrono::hh_mm_ss time{offset};
  std::string text = fmt::format("{}{:02}{:02}", time.is_negative() ? '-' : '+', time.hours().count(),
                                 time.minutes().count());
  if (time.seconds().count() != 0) text += fmt::format("{:02}", time.seconds().count());
  return text;
}

// --- time zones ---

// The clocks go from one offset to another.
struct Change {
  Instant at;
  seconds from, to;
  bool forward() const { return to > from; }
  Local onset() const { return Local{at.time_since_epoch() + from}; }
};

Instant new_year(year y) {
  return std::chrono::sys_days{y / std::chrono::January / 1};
}
year year_of(Instant instant) {
  return Date{std::chrono::floor<std::chrono::days>(instant)}.year();
}

std::vector<Change> changes_between(const Zone& zone, Instant begin, Instant end) {
  std::vector<Change> found;
  auto stretch = zone.stretch(begin);
  while (stretch.end < end) {
    const auto next = zone.stretch(stretch.end);
    if (next.offset != stretch.offset) found.push_back({stretch.end, stretch.offset, next.offset});
    stretch = next;
  }
  return found;
}

// The European Union's: an hour forward and back at 01:00 UTC on the last Sundays of March and October.
Instant eu_change(year y, bool forward) {
  const auto month = forward ? std::chrono::March : std::chrono::October;
  return std::chrono::sys_days{y / month / std::chrono::Sunday[std::chrono::last]} + hours{1};
}

bool follows_eu_rule(const std::vector<Change>& changes, year first, year last) {
  if (changes.size() != 2 * static_cast<std::size_t>((last - first).count() + 1)) return false;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const Change& change = changes[i];
    const bool forward = i % 2 == 0;
    const Instant expected = eu_change(first + std::chrono::years{static_cast<int>(i / 2)}, forward);
    const bool on_that_sunday = std::chrono::floor<std::chrono::days>(change.onset()).time_since_epoch() ==
                                std::chrono::floor<std::chrono::days>(expected).time_since_epoch();
    if (change.at != expected || change.to - change.from != (forward ? hours{1} : hours{-1}) ||
        !on_that_sunday)
      return false;
  }
  return true;
}

void add_observance(std::string& out, bool summer, Local onset, seconds from, seconds to,
                    std::string_view rule = {}) {
  const char* name = summer ? "DAYLIGHT" : "STANDARD";
  add_line(out, fmt::format("BEGIN:{}", name));
  add_line(out, "DTSTART:" + digits(onset));
  add_line(out, "TZOFFSETFROM:" + say_offset(from));
  add_line(out, "TZOFFSETTO:" + say_offset(to));
  if (!rule.empty()) add_line(out, fmt::format("RRULE:{}", rule));
  add_line(out, fmt::format("END:{}", name));
}

// What the clocks of a zone show from `begin` to `end`: as a rule where it is the one of Europe, so that a
// calendar knows later years as well, else change by change.
void add_zone(std::string& out, const std::string& name, Instant begin, Instant end) {
  const Zone zone = Zone::named(name);
  const year first = year_of(begin), last = year_of(end);
  const auto changes = changes_between(zone, new_year(first), new_year(last + std::chrono::years{1}));
  add_line(out, "BEGIN:VTIMEZONE");
  add_line(out, "TZID:" + name);
  if (follows_eu_rule(changes, first, last)) {
    constexpr year in_force_since{1996};
    for (Change change : {changes[0], changes[1]}) {
      change.at = eu_change(in_force_since, change.forward());
      add_observance(
          out, change.forward(), change.onset(), change.from, change.to,
          change.forward() ? "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU" : "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU");
    }
  } else {
    const seconds offset = zone.stretch(new_year(first)).offset;
    const bool summer = !changes.empty() && !changes.front().forward();
    add_observance(out, summer, Local{new_year(year{1970}).time_since_epoch()}, offset, offset);
    for (const Change& change : changes)
      add_observance(out, change.forward(), change.onset(), change.from, change.to);
  }
  add_line(out, "END:VTIMEZONE");
}

// --- entries ---

void add_time(std::string& out, std::string_view property, Instant instant, const std::string& zone_name) {
  const Zone zone = Zone::named(zone_name);
  const Local reading = zone.to_local(instant);
  // The second of two equal readings in autumn cannot be said in local time.
  if (zone.to_utc(reading) == instant)
    add_line(out, fmt::format("{};TZID={}:{}", property, zone_name, digits(reading)));
  else
    add_line(out, fmt::format("{}:{}", property, utc_digits(instant)));
}

// A parameter's value in quotes: RFC 5545 has no way to write a quote in it.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text)
    if (c != '"' && static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) out += c;
  return out + "\"";
}

struct Invited {
  const Mailbox &organiser, &guest;
};

void add_event(std::string& out, const CalendarEntry& entry, Instant now, const Invited* invited) {
  add_line(out, "BEGIN:VEVENT");
  add_line(out, "UID:" + escaped(entry.uid));
  add_line(out, fmt::format("SEQUENCE:{}", entry.sequence));
  add_line(out, "DTSTAMP:" + utc_digits(now));
  add_line(out, "LAST-MODIFIED:" + utc_digits(entry.modified));
  add_time(out, "DTSTART", entry.starts, entry.zone);
  add_time(out, "DTEND", entry.ends, entry.zone);
  add_line(out, "SUMMARY:" + escaped(entry.summary));
  if (!entry.description.empty()) add_line(out, "DESCRIPTION:" + escaped(entry.description));
  if (!entry.location.empty()) add_line(out, "LOCATION:" + escaped(entry.location));
  add_line(out, entry.cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
  if (invited) {
    const auto& [organiser, guest] = *invited;
    add_line(out, fmt::format("ORGANIZER;CN={}:mailto:{}", quoted(organiser.name), organiser.address));
    add_line(out,
             fmt::format("ATTENDEE;CN={};ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:{}",
                         quoted(guest.name), guest.address));
  }
  add_line(out, "CLASS:PRIVATE");  // where a calendar is shared, others see that the time is taken
  add_line(out, "END:VEVENT");
}

void add_zones(std::string& out, const std::vector<CalendarEntry>& entries, Instant now) {
  std::map<std::string, std::pair<Instant, Instant>> zones;
  for (const CalendarEntry& entry : entries) {
    const auto [place, fresh] = zones.try_emplace(entry.zone, entry.starts, entry.ends);
    auto& [begin, end] = place->second;
    begin = std::min(begin, entry.starts);
    end = std::max(end, entry.ends);
  }
  // A calendar has at least one part.
  if (zones.empty()) zones.try_emplace(Group{}.zone, now, now);
  for (const auto& [name, span] : zones) add_zone(out, name, span.first, span.second);
}

std::string calendar(const std::vector<CalendarEntry>& entries, std::string_view method,
                     const std::string& title, Instant now, const Invited* invited = nullptr) {
  std::string out;
  add_line(out, "BEGIN:VCALENDAR");
  add_line(out, "VERSION:2.0");
  add_line(out, "PRODID:-//Refleks//Reflection groups//NO");
  add_line(out, fmt::format("METHOD:{}", method));
  if (!title.empty()) {
    add_line(out, "NAME:" + escaped(title));
    add_line(out, "X-WR-CALNAME:" + escaped(title));
    // How often to ask again; the two names are the standard's and the one most programs know.
    add_line(out, "REFRESH-INTERVAL;VALUE=DURATION:PT4H");
    add_line(out, "X-PUBLISHED-TTL:PT4H");
  }
  add_zones(out, entries, now);
  for (const CalendarEntry& entry : entries) add_event(out, entry, now, invited);
  add_line(out, "END:VCALENDAR");
  return out;
}

std::string_view method_of(const CalendarEntry& entry) {
  return entry.cancelled ? "CANCEL" : "PUBLISH";
}

}  // namespace

std::string calendar_feed(const std::vector<CalendarEntry>& entries, const std::string& title, Instant now) {
  return calendar(entries, "PUBLISH", title, now);
}

std::string calendar_file(const CalendarEntry& entry, Instant now) {
  return calendar({entry}, method_of(entry), "", now);
}

std::string calendar_type(const CalendarEntry& entry) {
  return fmt::format("text/calendar; charset=utf-8; method={}", method_of(entry));
}

std::string_view calendar_invitation_method(const CalendarEntry& entry) {
  return entry.cancelled ? "CANCEL" : "REQUEST";
}

std::string calendar_invitation(const CalendarEntry& entry, const Mailbox& organiser, const Mailbox& guest,
                                Instant now) {
  const Invited invited{organiser, guest};
  return calendar({entry}, calendar_invitation_method(entry), "", now, &invited);
}

}  // namespace core
