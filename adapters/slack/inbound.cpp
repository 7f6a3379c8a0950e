#include "adapters/slack/inbound.hpp"

#include <nlohmann/json.hpp>

#include "adapters/net/json.hpp"
#include "adapters/slack/text.hpp"

namespace slack {
namespace {

using Json = nlohmann::json;

// The member, or null: payloads leave out and null what they like.
// A form says "true", JSON says true.
bool yes_at(const Json& object, const char* key) {
  const Json& value = net::member(object, key);
  return value == true || value == "true";
}

// Direct conversations have ids of their own, which are nobody's group.
std::string group_channel(const std::string& id) {
  return id.starts_with('D') ? std::string() : id;
}

Incoming interaction(const Json& payload) {
  Incoming in;
  const Json& user = net::member(payload, "user");
  in.address.team = net::text_at(net::member(payload, "team"), "id");
  in.address.enterprise = net::text_at(net::member(payload, "enterprise"), "id");
  in.address.whole_organisation = yes_at(payload, "is_enterprise_install");
  in.user = net::text_at(user, "id");
  in.user_team = net::text_at(user, "team_id");
  if (in.address.team.empty()) in.address.team = in.user_team;
  in.trigger = net::text_at(payload, "trigger_id");
  in.response_url = net::text_at(payload, "response_url");
  const Json& view = net::member(payload, "view");
  // In a window `team` is the person's own, which may be a connected or a sister workspace.
  if (const std::string ours = net::text_at(view, "app_installed_team_id"); !ours.empty())
    in.address.team = ours;
  in.view_id = net::text_at(view, "id");
  in.title = net::text_at(net::member(view, "title"), "text");
  in.delivery = in.trigger;
  return in;
}

Incoming press(const Json& payload) {
  Incoming in = interaction(payload);
  const Json& container = net::member(payload, "container");
  in.channel = net::text_at(net::member(payload, "channel"), "id");
  if (in.channel.empty()) in.channel = net::text_at(container, "channel_id");
  in.channel = group_channel(in.channel);
  const std::string view = net::text_at(net::member(payload, "view"), "type");
  if (view == "home") in.from = Incoming::From::home;
  if (view == "modal") in.from = Incoming::From::modal;
  if (in.from != Incoming::From::modal) in.view_id.clear();
  for (const Json& action : net::member(payload, "actions"))
    if (net::text_at(action, "type") == "button")
      if (auto pressed = read_button(net::text_at(action, "value")))
        in.presses.push_back(std::move(*pressed));
  if (!in.presses.empty() && !in.user.empty()) in.kind = Incoming::Kind::press;
  return in;
}

Incoming event(const Json& payload) {
  Incoming in;
  const Json& what = net::member(payload, "event");
  const std::string type = net::text_at(what, "type");
  // In shared channels the installation is named apart from where it happened.
  const Json& list = net::member(payload, "authorizations");
  const Json& whose = list.is_array() && !list.empty() ? list.front() : payload;
  in.address.team = net::text_at(whose, "team_id");
  in.address.enterprise = net::text_at(whose, "enterprise_id");
  in.address.whole_organisation = yes_at(whose, "is_enterprise_install");
  in.user = net::text_at(what, "user");
  in.delivery = net::text_at(payload, "event_id");
  if (type == "app_home_opened" && net::text_at(what, "tab") == "home" && !in.user.empty()) {
    in.kind = Incoming::Kind::home_opened;
    in.from = Incoming::From::home;
  }
  if (type == "app_uninstalled") in.kind = Incoming::Kind::revoked;
  // People's own tokens may go without the bot's.
  if (type == "tokens_revoked") {
    const Json& bots = net::member(net::member(what, "tokens"), "bot");
    if (!bots.is_array() || !bots.empty()) in.kind = Incoming::Kind::revoked;
  }
  if (type == "member_joined_channel" || type == "member_left_channel") {
    in.kind = Incoming::Kind::membership;
    in.joined = type == "member_joined_channel";
    in.channel = net::text_at(what, "channel");
  }
  return in;
}

}  // namespace

Incoming read_command(const Json& fields) {
  Incoming in;
  in.address.team = net::text_at(fields, "team_id");
  in.address.enterprise = net::text_at(fields, "enterprise_id");
  in.address.whole_organisation = yes_at(fields, "is_enterprise_install");
  in.user = net::text_at(fields, "user_id");
  in.channel = group_channel(net::text_at(fields, "channel_id"));
  in.trigger = net::text_at(fields, "trigger_id");
  in.delivery = in.trigger;
  in.response_url = net::text_at(fields, "response_url");
  in.command = net::text_at(fields, "command");
  in.typed = typed(net::text_at(fields, "text"));
  if (!in.command.empty() && !in.user.empty()) in.kind = Incoming::Kind::command;
  return in;
}

Incoming read_payload(Json payload) {
  const std::string type = net::text_at(payload, "type");
  if (type == "block_actions") return press(payload);
  if (type == "event_callback") return event(payload);
  Incoming in = interaction(payload);
  if (type == "view_submission") {
    in.kind = Incoming::Kind::submit;
    in.from = Incoming::From::modal;
    const auto view = payload.find("view");
    in.view = std::make_shared<const Json>(view == payload.end() ? Json() : std::move(*view));
  } else if (type == "shortcut" && !in.user.empty()) {
    in.kind = Incoming::Kind::shortcut;
    in.callback = net::text_at(payload, "callback_id");
  } else if (type == "app_rate_limited") {
    in.kind = Incoming::Kind::limited;
    in.address.team = net::text_at(payload, "team_id");
  }
  return in;
}

}  // namespace slack
