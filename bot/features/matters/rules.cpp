#include "bot/features/matters/rules.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "bot/core/days.hpp"
#include "bot/core/utf8.hpp"

namespace matters {
namespace {

using std::chrono::days;

// Letters of words that carry no meaning of their own are few.
constexpr std::size_t meaning_from = 4;
constexpr std::size_t words_alike = 2;  // at least, of those that carry meaning

std::set<std::string> words_of(std::string_view text) {
  std::set<std::string> words;
  for (std::string& word : core::words_in(core::likeness(text)))
    if (word.size() >= meaning_from) words.insert(std::move(word));
  return words;
}

core::Instant on_working_day(core::Date date, core::Minutes time, const core::Zone& zone) {
  return zone.to_utc(core::at(core::is_working_day(date) ? date : core::next_working_day(date), time));
}

core::Date day_after(core::Instant now, int count, const core::Zone& zone) {
  return core::plus(core::date_of(zone.to_local(now)), days{count});
}

}  // namespace

State Entry::step() const {
  return what < What::joined ? static_cast<State>(what) : State::lifted;
}

Entry::What what_of(State step) {
  return static_cast<Entry::What>(step);
}

const std::vector<State>& steps_from(State state) {
  using enum State;
  static const std::array<std::vector<State>, core::matter_states.size()> table{{
      /* lifted    */ {in_work, done, more_time, will_not, received},
      /* received  */ {in_work, done, more_time, will_not},
      /* in_work   */ {in_work, done, more_time, will_not},
      /* more_time */ {in_work, done, more_time, will_not},
      /* done      */ {in_work},
      /* will_not  */ {in_work, done},
  }};
  return table[static_cast<std::size_t>(state)];
}

bool allowed(State from, State to) {
  const auto& steps = steps_from(from);
  return std::find(steps.begin(), steps.end(), to) != steps.end();
}

StepRule rule_of(State step) {
  return {step != State::received, !ended(step), step == State::more_time};
}

bool said_already(const std::vector<Entry>& history, Entry answer) {
  if (history.empty()) return false;
  answer.at = history.back().at;
  answer.asked = history.back().asked;
  return answer == history.back();
}

Matter stepped(Matter matter, const Entry& step, const core::PersonId& owner, core::Instant look_again) {
  matter.state = step.step();
  matter.owner = owner;
  matter.look_again = ended(matter.state) ? core::Instant{} : look_again;
  if (!unanswered(matter.state)) matter.passes_on = {};
  matter.changed = step.at;
  return matter;
}

int times_passed_on(const std::vector<Entry>& history) {
  return static_cast<int>(std::ranges::count(history, Entry::What::passed_on, &Entry::what));
}

std::vector<const core::Person*> all_leaders(const core::Leaders& levels) {
  std::vector<const core::Person*> all = levels.first;
  all.insert(all.end(), levels.above.begin(), levels.above.end());
  return all;
}

std::vector<const core::Person*> reached_by(std::vector<const core::Person*> all, core::Instant then,
                                            core::Instant now, const core::Zone& zone) {
  std::erase_if(all, [&](const core::Person* one) {
    return core::is_away(*one, zone, then) && core::is_away(*one, zone, now);
  });
  return all;
}

std::vector<const core::Person*> who_have_it(const core::Leaders& levels, core::Instant raised,
                                             const std::vector<Entry>& history, core::Instant now,
                                             const core::Zone& zone) {
  auto have = reached_by(levels.first, raised, now, zone);
  const auto passed = std::ranges::find(history, Entry::What::passed_on, &Entry::what);
  if (passed == history.end()) return have;
  const auto above = reached_by(levels.above, passed->at, now, zone);
  have.insert(have.end(), above.begin(), above.end());
  return have;
}

int answers_of_others(const std::vector<Entry>& history, const core::PersonId& leader) {
  return static_cast<int>(std::ranges::count_if(
      history, [&](const Entry& entry) { return !entry.by.empty() && entry.by != leader; }));
}

int four_weeks_since(core::Instant raised, core::Instant now, const core::Zone& zone) {
  constexpr int often = 7 * weeks_to_pass_on;
  int times = static_cast<int>(std::max(now - raised, core::Instant::duration{0}) / days{often}) + 1;
  while (times > 0 && morning_after(raised, times * often, zone) > now) --times;
  return times;
}

core::Instant told_again(core::Instant raised, core::Instant now, const core::Zone& zone) {
  return morning_after(raised, 7 * weeks_to_pass_on * (four_weeks_since(raised, now, zone) + 1), zone);
}

core::Instant look_again_from(core::Instant now, const core::Zone& zone) {
  return on_working_day(day_after(now, days_to_look, zone), core::Minutes{0}, zone);
}

std::vector<core::Instant> days_to_choose(core::Instant now, const core::Zone& zone) {
  std::vector<core::Instant> chosen;
  for (const int weeks : {1, 2, 4, 8, 12})
    chosen.push_back(on_working_day(day_after(now, 7 * weeks, zone), core::Minutes{0}, zone));
  return chosen;
}

core::Instant morning_after(core::Instant now, int count, const core::Zone& zone) {
  return on_working_day(day_after(now, count, zone), std::chrono::hours{9}, zone);
}

bool sound_alike(std::string_view one, std::string_view other) {
  if (core::likeness(one) == core::likeness(other)) return true;
  const auto mine = words_of(one), theirs = words_of(other);
  const auto shared = static_cast<std::size_t>(std::count_if(
      mine.begin(), mine.end(), [&](const std::string& word) { return theirs.contains(word); }));
  return shared >= words_alike && 2 * shared >= std::max(mine.size(), theirs.size());
}

bool may_ask(const std::vector<Entry>& history, core::Instant now) {
  return std::none_of(history.begin(), history.end(), [&](const Entry& entry) {
    return !entry.asked.empty() && entry.at + days{days_between_asks} > now;
  });
}

}  // namespace matters
