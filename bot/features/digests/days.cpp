#include "bot/features/digests/days.hpp"

#include <algorithm>
#include <array>

#include "bot/core/ascii.hpp"
#include "bot/core/command_line.hpp"
#include "bot/core/days.hpp"
#include "bot/core/texts.hpp"
#include "bot/core/written_time.hpp"

namespace digests {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

constexpr std::size_t digits_of_day = 8;
constexpr std::chrono::days longest_choice{3660};

std::optional<core::Date> day_from_code(std::string_view text) {
  const auto number = core::ascii::number<unsigned>(text);
  if (!number || text.size() != digits_of_day) return std::nullopt;
  const core::Date date{year(static_cast<int>(*number / 10000)), month(*number / 100 % 100),
                        day(*number % 100)};
  return date.ok() ? std::optional(date) : std::nullopt;
}

std::string code_of_day(core::Date date) {
  std::string text = core::date_text(date);
  std::erase(text, '-');
  return text;
}

// The half-year in which a day lies.
Days half_year_of(core::Date today) {
  const bool first_half = unsigned(today.month()) <= 6;
  return {core::Date{today.year(), month(first_half ? 1U : 7U), day(1)},
          core::Date{today.year(), month(first_half ? 6U : 12U), day(first_half ? 30U : 31U)}};
}

// Whether it would be such a day of another year, had it been typed years later.
bool is_without_year(std::string_view text, core::Date read, core::Date today) {
  constexpr std::chrono::days later{1500};  // 29 February comes by then, and "today" is another day
  const auto other = core::date_from_text(text, core::Date{std::chrono::sys_days{today} + later});
  return other && *other != read && other->month() == read.month() && other->day() == read.day();
}

core::Date last_such(core::Date date, core::Date until) {
  for (date = core::Date{until.year() / date.month() / date.day()}; !date.ok() || date > until;)
    date -= std::chrono::years{1};
  return date;
}
core::Date next_such(core::Date date, core::Date from) {
  for (date = core::Date{from.year() / date.month() / date.day()}; !date.ok() || date < from;)
    date += std::chrono::years{1};
  return date;
}

}  // namespace

std::string code(const Days& days) {
  return code_of_day(days.first) + "-" + code_of_day(days.last);
}

std::optional<Days> days_between(core::Date first, core::Date last) {
  const auto long_ago = std::chrono::sys_days{last} - std::chrono::sys_days{first};
  if (last < first || long_ago > longest_choice) return std::nullopt;
  return Days{first, last};
}

std::optional<Days> days_in(std::string_view look) {
  std::vector<core::Date> found;
  while (!look.empty()) {
    const auto end = std::min(look.find('-'), look.size());
    if (const auto date = day_from_code(look.substr(0, end))) found.push_back(*date);
    look.remove_prefix(std::min(end + 1, look.size()));
  }
  return found.size() == 2 ? days_between(found[0], found[1]) : std::nullopt;
}

std::optional<Days> days_said(std::string_view first, std::string_view last, core::Date today) {
  auto from = core::date_from_text(first, today), to = core::date_from_text(last, today);
  if (!from || !to) return std::nullopt;
  if (is_without_year(first, *from, today)) from = last_such(*from, today);
  if (is_without_year(last, *to, today)) to = next_such(*to, *from);
  return days_between(*from, *to);
}

namespace {

std::optional<Days> whole_year(year named) {
  return days_between(core::Date{named / 1 / 1}, core::Date{named / 12 / 31});
}

// "halvåret", "half-year", "first half of": whole words, "Halfdan" is somebody.
bool says_half(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find_first_of(" .-", at), text.size());
    const std::string_view word = text.substr(at, end - at);
    if (word.starts_with("halvar") || word == "half" || word == "halfyear") return true;
    at = end + 1;
  }
  return false;
}

