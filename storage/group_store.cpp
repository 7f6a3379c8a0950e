#include <nlohmann/json.hpp>

#include "bot/runtime/json.hpp"
#include "storage/erasure.hpp"
#include "storage/gone_groups.hpp"
#include "storage/group_rows.hpp"
#include "storage/readable.hpp"
#include "storage/statement.hpp"
#include "storage/stores.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

constexpr auto insert_founder =
    "INSERT INTO member(team_id, person_id, role, configured_role, since) "
    "VALUES(:team, :person, :role, '', :since)";
constexpr auto insert_person =
    "INSERT INTO person(person_id, workspace, account, name, language, configured_language, coordinator, "
    "active, made_in_chat, email) VALUES(:id, :workspace, :account, :name, :language, '', 0, 1, 1, :email) "
    // Somebody of before, who is known again.
    "ON CONFLICT(person_id) DO UPDATE SET workspace = excluded.workspace, account = excluded.account, "
    "name = excluded.name, email = excluded.email, active = 1, made_in_chat = 1";
constexpr auto update_person =
    "UPDATE person SET name = :name, language = :language, email = :email WHERE person_id = :id";
constexpr auto select_rested =
    "SELECT person_id FROM person WHERE workspace = :workspace AND account = :account ORDER BY person_id";
constexpr auto select_erased = "SELECT 1 FROM erased WHERE mark = :mark";
constexpr auto select_last_days =
    "SELECT team_id, person_id, ends FROM member WHERE ends <> '' AND role <> 'none' ORDER BY team_id, "
    "person_id";
// Role 'none' beside of_channel: taken out by a person, and stays out as long as they are in the channel.
constexpr auto select_of_channel = "SELECT person_id FROM member WHERE team_id = :team AND of_channel = 1";
constexpr auto upsert_of_channel =
    "INSERT INTO member(team_id, person_id, role, configured_role, since, of_channel) "
    "VALUES(:team, :person, 'participant', '', :since, 1) "
    "ON CONFLICT(team_id, person_id) DO UPDATE SET of_channel = 1";
constexpr auto delete_of_channel =
    "DELETE FROM member WHERE team_id = :team AND person_id = :person AND configured_role = '' AND role IN "
    "('participant', 'none')";
constexpr auto mark_of_channel =
    "UPDATE member SET of_channel = :there WHERE team_id = :team AND person_id = :person";
constexpr auto select_told_of_leaders =
    "SELECT team_id, told_of_leaders FROM team WHERE told_of_leaders NOT IN ('', '[]') ORDER BY team_id";
constexpr auto select_told_of_leaders_of = "SELECT told_of_leaders FROM team WHERE team_id = :team";
constexpr auto update_told_of_leaders = "UPDATE team SET told_of_leaders = :leaders WHERE team_id = :team";
constexpr auto select_untold =
    "SELECT m.team_id, m.person_id FROM member m JOIN team t ON t.team_id = m.team_id WHERE t.active = 1 "
    "AND m.role IN ('facilitator', 'leader') AND m.role_told <> m.role "
    "ORDER BY t.config_key, m.team_id, m.person_id";
constexpr auto select_new =
    "SELECT m.team_id, m.person_id FROM member m JOIN team t ON t.team_id = m.team_id WHERE t.active = 1 "
    "AND m.role = 'participant' AND m.role_told = '' AND m.since >= :since "
    "ORDER BY t.config_key, m.team_id, m.person_id";
constexpr auto update_told =
    "UPDATE member SET role_told = role WHERE team_id = :team AND person_id = :person AND role_told <> role";
#define STORAGE_LEADS                                                                                    \
  "FROM member m JOIN team t ON t.team_id = m.team_id WHERE t.active = 1 AND m.role IN ('facilitator', " \
  "'leader')"
