#include "bot/features/matters/keeper.hpp"

#include <algorithm>

#include "bot/core/reply.hpp"
#include "bot/features/matters/events.hpp"

namespace matters {
namespace {

std::string key_of(const Matter& matter, const core::Person& leader) {
  return "matter:" + matter.id.text + ":" + leader.id.text;
}

// To a coordinator, who is told again: `time` is 0 at first.
std::string key_of(const Matter& matter, const core::Person& coordinator, const std::string& why, int time) {
  return "matter-" + why + ":" + matter.id.text + ":" + coordinator.id.text +
         (time > 0 ? ":" + std::to_string(time) : "");
}
// All that there can be.
std::vector<std::string> keys_of(const Matter& matter, const core::Person& coordinator, int times) {
  std::vector<std::string> all{key_of(matter, coordinator, "leaderless", 0)};
  for (int time = 0; time <= times; ++time) all.push_back(key_of(matter, coordinator, "waits", time));
  return all;
}

core::Message withdrawn_for_leader(const core::Group& group, core::Language language) {
  core::Message message;
  core::head(message, language, "matters.withdraw.told.title");
  core::say(message, language, "matters.withdraw.told.leader", {{"group", group.name}});
  return message;
}

core::Message withdrawn_for_group(const core::Group& group) {
  core::Message message;
  core::head(message, group.language, "matters.withdraw.told.title");
  core::say(message, group.language, "matters.withdraw.told.group");
  return message;
}

}  // namespace

core::Leaders Keeper::levels(const core::Context& context, const core::Group& group, Kind kind) const {
  core::Leaders leaders = core::leaders_of(context.people(), group);
  if (kind == Kind::decision && !leaders.above.empty()) return {std::move(leaders.above), {}};
  if (kind == Kind::wish && !group.wishes_to.empty()) {
    std::vector<const core::Person*> all = leaders.first;
    all.insert(all.end(), leaders.above.begin(), leaders.above.end());
    const auto others = std::stable_partition(
        all.begin(), all.end(), [&](const core::Person* one) { return one->id == group.wishes_to; });
    if (others != all.begin()) return {{all.begin(), others}, {others, all.end()}};
  }
  return leaders;
}

bool Keeper::reached(const core::Leaders& levels, const Matter& matter, const core::PersonId& leader) {
  return levels.has(leader) && (!levels.is_above(leader) || times_passed_on(store_.history(matter.id)) > 0);
}

std::vector<Matter> Keeper::waiting_for(const core::Context& context, const core::Group& group,
                                        const core::PersonId& leader) {
  const core::Leaders leaders = core::leaders_of(context.people(), group);
  if (!leaders.has(leader)) return {};
  auto waiting = store_.of_group(group.id);
  std::erase_if(waiting, [&](const Matter& matter) {
    if (core::ended(matter.state)) return true;
    const bool again =
        matter.owner == leader && matter.look_again != core::Instant{} && matter.look_again <= context.now();
    if (again) return false;
    return (!unanswered(matter.state) && leaders.has(matter.owner)) ||
           !reached(levels(context, group, matter.kind), matter, leader);
  });
  return waiting;
}

Whole Keeper::read(const core::Context& context, const core::Group& group, Matter matter) {
  core::Leaders leaders = levels(context, group, matter.kind);
  // Who leads no more follows up nothing, and nobody does instead before they have said so: as on a page.
  if (!core::leaders_of(context.people(), group).has(matter.owner)) matter.owner = {};
  Whole whole{std::move(matter), {}, std::move(leaders), {}};
  whole.history = store_.history(whole.matter.id);
  for (const Entry& entry : whole.history)
    if (!entry.asked.empty())
      if (auto lines = store_.noticed(entry.asked)) whole.noticed.emplace(entry.asked, *std::move(lines));
  return whole;
}

Subject Keeper::subject(const core::Context& context, const core::Group& group, const Whole& whole) const {
  return {whole.matter, whole.history, group, context.people(), whole.levels, context.now(), whole.noticed};
}

void Keeper::keep(Whole& whole, const Entry& entry) {
  store_.save(whole.matter);
  store_.append(whole.matter.id, entry);
  whole.history.push_back(entry);
}

void Keeper::tell(core::Context& context, const core::Group& group, const Whole& whole,
                  const std::vector<const core::Person*>& leaders) const {
  for (const core::Person* leader : leaders)
    context.post(core::of_group(
        group.id, {key_of(whole.matter, *leader), core::destination_of(*leader),
                   matters::whole(subject(context, group, whole), leader->language, {.leads = true}), true}));
}

void Keeper::refresh(core::Context& context, const core::Group& group, const Whole& whole) const {
  for (const auto* level : {&whole.levels.first, &whole.levels.above})
    for (const core::Person* leader : *level)
      context.update(key_of(whole.matter, *leader),
                     matters::whole(subject(context, group, whole), leader->language, {.leads = true}));
  if (unanswered(whole.matter.state)) return;
  // Passed on to them or not: they hear as well of one that nobody was there to answer. What has not gone out
  // would be the first they hear of it.
  for (const char* told : {"matter-leaderless:", "matter-waits:"})
    context.withdraw(told + whole.matter.id.text + ":");
  say_to_coordinators(context, group, whole, [&](core::Language language) {
    core::Message message;
    core::say(message, language, "matters.coordinator.answered",
              {{"title", whole.matter.title}, {"group", group.name}});
    return message;
  });
}

void Keeper::tell_coordinators(core::Context& context, const core::Group& group, const Whole& whole,
                               const std::string& why, int time) const {
  for (const core::Person* coordinator : context.people().coordinators())
    // One that nobody else has got is no reminder.
    context.post(core::of_group(
        core::coordinators_alone,
        {key_of(whole.matter, *coordinator, why, time), core::destination_of(*coordinator),
         to_coordinator(subject(context, group, whole), coordinator->language), true, why == "waits"}));
}

void Keeper::say_instead(core::Context& context, const core::Group& group, const Whole& whole,
                         const std::function<core::Message(core::Language)>& words) const {
  for (const auto* level : {&whole.levels.first, &whole.levels.above})
    for (const core::Person* leader : *level)
      context.update(key_of(whole.matter, *leader), words(leader->language));
  say_to_coordinators(context, group, whole, words);
}

void Keeper::say_to_coordinators(core::Context& context, const core::Group& group, const Whole& whole,
                                 const std::function<core::Message(core::Language)>& words) const {
  const int times = four_weeks_since(whole.matter.raised, context.now(), core::Zone::named(group.zone));
  for (const core::Person* coordinator : context.people().coordinators())
    for (const std::string& key : keys_of(whole.matter, *coordinator, times))
      context.update(key, words(coordinator->language));
}

void Keeper::withdraw(core::Context& context, const core::Group& group, const Whole& whole) {
  const core::MatterId& id = whole.matter.id;
  store_.remove(id);
  context.cancel_job(core::job_key(events::pass_on, id));
  for (const char* told : {"matter:", "matter-leaderless:", "matter-waits:", "matter-passed:"})
    context.withdraw(told + id.text);
  say_instead(context, group, whole,
              [&](core::Language language) { return withdrawn_for_leader(group, language); });
  for (const char* time : {"", ":2"})
    context.update("matter-passed:" + id.text + time, withdrawn_for_group(group));
  context.post(
      core::may_wait({"matter-withdrawn:" + id.text, group.destination(), withdrawn_for_group(group), true}));
}

void Keeper::group_over(core::Context& context, const core::Group& group, Whole whole) const {
  whole.matter.passes_on = {};
  const auto reads = [&](core::Language language) {
    core::Message message = matters::whole(subject(context, group, whole), language, {});
    std::erase_if(message.blocks,
                  [](const core::Block& block) { return std::holds_alternative<core::Actions>(block); });
    core::say(message, language, "matters.group_over");
    return message;
  };
  say_instead(context, group, whole, reads);
}

void Keeper::arrange_passing_on(core::Context& context, const Matter& matter) const {
  context.arrange({core::job_key(events::pass_on, matter.id), std::string(events::pass_on.name),
                   "matter:" + matter.id.text, matter.passes_on});
}

void Keeper::arrange_telling_again(core::Context& context, const Matter& matter,
                                   const core::Zone& zone) const {
  context.arrange({core::job_key(events::pass_on, matter.id), std::string(events::pass_on.name),
                   "matter:" + matter.id.text, told_again(matter.raised, context.now(), zone)});
}

}  // namespace matters
