#include "adapters/nextcloud/api.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "adapters/net/json.hpp"
#include "adapters/nextcloud/signature.hpp"

namespace nextcloud {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using Kind = runtime::Delivered::Kind;
using std::chrono::seconds;

// After wrong seals Nextcloud lets a caller wait for up to 25 seconds before it answers.
constexpr std::chrono::milliseconds patience{40'000};
constexpr seconds usual_wait{60}, longest_wait{3'600};
constexpr const char* reaction = "👍";

seconds wait_of(const net::Headers& headers) {
  const std::string_view text = headers.get("Retry-After");
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return usual_wait;
  return std::clamp(seconds{number}, seconds{1}, longest_wait);
}

runtime::Delivered ended(Kind kind, const char* reason = "") {
  runtime::Delivered outcome;
  outcome.kind = kind;
  outcome.reason = reason;
  return outcome;
}

net::HttpClientOptions client_of(const Options& options) {
  net::HttpClientOptions client;
  client.ca_file = options.ca_file;
  return client;
}

}  // namespace

Api::Api(const Options& options, core::Random& random)
    : url_(options.url), secret_(options.secret), random_(random), http_(client_of(options)) {}

std::string Api::mark_of(const std::string& key) const {
  return sign(secret_, "refleks delivery ", key);
}

net::HttpCall Api::signed_call(const char* method, const std::string& path, std::string_view sealed) {
  const std::string once = core::new_id(random_) + core::new_id(random_);
  net::HttpCall call;
  call.method = method;
  call.url = url_ + "/ocs/v2.php/apps/spreed/api/v1/bot/" + path;
  call.limit = patience;
  call.headers.add("OCS-APIRequest", "true");
  call.headers.add("Accept", "application/json");
  call.headers.add("Content-Type", "application/json");
  call.headers.add("X-Nextcloud-Talk-Bot-Random", once);
  call.headers.add("X-Nextcloud-Talk-Bot-Signature", sign(secret_, once, sealed));
  return call;
}

asio::awaitable<net::HttpOutcome> Api::post(std::string conversation, std::string text, std::string mark,
                                            bool quietly) {
  net::HttpCall call = signed_call("POST", conversation + "/message", text);
  Json body{{"message", std::move(text)}, {"silent", quietly}};
  if (!mark.empty()) body["referenceId"] = std::move(mark);
  call.body = net::bytes_of(body);
  return http_.send(std::move(call));
}

asio::awaitable<net::HttpOutcome> Api::knock(std::string conversation) {
  net::HttpCall call = signed_call("DELETE", conversation + "/reaction/1", reaction);
  call.body = net::bytes_of(Json{{"reaction", reaction}});
  return http_.send(std::move(call));
}

asio::awaitable<net::HttpOutcome> Api::capabilities() {
  net::HttpCall call;
  call.url = url_ + "/ocs/v2.php/cloud/capabilities";
  call.headers.add("OCS-APIRequest", "true");
  call.headers.add("Accept", "application/json");
  return http_.send(std::move(call));
}

runtime::Delivered outcome_of(const net::HttpOutcome& outcome) {
  if (outcome.error) {
    runtime::Delivered failed = ended(outcome.sent ? Kind::unknown : Kind::retry);
    if (!outcome.sent) failed.after = usual_wait;
    return failed;
  }
  const int status = outcome.reply.status;
  switch (status) {
    case 201:
      return ended(Kind::sent);
    case 401:
      return ended(Kind::permanent, "not_authorised");
    case 403:
      return ended(Kind::permanent, "forbidden");
    case 404:
      return ended(Kind::permanent, "not_found");
    case 413:
      return ended(Kind::permanent, "too_big");
    case 429:
    case 503: {  // the second is maintenance: nothing was looked at
      runtime::Delivered later = ended(Kind::retry);
      later.after = wait_of(outcome.reply.headers);
      return later;
    }
    default:
      break;
  }
  // 400 is what Talk says of anything that fails while it posts, also when the message is there and only its
  // signaling server could not be told.
  if (status >= 500 || status == 400) return ended(Kind::unknown);
  if (status > 400) return ended(Kind::permanent, "bad_request");
  return ended(Kind::permanent, status >= 300 ? "redirected" : "no_talk");
}

}  // namespace nextcloud
