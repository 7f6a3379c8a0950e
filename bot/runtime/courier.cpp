#include "bot/runtime/courier.hpp"

#include <utility>

#include "bot/core/failpoint.hpp"
#include "bot/core/log.hpp"

namespace runtime {
namespace {

namespace asio = boost::asio;

// A message on its way. Dropped before it is settled, it settles itself: nobody knows what left.
class Flight {
 public:
  Flight(const Delivery& delivery, Settle settle) : settle_(std::move(settle)) {
    settlement.key = delivery.key;
    settlement.edit = !delivery.ref.empty();
    settlement.outcome.kind = Delivered::Kind::unknown;
  }
  ~Flight() { land(); }
  Flight(const Flight&) = delete;
  Flight& operator=(const Flight&) = delete;

  void land() {
    if (const Settle settle = std::exchange(settle_, nullptr)) settle(std::move(settlement));
  }

  Settlement settlement;

 private:
  Settle settle_;
};

}  // namespace

asio::awaitable<void> deliver(Adapter* adapter, Delivery delivery, Settle settle, Pause pause) {
  Flight flight(delivery, std::move(settle));
  if (!adapter) {
    flight.settlement.outcome.kind = Delivered::Kind::permanent;
    flight.settlement.outcome.reason = "no_such_workspace";
    co_return;
  }
  try {
    flight.settlement.outcome = co_await adapter->deliver(std::move(delivery));
  } catch (const std::exception&) {
    core::log(core::Level::error, "a delivery ended badly");
  }
  Settlement& settlement = flight.settlement;
  const bool unsure = settlement.outcome.kind == Delivered::Kind::unknown && !settlement.edit;
  if (unsure && pause && adapter->capabilities().find)
    settlement.outcome = co_await asked(*adapter, settlement.key, settlement.outcome, std::move(pause));
  core::failpoint("outbox.after_send");
  flight.land();
}

asio::awaitable<void> ask_for(Adapter* adapter, Delivery delivery, Settle settle) {
  Flight flight(delivery, std::move(settle));
  if (adapter && adapter->capabilities().find) {
    try {
      const std::optional<std::string> ref = co_await adapter->find(delivery.key);
      if (ref) {
        flight.settlement.outcome.kind = Delivered::Kind::sent;
        flight.settlement.outcome.ref = *ref;
      } else {
        flight.settlement.outcome.kind = Delivered::Kind::retry;
        flight.settlement.not_there = true;
      }
    } catch (const std::exception&) {
      core::log(core::Level::error, "a platform could not be asked what became of a message");
    }
  }
  core::failpoint("outbox.asked");
  flight.land();
}

asio::awaitable<void> get_ready(Adapter& adapter, Wish wish, std::function<void(Readiness)> tell) {
  struct Turn {
    Readiness said;
    std::function<void(Readiness)> tell;
    ~Turn() { tell(std::move(said)); }
  };
  Turn turn;
  turn.tell = std::move(tell);
  turn.said.wish = wish;
  turn.said.outcome.kind = Delivered::Kind::retry;
  turn.said.outcome.reason = "not_ready";
  try {
    turn.said.outcome = co_await adapter.ready(std::move(wish.to), wish.edit);
  } catch (const std::exception&) {
    core::log(core::Level::error, "an adapter could not get ready for a message");
  }
}

}  // namespace runtime
