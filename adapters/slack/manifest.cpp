// The app manifest (docs.slack.dev, "App manifest reference"): limits are noted where they bind.

#include <nlohmann/json.hpp>

#include "adapters/net/url.hpp"
#include "adapters/slack/adapter.hpp"
#include "adapters/slack/home.hpp"
#include "adapters/slack/text.hpp"

namespace slack {
namespace {

using Ordered = nlohmann::ordered_json;

Ordered with_url(Ordered object, const char* key, const std::string& base, const char* path) {
  if (!base.empty()) object[key] = base + path;
  return object;
}

}  // namespace

const std::vector<std::string>& needed_scopes() {
  static const std::vector<std::string> scopes{"chat:write", "commands",   "channels:read", "groups:read",
                                               "im:write",   "users:read", "files:write"};
  return scopes;
}

namespace {

Ordered whole_manifest(const ManifestOptions& options) {
  std::string base = options.public_url;
  while (base.ends_with('/')) base.pop_back();
  const bool socket = base.empty();

  Ordered command = Ordered::object();
  command["command"] = cut(options.command, 32);
  command["description"] = "Temaforslag, avstemninger, samlinger og hjelp";
  command["usage_hint"] = "[hjelp | idé | status | personvern]";
  command["should_escape"] = true;  // a mention then carries its id
  command = with_url(std::move(command), "url", base, "/slack/commands");

  Ordered home = {{"name", "Refleks"},
                  {"type", "global"},
                  {"callback_id", home_shortcut},
                  {"description", "Se hva du kan svare på nå"}};
  Ordered idea = {{"name", "Foreslå tema"},
                  {"type", "global"},
                  {"callback_id", idea_shortcut},
                  {"description", "Foreslå et tema anonymt for gruppa di"}};

  Ordered features = Ordered::object();
  features["app_home"] = {
      {"home_tab_enabled", true}, {"messages_tab_enabled", true}, {"messages_tab_read_only_enabled", true}};
  features["bot_user"] = {{"display_name", cut(options.name, 80)}, {"always_online", true}};
  features["shortcuts"] = Ordered::array({home, idea});
  features["slash_commands"] = Ordered::array({command});

  Ordered oauth = Ordered::object();
  if (!socket) oauth["redirect_urls"] = Ordered::array({base + "/slack/oauth/callback"});
  oauth["scopes"] = {{"bot", options.scopes.empty() ? needed_scopes() : options.scopes}};

  Ordered events = Ordered::object();
  events = with_url(std::move(events), "request_url", base, "/slack/events");
  events["bot_events"] = {"app_home_opened",     "app_uninstalled",       "tokens_revoked",
                          "member_left_channel", "member_joined_channel", "channel_shared",
                          "channel_unshared"};
  Ordered interactivity = {{"is_enabled", true}};
  interactivity = with_url(std::move(interactivity), "request_url", base, "/slack/interactivity");

  Ordered settings = Ordered::object();
  settings["event_subscriptions"] = std::move(events);
  settings["interactivity"] = std::move(interactivity);
  settings["org_deploy_enabled"] = false;
  settings["socket_mode_enabled"] = socket;
  settings["token_rotation_enabled"] = false;

  Ordered whole = Ordered::object();
  whole["_metadata"] = {{"major_version", 1}, {"minor_version", 1}};
  whole["display_information"] = {
      {"name", cut(options.name, 35)},
      {"description", "Påminnelser, temaforslag, avstemninger og utsjekk for refleksjonsgrupper"},
      {"background_color", "#1d3557"}};
  whole["features"] = std::move(features);
  whole["oauth_config"] = std::move(oauth);
  whole["settings"] = std::move(settings);
  return whole;
}

}  // namespace

std::string manifest(const ManifestOptions& options) {
  return whole_manifest(options).dump(2) + "\n";
}

// The same page of Slack's documentation has the parameter.
std::string new_app_link(const ManifestOptions& options) {
  return "https://api.slack.com/apps?new_app=1&manifest_json=" +
         net::percent_encoded(whole_manifest(options).dump());
}

}  // namespace slack
