// HTTP requests over http or https, by libcurl on connections that are dialled here. No redirects, no
// cookies, no repeats: those are decisions for the caller.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "adapters/net/dialling.hpp"
#include "adapters/net/fault.hpp"
#include "adapters/net/http.hpp"

namespace net {

class CaBundle;
class CurlLoop;
class Proxies;

// What calls (libcurl, in a part of its own) is loaded by the first call, or sooner by this, while
// something else is done. Throws core::PartRefused. Any thread.
void load_curl();

struct HttpClientOptions {
  std::string ca_file;  // PEM file of roots that are trusted besides the system's
  std::string user_agent = "Refleks";
  // Through a proxy the names are looked up there, and only an address in the URL itself can be held against
  // may_connect; the proxy need not pass it.
  Dialling dialling;
  std::shared_ptr<const Proxies> proxies;    // null: the house's (proxies.hpp)
  std::size_t header_bytes = 64 * 1024;      // of a response
  std::size_t body_bytes = 4 * 1024 * 1024;  // of a response, unpacked
  std::chrono::seconds kept{25};  // a connection idle for longer is not used again; servers close at some 60
};

struct HttpCall {
  std::string method = "GET";
  std::string url;  // http:// or https://, without user:password
  Headers headers;  // beyond Host, Content-Length, Connection and User-Agent, which the client writes itself
  std::string body;
  std::chrono::milliseconds limit{10'000};  // for everything, from name lookup to the last byte of the answer
};

struct HttpReply {
  int status = 0;  // 200-599
  Headers headers;
  std::string body;  // unpacked
};

// How a call ended. Without an error `reply` is a whole answer. With one, the other members decide what the
// caller may do:
// - not `sent`: not a byte of the request has left, trying again is safe;
// - `sent`: the peer may have got it and acted, trying again may do it twice;
// - `status_known`: sent, and the answer's status and headers are in `reply`; its body is broken, too large
// or
//   cut off, and `reply.body` is empty.
struct HttpOutcome {
  boost::system::error_code error;
  bool sent = false;
  bool status_known = false;
  HttpReply reply;
  Fault fault = Fault::none;  // where it broke; none without an error
};

// `outcome` for an operator: "TLS: no trusted connection to ...", "status 502"; `url` is what was called.
std::string in_words(const HttpOutcome& outcome, const std::string& url);

// Any number of calls at once; connections are kept and used again. One I/O thread; lives no longer than the
// execution context of its first call.
class HttpClient {
 public:
  // Throws boost::system::system_error when the CA file cannot be read.
  explicit HttpClient(HttpClientOptions options = {});
  ~HttpClient();  // calls under way go on
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // Never throws for what the network does. Errors: those of the dialler (dns, tcp; never sent);
  // refused_addresses; invalid_argument for a bad URL, method or header (never sent); timed_out;
  // operation_aborted when cancelled; message_size for an answer over its limits; bad_message for one that
  // is not HTTP; the proxy's (fault.hpp); else curl's.
  boost::asio::awaitable<HttpOutcome> send(HttpCall call);

 private:
  std::shared_ptr<const HttpClientOptions> options_;
  std::shared_ptr<const CaBundle> trusted_;
  std::shared_ptr<CurlLoop> loop_;  // made by the first call
};

}  // namespace net
