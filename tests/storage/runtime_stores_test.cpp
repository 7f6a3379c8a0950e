// The contracts of the agenda, the outbox and what was seen.

#include <soci/soci.h>

#include <stdexcept>

#include "tests/support/store_fixture.hpp"

using runtime::OutboxRow;
using support::at;
using support::message;
using namespace std::chrono_literals;

namespace {

struct AgendaStore : support::Stored {
  runtime::AgendaStore& store = *stores.agenda;
  std::vector<std::string> due(const char* now, int limit = 10) {
    std::vector<std::string> keys;
    for (const auto& job : store.due(at(now), limit)) keys.push_back(job.key);
    return keys;
  }
};
ON_EVERY_DATABASE(AgendaStore);

TEST_P(AgendaStore, GivesWhatIsDueByTimeThenKey) {
  EXPECT_EQ(store.next_due(), std::nullopt);
  store.put({"b", "polls.open", "poll:1", at("2026-11-24T12:00:00Z")});
  store.put({"a", "polls.close", "poll:1", at("2026-11-24T12:00:00Z")});
  store.put({"c", "polls.open", "poll:2", at("2026-11-24T11:00:00Z")});
  store.put({"d", "polls.open", "poll:2", at("2026-11-24T13:00:00Z")});
  EXPECT_EQ(due("2026-11-24T12:00:00Z"), (std::vector<std::string>{"c", "a", "b"}));
  EXPECT_EQ(due("2026-11-24T12:00:00Z", 2), (std::vector<std::string>{"c", "a"}));
  EXPECT_EQ(store.next_due(), at("2026-11-24T11:00:00Z"));
  EXPECT_EQ(store.find("a")->kind, "polls.close");
}

TEST_P(AgendaStore, WhatWaitsForItsGroupIsNotDueAndComesBackWithTheTimeItHad) {
  const auto is_nord = [](const core::GroupId& id) { return id.text == "nord"; };
  store.put({"a", "k", "s", at("2026-11-24T11:00:00Z")});
  store.put({"b", "k", "s", at("2026-11-24T11:30:00Z"), true});
  store.put({"c", "k", "t", at("2026-11-24T12:00:00Z")});
  store.wait_for("a", core::GroupId("nord"));
  store.wait_for("b", core::GroupId("sor"));
  EXPECT_EQ(due("2030-01-01T00:00:00Z"), (std::vector<std::string>{"c"}));
  EXPECT_EQ(store.next_due(), at("2026-11-24T12:00:00Z"));
  EXPECT_FALSE(store.take("a", at("2030-01-01T00:00:00Z")));
  EXPECT_EQ(store.find("a")->due, at("2026-11-24T11:00:00Z")) << "it is known that it is arranged";
  store.come_back(is_nord);
  EXPECT_EQ(store.next_seen(), at("2026-11-24T11:00:00Z"));
  EXPECT_EQ(due("2026-11-24T12:00:00Z"), (std::vector<std::string>{"a", "c"}));
  store.wait_for("a", core::GroupId("nord"));
  store.wait_for("c", core::GroupId("nord"));
  store.remove("c");
  store.remove_of("s");
  store.come_back([](const core::GroupId&) { return true; });
  EXPECT_EQ(store.next_due(), std::nullopt) << "what was cancelled does not come back";
  EXPECT_TRUE(database.take_unreadable().empty());
}

TEST_P(AgendaStore, PuttingTheSameKeyMovesItAndRemovingTakesItAway) {
  store.put({"a", "k", "s", at("2026-11-24T12:00:00Z")});
  store.put({"a", "k2", "s2", at("2026-11-25T12:00:00Z")});
  store.put({"b", "k", "s2", at("2026-11-25T12:00:00Z")});
  store.put({"c", "k", "s3", at("2026-11-25T12:00:00Z")});
  EXPECT_TRUE(due("2026-11-24T12:00:00Z").empty());
  EXPECT_EQ(store.find("a")->subject, "s2");
  store.remove_of("s2");
  EXPECT_EQ(due("2026-11-26T12:00:00Z"), std::vector<std::string>{"c"});
  store.remove("c");
  EXPECT_EQ(store.find("c"), std::nullopt);
}

TEST_P(AgendaStore, KnowsWhatIsNextAlsoAfterWhatWasUndoneOrTakenByOthers) {
  store.put({"later", "k", "s", at("2026-11-25T12:00:00Z"), true});
  EXPECT_EQ(store.next_due(), at("2026-11-25T12:00:00Z"));
  EXPECT_EQ(store.next_seen(), std::nullopt);
  database.begin();
  database.savepoint();
  store.put({"soon", "k", "s", at("2026-11-24T12:00:00Z")});
  EXPECT_EQ(store.next_due(), at("2026-11-24T12:00:00Z"));
  EXPECT_EQ(store.next_seen(), at("2026-11-24T12:00:00Z"));
  database.rollback_to_savepoint();
  database.commit();
  EXPECT_EQ(store.next_due(), at("2026-11-25T12:00:00Z"));
  EXPECT_TRUE(due("2026-11-24T12:00:00Z").empty());
  database.sql() << "DELETE FROM job";
  EXPECT_TRUE(due("2026-11-25T12:00:00Z").empty());
  EXPECT_EQ(store.next_due(), std::nullopt);
}

TEST_P(AgendaStore, OneThatIsHeldIsDueLaterAndKeepsItsMoment) {
  for (const char* key : {"a", "b", "c"}) store.put({key, "k", key, at("2026-11-24T12:00:00Z"), true});
  store.put({"d", "k", "s", at("2026-11-24T14:00:00Z")});
  store.hold("a", at("2026-11-24T13:00:00Z"));
  EXPECT_EQ(store.next_due(), at("2026-11-24T12:00:00Z")) << "of the others";
  EXPECT_EQ(due("2026-11-24T12:30:00Z", 1), std::vector<std::string>{"b"});
  store.hold("b", at("2026-11-24T13:30:00Z"));
  store.hold("c", at("2026-11-25T13:00:00Z"));
  EXPECT_EQ(store.next_due(), at("2026-11-24T13:00:00Z"));
  EXPECT_EQ(store.next_seen(), at("2026-11-24T14:00:00Z"));
  EXPECT_TRUE(due("2026-11-24T12:59:59Z").empty());
  EXPECT_EQ(due("2026-11-24T13:00:00Z"), std::vector<std::string>{"a"});
  EXPECT_EQ(due("2026-11-24T14:00:00Z"), (std::vector<std::string>{"a", "b", "d"}));
  EXPECT_EQ(store.find("c")->due, at("2026-11-24T12:00:00Z"));
  store.let_go();
  EXPECT_EQ(store.next_due(), at("2026-11-24T12:00:00Z"));
  EXPECT_EQ(due("2026-11-24T12:00:00Z"), (std::vector<std::string>{"a", "b", "c"}));
}

TEST_P(AgendaStore, WhatIsPutAnewTakenOrRemovedIsHeldNoMore) {
  const core::Job job{"a", "k", "s", at("2026-11-24T12:00:00Z")};
  for (const auto& end : std::vector<std::function<void()>>{
           [&] { store.put(job); }, [&] { EXPECT_TRUE(store.take("a", job.due)); },
           [&] { store.remove("a"); }, [&] { store.remove_of("s"); }}) {
    store.put(job);
    store.hold("a", at("2026-11-25T12:00:00Z"));
    EXPECT_TRUE(due("2026-11-24T12:00:00Z").empty());
    end();
    store.put(job);
    EXPECT_EQ(due("2026-11-24T12:00:00Z"), std::vector<std::string>{"a"});
    EXPECT_EQ(store.next_due(), job.due);
  }
}

TEST_P(AgendaStore, BringsForwardThoseOfOneBeginningThatAreLater) {
  for (const char* key : {"n:a", "n:b", "o:a"}) store.put({key, "k", "s", at("2027-03-01T12:00:00Z")});
  store.put({"n:c", "k", "s", at("2026-11-24T11:00:00Z")});
  store.put({"n:d", "k", "s", at("2027-03-01T12:00:00Z")});
  database.sql() << "UPDATE job SET due = 'x' WHERE job_key = 'n:d'";
  EXPECT_EQ(due("2027-03-02T12:00:00Z").size(), 4U);
  store.bring_forward("n:", at("2026-11-24T12:00:00Z"));
  EXPECT_EQ(due("2026-11-24T12:00:00Z"), (std::vector<std::string>{"n:c", "n:a", "n:b"}));
  EXPECT_EQ(store.find("n:c")->due, at("2026-11-24T11:00:00Z"));
  EXPECT_EQ(due("2027-03-02T12:00:00Z").size(), 4U) << "what cannot be read stays behind";
}

struct OutboxStore : support::Stored {
  runtime::OutboxStore& store = *stores.outbox;
  const core::Instant noon = at("2026-11-24T12:00:00Z");
  OutboxRow row(const std::string& key, core::Instant due) {
    OutboxRow row;
    row.key = key;
    row.to = {"sandbox", core::Destination::Kind::person, "U-anne"};
    row.message = message(key);
    row.due = due;
    return row;
  }
  void send(const std::string& key, bool edit, const std::string& ref) {
    store.set_sending(key, edit, "2026-11-23");
    store.set_sent(key, edit, ref, {});
  }
  // What is due, as it would go out one after the other; the rows are as before afterwards.
  std::vector<std::string> due() {
    std::vector<std::string> keys;
    database.begin();
    for (auto found = first(); found && found->due <= noon; found = first()) {
      keys.push_back(found->key);
      store.set_sending(found->key, found->edit, "2026-11-23");
    }
    database.rollback();
    return keys;
  }
  // Without a look at how few rows there are.
  std::string plan_of(const std::string& said) {
    const std::string query = database.connection().in_its_words(said);
    std::string plan;
    if (!on_server) {
      int id = 0, parent = 0, unused = 0;
      database.sql() << "EXPLAIN QUERY PLAN " + query, soci::into(id), soci::into(parent), soci::into(unused),
          soci::into(plan);
      return plan;
    }
    database.sql() << "SET enable_seqscan = off";
    const soci::rowset<std::string> lines = database.sql().prepare << "EXPLAIN " + query;
    for (const std::string& line : lines) plan += line + "\n";
    return plan;
  }
  std::optional<OutboxRow> first(bool awake = false) { return store.first(row("", noon).to, awake); }
};
ON_EVERY_DATABASE(OutboxStore);

TEST_P(OutboxStore, TakesAKeyOnceForEver) {
  EXPECT_TRUE(store.add(row("a", noon)));
  EXPECT_FALSE(store.add(row("a", noon)));
  send("a", false, "ref");
  EXPECT_FALSE(store.add(row("a", noon)));
  store.forget_bodies(noon + 1h);
  EXPECT_FALSE(store.add(row("a", noon)));
  EXPECT_TRUE(store.find("a")->message.blocks.empty());
}

TEST_P(OutboxStore, GivesBackTheWholeRow) {
  auto given = row("a", noon);
  given.respect_quiet = false;
  given.attempts = 3;
  given.urgent = true;
  given.lapses = noon + 2h;
  given.group = core::GroupId("g");
  store.add(given);
  const auto found = store.find("a");
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->urgent);
  EXPECT_EQ(found->lapses, noon + 2h);
  EXPECT_EQ(found->group, core::GroupId("g"));
  EXPECT_EQ(found->to, given.to);
  EXPECT_EQ(found->message, given.message);
  EXPECT_FALSE(found->respect_quiet);
  EXPECT_FALSE(found->edit);
  EXPECT_EQ(found->state, OutboxRow::State::waiting);
  EXPECT_EQ(found->due, noon);
  EXPECT_EQ(found->attempts, 3);
  EXPECT_EQ(found->ref, "");
  EXPECT_EQ(store.find("none"), std::nullopt);
}

