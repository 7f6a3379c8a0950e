#include "adapters/slack/inbound.hpp"

#include <nlohmann/json.hpp>

#include "adapters/slack/text.hpp"

namespace slack {
namespace {

using Json = nlohmann::json;

// The member, or null: payloads leave out and null what they like.
const Json& at(const Json& object, const char* key) {
  static const Json null;
  if (!object.is_object()) return null;
  const auto found = object.find(key);
  return found == object.end() ? null : *found;
}

std::string text_at(const Json& object, const char* key) {
  const Json& value = at(object, key);
  return value.is_string() ? value.get<std::string>() : std::string();
}

// A form says "true", JSON says true.
bool yes_at(const Json& object, const char* key) {
  const Json& value = at(object, key);
  return value == true || value == "true";
}

// Direct conversations have ids of their own, which are nobody's group.
std::string group_channel(const std::string& id) {
  return id.starts_with('D') ? std::string() : id;
}

Incoming interaction(const Json& payload) {
  Incoming in;
  const Json& user = at(payload, "user");
  in.address.team = text_at(at(payload, "team"), "id");
  in.address.enterprise = text_at(at(payload, "enterprise"), "id");
  in.address.whole_organisation = yes_at(payload, "is_enterprise_install");
  in.user = text_at(user, "id");
  in.user_team = text_at(user, "team_id");
  if (in.address.team.empty()) in.address.team = in.user_team;
  in.trigger = text_at(payload, "trigger_id");
  in.response_url = text_at(payload, "response_url");
  const Json& view = at(payload, "view");
  in.view_id = text_at(view, "id");
  in.title = text_at(at(view, "title"), "text");
  in.delivery = in.trigger;
  return in;
}

Incoming press(const Json& payload) {
  Incoming in = interaction(payload);
  const Json& container = at(payload, "container");
  in.channel = text_at(at(payload, "channel"), "id");
  if (in.channel.empty()) in.channel = text_at(container, "channel_id");
  in.channel = group_channel(in.channel);
  const std::string view = text_at(at(payload, "view"), "type");
  if (view == "home") in.from = Incoming::From::home;
  if (view == "modal") in.from = Incoming::From::modal;
  if (in.from != Incoming::From::modal) in.view_id.clear();
  for (const Json& action : at(payload, "actions"))
    if (text_at(action, "type") == "button")
      if (auto pressed = read_button(text_at(action, "value"))) in.presses.push_back(std::move(*pressed));
  if (!in.presses.empty() && !in.user.empty()) in.kind = Incoming::Kind::press;
  return in;
}

Incoming event(const Json& payload) {
  Incoming in;
  const Json& what = at(payload, "event");
  const std::string type = text_at(what, "type");
  // In shared channels the installation is named apart from where it happened.
  const Json& list = at(payload, "authorizations");
  const Json& whose = list.is_array() && !list.empty() ? list.front() : payload;
  in.address.team = text_at(whose, "team_id");
  in.address.enterprise = text_at(whose, "enterprise_id");
  in.address.whole_organisation = yes_at(whose, "is_enterprise_install");
  in.user = text_at(what, "user");
  in.delivery = text_at(payload, "event_id");
  if (type == "app_home_opened" && text_at(what, "tab") == "home" && !in.user.empty()) {
    in.kind = Incoming::Kind::home_opened;
    in.from = Incoming::From::home;
  }
  if (type == "app_uninstalled") in.kind = Incoming::Kind::revoked;
  // People's own tokens may go without the bot's.
  if (type == "tokens_revoked") {
    const Json& bots = at(at(what, "tokens"), "bot");
    if (!bots.is_array() || !bots.empty()) in.kind = Incoming::Kind::revoked;
  }
  if (type == "member_joined_channel" || type == "member_left_channel") {
    in.kind = Incoming::Kind::membership;
    in.joined = type == "member_joined_channel";
    in.channel = text_at(what, "channel");
  }
  return in;
}

}  // namespace

Incoming read_command(const Json& fields) {
  Incoming in;
  in.address.team = text_at(fields, "team_id");
  in.address.enterprise = text_at(fields, "enterprise_id");
  in.address.whole_organisation = yes_at(fields, "is_enterprise_install");
  in.user = text_at(fields, "user_id");
  in.channel = group_channel(text_at(fields, "channel_id"));
  in.trigger = text_at(fields, "trigger_id");
  in.delivery = in.trigger;
  in.response_url = text_at(fields, "response_url");
  in.command = text_at(fields, "command");
  in.text = unescaped(text_at(fields, "text"));
  if (!in.command.empty() && !in.user.empty()) in.kind = Incoming::Kind::command;
  return in;
}

Incoming read_payload(const Json& payload) {
  const std::string type = text_at(payload, "type");
  if (type == "block_actions") return press(payload);
  if (type == "event_callback") return event(payload);
  Incoming in = interaction(payload);
  if (type == "view_submission" && !in.user.empty()) {
    in.kind = Incoming::Kind::submit;
    in.from = Incoming::From::modal;
    in.view = at(payload, "view").dump();
  } else if (type == "shortcut" && !in.user.empty()) {
    in.kind = Incoming::Kind::shortcut;
    in.callback = text_at(payload, "callback_id");
  } else if (type == "app_rate_limited") {
    in.kind = Incoming::Kind::limited;
    in.address.team = text_at(payload, "team_id");
  }
  return in;
}

}  // namespace slack
