#pragma once
// One workspace of the adapter between a fake Slack and a made-up engine; the test's thread moves everything.

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "adapters/slack/adapter.hpp"
#include "tests/adapters/net/fixture.hpp"
#include "tests/adapters/slack/fake_slack.hpp"
#include "tests/support/chat_world.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/notebook.hpp"

namespace slack_test {

namespace asio = boost::asio;
using support::asks;
using support::Bell;
using support::FakeInbox;
using support::HandTiming;
using support::says;
using support::small_form;

inline const std::string secret = "8f742231b10e8888abcd99yyyzzz85a5";
inline constexpr std::string_view form_type = "application/x-www-form-urlencoded";
inline constexpr std::string_view json_type = "application/json";

struct Sent {  // how a request is to be spoilt
  std::string secret = slack_test::secret;
  std::chrono::seconds age{0};
  std::string type = std::string(form_type);
  std::optional<std::string> timestamp, signature;
  std::string method = "POST";
  bool with_timestamp = true, with_signature = true, lower_case = false;
};

class SlackTest : public net_test::NetTest {
 protected:
  SlackTest();

  slack::Options options_for_http();
  void start();  // makes the adapter of `options` and runs it until it has introduced itself
  void start(slack::Options with);

  // Signs and hands in. Waits for nothing but the answer.
  asio::awaitable<net::Response> post(std::string path, std::string body, Sent how = {});
  asio::awaitable<net::Response> command(std::string text, std::string trigger = {},
                                         std::string name = "/refleks");
  asio::awaitable<net::Response> interact(Json payload);
  // Of now, by the clock.
  asio::awaitable<net::Response> event(Json what, std::string id, std::string team = "T1",
                                       std::chrono::seconds age = {});
  Json press(const std::string& name, const std::string& value = {}, const std::string& from = "message");
  Json submission(const Json& view, const Json& values);
  net::Response sync(asio::awaitable<net::Response> request) {
    return support::result_of(io, std::move(request));
  }

  Bell bell{io.get_executor()};
  HandTiming hand{io.get_executor(), bell};
  support::FixedClock clock;
  core::SeededRandom random{7};
  FakeSlack fake{io.get_executor()};
  FakeInbox inbox{io, bell};
  support::TempDirectory folder;
  support::FakeNotebook book;  // of each start
  slack::Options workspace;
  std::unique_ptr<slack::Slack> slack;
  net::HttpHandler door;
  support::Run running{io};
};

std::string form(const std::vector<std::pair<std::string, std::string>>& fields);

}  // namespace slack_test
