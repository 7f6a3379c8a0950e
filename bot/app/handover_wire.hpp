#pragma once
// How the two ends of a hand-over speak (handover.hpp): lines of JSON, and bytes between them.

#include <sodium.h>

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

#include "adapters/net/stream.hpp"
#include "adapters/net/tls_server.hpp"
#include "bot/app/config.hpp"

namespace app {

// What goes wrong between the two, in words for an operator.
struct Broken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// What this machine shows, and whom it takes.
net::TlsPeer peer_of(const Config::Handover& way);

// Made outside of coroutines: GCC 12 does not take braces of JSON in them.
nlohmann::json wire_line(const char* key, nlohmann::json value);

// One more of what is bounded, for as long as it lives.
template <class Number>
class Counted {
 public:
  explicit Counted(Number& of) : count_(of) { ++count_; }
  ~Counted() { --count_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

 private:
  Number& count_;
};

// Both ends' count of what was carried.
class Sum {
 public:
  Sum();
  ~Sum();
  Sum(const Sum&) = delete;
  Sum& operator=(const Sum&) = delete;
  void add(std::string_view bytes);
  std::string text();  // once

 private:
  crypto_generichash_state state_{};
};

// A stream read in lines and bytes; what was in its buffer does not linger. All throw Broken.
class Wire {
 public:
  static constexpr auto version = "handover 1";
  static constexpr std::size_t longest_line = 1024, portion = 64 * 1024;
  static constexpr std::chrono::seconds longest_greeting{2};

  explicit Wire(std::unique_ptr<net::Stream> stream);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  net::Stream& stream() { return *stream_; }

  boost::asio::awaitable<void> say(nlohmann::json line);
  boost::asio::awaitable<void> send(std::string_view bytes);
  boost::asio::awaitable<nlohmann::json> hear();  // an object
  // At least one byte, at most `most`; good until the next call.
  boost::asio::awaitable<std::string_view> bytes(std::size_t most);

 private:
  std::unique_ptr<net::Stream> stream_;
  std::string buffer_;
  std::size_t taken_ = 0, there_ = 0;
};

}  // namespace app
