#include "storage/person_record.hpp"

#include <nlohmann/json.hpp>

#include "bot/runtime/json.hpp"
#include "storage/statement.hpp"

namespace storage {
namespace {

using Json = nlohmann::json;
using Text = std::string;

constexpr auto record_people =
    "SELECT person_id, name, workspace, account, active FROM person "
    "WHERE person_id = :id OR name = :name OR account = :account ORDER BY active DESC, person_id";
constexpr auto record_person =
    "SELECT name, workspace, account, language, coordinator, active FROM person WHERE person_id = :id";
constexpr auto record_groups =
    "SELECT t.config_key, t.name, m.role, m.configured_role, m.since FROM member m "
    "JOIN team t ON t.team_id = m.team_id WHERE m.person_id = :id ORDER BY t.config_key";
constexpr auto record_attendance =
    "SELECT t.name, s.starts, s.state, a.coming FROM attendance a JOIN session s ON s.session_id = "
    "a.session_id "
    "JOIN team t ON t.team_id = s.team_id WHERE a.person_id = :id ORDER BY s.starts, t.name";
constexpr auto record_came =
    "SELECT t.name, s.starts FROM came c JOIN session s ON s.session_id = c.session_id "
    "JOIN team t ON t.team_id = s.team_id WHERE c.person_id = :id ORDER BY s.starts, t.name";
constexpr auto record_ticked =
    "SELECT t.name, s.starts FROM attendance_register r JOIN session s ON s.session_id = r.session_id "
    "JOIN team t ON t.team_id = s.team_id WHERE r.taken_by = :id ORDER BY s.starts, t.name";
constexpr auto record_answers =
    "SELECT t.name, p.title, p.closes, p.poll_id, n.ballot FROM named_answer n JOIN poll p ON p.poll_id = "
    "n.poll_id "
    "JOIN team t ON t.team_id = p.team_id WHERE n.person_id = :id ORDER BY p.closes, p.poll_id";
constexpr auto record_questions =
    "SELECT prompt, options FROM poll_question WHERE poll_id = :id ORDER BY number";
constexpr auto record_steps =
    "SELECT t.name, m.title, e.what, e.words, e.look_again, e.at FROM matter_entry e "
    "JOIN matter m ON m.matter_id = e.matter_id JOIN team t ON t.team_id = m.team_id WHERE e.leader = :id "
    "ORDER BY e.at, m.matter_id, e.number";
constexpr auto record_owned =
    "SELECT t.name, m.title, m.raised FROM matter m JOIN team t ON t.team_id = m.team_id WHERE m.owner = :id "
    "ORDER BY m.raised, m.matter_id";
constexpr auto record_feed = "SELECT count(*) FROM calendar_feed WHERE person_id = :id";
constexpr auto record_messages =
    "SELECT due, state, body FROM outbox WHERE destination_kind = 'person' AND workspace = :workspace "
    "AND destination = :account ORDER BY position";

Json json_or_text(const Text& text) {
  Json value = runtime::parse_json(text);
  return value.is_discarded() ? Json(text) : value;
}

Json their_groups(Database& database, const Text& id) {
  Json all = Json::array();
  Statement<In<Text>, Out<Text, Text, Text, Text, Text>> statement(database, record_groups);
  for (const auto& [key, name, role, configured, since] : statement.all(id))
    all.push_back({{"group", key},
                   {"name", name},
                   {"role", role},
                   {"role_by_configuration", configured},
                   {"since", since}});
  return all;
}

Json their_attendance(Database& database, const Text& id) {
  Json all = Json::array();
  Statement<In<Text>, Out<Text, Text, Text, int>> statement(database, record_attendance);
  for (const auto& [group, starts, state, coming] : statement.all(id))
    all.push_back({{"group", group}, {"session", starts}, {"state", state}, {"coming", coming != 0}});
  return all;
}

// The sessions that a query with group and start gives.
Json their_sessions(Database& database, const Text& id, const char* query) {
  Json all = Json::array();
  Statement<In<Text>, Out<Text, Text>> statement(database, query);
  for (const auto& [group, starts] : statement.all(id))
    all.push_back({{"group", group}, {"session", starts}});
  return all;
}

Json their_answers(Database& database, const Text& id) {
  Json all = Json::array();
  Statement<In<Text>, Out<Text, Text, Text, Text, Text>> statement(database, record_answers);
  Statement<In<Text>, Out<Text, Text>> questions(database, record_questions);
  for (const auto& [group, title, closes, poll, ballot] : statement.all(id)) {
    Json asked = Json::array();
    for (const auto& [prompt, options] : questions.all(poll))
      asked.push_back({{"prompt", json_or_text(prompt)}, {"options", json_or_text(options)}});
    all.push_back({{"group", group},
                   {"title", json_or_text(title)},
                   {"closes", closes},
                   {"questions", asked},
                   {"answer", json_or_text(ballot)}});
  }
  return all;
}

// What a leader answered to matters, and which the leader follows up.
Json their_matters(Database& database, const Text& id) {
  Json answers = Json::array(), owned = Json::array();
  Statement<In<Text>, Out<Text, Text, Text, Text, Text, Text>> steps(database, record_steps);
  Statement<In<Text>, Out<Text, Text, Text>> owner(database, record_owned);
  for (const auto& [group, title, what, words, look_again, at] : steps.all(id))
    answers.push_back({{"group", group},
                       {"title", title},
                       {"answer", what},
                       {"words", words},
                       {"look_again", look_again},
                       {"at", at}});
  for (const auto& [group, title, raised] : owner.all(id))
    owned.push_back({{"group", group}, {"title", title}, {"raised", raised}});
  return {{"answers", answers}, {"followed_up", owned}};
}

Json their_messages(Database& database, const Registered& person) {
  Json all = Json::array();
  Statement<In<Text, Text>, Out<Text, Text, Text>> statement(database, record_messages);
  for (const auto& [due, state, body] : statement.all(person.workspace, person.account))
    all.push_back(
        {{"due", due}, {"state", state}, {"content", body.empty() ? Json(nullptr) : json_or_text(body)}});
  return all;
}

}  // namespace

std::vector<Registered> people_called(Database& database, const std::string& wanted) {
  Statement<In<Text, Text, Text>, Out<Text, Text, Text, Text, int>> statement(database, record_people);
  std::vector<Registered> all;
  for (const auto& [id, name, workspace, account, active] : statement.all(wanted, wanted, wanted))
    all.push_back({id, name, workspace, account, active != 0});
  return all;
}

Json record_of(Database& database, const Registered& person) {
  Statement<In<Text>, Out<Text, Text, Text, Text, int, int>> statement(database, record_person);
  Statement<In<Text>, Out<int>> feed(database, record_feed);
  Json record;
  if (const auto row = statement.one(person.id)) {
    const auto& [name, workspace, account, language, coordinator, active] = *row;
    record["person"] = {{"id", person.id},
                        {"name", name},
                        {"workspace", workspace},
                        {"account", account},
                        {"language", language},
                        {"coordinator", coordinator != 0},
                        {"in_configuration", active != 0}};
  }
  record["groups"] = their_groups(database, person.id);
  record["attendance"] = their_attendance(database, person.id);
  record["came_to"] = their_sessions(database, person.id, record_came);
  record["ticked_who_came_to"] = their_sessions(database, person.id, record_ticked);
  record["named_answers"] = their_answers(database, person.id);
  record["matters"] = their_matters(database, person.id);
  record["calendar"] = {
      {"has_an_address", std::get<0>(feed.one(person.id).value_or(std::tuple<int>{0})) != 0}};
  record["messages"] = their_messages(database, person);
  return record;
}

}  // namespace storage
