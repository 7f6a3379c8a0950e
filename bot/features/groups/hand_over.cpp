// What is known when a group is set up or changed; its members as they are wanted now, and the one who leads
// it from then on.

#include <algorithm>

#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/role_ahead.hpp"
#include "bot/features/groups/setup.hpp"

namespace groups {

Asking Setup::asking(core::Context& context, const features::Who& who, const core::Group* group) const {
  Asking all{who.language(),
             context.people(),
             choices_,
             context.now(),
             group,
             who.person.coordinator,
             [&context](const core::Group& one) { return core::with_ahead(context, one); }};
  if (!group) return all;
  if (options_.followed) all.followed = options_.followed(*group);
  const auto next = options_.next && options_.ahead ? options_.next(group->id, all.now) : std::nullopt;
  if (next && next->number == 1 && next->starts > all.now) {
    const auto invited = options_.ahead(*group, next->starts, next->ends, all.now).invited;
    all.begun = invited && *invited <= all.now;  // such a session stays, beside the new rhythm
  }
  return all;
}

// Whoever leads the group from now on hears so, with the ways to all that it has been through.
void Setup::hand_over(core::Context& context, const core::Group& group, const core::PersonId& to) {
  const core::Person* person = context.people().person(to);
  if (!person) return;
  store_.set_role_told(group.id, to);
  const core::Language language = person->language;
  core::Message message;
  // Where a period is over nothing is planned, and what comes next is theirs to choose.
  const bool meets = !options_.next || options_.next(group.id, context.now());
  core::say(message, language, meets ? "groups.handed_over" : "groups.handed_over.none",
            {{"group", group.name}});
  const auto way = [&](std::string_view key, const char* command) {
    // texts: groups.handed_over.period, sessions.sheet.see, groups.handed_over.matters
    return core::events::say.button(core::text(language, key), command + (" " + group.key));
  };
  message.blocks.emplace_back(
      core::Actions{{way("groups.handed_over.period", "periode"), way("sessions.sheet.see", "kjøreplan"),
                     way("groups.handed_over.matters", "saker")}});
  context.post(core::of_group(
      group.id, {"handed-over:" + group.id.text + ":" + to.text + ":" + core::to_text(context.now()),
                 core::destination_of(*person), std::move(message), true}));
}

void Setup::save_members(core::Context& context, const core::Group& before, const core::Group& after) {
  const core::Date today = core::local_date(after, context.now());
  for (const core::Member& member : before.members)
    if (!after.member(member.person)) store_.remove_member(after.id, member.person);
  for (const core::Member& member : after.members) {
    const core::Member* old = before.member(member.person);
    if (!old || old->role != member.role) {
      store_.set_role(after.id, member.person, member.role, today);
      if (member.role == core::Role::facilitator) hand_over(context, after, member.person);
    }
    // Who was to come some day is here now.
    const auto waits = std::ranges::find(before.later, member.person, &core::Member::person);
    if (!old && waits != before.later.end()) store_.set_period(after.id, member.person, today, waits->ends);
  }
}

void Setup::note_roles(core::Context& context, const core::PersonId& by, const core::Group* before,
                       const core::Group& after) {
  const auto note = [&](const char* what, const core::Member& member, std::string detail) {
    core::AdministrativeAct act;
    act.what = what;
    act.by = by;
    act.about = member.person;
    act.group = after.id;
    act.detail = std::move(detail);
    context.emit(std::move(act));
  };
  for (const core::Member& member : after.members) {
    const core::Member* old = before ? before->member(member.person) : nullptr;
    if (!old || old->role != member.role) note("role.given", member, std::string(core::code(member.role)));
  }
  if (!before) return;
  for (const core::Member& member : before->members)
    if (!after.member(member.person)) note("role.taken", member, {});
}

}  // namespace groups
