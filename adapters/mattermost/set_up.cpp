#include "adapters/mattermost/set_up.hpp"

#include <algorithm>
#include <boost/algorithm/string/trim.hpp>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

#include "adapters/mattermost/api.hpp"
#include "adapters/mattermost/text.hpp"
#include "adapters/net/json.hpp"
#include "adapters/net/url.hpp"
#include "bot/runtime/json.hpp"

namespace mattermost {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using Made = runtime::SetUp::Made;

constexpr auto bot_name = "refleks";
constexpr auto word_for_token = "token";  // in place of a name: what is typed unseen is no password

struct Trouble : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::string in_words(const Called& called, const std::string& what) {
  if (!called.fault.empty()) return one_line(called.fault);
  if (called.status == 401) return what + ": Mattermost does not take this sign-in";
  if (called.status == 403) return what + ": this account may not do that; it takes a system administrator";
  if (called.status == 429) return what + ": Mattermost asks for a pause; try once more in a minute";
  return what + ": Mattermost says " + std::to_string(called.status) +
         (called.error.empty() ? std::string() : " (" + one_line(called.error) + ")");
}

Json must(const Called& called, const std::string& what) {
  if (!called.ok()) throw Trouble(in_words(called, what));
  return runtime::parse_json(called.body);
}

std::string id_in(const Json& made, const char* key, const std::string& what) {
  const std::string id = net::text_at(made, key);
  if (!is_id(id)) throw Trouble(what + ": Mattermost's answer is not understood");
  return id;
}

// What Mattermost takes as a list: parted by blanks or commas.
bool is_in_list(std::string list, const std::string& host) {
  std::ranges::replace_if(
      list, [](char c) { return c == ',' || (c >= '\t' && c <= '\r'); }, ' ');
  return (" " + list + " ").find(" " + host + " ") != std::string::npos;
}

struct Team {
  std::string id, name;
};

class Hands {
 public:
  Hands(Api& api, const runtime::SetUp::Wanted& wanted, Made& made)
      : api_(api), wanted_(wanted), made_(made) {}

  asio::awaitable<void> work() {
    const auto teams = co_await teams_of_coordinator();
    co_await settings();
    const std::string bot = co_await bot_account();
    for (const Team& team : teams) {
      const Json member{{"team_id", team.id}, {"user_id", bot}};
      must(co_await api_.send("POST", "/teams/" + team.id + "/members", member),
           "bring the bot into " + team.name);
      made_.done.push_back("@refleks is in the team " + team.name);
    }
    if (!wanted_.public_url.empty()) {
      std::string tokens;
      for (const Team& team : teams) co_await command(team, tokens);
      made_.secrets["command_tokens_file"] = std::move(tokens);  // of all teams or not at all
    }
    // Last: it is shown once, and nothing behind it can fail.
    const Json label{{"description", "Refleks"}};
    const Called token = co_await api_.send("POST", "/users/" + bot + "/tokens", label);
    made_.secrets["bot_token_file"] =
        id_in(must(token, "make the bot's token"), "token", "make the bot's token");
    made_.done.push_back("its token is made");
  }

 private:
  asio::awaitable<std::vector<Team>> teams_of_coordinator() {
    const std::string name = wanted_.coordinator;
    const Called found = co_await api_.get("/users/username/" + net::percent_encoded(name));
    if (found.status == 404)
      throw Trouble("Mattermost knows nobody called \"" + name +
                    "\": the coordinator's user name stands in their profile there");
    const std::string id = id_in(must(found, "look " + name + " up"), "id", "look " + name + " up");
    const Json all = must(co_await api_.get("/users/" + id + "/teams"), "see " + name + "'s teams");
    std::vector<Team> teams;
    for (const Json& team : all.is_array() ? all : Json::array())
      teams.push_back({id_in(team, "id", "see the teams"), one_line(net::text_at(team, "display_name"))});
    if (teams.empty()) throw Trouble(name + " is in no team of Mattermost yet");
    co_return teams;
  }

  asio::awaitable<void> settings() {
    const Json all = must(co_await api_.get("/config"), "see Mattermost's settings");
    const Json service = all.is_object() ? all.value("ServiceSettings", Json::object()) : Json::object();
    Json changed = Json::object();
    std::vector<std::string> done;
    if (service.contains("EnableBotAccountCreation") && service["EnableBotAccountCreation"] == false) {
      changed["EnableBotAccountCreation"] = true;
      done.push_back("bot accounts are switched on (EnableBotAccountCreation)");
    }
    const auto ours = net::parse_url(wanted_.public_url);
    const std::string callable = net::text_at(service, "AllowedUntrustedInternalConnections");
    if (ours && is_inside(ours->host) && !is_in_list(callable, ours->host)) {
      changed["AllowedUntrustedInternalConnections"] = callable + (callable.empty() ? "" : " ") + ours->host;
      done.push_back("Mattermost may call " + ours->host + " (AllowedUntrustedInternalConnections)");
    }
    if (changed.empty()) co_return;
    Json body{{"ServiceSettings", std::move(changed)}};
    must(co_await api_.send("PUT", "/config/patch", std::move(body)), "change Mattermost's settings");
    made_.done.insert(made_.done.end(), done.begin(), done.end());
  }

