#include "bot/core/calendar.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/algorithm/string.hpp>
#include <boost/algorithm/string/trim_all.hpp>
#include <charconv>
#include <stdexcept>
#include <utility>

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
  return zone.to_utc(at(Date{std::chrono::sys_days{today} + std::chrono::days{1}}, time));
}

// --- quiet hours ---

namespace {

// Also what makes the searches below end: with both in range some minute of a working day is not quiet.
void check(const QuietHours& quiet) {
  for (const Minutes edge : {quiet.from, quiet.to})
    if (edge < Minutes{0} || edge >= hours{24})
      throw std::invalid_argument(fmt::format("quiet hours: {} minutes is no time of day", edge.count()));
}

bool reads_quiet(Local reading, const QuietHours& quiet) {
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
  for (const Local edge : {at(date, quiet.from), at(date, quiet.to)}) {
    if (edge <= reading)
      around.first = std::max(around.first, edge);
    else
      around.second = std::min(around.second, edge);
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
}

Date in_month(const Cadence& cadence, std::chrono::year_month month) {
  if (cadence.week_of_month == 5) return sys_days{month / cadence.weekday[std::chrono::last]};
  return sys_days{month / cadence.weekday[static_cast<unsigned>(cadence.week_of_month)]};
}

// The first day on or after `from` that the rhythm hits.
Date next_date(const Cadence& cadence, Date from) {
  const sys_days wanted = std::max(sys_days{from}, sys_days{cadence.first});
  if (cadence.monthly) {
    std::chrono::year_month month{Date{wanted}.year(), Date{wanted}.month()};
    if (sys_days{in_month(cadence, month)} < wanted) month += std::chrono::months{1};
    return in_month(cadence, month);
  }
  const sys_days first =
      sys_days{cadence.first} + (cadence.weekday - std::chrono::weekday{sys_days{cadence.first}});
  const days step = weeks{cadence.every_weeks};
  const days ahead = wanted - first;  // more than -7, so the quotient below is never negative
  return first + (ahead + step - days{1}) / step * step;
}

}  // namespace

std::vector<Occurrence> occurrences(const Cadence& cadence, const Zone& zone, Date from, Date to_inclusive) {
  check(cadence);
  const Date end = cadence.last ? std::min(*cadence.last, to_inclusive) : to_inclusive;
  std::vector<Occurrence> found;
  for (Date date = next_date(cadence, from); date <= end;
       date = next_date(cadence, sys_days{date} + days{1})) {
    const Instant starts = zone.to_utc(at(date, cadence.start));
    found.push_back({date, starts, starts + cadence.length, norwegian_holiday(date)});
  }
  return found;
}

// --- what people write ---

namespace {

// One spelling for what keyboards vary: small letters, å/aa -> a, ø/oe -> o, every dash "-", every space " ".
std::string fold(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 21> spellings{{
      {"\u00c5", "a"}, {"\u00e5", "a"}, {"\u030a", ""},  {"aa", "a"},     {"\u00d8", "o"}, {"\u00f8", "o"},
      {"oe", "o"},     {"\u00a0", " "}, {"\u2009", " "}, {"\u202f", " "}, {"\u2060", ""},  {"\t", " "},
      {"\n", " "},     {"\r", " "},     {",", " "},      {"\u2010", "-"}, {"\u2011", "-"}, {"\u2012", "-"},
      {"\u2013", "-"}, {"\u2014", "-"}, {"\u2212", "-"},
  }};
  std::string folded = boost::algorithm::to_lower_copy(std::string(text), std::locale::classic());
  for (const auto& [spelling, plain] : spellings) boost::algorithm::replace_all(folded, spelling, plain);
  boost::algorithm::trim_all(folded, std::locale::classic());
  boost::algorithm::replace_all(folded, " -", "-");
  boost::algorithm::replace_all(folded, "- ", "-");
  return folded;
}

std::vector<std::string> split(const std::string& text, const char* separators) {
  std::vector<std::string> parts;
  boost::algorithm::split(parts, text, boost::algorithm::is_any_of(separators));
  return parts;
}

template <std::size_t N>
bool among(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::optional<int> number(std::string_view digits, std::size_t shortest, std::size_t longest) {
  if (digits.size() < shortest || digits.size() > longest) return std::nullopt;
  if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

struct NamedDay {
  std::chrono::weekday weekday;
  bool plural;  // "tirsdager", "Tuesdays": says «every» by itself
};

std::optional<NamedDay> weekday_named(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, unsigned>, 17> names{{
      {"mandag", 1},
      {"monday", 1},
      {"tirsdag", 2},
      {"tysdag", 2},
      {"tuesday", 2},
      {"onsdag", 3},
      {"wednesday", 3},
      {"torsdag", 4},
      {"thursday", 4},
      {"fredag", 5},
      {"friday", 5},
      {"lordag", 6},
      {"laurdag", 6},
      {"saturday", 6},
      {"sondag", 0},
      {"sundag", 0},
      {"sunday", 0},
  }};
  static constexpr std::array<std::string_view, 4> endings{"", "s", "er", "ar"};
  for (const auto& [name, index] : names)
    if (word.starts_with(name) && among(word.substr(name.size()), endings))
      return NamedDay{std::chrono::weekday{index}, word.size() > name.size()};
  return std::nullopt;
}

constexpr int last_of_month = 5;  // as in Cadence::week_of_month

// "second", "annen", "3rd", "3." -> which one of a row.
std::optional<int> ordinal(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, int>, 25> names{{
      {"first", 1}, {"forste", 1}, {"fyrste", 1}, {"second", 2}, {"other", 2}, {"two", 2},   {"annen", 2},
      {"annan", 2}, {"anna", 2},   {"andre", 2},  {"to", 2},     {"third", 3}, {"three", 3}, {"tredje", 3},
      {"tre", 3},   {"fourth", 4}, {"four", 4},   {"fjerde", 4}, {"fire", 4},  {"fifth", 5}, {"five", 5},
      {"femte", 5}, {"sixth", 6},  {"six", 6},    {"sjette", 6},
  }};
  for (const auto& [name, value] : names)
    if (word == name) return value;
  for (const std::string_view ending : {"st", "nd", "rd", "th", "."})
    if (word.ends_with(ending)) return number(word.substr(0, word.size() - ending.size()), 1, 2);
  return number(word, 1, 2);
}

struct Span {
  Minutes from;
  Minutes to;
};

std::optional<Span> span(std::string_view word) {
  const auto dash = word.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto from = time_from_text(word.substr(0, dash)), to = time_from_text(word.substr(dash + 1));
  if (!from || !to) return std::nullopt;
  return Span{*from, *to};
}

// The words of a cadence. Each says one thing wherever it stands, so the order of words need not be known.
struct CadenceWords {
  bool every = false, week = false, month = false, last = false;
  std::optional<int> which;
  std::optional<std::chrono::weekday> weekday;
  std::optional<Span> time;
};

// A second value for the same thing is refused: nothing said is dropped in silence.
template <class T>
bool set_once(std::optional<T>& slot, T value) {
  if (slot) return false;
  slot = std::move(value);
  return true;
}

bool take(CadenceWords& words, std::string_view word) {
  static constexpr std::array<std::string_view, 13> filler{
      "kl", "kl.", "klokka", "klokken", "at", "from", "fra", "pa", "on", "of", "the", "in", "i"};
  static constexpr std::array<std::string_view, 5> every{"every", "each", "hver", "kvar", "weekly"};
  static constexpr std::array<std::string_view, 8> week{"week", "weeks", "uke",  "uka",
                                                        "uker", "veke",  "veka", "veker"};
  static constexpr std::array<std::string_view, 5> month{"month", "maned", "maneden", "manad", "manaden"};
  if (among(word, filler)) return true;
  if (among(word, every)) return words.every = true;
  if (among(word, week)) return words.week = true;
  if (among(word, month)) return words.month = true;
  if (word == "last" || word == "siste") return words.last = true;
  if (const auto day = weekday_named(word)) {
    words.every = words.every || day->plural;
    return set_once(words.weekday, day->weekday);
  }
  if (const auto time = span(word)) return set_once(words.time, *time);
  if (const auto which = ordinal(word)) return set_once(words.which, *which);
  for (const std::string_view ending : {"hver", "kvar"})  // annenhver, annakvar, tredjehver
    if (word.ends_with(ending))
      if (const auto which = ordinal(word.substr(0, word.size() - ending.size()))) {
        words.every = true;
        return set_once(words.which, *which);
      }
  return false;
}

}  // namespace

std::optional<Minutes> time_from_text(std::string_view text) {
  std::string folded = fold(text);
  for (const std::string_view prefix : {"klokken", "klokka", "kl.", "kl"})
    if (folded.starts_with(prefix)) {
      folded.erase(0, prefix.size());
      boost::algorithm::trim(folded, std::locale::classic());
      break;
    }
  if (folded.size() == 4 && number(folded, 4, 4)) folded.insert(2, ":");
  const auto parts = split(folded, ":.");
  const auto hour = number(parts[0], 1, 2);
  const auto minute = parts.size() == 2 ? number(parts[1], 2, 2) : std::optional{0};
  if (parts.size() > 2 || !hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  return hours{*hour} + Minutes{*minute};
}

std::optional<Date> date_from_text(std::string_view text, Date reference) {
  const auto date = [](int year, int month, int day) -> std::optional<Date> {
    const Date made{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                    std::chrono::day{static_cast<unsigned>(day)}};
    if (!made.ok() || year < 1900 || year > 2199) return std::nullopt;
    return made;
  };
  std::string folded = fold(text);
  if (const auto day = weekday_named(folded); day && !day->plural) {
    const sys_days tomorrow = sys_days{reference} + days{1};
    return tomorrow + (day->weekday - std::chrono::weekday{tomorrow});
  }
  if (const auto parts = split(folded, "-"); parts.size() == 3) {
    const auto year = number(parts[0], 4, 4), month = number(parts[1], 2, 2), day = number(parts[2], 2, 2);
    return year && month && day ? date(*year, *month, *day) : std::nullopt;
  }
  boost::algorithm::erase_all(folded, " ");
  auto parts = split(folded, ".");
  if (parts.size() == 3 && parts[2].empty()) parts.pop_back();  // "01.12."
  if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
  const auto day = number(parts[0], 1, 2), month = number(parts[1], 1, 2);
  if (!day || !month) return std::nullopt;
  if (parts.size() == 3) {
    const auto year = number(parts[2], 2, 4);
    if (!year || parts[2].size() == 3) return std::nullopt;
    return date(*year < 100 && parts[2].size() == 2 ? 2000 + *year : *year, *month, *day);
  }
  const int this_year = static_cast<int>(reference.year());
  for (int year = this_year; year <= this_year + 8; ++year)  // 29 February may be eight years away
    if (const auto found = date(year, *month, *day); found && *found >= reference) return found;
  return std::nullopt;
}

Cadence cadence_from_text(std::string_view text, Date first) {
  const auto refuse = [&](std::string_view why) {
    throw std::invalid_argument(
        fmt::format("cadence \"{}\": {}; write for example \"every second Tuesday 13:00-14:30\" or \"første "
                    "onsdag i måneden "
                    "12:00-14:00\"",
                    text, why));
  };
  CadenceWords said;
  auto words = split(fold(text), " ");
  std::erase(words, "");
  // "13:00 til 14:30" is "13:00-14:30"; elsewhere «to» is a number.
  for (std::size_t i = 1; i + 1 < words.size(); ++i)
    if ((words[i] == "til" || words[i] == "to") && time_from_text(words[i - 1]) &&
        time_from_text(words[i + 1])) {
      words[i - 1] += "-" + words[i + 1];
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(i),
                  words.begin() + static_cast<std::ptrdiff_t>(i) + 2);
    }
  for (const auto& word : words)
    if (!take(said, word)) refuse(fmt::format("\"{}\" is not understood here", word));

  if (!said.weekday) refuse("the weekday is missing");
  if (!said.time) refuse("the time from-to is missing");
  if (said.time->to <= said.time->from) refuse("the end must come after the start");
  Cadence cadence;
  cadence.weekday = *said.weekday;
  cadence.start = said.time->from;
  cadence.length = said.time->to - said.time->from;
  cadence.monthly = said.month;
  if (said.month) {
    if (said.week || said.last == said.which.has_value())
      refuse("which week of the month (first to fourth, or last) is not clear");
    if (!said.last && (*said.which < 1 || *said.which > 4))
      refuse("a month has a first to a fourth, and a last");
    cadence.week_of_month = said.last ? last_of_month : *said.which;
  } else {
    if (!said.every || said.last) refuse("how often is not clear (\"every ...\" or \"... of the month\")");
    cadence.every_weeks = said.which.value_or(1);
    if (said.which && (*said.which < 2 || *said.which > 52))
      refuse("every second to every 52nd week is possible (or \"every week\", or \"... of the month\")");
  }
  cadence.first = first;
  check(cadence);
  cadence.first = next_date(cadence, first);
  return cadence;
}

}  // namespace core
