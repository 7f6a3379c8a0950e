#include "bot/runtime/audience.hpp"

#include <algorithm>

namespace runtime {
namespace {

// Whose first day is to come is in it: they hear of their part before.
bool is_in(const core::Group& group, const core::PersonId& person) {
  return group.member(person) ||
         std::ranges::any_of(group.later, [&](const core::Member& one) { return one.person == person; });
}

bool may_get(const core::Directory& people, const core::Person& person, const core::GroupId& of) {
  if (person.coordinator || of == core::everybody) return true;
  if (of == core::coordinators_alone) return false;
  if (!of.empty()) {
    const core::Group* group = people.group(of);
    return group && is_in(*group, person.id);
  }
  return !people.groups_of(person.id).empty() ||
         std::ranges::any_of(people.groups(),
                             [&](const core::Group& group) { return is_in(group, person.id); });
}

}  // namespace

std::optional<core::Destination> place_now(const core::Directory& people, const DeliveryDefaults& defaults,
                                           const OutboxRow& row) {
  if (row.to.kind == core::Destination::Kind::channel) {
    if (row.group.empty() || row.group == core::everybody) return row.to;
    const core::Group* group = people.group(row.group);
    return group ? std::optional(group->destination()) : std::nullopt;
  }
  const core::Person* person = person_at(people, row.to);
  if (!person || !may_get(people, *person, row.group)) return std::nullopt;
  // An e-mail tells of what stands on a page.
  const bool mail = !defaults.mail.empty() && row.to.workspace == defaults.mail;
  if (mail && (person->workspace != defaults.pages || person->email.empty())) return std::nullopt;
  return row.to;
}

}  // namespace runtime
