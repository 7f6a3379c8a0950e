#include "bot/runtime/pending_reply.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace runtime {

namespace asio = boost::asio;

Patience::Place Patience::wait(Ticks limit, std::function<void()> over) {
  Line& line = lines_[limit];
  line.waiters.push_back({now_() + limit, std::move(over), &line.waiters});
  const auto at = std::prev(line.waiters.end());
  if (!line.watched) watch(limit, limit);
  return Place(at);
}

void Patience::watch(Ticks limit, Ticks length) {
  lines_[limit].watched = true;
  const auto at_end = [weak = weak_from_this(), limit](std::exception_ptr cut) {
    if (const auto self = weak.lock(); self && !cut) self->look(limit);
  };
  asio::co_spawn(executor_, sleep_(length), at_end);
}

void Patience::look(Ticks limit) {
  Line& line = lines_[limit];
  const Ticks now = now_();
  while (!line.waiters.empty() && line.waiters.front().until <= now) {
    const auto first = line.waiters.begin();
    spent_.splice(spent_.end(), line.waiters, first);
    first->line = &spent_;
    first->over();
  }
  if (line.waiters.empty())
    lines_.erase(limit);
  else
    watch(limit, std::max(Ticks{1}, line.waiters.front().until - now));
}

PendingReply::PendingReply(Asked, std::shared_ptr<Patience> patience)
    : patience_(std::move(patience)), news_(patience_->executor(), asio::steady_timer::time_point::max()) {}

std::shared_ptr<PendingReply> PendingReply::ask(std::shared_ptr<Patience> patience, Inbox& inbox,
                                                core::Event event) {
  const auto pending = std::make_shared<PendingReply>(Asked(), std::move(patience));
  inbox.accept(std::move(event), [pending](core::Reply reply) {
    pending->reply_ = std::move(reply);
    pending->news_.cancel();
  });
  return pending;
}

asio::awaitable<std::optional<core::Reply>> PendingReply::within(std::chrono::milliseconds limit) {
  const auto self = shared_from_this();
  if (!reply_ && limit.count() > 0) {
    bool over = false;
    const auto at_end = [&over, pending = self.get()] {
      over = true;
      pending->news_.cancel();
    };
    const Patience::Place place = patience_->wait(limit, at_end);
    constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
    while (!reply_ && !over) co_await news_.async_wait(quietly);
  }
  co_return std::exchange(reply_, std::nullopt);
}

}  // namespace runtime
