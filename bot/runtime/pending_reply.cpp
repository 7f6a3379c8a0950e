#include "bot/runtime/pending_reply.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace runtime {

namespace asio = boost::asio;

PendingReply::PendingReply(asio::any_io_executor executor, Sleep sleep)
    : executor_(executor),
      sleep_(std::move(sleep)),
      news_(std::move(executor), asio::steady_timer::time_point::max()) {}

std::shared_ptr<PendingReply> PendingReply::ask(asio::any_io_executor executor, Sleep sleep, Inbox& inbox,
                                                core::Event event) {
  std::shared_ptr<PendingReply> pending(new PendingReply(std::move(executor), std::move(sleep)));
  inbox.accept(std::move(event), [pending](core::Reply reply) {
    pending->reply_ = std::move(reply);
    pending->news_.cancel();
  });
  return pending;
}

asio::awaitable<std::optional<core::Reply>> PendingReply::within(std::chrono::milliseconds limit) {
  const auto self = shared_from_this();
  if (!reply_ && limit.count() > 0) {
    struct Nap {
      asio::cancellation_signal wake;
      bool over = false;
    };
    const auto nap = std::make_shared<Nap>();
    const auto at_end = [self, nap](std::exception_ptr) {
      nap->over = true;
      self->news_.cancel();
    };
    asio::co_spawn(executor_, sleep_(limit), asio::bind_cancellation_slot(nap->wake.slot(), at_end));
    constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
    while (!reply_ && !nap->over) co_await news_.async_wait(quietly);
    if (!nap->over) nap->wake.emit(asio::cancellation_type::terminal);
  }
  co_return std::exchange(reply_, std::nullopt);
}

}  // namespace runtime
