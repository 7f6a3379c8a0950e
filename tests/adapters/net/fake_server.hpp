#pragma once
// The server of a platform's double, on the loopback: it can be gone for a while, and hang up on everybody.
// I/O thread. Free of any test framework.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/net/http_server.hpp"

namespace net_test {

// What calls are to come to, by their names: one after the other.
template <class Fault>
class Faults {
 public:
  void add(const std::string& call, Fault fault) { waiting_[call].push_back(std::move(fault)); }
  std::optional<Fault> next(const std::string& call) {
    const auto found = waiting_.find(call);
    if (found == waiting_.end() || found->second.empty()) return std::nullopt;
    Fault fault = std::move(found->second.front());
    found->second.pop_front();
    return fault;
  }

 private:
  std::map<std::string, std::deque<Fault>> waiting_;
};

class FakeServer {
 public:
  struct Plan {
    net::HttpHandler answer;
    std::size_t megabytes = 1;  // that a body may have
    std::vector<net::WebSocketRoute> sockets{};
    net::Endpoint listen{"127.0.0.1", 0};
  };
  // Listens at once; what `plan` uses outlives it.
  FakeServer(boost::asio::any_io_executor executor, Plan plan);

  std::string host() const;  // "127.0.0.1:4300"
  std::string url() const { return "http://" + host(); }

  void go_down();
  void come_back();  // under the same address
  // All connections break; the next one comes through.
  void restart();
  // For a call that nobody is to hear the answer of: restarts, says so, and never ends.
  boost::asio::awaitable<void> hang_up(std::function<void()> then = {});
  boost::asio::awaitable<void> never();

 private:
  boost::asio::any_io_executor executor_;
  Plan plan_;
  std::unique_ptr<net::HttpServer> server_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace net_test
