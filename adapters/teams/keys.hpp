#pragma once
// The public keys of whoever signs what comes to us, fetched from an OpenID metadata document and kept.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/net/http_client.hpp"
#include "adapters/net/timing.hpp"
#include "adapters/teams/single_flight.hpp"
#include "adapters/teams/token.hpp"

namespace teams {

// Keys live for a day. An unknown key id gives one refresh, at most once in five minutes; a refresh that
// fails leaves the old keys in use. One fetch at a time; who comes meanwhile waits for it.
class KeyStore {
 public:
  // `http` outlives the store. Throws std::invalid_argument for an address that is neither https nor on this
  // machine.
  KeyStore(boost::asio::any_io_executor executor, net::HttpClient& http, std::string metadata_url,
           net::Timing timing);

  boost::asio::awaitable<std::optional<Key>> find(std::string kid);
  bool empty() const { return keys_.empty(); }  // nothing could be fetched so far

 private:
  boost::asio::awaitable<void> refresh();
  boost::asio::awaitable<std::optional<std::vector<Key>>> load();
  boost::asio::awaitable<std::optional<std::string>> get(std::string url);
  std::optional<Key> known(const std::string& kid) const;

  net::HttpClient& http_;
  std::string metadata_url_;
  net::Timing timing_;
  std::vector<Key> keys_;
  std::optional<net::Ticks> loaded_, tried_, surprised_;  // last success, last attempt, last unknown id
  SingleFlight fetch_;
};

}  // namespace teams
