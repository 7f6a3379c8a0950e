#pragma once
// Talk's interface for bots: one call is one attempt. I/O thread.

#include <boost/asio/awaitable.hpp>
#include <string>

#include "adapters/net/http_client.hpp"
#include "adapters/net/outcome.hpp"
#include "adapters/nextcloud/adapter.hpp"

namespace nextcloud {

class Api {
 public:
  // `random` outlives it. Throws boost::system::system_error when the CA file cannot be read.
  Api(const Options& options, core::Random& random);

  // `mark` is a name of the message for Talk, or empty. `quietly`: nobody's telephone rings.
  boost::asio::awaitable<net::HttpOutcome> post(std::string conversation, std::string text, std::string mark,
                                                bool quietly);
  // Takes back a reaction that was never there: 404 when the bot may speak in the conversation, 401 when not.
  boost::asio::awaitable<net::HttpOutcome> knock(std::string conversation);
  boost::asio::awaitable<net::HttpOutcome> capabilities();
  // The picture of a user, which everybody may see: an empty list of JSON with 404 when there is no such
  // user.
  boost::asio::awaitable<net::HttpOutcome> picture(std::string user);

  void set_secret(std::string secret) { secret_ = std::move(secret); }

  // The same name for the same key; tells nothing of it.
  std::string mark_of(const std::string& key) const;

 private:
  // `sealed` is the text that Talk checks the seal against.
  net::HttpCall signed_call(const char* method, const std::string& path, std::string_view sealed);

  std::string url_, secret_;
  core::Random& random_;
  net::HttpClient http_;
};

// Of a post.
net::Verdict verdict_of(const net::HttpOutcome& outcome);

}  // namespace nextcloud
