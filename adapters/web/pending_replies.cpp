#include "adapters/web/pending_replies.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace web {
namespace {

namespace asio = boost::asio;

constexpr net::Ticks recent{60'000};
constexpr std::size_t most_recent = 200;

}  // namespace

bool ends_it(const core::Reply& reply) {
  return reply.errors.empty() && (!reply.form || reply.form->inputs.empty());
}

// Shared with the reply, which may come when nobody waits for it any more.
struct PendingReplies::Wait {
  Wait(asio::any_io_executor executor, net::Ticks limit) : timer(std::move(executor), limit) {}
  asio::steady_timer timer;
  std::optional<core::Reply> reply;
};

std::shared_ptr<PendingReplies::Wait> PendingReplies::same_as(const std::string& delivery) {
  while (!entries_.empty() && (entries_.front().at + recent < ticks_() || entries_.size() > most_recent))
    entries_.pop_front();
  if (delivery.empty()) return nullptr;
  for (const Entry& entry : entries_)
    if (entry.delivery == delivery) return entry.wait;
  return nullptr;
}

asio::awaitable<std::optional<core::Reply>> PendingReplies::ask(runtime::Inbox& inbox, core::Event event) {
  const std::string delivery = core::origin_of(event).delivery;
  auto wait = same_as(delivery);
  if (!wait) {
    wait = std::make_shared<Wait>(executor_, limit_);
    inbox.accept(std::move(event), [wait](core::Reply reply) {
      wait->reply = std::move(reply);
      wait->timer.cancel();
    });
    if (!delivery.empty()) entries_.push_back({delivery, wait, ticks_()});
  }
  constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
  // The reply may be here already.
  if (!wait->reply) co_await wait->timer.async_wait(quietly);
  if (!wait->reply || !ends_it(*wait->reply))
    std::erase_if(entries_, [&](const Entry& entry) { return entry.wait == wait; });
  co_return wait->reply;
}

}  // namespace web
