#include "bot/features/groups/leaders_told.hpp"

#include <algorithm>

#include "bot/core/leaders.hpp"
#include "bot/core/random.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/sorting.hpp"
#include "bot/features/groups/events.hpp"

namespace groups {
namespace {

std::set<core::PersonId> coming(const core::Group& group) {
  std::set<core::PersonId> all;
  for (const core::Member& member : group.members)
    if (member.role == core::Role::leader && core::takes_part(group, member)) all.insert(member.person);
  return all;
}

std::vector<std::string> names_without(const core::Directory& people, const std::set<core::PersonId>& all,
                                       const std::set<core::PersonId>& others) {
  std::vector<std::string> names;
  for (const core::PersonId& id : all)
    if (const core::Person* person = others.contains(id) ? nullptr : people.person(id))
      names.push_back(person->name);
  std::ranges::sort(names, core::name_before);
  return names;
}

}  // namespace

void LeadersTold::look(core::Context& context) {
  const auto told = store_.told_of_leaders();
  for (const core::Group& group : context.people().groups()) {
    const auto before = told.find(group.id);
    compare(context, group, before == told.end() ? std::set<core::PersonId>() : before->second);
  }
}

void LeadersTold::look_soon(core::Context& context) {
  context.arrange(
      {std::string(events::leaders_job), std::string(events::leaders_job), "", context.now(), true});
}

void LeadersTold::look_soon(core::Context& context, const core::GroupId& group) {
  context.arrange({std::string(events::leaders_job) + ":" + group.text, std::string(events::leaders_job),
                   group.text, context.now(), true});
}

void LeadersTold::look_at(core::Context& context, const core::Group& group) {
  compare(context, group, store_.told_of_leaders(group.id));
}

void LeadersTold::knows(const core::Group& group) {
  if (const auto all = coming(group); !all.empty()) store_.set_told_of_leaders(group.id, all);
}

void LeadersTold::compare(core::Context& context, const core::Group& group,
                          const std::set<core::PersonId>& before) {
  const auto now = coming(group);
  if (now == before) return;
  store_.set_told_of_leaders(group.id, now);
  if (group.stopped) return;
  const auto come = names_without(context.people(), now, before);
  const auto gone = names_without(context.people(), before, now);
  core::Message message;
  const core::Language language = group.language;
  if (!come.empty())
    core::say(message, language, "groups.leaders_part.told", {{"names", core::say_list(language, come)}});
  if (!gone.empty())
    core::say(message, language, "groups.leaders_part.over", {{"names", core::say_list(language, gone)}});
  if (message.blocks.empty()) return;  // who was erased has no name any more
  context.post(core::may_wait({"leaders-part:" + group.id.text + ":" + core::new_id(context.random()),
                               group.destination(), std::move(message), true}));
}

}  // namespace groups
