// What is told beforehand is what the night takes; and what is kept about a person is told whole.
#include "storage/outlook.hpp"

#include <gmock/gmock.h>
#include <soci/soci.h>

#include <nlohmann/json.hpp>

#include "bot/runtime/payload.hpp"
#include "bot/runtime/retention.hpp"
#include "storage/guarded.hpp"
#include "storage/person_record.hpp"
#include "storage/retention_store.hpp"
#include "storage/waiting.hpp"
#include "tests/support/store_fixture.hpp"

namespace {

using support::at;
using testing::SizeIs;

struct Beforehand : support::OnDatabase {
  Beforehand() {
    stores.people->apply({support::person("anne"), support::person("bjorn")},
                         {support::group("a", {support::person("anne"), support::person("bjorn")})});
  }
  core::Poll closed(const char* id, const char* closes, bool named = false) {
    core::Poll poll = support::poll(id, named);
    poll.opens = at(closes) - std::chrono::hours{1};
    poll.closes = at(closes);
    poll.state = core::Poll::State::planned;
    stores.polls->add(poll);
    stores.polls->set_open(poll.id, 5, "boot");
    return poll;
  }
  void finish(const core::Poll& poll) {
    core::Result result;
    result.lines.push_back({0, core::ResultLine::Audience::group, core::ResultLine::Part::half, 0, 0, {}});
    result.texts.emplace_back(1, "tekst");
    result.sheet_texts.emplace_back(1, "fra arket");
    stores.polls->save_result(poll.id, result);
    stores.polls->set_state(poll.id, core::Poll::State::closed);
  }
  storage::Stores stores = storage::open_stores(database);
  std::unique_ptr<runtime::RetentionStore> old = storage::make_retention_store(database);
};

ON_EVERY_DATABASE(Beforehand);

TEST_P(Beforehand, WhatIsToldIsWhatIsTaken) {
  finish(closed("first", "2026-11-10T12:00:00Z"));
  finish(closed("second", "2026-11-20T12:00:00Z"));
  const core::Instant limit = at("2026-11-11T00:00:00Z");
  EXPECT_EQ(storage::texts_kept(database, limit).rows, 4);
  const auto going = storage::texts_kept(database, limit).going;
  EXPECT_EQ(going, 2);
  EXPECT_EQ(old->forget_texts(limit), going);
  EXPECT_EQ(storage::texts_kept(database, limit).going, 0);
  const storage::Kept polls = storage::polls_kept(database, limit);
  EXPECT_EQ(polls.rows, 2);
  EXPECT_EQ(polls.oldest, at("2026-11-10T12:00:00Z"));
  EXPECT_EQ(polls.going, 1);
  EXPECT_EQ(old->forget_polls(limit), polls.going);
  EXPECT_EQ(storage::polls_kept(database, limit).oldest, at("2026-11-20T12:00:00Z"));
  EXPECT_EQ(storage::matters_kept(database, limit).oldest, std::nullopt);
  matters::Matter matter;
  matter.group = core::GroupId("group-a");
  for (const auto state :
       {core::MatterState::done, core::MatterState::in_work, core::MatterState::will_not}) {
    matter.id = core::MatterId(std::string(core::code(state)));
    matter.state = state;
    matter.changed = limit - std::chrono::hours{state == core::MatterState::done ? 1 : -1};
    stores.matters->save(matter);
  }
  stores.kept->keep("kept", matter.group, {"Vi tar det selv", limit - std::chrono::hours{2}});
  EXPECT_EQ(storage::matters_kept(database, limit).rows, 3);
  EXPECT_EQ(storage::matters_kept(database, limit).going, 2);
  EXPECT_EQ(old->forget_matters(limit), 2);
  EXPECT_EQ(storage::matters_kept(database, limit).going, 0);
  EXPECT_EQ(storage::ideas_kept(database, "2026-11").rows, 0);
  EXPECT_EQ(storage::bodies_kept(database, limit).rows, 0);
}

// A row of each table before the limit and one behind it: what is not told is missed here.
TEST_P(Beforehand, OfEveryTableThatGoesWithOthersItIsTold) {
  constexpr const char* with_matters[] = {
      "INSERT INTO kept_matter(kept_id, at, team_id, body) VALUES(:id, :at, 'group-a', 'x')",
      "INSERT INTO minutes(minutes_id, at, team_id, body, released) VALUES(:id, :at, 'group-a', 'x', '')",
      "INSERT INTO tryout(tryout_id, agreed, team_id, what, due, state, words) "
      "VALUES(:id, :at, 'group-a', 'x', '', 'open', '')",
      "INSERT INTO hope_round(poll_id, closes, team_id, run) VALUES(:id, :at, 'group-a', 1)",
      "INSERT INTO practice(practice_id, released, team_id, words) VALUES(:id, :at, 'group-a', 'x')",
      "INSERT INTO purpose(number, asked, team_id, sessions, round) "
      "VALUES(CAST(:id AS INTEGER), :at, 'group-a', 0, 1)"};
  constexpr const char* with_sessions[] = {
      "INSERT INTO session(session_id, ends, team_id, number, starts, state, topic) "
      "VALUES(:id, :at, 'group-a', 1, '2026-01-01T00:00:00Z', 'held', '')",
      "INSERT INTO letter(letter_id, sent, team_id, copies, read_by) VALUES(:id, :at, 'group-a', 1, 0)",
      "INSERT INTO sign_up_round(round_id, closes, team_id, places, words, opened, state) "
      "VALUES(:id, :at, 'group-a', 1, 'x', '', 'settled')"};
  const core::Instant limit = at("2026-11-11T00:00:00Z");
  const auto add = [&](const char* row) {
    for (const auto& [id, apart] : {std::pair("1", -1), std::pair("2", 1)}) {
      const std::string key = id, when = core::to_text(limit + std::chrono::hours{apart});
      storage::guarded([&] { database.sql() << row, soci::use(key), soci::use(when); });
    }
  };
  for (const char* row : with_matters) {
    add(row);
    EXPECT_EQ(storage::matters_kept(database, limit).rows, 2) << row;
    EXPECT_EQ(storage::matters_kept(database, limit).going, 1) << row;
    EXPECT_EQ(old->forget_matters(limit), 1) << row;
    EXPECT_EQ(old->forget_matters(limit + std::chrono::hours{2}), 1) << row;
  }
  for (const char* row : with_sessions) {
    add(row);
    EXPECT_EQ(storage::sessions_kept(database, limit).rows, 2) << row;
    EXPECT_EQ(storage::sessions_kept(database, limit).going, 1) << row;
    EXPECT_EQ(old->forget_sessions(limit), 1) << row;
    EXPECT_EQ(old->forget_sessions(limit + std::chrono::hours{2}), 1) << row;
  }
}

TEST_P(Beforehand, EverythingAboutOneAndNothingOfAnother) {
  const auto people = stores.people->load();
  const core::Person anne = *people.person(support::person("anne").id);
  const core::Poll poll = closed("named", "2026-11-10T12:00:00Z", true);
  stores.polls->put_named(poll.id, anne.id, support::ballot(1, "hennes"));
  stores.polls->put_named(poll.id, support::person("bjorn").id, support::ballot(0, "hans"));
  matters::Matter matter;
  matter.id = core::MatterId("m");
  matter.group = core::GroupId("group-a");
  matter.title = "Vikarer";
  matter.owner = anne.id;
  stores.matters->save(matter);
  using What = matters::Entry::What;
  stores.matters->append(matter.id, {What::in_work, anne.id, "To nye er på plass", {}, {}, poll.closes});
  stores.matters->append(matter.id,
                         {What::done, support::person("bjorn").id, "hans ord", {}, {}, poll.closes});
  const auto found = storage::people_called(database, anne.name);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].account, anne.user);
  const auto record = storage::record_of(database, found[0]);
  EXPECT_EQ(record["person"]["name"], anne.name);
  EXPECT_EQ(record["groups"].size(), 1U);
  EXPECT_EQ(record["named_answers"].size(), 1U) << record.dump(2);
  EXPECT_EQ(record["matter_answers"].size(), 1U) << record.dump(2);
  EXPECT_EQ(record["matter_answers"][0]["words"], "To nye er på plass");
  EXPECT_EQ(record["matters_followed_up"].size(), 1U);
  EXPECT_TRUE(record["calendar"].empty());
  EXPECT_NE(record.dump().find("hennes"), std::string::npos);
  EXPECT_EQ(record.dump().find("hans"), std::string::npos);
  EXPECT_EQ(record.dump().find("bjorn"), std::string::npos) << record.dump(2);
  EXPECT_THAT(storage::people_called(database, "nobody at all"), SizeIs(0));
}

