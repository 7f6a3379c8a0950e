#pragma once
// A sandbox on a real loopback socket with a made-up bot and clock behind it, driven step by step from a
// test's thread.

#include <boost/asio/io_context.hpp>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "adapters/net/http_client.hpp"
#include "adapters/net/websocket.hpp"
#include "adapters/sandbox/adapter.hpp"
#include "tests/support/chat_world.hpp"
#include "tests/support/folder.hpp"

namespace sandbox_test {

using Json = nlohmann::json;

struct Folder : support::TempDirectory {
  std::filesystem::path chat() const { return path() / "sandbox" / "chat.jsonl"; }
};

sandbox::Roster roster();  // kari, ola, eva; channels fredag {kari, ola} and mandag {eva}
core::Instant noon();      // 2026-11-24T12:00:00Z
core::Message words(std::string text);
runtime::Delivery to_channel(std::string key, std::string text, std::string channel = "fredag");
runtime::Delivery to_person(std::string key, std::string text, std::string user = "kari");

struct FakeClock final : sandbox::ClockControl {
  core::Instant time = noon();
  bool can_move = true;
  bool hold = false;  // moves settle when the test calls `waiting`
  std::optional<core::Instant> next;
  int speed = 600;
  bool playing = false;
  std::vector<core::Instant> moves;
  std::function<void()> changed, waiting;
  std::function<void()> on_move;  // what becomes due

  core::Instant now() override { return time; }
  bool movable() override { return can_move; }
  void move_to(core::Instant to, std::function<void()> settled) override;
  void play(int faster) override;
  void pause() override;
  sandbox::ClockState state() override;
  void on_change(std::function<void()> listener) override { changed = std::move(listener); }
};

class World;

// A browser, more or less. next() runs the world until a frame comes.
class Client {
 public:
  explicit Client(World& world, net::Headers headers = {});
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool connected() const;  // whether the server let us in
  void send(const Json& frame);
  void send_bytes(std::string bytes);
  Json next();
  Json ask(const Json& frame);  // send, next
  Json hello() { return ask({{"type", "hello"}}); }
  net::CloseCode until_closed();  // why the server closed
  void leave();                   // at once, without a word

 private:
  struct State;
  World& world_;
  std::shared_ptr<State> state_;
};

class World {
 public:
  explicit World(std::function<void(sandbox::Options&)> change = {});
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // Runs everything until `done`; throws after twenty seconds.
  void until(const std::function<bool()>& done);
  void restart();  // the daemon ends and starts again on the same data
  void stop() { running_.stop(); }
  runtime::Delivered deliver(runtime::Delivery delivery);
  std::optional<std::string> find(std::string key);
  core::ChannelRead members(const std::string& channel);
  net::HttpReply http(const std::string& method, const std::string& path, net::Headers headers = {});
  std::string url(const std::string& scheme, const std::string& path) const;

  Folder data;
  boost::asio::io_context io{1};
  FakeClock clock;
  support::PromptInbox inbox{&io};
  std::unique_ptr<sandbox::Sandbox> adapter;

 private:
  void start();
  std::function<void(sandbox::Options&)> change_;
  support::Run running_{io};
};

}  // namespace sandbox_test
