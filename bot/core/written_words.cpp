#include "bot/core/written_words.hpp"

#include <boost/algorithm/string.hpp>
#include <boost/algorithm/string/trim_all.hpp>
#include <cctype>
#include <locale>
#include <utility>

#include "bot/core/ascii.hpp"

namespace core::written {

namespace {

// "13,30" -> "13:30", which is never a date; "5. desember, 13.30" and "24.11,13.30" stay.
void mend_decimal_commas(std::string& text) {
  const auto digit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  for (std::size_t comma = 1; comma + 2 < text.size(); ++comma) {
    if (text[comma] != ',' || !digit(comma - 1) || !digit(comma + 1) || !digit(comma + 2) || digit(comma + 3))
      continue;
    std::size_t first = comma - 1;
    if (first > 0 && digit(first - 1)) --first;
    const bool alone = first == 0 || (!digit(first - 1) && text[first - 1] != '.' && text[first - 1] != ':');
    if (alone) text[comma] = ':';
  }
}

}  // namespace

std::string evened(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 22> spellings{{
      {"\u00c5", "a"}, {"\u00e5", "a"}, {"\u030a", ""},  {"aa", "a"},     {"\u00d8", "o"}, {"\u00f8", "o"},
      {"oe", "o"},     {"\u00a0", " "}, {"\u2009", " "}, {"\u202f", " "}, {"\u2060", ""},  {"\u00e9", "e"},
      {"\t", " "},     {"\n", " "},     {"\r", " "},     {",", " "},      {"\u2010", "-"}, {"\u2011", "-"},
      {"\u2012", "-"}, {"\u2013", "-"}, {"\u2014", "-"}, {"\u2212", "-"},
  }};
  std::string even = boost::algorithm::to_lower_copy(std::string(text), std::locale::classic());
  mend_decimal_commas(even);
  // Most are not there, and to find that out is quicker than to replace nothing.
  const auto replace = [&](std::string_view spelling, std::string_view plain) {
    if (even.find(spelling) != std::string::npos) boost::algorithm::replace_all(even, spelling, plain);
  };
  for (const auto& [spelling, plain] : spellings) replace(spelling, plain);
  boost::algorithm::trim_all(even, std::locale::classic());
  replace(" -", "-");
  replace("- ", "-");
  return even;
}

std::string without_end(std::string word) {
  while (word.ends_with('!') || word.ends_with('?')) word.pop_back();
  const bool letter = word.size() > 1 && std::isalpha(static_cast<unsigned char>(word[word.size() - 2])) != 0;
  if (word.ends_with('.') && letter && !says_clock(word) && !is_half_of_day(word)) word.pop_back();
  return word;
}

std::vector<std::string> parts_of(const std::string& text, const char* separators) {
  std::vector<std::string> parts;
  boost::algorithm::split(parts, text, boost::algorithm::is_any_of(separators));
  return parts;
}

std::optional<int> number(std::string_view digits, std::size_t shortest, std::size_t longest) {
  if (digits.size() < shortest || digits.size() > longest) return std::nullopt;
  return ascii::is_digits(digits) ? ascii::number<int>(digits) : std::nullopt;
}

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

std::optional<int> how_many(std::string_view word) {
  static constexpr auto names = std::to_array<std::pair<std::string_view, int>>({
      {"en", 1},        {"ei", 1},       {"ein", 1},       {"et", 1},      {"eit", 1},      {"ett", 1},
      {"eitt", 1},      {"a", 1},        {"an", 1},        {"one", 1},     {"to", 2},       {"two", 2},
      {"tre", 3},       {"three", 3},    {"fire", 4},      {"four", 4},    {"fem", 5},      {"five", 5},
      {"seks", 6},      {"six", 6},      {"sju", 7},       {"syv", 7},     {"seven", 7},    {"atte", 8},
      {"otte", 8},      {"eight", 8},    {"ni", 9},        {"nine", 9},    {"ti", 10},      {"ten", 10},
      {"elleve", 11},   {"elve", 11},    {"eleven", 11},   {"tolv", 12},   {"twelve", 12},  {"tretten", 13},
      {"thirteen", 13}, {"fjorten", 14}, {"fourteen", 14}, {"femten", 15}, {"fifteen", 15}, {"tjue", 20},
      {"twenty", 20},   {"tretti", 30},  {"thirty", 30},
  });
  for (const auto& [name, count] : names)
    if (word == name) return count;
  return number(word, 1, 3);
}

bool is_day(std::string_view word) {
  static constexpr std::array<std::string_view, 6> names{"d", "dag", "dager", "dagar", "day", "days"};
  return among(word, names);
}

bool is_month(std::string_view word) {
  static constexpr std::array<std::string_view, 7> names{"maned",   "maneder", "manad", "manader",
                                                         "manadar", "month",   "months"};
  return among(word, names);
}

bool is_week(std::string_view word) {
  static constexpr std::array<std::string_view, 9> names{"uke",   "uker", "uka",  "uken", "veke",
                                                         "veker", "veka", "week", "weeks"};
  return among(word, names);
}

bool is_morrow(std::string_view word) {
  static constexpr std::array<std::string_view, 4> names{"morgen", "morgon", "morra", "marra"};  // "mårra"
  return among(word, names);
}

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
  static constexpr std::array<std::string_view, 6> endings{"", "en", "ens", "s", "er", "ar"};
  for (const auto& [name, index] : names)
    if (word.starts_with(name) && among(word.substr(name.size()), endings))
      return NamedDay{std::chrono::weekday{index},
                      word.size() > name.size() && !word.ends_with("en") && !word.ends_with("ens")};
  return std::nullopt;
}

