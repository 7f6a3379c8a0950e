#pragma once
// One connection of the adapter between a fake Talk and a made-up engine, over real sockets; the test's
// thread moves everything.

#include <optional>
#include <string>
#include <vector>

#include "adapters/nextcloud/adapter.hpp"
#include "tests/adapters/net/fixture.hpp"
#include "tests/adapters/nextcloud/fake_talk.hpp"
#include "tests/support/chat_world.hpp"

namespace nextcloud_test {

using support::asks;
using support::FakeInbox;
using support::FakeLinks;
using support::says;
using support::with_button;
using support::words;

inline const std::string talk_secret = "a-secret-of-at-least-forty-letters-for-talk";

// The group's conversation is "gruppa1"; Kari has one of her own, "karin0te", and Ola has none.
class NextcloudTest : public net_test::NetTest {
 protected:
  NextcloudTest();

  void start();  // makes the adapter of `options` and runs it

  template <class T>
  T sync(asio::awaitable<T> asked) {
    return support::result_of(io, std::move(asked));
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
  support::Run running{io};
};

}  // namespace nextcloud_test
