// A clock that ran ahead, and was set back: nothing that it said is waited for.

#include <algorithm>
#include <stdexcept>

#include "bot/core/texts.hpp"
#include "tests/runtime/world.hpp"

namespace runtime {
namespace {

using Keys = std::vector<std::string>;
using Kind = Delivered::Kind;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

struct ClockAhead : World {
  ClockAhead() { engine->start(); }
  const core::Instant today = clock.now();
  const core::Instant ahead = today + hours{24 * 100};

  void arrange(const std::string& key, core::Instant due) {
    feature.on_command = [&](core::Context& context) { context.arrange({key, key, "of " + key, due}); };
    run({command("pia", "do")});
    feature.on_command = nullptr;
  }
  void set_back() {
    clock.set(today);
    run({command("pia", "do")});
  }
  void starts_over(seconds later = {}) {
    went_by = kept_went_by;
    clock.set(today + later);
    restart();
    run({});
  }
  void lose(const std::string& key) {
    post(key, direct("sol"));
    settle(out.at(0), Kind::unknown);
    advance(clock.now());
  }
};

TEST_F(ClockAhead, AJobThatFailedMeanwhileIsTriedAtItsOwnMoment) {
  arrange("test/past", today - hours{1});
  arrange("test/later", today + hours{12});
  feature.jobs.clear();
  feature.on_due = [](core::Context&, const core::Job&) { throw std::runtime_error("no"); };
  clock.set(ahead);
  arrange("test/past", today - hours{1});
  EXPECT_EQ(feature.jobs, (Keys{"test/past", "test/later"}));
  feature.on_due = nullptr;
  set_back();
  EXPECT_EQ(feature.jobs, (Keys{"test/past", "test/later", "test/past"})) << "at once";
  EXPECT_EQ(engine->next_due(), today + hours{12});
  advance(today + hours{12});
  EXPECT_EQ(feature.jobs.back(), "test/later");
}

TEST_F(ClockAhead, AtARestoreHoldsNothingBackThatIsDueAfterItWasSetRight) {
  feature.on_due = [](core::Context& context, const core::Job& job) {
    context.post({job.key, channel(), words(job.key)});
  };
  const auto state = [&](const char* key) { return stores.outbox->look(key)->state; };
  restored = {today - hours{24}, ahead};
  starts_over();
  arrange("test/due", today);
  EXPECT_EQ(state("test/due"), OutboxRow::State::failed) << "it may have been posted before the restore";
  arrange("test/later", today + hours{24});
  advance(today + hours{25});
  EXPECT_EQ(state("test/later"), OutboxRow::State::sent);
  // A clock that lags behind the copy says nothing of the restore.
  restored = {today + hours{72}, ahead};
  starts_over(hours{25});
  arrange("test/lags", today + hours{48});
  advance(today + hours{49});
  EXPECT_EQ(state("test/lags"), OutboxRow::State::failed);
}

// The one that was lost ran forty minutes ahead.
TEST_F(ClockAhead, OfTheOneThatWasLostHoldsBackWhatWasInTheCopyAlone) {
  const auto post_it = [](core::Context& context, const core::Job& job) {
    context.post({job.key, channel(), words(job.key)});
  };
  feature.on_due = [&](core::Context& context, const core::Job& job) {
    post_it(context, job);
    if (job.key == "test/copied") context.arrange({"test/next", "test/next", "", today + minutes{30}});
    if (job.key == "test/opened") context.arrange({"test/closed", "test/closed", "", today + minutes{30}});
  };
  arrange("test/copied", today + minutes{20});
  arrange("test/moved", today + minutes{20});
  restored = {today - hours{8}, today, today + minutes{40}};
  starts_over();
  arrange("test/opened", today + minutes{10});
  arrange("test/moved", today + minutes{25});
  arrange("test/copied", today + minutes{20});  // as features do whenever something changes
  advance(today + hours{1});
  const auto state = [&](const char* key) { return stores.outbox->look(key)->state; };
  EXPECT_EQ(state("test/copied"), OutboxRow::State::failed);
  EXPECT_EQ(state("test/next"), OutboxRow::State::failed) << "it went with the one before";
  EXPECT_EQ(state("test/opened"), OutboxRow::State::sent);
  EXPECT_EQ(state("test/closed"), OutboxRow::State::sent);
  EXPECT_EQ(state("test/moved"), OutboxRow::State::sent) << "to a moment that nobody knew before";
}

TEST_F(ClockAhead, AJobThatFailedMeanwhileIsTriedAtItsOwnMomentAfterARestart) {
  feature.on_due = [](core::Context&, const core::Job&) { throw std::runtime_error("no"); };
  arrange("test/later", today + hours{12});
  clock.set(ahead);
  run({});
  EXPECT_EQ(feature.jobs, Keys{"test/later"});
  feature.on_due = nullptr;
  starts_over();
  EXPECT_EQ(engine->next_due(), today + hours{12});
  advance(today + hours{12});
  EXPECT_EQ(feature.jobs.size(), 2U);
}

TEST_F(ClockAhead, LostMessagesThatWereCountedAreToldWithinTheHour) {
  const auto told = [&] {
    return std::ranges::count_if(advance(clock.now() + hours{1}), [](const std::string& key) {
      return key.starts_with("undelivered:notices:unknown:w:");
    });
  };
  clock.set(ahead);
  lose("one");
  lose("two");
  lose("three");
  set_back();
  EXPECT_EQ(told(), 1);
  clock.set(ahead);
  lose("four");
  lose("five");
  starts_over(hours{3});
  EXPECT_EQ(told(), 1) << "the next process knows it, too";
}

TEST_F(ClockAhead, AMailboxThatIsFullIsToldOfAgainInAWeek) {
  const auto full = [&](const std::string& key) {
    post(key, direct("sol"));
    Settlement settlement{out.at(0).key, false, {}};
    settlement.outcome.kind = Kind::permanent;
    settlement.outcome.reason = "full_box";
    run({}, {settlement});
    return std::ranges::count_if(advance(clock.now()),
                                 [](const std::string& one) { return one.starts_with("undelivered:"); });
  };
  ASSERT_TRUE(core::has_text("outbox.box.full_box"));
  clock.set(ahead);
  EXPECT_EQ(full("one"), 1);
  set_back();
  EXPECT_EQ(full("two"), 0);
  clock.set(today + hours{24 * 7});
  run({});
  EXPECT_EQ(full("three"), 1);
}

TEST_F(ClockAhead, WhatWasLeftUndoneIsDoneBeforeLongAndNotWhenTheClockHadSaid) {
  int left = 3;
  feature.on_start = [&](core::Context& context) {
    if (left == 3) return;
    context.after_commit([&] {
      if (--left > 0) throw std::runtime_error("no");
    });
  };
  restart();
  clock.set(ahead);
  feature.on_command = [&](core::Context& context) {
    context.after_commit([&] {
      --left;
      throw std::runtime_error("no");
    });
  };
  run({command("pia", "do")});
  feature.on_command = nullptr;
  EXPECT_EQ(engine->next_due(), ahead + seconds{30});
  set_back();
  EXPECT_EQ(left, 1) << "tried when it was set back, which failed";
  ASSERT_TRUE(engine->next_due());
  EXPECT_LE(*engine->next_due(), today + minutes{30});
  advance(today + minutes{30});
  EXPECT_EQ(left, 0);
}

// The process dies behind its first commit under the wrong clock, however little of the turn went by it.
TEST_F(ClockAhead, ATurnInWhoseMidstItJumpsIsKnownToTheNextProcess) {
  feature.on_command = [&](core::Context& context) {
    if (context.now() > today) context.post({"quiet", channel(), words("x"), true});
    clock.set(ahead + hours{12});  // at night
    context.people_changed();      // who comes next is handled in another unit of this turn
  };
  run({command("pia", "do"), command("pia", "do")});
  EXPECT_TRUE(out.empty());
  EXPECT_EQ(kept_went_by, ahead + hours{12});
  clock.set(ahead + hours{12});
  feature.on_command = [&](core::Context&) { clock.set(today); };  // it is set back before the turn ends
  run({command("pia", "do")});
  EXPECT_EQ(kept_went_by, ahead + hours{12});
  feature.on_command = nullptr;
  went_by = kept_went_by;
  restart();
  run({});
  EXPECT_EQ(keys(out), Keys{"quiet"});
  EXPECT_EQ(kept_went_by, clock.now()) << "and lets go once";
}

TEST_F(ClockAhead, WhatItWentByIsKeptEachHourAndNotEachTurn) {
  run({command("pia", "do")});
  EXPECT_EQ(kept_went_by, today);
  clock.set(today + minutes{59});
  run({command("pia", "do")});
  EXPECT_EQ(kept_went_by, today);
  clock.set(today + hours{1});
  run({command("pia", "do")});
  EXPECT_EQ(kept_went_by, today + hours{1});
}

}  // namespace
}  // namespace runtime
