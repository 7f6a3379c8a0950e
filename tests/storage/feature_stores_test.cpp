// The contracts of the smaller stores: sessions, ideas, matters and what a digest reads.

#include <fmt/format.h>

#include <soci/soci.h>

#include <stdexcept>

#include "bot/features/attendance/feature.hpp"
#include "storage/guarded.hpp"
#include "storage/retention_store.hpp"
#include "tests/support/store_fixture.hpp"

using core::Session;
using support::at;
using support::week_of;

namespace {

Session session(const std::string& id, const char* starts, const char* ends) {
  return {
      core::SessionId(id), core::GroupId("group-a"), 1, at(starts), at(ends), Session::State::planned, ""};
}

struct SessionStore : support::Stored {
  sessions::SessionStore& store = *stores.sessions;
  Session first = session("s1", "2026-11-10T12:00:00Z", "2026-11-10T13:30:00Z");
  Session second = session("s2", "2026-11-24T12:00:00Z", "2026-11-24T13:30:00Z");
};
ON_EVERY_DATABASE(SessionStore);

TEST_P(SessionStore, InsertsAndReplaces) {
  store.save(first);
  EXPECT_EQ(store.find(first.id), first);
  store.set_attendance(first.id, anne.id, true);
  first.state = Session::State::held;
  first.topic = "Når pasienten sier nei";
  store.save(first);
  EXPECT_EQ(store.find(first.id), first);
  EXPECT_EQ(store.attendance(first.id).size(), 1u);
  EXPECT_EQ(store.find(core::SessionId("none")), std::nullopt);
}

TEST_P(SessionStore, ListsByStartWithTheEndLeftOut) {
  store.save(second);
  store.save(first);
  EXPECT_EQ(store.of_group(group_a, first.starts, second.starts + std::chrono::seconds{1}),
            (std::vector{first, second}));
  EXPECT_EQ(store.of_group(group_a, first.starts, second.starts), std::vector{first});
}

TEST_P(SessionStore, TheLatestIsNotACancelledOne) {
  EXPECT_EQ(store.latest(group_a), std::nullopt);
  store.save(first);
  store.save(second);
  EXPECT_EQ(store.latest(group_a), second);
  second.state = Session::State::cancelled;
  store.save(second);
  EXPECT_EQ(store.latest(group_a), first);
}

TEST_P(SessionStore, TheNextIsTheFirstThatIsPlannedAndHasNotBegun) {
  EXPECT_EQ(store.next(group_a, first.starts - std::chrono::hours{1}), std::nullopt);
  store.save(second);
  store.save(first);
  EXPECT_EQ(store.next(group_a, first.starts - std::chrono::seconds{1}), first);
  EXPECT_EQ(store.next(group_a, first.starts), second);
  EXPECT_EQ(store.next(group_a, second.starts), std::nullopt);
  EXPECT_EQ(store.next(core::GroupId("group-b"), {}), std::nullopt);
  first.state = Session::State::cancelled;
  store.save(first);
  EXPECT_EQ(store.next(group_a, first.starts - std::chrono::hours{1}), second);
}

TEST_P(SessionStore, WhatCannotBeReadIsPassedOverForTheNextOne) {
  store.save(first);
  store.save(second);
  storage::guarded([&] { database.sql() << "UPDATE session SET ends = 'soon' WHERE session_id = 's1'"; });
  EXPECT_EQ(store.next(group_a, first.starts - std::chrono::hours{1}), second);
  EXPECT_FALSE(database.take_unreadable().empty());
}

TEST_P(SessionStore, SaysWhenTheLastOfThoseThatWereHeldEnded) {
  const auto last = [&] { return store.last_held(group_a, first.starts, second.starts); };
  store.save(first);
  store.save(second);
  EXPECT_EQ(last(), std::nullopt);
  Session later = session("s3", "2026-11-10T14:00:00Z", "2026-11-10T15:00:00Z"),
          cancelled = session("s4", "2026-11-10T16:00:00Z", "2026-11-10T17:00:00Z");
  first.state = second.state = later.state = Session::State::held;
  cancelled.state = Session::State::cancelled;
  store.save(first);
  store.save(second);
  EXPECT_EQ(last(), first.ends) << "the second begins where what was asked for ends";
  store.save(later);
  store.save(cancelled);
  EXPECT_EQ(last(), later.ends);
}

TEST_P(SessionStore, AGroupIsHalfEmptyWhereThreeRegistersInARowAre) {
  attendance::AttendanceStore& registers = *stores.attendance;
  const core::Instant now = at("2026-12-01T12:00:00Z");
  const auto half_empty = [&] { return attendance::half_empty(registers, group_a, now); };
  std::vector<Session> all;
  for (int day = 1; day <= 5; ++day) {
    const std::string date = "2026-11-0" + std::to_string(day);
    all.push_back(
        session("h" + std::to_string(day), (date + "T12:00:00Z").c_str(), (date + "T13:00:00Z").c_str()));
    all.back().state = Session::State::held;
    store.save(all.back());
  }
  const auto take = [&](int day, int came) {
    registers.take(all[static_cast<std::size_t>(day - 1)].id, {anne.id, 1, came, 8, {}}, now);
  };
  take(1, 8);
  take(2, 3);
  take(3, 3);
  EXPECT_FALSE(half_empty()) << "one of the three was full";
  take(5, 3);  // of the fourth there is no register
  EXPECT_TRUE(half_empty());
  take(5, 4);
  EXPECT_FALSE(half_empty()) << "half is not less than half";
  take(5, 3);
  all[4].state = Session::State::cancelled;
  store.save(all[4]);
  EXPECT_FALSE(half_empty()) << "what was cancelled does not count";
}

TEST_P(SessionStore, AttendanceIsTheLastWord) {
  store.save(first);
  store.set_attendance(first.id, anne.id, true);
  store.set_attendance(first.id, bo.id, true);
  store.set_attendance(first.id, bo.id, false);
  EXPECT_EQ(store.attendance(first.id),
            (std::vector<std::pair<core::PersonId, bool>>{{anne.id, true}, {bo.id, false}}));
}

TEST_P(SessionStore, AttendanceOfOneSessionIsDropped) {
  core::Session other = first;
  other.id = core::SessionId(std::string(32, '7'));
  other.starts += std::chrono::days{7};
  other.ends += std::chrono::days{7};
  other.number = 2;
  for (const core::Session& session : {first, other}) {
    store.save(session);
    store.set_attendance(session.id, anne.id, true);
  }
  store.drop_attendance(first.id);
  EXPECT_TRUE(store.attendance(first.id).empty());
  EXPECT_EQ(store.attendance(other.id).size(), 1u);
}

TEST_P(SessionStore, AttendanceOfOnePersonIsDropped) {
  store.save(first);
  for (const auto* one : {&anne, &bo}) store.set_attendance(first.id, one->id, true);
  store.drop_attendance(first.id, anne.id);
  EXPECT_EQ(store.attendance(first.id), (std::vector{std::pair(bo.id, true)}));
}

struct IdeaStore : support::Stored {
  ideas::IdeaStore& store = *stores.ideas;
  using State = ideas::Idea::State;
  ideas::Idea idea(const std::string& id, const std::string& body) {
    return {core::IdeaId(id), group_a, body, State::held};
  }
};
ON_EVERY_DATABASE(IdeaStore);

TEST_P(IdeaStore, AddsOnceAndChanges) {
  const auto a = idea("1", "en"), b = idea("2", "to");
  store.add({b, a});
  store.add({idea("1", "overskrevet")});  // a flush that is done again after a crash
  EXPECT_EQ(store.of_group(group_a, State::held), (std::vector{a, b}));
  store.set_state(a.id, State::chosen);
  store.set_body(b.id, "to og tre");
  EXPECT_EQ(store.find(a.id)->state, State::chosen);
  EXPECT_EQ(store.of_group(group_a, State::held).at(0).body, "to og tre");
  EXPECT_THROW(store.set_state(core::IdeaId("none"), State::hidden), std::logic_error);
}

TEST_P(IdeaStore, RemembersLoneWaitsAndTheBootOfTheBox) {
  EXPECT_EQ(store.lone_waits(group_a), 0);
  store.set_lone_waits(group_a, 2);
  store.set_lone_waits(group_a, 1);
  EXPECT_EQ(store.lone_waits(group_a), 1);
  EXPECT_EQ(store.box_boot(), "");
  store.set_box_boot("one");
  store.set_box_boot("two");
  EXPECT_EQ(store.box_boot(), "two");
}

struct MatterStore : support::Stored {};
ON_EVERY_DATABASE(MatterStore);

TEST_P(MatterStore, SavesReplacesAndListsTheOldestFirst) {
  matters::Matter newer, older;
  newer.id = core::MatterId("a");
  older.id = core::MatterId("b");
  newer.group = older.group = group_a;
  newer.title = "Vaktskifte";
  newer.raised = newer.changed = at("2026-11-20T10:00:00Z");
  older.raised = older.changed = at("2026-11-01T10:00:00Z");
  stores.matters->save(newer);
  stores.matters->save(older);
  EXPECT_EQ(stores.matters->of_group(group_a), (std::vector{older, newer}));
  EXPECT_EQ(stores.matters->undated().size(), 2u);
  older.state = core::MatterState::more_time;
  older.owner = anne.id;
  older.look_again = at("2027-03-01T00:00:00Z");
  older.passes_on = at("2026-12-01T08:00:00Z");
  older.passed_on = true;
  older.changed = at("2026-11-21T10:00:00Z");
  stores.matters->save(older);
  EXPECT_EQ(stores.matters->find(older.id), older);
  EXPECT_EQ(stores.matters->undated(), std::vector{newer});
}

TEST_P(MatterStore, AWishThatIsWithOneAboveWasNotPassedOnForThat) {
  matters::Matter wish;
  wish.id = core::MatterId("m");
  wish.group = group_a;
  wish.kind = matters::Kind::wish;
  wish.passed_on = true;
  wish.raised = wish.changed = at("2026-11-01T10:00:00Z");
  stores.matters->save(wish);
  stores.matters->append(wish.id, {matters::Entry::What::lifted, {}, "", {}, {}, wish.raised});
  const auto sent_on = [&] {
    const auto week = week_of(stores, group_a, at("2026-11-30T06:00:00Z"), at("2026-12-07T06:00:00Z"));
    EXPECT_EQ(week.waiting.size(), 1U);
    EXPECT_TRUE(week.waiting.at(0).passed_on);
    return week.waiting.at(0).sent_on;
  };
  EXPECT_FALSE(sent_on());
  stores.matters->append(wish.id,
                         {matters::Entry::What::passed_on, {}, "", {}, {}, at("2026-12-01T08:00:00Z")});
  EXPECT_TRUE(sent_on());
}

TEST_P(MatterStore, OneThatCannotBeReadIsLeftOutOfListsAndTold) {
  for (const char* id : {"m1", "m2"}) {
    matters::Matter matter;
    matter.id = core::MatterId(id);
    matter.group = group_a;
    matter.raised = matter.changed = at("2026-11-01T10:00:00Z");
    stores.matters->save(matter);
  }
  database.sql() << "UPDATE matter SET passes_on = '{' WHERE matter_id = 'm1'";
  ASSERT_EQ(stores.matters->of_group(group_a).size(), 1U);
  EXPECT_EQ(stores.matters->of_group(group_a)[0].id.text, "m2");
  EXPECT_EQ(stores.matters->undated().size(), 1U);
  const auto week = week_of(stores, group_a, at("2026-11-02T06:00:00Z"), at("2027-11-09T06:00:00Z"));
  ASSERT_EQ(week.waiting.size(), 1U);
  EXPECT_EQ(week.waiting[0].id.text, "m2");
  EXPECT_EQ(database.take_unreadable(), std::vector<std::string>{"matter m1"});
}

TEST_P(MatterStore, AHistoryIsOnlyAddedTo) {
  matters::Matter matter;
  matter.id = core::MatterId("m");
  matter.group = group_a;
  matter.title = "Vaktskifte";
  stores.matters->save(matter);
  using enum matters::Entry::What;
  const std::vector<matters::Entry> all{
      {lifted, {}, "", {}, {}, at("2026-11-01T10:00:00Z")},
      {more_time, anne.id, "Til våren", at("2027-03-01T00:00:00Z"), {}, at("2026-11-02T10:00:00Z")},
      {joined, {}, "Vaktskiftet igjen", {}, {}, at("2026-11-03T10:00:00Z")},
      {done, anne.id, "Ny plan", {}, core::PollId("p"), at("2026-11-04T10:00:00Z")}};
  for (const matters::Entry& entry : all) stores.matters->append(matter.id, entry);
  EXPECT_EQ(stores.matters->history(matter.id), all);
  EXPECT_EQ(stores.matters->noticed(core::PollId("p")), std::nullopt);
  for (const char* change : {"UPDATE matter_entry SET words = 'x'", "DELETE FROM matter_entry",
                             "UPDATE matter SET title = 'x'", "UPDATE matter SET body = 'x'"})
    EXPECT_THROW(storage::guarded([&] { database.sql() << change; }), storage::Error) << change;
  EXPECT_EQ(stores.matters->history(matter.id), all);
}

TEST_P(MatterStore, WhatStaysInTheGroupLiesApart) {
  stores.kept->keep("one", group_a, {"Vi tar det selv", at("2026-11-01T10:00:00Z")});
  stores.kept->keep("two", group_a, {"Vi spør hverandre", at("2026-11-02T10:00:00Z")});
  const std::vector<matters::Kept> newest_first{{"Vi spør hverandre", at("2026-11-02T10:00:00Z"), "two"},
                                                {"Vi tar det selv", at("2026-11-01T10:00:00Z"), "one"}};
  EXPECT_EQ(stores.kept->of_group(group_a), newest_first);
  EXPECT_TRUE(stores.kept->of_group(core::GroupId("group-b")).empty());
  EXPECT_TRUE(stores.matters->of_group(group_a).empty());
  EXPECT_TRUE(week_of(stores, group_a, at("2026-10-01T10:00:00Z"), at("2026-12-01T10:00:00Z")).empty());
}

TEST_P(MatterStore, WhatIsReleasedIsReadFromThenOnAndStays) {
  const core::Instant from = at("2026-10-01T10:00:00Z"), to = at("2026-12-01T10:00:00Z");
  const auto shown = [&](core::ResultLine::Audience audience) {
    std::string all;
    for (const auto& each : stores.histories->history(group_a, from, to, audience).minutes)
      all += each.text + "\n";
    return all;
  };
  stores.kept->keep("one", group_a, {"Vi tar det selv", at("2026-11-01T10:00:00Z")});
  stores.kept->keep("two", group_a, {"Vi spør hverandre", at("2026-11-02T10:00:00Z")});
  EXPECT_EQ(shown(core::ResultLine::Audience::leader), "");
  stores.kept->release("one", at("2026-11-03T10:00:00Z"));
  stores.kept->release("one", at("2026-11-04T10:00:00Z"));
  for (const auto audience : {core::ResultLine::Audience::leader, core::ResultLine::Audience::group})
    EXPECT_EQ(shown(audience), "Vi tar det selv\n");
  stores.kept->take_back("one");
  EXPECT_EQ(shown(core::ResultLine::Audience::leader), "Vi tar det selv\n") << "it cannot be taken back";
  EXPECT_TRUE(stores.kept->find("one")->kept.released);
  ASSERT_EQ(stores.kept->of_group(group_a).size(), 2U);
  stores.kept->take_back("two");
  EXPECT_EQ(stores.kept->of_group(group_a).size(), 1U);
  EXPECT_FALSE(stores.kept->find("two"));
}

TEST_P(MatterStore, AKindIsKept) {
  matters::Matter wish;
  wish.id = core::MatterId("w");
  wish.group = group_a;
  wish.title = "Kurs i demens";
  wish.kind = matters::Kind::wish;
  wish.raised = wish.changed = at("2026-11-01T10:00:00Z");
  stores.matters->save(wish);
  EXPECT_EQ(*stores.matters->find(wish.id), wish);
}

struct DigestStore : support::Stored {
  const core::Instant from = at("2026-11-23T06:00:00Z"), to = at("2026-11-30T06:00:00Z");
  // Read of the few groups that are asked for, and of a stretch of everybody's where they are many.
  digests::GroupWeek week() {
    auto of_few = week_of(stores, group_a, from, to);
    EXPECT_EQ(said(of_few), said(among_many({group_a}).front()));
    return of_few;
  }
  std::vector<digests::GroupWeek> among_many(std::vector<core::GroupId> ids) {
    const std::size_t asked = ids.size();
    for (int i = 0; i < 300; ++i) ids.emplace_back("nobody's " + std::to_string(i));
    auto all = stores.digests->weeks(ids, {from, to, from, to});
    EXPECT_TRUE(std::all_of(all.begin() + static_cast<std::ptrdiff_t>(asked), all.end(),
                            [](const digests::GroupWeek& one) { return one.empty(); }));
    all.resize(asked);
    return all;
  }
  // All that is in it.
  static std::string said(const digests::GroupWeek& week) {
    std::string all;
    const auto say = [&](const auto&... parts) {
      ((all += fmt::format("{} ", parts)), ...);
      all += "\n";
    };
    const auto instant = [](core::Instant at) { return core::to_text(at); };
    const auto lines = [&](const std::vector<core::ResultLine>& of) {
      for (const core::ResultLine& line : of)
        say(line.question, std::string(core::code(line.part)), line.about, line.number, line.word);
    };
    for (const auto& one : week.waiting)
      say(one.id.text, one.title, instant(one.raised), std::string(core::code(one.state)),
          instant(one.passes_on), int{one.passed_on}, one.kind, int{one.sent_on});
    for (const auto& one : week.noticed) {
      say(one.id.text, one.title);
      lines(one.lines);
    }
    for (const auto* sessions : {&week.late, &week.held, &week.coming, &week.cancelled})
      for (const auto& one : *sessions)
        say(one.session.id.text, one.session.group.text, one.session.number, instant(one.session.starts),
            instant(one.session.ends), std::string(code(one.session.state)), one.session.topic, one.coming,
            one.came, one.listed, one.cover);
    for (const auto& one : week.results) {
      say(one.id.text, one.asked->title.in(core::Language::nb),
          static_cast<int>(one.asked->questions.size()));
      lines(one.lines);
    }
    for (const auto& one : week.minutes) say(one.text, instant(one.at));
    for (const auto& one : week.leanings) say(one.scale, std::string(core::code(one.side)));
    say(week.scale ? week.scale->prompt.in(core::Language::nb) : std::string("no scale"), week.held_before,
        week.answers, instant(week.last_ended), int{week.planned}, instant(week.began));
    return all;
  }
  // The message with the result waits from `due` on.
  std::string told(const char* poll, const char* due) {
    runtime::OutboxRow row;
    row.key = std::string("result:") + poll;
    row.to = {"chat", core::Destination::Kind::channel, "a"};
    row.due = at(due);
    stores.outbox->add(row);
    return row.key;
  }
  // It is there as soon as it is due, or later.
  void sent(const std::string& key, core::Instant now = {}) {
    stores.outbox->set_sent(key, false, "ref", std::max(now, stores.outbox->look(key)->due));
  }
};
ON_EVERY_DATABASE(DigestStore);

TEST_P(DigestStore, AnEmptyWeekIsEmpty) {
  EXPECT_TRUE(week().empty());
}

TEST_P(DigestStore, CountsComersAndLeavesOutWhatWasCancelled) {
  auto held = session("held", "2026-11-24T12:00:00Z", "2026-11-24T13:30:00Z");
  auto cancelled = session("off", "2026-11-25T12:00:00Z", "2026-11-25T13:30:00Z");
  cancelled.state = Session::State::cancelled;
  auto coming = session("coming", "2026-12-01T12:00:00Z", "2026-12-01T13:30:00Z");
  auto far = session("far", "2026-12-08T12:00:00Z", "2026-12-08T13:30:00Z");
  for (const auto& s : {held, cancelled, coming, far}) stores.sessions->save(s);
  stores.sessions->set_attendance(coming.id, anne.id, true);
  stores.sessions->set_attendance(coming.id, bo.id, true);
  stores.sessions->set_attendance(coming.id, cato.id, false);
  const auto found = week();
  ASSERT_EQ(found.held.size(), 1u);
  EXPECT_EQ(found.held[0].session, held);
  EXPECT_EQ(found.held[0].coming, 0);
  ASSERT_EQ(found.coming.size(), 1u);
  EXPECT_EQ(found.coming[0].session, coming);
  EXPECT_EQ(found.coming[0].coming, 2);

  const auto readings = [](const char* from_text, const char* to_text) {
    const auto local = [](const char* text) { return core::Local{at(text).time_since_epoch()}; };
    return core::Closed{local(from_text), local(to_text)};
  };
  using enum pauses::Kind;
  stores.pauses->put(person, bo.id.text, readings("2026-11-24T00:00:00Z", "2026-12-01T00:00:00Z"));
  stores.pauses->put(person, bo.id.text, readings("2026-11-24T00:00:00Z", "2026-12-02T00:00:00Z"));
  EXPECT_EQ(week().coming[0].coming, 2) << "a yes in a pause counts";
  // Another one, that ends before the session: it takes nothing from the first.
  const core::Closed sooner = readings("2026-11-20T00:00:00Z", "2026-11-22T00:00:00Z");
  stores.pauses->put(person, bo.id.text, sooner);
  const core::Closed longer = readings("2026-11-24T00:00:00Z", "2026-12-02T00:00:00Z");
  EXPECT_EQ(stores.pauses->of(person, bo.id.text), (std::vector{sooner, longer}));
  stores.pauses->end(person, bo.id.text, sooner.from);
  EXPECT_EQ(stores.pauses->of(person, bo.id.text), std::vector{longer});
  stores.pauses->end(person, bo.id.text, longer.from);
  stores.people->set_role(group_a, bo.id, core::Role::leader,
                          core::Date{std::chrono::floor<std::chrono::days>(from)});
  EXPECT_EQ(week().coming[0].coming, 1) << "who leads is not one of those who come";
}

// Whenever the session was: also one that is ticked weeks after it.
TEST_P(DigestStore, HasWhoCameToAnEarlierSessionInTheWeekInWhichItWasFirstTicked) {
  const auto before = session("before", "2026-11-17T12:00:00Z", "2026-11-17T13:30:00Z"),
             late = session("late", "2026-11-19T08:00:00Z", "2026-11-19T09:30:00Z"),
             later = session("later", "2026-10-20T08:00:00Z", "2026-10-20T09:30:00Z"),
             own = session("own", "2026-11-26T08:00:00Z", "2026-11-26T09:30:00Z"),
             after = session("after", "2026-11-27T08:00:00Z", "2026-11-27T09:30:00Z"),
             unknown = session("unknown", "2026-11-20T12:00:00Z", "2026-11-20T13:30:00Z");
  for (const auto& one : {before, late, later, own, after, unknown}) stores.sessions->save(one);
  const auto tick = [&](const core::Session& one, core::Instant now, int came) {
    stores.attendance->take(one.id, {anne.id, 1, came, 3, {}}, now);
  };
  tick(before, from - std::chrono::seconds{1}, 3);
  tick(before, from + std::chrono::hours{9}, 1);  // better, and known before
  tick(late, from, 2);
  tick(later, to - std::chrono::seconds{1}, 3);
  tick(own, to - std::chrono::hours{70}, 3);
  tick(after, to, 3);
  const auto found = week();
  ASSERT_EQ(found.late.size(), 2U);
  EXPECT_EQ(found.late[0].session, later);
  EXPECT_EQ(found.late[1].session, late);
  EXPECT_EQ(found.late[1].came, 2);
  EXPECT_EQ(found.late[1].listed, 3);
  EXPECT_EQ(found.late[1].known, from);
  EXPECT_FALSE(found.empty());
  EXPECT_EQ(found.held_before, 3);
  ASSERT_EQ(found.held.size(), 2U);
  EXPECT_EQ(found.held[0].known, to - std::chrono::hours{70});
  EXPECT_EQ(found.held[1].known, to);
  const auto next = week_of(stores, group_a, to, to + (to - from));
  ASSERT_EQ(next.late.size(), 1U);
  EXPECT_EQ(next.late[0].session, after);
}

// A chat that was away told the group a week late: the leaders read it then, and not in the week that is
// over.
TEST_P(DigestStore, HasAResultInTheWeekInWhichItArrived) {
  using enum core::ResultLine::Audience;
  stores.polls->add(support::poll("p"));
  stores.polls->set_open(core::PollId("p"), 3, "boot");
  stores.polls->set_state(core::PollId("p"), core::Poll::State::closed);
  stores.polls->save_result(core::PollId("p"), {{{0, leader, core::ResultLine::Part::half, 1, 0, {}}}, {}});
  const std::string key = told("p", "2026-11-20T12:00:00Z");
  stores.outbox->set_sending(key, false, "2026-11-16");
  sent(key, from + std::chrono::hours{30});
  EXPECT_TRUE(week_of(stores, group_a, from - (to - from), from).results.empty());
  EXPECT_EQ(week().results.size(), 1U);
}

// The same people as the list of sessions counts (core::takes_part, core::is_off_roster).
TEST_P(DigestStore, CountsComersAsTheListOfSessionsDoes) {
  using namespace std::chrono_literals;
  const Session coming = session("coming", "2026-12-01T12:00:00Z", "2026-12-01T13:30:00Z");
  core::Group first = support::group("a", {anne, bo, cato}), second = support::group("b", {bo});
  const auto count = [&] {
    const core::Directory people = stores.people->load();
    int listed = 0;
    for (const auto& [id, said] : stores.sessions->attendance(coming.id))
      if (said && core::takes_part(*people.group(group_a), id) &&
          !core::is_off_roster(*people.person(id), core::Zone::named("Europe/Oslo"), coming.starts))
        ++listed;
    const int counted = week().coming.at(0).coming;
    EXPECT_EQ(counted, listed);
    return counted;
  };
  stores.people->apply({anne, bo, cato}, {first, second});
  stores.sessions->save(coming);
  for (const auto* one : {&anne, &bo, &cato}) stores.sessions->set_attendance(coming.id, one->id, true);
  EXPECT_EQ(count(), 3);
  stores.shifts->set(group_a, 2026y / 12 / 2, {cato.id});
  EXPECT_EQ(count(), 3) << "another day's roster";
  stores.shifts->set(group_a, 2026y / 12 / 1, {cato.id});
  EXPECT_EQ(count(), 2) << "bo is there for the other group";
  stores.shifts->set(second.id, 2026y / 12 / 1, {anne.id});
  EXPECT_EQ(count(), 1);
  stores.shifts->set(group_a, 2026y / 12 / 1, {});
  stores.shifts->set(second.id, 2026y / 12 / 1, {});
  EXPECT_EQ(count(), 3);

  first.members[0].role = first.members[1].role = core::Role::leader;
  first.leaders_take_part = true;
  stores.people->apply({anne, bo, cato}, {first, second});
  EXPECT_EQ(count(), 3);
  first.above = {anne.id};
  stores.people->apply({anne, bo, cato}, {first, second});
  EXPECT_EQ(count(), 2) << "who is above does not come";
}

TEST_P(DigestStore, ShowsLeadersTheirOwnLinesOfClosedPollsAndOpenMatters) {
  using enum core::ResultLine::Audience;
  for (const char* id : {"shown", "group-only", "still-open"}) {
    stores.polls->add(support::poll(id));
    stores.polls->set_open(core::PollId(id), 3, "boot");
  }
  core::Result result;
  using enum core::ResultLine::Part;
  result.lines = {{0, group, tie, 0, 0, {}}, {0, leader, half, 1, 0, {}}};
  stores.polls->set_state(core::PollId("shown"), core::Poll::State::closed);
  stores.polls->save_result(core::PollId("shown"), result);
  result.lines.pop_back();
  stores.polls->set_state(core::PollId("group-only"), core::Poll::State::closed);
  stores.polls->save_result(core::PollId("group-only"), result);
  matters::Matter open, done, later, due;
  open.id = core::MatterId("m1");
  done.id = core::MatterId("m2");
  later.id = core::MatterId("m3");
  due.id = core::MatterId("m4");
  open.group = done.group = later.group = due.group = group_a;
  open.title = "Heisen";
  done.state = core::MatterState::done;
  later.state = due.state = core::MatterState::in_work;
  later.look_again = to + std::chrono::hours{1};
  due.look_again = to;
  due.raised = from;
  for (const auto& matter : {open, done, later, due}) stores.matters->save(matter);
  stores.matters->append(done.id,
                         {matters::Entry::What::done, anne.id, "Ny heis", {}, core::PollId("asked"), from});
  stores.matters->append(done.id, {matters::Entry::What::joined, {}, "Heisen", {}, {}, from});
  core::Poll asked = support::poll("asked");
  asked.purpose = core::Poll::Purpose::noticed;
  stores.polls->add(asked);
  stores.polls->set_open(asked.id, 5, "boot");
  stores.polls->set_state(asked.id, core::Poll::State::closed);
  stores.polls->save_result(asked.id, {{{0, leader, half, 0, 0, {}}}, {}});
  const std::string asked_key = told("asked", "2026-11-26T07:00:00Z");

  EXPECT_TRUE(week().results.empty()) << "not before the group";
  const std::string key = told("shown", "2026-11-26T06:00:00Z");
  told("group-only", "2026-11-26T06:00:00Z");
  EXPECT_TRUE(week().results.empty()) << "it waits for the group's morning";
  stores.outbox->set_sending(key, false, "2026-11-23");
  sent(key);
  EXPECT_TRUE(week_of(stores, group_a, to, to + (to - from)).results.empty());

  const auto found = week();
  ASSERT_EQ(found.results.size(), 1u);
  EXPECT_EQ(found.results[0].id, core::PollId("shown"));
  EXPECT_EQ(*found.results[0].asked, stores.polls->find(core::PollId("shown")));
  EXPECT_EQ(found.results[0].lines, (std::vector<core::ResultLine>{{0, leader, half, 1, 0, {}}}));
  ASSERT_EQ(found.waiting.size(), 2u);
  EXPECT_EQ(found.waiting[0].title, "Heisen");
  EXPECT_EQ(found.waiting[1].id, due.id) << "the day has come";
  EXPECT_EQ(found.waiting[1].look_again, to);
  EXPECT_EQ(found.answers, 1) << "only steps of leaders";
  EXPECT_TRUE(found.noticed.empty()) << "not before the group";
  EXPECT_EQ(stores.matters->noticed(asked.id), std::nullopt);
  stores.outbox->set_sending(asked_key, false, "2026-11-23");
  sent(asked_key);
  ASSERT_EQ(week().noticed.size(), 1u);
  EXPECT_EQ(week().noticed[0].id, done.id);
  EXPECT_EQ(week().noticed[0].lines, (std::vector<core::ResultLine>{{0, leader, half, 0, 0, {}}}));
  EXPECT_EQ(stores.matters->noticed(asked.id), week().noticed[0].lines);
  EXPECT_EQ(week().results.size(), 1u) << "it is no result beside the others";
}

// What belongs to whom, and the same as one by one.
TEST_P(DigestStore, ReadsManyGroupsTogetherAndEachItsOwn) {
  using enum core::ResultLine::Audience;
  using enum core::ResultLine::Part;
  std::vector<core::Group> groups;
  std::vector<core::GroupId> ids;
  for (int i = 0; i < 12; ++i) groups.push_back(support::group("n" + std::to_string(i), {anne, bo}));
  stores.people->apply({anne, bo, cato}, groups);
  int position = 0;
  for (const core::Group& group : groups) {
    const std::string name = group.id.text;
    ids.push_back(group.id);
    if (++position % 4 == 0) continue;  // nothing happens there
    for (int week = 0; week < 8; ++week) {
      auto held = session(name + std::to_string(week), "2026-11-24T12:00:00Z", "2026-11-24T13:30:00Z");
      held.group = group.id;
      held.starts -= std::chrono::days{7 * week};
      held.ends -= std::chrono::days{7 * week};
      stores.sessions->save(held);
      core::Poll poll = support::poll(("c" + name + std::to_string(week)).c_str());
      poll.group = group.id;
      poll.purpose = core::Poll::Purpose::checkout;
      poll.title = core::Localized("Utsjekk " + name);
      poll.opens = held.ends;
      poll.closes = held.ends + std::chrono::hours{20};
      stores.polls->add(poll);
      stores.polls->set_open(poll.id, 5, "boot");
      stores.polls->set_state(poll.id, core::Poll::State::closed);
      core::Result result;
      for (int line = 0; line < 12; ++line) result.lines.push_back({line % 2, leader, count, 0, line, {}});
      stores.polls->save_result(poll.id, result);
      stores.polls->save_leaning(poll.id, results::Leaning{"scale " + name + std::to_string(week)});
      const std::string key = told(poll.id.text.c_str(), core::to_text(poll.closes).c_str());
      stores.outbox->set_sending(key, false, "2026-11-23");
      sent(key);
    }
    matters::Matter matter;
    matter.id = core::MatterId("m" + name);
    matter.group = group.id;
    matter.title = "Sak " + name;
    matter.kind = matters::Kind::wish;
    matter.raised = matter.changed = from;
    stores.matters->save(matter);
    stores.matters->append(matter.id, {matters::Entry::What::received, anne.id, "", {}, {}, from});
    stores.kept->keep("k" + name, group.id, {"Referat " + name, from});
    stores.kept->release("k" + name, from + std::chrono::hours{5});
  }
  const auto all = stores.digests->weeks(ids, {from, to, from, to});
  ASSERT_EQ(all.size(), ids.size());
  const auto many = among_many(ids);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const digests::GroupWeek& week = all[i];
    const std::string name = ids[i].text;
    SCOPED_TRACE(name);
    EXPECT_EQ(said(week), said(many[i]));
    if ((i + 1) % 4 == 0) {
      EXPECT_TRUE(week.empty());
      continue;
    }
    const auto alone = week_of(stores, ids[i], from, to);
    ASSERT_EQ(week.held.size(), 1U);
    EXPECT_EQ(week.held[0].session.id.text, name + "0");
    EXPECT_EQ(week.held_before, 1);
    ASSERT_EQ(week.results.size(), 1U);
    EXPECT_EQ(*week.results[0].asked, *alone.results[0].asked);
    EXPECT_EQ(week.results[0].asked->title.in(core::Language::nb), "Utsjekk " + name);
    EXPECT_EQ(week.results[0].asked->questions.size(), 2U);
    ASSERT_EQ(week.results[0].lines.size(), 12U);
    for (int line = 0; line < 12; ++line)
      EXPECT_EQ(week.results[0].lines[static_cast<std::size_t>(line)].number, line);
    ASSERT_EQ(week.leanings.size(), 6U);
    for (std::size_t k = 0; k < 6; ++k)
      EXPECT_EQ(week.leanings[k].scale, "scale " + name + std::to_string(k)) << "newest first";
    EXPECT_EQ(week.scale, week.results[0].asked->questions.front());
    ASSERT_EQ(week.waiting.size(), 1U);
    EXPECT_EQ(week.waiting[0].title, "Sak " + name);
    EXPECT_EQ(week.waiting[0].kind, "wish");
    EXPECT_EQ(week.answers, 1);
    ASSERT_EQ(week.minutes.size(), 1U);
    EXPECT_EQ(week.minutes[0].text, "Referat " + name);
  }
  EXPECT_TRUE(stores.digests->weeks({}, {from, to, from, to}).empty());
  EXPECT_TRUE(week_of(stores, ids[0], to, to + (to - from)).minutes.empty()) << "released the week before";
}

