#include "bot/core/holidays.hpp"

#include <array>

#include "bot/core/days.hpp"

namespace core {
namespace {

using std::chrono::days;
using std::chrono::month_day;
using std::chrono::sys_days;

struct Fixed {
  month_day when;
  std::string_view key;
};
constexpr std::array fixed{
    Fixed{std::chrono::January / 1, "new_year"}, Fixed{std::chrono::May / 1, "labour_day"},
    Fixed{std::chrono::May / 17, "constitution_day"}, Fixed{std::chrono::December / 25, "christmas_day"},
    Fixed{std::chrono::December / 26, "boxing_day"}};

struct Movable {
  days from_easter;
  std::string_view key;
};
constexpr std::array movable{Movable{days{-3}, "maundy_thursday"}, Movable{days{-2}, "good_friday"},
                             Movable{days{0}, "easter_day"},       Movable{days{1}, "easter_monday"},
                             Movable{days{39}, "ascension"},       Movable{days{49}, "whit_sunday"},
                             Movable{days{50}, "whit_monday"}};

}  // namespace

Date easter_day(std::chrono::year year) {
  // The letters are those of the source; renaming them would only make it harder to compare.
  const int y = static_cast<int>(year);
  const int a = y % 19, b = y / 100, c = y % 100;
  const int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30;
  const int i = c / 4, k = c % 4;
  const int l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int n = h + l - 7 * m + 114;
  return year / std::chrono::month{static_cast<unsigned>(n / 31)} /
         std::chrono::day{static_cast<unsigned>(n % 31 + 1)};
}

std::optional<std::string_view> norwegian_holiday(Date date) {
  for (const auto& [when, key] : fixed)
    if (when == month_day{date.month(), date.day()}) return key;
  const days from_easter = sys_days{date} - sys_days{easter_day(date.year())};
  for (const auto& [distance, key] : movable)
    if (distance == from_easter) return key;
  return std::nullopt;
}

std::optional<Date> holiday_in(std::string_view key, std::chrono::year year) {
  for (const auto& [when, name] : fixed)
    if (name == key) return Date{year / when};
  for (const auto& [distance, name] : movable)
    if (name == key) return Date{sys_days{easter_day(year)} + distance};
  return std::nullopt;
}

Date eve_in(std::string_view eve, std::chrono::year year) {
  if (eve == usual_eves[0]) return year / std::chrono::December / 24;
  if (eve == usual_eves[1]) return year / std::chrono::December / 31;
  return plus(easter_day(year), std::chrono::days{-4});
}

std::optional<std::string_view> eve_on(Date date) {
  for (const std::string_view eve : usual_eves)
    if (eve_in(eve, date.year()) == date) return eve;
  return std::nullopt;
}

bool is_working_day(Date date) {
  const std::chrono::weekday weekday{sys_days{date}};
  return weekday != std::chrono::Saturday && weekday != std::chrono::Sunday && !norwegian_holiday(date);
}

Date next_working_day(Date date) {
  do date = day_after(date);
  while (!is_working_day(date));
  return date;
}

}  // namespace core
