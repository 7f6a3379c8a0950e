#include <soci/soci.h>

#include <algorithm>

#include "tests/runtime/world.hpp"

namespace runtime {
namespace {

using Kind = Delivered::Kind;
using Keys = std::vector<std::string>;
using State = OutboxRow::State;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class Outbox : public World {
 protected:
  Outbox() { engine->start(); }

  void do_with(const std::function<void(core::Context&)>& work) {
    feature.on_command = work;
    run({command("pia", "do")});
    feature.on_command = nullptr;
  }
  State state(const std::string& key) { return stores.outbox->find(key)->state; }
  // Goes to the next moment something is due and runs it.
  void next() {
    clock.set(std::max(clock.now(), engine->next_due().value()));
    run({});
  }
};

TEST_F(Outbox, OneAtATimeToEachPlaceInTheOrderTheyWerePosted) {
  do_with([&](core::Context& context) {
    for (const char* key : {"a", "b", "c"}) context.post({key, channel(), words(key), false});
    context.post({"d", direct("pia"), words("d"), false});
  });
  EXPECT_EQ(keys(out), (Keys{"a", "d"}));
  EXPECT_EQ(state("a"), State::sending);
  settle(out[0], Kind::sent);
  EXPECT_EQ(keys(out), Keys{"b"});
  EXPECT_EQ(state("a"), State::sent);
  EXPECT_EQ(stores.outbox->find("a")->ref, "ref-a");
  settle(out[0], Kind::sent);
  EXPECT_EQ(keys(out), Keys{"c"});
}

TEST_F(Outbox, AMessageThatMustWaitHoldsBackTheOnesAfterIt) {
  do_with([&](core::Context& context) {
    for (const char* key : {"a", "b"}) context.post({key, channel(), words(key), false});
    context.post({"d", direct("pia"), words("d"), false});
  });
  settle(out[0], Kind::retry, seconds{40});
  EXPECT_TRUE(out.empty()) << "b does not overtake a";
  EXPECT_EQ(engine->next_due(), at("2026-11-09T09:00:40Z"));
  post("c", channel());
  EXPECT_TRUE(out.empty());
  post("e", channel("c-sor"));
  EXPECT_EQ(keys(out), Keys{"e"}) << "other places go on";
  settle(out[0], Kind::sent);
  settle({"d", direct("pia"), {}, ""}, Kind::sent);
  next();
  EXPECT_EQ(clock.now(), at("2026-11-09T09:00:40Z"));
  EXPECT_EQ(keys(out), Keys{"a"});
  EXPECT_EQ(advance(clock.now() + minutes{1}), (Keys{"a", "b", "c"}));
}

TEST_F(Outbox, ALongLineToOnePlaceHoldsUpNobodyElse) {
  do_with([&](core::Context& context) {
    for (int i = 0; i < 2'000; ++i)
      context.post({"flood:" + std::to_string(i), channel(), words("x"), false});
  });
  ASSERT_EQ(keys(out), Keys{"flood:0"});
  post("a", direct("pia"));
  EXPECT_EQ(keys(out), Keys{"a"});
  settle({"flood:0", channel(), {}, ""}, Kind::retry, minutes{5});
  post("b", channel("c-sor"));
  EXPECT_EQ(keys(out), Keys{"b"});
  EXPECT_EQ(engine->next_due(), at("2026-11-09T09:05:00Z")) << "the line is not looked at before";
}

TEST_F(Outbox, ALongLineThatWaitsForTheMorningHoldsUpNobodyAtNight) {
  clock.set(at("2026-11-09T18:59:59Z"));  // 19:59:59 on the wall
  do_with([&](core::Context& context) {
    for (int i = 0; i < 2'000; ++i) context.post({"flood:" + std::to_string(i), channel(), words("x"), true});
  });
  ASSERT_EQ(keys(out), Keys{"flood:0"});
  clock.set(at("2026-11-09T19:00:00Z"));
  settle(out[0], Kind::sent);
  EXPECT_TRUE(out.empty());
  EXPECT_EQ(engine->next_due(), at("2026-11-10T06:00:00Z"));
  post("now", channel());
  EXPECT_EQ(keys(out), Keys{"now"}) << "an answer does not wait for the morning";
  settle(out[0], Kind::sent);
  next();
  EXPECT_EQ(keys(out), Keys{"flood:1"});
}

TEST_F(Outbox, PlacesTakeTurns) {
  do_with([&](core::Context& context) {
    for (int i = 0; i < 400; ++i)
      for (int n = 0; n < 2; ++n)
        context.post({std::to_string(i) + ":" + std::to_string(n), channel("c" + std::to_string(i)),
                      words("x"), false});
  });
  EXPECT_EQ(out.size(), 256U) << "a turn is kept short";
  std::vector<Settlement> all;
  for (const Delivery& delivery : out) {
    all.push_back({delivery.key, false, {}});
    all.back().outcome.ref = "r";
  }
  run({}, std::move(all));
  const auto first = std::count_if(out.begin(), out.end(),
                                   [](const Delivery& delivery) { return delivery.key.ends_with(":0"); });
  EXPECT_EQ(first, 144) << "those that have had nothing yet go first";
}

TEST_F(Outbox, AHoldAndTheOrderOutliveARestart) {
  do_with([&](core::Context& context) {
    for (const char* key : {"a", "b"}) context.post({key, channel(), words(key), false});
  });
  settle(out[0], Kind::retry, minutes{5});
  clock.set(clock.now() + minutes{1});
  EXPECT_TRUE(restart().empty());
  run({});
  EXPECT_TRUE(out.empty());
  EXPECT_EQ(engine->next_due(), at("2026-11-09T09:05:00Z"));
  EXPECT_EQ(advance(at("2026-11-09T09:05:00Z")), (Keys{"a", "b"}));
}

TEST_F(Outbox, AMessageThatWasGivenUpBeforeItsTurnHoldsNobodyAfterARestart) {
  engine->set_paced([](const std::string&) { return true; });
  post("a", channel());
  while (state("a") == State::waiting) {
    if (engine->next_due() && *engine->next_due() > clock.now()) next();
    Batch batch;
    for (const Wish& wish : engine->take_wishes()) {
      batch.ready.push_back({wish, {}});
      batch.ready.back().outcome.kind = Kind::retry;
    }
    ASSERT_EQ(batch.ready.size(), 1U);
    engine->run(std::move(batch));
  }
  ASSERT_EQ(state("a"), State::failed);
  clock.set(clock.now() - minutes{20});  // of the thirty that it waited last
  post("b", channel());
  restart();
  run({});
  EXPECT_EQ(std::ranges::count(keys(out), "b"), 1);
}

TEST_F(Outbox, WhatAClockThatRanAheadPutOffGoesWhenItIsSetBack) {
  const core::Instant today = clock.now();
  feature.on_start = [](core::Context& context) {
    context.arrange({"nightly", "nightly", "", context.now() + hours{12}});
  };
  clock.set(today + hours{24 * 100 + 12});  // at night
  post("a", channel());
  settle(out[0], Kind::retry, minutes{30});
  post("quiet", channel("c-sor"), true);
  EXPECT_TRUE(out.empty());
  post("b", direct("pia"));
  settle(out[0], Kind::refused);
  EXPECT_TRUE(out.empty());
  clock.set(today);
  run({command("pia", "do")});
  const Keys went = keys(out);
  for (const char* key : {"a", "quiet", "b"}) EXPECT_EQ(std::ranges::count(went, key), 1) << key;
  const auto nightly = stores.agenda->find("nightly");
  ASSERT_TRUE(nightly);
  EXPECT_EQ(nightly->due, today + hours{12}) << "arranged anew";
}

TEST_F(Outbox, ARestartIsToldWhatTheClockHadSaidBefore) {
  const core::Instant today = clock.now();
  clock.set(today + hours{24 * 100 + 12});  // at night
  post("quiet", channel(), true);
  EXPECT_TRUE(out.empty());
  const core::Instant before = clock.now();
  clock.set(today);
  restart();
  run({});
  EXPECT_TRUE(out.empty());
  went_by = before;
  restart();
  run({});
  EXPECT_EQ(keys(out), Keys{"quiet"});
}

TEST_F(Outbox, WhereAPaceIsKeptNothingIsClaimedBeforeItsTurn) {
  engine->set_paced([](const std::string& workspace) { return workspace == "w"; });
  do_with([&](core::Context& context) {
    for (const char* key : {"a", "b"}) context.post({key, channel(), words(key), false});
  });
  EXPECT_TRUE(out.empty());
  EXPECT_TRUE(restart().empty()) << "killed now, it has not left: nobody is asked what became of it";
  EXPECT_EQ(state("a"), State::waiting);
  engine->set_paced([](const std::string& workspace) { return workspace == "w"; });
  run({});
  const auto wishes = engine->take_wishes();
  ASSERT_EQ(wishes.size(), 1U) << "asked once";
  EXPECT_EQ(wishes[0].to, channel());
  run({});
  EXPECT_TRUE(engine->take_wishes().empty());
  Batch batch;
  batch.ready = {{wishes[0], {}}};
  out = engine->run(std::move(batch));
  ASSERT_EQ(keys(out), Keys{"a"});
  settle(out[0], Kind::sent);
  EXPECT_TRUE(out.empty());
  EXPECT_EQ(engine->take_wishes().size(), 1U) << "each message waits for its turn";
}

TEST_F(Outbox, WhatIsRefusedBeforeItLeavesIsNeverUnderWay) {
  engine->set_paced([](const std::string&) { return true; });
  post("a", channel());
  const auto say = [&](Kind kind, seconds after = {}) {
    Batch batch;
    for (const Wish& wish : engine->take_wishes()) {
      batch.ready.push_back({wish, {}});
      batch.ready.back().outcome.kind = kind;
      batch.ready.back().outcome.after = after;
    }
    out = engine->run(std::move(batch));
    EXPECT_TRUE(out.empty());
  };
  say(Kind::retry, minutes{5});
  EXPECT_EQ(state("a"), State::waiting);
  EXPECT_EQ(engine->next_due(), at("2026-11-09T09:05:00Z"));
  next();
  say(Kind::permanent);
  EXPECT_EQ(state("a"), State::failed);
  EXPECT_TRUE(restart().empty()) << "nobody is asked what became of it";
}

TEST_F(Outbox, AnAnswerForAMessageThatHasGoneIsNotTheNextOnes) {
  engine->set_paced([](const std::string&) { return true; });
  post("poll:a", channel());
  const auto wishes = engine->take_wishes();
  do_with([&](core::Context& context) { context.withdraw("poll:"); });
  Batch batch;
  batch.ready = {{wishes.at(0), {}}};
  batch.ready[0].outcome.kind = Kind::permanent;
  out = engine->run(std::move(batch));
  post("b", channel());
  EXPECT_EQ(state("b"), State::waiting);
  EXPECT_EQ(engine->take_wishes().size(), 1U);
}

TEST_F(Outbox, AnEditWaitsForATurnOfItsOwn) {
  engine->set_paced([](const std::string&) { return true; });
  post("a", channel());
  auto wishes = engine->take_wishes();
  Batch batch;
  batch.ready = {{wishes.at(0), {}}};
  out = engine->run(std::move(batch));
  ASSERT_EQ(out.size(), 1U);
  EXPECT_TRUE(out[0].paced);
  do_with([&](core::Context& context) { context.update("a", words("changed")); });
  settle({"a", channel(), {}, ""}, Kind::sent);
  wishes = engine->take_wishes();
  ASSERT_EQ(wishes.size(), 1U);
  EXPECT_TRUE(wishes[0].edit);
}

TEST_F(Outbox, WhoStopsClaimsNothing) {
  engine->hold_back();
  do_with([&](core::Context& context) {
    for (int i = 0; i < 100; ++i)
      context.post({std::to_string(i), channel(std::to_string(i)), words("x"), false});
  });
  EXPECT_TRUE(out.empty());
  EXPECT_EQ(engine->next_due(), std::nullopt);
  EXPECT_TRUE(restart().empty());
  run({});
  EXPECT_EQ(out.size(), 100U);
}

TEST_F(Outbox, WhatWasTakenBackWakesNobody) {
  clock.set(at("2026-11-09T21:30:00Z"));
  post("poll:1", channel(), true);
  EXPECT_EQ(engine->next_due(), at("2026-11-10T06:00:00Z"));
  do_with([&](core::Context& context) { context.withdraw("poll:"); });
  EXPECT_EQ(engine->next_due(), std::nullopt);
}

TEST_F(Outbox, RetriesEverLaterAndAtLeastAsLateAsThePlatformAsks) {
  post("a", channel());
  std::vector<long> waits;
  for (int i = 0; i < 9; ++i) {
    const core::Instant before = clock.now();
    settle(out[0], Kind::retry, seconds{i == 1 ? 100 : 0});
    next();
    waits.push_back((clock.now() - before).count());
    ASSERT_EQ(keys(out), Keys{"a"});
  }
  EXPECT_EQ(waits, (std::vector<long>{15, 100, 60, 120, 240, 480, 960, 1800, 1800}));
  settle(out[0], Kind::sent);
  EXPECT_EQ(state("a"), State::sent);
}

TEST_F(Outbox, GivesUpAfterAboutADayAndTellsTheCoordinator) {
  clock.set(at("2026-11-09T08:00:00Z"));
  post("poll:123", channel());
  const core::Instant begun = clock.now();
  int tries = 0;
  while (state("poll:123") != State::failed) {
    ASSERT_LT(++tries, 100);
    settle(out[0], Kind::retry);
    if (state("poll:123") == State::waiting) next();
  }
  EXPECT_EQ(tries, 50);
  EXPECT_GT(clock.now() - begun, hours{18});
  EXPECT_LT(clock.now() - begun, hours{30});
  const auto told = stores.outbox->find("undelivered:poll:123:cora");
  ASSERT_TRUE(told);
  const std::string words = core::plain_text(told->message);
  EXPECT_NE(words.find("nord"), std::string::npos) << words;
  EXPECT_NE(words.find("poll"), std::string::npos) << words;
  EXPECT_EQ(words.find("123"), std::string::npos) << words;
}

TEST_F(Outbox, APermanentRefusalIsNotTriedAgain) {
  post("digest:1", direct("pia"));
  settle(out[0], Kind::permanent);
  EXPECT_EQ(state("digest:1"), State::failed);
  ASSERT_EQ(keys(out), Keys{"undelivered:digest:1:cora"});
  EXPECT_EQ(core::plain_text(out[0].message),
            core::plain_text(core::rich(core::Language::en, "outbox.undelivered", {{"where", "pia"}})) +
                "\n" + core::text(core::Language::en, "outbox.why.other") + "\n" +
                core::text(core::Language::en, "outbox.about.digest"));
  settle(out[0], Kind::permanent);
  EXPECT_TRUE(out.empty()) << "what could not be told is not told about";
}

TEST_F(Outbox, TheCoordinatorReadsWhyWhereThatHelps) {
  const auto told_of = [&](const core::Destination& to, const char* reason) {
    const std::string key = "poll:" + to.id + reason;
    post(key, to);
    Settlement settlement{key, false, {}};
    settlement.outcome.kind = Kind::permanent;
    settlement.outcome.reason = reason;
    run({}, {settlement});
    const auto told = stores.outbox->find("undelivered:" + key + ":cora");
    advance(clock.now() + hours{2});  // what comes in the same hour is counted and told together
    return told ? core::plain_text(told->message) : std::string();
  };
  const auto text = [](const char* key) { return core::text(core::Language::en, key); };
  EXPECT_NE(told_of(channel(), "forbidden").find(text("outbox.why.no_entry")), std::string::npos);
  EXPECT_NE(told_of(channel(), "channel_gone").find(text("outbox.why.gone")), std::string::npos);
  EXPECT_NE(told_of(channel(), "shared_channel").find(text("outbox.why.shared")), std::string::npos);
  EXPECT_NE(told_of(direct("pia"), "unknown_user").find(text("outbox.why.nobody")), std::string::npos);
  EXPECT_NE(told_of(direct("pia"), "forbidden").find(text("outbox.why.other")), std::string::npos);
  for (const char* hook : {"hook_refused_403", "hook_refused_404", "hook_refused_410", "not_allowed_there"})
    EXPECT_NE(told_of(channel(), hook).find(text("outbox.why.other")), std::string::npos)
        << hook << ": the channel is as it was, the webhook is made anew";
}

TEST_F(Outbox, AMessageThatMayBeLostIsNotPostedBlindlyAndTheCoordinatorIsTold) {
  post("poll:1", channel());
  settle(out[0], Kind::unknown);
  EXPECT_EQ(state("poll:1"), State::unknown);
  ASSERT_EQ(keys(out), Keys{"undelivered:poll:1:cora"});
  EXPECT_NE(core::plain_text(out[0].message).find("nord"), std::string::npos);
  post("poll:2", channel());
  EXPECT_EQ(keys(out), Keys{"poll:2"}) << "the place is free again";
  restart();
  advance(clock.now() + hours{48});
  EXPECT_EQ(state("poll:1"), State::unknown);
}

TEST_F(Outbox, WordOfALostMessageThatMayItselfBeLostIsSaidAgainEachHourUntilItArrives) {
  post("poll:1", channel());
  settle(out[0], Kind::unknown);
  ASSERT_EQ(keys(out), Keys{"undelivered:poll:1:cora"});
  settle(out[0], Kind::unknown);
  for (int hour = 0; hour < 3; ++hour) {
    clock.set(clock.now() + hours{1});
    run({});
    ASSERT_EQ(out.size(), 1u) << hour;
    EXPECT_TRUE(out[0].key.starts_with("undelivered:notices:unknown:")) << out[0].key;
    settle(out[0], hour < 2 ? Kind::unknown : Kind::sent);
  }
  EXPECT_TRUE(advance(clock.now() + hours{48}).empty()) << "it has arrived";
}

TEST_F(Outbox, ACoordinatorIsNotToldOfTheirOwnLostMessages) {
  post("digest:1", direct("cora"));
  settle(out[0], Kind::permanent);
  EXPECT_TRUE(out.empty());
  EXPECT_FALSE(stores.outbox->find("undelivered:digest:1:cora"));
}

TEST_F(Outbox, TheSameKeyIsNeverPostedTwice) {
  do_with([&](core::Context& context) {
    context.post({"a", channel(), words("first"), false});
    context.post({"a", channel(), words("second"), false});
  });
  EXPECT_EQ(core::plain_text(out.at(0).message), "first");
  settle(out[0], Kind::sent);
  post("a", channel());
  EXPECT_TRUE(out.empty());
  restart();
  post("a", channel());
  EXPECT_TRUE(out.empty());
}

TEST_F(Outbox, ScheduledMessagesWaitForTheMorningAndAnswersDoNot) {
  clock.set(at("2026-11-09T21:30:00Z"));
  do_with([&](core::Context& context) {
    context.post({"quiet", channel(), words("x"), true});
    context.post({"now", direct("pia"), words("x"), false});
  });
  EXPECT_EQ(keys(out), Keys{"now"});
  settle(out[0], Kind::sent);
  next();
  EXPECT_EQ(clock.now(), at("2026-11-10T06:00:00Z")) << "07:00 on the wall";
  EXPECT_EQ(keys(out), Keys{"quiet"});
}

TEST_F(Outbox, AGroupsOwnQuietHoursAreItsOwn) {
  groups[0].quiet.from = core::Minutes{9 * 60};  // it is 10:00 on the wall
  groups[0].quiet.to = core::Minutes{11 * 60};
  stores.people->apply(people, groups);
  restart();
  post("nord", channel(), true);
  EXPECT_TRUE(out.empty());
  EXPECT_EQ(engine->next_due(), at("2026-11-09T10:00:00Z"));
  post("sor", channel("c-sor"), true);
  EXPECT_EQ(keys(out), Keys{"sor"});
  post("pia", direct("pia"), true);
  EXPECT_EQ(keys(out), Keys{"pia"});
  clock.set(at("2026-11-09T09:59:59Z"));
  run({});
  EXPECT_TRUE(out.empty());
  next();
  EXPECT_EQ(keys(out), Keys{"nord"});
}

TEST_F(Outbox, ARetryThatComesAtNightWaitsForTheMorning) {
  clock.set(at("2026-11-13T18:59:30Z"));  // Friday 19:59:30; the weekend is quiet too
  post("a", channel(), true);
  ASSERT_EQ(keys(out), Keys{"a"});
  settle(out[0], Kind::retry, minutes{5});
  EXPECT_EQ(advance(at("2026-11-16T05:59:59Z")), Keys{});
  EXPECT_EQ(advance(at("2026-11-16T06:00:00Z")), Keys{"a"});
}

TEST_F(Outbox, EditsFollowTheMessageTheyChange) {
  post("a", channel());
  do_with([&](core::Context& context) { context.update("a", words("changed")); });
  EXPECT_TRUE(out.empty()) << "it is still under way";
  settle({"a", channel(), {}, ""}, Kind::sent);
  ASSERT_EQ(keys(out), Keys{"a"});
  EXPECT_EQ(out[0].ref, "ref-a");
  EXPECT_EQ(core::plain_text(out[0].message), "changed");
  settle(out[0], Kind::sent);
  EXPECT_TRUE(out.empty());
  do_with([&](core::Context& context) { context.update("a", words("again")); });
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out[0].ref, "ref-a");
}

TEST_F(Outbox, AnEditOfAWaitingMessageChangesWhatIsPosted) {
  clock.set(at("2026-11-09T21:30:00Z"));
  post("a", channel(), true);
  do_with([&](core::Context& context) { context.update("a", words("changed")); });
  EXPECT_TRUE(out.empty());
  next();
  EXPECT_EQ(core::plain_text(out.at(0).message), "changed");
  EXPECT_EQ(out[0].ref, "");
}

TEST_F(Outbox, AnEditThatIsRefusedDisturbsNobody) {
  post("a", channel());
  settle(out[0], Kind::sent);
  do_with([&](core::Context& context) { context.update("a", words("changed")); });
  settle(out.at(0), Kind::permanent);
  EXPECT_TRUE(out.empty());
  EXPECT_EQ(state("a"), State::sent);
  EXPECT_FALSE(stores.outbox->find("undelivered:a:cora"));
}

TEST_F(Outbox, WhatIsNotSentCanBeTakenBack) {
  clock.set(at("2026-11-09T21:30:00Z"));
  post("poll:1", channel(), true);
  post("poll:2", channel("c-sor"), false);
  do_with([&](core::Context& context) { context.withdraw("poll:"); });
  EXPECT_FALSE(stores.outbox->find("poll:1"));
  EXPECT_TRUE(stores.outbox->find("poll:2")) << "this one is under way";
  EXPECT_EQ(advance(at("2026-11-10T12:00:00Z")), Keys{});
}

TEST_F(Outbox, WhatWasUnderWayWhenTheProcessDiedIsAskedFor) {
  post("a", channel());
  post("b", channel());
  const auto under_way = restart();
  ASSERT_EQ(keys(under_way), Keys{"a"});
  run({});
  EXPECT_TRUE(out.empty()) << "b waits until the platform has said what became of a";
  settle(under_way[0], Kind::sent);
  EXPECT_EQ(state("a"), State::sent);
  EXPECT_EQ(keys(out), Keys{"b"});
}

TEST_F(Outbox, WhatThePlatformNeverGotIsSentAgain) {
  post("a", channel());
  const auto under_way = restart();
  settle(under_way.at(0), Kind::retry);
  EXPECT_EQ(advance(clock.now() + minutes{1}), Keys{"a"});
}

TEST_F(Outbox, WhatThePlatformNeverGotKeepsItsPlaceInTheLine) {
  do_with([&](core::Context& context) {
    for (const char* key : {"a", "b"}) context.post({key, channel(), words(key), false});
  });
  clock.set(clock.now() + minutes{1});
  const auto under_way = restart();
  Settlement not_there{under_way.at(0).key, false, {}, true};
  not_there.outcome.kind = Kind::retry;
  run({}, {not_there});
  EXPECT_EQ(keys(out), Keys{"a"}) << "before b";
}

TEST_F(Outbox, AnEditUnderWayIsSimplyDoneAgain) {
  post("a", channel());
  settle(out[0], Kind::sent);
  do_with([&](core::Context& context) { context.update("a", words("changed")); });
  ASSERT_EQ(out.size(), 1U);
  EXPECT_TRUE(restart().empty());
  run({});
  ASSERT_EQ(keys(out), Keys{"a"});
  EXPECT_EQ(out[0].ref, "ref-a");
}

TEST_F(Outbox, AMessageThatCannotBeReadIsSetAsideAndToldWithItsKey) {
  int number = 0;
  for (const char* body : {"{", "[]", "{\"blocks\":[7]}", "\xff", "null"}) {
    SCOPED_TRACE(body);
    const std::string key = "poll:" + std::to_string(++number);
    do_with([&](core::Context& context) {
      context.post({"first" + key, channel(), words("x"), false});
      for (const std::string& next : {key, "behind" + key})
        context.post({next, channel(), words("x"), false});
    });
    const std::string unreadable = body;  // used when the statement ends, which outlives a temporary
    database.sql() << "UPDATE outbox SET body = :body WHERE message_key = :key", soci::use(unreadable),
        soci::use(key);
    restart();
    settle({"first" + key, channel(), {}, ""}, Kind::sent);
    run({});
    ASSERT_EQ(keys(out), Keys{"unreadable:outbox " + key + ":cora"});
    EXPECT_EQ(core::plain_text(out.at(0).message),
              core::text(core::Language::en, "engine.unreadable", {{"what", "outbox " + key}}));
    EXPECT_EQ(stores.outbox->look(key)->state, State::failed);
    EXPECT_EQ(advance(clock.now() + minutes{1}),
              (Keys{"unreadable:outbox " + key + ":cora", "behind" + key}));
  }
}

TEST_F(Outbox, AnEditThatCannotBeReadLeavesTheMessageAsItIs) {
  post("a", channel());
  settle(out[0], Kind::sent);
  do_with([&](core::Context& context) { context.update("a", words("changed")); });
  database.sql() << "UPDATE outbox SET body = '{'";
  restart();
  run({});
  run({});
  EXPECT_EQ(keys(out), Keys{"unreadable:outbox a:cora"});
  EXPECT_EQ(stores.outbox->look("a")->state, State::sent);
  EXPECT_EQ(stores.outbox->look("a")->ref, "ref-a");
}

TEST_F(Outbox, WhatWasUnderWayIsAskedForAlsoWhenItCannotBeRead) {
  post("a", channel());
  database.sql() << "UPDATE outbox SET body = '{'";
  EXPECT_EQ(keys(restart()), Keys{"a"});
}

TEST_F(Outbox, ASettlementOfSomethingUnknownIsNoHarm) {
  Settlement stray{"nothing", false, {}};
  run({}, {stray, stray});
  EXPECT_EQ(run_one(command("pia", "do")), "done 1");
}

}  // namespace
}  // namespace runtime
