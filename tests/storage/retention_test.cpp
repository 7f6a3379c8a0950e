// What is kept no longer is deleted: the nightly decision on a store that only counts, and the statements on
// a database.

#include "storage/retention_store.hpp"

#include "bot/runtime/retention.hpp"
#include "storage/erasure.hpp"
#include "storage/outlook.hpp"
#include "tests/support/store_fixture.hpp"

namespace {

using support::at;
const core::Zone oslo = core::Zone::named("Europe/Oslo");

core::Date day(int y, unsigned m, unsigned d) {
  return std::chrono::year{y} / std::chrono::month{m} / std::chrono::day{d};
}

TEST(Retention, CountsMonthsBackToADayThatExists) {
  EXPECT_EQ(runtime::months_before(day(2027, 5, 31), 3), day(2027, 2, 28));
  EXPECT_EQ(runtime::months_before(day(2028, 5, 31), 3), day(2028, 2, 29));
  EXPECT_EQ(runtime::months_before(day(2027, 1, 15), 12), day(2026, 1, 15));
  EXPECT_EQ(runtime::months_before(day(2027, 1, 15), 2), day(2026, 11, 15));
  EXPECT_EQ(runtime::month_of(day(2027, 1, 15)), "2027-01");
}

struct OldThings : support::OnDatabase {
  OldThings() {
    stores.people->apply({support::person("anne")}, {support::group("a", {support::person("anne")})});
  }
  core::Poll closed(const char* id, const char* closes,
                    core::Poll::Purpose purpose = core::Poll::Purpose::command) {
    core::Poll poll = support::poll(id);
    poll.purpose = purpose;
    poll.opens = at(closes) - std::chrono::hours{1};
    poll.closes = at(closes);
    poll.state = core::Poll::State::planned;
    stores.polls->add(poll);
    stores.polls->set_open(poll.id, 5, "boot");
    core::Result result;
    result.lines.push_back({0, core::ResultLine::Audience::group, core::ResultLine::Part::half, 0, 0, {}});
    result.texts.emplace_back(1, std::string("tekst ") + id);
    result.sheet_texts.emplace_back(1, std::string("arktekst ") + id);
    stores.polls->save_result(poll.id, result);
    stores.polls->set_state(poll.id, core::Poll::State::closed);
    return poll;
  }
  long long night(int y, unsigned m, unsigned d) {
    return runtime::forget_old(*old, {12, 3, 6}, day(y, m, d), oslo);
  }
  std::size_t texts(const char* id) { return stores.polls->result(core::PollId(id)).texts.size(); }
  bool there(const char* id) { return stores.polls->find(core::PollId(id)).has_value(); }

