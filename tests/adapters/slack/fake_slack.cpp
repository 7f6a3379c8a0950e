#include "tests/adapters/slack/fake_slack.hpp"

#include <algorithm>
#include <span>

#include "adapters/net/hmac.hpp"
#include "adapters/net/url.hpp"
#include "adapters/slack/limits.hpp"

namespace slack_test {
namespace {

namespace asio = boost::asio;

Json refusal(const std::string& code) {
  return {{"ok", false}, {"error", code}};
}

std::string arg(const ApiCall& call, const char* name) {
  const auto found = call.args.find(name);
  return found == call.args.end() ? std::string() : found->second;
}

}  // namespace

FakeSlack::FakeSlack(asio::any_io_executor executor, net::Endpoint listen)
    : server_(std::move(executor),
              {.answer = [this](net::Request request) { return take(std::move(request)); },
               .sockets = {socket_route()},
               .listen = std::move(listen)}) {}

net::WebSocketRoute FakeSlack::socket_route() {
  net::WebSocketRoute route;
  route.path = "/socket";
  route.refuse = [this](const net::Request&) -> std::optional<net::Response> {
    if (declines_sockets) return net::Response(409);
    return std::nullopt;
  };
  route.run = [this](std::shared_ptr<net::WebSocketSession> session, const net::Request&) {
    return converse(std::move(session));
  };
  return route;
}

std::string FakeSlack::new_trigger() {
  const std::string trigger = "trigger." + std::to_string(next_++);
  triggers_[trigger] = false;
  return trigger;
}

std::size_t FakeSlack::count(const std::string& method) const {
  return static_cast<std::size_t>(
      std::count_if(calls.begin(), calls.end(), [&](const ApiCall& call) { return call.method == method; }));
}

const ApiCall* FakeSlack::last(const std::string& method) const {
  const auto found =
      std::find_if(calls.rbegin(), calls.rend(), [&](const ApiCall& call) { return call.method == method; });
  return found == calls.rend() ? nullptr : &*found;
}

asio::awaitable<net::Response> FakeSlack::take(net::Request request) {
  ApiCall call;
  call.authorization = request.headers.get("Authorization");
  call.content_type = request.headers.get("Content-Type");
  const bool direct = request.path.starts_with("/commands/");
  call.method = direct ? "response_url" : request.path.substr(std::min<std::size_t>(5, request.path.size()));
  Json body;
  if (direct) {
    body = Json::parse(request.body, nullptr, false);
  } else if (const auto fields = net::parse_form(request.body)) {
    for (const auto& [name, value] : *fields) call.args[name] = value;
  }
  calls.push_back(call);
  net::Response response(200);
  response.content_type = "application/json; charset=utf-8";
  response.headers.add("x-oauth-scopes", scopes);
  if (!date.empty()) response.headers.add("Date", date);
  if (const std::optional<Fault> fault = faults_.next(call.method)) {
    switch (fault->kind) {
      case Fault::Kind::refuse:
        response.body = refusal(fault->code).dump();
        if (direct) response.status = 404;
        break;
      case Fault::Kind::limit:
        response.headers.add("Retry-After", fault->code);
        [[fallthrough]];
      case Fault::Kind::limit_without_header:
        response.status = 429;
        response.body = refusal("ratelimited").dump();
        break;
      case Fault::Kind::break_down:
        response.status = 500;
        break;
      case Fault::Kind::bare_yes:
        response.body = R"({"ok":true})";
        break;
      case Fault::Kind::html:
        response.content_type = "text/html";
        response.body = "<html><body>Slack is taking a rest</body></html>";
        break;
      case Fault::Kind::hang_up:
        co_await server_.hang_up(on_change);
    }
  } else if (call.method == "/upload/F1") {
    files.push_back(request.body);
    response.content_type = "text/plain";
    response.body = "OK - " + std::to_string(request.body.size());
  } else if (direct) {
    responses.emplace_back(request.path.substr(10), body);
    for (const slack::LimitViolation& violation : slack::limit_violations(body, slack::Surface::message))
      complaints.push_back(violation.where + " " + violation.what);
    response.content_type = "text/plain";
    response.body = "ok";
  } else {
    response.body = answer(call).dump();
  }
  on_change();
  co_return response;
}

Json FakeSlack::answer(const ApiCall& call) {
  if (call.method == "oauth.v2.access") return oauth(call);
  const std::string token = call.authorization.starts_with("Bearer ") ? call.authorization.substr(7) : "";
  if (token.empty()) return refusal("not_authed");
  if (call.method == "apps.connections.open") {
    if (token != app_token) return refusal("invalid_auth");
    return {{"ok", true}, {"url", "ws://" + server_.host() + "/socket?ticket=" + std::to_string(next_++)}};
  }
  if (token != bot_token) return refusal("invalid_auth");
  if (call.method == "auth.test") {
    Json self{{"ok", true}, {"team_id", team}, {"user_id", bot_user}, {"bot_id", "B1"}};
    self["is_enterprise_install"] = !enterprise.empty();
    if (!part_of.empty()) self["enterprise_id"] = part_of;
    if (!enterprise.empty()) self["enterprise_id"] = enterprise;
    return self;
  }
  if (call.method == "conversations.open") {
    const std::string user = arg(call, "users");
    if (!user.starts_with('U') && !user.starts_with('W')) return refusal("user_not_found");
    channels.insert("D" + user.substr(1));
    return {{"ok", true}, {"channel", {{"id", "D" + user.substr(1)}}}};
  }
  if (call.method == "conversations.info") {
    const std::string id = arg(call, "channel");
    const bool shared = shared_channels.contains(id);
    if (!channels.contains(id) && !shared && !archived_channels.contains(id))
      return refusal("channel_not_found");
    return {{"ok", true},
            {"channel",
             {{"id", id}, {"is_ext_shared", shared}, {"is_archived", archived_channels.contains(id)}}}};
  }
  if (call.method == "users.conversations") {
    Json all = Json::array();
    for (const auto* some : {&channels, &shared_channels})
      for (const std::string& id : *some)
        if (id.starts_with('C')) all.push_back({{"id", id}, {"is_ext_shared", some == &shared_channels}});
    const std::string cursor = arg(call, "cursor");
    const std::size_t from = cursor.empty() ? 0 : std::stoul(cursor.substr(1)), next = from + page_size;
    Json page = Json::array();
    for (std::size_t i = from; i < std::min(next, all.size()); ++i) page.push_back(all[i]);
    const std::string more = next < all.size() ? "c" + std::to_string(next) : "";
    return {{"ok", true}, {"channels", page}, {"response_metadata", {{"next_cursor", more}}}};
  }
  if (call.method == "users.info" && strangers.contains(arg(call, "user"))) return refusal("user_not_found");
  if (call.method == "users.info") {
    Json user{{"id", arg(call, "user")}, {"tz", "Europe/Oslo"}};
    if (const auto more = accounts.find(arg(call, "user")); more != accounts.end()) user.update(more->second);
    return {{"ok", true}, {"user", user}};
  }
  if (call.method == "conversations.members") {
    const auto found = in_channel.find(arg(call, "channel"));
    if (found == in_channel.end()) return refusal("channel_not_found");
    const std::string cursor = arg(call, "cursor");
    const std::size_t from = cursor.empty() ? 0 : std::stoul(cursor.substr(1));
    Json page = Json::array();
    for (std::size_t i = from; i < found->second.size() && page.size() < page_size; ++i)
      page.push_back(found->second[i]);
    const std::size_t next = from + page.size();
    return {{"ok", true},
            {"members", page},
            {"response_metadata",
             {{"next_cursor", next < found->second.size() ? "c" + std::to_string(next) : ""}}}};
  }
  if (call.method == "files.getUploadURLExternal")
    return {{"ok", true}, {"upload_url", base() + "/api//upload/F1"}, {"file_id", "F1"}};
  if (call.method == "files.completeUploadExternal")
    return files.empty() ? refusal("file_not_found")
                         : Json{{"ok", true}, {"files", Json::array({{{"id", "F1"}}})}};
  if (call.method.starts_with("chat.")) return post(call);
  if (call.method.starts_with("views.")) return view_call(call);
  return refusal("unknown_method");
}

Json FakeSlack::oauth(const ApiCall& call) {
  const std::span<const unsigned char> bytes(reinterpret_cast<const unsigned char*>(client.data()),
                                             client.size());
  if (call.authorization != "Basic " + net::to_base64(bytes)) return refusal("bad_client_secret");
  Json granted{{"ok", true},
               {"app_id", "A1"},
               {"bot_user_id", bot_user},
               {"team", {{"id", team}, {"name", "Kommune"}}},
               {"is_enterprise_install", false}};
  if (arg(call, "grant_type") == "refresh_token") {
    if (arg(call, "refresh_token") != refresh_token) return refusal("invalid_refresh_token");
    refresh_token = "xoxe-" + std::to_string(next_++);
    bot_token = "xoxe.xoxb-" + std::to_string(next_++);
    granted["refresh_token"] = refresh_token;
    granted["expires_in"] = 43'200;
  } else if (arg(call, "code") != code) {
    return refusal("invalid_code");
  }
  granted["access_token"] = bot_token;
  return granted;
}

Json FakeSlack::post(const ApiCall& call) {
  const std::string channel = arg(call, "channel");
  if (archived_channels.contains(channel)) return refusal("is_archived");
  if (!channels.contains(channel)) return refusal("channel_not_found");
  const Json blocks = Json::parse(arg(call, "blocks"), nullptr, false);
  if (!blocks.is_array()) return refusal("invalid_blocks_format");
  const Json message{{"text", arg(call, "text")}, {"blocks", blocks}};
  const auto wrong = slack::limit_violations(message, slack::Surface::message);
  for (const slack::LimitViolation& violation : wrong)
    complaints.push_back(violation.where + " " + violation.what);
  if (!wrong.empty()) return refusal("invalid_blocks");
  std::string ts = arg(call, "ts");
  if (call.method == "chat.postMessage") {
    ts = "1503435956.000" + std::to_string(next_++);
  } else if (!messages.contains(channel + "|" + ts)) {
    return refusal("message_not_found");
  }
  messages[channel + "|" + ts] = message;
  return {{"ok", true}, {"channel", channel}, {"ts", ts}};
}

Json FakeSlack::view_call(const ApiCall& call) {
  const Json view = Json::parse(arg(call, "view"), nullptr, false);
  if (!view.is_object()) return refusal("invalid_arguments");
  const bool home = call.method == "views.publish";
  const auto wrong = slack::limit_violations(view, home ? slack::Surface::home : slack::Surface::modal);
  for (const slack::LimitViolation& violation : wrong)
    complaints.push_back(violation.where + " " + violation.what);
  if (!wrong.empty()) return refusal("invalid_arguments");
  std::string id = arg(call, "view_id");
  if (home) {
    homes[arg(call, "user_id")] = view;
    return {{"ok", true}, {"view", view}};
  }
  if (call.method == "views.open") {
    const auto trigger = triggers_.find(arg(call, "trigger_id"));
    if (trigger == triggers_.end()) return refusal("invalid_trigger_id");
    if (trigger->second) return refusal("exchanged_trigger_id");
    trigger->second = true;
    id = "V" + std::to_string(next_++);
  } else if (!views.contains(id)) {
    return refusal("not_found");
  }
  views[id] = view;
  Json shown = view;
  shown["id"] = id;
  return {{"ok", true}, {"view", shown}};
}

asio::awaitable<void> FakeSlack::converse(std::shared_ptr<net::WebSocketSession> session) {
  sessions_.push_back(session);
  ++sockets_ever;
  if (greets)
    session->send(
        Json{{"type", "hello"}, {"num_connections", 1}, {"connection_info", {{"app_id", "A1"}}}}.dump());
  on_change();
  if (deaf) co_await server_.never();
  while (const std::optional<std::string> frame = co_await session->receive()) {
    acks.push_back(Json::parse(*frame, nullptr, false));
    on_change();
  }
  std::erase_if(sessions_, [&](const auto& weak) { return weak.lock() == session; });
  on_change();
}

std::size_t FakeSlack::sockets() const {
  return sessions_.size();
}

void FakeSlack::send(const std::string& frame, std::size_t socket) {
  sessions_.at(sessions_.size() - 1 - socket).lock()->send(frame);
}

void FakeSlack::close_but_newest() {
  for (const auto& weak : sessions_)
    if (const auto session = weak.lock(); session && session != sessions_.back().lock()) session->close();
}

void FakeSlack::drop_sockets() {
  for (const auto& weak : sessions_)
    if (const auto session = weak.lock()) session->abort();
}

}  // namespace slack_test
