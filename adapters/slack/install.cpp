#include "adapters/slack/install.hpp"

#include <algorithm>
#include <charconv>

#include "adapters/net/cookies.hpp"
#include "adapters/net/hmac.hpp"
#include "adapters/net/url.hpp"
#include "adapters/slack/api.hpp"
#include "bot/core/log.hpp"
#include "bot/core/texts.hpp"

namespace slack {
namespace {

namespace asio = boost::asio;
using net::Response;

constexpr std::string_view start_path = "/install", back_path = "/oauth/callback";
constexpr std::string_view cookie = "install";
constexpr std::chrono::minutes long_enough{10};

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

// "1796040000-0f3a…": until when, and what nobody guesses. Only the browser that began has it as a cookie.
std::string new_state(WorkspaceContext& context) {
  const core::Instant until = context.clock.now() + long_enough;
  return std::to_string(until.time_since_epoch().count()) + "-" + core::new_id(context.random);
}
bool is_in_time(std::string_view state, core::Instant now) {
  std::int64_t until = 0;
  const auto [end, bad] = std::from_chars(state.data(), state.data() + state.size(), until);
  return bad == std::errc{} && now.time_since_epoch().count() <= until;
}

// Keeps nothing: everybody may come here as often as they like.
Response begin(WorkspaceContext& context) {
  const std::string state = new_state(context);
  std::string scopes;
  for (const std::string& scope : needed_scopes()) scopes += (scopes.empty() ? "" : ",") + scope;
  Args args{{"client_id", context.options.client_id},
            {"scope", scopes},
            {"redirect_uri", redirect_of(context.options)},
            {"state", state},
            {"team", context.options.team_id}};
  Response response(302);
  response.headers.add("Location", context.options.authorize_url + "?" + as_form(args));
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("Referrer-Policy", "no-referrer");
  net::Cookies(context.options.public_url).put(response, cookie, state, long_enough);
  return response;
}

asio::awaitable<Response> finish(WorkspaceContext& context, net::Request request) {
  const core::Language language = context.options.language;
  const auto fields = net::parse_form(request.query);
  const std::string state = fields ? value_of(*fields, "state") : std::string();
  const std::string begun = net::Cookies(context.options.public_url).read(request, cookie);
  if (begun.empty() || !net::equal_in_constant_time(state, begun) ||
      !is_in_time(state, context.clock.now()) || !context.installed.first_time(state))
    co_return page(400, language, "slack.install.stale");
  Args args;
  args.emplace_back("code", value_of(*fields, "code"));
  args.emplace_back("redirect_uri", redirect_of(context.options));
  if (args.front().second.empty()) co_return page(400, language, "slack.install.declined");
  const Called called = co_await context.api.call_as_app(
      "oauth.v2.access", std::move(args), context.options.client_id, context.options.client_secret);
  TokenPair pair{called.at("/access_token"), called.at("/refresh_token"), {}};
  if (!called.ok() || pair.access.empty()) {
    core::log(core::Level::error, "slack: the installation failed", called.error);
    co_return page(502, language, "slack.install.failed");
  }
  const std::string team = called.at("/team/id");
  if (team != context.options.team_id) {
    core::log(core::Level::error, "slack: the app was installed in another workspace than team_id says");
    co_return page(403, language, "slack.install.other");
  }
  pair.since = context.clock.now();
  if (!pair.refresh.empty()) pair.good_until = context.clock.now() + std::chrono::hours(12);
  const bool kept = co_await context.tokens.keep(std::move(pair));
  if (!kept) {
    core::log(core::Level::error, "slack: the token of the installation could not be kept",
              context.options.workspace);
    co_return page(502, language, "slack.install.failed");
  }
  context.team = team;
  context.bot_user = called.at("/bot_user_id");
  context.enterprise.clear();
  context.organisation = called.at("/enterprise/id");
  if (called.at("/is_enterprise_install") == "true") context.enterprise = context.organisation;
  context.known = true;
  core::log(core::Level::info, "slack: the app is installed", context.options.workspace);
  co_return page(200, language, "slack.install.done");
}

}  // namespace

bool is_install_path(std::string_view path) {
  return path == start_path || path == back_path;
}

asio::awaitable<Response> install_page(std::vector<Workspace*> workspaces, net::Request request) {
  const auto here = std::ranges::find_if(
      workspaces, [](Workspace* workspace) { return can_install(workspace->context().options); });
  if (here == workspaces.end()) co_return Response(404, "", "");
  WorkspaceContext& context = (*here)->context();
  if (request.path.ends_with(start_path)) co_return begin(context);
  Response response = co_await finish(context, std::move(request));
  net::Cookies(context.options.public_url).drop(response, cookie);
  co_return response;
}

}  // namespace slack
