#pragma once
// The sandbox's hand on the daemon's clock. Implemented by the app; every member is called on the I/O thread.

#include <functional>
#include <optional>

#include "bot/core/time.hpp"

namespace sandbox {

struct ClockState {
  core::Instant now{};
  bool playing = false;
  int speed = 600;                    // how many times as fast as life time runs while `playing`
  std::optional<core::Instant> next;  // when something is due next
  bool operator==(const ClockState&) const = default;
};

class ClockControl {
 public:
  virtual ~ClockControl() = default;
  virtual core::Instant now() = 0;
  // False when the daemon runs on the machine's own time; then nothing below but state() and on_change() is
  // called.
  virtual bool movable() = 0;
  // Moves forward to `to` (never called with an earlier instant than now()). `settled` is called once, on the
  // I/O thread, after everything that became due was done and delivered. The adapter asks for one move at a
  // time.
  virtual void move_to(core::Instant to, std::function<void()> settled) = 0;
  virtual void play(int speed) = 0;
  virtual void pause() = 0;
  virtual ClockState state() = 0;
  // `changed` is called when the clock was moved, played or paused, and each second while it plays. One
  // listener; an empty function takes it away.
  virtual void on_change(std::function<void()> changed) = 0;
};

}  // namespace sandbox
