#include "storage/configured_people.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "storage/values.hpp"

namespace storage {
namespace {

// Ids are kept: a person is the same by id or by account, a group by id or by its key, also after a time
// away.
// Of people: who is not there, or speaks another language than the configuration gave them. Of all others a
// directory tells everything.
constexpr auto select_apart =
    "SELECT person_id, workspace, account, name, language, configured_language, coordinator, email, active, "
    "made_in_chat FROM person WHERE active = 0 OR configured_language <> language";
constexpr auto rest_person = "UPDATE person SET active = 0 WHERE person_id = :id";
// Made in chat, and not in the configuration any more.
constexpr auto unname_person = "UPDATE person SET configured_language = '' WHERE person_id = :id";
constexpr auto upsert_person =
    "INSERT INTO person(person_id, workspace, account, name, language, configured_language, coordinator, "
    "email, active) "
    "VALUES(:id, :workspace, :account, :name, :language, :configured, :coordinator, :email, 1) "
    "ON CONFLICT(person_id) DO UPDATE SET workspace = excluded.workspace, account = excluded.account, "
    "name = excluded.name, coordinator = excluded.coordinator, active = 1, language = excluded.language, "
    "configured_language = excluded.configured_language, email = excluded.email";
// Addresses of their pages that were made worthless after the copy was made from which the database was
// brought back (storage/copies.hpp).
constexpr auto take_kept_pages =
    "UPDATE person SET pages = (SELECT CAST(m.value AS INTEGER) FROM meta m WHERE m.name = 'pages.' || "
    "person.person_id) WHERE person_id IN (SELECT substr(name, 7) FROM meta WHERE name LIKE 'pages.%')";
constexpr auto drop_kept_pages =
    "DELETE FROM meta WHERE name LIKE 'pages.%' AND substr(name, 7) IN (SELECT person_id FROM person)";
// What waits for somebody goes with them to another account, by way of a place that is nobody's: two may have
// changed theirs.
constexpr auto lift_messages =
    "UPDATE outbox SET workspace = '', destination = :id, hold = '' WHERE state = 'waiting' AND edit = 0 AND "
    "workspace = :workspace AND destination_kind = 'person' AND destination = :account";
constexpr auto put_messages =
    "UPDATE outbox SET workspace = :workspace, destination = :account WHERE state = 'waiting' AND edit = 0 "
    "AND workspace = '' AND destination_kind = 'person' AND destination = :id";
// Of memberships, likewise: that are not as the configuration said, and of people and groups that are not
// there.
constexpr auto select_members_apart =
    "SELECT team_id, person_id, configured_role, configured_ends FROM member "
    "WHERE configured_role <> role OR configured_ends <> ends "
    "UNION ALL SELECT m.team_id, m.person_id, m.configured_role, m.configured_ends FROM person p CROSS JOIN "
    "member m WHERE p.active = 0 AND m.person_id = p.person_id "
    "UNION ALL SELECT m.team_id, m.person_id, m.configured_role, m.configured_ends FROM team t CROSS JOIN "
    "member m WHERE t.active = 0 AND m.team_id = t.team_id";
constexpr auto upsert_configured =
    "INSERT INTO member(team_id, person_id, role, configured_role, since, ends, configured_ends) "
    "VALUES(:team, :person, :role, :configured, :since, :ends, :said) "
    "ON CONFLICT(team_id, person_id) DO UPDATE SET "
    "role = CASE WHEN member.configured_role = excluded.configured_role THEN member.role ELSE excluded.role "
    "END, "
    "since = CASE WHEN member.configured_role <> excluded.configured_role AND (member.role = 'none' "
    "OR (member.role = 'leader' AND excluded.role <> 'leader')) THEN excluded.since ELSE member.since END, "
    "ends = CASE WHEN member.configured_role = excluded.configured_role AND member.configured_ends = "
    "excluded.configured_ends THEN member.ends ELSE excluded.ends END, "
    "role_told = CASE WHEN member.configured_role = excluded.configured_role OR member.role = excluded.role "
    "THEN member.role_told WHEN excluded.role = 'participant' AND member.role <> 'none' THEN 'participant' "
    "ELSE '' END, "
    "configured_role = excluded.configured_role, configured_ends = excluded.configured_ends";
constexpr auto delete_member = "DELETE FROM member WHERE team_id = :team AND person_id = :person";

// The configuration says nothing of the group any more; its members stay.
constexpr auto keep_members =
    "UPDATE member SET configured_role = '' WHERE team_id = :team AND role <> 'none'";
constexpr auto drop_removed = "DELETE FROM member WHERE team_id = :team AND role = 'none'";

using Text = std::string;

struct PersonRow {
  Text workspace, user, name, language, configured_language;
  bool coordinator = false;
  Text email;
  bool active = false, made_in_chat = false;
};

// A language chosen in chat stands until the configuration's own changes, an e-mail address that a list has
// given where it has none.
PersonRow row_of(const core::Person& person, const PersonRow* now) {
  const Text said(code(person.language));
  const bool same = now && now->configured_language == said;
  return {person.workspace,
          person.user,
          person.name,
          same ? now->language : said,
          said,
          person.coordinator,
          person.email.empty() && now ? now->email : person.email,
          true,
          now && now->made_in_chat};
}
// As the database has somebody who is there, and speaks the language that the configuration gave them.
PersonRow row_of(const core::Person& now) {
  const Text language(code(now.language));
  return {now.workspace,   now.user,  now.name, language,    language,
          now.coordinator, now.email, true,     !now.in_file};
}
// Whether the configuration's would be the same row. `now`: a row, or a person of a directory.
template <class Now>
bool same_but_language(const Now& now, const core::Person& said) {
  return now.workspace == said.workspace && now.user == said.user && now.name == said.name &&
         now.coordinator == said.coordinator && (said.email.empty() || now.email == said.email);
}
bool stands(const PersonRow& now, const core::Person& said) {
  return now.active && now.configured_language == code(said.language) && same_but_language(now, said);
}
bool stands(const core::Person& now, const core::Person& said) {
  return now.language == said.language && same_but_language(now, said);
}

// Who is in the database and not as the configuration says, in memory: a look at the table for each of twenty
// thousand would read it all twenty thousand times.
class Known {
 public:
  struct Row {
    PersonRow now;
    bool was_active = false;  // before the configuration was applied
    bool stands = false;      // as it is: who was made in chat, whatever the file says
    bool named = false;       // by the configuration
  };
  using Rows = std::unordered_map<Text, Row>;

