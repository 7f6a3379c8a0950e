#include "bot/guarding/identifier_numbers.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "bot/guarding/identifier_groups.hpp"
#include "bot/guarding/identifier_measures.hpp"
#include "bot/guarding/identifier_phones.hpp"
#include "bot/guarding/identifier_words.hpp"
#include "bot/guarding/national_id.hpp"
#include "bot/guarding/pattern.hpp"

namespace guarding {
namespace {

using Kind = IdentifierKind;

constexpr std::size_t id_length = 11;

// What may stand between two parts of one number. A list («uke 22, 23, 24, 25») is no number, a percentage or
// a sum neither; only a number with right control digits is looked for across such signs too.
enum class Joining { across_lists, within_numbers };

bool joined(std::u16string_view between, Joining joining) {
  constexpr std::size_t most_separators = 3;
  if (joining == Joining::across_lists) return sign_between(between).has_value();
  if (between.size() > most_separators) return false;
  const bool listed = between != u"," && between.find_first_of(u",;+%§=<>&?!") != std::u16string_view::npos;
  return !listed && std::ranges::none_of(between, [](char16_t c) { return u_isalnum(c); });
}

struct Run {
  std::vector<NumberPart> groups;
  std::string digits;
};

std::vector<Run> runs_in(std::u16string_view text, NumberWords words, Joining joining) {
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

std::optional<Kind> identity_kind(std::string_view digits, ControlRule rule = ControlRule::from_2032) {
  const auto id = identity_number(digits, rule);
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

// Eleven digits made of whole groups, from the first on. Windows that cut through groups would find an
// identity number in many a list of dates: about one random window in a hundred passes the control digits.
std::optional<Kind> identity_of_groups(std::span<const NumberPart> groups) {
  std::string digits;
  bool spelled = false;
  for (const auto& group : groups) {
    digits += group.digits;
    spelled |= group.words > 0;
    if (digits.size() < id_length) continue;
    const auto kind = identity_kind(digits);
    return kind && spelled ? Kind::spelled_number : kind;
  }
  return std::nullopt;
}

bool is_spelled_number(const Run& run) {
  int words = 0;
  for (const NumberPart& group : run.groups) words += group.words;
  return run.digits.size() >= 8 && words >= 3;
}

// --- the two halves of an identity number, apart from each other ---

// «17. mai 1938» as «17.5.1938».
std::u16string with_months(std::u16string_view text) {
  static const Pattern pattern(
      u"(\\d{1,2})\\.? ?(jan|feb|mar|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[sc])\\p{L}{0,7}\\.? ?(?:i "
      u")?(?=\\d)",
      has_digit);
  constexpr std::u16string_view months = u"janfebmaraprmaijunjulaugsepoktnovdes";
  return pattern.replaced_in(text, [&](std::span<const std::u16string_view> groups) {
    const std::u16string name(groups[2] == u"may"   ? u"mai"
                              : groups[2] == u"oct" ? u"okt"
                              : groups[2] == u"dec" ? u"des"
                                                    : groups[2]);
    const auto month = std::to_string(months.find(name) / 3 + 1);
    return std::u16string(groups[1]) + u"." + std::u16string(month.begin(), month.end()) + u".";
  });
}

struct Half {
  std::size_t begin, end;
  std::string digits;
};

// Day, month and year as six digits, when the groups can be one.
std::optional<std::string> date_half(std::span<const NumberPart> groups) {
  std::string digits;
  for (const NumberPart& group : groups)
    digits += (groups.size() == 3 && group.digits.size() == 1 ? "0" : "") + group.digits;
  const bool century = digits.size() == 8 && (digits.substr(4, 2) == "19" || digits.substr(4, 2) == "20");
  if (century) digits.erase(4, 2);
  return digits.size() == 6 ? std::optional(digits) : std::nullopt;
}

// «178538, personnummer 97892», «de siste fem er 97892. Dato: 17.85.38»: either may come first, in words too.
void add_split_identities(std::u16string_view text, std::vector<Kind>& found) {
  constexpr std::size_t near = 24, farthest = 200, looked_at = 4;
  std::vector<Half> dates, rests;
  const auto add = [&](std::span<const NumberPart> groups) {
    const Half half{groups.front().begin, groups.back().end, {}};
    std::string digits;
    for (const NumberPart& group : groups) digits += group.digits;
    if (digits.size() == id_length - 6) rests.push_back({half.begin, half.end, digits});
    if (const auto date = date_half(groups)) dates.push_back({half.begin, half.end, *date});
  };
  for (const Run& run : runs_in(text, NumberWords::leave, Joining::within_numbers)) {
    add(run.groups);
    if (run.groups.size() > 1)
      for (const NumberPart& group : run.groups)
        if (group.digits.size() >= id_length - 6) add(std::span(&group, 1));
  }
  for (const Half& rest : rests) {
    const auto after = std::ranges::lower_bound(dates, rest.begin, {}, &Half::begin);
    const auto from = after - std::min<std::ptrdiff_t>(looked_at, after - dates.begin());
    const auto to = after + std::min<std::ptrdiff_t>(looked_at, dates.end() - after);
    for (auto date = from; date != to; ++date) {
      const std::size_t apart = date < after ? rest.begin - date->end : date->begin - rest.end;
      // Farther apart only by the rule of today: a third as many dates and sums meet by chance.
      const auto rule = date < after && apart <= near ? ControlRule::from_2032 : ControlRule::before_2032;
      if (apart > farthest) continue;
      if (const auto kind = identity_kind(date->digits + rest.digits, rule)) found.push_back(*kind);
    }
  }
}

// «117/100, 115/79 og 111/84»: three of them have as many digits as an identity number.
std::u16string without_fractions(std::u16string_view text) {
  static const Pattern pattern(
      u"(?<![\\d/])\\d{2,3}/\\d{2,3}(?:(?:,|,? (?:og|så|til)) \\d{2,3}/\\d{2,3}){1,8}(?![\\d/])", has_digit);
  return pattern.replaced_in(text, u" x ");
}

void add_identities(std::u16string_view typed, std::vector<Kind>& found) {
  const auto text = without_fractions(typed);
  for (const auto& run : runs_in(text, NumberWords::read, Joining::across_lists)) {
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
          u"(?!\\d|[./:]\\d)",
      has_digit);
  return pattern;
}

// Numbers that a word before them explains.
const Pattern& explained_number() {
  static const std::u16string clock_time = hour + u"[.:]?[0-5][05]", score = u"(?:10|\\d)",
                              between = u"[ ,;/-]{1,3}", clock = u"\\b(?:kl|klokk[ae]n?)\\.? ?",
                              explanation = u"\\b[^\\d\\n]{0,20}";
  static const Pattern pattern(
      any_of({clock + clock_time + u"(?:" + between + clock_time + u")*",
              clock + hour + u"(?:" + between + hour + u"){2,}(?! ?\\d)",  // kl. 08 12 16 20
              u"\\b(?:uke[nr]?|uka|ukene|veke[nr]?|veka|vekene|weeks?) \\d{1,2}(?: ?[-/&] ?\\d{1,2})+",
              u"\\b(?:esas|nrs|vas|news2?|skår\\p{L}*|score\\p{L}*|skala\\p{L}*)" + explanation + score +
                  u"(?:" + between + score + u")*",
              u"\\b(?:kr\\.?|nok) ?" + thousands,
              // ISO 9001:2015, NS-EN ISO 13485:2016
              u"\\b(?:iso|iec|ns|en|nek|din)(?:[ /-](?:en|iso|iec))*[ "
              u"-]\\d{3,5}(?:-\\d{1,2})?[:-](?:19|20)\\d\\d",
              u"\\b(?:iso|iec)[ -]\\d{4,5} (?:19|20)\\d\\d", u"\\b(?:is|i)-\\d{1,4}/(?:19|20)\\d\\d",
              u"\\b(?:sak|arkiv|avvik|hending|hendelse|melding|varsel|klage|vedtak|journalpost|ref)\\p{L}{0,"
              u"12}[.:]? "
              u"(?:(?:nr|nummer)[.:]? )?(?:er )?(?:20)?\\d\\d/\\d{2,6}(?:-\\d{1,3})?",
              u"§{1,2} ?\\d{1,3}(?:[ ,-]{1,3}\\d{1,3}-\\d{1,3}|-\\d{1,3})*"}) +
          u"(?!\\d)",
      has_digit);
  return pattern;
}

// --- other long numbers ---

// «900 12 345» among other numbers.
bool has_mobile_form(const Run& run) {
  for (std::size_t i = 0; i + 3 <= run.groups.size(); ++i)
    if (run.groups[i].digits.size() == 3 && run.groups[i + 1].digits.size() == 2 &&
        run.groups[i + 2].digits.size() == 3 && run.groups[i].digits[0] >= '2')
      return true;
  return false;
}

bool has_account_form(const Run& run) {
  constexpr std::array<std::size_t, 3> sizes{4, 2, 5};
  return std::ranges::equal(run.groups, sizes, {},
                            [](const NumberPart& group) { return group.digits.size(); });
}

std::optional<Kind> kind_by_length(const Run& run) {
  const auto& digits = run.digits;
  if (const auto id = identity_inside(digits)) return id;
  if (counts_on(run.groups)) return std::nullopt;
  if (is_phone(digits)) return Kind::phone;
  if (digits.size() == id_length)
    return has_account_form(run) || is_account_number(digits) ? Kind::account_number : Kind::eleven_digits;
  if (is_duf_number(digits)) return Kind::duf_number;
  if (digits.size() >= 9) return Kind::long_number;
  return std::nullopt;
}

bool has_long_run(std::u16string_view text) {
  const auto runs = runs_in(text, NumberWords::leave, Joining::within_numbers);
  return std::ranges::any_of(runs, [](const Run& run) { return kind_by_length(run).has_value(); });
}

}  // namespace

std::vector<IdentifierKind> identifying_numbers(std::u16string_view text) {
  std::vector<Kind> found;
  add_identities(text, found);
  const auto spelled = with_months(with_digits(text));
  add_split_identities(spelled, found);
  if (has_partly_spelled_phone(text)) found.push_back(Kind::spelled_number);
  const auto unexplained = explained_number().replaced_in(without_measures(text), u" x ");
  if (has_phone(unexplained)) found.push_back(Kind::phone);
  if (!has_long_run(text)) return found;
  for (const auto& run : runs_in(unexplained, NumberWords::leave, Joining::within_numbers))
    if (has_mobile_form(run)) found.push_back(Kind::phone);
  const auto rest = everyday_number().replaced_in(unexplained, u" x ");
  for (const auto& run : runs_in(rest, NumberWords::leave, Joining::within_numbers))
    if (const auto kind = kind_by_length(run)) found.push_back(*kind);
  return found;
}

}  // namespace guarding
