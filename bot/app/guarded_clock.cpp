#include "bot/app/guarded_clock.hpp"

#include <fmt/format.h>
#include <sys/timex.h>
#include <time.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "bot/core/log.hpp"

namespace app {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr seconds jump = hours{24};                  // forward, is not believed at once
constexpr seconds even_time = hours{24};             // is
constexpr seconds uneven = std::chrono::minutes{5};  // more than a clock is set by while it goes evenly
constexpr seconds agreement = std::chrono::minutes{1};

std::optional<core::Instant> network_time() {
  timex state{};
  const int synchronised = ::adjtimex(&state);
  if (synchronised == -1 || synchronised == TIME_ERROR || (state.status & STA_UNSYNC) != 0)
    return std::nullopt;
  return core::Instant{seconds{state.time.tv_sec}};
}

}  // namespace

ClockSources system_sources() {
  return {[] { return std::chrono::floor<seconds>(std::chrono::system_clock::now()); },
          [] {
            timespec since{};
            ::clock_gettime(CLOCK_BOOTTIME, &since);
            return seconds{since.tv_sec};
          },
          network_time};
}

GuardedClock::GuardedClock(ClockSources sources, std::filesystem::path confirmation)
    : sources_(std::move(sources)), confirmation_(std::move(confirmation)) {}

void GuardedClock::begin_after(core::Instant seen) {
  const std::lock_guard lock(mutex_);
  seen_ = latest_ = seen;
  at_ = sources_.steady();
}

core::Instant GuardedClock::now() const {
  const std::lock_guard lock(mutex_);
  return look();
}

std::optional<core::Instant> GuardedClock::unbelieved() const {
  const std::lock_guard lock(mutex_);
  look();
  if (!jumped_to_) return std::nullopt;
  return sources_.wall();
}

core::Instant GuardedClock::look() const {
  const core::Instant wall = sources_.wall();
  const seconds steady = sources_.steady();
  const core::Instant own = seen_ ? *seen_ + (steady - at_) : wall;
  if (wall <= std::max(own, latest_) + jump) {
    if (jumped_to_) core::log(core::Level::warning, "clock: it is right again", core::to_text(wall));
    if (wall < own - jump) core::log(core::Level::warning, "clock: it went back", core::to_text(wall));
    believe(wall, steady);
    return wall;
  }
  if (!jumped_to_) {
    core::log(core::Level::error,
              "clock: it jumped forward and is not believed: nothing is deleted or planned by it until it is "
              "confirmed",
              fmt::format("from {} to {}; if it is right: refleks clock confirm", core::to_text(own),
                          core::to_text(wall)));
    jumped_to_ = wall;
    jumped_at_ = steady;
  } else if (const auto even = *jumped_to_ + (steady - jumped_at_);
             wall > even + uneven || wall < even - uneven) {
    jumped_to_ = wall;  // it still jumps: the day of even time begins anew
    jumped_at_ = steady;
  }
  if (!confirmed(wall, steady)) return own;
  core::log(core::Level::warning, "clock: the jump is confirmed", core::to_text(wall));
  believe(wall, steady);
  return wall;
}

bool GuardedClock::confirmed(core::Instant wall, seconds steady) const {
  if (steady - jumped_at_ >= even_time) return true;
  if (steady == asked_at_) return false;  // once a second is enough
  asked_at_ = steady;
  if (const auto network = sources_.network();
      network && *network<wall + agreement&& * network> wall - agreement)
    return true;
  std::ifstream in(confirmation_);
  std::string text;
  if (!(in >> text)) return false;
  try {
    const core::Instant said = core::instant_from_text(text);
    if (said > wall + jump || said < wall - jump) return false;
  } catch (const std::invalid_argument&) {
    return false;
  }
  std::error_code ignored;
  std::filesystem::remove(confirmation_, ignored);
  return true;
}

void GuardedClock::believe(core::Instant wall, seconds steady) const {
  seen_ = wall;
  at_ = steady;
  latest_ = std::max(latest_, wall);
  jumped_to_.reset();
}

std::filesystem::path confirmation_file(const std::filesystem::path& data) {
  return data / "clock.confirmed";
}

void confirm_clock(const std::filesystem::path& data, core::Instant wall) {
  std::ofstream out(confirmation_file(data));
  out << core::to_text(wall) << '\n';
  if (!out.flush()) throw std::runtime_error("cannot write " + confirmation_file(data).string());
}

std::optional<runtime::Finding> look_at_clock(std::optional<core::Instant> seen, core::Instant wall) {
  if (!seen || (wall <= *seen + jump && wall >= *seen - jump)) return std::nullopt;
  runtime::Finding finding;
  finding.kind = runtime::Finding::Kind::bad;
  if (wall > *seen) {
    finding.what = fmt::format("the clock shows {}, and the service has last seen {}", core::to_text(wall),
                               core::to_text(*seen));
    finding.why =
        "after a jump of more than a day the service does not believe the clock: it goes on in its own time";
    finding.todo =
        "set the clock right; if it is right, because the machine was off or the service did not run: "
        "refleks clock "
        "confirm";
  } else {
    finding.what = fmt::format("the clock shows {}, and the service has already seen {}", core::to_text(wall),
                               core::to_text(*seen));
    finding.why = "one of the two is wrong, and what is deleted goes by the clock";
    finding.todo = "set the clock right, and let the machine listen to a time server";
  }
  return finding;
}

}  // namespace app
