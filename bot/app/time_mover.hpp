#pragma once
// The sandbox's hand on the daemon's time. Moving goes from moment to moment: at each the engine does what is
// due and the messages are delivered before time goes on, also what was typed before the move, so that a jump
// of two weeks looks like two weeks.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <optional>

#include "adapters/sandbox/clock_control.hpp"
#include "bot/app/clocks.hpp"
#include "bot/runtime/engine_thread.hpp"

namespace app {

class TimeMover final : public sandbox::ClockControl {
 public:
  // `movable` is empty when the daemon runs on the machine's own time. `tick` makes the engine look at the
  // clock.
  TimeMover(boost::asio::any_io_executor io, const core::Clock& clock, MovableClock* movable,
            std::function<std::uint64_t()> tick);

  core::Instant now() override { return clock_.now(); }
  bool movable() override { return movable_ != nullptr; }
  void move_to(core::Instant to, std::function<void()> settled) override;
  void play(int speed) override;
  void pause() override;
  sandbox::ClockState state() override;
  void on_change(std::function<void()> changed) override { changed_ = std::move(changed); }

  // Told after each turn of the engine, on the I/O thread.
  void heard(const runtime::EngineThread::Turn& turn);
  void stop();

 private:
  void step();
  void beat();
  void tell() {
    if (changed_) changed_();
  }

  const core::Clock& clock_;
  MovableClock* movable_;
  std::function<std::uint64_t()> tick_;
  boost::asio::steady_timer timer_;
  std::function<void()> changed_, settled_;
  std::optional<core::Instant> target_, next_due_, next_seen_;
  std::uint64_t waiting_for_ = 0;
  bool playing_ = false;
  int speed_ = 600;
};

}  // namespace app
