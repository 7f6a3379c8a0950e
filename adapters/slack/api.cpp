#include "adapters/slack/api.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <nlohmann/json.hpp>
#include <span>

#include "adapters/net/hmac.hpp"
#include "adapters/net/json.hpp"
#include "adapters/net/url.hpp"
#include "adapters/slack/errors.hpp"
#include "bot/runtime/json.hpp"

namespace slack {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using std::chrono::seconds;

constexpr int read_attempts = 3;
constexpr seconds longest_nap{60};  // between attempts at a read

// Calls a minute of a method in a workspace, by Slack's tiers (its pages of the methods): each is what may be
// counted on, and bursts beyond it are taken. Posts have a limit by channel besides.
int per_minute(std::string_view method) {
  if (method == "chat.postMessage") return 200;
  // Tier 4, as what follows at the end. But a window that is not opened within three seconds is never opened:
  // holding it back loses it for certain, so it is Slack's to say when there are too many (Retry-After).
  if (method == "views.open" || method == "views.update") return 1'000;
  if (method == "users.conversations") return 20;                                  // Tier 2
  if (method == "conversations.members") return 100;                               // Tier 4
  if (method == "chat.update" || method.starts_with("conversations.")) return 50;  // Tier 3
  return 100;
}

net::HttpClientOptions client_options(const ApiOptions& options) {
  net::HttpClientOptions client;
  client.ca_file = options.ca_file;
  return client;
}

net::Says meaning_of(std::string_view code) {
  switch (trouble_of(code)) {
    case Trouble::credential:
    case Trouble::place:
    case Trouble::locked:
      return net::Says::refused;
    case Trouble::passing:
      return net::Says::later;
    case Trouble::half_done:
      return net::Says::perhaps;
    default:
      return net::Says::never;
  }
}

Called called_of(net::Verdict verdict) {
  Called called;
  static_cast<net::Verdict&>(called) = std::move(verdict);
  called.error = called.reason;
  return called;
}

Called not_now(net::Ticks wait) {
  net::Verdict verdict;
  verdict.kind = net::Verdict::Kind::later;
  verdict.reason = "ratelimited";
  verdict.after = std::chrono::ceil<seconds>(wait);
  return called_of(std::move(verdict));
}

net::Pace& pace_with(std::map<int, net::Pace>& paces, int count) {
  const std::vector<net::Pace::Window> windows{{count, net::Ticks{60'000}}};
  return paces.try_emplace(count, windows).first->second;
}

Called without_token() {
  net::Verdict verdict;
  verdict.kind = net::Verdict::Kind::refused;
  verdict.reason = "not_authed";
  return called_of(std::move(verdict));
}

// `otherwise`: what it means where no JSON of Slack's came. Slack's no has a word, always.
Called heard(const net::HttpOutcome& outcome, const std::string& url, net::Says otherwise) {
  const net::HttpReply& reply = outcome.reply;
  const Json json = outcome.error ? Json() : runtime::parse_json(reply.body);
  const Json& ok = net::member(json, "ok");
  const std::string code = ok.is_null() || ok == true ? std::string() : net::text_at(json, "error");
  Called called;
  if (ok == true) {
    called = called_of(net::judge(outcome, net::Says::done));
  } else if (!code.empty()) {
    called = called_of(net::judge(outcome, meaning_of(code), code));
    if (code == "ratelimited" || code == "rate_limited") called.after = net::wait_asked(reply.headers);
  } else {
    called = called_of(net::judge(outcome, otherwise));
    called.fault = outcome.error
                       ? net::in_words(outcome, url)
                       : "HTTP: the answer is not Slack's own, status " + std::to_string(reply.status);
  }
  if (!ok.is_null()) called.body = reply.body;
  called.scopes = reply.headers.get("x-oauth-scopes");
  called.date = reply.headers.get("date");
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
  return pace_with(by_minute_, per_minute(method));
}

net::Pace& Api::outbox_pace_of(const std::string& method) {
  return pace_with(outbox_by_minute_, per_minute(method) * 3 / 4);
}

asio::awaitable<net::HttpOutcome> Api::send(std::string url, std::string authorization, std::string type,
                                            std::string body) {
  net::HttpCall call;
  call.method = "POST";
  call.url = std::move(url);
  call.headers.add("Content-Type", type);
  if (!authorization.empty()) call.headers.add("Authorization", authorization);
  call.body = std::move(body);
  call.limit = options_.limit;
  co_return co_await client_.send(std::move(call));
}

asio::awaitable<Called> Api::paced(std::string method, Args args, std::string authorization, std::string line,
                                   net::Ticks patience) {
  const net::Ticks end = timing_.now() + patience;
  net::Ticks wait = pace_of(method).ahead(method, timing_.now());
  if (wait > patience) co_return not_now(wait);  // before it takes a place in the channel's line
  if (!line.empty()) {
    wait = co_await net::wait_turn(timing_, by_channel_, std::move(line), patience);
    if (wait > net::Ticks{0}) co_return not_now(wait);
  }
  wait = co_await net::wait_turn(timing_, pace_of(method), method, end - timing_.now());
  if (wait > net::Ticks{0}) co_return not_now(wait);
  co_return co_await go(std::move(method), std::move(args), std::move(authorization));
}

asio::awaitable<void> Api::ready(std::string method, std::string line) {
  if (!line.empty()) co_await net::wait_turn(timing_, by_channel_, std::move(line));
  co_await net::wait_turn(timing_, outbox_pace_of(method), method);
  co_await net::wait_turn(timing_, pace_of(method), method);
}

asio::awaitable<Called> Api::go(std::string method, Args args, std::string authorization) {
  const net::HttpOutcome outcome =
      co_await send(options_.url + method, std::move(authorization),
                    "application/x-www-form-urlencoded; charset=utf-8", as_form(args));
  Called called = heard(outcome, options_.url, net::Says::foreign);
  if (called.kind == Called::Kind::later && called.after > seconds{0}) {
    // A little more for each, so that those who wait do not come back together.
    const auto more = net::Ticks(static_cast<std::int64_t>(core::below(random_, 1'000)));
    pace_of(method).pause(method,
                          timing_.now() + std::chrono::duration_cast<net::Ticks>(called.after) + more);
  }
  co_return called;
}

asio::awaitable<Called> Api::call(std::string method, Args args, std::string token, std::string line,
                                  net::Ticks patience) {
  if (token.empty()) co_return without_token();
  co_return co_await paced(std::move(method), std::move(args), "Bearer " + token, std::move(line), patience);
}

asio::awaitable<Called> Api::call_now(std::string method, Args args, std::string token) {
  if (token.empty()) co_return without_token();
  co_return co_await go(std::move(method), std::move(args), "Bearer " + token);
}

asio::awaitable<Called> Api::read(std::string method, Args args, std::string token) {
  const net::Ticks patience = longest_nap;
  for (int attempt = 1;; ++attempt) {
    Called called = co_await call(method, args, token, std::string(), patience);
    const bool settled =
        called.ok() || called.kind == Called::Kind::refused || called.kind == Called::Kind::never;
    if (settled || attempt == read_attempts || called.after > longest_nap) co_return called;
    // A pause that Slack asked for is kept by the pace.
    if (called.after == seconds{0}) co_await timing_.sleep(net::Ticks(1'000 << attempt));
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

bool Api::takes_files(const std::string& url) const {
  const auto there = net::parse_url(url), ours = net::parse_url(options_.url);
  if (!there || !ours) return false;
  const bool theirs =
      there->secure() && (there->host.ends_with(".slack.com") || there->host.ends_with(".slack-gov.com"));
  return theirs || (there->scheme == ours->scheme && there->host_header() == ours->host_header());
}

asio::awaitable<net::Verdict> Api::upload(std::string url, std::string bytes) {
  net::Verdict verdict;
  verdict.kind = net::Verdict::Kind::never;
  verdict.reason = "not_slack";
  if (!takes_files(url)) co_return verdict;
  std::string none;
  const net::HttpOutcome outcome =
      co_await send(std::move(url), none, "application/octet-stream", std::move(bytes));
  const bool taken = !outcome.error && outcome.reply.status == 200;
  co_return net::judge(outcome, taken ? net::Says::done : net::Says::nothing);
}

asio::awaitable<Called> Api::post(std::string url, std::string json) {
  std::string none;
  const std::string where = url;
  const net::HttpOutcome outcome =
      co_await send(std::move(url), none, "application/json; charset=utf-8", std::move(json));
  // "ok" or {"ok":true}, or nothing at all: the status is what counts, and it is said once.
  Called called = heard(outcome, where, net::Says::nothing);
  if (called.body.empty() && called.kind == Called::Kind::unclear && outcome.reply.status == 200)
    called.kind = Called::Kind::done;
  if (!outcome.error && outcome.reply.status != 200)
    called.error = "http_" + std::to_string(outcome.reply.status);
  co_return called;
}

}  // namespace slack