  void read(const Text& id, PersonRow row) {
    Row& known = rows_[id];
    known.was_active = row.active;
    known.now = std::move(row);
  }
  Row& put(const Text& id, PersonRow row) {
    const auto [at, fresh] = rows_.try_emplace(id);
    if (by_account_ && !fresh) std::erase(by_account_->at(account_of(at->second.now)), id);
    at->second.now = std::move(row);
    if (by_account_) list(*by_account_, id, at->second.now);
    return at->second;
  }
  // Whom the database knows by the id, or else by the account; end() where it knows nobody.
  Rows::iterator find(const core::Person& person) {
    if (const auto same = rows_.find(person.id.text); same != rows_.end()) return same;
    if (!by_account_) list_accounts();
    const auto same = by_account_->find(account_in(person.workspace, person.user));
    return same == by_account_->end() || same->second.empty() ? rows_.end()
                                                              : rows_.find(same->second.front());
  }
  Row& row(const Text& id) { return rows_.at(id); }
  Rows& rows() { return rows_; }

 private:
  using Accounts = std::unordered_map<Text, std::vector<Text>>;  // the ids of each, in order

  static Text account_in(const Text& workspace, const Text& account) { return workspace + '\n' + account; }
  static Text account_of(const PersonRow& row) { return account_in(row.workspace, row.user); }
  static void list(Accounts& accounts, const Text& id, const PersonRow& row) {
    auto& ids = accounts[account_of(row)];
    ids.insert(std::ranges::lower_bound(ids, id), id);
  }
  void list_accounts() {
    by_account_.emplace();
    for (const auto& [id, row] : rows_) list(*by_account_, id, row.now);
  }

