#include "adapters/nextcloud/api.hpp"

#include <nlohmann/json.hpp>

#include "adapters/net/json.hpp"
#include "adapters/net/url.hpp"
#include "adapters/nextcloud/signature.hpp"

namespace nextcloud {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

// After wrong seals Nextcloud lets a caller wait for up to 25 seconds before it answers.
constexpr std::chrono::milliseconds patience{40'000};
constexpr const char* reaction = "👍";

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

asio::awaitable<net::HttpOutcome> Api::picture(std::string user) {
  net::HttpCall call;
  call.url = url_ + "/index.php/avatar/" + net::percent_encoded(user) + "/64";
  return http_.send(std::move(call));
}

net::Verdict verdict_of(const net::HttpOutcome& outcome) {
  switch (outcome.reply.status) {
    case 201:
      return net::judge(outcome, net::Says::done);
    // What Talk says of anything that fails while it posts, also when the message is there and only its
    // signaling server could not be told.
    case 400:
      return net::judge(outcome, net::Says::perhaps, "bad_request");
    case 503:
      // Maintenance: nothing was looked at. Without this word it may be a gateway's.
      if (outcome.reply.headers.has("X-Nextcloud-Maintenance-Mode"))
        return net::judge(outcome, net::Says::later, "maintenance");
      break;
    default:
      break;
  }
  return net::judge(outcome);
}

}  // namespace nextcloud
