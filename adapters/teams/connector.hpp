#pragma once
// Calls to the Bot Connector: one attempt each, within its pace, with what came of it in few words.

#include <boost/asio/awaitable.hpp>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "adapters/net/http_client.hpp"
#include "adapters/net/outcome.hpp"
#include "adapters/net/pace.hpp"
#include "adapters/net/timing.hpp"
#include "adapters/teams/access.hpp"

namespace teams {

// What a call came to.
struct Sent : net::Verdict {
  std::string conversation, id;  // done: where the answer named them
  // The bot may not write there until somebody changes that.
  bool forbidden() const { return kind == Kind::never && reason == "forbidden"; }
  // No such conversation or message.
  bool missing() const { return kind == Kind::never && reason == "not_found"; }
};

struct MemberOfRoster {
  std::string id, object;  // "29:...", Entra object id in lower case
  std::string name{}, role{}, tenant{};
};
struct Roster {
  Sent how;            // done: the last page that was asked for is here
  bool whole = false;  // and it was the last
  std::vector<MemberOfRoster> members;
};

class Connector {
 public:
  // `http` and `tokens` outlive it.
  Connector(net::HttpClient& http, TokenSource& tokens, std::vector<std::string> hosts, net::Timing timing);

  // Waits until a message of the outbox may go to a conversation, and takes its place: the call that is then
  // `paced`. Slower than what Teams takes, so that who waits for an answer finds room between.
  boost::asio::awaitable<void> ready(std::string pace_key);

  // `activity` goes out as it is. `service` is a serviceUrl.
  boost::asio::awaitable<Sent> send(std::string service, std::string conversation, nlohmann::json activity,
                                    bool paced = false);
  boost::asio::awaitable<Sent> update(std::string service, std::string conversation, std::string id,
                                      nlohmann::json activity, bool paced = false);
  // POST /v3/conversations: a personal chat or a new thread. Never sent when it would open a personal chat
  // with nobody or with the bot itself.
  boost::asio::awaitable<Sent> create(std::string service, std::string pace_key, nlohmann::json body,
                                      bool paced = false);
  // Everybody in a conversation, page by page.
  boost::asio::awaitable<Roster> roster(std::string service, std::string conversation);

 private:
  struct Answer : net::Verdict {
    std::string body;
  };
  struct Request {
    std::string method, url, conversation, pace_key;
    std::string body;
    bool paced = false;
  };
  boost::asio::awaitable<Answer> call(Request request);
  boost::asio::awaitable<Answer> call_with(Access access, const Request& request);
  boost::asio::awaitable<void> wait_turn(std::string key);
  static Sent outcome(const Answer& answer);

  net::HttpClient& http_;
  TokenSource& tokens_;
  std::vector<std::string> hosts_;
  net::Timing timing_;
  net::Pace conversation_pace_, tenant_pace_, outbox_pace_;
};

}  // namespace teams
