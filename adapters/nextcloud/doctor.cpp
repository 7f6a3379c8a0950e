// What `refleks doctor` asks Nextcloud.

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/net/json.hpp"
#include "adapters/nextcloud/adapter.hpp"
#include "adapters/nextcloud/api.hpp"
#include "bot/runtime/json.hpp"

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
  const Json answer = runtime::parse_json(body);
  const Json& all = net::member(net::member(net::member(answer, "ocs"), "data"), "capabilities");
  const Json& features = net::member(net::member(all, "spreed"), "features");
  return features.is_array() && std::find(features.begin(), features.end(), "bots-v1") != features.end();
}

// False when it cannot be told: the way to the pictures is closed, or somebody else answers.
bool knows(const net::HttpOutcome& asked, bool& known) {
  if (asked.error) return false;
  known = asked.reply.status == 200 || asked.reply.status == 201;
  return known || (asked.reply.status == 404 && runtime::parse_json(asked.reply.body).is_array());
}

asio::awaitable<void> examine_people(Api& api, const Options& options, Findings& found) {
  std::vector<std::string> unknown;
  for (const std::string& user : options.people) {
    std::string who = user;
    const net::HttpOutcome asked = co_await api.picture(std::move(who));
    bool known = false;
    if (!knows(asked, known)) {
      found.push_back(of(Finding::Kind::note, "Nextcloud does not say whom it knows", options,
                         "Whether users are written as they are there is not known.",
                         "Compare the users under [people] with Nextcloud's own list."));
      co_return;
    }
    if (!known) unknown.push_back(user);
  }
  if (!unknown.empty())
    found.push_back(of(Finding::Kind::bad,
                       "Nextcloud does not know these users: " + runtime::listed(unknown, options.called_by),
                       options, "What they do is not theirs, and they hear nothing.",
                       "Write the user as Nextcloud has it, which is often not what people see: Settings, "
                       "Accounts."));
  else if (!options.people.empty())
    found.push_back(of(Finding::Kind::good, "Nextcloud knows everybody", options));
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
  co_await examine_people(api, options, found);
  std::vector<std::string> places = options.channels;
  for (const auto& [user, conversation] : options.conversations) places.push_back(conversation);
  for (const std::string& place : places) {
    const net::HttpOutcome knocked = co_await api.knock(place);
    const int status = knocked.error ? 0 : knocked.reply.status;
    const std::string where = runtime::listed({place}, options.called_by);
    if (status == 404 || status == 400 || status == 200) {
      found.push_back(of(Finding::Kind::good, "the bot may speak in " + where, options));
      continue;
    }
    found.push_back(
        of(Finding::Kind::bad, "the bot may not speak in " + where + ", status " + std::to_string(status),
           options, "Nothing can be posted there, and nobody is heard.",
           "Switch the bot on in that conversation (its settings, Bots), and see that secret_file "
           "holds what occ talk:bot:install was given, with the feature \"response\"."));
    // One wrong secret is wrong everywhere, and Nextcloud slows down who is often wrong.
    if (status == 401 || status == 429 || status == 0) break;
  }
  co_return found;
}

}  // namespace nextcloud