// Those that are none any more, and 1 where somebody must be told so: not of a group that has ended, which is
// told by itself, and not who leads it in another way, who has heard of that.
constexpr auto select_former_roles =
    "SELECT k.team_id, k.person_id, k.role, CASE WHEN (k.role = 'coordinator' AND p.coordinator = 0) OR "
    "(a.team_id IS NOT NULL AND coalesce(n.role, 'none') NOT IN ('facilitator', 'leader')) THEN 1 ELSE 0 END "
    "FROM role_known k JOIN person p ON p.person_id = k.person_id "
    "LEFT JOIN team a ON a.team_id = k.team_id AND a.active = 1 "
    "LEFT JOIN member n ON n.team_id = k.team_id AND n.person_id = k.person_id "
    "WHERE (k.role = 'coordinator' AND k.person_id NOT IN (SELECT person_id FROM person WHERE "
    "coordinator = 1 AND active = 1)) OR (k.role <> 'coordinator' AND NOT EXISTS(SELECT 1 " STORAGE_LEADS
    " AND m.team_id = k.team_id AND m.person_id = k.person_id AND m.role = k.role)) "
    "ORDER BY k.person_id, k.team_id";
constexpr auto drop_known_role = "DELETE FROM role_known WHERE person_id = :person AND team_id = :team";
constexpr auto keep_coordinators =
    "INSERT INTO role_known(person_id, team_id, role) SELECT person_id, '', 'coordinator' FROM person "
    "WHERE coordinator = 1 AND active = 1 ON CONFLICT DO NOTHING";
constexpr auto keep_leading =
    "INSERT INTO role_known(person_id, team_id, role) SELECT m.person_id, m.team_id, m.role " STORAGE_LEADS
    " ON CONFLICT DO NOTHING";
constexpr auto upsert_draft =
    "INSERT INTO group_draft(draft_id, person_id, words, started, changed) "
    "VALUES(:id, :person, :words, :started, :changed) ON CONFLICT(draft_id) DO UPDATE SET "
    "words = excluded.words, started = excluded.started, changed = excluded.changed";
constexpr auto select_draft =
    "SELECT draft_id, person_id, words, started FROM group_draft WHERE draft_id = :id";
constexpr auto select_unfinished =
    "SELECT draft_id, person_id, words, started FROM group_draft WHERE person_id = :person AND started = '' "
    "ORDER BY changed DESC, draft_id";
constexpr auto delete_draft = "DELETE FROM group_draft WHERE draft_id = :id";
constexpr auto delete_drafts = "DELETE FROM group_draft WHERE changed < :before";
constexpr auto select_faults = "SELECT team_id, fault, since FROM team_fault ORDER BY team_id, fault";
constexpr auto insert_fault =
    "INSERT INTO team_fault(team_id, fault, since) VALUES(:team, :fault, :since) ON CONFLICT DO NOTHING";
constexpr auto delete_fault = "DELETE FROM team_fault WHERE team_id = :team AND fault = :fault";

using Text = std::string;

class SqlGroupStore final : public groups::GroupStore {
 public:
  explicit SqlGroupStore(Database& db) : db_(db), people_(make_people_store(db)), rows_(db) {}

  void add(const core::Group& group) override {
    rows_.save(group, true);
    for (const core::Member& member : group.members)
      founder_.run(group.id.text, member.person.text, Text(code(member.role)), optional_text(member.since));
  }
  void save(const core::Group& group) override { rows_.save(group, false); }
  void end(const core::GroupId& group) override { rows_.end(group); }
  std::set<Text> as_configured(const core::GroupId& group) override { return rows_.as_configured(group); }

