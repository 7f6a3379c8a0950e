#include "bot/guarding/identifier_phones.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <vector>

#include "bot/guarding/pattern.hpp"

namespace guarding {
namespace {

// Groups in a row that are joined by one and the same sign.
struct EvenRun {
  std::span<const NumberPart> groups;
  std::u16string sign;
  bool ends_a_list = false;  // «2101, 2102 og 2103»

  std::string digits() const {
    std::string all;
    for (const NumberPart& group : groups) all += group.digits;
    return all;
  }
  bool has_form(std::initializer_list<std::size_t> sizes) const {
    return std::ranges::equal(groups, sizes, {}, [](const NumberPart& group) { return group.digits.size(); });
  }
  bool is_said() const { return !sign.empty() && sign[0] >= u'a'; }
  bool is_list() const { return sign.find_first_of(u",;+%§=<>&?!") != std::u16string::npos; }
};

bool is_and(std::u16string_view sign) {
  return sign == u"og" || sign == u"and";
}

// The last group of one run may be the first of the next: «kl. 10, 93 10 00 00». An «og» among blanks is no
// other sign: «93 10 og 00 00».
std::vector<EvenRun> even_runs(std::u16string_view text, std::span<const NumberPart> groups) {
  std::vector<EvenRun> runs;
  std::size_t begin = 0;
  std::u16string sign;
  bool listed = false;
  const auto close = [&](std::size_t end) {
    runs.push_back({groups.subspan(begin, end - begin), sign, listed});
  };
  for (std::size_t i = 1; i < groups.size(); ++i) {
    const auto next = sign_between(text.substr(groups[i - 1].end, groups[i].begin - groups[i - 1].end));
    const bool goes_on = next && (i == begin + 1 || *next == sign);
    if (!goes_on) {
      close(i);
      listed = runs.back().is_list() && next;
      begin = next ? i - 1 : i;
    }
    sign = next.value_or(u"");
  }
  if (!groups.empty()) close(groups.size());
  return runs;
}

// «93 10 og 00 00», «900 12 og 345»: one «og» among blanks.
std::vector<EvenRun> runs_with_one_and(std::u16string_view text, std::span<const NumberPart> groups) {
  const auto has_one_and = [&](std::span<const NumberPart> run) {
    std::size_t blanks = 0, ands = 0;
    for (std::size_t j = 1; j < run.size(); ++j) {
      const auto sign = sign_between(text.substr(run[j - 1].end, run[j].begin - run[j - 1].end));
      blanks += sign && sign->empty() ? 1 : 0;
      ands += sign && is_and(*sign) ? 1 : 0;
    }
    return ands == 1 && blanks + ands + 1 == run.size();
  };
  std::vector<EvenRun> found;
  for (std::size_t i = 0; i < groups.size(); ++i)
    for (const std::size_t size : {3U, 4U}) {
      const EvenRun run{groups.subspan(i, std::min(size, groups.size() - i)), u"og"};
      if ((run.has_form({3, 2, 3}) || run.has_form({2, 2, 2, 2})) && has_one_and(run.groups))
        found.push_back(run);
    }
  return found;
}

// --- what it may be instead ---

bool matches(const Pattern& pattern, std::u16string_view text, std::size_t begin, std::size_t end) {
  return pattern.found_in(text.substr(begin, end - begin));
}

bool is_date_years_or_times(const EvenRun& run, std::u16string_view text) {
  static const std::u16string day = u"(?:0[1-9]|[12]\\d|3[01])", month = u"(?:0[1-9]|1[0-2])",
                              year = u"(?:19|20)\\d\\d", time = u"(?:(?:[01]\\d|2[0-3])[0-5][05]|2400)";
  static const Pattern pattern(u"^(?:" + day + u"[./ -]{1,2}" + month + u"[./ -]{1,2}" + year + u"|" + year +
                               u"[./-]" + month + u"[./-]" + day + u"|" + year + month + day + u"|" + day +
                               month + u"20[0-4]\\d|" + year + u" ?[-/,;. \\n] ?" + year + u"|" + time +
                               u" ?- ?" + time + u")$");
  return matches(pattern, text, run.groups.front().begin, run.groups.back().end);
}

// «25 000 000 i tilskudd»: in threes from the right, and about money or a crowd, or as round as no number is.
bool is_sum(const EvenRun& run, std::u16string_view text) {
  constexpr std::size_t before = 40, behind = 30;
  static const Pattern currency(u"^(?:,-| ?(?:kr|nok|mill|euro?|usd|,\\d\\d))");
  static const Pattern counted(
      u"(?:\\bkr\\b|\\bnok\\b|krone|tilsk[uo]|budsj|kosta?|\\bpris|\\bsum|beløp|bruk[at]|f[ie]kk|løyv|bevilg|"
      u"re[gk]ne?skap|"
      u"milli?|\\blån|ramme|innbygg|spar[at]|overskudd|overskot|underskudd|underskot|utgift|inntekt|befolk)");
  if ((run.sign != u"" && run.sign != u".") || !run.has_form({2, 3, 3})) return false;
  const auto begin = run.groups.front().begin, end = run.groups.back().end;
  const auto digits = run.digits();
  if (currency.found_in(text.substr(end, behind))) return true;
  if (!digits.ends_with("000")) return false;
  const auto from = begin - std::min(begin, before);
  return digits.ends_with("000000") || matches(counted, text, from, begin) ||
         counted.found_in(text.substr(end, behind));
}

// «tlf. 9, 0, 0, 1, 2, 3, 4, 5»: what would else be a list.
bool is_called_a_phone(const EvenRun& run, std::u16string_view text) {
  constexpr std::size_t before = 40;
  static const Pattern called(
      u"\\b(?:tlf|tel|telefon\\p{L}*|mobil\\p{L}*|nummer\\p{L}*|ring\\p{L}*|sms|phone|call)\\b[^\\d]{0,12}$");
  const auto begin = run.groups.front().begin;
  return matches(called, text, begin - std::min(begin, before), begin);
}

// Pages, weeks and ages are listed too: «side 22 og 24 og 30 og 41», «12 og 14 og 15 år».
bool counts_something(const EvenRun& run, std::u16string_view text) {
  constexpr std::size_t before = 16, behind = 16;
  static const Pattern named(
      u"\\b(?:side[nr]?|sidene|s|uke[nr]?|ukene|veke[nr]?|vekene|kap\\p{L}*|oppgave[nr]?|oppgåve[nr]?|rom\\p{"
      u"L}*|nr|"
      u"punkt|avsnitt|linje|buss|kl|år|aldrene|vers|salme|\\p{L}+nummer\\p{L}{0,3}|pages?|weeks?)\\.? ?$");
  static const Pattern unit(
      u"^\\.? "
      u"?(?:%|prosent|g[ao]ng|dag|døg|uke|veke|måned|månad|år|tim|minutt|min\\b|sek|meter|mil\\b|k[mg]\\b|"
      u"kilo|m[gl]\\b|"
      u"cm|stk|kr\\b|krone|person|menneske|beboer|bebuar|pasient|bruker|brukar|ansatt|tilsett|vakt|plass|"
      u"jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|des)");
  const auto begin = run.groups.front().begin, end = run.groups.back().end;
  return matches(named, text, begin - std::min(begin, before), begin) ||
         unit.found_in(text.substr(end, behind));
}

bool has_leading_zero(std::span<const NumberPart> groups) {
  return std::ranges::any_of(
      groups, [](const NumberPart& group) { return group.digits.size() > 1 && group.digits[0] == '0'; });
}

bool all_end_round(std::span<const NumberPart> groups) {
  return std::ranges::all_of(groups, [](const NumberPart& group) {
    return group.digits.back() == '0' || group.digits.back() == '5';
  });
}

// «strek» and «komma» join nothing but parts of one thing; «og» and «så» also stand between two.
bool joins_two(const EvenRun& run) {
  constexpr std::array<std::u16string_view, 6> loose{u"og", u"and", u"så", u"then", u"plus", u"pluss"};
  constexpr int far_apart = 10;
  if (!run.is_said() || run.ends_a_list) return false;
  if (std::ranges::find(loose, run.sign) == loose.end()) return true;
  const bool years = std::ranges::all_of(run.groups, [](const NumberPart& part) {
    return part.digits.starts_with("19") || part.digits.starts_with("20");
  });
  return !years && run.has_form({4, 4}) && !all_end_round(run.groups) &&
         std::abs(std::stoi(run.groups[0].digits) - std::stoi(run.groups[1].digits)) > far_apart;
}

// Numbers that stand in a row as things do: between commas, or with «og» and the like.
bool is_only_a_list(const EvenRun& run, std::u16string_view text) {
  if (is_called_a_phone(run, text)) return false;
  if (counts_something(run, text)) return true;
  const bool zero = has_leading_zero(run.groups.subspan(1));
  if (run.groups.size() == 2) return !joins_two(run) && !(run.is_said() && zero);
  if (run.is_said() || zero) return false;
  return !run.has_form({3, 2, 3}) || all_end_round(run.groups);
}

bool is_written_phone(const EvenRun& run, std::u16string_view text) {
  if (!is_phone(run.digits())) return false;
  if (run.groups.size() > 1 && (run.is_said() || run.is_list()) && is_only_a_list(run, text)) return false;
  return !counts_on(run.groups) && !is_date_years_or_times(run, text) && !is_sum(run, text);
}

}  // namespace

bool is_phone(std::string_view digits) {
  for (const std::string_view prefix : {"0047", "47", ""})
    if (digits.starts_with(prefix) && digits.size() == prefix.size() + 8) return digits[prefix.size()] >= '2';
  return false;
}

bool counts_on(std::span<const NumberPart> groups) {
  constexpr std::size_t fewest = 3, most_digits = 4;
  const auto value = [&](std::size_t i) { return std::stoi(groups[i].digits); };
  const auto size = groups.empty() ? 0 : groups[0].digits.size();
  if (groups.size() < fewest || size > most_digits) return false;
  for (const NumberPart& group : groups)
    if (group.digits.size() != size) return false;
  const int step = value(1) - value(0);
  for (std::size_t i = 2; i < groups.size(); ++i)
    if (value(i) - value(i - 1) != step) return false;
  return step == 1 || step == 2 || step == 5 || step == 10;  // not «22 33 44 55»
}

bool has_phone(std::u16string_view text) {
  const auto groups = groups_in(text, NumberWords::leave);
  const auto written = [&](const EvenRun& run) { return is_written_phone(run, text); };
  return std::ranges::any_of(even_runs(text, groups), written) ||
         std::ranges::any_of(runs_with_one_and(text, groups), written);
}

bool has_partly_spelled_phone(std::u16string_view text) {
  constexpr std::size_t least_groups = 5;
  const auto groups = groups_in(text, NumberWords::read);
  return std::ranges::any_of(even_runs(text, groups), [&](const EvenRun& run) {
    return run.groups.size() >= least_groups && !run.is_list() && is_phone(run.digits()) &&
           std::ranges::any_of(run.groups, [](const NumberPart& group) { return group.words > 0; });
  });
}

}  // namespace guarding
