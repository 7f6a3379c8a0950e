#pragma once
// Mattermost's side, as far as the adapter sees it: the REST routes it calls, response addresses, a
// WebSocket, and a driver that plays people who type commands, press buttons and fill in dialogs. It answers
// as the server's sources do (statuses, error ids, what it rewrites and refuses) and can be told to fail.
// Free of any test framework.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "adapters/net/http_client.hpp"
#include "tests/adapters/mattermost/fake_hooks.hpp"
#include "tests/adapters/net/fake_server.hpp"

namespace mattermost_test {

using Json = nlohmann::json;
namespace asio = boost::asio;

// 26 letters and digits that begin with `name`.
std::string id_of(const std::string& name);

struct User {
  std::string id, username;
  bool is_bot = false;
  std::string roles = "system_user", first_name{};
  bool deleted = false;
};
struct Channel {
  std::string id, name, team, type = "P";  // team: its name, empty in direct conversations; type: O, P, D, G
  std::set<std::string> members;
};
struct SlashCommand {
  std::string trigger, token, url;
  bool get = false;           // the token in the address, as an administrator may have it
  std::string oauth_token{};  // an Outgoing OAuth connection: replaces the header
};

// What only an administrator sees and changes (fake_admin.cpp).
struct Office {
  std::map<std::string, std::string> passwords;        // by user name; whoever has one may sign in
  std::string code;                                    // of a sign-in in two steps; empty: none
  std::map<std::string, std::set<std::string>> teams;  // by name: ids of who is in
  Json settings{{"ServiceSettings",
                 {{"EnableBotAccountCreation", false}, {"AllowedUntrustedInternalConnections", ""}}}};
  std::set<std::string> sessions;  // tokens of who is signed in
  Json commands = Json::array();
  Json of_accounts = Json::object();  // said of each account instead, when somebody asks for it by name
  std::string behind_names;           // of teams, as they are shown
};

struct Fault {
  // proxy: what stands before Mattermost answers, with that status.
  enum class Kind { status, proxy, limit, hang_up, lose_answer };
  Kind kind = Kind::status;
  int status = 500;
  std::string text{};  // limit: Retry-After; status: the error's id
};

struct ApiCall {
  std::string method, path, query, authorization;
  Json body;
};

// What a person sees and nobody else: gone with the page, and on no disk.
struct Ephemeral {
  std::string id, user, channel, text;
  Json attachments = Json::array();
};
struct OpenDialog {
  std::string user, url;
  Json dialog;
};

// How the server took the answer to a command, a press or a dialog. `failure`: the id of its error, empty
// when the person saw no failure.
struct Taken {
  std::string failure;
  int status = 0;  // of the answer
  Json answer;     // as it came; null when it was empty or not JSON
};

class FakeMattermost {
 public:
  explicit FakeMattermost(asio::any_io_executor executor, net::Endpoint listen = {"127.0.0.1", 0});

  std::string url() const { return server_.url(); }
  std::string version = "11.7.0";
  std::string site_url;        // as configured there; what response addresses begin with
  std::string channel_header;  // of each, in the list of all that somebody is in
  std::function<std::int64_t()> millis = [] { return std::int64_t{1'700'000'000'000}; };
  std::int64_t trigger_life = 30'000;  // OutgoingIntegrationRequestsTimeout, in milliseconds
  std::function<void()> on_change = [] {};

  // --- who is there ---
  User& add_user(const std::string& username, const std::string& token, bool is_bot = false);
  Channel& add_channel(const std::string& team, const std::string& name, std::vector<std::string> usernames,
                       const std::string& type = "P");
  Channel& direct(const std::string& one, const std::string& other);  // ids
  const User& user(const std::string& username) const;
  std::vector<SlashCommand> commands;
  IncomingHooks hooks;
  Office office;

  std::map<std::string, Channel>& channels_of() { return channels_; }
  // An event over the socket, to who is in the channel.
  void tell(const std::string& event, const Json& data, const std::string& channel);

  // The next call of "POST /posts" fails so; more of them one after the other.
  void fail(const std::string& route, Fault fault) { faults_.add(route, std::move(fault)); }

