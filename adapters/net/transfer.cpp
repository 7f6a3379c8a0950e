#include "adapters/net/transfer.hpp"

#include <fmt/format.h>

#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <new>

#include "adapters/net/blanks.hpp"
#include "adapters/net/use_tuple.hpp"
#include "bot/core/ascii.hpp"

namespace net {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// For names that curl must not look up itself (RFC 5737): it is handed sockets, never asked to connect.
constexpr const char* no_address = "192.0.2.1";

void append(curl_slist*& list, const std::string& line) {
  curl_slist* longer = curl().slist_append(list, line.c_str());
  if (!longer) throw std::bad_alloc();
  list = longer;
}

}  // namespace

CurlTransfer::CurlTransfer(std::shared_ptr<CurlLoop> loop, const HttpCall& call,
                           const HttpClientOptions& options, const Url& url,
                           const std::optional<Proxy>& proxy, const std::string& ca_file,
                           std::chrono::steady_clock::time_point deadline)
    : loop_(std::move(loop)),
      call_(call),
      options_(options),
      secure_(url.secure()),
      by_proxy_(proxy.has_value()),
      harmless_(call.method == "GET" || call.method == "HEAD"),
      done_(loop_->executor(), deadline),
      easy_(curl().easy_init()) {
  if (!easy_) throw std::bad_alloc();
  const std::string whole = url.scheme + "://" + url.host_header() + url.target;
  curl().easy_setopt(easy_, CURLOPT_URL, whole.c_str());
  curl().easy_setopt(easy_, CURLOPT_CAINFO, ca_file.c_str());
  curl().easy_setopt(easy_, CURLOPT_CAPATH,
                     nullptr);  // with it every new connection reads all of the system's
  curl().easy_setopt(easy_, CURLOPT_PROXY, proxy ? ("http://" + proxy->address()).c_str() : "");
  curl().easy_setopt(easy_, CURLOPT_NOPROXY, "");  // decided already
  append(addresses_, "*:" + url.port + ":" + no_address);
  if (proxy) {
    append(addresses_, "*:" + proxy->port + ":" + no_address);
    if (!proxy->user.empty()) {
      curl().easy_setopt(easy_, CURLOPT_PROXYUSERNAME, proxy->user.c_str());
      curl().easy_setopt(easy_, CURLOPT_PROXYPASSWORD, proxy->password.c_str());
    }
  }
  curl().easy_setopt(easy_, CURLOPT_RESOLVE, addresses_);
  prepare(call);
}

CurlTransfer::~CurlTransfer() {
  take_out();
  curl().easy_cleanup(easy_);
  curl().slist_free_all(headers_);
  curl().slist_free_all(addresses_);
}

void CurlTransfer::prepare(const HttpCall& call) {
  curl().easy_setopt(easy_, CURLOPT_PRIVATE, static_cast<Transfer*>(this));
  curl().easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  curl().easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
  curl().easy_setopt(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl().easy_setopt(easy_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl().easy_setopt(easy_, CURLOPT_MAXAGE_CONN, static_cast<long>(options_.kept.count()));
  curl().easy_setopt(easy_, CURLOPT_ACCEPT_ENCODING, "gzip");
  curl().easy_setopt(easy_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl().easy_setopt(easy_, CURLOPT_USERAGENT, options_.user_agent.c_str());
  curl().easy_setopt(easy_, CURLOPT_OPENSOCKETFUNCTION, &CurlTransfer::on_open);
  curl().easy_setopt(easy_, CURLOPT_OPENSOCKETDATA, this);
  curl().easy_setopt(easy_, CURLOPT_SOCKOPTFUNCTION, &CurlTransfer::on_options);
  curl().easy_setopt(easy_, CURLOPT_CLOSESOCKETFUNCTION, &CurlLoop::close_socket);
  curl().easy_setopt(easy_, CURLOPT_CLOSESOCKETDATA, loop_.get());
  curl().easy_setopt(easy_, CURLOPT_PREREQFUNCTION, &CurlTransfer::on_request);
  curl().easy_setopt(easy_, CURLOPT_PREREQDATA, this);
  curl().easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &CurlTransfer::on_head);
  curl().easy_setopt(easy_, CURLOPT_HEADERDATA, this);
  curl().easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &CurlTransfer::on_body);
  curl().easy_setopt(easy_, CURLOPT_WRITEDATA, this);

  const bool with_body =
      !call.body.empty() || call.method == "POST" || call.method == "PUT" || call.method == "PATCH";
  if (with_body) {
    curl().easy_setopt(easy_, CURLOPT_POSTFIELDS, call.body.c_str());
    curl().easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
  }
  if (call.method == "HEAD")
    curl().easy_setopt(easy_, CURLOPT_NOBODY, 1L);
  else
    curl().easy_setopt(easy_, CURLOPT_CUSTOMREQUEST, call.method.c_str());

  append(headers_, "Expect:");  // so that nothing waits for leave to send its body
  if (!call.headers.has("Content-Type")) append(headers_, "Content-Type:");
  for (std::size_t i = 0; i < call.headers.size(); ++i) {
    const auto field = call.headers[i];
    append(headers_, field.value.empty() ? fmt::format("{};", field.name)
                                         : fmt::format("{}: {}", field.name, field.value));
  }
  curl().easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_);
}

