#pragma once
// One connection of the adapter between a fake Talk and a made-up engine, over real sockets; the test's
// thread moves everything.

#include <boost/asio/cancellation_signal.hpp>
#include <optional>
#include <string>
#include <vector>

#include "adapters/nextcloud/adapter.hpp"
#include "tests/adapters/net/fixture.hpp"
#include "tests/adapters/nextcloud/fake_talk.hpp"
#include "tests/support/bell.hpp"

namespace nextcloud_test {

inline const std::string talk_secret = "a-secret-of-at-least-forty-letters-for-talk";

// The engine: answers what it is told at once, or later when the script gives nothing.
class FakeInbox final : public runtime::Inbox {
 public:
  FakeInbox(asio::io_context& io, support::Bell& bell) : io_(io), bell_(bell) {}
  void accept(core::Event event, std::function<void(core::Reply)> reply) override;

  std::function<std::optional<core::Reply>(const core::Command&)> script;
  std::vector<core::Command> commands;
  std::vector<std::function<void(core::Reply)>> waiting;

 private:
  asio::io_context& io_;
  support::Bell& bell_;
};

// Pages: every button has one but "no/page".
class FakeLinks final : public runtime::Links {
 public:
  std::optional<std::string> to(const core::Destination& to, const core::Button& button) override;
  std::optional<std::string> home(const core::Destination& to) override;
};

core::Message paragraph(const std::string& words);
core::Message with_button(const std::string& words, const std::string& label, const std::string& name);
core::Reply says(const std::string& words);
core::Reply asks(const std::string& form_name);

// The group's conversation is "gruppa1"; Kari has one of her own, "karin0te", and Ola has none.
class NextcloudTest : public net_test::NetTest {
 protected:
  NextcloudTest();
  ~NextcloudTest() override;

  void start();  // makes the adapter of `options` and runs it

  template <class T>
  T sync(asio::awaitable<T> asked) {
    std::optional<T> got;
    const auto keep = [](asio::awaitable<T> work, std::optional<T>& into) -> asio::awaitable<void> {
      into = co_await std::move(work);
    };
    run(keep(std::move(asked), got));
    return std::move(*got);
  }
  // The status of the answer.
  int hand_in(net::Request request) { return sync(handler(std::move(request))).status; }
  int write(const std::string& user, const std::string& token, const std::string& text) {
    return hand_in(fake.request(fake.event("users/" + user, token, text).dump()));
  }
  // Writes, and waits for so many more messages of the bot.
  void ask(const std::string& user, const std::string& token, const std::string& text,
           std::size_t answers = 1);
  runtime::Delivered deliver(const std::string& token, core::Message message, const std::string& key = "k1");
  runtime::Delivered deliver_to(const std::string& user, core::Message message);
  const Message& last() const { return fake.messages.back(); }

  support::Bell bell{io.get_executor()};
  support::HandTiming hand{io.get_executor(), bell};
  core::SeededRandom random{7};
  FakeTalk fake{io.get_executor(), talk_secret};
  FakeInbox inbox{io, bell};
  FakeLinks links;
  nextcloud::Options options;
  std::unique_ptr<nextcloud::Nextcloud> adapter;
  net::HttpHandler handler;
  asio::cancellation_signal stop;
  bool running = false;
};

}  // namespace nextcloud_test
