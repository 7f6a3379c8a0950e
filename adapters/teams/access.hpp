#pragma once
// The token with which we call Teams. A password: kept in memory alone, sent to trusted hosts alone.

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "adapters/net/http_client.hpp"
#include "adapters/net/refresh.hpp"
#include "adapters/net/timing.hpp"

namespace teams {

struct Access {
  enum class Kind { good, refused, unreachable };  // refused: wrong secret, app id or tenant
  Kind kind = Kind::unreachable;
  std::string token;
  std::string fault;  // unreachable: for an operator
};

class TokenSource {
 public:
  struct Settings {
    std::string url, app_id, secret;
  };
  // `http` outlives it.
  TokenSource(boost::asio::any_io_executor executor, net::HttpClient& http, Settings settings,
              net::Timing timing);

  // The one in hand while it lasts five minutes more, else a new one; where none comes, that one to its end.
  boost::asio::awaitable<Access> get();
  // After a 401 with `token`: the one that has come meanwhile, else a new one.
  boost::asio::awaitable<Access> instead_of(std::string token);
  // For the next one that is fetched; the token in hand stays good.
  void set_secret(std::string secret) { settings_.secret = std::move(secret); }

 private:
  boost::asio::awaitable<std::optional<net::Ticks>> fetch();

  net::HttpClient& http_;
  Settings settings_;
  net::Timing timing_;
  Access last_;         // what the last fetch brought, or a token that still lasts
  net::Ticks ends_{0};  // its life
  net::Refresher refresher_;
};

}  // namespace teams
