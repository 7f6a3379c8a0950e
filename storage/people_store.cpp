#include <map>
#include <set>
#include <utility>

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
    "WHERE active = 1 "
    "ORDER BY name, person_id";
// Of groups whose last period ended with the group.
constexpr auto select_stopped =
    "SELECT team_id FROM run r WHERE state = 'stopped' AND NOT EXISTS(SELECT 1 FROM run l WHERE l.team_id = "
    "r.team_id AND l.number > r.number)";
constexpr auto select_members =
    "SELECT m.team_id, m.person_id, m.role, m.since, m.ends FROM member m JOIN person p ON p.person_id = "
    "m.person_id "
    "JOIN team t ON t.team_id = m.team_id WHERE m.role <> 'none' AND p.active = 1 AND t.active = 1 "
    "ORDER BY m.team_id, p.name, m.person_id";

constexpr auto select_pauses = "SELECT kind, subject, starts, ends FROM pause ORDER BY kind, subject, starts";

// Days that have a roster, with those who are on it.
constexpr auto select_rosters = "SELECT team_id, day, person_id FROM shift ORDER BY team_id, day, person_id";

// Ids are kept: a person is the same by id or by account, a group by id or by its key, also after a time
// away.
constexpr auto select_known = "SELECT person_id, workspace, account FROM person";
constexpr auto select_group_id =
    "SELECT team_id FROM team WHERE team_id = :id OR config_key = :key "
    "ORDER BY CASE WHEN team_id = :same THEN 0 ELSE 1 END, active DESC, team_id LIMIT 1";
constexpr auto rest_people = "UPDATE person SET active = 0 WHERE active = 1 AND made_in_chat = 0";
constexpr auto upsert_person =
    "INSERT INTO person(person_id, workspace, account, name, language, configured_language, coordinator, "
    "email, active) "
    "VALUES(:id, :workspace, :account, :name, :language, :configured, :coordinator, :email, 1) "
    "ON CONFLICT(person_id) DO UPDATE SET workspace = excluded.workspace, account = excluded.account, "
    "name = excluded.name, coordinator = excluded.coordinator, active = 1, "
    "language = CASE WHEN person.configured_language = excluded.configured_language THEN person.language "
    "ELSE excluded.language END, configured_language = excluded.configured_language, "
    // What a list has given stands where the configuration says nothing.
    "email = CASE WHEN excluded.email = '' THEN person.email ELSE excluded.email END";
constexpr auto select_configured =
    "SELECT person_id FROM member WHERE team_id = :team AND configured_role <> '' ORDER BY person_id";
constexpr auto upsert_configured =
    "INSERT INTO member(team_id, person_id, role, configured_role, since, ends, configured_ends) "
    "VALUES(:team, :person, :role, :configured, :since, :ends, :said) "
    "ON CONFLICT(team_id, person_id) DO UPDATE SET "
    "role = CASE WHEN member.configured_role = excluded.configured_role THEN member.role ELSE excluded.role "
    "END, "
    "since = CASE WHEN member.role = 'none' AND member.configured_role <> excluded.configured_role "
    "THEN excluded.since ELSE member.since END, "
    "ends = CASE WHEN member.configured_role = excluded.configured_role AND member.configured_ends = "
    "excluded.configured_ends THEN member.ends ELSE excluded.ends END, "
    "configured_role = excluded.configured_role, configured_ends = excluded.configured_ends";

// The configuration says nothing of the group any more; its members stay.
constexpr auto keep_members =
    "UPDATE member SET configured_role = '' WHERE team_id = :team AND role <> 'none'";
constexpr auto drop_removed = "DELETE FROM member WHERE team_id = :team AND role = 'none'";

constexpr auto update_pages = "UPDATE person SET pages = pages + 1 WHERE person_id = :person";
constexpr auto update_language = "UPDATE person SET language = :language WHERE person_id = :person";
constexpr auto upsert_role =
    "INSERT INTO member(team_id, person_id, role, configured_role, since) VALUES(:team, :person, :role, '', "
    ":since) "
    "ON CONFLICT(team_id, person_id) DO UPDATE SET role = excluded.role, "
    "since = CASE WHEN (member.role = 'none' AND member.configured_role IN ('', 'leader')) "
    "OR (member.role = 'leader' AND excluded.role <> 'leader') "
    // Who is a member by the configuration and comes back is none. A leader who begins to answer is one.
    "THEN excluded.since ELSE member.since END, "
    "ends = CASE WHEN member.role = 'none' OR (member.ends <> '' AND member.ends < excluded.since) THEN '' "
    "ELSE member.ends END";
constexpr auto update_period =
    "UPDATE member SET since = CASE WHEN :since = '' THEN since ELSE :first END, ends = :ends "
    "WHERE team_id = :team AND person_id = :person";
