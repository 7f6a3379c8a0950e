#include "bot/features/groups/welcome.hpp"

#include "bot/core/events.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/sorting.hpp"
#include "bot/features/groups/events.hpp"

namespace groups {
namespace {

constexpr std::chrono::days looked_back{2};  // in each zone yesterday is one of them

bool is_away_in(const core::Group& group, const core::Person& person, core::Instant now) {
  return core::is_away(person, core::Zone::named(group.zone), now);
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
    if (!group || !person || !group->member(person_id)) continue;  // not from today on
    store_.set_role_told(group_id, person_id);
    if (!meets(*group, context.now()) || is_away_in(*group, *person, context.now())) continue;
    context.post(core::of_group(
        group_id, {"welcome:" + group_id.text + ":" + person_id.text + ":" + core::to_text(context.now()),
                   core::destination_of(*person), words_for(context, *group, *person), true}));
  }
}

// Has met, or was invited: what is told to the group from now on says the rest.
bool Welcome::meets(const core::Group& group, core::Instant now) const {
  if (group.stopped || !options_.next || (options_.across && options_.across(group.id))) return false;
  const auto next = options_.next(group.id, now);
  if (!next) return false;
  if (next->number > 1) return true;
  const Ahead ahead = options_.ahead ? options_.ahead(group, next->starts, next->ends, now) : Ahead{};
  return ahead.invited && *ahead.invited <= now;
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

void Welcome::goes(core::Context& context, const core::GroupId& group_id,
                   const core::PersonId& person_id) const {
  const core::Group* group = context.people().group(group_id);
  const core::Person* person = context.people().person(person_id);
  const core::Member* member = group ? group->member(person_id) : nullptr;
  if (!person || !member || member->role != core::Role::participant) return;
  // Who came today has had nothing, or waits for it in vain.
  if (member->since && *member->since >= core::local_date(*group, context.now())) return;
  if (!meets(*group, context.now()) || is_away_in(*group, *person, context.now())) return;
  core::Message message;
  core::say(message, person->language, "groups.goes", {{"group", group->name}});
  context.post(core::of_group(
      core::everybody, {"goes:" + group_id.text + ":" + person_id.text + ":" + core::to_text(context.now()),
                        core::destination_of(*person), std::move(message), true}));
}

}  // namespace groups
