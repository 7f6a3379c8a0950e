#include "bot/app/watch_of_many.hpp"

#include <iterator>

#include "bot/core/log.hpp"

namespace app {

namespace {
constexpr std::chrono::milliseconds between_rounds{100};
constexpr std::chrono::seconds longest_round{1};
}  // namespace

WatchOfMany::~WatchOfMany() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void WatchOfMany::add(const std::string& name, std::shared_ptr<const Watchdog> dog) {
  const std::lock_guard lock(mutex_);
  all_[name] = std::move(dog);
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
}

void WatchOfMany::remove(const std::string& name) {
  const std::lock_guard lock(mutex_);
  all_.erase(name);
}

void WatchOfMany::run() {
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, between_rounds, [this] { return over_; })) {
    Dogs waiting;
    for (const auto& [name, dog] : all_)
      if (dog->calls().out() > Watchdog::before_asking) waiting[name] = dog;
    lock.unlock();
    look_at(waiting);
    lock.lock();
  }
}

// Asking other servers takes half a second where none has taken over; who has not had a turn is the next
// round's first.
void WatchOfMany::look_at(const Dogs& waiting) {
  const auto enough = Watchdog::Clock::now() + longest_round;
  auto next = waiting.upper_bound(looked_at_);
  for (std::size_t left = waiting.size(); left > 0 && Watchdog::Clock::now() < enough; --left) {
    if (next == waiting.end()) next = waiting.begin();
    looked_at_ = next->first;
    const Watchdog& dog = *next->second;
    if (const std::string_view why = dog.verdict_with_others(); !why.empty()) {
      const core::LogName scope(looked_at_);
      core::log(core::Level::error, "the organisation ends here, so that it can be served elsewhere", why);
      dog.calls().cut();
    }
    ++next;
  }
}

}  // namespace app
