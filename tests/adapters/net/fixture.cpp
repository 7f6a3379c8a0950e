#include "tests/adapters/net/fixture.hpp"

#include <array>
#include <boost/asio/error.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>

#include "adapters/net/use_tuple.hpp"

namespace net_test {

asio::awaitable<void> Gate::wait() {
  if (opened_) co_return;
  auto [woken] = co_await timer_.async_wait(net::use_tuple);
  if (!opened_) throw boost::system::system_error(woken);
}

asio::awaitable<RawPeer> RawPeer::connect(net::Endpoint endpoint) {
  auto deadline = std::chrono::steady_clock::now() + 10s;
  auto stream = co_await net::connect(endpoint.address, std::to_string(endpoint.port), nullptr, deadline);
  co_return RawPeer(std::move(stream.value()));
}

asio::awaitable<void> RawPeer::send(std::string_view bytes) {
  auto [error, size] = co_await asio::async_write(*stream_, asio::buffer(bytes), net::use_tuple);
  // A server may hang up before it has read everything; what it said then is for read_until_closed().
  bool hung_up = error == asio::error::broken_pipe || error == asio::error::connection_reset;
  if (error && !hung_up) throw boost::system::system_error(error);
}

asio::awaitable<std::string> RawPeer::read_until(std::string_view mark) {
  std::array<char, 4096> part;
  while (received_.find(mark) == std::string::npos) {
    auto [error, size] = co_await stream_->async_read_some(asio::buffer(part), net::use_tuple);
    received_.append(part.data(), size);
    if (error) break;
  }
  co_return received_;
}

asio::awaitable<std::string> RawPeer::read_until_closed() {
  std::array<char, 4096> part;
  for (;;) {
    auto [error, size] = co_await stream_->async_read_some(asio::buffer(part), net::use_tuple);
    received_.append(part.data(), size);
    if (error) break;
  }
  co_return received_;
}

net::HttpServer& NetTest::serve_echo() {
  return serve([](net::Request request) -> asio::awaitable<net::Response> {
    co_return net::Response(200, request.method + " " + request.path + " " + request.body);
  });
}

std::size_t occurrences(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace net_test