// Else it would be passed on, and come to the next level, without a word in anybody's digest.
TEST_P(DigestStore, AReceiptIsNoAnswerUntilWhateverDayItIsLookedAt) {
  matters::Matter matter;
  matter.id = core::MatterId("m");
  matter.group = group_a;
  matter.title = "Vikarer";
  matter.state = core::MatterState::received;
  matter.raised = matter.changed = from - std::chrono::days{14};
  matter.passes_on = to + std::chrono::days{3};
  matter.look_again = to + std::chrono::days{40};
  stores.matters->save(matter);
  EXPECT_EQ(week().waiting.size(), 1U);
  matter.state = core::MatterState::in_work;
  stores.matters->save(matter);
  EXPECT_TRUE(week().waiting.empty()) << "answered, and not yet looked at again";
}

// Told in another order than they closed, known better later, and forgotten: what the newest says of those
// before it follows.
TEST_P(DigestStore, WhatStandsOfEarlierCheckOutsFollowsThem) {
  using enum core::ResultLine::Audience;
  const auto closed = [&](const char* id, core::Instant closes) {
    core::Poll poll = support::poll(id);
    poll.purpose = core::Poll::Purpose::checkout;
    poll.opens = closes - std::chrono::hours{20};
    poll.closes = closes;
    stores.polls->add(poll);
    stores.polls->set_open(poll.id, 5, "boot");
    stores.polls->set_state(poll.id, core::Poll::State::closed);
    stores.polls->save_result(poll.id, {{{0, leader, core::ResultLine::Part::half, 0, 0, {}}}, {}});
  };
  const auto leans = [&](const char* id, results::Leaning::Side side) {
    stores.polls->save_leaning(core::PollId(id), results::Leaning{"scale", side});
  };
  const auto tell = [&](const char* id, const char* due) {
    const std::string key = told(id, due);
    stores.outbox->set_sending(key, false, "2026-11-23");
    stores.outbox->set_final(key, false, runtime::OutboxRow::State::unknown, at(due));
  };
  const auto retention = storage::make_retention_store(database);
  using enum results::Leaning::Side;
  using All = std::vector<results::Leaning>;
  closed("old", at("2026-10-27T12:00:00Z"));
  closed("middle", at("2026-11-10T12:00:00Z"));
  closed("newest", at("2026-11-24T12:00:00Z"));
  leans("middle", low);
  leans("newest", high);
  tell("newest", "2026-11-24T12:00:00Z");
  EXPECT_EQ(week().leanings, (All{{"scale", high}}));
  tell("middle", "2026-11-25T12:00:00Z");
  EXPECT_EQ(week().leanings, (All{{"scale", high}, {"scale", low}}));
  tell("old", "2026-11-26T12:00:00Z");
  EXPECT_EQ(week().leanings, (All{{"scale", high}, {"scale", low}, {"", none}})) << "not worked out yet";
  leans("old", mixed);
  EXPECT_EQ(week().leanings, (All{{"scale", high}, {"scale", low}, {"scale", mixed}}));
  EXPECT_EQ(retention->forget_polls(at("2026-11-01T00:00:00Z")), 1);
  EXPECT_EQ(week().leanings, (All{{"scale", high}, {"scale", low}}));
  EXPECT_EQ(retention->forget_polls(at("2026-11-24T00:00:00Z")), 1);
  EXPECT_EQ(week().leanings, (All{{"scale", high}}));
  int left = 0, traces = 0;
  database.sql() << "SELECT count(*) FROM published", soci::into(left);
  database.sql() << "SELECT count(*) FROM published WHERE earlier <> '' OR earliest <> ''",
      soci::into(traces);
  EXPECT_EQ(left, 1);
  EXPECT_EQ(traces, 0) << "nothing is left of what is forgotten";
}

