#pragma once
// The adapter between two doubles on the loopback: everything Microsoft (identity, token endpoint, Connector
// service) as one recording HTTP server, and a made-up house as the inbox. Time is moved by hand.

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/net/http_server.hpp"
#include "adapters/teams/adapter.hpp"
#include "bot/core/random.hpp"
#include "tests/adapters/net/fixture.hpp"
#include "tests/adapters/net/signer.hpp"
#include "tests/support/chat_world.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/notebook.hpp"

namespace teams_test {

using Json = nlohmann::json;
using net_test::base64url;
using net_test::Signer;

namespace asio = boost::asio;

inline const std::string app_id = "aabbccdd-2222-3333-4444-5555eeeeffff";
inline const std::string tenant = "11111111-aaaa-bbbb-cccc-222222222222";
inline const std::string kari = "0aaaaaaa-0000-0000-0000-000000000001";
inline const std::string ola = "0aaaaaaa-0000-0000-0000-000000000002";
inline const std::string room = "19:room@thread.tacv2";

using Folder = support::TempDirectory;

struct FakeClock : support::FixedClock {
  long seconds() const { return static_cast<long>(time.time_since_epoch().count()); }
};

struct FakeLinks final : runtime::Links {
  std::optional<std::string> to(const core::Destination&, const core::Button&) override {
    return std::nullopt;
  }
  std::optional<std::string> home(const core::Destination& to) override;
  std::string nobodys;  // a channel of no group
};

// One call to the Connector double.
struct Call {
  std::string method, path, query, authorization;
  Json body;
};
struct Scripted {
  int status = 200;
  std::string body = "{}";
  std::string retry_after{};
};

const Signer& shared_signer();  // "key-1"

class World {
 public:
  explicit World(std::function<void(teams::Options&)> change = {});
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  std::string url(const std::string& path = "") const;
  std::string service() const { return url("/emea/"); }

  // What a good call is made of, to be changed.
  Json claims() const;
  Json activity() const;                                   // a message by Kari in her private chat
  Json in_room(std::string text) const;                    // a mention of the bot in the channel
  Json invoke(const std::string& name, Json value) const;  // by Kari, in the channel
  std::string bearer(const Json& claims) const { return "Bearer " + signer.token(claims); }

  net::Response call(net::Request request);
  net::Response post(const std::string& body, const std::string& authorization, net::Headers more = {});
  net::Response post(const Json& activity);  // with a good token
  Json answer_to(const Json& activity);      // the body of its 200
  runtime::Delivered deliver(core::Destination to, const core::Message& message, std::string ref = "");

  template <class T>
  T run(asio::awaitable<T> work) {
    return support::result_of(io, std::move(work));
  }
  void until(const std::function<bool()>& done);  // throws after twenty seconds
  void settle();                                  // lets everything that can run, run
  // The calls the service got since the last time; waits for `at_least` so many.
  std::vector<Call> calls(std::size_t at_least = 0);
  void restart();
  void until_limited();   // an answer is waited for, under a time limit
  void release_limits();  // the time limits of answers under way pass

  Folder data;
  support::FakeNotebook book;  // of each start
  asio::io_context io{1};
  FakeClock clock;
  core::SeededRandom random{7};
  support::PromptInbox inbox;
  FakeLinks links;
  net::Ticks ticks{1'000'000};
  std::vector<net::Ticks> sleeps;   // beyond the limits of answers
  Signer signer = shared_signer();  // one for all tests: making a key takes long
  Json published = Json::array();   // keys of the identity double
  Json entra_published = Json::array();
  int metadata_fetches = 0, tokens_given = 0, token_status = 200;
  std::string token_page;  // what a proxy answers in the place of who gives tokens
  bool metadata_down = false;
  std::string date = "Tue, 24 Nov 2026 12:00:00 GMT";  // of the identity double
  std::string last_token_form;
  std::deque<Scripted> script;  // answers of the service, before its own
  std::vector<Json> roster;     // pages of pagedmembers
  teams::Options options;
  std::unique_ptr<teams::Teams> adapter;

 private:
  void start();
  asio::awaitable<net::Response> serve(net::Request request);
  net::Response connector(const net::Request& request);
  std::function<void(teams::Options&)> change_;
  std::unique_ptr<net::HttpServer> server_;
  std::vector<Call> calls_;
  std::vector<std::shared_ptr<net_test::Gate>> limits_;
  int next_id_ = 0;
  support::Run running_{io};
};

core::Message words(const std::string& text);
core::Reply whisper(const std::string& text);
core::Form idea_form();  // sealed, one text
// With the file payloads/<name>.json; REFLEKS_UPDATE_PAYLOADS=1 writes it anew.
void compare_payload(const Json& json, const std::string& name);
Json card_in(const Json& activity);  // of an activity with one attachment

}  // namespace teams_test
