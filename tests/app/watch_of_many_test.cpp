// Of many organisations in a process, those whose database does not answer.

#include "bot/app/watch_of_many.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <optional>

namespace app {
namespace {

using std::chrono::milliseconds;

// One that is watched, and whose call has been out for a while.
struct Asking {
  explicit Asking(bool replaced) {
    dog->calls().set_remedy({[this, replaced] { return asked = true, replaced; },
                             [this] {
                               if (!was_cut.exchange(true)) cut.set_value();
                             }});
    call.emplace(&dog->calls());
    now = now.load() + Watchdog::before_asking + milliseconds{1};
  }
  std::atomic<Watchdog::Clock::time_point> now{Watchdog::Clock::time_point{std::chrono::seconds{1000}}};
  std::shared_ptr<Watchdog> dog = std::make_shared<Watchdog>([this] { return now.load(); });
  std::optional<storage::CallWatch::Call> call;
  std::atomic<bool> asked = false, was_cut = false;
  std::promise<void> cut;
};

TEST(WatchOfManyTest, CutsOffWhoWaitsForAServerThatIsReplacedAndNobodyElse) {
  Asking patient(false), stuck(true), served(true);
  served.call.reset();
  WatchOfMany watch;
  const WatchOfMany::Place one(watch, "fjordvik", patient.dog), other(watch, "nordvik", stuck.dog),
      third(watch, "sorvik", served.dog);
  EXPECT_EQ(stuck.cut.get_future().wait_for(std::chrono::seconds{20}), std::future_status::ready);
  EXPECT_FALSE(patient.was_cut);
  EXPECT_FALSE(served.asked);
}

TEST(WatchOfManyTest, CutsOffAfterTenSecondsWhoeverElseIsThere) {
  Asking stuck(false);
  stuck.now = stuck.now.load() + Watchdog::longest_silence;
  WatchOfMany watch;
  const WatchOfMany::Place place(watch, "fjordvik", stuck.dog);
  EXPECT_EQ(stuck.cut.get_future().wait_for(std::chrono::seconds{20}), std::future_status::ready);
}

}  // namespace
}  // namespace app
