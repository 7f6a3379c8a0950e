#include "tests/adapters/mattermost/fake_mattermost.hpp"

#include <algorithm>

#include "adapters/net/json.hpp"
#include "adapters/net/url.hpp"

namespace mattermost_test {
namespace {

constexpr std::int64_t pending_life = 30'000;

// "/posts/abc/patch" -> {"posts","abc","patch"}
std::vector<std::string> parts_of(const std::string& path) {
  std::vector<std::string> parts;
  std::size_t at = 1;
  while (at <= path.size() && path.size() > 1) {
    const auto end = std::min(path.find('/', at), path.size());
    parts.push_back(path.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

Json user_json(const User& user) {
  Json out{{"id", user.id},       {"username", user.username},     {"locale", "nb"},
           {"roles", user.roles}, {"first_name", user.first_name}, {"delete_at", user.deleted ? 1 : 0}};
  if (user.is_bot) out["is_bot"] = true;
  return out;
}

Json channel_json(const Channel& channel, std::int64_t last_post) {
  return {{"id", channel.id},
          {"name", channel.name},
          {"type", channel.type},
          {"team_id", channel.team.empty() ? "" : id_of("t" + channel.team)},
          {"display_name", channel.name},
          {"last_post_at", last_post},
          {"delete_at", 0}};
}

std::size_t runes(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

std::string id_of(const std::string& name) {
  std::string id = name.substr(0, 26);
  id.resize(26, '0');
  return id;
}

FakeMattermost::FakeMattermost(asio::any_io_executor executor, net::Endpoint listen)
    : server_(std::move(executor),
              {.answer = [this](net::Request request) { return answer(std::move(request)); },
               .megabytes = 8,
               .sockets = {socket_route()},
               .listen = std::move(listen)}) {
  site_url = url();
}

net::WebSocketRoute FakeMattermost::socket_route() {
  net::WebSocketRoute route;
  route.path = "/api/v4/websocket";
  route.run = [this](std::shared_ptr<net::WebSocketSession> session, net::Request request) {
    return serve_socket(std::move(session), std::move(request));
  };
  route.refuse = [](const net::Request&) { return std::optional<net::Response>(); };
  return route;
}

std::string FakeMattermost::new_id(const std::string& kind) {
  return id_of(kind + std::to_string(1'000 + last_id_++) + "x");
}

User& FakeMattermost::add_user(const std::string& username, const std::string& token, bool is_bot) {
  const User made{id_of("u" + username), username, is_bot};
  tokens_[token] = made.id;
  return users_[made.id] = made;
}

Channel& FakeMattermost::add_channel(const std::string& team, const std::string& name,
                                     std::vector<std::string> usernames, const std::string& type) {
  Channel made{id_of("c" + name), name, team, type, {}};
  for (const std::string& username : usernames) made.members.insert(user(username).id);
  return channels_[made.id] = made;
}

Channel& FakeMattermost::direct(const std::string& one, const std::string& other) {
  const std::string name = std::min(one, other) + "__" + std::max(one, other);
  for (auto& [id, channel] : channels_)
    if (channel.name == name) return channel;
  Channel made{new_id("d"), name, "", "D", {one, other}};
  return channels_[made.id] = made;
}

const User& FakeMattermost::user(const std::string& username) const {
  for (const auto& [id, user] : users_)
    if (user.username == username) return user;
  throw std::logic_error("no user " + username);
}

std::size_t FakeMattermost::count(const std::string& method, const std::string& path) const {
  return static_cast<std::size_t>(std::count_if(calls.begin(), calls.end(), [&](const ApiCall& call) {
    return call.method == method && call.path == path;
  }));
}

const ApiCall* FakeMattermost::last(const std::string& method, const std::string& path) const {
  const auto found = std::find_if(calls.rbegin(), calls.rend(), [&](const ApiCall& call) {
    return call.method == method && call.path == path;
  });
  return found == calls.rend() ? nullptr : &*found;
}

std::vector<std::string> FakeMattermost::posts_of(const std::string& channel) const {
  std::vector<std::string> found;
  for (const std::string& id : order)
    if (posts.at(id)["channel_id"] == channel) found.push_back(id);
  return found;
}

// --- answers ---

net::Response FakeMattermost::json(int status, const Json& body) const {
  net::Response response(status, body.dump(), "application/json");
  response.headers.add("X-Version-Id", version + "." + version + ".0123456789abcdef.true");
  return response;
}

net::Response FakeMattermost::error(int status, const std::string& id) const {
  return json(status, {{"id", id},
                       {"message", "Translated words."},
                       {"request_id", id_of("request")},
                       {"status_code", status},
                       {"is_oauth", false}});
}

std::string FakeMattermost::session_of(std::string_view authorization) const {
  const auto blank = authorization.find(' ');
  if (blank == authorization.npos || !net::equal_ignoring_case(authorization.substr(0, blank), "Bearer"))
    return {};
  const auto found = tokens_.find(std::string(authorization.substr(blank + 1)));
  return found == tokens_.end() ? std::string() : found->second;
}

asio::awaitable<net::Response> FakeMattermost::answer(net::Request request) {
  constexpr std::string_view prefix = "/api/v4";
  ApiCall call;
  call.method = request.method;
  call.path = request.path.starts_with(prefix) ? request.path.substr(prefix.size()) : request.path;
  call.query = request.query;
  call.authorization = request.headers.get("Authorization");
  call.body = Json::parse(request.body, nullptr, false);
  if (call.body.is_discarded()) call.body = nullptr;
  calls.push_back(call);
  const std::optional<Fault> fault = faults_.next(call.method + " " + call.path);
  net::Response response(500);
  const bool before = fault && fault->kind != Fault::Kind::lose_answer;
  const std::string session = session_of(call.authorization);
  if (before && fault->kind == Fault::Kind::status) {
    response = error(fault->status, fault->text);
  } else if (before && fault->kind == Fault::Kind::proxy) {
    response = net::Response(fault->status, "404 page not found\n");
  } else if (before && fault->kind == Fault::Kind::limit) {
    response = net::Response(429, "limit exceeded\n");
    if (!fault->text.empty()) response.headers.add("Retry-After", fault->text);
  } else if (!before && request.path.starts_with("/hooks/commands/")) {
    response = late_answer(request.path.substr(16), request.body);
  } else if (!before && request.path.starts_with("/hooks/")) {
    response = take_hook(request);
  } else if (!before &&
             (call.path == "/commands/execute" || call.path.find("/actions") != std::string::npos)) {
    response = co_await people_rest(call, session);
  } else if (!before && call.path == "/files") {
    const std::string id = new_id("f");
    files[id] = request.body;
    response = json(201, {{"file_infos", Json::array({{{"id", id}}})}, {"client_ids", Json::array()}});
  } else if (auto done = before ? std::nullopt : administer(call, session)) {
    response = *std::move(done);
  } else if (!before) {
    response = rest(call, session);
  }
  on_change();
  // Nobody hears the answer; whether the request had its effect is what the two differ in.
  if (fault && (fault->kind == Fault::Kind::hang_up || fault->kind == Fault::Kind::lose_answer))
    co_await server_.hang_up();
  co_return response;
}

net::Response FakeMattermost::rest(const ApiCall& call, const std::string& session) {
  const std::vector<std::string> path = parts_of(call.path);
  if (call.path == "/system/ping") return json(200, {{"status", "OK"}});
  if (call.path == "/config/client") return json(200, {{"SiteURL", site_url}, {"Version", version}});
  if (session.empty()) return error(401, "api.context.session_expired.app_error");
  if (path.empty()) return error(404, "api.context.404.app_error");
  if (path[0] == "users") return users(call, session, call.path);
  if (path[0] == "channels" || path[0] == "teams") return channels(call, session, call.path);
  if (call.path == "/posts" && call.method == "POST") return create_post(call.body, session);
  if (path[0] == "posts" && path.size() == 3 && path[2] == "patch" && call.method == "PUT")
    return patch_post(path[1], call.body, session);
  if (path[0] == "posts" && path.size() == 2 && call.method == "DELETE") {
    if (!posts.contains(path[1])) return error(404, "app.post.get.app_error");
    posts[path[1]]["delete_at"] = millis();
    return json(200, {{"status", "OK"}});
  }
  return error(404, "api.context.404.app_error");
}

net::Response FakeMattermost::users(const ApiCall& call, const std::string& session,
                                    const std::string& path) {
  if (path == "/users/me") return json(200, user_json(users_.at(session)));
  if (path == "/users/usernames" || path == "/users/ids") {
    if (!call.body.is_array()) return error(400, "api.context.invalid_body_param.app_error");
    Json found = Json::array();
    for (const auto& [id, user] : users_)
      for (const Json& asked : call.body)
        if (asked == (path == "/users/ids" ? user.id : user.username)) found.push_back(user_json(user));
    return json(200, found);
  }
  if (path == "/users/me/channels") {
    Json mine = Json::array();
    for (const auto& [id, channel] : channels_) {
      std::int64_t last_post = 0;
      for (const std::string& post : posts_of(id)) last_post = posts[post]["create_at"];
      if (!channel.members.contains(session)) continue;
      mine.push_back(channel_json(channel, last_post));
      if (!channel_header.empty()) mine.back()["header"] = channel_header;
    }
    return json(200, mine);
  }
  const std::string id = path.substr(std::string("/users/").size());
  if (const auto found = users_.find(id); found != users_.end()) return json(200, user_json(found->second));
  return error(404, "app.user.missing_account.const");
}

net::Response FakeMattermost::channels(const ApiCall& call, const std::string& session,
                                       const std::string& path) {
  const std::vector<std::string> parts = parts_of(path);
  if (path == "/channels/direct") {
    const bool two =
        call.body.is_array() && call.body.size() == 2 && call.body[0].is_string() && call.body[1].is_string();
    if (!two || (call.body[0] != session && call.body[1] != session))
      return error(400, "api.context.invalid_body_param.app_error");
    if (!users_.contains(call.body[0]) || !users_.contains(call.body[1]))
      return error(404, "app.user.missing_account.const");
    return json(201, channel_json(direct(call.body[0], call.body[1]), 0));
  }
  if (parts.size() == 6 && parts[0] == "teams" && parts[1] == "name" && parts[3] == "channels") {
    for (const auto& [id, channel] : channels_)
      if (channel.team == parts[2] && channel.name == parts[5] && channel.members.contains(session))
        return json(200, channel_json(channel, 0));
    return error(404, "app.channel.get_by_name.missing.app_error");
  }
  const auto found = parts.size() >= 2 ? channels_.find(parts[1]) : channels_.end();
  if (found == channels_.end()) return error(404, "app.channel.get.existing.app_error");
  if (!found->second.members.contains(session)) return error(403, "api.context.permissions.app_error");
  if (parts.size() == 2) return json(200, channel_json(found->second, 0));
  if (parts.size() == 3 && parts[2] == "members") {
    std::size_t page = 0, size = 60;
    const auto query = net::parse_form(call.query).value();
    for (const auto& [name, value] : query) {
      if (name == "page") page = std::stoul(value);
      if (name == "per_page") size = std::stoul(value);
    }
    const std::vector<std::string> all(found->second.members.begin(), found->second.members.end());
    Json there = Json::array();
    for (std::size_t i = page * size; i < all.size() && there.size() < size; ++i)
      there.push_back({{"channel_id", parts[1]}, {"user_id", all[i]}});
    return json(200, there);
  }
  if (parts.size() == 4 && parts[2] == "members")
    return json(200, {{"channel_id", parts[1]}, {"user_id", session}});
  if (parts.size() == 3 && parts[2] == "posts") {
    std::int64_t since = 0;
    const auto query = net::parse_form(call.query).value();
    for (const auto& [name, value] : query)
      if (name == "since") since = std::stoll(value);
    Json list{{"order", Json::array()}, {"posts", Json::object()}};
    for (const std::string& id : posts_of(parts[1]))
      if (posts[id]["create_at"].get<std::int64_t>() >= since) {
        list["order"].push_back(id);
        list["posts"][id] = posts[id];
      }
    return json(200, list);
  }
  return error(404, "api.context.404.app_error");
}

net::Response FakeMattermost::create_post(const Json& body, const std::string& session) {
  const auto channel = channels_.find(net::text_at(body, "channel_id"));
  if (!body.is_object() || net::text_at(body, "channel_id").size() != 26)
    return error(400, "api.context.invalid_body_param.app_error");
  if (channel == channels_.end() || !channel->second.members.contains(session))
    return error(403, "api.context.permissions.app_error");
  const std::string message = net::text_at(body, "message");
  const Json props = body.value("props", Json::object());
  if (runes(message) > 16'383) return error(400, "model.post.is_valid.message_length.app_error");
  if (runes(props.dump()) > 800'000) return error(400, "model.post.is_valid.props.app_error");
  if (message.empty() && props.value("attachments", Json::array()).empty())
    return error(400, "api.post.create_post.no_text.app_error");
  const std::string root = net::text_at(body, "root_id");
  if (!root.empty() && (!posts.contains(root) || posts[root]["channel_id"] != channel->first))
    return error(400, "api.post.create_post.root_id.app_error");
  const std::string pending = net::text_at(body, "pending_post_id");
  if (!pending.empty()) {
    const auto before = pending_.find(pending);
    if (before != pending_.end() &&
        millis() - posts[before->second]["create_at"].get<std::int64_t>() < pending_life)
      return json(201, posts[before->second]);
  }
  Json post{{"channel_id", channel->first},
            {"user_id", session},
            {"message", message},
            {"props", props},
            {"file_ids", body.value("file_ids", Json::array())},
            {"type", ""},
            {"root_id", root},
            {"pending_post_id", pending}};
  if (users_.at(session).is_bot) post["props"]["from_bot"] = "true";
  const std::string id = store(std::move(post));
  if (!pending.empty()) pending_[pending] = id;
  return json(201, posts[id]);
}

std::string FakeMattermost::store(Json post) {
  const std::string id = new_id("p");
  post["id"] = id;
  post["create_at"] = post["update_at"] = millis();
  const Channel& channel = channels_.at(post["channel_id"]);
  Json data{{"post", post.dump()}, {"channel_type", channel.type}, {"channel_name", channel.name}};
  data["sender_name"] = "@" + users_.at(post["user_id"]).username;
  data["team_id"] = channel.team.empty() ? "" : id_of("t" + channel.team);
  posts[id] = std::move(post);
  order.push_back(id);
  tell("posted", data, channel.id);
  return id;
}

net::Response FakeMattermost::take_hook(const net::Request& request) {
  const HookPost read = read_hook(hooks, request);
  if (read.status != 200) return error(read.status, read.failure);
  const std::string id = request.path.substr(request.path.rfind('/') + 1);
  const IncomingHook& hook = hooks.by_id.at(id);
  std::string wanted = net::text_at(read.payload, "channel");
  if (wanted.starts_with('#')) wanted.erase(0, 1);
  std::string channel = wanted.empty() ? hook.channel : "";
  for (const auto& [each, there] : channels_)
    if (there.name == wanted) channel = each;
  if (channel.empty()) return error(404, "web.incoming_webhook.channel.app_error");
  if (hook.locked && channel != hook.channel)
    return error(403, "web.incoming_webhook.channel_locked.app_error");
  Json props{{"from_webhook", "true"}};
  const std::vector<std::string> parts = split_runes(net::text_at(read.payload, "text"), 16'383);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i + 1 == parts.size() && read.payload.contains("attachments"))
      props["attachments"] = read.payload["attachments"];
    store({{"channel_id", channel}, {"user_id", hook.creator}, {"message", parts[i]}, {"props", props}});
  }
  return net::Response(200, "ok", "text/plain");
}

net::Response FakeMattermost::patch_post(const std::string& id, const Json& body,
                                         const std::string& session) {
  const auto found = posts.find(id);
  if (found == posts.end()) return error(404, "app.post.get.app_error");
  if (found->second["user_id"] != session) return error(403, "api.context.permissions.app_error");
  if (!body.is_object() || runes(net::text_at(body, "message")) > 16'383)
    return error(400, "model.post.is_valid.message_length.app_error");
  if (body.contains("message")) found->second["message"] = body["message"];
  if (body.contains("props")) found->second["props"] = body["props"];  // whole: what is left out is gone
  if (body.contains("file_ids")) found->second["file_ids"] = body["file_ids"];
  found->second["edit_at"] = found->second["update_at"] = millis();
  tell("post_edited", {{"post", found->second.dump()}}, found->second["channel_id"]);
  return json(200, found->second);
}

}  // namespace mattermost_test
