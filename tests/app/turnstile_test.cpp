#include "bot/app/turnstile.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <string>

namespace {

// Somebody's page is several steps, each handed to the thread when the one before is done.
TEST(Turnstile, OfManyDeliveriesOneBeginsBetweenTwoStepsOfAPage) {
  boost::asio::io_context io;
  app::Turnstile turnstile(io.get_executor());
  std::string order;
  for (int i = 0; i < 50; ++i) turnstile.pass(io.get_executor(), [&] { order += 'd'; });
  int steps = 0;
  std::function<void()> step = [&] {
    order += 'p';
    if (++steps < 6) boost::asio::post(io, step);
  };
  boost::asio::post(io, step);
  io.run();
  EXPECT_EQ(std::count(order.begin(), order.end(), 'd'), 50);
  EXPECT_LE(order.rfind('p'), 14U) << order;
}

TEST(Turnstile, LetsThemThroughInTheOrderInWhichTheyCame) {
  boost::asio::io_context io;
  app::Turnstile turnstile(io.get_executor());
  std::string order;
  for (const char c : {'a', 'b'}) turnstile.pass(io.get_executor(), [&order, c] { order += c; });
  io.run();
  turnstile.pass(io.get_executor(), [&] { order += 'c'; });
  io.restart();
  io.run();
  EXPECT_EQ(order, "abc");
}

TEST(Turnstile, WhatNobodyRunsAnyMoreMayGoWithIt) {
  const auto held = std::make_shared<int>();
  {
    boost::asio::io_context io;
    app::Turnstile turnstile(io.get_executor());
    turnstile.pass(io.get_executor(), [held] {});
    turnstile.pass(io.get_executor(), [held] {});
  }
  EXPECT_EQ(held.use_count(), 1);
}

}  // namespace
