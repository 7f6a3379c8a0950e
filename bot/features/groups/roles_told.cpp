#include "bot/features/groups/roles_told.hpp"

#include <algorithm>

#include "bot/core/leaders.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/groups/events.hpp"
#include "bot/features/groups/view.hpp"

namespace groups {
namespace {

using core::Language;
using core::Role;

// The parts of a job's subject.
struct WhoIsTold {
  core::GroupId group;
  core::PersonId person, by;
};
WhoIsTold who_in(const std::string& subject) {
  const auto first = subject.find(' '), second = subject.find(' ', first + 1);
  if (second == std::string::npos) return {};
  return {core::GroupId(subject.substr(0, first)),
          core::PersonId(subject.substr(first + 1, second - first - 1)),
          core::PersonId(subject.substr(second + 1))};
}

std::string moment_in(const core::Group& group, core::Instant at, Language language) {
  return core::say_moment(language, core::Zone::named(group.zone).to_local(at));
}

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

}  // namespace

void RolesTold::tell_soon(core::Context& context, const core::GroupId& group, const core::PersonId& person,
                          const core::PersonId& by) {
  const std::string subject = group.text + " " + person.text + " " + by.text;
  // By its name behind the job that plans the group's sessions, which is due at the same time.
  context.arrange({"told-role:" + group.text + ":" + person.text, std::string(events::role_job), subject,
                   context.now(), true});
}

void RolesTold::tell(core::Context& context, const core::Job& job) const {
  const WhoIsTold told = who_in(job.subject);
  const core::Group* group = context.people().group(told.group);
  const core::Person* person = context.people().person(told.person);
  if (!group || !person) return;
  const core::Member* member = group->member(told.person);
  const auto later = std::ranges::find(group->later, told.person, &core::Member::person);
  if (!member && later != group->later.end()) member = &*later;
  if (!member || (member->role != Role::facilitator && member->role != Role::leader)) return;
  const core::Person* by = told.by == told.person ? nullptr : context.people().person(told.by);
  core::Post post{
      "your-role:" + group->id.text + ":" + std::string(core::code(member->role)) + ":" + person->id.text,
      core::destination_of(*person),
      words_for(context, *group, *member, *person, by ? by->name : std::string()), true};
  // Who leads many groups hears of them all, some a week later.
  post.can_wait = member->role == Role::leader;
  context.post(std::move(post));
}

core::Message RolesTold::words_for(core::Context& context, const core::Group& group,
                                   const core::Member& member, const core::Person& person,
                                   const std::string& by) const {
  const Language language = person.language;
  const bool leads = member.role == Role::facilitator;
  const bool above = !leads && core::leaders_of(context.people(), group).is_above(person.id);
  const auto next = options_.next ? options_.next(group.id, context.now()) : std::nullopt;
  const Ahead ahead = next ? ahead_of(options_, group, next->starts, next->ends, context.now()) : Ahead{};
  const std::string kind = leads ? "facilitator" : above ? "above" : "leader";
  core::Message message;
  // texts: groups.role.*
  core::head(message, language, "groups.role." + kind + ".title", {{"group", group.name}});
  const std::string comes = !leads && core::takes_part(group, person.id) ? ".comes" : "";
  message.blocks.emplace_back(core::Paragraph{set_up_by(language, "groups.role." + kind + comes, by)});
  core::List duties;
  const auto duty = [&](const std::string& which) {
    duties.items.push_back(core::rich(language, "groups.role." + kind + "." + which));
  };
  if (leads) {
    for (const char* which : {"before", "during", "after"}) duty(which);
  } else {
    if (!above && ahead.cover) duty("cover");
    duty("matter");
    duties.items.push_back(core::rich(language, "groups.role.leader.week"));
  }
  message.blocks.emplace_back(std::move(duties));
  if (member.since && *member.since > core::date_of(core::Zone::named(group.zone).to_local(context.now())))
    core::say(message, language, "groups.role.from", {{"date", core::say_date(language, *member.since)}});
  if (next)
    core::say(message, language, "groups.role.next", {{"when", moment_in(group, next->starts, language)}});
  if (leads && ahead.invited && *ahead.invited > context.now())
    core::say(message, language, "groups.role.invited",
              {{"when", moment_in(group, *ahead.invited, language)}});
  core::say(message, language, leads ? "groups.role.command.sheet" : "groups.role.command.matters");
  const core::Button open = core::events::say.button(
      core::text(language, leads ? "sessions.sheet.see" : "groups.handed_over.matters"),
      (leads ? "kjøreplan " : "saker ") + group.key, core::Button::Style::primary);
  message.blocks.emplace_back(core::Actions{{open}});
  return message;
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
  const auto all = first_weeks(made.rhythm, zone, context.now());
  const auto first = std::ranges::find_if(all, [](const core::Occurrence& one) { return !one.holiday; });
  core::List then;
  if (first != all.end()) {
    const Ahead ahead = ahead_of(options, group, first->starts, first->ends, context.now());
    if (ahead.invited)
      then.items.push_back(core::rich(
          language, *ahead.invited <= context.now() ? "groups.started.invited_now" : "groups.started.invited",
          {{"when", moment_in(group, *ahead.invited, language)}}));
    else
      then.items.push_back(core::rich(language, "groups.started.not_invited"));
  }
  const core::Instant heard = core::after_quiet(context.now(), zone, group.quiet);
  then.items.push_back(
      core::rich(language, heard > context.now() ? "groups.started.roles_later" : "groups.started.roles",
                 {{"when", moment_in(group, heard, language)}}));
  then.items.push_back(core::rich(language, "groups.started.change"));
  core::say(message, language, "groups.started.then");
  message.blocks.emplace_back(std::move(then));
  message.blocks.emplace_back(
      core::Actions{{events::show.button(core::text(language, "groups.show"), group.id)}});
  return message;
}

}  // namespace groups
