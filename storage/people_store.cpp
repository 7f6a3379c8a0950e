#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "storage/configured_people.hpp"
#include "storage/group_rows.hpp"
#include "storage/pause_rows.hpp"
#include "storage/readable.hpp"
#include "storage/statement.hpp"
#include "storage/stores.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

constexpr auto select_people =
    "SELECT person_id, workspace, account, name, language, coordinator, email, made_in_chat, pages FROM "
    "person "
    "WHERE active = 1";
// Of groups whose last period ended with the group.
constexpr auto select_stopped =
    "SELECT team_id FROM run r WHERE state = 'stopped' AND NOT EXISTS(SELECT 1 FROM run l WHERE l.team_id = "
    "r.team_id AND l.number > r.number)";
constexpr auto select_members =
    "SELECT team_id, person_id, role, since, ends FROM member WHERE role <> 'none'";

constexpr auto select_pauses = "SELECT kind, subject, starts, ends FROM pause ORDER BY kind, subject, starts";

// Days that have a roster, with those who are on it.
constexpr auto select_rosters = "SELECT team_id, day, person_id FROM shift ORDER BY team_id, day, person_id";

constexpr auto update_pages = "UPDATE person SET pages = pages + 1 WHERE person_id = :person";
constexpr auto update_language = "UPDATE person SET language = :language WHERE person_id = :person";
constexpr auto upsert_role =
    "INSERT INTO member(team_id, person_id, role, configured_role, since) VALUES(:team, :person, :role, '', "
    ":since) "
    "ON CONFLICT(team_id, person_id) DO UPDATE SET role = excluded.role, "
    // Who led it knows the group.
    "role_told = CASE WHEN member.role = excluded.role THEN member.role_told "
    "WHEN excluded.role = 'participant' AND member.role <> 'none' THEN 'participant' ELSE '' END, "
    // Who is a founding member by the configuration and comes back is no newcomer. A leader who begins to
    // answer is one, also where they are taken out in between: who begins to lead has a first day, too.
    "since = CASE WHEN (member.role = 'none' AND (member.configured_role IN ('', 'leader') "
    "OR member.since <> '')) OR (member.role = 'leader') <> (excluded.role = 'leader') "
    "THEN excluded.since ELSE member.since END, "
    "ends = CASE WHEN member.role = 'none' OR (member.ends <> '' AND member.ends < excluded.since) THEN '' "
    "ELSE member.ends END";
constexpr auto update_period =
    "UPDATE member SET since = CASE WHEN :since = '' THEN since ELSE :first END, ends = :ends "
    "WHERE team_id = :team AND person_id = :person";
constexpr auto update_removed =
    "UPDATE member SET role = 'none', role_told = '' WHERE team_id = :team AND person_id = :person AND "
    "(configured_role <> "
    "'' "
    "OR of_channel = 1)";
constexpr auto delete_unconfigured =
    "DELETE FROM member WHERE team_id = :team AND person_id = :person AND configured_role = '' AND "
    "of_channel = "
    "0";

using Text = std::string;

class SqlPeopleStore final : public people::PeopleStore {
 public:
  explicit SqlPeopleStore(Database& db) : db_(db), groups_(db), configured_(db, groups_) {}

  core::Directory load() override {
    std::vector<core::Person> people = all_people();
    std::unordered_map<std::string_view, std::size_t> place;
    place.reserve(people.size());
    for (std::size_t at = 0; at < people.size(); ++at) place.emplace(people[at].id.text, at);

    std::map<Text, std::vector<core::Closed>> away, closed;  // of a person, of a group: empty for all
    for (const auto& [kind, subject, starts, ends] : pauses_.all()) {
      const bool day = kind == "day";
      const auto when =
          readable(db_, "pause " + kind + " " + subject, [&] { return closed_from(starts, ends, day); });
      if (when) (kind == "person" ? away : closed)[day ? Text() : subject].push_back(*when);
    }
    std::vector<core::Group> groups = groups_.all();
    add_members(groups, place);
    add_days_off(groups, away);
    for (const auto& [id, when] : away)
      if (const auto found = place.find(id); found != place.end()) people[found->second].away = when;

    std::set<Text> stopped;
    for (const auto& [team] : stopped_.all()) stopped.insert(team);
    for (core::Group& group : groups) {
      group.quiet.closed = closed[""];
      if (const auto own = closed.find(group.id.text); own != closed.end())
        group.quiet.closed.insert(group.quiet.closed.end(), own->second.begin(), own->second.end());
      group.stopped = stopped.contains(group.id.text);
    }
    return core::Directory(std::move(people), std::move(groups), closed[""]);
  }

  bool apply(const std::vector<core::Person>& people, const std::vector<core::Group>& groups,
             const core::Directory& now) override {
    return configured_.apply(people, groups, now);
  }

  void set_language(const core::PersonId& person, core::Language language) override {
    set_language_.run(Text(code(language)), person.text);
  }

  void renew_pages(const core::PersonId& person) override { renew_pages_.run(person.text); }

  void set_role(const core::GroupId& group, const core::PersonId& person, core::Role role,
                core::Date today) override {
    set_role_.run(group.text, person.text, Text(code(role)), core::date_text(today));
  }

  void set_period(const core::GroupId& group, const core::PersonId& person, std::optional<core::Date> since,
                  std::optional<core::Date> ends) override {
    const Text first = optional_text(since);
    set_period_.run(first, first, optional_text(ends), group.text, person.text);
  }

