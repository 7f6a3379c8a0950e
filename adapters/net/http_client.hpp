// One HTTP request over http or https. No redirects, no cookies, no retries: those are decisions for the
// caller.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "adapters/net/http.hpp"
#include "adapters/net/may_connect.hpp"

namespace net {

class TlsContext;

struct HttpClientOptions {
  std::string ca_file;  ///< PEM file of trusted roots; empty = the system's
  std::string user_agent = "Refleks";
  MayConnect may_connect;                    ///< asked about each address before it is connected to
  std::size_t header_bytes = 32 * 1024;      ///< of a response
  std::size_t body_bytes = 4 * 1024 * 1024;  ///< of a response
};

struct HttpCall {
  std::string method = "GET";
  std::string url;  ///< http:// or https://, without user:password
  Headers
      headers;  ///< beyond Host, Content-Length, Connection and User-Agent, which the client writes itself
  std::string body;
  std::chrono::milliseconds limit{
      10'000};  ///< for everything, from name lookup to the last byte of the answer
};

struct HttpReply {
  int status = 0;  ///< 200-599
  Headers headers;
  std::string body;
};

/// How a call ended. With an error `reply` is empty, and `sent` decides what the caller may do: false = not a
/// byte of the request has left, trying again is safe; true = the peer may have got it and acted, trying
/// again may do it twice.
struct HttpOutcome {
  boost::system::error_code error;
  bool sent = false;
  HttpReply reply;
};

/// Stateless: each call has its own connection; any number may run at once. One I/O thread.
class HttpClient {
 public:
  /// Throws boost::system::system_error when the CA file cannot be read.
  explicit HttpClient(HttpClientOptions options = {});
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// Never throws for what the network does. Errors: those of net::connect (never sent); invalid_argument for
  /// a bad URL, method or header (never sent); timed_out; operation_aborted when cancelled; end of stream and
  /// Beast's HTTP errors for a broken or too large answer. The client outlives the call.
  boost::asio::awaitable<HttpOutcome> send(HttpCall call);

 private:
  HttpClientOptions options_;
  std::shared_ptr<TlsContext> tls_;
};

}  // namespace net
