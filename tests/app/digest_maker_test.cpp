// Digests that are read beside the engine: each leader gets one, whatever happens between reading and
// posting.

#include "bot/app/digest_maker.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
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
  static core::Platforms asking(std::optional<core::Date>& wanted) {
    core::Platforms platforms;
    platforms.make_digests = [&wanted](core::Date monday) { wanted = monday; };
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
    app::DigestMaker maker({io.get_executor(), readers.get_executor(), bot.database(), bot.config(),
                            bot.bot(),
                            [&](runtime::Errand errand) {
                              if (between()) errand.told(bot.ask(errand.work));
                            },
                            [&] { return bot.bot().engine().people(); }, [&] { ++ended; }, 0});
    maker.make(wanted.value());
    maker.make(wanted.value());  // one at a time
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
  std::optional<core::Date> wanted;
  bool lost = false;  // what was read has reached nobody
  WholeBot bot{two_leaders(), "2026-11-09T08:00:00Z", data / "refleks.db", 1, asking(wanted)};
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