  // --- people (fake_driver.cpp) ---
  // `repeated`: the request of the command before once more, as a proxy between may send it.
  asio::awaitable<Taken> type_command(std::string user, std::string channel, std::string text,
                                      bool repeated = false);
  // `post`: id of a post or of an ephemeral one. `cookie`: what the person's client holds of an ephemeral
  // one; nothing: the right one.
  asio::awaitable<Taken> press(std::string user, std::string post, std::string action,
                               std::string option = {}, std::optional<std::string> cookie = {});
  asio::awaitable<Taken> submit(std::string user, OpenDialog dialog, Json submission,
                                std::string channel = {}, std::string team = {});
  // As anybody may: any address, any body.
  asio::awaitable<Taken> call(std::string url, Json body);
  std::string write(const std::string& user, const std::string& channel, const std::string& text,
                    Json props = Json::object(), const std::string& thread = {});
  std::string command_trigger_;                      // of the last command
  std::string new_trigger(const std::string& user);  // another one each time, as the server does
  const std::string& last_response() const { return last_response_; }  // id of the last response_url

  // --- what came and what is there ---
  std::vector<ApiCall> calls;
  std::size_t count(const std::string& method, const std::string& path) const;
  const ApiCall* last(const std::string& method, const std::string& path) const;
  std::map<std::string, Json> posts;  // id -> post
  std::vector<std::string> order;
  std::vector<Ephemeral> ephemerals;
  std::vector<OpenDialog> dialogs;           // that were opened, or followed another
  std::map<std::string, std::string> files;  // id -> what was uploaded
  std::vector<std::string> complaints;       // limits that were broken, requests of a crooked shape
  std::vector<std::string> posts_of(const std::string& channel) const;

  // --- the socket ---
  bool lose_next_event = false;     // it is counted and not sent
  bool greets = true;               // says hello on a new connection
  bool forget_connections = false;  // a server that was restarted: nobody can go on
  void cut_sockets();
  // Nobody can connect until it comes back at the same address, with everything it had.
  void go_down() { server_.go_down(); }
  void come_back() { server_.come_back(); }
  std::size_t sockets() const;
  std::vector<std::string> upgrades;  // queries of the upgrades

 private:
  struct Connection;
  struct ResponseAddress {
    std::string user, channel;
    int uses = 0;
    std::int64_t until = 0;
  };

  net::WebSocketRoute socket_route();
  asio::awaitable<net::Response> answer(net::Request request);
  net::Response rest(const ApiCall& call, const std::string& session);
  asio::awaitable<net::Response> people_rest(ApiCall call, std::string session);  // fake_driver.cpp
  std::optional<net::Response> administer(const ApiCall& call, const std::string& session);
  net::Response users(const ApiCall& call, const std::string& session, const std::string& path);
  net::Response channels(const ApiCall& call, const std::string& session, const std::string& path);
  net::Response create_post(const Json& body, const std::string& session);
  net::Response patch_post(const std::string& id, const Json& body, const std::string& session);
  net::Response open_dialog(const Json& body);
  net::Response take_hook(const net::Request& request);
  net::Response late_answer(const std::string& id, const std::string& body);
  std::string take_command_answer(const std::string& user, const std::string& channel,
                                  const std::string& type, const std::string& body, Taken& taken);
  std::string show(const std::string& user, const std::string& channel, const Json& answer);
  void add_ephemeral(const std::string& user, const std::string& channel, const std::string& text,
                     const Json& attachments);
  std::string store(Json post);
  void check_dialog(const Json& dialog);
  asio::awaitable<void> serve_socket(std::shared_ptr<net::WebSocketSession> session, net::Request request);
  static void send(Connection& connection, const std::string& event, const Json& data);
  void tell_person(const std::string& event, const Json& data, const std::string& user);
  std::string session_of(std::string_view authorization) const;
  net::Response json(int status, const Json& body) const;
  net::Response error(int status, const std::string& id) const;
  std::string new_id(const std::string& kind);

  net::HttpClient client_;
  net_test::FakeServer server_;
  std::map<std::string, User> users_;          // by id
  std::map<std::string, std::string> tokens_;  // token -> user id
  std::map<std::string, Channel> channels_;    // by id
  std::map<std::string, ResponseAddress> responses_;
  std::map<std::string, std::string> pending_;  // pending_post_id -> post id
  net_test::Faults<Fault> faults_;
  std::map<std::string, std::shared_ptr<Connection>> connections_;
  int last_id_ = 0;
  std::string last_response_;
};

}  // namespace mattermost_test
