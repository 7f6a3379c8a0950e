#include "adapters/slack/inbound.hpp"

#include "adapters/slack/text.hpp"

namespace slack {
namespace {

using runtime::JsonView;

// Direct conversations have ids of their own, which are nobody's group.
std::string group_channel(const std::string& id) {
  return id.starts_with('D') ? std::string() : id;
}

Incoming interaction(JsonView payload) {
  Incoming in;
  const JsonView user = payload.at("user");
  in.address.team = payload.at("team").text_at("id");
  in.address.enterprise = payload.at("enterprise").text_at("id");
  in.address.whole_organisation = payload.at("is_enterprise_install").is_true();
  in.user = user.text_at("id");
  in.user_team = user.text_at("team_id");
  if (in.address.team.empty()) in.address.team = in.user_team;
  in.trigger = payload.text_at("trigger_id");
  in.response_url = payload.text_at("response_url");
  const JsonView view = payload.at("view");
  // In a window `team` is the person's own, which may be a connected or a sister workspace.
  if (const std::string ours = view.text_at("app_installed_team_id"); !ours.empty()) in.address.team = ours;
  in.view_id = view.text_at("id");
  in.title = view.at("title").text_at("text");
  in.delivery = in.trigger;
  return in;
}

Incoming press(JsonView payload) {
  Incoming in = interaction(payload);
  const JsonView container = payload.at("container");
  in.channel = payload.at("channel").text_at("id");
  if (in.channel.empty()) in.channel = container.text_at("channel_id");
  in.channel = group_channel(in.channel);
  const std::string view = payload.at("view").text_at("type");
  if (view == "home") in.from = Incoming::From::home;
  if (view == "modal") in.from = Incoming::From::modal;
  if (in.from != Incoming::From::modal) in.view_id.clear();
  payload.at("actions").each([&](JsonView action) {
    if (action.at("type").text() == "button")
      if (auto pressed = read_button(action.at("value").text())) in.presses.push_back(std::move(*pressed));
  });
  if (!in.presses.empty() && !in.user.empty()) in.kind = Incoming::Kind::press;
  return in;
}

Incoming event(JsonView payload) {
  Incoming in;
  const JsonView what = payload.at("event");
  const std::string type = what.text_at("type");
  // In shared channels the installation is named apart from where it happened.
  const JsonView list = payload.at("authorizations").first();
  const JsonView whose = list ? list : payload;
  in.address.team = whose.text_at("team_id");
  in.address.enterprise = whose.text_at("enterprise_id");
  in.address.whole_organisation = whose.at("is_enterprise_install").is_true();
  in.user = what.text_at("user");
  in.delivery = payload.text_at("event_id");
  if (const auto seconds = payload.at("event_time").integer())
    in.happened = core::Instant(std::chrono::seconds(*seconds));
  if (type == "app_home_opened" && what.text_at("tab") == "home" && !in.user.empty()) {
    in.kind = Incoming::Kind::home_opened;
    in.from = Incoming::From::home;
  }
  if (type == "app_uninstalled") in.kind = Incoming::Kind::revoked;
  // People's own tokens may go without the bot's. Either list may be left out.
  if (type == "tokens_revoked") {
    const JsonView bots = what.at("tokens").at("bot"), peoples = what.at("tokens").at("oauth");
    if (bots.is_array() ? bool(bots.first()) : !peoples.is_array()) in.kind = Incoming::Kind::revoked;
  }
  if (type == "channel_shared" || type == "channel_unshared") in.kind = Incoming::Kind::sharing;
  if (type == "member_joined_channel" || type == "member_left_channel") {
    in.kind = Incoming::Kind::membership;
    in.joined = type == "member_joined_channel";
    in.channel = what.text_at("channel");
  }
  return in;
}

}  // namespace

Incoming read_command(const std::function<std::string(const char*)>& field) {
  Incoming in;
  in.address.team = field("team_id");
  in.address.enterprise = field("enterprise_id");
  in.address.whole_organisation = field("is_enterprise_install") == "true";
  in.user = field("user_id");
  in.channel = group_channel(field("channel_id"));
  in.trigger = field("trigger_id");
  in.delivery = in.trigger;
  in.response_url = field("response_url");
  in.command = field("command");
  in.typed = typed(field("text"));
  if (!in.command.empty() && !in.user.empty()) in.kind = Incoming::Kind::command;
  return in;
}

Incoming read_payload(JsonView payload) {
  const std::string type = payload.text_at("type");
  if (type == "block_actions") return press(payload);
  if (type == "event_callback") return event(payload);
  Incoming in = interaction(payload);
  if (type == "view_submission") {
    in.kind = Incoming::Kind::submit;
    in.from = Incoming::From::modal;
    in.submitted = read_submission(payload.at("view"));
    in.first_input = first_input(payload.at("view"));
  } else if (type == "shortcut" && !in.user.empty()) {
    in.kind = Incoming::Kind::shortcut;
    in.callback = payload.text_at("callback_id");
  } else if (type == "app_rate_limited") {
    in.kind = Incoming::Kind::limited;
    in.address.team = payload.text_at("team_id");
  }
  return in;
}

}  // namespace slack
