// Digests that are read beside the engine: each leader gets one, whatever happens between reading and
// posting.

#include "bot/app/digest_maker.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <optional>

#include "tests/support/whole_bot.hpp"

namespace {

using support::WholeBot;

class DigestMakerTest : public ::testing::Test {
 protected:
  DigestMakerTest() {
    for (const char* group : {"hjemme-nord", "sykehjem"}) {
      const char* user = std::string(group) == "sykehjem" ? "henrik" : "marit";
      bot.submit(user, *bot.say(user, group, "sak").form, {{"title", {std::string("Sak fra ") + group}}});
    }
    bot.advance("2026-11-16T06:59:00Z");
    bot.forget();
  }
  core::Platforms asking() {
    core::Platforms platforms;
    platforms.make_digests = [this](core::Date monday) {
      asked.push_back(monday);
      wanted = monday;
    };
    return platforms;
  }
  // Another leader, of one of the groups.
  static app::Config two_leaders() {
    app::Config config = support::municipality();
    core::Person tor = config.people.front();
    tor.id = core::PersonId(core::id_from_name("person tor"));
    tor.user = "tor";
    tor.name = "Tor";
    config.people.push_back(tor);
    config.groups[0].members.push_back({tor.id, core::Role::leader, {}});
    return config;
  }
  // A whole pass, as the daemon makes it; `between` happens when the digests are read, and may take the
  // engine away.
  void pass(const std::function<bool()>& between = [] { return true; }) {
    boost::asio::io_context io(1);
    boost::asio::thread_pool readers(1);
    int ended = 0;
    app::DigestMaker maker(
        {io.get_executor(), readers.get_executor(), bot.database(), bot.config(), bot.bot(),
         [&](runtime::Errand errand) {
           if (between()) errand.told(bot.ask(errand.work));
         },
         [&] { return bot.bot().engine().people(); }, [&] { ++ended; }, 200, [&] { return now; },
         [&](std::chrono::nanoseconds pause, std::function<void()> go_on) {
           pauses.push_back(pause);
           boost::asio::post(io, std::move(go_on));
         }});
    maker.make(wanted.value());
    maker.make(then.value_or(*wanted));  // one at a time
    EXPECT_TRUE(maker.at_work());
    auto guard = boost::asio::make_work_guard(io);
    while (maker.at_work() && !lost) io.run_one();
    readers.join();
    guard.reset();
    EXPECT_EQ(ended, lost ? 0 : 1);
  }
  std::size_t digests_to(const std::string& user) const {
    std::size_t count = 0;
    for (const support::Said& said : bot.said_in(user))
      if (said.words().find("Ukesammendrag") != std::string::npos) ++count;
    return count;
  }

  const support::TempDirectory data;
  std::optional<core::Date> wanted, then;
  std::vector<core::Date> asked;
  std::chrono::nanoseconds now{};
  std::vector<std::chrono::nanoseconds> pauses;
  bool lost = false;  // what was read has reached nobody
  WholeBot bot{two_leaders(), "2026-11-09T08:00:00Z", data / "refleks.db", 1, asking()};
};

TEST_F(DigestMakerTest, ReadsBesideTheEngineAndPostsOnce) {
  bot.advance("2026-11-16T07:00:30Z");
  ASSERT_TRUE(wanted);
  EXPECT_EQ(digests_to("berit"), 0U) << "the engine has read nothing";
  pass();
  EXPECT_EQ(digests_to("berit"), 1U);
  EXPECT_EQ(digests_to("tor"), 1U);
  EXPECT_HAS(bot.last_in("berit"), "Sak fra sykehjem");
  EXPECT_LACKS(bot.last_in("tor"), "Sak fra sykehjem");
  wanted.reset();
  bot.advance("2026-11-22T12:00:00Z");
  EXPECT_FALSE(wanted) << "all were posted";
}

TEST_F(DigestMakerTest, LeavesTheEngineMostOfItsTime) {
  using namespace std::chrono_literals;
  auto takes = 3ms;
  const auto slow = [&] {
    now += takes;
    return true;
  };
  bot.advance("2026-11-16T07:00:30Z");
  pass(slow);
  takes = 30ms;
  pass(slow);
  EXPECT_EQ(pauses, (std::vector<std::chrono::nanoseconds>{600ms, 2s}));
}

TEST_F(DigestMakerTest, WhatWasReadAndLostIsReadAgain) {
  bot.advance("2026-11-16T07:00:30Z");
  pass([&] { return !(lost = true); });
  EXPECT_EQ(digests_to("berit"), 0U);
  lost = false;
  wanted.reset();
  bot.restart();
  bot.advance("2026-11-16T07:12:00Z");
  ASSERT_TRUE(wanted);
  pass();
  pass();
  EXPECT_EQ(digests_to("berit"), 1U);
  EXPECT_EQ(digests_to("tor"), 1U);
}

TEST_F(DigestMakerTest, WaitsForNoTimerWhenTheEngineAsksBeforeAnybodyKnowsThePeople) {
  bot.advance("2026-11-16T07:00:30Z");
  boost::asio::io_context io(1);
  boost::asio::thread_pool readers(1);
  std::shared_ptr<const core::Directory> people;
  app::DigestMaker maker({io.get_executor(), readers.get_executor(), bot.database(), bot.config(), bot.bot(),
                          [&](runtime::Errand errand) { errand.told(bot.ask(errand.work)); },
                          [&] { return people; }, [] {}});
  maker.make(wanted.value());
  io.run();
  EXPECT_TRUE(maker.at_work());
  io.restart();
  people = bot.bot().engine().people();
  maker.people_known();
  maker.people_known();
  auto guard = boost::asio::make_work_guard(io);
  while (digests_to("berit") == 0 && io.run_one_for(std::chrono::seconds{20}) > 0) {
  }
  EXPECT_EQ(digests_to("berit"), 1U);
  readers.join();
}

TEST_F(DigestMakerTest, AfterWeeksWithoutTheProgramTheFirstOfThemIsTold) {
  bot.stop();
  bot.clock.set(support::at("2026-12-02T09:00:00Z"));  // down since before 16 November
  wanted.reset();
  bot.begin();
  ASSERT_EQ(asked.size(), 1U) << "at most one digest after days without the program";
  EXPECT_EQ(core::date_text(asked.at(0)), "2026-11-16");
}

TEST_F(DigestMakerTest, ASecondMondayFollowsTheFirst) {
  bot.advance("2026-11-24T09:00:00Z");
  const core::Date first{std::chrono::year{2026} / 11 / 16}, second{std::chrono::year{2026} / 11 / 23};
  wanted = first;
  then = second;
  pass();
  EXPECT_HAS(bot.said_in("berit").at(0).words(), "Ukesammendrag for 9.–15. november");
  EXPECT_HAS(bot.last_in("berit"), "Ukesammendrag for 16.–22. november");
  EXPECT_EQ(digests_to("berit"), 2U);
}

TEST_F(DigestMakerTest, WhoeverLeadsNoLongerIsToldNothing) {
  bot.advance("2026-11-16T07:00:30Z");
  pass([&, first = true]() mutable {
    if (!std::exchange(first, false)) return true;
    bot.say("eivind", "hjemme-nord", "gruppe ut @tor");
    return true;
  });
  EXPECT_EQ(digests_to("berit"), 1U);
}

}  // namespace
