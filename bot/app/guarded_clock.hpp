#pragma once
// The machine's clock, watched: a jump of more than a day forward would close polls, delete what is kept for
// months and plan years ahead. Until the jump is confirmed the bot goes on in its own time, as if the clock
// had not jumped.

#include <chrono>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>

#include "bot/core/time.hpp"
#include "bot/runtime/finding.hpp"

namespace app {

struct ClockSources {
  std::function<core::Instant()> wall;
  std::function<std::chrono::seconds()> steady;  // since some moment; goes on while the machine sleeps
  // The time as servers on the network say it, when the machine listens to them.
  std::function<std::optional<core::Instant>()> network;
};
ClockSources system_sources();

// A jump is confirmed by the operator (`refleks clock confirm` leaves the file `confirmation`), by the
// network's time, or by a day in which the clock went evenly. A clock that goes back is believed.
// Thread-safe.
class GuardedClock final : public core::Clock {
 public:
  GuardedClock(ClockSources sources, std::filesystem::path confirmation);
  // The last instant an earlier life has seen. Once, before the first now().
  void begin_after(core::Instant seen);
  core::Instant now() const override;
  // What the machine shows while it is not believed; nothing otherwise.
  std::optional<core::Instant> unbelieved() const;

 private:
  core::Instant look() const;
  bool confirmed(core::Instant wall, std::chrono::seconds steady) const;
  void believe(core::Instant wall, std::chrono::seconds steady) const;

  ClockSources sources_;
  std::filesystem::path confirmation_;
  mutable std::mutex mutex_;
  mutable std::optional<core::Instant> seen_;  // believed last ...
  mutable std::chrono::seconds at_{};          // ... and when, by the steady clock
  mutable core::Instant latest_{};             // ever believed in this life: a way back to it is no jump
  mutable std::optional<core::Instant> jumped_to_;
  mutable std::chrono::seconds jumped_at_{}, asked_at_{-1};
};

// The file of the operator's word: the clock of this machine is right. Throws std::runtime_error when it
// cannot be written.
std::filesystem::path confirmation_file(const std::filesystem::path& data);
void confirm_clock(const std::filesystem::path& data, core::Instant wall);

// For the doctor: what is wrong with the clock, judged by the last instant that the database has seen.
// Nothing: it is right, or nothing was seen yet.
std::optional<runtime::Finding> look_at_clock(std::optional<core::Instant> seen, core::Instant wall);

}  // namespace app
