// What is fetched, lasts for a while and is fetched again: a token, somebody's keys, a list. The rules are
// plain, without clocks, sockets or coroutines; who does as they say is one class.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <optional>

#include "adapters/net/single_flight.hpp"
#include "adapters/net/timing.hpp"

namespace net {

// One fetch at a time; who comes meanwhile waits for it and takes what it brought, be it nothing.
class Refresh {
 public:
  struct Limits {
    Ticks early{0};  // fetched again so long before it ends
    Ticks after_failure{
        0};  // after a fetch that failed the old one serves so long before the next attempt, ...
    Ticks while_empty{0};     // ... and this where nothing has ever come
    Ticks between_doubts{0};  // a doubt that follows sooner changes nothing
  };
  enum class Event {
    wanted,   // somebody is about to use it
    doubted,  // it has not ended, and somebody has reason to think that there is another
    spoilt,   // it must not be used again
    came,     // the fetch under way brought one
    over,     // the fetch under way has ended; one that brought nothing has failed
  };
  enum class Action { use, wait, fetch };  // what is there, if anything; for the fetch under way; now

  Refresh() = default;
  explicit Refresh(Limits limits) : limits_(limits) {}

  // `life`: how long what came will last. `now` never goes back. Only `wanted` and `doubted` ask for more
  // than `use`; after `fetch` there must come an `over`.
  Action next(Event event, Ticks now, Ticks life = Ticks{0});

 private:
  Action begin();
  bool lasts(Ticks now) const { return good_until_ && now + limits_.early < *good_until_; }

  Limits limits_;
  bool under_way_ = false, brought_ = false, ever_ = false;
  std::optional<Ticks> good_until_, doubted_, failed_;
};

// Does as the rules say. I/O thread; outlives whoever waits for it.
class Refresher {
 public:
  // How long what was fetched lasts; nothing: the fetch failed.
  using Fetch = std::function<boost::asio::awaitable<std::optional<Ticks>>()>;
  // What `fetch` uses outlives it.
  Refresher(boost::asio::any_io_executor executor, Timing timing, Fetch fetch,
            Refresh::Limits limits = Refresh::Limits())
      : rules_(limits), timing_(std::move(timing)), fetch_(std::move(fetch)), flight_(std::move(executor)) {}
  Refresher(const Refresher&) = delete;
  Refresher& operator=(const Refresher&) = delete;

  // When they return, what there is can be used, if there is anything. True: a fetch has just ended.
  boost::asio::awaitable<bool> wanted() { return act(Refresh::Event::wanted); }
  boost::asio::awaitable<bool> doubted() { return act(Refresh::Event::doubted); }
  void spoil() { rules_.next(Refresh::Event::spoilt, timing_.now()); }

 private:
  boost::asio::awaitable<bool> act(Refresh::Event event);

  Refresh rules_;
  Timing timing_;
  Fetch fetch_;
  SingleFlight flight_;
};

}  // namespace net
