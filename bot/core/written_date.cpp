// Dates in numbers, and days without their year.

#include <chrono>

#include "bot/core/ascii.hpp"
#include "bot/core/written_words.hpp"

namespace core::written {

using std::chrono::days;
using std::chrono::sys_days;

std::optional<Date> made_date(int year, int month, int day) {
  const Date made{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                  std::chrono::day{static_cast<unsigned>(day)}};
  if (!made.ok() || year < 1900 || year > 2199) return std::nullopt;
  return made;
}

Date months_behind(Date date, int months) {
  date += std::chrono::months{months};
  return date.ok() ? date : Date{sys_days{date.year() / date.month() / std::chrono::last}};
}

std::optional<Date> such_day(int month, int day, Date today, std::optional<std::chrono::weekday> said) {
  constexpr days just_passed{60};
  if (!today.ok()) return std::nullopt;
  const int this_year = static_cast<int>(today.year());
  for (int year = this_year - 1; year <= this_year + 8; ++year) {  // 29 February may be eight years away
    const auto found = made_date(year, month, day);
    if (found && *found < today && sys_days{today} - sys_days{*found} <= just_passed &&
        (!said || std::chrono::weekday{sys_days{*found}} == *said))
      return found;
    if (found && *found >= today) return found;
  }
  return std::nullopt;
}

namespace {

std::optional<Date> with_year(std::string_view year, int month, int day) {
  const auto value = number(year, 2, 4);
  if (!value || year.size() == 3) return std::nullopt;
  return made_date(year.size() == 2 ? 2000 + *value : *value, month, day);
}

// "5/12-26" -> {"5", "12", "26"} and "/-".
struct Numbers {
  std::vector<std::string> groups;
  std::string signs;
};
std::optional<Numbers> numbers_in(std::string_view word) {
  Numbers found;
  bool inside = false;
  for (const char c : word) {
    const bool digit = ascii::is_digit(c);
    if (!digit && (c != '.' && c != '/' && c != '-')) return std::nullopt;
    if (digit && !inside) found.groups.emplace_back();
    (digit ? found.groups.back() : found.signs) += c;
    if (!digit && !inside) return std::nullopt;
    inside = digit;
  }
  return found;
}

}  // namespace

std::optional<Date> date_in_numbers(std::string_view word, Date today,
                                    std::optional<std::chrono::weekday> said) {
  const auto found = numbers_in(word);
  if (!found) return std::nullopt;
  const auto& [groups, signs] = *found;
  const auto first = groups.empty() ? std::nullopt : number(groups[0], 1, 2);
  const auto second = groups.size() < 2 ? std::nullopt : number(groups[1], 1, 2);
  if (groups.size() == 2 && first && second && (signs == "." || signs == ".." || signs == "/"))
    return such_day(*second, *first, today, said);
  // "fredag 13-11": from one to eleven is no time, and the day of the week says so too.
  if (groups.size() == 2 && first && second && signs == "-" && said && *first > *second) {
    const auto date = such_day(*second, *first, today, said);
    return date && std::chrono::weekday{sys_days{*date}} == *said ? date : std::nullopt;
  }
  if (groups.size() != 3 || !second) return std::nullopt;
  if (signs == "--" && groups[0].size() == 4)
    return groups[1].size() == 2 && groups[2].size() == 2
               ? with_year(groups[0], *second, *number(groups[2], 2, 2))
               : std::nullopt;
  static constexpr std::array<std::string_view, 4> orders{"..", "//", "/-", ".-"};
  const bool dashed = signs == "--" && groups[2].size() == 4;
  return first && (dashed || among(signs, orders)) ? with_year(groups[2], *second, *first) : std::nullopt;
}

std::optional<Date> date_in_words(std::span<const std::string_view> words, Date today,
                                  std::optional<std::chrono::weekday> said, std::size_t& used) {
  used = 2;
  std::optional<int> day = day_of_month(words[0]), month = month_named(words[1]);
  if (day && words[1] == "of") {
    month = month_named(words[2]);
    used = 3;
  } else if (!month && (month = month_named(words[0]))) {
    day = day_of_month(words[1]);  // "December 5"
  } else if (const auto letter = words[0].find_first_not_of("0123456789.");
             !month && letter > 0 && letter != std::string_view::npos) {
    day = day_of_month(words[0].substr(0, letter));  // "5.des"
    month = month_named(words[0].substr(letter));
    used = 1;
  }
  if (!day || !month) return std::nullopt;
  std::size_t of_year = 0;
  const auto year = year_said(words[used], words[used + 1], today, of_year);
  used += of_year;
  return year ? made_date(*year, *month, *day) : such_day(*month, *day, today, said);
}

}  // namespace core::written