std::optional<std::chrono::weekday> weekday_shortened(std::string_view word) {
  static constexpr auto names = std::to_array<std::pair<std::string_view, unsigned>>({
      {"man", 1},  {"mand", 1},  {"mon", 1},  {"tir", 2},  {"tirs", 2},  {"tirsd", 2}, {"tys", 2},
      {"tysd", 2}, {"tue", 2},   {"tues", 2}, {"ons", 3},  {"onsd", 3},  {"wed", 3},   {"tor", 4},
      {"tors", 4}, {"torsd", 4}, {"thu", 4},  {"thur", 4}, {"thurs", 4}, {"fre", 5},   {"fred", 5},
      {"fri", 5},  {"lor", 6},   {"lord", 6}, {"lau", 6},  {"laurd", 6}, {"sat", 6},   {"son", 0},
      {"sond", 0}, {"sund", 0},  {"sun", 0},
  });
  if (word.ends_with('.')) word.remove_suffix(1);
  if (const auto day = weekday_named(word); day && !day->plural) return day->weekday;
  for (const auto& [name, index] : names)
    if (word == name) return std::chrono::weekday{index};
  return std::nullopt;
}

std::optional<int> month_named(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, int>, 19> names{{
      {"januar", 1},   {"january", 1},  {"februar", 2},   {"february", 2},  {"mars", 3},
      {"march", 3},    {"april", 4},    {"mai", 5},       {"may", 5},       {"juni", 6},
      {"june", 6},     {"juli", 7},     {"july", 7},      {"august", 8},    {"september", 9},
      {"oktober", 10}, {"october", 10}, {"november", 11}, {"desember", 12},
  }};
  const bool dotted = word.ends_with('.');
  if (dotted) word.remove_suffix(1);
  if (word == "december" || word == "dec") return 12;
  if (word == "sept") return 9;
  for (const auto& [name, month] : names)
    if (word == name || (word.size() == 3 && name.starts_with(word))) return month;
  return std::nullopt;
}

std::optional<Date> monday_of_week(int week, std::optional<int> year, Date today) {
  using std::chrono::days;
  using std::chrono::sys_days;
  constexpr days just_over{60};
  const auto of_year = [&](int which) -> std::optional<Date> {
    const std::chrono::year named{which};
    const sys_days fourth{named / std::chrono::January / 4};  // lies in the first week
    const sys_days monday =
        fourth - (std::chrono::weekday{fourth} - std::chrono::Monday) + days{7 * (week - 1)};
    const Date thursday{monday + days{3}};
    return week >= 1 && thursday.year() == named ? std::optional(Date{monday}) : std::nullopt;
  };
  if (year) return of_year(*year);
  const int now = static_cast<int>(today.year());
  for (int which = now - 1; which <= now + 1; ++which)
    if (const auto monday = of_year(which);
        monday && sys_days{today} - sys_days{*monday} <= days{6} + just_over)
      return monday;
  return std::nullopt;
}

}  // namespace core::written
