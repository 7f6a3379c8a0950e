// How the features start, and start anew.

#include <cstdint>
#include <ratio>

#include "bot/core/failpoint.hpp"
#include "bot/core/log.hpp"
#include "bot/runtime/engine.hpp"
#include "bot/runtime/waits.hpp"

namespace runtime {
namespace {

using core::Instant;

constexpr int standing_jobs = 10'000;  // more than there ever are
using HalfHours = std::chrono::duration<std::int64_t, std::ratio<1800>>;

}  // namespace

void Engine::start_features(Instant now) {
  if (not_started_.empty() || now < start_again_) return;
  std::erase_if(not_started_, [&](features::Feature* feature) {
    if (unit("start", [&](UnitOfWork& work) { feature->start(work); })) return true;
    const std::string name(feature->name());
    tell_coordinators("not-started:" + name + ":" + core::to_text(now).substr(0, 10), "engine.not_started",
                      name);
    return false;
  });
  start_again_ = now + wait_after(++start_failures_);
}

void Engine::start_again() {
  over_ = true;
}

bool Engine::is_over(Instant now) {
  if (!undone_until_ || now < *undone_until_) return over_;
  undone_until_.reset();
  return true;
}

// Features arrange their standing jobs anew as they start, from now on. One that came due while nobody was
// here, or just now, would be skipped: it runs once, late. What hangs on a subject has rules of its own for
// that.
void Engine::start_over(Instant now) {
  over_ = false;
  // What waits may have gone with somebody to another account.
  for (const WaitingPlace& place : parts_.outbox.places()) {
    lines_.touch(place.to, now);
    lines_.hold(place.to, place.hold);
  }
  parts_.agenda.let_go();  // one that failed has been missed like others
  auto missed = parts_.agenda.due(now, standing_jobs);
  std::erase_if(missed, [](const core::Job& job) { return !job.subject.empty(); });
  not_started_ = dispatcher_.features();
  start_again_ = now;
  start_failures_ = 0;
  start_features(now);
  for (const core::Job& job : missed)
    if (parts_.agenda.find(job.key)) parts_.agenda.put(job);
}

// At the next half hour of the clock, so that neither the log nor the database tells when somebody answered.
void Engine::look_for_undone(Instant now) {
  if (undone_until_ || silent_ || !parts_.left_undone || !parts_.left_undone()) return;
  undone_until_ = Instant{std::chrono::floor<HalfHours>(now.time_since_epoch()) + HalfHours{1}};
  next_due_ = std::min(next_due_.value_or(*undone_until_), *undone_until_);
}

void Engine::run_effects() {
  bool undone = false;
  for (auto& effect : after_commit_) {
    core::failpoint("engine.before_effect");
    try {
      effect();
    } catch (const std::exception&) {
      // What it left undone (a box not wiped) is found and done when the features start: before long, here or
      // in the next process.
      core::log(core::Level::error, "engine: an effect after the commit failed");
      undone = true;
    }
  }
  after_commit_.clear();
  if (undone_until_) return;
  effect_failures_ = undone ? effect_failures_ + 1 : 0;
  if (undone) undone_until_ = parts_.clock.now() + wait_after(effect_failures_);
}

}  // namespace runtime
