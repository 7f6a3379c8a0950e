// Weeks, days that are said as one ("romjula", "i januar", "resten av uka"), and the one counted in a month.

#include <algorithm>
#include <array>
#include <cstdlib>
#include <initializer_list>
#include <string>

#include "bot/core/days.hpp"
#include "bot/core/holidays.hpp"
#include "bot/core/written_words.hpp"

namespace core::written {

using std::chrono::days;
using std::chrono::sys_days;

namespace {

bool begins(std::span<const std::string_view> words, std::initializer_list<std::string_view> said) {
  return said.size() <= words.size() && std::equal(said.begin(), said.end(), words.begin());
}

// "i", "hele", "in the whole": how many of the words they are.
std::size_t passed_before(std::span<const std::string_view> words) {
  static constexpr std::array<std::string_view, 2> within{"i", "in"};
  static constexpr std::array<std::string_view, 5> whole{"hele", "heile", "whole", "all", "the"};
  constexpr std::size_t most = 3;
  std::size_t before = among(words[0], within) ? 1 : 0;
  while (before < most && among(words[before], whole)) ++before;
  return before;
}

bool is_the_week(std::string_view word) {
  static constexpr std::array<std::string_view, 5> names{"uka", "uken", "veka", "vika", "week"};
  return among(word, names);
}

SeveralDays whole_month(std::chrono::year_month month) {
  return {month / 1, Date{sys_days{month / std::chrono::last}}};
}

// The one of this year or the next that is not over.
template <class In>
SeveralDays not_over(Date today, In in) {
  const SeveralDays now = in(today.year());
  return now.last >= today ? now : in(today.year() + std::chrono::years{1});
}

// "resten av uka", "ut måneden", "uka ut".
std::optional<SeveralDays> rest_of(std::span<const std::string_view> words, Date today, std::size_t& used) {
  std::size_t noun = 1;
  if (begins(words, {"resten", "av"}) || begins(words, {"rest", "of"})) noun = words[2] == "the" ? 3 : 2;
  const bool behind = words[1] == "ut";
  if (noun == 1 && words[0] != "ut" && !behind) return std::nullopt;
  const std::string_view what = words[behind ? 0 : noun];
  used = behind ? 2 : noun + 1;
  if (is_the_week(what)) return SeveralDays{today, plus(monday_of(today), days{6})};
  if (is_the_month(what)) return SeveralDays{today, whole_month({today.year(), today.month()}).last};
  return std::nullopt;
}

// Those that have a name of their own, and are the same days for everybody.
// `alone`: no word stands before it; then Helga is somebody.
std::optional<SeveralDays> with_a_name(std::span<const std::string_view> words, Date today, bool alone,
                                       std::size_t& used) {
  static constexpr std::array<std::string_view, 5> between{"romjul", "romjula", "romjulen", "romjola",
                                                           "romjoli"},
      easter{"paskeuka", "paskeuke", "paskeuken", "paskeveka", "paskevika"},
      weekend{"helga", "helgen", "helgi", "helja", "weekend"};
  used = 1;
  const bool joined = begins(words, {"mellom", "jul", "og", "nyttar"}) ||
                      begins(words, {"between", "christmas", "and", "new"});
  if (joined) used = words[3] == "new" ? 5 : 4;
  if (joined || among(words[0], between))
    return not_over(today, [](std::chrono::year year) {
      return SeveralDays{year / std::chrono::December / 27, year / std::chrono::December / 31};
    });
  const bool holy = begins(words, {"holy", "week"});
  if (holy) used = 2;
  if (holy || among(words[0], easter))
    return not_over(today, [](std::chrono::year year) {
      const sys_days sunday{easter_day(year)};
      return SeveralDays{Date{sunday - days{6}}, Date{sunday}};
    });
  if (!among(words[0], weekend) || (alone && words[0] != "weekend")) return std::nullopt;
  const sys_days monday{monday_of(today)};
  return SeveralDays{Date{monday + days{5}}, Date{monday + days{6}}};
}

// "januar", "januar 2027", "neste måned", "denne måneden"; which one, not over unless a year is said.
std::optional<std::chrono::year_month> month_at(std::span<const std::string_view> words, Date today,
                                                std::size_t& used) {
  constexpr std::size_t shortened = 3;
  const std::chrono::year_month now{today.year(), today.month()};
  used = 2;
  const bool noun = is_the_month(words[1]) || is_month(words[1]);
  if (noun && is_next(words[0])) return now + std::chrono::months{1};
  if (noun && is_last(words[0])) return now - std::chrono::months{1};
  if (noun && is_this(words[0])) return now;
  used = 1;
  const bool whole_name = words[0].size() > shortened || words[0] == "mai" || words[0] == "may";
  const auto named = whole_name ? month_named(words[0]) : std::nullopt;
  if (!named) return std::nullopt;
  const std::chrono::month month{static_cast<unsigned>(*named)};
  std::size_t of_year = 0;
  const auto year = year_said(words[1], words[2], today, of_year);
  used += of_year;
  if (year) return std::chrono::year{*year} / month;
  return (month < today.month() ? today.year() + std::chrono::years{1} : today.year()) / month;
}

// "første" before "torsdag": the fifth is there now and then, and the last always.
std::optional<Date> counted(std::chrono::year_month month, std::chrono::weekday day, int which) {
  const sys_days found = which == 0 ? sys_days{month / day[std::chrono::last]}
                                    : sys_days{month / day[static_cast<unsigned>(which)]};
  const Date date{found};
  return date.month() == month.month() ? std::optional(date) : std::nullopt;
}

}  // namespace

bool is_the_month(std::string_view word) {
  static constexpr std::array<std::string_view, 5> names{"maneden", "manaden", "mnd", "mnd.", "month"};
  return among(word, names);
}

bool is_next(std::string_view word) {
  static constexpr std::array<std::string_view, 3> names{"neste", "naste", "next"};
  return among(word, names);
}
bool is_this(std::string_view word) {
  return word == "denne" || word == "this";
}

bool is_last(std::string_view word) {
  static constexpr std::array<std::string_view, 4> names{"forrige", "forre", "last", "previous"};
  return among(word, names);
}

std::optional<int> year_said(std::string_view word, std::string_view next, Date today, std::size_t& used) {
  used = 1;
  if (const auto year = number(word, 4, 4); year && *year >= 1900 && *year < 2200) return year;
  used = 2;
  if (is_next(word) && (next == "ar" || next == "year")) return static_cast<int>(today.year()) + 1;
  used = 0;
  return std::nullopt;
}

std::optional<Date> week_at(std::span<const std::string_view> words, Date today, std::size_t& used) {
  const std::size_t before = passed_before(words);
  const std::string_view first = words[before], second = words[before + 1];
  if ((is_next(first) || is_this(first) || is_last(first)) && is_week(second)) {
    used = before + 2;
    return plus(monday_of(today), days{is_next(first) ? 7 : is_last(first) ? -7 : 0});
  }
  for (const std::string_view name : {"uke", "veke", "week"}) {
    if (!first.starts_with(name)) continue;
    const bool glued = first.size() > name.size();
    const auto number = day_of_month(glued ? first.substr(name.size()) : second);
    if (!number) continue;
    const std::size_t behind = before + (glued ? 1 : 2);
    std::size_t of_year = 0;
    const auto year = year_said(words[behind], words[behind + 1], today, of_year);
    // "uke 50 1930" is an evening.
    const bool with_year = year && std::abs(*year - static_cast<int>(today.year())) <= 2;
    const auto monday = monday_of_week(*number, with_year ? year : std::nullopt, today);
    if (monday) used = behind + (with_year ? of_year : 0);
    return monday;
  }
  return std::nullopt;
}

std::optional<SeveralDays> several_days(std::span<const std::string_view> all, Date today,
                                        std::size_t& used) {
  if (const auto rest = rest_of(all, today, used)) return rest;
  std::size_t before = passed_before(all);
  if (before == 0 && is_this(all[0]) && with_a_name(all.subspan(1), today, false, used))
    before = 1;  // "denne helga"
  const auto words = all.subspan(before);
  std::optional<SeveralDays> found = with_a_name(words, today, before == 0, used);
  // A month alone may be somebody, and one behind a number is of a date.
  const bool relative = is_next(words[0]) || is_this(words[0]) || is_last(words[0]);
  if (const auto month = !found && (before > 0 || relative) ? month_at(words, today, used) : std::nullopt)
    found = whole_month(*month);
  if (!found && before > 0 && is_the_month(words[0])) {  // "hele måneden"
    used = 1;
    found = whole_month({today.year(), today.month()});
  }
  if (found) used += before;
  return found;
}

std::optional<Date> day_in_row(std::span<const std::string_view> words, Date today, std::size_t& used) {
  static constexpr std::array<std::string_view, 5> of{"i", "in", "of", "av", "pa"};
  constexpr int most = 5;
  constexpr days just_passed{60};
  const auto which = words[0] == "siste" || words[0] == "last" ? std::optional{0}
                     : words[0].empty()                        ? std::nullopt
                                                               : ordinal(words[0]);
  const auto day = weekday_named(words[1]);
  if (!which || *which > most || !day || day->plural || !among(words[2], of)) return std::nullopt;
  std::size_t at = 3;
  if (words[at] == "the") ++at;
  const auto fits = [&](std::chrono::year_month month) { return counted(month, day->weekday, *which); };
  const std::chrono::year_month now{today.year(), today.month()};
  if (is_the_month(words[at])) {  // this one's, or where it was, the next's
    used = at + 1;
    const auto found = fits(now);
    return found && *found >= today ? found : fits(now + std::chrono::months{1});
  }
  std::size_t named = 0;
  const auto month = month_at(words.subspan(at), today, named);
  if (!month) return std::nullopt;
  used = at + named;
  const bool said_alone = named == 1;
  const auto before = said_alone ? fits(*month - std::chrono::years{1}) : std::nullopt;
  if (before && sys_days{*before} + just_passed >= sys_days{today}) return before;
  const auto found = fits(*month);
  return said_alone && found && sys_days{*found} + just_passed < sys_days{today}
             ? fits(*month + std::chrono::years{1})
             : found;
}

}  // namespace core::written
