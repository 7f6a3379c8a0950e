#pragma once
// Whom somebody means who types a role, and from when to when.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/command_line.hpp"
#include "bot/core/event.hpp"
#include "bot/core/people.hpp"
#include "bot/features/feature.hpp"

namespace people {

// "@kari", a user id, or a name that only one person has, or what begins a part of it: core::begins_a_word.
std::vector<const core::Person*> find_people(const core::Directory& directory, std::string_view typed);
// A mention means the one whose id the platform says, whatever the name beside it.
std::vector<const core::Person*> find_people(const core::Directory& directory, const std::string& workspace,
                                             const std::vector<core::CommandLine::Word>& meant,
                                             const std::string& typed);

// The days of a membership, as they are typed behind a role.
struct Period {
  std::optional<core::Date> from, to;
  bool odd = false;  // something stood there that is none, or they are over
};
// Takes "fra 1.12 til 15. desember" off the line.
Period take_period(core::CommandLine& line, core::Date today);

// "fra 1. desember til 15. desember"; empty for neither.
std::string said_days(core::Language language, const std::optional<core::Date>& from,
                      const std::optional<core::Date>& to, core::Date today);
std::string with_days(core::Language language, const std::string& name, const std::optional<core::Date>& from,
                      const std::optional<core::Date>& to, core::Date today);

// What has been made of somebody's role.
struct RoleSet {
  std::optional<core::Role> role;  // nothing: out of the group
  core::Date without_from;         // from when the group may lack what they had
  std::string days;                // said_days
  const char* with_days = "people.role.set_days";
};
// What is answered to whoever has given or taken a role, as the people of the context were before. Says what
// the group (core::with_ahead) is without by it from that day: not what another takes over by then.
core::Reply role_said(core::Context& context, const features::Here& who, const core::Person& person,
                      const RoleSet& set);

inline constexpr std::string_view out_of_it = "out";  // in the place of a role
// Asks who has which role in the group, from when and until when.
core::Reply role_form(core::Language language, const core::Group& group, const std::string& name);

}  // namespace people
