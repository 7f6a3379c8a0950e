// What `refleks doctor` asks Mattermost.

#include <map>
#include <nlohmann/json.hpp>

#include "adapters/mattermost/adapter.hpp"
#include "adapters/mattermost/api.hpp"
#include "adapters/mattermost/names.hpp"
#include "adapters/mattermost/workspace_context.hpp"
#include "adapters/net/json.hpp"
#include "adapters/net/url.hpp"
#include "bot/runtime/json.hpp"

namespace mattermost {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using runtime::Findings;
using runtime::listed;

class Report {
 public:
  explicit Report(const std::string& workspace) : of_(" (" + workspace + ")") {}
  void good(const std::string& what) { all.push_back(runtime::good(what + of_)); }
  void note(const std::string& what, std::string why, std::string todo) {
    all.push_back(runtime::note(what + of_, std::move(why), std::move(todo)));
  }
  void bad(const std::string& what, std::string why, std::string todo) {
    all.push_back(runtime::bad(what + of_, std::move(why), std::move(todo)));
  }
  Findings all;

 private:
  std::string of_;
};

void examine_addresses(const Options& options, Report& report) {
  const auto site = net::parse_url(options.url);
  if (site && site->scheme != "https" && !is_inside(site->host))
    report.bad("url is not https", "The bot's token would travel in the open.",
               "Write https:// and let the site have a certificate.");
  if (options.callback_url.empty() && !options.pages) {
    report.bad(
        "nobody can press a button or fill in a form",
        "Mattermost cannot reach us, and there are no pages: people write commands to the bot and read what "
        "it says, but no group can be set up in the chat, and nobody can answer.",
        "Set server.public_url and switch [pages] on.");
    return;
  }
  if (options.callback_url.empty()) {
    report.note("server.public_url is empty",
                "Mattermost cannot reach us: there are no slash commands, buttons or forms there. Buttons "
                "become links to answer pages, and people write their commands to the bot.",
                "Set server.public_url when Mattermost can reach this machine.");
    return;
  }
  const auto back = net::parse_url(options.callback_url);
  if (back && back->scheme != "https")
    report.note("server.public_url is not https",
                "What people write in forms travels in the open between the machines.",
                "Put a certificate in front of us, unless both run on one machine.");
  if (back && is_inside(back->host))
    report.note(
        "server.public_url is an address inside the house",
        "Mattermost calls no such address unless it is told to; people then see a failure, and its log "
        "says \"address forbidden\".",
        "Add " + back->host + " to ServiceSettings.AllowedUntrustedInternalConnections in Mattermost.");
  if (options.command_tokens.empty())
    report.bad("no command token", "Every slash command is refused.",
               "Set the token that Mattermost shows with the slash command.");
}

// False when nothing else is worth asking.
asio::awaitable<bool> examine_token(Api& api, Report& report, std::string& version) {
  const Called called = co_await api.get("/users/me");
  if (called.status == 0) {
    report.bad("no answer from url: " + called.fault, "Nothing can be posted.",
               "See that the address is right and the server up.");
    co_return false;
  }
  if (called.status == 401) {
    report.bad(
        "the bot token is not taken", "Nothing can be posted.",
        "Make a token under Integrations, Bot Accounts. A bot is switched off with its owner's account; "
        "enable it again, or let another own it.");
    co_return false;
  }
  if (!called.ok()) {
    report.bad("url is no Mattermost site, or it is unwell (status " + std::to_string(called.status) + ")",
               "Nothing can be posted.", "See that url is the site's own address, without /api.");
    co_return false;
  }
  version = called.version;
  const Json me = runtime::parse_json(called.body);
  const bool is_bot = me.is_object() && me.value("is_bot", false);
  if (is_bot)
    report.good("the bot token is taken");
  else
    report.note("the token belongs to a person's account",
                "People see that person's name on what Refleks says.",
                "Let an administrator switch on EnableBotAccountCreation, and use a bot account.");
  co_return true;
}

void examine_version(const std::string& version, Report& report) {
  if (version.empty()) return;
  if (has_form_steps(version))
    report.good("Mattermost " + version);
  else
    report.note(
        "Mattermost " + version + " is old",
        "Before 11.1 a form cannot lead to the next: receipts and warnings stand as red text in the form.",
        "Use a supported version, such as the extended support release 11.7.");
}

asio::awaitable<void> examine_site(Api& api, const Options& options, Report& report) {
  const Called called = co_await api.get("/config/client?format=old");
  if (!called.ok()) co_return;
  const auto theirs = net::parse_url(text_in(called.body, "SiteURL"));
  const auto ours = net::parse_url(options.url);
  if (!theirs)
    report.bad("the site's SiteURL is empty", "Mattermost refuses every slash command of others without it.",
               "Set ServiceSettings.SiteURL in Mattermost.");
  else if (ours && theirs->host != ours->host)
    report.note("url is another address than the site's SiteURL",
                "It works when both lead to the same server.",
                "Use the SiteURL unless there is a reason not to.");
}

// Mattermost takes messages to an account that is switched off, and tells nobody.
asio::awaitable<void> examine_accounts(Api& api, const Options& options, Names& names, Report& report) {
  constexpr std::size_t at_once = 100;
  std::map<std::string, std::string> left;  // id -> as it is written
  for (const std::string& person : options.people)
    if (std::string id = names.user_id(person); !id.empty()) left.emplace(std::move(id), person);
  std::vector<std::string> unknown, off;
  while (!left.empty()) {
    Json asked = Json::array();
    std::map<std::string, std::string> these;
    while (!left.empty() && these.size() < at_once) {
      asked.push_back(left.begin()->first);
      these.insert(left.extract(left.begin()));
    }
    const Called called = co_await api.send("POST", "/users/ids", std::move(asked));
    const Json users = runtime::parse_json(called.body);
    if (!called.ok() || !users.is_array()) co_return;
    for (const Json& user : users) {
      const auto found = these.find(net::text_at(user, "id"));
      if (found == these.end()) continue;
      const Json& deleted = net::member(user, "delete_at");
      if (deleted.is_number_integer() && deleted.get<std::int64_t>() > 0) off.push_back(found->second);
      these.erase(found);
    }
    for (const auto& [id, person] : these) unknown.push_back(person);
  }
  if (!unknown.empty())
    report.bad("Mattermost does not know these ids: " + listed(unknown, options.called_by),
               "They get no messages, and what they do is not theirs.",
               "Write the user name or the id as Mattermost has it.");
  if (!off.empty())
    report.bad("these accounts are switched off: " + listed(off, options.called_by),
               "Mattermost takes what is sent to them, and nobody reads it.",
               "Give their parts to somebody else and take them out, or switch the account on again.");
}

asio::awaitable<void> examine_names(Api& api, const Options& options, Report& report) {
  Names names(options.people, options.channels);
  const bool answered = co_await names.learn(api);
  const std::vector<std::string> people = names.unknown_people();
  if (answered && !people.empty())
    report.bad("Mattermost does not know these user names: " + listed(people, options.called_by),
               "They get no messages, and what they do is not theirs.",
               "Write the user name or the id as Mattermost has it.");
  else if (answered)
    report.good("everybody who is written with a user name is known");
  co_await examine_accounts(api, options, names, report);
  std::vector<std::string> closed;
  for (const std::string& channel : options.channels) {
    const std::string id = names.channel_id(channel);
    if (id.empty()) {
      closed.push_back(channel);
      continue;
    }
    const Called called = co_await api.get("/channels/" + id + "/members/me");
    if (called.closed()) closed.push_back(channel);
  }
  if (!closed.empty())
    report.bad("these channels are not there for the bot: " + listed(closed, options.called_by),
               "Their groups hear nothing.",
               "Add the bot to the team, then to the channel, and see that the name or id is right.");
  else if (!options.channels.empty())
    report.good("the bot is in every group's channel");
}

}  // namespace

asio::awaitable<Findings> examine(Options options, net::Timing timing) {
  Report report(options.workspace);
  examine_addresses(options, report);
  Api api(trimmed_url(options.url), options.bot_token, options.ca_file, std::move(timing));
  std::string version;
  const bool goes_on = co_await examine_token(api, report, version);
  if (goes_on) {
    examine_version(version, report);
    co_await examine_site(api, options, report);
    co_await examine_names(api, options, report);
  }
  co_return std::move(report.all);
}

}  // namespace mattermost
