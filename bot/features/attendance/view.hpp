#pragma once
// What the attendance feature says. Pure.

#include <string>
#include <vector>

#include "bot/core/people.hpp"
#include "bot/core/session.hpp"
#include "bot/features/attendance/store.hpp"

namespace attendance {

struct Name {
  core::PersonId person;
  std::string name;
  bool ticked = true;
};
// `times`: how often it was ticked so far.
core::Form form(const core::Session& session, const core::Group& group, const std::vector<Name>& names,
                int times, core::Language language);
// Nobody was ticked: was there a session?
core::Message nobody(const core::Session& session, const core::Group& group, core::Language language);

// What one of the facilitators ticked. `key`: the sentence that begins it; `others`: sessions that nobody has
// ticked yet.
struct Taken {
  const core::Session& session;
  const core::Group& group;
  const Register& all;
  std::string by;
  std::vector<std::string> names;  // who came
};
core::Message taken(const Taken& what, std::string_view key, const std::vector<core::Session>& others,
                    core::Language language);

// To one facilitator: who cannot come, the others in the group, all together; `again` comes after all.
core::Message absent(const core::Session& session, const core::Group& group,
                     const std::vector<std::string>& names, const std::string& again,
                     core::Language language);

}  // namespace attendance
