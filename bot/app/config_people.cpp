// Who there is: the sections [people.*] and [groups.*].

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "bot/app/config_reading.hpp"
#include "bot/app/load_packs.hpp"
#include "bot/core/command_line.hpp"
#include "bot/core/email.hpp"
#include "bot/core/random.hpp"
#include "bot/core/written_time.hpp"

namespace app {
namespace {

std::string read_workspace(const Section& section, const Reading& from) {
  if (const auto written = section.text("workspace")) {
    if (!from.workspaces.empty()) section.one_of("workspace", from.workspaces);
    return *written;
  }
  if (from.workspaces.size() == 1) return from.workspaces.front();
  if (!from.workspaces.empty()) section.problem("workspace", "is missing; several chats are switched on");
  return "";
}

// The members of one role; `taken` says which role each key has in this group so far.
void read_members(const Section& section, std::string_view key, core::Role role, const Reading& from,
                  std::map<std::string, core::Role>& taken, core::Group& group) {
  for (const auto& [name, line] : section.texts(key)) {
    const auto person = from.people.find(name);
    if (person == from.people.end()) {
      std::vector<std::string> known;
      for (const auto& [each, id] : from.people) known.push_back(each);
      std::ranges::sort(known);
      const auto near = nearest(name, known);
      section.conflict(
          key,
          near ? fmt::format("there is no person \"{}\"; did you mean \"{}\"?", name, *near)
               : fmt::format("there is no person \"{}\"; people stand in sections [people.{}]", name, name),
          line);
      continue;
    }
    const auto [before, is_new] = taken.try_emplace(name, role);
    if (is_new) {
      group.members.push_back({person->second, role, std::nullopt});
    } else if (before->second == role) {
      section.conflict(key, fmt::format("\"{}\" stands here twice", name), line);
    } else if (before->second == core::Role::leader || role == core::Role::leader) {
      section.conflict(
          key,
          fmt::format(
              "\"{}\" is both {} and {}; a leader does not answer, so one person cannot be both in one group",
              name, core::code(before->second), core::code(role)),
          line);
    } else {
      section.conflict(key,
                       fmt::format("\"{}\" is both facilitator and participant; a facilitator answers as a "
                                   "member anyway, name the person once",
                                   name),
                       line);
    }
  }
}

void read_rhythm(const Section& section, core::Group& group) {
  const auto first = section.date("first");
  const auto last = section.date("last");
  const auto words = section.text("cadence");
  if (!words) {
    for (const std::string_view key : {"first", "last"})
      if (section.has(key) && !section.has("cadence"))
        section.conflict(key, "says nothing without a cadence");
    return;
  }
  section.required("first");
  // Without a first day the words are checked all the same, on any day.
  const core::Date from = first.value_or(std::chrono::year{2026} / 1 / 1);
  group.cadence = section.read<core::Cadence>(
      "cadence", [&](const std::string& text) { return core::cadence_from_text(text, from); });
  if (!group.cadence || !first) return;
  group.cadence->last = last;
  if (last && *last < group.cadence->first)
    section.conflict("last", fmt::format("no session is left: the first would be on {}",
                                         core::date_text(group.cadence->first)));
  else if (group.cadence->first != *first)
    section.warning("first", fmt::format("{} is no day of this cadence; the first session is on {}",
                                         core::date_text(*first), core::date_text(group.cadence->first)));
}

void read_programme(const Section& section, const core::Programmes& programmes, core::Group& group) {
  group.programme = section.text("programme").value_or("");
  if (group.programme.empty() || programmes.contains(group.programme)) return;
  std::vector<std::string> known;
  for (const auto& [key, programme] : programmes) known.push_back(key);
  const auto near = nearest(group.programme, known);
  section.conflict("programme", fmt::format("there is no programme pack \"{}\"; {}", group.programme,
                                            near ? fmt::format("did you mean \"{}\"?", *near)
                                                 : fmt::format("there are: {}", fmt::join(known, ", "))));
}

void warn_about_members(const Section& section, const core::Group& group, std::size_t fewest_answers) {
  const auto count = [&](core::Role role) {
    return static_cast<std::size_t>(
        std::count_if(group.members.begin(), group.members.end(),
                      [&](const core::Member& member) { return member.role == role; }));
  };
  const std::size_t facilitators = count(core::Role::facilitator);
  const std::size_t answer = facilitators + count(core::Role::participant);
  if (answer < fewest_answers)
    section.warning(
        "",
        fmt::format(
            "in {} {} can answer; anonymity needs {} answers, so results of this group will never be shown",
            group.name, answer == 1 ? std::string("1 person") : fmt::format("{} people", answer),
            fewest_answers));
  if (facilitators == 0)
    section.warning("", fmt::format("{} has no facilitator; only a coordinator can lead it", group.name));
  if (count(core::Role::leader) == 0)
    section.warning("", fmt::format("{} has no leader; nobody can answer what it lifts", group.name));
  const auto always = std::ranges::count_if(group.members, [](const core::Member& member) {
    return member.role == core::Role::facilitator && !member.since && !member.ends;
  });
  if (always > 2)
    section.warning("facilitators",
                    fmt::format("{} people lead {}; lists and forms take two at most", always, group.name));
}

// A group whose chat can only be posted to has nothing but shared links: there they are on unless switched
// off.
int read_sheet(const Section& section, const core::Group& group, const Chats& chats) {
  const bool post_only = chats.post_only.contains(group.workspace);
  const auto written = section.number("sheet", 0, 1'000'000);
  if (written && *written > 0 && !chats.pages)
    section.conflict("sheet", "a sheet leads to a page, and [pages] is not switched on");
  return written.value_or(post_only && chats.pages ? 1 : 0);
}

// Members' first and last days.
void read_periods(const Section& section, const Reading& from, core::Group& group) {
  for (const auto& [name, period] : section.entries("periods")) {
    const auto first = period.date("from"), last = period.date("to");
    if (first && last && *last < *first) period.conflict("to", "is before the first day");
    const auto person = from.people.find(name);
    const auto member = person == from.people.end()
                            ? group.members.end()
                            : std::ranges::find(group.members, person->second, &core::Member::person);
    if (member == group.members.end()) {
      period.conflict("", fmt::format("\"{}\" is no member of this group", name));
      continue;
    }
    if (first) member->since = first;
    member->ends = last;
  }
}

// Only who leads can answer.
void read_wishes(const Section& section, const core::Group& group, Reading& to) {
  const auto written = section.text("wishes_to");
  if (!written) return;
  const auto person = to.people.find(*written);
  const core::Member* member = person == to.people.end() ? nullptr : group.member(person->second);
  if (member && member->role == core::Role::leader)
    to.config.wishes_to[group.key] = person->second;
  else
    section.conflict("wishes_to",
                     fmt::format("\"{}\" is none of this group's leaders or leaders_above", *written));
}

void read_rosters(const Section& section, const core::Group& group, Reading& to) {
  for (const auto& [day, roster] : section.entries("shifts")) {
    Config::Roster made{group.id, {}, {}};
    const auto date = core::date_of_text(day);
    if (!date) roster.conflict("", fmt::format("\"{}\" is no day: 2026-12-01 is one", day));
    for (const auto& [name, line] : roster.texts("at_work")) {
      const auto person = to.people.find(name);
      if (person != to.people.end() && group.member(person->second))
        made.people.insert(person->second);
      else
        roster.conflict("at_work", fmt::format("\"{}\" is no member of this group", name), line);
    }
    if (!date || made.people.empty()) continue;
    made.day = *date;
    to.config.rosters.push_back(std::move(made));
  }
}

}  // namespace

void Config::take(Config&& fresh) {
  people = std::move(fresh.people);
  groups = std::move(fresh.groups);
  wishes_to = std::move(fresh.wishes_to);
  programmes = std::move(fresh.programmes);
  quiet = fresh.quiet;
  questions = fresh.questions;
}

void Config::let_go_of_people() {
  std::set<core::PersonId> asked;  // leader_for_wishes
  for (const auto& [group, person] : wishes_to) asked.insert(person);
  std::erase_if(people, [&](const core::Person& one) { return !asked.contains(one.id); });
  people.shrink_to_fit();
  people_keys.clear();
  people_keys.shrink_to_fit();
  groups.clear();
  groups.shrink_to_fit();
}

core::PersonId Config::leader_for_wishes(const core::Directory& living, const core::Group& group) const {
  const auto named = wishes_to.find(group.key);
  if (named == wishes_to.end()) return {};
  for (const core::Person& one : people)
    if (one.id == named->second)
      if (const core::Person* person = living.person(one.workspace, one.user)) return person->id;
  return {};
}

core::Language language_in_file(const std::string& text) {
  if (const auto found = core::language_from_text(text)) return *found;
  throw std::invalid_argument(fmt::format("I do not know the language \"{}\"; choose nb, nn or en", text));
}

std::string zone_in_file(const std::string& text) {
  return core::Zone::named(text).name();
}

core::QuietHours read_quiet_hours(const Section& section, core::QuietHours quiet) {
  quiet.from = section.time("from").value_or(quiet.from);
  quiet.to = section.time("to").value_or(quiet.to);
  quiet.weekends = section.flag("weekends").value_or(quiet.weekends);
  quiet.holidays = section.flag("holidays").value_or(quiet.holidays);
  constexpr core::Minutes noon{std::chrono::hours{12}};
  const bool over_midnight = quiet.from > quiet.to;
  const bool at_noon =
      over_midnight ? noon >= quiet.from || noon < quiet.to : noon >= quiet.from && noon < quiet.to;
  if (at_noon && (section.has("from") || section.has("to")))
    section.warning("from", "nobody is written to in the middle of the day; are from and to exchanged?");
  return quiet;
}

// One that no letter reaches is one person's trouble: it has been there for long, and may come from the list
// of a platform. Their letters are given up, and the coordinators told.
std::string read_email(const Section& section) {
  std::string email(core::without_mailto(section.text("email").value_or("")));
  if (email.empty()) return email;
  const bool parted =
      std::ranges::any_of(email, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F; });
  if (parted || email.find('@') == email.npos)
    section.problem("email", "is no e-mail address");
  else if (core::ascii_email(email).empty())
    section.warning("email", "letters cannot reach this address; is it typed right?");
  return email;
}

