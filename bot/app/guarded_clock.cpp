#include "bot/app/guarded_clock.hpp"

#include <fmt/format.h>
#include <sys/timex.h>
#include <time.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "bot/core/log.hpp"

namespace app {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr seconds jump = hours{24};  // forward, is more than the clock of a running machine goes wrong
constexpr seconds longest_absence = std::chrono::days{60};  // of a machine; more is a clock that is wrong
constexpr seconds even_time = hours{24};                    // confirms a jump
constexpr seconds uneven = std::chrono::minutes{5};  // more than a clock is set by while it goes evenly
constexpr seconds agreement = std::chrono::minutes{1};

std::optional<core::Instant> network_time() {
  timex state{};
  const int synchronised = ::adjtimex(&state);
  if (synchronised == -1 || synchronised == TIME_ERROR || (state.status & STA_UNSYNC) != 0)
    return std::nullopt;
  return core::Instant{seconds{state.time.tv_sec}};
}

std::string boot_of_machine() {
  std::ifstream in("/proc/sys/kernel/random/boot_id");
  std::string id;
  in >> id;
  return id;
}

bool near(core::Instant one, core::Instant other, seconds apart) {
  return one <= other + apart && one >= other - apart;
}

bool same_start(const storage::ClockSeen& seen, const ClockSources& sources) {
  return !seen.boot.empty() && seen.boot == sources.boot;
}

// As far as the machine knows: nothing when it has been started anew.
seconds stopped_for(const storage::ClockSeen& seen, const ClockSources& sources) {
  return same_start(seen, sources) ? std::max(seconds{0}, sources.steady() - seen.steady) : seconds{0};
}

}  // namespace

ClockSources system_sources() {
  return {[] { return std::chrono::floor<seconds>(std::chrono::system_clock::now()); },
          [] {
            timespec since{};
            ::clock_gettime(CLOCK_BOOTTIME, &since);
            return seconds{since.tv_sec};
          },
          network_time, boot_of_machine()};
}

GuardedClock::GuardedClock(ClockSources sources, std::filesystem::path confirmation)
    : sources_(std::move(sources)), confirmation_(std::move(confirmation)) {}

void GuardedClock::begin_after(const storage::ClockSeen& seen) {
  const std::lock_guard lock(mutex_);
  certain_ = latest_ = seen.certain;
  shown_ = std::max(seen.certain, seen.shown);
  at_ = sources_.steady() - stopped_for(seen, sources_);
  earlier_ = seen;
}

core::Instant GuardedClock::now() const {
  const std::lock_guard lock(mutex_);
  return look();
}

bool GuardedClock::certain() const {
  const std::lock_guard lock(mutex_);
  look();
  return !doubt_;
}

std::optional<ClockDoubt> GuardedClock::doubt() const {
  const std::lock_guard lock(mutex_);
  look();
  if (!doubt_) return std::nullopt;
  const core::Instant wall = sources_.wall();
  return ClockDoubt{wall, *certain_, doubt_->followed, wall <= *certain_ + longest_absence};
}

storage::ClockSeen GuardedClock::seen() const {
  const std::lock_guard lock(mutex_);
  look();
  storage::ClockSeen seen{*certain_, shown_};
  if (doubt_) {
    seen.even = at_ - doubt_->at;
    seen.jump = {doubt_->first, doubt_->to + seen.even};
  }
  seen.boot = sources_.boot;
  seen.steady = at_;
  return seen;
}

core::Instant GuardedClock::look() const {
  const core::Instant wall = sources_.wall();
  const seconds steady = sources_.steady();
  const core::Instant own = certain_ ? *certain_ + (steady - at_) : wall;
  if (!certain_ || wall <= std::max(own, latest_) + jump) {
    earlier_.reset();
    if (doubt_) core::log(core::Level::warning, "clock: it is right again", core::to_text(wall));
    if (wall < own - jump) core::log(core::Level::warning, "clock: it went back", core::to_text(wall));
    return believe(wall, steady);
  }
  const core::Instant going_on = shown_ + (steady - at_);
  look_at_jump(own, going_on, wall, steady);
  if (confirmed(wall, steady)) {
    core::log(core::Level::warning, "clock: the jump is confirmed", core::to_text(wall));
    return believe(wall, steady);
  }
  certain_ = own;
  shown_ = doubt_->followed ? wall : going_on;
  at_ = steady;
  return shown_;
}

