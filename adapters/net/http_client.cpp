#include "adapters/net/http_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>
#include <optional>

#include "adapters/net/deadline.hpp"
#include "adapters/net/http_parser.hpp"
#include "adapters/net/stream.hpp"
#include "adapters/net/url.hpp"
#include "adapters/net/use_tuple.hpp"

namespace net {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;

namespace {

constexpr std::size_t read_bytes = 16 * 1024;

bool may_send(const HttpCall& call) {
  auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (call.method.empty() || !std::all_of(call.method.begin(), call.method.end(), upper)) return false;
  for (const char* own : {"Host", "Content-Length", "Connection", "User-Agent", "Transfer-Encoding"}) {
    if (call.headers.has(own)) return false;
  }
  return call.headers.safe_to_send();
}

std::string head_of(const HttpCall& call, const Url& url, const std::string& user_agent) {
  std::string head = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: {}\r\nConnection: close\r\n",
                                 call.method, url.target, url.host_header(), user_agent);
  for (std::size_t i = 0; i < call.headers.size(); ++i) {
    head += fmt::format("{}: {}\r\n", call.headers[i].name, call.headers[i].value);
  }
  if (!call.body.empty() || call.method == "POST" || call.method == "PUT" || call.method == "PATCH") {
    head += fmt::format("Content-Length: {}\r\n", call.body.size());
  }
  return head + "\r\n";
}

using ReplyParser = HttpParser<false>;

// Reads one response, skipping interim ones (100 Continue, 103 Early Hints).
asio::awaitable<error_code> read_reply(Stream& stream, const HttpClientOptions& options, bool without_body,
                                       std::optional<ReplyParser>& parser) {
  beast::flat_buffer buffer(options.header_bytes + read_bytes);
  do {
    parser.emplace(options.header_bytes, options.body_bytes);
    parser->skip(without_body);
    for (;;) {
      error_code parsed = parser->feed(buffer);
      if (!parsed) break;
      if (parsed != beast::http::error::need_more) co_return parsed;
      std::size_t room = std::min(read_bytes, buffer.max_size() - buffer.size());
      if (room == 0) co_return error_code(beast::http::error::header_limit);
      auto [error, size] = co_await stream.async_read_some(buffer.prepare(room), use_tuple);
      buffer.commit(size);
      if (error == asio::error::eof && parser->got_some()) {
        parser->put_eof(error);  // a whole message when its length was not told, else partial_message
        if (!error) break;
      }
      if (error) co_return error;
    }
  } while (parser->status < 200);
  co_return error_code();
}

// `outcome` belongs to the caller, so that it still says what was sent when this coroutine is thrown out of a
// wait.
asio::awaitable<void> exchange(const HttpCall& call, const HttpClientOptions& options,
                               std::shared_ptr<TlsContext> tls, HttpOutcome& outcome) {
  auto url = parse_url(call.url);
  if (!url || !url->scheme.starts_with("http") || !may_send(call)) {
    outcome.error = make_error_code(boost::system::errc::invalid_argument);
    co_return;
  }
  if (!url->secure()) tls = nullptr;
  auto when = std::chrono::steady_clock::now() + call.limit;
  auto connected = co_await connect(url->host, url->port, tls, when, options.may_connect);
  if (!connected) {
    outcome.error = connected.error();
    co_return;
  }
  std::unique_ptr<Stream> stream = std::move(*connected);
  Deadline limit(stream->get_executor(), when, [&stream] { stream->close(); });

  std::string head = head_of(call, *url, options.user_agent);
  std::array<asio::const_buffer, 2> message{asio::buffer(head), asio::buffer(call.body)};
  outcome.sent = true;
  auto [write_error, written] = co_await asio::async_write(*stream, message, use_tuple);
  // A server may answer and hang up before it has read all of the request (413, for example): look for that
  // answer.
  std::optional<ReplyParser> parser;
  outcome.error = co_await read_reply(*stream, options, call.method == "HEAD", parser);
  stream->close();
  if (limit.expired()) {
    outcome.error = asio::error::timed_out;
  } else if (outcome.error && write_error) {
    outcome.error = write_error;
  }
  if (outcome.error) co_return;
  outcome.reply.status = parser->status;
  outcome.reply.headers = std::move(parser->headers);
  outcome.reply.body = std::move(parser->body);
}

}  // namespace

HttpClient::HttpClient(HttpClientOptions options)
    : options_(std::move(options)), tls_(make_tls_client(options_.ca_file)) {}

HttpClient::~HttpClient() = default;

asio::awaitable<HttpOutcome> HttpClient::send(HttpCall call) {
  HttpOutcome outcome;
  try {
    co_await exchange(call, options_, tls_, outcome);
  } catch (const boost::system::system_error& thrown) {
    outcome.error = thrown.code();  // a cancelled coroutine is thrown out of its next wait
  }
  co_return outcome;
}

}  // namespace net