TEST_P(OutboxStore, TakesOutOrSendsElsewhereWhatWaitsAndNothingElse) {
  const core::Destination there{"other", core::Destination::Kind::channel, "C1"};
  for (const char* key : {"a", "b", "c"}) store.add(row(key, noon));
  send("c", false, "ref");
  store.edit("c", message("new"), noon);
  for (const char* key : {"a", "c"}) store.drop(key);
  for (const char* key : {"b", "c"}) store.set_place(key, there);
  EXPECT_FALSE(store.look("a"));
  EXPECT_EQ(store.first(there, false)->key, "b");
  ASSERT_TRUE(store.look("c")) << "it is out";
  EXPECT_EQ(store.look("c")->to, row("c", noon).to);
}

TEST_P(OutboxStore, GivesWhatIsDueByTimeThenInTheOrderItCame) {
  store.add(row("z", noon));
  store.add(row("a", noon));
  store.add(row("early", noon - 1h));
  store.add(row("late", noon + 1h));
  EXPECT_EQ(due(), (std::vector<std::string>{"early", "z", "a"}));
  EXPECT_EQ(first()->due, noon - 1h);
}

TEST_P(OutboxStore, TheOrderGoesOnAfterARestartAndAfterWhatWasUndone) {
  store.add(row("d", noon));
  database.begin();
  database.savepoint();
  store.add(row("undone", noon));
  database.rollback_to_savepoint();
  store.add(row("c", noon));
  database.commit();
  EXPECT_FALSE(store.add(row("c", noon))) << "is there";
  const auto restarted = storage::make_outbox_store(database);
  restarted->add(row("b", noon));
  restarted->add(row("x", noon));
  EXPECT_THROW(store.add(row("a", noon)), std::exception) << "somebody else has added some";
  store.add(row("a", noon));
  EXPECT_EQ(due(), (std::vector<std::string>{"d", "c", "b", "x", "a"}));
}