  void add_person(const core::Person& person) override {
    person_.run(person.id.text, person.workspace, person.user, person.name, Text(code(person.language)),
                person.email);
  }
  void save_person(const core::Person& person) override {
    save_person_.run(person.name, Text(code(person.language)), person.email, person.id.text);
  }
  std::optional<core::PersonId> known(const Text& workspace, const Text& account) override {
    const auto row = rested_.one(workspace, account);
    return row ? std::optional(core::PersonId(std::get<0>(*row))) : std::nullopt;
  }
  bool was_erased(const Text& workspace, const Text& account) override {
    return erased_.one(mark_of_account(workspace, account)).has_value();
  }
  void set_role(const core::GroupId& group, const core::PersonId& person, core::Role role,
                core::Date today) override {
    people_->set_role(group, person, role, today);
  }
  void set_period(const core::GroupId& group, const core::PersonId& person, std::optional<core::Date> since,
                  std::optional<core::Date> ends) override {
    people_->set_period(group, person, since, ends);
  }
  void remove_member(const core::GroupId& group, const core::PersonId& person) override {
    people_->remove_member(group, person);
  }

  std::set<core::PersonId> of_channel(const core::GroupId& group) override {
    std::set<core::PersonId> all;
    for (const auto& [person] : of_channel_.all(group.text)) all.insert(core::PersonId(person));
    return all;
  }
  void came_by_channel(const core::GroupId& group, const core::PersonId& person, core::Date today) override {
    came_.run(group.text, person.text, core::date_text(today));
  }
  void left_channel(const core::GroupId& group, const core::PersonId& person) override {
    left_.run(group.text, person.text);
    mark_.run(0, group.text, person.text);
  }
  void set_seen_in_channel(const core::GroupId& group, const core::PersonId& person, bool there) override {
    mark_.run(there ? 1 : 0, group.text, person.text);
  }

  std::vector<groups::LastDay> last_days() override {
    std::vector<groups::LastDay> all;
    for (const auto& [team, person, ends] : last_days_.all())
      if (const auto day = readable(db_, "member " + team + " " + person, [&] { return date_from(ends); }))
        all.push_back({core::GroupId(team), core::PersonId(person), *day});
    return all;
  }

  std::vector<groups::Untold> roles_untold() override {
    std::vector<groups::Untold> found;
    for (const auto& [team, person] : untold_.all())
      found.push_back({core::GroupId(team), core::PersonId(person)});
    return found;
  }
  std::vector<groups::Untold> newcomers_untold(core::Date since) override {
    std::vector<groups::Untold> found;
    for (const auto& [team, person] : new_.all(core::date_text(since)))
      found.push_back({core::GroupId(team), core::PersonId(person)});
    return found;
  }
  bool set_role_told(const core::GroupId& group, const core::PersonId& person) override {
    return set_told_.run(group.text, person.text) > 0;
  }
  std::vector<groups::LostRole> take_lost_roles() override {
    std::vector<groups::LostRole> found;
    for (const auto& [team, person, role, told] : former_.all()) {
      if (told != 0)
        found.push_back({core::GroupId(team), core::PersonId(person), from_code<core::Role>(role)});
      drop_known_.run(person, team);
    }
    keep_coordinators_.run();
    keep_leading_.run();
    return found;
  }

  std::map<core::GroupId, std::set<core::PersonId>> told_of_leaders() override {
    std::map<core::GroupId, std::set<core::PersonId>> all;
    for (const auto& [team, leaders] : told_of_leaders_.all())
      if (const auto people =
              readable(db_, "team " + team, [&, &text = leaders] { return people_from(text); }))
        all[core::GroupId(team)] = *people;
    return all;
  }
  std::set<core::PersonId> told_of_leaders(const core::GroupId& group) override {
    const auto row = told_of_leaders_of_.one(group.text);
    if (!row || std::get<0>(*row).empty()) return {};
    return readable(db_, "team " + group.text, [&] { return people_from(std::get<0>(*row)); })
        .value_or(std::set<core::PersonId>());
  }
  void set_told_of_leaders(const core::GroupId& group, const std::set<core::PersonId>& leaders) override {
    set_told_of_leaders_.run(encode(leaders), group.text);
  }

