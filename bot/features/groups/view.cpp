#include "bot/features/groups/view.hpp"

#include <algorithm>

#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/sorting.hpp"
#include "bot/core/written_time.hpp"
#include "bot/features/groups/events.hpp"
#include "bot/features/groups/naming.hpp"
#include "bot/features/groups/roles_told.hpp"

namespace groups {
namespace {

using core::Button;
using core::Language;
using core::Span;

constexpr const char* fields[]{"name",         "channel",    "place",        "link",    "when",
                               "programme",    "attendance", "facilitators", "leaders", "above",
                               "leaders_part", "source",     "members"};
constexpr std::size_t sessions_shown = 10;

// The value of a field in words that people say.
std::string said(const std::string& field, const Words& words, const Asking& asking) {
  const auto found = words.find(field);
  if (found == words.end()) return {};
  const std::string& value = found->second;
  if (field == "attendance") return core::text(asking.language, "groups.attendance." + value);
  if (field == "leaders_part")
    return value == "yes" ? core::text(asking.language, "groups.leaders_part.yes") : std::string();
  if (field == "source") return core::text(asking.language, "groups.source." + value);
  if (field == "programme") {
    const auto* all = asking.choices.programmes;
    const auto pack = all ? all->find(value) : core::Programmes::const_iterator();
    return all && pack != all->end() ? pack->second.title.in(asking.language)
                                     : core::text(asking.language, "groups.programme.free");
  }
  if (field == "facilitators" || field == "leaders" || field == "above" || field == "members") {
    std::vector<std::string> names;
    for (const Said& one : names_in(value)) names.push_back(one.name);
    std::ranges::sort(names, core::name_before);
    const std::string list = core::say_list(asking.language, names);
    return field == "members" && !names.empty() ? std::to_string(names.size()) + ": " + list : list;
  }
  return value;
}

// texts: groups.field.* groups.fault.* groups.attendance.* sessions.holiday.name.*
std::string label(const std::string& field, Language language) {
  return core::text(language, "groups.field." + field);
}

// Whose membership begins or ends on a day.
std::string periods_of(const core::Group& group, const Asking& asking) {
  std::vector<std::string> all;
  const auto put = [&](const core::Member& member, const char* key, const std::optional<core::Date>& day) {
    const core::Person* person = asking.people.person(member.person);
    if (!person || !day) return;
    const std::string date = core::say_date(asking.language, *day, core::local_date(group, asking.now));
    all.push_back(person->name + " " + core::text(asking.language, key, {{"date", date}}));
  };
  for (const core::Member& member : group.later) put(member, "groups.period.from", member.since);
  for (const core::Member& member : group.members) put(member, "groups.period.to", member.ends);
  std::ranges::sort(all, core::name_before);
  return core::say_list(asking.language, all);
}

// With the whole names of those who were found by a part of theirs.
Words with_names(const Words& words, const Wanted& wanted, const Asking& asking) {
  Words whole = words_of(wanted.group, asking);
  for (const char* field : {"when", "programme", "attendance", "leaders_part", "source"})
    if (const auto written = words.find(field); written != words.end()) whole[field] = written->second;
  if (wanted.rhythm.cadence) whole["when"] = core::cadence_text(asking.language, *wanted.rhythm.cadence);
  add_fresh(whole, wanted);
  return whole;
}

}  // namespace

void add_fresh(Words& words, const Wanted& wanted) {
  for (const Wanted::Fresh& one : wanted.fresh) {
    std::string& list = words[one.role == core::Role::facilitator ? "facilitators"
                              : one.above                         ? "above"
                              : one.role == core::Role::leader    ? "leaders"
                                                                  : "members"];
    list += (list.empty() ? "" : ", ") + one.person.name;
  }
}

void say_fresh(std::vector<core::Block>& blocks, const Wanted& wanted, Language language) {
  std::vector<std::string> names;
  for (const Wanted::Fresh& one : wanted.fresh) names.push_back(one.person.name);
  if (!names.empty())
    core::say(blocks, language, "groups.preview.fresh", {{"names", core::say_list(language, names)}});
}

core::Facts facts_of(const Words& words, const Wanted& wanted, const Asking& asking) {
  core::Facts facts;
  const Words whole = with_names(words, wanted, asking);
  for (const char* field : fields) {
    const std::string value = said(field, whole, asking);
    if (!value.empty()) facts.rows.emplace_back(label(field, asking.language), value);
  }
  return facts;
}

core::List sessions_of(const Wanted& wanted, const Asking& asking) {
  core::List list;
  const core::Zone zone = core::Zone::named(wanted.group.zone);
  // Of one that is somewhere in its programme nobody knows here how far it has come.
  const core::Programme* programme = nullptr;
  const std::string& chosen = wanted.group.programme;
  const bool stays = asking.group && (asking.group->programme == chosen || asking.followed == chosen);
  const bool begins = !stays || !asking.begun;
  if (begins && asking.choices.programmes)
    if (const auto found = asking.choices.programmes->find(stays ? asking.followed.value_or(chosen) : chosen);
        found != asking.choices.programmes->end())
      programme = &found->second;
  std::size_t number = 0;
  const core::Date today = core::date_of(zone.to_local(asking.now));
  for (const core::Occurrence& one : first_weeks(wanted.rhythm, zone, asking.now)) {
    if (list.items.size() == sessions_shown) break;
    const core::Local from = zone.to_local(one.starts), to = zone.to_local(one.ends);
    if (one.holiday) {
      const std::string why =
          core::text(asking.language, "sessions.holiday.name." + std::string(*one.holiday));
      list.items.push_back(
          core::rich(asking.language, "groups.preview.holiday",
                     {{"date", core::say_date(asking.language, one.date, today)}, {"why", why}}));
      continue;
    }
    core::Rich line{Span(core::text(asking.language, "sessions.when",
                                    {{"date", core::say_date(asking.language, one.date, today)},
                                     {"span", core::say_span(asking.language, from, to)}}))};
    if (programme && number < programme->sessions.size())
      line.emplace_back(": " + programme->sessions[number].theme.in(asking.language));
    ++number;
    list.items.push_back(std::move(line));
  }
  return list;
}

core::List lacks_of(const std::vector<std::string>& faults, const Choices& choices, Language language) {
  core::List list;
  for (const std::string& fault : faults)
    list.items.push_back(
        core::rich(language, "groups.fault." + fault, {{"k", std::to_string(choices.fewest_answers)}}));
  return list;
}

core::Message preview_of(const std::string& draft, const Words& words, const Wanted& wanted,
                         const Asking& asking, const Options& options) {
  const Language language = asking.language;
  core::Message message;
  auto& blocks = message.blocks;
  core::head(blocks, language, "groups.preview.title", {{"name", wanted.group.name}});
  blocks.emplace_back(facts_of(words, wanted, asking));
  say_fresh(blocks, wanted, language);
  core::say(blocks, language, "groups.preview.sessions");
  blocks.emplace_back(sessions_of(wanted, asking));
  const auto& members = wanted.group.members;
  const auto leads = [](core::Role role) { return role == core::Role::leader; };
  const auto answering = std::ranges::count_if(members, [&](const auto& m) { return !leads(m.role); }) +
                         std::ranges::count_if(wanted.fresh, [&](const auto& f) { return !leads(f.role); });
  const bool led = std::ranges::any_of(members, [&](const auto& m) { return leads(m.role); }) ||
                   std::ranges::any_of(wanted.fresh, [&](const auto& f) { return leads(f.role); });
  std::vector<std::string> faults;
  if (answering < asking.choices.fewest_answers) faults.emplace_back("few");
  if (!led) faults.emplace_back("no_leader");
  if (!faults.empty()) blocks.emplace_back(lacks_of(faults, asking.choices, language));
  const bool daily = core::meets_daily(wanted.group);
  core::Rich then = core::rich(language, daily ? "groups.preview.then.daily" : "groups.preview.then");
  if (const auto invited = first_invited(options, wanted, asking, true); invited && !daily) {
    then.emplace_back(" ");
    then.insert(then.end(), invited->begin(), invited->end());
  }
  blocks.emplace_back(core::Paragraph{std::move(then)});
  blocks.emplace_back(core::Actions{
      {events::start.button(core::text(language, "groups.start"), draft, Button::Style::primary),
       events::edit.button(core::text(language, "groups.step.1"), draft, 1),
       events::edit.button(core::text(language, "groups.step.2"), draft, 2),
       events::edit.button(core::text(language, "groups.step.3"), draft, 3),
       events::discard.button(core::text(language, "groups.discard"), draft)}});
  return message;
}

core::List differences(const Words& before, const Words& after, const Asking& asking) {
  core::List list;
  for (const std::string field : fields) {
    const std::string was = said(field, before, asking), is = said(field, after, asking);
    if (was == is) continue;
    const std::string nothing = core::text(asking.language, "groups.nothing");
    list.items.push_back(core::rich(asking.language, "groups.change.line",
                                    {{"field", label(field, asking.language)},
                                     {"was", was.empty() ? nothing : was},
                                     {"is", is.empty() ? nothing : is}}));
  }
  return list;
}

core::Message panel_of(const core::Group& group, const std::set<std::string>& configured,
                       const std::vector<std::string>& faults, const Asking& asking) {
  const Language language = asking.language;
  core::Message message;
  auto& blocks = message.blocks;
  blocks.emplace_back(core::Heading{group.name});
  if (group.stopped) core::say(blocks, language, "groups.panel.stopped");
  const Words words = words_of(group, asking);
  core::Facts facts;
  for (const std::string field : fields) {
    std::string value = said(field, words, asking);
    const bool quiet = value.empty() &&
                       (field == "above" || field == "link" || field == "leaders_part" || field == "source");
    if (quiet || field == "name") continue;
    if (value.empty()) value = core::text(language, "groups.nothing");
    const std::string setting = field == "when"           ? "cadence"
                                : field == "attendance"   ? "expected"
                                : field == "source"       ? "of_channel"
                                : field == "leaders_part" ? "leaders_take_part"
                                                          : field;
    const bool another = field == "programme" && asking.follows_another();
    if (another) {
      facts.rows.emplace_back(label("programme.now", language), value);
      value = said(field, {{field, group.programme}}, asking);
    }
    if (configured.contains(setting))
      value = core::text(language, "groups.panel.of_file", {{"value", value}});
    facts.rows.emplace_back(label(another ? "programme.set" : field, language), value);
  }
  if (const std::string periods = periods_of(group, asking); !periods.empty())
    facts.rows.emplace_back(label("periods", language), periods);
  if (group.alternates)
    facts.rows.emplace_back(label("alternates", language), core::text(language, "groups.alternates"));
  blocks.emplace_back(std::move(facts));
  if (!faults.empty()) blocks.emplace_back(lacks_of(faults, asking.choices, language));
  core::Actions actions;
  for (int step = first_step; step <= last_step; ++step)
    // texts: groups.step.*
    actions.buttons.push_back(
        events::change.button(core::text(language, "groups.step." + std::to_string(step)), group.id, step));
  actions.buttons.push_back(
      core::events::say.button(core::text(language, "groups.panel.plan"), "plan " + group.key));
  if (group.stopped)
    actions.buttons.push_back(
        core::events::say.button(core::text(language, "sessions.period.see"), "periode " + group.key));
  if (asking.people.with_role(group, core::Role::facilitator).size() > 1)
    actions.buttons.push_back(
        core::events::say.button(core::text(language, "sessions.lead.see"), "hovedansvar " + group.key));
  if (asking.coordinator && !group.in_file)
    actions.buttons.push_back(
        events::end.button(core::text(language, "groups.end"), group.id, Button::Style::danger));
  blocks.emplace_back(std::move(actions));
  if (!configured.empty()) core::note(blocks, language, "groups.panel.note");
  return message;
}

}  // namespace groups
