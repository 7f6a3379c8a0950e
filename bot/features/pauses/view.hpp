#pragma once
// What the pauses feature says. Pure.

#include <string>
#include <vector>

#include "bot/core/message.hpp"
#include "bot/core/people.hpp"
#include "bot/features/pauses/unled.hpp"
#include "bot/features/pauses/wording.hpp"

namespace pauses {

// Pauses there are beside a new one: those it takes the place of, and the others.
struct Beside {
  std::vector<core::Closed> gone, stay;
};
void say_beside(core::Message& message, const Beside& beside, core::Date today, core::Language language);

void say_unled(core::Message& message, const std::vector<Unled>& unled, core::Language language);

// What one may choose: for oneself, the group with the days it would have met, all with their number.
struct Choice {
  bool mine = false;
  const core::Group* group = nullptr;
  std::vector<core::Date> lost{};
  int groups = 0, sessions = 0;  // of all; 0 groups: not offered
  core::Date today{};
  bool some_daily = false;  // of all: some meet each working day, whose sessions are not counted
  Beside beside_mine{}, beside_group{}, beside_all{};
  std::vector<Unled> unled{};  // by one's own
};
core::Message preview(const core::Closed& pause, const Choice& choice, core::Language language);

// Pauses that somebody may end, by their beginning, each with its button.
struct Running {
  core::Date today{};
  std::vector<core::Closed> mine{}, of_group{}, all{};
  const core::Group* group = nullptr;
};
core::Message running(const Running& pauses, core::Language language);

// `from`: what was said of the first day; `chosen`: for whom, of the scopes.
core::Form form(const std::vector<core::Option>& scopes, const std::string& chosen, const std::string& from,
                core::Language language);
// Its value in that form of what was typed; `near`: the group that is meant.
std::string scope_said(const Words& words, const core::Group* near);
// Asked for where they were not understood; `varies`: as in Words.
core::Rich which_days(const std::string& varies, core::Language language);
core::Form closed_form(const std::vector<std::string>& ticked, const std::string& days,
                       core::Language language);

}  // namespace pauses