// Two groups that are asked the same are read once; one whose question was changed before it opened is not.
TEST_P(DigestStore, WhatIsAskedAlikeIsKeptOnce) {
  using enum core::ResultLine::Audience;
  const auto closed = [&](const char* id, bool changed) {
    core::Poll poll = support::poll(id);
    stores.polls->add(poll);
    if (changed) {
      poll.questions.front().prompt = core::Localized("Noe annet?");
      stores.polls->rewrite(poll);
    }
    stores.polls->set_open(poll.id, 5, "boot");
    stores.polls->set_state(poll.id, core::Poll::State::closed);
    stores.polls->save_result(poll.id, {{{0, leader, core::ResultLine::Part::half, 0, 0, {}}}, {}});
    const std::string key = told(id, "2026-11-24T12:00:00Z");
    stores.outbox->set_sending(key, false, "2026-11-23");
    sent(key);
  };
  closed("a", false);
  closed("b", false);
  closed("c", true);
  const auto found = week();
  ASSERT_EQ(found.results.size(), 3U);
  EXPECT_EQ(found.results[0].asked, found.results[1].asked);
  EXPECT_NE(found.results[0].asked, found.results[2].asked);
  EXPECT_EQ(found.results[2].id.text, "c");
  EXPECT_EQ(found.results[2].asked->questions.front().prompt.in(core::Language::nb), "Noe annet?");
}