  void save_draft(const groups::Draft& draft, core::Instant now) override {
    save_draft_.run(
        draft.id, draft.by.text,
        nlohmann::json(draft.words).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
        draft.started, core::to_text(now));
  }
  std::optional<groups::Draft> draft(const Text& id) override {
    const auto row = draft_.one(id);
    return row ? std::optional(draft_of(*row)) : std::nullopt;
  }
  std::vector<groups::Draft> unfinished(const core::PersonId& by) override {
    std::vector<groups::Draft> all;
    for (const auto& row : unfinished_.all(by.text)) all.push_back(draft_of(row));
    return all;
  }
  void drop_draft(const Text& id) override { drop_draft_.run(id); }
  void drop_drafts_before(core::Instant changed) override { drop_drafts_.run(core::to_text(changed)); }

  std::vector<groups::Gone> gone(core::Instant now) override { return gone_groups(db_, now); }

  std::map<core::GroupId, std::map<Text, Text>> faults() override {
    std::map<core::GroupId, std::map<Text, Text>> all;
    for (const auto& [team, fault, since] : faults_.all()) all[core::GroupId(team)][fault] = since;
    return all;
  }
  void set_fault(const core::GroupId& group, const Text& fault, const Text& since) override {
    set_fault_.run(group.text, fault, since);
  }
  void mended(const core::GroupId& group, const Text& fault) override { mended_.run(group.text, fault); }

 private:
  using DraftRow = Out<Text, Text, Text, Text>;

  static groups::Draft draft_of(const DraftRow& row) {
    const auto& [id, person, words, started] = row;
    return {id, core::PersonId(person), runtime::require_json(words).get<std::map<Text, Text>>(), started};
  }

  Database& db_;
  std::unique_ptr<people::PeopleStore> people_;
  GroupRows rows_;
  Statement<In<Text, Text, Text, Text>> founder_{db_, insert_founder};
  Statement<In<Text, Text, Text, Text, Text, Text>> person_{db_, insert_person};
  Statement<In<Text, Text, Text, Text>> save_person_{db_, update_person};
  Statement<In<Text, Text>, Out<Text>> rested_{db_, select_rested};
  Statement<In<Text>, Out<int>> erased_{db_, select_erased};
  Statement<In<>, Out<Text, Text, Text>> last_days_{db_, select_last_days};
  Statement<In<Text>, Out<Text>> of_channel_{db_, select_of_channel};
  Statement<In<Text, Text, Text>> came_{db_, upsert_of_channel};
  Statement<In<Text, Text>> left_{db_, delete_of_channel};
  Statement<In<int, Text, Text>> mark_{db_, mark_of_channel};
  Statement<In<>, Out<Text, Text>> told_of_leaders_{db_, select_told_of_leaders};
  Statement<In<Text>, Out<Text>> told_of_leaders_of_{db_, select_told_of_leaders_of};
  Statement<In<Text, Text>> set_told_of_leaders_{db_, update_told_of_leaders};
  Statement<In<>, Out<Text, Text>> untold_{db_, select_untold};
  Statement<In<Text>, Out<Text, Text>> new_{db_, select_new};
  Statement<In<Text, Text>> set_told_{db_, update_told};
  Statement<In<>, Out<Text, Text, Text, int>> former_{db_, select_former_roles};
  Statement<In<Text, Text>> drop_known_{db_, drop_known_role};
  Statement<In<>> keep_coordinators_{db_, keep_coordinators}, keep_leading_{db_, keep_leading};
  Statement<In<Text, Text, Text, Text, Text>> save_draft_{db_, upsert_draft};
  Statement<In<Text>, DraftRow> draft_{db_, select_draft}, unfinished_{db_, select_unfinished};
  Statement<In<Text>> drop_draft_{db_, delete_draft}, drop_drafts_{db_, delete_drafts};
  Statement<In<>, Out<Text, Text, Text>> faults_{db_, select_faults};
  Statement<In<Text, Text, Text>> set_fault_{db_, insert_fault};
  Statement<In<Text, Text>> mended_{db_, delete_fault};
};

}  // namespace

std::unique_ptr<groups::GroupStore> make_group_store(Database& database) {
  return std::make_unique<SqlGroupStore>(database);
}

}  // namespace storage
