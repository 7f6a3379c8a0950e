#pragma once
// The machine's clock, watched. After a jump of more than a day forward the machine was off, or the clock is
// wrong: until one of the two is confirmed, the bot goes on in its own time, so that nothing is closed,
// published, deleted or planned by a clock that is wrong.

#include <chrono>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "bot/core/time.hpp"
#include "bot/runtime/finding.hpp"
#include "storage/clock_seen.hpp"

namespace app {

struct ClockSources {
  std::function<core::Instant()> wall;
  std::function<std::chrono::seconds()> steady;  // since some moment; goes on while the machine sleeps
  // The time as servers on the network say it, when the machine listens to them.
  std::function<std::optional<core::Instant>()> network;
  // Which start of the machine this is: within one, `steady` tells how long a service was stopped.
  std::string boot{};
};
ClockSources system_sources();

// What the machine's clock shows after a jump that nobody has confirmed, and until when the bot is certain.
struct ClockDoubt {
  core::Instant wall, certain;
  bool followed;  // now() is `wall`
  bool absence;   // it may be that the machine was off: it is less than some months
};

// A jump is confirmed by the operator (`refleks clock confirm` leaves the file `confirmation`), by the
// network's time, or by a day in which the clock went evenly. A service that was stopped while the machine
// ran needs none: the time since the machine's start tells how long that was. A clock that goes back is
// believed. Two jumps are followed without being certain(), which holds up what deletes and plans: one that
// came while the service was stopped and the machine ran, for somebody set the clock then; and one that a
// later start finds a day on, or more, for somebody lets it stand. Thread-safe.
class GuardedClock final : public core::Clock {
 public:
  GuardedClock(ClockSources sources, std::filesystem::path confirmation);
  // What an earlier life has seen. Once, before the first now().
  void begin_after(const storage::ClockSeen& seen);
  core::Instant now() const override;
  bool certain() const override;
  std::optional<ClockDoubt> doubt() const;
  // To be kept for the next life.
  storage::ClockSeen seen() const;

 private:
  struct Jump {
    core::Instant to;
    std::chrono::seconds at;  // by the steady clock
    core::Instant first;      // `to` without what earlier lives saw of the even day
    bool followed, follow;    // it is; it may be, as long as it is no more than an absence
  };

  core::Instant look() const;
  void look_at_jump(core::Instant own, core::Instant going_on, core::Instant wall,
                    std::chrono::seconds steady) const;
  Jump begin_jump(core::Instant wall, std::chrono::seconds steady) const;
  bool confirmed(core::Instant wall, std::chrono::seconds steady) const;
  core::Instant believe(core::Instant wall, std::chrono::seconds steady) const;

  ClockSources sources_;
  std::filesystem::path confirmation_;
  mutable std::mutex mutex_;
  mutable std::chrono::seconds at_{};             // by the steady clock: when it was ...
  mutable std::optional<core::Instant> certain_;  // ... this, as far as is certain, ...
  mutable core::Instant shown_{};                 // ... and now() gave this
  mutable core::Instant latest_{};                // ever certain in this life: a way back to it is no jump
  mutable std::optional<Jump> doubt_;
  mutable std::optional<storage::ClockSeen> earlier_;  // until the first look
  mutable std::chrono::seconds asked_at_{-1};
};

// What shows `wall` is right, by what time servers say or by the operator's word in the file `confirmation`.
bool is_vouched_for(core::Instant wall, const ClockSources& sources,
                    const std::filesystem::path& confirmation);

// The file of the operator's word: the clock of this machine is right. Throws std::runtime_error when it
// cannot be written.
std::filesystem::path confirmation_file(const std::filesystem::path& data);
void confirm_clock(const std::filesystem::path& data, core::Instant wall);

// For the doctor: what is wrong with the clock, judged by the last instant that the database is certain of
// (gone on with as far as the machine knows) and by what time servers say. Nothing: it is right, or nothing
// was seen yet.
std::optional<runtime::Finding> look_at_clock(const std::optional<storage::ClockSeen>& seen,
                                              const ClockSources& sources, core::Instant wall);

}  // namespace app
