// The fake's WebSocket (app/platform/web_conn.go of Mattermost): sessions, their numbers, and going on where
// a connection broke off.
#include <algorithm>

#include "adapters/net/json.hpp"
#include "adapters/net/url.hpp"
#include "tests/adapters/mattermost/fake_mattermost.hpp"

namespace mattermost_test {
// One session of a WebSocket, with what was told to it: a client that comes back gets the rest.
struct FakeMattermost::Connection {
  std::string id, user;
  std::int64_t seq = 0;
  std::deque<std::string> told;  // the last ones, the first of them has the number `first`
  std::int64_t first = 0;
  std::weak_ptr<net::WebSocketSession> session;
};

asio::awaitable<void> FakeMattermost::serve_socket(std::shared_ptr<net::WebSocketSession> session,
                                                   net::Request request) {
  upgrades.push_back(request.query);
  std::map<std::string, std::string> query;
  const auto given = net::parse_form(request.query);
  if (given)
    for (const auto& [name, value] : *given) query[name] = value;
  std::string user = session_of(request.headers.get("Authorization"));
  std::shared_ptr<Connection> connection;
  const auto begin = [&] {
    const auto known = connections_.find(query["connection_id"]);
    const std::int64_t from = std::atoll(query["sequence_number"].c_str());
    if (known != connections_.end() && known->second->user == user && from >= known->second->first &&
        from <= known->second->seq) {
      connection = known->second;
      connection->session = session;
      for (std::int64_t at = from; at < connection->seq; ++at)
        session->send(connection->told[static_cast<std::size_t>(at - connection->first)]);
      return;
    }
    connection = std::make_shared<Connection>();
    connection->id = new_id("w");
    connection->user = user;
    connection->session = session;
    connections_[connection->id] = connection;
    if (greets) send(*connection, "hello", {{"connection_id", connection->id}, {"server_version", version}});
  };
  if (forget_connections) connections_.clear();
  if (!user.empty()) begin();
  on_change();
  while (true) {
    const std::optional<std::string> frame = co_await session->receive();
    if (!frame) break;
    const Json said = Json::parse(*frame, nullptr, false);
    const std::string action = net::text_at(said, "action");
    const Json data = said.is_object() ? said.value("data", Json::object()) : Json::object();
    if (action == "authentication_challenge" && user.empty()) {
      const auto token = tokens_.find(net::text_at(data, "token"));
      if (token == tokens_.end()) break;  // the server just closes
      user = token->second;
      session->send(Json{{"status", "OK"}, {"seq_reply", said.value("seq", 0)}}.dump());
      begin();
    } else if (action == "ping") {
      session->send(
          Json{{"status", "OK"}, {"seq_reply", said.value("seq", 0)}, {"data", {{"text", "pong"}}}}.dump());
    }
    on_change();
  }
}

void FakeMattermost::send(Connection& connection, const std::string& event, const Json& data) {
  const Json frame{
      {"event", event}, {"data", data}, {"broadcast", Json::object()}, {"seq", connection.seq++}};
  connection.told.push_back(frame.dump());
  if (const auto session = connection.session.lock(); session && session->is_open())
    session->send(connection.told.back());
}

void FakeMattermost::tell(const std::string& event, const Json& data, const std::string& channel) {
  const bool lost = std::exchange(lose_next_event, false);
  for (auto& [id, connection] : connections_) {
    if (!channels_.at(channel).members.contains(connection->user)) continue;
    const std::weak_ptr<net::WebSocketSession> session = connection->session;
    if (lost) connection->session.reset();
    send(*connection, event, data);
    connection->session = session;
  }
}

void FakeMattermost::tell_person(const std::string& event, const Json& data, const std::string& user) {
  for (auto& [id, connection] : connections_)
    if (connection->user == user) send(*connection, event, data);
}

void FakeMattermost::cut_sockets() {
  for (auto& [id, connection] : connections_)
    if (const auto session = connection->session.lock()) session->abort();
}

std::size_t FakeMattermost::sockets() const {
  return static_cast<std::size_t>(
      std::count_if(connections_.begin(), connections_.end(), [](const auto& entry) {
        const auto session = entry.second->session.lock();
        return session && session->is_open();
      }));
}

}  // namespace mattermost_test
