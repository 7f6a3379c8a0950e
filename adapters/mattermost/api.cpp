#include "adapters/mattermost/api.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/net/json.hpp"
#include "adapters/net/url.hpp"
#include "bot/core/ascii.hpp"
#include "bot/runtime/json.hpp"
#include "bot/runtime/json_text.hpp"

namespace mattermost {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using namespace std::chrono_literals;

// What a server with limits takes of one address as it is delivered: 10 in a second.
const std::vector<net::Pace::Window> limits{{10, 1s}}, outbox_limits{{8, 1s}};
constexpr net::Ticks patience = 10s;

bool is_json(const std::string& body) {
  const runtime::JsonText read(body, {Api::answer_bytes});
  return read.root().is_object() || read.root().is_array();
}

}  // namespace

Api::Api(std::string site, std::string token, const std::string& ca_file, net::Timing timing)
    : site_(std::move(site)),
      token_(std::move(token)),
      timing_(std::move(timing)),
      http_([&] {
        net::HttpClientOptions options;
        options.ca_file = ca_file;
        options.body_bytes = answer_bytes;
        return options;
      }()),
      pace_(limits),
      outbox_pace_(outbox_limits) {}

asio::awaitable<Called> Api::get(std::string path, bool paced) {
  net::HttpCall request;
  request.url = site_ + "/api/v4" + path;
  co_return co_await call(std::move(request), true, paced);
}

asio::awaitable<Called> Api::send(std::string method, std::string path, Json body, bool paced) {
  net::HttpCall request;
  request.method = std::move(method);
  request.url = site_ + "/api/v4" + path;
  request.body = net::bytes_of(body);
  co_return co_await call(std::move(request), true, paced);
}

asio::awaitable<Called> Api::upload(std::string channel, std::string name, std::string png) {
  net::HttpCall request;
  request.method = "POST";
  request.url = site_ + "/api/v4/files?channel_id=" + net::percent_encoded(channel) +
                "&filename=" + net::percent_encoded(name);
  request.headers.add("Content-Type", "image/png");
  request.body = std::move(png);
  co_return co_await call(std::move(request), true);
}

asio::awaitable<Called> Api::post_outside(std::string path, Json body) {
  net::HttpCall request;
  request.method = "POST";
  request.url = site_ + path;
  request.body = net::bytes_of(body);
  co_return co_await call(std::move(request), false);
}

asio::awaitable<Called> Api::sign_in(Json body) {
  Called called = co_await post_outside("/api/v4/users/login", std::move(body));
  if (called.ok()) token_ = called.session;
  co_return called;
}

asio::awaitable<void> Api::ready() {
  const std::string line;
  co_await net::wait_turn(timing_, outbox_pace_, line);
  co_await net::wait_turn(timing_, pace_, line);
}

asio::awaitable<Called> Api::call(net::HttpCall request, bool with_token, bool paced) {
  Called called;
  const std::string line;
  net::Ticks wait{0};
  if (!paced) wait = co_await net::wait_turn(timing_, pace_, line, patience);
  if (wait > 0ms) {  // somebody waits for us; the outbox comes again
    called.kind = Called::Kind::later;
    called.reason = "too_many";
    called.after = std::chrono::ceil<std::chrono::seconds>(wait);
    co_return called;
  }
  if (with_token) request.headers.add("Authorization", "Bearer " + token_);
  if (!request.body.empty() && !request.headers.has("Content-Type"))
    request.headers.add("Content-Type", "application/json");
  net::HttpOutcome outcome = co_await http_.send(std::move(request));
  const int status = outcome.reply.status;
  // Outside the interface it answers a word, and the status is what counts.
  const bool marked = status >= 200 && status < 300 && (!with_token || is_json(outcome.reply.body));
  net::Says says = marked ? net::Says::done : net::Says::nothing;
  // Each of its errors has one.
  if (!marked && with_token && !runtime::parse_json(outcome.reply.body).contains("id"))
    says = net::Says::foreign;
  static_cast<net::Verdict&>(called) = net::judge(outcome, says);
  called.status = status;
  if (outcome.error) called.fault = net::in_words(outcome, site_);
  called.version = short_version(outcome.reply.headers.get("X-Version-Id"));
  if (!with_token) called.session = outcome.reply.headers.get("Token");
  called.body = std::move(outcome.reply.body);
  if (!called.ok()) called.error = text_in(called.body, "id");
  if (called.status == 429) pace_.pause("", timing_.now() + called.after);
  co_return called;
}

std::string short_version(std::string_view version) {
  const auto first = version.find('.');
  if (first == version.npos) return {};
  const std::string_view interactions = version.substr(0, version.find('.', first + 1));
  const bool digits = std::all_of(interactions.begin(), interactions.end(),
                                  [](char c) { return c == '.' || core::ascii::is_digit(c); });
  return digits && interactions.size() <= 8 ? std::string(interactions) : std::string();
}

bool has_form_steps(std::string_view version) {
  const auto dot = version.find('.');
  if (dot == version.npos) return false;
  const int major = core::ascii::number<int>(version.substr(0, dot)).value_or(0);
  return major > 11 || (major == 11 && core::ascii::number<int>(version.substr(dot + 1)).value_or(0) >= 1);
}

std::string text_in(const std::string& json, const char* key) {
  const Json parsed = runtime::parse_json(json);
  if (!parsed.is_object()) return {};
  const auto found = parsed.find(key);
  return found != parsed.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool is_inside(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.") || host.starts_with("10.") ||
         host.starts_with("192.168.") || host.starts_with("172.") || host.find('.') == host.npos ||
         host.ends_with(".local") || host.ends_with(".lan") || host.ends_with(".internal");
}

bool is_id(std::string_view text) {
  return text.size() == 26 && core::ascii::is_small_name(text);
}

}  // namespace mattermost