void CurlTransfer::give(asio::ip::tcp::socket socket) {
  socket_.emplace(std::move(socket));
}

asio::awaitable<void> CurlTransfer::round() {
  result_.reset();
  asked_ = opened_ = stale_ = repeated_ = false;
  // Also so that a connection that came back meanwhile is not taken instead of the new one.
  curl().easy_setopt(easy_, CURLOPT_FRESH_CONNECT, socket_ ? 1L : 0L);
  running_ = true;
  loop_->start(easy_);
  co_await done_.async_wait(use_tuple);
  take_out();
  socket_.reset();
}

void CurlTransfer::take_out() {
  if (running_) loop_->stop(easy_);
  running_ = false;
}

void CurlTransfer::finished(CURLcode result) noexcept {
  result_ = result;
  done_.cancel();
}

long CurlTransfer::info(CURLINFO what) const {
  long value = 0;
  curl().easy_getinfo(easy_, what, &value);
  return value;
}

bool CurlTransfer::sent() const {
  return allowed_ && info(CURLINFO_REQUEST_SIZE) > size_before_;
}

void CurlTransfer::tell(HttpOutcome& outcome) const {
  const long status = info(CURLINFO_RESPONSE_CODE);
  outcome.sent = sent();
  outcome.status_known = outcome.sent && head_done_ && status >= 200 && status <= 599;
  if (outcome.status_known) {
    outcome.reply.status = static_cast<int>(status);
    for (const auto& [name, value] : fields_) outcome.reply.headers.add(name, value);
  }
  outcome.error = failure();
  if (outcome.error)
    outcome.fault = place();
  else if (!outcome.status_known || !head_is_sound()) {
    // curl takes a head that was cut off, and statuses that are none, for an answer.
    outcome.error = make_error_code(boost::system::errc::bad_message);
    outcome.fault = Fault::http;
  } else {
    outcome.reply.body = body_;
  }
}

// What curl lets through although two readers could see two answers in it.
bool CurlTransfer::head_is_sound() const {
  std::string_view length;
  bool chunked = false;
  for (const auto& [name, value] : fields_)
    chunked = chunked || equal_ignoring_case(name, "Transfer-Encoding");
  for (const auto& [name, value] : fields_) {
    if (chunked || !equal_ignoring_case(name, "Content-Length")) continue;
    if (value.size() > 18 || !core::ascii::is_digits(value)) return false;
    if (!length.empty() && length != value) return false;
    length = value;
  }
  return true;
}

