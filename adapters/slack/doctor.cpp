// What `refleks doctor` asks Slack.

#include <chrono>

#include "adapters/net/http_client.hpp"
#include "adapters/net/http_date.hpp"
#include "adapters/slack/adapter.hpp"
#include "adapters/slack/api.hpp"
#include "adapters/slack/signature.hpp"
#include "adapters/slack/tokens.hpp"

namespace slack {
namespace {

namespace asio = boost::asio;
using runtime::bad;
using runtime::Finding;
using runtime::Findings;
using runtime::good;
using runtime::listed;
using runtime::note;

constexpr std::chrono::seconds noticeable{30};
constexpr std::size_t most_asked = 50;  // people: Slack answers some hundred such calls a minute

void examine_kinds(const Options& options, const std::string& of, Findings& found) {
  const bool bot = options.bot_token.empty() || options.bot_token.starts_with("xoxb-") ||
                   options.bot_token.starts_with("xoxe.xoxb-");
  if (!bot)
    found.push_back(bad("the bot token" + of + " is no bot token", "Bot tokens begin with xoxb-.",
                        "Copy the Bot User OAuth Token from OAuth & Permissions in the app's settings."));
  if (!options.app_token.empty() && !options.app_token.starts_with("xapp-"))
    found.push_back(bad("the app token" + of + " is no app token", "App-level tokens begin with xapp-.",
                        "Make one with the scope connections:write under Basic Information."));
  if (options.app_token.empty() && options.signing_secrets.empty())
    found.push_back(bad("nothing can come in" + of, "There is neither a signing secret nor an app token.",
                        "Set the signing secret (HTTP) or an app token (Socket Mode)."));
}

void examine_scopes(const std::string& scopes, const std::string& of, Findings& found) {
  std::string missing;
  for (const std::string& scope : needed_scopes()) {
    const std::string all = "," + scopes + ",";
    if (all.find("," + scope + ",") == std::string::npos) missing += (missing.empty() ? "" : ", ") + scope;
  }
  if (missing.empty()) {
    found.push_back(good("the scopes" + of + " are all there"));
  } else {
    found.push_back(bad("the bot" + of + " lacks scopes: " + missing,
                        "Without them messages, answers or pictures do not come through.",
                        "Add them under OAuth & Permissions, and install the app again."));
  }
}

void examine_clock(const std::string& date, const core::Clock& clock, const std::string& of,
                   Findings& found) {
  const std::optional<core::Instant> theirs = net::http_date(date);
  if (!theirs) return;
  const auto away = std::chrono::abs(clock.now() - *theirs);
  const std::string what =
      "this machine's clock is " + std::to_string(away.count()) + " seconds from Slack's" + of;
  if (away > signature_life)
    found.push_back(bad(what, "Requests from Slack are refused when their time is more than 300 seconds off.",
                        "Let the machine keep its time by NTP (timedatectl)."));
  else if (away > noticeable)
    found.push_back(note(what, "At 300 seconds nothing comes in any more.",
                         "Let the machine keep its time by NTP (timedatectl)."));
}

using Names = std::vector<std::string>;

// What `names` have in common, where there are any.
void add_if_any(const Names& names, const Options& options, const std::string& what, std::string why,
                std::string todo, Findings& found) {
  if (!names.empty())
    found.push_back(bad(what + ": " + listed(names, options.called_by), std::move(why), std::move(todo)));
}

// False: not all could be asked, and nothing is said of the others.
asio::awaitable<bool> examine_people(Api& api, const Options& options, Names people, std::string token,
                                     std::string of, Findings& found) {
  Names unknown, left;
  for (const std::string& user : people) {
    Args args;
    args.emplace_back("user", user);
    const Called called = co_await api.read("users.info", std::move(args), token);
    const bool gone = called.error == "user_not_found" || called.error == "user_not_visible";
    if (!called.ok() && !gone) co_return false;
    if (gone) unknown.push_back(user);
    if (called.at("/user/deleted") == "true") left.push_back(user);
  }
  add_if_any(unknown, options, "Slack does not know these people" + of,
             "They get no messages, and what they do is not theirs.",
             "Write the member id (U...), from Copy member ID in the person's profile.", found);
  add_if_any(left, options, "these people's accounts" + of + " are deactivated",
             "They get no messages, and still count as members of their groups.",
             "Take them out of their groups, or out of the people list.", found);
  co_return unknown.empty() && left.empty();
}

asio::awaitable<bool> examine_channels(Api& api, const Options& options, std::string token, std::string of,
                                       Findings& found) {
  Names absent, archived, shared;
  for (const std::string& channel : options.channels) {
    Args args;
    args.emplace_back("channel", channel);
    const Called called = co_await api.read("conversations.info", std::move(args), token);
    const bool gone = called.error == "channel_not_found";
    if (!called.ok() && !gone) co_return false;
    if (called.at("/channel/is_archived") == "true")
      archived.push_back(channel);
    else if (gone || called.at("/channel/is_member") == "false")
      absent.push_back(channel);
    else if (called.at("/channel/is_ext_shared") == "true" && !options.allow_shared_channels)
      shared.push_back(channel);
  }
  add_if_any(absent, options, "the bot cannot write in these channels" + of, "Their groups hear nothing.",
             "Write the channel id (C...), and invite the bot there: /invite @Refleks.", found);
  add_if_any(archived, options, "these channels" + of + " are archived", "Their groups hear nothing.",
             "Bring them back in Slack (Unarchive channel), or give the groups other channels.", found);
  add_if_any(shared, options, "these channels" + of + " are shared with another organisation",
             "Others can read along, so nothing is posted there.",
             "Give the groups channels of their own, or set allow_shared_channels.", found);
  co_return absent.empty() && archived.empty() && shared.empty();
}

asio::awaitable<void> examine_names(Api& api, const Options& options, std::string token, std::string of,
                                    Findings& found) {
  Names people = options.people;
  const bool many = people.size() > most_asked;
  if (many) people.resize(most_asked);
  const bool all_known = co_await examine_people(api, options, std::move(people), token, of, found);
  if (all_known && !options.people.empty())
    found.push_back(good(many ? "Slack knows the first fifty people" + of : "Slack knows everybody" + of));
  const bool all_open = co_await examine_channels(api, options, std::move(token), of, found);
  if (all_open && !options.channels.empty())
    found.push_back(good("the bot is in every group's channel" + of));
}

Finding not_taken(const Called& called, const std::string& of) {
  if (!called.fault.empty())
    return bad("Slack is not reached for" + of.substr(3) + "; " + called.fault, "Nothing is sent without it.",
               "Let this machine call slack.com on port 443.");
  return bad("the Slack token" + of + " is not taken: " + called.error, "Nothing is sent without it.",
             "Copy the token again from the app's settings, or install the app again.");
}

asio::awaitable<void> examine_socket_mode(Api& api, const Options& options, const std::string& of,
                                          Findings& found) {
  Args none;
  const Called called = co_await api.read("apps.connections.open", std::move(none), options.app_token);
  if (called.ok()) {
    found.push_back(good("Socket Mode" + of + " is on"));
  } else {
    const std::string todo = "Turn Socket Mode on and give the app token connections:write.";
    const std::string reach = "Let this machine call slack.com on port 443.";
    found.push_back(
        bad("Socket Mode" + of + " does not open: " + (called.fault.empty() ? called.error : called.fault),
            "Commands and buttons come that way.", called.fault.empty() ? todo : reach));
  }
}

asio::awaitable<void> examine_address(const Options& options, const std::string& of, Findings& found) {
  net::HttpClientOptions client_options;
  client_options.ca_file = options.ca_file;
  net::HttpClient client(client_options);
  net::HttpCall call;
  call.method = "POST";
  call.url = options.public_url + "/slack/events";
  call.headers.add("Content-Type", "application/x-www-form-urlencoded");
  call.body = "ssl_check=1";
  const net::HttpOutcome outcome = co_await client.send(std::move(call));
  if (!outcome.error && outcome.reply.status == 200) {
    found.push_back(good("the address for Slack" + of + " answers"));
  } else {
    const std::string how = net::in_words(outcome, options.public_url);
    found.push_back(bad("the address for Slack" + of + " does not answer: " + how,
                        "Slack calls <public_url>/slack/... for each command and button.",
                        "Start the bot, and look at the proxy, the certificate and the firewall; or use "
                        "Socket Mode, which needs no open port."));
  }
}

}  // namespace

asio::awaitable<Findings> examine(Options options, std::vector<runtime::Note> notes, const core::Clock& clock,
                                  core::Random& random, net::Timing timing) {
  const std::string of = " of workspace '" + options.workspace + "'";
  Findings found;
  examine_kinds(options, of, found);
  if (!options.api_url.ends_with('/')) options.api_url += '/';
  const TokenPair configured{options.bot_token, options.refresh_token, {}};
  Tokens tokens(configured);
  tokens.read(notes);
  const ApiOptions where{options.api_url, options.ca_file};
  Api api(where, timing, random);

  if (tokens.pair().access.empty() && !tokens.pair().refresh.empty()) {
    found.push_back(good("the token" + of + " rotates and is fetched at start"));
  } else {
    Args none;
    const Called called = co_await api.read("auth.test", std::move(none), tokens.pair().access);
    if (called.ok()) {
      found.push_back(good("the Slack token" + of + " is taken"));
      const bool whole_organisation = called.at("/is_enterprise_install") == "true";
      if (!options.team_id.empty() && called.at("/team_id") != options.team_id && !whole_organisation)
        found.push_back(bad("the token" + of + " belongs to another workspace than team_id",
                            "Requests and messages would not meet.", "Correct team_id or the token."));
      examine_scopes(called.scopes, of, found);
      examine_clock(called.date, clock, of, found);
      co_await examine_names(api, options, tokens.pair().access, of, found);
    } else {
      found.push_back(not_taken(called, of));
    }
  }

  if (!options.app_token.empty()) {
    co_await examine_socket_mode(api, options, of, found);
  } else if (options.public_url.empty()) {
    const std::string why = "Whether Slack reaches this machine is only known from outside.";
    found.push_back(note("public_url" + of + " is not set", why, "Set it, and run this again."));
  } else {
    co_await examine_address(options, of, found);
  }
  co_return found;
}

}  // namespace slack
