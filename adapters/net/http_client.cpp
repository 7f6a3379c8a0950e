#include "adapters/net/http_client.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>
#include <optional>

#include "adapters/net/ca_bundle.hpp"
#include "adapters/net/dialer.hpp"
#include "adapters/net/outcome.hpp"
#include "adapters/net/proxies.hpp"
#include "adapters/net/reachability.hpp"
#include "adapters/net/transfer.hpp"

namespace net {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

bool may_send(const HttpCall& call) {
  auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (call.method.empty() || !std::all_of(call.method.begin(), call.method.end(), upper)) return false;
  for (const char* own :
       {"Host", "Content-Length", "Connection", "User-Agent", "Transfer-Encoding", "Expect"}) {
    if (call.headers.has(own)) return false;
  }
  // curl would write a line break inside a header as it is.
  return call.headers.safe_to_send();
}

// Also the forms that the C library takes for an address: "2130706433", "0x7f.1".
std::optional<asio::ip::address> literal(const std::string& host) {
  error_code is_name;
  const asio::ip::address address = asio::ip::make_address(host, is_name);
  if (!is_name) return address;
  in_addr old{};
  if (inet_aton(host.c_str(), &old) == 0) return std::nullopt;
  return asio::ip::address_v4(ntohl(old.s_addr));
}

void fail(HttpOutcome& outcome, Fault fault, error_code error) {
  outcome.fault = fault;
  outcome.error = error;
}

// `outcome` says what is known also when this is thrown out of a wait.
asio::awaitable<void> exchange(CurlTransfer& transfer, const Url& to, bool by_proxy, Dialling dialling,
                               std::chrono::steady_clock::time_point deadline, HttpOutcome& outcome) {
  co_await transfer.round();  // on a kept connection, if there is one
  if (!transfer.wants_socket()) co_return;
  Dialled dialled = co_await dial(to.host, to.port, deadline, dialling);
  if (dialled.error) {
    fail(outcome, by_proxy ? Fault::proxy : dialled.fault, dialled.error);
    co_return;
  }
  transfer.give(std::move(*dialled.socket));
  co_await transfer.round();
}

void tell_log(const HttpOutcome& outcome, const std::string& url, const std::string& host) {
  const int status = outcome.reply.status;
  if (outcome.error)
    not_reached(host, in_words(outcome, url));
  else if (status >= 500 || status == 407)
    not_reached(host, fmt::format("HTTP: {} answered with status {}", host, status));
  else if (is_of_another(outcome.reply))
    not_reached(host,
                fmt::format("HTTP: something before {} answered with status {}; look at the address, and at "
                            "firewalls and proxies on the way",
                            host, status));
  else
    reached(host);
}

}  // namespace

HttpClient::HttpClient(HttpClientOptions options)
    : options_(std::make_shared<const HttpClientOptions>(std::move(options))),
      trusted_(std::make_shared<const CaBundle>(options_->ca_file)) {}

HttpClient::~HttpClient() = default;

asio::awaitable<HttpOutcome> HttpClient::send(HttpCall call) {
  const auto options = options_;
  const auto trusted = trusted_;
  HttpOutcome outcome;
  const auto url = parse_url(call.url);
  if (!url || !url->scheme.starts_with("http") || !may_send(call)) {
    fail(outcome, Fault::call, make_error_code(boost::system::errc::invalid_argument));
    co_return outcome;
  }
  auto executor = co_await asio::this_coro::executor;
  const auto deadline = std::chrono::steady_clock::now() + call.limit;
  const auto proxy = (options->proxies ? *options->proxies : house_proxies()).of(*url);
  Url to = *url;
  Dialling dialling = options->dialling;
  if (proxy) {
    const auto address = literal(url->host);
    if (address && dialling.may_connect && !dialling.may_connect(*address)) {
      fail(outcome, Fault::tcp, make_error_code(refused_addresses));
      co_return outcome;
    }
    to.host = proxy->host;
    to.port = proxy->port;
    dialling.may_connect = nullptr;
  }
  if (!loop_) loop_ = std::make_shared<CurlLoop>(executor);
  CurlTransfer transfer(loop_, call, *options, *url, proxy, trusted->path(), deadline);
  bool cancelled = false;
  try {
    co_await exchange(transfer, to, proxy.has_value(), dialling, deadline, outcome);
  } catch (const boost::system::system_error&) {
    cancelled = true;  // such a coroutine is thrown out of its next wait
  }
  if (!outcome.error) transfer.tell(outcome);
  if (!cancelled) tell_log(outcome, call.url, url->host);
  co_return outcome;
}

std::string in_words(const HttpOutcome& outcome, const std::string& url) {
  if (!outcome.error) return fmt::format("status {}", outcome.reply.status);
  const auto parts = parse_url(url);
  const auto proxy = parts ? house_proxies().of(*parts) : std::nullopt;
  return in_words(outcome.fault, outcome.error, parts ? parts->host : std::string("the address"),
                  proxy ? proxy->address() : std::string());
}

}  // namespace net