TEST_P(Beforehand, WhatWaitsIsCountedByPlatformAlone) {
  const core::Instant now = at("2026-11-24T12:00:00Z");
  EXPECT_THAT(storage::waiting(database, now), SizeIs(0));
  EXPECT_EQ(storage::late_since(database, now), std::nullopt);
  const auto post = [&](const char* key, const char* due) {
    runtime::OutboxRow row;
    row.key = key;
    row.to = {"kommunen", core::Destination::Kind::channel, "kanal"};
    row.due = at(due);
    stores.outbox->add(row);
  };
  post("one", "2026-11-24T11:00:00Z");
  post("two", "2026-11-24T11:30:00Z");
  post("later", "2026-11-24T13:00:00Z");
  stores.outbox->set_sending("two", false, "2026-11-23");
  stores.outbox->set_retry("two", false, at("2026-11-24T12:10:00Z"), 1);
  stores.agenda->put({"job", "house/nightly", "", at("2026-11-24T11:59:00Z"), true});
  const auto waiting = storage::waiting(database, now);
  ASSERT_THAT(waiting, SizeIs(1));
  EXPECT_EQ(waiting[0].workspace, "kommunen");
  EXPECT_EQ(waiting[0].due, 2);
  EXPECT_EQ(waiting[0].tried, 1);
  EXPECT_EQ(waiting[0].since, at("2026-11-24T11:30:00Z"));
  EXPECT_EQ(storage::late_since(database, now), at("2026-11-24T11:59:00Z"));
}

}  // namespace