void read_people(const Section& root, Reading& to) {
  std::unordered_map<std::string, std::string> reached, written_to;
  std::map<std::string, ChatSections::Unfit> unfit;  // by workspace
  const auto sections = named_sections(root, "people");
  to.config.people.reserve(sections.size());
  for (const auto& [key, section] : sections) {
    core::Person person;
    person.id = core::PersonId(core::id_from_name("person:" + key));
    person.name = section.required_text("name");
    person.language =
        section.read<core::Language>("language", language_in_file).value_or(to.config.organisation.language);
    person.coordinator = section.flag("coordinator").value_or(false);
    person.email = read_email(section);
    const auto [owner, first] = written_to.try_emplace(core::folded(person.email), key);
    if (!first && !person.email.empty())
      section.warning("email", fmt::format("{} has this address too: whoever reads it acts as both, and "
                                           "neither can sign in by it",
                                           owner->second));
    person.workspace = read_workspace(section, to);
    person.user = to.chats->user(person.workspace, section.text("user").value_or(key));
    const auto [fits, is_first] = unfit.try_emplace(person.workspace, nullptr);
    if (is_first) fits->second = to.chats->unfit(person.workspace);
    if (const std::string wrong = fits->second ? fits->second(person.user) : std::string(); !wrong.empty())
      section.warning("user", fmt::format("\"{}\" cannot be the account: {}", person.user, wrong));
    const auto [other, is_new] = reached.try_emplace(person.workspace + '\n' + person.user, key);
    if (!is_new)
      section.conflict(section.has("user") ? "user" : "",
                       fmt::format("\"{}\" in {} is {} already; two people cannot share one user",
                                   person.user, person.workspace, other->second));
    to.people.emplace(key, person.id);
    to.config.people_keys.push_back(key);
    to.config.people.push_back(std::move(person));
  }
}

