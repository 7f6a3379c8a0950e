// What stores keep in mind instead of asking again is what they would read.

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "tests/support/store_fixture.hpp"

using support::at;
using support::message;

namespace {

struct KeptInMind : support::Stored {
  core::Job job(const char* key, const char* due) const { return {key, "k", "s", at(due)}; }
  std::vector<std::string> keys() {
    std::vector<std::string> all;
    for (const core::Job& each : stores.agenda->due(at("2030-01-01T00:00:00Z"), 100)) all.push_back(each.key);
    return all;
  }
};
ON_EVERY_DATABASE(KeptInMind);

TEST_P(KeptInMind, AJobIsTakenWhereItIsDue) {
  runtime::AgendaStore& store = *stores.agenda;
  EXPECT_FALSE(store.any("a:"));
  store.put(job("a:1", "2026-11-24T12:00:00Z"));
  EXPECT_TRUE(store.any("a:"));
  EXPECT_FALSE(store.any("b:"));
  EXPECT_FALSE(store.take("a:1", at("2026-11-24T11:59:59Z")));
  EXPECT_TRUE(store.take("a:1", at("2026-11-24T12:00:00Z")));
  EXPECT_FALSE(store.take("a:1", at("2026-11-24T12:00:00Z")));
  EXPECT_FALSE(store.any("a:"));
}

TEST_P(KeptInMind, WhatIsArrangedAnewIsThereWhateverBecameOfItMeanwhile) {
  runtime::AgendaStore& store = *stores.agenda;
  const core::Job first = job("a", "2026-11-24T12:00:00Z"), second = job("b", "2026-11-24T13:00:00Z");
  const core::Job later = job("b", "2026-11-24T14:00:00Z");
  const auto put_all = [&] {
    for (const core::Job& each : {first, first, second, second}) store.put(each);
  };
  put_all();
  database.begin();
  put_all();
  database.sql() << "DELETE FROM job WHERE job_key = 'b'";
  put_all();
  EXPECT_EQ(keys(), (std::vector<std::string>{"a", "b"}));
  put_all();
  store.put(later);
  EXPECT_EQ(store.find("b")->due, later.due);
  put_all();
  EXPECT_EQ(store.find("b")->due, second.due);
  database.savepoint();
  put_all();
  store.remove("b");
  store.put(first);
  store.put(first);
  database.rollback_to_savepoint();
  database.savepoint();
  store.put(job("c", "2026-11-24T15:00:00Z"));
  store.put(first);
  store.put(first);
  store.put(job("c", "2026-11-24T15:00:00Z"));
  database.rollback_to_savepoint();
  store.put(first);
  store.put(job("c", "2026-11-24T15:00:00Z"));
  database.commit();
  EXPECT_EQ(keys(), (std::vector<std::string>{"a", "b", "c"}));
}

TEST_P(KeptInMind, AMessageIsTheOneInTheDatabaseWhateverWasPutBefore) {
  runtime::OutboxStore& store = *stores.outbox;
  runtime::OutboxRow row;
  row.key = "a";
  row.to = {"sandbox", core::Destination::Kind::person, "U-anne"};
  const auto add = [&](const std::string& words) {
    row.message = message(words);
    return store.add(row);
  };
  database.begin();
  database.savepoint();
  EXPECT_TRUE(add("undone"));
  database.rollback_to_savepoint();
  EXPECT_TRUE(add("kept"));
  database.commit();
  EXPECT_EQ(store.message("a"), message("kept"));
  EXPECT_EQ(store.message("a"), message("kept"));
  store.edit("a", message("changed"), {});
  EXPECT_EQ(store.message("a"), message("changed"));
  EXPECT_FALSE(add("refused"));
  EXPECT_EQ(store.message("a"), message("changed"));
  row.key = "b";
  EXPECT_TRUE(add("no UTF-8: \xff"));
  EXPECT_EQ(store.message("b"), message("no UTF-8: \uFFFD"));
}

TEST_P(KeptInMind, SessionsAreAsTheyWereWrittenLast) {
  sessions::SessionStore& store = *stores.sessions;
  const core::Session one{
      core::SessionId("s1"),      core::GroupId("group-a"),      1, at("2026-11-10T12:00:00Z"),
      at("2026-11-10T13:30:00Z"), core::Session::State::planned, ""};
  const auto known = [&] { return store.of_group(one.group, {}, at("2030-01-01T00:00:00Z")); };
  database.begin();
  EXPECT_TRUE(known().empty());
  store.save(one);
  EXPECT_EQ(known(), std::vector{one});
  database.savepoint();
  core::Session changed = one;
  changed.topic = "another";
  store.save(changed);
  EXPECT_EQ(known(), std::vector{changed});
  database.rollback_to_savepoint();
  EXPECT_EQ(known(), std::vector{one});
  database.sql() << "DELETE FROM session";
  EXPECT_TRUE(known().empty());
  sessions::Run run;
  run.group = one.group;
  EXPECT_EQ(store.latest_run(one.group), std::nullopt);
  for (const int number : {1, 2}) {
    run.number = number;
    run.plans = {number, 12};
    store.save(run);
    EXPECT_EQ(store.latest_run(one.group)->number, number);
    EXPECT_EQ(store.run(one.group, number)->plans, run.plans);
  }
  EXPECT_EQ(store.run(one.group, 1)->plans, (std::vector<int>{1, 12}));
  database.commit();
}

TEST(KeptInAFile, WhatOthersWroteBetweenTwoTransactionsIsRead) {
  const support::TempDirectory directory;
  const std::string path = (directory / "refleks.db").string();
  storage::Database database(path);
  const storage::Stores stores = storage::open_stores(database);
  const core::Group group = support::group("a", {});
  stores.people->apply({}, {group});
  core::Session session;
  session.id = core::SessionId("s1");
  session.group = group.id;
  session.topic = "ours";
  stores.sessions->save(session);
  const auto topic = [&] {
    database.begin();
    const auto found = stores.sessions->of_group(group.id, {}, at("2030-01-01T00:00:00Z"));
    database.commit();
    return found.empty() ? std::string() : found.front().topic;
  };
  EXPECT_EQ(topic(), "ours");
  soci::session other(soci::sqlite3, path);
  other << "UPDATE session SET topic = 'theirs'";
  EXPECT_EQ(topic(), "theirs");
}

}  // namespace
