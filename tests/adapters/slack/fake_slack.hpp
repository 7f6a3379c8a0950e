#pragma once
// Slack's side, as far as the adapter sees it: Web API methods, response addresses and a Socket Mode server
// on the loopback. It takes nothing that breaks a documented limit, knows triggers and views, and can be told
// to fail. Free of any test framework.

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "tests/adapters/net/fake_server.hpp"

namespace slack_test {

using Json = nlohmann::json;

struct Fault {
  enum class Kind { refuse, limit, limit_without_header, break_down, bare_yes, html, hang_up };
  Kind kind = Kind::refuse;
  std::string code;  // refuse: Slack's error; limit: Retry-After
};

struct ApiCall {
  std::string method;
  std::map<std::string, std::string> args;
  std::string authorization, content_type;
};

class FakeSlack {
 public:
  explicit FakeSlack(boost::asio::any_io_executor executor, net::Endpoint listen = {"127.0.0.1", 0});

  std::string base() const { return server_.url(); }
  std::string api_url() const { return base() + "/api/"; }
  std::string response_url(const std::string& id) const { return base() + "/commands/" + id; }

  // The next call of `method` fails so; more of them one after the other. "response_url" is a method here.
  void fail(const std::string& method, Fault fault) { faults_.add(method, std::move(fault)); }
  // Opens one modal, once.
  std::string new_trigger();

  // Told after every call and every frame.
  std::function<void()> on_change = [] {};

  // What came.
  std::vector<ApiCall> calls;
  std::size_t count(const std::string& method) const;
  const ApiCall* last(const std::string& method) const;
  std::vector<std::pair<std::string, Json>> responses;  // id of the response address, body
  std::vector<Json> acks;                               // over sockets
  std::vector<std::string> files;                       // that were uploaded, as they came
  std::vector<std::string> complaints;                  // what Slack would not have taken

  // What is there.
  std::map<std::string, Json> messages;  // "<channel>|<ts>" -> {"text","blocks"}
  std::map<std::string, Json> views;     // by view id
  std::map<std::string, Json> homes;     // by user
  std::set<std::string> channels{"C1", "C2"}, shared_channels{"C9"}, archived_channels{"C8"}, strangers;
  std::map<std::string, std::vector<std::string>> in_channel;  // who is in it
  std::map<std::string, Json> accounts;                        // what users.info says besides
  std::size_t page_size = 2;                                   // of conversations.members
  std::string team = "T1", bot_user = "UBOT", bot_token = "xoxb-test", app_token = "xapp-test";
  std::string enterprise;  // set: installed for all of it
  std::string part_of;     // the enterprise of the one workspace
  std::string date;        // the Date header, when it is not left out
  std::string scopes = "chat:write,commands,channels:read,groups:read,im:write,users:read,files:write";
  std::string refresh_token = "xoxe-1", code = "good-code", client = "id:secret";

  // Sockets: each is greeted with "hello" unless told otherwise.
  bool greets = true;
  bool deaf = false;              // neither reads nor answers pings
  bool declines_sockets = false;  // 409 at the handshake
  std::size_t sockets() const;    // open now
  int sockets_ever = 0;
  void send(const std::string& frame, std::size_t socket = 0);  // 0: the newest, 1: the one before
  void close_but_newest();                                      // politely
  void drop_sockets();                                          // without a close frame

 private:
  boost::asio::awaitable<net::Response> take(net::Request request);
  boost::asio::awaitable<void> converse(std::shared_ptr<net::WebSocketSession> session);
  Json answer(const ApiCall& call);
  Json oauth(const ApiCall& call);
  Json post(const ApiCall& call);
  Json view_call(const ApiCall& call);
  net::WebSocketRoute socket_route();

  net_test::FakeServer server_;
  net_test::Faults<Fault> faults_;
  std::map<std::string, bool> triggers_;  // used
  std::vector<std::weak_ptr<net::WebSocketSession>> sessions_;
  int next_ = 1;
};

}  // namespace slack_test