void read_groups(const Section& root, Reading& to) {
  std::map<std::pair<std::string, std::string>, std::string> channels;
  std::map<std::string, std::string> names;
  for (const auto& [key, section] : named_sections(root, "groups")) {
    core::Group group;
    group.id = core::GroupId(core::id_from_name("group:" + key));
    group.key = key;
    group.name = section.required_text("name");
    group.language =
        section.read<core::Language>("language", language_in_file).value_or(to.config.organisation.language);
    group.zone = section.read<std::string>("time_zone", zone_in_file).value_or(to.config.organisation.zone);
    group.workspace = read_workspace(section, to);
    group.channel = section.required_text("channel");
    group.sheet = read_sheet(section, group, to.chats->chats());
    const auto [other, is_new] = channels.try_emplace({group.workspace, group.channel}, key);
    if (!is_new && !group.channel.empty())
      section.conflict("channel", fmt::format("\"{}\" is the channel of {} already; each group has its own",
                                              group.channel, other->second));
    group.quiet = read_quiet_hours(section.section("quiet_hours"), to.config.quiet);
    read_programme(section, to.config.programmes, group);
    read_rhythm(section, group);
    group.timeline = read_timeline(section.section("timeline"));
    group.place = section.text("place").value_or("");
    group.link = section.read<std::string>("link", web_address).value_or("");
    group.expected = section.one_of("attendance", {"voluntary", "expected"}) == "expected";
    group.of_channel = section.one_of("members", {"list", "channel"}) == "channel";
    group.leaders_take_part = section.flag("leaders_take_part").value_or(false);
    group.alternates = section.flag("facilitators_alternate").value_or(false);
    std::map<std::string, core::Role> taken;
    read_members(section, "facilitators", core::Role::facilitator, to, taken, group);
    read_members(section, "participants", core::Role::participant, to, taken, group);
    read_members(section, "leaders", core::Role::leader, to, taken, group);
    const auto others = group.members.size();
    read_members(section, "leaders_above", core::Role::leader, to, taken, group);
    for (auto at = others; at < group.members.size(); ++at) group.above.insert(group.members[at].person);
    read_wishes(section, group, to);
    read_periods(section, to, group);
    read_rosters(section, group, to);
    warn_about_members(section, group, static_cast<std::size_t>(to.config.disclosure.k_group));
    // People go by names.
    if (const auto [same, fresh] = names.try_emplace(core::folded(group.name), key); !fresh)
      section.warning("name", fmt::format("{} is the name of {} too; a list of people must say the key",
                                          group.name, same->second));
    to.config.groups.push_back(std::move(group));
  }
}

}  // namespace app
