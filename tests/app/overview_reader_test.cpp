// Files that take long are made beside the engine, once, and whoever asks meanwhile hears how far it is.

#include "bot/app/overview_reader.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <future>

#include "bot/app/apart.hpp"
#include "bot/core/events.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using support::WholeBot;

TEST(OverviewReaderTest, WhoeverAsksForAFileThatIsBeingMadeHearsHowFarItIs) {
  const support::TempDirectory data;
  WholeBot bot(support::with_sessions(support::municipality(), "2026-11-24"), "2026-11-09T08:00:00Z",
               data / "refleks.db");
  boost::asio::io_context io(1);
  boost::asio::thread_pool readers(1);
  app::OverviewReader reader({io.get_executor(), readers.get_executor(), bot.database(), "Europe/Oslo",
                              [&] { return bot.bot().engine().people(); }, bot.clock});
  std::promise<void> go;
  boost::asio::post(readers, [&] { go.get_future().wait(); });  // somebody else's drawing
  const auto ask = [&](std::vector<core::Reply>& said) {
    core::Press press;
    press.origin = WholeBot::origin("berit");
    press.name = core::events::overview.name;
    press.value = core::events::overview.pack("tables-xlsx", std::nullopt, std::nullopt);
    reader.accept(press, [&said](core::Reply reply) { said.push_back(std::move(reply)); });
  };
  std::vector<core::Reply> first, second;
  ask(first);
  ask(second);
  ASSERT_EQ(second.size(), 1U);
  EXPECT_HAS(support::words(second[0]), "Filen lages nå.");
  EXPECT_TRUE(first.empty());
  go.set_value();
  readers.join();
  io.run();
  ASSERT_EQ(first.size(), 1U);
  ASSERT_TRUE(first[0].file);
  EXPECT_EQ(first[0].file->name, "refleks.xlsx");
}

TEST(OverviewReaderTest, WhatWaitsIsNotReadAnyMoreWhenTheProgramEnds) {
  const support::TempDirectory data;
  WholeBot bot(support::with_sessions(support::municipality(), "2026-11-24"), "2026-11-09T08:00:00Z",
               data / "refleks.db");
  const auto shown = [&] {
    boost::asio::io_context io(1);
    boost::asio::thread_pool readers(1);
    app::OverviewReader reader({io.get_executor(), readers.get_executor(), bot.database(), "Europe/Oslo",
                                [&] { return bot.bot().engine().people(); }, bot.clock});
    core::Press press;
    press.origin = WholeBot::origin("berit");
    press.name = core::events::overview.name;
    press.value = core::events::overview.pack("groups", std::nullopt, std::nullopt);
    core::Reply told;
    reader.accept(press, [&told](core::Reply reply) { told = std::move(reply); });
    readers.join();
    io.run();
    return bool(told.whisper);
  };
  EXPECT_TRUE(shown());
  const app::Ending ending;
  EXPECT_FALSE(shown());
}

}  // namespace
