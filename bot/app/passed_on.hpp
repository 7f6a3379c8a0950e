#pragma once
// A call from outside for an organisation that the other machine serves goes there by the way of the boxes
// (handover.hpp), as it came, so that its signature is looked at where it is answered. Whoever asks needs not
// know which of the two machines serves whom. As the two speak:
//
//   -> {"refleks": "handover 1", "organisation": its name, "head": 312, "body": 1804}, then so many bytes
//   <- {"status": 200, "head": 57, "body": 9120}, then so many bytes; or {"refused": words}
//
// A head is lines: of a request method, path, query, the other end and the visitor; of an answer its type;
// then names and values of the headers.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "adapters/net/http.hpp"
#include "bot/app/config.hpp"
#include "bot/app/handover_wire.hpp"

namespace app {

constexpr std::chrono::seconds longest_call{10};
constexpr int most_calls = 64;  // at once, at each end
// Of one organisation: where its database is frozen, the others keep their places.
constexpr int most_calls_of_one = most_calls / 4;
constexpr int most_unsigned_a_minute = 20, most_unsigned = 2;  // of one organisation; under way at once

// At the one that was asked and does not serve. I/O thread.
class PassedOn {
 public:
  explicit PassedOn(const Config::Handover& way);
  ~PassedOn();
  PassedOn(const PassedOn&) = delete;
  PassedOn& operator=(const PassedOn&) = delete;

  // 503 where the other machine has not got it, or does not serve that organisation either; 502 where it may
  // have got it. Never asked twice. `refused`: what Platform::refusal() says here. Of calls that none of our
  // secrets signed some go on all the same: a secret may have been changed on the other machine first.
  boost::asio::awaitable<net::Response> answer(std::string organisation, net::Request request,
                                               std::optional<net::Response> refused = std::nullopt);

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

// At the one that serves: what follows a first line that is_call(). Throw Broken.
bool is_call(const nlohmann::json& hello);
boost::asio::awaitable<net::Request> hear_call(Wire& wire, const nlohmann::json& hello);
boost::asio::awaitable<void> say_answer(Wire& wire, const net::Response& response);

}  // namespace app
