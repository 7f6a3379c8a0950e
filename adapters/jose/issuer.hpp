#pragma once
// What whoever signs tokens publishes: an OpenID metadata document and the keys that it names, fetched and
// kept.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/jose/token.hpp"
#include "adapters/net/http_client.hpp"
#include "adapters/net/refresh.hpp"
#include "adapters/net/timing.hpp"

namespace jose {

struct Published {
  std::string metadata_url;
  std::string issuer{};  // what the document must say it is; empty: whatever
};

// Both live for a day. An unknown key id gives one refresh, at most once in five minutes; a refresh that
// fails leaves the old ones in use. One fetch at a time; who comes meanwhile waits for it.
class Issuer {
 public:
  // `http` outlives the issuer. `name` begins what the log says. Throws std::invalid_argument for an address
  // that is neither https nor on this machine.
  Issuer(boost::asio::any_io_executor executor, net::HttpClient& http, std::string name, Published where,
         net::Timing timing);

  boost::asio::awaitable<std::optional<Key>> find(std::string kid);
  boost::asio::awaitable<std::string> metadata();  // JSON; empty: it could not be fetched
  bool empty() const { return keys_.empty(); }     // nothing could be fetched so far

 private:
  boost::asio::awaitable<std::optional<net::Ticks>> refresh();
  struct Document {
    std::string metadata;
    std::vector<Key> keys;
  };
  boost::asio::awaitable<std::optional<Document>> load();
  boost::asio::awaitable<std::optional<std::string>> get(std::string url);
  std::optional<Key> known(const std::string& kid) const;

  net::HttpClient& http_;
  std::string name_;
  Published where_;
  std::string metadata_;
  std::vector<Key> keys_;
  net::Refresher refresher_;
};

}  // namespace jose
