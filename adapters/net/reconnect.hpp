// When to connect again, and when to give a connection up: plain rules, without clocks or sockets of their
// own.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <optional>

#include "adapters/net/timing.hpp"

namespace net {

// A connection counts when it was greeted and has lasted; one that ends sooner is a failure like one that
// did not come about, so that a peer that greets and hangs up is not asked a hundred times a second.
class Reconnect {
 public:
  struct Limits {
    Ticks first{1'000}, longest{60'000};  // the wait after one failure, doubled by each that follows
    Ticks settled{60'000};                // greeted so long ago, all failures before are forgotten
  };
  enum class Event {
    greeted,  // the peer has said its first words
    over,     // it ended, is to be replaced, or did not come about
  };
  Reconnect() = default;
  explicit Reconnect(Limits limits) : limits_(limits) {}

  // The wait before the next attempt, without a share of chance; zero after `greeted`. The first greeted
  // connection that ends is replaced at once, however short it was.
  Ticks next(Event event, Ticks now);

 private:
  Limits limits_;
  int failures_ = 0;
  std::optional<Ticks> greeted_;
};

// Calls `late` after `limit`, unless it is dropped before. I/O thread.
class Alarm {
 public:
  Alarm(boost::asio::any_io_executor executor, const Timing& timing, Ticks limit, std::function<void()> late);
  ~Alarm();
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

// For a peer to say its first words on an open connection.
inline constexpr Ticks greeting_limit{15'000};

}  // namespace net