  storage::Stores stores = storage::open_stores(database);
  std::unique_ptr<runtime::RetentionStore> old = storage::make_retention_store(database);
};

ON_EVERY_DATABASE(OldThings);

TEST_P(OldThings, TextsGoBeforeResultsAndBothByTheClosingTime) {
  closed("p", "2026-11-10T12:00:00Z");
  EXPECT_EQ(night(2027, 2, 10), 0);
  EXPECT_EQ(texts("p"), 1U);
  EXPECT_EQ(night(2027, 2, 11), 2) << "its own and the sheet's";
  EXPECT_EQ(texts("p"), 0U);
  EXPECT_TRUE(stores.polls->result(core::PollId("p")).sheet_texts.empty());
  EXPECT_EQ(stores.polls->result(core::PollId("p")).lines.size(), 1U);
  EXPECT_EQ(night(2027, 11, 10), 0);
  EXPECT_TRUE(there("p"));
  EXPECT_EQ(night(2027, 11, 11), 1);
  EXPECT_FALSE(there("p"));
  EXPECT_TRUE(stores.polls->result(core::PollId("p")).empty());
}

TEST_P(OldThings, AVoteOverTopicsGoesWithTheIdeasWhoseWordsItHas) {
  closed("t", "2026-11-10T12:00:00Z", core::Poll::Purpose::topic);
  closed("c", "2026-11-10T12:00:00Z");
  night(2027, 5, 10);
  EXPECT_TRUE(there("t"));
  night(2027, 5, 11);
  EXPECT_FALSE(there("t"));
  EXPECT_TRUE(there("c"));
}

TEST_P(OldThings, AnOpenPollStaysHoweverOld) {
  core::Poll poll = support::poll("open");
  poll.closes = at("2026-11-10T12:00:00Z");
  poll.opens = poll.closes - std::chrono::hours{1};
  stores.polls->add(poll);
  stores.polls->set_open(poll.id, 5, "boot");
  night(2029, 1, 1);
  EXPECT_TRUE(there("open"));
}

TEST_P(OldThings, AnIdeaHasNoAgeUntilItWasShownAndThenAMonth) {
  using enum ideas::Idea::State;
  const auto idea = [](const char* id, ideas::Idea::State state) {
    return ideas::Idea{core::IdeaId(id), core::GroupId("group-a"), std::string("ord ") + id, state,
                       id == std::string("r") ? std::string(64, 'a') : ""};
  };
  const core::GroupId group = stores.people->load().groups()[0].id;
  std::vector<ideas::Idea> all{idea("w", held), idea("r", released), idea("m", merged), idea("h", hidden),
                               idea("c", chosen)};
  for (auto& one : all) one.group = group;
  stores.ideas->add(all);
  const auto left = [&] {
    std::string ids;
    for (const char* id : {"w", "r", "m", "h", "c"})
      if (stores.ideas->find(core::IdeaId(id))) ids += id;
    return ids;
  };
  night(2026, 11, 17);
  night(2027, 5, 31);
  EXPECT_EQ(left(), "wrmhc");
  EXPECT_TRUE(stores.ideas->state_of(std::string(64, 'a')));
  EXPECT_EQ(night(2027, 6, 1), 4);
  EXPECT_EQ(left(), "w") << "what waits for its release is not old";
  EXPECT_FALSE(stores.ideas->state_of(std::string(64, 'a'))) << "the code goes with the idea";
}

TEST_P(OldThings, AnIdeaThatWaitsInAGroupThatHasEndedGetsItsMonth) {
  const auto anne = support::person("anne");
  stores.people->apply(
      {anne}, {support::group("a", {anne}), support::group("b", {anne}), support::group("c", {anne})});
  const auto groups = stores.people->load();
  for (const char* key : {"a", "b", "c"})
    stores.ideas->add(
        {{core::IdeaId(key), groups.group_by_key(key)->id, "Ord", ideas::Idea::State::held, ""}});
  const auto left = [&] {
    std::string ids;
    for (const char* id : {"a", "b", "c"})
      if (stores.ideas->find(core::IdeaId(id))) ids += id;
    return ids;
  };
  stores.people->apply({anne}, {support::group("a", {anne}), support::group("b", {anne})});  // c is gone
  sessions::Run run;
  run.group = groups.group_by_key("b")->id;
  run.state = sessions::Run::State::stopped;
  stores.sessions->save(run);
  night(2026, 11, 17);
  night(2027, 5, 31);
  EXPECT_EQ(left(), "abc");
  EXPECT_EQ(storage::ideas_kept(database, "2026-12").going, 2);
  EXPECT_EQ(night(2027, 6, 1), 2);
  EXPECT_EQ(left(), "a");
  stores.people->apply({anne}, {});
  night(2027, 6, 2);
  stores.people->apply({anne}, {support::group("a", {anne})});
  night(2027, 6, 3);
  night(2028, 6, 3);
  EXPECT_EQ(left(), "a") << "it was away for a night";
}

TEST_P(OldThings, WhatWaitsForAGroupThatNeverComesBackGoes) {
  stores.agenda->put({"a", "sessions/moment", "s", at("2026-11-12T09:00:00Z")});
  stores.agenda->put({"b", "sessions/moment", "s", at("2026-11-12T09:00:00Z")});
  stores.agenda->wait_for("a", core::GroupId("gone"));
  night(2028, 11, 12);
  EXPECT_TRUE(stores.agenda->find("a"));
  EXPECT_EQ(night(2028, 11, 13), 1);
  EXPECT_FALSE(stores.agenda->find("a"));
  EXPECT_TRUE(stores.agenda->find("b")) << "it is due, and waits for nobody";
}

TEST_P(OldThings, AnsweredMattersGoAndWaitingOnesStay) {
  matters::Matter matter;
  matter.group = stores.people->load().groups()[0].id;
  matter.title = "Bemanning";
  matter.raised = matter.changed = at("2026-11-09T12:00:00Z");
  matter.id = core::MatterId("waiting");
  stores.matters->save(matter);
  matter.id = core::MatterId("answered");
  matter.state = core::MatterState::done;
  matter.changed = at("2026-11-10T12:00:00Z");
  stores.matters->save(matter);
  stores.matters->append(matter.id, {matters::Entry::What::done, {}, "Ny turnus", {}, {}, matter.changed});
  stores.kept->keep("kept", matter.group, {"Vi spør hverandre", at("2026-11-10T12:00:00Z")});
  EXPECT_EQ(night(2027, 11, 10), 0);
  EXPECT_EQ(night(2027, 11, 11), 2);
  EXPECT_FALSE(stores.matters->find(core::MatterId("answered")));
  EXPECT_TRUE(stores.matters->history(core::MatterId("answered")).empty());
  EXPECT_TRUE(stores.kept->of_group(matter.group).empty());
  EXPECT_TRUE(stores.matters->find(core::MatterId("waiting")));
  EXPECT_EQ(night(2028, 11, 9), 0);
  EXPECT_EQ(night(2028, 11, 10), 1) << "two years after anything happened";
  EXPECT_FALSE(stores.matters->find(core::MatterId("waiting")));
}

// The shortest time that a result may be kept is not too short for the last session of a period, and the
// longest no reason to keep what people feared.
TEST_P(OldThings, HopesAndFearsStayForTheLastSessionAndAMonthMore) {
  const core::GroupId group = stores.people->load().groups()[0].id;
  const core::Poll poll = closed("hopes", "2026-11-25T11:00:00Z");
  stores.hopes->add({poll.id, group, 1, poll.closes});
  stores.hopes->keep(poll.id, {{0, "At vi ler sammen"}, {1, "At ingen sier noe"}});
  sessions::Run run;
  run.group = group;
  run.from = at("2026-11-24T12:00:00Z");
  stores.sessions->save(run);
  const auto kept = [&] { return stores.hopes->kept(group, 1).size(); };
  const auto on = [&](int y, unsigned m, unsigned d) {
    return runtime::forget_old(*old, {24, 12, 6}, day(y, m, d), oslo);
  };
  core::Session last;
  last.id = core::SessionId("last");
  last.group = group;
  last.starts = at("2027-05-04T12:00:00Z");
  last.ends = at("2027-05-04T13:00:00Z");
  stores.sessions->save(last);
  EXPECT_EQ(on(2027, 5, 1), 0);
  EXPECT_EQ(storage::matters_kept(database, at("2027-05-01T00:00:00Z")).going, 0);
  runtime::forget_old(*old, {1, 1, 1}, day(2027, 5, 1), oslo);
  EXPECT_EQ(kept(), 2U) << "they are brought out at the last session";
  closed("hopes", "2026-11-25T11:00:00Z");
  run.state = sessions::Run::State::over;
  run.to = at("2027-05-04T12:00:00Z");
  stores.sessions->save(run);
  EXPECT_EQ(on(2027, 6, 3), 0);
  EXPECT_EQ(on(2027, 6, 4), 3) << "the words, and what the result still said of them, on paper too";
  EXPECT_EQ(kept(), 0U);
  EXPECT_EQ(texts("hopes"), 0U);
  EXPECT_TRUE(stores.polls->result(core::PollId("hopes")).sheet_texts.empty());
  EXPECT_TRUE(there("hopes"));
}

TEST_P(OldThings, HopesOfAPeriodThatNeverEndsGoWithResults) {
  const core::GroupId group = stores.people->load().groups()[0].id;
  stores.hopes->add({core::PollId("hopes"), group, 1, at("2026-11-25T11:00:00Z")});
  sessions::Run run;
  run.group = group;
  stores.sessions->save(run);
  core::Session last;
  last.id = core::SessionId("last");
  last.group = group;
  last.starts = at("2027-03-02T12:00:00Z");
  last.ends = at("2027-03-02T13:00:00Z");
  stores.sessions->save(last);
  EXPECT_EQ(storage::matters_kept(database, at("2027-03-02T13:00:00Z")).going, 0);
  EXPECT_EQ(storage::matters_kept(database, at("2027-03-02T13:00:01Z")).going, 1);
  EXPECT_EQ(night(2028, 3, 2), 0) << "it may go on: a year after its last session";
  EXPECT_EQ(night(2028, 3, 3), 1);
  stores.hopes->add({core::PollId("hopes"), group, 1, at("2026-11-25T11:00:00Z")});
  stores.people->apply({support::person("anne")}, {});
  EXPECT_EQ(storage::matters_kept(database, at("2027-11-27T00:00:00Z")).going, 1);
  EXPECT_EQ(night(2027, 11, 25), 0);
  EXPECT_EQ(night(2027, 11, 26), 1);
}

TEST_P(OldThings, WhoHasLeftIsKnownAndGoesWithAllThatNamesThem) {
  const core::Person anne = support::person("anne"), bo = support::person("bo");
  stores.people->apply({anne, bo}, {support::group("a", {anne, bo})});
  EXPECT_TRUE(old->who_left().empty());
  stores.agenda->put(
      {"house/forget:person-bo", "house/forget", "person-bo", at("2027-11-10T01:30:00Z"), true});
  EXPECT_EQ(old->who_is_back("house/forget").size(), 1U);
  stores.people->apply({anne}, {support::group("a", {anne})});
  ASSERT_EQ(old->who_left().size(), 1U);
  const core::Person left = old->who_left().front();
  EXPECT_EQ(left.name, "bo");
  EXPECT_EQ(left.user, "U-bo");
  EXPECT_TRUE(old->who_is_back("house/forget").empty());
  EXPECT_EQ(storage::people_kept(database, at("2027-11-10T01:00:00Z")).going, 0);
  EXPECT_EQ(storage::people_kept(database, at("2027-11-10T02:00:00Z")).going, 1);
  EXPECT_GT(old->forget_person(left, "nobody"), 1) << "the person, and the job";
  EXPECT_TRUE(old->who_left().empty());
  EXPECT_TRUE(storage::people_called(database, "bo").empty());
  EXPECT_FALSE(storage::people_called(database, "anne").empty());
  EXPECT_TRUE(storage::erased_marks(database).empty()) << "nothing keeps them from coming back";
}

TEST_P(OldThings, WhoIsCalledLikeOneWhoLeftKeepsTheirNameInMessages) {
  core::Person one = support::person("bo"), other = support::person("bo2");
  other.name = one.name;
  stores.people->apply({other}, {support::group("a", {other})});
  stores.groups->add_person(one);
  runtime::OutboxRow row;
  row.key = "test";
  row.to = {"chat", core::Destination::Kind::channel, "c"};
  row.message.blocks.emplace_back(core::Paragraph{{core::Span(one.name + " kommer ikke")}});
  stores.outbox->add(row);
  ASSERT_EQ(old->who_left().size(), 2U) << "and anne";
  for (const core::Person& left : old->who_left())
    if (left.id == one.id) old->forget_person(left, "nobody");
  EXPECT_NE(core::plain_text(stores.outbox->message("test")).find("bo kommer ikke"), std::string::npos);
}

// Made in chat, nobody stands in a file: who is in no group, leads none and coordinates nothing has left.
TEST_P(OldThings, WhoWasMadeInChatHasLeftWhenNothingLeadsToThem) {
  const auto made = [&](const char* name) {
    core::Person person = support::person(name);
    stores.groups->add_person(person);
    return person;
  };
  made("dina");
  EXPECT_EQ(old->who_left().size(), 1U);
  const core::Person in = made("eli");
  stores.people->set_role(support::group("a", {}).id, in.id, core::Role::participant, day(2026, 11, 10));
  ASSERT_EQ(old->who_left().size(), 1U);
  EXPECT_EQ(old->who_left().front().name, "dina");
}

TEST_P(OldThings, WhoWasMadeInChatAndStandsInTheConfigurationHasNotLeft) {
  const core::Person dina = support::person("dina");
  stores.groups->add_person(dina);
  EXPECT_EQ(old->who_left().size(), 1U);
  const core::Person anne = support::person("anne");
  stores.people->apply({anne, dina}, {support::group("a", {anne})});
  EXPECT_TRUE(old->who_left().empty()) << "in no group for now";
  stores.people->apply({anne}, {support::group("a", {anne})});
  EXPECT_EQ(old->who_left().size(), 1U);
}

TEST_P(OldThings, SessionsGoWithWhoCameTwoYearsAfterTheirEnd) {
  const core::GroupId group = stores.people->load().groups()[0].id;
  const core::PersonId anne = support::person("anne").id;
  core::Session session;
  session.id = core::SessionId("old");
  session.group = group;
  session.number = 1;
  session.starts = at("2026-11-10T12:00:00Z");
  session.ends = at("2026-11-10T13:00:00Z");
  stores.sessions->save(session);
  stores.sessions->set_attendance(session.id, anne, true);
  core::Session later = session;
  later.id = core::SessionId("later");
  later.number = 2;
  later.starts += std::chrono::days{14};
  later.ends += std::chrono::days{14};
  stores.sessions->save(later);
  core::Poll poll = support::poll("checkout");
  poll.session = session.id;
  poll.opens = session.ends;
  poll.closes = session.ends + std::chrono::days{1};
  stores.polls->add(poll);
  stores.polls->set_open(poll.id, 5, "boot");
  EXPECT_EQ(night(2028, 11, 10), 0);
  EXPECT_EQ(night(2028, 11, 11), 1);
  EXPECT_FALSE(stores.sessions->find(session.id));
  EXPECT_TRUE(stores.sessions->attendance(session.id).empty());
  EXPECT_TRUE(stores.sessions->find(later.id));
  EXPECT_TRUE(there("checkout")) << "a poll that never closed stays, without its session";
}

}  // namespace