  void remove_member(const core::GroupId& group, const core::PersonId& person) override {
    set_removed_.run(group.text, person.text);
    drop_unconfigured_.run(group.text, person.text);
  }

 private:
  // In the order of their names: put so here and not by the statement, which would sort whole rows, and by
  // pointers, since a person is long to move. They stay as long as nothing changes: no more room than needed.
  std::vector<core::Person> all_people() {
    std::vector<core::Person> read;
    people_.each([&](Text& id, Text& workspace, Text& account, Text& name, const Text& language,
                     int coordinator, Text& email, int made, int pages) {
      read.push_back({core::PersonId(std::move(id)),
                      std::move(workspace),
                      std::move(account),
                      std::move(name),
                      from_code<core::Language>(language),
                      coordinator != 0,
                      {},
                      std::move(email),
                      made == 0,
                      pages});
    });
    std::vector<core::Person*> order;
    order.reserve(read.size());
    for (core::Person& each : read) order.push_back(&each);
    std::ranges::sort(order, {}, [](const core::Person* one) { return std::tie(one->name, one->id); });
    std::vector<core::Person> people;
    people.reserve(read.size());
    for (core::Person* each : order) people.push_back(std::move(*each));
    return people;
  }

  // Of groups that are, by their people's order, which `place` has.
  void add_members(std::vector<core::Group>& groups,
                   const std::unordered_map<std::string_view, std::size_t>& place) {
    std::unordered_map<std::string_view, std::size_t> group_at;
    group_at.reserve(groups.size());
    for (std::size_t at = 0; at < groups.size(); ++at) group_at.emplace(groups[at].id.text, at);
    std::vector<std::vector<std::pair<std::size_t, core::Member>>> members(groups.size());
    members_.each([&](const Text& team, Text& person, const Text& role, const Text& since, const Text& ends) {
      const auto group = group_at.find(team);
      const auto who = place.find(person);
      if (group == group_at.end() || who == place.end()) return;
      const auto day = [&](const Text& text, std::optional<core::Date> otherwise) {
        if (text.empty()) return std::optional<core::Date>();
        return readable(db_, "member " + team + " " + person,
                        [&] { return std::optional(optional_date(text)); })
            .value_or(otherwise);
      };
      const auto from = from_code<core::Role>(role);
      const auto first = day(since, core::unknown_day), last = day(ends, std::nullopt);
      members[group->second].emplace_back(who->second,
                                          core::Member{core::PersonId(std::move(person)), from, first, last});
    });
    for (std::size_t at = 0; at < groups.size(); ++at) {
      std::ranges::sort(members[at], {}, [](const auto& each) { return each.first; });
      groups[at].members.reserve(members[at].size());
      for (auto& [order, member] : members[at]) groups[at].members.push_back(std::move(member));
    }
  }

  // Whoever is not on a day's roster is away that day; who takes part elsewhere too, only where all their
  // groups say so. Facilitators are always there.
  void add_days_off(const std::vector<core::Group>& groups, std::map<Text, std::vector<core::Closed>>& away) {
    std::map<Text, std::map<Text, std::set<Text>>> rosters;  // group, day -> who is on it
    for (const auto& [team, day, person] : rosters_.all()) rosters[team][day].insert(person);
    if (rosters.empty()) return;
    std::map<Text, int> groups_of;
    std::map<std::pair<Text, Text>, int> off;  // person, day -> groups without them
    for (const core::Group& group : groups)
      for (const core::Member& member : group.members) {
        if (member.role == core::Role::leader) continue;
        ++groups_of[member.person.text];
        if (member.role != core::Role::participant) continue;
        if (const auto days = rosters.find(group.id.text); days != rosters.end())
          for (const auto& [day, on] : days->second)
            if (!on.contains(member.person.text)) ++off[{member.person.text, day}];
      }
    for (const auto& [what, count] : off) {
      if (count < groups_of[what.first]) continue;
      const auto day =
          readable(db_, "shift " + what.second, [&, &text = what.second] { return date_from(text); });
      if (!day) continue;
      away[what.first].push_back(
          {core::at(*day, core::Minutes{0}), core::at(*day, core::Minutes{24 * 60}), true});
    }
  }

  Database& db_;
  Statement<In<>, Out<Text, Text, Text, Text, Text, int, Text, int, int>> people_{db_, select_people};
  GroupRows groups_;
  ConfiguredPeople configured_;
  Statement<In<>, Out<Text>> stopped_{db_, select_stopped};
  Statement<In<>, Out<Text, Text, Text, Text, Text>> members_{db_, select_members};
  Statement<In<>, Out<Text, Text, Text, Text>> pauses_{db_, select_pauses};
  Statement<In<>, Out<Text, Text, Text>> rosters_{db_, select_rosters};
  Statement<In<Text, Text>> set_language_{db_, update_language};
  Statement<In<Text>> renew_pages_{db_, update_pages};
  Statement<In<Text, Text, Text, Text>> set_role_{db_, upsert_role};
  Statement<In<Text, Text, Text, Text, Text>> set_period_{db_, update_period};
  Statement<In<Text, Text>> set_removed_{db_, update_removed}, drop_unconfigured_{db_, delete_unconfigured};
};

}  // namespace

std::unique_ptr<people::PeopleStore> make_people_store(Database& database) {
  return std::make_unique<SqlPeopleStore>(database);
}

}  // namespace storage
