#include "bot/features/groups/channel.hpp"

#include <algorithm>
#include <set>

#include "bot/core/group_time.hpp"
#include "bot/core/utf8.hpp"

namespace groups {
namespace {

constexpr std::chrono::minutes read_at{3 * 60 + 40};  // local time, each night
constexpr std::chrono::minutes soon{1};               // after the start, when chats are connected
constexpr std::size_t longest_shown = 80, most_early = 50;

void note(core::Context& context, const core::Group& group, const core::PersonId& person, const char* what) {
  core::AdministrativeAct act;
  act.what = what;
  act.about = person;
  act.group = group.id;
  act.detail = "channel";
  context.emit(std::move(act));
}

std::string name_of(const core::InChannel& one) {
  std::string name = core::trimmed(core::cleaned(one.name));
  return name.empty() || name.size() > 4 * longest_shown ? one.user : name;
}

}  // namespace

void Channel::start(core::Context& context) {
  if (options_.read_channel)
    context.arrange({std::string(events::channels_job), std::string(events::channels_job), "",
                     context.now() + soon, true});
}

void Channel::look(core::Context& context) {
  context.arrange({std::string(events::channels_job), std::string(events::channels_job), "",
                   core::next_time(core::Zone::named(options_.choices.zone), read_at, context.now()), true});
  for (const core::Group& group : context.people().groups()) look_at(group);
}

void Channel::look_at(const core::Group& group) const {
  if (options_.read_channel && !group.channel.empty() && !group.stopped)
    options_.read_channel(group.workspace, group.channel);
}

std::optional<bool> Channel::bot_is_out(const core::GroupId& group) const {
  const auto known = out_.find(group);
  return known == out_.end() ? std::nullopt : std::optional(known->second);
}

void Channel::take(core::Context& context, const core::ChannelWasRead& seen) {
  using How = core::ChannelRead::How;
  const core::Group* group = context.people().group_in_channel(seen.workspace, seen.channel);
  if (!group && seen.read.how == How::whole) keep_early(seen);
  if (!group || seen.read.how == How::failed) return;
  out_[group->id] = seen.read.how == How::not_in;
  if (seen.read.how != How::whole) return;
  if (!group->of_channel) return note_leaders(context, *group, seen.read.people);
  const core::Date today = core::local_date(*group, context.now());
  const std::set<core::PersonId> before = store_.of_channel(group->id);
  std::set<core::PersonId> here;
  bool changed = false;
  for (const core::InChannel& one : seen.read.people) {
    if (one.kind != core::InChannel::Kind::person || one.user.empty()) continue;
    changed |= let_in(context, *group, one, today, before);
    if (const core::Person* person = context.people().person(group->workspace, one.user))
      here.insert(person->id);
  }
  // A channel without anybody of those who were there is another channel, or was not seen well.
  const bool sure =
      before.empty() || std::ranges::any_of(before, [&](const auto& id) { return here.contains(id); });
  for (const core::PersonId& person : before) {
    if (!sure || here.contains(person)) continue;
    const core::Member* member = group->member(person);
    store_.left_channel(group->id, person);
    if (member && member->role == core::Role::participant) note(context, *group, person, "role.taken");
    changed = true;
  }
  if (changed) context.people_changed();
}

void Channel::keep_early(const core::ChannelWasRead& seen) {
  if (early_.size() >= most_early) early_.clear();
  early_[{seen.workspace, seen.channel}] = seen;
}

void Channel::take_early(core::Context& context, const core::Group& group) {
  const auto seen = early_.extract({group.workspace, group.channel});
  if (seen.empty()) return;
  context.on_rollback([this, kept = seen.mapped()] { keep_early(kept); });
  take(context, seen.mapped());
}

void Channel::note_leaders(core::Context& context, const core::Group& group,
                           const std::vector<core::InChannel>& people) {
  std::set<std::string> here;
  for (const core::InChannel& one : people) here.insert(one.user);
  const std::set<core::PersonId> before = store_.of_channel(group.id);
  for (const core::Person* person : context.people().with_role(group, core::Role::leader)) {
    const bool there = person->workspace == group.workspace && here.contains(person->user);
    if (there != before.contains(person->id)) store_.set_seen_in_channel(group.id, person->id, there);
  }
}

bool Channel::let_in(core::Context& context, const core::Group& group, const core::InChannel& one,
                     core::Date today, const std::set<core::PersonId>& before) {
  const core::Person* known = context.people().person(group.workspace, one.user);
  if (known && known->coordinator) return false;
  core::PersonId id;
  if (known) {
    id = known->id;
  } else {
    const auto earlier = store_.known(group.workspace, one.user);
    // Who was erased is in the channel still, and comes back by what a person does, not by being there.
    if (!earlier && store_.was_erased(group.workspace, one.user)) return false;
    core::Person person;
    person.workspace = group.workspace;
    person.user = one.user;
    person.name = name_of(one);
    person.language = group.language;
    person.id = earlier.value_or(core::PersonId(core::new_id(context.random())));
    store_.add_person(person);
    id = person.id;
  }
  if (before.contains(id)) return false;
  store_.came_by_channel(group.id, id, today);
  const bool waits = std::ranges::find(group.later, id, &core::Member::person) != group.later.end();
  if (!group.member(id) && !waits) note(context, group, id, "role.given");
  return true;
}

}  // namespace groups
