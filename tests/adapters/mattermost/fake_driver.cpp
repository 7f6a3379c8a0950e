// People at the fake: what the server sends to us for them, and what it makes of our answers (app/command.go,
// app/integration_action.go, web/webhook.go of Mattermost).
#include <algorithm>
#include <charconv>
#include <regex>

#include "adapters/net/hmac.hpp"
#include "tests/adapters/mattermost/fake_mattermost.hpp"

namespace mattermost_test {
namespace {

constexpr std::int64_t response_life = 30 * 60'000;
constexpr int response_uses = 5;
constexpr std::size_t read_limit = 1024 * 1024;  // of what we answer; the rest is cut off
constexpr const char* server_key = "the server's own key";

std::string text_at(const Json& object, const char* key) {
  if (!object.is_object()) return {};
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string coded(std::string_view text) {
  constexpr char hex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) || c == '-' || c == '_' || c == '.' || c == '~')
      out += c;
    else
      out += {'%', hex[byte >> 4], hex[byte & 15]};
  }
  return out;
}

std::string form_of(const std::vector<std::pair<std::string, std::string>>& fields) {
  std::string out;
  for (const auto& [name, value] : fields) out += (out.empty() ? "" : "&") + coded(name) + "=" + coded(value);
  return out;
}

// Who opens a dialog with it, or nothing: base64(client:user:millis:base64(signature)).
std::string user_of(const std::string& trigger, std::int64_t now, std::int64_t life, std::string& failure) {
  const std::string text = net::from_base64(trigger).value_or("");
  std::vector<std::string> parts;
  std::size_t at = 0;
  while (at <= text.size()) {
    const auto end = std::min(text.find(':', at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  failure = "interactive_message.decode_trigger_id.base64_decode_failed";
  if (text.empty()) return {};
  failure = "interactive_message.decode_trigger_id.missing_data";
  if (parts.size() != 4) return {};
  const std::string payload = parts[0] + ":" + parts[1] + ":" + parts[2] + ":";
  failure = "interactive_message.decode_trigger_id.verify_signature_failed";
  if (net::to_base64(net::hmac_sha256(server_key, payload)) != parts[3]) return {};
  std::int64_t made = 0;
  std::from_chars(parts[2].data(), parts[2].data() + parts[2].size(), made);
  failure = "interactive_message.decode_trigger_id.expired";
  if (now - made > life) return {};
  failure.clear();
  return parts[1];
}

// What a client holds instead of an ephemeral post's button: the server keeps none.
std::string cookie_of(const std::string& post, const Json& action) {
  return net::to_base64(net::hmac_sha256(server_key, post + action.dump()));
}

// What the server does with "<url|text>" and "<!channel>" where we do not forbid it.
std::string slack_rewritten(const std::string& text) {
  std::string out = std::regex_replace(text, std::regex("<!(channel|all|here)>"), "@$1");
  return std::regex_replace(out, std::regex("<([^|<>]+)\\|([^<>]+)>"), "[$2]($1)");
}

}  // namespace

std::string FakeMattermost::new_trigger(const std::string& user) {
  const std::string payload = new_id("client") + ":" + user + ":" + std::to_string(millis()) + ":";
  const std::string whole = payload + net::to_base64(net::hmac_sha256(server_key, payload));
  return net::to_base64({reinterpret_cast<const unsigned char*>(whole.data()), whole.size()});
}

// A browser's or the official client's way in to the same things.
asio::awaitable<net::Response> FakeMattermost::people_rest(ApiCall call, std::string session) {
  if (call.path == "/actions/dialogs/open") co_return open_dialog(call.body);  // asks for no session
  if (session.empty()) co_return error(401, "api.context.session_expired.app_error");
  Taken taken;
  Json shown = Json::object();
  if (call.path == "/commands/execute") {
    const std::string channel = text_at(call.body, "channel_id"), text = text_at(call.body, "command");
    taken = co_await type_command(session, channel, text);
    if (taken.answer.is_object()) shown = taken.answer;
  } else if (call.path == "/actions/dialogs/submit") {
    OpenDialog dialog{session, text_at(call.body, "url"), Json::object()};
    dialog.dialog["callback_id"] = text_at(call.body, "callback_id");
    dialog.dialog["state"] = text_at(call.body, "state");
    Json submission = call.body.value("submission", Json::object());
    const std::string channel = text_at(call.body, "channel_id");
    taken = co_await submit(session, std::move(dialog), std::move(submission), channel,
                            text_at(call.body, "team_id"));
    if (taken.answer.is_object()) shown = taken.answer;
  } else {
    const std::regex route("/posts/([a-z0-9]+)/actions/([A-Za-z0-9]+)");
    std::smatch match;
    if (!std::regex_match(call.path, match, route)) co_return error(404, "api.context.404.app_error");
    const std::string post = match[1], action = match[2], option = text_at(call.body, "selected_option");
    taken = co_await press(session, post, action, option, text_at(call.body, "cookie"));
    shown = {{"status", "OK"}};
  }
  if (taken.failure.empty()) co_return json(200, shown);
  int status = taken.failure.find("not_found") == std::string::npos ? 400 : 404;
  if (taken.failure.find("permissions") != std::string::npos) status = 403;
  co_return error(status, taken.failure);
}

// --- commands ---

asio::awaitable<Taken> FakeMattermost::type_command(std::string user, std::string channel_id,
                                                    std::string text, bool repeated) {
  if (!repeated) command_trigger_ = new_trigger(user);
  Taken taken;
  const std::string trigger = text.substr(1, text.find(' ') - 1);
  const SlashCommand* found = nullptr;
  for (const SlashCommand& command : commands)
    if (command.trigger == trigger) found = &command;
  const auto channel = channels_.find(channel_id);
  taken.failure = "api.command.execute_command.not_found.app_error";
  if (!found || channel == channels_.end()) co_return taken;
  taken.failure = "api.context.permissions.app_error";
  if (!channel->second.members.contains(user)) co_return taken;
  taken.failure = "app.command.execute.site_url_required";
  if (site_url.empty()) co_return taken;
  const std::string response = last_response_ = new_id("r");
  responses_[response] = {user, channel_id, 0, millis() + response_life};
  const std::string team = channel->second.team.empty() ? "ateam" : channel->second.team;  // of the arguments
  const std::string words = text.find(' ') == text.npos ? "" : text.substr(text.find(' ') + 1);
  std::string fields = form_of({{"token", found->token},
                                {"team_id", id_of("t" + team)},
                                {"team_domain", team},
                                {"channel_id", channel_id},
                                {"channel_name", channel->second.name},
                                {"user_id", user},
                                {"user_name", users_.at(user).username},
                                {"command", "/" + trigger},
                                {"text", words},
                                {"trigger_id", command_trigger_},
                                {"root_id", ""},
                                {"response_url", site_url + "/hooks/commands/" + response}});
  std::string lower = words;
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const auto& [id, somebody] : users_)
    if (lower.find("@" + somebody.username) != lower.npos)
      fields += "&" + form_of({{"user_mentions", somebody.username}, {"user_mentions_ids", id}});
  net::HttpCall call;
  call.url = found->url;
  call.headers.add("Accept", "application/json");
  call.headers.add("Authorization",
                   found->oauth_token.empty() ? "Token " + found->token : "Bearer " + found->oauth_token);
  if (found->get) {
    call.url += (call.url.find('?') == std::string::npos ? "?" : "&") + fields;
  } else {
    call.method = "POST";
    call.headers.add("Content-Type", "application/x-www-form-urlencoded");
    call.body = fields;
  }
  const net::HttpOutcome outcome = co_await client_.send(std::move(call));
  taken.failure = "api.command.execute_command.failed.app_error";
  if (outcome.error) co_return taken;
  taken.status = outcome.reply.status;
  if (taken.status != 200) co_return taken;
  taken.failure =
      take_command_answer(user, channel_id, std::string(outcome.reply.headers.get("Content-Type")),
                          outcome.reply.body.substr(0, read_limit), taken);
  on_change();
  co_return taken;
}

// What command_response.go takes; the error's id, or nothing.
std::string FakeMattermost::take_command_answer(const std::string& user, const std::string& channel,
                                                const std::string& type, const std::string& body,
                                                Taken& taken) {
  Json answer;
  if (type.substr(0, type.find(';')) == "application/json") {
    answer = Json::parse(body, nullptr, false);
    const bool crooked =
        !answer.is_object() || (answer.contains("response_type") && !answer["response_type"].is_string());
    if (crooked) return "api.command.execute_command.failed_resp.app_error";
  } else {
    answer = {{"text", body}};
  }
  taken.answer = answer;
  return show(user, channel, answer);
}

std::string FakeMattermost::show(const std::string& user, const std::string& channel, const Json& answer) {
  std::string text = text_at(answer, "text");
  if (!answer.value("skip_slack_parsing", false)) text = slack_rewritten(text);
  const Json attachments = answer.value("attachments", Json::array());
  for (const Json& attachment : attachments)
    if (!attachment.is_object()) complaints.push_back("an attachment that is null");
  if (text.empty() && attachments.empty()) return {};
  if (text_at(answer, "response_type") == "in_channel") {
    // In the name of who typed it: what nobody may ever see.
    store({{"channel_id", channel},
           {"user_id", user},
           {"message", text},
           {"props", {{"attachments", attachments}}}});
    return {};
  }
  add_ephemeral(user, channel, text, attachments);
  for (const Json& extra : answer.value("extra_responses", Json::array())) show(user, channel, extra);
  return {};
}

// Clients get the buttons without what they call: that stays with the server.
void FakeMattermost::add_ephemeral(const std::string& user, const std::string& channel,
                                   const std::string& text, const Json& attachments) {
  const std::string id = new_id("e");
  ephemerals.push_back({id, user, channel, text, attachments});
  Json seen = attachments;
  for (Json& attachment : seen)
    if (attachment.is_object() && attachment.contains("actions"))
      for (Json& action : attachment["actions"]) {
        action["cookie"] = cookie_of(id, action);
        action.erase("integration");
      }
  const Json post{{"id", id},        {"channel_id", channel},
                  {"user_id", user}, {"type", "system_ephemeral"},
                  {"message", text}, {"props", {{"attachments", seen}}}};
  tell_person("ephemeral_message", {{"post", post.dump()}}, user);
}

net::Response FakeMattermost::late_answer(const std::string& id, const std::string& body) {
  const auto found = responses_.find(id);
  if (found == responses_.end() || found->second.until < millis())
    return error(404, "app.command_webhook.get.missing");
  const Json answer = Json::parse(body, nullptr, false);
  if (!answer.is_object()) return error(400, "web.incoming_webhook.decode.app_error");
  if (++found->second.uses > response_uses) return error(400, "app.command_webhook.try_use.invalid");
  show(found->second.user, found->second.channel, answer);
  return net::Response(200, "ok", "text/plain");
}

// --- buttons ---

asio::awaitable<Taken> FakeMattermost::press(std::string user, std::string post, std::string action,
                                             std::string option, std::optional<std::string> cookie) {
  Taken taken;
  taken.failure = "api.post.do_action.action_id.not_found.app_error";
  Json attachments = Json::array();
  std::string channel;
  for (const Ephemeral& shown : ephemerals)
    if (shown.id == post) attachments = shown.attachments, channel = shown.channel;
  if (const auto found = posts.find(post); found != posts.end()) {
    attachments = found->second["props"].value("attachments", Json::array());
    channel = found->second["channel_id"];
  }
  Json pressed;
  for (const Json& attachment : attachments)
    for (const Json& one : attachment.value("actions", Json::array()))
      if (text_at(one, "id") == action) pressed = one;
  const bool letters =
      std::all_of(action.begin(), action.end(), [](unsigned char c) { return std::isalnum(c); });
  if (pressed.is_null() || !letters || !channels_.at(channel).members.contains(user)) co_return taken;
  if (cookie && !posts.contains(post) && *cookie != cookie_of(post, pressed)) co_return taken;
  const Channel& place = channels_.at(channel);
  Json body{{"user_id", user},
            {"user_name", users_.at(user).username},
            {"channel_id", channel},
            {"channel_name", place.name},
            {"team_id", place.team.empty() ? "" : id_of("t" + place.team)},
            {"team_domain", place.team},
            {"post_id", post},
            {"trigger_id", new_trigger(user)},
            {"type", text_at(pressed, "type")},
            {"data_source", ""},
            {"context", pressed["integration"].value("context", Json::object())}};
  if (!option.empty()) body["context"]["selected_option"] = option;
  taken = co_await call(text_at(pressed["integration"], "url"), std::move(body));
  if (!taken.failure.empty() || taken.answer.is_null()) co_return taken;
  if (const Json update = taken.answer.value("update", Json()); update.is_object() && posts.contains(post)) {
    posts[post]["message"] = text_at(update, "message");
    if (update.contains("props")) posts[post]["props"] = update["props"];
  }
  std::string text = text_at(taken.answer, "ephemeral_text");
  if (!taken.answer.value("skip_slack_parsing", false)) text = slack_rewritten(text);
  if (!text.empty()) add_ephemeral(user, channel, text, Json::array());
  on_change();
  co_return taken;
}

// DoActionRequest: only 200 counts, an empty body is fine, everything else must be JSON.
asio::awaitable<Taken> FakeMattermost::call(std::string url, Json body) {
  Taken taken;
  net::HttpCall call;
  call.method = "POST";
  call.url = std::move(url);
  call.headers.add("Content-Type", "application/json");
  call.headers.add("Accept", "application/json");
  call.body = body.dump();
  const net::HttpOutcome outcome = co_await client_.send(std::move(call));
  taken.failure = "api.post.do_action.action_integration.app_error";
  if (outcome.error) co_return taken;
  taken.status = outcome.reply.status;
  if (taken.status != 200) co_return taken;
  const std::string answer = outcome.reply.body.substr(0, read_limit);
  if (!answer.empty()) taken.answer = Json::parse(answer, nullptr, false);
  if (taken.answer.is_discarded()) {
    taken.answer = nullptr;
    co_return taken;
  }
  taken.failure.clear();
  co_return taken;
}

// --- dialogs ---

net::Response FakeMattermost::open_dialog(const Json& body) {
  if (!body.is_object() || !body.value("dialog", Json()).is_object())
    return error(400, "api.context.invalid_body_param.app_error");
  std::string failure;
  const std::string user = user_of(text_at(body, "trigger_id"), millis(), trigger_life, failure);
  if (!failure.empty()) return error(400, failure);
  if (text_at(body, "url").empty()) return error(400, "api.context.invalid_body_param.app_error");
  check_dialog(body["dialog"]);
  dialogs.push_back({user, text_at(body, "url"), body["dialog"]});
  tell_person("open_dialog", {{"dialog", body.dump()}}, user);
  return json(200, {{"status", "OK"}});
}

// OpenDialogRequest.IsValid: the server only logs what is wrong, and shows the dialog.
void FakeMattermost::check_dialog(const Json& dialog) {
  const auto complain = [this](bool wrong, const std::string& what) {
    if (wrong) complaints.push_back("dialog: " + what);
  };
  const auto size = [](const Json& object, const char* key) { return text_at(object, key).size(); };
  complain(size(dialog, "title") == 0 || size(dialog, "title") > 24, "title");
  std::set<std::string> names;
  const Json elements = dialog.value("elements", Json::array());
  for (const Json& element : elements.is_array() ? elements : Json::array()) {
    const std::string type = text_at(element, "type"), name = text_at(element, "name");
    complain(size(element, "display_name") == 0 || size(element, "display_name") > 24, "display_name");
    complain(name.empty() || name.size() > 300 || !names.insert(name).second, "name");
    complain(size(element, "help_text") > 150, "help_text");
    const std::size_t most = type == "textarea" || type == "select" ? 3'000 : 150;
    complain(size(element, "placeholder") > most, "placeholder");
    if (type == "text" || type == "textarea") {
      complain(size(element, "default") > most, "default");
      complain(element.value("max_length", 0) < 0 || element.value("max_length", 0) > static_cast<int>(most),
               "max_length");
      complain(element.value("min_length", 0) > element.value("max_length", 0), "min_length");
    } else if (type == "bool") {
      const std::string chosen = text_at(element, "default");
      complain(!chosen.empty() && chosen != "true" && chosen != "false", "default");
    } else if (type == "radio" || type == "select") {
      bool among = text_at(element, "default").empty();
      for (const Json& option : element.value("options", Json::array()))
        among = among || text_at(option, "value") == text_at(element, "default");
      complain(!among, "default is not among the options");
    } else {
      complain(true, "type");
    }
  }
}

asio::awaitable<Taken> FakeMattermost::submit(std::string user, OpenDialog dialog, Json submission,
                                              std::string channel, std::string team) {
  Taken taken;
  taken.failure = "api.context.invalid_body_param.app_error";
  if (dialog.url.empty()) co_return taken;
  if (channel.empty()) channel = channels_.begin()->first;
  taken.failure = "app.channel.get.existing.not_found";
  if (!channels_.contains(channel)) co_return taken;
  const Channel& place = channels_.at(channel);
  const std::string own_team = place.team.empty() ? "" : id_of("t" + place.team);
  taken.failure = "api.context.permissions.app_error";
  if (!place.members.contains(user) || (!team.empty() && team != own_team)) co_return taken;
  // The address is blank in what we get; who it is comes from the session, everything else from the browser.
  Json body{{"type", "dialog_submission"},
            {"url", ""},
            {"callback_id", text_at(dialog.dialog, "callback_id")},
            {"state", text_at(dialog.dialog, "state")},
            {"user_id", user},
            {"channel_id", channel},
            {"team_id", own_team},
            {"submission", std::move(submission)},
            {"cancelled", false}};
  taken = co_await call(dialog.url, std::move(body));
  if (!taken.failure.empty() || !taken.answer.is_object()) co_return taken;
  const std::string type = text_at(taken.answer, "type");
  const Json form = taken.answer.value("form", Json());
  const bool known = type.empty() || type == "ok" || type == "form" || type == "navigate";
  if (!known || (type == "form") != form.is_object())
    taken.failure = "app.submit_interactive_dialog.invalid_response";
  if (type == "form" && form.is_object()) {
    check_dialog(form);
    dialogs.push_back({user, dialog.url, form});
  }
  on_change();
  co_return taken;
}

// --- words ---

std::string FakeMattermost::write(const std::string& user, const std::string& channel,
                                  const std::string& text, Json props, const std::string& thread) {
  const std::string id = store({{"channel_id", channel},
                                {"user_id", user},
                                {"message", text},
                                {"props", std::move(props)},
                                {"root_id", thread},
                                {"type", ""}});
  on_change();
  return id;
}

}  // namespace mattermost_test
