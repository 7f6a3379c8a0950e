#include "bot/app/faulty_platform.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <stdexcept>
#include <utility>

#include "adapters/net/outcome.hpp"

namespace app {

namespace asio = boost::asio;
using runtime::Delivered;
using Fate = FaultyPlatform::Fate;

namespace {

constexpr int fails_one_in = 12, slow_one_in = 10;

net::HttpOutcome answer(int status) {
  net::HttpOutcome outcome;
  outcome.sent = outcome.status_known = true;
  outcome.reply.status = status;
  return outcome;
}

net::HttpOutcome broken(bool sent) {
  net::HttpOutcome outcome;
  outcome.error = asio::error::connection_reset;
  outcome.sent = sent;
  outcome.fault = sent ? net::Fault::http : net::Fault::tcp;
  return outcome;
}

net::HttpOutcome outcome_of(Fate fate, std::chrono::seconds wait) {
  switch (fate) {
    case Fate::unreached:
      return broken(false);
    case Fate::cut_before:
    case Fate::cut_after:
      return broken(true);
    case Fate::refused:
      return answer(401);
    case Fate::limited: {
      net::HttpOutcome outcome = answer(429);
      outcome.reply.headers.add("Retry-After", std::to_string(wait.count()));
      return outcome;
    }
    case Fate::busy:
      return answer(503);
    case Fate::stored_502:
      return answer(502);
    case Fate::forbidden:
      return answer(403);
    case Fate::page:
    case Fate::fine:
      break;
  }
  return answer(200);
}

bool stores(Fate fate) {
  return fate == Fate::fine || fate == Fate::cut_after || fate == Fate::stored_502;
}

}  // namespace

// One call under way; gone with the life that made it.
struct FaultyPlatform::Ticket {
  explicit Ticket(const asio::any_io_executor& executor)
      : news(executor, asio::steady_timer::time_point::max()) {}
  asio::steady_timer news;
  std::optional<Delivered> delivered;
};

class FaultyPlatform::Connection final : public runtime::Adapter {
 public:
  Connection(FaultyPlatform& platform, asio::any_io_executor executor)
      : platform_(platform), executor_(std::move(executor)) {}

  runtime::Capabilities capabilities() const override {
    runtime::Capabilities can;
    can.commands = can.buttons = can.forms = can.whisper = can.direct_message = can.edit = true;
    can.find = platform_.habits_.finds;
    return can;
  }
  asio::awaitable<void> run(runtime::Inbox&) override { co_return; }
  bool paced() const override { return platform_.habits_.paced; }
  asio::awaitable<Delivered> ready(core::Destination, bool) override { return wait(platform_, executor_); }
  asio::awaitable<Delivered> deliver(runtime::Delivery delivery) override {
    return call(platform_, executor_, std::move(delivery));
  }
  asio::awaitable<std::optional<std::string>> find(std::string key) override {
    return look(platform_, executor_, std::move(key));
  }

 private:
  static asio::awaitable<Delivered> heard(std::shared_ptr<Ticket> ticket) {
    constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
    while (!ticket->delivered) co_await ticket->news.async_wait(quietly);
    co_return *std::move(ticket->delivered);
  }
  static void tell_later(FaultyPlatform& platform, const std::shared_ptr<Ticket>& ticket,
                         Delivered delivered) {
    platform.hooks_.later(platform.some(4), [waits = std::weak_ptr(ticket), delivered] {
      if (const auto still = waits.lock()) {
        still->delivered = delivered;
        still->news.cancel();
      }
    });
  }
  static asio::awaitable<Delivered> wait(FaultyPlatform& platform, asio::any_io_executor executor) {
    const auto ticket = std::make_shared<Ticket>(executor);
    Delivered outcome;
    if (platform.fate() == Fate::limited) outcome.kind = Delivered::Kind::retry;
    tell_later(platform, ticket, outcome);
    outcome = co_await heard(ticket);
    co_return outcome;
  }
  static asio::awaitable<Delivered> call(FaultyPlatform& platform, asio::any_io_executor executor,
                                         runtime::Delivery delivery) {
    const auto ticket = std::make_shared<Ticket>(executor);
    platform.send(std::move(delivery), ticket);
    Delivered outcome = co_await heard(ticket);
    co_return outcome;
  }
  static asio::awaitable<std::optional<std::string>> look(FaultyPlatform& platform,
                                                          asio::any_io_executor executor, std::string key) {
    const auto ticket = std::make_shared<Ticket>(executor);
    Delivered outcome;
    if (platform.fate() != Fate::fine) outcome.kind = Delivered::Kind::retry;
    tell_later(platform, ticket, outcome);
    outcome = co_await heard(ticket);
    if (outcome.kind != Delivered::Kind::sent) throw std::runtime_error("the platform cannot be asked");
    if (platform.posts_.contains(key)) co_return key;
    co_return std::nullopt;
  }

  FaultyPlatform& platform_;
  asio::any_io_executor executor_;
};

FaultyPlatform::FaultyPlatform(std::uint64_t seed, Habits habits, Hooks hooks)
    : random_(seed), habits_(habits), hooks_(std::move(hooks)) {}

std::unique_ptr<runtime::Adapter> FaultyPlatform::adapter(asio::any_io_executor executor) {
  return std::make_unique<Connection>(*this, std::move(executor));
}

Fate FaultyPlatform::fate() {
  if (calm_) return Fate::fine;
  for (const Outage& outage : outages_)
    if (outage.from <= hooks_.now() && hooks_.now() < outage.until && core::below(random_, 10) > 0)
      return outage.fate;
  if (!habits_.broken || core::below(random_, fails_one_in) > 0) return Fate::fine;
  return static_cast<Fate>(1 + core::below(random_, static_cast<std::uint64_t>(Fate::forbidden)));
}

void FaultyPlatform::send(runtime::Delivery delivery, const std::shared_ptr<Ticket>& ticket) {
  hooks_.called(delivery);
  const Fate became = fate();
  if (became != Fate::fine) ++failed_;
  const auto there = some(!calm_ && core::below(random_, slow_one_in) == 0 ? 40 : 3), back = some(3);
  const bool edit = !delivery.ref.empty();
  const std::chrono::seconds asked = some(900) + std::chrono::seconds{1};
  Delivered delivered = net::delivered(
      net::judge(outcome_of(became, asked), became == Fate::fine ? net::Says::done : net::Says::nothing),
      edit);
  if (delivered.kind == Delivered::Kind::sent) delivered.ref = delivery.key;
  hooks_.later(there, [this, became, delivery = std::move(delivery)] {
    if (stores(became)) take(delivery);
  });
  hooks_.later(there + back, [waits = std::weak_ptr(ticket), delivered] {
    if (const auto still = waits.lock()) {
      still->delivered = delivered;
      still->news.cancel();
    }
  });
}

void FaultyPlatform::take(const runtime::Delivery& delivery) {
  if (delivery.ref.empty()) ++posts_[delivery.key];
  hooks_.stored(delivery);
}

}  // namespace app