  Rows rows_;
  std::optional<Accounts> by_account_;  // once it is asked for: as a rule everybody is known by the id
};

// The same for groups. Of several with a key it is one made in chat that is there, then one that was applied.
class KnownGroups {
 public:
  explicit KnownGroups(const std::map<Text, GroupRows::Standing>& rows) {
    for (const auto& [id, row] : rows) put(id, row.key, row.active && row.made_in_chat);
  }
  void put(const Text& id, const Text& key, bool active) {
    const auto [at, fresh] = of_.try_emplace(id, key, active);
    if (!fresh) {
      ids_[at->second.first].erase({!at->second.second, id});
      at->second = {key, active};
    }
    ids_[key].insert({!active, id});
  }
  Text id_of(const core::Group& group) const {
    if (of_.contains(group.id.text)) return group.id.text;
    const auto same = ids_.find(group.key);
    return same == ids_.end() || same->second.empty() ? group.id.text : same->second.begin()->second;
  }

 private:
  std::map<Text, std::pair<Text, bool>> of_;             // by id: key, active
  std::map<Text, std::set<std::pair<bool, Text>>> ids_;  // by key: not active, id
};

const Text& id_in(const std::unordered_map<core::PersonId, Text>& kept, const core::PersonId& person) {
  const auto known = kept.find(person);
  return known == kept.end() ? person.text : known->second;
}

}  // namespace

ConfiguredPeople::ConfiguredPeople(Database& db, GroupRows& groups)
    : groups_(groups),
      people_apart_(db, select_apart),
      rest_person_(db, rest_person),
      unname_person_(db, unname_person),
      put_person_(db, upsert_person),
      take_pages_(db, take_kept_pages),
      drop_pages_(db, drop_kept_pages),
      lift_messages_(db, lift_messages),
      put_messages_(db, put_messages),
      members_apart_(db, select_members_apart),
      put_member_(db, upsert_configured),
      drop_member_(db, delete_member),
      keep_members_(db, keep_members),
      drop_removed_(db, drop_removed) {}

bool ConfiguredPeople::apply(const std::vector<core::Person>& people, const std::vector<core::Group>& groups,
                             const core::Directory& now) {
  changed_ = false;
  Members members = members_of(now);  // before anybody who rested is there again
  apply_groups(groups, apply_people(people, now), std::move(members));
  return changed_;
}

struct ConfiguredPeople::Compared {
  std::vector<bool> unchanged;  // by place
  Known others;                 // whoever stands otherwise than is said, or of whom nothing is said
};

ConfiguredPeople::Compared ConfiguredPeople::compare(const std::vector<core::Person>& people,
                                                     const core::Directory& directory) {
  std::unordered_map<std::string_view, std::size_t> place;  // by id
  place.reserve(people.size());
  for (std::size_t at = 0; at < people.size(); ++at) place.emplace(people[at].id.text, at);
  Compared found{std::vector<bool>(people.size()), {}};
  std::set<Text> apart;
  const auto compare = [&](const Text& id, const auto& now, auto as_row) {
    const auto said = place.find(id);
    if (said != place.end() && stands(now, people[said->second]))
      found.unchanged[said->second] = true;
    else
      found.others.read(id, as_row());
  };
  people_apart_.each([&](Text& id, Text& workspace, Text& account, Text& name, Text& language,
                         Text& configured, int coordinator, Text& email, int active, int made) {
    PersonRow now{std::move(workspace), std::move(account),    std::move(name),
                  std::move(language),  std::move(configured), coordinator != 0,
                  std::move(email),     active != 0,           made != 0};
    compare(id, now, [&] { return std::move(now); });
    apart.insert(std::move(id));
  });
  for (const core::Person& now : directory.people())
    if (!apart.contains(now.id.text)) compare(now.id.text, now, [&] { return row_of(now); });
  return found;
}

ConfiguredPeople::Ids ConfiguredPeople::apply_people(const std::vector<core::Person>& people,
                                                     const core::Directory& directory) {
  auto [unchanged, known] = compare(people, directory);
  Ids kept;
  std::vector<std::pair<Text, PersonRow>> changed;
  std::vector<Text> moved;  // to other accounts
  for (std::size_t at = 0; at < people.size(); ++at) {
    if (unchanged[at]) continue;
    const core::Person& person = people[at];
    const auto found = known.find(person);
    Known::Row* const row = found == known.rows().end() ? nullptr : &found->second;
    const Text id = row ? found->first : person.id.text;
    if (id != person.id.text) kept[person.id] = id;
    if (row && stands(row->now, person)) {
      row->stands = row->named = true;
      continue;
    }
    PersonRow said = row_of(person, row ? &row->now : nullptr);
    if (row && row->now.active && (row->now.workspace != said.workspace || row->now.user != said.user))
      lift_messages_.run(id, row->now.workspace, row->now.user), moved.push_back(id);
    known.put(id, said).named = true;
    changed.emplace_back(id, std::move(said));
  }
  for (const auto& [id, said] : changed) known.row(id).stands = false;

  // An account is one active person's: all who change or leave rest before the first is written.
  for (auto& [id, row] : known.rows()) {
    if (row.now.made_in_chat) {
      row.stands = true;
      if (!row.now.configured_language.empty() && !row.named) unname_person_.run(id);
    }
    if (row.was_active && !row.stands) {
      rest_person_.run(id);
      changed_ = true;
    }
  }
  for (const auto& [id, row] : changed)
    put_person_.run(id, row.workspace, row.user, row.name, row.language, row.configured_language,
                    row.coordinator, row.email);
  if (!changed.empty()) {
    take_pages_.run();
    drop_pages_.run();
  }
  for (const Text& id : moved) {
    const PersonRow& now = known.row(id).now;
    put_messages_.run(now.workspace, now.user, id);
  }
  changed_ |= !changed.empty();
  return kept;
}

ConfiguredPeople::Members ConfiguredPeople::members_of(const core::Directory& now) {
  Members members;
  for (const core::Group& group : now.groups()) {
    Memberships& of = members[group.id.text];
    for (const core::Member& each : group.members)
      of[each.person.text] = {Text(code(each.role)), optional_text(each.ends), false};
  }
  members_apart_.each([&](const Text& team, Text& person, Text& role, Text& ends) {
    if (role.empty())
      members[team].erase(person);
    else
      members[team][std::move(person)] = {std::move(role), std::move(ends), false};
  });
  return members;
}

void ConfiguredPeople::apply_groups(const std::vector<core::Group>& groups, const Ids& kept,
                                    Members members) {
  const std::map<Text, GroupRows::Standing> rows = groups_.standing();
  KnownGroups known(rows);
  std::map<Text, core::Group> said;  // by the id in the database; the last word of several
  std::vector<Text> changed;
  for (core::Group group : groups) {
    group.id = core::GroupId(known.id_of(group));
    known.put(group.id.text, group.key, true);
    std::set<core::PersonId> above;
    for (const core::PersonId& person : group.above) above.emplace(id_in(kept, person));
    group.above = std::move(above);
    const auto row = rows.find(group.id.text);
    if (row == rows.end() || !GroupRows::stands(row->second, group)) changed.push_back(group.id.text);
    said.insert_or_assign(group.id.text, std::move(group));
  }
  const std::set<Text> differ(changed.begin(), changed.end());

  // A key is one active group's, as an account is one person's.
  for (const auto& [id, row] : rows)
    if (row.active && !row.made_in_chat && (!said.contains(id) || differ.contains(id))) {
      groups_.rest(core::GroupId(id));
      changed_ = true;
    }
  for (const Text& id : changed) groups_.apply(said.at(id));
  changed_ |= !changed.empty();
  for (const auto& [id, group] : said) apply_members(group, kept, std::move(members[id]));
  for (const auto& [id, row] : rows)
    if (row.active && row.made_in_chat && !row.configured.empty() && !said.contains(id)) {
      groups_.let_go(core::GroupId(id));
      keep_members_.run(id);
      drop_removed_.run(id);
      changed_ = true;
    }
}

void ConfiguredPeople::apply_members(const core::Group& group, const Ids& kept, Memberships was) {
  for (const core::Member& member : group.members) {
    const Text& person = id_in(kept, member.person);
    Membership now{Text(code(member.role)), optional_text(member.ends), true};
    const auto before = was.find(person);
    if (before != was.end() && before->second.role == now.role && before->second.ends == now.ends) {
      before->second.named = true;
      continue;
    }
    put_member_.run(group.id.text, person, now.role, now.role, optional_text(member.since), now.ends,
                    now.ends);
    was[person] = std::move(now);
    changed_ = true;
  }
  for (const auto& [person, before] : was)
    if (!before.named) {
      drop_member_.run(group.id.text, person);
      changed_ = true;
    }
}

}  // namespace storage
