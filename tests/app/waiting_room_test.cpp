// Where organisations wait whose databases another process serves.

#include "bot/app/waiting_room.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <map>
#include <string>
#include <vector>

namespace {

namespace asio = boost::asio;

// A server that is not there: of many that wait for it only one is asked for in a round, and all are told.
TEST(WaitingRoomTest, TellsAllWhoWaitBeforeEachHasBeenAskedFor) {
  asio::io_context io{1};
  const auto work = asio::make_work_guard(io);
  app::WaitingRoom room(io.get_executor());
  std::map<std::string, std::vector<std::string>> told;
  for (int i = 0; i < 4; ++i) {
    const std::string name = "town" + std::to_string(i);
    app::WaitingRoom::Told hears;
    hears.waits = [&told, name](const std::string& why) { told[name].push_back(why); };
    room.wait(name, "postgresql:///" + name + "?host=/nowhere", std::move(hears));
  }
  while (told.size() < 4) ASSERT_EQ(io.run_one_for(std::chrono::seconds(30)), 1u);
  const auto not_asked = std::ranges::count_if(told, [](const auto& one) {
    return one.second.front().find("has not been asked yet") != std::string::npos;
  });
  EXPECT_GT(not_asked, 0) << "nobody is left to say nothing for as long as the others take";
  while (std::ranges::any_of(
      told, [](const auto& one) { return one.second.back().find("cannot be reached") == std::string::npos; }))
    ASSERT_EQ(io.run_one_for(std::chrono::seconds(30)), 1u) << "each has its turn";
}

}  // namespace
