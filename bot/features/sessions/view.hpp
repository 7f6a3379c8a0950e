#pragma once
// What the sessions feature says. Pure: a session, its group and its plan become a message in one language.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bot/core/calendar.hpp"
#include "bot/core/event.hpp"
#include "bot/core/people.hpp"
#include "bot/core/programme.hpp"
#include "bot/core/session.hpp"
#include "bot/features/sessions/timeline.hpp"

namespace sessions {

// What is said of a change that nobody is told of: of a session of each working day no invitation follows.
inline std::string quietly(std::string key, const core::Session& session, const core::Group& group) {
  return key + (core::meets_daily(group) && !session.extra ? ".daily" : "");
}

// A session with what it takes to speak of it.
struct Subject {
  const core::Session& session;
  const core::Group& group;
  const core::SessionPlan* plan;               // nothing: the topic is chosen freely
  const core::Programme* programme = nullptr;  // what the period follows; nothing: free topics
  bool last = false;                           // of the period
};

// The theme of the plan, else the chosen topic, else «Refleksjon 7».
std::string title_of(const Subject& subject, core::Language language);
// "tirsdag 24. november kl. 13.00–14.30", in the group's zone.
std::string say_when(const core::Session& session, const core::Group& group, core::Language language);
// The same, with its year where that is not this year's.
std::string say_when_and_year(const core::Session& session, const core::Group& group, core::Language language,
                              core::Instant now);
// "grunnlovsdagen"; `key` as norwegian_holiday() gives it.
std::string say_holiday(core::Language language, std::string_view key);

core::Message hello(const core::Group& group);  // who the bot is, to a group that has not heard of it
// `leaders`: who lead the group and come all the same, which everybody is told; `to_leaders`: for them.
core::Message invitation(const Subject& subject, const std::vector<const core::Person*>& leaders,
                         bool to_leaders, core::Language language);
// `full`: an earlier message may not have gone out; this one says what it would have said.
core::Message preparation(const Subject& subject, core::Language language, bool full);
core::Message reminder(const Subject& subject, core::Language language, bool full);
core::Message checkin(const Subject& subject, core::Language language);
// To a facilitator. `taken_by`: who has ticked who came; empty: nobody, and this one is asked.
core::Message followup(const Subject& subject, const std::string& taken_by, core::Language language);
// In the place of what was said of one that was cancelled since.
core::Message does_not_take_place(const Subject& subject, core::Language language);
// To a facilitator. `brought`: who brings what.
core::Message to_bring(const Subject& subject, const std::vector<core::Block>& brought,
                       core::Language language);
// To a facilitator: more than people manage before the session.
core::Message long_preparation(const Subject& subject, core::Language language);
core::Message moved(const Subject& subject, core::Instant from, core::Language language);
core::Message restored(const Subject& subject, core::Language language);  // it takes place after all
core::Message cancelled(const Subject& subject, const Subject* next, core::Language language);
core::Message no_session(core::Date date, std::string_view holiday, const Subject* next,
                         core::Language language);

// What a group has not heard of its pauses: those that were made, those that ended early, those that are not
// to be.
struct PauseNews {
  std::vector<core::Closed> made{}, over{}, off{};
  bool empty() const { return made.empty() && over.empty() && off.empty(); }
};
// With the sessions that what was made takes.
core::Message pause_told(const PauseNews& news, const std::vector<core::Date>& lost, const Subject* next,
                         const core::Group& group, core::Instant now);

// Lines of the list of sessions.
core::Rich listed_holiday(core::Date date, std::string_view holiday, core::Language language);
// Those of a pause in one line, with the start of the first.
std::vector<std::pair<core::Instant, core::Rich>> listed_holidays(
    const std::vector<core::Occurrence>& holidays, core::Language language);
// `coming`/`not_coming`: names for the facilitator, else left empty and only the numbers are said.
struct Attendance {
  int coming = 0, not_coming = 0;
  std::vector<std::string> coming_names, not_coming_names;
  std::optional<bool> own;
};
core::Rich listed_session(const Subject& subject, const Attendance& attendance, core::Language language,
                          core::Instant now);
// «invitasjon: tirsdag ... (flyttet fra ... på grunn av stilletid)», for the facilitator.
core::List listed_moments(const std::vector<Moment>& moments, const core::Group& group,
                          core::Language language);
// For a person's own page: the next session, and what they have said about coming.
void say_waiting(std::vector<core::Block>& blocks, const Subject& subject, std::optional<bool> own,
                 core::Language language);
core::Actions attendance_buttons(const core::Session& session, core::Language language);

core::Form move_form(const std::vector<Subject>& choices, const core::Group& group, core::Instant now,
                     core::Language language, const std::string& chosen, const std::string& intro_key);
core::Form cancel_form(const std::vector<Subject>& choices, const core::Group& group, core::Instant now,
                       core::Language language, const std::string& intro_key);

// What a change will be, with yes and no, before anybody is told. The buttons carry the number of the
// session's last change, so that a preview of what has changed since does nothing.
// `told`: the group has heard of the session and hears of this. `passed`: sessions whose place in the row it
// takes; `themes_stay`: the group has heard of one of them, so each keeps its theme.
core::Message preview_move(const Subject& subject, core::Instant starts, core::Instant ends,
                           core::Instant now, bool told, const std::vector<Subject>& passed, bool themes_stay,
                           core::Language language);
core::Message preview_not_held(const Subject& subject, core::Language language);
core::Message told_not_held(const Subject& subject, core::Language language);  // with a way back
core::Message preview_cancel(const Subject& subject, core::Instant now, bool told, core::Language language);
// «Det er på natta», «Det er en lørdag», «Det er en helligdag (1. juledag)»: what is odd about [starts,
// ends).
std::vector<std::string> cautions(core::Instant starts, core::Instant ends, const core::Group& group,
                                  core::Language language);

}  // namespace sessions
