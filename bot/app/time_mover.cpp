#include "bot/app/time_mover.hpp"

#include "bot/core/failpoint.hpp"

namespace app {
namespace {
constexpr std::chrono::milliseconds beat_length{1000};  // of the wall, while time plays
}

TimeMover::TimeMover(boost::asio::any_io_executor io, const core::Clock& clock, MovableClock* movable,
                     std::function<std::uint64_t()> tick)
    : clock_(clock), movable_(movable), tick_(std::move(tick)), timer_(std::move(io)) {}

void TimeMover::move_to(core::Instant to, std::function<void()> settled) {
  target_ = to;
  settled_ = std::move(settled);
  // What was typed before is done and delivered first, at the time at which it was typed.
  waiting_for_ = tick_();
}

// One step: to the next moment something is due, or to the target when there is none before it.
void TimeMover::step() {
  movable_->set(next_due_ && *next_due_ < *target_ ? std::max(*next_due_, clock_.now()) : *target_);
  core::failpoint("clock.moved");
  waiting_for_ = tick_();
}

void TimeMover::heard(const runtime::EngineThread::Turn& turn) {
  next_due_ = turn.next_due;
  const bool changed = next_seen_ != turn.next_seen;
  next_seen_ = turn.next_seen;
  if (changed && !target_) tell();
  if (!target_ || turn.serial < waiting_for_ || !turn.idle) return;
  if (clock_.now() < *target_) {
    step();
    return;
  }
  target_.reset();
  tell();
  if (auto settled = std::exchange(settled_, nullptr)) settled();
}

void TimeMover::play(int speed) {
  speed_ = speed;
  const bool was = std::exchange(playing_, true);
  tell();
  if (!was) beat();
}

void TimeMover::pause() {
  playing_ = false;
  timer_.cancel();
  tell();
}

void TimeMover::beat() {
  timer_.expires_after(beat_length);
  timer_.async_wait([this](boost::system::error_code error) {
    if (error || !playing_) return;
    // A move still under way takes this beat's time.
    if (!target_) move_to(clock_.now() + std::chrono::seconds{speed_}, nullptr);
    beat();
  });
}

sandbox::ClockState TimeMover::state() {
  return {clock_.now(), playing_, speed_, next_seen_};
}

void TimeMover::stop() {
  playing_ = false;
  timer_.cancel();
  changed_ = nullptr;
}

}  // namespace app
