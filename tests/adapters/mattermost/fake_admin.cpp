// The routes by which an administrator sets the bot up: sign-in, settings, bot accounts, teams, commands.

#include <algorithm>

#include "adapters/net/json.hpp"
#include "adapters/net/url.hpp"
#include "tests/adapters/mattermost/fake_mattermost.hpp"

namespace mattermost_test {

std::optional<net::Response> FakeMattermost::administer(const ApiCall& call, const std::string& session) {
  const std::string did = call.method + " " + call.path;
  if (did == "POST /users/login") {
    const std::string name = net::text_at(call.body, "login_id");
    const auto known = office.passwords.find(name);
    if (known == office.passwords.end() || known->second != net::text_at(call.body, "password"))
      return error(401, "api.user.login.invalid_credentials_email_username");
    if (!office.code.empty() && net::text_at(call.body, "token") != office.code)
      return error(401, "mfa.validate_token.authenticate.app_error");
    const std::string token = new_id("session");
    tokens_[token] = user(name).id;
    office.sessions.insert(token);
    net::Response response = json(200, {{"id", user(name).id}, {"username", name}});
    response.headers.add("Token", token);
    return response;
  }
  if (session.empty()) return std::nullopt;
  const bool admin = users_.at(session).roles.find("system_admin") != std::string::npos;
  if (did == "POST /users/logout") {
    for (auto one = tokens_.begin(); one != tokens_.end();)
      one = office.sessions.erase(one->first) > 0 ? tokens_.erase(one) : std::next(one);
    return json(200, {{"status", "OK"}});
  }
  const auto forbidden = [&] { return error(403, "api.context.permissions.app_error"); };
  if (did == "GET /config") return admin ? json(200, office.settings) : forbidden();
  if (did == "PUT /config/patch") {
    if (!admin) return forbidden();
    office.settings.merge_patch(call.body);
    return json(200, office.settings);
  }
  if (call.method == "GET" && call.path.starts_with("/users/username/")) {
    for (const auto& [id, one] : users_)
      if (one.username == call.path.substr(16)) {
        Json said{{"id", id}, {"username", one.username}, {"is_bot", one.is_bot}, {"delete_at", 0}};
        said.update(office.of_accounts);
        return json(200, said);
      }
    return error(404, "app.user.get_by_username.app_error");
  }
  if (call.method == "GET" && call.path.starts_with("/users/") && call.path.ends_with("/teams")) {
    Json all = Json::array();
    for (const auto& [name, people] : office.teams)
      if (people.contains(call.path.substr(7, 26)))
        all.push_back(
            {{"id", id_of("t" + name)}, {"name", name}, {"display_name", name + office.behind_names}});
    return json(200, all);
  }
  if (did == "POST /bots") {
    if (!admin) return forbidden();
    if (office.settings["ServiceSettings"]["EnableBotAccountCreation"] != true)
      return error(403, "api.bot.create_disabled");
    const std::string name = net::text_at(call.body, "username");
    return json(201, {{"user_id", add_user(name, new_id("old"), true).id}, {"username", name}});
  }
  if (call.method == "POST" && call.path.starts_with("/users/") && call.path.ends_with("/tokens")) {
    const std::string id = call.path.substr(7, 26);
    if (!admin) return forbidden();
    const std::string token = new_id("token");
    tokens_[token] = id;
    return json(200, {{"id", new_id("made")}, {"user_id", id}, {"token", token}});
  }
  if (call.method == "POST" && call.path.starts_with("/teams/") && call.path.ends_with("/members")) {
    for (auto& [name, people] : office.teams)
      if (call.path.substr(7, 26) == id_of("t" + name)) {
        people.insert(net::text_at(call.body, "user_id"));
        return json(201, call.body);
      }
    return error(404, "app.team.get.find.app_error");
  }
  if (did == "GET /commands") {
    Json all = Json::array();
    for (const Json& one : office.commands)
      if (!one.contains("team_id") || call.query.ends_with("team_id=" + net::text_at(one, "team_id")))
        all.push_back(one);
    return json(200, all);
  }
  if (did == "POST /commands") {
    if (net::text_at(call.body, "method") != "P")
      return error(400, "model.command.is_valid.method.app_error");
    Json made = call.body;
    made["token"] = new_id("command");
    office.commands.push_back(made);
    commands.push_back(
        {net::text_at(made, "trigger"), net::text_at(made, "token"), net::text_at(made, "url")});
    return json(201, made);
  }
  return std::nullopt;
}

}  // namespace mattermost_test
