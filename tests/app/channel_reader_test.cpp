#include "bot/app/channel_reader.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

namespace {

namespace asio = boost::asio;

// Remembers which of its channels were read.
class Rooms final : public runtime::Adapter {
 public:
  runtime::Capabilities capabilities() const override {
    runtime::Capabilities can;
    can.members = true;
    return can;
  }
  asio::awaitable<void> run(runtime::Inbox&) override { co_return; }
  asio::awaitable<runtime::Delivered> deliver(runtime::Delivery) override { co_return runtime::Delivered(); }
  asio::awaitable<std::optional<std::string>> find(std::string) override { co_return std::nullopt; }
  asio::awaitable<core::ChannelRead> members(std::string channel) override {
    read.push_back(channel);
    co_return core::ChannelRead();
  }

  std::vector<std::string> read;
};

asio::awaitable<void> at_once(net::Ticks) {
  co_return;
}

TEST(ChannelReader, ReadsEachOnceInTheirOrderAndAgainWhenItIsAskedForLater) {
  asio::io_context io;
  Rooms rooms;
  const std::map<std::string, runtime::Adapter*> adapters{{"chat", &rooms}};
  int told = 0;
  app::ChannelReader reader(io.get_executor(), {[] { return net::Ticks{0}; }, at_once}, adapters,
                            [&](const runtime::Errand&) { ++told; });
  for (const char* channel : {"b", "a", "b", "c", "a"}) reader.read("chat", channel);
  reader.read("elsewhere", "a");
  io.run();
  EXPECT_EQ(rooms.read, (std::vector<std::string>{"b", "a", "c"}));
  EXPECT_EQ(told, 3);
  reader.read("chat", "a");
  io.restart();
  io.run();
  EXPECT_EQ(rooms.read.back(), "a");
  EXPECT_EQ(told, 4);
}

}  // namespace
