#pragma once
// What may become of a matter. Plain functions: nothing here knows a store, a message or a clock.

#include <optional>
#include <string_view>
#include <vector>

#include "bot/core/calendar.hpp"
#include "bot/core/leaders.hpp"
#include "bot/features/matters/store.hpp"

namespace matters {

using State = core::MatterState;

// What a leader may answer in each state, in the order of the buttons. One that is in work may be told of
// again, and an end is no end: the group may not notice it, and a no may become a yes, or be done by others.
const std::vector<State>& steps_from(State state);
bool allowed(State from, State to);

// What each step asks for besides words.
struct StepRule {
  bool words = true;   // must be said; a receipt needs none
  bool again = false;  // a date to look at it again stands on it
  bool date = false;   // and must be chosen
};
StepRule rule_of(State step);

// Nobody has answered: a receipt is no answer.
constexpr bool unanswered(State state) {
  return state == State::lifted || state == State::received;
}

inline constexpr int days_to_look = 14;     // until it is looked at again, where no date is chosen
inline constexpr int weeks_to_pass_on = 4;  // without an answer, from each level to the next
inline constexpr int days_of_warning = 14;  // at least, for what was lifted before there was such a date
inline constexpr int days_to_notice = 7;    // the group may say whether it notices
inline constexpr int days_between_asks =
    37;  // a result of the same question a month before could be compared

// Whether the last line of the history says the same: a form that was sent twice is one answer.
bool said_already(const std::vector<Entry>& history, Entry answer);
// The matter after a leader's step: state, owner, and when to look again (never on an end).
Matter stepped(Matter matter, const Entry& step, const core::PersonId& owner, core::Instant look_again);

// How many times it was passed on: once to the leaders above, and then, or where there are none, to the
// coordinators.
int times_passed_on(const std::vector<Entry>& history);
// How many times four weeks have gone, each to its morning.
int four_weeks_since(core::Instant raised, core::Instant now, const core::Zone& zone);
// When coordinators are told again of what nobody answers: each four weeks since it was lifted.
core::Instant told_again(core::Instant raised, core::Instant now, const core::Zone& zone);

std::vector<const core::Person*> all_leaders(const core::Leaders& levels);  // on both
// Of these whoever has got what was sent to all of them `then`: to somebody in a pause it goes when that is
// over. Nobody: all are in one.
std::vector<const core::Person*> reached_by(std::vector<const core::Person*> all, core::Instant then,
                                            core::Instant now, const core::Zone& zone);
// Who has got a matter: the first level when it was lifted, those above when it was passed on.
std::vector<const core::Person*> who_have_it(const core::Leaders& levels, core::Instant raised,
                                             const std::vector<Entry>& history, core::Instant now,
                                             const core::Zone& zone);

// How many answers there are of leaders other than this one.
int answers_of_others(const std::vector<Entry>& history, const core::PersonId& leader);

// Where no day is chosen: the first working day `days_to_look` on or after, from its first minute, so that
// the digest of that morning says it.
core::Instant look_again_from(core::Instant now, const core::Zone& zone);
// Days to choose from for looking again: in one, two, four, eight and twelve weeks, on a working day.
std::vector<core::Instant> days_to_choose(core::Instant now, const core::Zone& zone);
// 09:00 on the first working day `days` days on or after.
core::Instant morning_after(core::Instant now, int days, const core::Zone& zone);

// Whether two matters are about the same: the same words whatever their case and blanks, or most of the words
// that carry meaning. Only asks; a person decides.
bool sound_alike(std::string_view one, std::string_view other);

// Whether the group may be asked now whether it notices: never twice within `days_between_asks`.
bool may_ask(const std::vector<Entry>& history, core::Instant now);

}  // namespace matters