TEST_P(DigestStore, AHistoryHoldsWhatTheGroupWasToldForWhomItIsAndNoText) {
  using enum core::ResultLine::Audience;
  using enum core::ResultLine::Part;
  for (const char* id : {"shown", "untold"}) {
    stores.polls->add(support::poll(id));
    stores.polls->set_open(core::PollId(id), 5, "boot");
    stores.polls->set_state(core::PollId(id), core::Poll::State::closed);
    core::Result result;
    result.lines = {{0, group, tie, 0, 0, {}}, {0, leader, half, 1, 0, {}}, {1, group, too_few, -1, 0, {}}};
    result.texts = {{1, "Et svar noen skrev"}};
    stores.polls->save_result(core::PollId(id), result);
  }
  const auto of = [&](core::ResultLine::Audience audience) {
    return stores.histories->history(group_a, from, to, audience);
  };
  told("untold", "2026-11-26T06:00:00Z");
  const std::string key = told("shown", "2026-11-26T06:00:00Z");
  EXPECT_TRUE(of(group).results.empty()) << "not before the group";
  stores.outbox->set_sending(key, false, "2026-11-23");
  sent(key);
  stores.kept->keep("k1", group_a, {"Blir i gruppa", from});
  tryouts::Tryout tryout;
  tryout.id = tryouts::TryoutId("t1");
  tryout.group = group_a;
  tryout.what = "Vente ett minutt";
  tryout.agreed = tryout.due = from;
  stores.tryouts->add(tryout);
  auto held = session("held", "2026-11-24T12:00:00Z", "2026-11-24T13:30:00Z");
  stores.sessions->save(held);
  attendance::Register ticked{bo.id, 1, 2, 3, {anne.id, bo.id}};
  stores.attendance->take(held.id, ticked, held.ends);

  const auto leaders = of(leader), own = of(group);
  ASSERT_EQ(leaders.results.size(), 1u);
  EXPECT_EQ(leaders.results[0].lines, (std::vector<core::ResultLine>{{0, leader, half, 1, 0, {}}}));
  EXPECT_EQ(leaders.results[0].told, at("2026-11-26T06:00:00Z"));
  EXPECT_TRUE(leaders.tryouts.empty());
  EXPECT_TRUE(leaders.hours.empty());
  ASSERT_EQ(leaders.sessions.size(), 1u);
  EXPECT_EQ(leaders.sessions[0].came, 2);
  EXPECT_EQ(leaders.sessions[0].listed, 3);
  EXPECT_TRUE(leaders.matters.empty()) << "what stays in the group is no matter";

  ASSERT_EQ(own.results.size(), 1u);
  EXPECT_EQ(own.results[0].lines, (std::vector<core::ResultLine>{{0, group, tie, 0, 0, {}}}))
      << "nothing of the texts";
  ASSERT_EQ(own.tryouts.size(), 1u);
  EXPECT_EQ(own.tryouts[0].state, "open");
  ASSERT_EQ(own.hours.size(), 2u);
  EXPECT_EQ(own.hours[0].spent, std::chrono::minutes{90});
  EXPECT_TRUE(stores.histories->history(group_a, to, to + (to - from), group).results.empty());
}