  asio::awaitable<std::string> bot_account() {
    const Called found = co_await api_.get(std::string("/users/username/") + bot_name);
    if (found.status == 404) {
      const Json bot{
          {"username", bot_name}, {"display_name", "Refleks"}, {"description", "Reflection groups"}};
      const Called made = co_await api_.send("POST", "/bots", bot);
      const std::string id = id_in(must(made, "make the bot account"), "user_id", "make the bot account");
      made_.done.push_back("the bot account @refleks is made");
      co_return id;
    }
    const Json account = must(found, "look for the bot account");
    if (!account.is_object() || account.value("is_bot", false) != true)
      throw Trouble("@refleks is somebody's account in Mattermost: the bot needs that name");
    const std::string id = id_in(account, "id", "look for the bot account");
    if (account.value("delete_at", std::int64_t{0}) != 0)
      must(co_await api_.send("POST", "/bots/" + id + "/enable", Json::object()),
           "switch the bot account on");
    made_.done.push_back(
        "the bot account @refleks was there, and the tokens that it had go on: take away in Mattermost those "
        "that you do not know");
    co_return id;
  }

  static void add(std::string& lines, const std::string& token) {
    lines += (lines.empty() ? "" : "\n") + token;
  }
  asio::awaitable<void> command(const Team& team, std::string& tokens) {
    const std::string what = "make /refleks in " + team.name;
    const std::string url = wanted_.public_url + "/mattermost/" + wanted_.workspace + "/command";
    const Json all = must(co_await api_.get("/commands?custom_only=true&team_id=" + team.id), what);
    for (const Json& one : all.is_array() ? all : Json::array()) {
      if (net::text_at(one, "trigger") != bot_name) continue;
      if (net::text_at(one, "url") != url)
        throw Trouble(what + ": there is one, which calls another address; take it away in Mattermost first");
      add(tokens, id_in(one, "token", what));
      made_.done.push_back("/refleks was there in " + team.name);
      co_return;
    }
    const Json wanted{{"team_id", team.id},
                      {"trigger", bot_name},
                      {"method", "P"},
                      {"url", url},
                      {"display_name", "Refleks"},
                      {"description", "Reflection groups"},
                      {"auto_complete", true},
                      {"auto_complete_hint", "hjelp"},
                      {"auto_complete_desc", "Refleks"}};
    add(tokens, id_in(must(co_await api_.send("POST", "/commands", wanted), what), "token", what));
    made_.done.push_back("/refleks is made in " + team.name);
  }

  Api& api_;
  const runtime::SetUp::Wanted& wanted_;
  Made& made_;
};

}  // namespace

asio::awaitable<Made> set_up(runtime::SetUp::Wanted wanted, runtime::SetUp::SignIn sign_in,
                             net::Timing timing) {
  Made made;
  for (std::string* address : {&wanted.address, &wanted.public_url})
    while (address->ends_with('/')) address->pop_back();
  const bool has_token = sign_in.user == word_for_token;
  if (has_token) boost::algorithm::trim(sign_in.password);
  if (has_token ? !is_id(sign_in.password) : is_id(sign_in.user)) {
    made.refused = true;
    made.problem =
        has_token ? "a personal access token is 26 small letters and digits"
                  : "that name looks like a personal access token, and was not sent. A token that was "
                    "seen should be taken away in Mattermost; of another one write the word token as the "
                    "name, and the token itself where nothing is shown. A person of that name signs in "
                    "by e-mail address";
    co_return made;
  }
  Api api(wanted.address, has_token ? sign_in.password : std::string(), "", std::move(timing));
  if (!has_token) {
    Json body{{"login_id", sign_in.user}, {"password", sign_in.password}};
    if (!sign_in.code.empty()) body["token"] = sign_in.code;
    const Called in = co_await api.sign_in(std::move(body));
    if (!in.ok()) {
      made.code_wanted = in.error.find("mfa") != std::string::npos;
      made.refused = in.status == 400 || in.status == 401 || in.status == 404;
      made.problem =
          made.refused ? "Mattermost does not take that name and password" : in_words(in, "sign in");
      co_return made;
    }
  }
  Hands hands(api, wanted, made);
  try {
    co_await hands.work();
  } catch (const Trouble& trouble) {
    made.problem = trouble.what();
  } catch (const Json::exception&) {  // it goes on: whoever signed in is signed out
    made.problem = "Mattermost's answer is not understood";
  }
  if (!has_token) co_await api.send("POST", "/users/logout", Json::object());
  co_return made;
}

}  // namespace mattermost
