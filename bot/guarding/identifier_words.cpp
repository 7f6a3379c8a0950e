#include "bot/guarding/identifier_words.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>
#include <vector>

namespace guarding {
namespace {

// Its digits; none for what only joins: «fem og tjue», «nitten hundre og førti».
struct NumberWord {
  std::u16string_view word;
  std::string_view digits;
};
constexpr NumberWord single_words[]{
    {u"null", "0"},      {u"zero", "0"},     {u"en", "1"},        {u"én", "1"},         {u"ein", "1"},
    {u"éin", "1"},       {u"ett", "1"},      {u"eitt", "1"},      {u"one", "1"},        {u"to", "2"},
    {u"two", "2"},       {u"tre", "3"},      {u"tri", "3"},       {u"three", "3"},      {u"fire", "4"},
    {u"four", "4"},      {u"fem", "5"},      {u"five", "5"},      {u"seks", "6"},       {u"six", "6"},
    {u"sju", "7"},       {u"syv", "7"},      {u"seven", "7"},     {u"åtte", "8"},       {u"åtta", "8"},
    {u"eight", "8"},     {u"ni", "9"},       {u"nine", "9"},      {u"ti", "10"},        {u"ten", "10"},
    {u"elleve", "11"},   {u"eleven", "11"},  {u"tolv", "12"},     {u"twelve", "12"},    {u"tretten", "13"},
    {u"thirteen", "13"}, {u"fjorten", "14"}, {u"fourteen", "14"}, {u"femten", "15"},    {u"fifteen", "15"},
    {u"seksten", "16"},  {u"sixteen", "16"}, {u"sytten", "17"},   {u"seventeen", "17"}, {u"atten", "18"},
    {u"eighteen", "18"}, {u"nitten", "19"},  {u"nineteen", "19"}, {u"tjue", "20"},      {u"tyve", "20"},
    {u"twenty", "20"},   {u"tretti", "30"},  {u"tredve", "30"},   {u"thirty", "30"},    {u"førti", "40"},
    {u"forty", "40"},    {u"femti", "50"},   {u"fifty", "50"},    {u"seksti", "60"},    {u"sixty", "60"},
    {u"sytti", "70"},    {u"seventy", "70"}, {u"åtti", "80"},     {u"eighty", "80"},    {u"nitti", "90"},
    {u"ninety", "90"},   {u"og", ""},        {u"hundre", ""},     {u"hundred", ""}};

bool is_tens(std::string_view digits) {
  return digits.size() == 2 && digits[0] >= '2' && digits[1] == '0';
}
bool is_unit(std::string_view digits) {
  return digits.size() == 1 && digits[0] != '0';
}

const std::vector<NumberWord>& beginning_with(char16_t first) {
  static const auto by_letter = [] {
    std::unordered_map<char16_t, std::vector<NumberWord>> made;
    for (const NumberWord& each : single_words) made[each.word[0]].push_back(each);
    return made;
  }();
  static const std::vector<NumberWord> none;
  const auto found = by_letter.find(first);
  return found == by_letter.end() ? none : found->second;
}

bool begins_with_one(std::u16string_view word) {
  return !word.empty() && std::ranges::any_of(beginning_with(word[0]), [&](const NumberWord& each) {
    return word.starts_with(each.word);
  });
}

// The best row of number words that begins at one place of a word.
struct Row {
  const NumberWord* first = nullptr;
  std::size_t digits = 0;  // an upper bound: tens and unit count three
  bool whole = false;      // reaches the end of the word
  int words = 0;
};

// From the last place to the first, so that each knows the best that follows it. Whole words first, then more
// digits in fewer words: «seksti» is sixty, not six and ten.
std::vector<Row> rows_of(std::u16string_view word) {
  std::vector<Row> rows(word.size() + 1);
  rows.back().whole = true;
  for (std::size_t i = word.size(); i-- > 0;)
    for (const NumberWord& each : beginning_with(word[i])) {
      if (!word.substr(i).starts_with(each.word)) continue;
      const Row& rest = rows[i + each.word.size()];
      const Row row{&each, each.digits.size() + rest.digits, rest.whole,
                    rest.words + (each.digits.empty() ? 0 : 1)};
      const Row& best = rows[i];
      const bool better =
          !best.first || (row.whole && !best.whole) ||
          (row.whole == best.whole && (row.whole ? row.words < best.words : row.digits > best.digits));
      if (better) rows[i] = row;
    }
  return rows;
}

SpelledNumber spoken(const std::vector<Row>& rows, std::size_t begin) {
  std::vector<std::string_view> parts;
  for (std::size_t i = begin; rows[i].first != nullptr; i += rows[i].first->word.size())
    parts.push_back(rows[i].first->digits);
  SpelledNumber number;
  number.begin = begin;
  number.words = rows[begin].words;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool joined = i + 2 < parts.size() && parts[i + 1].empty();  // «fem og tjue»
    if (is_unit(parts[i]) && joined && is_tens(parts[i + 2])) {
      number.digits.append(1, parts[i + 2][0]).append(parts[i]);
      i += 2;
    } else if (is_tens(parts[i]) && i + 1 < parts.size() && is_unit(parts[i + 1])) {
      number.digits.append(1, parts[i][0]).append(parts[i + 1]);
      ++i;
    } else {
      number.digits.append(parts[i]);
    }
  }
  return number;
}

// «syttende», «syttande», «sju-og-tjuende» as «sjuogtjuende», «tjuesjuende», «twentieth».
const std::unordered_map<std::u16string, int>& days_of_month() {
  static const auto days = [] {
    using Entry = std::pair<const char16_t*, int>;
    constexpr std::array low{
        Entry{u"første", 1},  Entry{u"fyrste", 1},  Entry{u"first", 1},   Entry{u"andre", 2},
        Entry{u"annen", 2},   Entry{u"second", 2},  Entry{u"tredje", 3},  Entry{u"third", 3},
        Entry{u"fjerde", 4},  Entry{u"fourth", 4},  Entry{u"femte", 5},   Entry{u"fifth", 5},
        Entry{u"sjette", 6},  Entry{u"sixth", 6},   Entry{u"sjuende", 7}, Entry{u"sjuande", 7},
        Entry{u"syvende", 7}, Entry{u"seventh", 7}, Entry{u"åttende", 8}, Entry{u"åttande", 8},
        Entry{u"eighth", 8},  Entry{u"niende", 9},  Entry{u"niande", 9},  Entry{u"ninth", 9}};
    constexpr std::array high{Entry{u"tiende", 10},      Entry{u"tiande", 10},    Entry{u"tenth", 10},
                              Entry{u"ellevte", 11},     Entry{u"eleventh", 11},  Entry{u"tolvte", 12},
                              Entry{u"twelfth", 12},     Entry{u"trettende", 13}, Entry{u"trettande", 13},
                              Entry{u"thirteenth", 13},  Entry{u"fjortende", 14}, Entry{u"fjortande", 14},
                              Entry{u"fourteenth", 14},  Entry{u"femtende", 15},  Entry{u"femtande", 15},
                              Entry{u"fifteenth", 15},   Entry{u"sekstende", 16}, Entry{u"sekstande", 16},
                              Entry{u"sixteenth", 16},   Entry{u"syttende", 17},  Entry{u"syttande", 17},
                              Entry{u"seventeenth", 17}, Entry{u"attende", 18},   Entry{u"attande", 18},
                              Entry{u"eighteenth", 18},  Entry{u"nittende", 19},  Entry{u"nittande", 19},
                              Entry{u"nineteenth", 19},  Entry{u"tjuende", 20},   Entry{u"tjuande", 20},
                              Entry{u"tyvende", 20},     Entry{u"twentieth", 20}, Entry{u"trettiende", 30},
                              Entry{u"trettiande", 30},  Entry{u"tredevte", 30},  Entry{u"thirtieth", 30}};
    constexpr std::array tens{Entry{u"tjue", 20},   Entry{u"tyve", 20},   Entry{u"twenty", 20},
                              Entry{u"tretti", 30}, Entry{u"tredve", 30}, Entry{u"thirty", 30}};
    std::unordered_map<std::u16string, int> made;
    for (const auto& [word, day] : low) {
      made.emplace(word, day);
      for (const auto& [ten, value] : tens) made.emplace(std::u16string(ten) + word, value + day);
    }
    for (const auto& [word, day] : high) {
      made.emplace(word, day);
      if (day < 20) continue;
      for (const NumberWord& unit : single_words)
        if (is_unit(unit.digits))
          made.emplace(std::u16string(unit.word) + u"og" + word, day + (unit.digits[0] - '0'));
    }
    return made;
  }();
  return days;
}

}  // namespace

