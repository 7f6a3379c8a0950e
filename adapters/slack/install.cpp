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

Response begin(WorkspaceContext& context) {
  std::erase_if(context.install_states,
                [&](const auto& entry) { return entry.second < context.clock.now(); });
  if (context.install_states.size() >= most_states)
    return page(503, context.options.language, "slack.install.busy");
  const std::string state = core::new_id(context.random);
  context.install_states[state] = context.clock.now() + std::chrono::minutes(10);
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
  return response;
}

asio::awaitable<Response> finish(WorkspaceContext& context, std::string query) {
  const core::Language language = context.options.language;
  const auto fields = net::parse_form(query);
  const std::string state = fields ? value_of(*fields, "state") : std::string();
  const auto known = context.install_states.find(state);
  if (known == context.install_states.end() || known->second < context.clock.now())
    co_return page(400, language, "slack.install.stale");
  context.install_states.erase(known);  // once
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
  if (called.at("/is_enterprise_install") == "true") context.enterprise = called.at("/enterprise/id");
  context.known = true;
  core::log(core::Level::info, "slack: the app is installed", context.options.workspace);
  co_return page(200, language, "slack.install.done");
}

}  // namespace

bool is_install_path(std::string_view path) {
  return path == start_path || path == back_path;
}

asio::awaitable<Response> install_page(std::vector<Workspace*> workspaces, net::Request request) {
  const bool starts = request.path.ends_with(start_path);
  for (Workspace* workspace : workspaces) {
    WorkspaceContext& context = workspace->context();
    if (!can_install(context.options)) continue;
    if (starts) co_return begin(context);
    // Several may have an app of their own: the state tells whose it is.
    const auto fields = net::parse_form(request.query);
    const bool last = workspace == workspaces.back();
    if (last || (fields && context.install_states.contains(value_of(*fields, "state"))))
      co_return co_await finish(context, request.query);
  }
  co_return Response(404, "", "");
}

}  // namespace slack
