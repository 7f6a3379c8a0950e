#include "tests/adapters/net/fake_server.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace net_test {

namespace asio = boost::asio;

FakeServer::FakeServer(asio::any_io_executor executor, Plan plan)
    : executor_(std::move(executor)), plan_(std::move(plan)) {
  come_back();
}

void FakeServer::go_down() {
  server_.reset();
}

void FakeServer::come_back() {
  if (server_) return;
  net::HttpServerOptions options;
  options.listen = plan_.listen;
  options.limits.body_bytes = plan_.megabytes * 1024 * 1024;
  options.websockets = plan_.sockets;
  server_ = std::make_unique<net::HttpServer>(executor_, std::move(options), plan_.answer);
  server_->start();
  plan_.listen = server_->endpoint();
}

void FakeServer::restart() {
  go_down();
  come_back();
}

std::string FakeServer::host() const {
  return "127.0.0.1:" + std::to_string(plan_.listen.port);
}

asio::awaitable<void> FakeServer::hang_up(std::function<void()> then) {
  asio::post(executor_, [this, then = std::move(then), alive = std::weak_ptr<bool>(alive_)] {
    if (alive.expired()) return;
    restart();
    if (then) then();
  });
  co_await never();
}

asio::awaitable<void> FakeServer::never() {
  asio::steady_timer for_ever(executor_, asio::steady_timer::time_point::max());
  co_await for_ever.async_wait(asio::use_awaitable);
}

}  // namespace net_test