TEST_P(OutboxStore, EachPlaceHasItsOwnLineAndInItOneForTheNight) {
  auto quiet = row("quiet", noon - 1h), other = row("other", noon - 2h);
  other.to.id = "U-bo";
  auto loud = row("loud", noon);
  loud.respect_quiet = false;
  for (const auto& given : {quiet, other, loud}) store.add(given);
  EXPECT_EQ(first()->key, "quiet");
  EXPECT_EQ(first(true)->key, "loud");
  EXPECT_EQ(store.first(other.to, false)->key, "other");
  EXPECT_EQ(store.first(other.to, true), std::nullopt);
  EXPECT_EQ(store.places().size(), 2u);
  send("quiet", false, "ref");
  store.edit("quiet", message("ny"), noon - 3h);
  EXPECT_EQ(first(true)->key, "quiet") << "an edit wakes nobody";
}

TEST_P(OutboxStore, TheFirstOfALineIsFoundByTheIndexAlone) {
  store.add(row("a", noon));
  const std::string plan = plan_of(
      "SELECT message_key FROM outbox WHERE state = 'waiting' AND workspace = 'w' AND destination_kind = "
      "'person' AND destination = 'x' AND (respect_quiet > edit) = 0 ORDER BY due, position LIMIT 1");
  EXPECT_NE(plan.find("outbox_line"), std::string::npos) << plan;
  EXPECT_EQ(plan.find("TEMP B-TREE"), std::string::npos) << plan;
  EXPECT_EQ(plan.find("Sort"), std::string::npos) << plan;
}

