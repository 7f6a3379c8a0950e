#include "adapters/slack/install.hpp"

#include "adapters/net/url.hpp"
#include "adapters/slack/api.hpp"
#include "bot/core/log.hpp"
#include "bot/core/texts.hpp"

namespace slack {
namespace {

namespace asio = boost::asio;
using net::Response;

constexpr std::string_view start_path = "/install", back_path = "/oauth/callback";
constexpr std::size_t most_states = 1'000;

// Without a team in the configuration, whoever finds the page could put their own workspace in its place.
bool can_install(const Options& options) {
  return !options.team_id.empty() && !options.client_id.empty() && !options.client_secret.empty() &&
         !options.public_url.empty();
}

std::string redirect_of(const Options& options) {
  return options.public_url + "/slack/oauth/callback";
}

Response page(int status, core::Language language, std::string_view key) {
  // texts: slack.install.*
  return Response(status, core::text(language, key) + "\n");
}

std::string value_of(const std::vector<std::pair<std::string, std::string>>& fields, std::string_view name) {
  for (const auto& [key, value] : fields)
    if (key == name) return value;
  return {};
}

Response begin(House& house) {
  std::erase_if(house.install_states, [&](const auto& entry) { return entry.second < house.clock.now(); });
  if (house.install_states.size() >= most_states)
    return page(503, house.options.language, "slack.install.busy");
  const std::string state = core::new_id(house.random);
  house.install_states[state] = house.clock.now() + std::chrono::minutes(10);
  std::string scopes;
  for (const std::string& scope : needed_scopes()) scopes += (scopes.empty() ? "" : ",") + scope;
  Args args{{"client_id", house.options.client_id},
            {"scope", scopes},
            {"redirect_uri", redirect_of(house.options)},
            {"state", state},
            {"team", house.options.team_id}};
  Response response(302);
  response.headers.add("Location", house.options.authorize_url + "?" + as_form(args));
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("Referrer-Policy", "no-referrer");
  return response;
}

asio::awaitable<Response> finish(House& house, std::string query) {
  const core::Language language = house.options.language;
  const auto fields = net::parse_form(query);
  const std::string state = fields ? value_of(*fields, "state") : std::string();
  const auto known = house.install_states.find(state);
  if (known == house.install_states.end() || known->second < house.clock.now())
    co_return page(400, language, "slack.install.stale");
  house.install_states.erase(known);  // once
  Args args;
  args.emplace_back("code", value_of(*fields, "code"));
  args.emplace_back("redirect_uri", redirect_of(house.options));
  if (args.front().second.empty()) co_return page(400, language, "slack.install.declined");
  const Called called = co_await house.api.call_as_app("oauth.v2.access", std::move(args),
                                                       house.options.client_id, house.options.client_secret);
  TokenPair pair{called.at("/access_token"), called.at("/refresh_token"), {}};
  if (!called.ok() || pair.access.empty()) {
    core::log(core::Level::error, "slack: the installation failed", called.error);
    co_return page(502, language, "slack.install.failed");
  }
  const std::string team = called.at("/team/id");
  if (team != house.options.team_id) {
    core::log(core::Level::error, "slack: the app was installed in another workspace than team_id says");
    co_return page(403, language, "slack.install.other");
  }
  if (!pair.refresh.empty()) pair.good_until = house.clock.now() + std::chrono::hours(12);
  house.tokens.keep(std::move(pair));
  house.team = team;
  house.bot_user = called.at("/bot_user_id");
  house.enterprise.clear();
  if (called.at("/is_enterprise_install") == "true") house.enterprise = called.at("/enterprise/id");
  house.known = true;
  core::log(core::Level::info, "slack: the app is installed", house.options.workspace);
  co_return page(200, language, "slack.install.done");
}

}  // namespace

bool is_install_path(std::string_view path) {
  return path == start_path || path == back_path;
}

asio::awaitable<Response> install_page(std::vector<Workspace*> workspaces, net::Request request) {
  const bool starts = request.path.ends_with(start_path);
  for (Workspace* workspace : workspaces) {
    House& house = workspace->house();
    if (!can_install(house.options)) continue;
    if (starts) co_return begin(house);
    // Several may have an app of their own: the state tells whose it is.
    const auto fields = net::parse_form(request.query);
    const bool last = workspace == workspaces.back();
    if (last || (fields && house.install_states.contains(value_of(*fields, "state"))))
      co_return co_await finish(house, request.query);
  }
  co_return Response(404, "", "");
}

}  // namespace slack