std::optional<SpelledNumber> spelled_number(std::u16string_view word) {
  constexpr std::size_t long_number = 8;
  constexpr int fewest_words = 4;  // of such a number inside another word
  if (word.size() < long_number && !begins_with_one(word)) return std::nullopt;
  const auto rows = rows_of(word);
  if (rows[0].first && rows[0].whole && rows[0].words > 0) return spoken(rows, 0);
  for (std::size_t i = 0; i < word.size(); ++i)
    if (rows[i].words >= fewest_words && rows[i].digits >= long_number)
      if (auto number = spoken(rows, i); number.digits.size() >= long_number) return number;
  return std::nullopt;
}

std::u16string with_digits(std::u16string_view typed) {
  std::u16string text(typed), out;
  constexpr std::u16string_view dashed = u"-og-", joined = u"og";  // «ein-og-tjuande»
  for (auto at = text.find(dashed); at != std::u16string::npos; at = text.find(dashed, at))
    text.replace(at, dashed.size(), joined);
  for (std::size_t begin = 0, end = 0; begin < text.size(); begin = end) {
    end = begin + 1;
    if (!u_isalpha(text[begin])) {
      out += text[begin];
      continue;
    }
    while (end < text.size() && u_isalpha(text[end])) ++end;
    const auto word = std::u16string_view(text).substr(begin, end - begin);
    if (const auto day = days_of_month().find(std::u16string(word)); day != days_of_month().end()) {
      const auto digits = std::to_string(day->second);
      out.append(digits.begin(), digits.end()).append(u".");
    } else if (const auto number = spelled_number(word); number && !number->digits.empty()) {
      out.append(word.substr(0, number->begin)).append(number->digits.begin(), number->digits.end());
    } else {
      out.append(word);
    }
  }
  return out;
}

}  // namespace guarding
