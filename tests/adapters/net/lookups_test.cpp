// Names, and one for which nobody answers.

#include "adapters/net/lookups.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <future>

namespace net_test {
namespace {

namespace asio = boost::asio;
using Names = std::vector<std::string>;

const net::Addresses somewhere{asio::ip::make_address("192.0.2.1")};

TEST(Lookups, ANameForWhichNobodyAnswersHoldsUpItselfAlone) {
  asio::io_context io(1);
  const auto work = asio::make_work_guard(io);
  std::promise<void> answer;
  const std::shared_future<void> answered = answer.get_future().share();
  std::atomic<int> asked = 0;
  net::Lookups lookups([&asked, answered](const std::string& host) -> net::Result<net::Addresses> {
    ++asked;
    if (host == "silent") answered.wait();
    return somewhere;
  });
  Names told;
  const auto until = [&](std::size_t count) {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (told.size() < count && io.run_one_until(give_up) > 0) continue;
    std::ranges::sort(told);
  };
  for (const char* name : {"silent", "silent", "one", "two", "silent", "three"})
    lookups.look_up(name, io.get_executor(), [&told, name](const net::Result<net::Addresses>& found) {
      EXPECT_EQ(found.value(), somewhere);
      told.emplace_back(name);
    });
  until(3);
  EXPECT_EQ(told, (Names{"one", "three", "two"}));
  EXPECT_EQ(asked, 4) << "one name, one question";
  answer.set_value();
  until(6);
  EXPECT_EQ(told, (Names{"one", "silent", "silent", "silent", "three", "two"}));
}

TEST(Lookups, ManyNamesThatStaySilentHoldUpNoOther) {
  asio::io_context io(1);
  const auto work = asio::make_work_guard(io);
  std::promise<void> answer;
  const std::shared_future<void> answered = answer.get_future().share();
  net::Lookups lookups([answered](const std::string& host) -> net::Result<net::Addresses> {
    if (host != "good") answered.wait();
    return somewhere;
  });
  const auto ignore = [](const net::Result<net::Addresses>&) {};
  for (int i = 0; i < 20; ++i) lookups.look_up("silent" + std::to_string(i), io.get_executor(), ignore);
  bool told = false;
  lookups.look_up("good", io.get_executor(), [&told](const net::Result<net::Addresses>&) { told = true; });
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!told && io.run_one_until(give_up) > 0) continue;
  EXPECT_TRUE(told);
  answer.set_value();
}

TEST(Lookups, WhoGoesWaitsForNoAnswerAndTellsNobody) {
  asio::io_context io(1);
  std::promise<void> answer;
  const auto begun = std::make_shared<std::promise<void>>();
  const auto ask = [answered = answer.get_future().share(),
                    begun](const std::string&) -> net::Result<net::Addresses> {
    begun->set_value();
    answered.wait();
    return somewhere;
  };
  const auto waits = std::make_shared<bool>(true);
  {
    net::Lookups lookups(ask);
    lookups.look_up("silent", io.get_executor(),
                    [waits](const net::Result<net::Addresses>&) { *waits = false; });
    begun->get_future().wait();
    EXPECT_EQ(waits.use_count(), 2);
  }
  EXPECT_EQ(waits.use_count(), 1);
  answer.set_value();
  EXPECT_EQ(io.poll(), 0U);
  EXPECT_TRUE(*waits);
}

TEST(Lookups, KnowThisMachine) {
  const auto found = net::system_addresses("localhost");
  ASSERT_TRUE(found);
  ASSERT_FALSE(found->empty());
  EXPECT_TRUE(std::ranges::all_of(*found, [](const auto& address) { return address.is_loopback(); }));
  EXPECT_FALSE(net::system_addresses(std::string(300, 'a')));
}

}  // namespace
}  // namespace net_test
