#include "adapters/teams/doctor.hpp"

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "adapters/jose/token.hpp"
#include "adapters/net/address.hpp"
#include "adapters/net/http_client.hpp"
#include "adapters/net/http_date.hpp"
#include "adapters/teams/access.hpp"
#include "adapters/teams/connector.hpp"
#include "adapters/teams/hosts.hpp"
#include "adapters/teams/references.hpp"
#include "adapters/teams/settings.hpp"
#include "bot/runtime/json.hpp"

namespace teams {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using runtime::bad;
using runtime::Finding;
using runtime::good;
using runtime::note;

constexpr long bearable_skew = 60, forbidden_skew = 300;  // seconds; the second is the protocol's

asio::awaitable<net::HttpOutcome> get(net::HttpClient& http, std::string url) {
  net::HttpCall call;
  call.url = std::move(url);
  co_return co_await http.send(std::move(call));
}

std::string jwks_address(const std::string& metadata) {
  const Json document = runtime::parse_json(metadata);
  if (!document.is_object()) return {};
  const auto found = document.find("jwks_uri");
  return found != document.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Finding clock_finding(const net::HttpReply& reply, const core::Clock& clock, const std::string& name) {
  const auto theirs = net::http_date(reply.headers.get("Date"));
  if (!theirs) return note(name + ": Microsoft's clock could not be read", "so ours was not compared", "");
  const auto apart = std::chrono::abs(clock.now() - *theirs).count();
  const std::string what = name + ": our clock and Microsoft's are " + std::to_string(apart) + " s apart";
  if (apart <= bearable_skew) return good(what);
  const char* why = "calls from Teams carry a time; more than five minutes away they are refused";
  const char* todo = "turn on time synchronisation on this machine (timedatectl set-ntp true)";
  return apart > forbidden_skew ? bad(what, why, todo) : note(what, why, todo);
}

// Who is in the groups' channels, and which channels the bot cannot look into.
struct Rosters {
  std::vector<std::string> closed;
  std::set<std::string> people;  // object ids and "29:..."
  bool complete = true;          // all channels that are open could be read
};

asio::awaitable<Rosters> read_rosters(Connector& connector, const References& references,
                                      const Options& options) {
  Rosters rosters;
  for (const std::string& channel : options.channels) {
    const RoomRef* room = references.room(channel);
    std::string service = room ? room->service : references.any_service();
    if (service.empty()) service = options.service_url;
    std::string conversation = channel;
    const Roster roster = co_await connector.roster(std::move(service), std::move(conversation));
    if (roster.how.forbidden() || roster.how.missing()) rosters.closed.push_back(channel);
    if (!roster.how.done()) rosters.complete = false;
    for (const MemberOfRoster& member : roster.members) {
      rosters.people.insert(member.id);
      rosters.people.insert(member.object);
    }
  }
  co_return rosters;
}

asio::awaitable<void> examine_names(Connector& connector, const References& references,
                                    const Options& options, std::string name, runtime::Findings& found) {
  const Rosters rosters = co_await read_rosters(connector, references, options);
  if (!rosters.closed.empty())
    found.push_back(bad(
        name + ": the bot is not in these channels: " + runtime::listed(rosters.closed, options.called_by),
        "their groups hear nothing", "see that the id is right, and install the app in the channel's team"));
  else if (rosters.complete && !options.channels.empty())
    found.push_back(good(name + ": the bot is in every group's channel"));
  else if (!options.channels.empty())
    found.push_back(note(name + ": the groups' channels could not be asked who is in them",
                         "whether ids are right is not known", "run this again in a while"));
  if (!rosters.complete || options.channels.empty() || options.people.empty()) co_return;
  std::vector<std::string> unknown;
  for (const auto& [object, person] : options.people)
    if (!rosters.people.contains(object) && !references.person(object)) unknown.push_back(object);
  if (!unknown.empty())
    found.push_back(bad(name + ": Teams does not show these people to the bot: " +
                            runtime::listed(unknown, options.called_by),
                        "they get no messages of their own",
                        "write the object id of Entra as it stands on the person's page there; who is in no "
                        "channel of the groups adds the app and writes to it once"));
  else
    found.push_back(good(name + ": Teams shows everybody to the bot"));
}

// By which calls from Teams are checked; and by the same answer our clock.
asio::awaitable<void> examine_keys(net::HttpClient& http, const Options& options, const core::Clock& clock,
                                   std::string name, runtime::Findings& found) {
  std::string address = options.metadata_url;
  const net::HttpOutcome metadata = co_await get(http, std::move(address));
  if (metadata.error || metadata.reply.status != 200) {
    found.push_back(bad(
        name + ": Microsoft's key directory cannot be read; " + net::in_words(metadata, options.metadata_url),
        "without it no call from Teams can be checked, and all are refused",
        "let this machine call login.botframework.com on port 443, or look at ca_file"));
  } else {
    std::string jwks = jwks_address(metadata.reply.body);
    std::vector<jose::Key> keys;
    if (net::may_fetch(jwks)) {
      const net::HttpOutcome document = co_await get(http, std::move(jwks));
      if (!document.error && document.reply.status == 200) keys = jose::read_keys(document.reply.body);
    }
    const bool endorsed = std::any_of(keys.begin(), keys.end(), [](const jose::Key& key) {
      return std::find(key.endorsements.begin(), key.endorsements.end(), "msteams") != key.endorsements.end();
    });
    if (endorsed)
      found.push_back(good(name + ": Microsoft's keys can be read"));
    else
      found.push_back(bad(name + ": the key directory holds no key for Teams",
                          "all calls from Teams are then refused", "set metadata_url back to its default"));
    found.push_back(clock_finding(metadata.reply, clock, name));
  }
}

Finding token_finding(const Access& access, const std::string& name) {
  if (access.kind == Access::Kind::good) return good(name + ": Entra gives us a token");
  if (access.kind == Access::Kind::refused)
    return bad(name + ": Entra refuses app_id, secret or tenant", "the bot can then say nothing in Teams",
               "compare app_id and tenant with the app registration; secrets expire: make a new one under "
               "Certificates & secrets");
  return bad(name + ": Entra cannot be reached for a token; " + access.fault,
             "the bot can then say nothing in Teams",
             "let this machine call login.microsoftonline.com on port 443");
}

}  // namespace

asio::awaitable<runtime::Findings> examine(Options given, std::vector<runtime::Note> notes,
                                           const core::Clock& clock, net::Timing timing) {
  const Options options = checked(std::move(given));
  References references([](const std::string&) { return true; });
  references.read(notes);
  const std::string name = "Teams '" + options.workspace + "'";
  runtime::Findings found;
  net::HttpClient http(client_settings(options));

  if (options.entra)
    found.push_back(bad(name + ": tokens of the test path are accepted",
                        "whoever holds the app's secret can then speak for anybody",
                        "take the entra_test_* keys out of the configuration"));

  if (const std::string why = jose::trouble(); !why.empty()) {
    found.push_back(bad(name + ": " + why, "the service does not start with Teams", "install refleks anew"));
    co_return found;
  }
  std::string whose = name;
  co_await examine_keys(http, options, clock, std::move(whose), found);

  const auto executor = co_await asio::this_coro::executor;
  TokenSource tokens(executor, http, token_settings(options), timing);
  const Access access = co_await tokens.get();
  found.push_back(token_finding(access, name));

  if (!may_call(options.service_url, options.service_hosts)) {
    found.push_back(bad(name + ": service_url is not below one of service_hosts",
                        "our token is sent to those hosts alone", "correct service_url"));
  } else {
    std::string service = options.service_url;
    const net::HttpOutcome answer = co_await get(http, std::move(service));
    // Any answer will do: without a token it is a refusal.
    if (answer.error)
      found.push_back(
          bad(name + ": the Teams service cannot be reached; " + net::in_words(answer, options.service_url),
              "nothing can be posted", "let this machine call smba.trafficmanager.net on port 443"));
    else
      found.push_back(good(name + ": the Teams service can be reached"));
    if (!answer.error && access.kind == Access::Kind::good) {
      Connector connector(http, tokens, options.service_hosts, timing);
      std::string named = name;
      co_await examine_names(connector, references, options, std::move(named), found);
    }
  }

  if (references.empty())
    found.push_back(
        note(name + ": Teams has not called yet",
             "until it has, the bot knows no private chats and guesses the address of the service",
             "check the messaging endpoint of the bot in Azure, install the app in a team, and mention it "
             "there once"));
  co_return found;
}

}  // namespace teams
