#include "bot/features/help/topics.hpp"

#include <algorithm>
#include <set>

namespace help {
namespace {

using core::Role;
using Names = std::vector<std::string_view>;

constexpr std::size_t shown_first = 6;

struct Topic {
  std::string_view name;
  Names commands;
};
const std::vector<Topic>& table() {
  static const std::vector<Topic> all{
      {"sessions",
       {"sessions", "plan", "move", "cancel", "calendar", "attendance", "lead", "cover", "period", "pause",
        "shift", "swap"}},
      {"conversation", {"run_sheet", "cases", "papers", "pairs", "situations", "debrief", "certificate"}},
      {"topics", {"idea", "ideas", "follow_idea", "paper_ideas", "poll", "polls", "results", "overview"}},
      {"matters",
       {"matter", "matters", "tryouts", "contract", "purpose", "agreement", "letter", "good_practice",
        "guidance"}},
      {"groups",
       {"status", "group", "groups", "setup", "import", "role", "members", "recruit", "digest", "report",
        "export", "network"}},
      {"me", {"page", "language", "my_data", "erase_me", "privacy", "abilities", "help"}}};
  return all;
}

const Names& of_coordinators() {
  static const Names names{"groups", "setup", "group", "import", "role", "pause"};
  return names;
}
const Names& of(Role role) {
  static const Names facilitator{"sessions", "run_sheet", "poll", "matter", "attendance", "idea"},
      leader{"matters", "digest", "cover", "report", "status", "sessions"},
      participant{"idea", "sessions", "status", "matters", "calendar", "page"};
  return role == Role::facilitator ? facilitator : role == Role::leader ? leader : participant;
}

}  // namespace

std::string_view topic_of(std::string_view command) {
  for (const Topic& topic : table())
    if (std::ranges::find(topic.commands, command) != topic.commands.end()) return topic.name;
  return topics.back();
}

std::vector<std::string_view> needed_most(const core::Directory& people, const features::Who& who) {
  std::set<Role> roles;
  if (const core::Member* member = who.near ? who.near->member(who.person.id) : nullptr) {
    roles.insert(member->role);
  } else if (!who.near) {
    for (const core::Group* group : people.groups_of(who.person.id))
      roles.insert(group->member(who.person.id)->role);
  }
  std::vector<const Names*> parts;
  if (who.person.coordinator) parts.push_back(&of_coordinators());
  for (const Role role : {Role::facilitator, Role::leader, Role::participant})
    if (roles.contains(role) && (role != Role::participant || roles.size() == 1)) parts.push_back(&of(role));
  std::vector<std::string_view> names;
  for (std::size_t at = 0; at < shown_first; ++at)
    for (const Names* part : parts)
      if (names.size() < shown_first && at < part->size() &&
          std::ranges::find(names, (*part)[at]) == names.end())
        names.push_back((*part)[at]);
  return names;
}

}  // namespace help