TEST_P(OutboxStore, OldBodiesAreFoundAmongThoseThatStillHaveOne) {
  const std::string plan = plan_of(
      "UPDATE outbox SET body = '' WHERE body <> '' AND due < 'x' AND state IN ('sent', 'unknown', "
      "'failed')");
  EXPECT_NE(plan.find("outbox_body"), std::string::npos) << plan;
}

TEST_P(OutboxStore, ARetryWaitsAndAFinalStateDoesNot) {
  store.add(row("a", noon));
  store.add(row("b", noon));
  store.set_sending("a", false, "2026-11-23");
  EXPECT_EQ(store.under_way().size(), 1u);
  store.set_retry("a", false, noon + 30s, 1);
  EXPECT_EQ(store.find("a")->attempts, 1);
  EXPECT_EQ(due(), (std::vector<std::string>{"a", "b"})) << "its place in the line is kept";
  ASSERT_EQ(store.places().size(), 1u);
  EXPECT_EQ(store.places()[0].to, row("", noon).to);
  EXPECT_EQ(store.places()[0].hold, noon + 30s);
  store.set_sending("a", false, "2026-11-23");
  EXPECT_LT(store.places()[0].hold, noon);
  store.set_sending("b", false, "2026-11-23");
  store.set_final("b", false, OutboxRow::State::unknown, {});
  EXPECT_EQ(store.find("b")->state, OutboxRow::State::unknown);
  EXPECT_TRUE(due().empty());
}

