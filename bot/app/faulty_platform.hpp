#pragma once
// A chat that delays, repeats nothing, drops, refuses and breaks off, behind an adapter that judges what it
// hears by the house's own policy (adapters/net/outcome.hpp). For simulate --faults. One thread.

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/core/random.hpp"
#include "bot/core/time.hpp"
#include "bot/runtime/adapter.hpp"

namespace app {

class FaultyPlatform {
 public:
  // What becomes of a call.
  enum class Fate {
    fine,
    unreached,   // no connection
    cut_before,  // broken off, and nothing was stored
    cut_after,   // stored, and the answer was lost
    refused,     // 401
    limited,     // 429
    busy,        // 503, and nothing was stored
    stored_502,  // stored, and a gateway failed
    page,        // 200 with a page in HTML
    forbidden,   // 403: never
  };
  // From `from` to `until` most calls end so.
  struct Outage {
    core::Instant from, until;
    Fate fate;
  };
  struct Habits {
    bool finds = false;  // it can be asked for a message by its key
    bool paced = false;
    bool broken = true;  // single calls fail, too
  };
  struct Hooks {
    std::function<core::Instant()> now;
    std::function<void(std::chrono::seconds, std::function<void()>)> later;
    std::function<void(const runtime::Delivery&)> called;  // a message leaves the bot
    std::function<void(const runtime::Delivery&)> stored;  // people can read it now
  };

  FaultyPlatform(std::uint64_t seed, Habits habits, Hooks hooks);
  void set_outages(std::vector<Outage> outages) { outages_ = std::move(outages); }
  // From now on nothing fails.
  void calm() { calm_ = true; }
  // One for each life of the bot; the platform outlives it.
  std::unique_ptr<runtime::Adapter> adapter(boost::asio::any_io_executor executor);

  // How often each was posted; edits do not count.
  const std::map<std::string, int>& posts() const { return posts_; }
  long failed() const { return failed_; }

  struct Ticket;

 private:
  class Connection;
  Fate fate();
  void send(runtime::Delivery delivery, const std::shared_ptr<Ticket>& ticket);
  void take(const runtime::Delivery& delivery);
  std::chrono::seconds some(int most) {
    return std::chrono::seconds{core::below(random_, static_cast<std::uint64_t>(most))};
  }

  core::SeededRandom random_;
  Habits habits_;
  Hooks hooks_;
  std::vector<Outage> outages_;
  bool calm_ = false;
  std::map<std::string, int> posts_;
  long failed_ = 0;
};

}  // namespace app