TEST_P(DigestStore, AHistoryKnowsThePeriodAndThePlanOfEachSession) {
  sessions::Run run;
  run.group = group_a;
  run.programme = "fri";
  stores.sessions->save(run);
  run.number = 2;
  run.programme = "palliasjon";
  run.plans = {2, 5};
  stores.sessions->save(run);
  auto first = session("first", "2026-11-24T12:00:00Z", "2026-11-24T13:30:00Z");
  auto second = session("second", "2026-11-25T12:00:00Z", "2026-11-25T13:30:00Z");
  second.run = second.number = 2;
  stores.sessions->save(first);
  stores.sessions->save(second);
  const auto history = stores.histories->history(group_a, from, to, core::ResultLine::Audience::leader);
  ASSERT_EQ(history.sessions.size(), 2u);
  EXPECT_EQ(history.sessions[0].session.run, 1);
  EXPECT_EQ(history.sessions[0].programme, "fri");
  EXPECT_EQ(history.sessions[0].plan, first.number) << "all of them, in order";
  EXPECT_EQ(history.sessions[1].session.run, 2);
  EXPECT_EQ(history.sessions[1].programme, "palliasjon");
  EXPECT_EQ(history.sessions[1].plan, 5) << "the second of those that were picked";
}

TEST_P(DigestStore, APollOfAKindThatTheProgramDoesNotKnowIsLeftOutOfAHistory) {
  for (const char* id : {"odd", "shown"}) {
    stores.polls->add(support::poll(id));
    if (id == std::string("odd"))
      database.sql() << "UPDATE poll_question SET kind = 'wheel' WHERE poll_id = 'odd'";
    stores.polls->set_open(core::PollId(id), 5, "boot");
    stores.polls->set_state(core::PollId(id), core::Poll::State::closed);
    core::Result result;
    result.lines = {{0, core::ResultLine::Audience::group, core::ResultLine::Part::tie, 0, 0, {}}};
    stores.polls->save_result(core::PollId(id), result);
    const std::string key = told(id, "2026-11-26T06:00:00Z");
    stores.outbox->set_sending(key, false, "2026-11-23");
    sent(key);
  }
  const auto history = stores.histories->history(group_a, from, to, core::ResultLine::Audience::group);
  ASSERT_EQ(history.results.size(), 1u);
  EXPECT_EQ(history.results[0].poll.id.text, "shown");
  EXPECT_EQ(database.take_unreadable(), std::vector<std::string>{"poll odd"});
}

