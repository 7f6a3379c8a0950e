#include "bot/core/identifier_numbers.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>

#include "bot/core/national_id.hpp"
#include "bot/core/pattern.hpp"

namespace core {
namespace {

using Kind = IdentifierKind;

constexpr std::size_t id_length = 11;

// --- digits and number words ---

// Bokmål, nynorsk (also the older forms) and English, up to ninety-nine.
const std::unordered_map<std::u16string, std::string>& number_words() {
  static const auto words = [] {
    std::unordered_map<std::u16string, std::string> made{
        {u"null", "0"},     {u"zero", "0"},       {u"ti", "10"},      {u"ten", "10"},
        {u"elleve", "11"},  {u"eleven", "11"},    {u"tolv", "12"},    {u"twelve", "12"},
        {u"tretten", "13"}, {u"thirteen", "13"},  {u"fjorten", "14"}, {u"fourteen", "14"},
        {u"femten", "15"},  {u"fifteen", "15"},   {u"seksten", "16"}, {u"sixteen", "16"},
        {u"sytten", "17"},  {u"seventeen", "17"}, {u"atten", "18"},   {u"eighteen", "18"},
        {u"nitten", "19"},  {u"nineteen", "19"}};
    const std::vector<std::pair<const char16_t*, char>> units{
        {u"en", '1'},   {u"én", '1'},    {u"ein", '1'},  {u"éin", '1'},   {u"ett", '1'},   {u"eitt", '1'},
        {u"one", '1'},  {u"to", '2'},    {u"two", '2'},  {u"tre", '3'},   {u"three", '3'}, {u"fire", '4'},
        {u"four", '4'}, {u"fem", '5'},   {u"five", '5'}, {u"seks", '6'},  {u"six", '6'},   {u"sju", '7'},
        {u"syv", '7'},  {u"seven", '7'}, {u"åtte", '8'}, {u"eight", '8'}, {u"ni", '9'},    {u"nine", '9'}};
    const std::vector<std::pair<const char16_t*, char>> tens{
        {u"tjue", '2'},   {u"tyve", '2'},  {u"twenty", '2'}, {u"tretti", '3'},  {u"tredve", '3'},
        {u"thirty", '3'}, {u"førti", '4'}, {u"forty", '4'},  {u"femti", '5'},   {u"fifty", '5'},
        {u"seksti", '6'}, {u"sixty", '6'}, {u"sytti", '7'},  {u"seventy", '7'}, {u"åtti", '8'},
        {u"eighty", '8'}, {u"nitti", '9'}, {u"ninety", '9'}};
    for (const auto& [unit, low] : units) made.emplace(unit, std::string{low});
    for (const auto& [ten, high] : tens) {
      const std::u16string word(ten);
      made.emplace(word, std::string{high, '0'});
      for (const auto& [unit, low] : units) {
        made.emplace(word + unit, std::string{high, low});
        made.emplace(unit + (u"og" + word), std::string{high, low});
      }
    }
    return made;
  }();
  return words;
}

struct Group {
  std::size_t begin, end;  // in the text
  std::string digits;
  bool spelled;
};

enum class Words { read, leave };

bool is_digit(char16_t c) {
  return c >= u'0' && c <= u'9';
}

std::vector<Group> groups_in(std::u16string_view text, Words words) {
  std::vector<Group> groups;
  for (std::size_t begin = 0, end = 0; begin < text.size(); begin = end) {
    end = begin + 1;
    if (is_digit(text[begin])) {
      while (end < text.size() && is_digit(text[end])) ++end;
      const auto part = text.substr(begin, end - begin);
      groups.push_back({begin, end, std::string(part.begin(), part.end()), false});
    } else if (u_isalpha(text[begin])) {
      while (end < text.size() && u_isalpha(text[end])) ++end;
      if (words == Words::leave) continue;
      const auto found = number_words().find(std::u16string(text.substr(begin, end - begin)));
      if (found != number_words().end()) groups.push_back({begin, end, found->second, true});
    }
  }
  return groups;
}

// What may stand between two parts of one number. A list («uke 22, 23, 24, 25») is no number, a percentage or
// a sum neither; only a number with right control digits is looked for across such signs too.
enum class Joining { across_lists, within_numbers };

bool joined(std::u16string_view between, Joining joining) {
  constexpr std::size_t most_separators = 3;
  if (joining == Joining::across_lists && between == u" og ") return true;  // «ni og nitti»
  if (between.size() > most_separators) return false;
  const bool listed = joining == Joining::within_numbers && between != u"," &&
                      between.find_first_of(u",;+%§=<>&?!") != std::u16string_view::npos;
  return !listed && std::ranges::none_of(between, [](char16_t c) { return u_isalnum(c); });
}

struct Run {
  std::vector<Group> groups;
  std::string digits;
};

std::vector<Run> runs_in(std::u16string_view text, Words words, Joining joining) {
  std::vector<Run> runs;
  std::size_t previous_end = 0;
  for (auto& group : groups_in(text, words)) {
    const auto between = text.substr(previous_end, group.begin - previous_end);
    if (runs.empty() || !joined(between, joining)) runs.emplace_back();
    previous_end = group.end;
    runs.back().digits += group.digits;
    runs.back().groups.push_back(std::move(group));
  }
  return runs;
}

// --- identity numbers ---

std::optional<Kind> identity_kind(std::string_view digits) {
  const auto id = identity_number(digits);
  if (!id) return std::nullopt;
  constexpr std::array kinds{Kind::national_id, Kind::d_number, Kind::h_number, Kind::synthetic_id};
  return kinds.at(static_cast<std::size_t>(*id));
}

// The first of all 11-digit windows that is an identity number.
std::optional<Kind> identity_inside(std::string_view digits) {
  for (std::size_t at = 0; at + id_length <= digits.size(); ++at)
    if (const auto kind = identity_kind(digits.substr(at, id_length))) return kind;
  return std::nullopt;
}

// Eleven digits made of whole groups from `first` on. Windows that cut through groups would find an identity
// number in many a list of dates: about one random window in a hundred passes the control digits.
std::optional<Kind> identity_of_groups(std::span<const Group> groups) {
  std::string digits;
  bool spelled = false;
  for (const auto& group : groups) {
    digits += group.digits;
    spelled |= group.spelled;
    if (digits.size() < id_length) continue;
    const auto kind = identity_kind(digits);
    return kind && spelled ? Kind::spelled_number : kind;
  }
  return std::nullopt;
}

bool is_spelled_number(const Run& run) {
  return run.digits.size() >= 8 && std::ranges::count_if(run.groups, &Group::spelled) >= 3;
}

// «178538, personnummer 97892»: the halves of one number with words between them.
void add_split_identities(std::u16string_view text, std::vector<Kind>& found) {
  constexpr std::size_t most_between = 24;
  const auto groups = groups_in(text, Words::leave);
  for (std::size_t i = 1; i < groups.size(); ++i) {
    const auto &date = groups[i - 1], &rest = groups[i];
    if (date.digits.size() != 6 || rest.digits.size() != 5 || rest.begin - date.end > most_between) continue;
    if (const auto kind = identity_kind(date.digits + rest.digits)) found.push_back(*kind);
  }
}

void add_identities(std::u16string_view text, std::vector<Kind>& found) {
  for (const auto& run : runs_in(text, Words::read, Joining::across_lists)) {
    if (is_spelled_number(run)) found.push_back(Kind::spelled_number);
    for (std::size_t i = 0; i < run.groups.size(); ++i) {
      const std::span rest(run.groups.begin() + static_cast<std::ptrdiff_t>(i), run.groups.end());
      for (const auto kind : {identity_inside(run.groups[i].digits), identity_of_groups(rest)})
        if (kind) found.push_back(*kind);
    }
  }
}

// --- everyday numbers ---

std::u16string any_of(std::initializer_list<std::u16string_view> forms) {
  std::u16string pattern;
  for (const auto form : forms) pattern.append(pattern.empty() ? u"(?:" : u"|").append(form);
  return pattern + u")";
}

// «0 1 2 3 4 5» up to twelve, at least up to three.
std::u16string counting() {
  std::u16string pattern, close;
  for (int n = 1; n <= 12; ++n) {
    const auto digits = std::to_string(n);
    const std::u16string number(digits.begin(), digits.end());
    if (n > 3) close += u")?";
    pattern += (n > 3 ? u"(?:[ ,-]{1,2}" : n > 1 ? u"[ ,-]{1,2}" : u"(?:0[ ,-]{1,2})?") + number;
  }
  return pattern + close;
}

// Without a colon only whole five minutes are a time: 2222-2222 is a phone number.
const std::u16string hour = u"(?:[01]?\\d|2[0-4])", two_digit_hour = u"(?:[01]\\d|2[0-4])";
const std::u16string time_of_day =
    any_of({hour + u":[0-5]\\d", hour + u"\\.[0-5][05]", two_digit_hour + u"[0-5][05]"});
const std::u16string thousands = u"\\d{1,3}(?:[ .]\\d{3})+";

// Tried where a number begins; none may begin or stop inside a dotted number.
const Pattern& everyday_number() {
  static const std::u16string day = u"(?:0?[1-9]|[12]\\d|3[01])", month = u"(?:0?[1-9]|1[0-2])";
  static const std::u16string two_digit_day = u"(?:0[1-9]|[12]\\d|3[01])",
                              two_digit_month = u"(?:0[1-9]|1[0-2])";
  static const std::u16string year = u"(?:19|20)\\d\\d", school_year = year + u"(?:[/-]\\d\\d)?";
  static const std::u16string no_pairs = u"(?! \\d\\d \\d\\d(?!\\d))";  // 22.10 20 30 is a phone number
  static const Pattern pattern(
      u"(?=\\d)(?<!\\d)(?<!\\d[./:,])" +
      any_of({day + u"[./-] ?" + month + u"[./-] ?" + year,                           // 17.05.2026
              day + u"[./] ?" + month + u"[./-] ?\\d\\d(?!\\d)",                      // 17.5.26, 17/5-26
              two_digit_day + u" " + two_digit_month + u" 20\\d\\d",                  // 17 05 2026
              year + u"[./-]" + two_digit_month + u"[./-]" + two_digit_day,           // 2026-05-17
              year + two_digit_month + two_digit_day + u"(?!\\d)",                    // 20260517
              two_digit_day + two_digit_month + u"20[0-4]\\d",                        // 17052026
              time_of_day + u" ?- ?" + time_of_day,                                   // 07.30-15.30
              time_of_day + u"(?:[ ,/-]{1,3}" + time_of_day + u"){2,}",               // 0800 1200 1600
              u"(?<!\\d-)" + two_digit_hour + u"-" + two_digit_hour + u"(?![\\d-])",  // 07-15
              hour + u":[0-5]\\d(?::[0-5]\\d)?",                                      // 14:32
              hour + u"\\.[0-5][05]" + no_pairs,                                      // 14.30
              day + u"\\." + two_digit_month + no_pairs,                              // 21.03
              school_year + u"(?: ?[-/,;. \\n] ?" + school_year + u")+",              // 2025-2026
              thousands + u"(?=,-| ?(?:kr|nok|mill|,\\d\\d))",                        // 1 250 000 kr
              u"\\d{1,3}(?: \\d{3})* 000",                                            // 30 000
              u"\\d{1,3}\\.\\d", u"\\d{1,4},\\d{1,3}(?!,)",                           // 37.2, 2,5
              u"\\d{1,3} ?/ ?\\d{1,3}",                                               // 130/80, 3/10
              counting()}) +
      u"(?!\\d|[./:]\\d)");
  return pattern;
}

// Numbers that a word before them explains.
const Pattern& explained_number() {
  static const std::u16string clock_time = hour + u"[.:]?[0-5][05]", score = u"(?:10|\\d)",
                              value = u"\\d{1,3}", between = u"[ ,;/-]{1,3}",
                              explanation = u"\\b[^\\d\\n]{0,20}";
  static const Pattern pattern(
      any_of({u"\\bkl\\.? ?" + clock_time + u"(?:" + between + clock_time + u")*",
              u"\\b(?:uke[nr]?|uka|ukene|veke[nr]?|veka|vekene|weeks?) \\d{1,2}(?: ?[-/&] ?\\d{1,2})+",
              u"\\b(?:esas|nrs|vas|news2?|skår\\p{L}*|score\\p{L}*|skala\\p{L}*)" + explanation + score +
                  u"(?:" + between + score + u")*",
              u"\\b(?:puls|spo2|metning\\p{L}*|temp\\p{L}*|vekt\\p{L}*|blodsukker|bt|rf|crp)" + explanation +
                  value + u"(?:" + between + value + u")+",
              u"\\b(?:kr\\.?|nok) ?" + thousands,
              u"§{1,2} ?\\d{1,3}(?:[ ,-]{1,3}\\d{1,3}-\\d{1,3}|-\\d{1,3})*"}) +
      u"(?!\\d)");
  return pattern;
}

// --- other long numbers ---

bool is_phone(std::string_view digits) {
  for (const std::string_view prefix : {"0047", "47", ""})
    if (digits.starts_with(prefix) && digits.size() == prefix.size() + 8) return digits[prefix.size()] >= '2';
  return false;
}

bool has_account_form(const Run& run) {
  constexpr std::array<std::size_t, 3> sizes{4, 2, 5};
  return std::ranges::equal(run.groups, sizes, {}, [](const Group& group) { return group.digits.size(); });
}

std::optional<Kind> kind_by_length(const Run& run) {
  const auto& digits = run.digits;
  if (const auto id = identity_inside(digits)) return id;
  if (is_phone(digits)) return Kind::phone;
  if (digits.size() == id_length)
    return has_account_form(run) || is_account_number(digits) ? Kind::account_number : Kind::eleven_digits;
  if (is_duf_number(digits)) return Kind::duf_number;
  if (digits.size() >= 9) return Kind::long_number;
  return std::nullopt;
}

bool has_long_run(std::u16string_view text) {
  const auto runs = runs_in(text, Words::leave, Joining::within_numbers);
  return std::ranges::any_of(runs, [](const Run& run) { return kind_by_length(run).has_value(); });
}

}  // namespace

std::vector<IdentifierKind> identifying_numbers(std::u16string_view text) {
  std::vector<Kind> found;
  add_identities(text, found);
  add_split_identities(text, found);
  if (!has_long_run(text)) return found;
  const auto rest = everyday_number().replaced_in(explained_number().replaced_in(text, u" x "), u" x ");
  for (const auto& run : runs_in(rest, Words::leave, Joining::within_numbers))
    if (const auto kind = kind_by_length(run)) found.push_back(*kind);
  return found;
}

}  // namespace core
