#pragma once
// One workspace of the adapter between a fake Slack and a made-up engine; the test's thread moves everything.

#include <boost/asio/cancellation_signal.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "adapters/slack/adapter.hpp"
#include "tests/adapters/net/fixture.hpp"
#include "tests/adapters/slack/fake_slack.hpp"
#include "tests/support/bell.hpp"
#include "tests/support/notebook.hpp"

namespace slack_test {

namespace asio = boost::asio;
using support::Bell;
using support::HandTiming;

inline const std::string secret = "8f742231b10e8888abcd99yyyzzz85a5";
inline constexpr std::string_view form_type = "application/x-www-form-urlencoded";
inline constexpr std::string_view json_type = "application/json";

class HandClock final : public core::Clock {
 public:
  core::Instant time{std::chrono::seconds(1'531'420'618)};
  core::Instant now() const override { return time; }
};

// The engine: answers what it is told, at once, later or never.
class FakeInbox final : public runtime::Inbox {
 public:
  FakeInbox(asio::io_context& io, Bell& bell) : io_(io), bell_(bell) {}
  void accept(core::Event event, std::function<void(core::Reply)> reply) override;

  void channel_changed(const std::string& workspace, const std::string& channel) override {
    changed.push_back(workspace + "/" + channel);
  }
  std::vector<std::string> changed;

  std::function<std::optional<core::Reply>(const core::Event&)> script = [](const core::Event&) {
    return core::Reply();
  };
  bool throws = false;
  std::vector<core::Event> events;
  std::vector<std::function<void(core::Reply)>> waiting;  // those the script gave nothing

  template <class E>
  const E& last() const {
    return std::get<E>(events.back());
  }

 private:
  asio::io_context& io_;
  Bell& bell_;
};

core::Reply says(const std::string& words);
core::Reply asks(core::Form form);
core::Form small_form(const std::string& name = "box/ideas/new", const std::string& state = "g1|+");

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
  ~SlackTest() override;

  slack::Options options_for_http();
  void start();  // makes the adapter of `options` and runs it until it has introduced itself
  void start(slack::Options with);

  // Signs and hands in. Waits for nothing but the answer.
  asio::awaitable<net::Response> post(std::string path, std::string body, Sent how = {});
  asio::awaitable<net::Response> command(std::string text, std::string trigger = {},
                                         std::string name = "/refleks");
  asio::awaitable<net::Response> interact(Json payload);
  asio::awaitable<net::Response> event(Json what, std::string id, std::string team = "T1");
  Json press(const std::string& name, const std::string& value = {}, const std::string& from = "message");
  Json submission(const Json& view, const Json& values);
  net::Response sync(asio::awaitable<net::Response> request);

  Bell bell{io.get_executor()};
  HandTiming hand{io.get_executor(), bell};
  HandClock clock;
  core::SeededRandom random{7};
  FakeSlack fake{io.get_executor()};
  FakeInbox inbox{io, bell};
  std::filesystem::path folder;
  support::FakeNotebook book;  // of each start
  slack::Options workspace;
  std::unique_ptr<slack::Slack> slack;
  net::HttpHandler door;
  asio::cancellation_signal stop;
  bool running = false;
};

std::string form(const std::vector<std::pair<std::string, std::string>>& fields);

}  // namespace slack_test