// Weeks ahead, or when it should have been held: when somebody has said so.
TEST_P(DigestStore, HasWhatWasCalledOffInTheWeekInWhichItWas) {
  std::vector<core::Session> all{session("past", "2026-11-19T12:00:00Z", "2026-11-19T13:30:00Z"),
                                 session("own", "2026-11-24T12:00:00Z", "2026-11-24T13:30:00Z"),
                                 session("ahead", "2026-12-24T12:00:00Z", "2026-12-24T13:30:00Z"),
                                 session("again", "2026-12-25T12:00:00Z", "2026-12-25T13:30:00Z"),
                                 session("later", "2026-11-25T12:00:00Z", "2026-11-25T13:30:00Z")};
  for (core::Session& one : all) {
    one.state = Session::State::cancelled;
    stores.sessions->save(one);
    stores.sessions->call_off(one.id, one.id.text == "later" ? to : from);
  }
  all[3].state = Session::State::planned;
  stores.sessions->save(all[3]);
  std::vector<std::string> found;
  for (const digests::SessionLine& line : week().cancelled) found.push_back(line.session.id.text);
  EXPECT_EQ(found, (std::vector<std::string>{"past", "own", "ahead"}));
  EXPECT_TRUE(week().held.empty());
  EXPECT_EQ(week_of(stores, group_a, to, to + (to - from)).cancelled.size(), 1U);
}

