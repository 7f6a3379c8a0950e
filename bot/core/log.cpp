#include "bot/core/log.hpp"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace core {
namespace {
spdlog::level::level_enum level_of(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}
}  // namespace

void log(Level level, std::string_view what, std::string_view detail) {
  if (detail.empty())
    spdlog::log(level_of(level), "{}", what);
  else
    spdlog::log(level_of(level), "{}: {}", what, detail);
}

void set_up_log(std::string_view level, const std::string& file) {
  if (!file.empty()) {
    // It names groups and faults: for its owner, and for a group that reads logs.
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) std::ofstream made(file, std::ios::app);
    if (std::filesystem::is_regular_file(file, ignored))
      std::filesystem::permissions(file,
                                   std::filesystem::perms::owner_read | std::filesystem::perms::owner_write |
                                       std::filesystem::perms::group_read,
                                   ignored);
  }
  auto logger = file.empty() ? spdlog::stderr_color_mt("refleks") : spdlog::basic_logger_mt("refleks", file);
  if (level == "debug")
    logger->set_level(spdlog::level::debug);
  else if (level == "info")
    logger->set_level(spdlog::level::info);
  else if (level == "warning")
    logger->set_level(spdlog::level::warn);
  else if (level == "error")
    logger->set_level(spdlog::level::err);
  else if (level == "off")
    logger->set_level(spdlog::level::off);
  else
    throw std::invalid_argument("log level is debug, info, warning, error or off");
  logger->set_pattern("%Y-%m-%dT%H:%M:%S%z %l %v");
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(logger);
}

}  // namespace core
