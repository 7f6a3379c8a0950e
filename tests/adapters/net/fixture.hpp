// Real sockets on the loopback, one io_context, no sleeping: what a test waits for is an event of the peer.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/net/http_server.hpp"
#include "adapters/net/stream.hpp"

namespace net_test {

namespace asio = boost::asio;
using namespace std::chrono_literals;

// Waits until somebody opens it; stays open.
class Gate {
 public:
  explicit Gate(asio::io_context& io) : timer_(io, std::chrono::steady_clock::time_point::max()) {}
  void open() {
    opened_ = true;
    timer_.cancel();
  }
  bool is_open() const { return opened_; }
  // Throws when the waiting coroutine is cancelled.
  asio::awaitable<void> wait();

 private:
  asio::steady_timer timer_;
  bool opened_ = false;
};

// A client that sends what it is told, right or wrong.
class RawPeer {
 public:
  explicit RawPeer(std::unique_ptr<net::Stream> stream) : stream_(std::move(stream)) {}
  static asio::awaitable<RawPeer> connect(net::Endpoint endpoint);
  asio::awaitable<void> send(std::string_view bytes);
  asio::awaitable<std::string> read_until(std::string_view mark);  // all so far; at the latest when closed
  asio::awaitable<std::string> read_until_closed();                // all that came
  void close() { stream_->close(); }
  void shutdown_send() { stream_->shutdown_send(); }

 private:
  std::unique_ptr<net::Stream> stream_;
  std::string received_;
};

class NetTest : public ::testing::Test {
 protected:
  // Runs the coroutine to its end; fails when it throws or has not ended after 20 seconds.
  template <class Coroutine>
  void run(Coroutine coroutine) {
    bool done = false;
    if (io.stopped()) io.restart();  // it had run out of work
    asio::co_spawn(io, std::move(coroutine), [&done](std::exception_ptr failure) {
      done = true;
      if (failure) std::rethrow_exception(failure);
    });
    auto give_up = std::chrono::steady_clock::now() + 20s;
    while (!done && io.run_one_until(give_up) > 0) continue;
    ASSERT_TRUE(done) << "the coroutine never ended";
  }

  // What `ask` gives within a short time; within twice as much where a busy machine has not come as far as
  // `reached` by then, and so on.
  template <class Ask, class Reached>
  static auto in_short(std::chrono::milliseconds limit, Ask ask, Reached reached) {
    auto outcome = ask(limit);
    while (!reached(outcome) && limit < 10s) outcome = ask(limit *= 2);
    return outcome;
  }

  // Starts one beside the test; its exceptions fail the test through run().
  template <class Coroutine>
  void spawn(Coroutine coroutine) {
    asio::co_spawn(io, std::move(coroutine), [](std::exception_ptr failure) {
      if (failure) std::rethrow_exception(failure);
    });
  }

  net::HttpServer& serve(net::HttpHandler handler) {
    options.on_error = [this](std::string_view code) { errors.emplace_back(code); };
    server = std::make_unique<net::HttpServer>(io.get_executor(), options, std::move(handler));
    server->start();
    return *server;
  }
  // Answers "<method> <path> <body>".
  net::HttpServer& serve_echo();

  asio::io_context io{1};
  net::HttpServerOptions options;
  std::unique_ptr<net::HttpServer> server;
  std::vector<std::string> errors;  // codes the server reported
};

std::size_t occurrences(std::string_view text, std::string_view part);

}  // namespace net_test
