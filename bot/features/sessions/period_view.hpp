#pragma once
// What is said of a period: its end, the question what comes next, and the forms that answer it. Pure.

#include <optional>
#include <string>
#include <vector>

#include "bot/core/event.hpp"
#include "bot/core/people.hpp"
#include "bot/core/programme.hpp"
#include "bot/features/sessions/store.hpp"

namespace sessions {

// A period with what it takes to speak of it.
struct Period {
  Run run;
  const core::Group& group;
  const core::Programme* programme;   // nothing: topics are chosen freely
  int held;                           // sessions that took place
  std::optional<core::Instant> next;  // start of the group's next session
};

std::string title_of(const Period& period, core::Language language);
// To the group: thanks, and what happens with it now.
core::Message period_over(const Period& period, core::Language language);
// To a facilitator. `again`: asked before, without an answer.
core::Message what_next(const Period& period, core::Language language, bool again);
// To the group, when another period begins; when the group ends.
core::Message period_begins(const Period& period, core::Instant first, core::Language language);
core::Message group_stopped(const Period& period, core::Language language);
// To the group where it has ended for good, and nobody there is told that a session is cancelled.
core::Message group_over(const core::Group& group, core::Language language);
// The same to a leader or coordinator. `stays`: it may begin again, and what waits for an answer gets one.
core::Message group_ended(const core::Group& group, const core::Person& by, bool stays,
                          core::Language language);
// Where the group is, with the ways on for whoever may choose (`may`).
core::Message where_we_are(const Period& period, core::Language language, bool may);
core::Message ask_stop(const Period& period, core::Language language);

// `kind`: again, other, free: what is filled in already.
core::Form next_form(const Period& period, const core::Programmes& programmes,
                     const std::vector<core::Instant>& starts, core::Instant now, const std::string& kind,
                     core::Language language);
core::Form themes_form(const Period& period, const core::Programme& chosen, core::Instant from,
                       core::Language language);

}  // namespace sessions
