#pragma once
// One connection of the adapter between a fake Mattermost and a made-up engine, over real sockets; the test's
// thread moves everything.

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "adapters/mattermost/adapter.hpp"
#include "tests/adapters/mattermost/fake_mattermost.hpp"
#include "tests/adapters/net/fixture.hpp"
#include "tests/support/chat_world.hpp"
#include "tests/support/folder.hpp"

namespace mattermost_test {

namespace asio = boost::asio;
using support::asks;
using support::Bell;
using support::FakeInbox;
using support::FakeLinks;
using support::HandTiming;
using support::says;
using support::small_form;
using support::with_button;

inline const std::string command_token = "tokentokentokentokentoken1";
inline const std::string bot_token = "bottokenbottokenbottoken12";

// Kari and Ola, the group "omsorg/fredag" and the bot in it. "kari" stands in the configuration by name, Ola
// by id, the channel as team and name.
class MattermostTest : public net_test::NetTest {
 protected:
  MattermostTest();

  // Makes the adapter of `options` and runs it until its socket is open and it has looked
  // for what it missed.
  void start();
  void stop() { running.stop(); }
  void advance(net::Ticks length);  // the clock too

  template <class T>
  T sync(asio::awaitable<T> asked) {
    return support::result_of(io, std::move(asked));
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
  support::FixedClock clock;
  core::SeededRandom random{7};
  FakeMattermost fake{io.get_executor()};
  FakeInbox inbox{io, bell};
  FakeLinks links;
  support::TempDirectory folder;
  mattermost::Options workspace;
  std::unique_ptr<mattermost::Mattermost> adapter;
  std::unique_ptr<net::HttpServer> door;  // where Mattermost reaches the adapter
  support::Run running{io};
  std::string kari, ola, bot, channel;  // ids
};

}  // namespace mattermost_test
