#include "adapters/net/refresh.hpp"

#include <utility>

namespace net {

namespace {

// However a fetch ends, the rules hear of it before those who wait do.
class Ending {
 public:
  Ending(Refresh& rules, const Timing& timing) : rules_(rules), timing_(timing) {}
  ~Ending() { rules_.next(Refresh::Event::over, timing_.now()); }
  Ending(const Ending&) = delete;
  Ending& operator=(const Ending&) = delete;

 private:
  Refresh& rules_;
  const Timing& timing_;
};

}  // namespace

Refresh::Action Refresh::begin() {
  under_way_ = true;
  brought_ = false;
  return Action::fetch;
}

Refresh::Action Refresh::next(Event event, Ticks now, Ticks life) {
  switch (event) {
    case Event::wanted: {
      if (lasts(now)) return Action::use;
      if (under_way_) return Action::wait;
      const Ticks pause = ever_ ? limits_.after_failure : limits_.while_empty;
      return failed_ && now - *failed_ < pause ? Action::use : begin();
    }
    case Event::doubted:
      if (under_way_) return Action::wait;
      if (doubted_ && now - *doubted_ < limits_.between_doubts) return Action::use;
      doubted_ = now;
      return begin();
    case Event::spoilt:
      good_until_.reset();
      return Action::use;
    case Event::came:
      brought_ = ever_ = true;
      good_until_ = now + life;
      failed_.reset();
      return Action::use;
    case Event::over:
      if (std::exchange(under_way_, false) && !brought_) failed_ = now;
      return Action::use;
  }
  return Action::use;
}

boost::asio::awaitable<bool> Refresher::act(Refresh::Event event) {
  const Refresh::Action action = rules_.next(event, timing_.now());
  if (action == Refresh::Action::wait) co_await flight_.wait();
  if (action != Refresh::Action::fetch) co_return action == Refresh::Action::wait;
  const SingleFlight::Turn turn(flight_);
  const Ending ending(rules_, timing_);
  const std::optional<Ticks> life = co_await fetch_();
  if (life) rules_.next(Refresh::Event::came, timing_.now(), *life);
  co_return true;
}

}  // namespace net
