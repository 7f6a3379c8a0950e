#include "bot/runtime/platform.hpp"

#include <ostream>
#include <stdexcept>

#include "adapters/slack/adapter.hpp"

namespace slack {
namespace {

// clang-format off
constexpr runtime::KnownKey keys_of_section[] = {
    {"bot_token_file", "file with the bot token (xoxb-...)", "the variable below", R"("secrets/slack-bot")"},
    {"bot_token_env", "variable with it", "the file above", R"("SLACK_BOT_TOKEN")"},
    {"signing_secret_file", "file with the signing secret, for calls over https", "the variable below", R"("secrets/slack-signing")"},
    {"signing_secret_env", "variable with it", "the file above", R"("SLACK_SIGNING_SECRET")"},
    {"old_signing_secret_file", "file with the former signing secret, while it is being changed", "only one is taken", R"("secrets/slack-signing-old")"},
    {"old_signing_secret_env", "variable with it", "only one is taken", R"("SLACK_OLD_SIGNING_SECRET")"},
    {"app_token_file", "file with the app token (xapp-...), for Socket Mode without an open port", "calls over https", R"("secrets/slack-app")"},
    {"app_token_env", "variable with it", "calls over https", R"("SLACK_APP_TOKEN")"},
    {"refresh_token_file", "file with the refresh token (xoxe-...), where tokens rotate", "tokens do not rotate", R"("secrets/slack-refresh")"},
    {"refresh_token_env", "variable with it", "tokens do not rotate", R"("SLACK_REFRESH_TOKEN")"},
    {"client_id", "of the app, for installing from a page and for tokens that rotate", "the bot token is given here", R"("1234.5678")"},
    {"client_secret_file", "file with the client secret", "the variable below", R"("secrets/slack-client")"},
    {"client_secret_env", "variable with it", "the file above", R"("SLACK_CLIENT_SECRET")"},
    {"team_id", "id of the workspace", "asked of Slack at start", R"("T0123ABCD")"},
    {"command", "the slash command of the app", R"("/refleks")", R"("/refleks")"},
    {"allow_shared_channels", "channels shared with other organisations may be used", "false", "false"},
    {"api_url", "of Slack's Web API", R"("https://slack.com/api/")", R"("https://slack.com/api/")"},
    {"response_hosts", "hosts that Slack's response addresses may have", R"(`["hooks.slack.com", "hooks.slack-gov.com"]`)", R"(["hooks.slack.com"])"},
    {"ca_file", "certificates to trust besides the system's, PEM", "the system's alone", R"("ca.pem")"},
};
// clang-format on

using runtime::SecretKind;
constexpr SecretKind bot_token{
    "a bot token, which begins with xoxb- (xoxe.xoxb- where tokens rotate)",
    [](std::string_view token) { return token.starts_with("xoxb-") || token.starts_with("xoxe.xoxb-"); }};
constexpr SecretKind app_token{"an app-level token, which begins with xapp-",
                               [](std::string_view token) { return token.starts_with("xapp-"); }};
constexpr SecretKind refresh_token{"a refresh token, which begins with xoxe-",
                                   [](std::string_view token) { return token.starts_with("xoxe-"); }};
constexpr SecretKind signing_secret{
    "a signing secret of Slack, 32 digits of 0-9 and a-f",
    [](std::string_view secret) { return runtime::is_hexadecimal(secret, 32); }};
constexpr SecretKind client_secret{
    "a client secret of Slack, 32 digits of 0-9 and a-f",
    [](std::string_view secret) { return runtime::is_hexadecimal(secret, 32); }};

void print_manifest(const std::map<std::string, std::string>& given, std::ostream& out) {
  const auto url = given.find("url");
  const bool socket = given.contains("socket");
  if (socket == (url != given.end())) throw std::runtime_error("give --url https://... or --socket");
  ManifestOptions options;
  if (!socket) options.public_url = url->second;
  if (const auto command = given.find("command"); command != given.end()) options.command = command->second;
  out << (given.contains("link") ? new_app_link(options) : slack::manifest(options)) << '\n';
}

class SlackPlatform final : public runtime::Sectioned<Options, Slack> {
 public:
  std::string_view kind() const override { return "slack"; }
  std::string_view called() const override { return "Slack"; }
  std::span<const runtime::KnownKey> keys() const override { return keys_of_section; }

  void read(const std::string& workspace, const runtime::Settings& section,
            const runtime::Organisation& organisation) override {
    Options options;
    options.workspace = workspace;
    options.team_id = section.text("team_id").value_or("");
    options.bot_token = section.secret("bot_token", bot_token).value_or("");
    options.refresh_token = section.secret("refresh_token", refresh_token).value_or("");
    for (const char* key : {"signing_secret", "old_signing_secret"})
      if (const auto secret = section.secret(key, signing_secret)) options.signing_secrets.push_back(*secret);
    options.app_token = section.secret("app_token", app_token).value_or("");
    options.client_id = section.text("client_id").value_or("");
    options.client_secret = section.secret("client_secret", client_secret).value_or("");
    options.command = section.text("command").value_or(options.command);
    if (!options.command.starts_with('/') || options.command.find(' ') != options.command.npos)
      section.problem("command", "must begin with / and hold no blank, as the app has it");
    options.allow_shared_channels = section.flag("allow_shared_channels").value_or(false);
    options.api_url = section.web_address("api_url").value_or(options.api_url);
    if (const auto hosts = section.texts("response_hosts"); !hosts.empty()) options.response_hosts = hosts;
    options.ca_file = section.path("ca_file").value_or("");
    options.public_url = organisation.public_url;
    options.data = organisation.data;
    options.language = organisation.language;
    for (const core::Person& person : organisation.people_in(workspace))
      options.people.push_back(person.user);
    for (const core::Group& group : organisation.groups_in(workspace))
      options.channels.push_back(group.channel);
    const auto given = [&](const std::string& name) {
      return section.has(name + "_file") || section.has(name + "_env");
    };
    if (!given("signing_secret") && !given("old_signing_secret") && !given("app_token"))
      section.problem("signing_secret_file",
                      "is missing; without it (or app_token_file, for Socket Mode) nobody could tell Slack "
                      "from others");
    if (given("refresh_token") && !section.has("client_id"))
      section.problem("client_id", "is missing; a refresh token needs it");
    if (given("refresh_token") && !given("client_secret"))
      section.problem("client_secret_file", "is missing; a refresh token needs it");
    if (!given("bot_token") && options.client_id.empty())
      section.problem("bot_token_file", "is missing; it is shown in Slack when the app is installed");
    sections_.push_back(std::move(options));
  }

  std::optional<runtime::Beginning> beginning() const override {
    using When = runtime::Beginning::Open::When;
    runtime::Beginning begin;
    begin.address = "the address under which Slack reaches us, https://...; empty: Socket Mode, no open port";
    begin.ours = begin.may_be_empty = true;
    begin.account = "member id (U..., in the person's profile: the three dots, Copy member ID)";
    begin.example = "U02ABCDEF";
    begin.unfit = [](const std::string& account) -> std::string {
      const bool id = account.size() >= 9 && (account[0] == 'U' || account[0] == 'W') &&
                      account.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == account.npos;
      return id ? ""
                : "Slack's member id is U or W and capital letters and digits; it stands in the person's "
                  "profile, the three dots, Copy member ID";
    };
    begin.open = {
        {"bot_token_file", "secrets/slack-bot", "the bot token, xoxb-...", When::always,
         "Install App, Install to Workspace, Allow", bot_token},
        {"app_token_file", "secrets/slack-app", "the app token, xapp-...", When::without_address,
         "Basic Information, App-Level Tokens, Generate, with the scope connections:write", app_token},
        {"signing_secret_file", "secrets/slack-signing", "the signing secret", When::with_address,
         "Basic Information, App Credentials, Show", signing_secret}};
    begin.made_at = [](const std::string& public_url) {
      ManifestOptions options;
      options.public_url = public_url;
      return new_app_link(options);
    };
    begin.made_by =
        "where you are signed in to Slack; the app is filled in there. Choose the workspace, Next, Create";
    return begin;
  }

  runtime::Connected connect(const runtime::AdapterServices& around) const override {
    runtime::Connected connected;
    std::vector<Slack*> workspaces;
    for (Options options : sections_) {
      options.pictures = around.pictures;
      auto adapter = make_slack(around.executor, options, around.clock, around.random,
                                net::real_timing(around.executor), around.links);
      workspaces.push_back(adapter.get());
      connected.adapters[options.workspace] = std::move(adapter);
    }
    connected.mounts.push_back({"/slack", make_webhook_endpoint(std::move(workspaces), around.clock)});
    return connected;
  }

  std::optional<net::Response> refusal(const net::Request& call) const override {
    if (call.path != "/slack" && !call.path.starts_with("/slack/")) return std::nullopt;
    std::vector<std::string> secrets;
    for (const Options& one : sections_)
      secrets.insert(secrets.end(), one.signing_secrets.begin(), one.signing_secrets.end());
    return refusal_of(call, secrets);
  }

  boost::asio::awaitable<runtime::Findings> examine_one(
      Options& section, const runtime::AdapterServices& around) const override {
    around.add_living(section.workspace, section.people, section.channels, section.called_by);
    const net::Timing timing = net::real_timing(around.executor);
    co_return co_await slack::examine(section, around.notes_of(section.workspace), around.clock,
                                      around.random, timing);
  }

  std::optional<runtime::Manifest> manifest() const override {
    using Option = runtime::Manifest::Option;
    runtime::Manifest manifest;
    manifest.meaning = "print the app manifest for Slack";
    manifest.options = {
        {"--url", "where Slack reaches us, https://..."},
        {"--socket", "Socket Mode: no open port", Option::Kind::flag},
        {"--command",
         "the slash command, /refleks when left out; `command` in the section must say the same"},
        {"--link", "an address that opens Slack's page with it filled in", Option::Kind::flag}};
    manifest.of_configuration = false;
    manifest.make = print_manifest;
    return manifest;
  }
};

}  // namespace

std::unique_ptr<runtime::Platform> platform() {
  return std::make_unique<SlackPlatform>();
}

}  // namespace slack
