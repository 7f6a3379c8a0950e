#include "bot/app/connections.hpp"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <sstream>

namespace app {
namespace {

// It may have been an answer without a name: the log does not tell when people answer.
TEST(Connections, WhatWasNotAnsweredIsALineAnHour) {
  std::ostringstream log;
  const auto before = spdlog::default_logger();
  const auto sink = std::make_shared<spdlog::sinks::ostream_sink_st>(log);
  sink->set_pattern("%v");
  spdlog::set_default_logger(std::make_shared<spdlog::logger>("connections-test", sink));
  const net::HttpServerOptions options = server_options({});
  for (const char* why : {"busy", "handler_failed", "busy"}) options.on_error(why);
  spdlog::set_default_logger(before);
  EXPECT_EQ(log.str(), "a call from outside was not answered: refused 1 time, busy\n");
}

}  // namespace
}  // namespace app
