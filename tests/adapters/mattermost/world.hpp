#pragma once
// One connection of the adapter between a fake Mattermost and a made-up engine, over real sockets; the test's
// thread moves everything.

#include <boost/asio/cancellation_signal.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "adapters/mattermost/adapter.hpp"
#include "tests/adapters/mattermost/fake_mattermost.hpp"
#include "tests/adapters/net/fixture.hpp"
#include "tests/support/bell.hpp"

namespace mattermost_test {

namespace asio = boost::asio;
using support::Bell;
using support::HandTiming;

inline const std::string command_token = "tokentokentokentokentoken1";
inline const std::string bot_token = "bottokenbottokenbottoken12";

class HandClock final : public core::Clock {
 public:
  core::Instant time = core::instant_from_text("2026-11-24T12:00:00Z");
  core::Instant now() const override { return time; }
};

// The engine: answers what it is told, at once, later or never.
class FakeInbox final : public runtime::Inbox {
 public:
  FakeInbox(asio::io_context& io, Bell& bell) : io_(io), bell_(bell) {}
  void accept(core::Event event, std::function<void(core::Reply)> reply) override;

  void channel_changed(const std::string& workspace, const std::string& where) override {
    changed.push_back(workspace + "/" + where);
    bell_.ring();
  }
  std::vector<std::string> changed;

  std::function<std::optional<core::Reply>(const core::Event&)> script = [](const core::Event&) {
    return core::Reply();
  };
  std::vector<core::Event> events;
  std::vector<std::function<void(core::Reply)>> waiting;  // those the script gave nothing

  template <class E>
  const E& last() const {
    return std::get<E>(events.at(events.size() - 1));
  }

 private:
  asio::io_context& io_;
  Bell& bell_;
};

// Pages: every button has one but "no/page".
class FakeLinks final : public runtime::Links {
 public:
  std::optional<std::string> to(const core::Destination& to, const core::Button& button) override;
  std::optional<std::string> home(const core::Destination& to) override;
};

core::Message paragraph(const std::string& words);
core::Message with_button(const std::string& words, const std::string& label, const std::string& name,
                          const std::string& value);
core::Reply says(const core::Message& message);
core::Reply says(const std::string& words);
core::Reply asks(core::Form form);
core::Form small_form(const std::string& name = "box/ideas/idea", const std::string& state = "g1");

// Kari and Ola, the group "omsorg/fredag" and the bot in it. "kari" stands in the configuration by name, Ola
// by id, the channel as team and name.
class MattermostTest : public net_test::NetTest {
 protected:
  MattermostTest();
  ~MattermostTest() override;

  // Makes the adapter of `options` and runs it until its socket is open.
  void start();
  void stop();
  void advance(net::Ticks length);  // the clock too

  template <class T>
  T sync(asio::awaitable<T> asked) {
    std::optional<T> got;
    const auto keep = [](asio::awaitable<T> work, std::optional<T>& into) -> asio::awaitable<void> {
      into = co_await std::move(work);
    };
    run(keep(std::move(asked), got));
    return std::move(*got);
  }
  void until(std::function<bool()> holds) { run(bell.until(std::move(holds))); }

  Taken command(const std::string& text = "hjelp") {
    return sync(fake.type_command(kari, channel, "/refleks " + text));
  }
  Taken press(const std::string& post, const std::string& action = "b1") {
    return sync(fake.press(kari, post, action));
  }
  Taken submit(const OpenDialog& dialog, const Json& submission, const std::string& user = {}) {
    return sync(fake.submit(user.empty() ? kari : user, dialog, submission, channel));
  }
  // A dialog with this form, opened by a command.
  OpenDialog opened(core::Form form);
  // The names of a dialog's elements; `choices` come one by one.
  static std::vector<std::string> elements(const Json& dialog);

  runtime::Delivery delivery(const std::string& key, core::Message message,
                             const std::string& to_person = {});
  runtime::Delivered deliver(runtime::Delivery delivery) {
    advance(net::Ticks{1'000});  // of ten calls in a second
    return sync(adapter->deliver(std::move(delivery)));
  }

  Bell bell{io.get_executor()};
  HandTiming hand{io.get_executor(), bell};
  HandClock clock;
  core::SeededRandom random{7};
  FakeMattermost fake{io.get_executor()};
  FakeInbox inbox{io, bell};
  FakeLinks links;
  std::filesystem::path folder;
  mattermost::Options workspace;
  std::unique_ptr<mattermost::Mattermost> adapter;
  std::unique_ptr<net::HttpServer> door;  // where Mattermost reaches the adapter
  asio::cancellation_signal cancel;
  bool running = false;
  std::string kari, ola, bot, channel;  // ids
};

}  // namespace mattermost_test