constexpr auto update_removed =
    "UPDATE member SET role = 'none' WHERE team_id = :team AND person_id = :person AND (configured_role <> "
    "'' "
    "OR of_channel = 1)";
constexpr auto delete_unconfigured =
    "DELETE FROM member WHERE team_id = :team AND person_id = :person AND configured_role = '' AND "
    "of_channel = "
    "0";
constexpr auto delete_member = "DELETE FROM member WHERE team_id = :team AND person_id = :person";

using Text = std::string;

core::Language language_from(const Text& text) {
  return from_code(text, core::all_languages);
}
core::Role role_from(const Text& text) {
  using enum core::Role;
  return from_code(text, std::array{participant, facilitator, leader, coordinator});
}

// Who is in the database already, in memory: a look at the table for each of twenty thousand would read it
// all twenty thousand times.
class Known {
 public:
  using Account = std::pair<Text, Text>;  // workspace, account

  void put(const Text& id, Account account) {
    const auto [at, fresh] = account_of_.try_emplace(id, account);
    if (!fresh) ids_of_[std::exchange(at->second, account)].erase(id);
    ids_of_[std::move(account)].insert(id);
  }
  // The id under which a person is known, by it or by the account; else the one given.
  Text id_of(const core::Person& person) const {
    if (account_of_.contains(person.id.text)) return person.id.text;
    const auto same = ids_of_.find(Account(person.workspace, person.user));
    return same == ids_of_.end() || same->second.empty() ? person.id.text : *same->second.begin();
  }

 private:
  std::map<Text, Account> account_of_;
  std::map<Account, std::set<Text>> ids_of_;
};

class SqlPeopleStore final : public people::PeopleStore {
 public:
  explicit SqlPeopleStore(Database& db)
      : people_(db, select_people),
        groups_(db),
        stopped_(db, select_stopped),
        members_(db, select_members),
        pauses_(db, select_pauses),
        rosters_(db, select_rosters),
        known_(db, select_known),
        group_id_(db, select_group_id),
        rest_people_(db, rest_people),
        put_person_(db, upsert_person),
        configured_(db, select_configured),
        put_member_(db, upsert_configured),
        set_language_(db, update_language),
        renew_pages_(db, update_pages),
        set_role_(db, upsert_role),
        set_period_(db, update_period),
        set_removed_(db, update_removed),
        drop_unconfigured_(db, delete_unconfigured),
        drop_member_(db, delete_member),
        keep_members_(db, keep_members),
        drop_removed_(db, drop_removed),
        db_(db) {}

  core::Directory load() override {
    std::vector<core::Person> people;
    for (const auto& [id, workspace, account, name, language, coordinator, email, made, pages] :
         people_.all())
      people.push_back({core::PersonId(id),
                        workspace,
                        account,
                        name,
                        language_from(language),
                        coordinator != 0,
                        {},
                        email,
                        made == 0,
                        pages});

    std::map<Text, std::vector<core::Closed>> away, closed;  // of a person, of a group: empty for all
    for (const auto& [kind, subject, starts, ends] : pauses_.all()) {
      const bool day = kind == "day";
      const auto when =
          readable(db_, "pause " + kind + " " + subject, [&] { return closed_from(starts, ends, day); });
      if (when) (kind == "person" ? away : closed)[day ? Text() : subject].push_back(*when);
    }
    std::map<Text, std::vector<core::Member>> members;
    for (const auto& [team, person, role, since, ends] : members_.all()) {
      const Text row = "member " + team + " " + person;
      const auto day = [&](const Text& text, std::optional<core::Date> otherwise) {
        return readable(db_, row, [&] { return std::optional(optional_date(text)); }).value_or(otherwise);
      };
      members[team].push_back(
          {core::PersonId(person), role_from(role), day(since, core::unknown_day), day(ends, std::nullopt)});
    }

    add_days_off(members, away);
    for (core::Person& person : people)
      if (const auto found = away.find(person.id.text); found != away.end()) person.away = found->second;

    std::set<Text> stopped;
    for (const auto& [team] : stopped_.all()) stopped.insert(team);
    std::vector<core::Group> groups = groups_.all();
    for (core::Group& group : groups) {
      group.members = std::move(members[group.id.text]);
      group.quiet.closed = closed[""];
      if (const auto own = closed.find(group.id.text); own != closed.end())
        group.quiet.closed.insert(group.quiet.closed.end(), own->second.begin(), own->second.end());
      group.stopped = stopped.contains(group.id.text);
    }
    return core::Directory(std::move(people), std::move(groups), closed[""]);
  }

