#include "bot/runtime/engine.hpp"

#include <soci/soci.h>
#include <spdlog/spdlog.h>

#include "bot/core/group_due.hpp"
#include "bot/core/log.hpp"
#include "tests/runtime/world.hpp"
#include "tests/support/folder.hpp"

namespace runtime {
namespace {

using Kind = Delivered::Kind;
using Keys = std::vector<std::string>;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class EngineTest : public World {
 protected:
  EngineTest() { engine->start(); }
  bool failing = false;
  std::string undone;
  int effects = 0;
};

TEST_F(EngineTest, CommitsManyEventsOnce) {
  const int commits = transactor.commits;
  std::vector<core::Event> events;
  for (int i = 0; i < 100; ++i) events.push_back(command("pia", "do", "d" + std::to_string(i)));
  const auto said = run(std::move(events));
  EXPECT_EQ(transactor.commits, commits + 1);
  EXPECT_EQ(feature.handled.size(), 100U);
  for (const std::string& words : said) EXPECT_EQ(words, "done 1");
}

TEST_F(EngineTest, DoesNothingWhenThereIsNothingToDo) {
  const int begins = transactor.begins;
  run({});
  EXPECT_EQ(transactor.begins, begins);
}

TEST_F(EngineTest, AHandlerThatThrowsLosesItsOwnWorkAlone) {
  bool wiped = false, wrong = false;
  feature.on_command = [&](core::Context& context) {
    const std::string who = feature.handled.back().substr(3, 3);
    context.post({"post:" + who, channel(), words(who), false});
    context.arrange({"test/job:" + who, "test/job", "", clock.now() + hours{1}});
    context.emit(core::TopicChosen{{}, {}, who});
    if (who != "sol") return;
    context.on_rollback([&] { wiped = true; });
    context.after_commit([&] { wrong = true; });
    throw std::runtime_error("no");
  };
  const auto said = run({command("pia", "do"), command("sol", "do"), command("fay", "do")});
  EXPECT_EQ(said[0], "done 1");
  EXPECT_NE(said[1].find("ingenting ble lagret"), std::string::npos) << said[1];
  EXPECT_EQ(said[2], "done 1");
  EXPECT_TRUE(stores.outbox->find("post:pia"));
  EXPECT_FALSE(stores.outbox->find("post:sol"));
  EXPECT_TRUE(stores.outbox->find("post:fay"));
  EXPECT_FALSE(stores.agenda->find("test/job:sol"));
  EXPECT_EQ(std::ranges::count(feature.topics, "sol"), 0);
  EXPECT_EQ(std::ranges::count(feature.topics, "fay"), 1);
  EXPECT_TRUE(wiped);
  EXPECT_FALSE(wrong);
}

TEST_F(EngineTest, WhatComesTogetherIsOneUnitUntilOneOfThemFails) {
  feature.on_command = [&](core::Context& context) {
    context.on_rollback([this] { undone += feature.handled.back().substr(3, 3) + " "; });
    context.after_commit([this] { ++effects; });
    if (feature.handled.back().starts_with("do sol") && failing) throw std::runtime_error("no");
  };
  const std::vector<core::Event> all{command("pia", "do", "d1"), command("sol", "do", "d2"),
                                     command("fay", "do", "d3")};
  int before = transactor.savepoints;
  EXPECT_EQ(run(all), (Keys{"done 1", "done 1", "done 1"}));
  EXPECT_EQ(transactor.savepoints, before + 1);
  EXPECT_EQ(effects, 3);
  EXPECT_EQ(run(all), (Keys{"done 1", "done 1", "done 1"})) << "remembered, each";
  EXPECT_EQ(feature.handled.size(), 3U);

  failing = true;
  feature.handled.clear();
  before = transactor.savepoints;
  const auto said = run({command("pia", "do", "e1"), command("sol", "do", "e2"), command("fay", "do", "e3")});
  EXPECT_EQ(said[0] + said[2], "done 1done 1");
  EXPECT_EQ(said[1], core::text(core::Language::nb, "engine.failed"));
  EXPECT_EQ(transactor.savepoints, before + 4) << "once together, then each";
  EXPECT_EQ(undone, "sol sol sol ") << "pia's and sol's of the unit, then sol's own";
  EXPECT_EQ(effects, 5) << "what was undone had none";
  EXPECT_EQ(run_one(command("sol", "do", "e2")), core::text(core::Language::nb, "engine.failed"))
      << "nothing remembered: it may come again";
}

TEST_F(EngineTest, WhoComesAfterPeopleHaveChangedIsHandledAmongTheNew) {
  std::vector<core::Language> seen;
  feature.on_command = [&](core::Context& context) {
    seen.push_back(context.people().person(core::PersonId("pia"))->language);
    if (seen.size() > 1) return;
    stores.people->set_language(core::PersonId("pia"), core::Language::nn);
    context.people_changed();
  };
  run({command("fay", "do"), command("sol", "do")});
  EXPECT_EQ(seen, (std::vector{core::Language::nb, core::Language::nn}));
}

TEST_F(EngineTest, ApologisesInThePersonsLanguage) {
  feature.on_command = [](core::Context&) { throw std::runtime_error("no"); };
  EXPECT_EQ(run_one(command("cora", "do")), core::text(core::Language::en, "engine.failed"));
}

TEST_F(EngineTest, AFailedEventMayBeSentAgain) {
  feature.on_command = [](core::Context&) { throw std::runtime_error("no"); };
  EXPECT_NE(run_one(command("pia", "do", "d1")), "done 1");
  feature.on_command = nullptr;
  EXPECT_EQ(run_one(command("pia", "do", "d1")), "done 1");
}

TEST_F(EngineTest, RepliesOnlyAfterTheCommit) {
  int commits_at_reply = 0;
  Batch batch;
  batch.arrivals.push_back(
      {command("pia", "do"), [&](core::Reply) { commits_at_reply = transactor.commits; }});
  const int before = transactor.commits;
  engine->run(std::move(batch));
  EXPECT_EQ(commits_at_reply, before + 1);
}

// How long an anonymous answer took is nobody's to know: it would say that there was one.
TEST_F(EngineTest, MeasuresHowLongAnAnswerTookButNoSealedOne) {
  int measured = 0;
  Engine watched({clock, random, transactor, *stores.agenda, *stores.outbox, *stores.seen,
                  [this] { return stores.people->load(); }, DeliveryDefaults{}, BroughtBack{},
                  [&](std::chrono::duration<double> took) { measured += took.count() >= 0 ? 1 : 0; }},
                 dispatcher);
  watched.start();
  const auto now = std::chrono::steady_clock::now();
  Batch batch;
  for (core::Event event : {command("pia", "do", "d1"), core::Event(press("pia", "box/test/x"))})
    batch.arrivals.push_back({std::move(event), [](core::Reply) {}, now});
  batch.arrivals.push_back({command("pia", "do", "d2"), [](core::Reply) {}});
  watched.run(std::move(batch));
  EXPECT_EQ(feature.sealed, 1);
  EXPECT_EQ(measured, 1) << "the one that is not sealed, and of which it is known when it came";
}

TEST_F(EngineTest, WhatComesWhileOthersAreHandledIsCommittedWithThem) {
  const int before = transactor.commits;
  std::vector<int> commits_at_reply;
  const auto asks = [&](const std::string& delivery) {
    return Arrival{command("pia", "do", delivery),
                   [&](core::Reply) { commits_at_reply.push_back(transactor.commits - before); }};
  };
  int asked = 0;
  engine->set_meanwhile([&] {
    std::vector<Arrival> more;
    if (++asked == 1) more = {asks("d2"), asks("d3")};
    return more;
  });
  Batch batch;
  batch.arrivals.push_back(asks("d1"));
  engine->run(std::move(batch));
  EXPECT_EQ(asked, 2) << "until there is nothing";
  EXPECT_EQ(commits_at_reply, (std::vector<int>{1, 1, 1}));
  EXPECT_EQ(feature.handled.size(), 3U);
}

// An event of the same transaction may have closed and counted its poll: it must not be thanked for an answer
// that is in no count.
TEST_F(EngineTest, ASealedAnswerThatComesMeanwhileIsTakenAfterTheCommitAndWhatFollowsIt) {
  int sealed_before_effect = -1;
  feature.on_command = [&](core::Context& context) {
    context.after_commit([&] { sealed_before_effect = feature.sealed; });
  };
  std::string said;
  int asked = 0;
  engine->set_meanwhile([&] {
    std::vector<Arrival> more;
    if (++asked == 1)
      more.push_back({press("pia", "box/test/x", "a"),
                      [&](core::Reply reply) { said = core::plain_text(*reply.whisper); }});
    return more;
  });
  run_one(command("pia", "do"));
  EXPECT_EQ(sealed_before_effect, 0);
  EXPECT_EQ(said, "sealed 1");
}

// The boxes are with another machine then, and what is put into one here nobody will count.
TEST_F(EngineTest, ASealedAnswerThatComesInTheTurnThatHandsTheBoxesOverIsTakenByNobody) {
  std::string said;
  int asked = 0;
  engine->set_meanwhile([&] {
    std::vector<Arrival> more;
    if (++asked == 1)
      more.push_back({press("pia", "box/test/x", "a"),
                      [&](core::Reply reply) { said = core::plain_text(*reply.whisper); }});
    return more;
  });
  Batch batch;
  batch.arrivals.push_back({command("pia", "do"), [](core::Reply) {}});
  batch.errands.push_back({[&](core::Context&) { engine->fall_silent(); }, [](bool) {}});
  engine->run(std::move(batch));
  EXPECT_EQ(feature.sealed, 0);
  EXPECT_EQ(said, core::text(core::Language::nb, "engine.busy"));
}

TEST_F(EngineTest, AFailedCommitTellsNobodyThatItIsSaved) {
  bool effect = false;
  feature.on_command = [&](core::Context& context) {
    context.post({"post:1", channel(), words("1"), false});
    context.after_commit([&] { effect = true; });
  };
  transactor.fail_commit = true;
  Keys said;
  Batch batch;
  for (int i = 0; i < 3; ++i)
    batch.arrivals.push_back({command("pia", "do", "d" + std::to_string(i)),
                              [&](core::Reply reply) { said.push_back(core::plain_text(*reply.whisper)); }});
  EXPECT_THROW(engine->run(std::move(batch)), std::runtime_error);
  ASSERT_EQ(said.size(), 3U);
  for (const std::string& words : said) EXPECT_EQ(words, core::text(core::Language::nb, "engine.failed"));
  EXPECT_FALSE(effect);
  EXPECT_FALSE(stores.outbox->find("post:1"));
  transactor.fail_commit = false;
  EXPECT_EQ(run_one(command("pia", "do", "d0")), "done 1") << "what was asked can be asked again";
  EXPECT_TRUE(effect);
  EXPECT_EQ(keys(out), Keys{"post:1"});
}

TEST_F(EngineTest, ADatabaseHeldByAnotherProgramCostsNobodyAnything) {
  engine->start();
  post("a", channel());
  ASSERT_EQ(out.size(), 1U);
  const Delivery under_way = out.front();
  transactor.held = true;
  Settlement sent{under_way.key, false, {}};
  sent.outcome.ref = "ref";
  const std::string said = run({command("pia", "do", "d1")}, {sent}).front();
  EXPECT_EQ(said, core::text(core::Language::nb, "engine.busy"));
  EXPECT_EQ(run_one(press("pia", "box/test/x")), "sealed 1") << "needs no database";
  ASSERT_TRUE(engine->next_due());
  EXPECT_LE(*engine->next_due(), clock.now()) << "tries again by itself";
  transactor.held = false;
  run({});
  EXPECT_EQ(stores.outbox->find("a")->state, OutboxRow::State::sent);
  EXPECT_EQ(run_one(command("pia", "do", "d1")), "done 1") << "the same delivery is not taken for a repeat";
}

TEST_F(EngineTest, WhatAnAdapterSaidIsKeptWhileAnotherProgramHoldsTheDatabase) {
  engine->set_paced([](const std::string&) { return true; });
  engine->start();
  post("a", channel());
  const auto wishes = engine->take_wishes();
  ASSERT_EQ(wishes.size(), 1U);
  transactor.held = true;
  Batch batch;
  batch.ready = {{wishes[0], {}}};
  EXPECT_TRUE(engine->run(std::move(batch)).empty());
  transactor.held = false;
  run({});
  EXPECT_EQ(keys(out), Keys{"a"});
}

TEST_F(EngineTest, AnEffectThatFailsAfterTheCommitTakesNothingDown) {
  bool second = false;
  feature.on_command = [&](core::Context& context) {
    context.after_commit([] { throw std::runtime_error("no box"); });
    context.after_commit([&] { second = true; });
  };
  EXPECT_EQ(run_one(command("pia", "do")), "done 1") << "it is durable, so it is said";
  EXPECT_TRUE(second);
}

TEST_F(EngineTest, GivesTheLogBackAfterEffectsAndTriesAgainWhileAReaderIsBusy) {
  feature.on_command = [](core::Context& context) { context.after_commit([] {}); };
  const int before = transactor.truncates;
  transactor.busy = true;
  run({command("pia", "do")});
  EXPECT_EQ(transactor.truncates, before + 1);
  feature.on_command = nullptr;
  run({command("pia", "do")});
  EXPECT_EQ(transactor.truncates, before + 2);
  transactor.busy = false;
  run({command("pia", "do")});
  run({command("pia", "do")});
  EXPECT_EQ(transactor.truncates, before + 3) << "done is done";
}

TEST_F(EngineTest, ARepeatedDeliveryGetsTheSameReplyAndIsDoneOnce) {
  const auto said = run({command("pia", "do", "d1"), command("pia", "do x", "d1")});
  EXPECT_EQ(said[0], "done 1");
  EXPECT_EQ(said[1], "done 1");
  EXPECT_EQ(run_one(command("pia", "do", "d1")), "done 1");
  EXPECT_EQ(feature.handled.size(), 1U);
}

TEST_F(EngineTest, ARepeatedDeliveryIsKnownAfterARestart) {
  run({command("pia", "do", "d1")});
  restart();
  EXPECT_EQ(run_one(command("pia", "do", "d1")), core::text(core::Language::nb, "engine.already"));
  EXPECT_EQ(feature.handled.size(), 1U);
  EXPECT_EQ(run_one(command("pia", "do")), "done 1") << "a delivery without an id is always new";
}

TEST_F(EngineTest, SealedEventsOpenNoTransactionAndAreRepeatedFromMemory) {
  const int begins = transactor.begins;
  const auto said = run({press("pia", "box/test/x", "a", "s1"), press("pia", "box/test/x", "a", "s1"),
                         command("pia", "hide", "s2"), core::Submit{from("pia"), "box/test/y", "", {}}});
  EXPECT_EQ(said, (Keys{"sealed 1", "sealed 1", "sealed", "sealed"}));
  EXPECT_EQ(transactor.begins, begins);
  EXPECT_EQ(feature.sealed, 3);
  EXPECT_TRUE(
      stores.seen->first_time("w", "s1", core::Date{std::chrono::floor<std::chrono::days>(clock.now())}))
      << "no stored event id";
}

TEST_F(EngineTest, ASealedEventThatFailsIsApologisedFor) {
  EXPECT_EQ(run_one(press("pia", "box/test/x", "throw")), core::text(core::Language::nb, "engine.failed"));
  EXPECT_EQ(run_one(press("pia", "box/test/x", "b")), "sealed 2");
}

// Nothing an adapter does today ends in this; what is not an event at all stands for whatever may come.
struct NoEvent {
  operator core::Press() const { throw std::runtime_error("the secret answer"); }
};

TEST_F(EngineTest, WhatCannotBeReadIsApologisedForAndDisturbsNobody) {
  core::Event none = command("pia", "do");
  EXPECT_THROW(none.emplace<core::Press>(NoEvent{}), std::runtime_error);
  EXPECT_EQ(run({std::move(none), command("pia", "do now")}),
            (std::vector<std::string>{core::text(core::Language::nb, "engine.failed"), "done 2"}));
}

TEST_F(EngineTest, AStrangerIsToldSoEverywhere) {
  for (core::Event event : {command("nobody", "do"), press("nobody", "test/x"), press("nobody", "box/test/x"),
                            command("nobody", "hide")})
    EXPECT_EQ(run_one(event), core::text(core::Language::nb, "who.stranger"));
  EXPECT_TRUE(feature.handled.empty());
  EXPECT_EQ(feature.sealed, 0);
}

TEST_F(EngineTest, LoadsPeopleAnewBeforeTheNextUnitOfWork) {
  feature.on_command = [&](core::Context& context) {
    stores.people->set_language(core::PersonId("pia"), core::Language::nn);
    context.people_changed();
  };
  run({command("pia", "do")});
  EXPECT_EQ(engine->people()->person(core::PersonId("pia"))->language, core::Language::nn);
}

TEST_F(EngineTest, RunsJobsWhenTheyAreDueAndOnce) {
  feature.on_command = [&](core::Context& context) {
    context.arrange({"test/late:1", "test/late", "s", clock.now() + hours{2}});
    context.arrange({"test/soon:1", "test/soon", "s", clock.now() + hours{1}});
  };
  run({command("pia", "do")});
  EXPECT_EQ(engine->next_due(), clock.now() + hours{1});
  advance(clock.now() + hours{3});
  EXPECT_EQ(feature.jobs, (Keys{"test/soon:1", "test/late:1"}));
  EXPECT_EQ(engine->next_due(), std::nullopt);
}

TEST_F(EngineTest, AJobMayCancelOneThatIsDueAtTheSameTime) {
  feature.on_command = [&](core::Context& context) {
    for (const char* key : {"test/a", "test/b", "test/c"}) context.arrange({key, key, "", clock.now()});
  };
  feature.on_due = [&](core::Context& context, const core::Job& job) {
    if (job.key != "test/a") return;
    context.cancel_job("test/b");
    context.arrange({"test/c", "test/c", "", clock.now() + hours{1}});
  };
  run({command("pia", "do")});
  EXPECT_EQ(feature.jobs, Keys{"test/a"});
  advance(clock.now() + hours{1});
  EXPECT_EQ(feature.jobs, (Keys{"test/a", "test/c"}));
}

TEST_F(EngineTest, TheLogSaysWhyNothingIsKeptAndQuotesNoRow) {
  const support::TempDirectory logs;
  const auto before = spdlog::default_logger();
  spdlog::drop("refleks");
  core::set_up_log("debug", (logs / "refleks.log").string());
  transactor.fail_commit = true;
  EXPECT_THROW(run({command("pia", "do")}), StoreError);
  spdlog::get("refleks")->flush();
  const std::string log = support::content_of(logs / "refleks.log");
  spdlog::drop("refleks");
  spdlog::set_default_logger(before);
  EXPECT_NE(log.find("engine: commit failed: disk full"), log.npos) << log;
  EXPECT_EQ(words_for_log(std::runtime_error("Kari's words")), "");
  EXPECT_EQ(words_for_log(DatabaseHeld("somebody else holds it")), "somebody else holds it");
}

TEST_F(EngineTest, OneThatWasCancelledOrMovedIsNotCalledDoneInTheLog) {
  const support::TempDirectory logs;
  const auto before = spdlog::default_logger();
  spdlog::drop("refleks");
  core::set_up_log("debug", (logs / "refleks.log").string());
  spdlog::get("refleks")->flush_on(spdlog::level::debug);
  feature.on_command = [&](core::Context& context) {
    for (const char* key : {"test/a", "test/b", "test/c"}) context.arrange({key, key, "", clock.now()});
  };
  feature.on_due = [&](core::Context& context, const core::Job&) {
    context.cancel_job("test/b");
    context.arrange({"test/c", "test/c", "", clock.now() + hours{1}});
  };
  run({command("pia", "do")});
  const std::string log = support::content_of(logs / "refleks.log");
  spdlog::drop("refleks");
  spdlog::set_default_logger(before);
  EXPECT_NE(log.find("job: done: test/a"), log.npos) << log;
  for (const char* key : {"test/b", "test/c"}) {
    EXPECT_EQ(log.find(std::string("job: done: ") + key), log.npos) << log;
    EXPECT_NE(log.find(std::string("job: cancelled or moved before its turn: ") + key), log.npos) << log;
  }
}

TEST_F(EngineTest, AJobThatArrangesAnotherAtOnceGoesOn) {
  feature.on_due = [&](core::Context& context, const core::Job& job) {
    if (job.key == "test/1") context.arrange({"test/2", "test/2", "", clock.now()});
  };
  feature.on_command = [&](core::Context& context) {
    context.arrange({"test/1", "test/1", "", clock.now()});
  };
  run({command("pia", "do")});
  EXPECT_EQ(feature.jobs, (Keys{"test/1", "test/2"}));
}

TEST_F(EngineTest, AFloodOfJobsIsTakenInPortions) {
  feature.on_command = [&](core::Context& context) {
    for (int i = 0; i < 600; ++i) context.arrange({"test/" + std::to_string(i), "test/j", "", clock.now()});
  };
  run({command("pia", "do")});
  EXPECT_EQ(feature.jobs.size(), 256U);
  EXPECT_LE(*engine->next_due(), clock.now());
  feature.on_command = nullptr;
  EXPECT_EQ(run_one(command("pia", "do")), "done 1") << "a click gets in between";
  run({});
  EXPECT_EQ(feature.jobs.size(), 600U);
}

TEST_F(EngineTest, AFailingJobIsRetriedEverLaterAndNeverGivenUp) {
  feature.on_command = [&](core::Context& context) {
    context.arrange({"test/bad", "test/bad", "", clock.now()});
  };
  feature.on_due = [&](core::Context& context, const core::Job&) {
    context.post({"half:" + std::to_string(feature.jobs.size()), channel(), words("x"), false});
    throw std::runtime_error("no");
  };
  run({command("pia", "do")});
  std::vector<long> waits;
  core::Instant last = clock.now();
  while (feature.jobs.size() < 13) {
    clock.set(*engine->next_due());
    waits.push_back((clock.now() - last).count());
    last = clock.now();
    run({});
  }
  EXPECT_EQ(waits, (std::vector<long>{30, 60, 120, 240, 480, 960, 1800, 1800, 1800, 1800, 1800, 1800}));
  EXPECT_TRUE(stores.agenda->find("test/bad"))
      << "a poll that cannot be closed today must be closed some day";
  EXPECT_TRUE(out.empty()) << "nothing of a failed attempt is left";
}

TEST_F(EngineTest, WhatIsDueForAGroupThatIsAwayComesAgainWithItsTimeWhenTheGroupIsBack) {
  std::vector<core::Instant> times;
  feature.on_command = [&](core::Context& context) {
    context.arrange({"test/of", "test/of", "s", clock.now() + hours{1}});
  };
  feature.on_due = [&](core::Context& context, const core::Job& job) {
    times.push_back(job.due);
    context.post({"half:" + std::to_string(times.size()), channel(), words("x"), false});
    core::group_due(context, core::GroupId("nord"));
  };
  run({command("pia", "do")});
  const core::Instant due = clock.now() + hours{1};
  const auto edit = [&](std::vector<core::Group> now_there) {
    Batch batch;
    batch.errands.push_back({[&](core::Context& context) {
                               stores.people->apply(people, now_there);
                               context.people_changed();
                             },
                             [](bool) {}});
    engine->run(std::move(batch));
  };
  edit({groups[1]});
  EXPECT_TRUE(advance(due + hours{3}).empty()) << "nothing of it is left";
  EXPECT_EQ(times, std::vector{due}) << "asked once, and not at each turn";
  EXPECT_EQ(engine->next_due(), std::nullopt);
  engine = make_engine();
  engine->start();
  EXPECT_TRUE(advance(due + hours{4}).empty());
  edit(groups);
  run({});
  EXPECT_EQ(times, (std::vector{due, due})) << "with the time it had";
  EXPECT_EQ(engine->next_due(), std::nullopt);
}

TEST_F(EngineTest, AJobThatRecoversIsDoneOnce) {
  feature.on_command = [&](core::Context& context) {
    context.arrange({"test/bad", "test/bad", "", clock.now()});
  };
  feature.on_due = [&](core::Context& context, const core::Job&) {
    if (feature.jobs.size() < 3) throw std::runtime_error("no");
    context.post({"whole", channel(), words("x"), false});
  };
  run({command("pia", "do")});
  EXPECT_EQ(advance(clock.now() + hours{1}), Keys{"whole"});
  EXPECT_EQ(feature.jobs.size(), 3U);
}

TEST_F(EngineTest, StandingJobsThatCameDueWhileItWasDownRunOnceAtTheStart) {
  feature.on_start = [&](core::Context& context) {
    context.arrange({"test/daily", "test/daily", "", clock.now() + hours{24}});
    context.arrange({"test/of", "test/of", "session", clock.now() + hours{30}});
  };
  feature.on_due = [&](core::Context& context, const core::Job& job) {
    if (job.key == "test/daily") context.arrange({"test/daily", "test/daily", "", clock.now() + hours{24}});
  };
  restart();
  clock.set(clock.now() + hours{24 * 7});
  feature.jobs.clear();
  restart();
  run({});
  EXPECT_EQ(feature.jobs, Keys{"test/daily"})
      << "once, not once a day; what hangs on a session is its feature's to move";
  EXPECT_EQ(stores.agenda->find("test/daily")->due, clock.now() + hours{24});
}

TEST_F(EngineTest, AFeatureThatCannotStartIsTriedAgainAndTheHouseServes) {
  int starts = 0;
  feature.on_start = [&](core::Context& context) {
    context.post({"half", channel(), words("x"), false});
    if (++starts < 3) throw std::runtime_error("no");
  };
  restart();
  EXPECT_EQ(run_one(command("pia", "do")), "done 1");
  ASSERT_EQ(keys(out), Keys{"not-started:test:2026-11-09:cora"});
  EXPECT_EQ(core::plain_text(out[0].message),
            core::text(core::Language::en, "engine.not_started", {{"what", "test"}}));
  EXPECT_EQ(engine->next_due(), clock.now() + seconds{30});
  EXPECT_EQ(advance(clock.now() + minutes{5}), (Keys{"not-started:test:2026-11-09:cora", "half"}));
  EXPECT_EQ(starts, 3);
  EXPECT_EQ(engine->next_due(), std::nullopt);
}

// As of a box that could not be wiped: whoever starts finds it, and wipes it.
TEST_F(EngineTest, WhatIsUndoneAfterACommitIsDoneWhenTheFeaturesStartAnewBeforeLong) {
  int starts = 0, failures = 3;
  const auto wipe = [&](core::Context& context) {
    context.after_commit([&] {
      if (failures-- > 0) throw std::runtime_error("no");
    });
  };
  feature.on_start = [&](core::Context& context) {
    if (++starts > 1 && failures >= 0) wipe(context);
  };
  restart();
  feature.on_command = wipe;
  run_one(command("pia", "do"));
  EXPECT_EQ(engine->next_due(), clock.now() + seconds{30});
  advance(clock.now() + seconds{30});
  EXPECT_EQ(starts, 2);
  EXPECT_EQ(engine->next_due(), clock.now() + minutes{1}) << "it waits longer each time";
  advance(clock.now() + minutes{30});
  EXPECT_EQ(starts, 4);
  EXPECT_EQ(failures, -1) << "done";
  EXPECT_EQ(engine->next_due(), std::nullopt);
}

// As of a box that was written anew, and what it held could not be overwritten.
TEST_F(EngineTest, WhatASealedAnswerLeftUndoneIsDoneAtTheNextHalfHourWhichTellsNotWhenItCame) {
  int starts = 0;
  feature.on_start = [&](core::Context&) { ++starts; };
  restart();
  clock.set(at("2026-11-09T09:10:00Z"));
  run({press("pia", "box/test/x")});
  EXPECT_EQ(engine->next_due(), std::nullopt);
  left_undone = true;
  run({press("pia", "box/test/x")});
  EXPECT_EQ(engine->next_due(), at("2026-11-09T09:30:00Z"));
  clock.set(at("2026-11-09T09:20:00Z"));
  run({press("fay", "box/test/x")});
  EXPECT_EQ(engine->next_due(), at("2026-11-09T09:30:00Z"));
  EXPECT_EQ(starts, 1);
  left_undone = false;
  advance(at("2026-11-09T09:30:00Z"));
  EXPECT_EQ(starts, 2);
  EXPECT_EQ(engine->next_due(), std::nullopt);
  left_undone = true;
  run({press("fay", "box/test/x")});
  EXPECT_EQ(engine->next_due(), at("2026-11-09T10:00:00Z"));
}

TEST_F(EngineTest, AJobThatFailsTenTimesIsToldOnce) {
  feature.on_command = [&](core::Context& context) {
    context.arrange({"test/bad", "test/bad", "", clock.now()});
  };
  feature.on_due = [&](core::Context&, const core::Job&) { throw std::runtime_error("no"); };
  run({command("pia", "do")});
  feature.on_command = nullptr;
  while (feature.jobs.size() < 9) {
    clock.set(*engine->next_due());
    run({});
  }
  EXPECT_TRUE(out.empty());
  EXPECT_EQ(advance(clock.now() + hours{24}), Keys{"failing:test/bad:2026-11-09:cora"});
  EXPECT_GT(feature.jobs.size(), 40U);
}

TEST_F(EngineTest, AJobThatCannotBeReadStaysAndDisturbsNobody) {
  for (const char* due : {"", "1", "2026-11-09T09:00:00", "2099", "x"}) {
    SCOPED_TRACE(due);
    feature.on_command = [&](core::Context& context) {
      context.arrange({"test/bad", "test/bad", "", clock.now() + hours{1}});
      context.arrange({"test/good", "test/good", "", clock.now() + hours{1}});
    };
    run({command("pia", "do")});
    const std::string unreadable = due;  // used when the statement ends, which outlives a temporary
    database.sql() << "UPDATE job SET due = :due WHERE job_key = 'test/bad'", soci::use(unreadable);
    feature.jobs.clear();
    restart();
    advance(clock.now() + hours{2});
    EXPECT_EQ(feature.jobs, Keys{"test/good"});
    int left = 0;
    database.sql() << "SELECT count(*) FROM job WHERE job_key = 'test/bad'", soci::into(left);
    EXPECT_EQ(left, 1);
  }
  EXPECT_TRUE(stores.outbox->find("unreadable:job test/bad:cora"));
}

}  // namespace
}  // namespace runtime
