#include "adapters/slack/api.hpp"

#include <algorithm>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <charconv>
#include <nlohmann/json.hpp>
#include <span>

#include "adapters/net/hmac.hpp"
#include "bot/runtime/json.hpp"

namespace slack {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using std::chrono::seconds;

constexpr seconds usual_wait{30}, longest_retry{3'600};
constexpr int read_attempts = 3;
constexpr seconds longest_nap{60};  // between attempts at a read

// Calls a minute, by Slack's tiers (its pages of the methods). Posts have a limit by channel besides.
int per_minute(std::string_view method) {
  if (method == "chat.postMessage") return 200;
  if (method == "chat.update" || method.starts_with("conversations.")) return 50;
  return 100;
}

seconds wait_of(std::string_view header) {
  long number = 0;
  const auto [end, error] = std::from_chars(header.data(), header.data() + header.size(), number);
  if (error != std::errc() || end != header.data() + header.size() || header.empty()) return usual_wait;
  return std::clamp(seconds(number), seconds(1), longest_retry);
}

net::HttpClientOptions client_options(const ApiOptions& options) {
  net::HttpClientOptions client;
  client.ca_file = options.ca_file;
  return client;
}

Called meaning_of(const net::HttpOutcome& outcome) {
  Called called;
  if (outcome.error) {
    called.kind = outcome.sent ? Called::Kind::unanswered : Called::Kind::unsent;
    called.error = outcome.sent ? "no_answer" : "not_connected";
    return called;
  }
  const net::HttpReply& reply = outcome.reply;
  called.scopes = reply.headers.get("x-oauth-scopes");
  called.date = reply.headers.get("date");
  if (reply.status == 429) {
    called.kind = Called::Kind::limited;
    called.error = "ratelimited";
    called.after = wait_of(reply.headers.get("Retry-After"));
    return called;
  }
  if (reply.status != 200) {
    called.kind = reply.status >= 500 ? Called::Kind::unanswered : Called::Kind::refused;
    called.error = "http_" + std::to_string(reply.status);
    return called;
  }
  const Json json = runtime::parse_json(reply.body);
  if (!json.is_object() || !json.contains("ok")) {
    called.kind = Called::Kind::garbled;
    called.error = "not_json";
    return called;
  }
  called.body = reply.body;
  called.kind = json["ok"] == true ? Called::Kind::ok : Called::Kind::refused;
  if (!called.ok()) called.error = json.contains("error") && json["error"].is_string() ? json["error"] : "";
  if (called.error == "ratelimited" || called.error == "rate_limited") {
    called.kind = Called::Kind::limited;
    called.after = wait_of(reply.headers.get("Retry-After"));
  }
  return called;
}

}  // namespace

std::string Called::at(const std::string& pointer) const {
  const Json json = runtime::parse_json(body);
  const Json::json_pointer path(pointer);
  if (json.is_discarded() || !json.contains(path) || json[path].is_null()) return {};
  return json[path].is_string() ? json[path].get<std::string>() : json[path].dump();
}

std::string as_form(const Args& args) {
  std::string out;
  for (const auto& [name, value] : args) {
    if (!out.empty()) out += '&';
    out += boost::urls::encode(name, boost::urls::unreserved_chars) + "=" +
           boost::urls::encode(value, boost::urls::unreserved_chars);
  }
  return out;
}

Api::Api(ApiOptions options, net::Timing timing, core::Random& random)
    : options_(std::move(options)),
      timing_(std::move(timing)),
      random_(random),
      client_(client_options(options_)),
      by_channel_({{1, net::Ticks{1'000}}}) {}

net::Pace& Api::pace_of(const std::string& method) {
  const int count = per_minute(method);
  const std::vector<net::Pace::Window> windows{{count, net::Ticks{60'000}}};
  return by_minute_.try_emplace(count, windows).first->second;
}

asio::awaitable<Called> Api::send(std::string url, std::string authorization, std::string type,
                                  std::string body) {
  net::HttpCall call;
  call.method = "POST";
  call.url = std::move(url);
  call.headers.add("Content-Type", type);
  if (!authorization.empty()) call.headers.add("Authorization", authorization);
  call.body = std::move(body);
  call.limit = options_.limit;
  const net::HttpOutcome outcome = co_await client_.send(std::move(call));
  co_return meaning_of(outcome);
}

asio::awaitable<Called> Api::paced(std::string method, Args args, std::string authorization, std::string line,
                                   net::Ticks patience) {
  net::Pace& pace = pace_of(method);
  net::Ticks wait = pace.take(method, timing_.now());
  if (!line.empty()) wait = std::max(wait, by_channel_.take(line, timing_.now()));
  if (wait > patience) {
    Called called;
    called.kind = Called::Kind::limited;
    called.error = "ratelimited";
    called.after = std::chrono::ceil<seconds>(wait);
    co_return called;
  }
  if (wait.count() > 0) co_await timing_.sleep(wait);
  Called called = co_await send(options_.url + method, std::move(authorization),
                                "application/x-www-form-urlencoded; charset=utf-8", as_form(args));
  if (called.kind == Called::Kind::limited) {
    // A little more for each, so that those who wait do not come back together.
    const auto more = net::Ticks(static_cast<std::int64_t>(core::below(random_, 1'000)));
    pace.pause(method, timing_.now() + std::chrono::duration_cast<net::Ticks>(called.after) + more);
  }
  co_return called;
}

asio::awaitable<Called> Api::call(std::string method, Args args, std::string token, std::string line,
                                  net::Ticks patience) {
  if (token.empty()) {
    Called called;
    called.kind = Called::Kind::refused;
    called.error = "not_authed";
    co_return called;
  }
  co_return co_await paced(std::move(method), std::move(args), "Bearer " + token, std::move(line), patience);
}

asio::awaitable<Called> Api::read(std::string method, Args args, std::string token) {
  const net::Ticks patience = longest_nap;
  for (int attempt = 1;; ++attempt) {
    Called called = co_await call(method, args, token, std::string(), patience);
    const bool settled = called.ok() || called.kind == Called::Kind::refused;
    if (settled || attempt == read_attempts || called.after > longest_nap) co_return called;
    // A pause that Slack asked for is kept by the pace.
    if (called.kind != Called::Kind::limited) co_await timing_.sleep(net::Ticks(1'000 << attempt));
  }
}

asio::awaitable<Called> Api::call_as_app(std::string method, Args args, std::string id, std::string secret) {
  const std::string pair = id + ":" + secret;
  const std::span<const unsigned char> bytes(reinterpret_cast<const unsigned char*>(pair.data()),
                                             pair.size());
  std::string authorization = "Basic " + net::to_base64(bytes);
  const net::Ticks patience{10'000};
  co_return co_await paced(std::move(method), std::move(args), std::move(authorization), std::string(),
                           patience);
}

asio::awaitable<Called> Api::post(std::string url, std::string json) {
  std::string none;
  Called called = co_await send(std::move(url), none, "application/json; charset=utf-8", std::move(json));
  // A response_url answers "ok" or {"ok":true}; the status is what counts.
  if (called.kind == Called::Kind::garbled) called.kind = Called::Kind::ok;
  co_return called;
}

}  // namespace slack
