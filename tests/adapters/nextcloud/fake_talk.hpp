#pragma once
// Nextcloud's side, as far as the adapter sees it: Talk's interface for bots, with the checks and statuses of
// its sources, and people who write in conversations, of which the bot is told. It can be told to fail. Free
// of any test framework.

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
#include "tests/adapters/net/fake_server.hpp"

namespace nextcloud_test {

using Json = nlohmann::json;
namespace asio = boost::asio;

struct Fault {
  enum class Kind { status, maintenance, hang_up, lose_answer };
  Kind kind = Kind::status;
  int status = 500;
  std::string retry_after{};
};

struct Message {
  std::string conversation, text, reference;
  bool silent = false;
};

// How an event is to be spoilt on its way to the bot.
struct Telling {
  std::optional<std::string> secret, random, backend, signature, body;
  bool with_seal = true;
  std::string method = "POST";
};

class FakeTalk {
 public:
  FakeTalk(asio::any_io_executor executor, std::string secret);

  std::string url() const { return server_.url(); }
  // A conversation in which the bot is switched on.
  void add_conversation(const std::string& token) { enabled_.insert(token); }
  void fail(Fault fault) { faults_.add({}, std::move(fault)); }

  // What InteractionHandler sends when somebody writes. `actor`: "users/kari", "guests/…".
  Json event(const std::string& actor, const std::string& token, const std::string& text,
             const Json& parameters = Json::array());
  // The request as it leaves Talk, sealed.
  net::Request request(const std::string& body, const Telling& how = {});
  // Brings it to the bot over the network; its status, 0 when nobody answered.
  asio::awaitable<int> tell(std::string body);

  std::vector<Message> messages;
  std::vector<std::string> refused;  // why a call was not taken
  std::vector<std::string> bodies;   // of every call to the interface for bots
  std::string hook_url;              // the bot's, as installed
  bool knows_bots = true;
  std::set<std::string> users;  // as they stand in an address
  bool shows_pictures = true;
  bool down = false;  // in maintenance
  std::size_t longest = 32'000;
  std::function<void()> on_change = [] {};

 private:
  asio::awaitable<net::Response> answer(net::Request request);
  net::Response bot_call(const net::Request& request);
  net::Response post(const std::string& token, const Json& body);
  // The status with which a wrong seal is refused; 0: it is right.
  int check_seal(const net::Request& request, const std::string& token, const std::string& text);
  net::Response refuse(int status, const char* why);

  std::string secret_;
  net_test::FakeServer server_;
  net::HttpClient client_;
  std::set<std::string> enabled_;
  net_test::Faults<Fault> faults_;
  int next_id_ = 1567, next_random_ = 0;
};

// Whom Talk would wake up because of this text: what its own rule for mentions finds.
std::vector<std::string> mentions_in(const std::string& text);

}  // namespace nextcloud_test
