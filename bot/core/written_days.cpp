// Days that have names of their own, and days of a month in words.

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "bot/core/days.hpp"
#include "bot/core/holidays.hpp"
#include "bot/core/written_words.hpp"

namespace core::written {

using std::chrono::days;
using std::chrono::sys_days;

namespace {

constexpr std::string_view little_christmas_eve = "little_christmas_eve", easter_eve = "easter_eve";

// Evened, by the keys of bot/core/holidays.hpp and the two above. «første» is 1.
constexpr auto day_names = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"nyttarsaften", "new_years_eve"},
    {"nyttarsaftan", "new_years_eve"},
    {"new year's eve", "new_years_eve"},
    {"new years eve", "new_years_eve"},
    {"new year\u2019s eve", "new_years_eve"},
    {"julaften", "christmas_eve"},
    {"julaftan", "christmas_eve"},
    {"julekvelden", "christmas_eve"},
    {"christmas eve", "christmas_eve"},
    {"lille julaften", little_christmas_eve},
    {"litle julaftan", little_christmas_eve},
    {"veslejulaftan", little_christmas_eve},
    {"1 nyttarsdag", "new_year"},
    {"nyttarsdag", "new_year"},
    {"nyttar", "new_year"},
    {"new year's day", "new_year"},
    {"1 juledag", "christmas_day"},
    {"juledag", "christmas_day"},
    {"christmas day", "christmas_day"},
    {"2 juledag", "boxing_day"},
    {"boxing day", "boxing_day"},
    {"skjærtorsdag", "maundy_thursday"},
    {"skjaertorsdag", "maundy_thursday"},
    {"maundy thursday", "maundy_thursday"},
    {"langfredag", "good_friday"},
    {"good friday", "good_friday"},
    {"paskeaften", easter_eve},
    {"paskeaftan", easter_eve},
    {"1 paskedag", "easter_day"},
    {"easter sunday", "easter_day"},
    {"2 paskedag", "easter_monday"},
    {"easter monday", "easter_monday"},
    {"grunnlovsdagen", "constitution_day"},
    {"grunnlovsdag", "constitution_day"},
    {"kristi himmelfartsdag", "ascension"},
    {"himmelfartsdag", "ascension"},
    {"ascension day", "ascension"},
    {"1 pinsedag", "whit_sunday"},
    {"whit sunday", "whit_sunday"},
    {"2 pinsedag", "whit_monday"},
    {"whit monday", "whit_monday"},
});

std::optional<Date> day_of(std::string_view key, std::chrono::year year) {
  if (key == little_christmas_eve) return Date{year / std::chrono::December / 23};
  if (key == easter_eve) return day_before(easter_day(year));
  if (std::ranges::find(usual_eves, key) != std::end(usual_eves)) return eve_in(key, year);
  return holiday_in(key, year);
}

// "den 5.", "første": the ones to nine that others are made of.
std::optional<int> small_ordinal(std::string_view word) {
  static constexpr auto names = std::to_array<std::pair<std::string_view, int>>({
      {"forste", 1}, {"fyrste", 1}, {"first", 1},   {"andre", 2},   {"annen", 2},   {"second", 2},
      {"tredje", 3}, {"third", 3},  {"fjerde", 4},  {"fourth", 4},  {"femte", 5},   {"fifth", 5},
      {"sjette", 6}, {"sixth", 6},  {"sjuende", 7}, {"sjuande", 7}, {"syvende", 7}, {"seventh", 7},
      {"eighth", 8}, {"niende", 9}, {"niande", 9},  {"ninth", 9},
  });
  for (const auto& [name, value] : names)
    if (word == name) return value;
  return std::nullopt;
}

}  // namespace

std::optional<int> day_of_month(std::string_view word) {
  for (const std::string_view ending : {"st", "nd", "rd", "th", "."})
    if (word.ends_with(ending))
      if (const auto day = number(word.substr(0, word.size() - ending.size()), 1, 2)) return day;
  if (const auto day = number(word, 1, 2)) return day;
  if (const auto day = small_ordinal(word)) return day;
  static constexpr auto names = std::to_array<std::pair<std::string_view, int>>({
      {"tiende", 10},     {"tiande", 10},      {"tenth", 10},      {"ellevte", 11},   {"eleventh", 11},
      {"tolvte", 12},     {"twelfth", 12},     {"trettende", 13},  {"trettande", 13}, {"thirteenth", 13},
      {"fjortende", 14},  {"fjortande", 14},   {"fourteenth", 14}, {"femtende", 15},  {"femtande", 15},
      {"fifteenth", 15},  {"sekstende", 16},   {"sekstande", 16},  {"sixteenth", 16}, {"syttende", 17},
      {"syttande", 17},   {"seventeenth", 17}, {"eighteenth", 18}, {"nittende", 19},  {"nittande", 19},
      {"nineteenth", 19}, {"tjuende", 20},     {"tjuande", 20},    {"twentieth", 20}, {"trettiende", 30},
      {"trettiande", 30}, {"thirtieth", 30},
  });
  for (const auto& [name, value] : names)
    if (word == name) return value;
  for (const auto& [tens, value] :
       {std::pair<std::string_view, int>{"tjue", 20}, {"twenty-", 20}, {"tretti", 30}, {"thirty-", 30}})
    if (word.starts_with(tens))
      if (const auto ones = small_ordinal(word.substr(tens.size()))) return value + *ones;
  return std::nullopt;
}

std::optional<Date> holiday_named(std::span<const std::string_view> words, Date today, std::size_t& used) {
  constexpr days just_passed{60};
  std::string said;
  std::optional<std::string_view> key;
  for (std::size_t i = 0; i < words.size() && !words[i].empty(); ++i) {
    const auto number = i == 0 ? day_of_month(words[i]) : std::nullopt;
    said += (i == 0 ? "" : " ") + (number ? std::to_string(*number) : std::string(words[i]));
    for (const auto& [name, of] : day_names)
      if (name == said) {
        key = of;
        used = i + 1;
      }
  }
  if (!key) return std::nullopt;
  const int year = static_cast<int>(today.year());
  for (int which = year - 1; which <= year + 1; ++which)
    if (const auto day = day_of(*key, std::chrono::year{which});
        day && sys_days{*day} + just_passed >= sys_days{today})
      return day;
  used = 0;
  return std::nullopt;
}

}  // namespace core::written