TEST_P(OutboxStore, WhatIsFinalHoldsNoPlaceAnyMore) {
  for (const char* key : {"a", "b"}) {
    store.add(row(key, noon));
    store.set_retry(key, false, noon + 24h, 49);  // its adapter was not ready
  }
  store.set_final("a", false, OutboxRow::State::failed, {});
  store.set_sending("b", false, "2026-11-23");
  store.set_sent("b", false, "ref", {});
  store.edit("b", message("ny"), noon);
  store.set_retry("b", true, noon + 24h, 49);
  store.set_final("b", true, OutboxRow::State::failed, {});
  store.add(row("c", noon));
  ASSERT_EQ(store.places().size(), 1u);
  EXPECT_LT(store.places()[0].hold, noon);
}

TEST_P(OutboxStore, LetGoNothingWaitsForALaterMoment) {
  for (const char* key : {"held", "later", "edited", "told"}) store.add(row(key, noon));
  store.set_retry("held", false, noon + 24h, 1);
  store.set_due("later", noon + 24h * 100);
  for (const char* key : {"edited", "told"}) send(key, false, "ref");
  store.edit("edited", message("ny"), noon + 24h * 100);
  store.let_go(noon + 1h);
  EXPECT_LT(store.places()[0].hold, noon);
  EXPECT_EQ(store.find("held")->due, noon) << "its place in the line is kept";
  EXPECT_EQ(store.find("later")->due, noon + 1h);
  EXPECT_EQ(store.find("edited")->due, noon + 1h);
  EXPECT_EQ(store.find("told")->state, OutboxRow::State::sent);
}

TEST_P(OutboxStore, EditsAWaitingRowInPlaceAndASentOneThroughTheQueue) {
  EXPECT_FALSE(store.edit("a", message("ny"), noon));
  store.add(row("a", noon));
  EXPECT_TRUE(store.edit("a", message("to"), noon + 1h));
  EXPECT_EQ(store.find("a")->message, message("to"));
  EXPECT_EQ(store.find("a")->due, noon);
  EXPECT_FALSE(store.find("a")->edit);
  send("a", false, "ref-1");
  EXPECT_EQ(store.find("a")->ref, "ref-1");

  EXPECT_TRUE(store.edit("a", message("tre"), noon));
  ASSERT_EQ(due(), std::vector<std::string>{"a"});
  EXPECT_TRUE(store.find("a")->edit);
  EXPECT_EQ(store.find("a")->ref, "ref-1");
  send("a", true, "");
  const auto after = store.find("a");
  EXPECT_EQ(after->state, OutboxRow::State::sent);
  EXPECT_FALSE(after->edit);
  EXPECT_EQ(after->ref, "ref-1");
}

TEST_P(OutboxStore, AnEditThatFailsLeavesTheMessageSent) {
  store.add(row("a", noon));
  send("a", false, "ref");
  store.edit("a", message("to"), noon);
  store.set_sending("a", true, "2026-11-23");
  store.set_retry("a", true, noon, 1);
  EXPECT_EQ(due(), std::vector<std::string>{"a"});
  store.set_sending("a", true, "2026-11-23");
  store.set_final("a", true, OutboxRow::State::failed, {});
  const auto after = store.find("a");
  EXPECT_EQ(after->state, OutboxRow::State::sent);
  EXPECT_FALSE(after->edit);
  EXPECT_EQ(after->ref, "ref");
}

