#include "bot/features/groups/welcome.hpp"

#include "bot/core/events.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/job_name.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/sorting.hpp"
#include "bot/features/groups/events.hpp"

namespace groups {
namespace {

// A summer, and some: somebody who came while nothing was planned, or has a pause, is welcomed after it.
constexpr std::chrono::days looked_back{60};
constexpr std::chrono::minutes undone_within{10};  // a slip

// When nothing is written to somebody: also in their own pauses and those of all.
core::QuietHours quiet_for(const core::Context& context, const core::Group& group,
                           const core::Person& person) {
  core::QuietHours quiet = group.quiet;
  quiet.closed = context.people().closed();
  quiet.closed.insert(quiet.closed.end(), person.away.begin(), person.away.end());
  return quiet;
}

}  // namespace

void Welcome::look_soon(core::Context& context) {
  context.arrange(
      {std::string(events::welcome_job), std::string(events::welcome_job), "", context.now(), true});
}

void Welcome::look(core::Context& context) const {
  const core::Date since{std::chrono::floor<std::chrono::days>(context.now()) - looked_back};
  for (const auto& [group_id, person_id] : store_.newcomers_untold(since)) {
    const core::Group* group = context.people().group(group_id);
    const core::Person* person = context.people().person(person_id);
    const core::Member* member = group && person ? group->member(person_id) : nullptr;
    if (!member) continue;  // not from today on
    const std::string goes = core::job_key(events::goes, group_id, person_id);
    if (context.arranged(goes)) {  // out by a slip, and nothing was said of it yet
      context.cancel_job(goes);
      store_.set_role_told(group_id, person_id);
      continue;
    }
    const auto next = next_of(*group, context.now());
    if (!next) continue;
    const core::Instant heard =
        core::after_quiet(context.now(), core::Zone::named(group->zone), quiet_for(context, *group, *person));
    if (heard > context.now()) {  // they hear what is true then
      context.arrange({std::string(events::welcome_job) + ":" + core::to_text(heard),
                       std::string(events::welcome_job), "", heard, true});
      continue;
    }
    store_.set_role_told(group_id, person_id);
    const core::Date since = member->since.value_or(core::local_date(*group, context.now()));
    if (!has_begun(*group, *next, context.now(), since)) continue;
    context.post(core::of_group(
        group_id, {"welcome:" + group_id.text + ":" + person_id.text + ":" + core::to_text(context.now()),
                   core::destination_of(*person), words_for(context, *group, *person), true}));
  }
}

std::optional<core::Session> Welcome::next_of(const core::Group& group, core::Instant now) const {
  if (group.stopped || !options_.next || (options_.across && options_.across(group.id))) return std::nullopt;
  return options_.next(group.id, now);
}

// Has met, or was invited while they were not in it yet: what is told to the group from now on says the rest.
bool Welcome::has_begun(const core::Group& group, const core::Session& next, core::Instant now,
                        core::Date since) const {
  if (next.number > 1) return true;
  const Ahead ahead = options_.ahead ? options_.ahead(group, next.starts, next.ends, now) : Ahead{};
  return ahead.invited && *ahead.invited <= now && core::local_date(group, *ahead.invited) <= since;
}

core::Message Welcome::words_for(core::Context& context, const core::Group& group,
                                 const core::Person& person) const {
  const core::Language language = person.language;
  core::Message message;
  core::head(message, language, "groups.welcome.title", {{"group", group.name}});
  core::say(message, language, "groups.welcome");
  core::Facts facts;
  const auto fact = [&](const char* field, const std::string& value) {
    // texts: groups.field.*
    if (!value.empty())
      facts.rows.emplace_back(core::text(language, std::string("groups.field.") + field), value);
  };
  if (const auto next = options_.next(group.id, context.now()))
    facts.rows.emplace_back(core::text(language, "groups.welcome.next"),
                            core::say_moment(language, group, next->starts));
  fact("place", group.place);
  fact("link", group.link);
  std::vector<std::string> names;
  for (const core::Person* one : context.people().with_role(group, core::Role::facilitator))
    names.push_back(one->name);
  std::ranges::sort(names, core::name_before);
  fact("facilitators", core::say_list(language, names));
  message.blocks.emplace_back(std::move(facts));
  core::say(message, language, "groups.welcome.anonymous");
  core::say(message, language, "groups.welcome.less");
  message.blocks.emplace_back(core::Actions{
      {core::events::say_sealed.button(core::text(language, "groups.welcome.idea"), "idé " + group.key),
       core::events::say.button(core::text(language, "groups.welcome.pause"), "pause")}});
  return message;
}

void Welcome::goes_soon(core::Context& context, const core::GroupId& group_id,
                        const core::PersonId& person_id) {
  const core::Group* group = context.people().group(group_id);
  const core::Person* person = context.people().person(person_id);
  const core::Member* member = group ? group->member(person_id) : nullptr;
  if (!person || !member || member->role != core::Role::participant) return;
  const core::Zone zone = core::Zone::named(group->zone);
  const core::QuietHours quiet = quiet_for(context, *group, *person);
  // Who has come since it is quiet has had no welcome.
  const core::Instant last = core::before_quiet(context.now(), zone, quiet);
  if (last < context.now() && member->since && *member->since >= core::local_date(*group, last)) return;
  context.arrange({core::job_key(events::goes, group_id, person_id), std::string(events::goes.name),
                   events::goes.pack(group_id, person_id),
                   core::after_quiet(context.now() + undone_within, zone, quiet), true});
}

void Welcome::goes(core::Context& context, const core::Job& job) const {
  const auto told = events::goes.unpacked(job.subject);
  if (!told) return;
  const auto& [group_id, person_id] = *told;
  const core::Group* group = context.people().group(group_id);
  const core::Person* person = context.people().person(person_id);
  if (!group || !person || group->member(person_id)) return;
  const auto next = next_of(*group, context.now());
  if (!next || !has_begun(*group, *next, context.now(), core::local_date(*group, context.now()))) return;
  core::Message message;
  core::say(message, person->language, "groups.goes", {{"group", group->name}});
  context.post(core::of_group(
      core::everybody, {"goes:" + group_id.text + ":" + person_id.text + ":" + core::to_text(context.now()),
                        core::destination_of(*person), std::move(message), true}));
}

}  // namespace groups