error_code CurlTransfer::failure() const {
  if (!result_) {
    const bool late = done_.expiry() <= std::chrono::steady_clock::now();
    return late ? error_code(asio::error::timed_out) : error_code(asio::error::operation_aborted);
  }
  if (too_large_) return make_error_code(boost::system::errc::message_size);
  if (repeated_ || (asked_ && sent())) return error_code(CURLE_GOT_NOTHING, curl_category());
  if (*result_ == CURLE_OK) return {};
  if (place() == Fault::proxy) return proxy_answered(static_cast<int>(info(CURLINFO_HTTP_CONNECTCODE)));
  if (*result_ == CURLE_PEER_FAILED_VERIFICATION) return untrusted(info(CURLINFO_SSL_VERIFYRESULT));
  return error_code(*result_, curl_category());
}

Fault CurlTransfer::place() const {
  if (allowed_) return Fault::http;
  if (result_ && (*result_ == CURLE_URL_MALFORMAT || *result_ == CURLE_UNSUPPORTED_PROTOCOL))
    return Fault::call;
  const long connected = info(CURLINFO_HTTP_CONNECTCODE);
  if (by_proxy_ && secure_ && (connected < 200 || connected > 299)) return Fault::proxy;
  return secure_ ? Fault::tls : Fault::tcp;
}

curl_socket_t CurlTransfer::on_open(void* self, curlsocktype, curl_sockaddr*) {
  auto* transfer = static_cast<CurlTransfer*>(self);
  if (!transfer->socket_) {
    transfer->asked_ = true;
    return CURL_SOCKET_BAD;
  }
  try {
    const curl_socket_t handle = transfer->loop_->adopt(std::move(*transfer->socket_));
    transfer->socket_.reset();
    transfer->opened_ = true;
    return handle;
  } catch (const std::exception&) {
    return CURL_SOCKET_BAD;
  }
}

// Just before the request leaves. curl sends it again by itself, on a new connection, when a kept one dies
// without an answer; it asks here before it does.
int CurlTransfer::on_request(void* self, char*, char*, int, int local_port) {
  auto* transfer = static_cast<CurlTransfer*>(self);
  if (transfer->allowed_ && !transfer->harmless_) {
    transfer->repeated_ = true;
    return CURL_PREREQFUNC_ABORT;
  }
  // Bytes that wait on a kept connection are the answer to nothing we asked.
  if (!transfer->opened_ && transfer->loop_->is_stale(local_port)) {
    transfer->stale_ = true;
    return CURL_PREREQFUNC_ABORT;
  }
  transfer->size_before_ = transfer->info(CURLINFO_REQUEST_SIZE);
  transfer->allowed_ = true;
  return CURL_PREREQFUNC_OK;
}

std::size_t CurlTransfer::on_head(char* data, std::size_t, std::size_t size, void* self) {
  auto* transfer = static_cast<CurlTransfer*>(self);
  try {
    return transfer->take_line({data, size}) ? size : 0;
  } catch (const std::exception&) {
    return 0;
  }
}

bool CurlTransfer::take_line(std::string_view line) {
  if (line.starts_with("HTTP/") && !head_done_) {
    fields_.clear();
    head_bytes_ = 0;
  }
  head_bytes_ += line.size();
  if (head_bytes_ > options_.header_bytes) {
    too_large_ = true;
    return false;
  }
  if (head_done_) return true;  // a trailer behind a chunked body must not pass for a header
  const std::string_view text = trimmed(line);
  if (text.empty()) {
    head_done_ = info(CURLINFO_RESPONSE_CODE) >= 200;
  } else if (line.front() == ' ' || line.front() == '\t') {
    if (!fields_.empty()) fields_.back().second += " " + std::string(text);
  } else if (const std::size_t colon = text.find(':'); colon != text.npos && !line.starts_with("HTTP/")) {
    fields_.emplace_back(trimmed(text.substr(0, colon)), trimmed(text.substr(colon + 1)));
  }
  return true;
}

std::size_t CurlTransfer::on_body(char* data, std::size_t, std::size_t size, void* self) {
  auto* transfer = static_cast<CurlTransfer*>(self);
  if (size > transfer->options_.body_bytes - transfer->body_.size()) {
    transfer->too_large_ = true;
    return 0;
  }
  try {
    transfer->body_.append(data, size);
    return size;
  } catch (const std::exception&) {
    return 0;
  }
}

}  // namespace net
