#include "storage/clock_seen.hpp"

#include <charconv>
#include <stdexcept>
#include <string>

#include "storage/meta.hpp"

namespace storage {
namespace {

std::chrono::seconds seconds_of(const std::string& text) {
  long long seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return std::chrono::seconds{seconds};
}

}  // namespace

std::optional<ClockSeen> clock_seen(const std::function<std::string(const std::string& name)>& kept) {
  const std::string certain = kept("clock.seen"), shown = kept("clock.shown"), jumped = kept("clock.jumped"),
                    wall = kept("clock.wall");
  try {
    if (certain.empty()) return std::nullopt;
    ClockSeen seen{core::instant_from_text(certain),
                   core::instant_from_text(shown.empty() ? certain : shown)};
    seen.even = seconds_of(kept("clock.even"));
    if (!jumped.empty() && !wall.empty())
      seen.jump = {core::instant_from_text(jumped), core::instant_from_text(wall)};
    seen.boot = kept("clock.boot");
    seen.steady = seconds_of(kept("clock.steady"));
    return seen;
  } catch (const std::invalid_argument&) {
    return std::nullopt;
  }
}

std::optional<ClockSeen> clock_seen(Database& database) {
  return clock_seen([&](const std::string& name) { return meta(database, name); });
}

void keep_clock(Database& database, const ClockSeen& seen) {
  set_meta(database, {{"clock.seen", core::to_text(seen.certain)},
                      {"clock.shown", core::to_text(seen.shown)},
                      {"clock.even", std::to_string(seen.even.count())},
                      {"clock.jumped", seen.jump ? core::to_text(seen.jump->to) : ""},
                      {"clock.wall", seen.jump ? core::to_text(seen.jump->wall) : ""},
                      {"clock.boot", seen.boot},
                      {"clock.steady", std::to_string(seen.steady.count())}});
}

}  // namespace storage