// "halvåret", "forrige halvår", "første halvår 2026", "i fjor": what a report is asked for.
std::optional<Days> years_named(const std::string& text, core::Date today) {
  static constexpr std::array<std::string_view, 4> this_year{"i ar", "aret", "this year", "ar"},
      last_year{"i fjor", "forrige ar", "forre ar", "last year"};
  if (std::ranges::find(this_year, text) != this_year.end()) return whole_year(today.year());
  if (std::ranges::find(last_year, text) != last_year.end())
    return whole_year(today.year() - std::chrono::years{1});
  const auto says = [&](std::initializer_list<std::string_view> any) {
    return std::ranges::any_of(any, [&](std::string_view one) {
      return text.starts_with(one) &&
             (text.size() == one.size() || text[one.size()] == ' ' || text[one.size()] == '.');
    });
  };
  if (!says_half(text)) return std::nullopt;
  if (says({"sist", "siste", "det siste", "neste", "next"})) return std::nullopt;  // six months, or that one
  const Days now = half_year_of(today);
  if (says({"forrige", "forre", "last"})) return half_year_of(core::day_before(now.first));
  const bool first = says({"forste", "1", "first"}), second = says({"andre", "2", "second"});
  if (!first && !second) return now;
  // Without its year the last such that has begun.
  int named = int(today.year());
  const auto digits = text.find_last_not_of("0123456789");
  if (text.size() - digits - 1 == 4)
    named = std::stoi(text.substr(digits + 1));
  else if (second && unsigned(today.month()) <= 6)
    --named;
  return half_year_of(core::Date{year{named} / (first ? 1 : 12) / 1});
}

// "november", "forrige måned", "uke 48", "2026": the last such that has begun.
std::optional<Days> days_named(std::string_view text, core::Date today) {
  using std::chrono::days;
  static constexpr std::array<days, 4> ago{days{0}, days{7}, days{31}, days{365}};
  const std::string bare(text);
  if (bare.size() == 4 && core::ascii::is_digits(bare)) return whole_year(year{std::stoi(bare)});
  const std::string folded = core::folded(bare);
  if (const auto years = years_named(core::without_rings(folded), today)) return years;
  if (folded.starts_with("neste ") || folded.starts_with("next ")) return std::nullopt;
  for (const std::string& said : {bare, "i " + bare})
    for (const days back : ago) {
      const auto read = core::time_in(said, core::Date{std::chrono::sys_days{today} - back});
      const auto all = read && !read->time ? read->all_days() : std::nullopt;
      if (all && all->first <= today) return days_between(all->first, all->last);
    }
  return std::nullopt;
}

}  // namespace

// Where the two part is wherever both sides are dates: dates may have the same signs inside.
std::optional<Days> days_from_text(std::string_view text, core::Date today) {
  if (const auto named = days_named(text, today)) return named;
  for (const std::string_view between : {" til ", " to ", " - ", "–", "-", " "})
    for (auto at = text.find(between); at != std::string_view::npos; at = text.find(between, at + 1)) {
      const std::string_view first = text.substr(0, at), last = text.substr(at + between.size());
      if (core::date_from_text(first, today) && core::date_from_text(last, today))
        return days_said(first, last, today);
    }
  return std::nullopt;
}

std::vector<DaysChoice> days_to_choose(std::span<const SessionLine> sessions, const core::Zone& zone,
                                       core::Date today, core::Language language) {
  std::vector<DaysChoice> all;
  const auto day_of = [&](core::Instant at) { return core::date_of(zone.to_local(at)); };
  const Days now = half_year_of(today);
  const core::Date before = core::day_before(now.first);
  all.push_back({core::text(language, "overview.days.half"), now});
  all.push_back({core::text(language, "overview.days.before"), half_year_of(before)});
  std::optional<Days> period;
  int run = 0;
  for (const SessionLine& line : sessions) {
    if (line.session.run > run) period.reset();
    if (line.session.run < run) continue;
    run = line.session.run;
    const core::Date date = day_of(line.session.starts);
    period = period ? Days{std::min(period->first, date), std::max(period->last, date)} : Days{date, date};
  }
  if (period && period->first != period->last)
    all.insert(all.begin(), {core::text(language, "overview.days.period"), *period});
  return all;
}

}  // namespace digests
