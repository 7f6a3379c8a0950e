#include "bot/app/config_chats.hpp"

#include <fmt/format.h>

#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <sstream>

namespace app {
namespace {

std::string site(const std::string& text) {
  std::string address = web_address(text);
  while (address.ends_with('/')) address.pop_back();
  return address;
}

std::vector<std::string> plain_texts(const Section& section, std::string_view key) {
  std::vector<std::string> found;
  for (const Section::Item& item : section.texts(key)) found.push_back(item.text);
  return found;
}

Chats::Server read_server(const Section& section) {
  Chats::Server server;
  if (const auto where = section.read<Listen>("listen", listen_address)) {
    server.host = where->host;
    server.port = where->port;
  }
  server.public_url = section.read<std::string>("public_url", site).value_or("");
  return server;
}

void read_pages(const Section& section, Chats& chats, const ChatReading& reading) {
  const bool enabled = section.flag("enabled").value_or(false);
  const std::string name = section.text("name").value_or("pages");
  if (!enabled) return;
  if (chats.server.public_url.empty())
    section.conflict("enabled", "pages need server.public_url, the address under which phones reach them");
  chats.pages = name;
  reading.workspaces.push_back(name);
}

std::map<std::string, webhook::Hook> read_hooks(const Section& section, std::string_view key,
                                                webhook::Shape shape, const ChatReading& reading) {
  std::map<std::string, webhook::Hook> hooks;
  for (const auto& [id, hook] : section.entries(key)) {
    const auto url = reading.secret(hook, "url");
    if (url) hooks[id] = {*url, shape};
    if (!url && !hook.has("url_file") && !hook.has("url_env"))
      hook.problem("url_file",
                   "is missing; the address of a webhook is a secret and stands in a file of its own");
  }
  return hooks;
}

webhook::Options read_webhook(const std::string& name, const Section& section, const Chats& chats,
                              const ChatReading& reading) {
  webhook::Options options;
  options.workspace = name;
  const auto shape = section.required("kind")
                         ? section.one_of("kind", {"slack", "mattermost", "rocketchat", "zulip",
                                                   "google_chat", "teams_workflow"})
                         : std::nullopt;
  const webhook::Shape kind =
      shape ? webhook::shape_from_text(*shape).value_or(webhook::Shape::slack) : webhook::Shape::slack;
  options.allowed_hosts = plain_texts(section, "allowed_hosts");
  options.allow_private = section.flag("allow_private").value_or(false);
  if (const auto file = section.text("ca_file")) options.ca_file = reading.path(*file);
  options.channels = read_hooks(section, "channels", kind, reading);
  options.people = read_hooks(section, "people", kind, reading);
  if (shape)
    for (const std::string& problem : webhook::problems(options)) section.conflict("", problem);
  if (!chats.pages)
    section.warning("", "without [pages] nobody can answer here: these chats only show what is posted");
  return options;
}

slack::Options read_slack(const std::string& name, const Section& section, const Chats& chats,
                          const ChatReading& reading) {
  slack::Options options;
  options.workspace = name;
  options.team_id = section.text("team_id").value_or("");
  options.bot_token = reading.secret(section, "bot_token").value_or("");
  options.refresh_token = reading.secret(section, "refresh_token").value_or("");
  for (const char* key : {"signing_secret", "old_signing_secret"})
    if (const auto secret = reading.secret(section, key)) options.signing_secrets.push_back(*secret);
  options.app_token = reading.secret(section, "app_token").value_or("");
  options.client_id = section.text("client_id").value_or("");
  options.client_secret = reading.secret(section, "client_secret").value_or("");
  options.command = section.text("command").value_or(options.command);
  options.allow_shared_channels = section.flag("allow_shared_channels").value_or(false);
  options.api_url = section.read<std::string>("api_url", web_address).value_or(options.api_url);
  if (const auto hosts = plain_texts(section, "response_hosts"); !hosts.empty())
    options.response_hosts = hosts;
  if (const auto file = section.text("ca_file")) options.ca_file = reading.path(*file);
  options.public_url = chats.server.public_url;
  if (options.signing_secrets.empty() && options.app_token.empty())
    section.problem(
        "signing_secret_file",
        "is missing; without it (or app_token_file, for Socket Mode) nobody could tell Slack from others");
  if (options.bot_token.empty() && options.client_id.empty())
    section.problem("bot_token_file", "is missing; it is shown in Slack when the app is installed");
  return options;
}

teams::Options read_teams(const std::string& name, const Section& section, const ChatReading& reading) {
  teams::Options options;
  options.workspace = name;
  options.app_id = section.required_text("app_id");
  options.tenant = section.required_text("tenant");
  options.app_secret = reading.secret(section, "app_secret").value_or("");
  if (options.app_secret.empty())
    section.problem("app_secret_file", "is missing; it is the client secret of the app registration");
  for (const char* key : {"outgoing_webhook_secret", "old_outgoing_webhook_secret"})
    if (const auto secret = reading.secret(section, key)) options.outgoing_webhook_secrets.push_back(*secret);
  options.native_charts = section.flag("native_charts").value_or(false);
  options.metadata_url =
      section.read<std::string>("metadata_url", web_address).value_or(options.metadata_url);
  options.token_url = section.read<std::string>("token_url", web_address).value_or("");
  options.service_url = section.read<std::string>("service_url", web_address).value_or(options.service_url);
  if (const auto hosts = plain_texts(section, "service_hosts"); !hosts.empty()) options.service_hosts = hosts;
  if (const auto file = section.text("ca_file")) options.ca_file = reading.path(*file);
  const auto test = section.read<std::string>("test_metadata_url", web_address);
  const auto issuers = plain_texts(section, "test_issuers");
  if (test) {
    options.entra = teams::EntraTest{*test, issuers};
    section.warning("test_metadata_url", "tokens of a test tool are taken: never in production");
  }
  return options;
}

mattermost::Options read_mattermost(const std::string& name, const Section& section, const Chats& chats,
                                    const ChatReading& reading) {
  mattermost::Options options;
  options.workspace = name;
  if (section.required("url")) options.url = section.read<std::string>("url", site).value_or("");
  options.bot_token = reading.secret(section, "bot_token").value_or("");
  if (options.bot_token.empty())
    section.problem("bot_token_file", "is missing; it is shown once when the bot account is made");
  std::istringstream tokens(reading.secret(section, "command_tokens").value_or(""));
  for (std::string token; std::getline(tokens, token);)
    if (!token.empty()) options.command_tokens.push_back(token);
  if (!chats.server.public_url.empty()) options.callback_url = chats.server.public_url + "/mattermost";
  if (const auto file = section.text("ca_file")) options.ca_file = reading.path(*file);
  options.allow_http = section.flag("allow_http").value_or(false);
  return options;
}

}  // namespace

Listen listen_address(const std::string& text) {
  const auto colon = text.rfind(':');
  Listen made{text.substr(0, colon), 0};
  if (made.host.starts_with('[') && made.host.ends_with(']'))
    made.host = made.host.substr(1, made.host.size() - 2);
  const std::string port = colon == std::string::npos ? "" : text.substr(colon + 1);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), made.port);
  boost::system::error_code not_an_address;
  boost::asio::ip::make_address(made.host, not_an_address);
  if (not_an_address || port.empty() || error != std::errc{} ||
      end != port.data() + port.size())  // 0: any free one
    throw std::invalid_argument(fmt::format("\"{}\" is no address with a port (numbers, no names)", text));
  return made;
}

Chats read_chats(const Section& root, const ChatReading& reading) {
  Chats chats;
  chats.server = read_server(root.section("server"));
  read_pages(root.section("pages"), chats, reading);
  const auto each = [&](std::string_view kind, auto&& read) {
    for (const auto& [name, section] : reading.named(root, kind)) {
      if (std::find(reading.workspaces.begin(), reading.workspaces.end(), name) != reading.workspaces.end())
        section.conflict("", fmt::format("another chat is called \"{}\" already", name));
      read(name, section);
      reading.workspaces.push_back(name);
    }
  };
  each("webhooks", [&](const std::string& name, const Section& section) {
    chats.webhooks.push_back(read_webhook(name, section, chats, reading));
  });
  each("slack", [&](const std::string& name, const Section& section) {
    chats.slack.push_back(read_slack(name, section, chats, reading));
  });
  each("teams", [&](const std::string& name, const Section& section) {
    chats.teams.push_back(read_teams(name, section, reading));
  });
  each("mattermost", [&](const std::string& name, const Section& section) {
    chats.mattermost.push_back(read_mattermost(name, section, chats, reading));
  });
  return chats;
}

}  // namespace app
