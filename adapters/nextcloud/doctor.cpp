// What `refleks doctor` asks Nextcloud.

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/net/json.hpp"
#include "adapters/nextcloud/adapter.hpp"
#include "adapters/nextcloud/api.hpp"

namespace nextcloud {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using runtime::Finding;
using runtime::Findings;

Finding of(Finding::Kind kind, std::string what, const Options& options, std::string why = {},
           std::string todo = {}) {
  return {kind, std::move(what) + " (" + options.workspace + ")", std::move(why), std::move(todo)};
}

bool has_bots(const std::string& body) {
  const Json answer = Json::parse(body, nullptr, false);
  const Json& all = net::member(net::member(net::member(answer, "ocs"), "data"), "capabilities");
  const Json& features = net::member(net::member(all, "spreed"), "features");
  return features.is_array() && std::find(features.begin(), features.end(), "bots-v1") != features.end();
}

}  // namespace

asio::awaitable<Findings> examine(Options options, core::Random& random) {
  Findings found;
  Api api(options, random);
  const net::HttpOutcome asked = co_await api.capabilities();
  if (asked.error) {
    found.push_back(of(Finding::Kind::bad, "no answer from url; " + net::in_words(asked, options.url),
                       options, "Nothing can be posted.",
                       "See whether the server is up and the address right."));
    co_return found;
  }
  if (!has_bots(asked.reply.body)) {
    found.push_back(of(Finding::Kind::bad, "the server has no Talk that knows bots", options,
                       "Nothing can be posted.",
                       "See that url is right and Talk (17.1 or later, Nextcloud 27.1) is switched on."));
    co_return found;
  }
  found.push_back(of(Finding::Kind::good, "Talk is there and knows bots", options));
  std::vector<std::string> places = options.channels;
  for (const auto& [user, conversation] : options.conversations) places.push_back(conversation);
  for (const std::string& place : places) {
    const net::HttpOutcome knocked = co_await api.knock(place);
    const int status = knocked.error ? 0 : knocked.reply.status;
    if (status == 404 || status == 400 || status == 200) {
      found.push_back(of(Finding::Kind::good, "the bot may speak in " + place, options));
      continue;
    }
    found.push_back(
        of(Finding::Kind::bad, "the bot may not speak in " + place + ", status " + std::to_string(status),
           options, "Nothing can be posted there, and nobody is heard.",
           "Switch the bot on in that conversation (its settings, Bots), and see that secret_file "
           "holds what occ talk:bot:install was given, with the feature \"response\"."));
    // One wrong secret is wrong everywhere, and Nextcloud slows down who is often wrong.
    if (status == 401 || status == 429 || status == 0) break;
  }
  co_return found;
}

}  // namespace nextcloud
