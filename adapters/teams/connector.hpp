#pragma once
// Calls to the Bot Connector: one attempt each, within its pace, with what came of it in few words.

#include <boost/asio/awaitable.hpp>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "adapters/net/http_client.hpp"
#include "adapters/net/pace.hpp"
#include "adapters/net/timing.hpp"
#include "adapters/teams/access.hpp"

namespace teams {

// What a call came to.
struct Sent {
  enum class Kind {
    done,       // `conversation` and `id` where the answer named them
    retry,      // not accepted; again after `after` (0: nobody said how long)
    unknown,    // it left and no answer came, or none that tells
    forbidden,  // the bot may not write there until somebody changes that
    missing,    // no such conversation or message
    failed,     // never: `reason`
  };
  Kind kind = Kind::failed;
  std::string conversation, id;
  std::chrono::seconds after{0};
  std::string reason;
};

struct MemberOfRoster {
  std::string id, object;  // "29:...", Entra object id in lower case
};
struct Roster {
  Sent::Kind kind = Sent::Kind::failed;  // done: all pages are here
  std::vector<MemberOfRoster> members;
};

class Connector {
 public:
  // `http` and `tokens` outlive it.
  Connector(net::HttpClient& http, TokenSource& tokens, std::vector<std::string> hosts, net::Timing timing);

  // `activity` goes out as it is. `service` is a serviceUrl.
  boost::asio::awaitable<Sent> send(std::string service, std::string conversation, nlohmann::json activity);
  boost::asio::awaitable<Sent> update(std::string service, std::string conversation, std::string id,
                                      nlohmann::json activity);
  // POST /v3/conversations: a personal chat or a new thread. Never sent when it would open a personal chat
  // with nobody or with the bot itself.
  boost::asio::awaitable<Sent> create(std::string service, std::string pace_key, nlohmann::json body);
  // Everybody in a conversation, page by page.
  boost::asio::awaitable<Roster> roster(std::string service, std::string conversation);

 private:
  struct Answer {
    bool sent = false;  // left this machine
    int status = 0;     // 0: no answer
    bool no_token = false;
    std::chrono::seconds after{0};
    std::string body;
  };
  struct Request {
    std::string method, url, conversation, pace_key;
    std::string body;
  };
  boost::asio::awaitable<Answer> call(Request request);
  boost::asio::awaitable<void> wait_turn(std::string key);
  static Sent outcome(const Answer& answer);

  net::HttpClient& http_;
  TokenSource& tokens_;
  std::vector<std::string> hosts_;
  net::Timing timing_;
  net::Pace conversation_pace_, tenant_pace_;
};

}  // namespace teams
