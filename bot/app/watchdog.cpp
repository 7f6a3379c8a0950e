#include "bot/app/watchdog.hpp"

#include "bot/core/log.hpp"

namespace app {

namespace {
constexpr std::chrono::milliseconds between_checks{100};
}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

std::string_view Watchdog::verdict() const {
  if (calls_.out() > longest_silence) return "the database does not answer";
  const Clock::rep began = end_began_.load();
  if (began != none && now_().time_since_epoch() - Clock::duration(began) > longest_end)
    return "the database is lost, and the end takes too long";
  return {};
}

std::string_view Watchdog::verdict_with_others() const {
  if (const std::string_view why = verdict(); !why.empty()) return why;
  // Asked again afterwards: it may have answered meanwhile.
  if (calls_.out() > before_asking && calls_.is_replaced() && calls_.out() > before_asking)
    return "the database does not answer, and another server has taken its place";
  return {};
}

void Watchdog::start(std::function<void(std::string_view why)> end) {
  thread_ = std::thread([this, end = std::move(end)] {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, between_checks, [this] { return over_; })) {
      lock.unlock();
      const std::string_view why = verdict_with_others();
      lock.lock();
      if (why.empty()) continue;
      end(why);
      return;
    }
  });
}

void end_at_once(std::string_view why) {
  core::log(core::Level::error, "the service ends, so that another can serve", why);
  std::_Exit(1);
}

}  // namespace app