TEST_P(OutboxStore, AChangeWhileTheRowIsOnItsWayFollowsAsAnEdit) {
  store.add(row("a", noon));
  store.set_sending("a", false, "2026-11-23");
  store.edit("a", message("to"), noon);
  EXPECT_EQ(store.find("a")->state, OutboxRow::State::sending);
  store.set_sent("a", false, "ref", {});
  ASSERT_EQ(due(), std::vector<std::string>{"a"});
  EXPECT_TRUE(store.find("a")->edit);
  EXPECT_EQ(store.find("a")->message, message("to"));

  store.set_sending("a", true, "2026-11-23");
  store.edit("a", message("tre"), noon);
  store.set_sent("a", true, "ref", {});
  ASSERT_EQ(due(), std::vector<std::string>{"a"});
  EXPECT_EQ(store.find("a")->message, message("tre"));
  send("a", true, "ref");
  EXPECT_TRUE(due().empty());
}

TEST_P(OutboxStore, AChangeWhileAFirstPostIsRetriedIsThePostItself) {
  store.add(row("a", noon));
  store.set_sending("a", false, "2026-11-23");
  store.edit("a", message("to"), noon);
  store.set_retry("a", false, noon, 1);
  EXPECT_FALSE(store.find("a")->edit);
  send("a", false, "ref");
  EXPECT_TRUE(due().empty());
}

TEST_P(OutboxStore, AMessageWithoutReferenceIsNotPostedAgainByAnEdit) {
  store.add(row("a", noon));
  send("a", false, "");
  EXPECT_TRUE(store.edit("a", message("to"), noon));
  EXPECT_TRUE(due().empty());
  store.add(row("b", noon));
  store.set_sending("b", false, "2026-11-23");
  store.edit("b", message("to"), noon);
  store.set_sent("b", false, "", {});
  EXPECT_TRUE(due().empty());
}

TEST_P(OutboxStore, WithdrawsOnlyWhatWasNeverSent) {
  for (const char* key : {"poll:1:x", "poll:1:y", "poll:1:z", "poll:2", "poll:10", "poll"})
    store.add(row(key, noon));
  send("poll:1:y", false, "ref");
  store.edit("poll:1:y", message("to"), noon);
  store.set_sending("poll:1:z", false, "2026-11-23");
  store.withdraw("poll:1:");
  EXPECT_EQ(store.find("poll:1:x"), std::nullopt);
  EXPECT_TRUE(store.find("poll:1:y"));
  EXPECT_TRUE(store.find("poll:1:z"));
  EXPECT_EQ(due(), (std::vector<std::string>{"poll:1:y", "poll:2", "poll:10", "poll"}));
  EXPECT_THROW(store.withdraw(""), std::logic_error);
}

TEST_P(OutboxStore, ForgetsBodiesOfOldFinishedRowsOnly) {
  store.add(row("old", noon - 24h));
  store.add(row("waits", noon - 24h));
  store.add(row("new", noon));
  send("old", false, "ref");
  send("new", false, "ref");
  store.forget_bodies(noon);
  EXPECT_TRUE(store.find("old")->message.blocks.empty());
  EXPECT_EQ(store.find("waits")->message, message("waits"));
  EXPECT_EQ(store.find("new")->message, message("new"));
}

struct SeenStore : support::Stored {};
ON_EVERY_DATABASE(SeenStore);

TEST_P(SeenStore, SeesADeliveryOnceUntilItIsForgotten) {
  auto& store = *stores.seen;
  EXPECT_TRUE(store.first_time("one", "d", 2026y / 11 / 24));
  EXPECT_FALSE(store.first_time("one", "d", 2026y / 11 / 25));
  EXPECT_TRUE(store.first_time("two", "d", 2026y / 11 / 24));
  store.forget_before(2026y / 11 / 24);
  EXPECT_FALSE(store.first_time("one", "d", 2026y / 11 / 25));
  store.forget_before(2026y / 11 / 25);
  EXPECT_TRUE(store.first_time("one", "d", 2026y / 11 / 25));
}

}  // namespace
