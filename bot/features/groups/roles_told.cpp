#include "bot/features/groups/roles_told.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "bot/core/group_due.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/job_name.hpp"
#include "bot/core/leaders.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/groups/events.hpp"
#include "bot/features/groups/view.hpp"

namespace groups {
namespace {

using core::Language;
using core::Role;

Ahead ahead_of(const Options& options, const core::Group& group, core::Instant starts, core::Instant ends,
               core::Instant now) {
  return options.ahead ? options.ahead(group, starts, ends, now) : Ahead{};
}

// "Satt opp av Eivind Moe." before the rest, unless it was oneself.
core::Rich set_up_by(Language language, std::string_view key, const std::string& by) {
  core::Rich words = core::rich(language, key);  // texts: groups.role.*
  if (by.empty()) return words;
  core::Rich first = core::rich(language, "groups.role.by", {{"name", by}});
  first.emplace_back(" ");
  first.insert(first.end(), words.begin(), words.end());
  return first;
}

// Of one telling: who gets the role again hears of it again.
std::string key_of(const core::Context& context, const core::Group& group, const core::Member& member) {
  return "your-role:" + group.id.text + ":" + std::string(core::code(member.role)) + ":" +
         member.person.text + ":" + core::to_text(context.now());
}

bool leads(const core::Member& member) {
  return member.role == Role::facilitator || member.role == Role::leader;
}

// Also of one whose membership begins later; null: no member.
const core::Member* member_of(const core::Group& group, const core::PersonId& person) {
  if (const core::Member* member = group.member(person)) return member;
  const auto later = std::ranges::find(group.later, person, &core::Member::person);
  return later == group.later.end() ? nullptr : &*later;
}

// `member` has a first day then.
bool begins_later(const core::Context& context, const core::Group& group, const core::Member& member) {
  return member.since && *member.since > core::local_date(group, context.now());
}

// The first session in which they have the role.
std::optional<core::Session> first_of(const core::Context& context, const Options& options,
                                      const core::Group& group, const core::Member& member) {
  if (!options.next) return std::nullopt;
  core::Instant from = context.now();
  if (begins_later(context, group, member)) from = core::midnight(group, *member.since);
  auto next = options.next(group.id, from);
  if (next && member.ends && core::local_date(group, next->starts) > *member.ends) next.reset();
  return next;
}

// "facilitator", "leader", or "above": of a leader whom a matter reaches after the others.
std::string kind_of(core::Context& context, const core::Group& group, const core::Member& member) {
  if (member.role == Role::facilitator) return "facilitator";
  return core::leaders_of(context.people(), group).is_above(member.person) ? "above" : "leader";
}

core::List duties_of(const std::string& kind, bool cover, Language language) {
  core::List duties;
  // texts: groups.role.*
  const auto duty = [&](const std::string& which) {
    duties.items.push_back(core::rich(language, "groups.role." + which));
  };
  if (kind == "facilitator") {
    for (const char* which : {"before", "during", "after"}) duty(kind + "." + which);
    return duties;
  }
  if (kind == "leader" && cover) duty("leader.cover");
  duty(kind + ".matter");
  duty("leader.week");
  return duties;
}

}  // namespace

void RolesTold::tell_of_new_soon(core::Context& context, GroupStore& store) {
  if (store.roles_untold().empty()) return;
  // By its name behind the jobs that plan, as above.
  context.arrange({"told-roles", std::string(events::roles_job), "", context.now(), true});
}

void RolesTold::tell_of_new(core::Context& context, GroupStore& store) const {
  std::map<core::PersonId, std::vector<Part>> parts;
  for (const auto& [id, person] : store.roles_untold()) {
    const core::Group* group = context.people().group(id);
    const core::Member* member = group ? member_of(*group, person) : nullptr;
    if (!member || !leads(*member) || !context.people().person(person)) continue;  // nobody, for now
    store.set_role_told(id, person);
    if (group->stopped || (options_.across && options_.across(id))) continue;
    parts[person].push_back({*group, *member});
  }
  for (const auto& [id, all] : parts) {
    const core::Person* person = context.people().person(id);
    const bool one = all.size() == 1;
    const core::Group& group = all.front().group;
    core::Post post{one ? key_of(context, group, all.front().member)
                        : "your-roles:" + id.text + ":" + core::to_text(context.now()),
                    core::destination_of(*person),
                    one ? words_for(context, group, all.front().member, *person, {}, false)
                        : words_for_all(context, all, *person),
                    true};
    if (one) post.group = group.id;
    post.can_wait =
        std::ranges::all_of(all, [](const Part& part) { return part.member.role == Role::leader; });
    context.post(std::move(post));
  }
}

core::Message RolesTold::words_for_all(core::Context& context, const std::vector<Part>& parts,
                                       const core::Person& person) const {
  constexpr std::size_t named = 12;
  const Language language = person.language;
  core::Message message;
  core::head(message, language, "groups.roles.title");
  core::say(message, language, "groups.roles");
  core::List groups;
  std::set<std::string> kinds;
  bool cover = false;
  for (const Part& part : parts) {
    const std::string kind = kind_of(context, part.group, part.member);
    kinds.insert(kind);
    const auto next = first_of(context, options_, part.group, part.member);
    cover = cover || (next && ahead_of(options_, part.group, next->starts, next->ends, context.now()).cover);
    if (groups.items.size() == named) continue;
    // texts: groups.roles.one.facilitator, groups.roles.one.leader, groups.roles.one.above
    core::Rich line = core::rich(language, "groups.roles.one." + kind, {{"group", part.group.name}});
    const auto add = [&](std::string_view key, core::Args args) {
      line.emplace_back(" ");
      for (core::Span& span : core::rich(language, key, args)) line.push_back(std::move(span));
    };
    if (begins_later(context, part.group, part.member))
      add("groups.role.from", {{"date", core::say_date(language, *part.member.since,
                                                       core::local_date(part.group, context.now()))}});
    if (part.member.ends)
      add("groups.role.to", {{"date", core::say_date(language, *part.member.ends,
                                                     core::local_date(part.group, context.now()))}});
    if (next) add("groups.role.next", {{"when", core::say_moment(language, part.group, next->starts)}});
    groups.items.push_back(std::move(line));
  }
  if (parts.size() > named)
    groups.items.push_back(
        core::rich(language, "groups.roles.more", {{"n", static_cast<int>(parts.size() - named)}}));
  message.blocks.emplace_back(std::move(groups));
  for (const char* kind : {"facilitator", "leader", "above"}) {
    if (!kinds.contains(kind)) continue;
    // texts: groups.roles.as.facilitator, groups.roles.as.leader, groups.roles.as.above
    core::say(message, language, std::string("groups.roles.as.") + kind);
    message.blocks.emplace_back(duties_of(kind, cover, language));
  }
  message.blocks.emplace_back(core::Actions{{core::events::say.button(
      core::text(language, "groups.roles.help"), "hjelp", core::Button::Style::primary)}});
  return message;
}

void RolesTold::tell_soon(core::Context& context, const core::GroupId& group, const core::PersonId& person,
                          const core::PersonId& by) {
  const auto giver = by.empty() ? std::nullopt : std::optional(by);
  // By its name behind the job that plans the group's sessions, which is due at the same time.
  context.arrange({"told-role:" + group.text + ":" + person.text, std::string(events::role.name),
                   events::role.pack(group, person, giver), context.now(), true});
}

void RolesTold::tell(core::Context& context, GroupStore& store, const core::Job& job) const {
  const auto told = events::role.unpacked(core::with_bars(job.subject));
  if (!told) return;
  const auto& [group_id, person_id, by_id] = *told;
  const core::Person* person = context.people().person(person_id);
  if (!person) return;
  const core::Group& group = core::group_due(context, group_id);
  const core::Member* member = member_of(group, person_id);
  if (!member || !leads(*member) || !store.set_role_told(group_id, person_id)) return;
  const core::Person* by = by_id && *by_id != person_id ? context.people().person(*by_id) : nullptr;
  core::Post post{key_of(context, group, *member), core::destination_of(*person),
                  words_for(context, group, *member, *person, by ? by->name : std::string(),
                            has_heard(context, store, group, *member)),
                  true};
  post.group = group_id;
  // Who leads many groups hears of them all, some a week later.
  post.can_wait = member->role == Role::leader;
  context.post(std::move(post));
}

// Who is made leader of seven groups reads once what that is.
bool RolesTold::has_heard(core::Context& context, GroupStore& store, const core::Group& group,
                          const core::Member& member) const {
  const auto untold = store.roles_untold();
  return std::ranges::any_of(context.people().groups_of(member.person), [&](const core::Group* other) {
    const core::Member* there = other->member(member.person);
    if (options_.across && options_.across(other->id)) return false;  // nothing is said of such a part
    return other->id != group.id && !other->stopped && there->role == member.role &&
           kind_of(context, *other, *there) == kind_of(context, group, member) &&
           core::takes_part(*other, member.person) == core::takes_part(group, member.person) &&
           core::meets_daily(*other) == core::meets_daily(group) &&
           std::ranges::find(untold, Untold{other->id, member.person}) == untold.end();
  });
}

core::Message RolesTold::words_for(core::Context& context, const core::Group& group,
                                   const core::Member& member, const core::Person& person,
                                   const std::string& by, bool heard) const {
  const Language language = person.language;
  const std::string kind = kind_of(context, group, member);
  const bool facilitator = kind == "facilitator";
  const auto next = first_of(context, options_, group, member);
  const Ahead ahead = next ? ahead_of(options_, group, next->starts, next->ends, context.now()) : Ahead{};
  core::Message message;
  // texts: groups.role.*
  core::head(message, language, "groups.role." + kind + ".title", {{"group", group.name}});
  const bool daily = facilitator && core::meets_daily(group);
  const std::string way = daily                                                ? ".daily"
                          : !facilitator && core::takes_part(group, person.id) ? ".comes"
                                                                               : "";
  message.blocks.emplace_back(core::Paragraph{
      set_up_by(language, heard ? "groups.role.as_elsewhere" : "groups.role." + kind + way, by)});
  if (!daily && !heard) message.blocks.emplace_back(duties_of(kind, ahead.cover, language));
  if (begins_later(context, group, member))
    core::say(message, language, "groups.role.from",
              {{"date", core::say_date(language, *member.since, core::local_date(group, context.now()))}});
  if (member.ends)
    core::say(message, language, "groups.role.to",
              {{"date", core::say_date(language, *member.ends, core::local_date(group, context.now()))}});
  if (next)
    core::say(message, language, "groups.role.next",
              {{"when", core::say_moment(language, group, next->starts)}});
  if (facilitator && ahead.invited && *ahead.invited > context.now())
    core::say(message, language, "groups.role.invited",
              {{"when", core::say_moment(language, group, *ahead.invited)}});
  core::say(message, language, facilitator ? "groups.role.command.sheet" : "groups.role.command.matters");
  const core::Button open = core::events::say.button(
      core::text(language, facilitator ? "sessions.sheet.see" : "groups.handed_over.matters"),
      (facilitator ? "kjøreplan " : "saker ") + group.key, core::Button::Style::primary);
  message.blocks.emplace_back(core::Actions{{open}});
  return message;
}

void RolesTold::tell_of_lost_soon(core::Context& context) {
  context.arrange({std::string(events::lost_job), std::string(events::lost_job), "", context.now(), true});
}

// Out of everything they did there or only out of that; whom to ask why.
void RolesTold::tell_of_lost(core::Context& context, GroupStore& store) {
  std::map<core::PersonId, std::vector<LostRole>> all;
  for (LostRole& lost : store.take_lost_roles()) all[lost.person].push_back(std::move(lost));
  for (const auto& [id, lost] : all) {
    const core::Person* person = context.people().person(id);
    if (!person) continue;
    const Language language = person->language;
    core::List list;
    for (const LostRole& one : lost) {
      const core::Group* group = context.people().group(one.group);
      if (!group && !one.group.empty()) continue;
      // texts: groups.role.over.facilitator groups.role.over.leader groups.role.over.coordinator
      core::Rich words = core::rich(language, "groups.role.over." + std::string(core::code(one.role)),
                                    {{"group", group ? group->name : std::string()}});
      // Of a leader it goes without saying.
      const core::Member* stays = group ? member_of(*group, id) : nullptr;
      if (stays || one.role == Role::facilitator) {
        words.emplace_back(" ");
        std::ranges::move(core::rich(language, stays ? "groups.role.over.stays" : "groups.role.over.out"),
                          std::back_inserter(words));
        if (stays && stays->ends) {
          words.emplace_back(" ");
          std::ranges::move(core::rich(language, "groups.role.to",
                                       {{"date", core::say_date(language, *stays->ends,
                                                                core::local_date(*group, context.now()))}}),
                            std::back_inserter(words));
        }
      }
      list.items.push_back(std::move(words));
    }
    if (list.items.empty()) continue;
    core::Message message;
    core::head(message, language, "groups.role.over.title");
    message.blocks.emplace_back(std::move(list));
    std::vector<std::string> names;
    for (const core::Person* coordinator : context.people().coordinators())
      if (coordinator->id != id) names.push_back(coordinator->name);
    constexpr std::size_t few = 3;
    if (!names.empty() && names.size() <= few)
      core::say(message, language, "groups.role.over.ask", {{"names", core::say_list(language, names)}});
    context.post(core::of_group(core::everybody, {"role-over:" + id.text + ":" + core::to_text(context.now()),
                                                  core::destination_of(*person), std::move(message), true}));
  }
}

std::optional<core::Rich> first_invited(const Options& options, const Wanted& made, const Asking& asking,
                                        bool before) {
  const Language language = asking.language;
  core::Group group = made.group;
  group.quiet.closed = asking.people.closed();
  const auto all = first_weeks(made.rhythm, core::Zone::named(group.zone), asking.now);
  const auto first = std::ranges::find_if(all, [](const core::Occurrence& one) { return !one.holiday; });
  if (first == all.end()) return std::nullopt;
  const Ahead ahead = ahead_of(options, group, first->starts, first->ends, asking.now);
  if (!ahead.invited) return core::rich(language, "groups.started.not_invited");
  if (*ahead.invited <= asking.now)
    return core::rich(language, before ? "groups.preview.then.invited" : "groups.started.invited_now");
  return core::rich(language, "groups.started.invited",
                    {{"when", core::say_moment(language, group, *ahead.invited)}});
}

core::Message started(const core::Context& context, const Options& options, const Wanted& made,
                      const Asking& asking) {
  const Language language = asking.language;
  core::Group group = made.group;
  group.quiet.closed = context.people().closed();
  const core::Zone zone = core::Zone::named(group.zone);
  core::Message message;
  core::head(message, language, "groups.started.title", {{"name", group.name}});
  core::List list = sessions_of(made, asking);
  if (list.items.size() > 1) list.items.resize(1);
  core::say(message, language, "groups.started");
  message.blocks.emplace_back(std::move(list));
  core::List then;
  if (auto invited = first_invited(options, made, asking, false))
    then.items.push_back(made.rhythm.cadence && made.rhythm.cadence->working_days
                             ? core::rich(language, "groups.started.daily")
                             : std::move(*invited));
  const core::Instant heard = core::after_quiet(context.now(), zone, group.quiet);
  then.items.push_back(
      core::rich(language, heard > context.now() ? "groups.started.roles_later" : "groups.started.roles",
                 {{"when", core::say_moment(language, group, heard)}}));
  then.items.push_back(core::rich(language, "groups.started.change"));
  core::say(message, language, "groups.started.then");
  message.blocks.emplace_back(std::move(then));
  message.blocks.emplace_back(
      core::Actions{{events::show.button(core::text(language, "groups.show"), group.id)}});
  return message;
}

}  // namespace groups
