#include "bot/runtime/platform.hpp"

#include <sstream>

#include "adapters/mattermost/adapter.hpp"
#include "adapters/mattermost/names.hpp"
#include "adapters/mattermost/set_up.hpp"
#include "adapters/net/http.hpp"

namespace mattermost {
namespace {

// clang-format off
constexpr runtime::KnownKey keys_of_section[] = {
    {"url", "address of the Mattermost site", "required", R"("https://chat.fjordvik.example")"},
    {"bot_token_file", "file with the token of the bot account", "the variable below", R"("secrets/mattermost-bot")"},
    {"bot_token_env", "variable with it", "the file above", R"("MATTERMOST_BOT_TOKEN")"},
    {"command_tokens_file", "file with the tokens of the slash command, one a line for each team", "commands come in direct messages only", R"("secrets/mattermost-commands")"},
    {"command_tokens_env", "variable with it", "commands come in direct messages only", R"("MATTERMOST_COMMAND_TOKENS")"},
    {"ca_file", "certificates to trust besides the system's, PEM", "the system's alone", R"("ca.pem")"},
    {"allow_http", "the site may be reached without https, on this machine", "false", "false"},
};
// clang-format on

constexpr runtime::SecretKind bot_token{"a token of Mattermost, 26 small letters and digits", is_id};
constexpr runtime::SecretKind command_tokens{"tokens of Mattermost, 26 small letters and digits, one a line",
                                             is_id, true};

class MattermostPlatform final : public runtime::Sectioned<Options, Mattermost> {
 public:
  std::string_view kind() const override { return "mattermost"; }
  std::string_view called() const override { return "Mattermost"; }
  std::span<const runtime::KnownKey> keys() const override { return keys_of_section; }

  void read(const std::string& workspace, const runtime::Settings& section,
            const runtime::Organisation& organisation) override {
    Options options;
    options.workspace = workspace;
    if (section.required("url")) options.url = section.site("url").value_or("");
    options.bot_token = section.secret("bot_token", bot_token).value_or("");
    if (!section.has("bot_token_file") && !section.has("bot_token_env"))
      section.problem("bot_token_file", "is missing; it is shown once when the bot account is made");
    std::istringstream tokens(section.secret("command_tokens", command_tokens).value_or(""));
    for (std::string token; std::getline(tokens, token);)
      if (!token.empty()) options.command_tokens.push_back(token);
    if (!organisation.public_url.empty()) options.callback_url = organisation.public_url + "/mattermost";
    options.ca_file = section.path("ca_file").value_or("");
    options.allow_http = section.flag("allow_http").value_or(false);
    if (options.url.starts_with("http://") && !options.allow_http)
      section.conflict("url",
                       "begins with http://, so the token would travel in the open; write https://, or set "
                       "allow_http = true when the site is on this machine");
    if (options.url.find_first_of("?#") != std::string::npos)
      section.conflict("url", "must be the address of the site, without ? and #");
    options.pages = organisation.pages;
    options.data = organisation.data;
    options.language = organisation.language;
    options.zone = organisation.zone;
    for (const core::Person& person : organisation.people_in(workspace))
      options.people.push_back(person.user);
    for (const core::Group& group : organisation.groups_in(workspace))
      options.channels.push_back(group.channel);
    sections_.push_back(std::move(options));
  }

  std::optional<runtime::Beginning> beginning() const override {
    using Open = runtime::Beginning::Open;
    runtime::Beginning begin;
    begin.address = "the address of the Mattermost site, https://...";
    begin.pages = true;
    begin.without_pages =
        "people can write to it, but there are no buttons and forms, so no group can be set up";
    begin.account = "username";
    begin.example = "eivind.moe";
    begin.unfit = [](const std::string& account) -> std::string {
      return is_name(user_name(account))
                 ? ""
                 : "Mattermost's user names are letters a to z, digits, and . - _ between them; it stands "
                   "in the person's profile";
    };
    begin.open = {{"bot_token_file", "secrets/mattermost-bot", "the token of the bot account"},
                  {"command_tokens_file", "secrets/mattermost-commands",
                   "the token of the slash command, of each team one a line", Open::When::with_address}};
    begin.set_up = {
        "a system administrator's user name in Mattermost, or the word token",
        "makes the bot account and its token, brings it into the coordinator's teams, makes /refleks "
        "there, and switches on what that takes",
        [](runtime::SetUp::Wanted wanted, runtime::SetUp::SignIn sign_in,
           boost::asio::any_io_executor executor) {
          return set_up(std::move(wanted), std::move(sign_in), net::real_timing(executor));
        }};
    return begin;
  }

  runtime::Connected connect(const runtime::AdapterServices& around) const override {
    runtime::Connected connected;
    for (Options options : sections_) {
      options.pictures = around.pictures;
      options.directory = around.people;
      auto adapter = make_mattermost(around.executor, options, around.links, around.clock, around.random,
                                     net::real_timing(around.executor));
      connected.mounts.push_back({"/mattermost/" + options.workspace, adapter->handler()});
      connected.adapters[options.workspace] = std::move(adapter);
    }
    return connected;
  }

  boost::asio::awaitable<runtime::Findings> examine_one(
      Options& section, const runtime::AdapterServices& around) const override {
    around.add_living(section.workspace, section.people, section.channels, section.called_by);
    const net::Timing timing = net::real_timing(around.executor);
    co_return co_await mattermost::examine(section, timing);
  }
};

}  // namespace

std::unique_ptr<runtime::Platform> platform() {
  return std::make_unique<MattermostPlatform>();
}

}  // namespace mattermost
