#include "bot/runtime/courier.hpp"

#include <set>
#include <utility>

#include "bot/core/failpoint.hpp"
#include "bot/core/log.hpp"

namespace runtime {
namespace {

namespace asio = boost::asio;

// A message on its way. Dropped before it is settled, it settles itself: nobody knows what left.
class Sending {
 public:
  Sending(const Delivery& delivery, Settle settle) : settle_(std::move(settle)) {
    settlement.key = delivery.key;
    settlement.edit = !delivery.ref.empty();
    settlement.outcome.kind = Delivered::Kind::unknown;
  }
  ~Sending() { land(); }
  Sending(const Sending&) = delete;
  Sending& operator=(const Sending&) = delete;

  void land() {
    if (const Settle settle = std::exchange(settle_, nullptr)) settle(std::move(settlement));
  }

  Settlement settlement;

 private:
  Settle settle_;
};

}  // namespace

asio::awaitable<void> deliver(Adapter* adapter, Delivery delivery, Settle settle, Pause pause) {
  Sending sending(delivery, std::move(settle));
  if (!adapter) {
    sending.settlement.outcome.kind = Delivered::Kind::permanent;
    sending.settlement.outcome.reason = "no_such_workspace";
    co_return;
  }
  try {
    sending.settlement.outcome = co_await adapter->deliver(std::move(delivery));
  } catch (const std::exception&) {
    core::log(core::Level::error, "a delivery ended badly");
  }
  Settlement& settlement = sending.settlement;
  const bool unsure = settlement.outcome.kind == Delivered::Kind::unknown && !settlement.edit;
  if (unsure && pause && adapter->capabilities().find)
    settlement.outcome = co_await asked(*adapter, settlement.key, settlement.outcome, std::move(pause));
  core::failpoint("outbox.after_send");
  sending.land();
}

asio::awaitable<void> ask_for(Adapter* adapter, Delivery delivery, Settle settle, Pause pause) {
  Sending sending(delivery, std::move(settle));
  if (adapter && adapter->capabilities().find) {
    try {
      std::optional<std::string> ref = co_await adapter->find(delivery.key);
      if (!ref && pause) ref = co_await found_later(*adapter, delivery.key, std::move(pause));
      if (ref) {
        sending.settlement.outcome.kind = Delivered::Kind::sent;
        sending.settlement.outcome.ref = *ref;
      } else {
        sending.settlement.outcome.kind = Delivered::Kind::retry;
        sending.settlement.not_there = true;
      }
    } catch (const std::exception&) {
      core::log(core::Level::error, "a platform could not be asked what became of a message");
    }
  }
  core::failpoint("outbox.asked");
  sending.land();
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

std::function<bool(const std::string&)> paced_among(const std::map<std::string, Adapter*>& adapters) {
  std::set<std::string> paced;
  for (const auto& [name, adapter] : adapters)
    if (adapter->paced()) paced.insert(name);
  return [paced](const std::string& workspace) { return paced.contains(workspace); };
}

}  // namespace runtime