  void apply(const std::vector<core::Person>& people, const std::vector<core::Group>& groups) override {
    rest_people_.run();
    groups_.rest();
    Known known;
    for (const auto& [id, workspace, account] : known_.all()) known.put(id, {workspace, account});
    std::map<core::PersonId, Text> kept;  // the id in the configuration -> the id in the database
    for (const auto& person : people) {
      const Text id = known.id_of(person);
      known.put(id, {person.workspace, person.user});
      kept[person.id] = id;
      const Text language(code(person.language));
      put_person_.run(id, person.workspace, person.user, person.name, language, language, person.coordinator,
                      person.email);
    }
    std::set<Text> said;
    for (core::Group group : groups) {
      const auto same = group_id_.one(group.id.text, group.key, group.id.text);
      if (same) group.id = core::GroupId(std::get<0>(*same));
      std::set<core::PersonId> above;
      for (const core::PersonId& person : group.above)
        above.emplace(kept.contains(person) ? kept.at(person) : person.text);
      group.above = std::move(above);
      groups_.apply(group);
      apply_members(group.id.text, group.members, kept);
      said.insert(group.id.text);
    }
    for (const core::GroupId& group : groups_.adopted())
      if (!said.contains(group.text)) {
        groups_.let_go(group);
        keep_members_.run(group.text);
        drop_removed_.run(group.text);
      }
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
  // Whoever is not on a day's roster is away that day; who takes part elsewhere too, only where all their
  // groups say so. Facilitators are always there.
  void add_days_off(const std::map<Text, std::vector<core::Member>>& members,
                    std::map<Text, std::vector<core::Closed>>& away) {
    std::map<Text, std::map<Text, std::set<Text>>> rosters;  // group, day -> who is on it
    for (const auto& [team, day, person] : rosters_.all()) rosters[team][day].insert(person);
    if (rosters.empty()) return;
    std::map<Text, int> groups_of;
    std::map<std::pair<Text, Text>, int> off;  // person, day -> groups without them
    for (const auto& [team, all] : members)
      for (const core::Member& member : all) {
        if (member.role == core::Role::leader) continue;
        ++groups_of[member.person.text];
        if (member.role != core::Role::participant) continue;
        if (const auto days = rosters.find(team); days != rosters.end())
          for (const auto& [day, on] : days->second)
            if (!on.contains(member.person.text)) ++off[{member.person.text, day}];
      }
    for (const auto& [what, count] : off) {
      if (count < groups_of[what.first]) continue;
      const auto day =
          readable(db_, "shift " + what.second, [&, &text = what.second] { return date_from(text); });
      if (!day) continue;
      away[what.first].push_back({core::at(*day, core::Minutes{0}), core::at(*day, core::Minutes{24 * 60})});
    }
  }

  void apply_members(const Text& group, const std::vector<core::Member>& members,
                     const std::map<core::PersonId, Text>& kept) {
    std::map<Text, bool> gone;
    for (const auto& [person] : configured_.all(group)) gone[person] = true;
    for (const auto& member : members) {
      const auto known = kept.find(member.person);
      const Text& person = known == kept.end() ? member.person.text : known->second;
      const Text role(code(member.role));
      const Text ends = optional_text(member.ends);
      put_member_.run(group, person, role, role, optional_text(member.since), ends, ends);
      gone[person] = false;
    }
    for (const auto& [person, is_gone] : gone)
      if (is_gone) drop_member_.run(group, person);
  }

  Statement<In<>, Out<Text, Text, Text, Text, Text, int, Text, int, int>> people_;
  GroupRows groups_;
  Statement<In<>, Out<Text>> stopped_;
  Statement<In<>, Out<Text, Text, Text, Text, Text>> members_;
  Statement<In<>, Out<Text, Text, Text, Text>> pauses_;
  Statement<In<>, Out<Text, Text, Text>> rosters_;
  Statement<In<>, Out<Text, Text, Text>> known_;
  Statement<In<Text, Text, Text>, Out<Text>> group_id_;
  Statement<In<>> rest_people_;
  Statement<In<Text, Text, Text, Text, Text, Text, int, Text>> put_person_;
  Statement<In<Text>, Out<Text>> configured_;
  Statement<In<Text, Text, Text, Text, Text, Text, Text>> put_member_;
  Statement<In<Text, Text>> set_language_;
  Statement<In<Text>> renew_pages_;
  Statement<In<Text, Text, Text, Text>> set_role_;
  Statement<In<Text, Text, Text, Text, Text>> set_period_;
  Statement<In<Text, Text>> set_removed_, drop_unconfigured_, drop_member_;
  Statement<In<Text>> keep_members_, drop_removed_;
  Database& db_;
};

}  // namespace

std::unique_ptr<people::PeopleStore> make_people_store(Database& database) {
  return std::make_unique<SqlPeopleStore>(database);
}

}  // namespace storage