void GuardedClock::look_at_jump(core::Instant own, core::Instant going_on, core::Instant wall,
                                seconds steady) const {
  const std::optional<bool> before = doubt_ ? std::optional(doubt_->followed) : std::nullopt;
  if (!doubt_)
    doubt_ = begin_jump(wall, steady);
  else if (const auto even = doubt_->to + (steady - doubt_->at); !near(wall, even, uneven))
    doubt_ = {wall, steady, wall, false, false};  // it still jumps: the day of even time begins anew
  doubt_->followed = doubt_->follow && wall <= going_on + longest_absence;
  if (before == doubt_->followed) return;
  core::log(core::Level::error,
            doubt_->followed
                ? "clock: it jumped forward: until that is confirmed nothing is deleted or planned by it"
                : "clock: it jumped forward and is not believed: the bot goes on in its own time",
            fmt::format("from {} to {}; if it is right: refleks clock confirm", core::to_text(own),
                        core::to_text(wall)));
}

// At a start: somebody may have set the clock meanwhile, or an earlier life has seen the same jump, and a
// part of the even day.
GuardedClock::Jump GuardedClock::begin_jump(core::Instant wall, seconds steady) const {
  Jump found{wall, steady, wall, false, false};
  const auto earlier = std::exchange(earlier_, std::nullopt);
  if (!earlier) return found;
  const core::Instant left_at = earlier->jump ? earlier->jump->wall : earlier->certain;
  if (same_start(*earlier, sources_) && !near(wall, left_at + stopped_for(*earlier, sources_), uneven))
    found.follow = true;
  if (!earlier->jump || wall < earlier->jump->wall - uneven) return found;
  found.first = earlier->jump->to;
  found.follow = found.follow || wall >= found.first + even_time;
  if (wall > earlier->jump->wall + jump) return found;
  found.to -= earlier->even;
  found.at -= earlier->even;
  return found;
}

bool GuardedClock::confirmed(core::Instant wall, seconds steady) const {
  if (steady - doubt_->at >= even_time) return true;
  if (steady == asked_at_) return false;  // once a second is enough
  asked_at_ = steady;
  if (!is_vouched_for(wall, sources_, confirmation_)) return false;
  std::error_code ignored;
  std::filesystem::remove(confirmation_, ignored);
  return true;
}

core::Instant GuardedClock::believe(core::Instant wall, seconds steady) const {
  certain_ = shown_ = wall;
  at_ = steady;
  latest_ = std::max(latest_, wall);
  doubt_.reset();
  return wall;
}

bool is_vouched_for(core::Instant wall, const ClockSources& sources,
                    const std::filesystem::path& confirmation) {
  if (const auto network = sources.network(); network && near(*network, wall, agreement)) return true;
  std::ifstream in(confirmation);
  std::string text;
  if (!(in >> text)) return false;
  try {
    return near(core::instant_from_text(text), wall, jump);
  } catch (const std::invalid_argument&) {
    return false;
  }
}

std::filesystem::path confirmation_file(const std::filesystem::path& data) {
  return data / "clock.confirmed";
}

void confirm_clock(const std::filesystem::path& data, core::Instant wall) {
  std::ofstream out(confirmation_file(data));
  out << core::to_text(wall) << '\n';
  if (!out.flush()) throw std::runtime_error("cannot write " + confirmation_file(data).string());
}

std::optional<runtime::Finding> look_at_clock(const std::optional<storage::ClockSeen>& seen,
                                              const ClockSources& sources, core::Instant wall) {
  if (!seen) return std::nullopt;
  const core::Instant last = seen->certain + stopped_for(*seen, sources);
  if (near(wall, last, jump)) return std::nullopt;
  const auto network = sources.network();
  if (wall > last && network && near(*network, wall, agreement)) return std::nullopt;
  runtime::Finding finding;
  finding.kind = runtime::Finding::Kind::bad;
  if (wall > last) {
    finding.what = fmt::format("the clock shows {}, and the service has last been certain of {}",
                               core::to_text(wall), core::to_text(last));
    finding.why =
        "after a jump of more than a day the service goes on in its own time, and closes, publishes, deletes "
        "and plans nothing by the clock, until it is confirmed";
    finding.todo =
        "set the clock right; if it is right, because the machine was off or the service did not run: "
        "refleks clock confirm";
  } else {
    finding.what = fmt::format("the clock shows {}, and the service has already seen {}", core::to_text(wall),
                               core::to_text(last));
    finding.why = "one of the two is wrong, and what is deleted goes by the clock";
    finding.todo = "set the clock right, and let the machine listen to a time server";
  }
  return finding;
}

}  // namespace app
