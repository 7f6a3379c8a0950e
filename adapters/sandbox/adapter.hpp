#pragma once
// The sandbox as a platform: a chat served by the daemon itself over HTTP and WebSocket (protocol.md). It
// promises what a real platform does and no more: it does not notice when the bot posts the same thing twice.

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/sandbox/protocol.hpp"
#include "bot/runtime/adapter.hpp"
#include "bot/runtime/pictures.hpp"

namespace sandbox {

struct Options {
  std::string address = "127.0.0.1";  // IPv4 or IPv6; this machine alone unless the operator says otherwise
  std::uint16_t port = 0;             // 0: any free one
  // Names (no port) under which browsers may call, beyond localhost and addresses: against DNS rebinding.
  std::vector<std::string> public_hosts;
  std::filesystem::path data;         // the chat is kept in <data>/sandbox/chat.jsonl
  std::string workspace = "sandbox";  // the configured name of this connection
  Roster roster;
  Completions completions;
  runtime::Pictures* pictures = nullptr;  // outlives the adapter; null: there are none
  // Tests let the platform be down here: what it returns is the outcome, and nothing was posted.
  std::function<std::optional<runtime::Delivered>(const runtime::Delivery&)> fault;
};

class Sandbox : public runtime::Adapter {
 public:
  virtual std::uint16_t port() const = 0;  // the actual one
  // Who and what there is from now on.
  virtual void set_roster(Roster roster) = 0;
};

core::Capabilities abilities();

// Reads the chat and listens at once, so that a bad port or file is known at start; serves while run() runs.
// deliver() and find() work as long as the adapter lives. Reasons of Kind::permanent: unknown_workspace,
// unknown_channel, unknown_user, unknown_message (an edit); of Kind::retry: chat_not_written.
// One I/O thread, the executor's. `clock` outlives the adapter. Throws as ChatLog, and
// boost::system::system_error when it cannot listen.
std::unique_ptr<Sandbox> make_sandbox(boost::asio::any_io_executor executor, Options options,
                                      ClockControl& clock);

}  // namespace sandbox