TEST_P(DigestStore, KnowsSinceWhenCoverIsNotArranged) {
  const auto held = session("held", "2026-11-24T12:00:00Z", "2026-11-24T13:30:00Z");
  stores.sessions->save(held);
  stores.cover->save({held.id, group_a}, from - std::chrono::hours{70});
  EXPECT_EQ(week().held.at(0).cover, "asked");
  EXPECT_EQ(week().held.at(0).covered, from - std::chrono::hours{70});
  stores.cover->save({held.id, group_a, cover::Cover::Answer::none, anne.id}, from + std::chrono::hours{3});
  EXPECT_EQ(week().held.at(0).cover, "not");
  EXPECT_EQ(week().held.at(0).covered, from + std::chrono::hours{3});
}

TEST_P(DigestStore, TellsTheRhythmOfAGroup) {
  EXPECT_EQ(week().last_ended, core::Instant{});
  core::Session session;
  session.group = group_a;
  session.number = 1;
  const auto meets = [&](const char* id, core::Instant ends, core::Session::State state) {
    session.id = core::SessionId(id);
    session.starts = ends - std::chrono::hours{1};
    session.ends = ends;
    session.state = state;
    stores.sessions->save(session);
  };
  using enum core::Session::State;
  meets("before", from - std::chrono::hours{2}, held);
  meets("cancelled", from + std::chrono::hours{30}, cancelled);
  stores.sessions->call_off(session.id, from);
  meets("in", from + std::chrono::hours{5}, held);
  EXPECT_EQ(week().last_ended, from + std::chrono::hours{5});
  EXPECT_FALSE(week().planned);
  EXPECT_EQ(week().held_before, 1);
  ASSERT_EQ(week().cancelled.size(), 1u);
  EXPECT_EQ(week().cancelled[0].session.id, core::SessionId("cancelled"));
  EXPECT_EQ(week().cancelled[0].known, from);
  session.number = 0;
  meets("paused", from + std::chrono::hours{40}, cancelled);
  stores.sessions->call_off(session.id, from);
  EXPECT_EQ(week().cancelled.size(), 1u) << "nobody cancelled what a pause took";
  session.number = 1;
  meets("ahead", to + std::chrono::hours{500}, planned);
  EXPECT_TRUE(week().planned);
}

}  // namespace
