#pragma once
// What Mattermost tells over its WebSocket: direct messages to the bot, whose text counts as a command; and
// those that came while nobody listened, which are read afterwards. Needs no way in. I/O thread.

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>

#include "adapters/mattermost/missed.hpp"
#include "adapters/mattermost/sender.hpp"
#include "adapters/mattermost/workspace_context.hpp"
#include "adapters/net/reconnect.hpp"
#include "adapters/net/stream.hpp"
#include "adapters/net/websocket.hpp"
#include "bot/runtime/json_text.hpp"

namespace mattermost {

class Feed {
 public:
  // Throws boost::system::system_error when the CA file cannot be read.
  Feed(std::shared_ptr<WorkspaceContext> context, std::shared_ptr<Sender> sender);

  // Connects again and again, with growing waits, until cancelled.
  boost::asio::awaitable<void> run();
  // With the token as it is now, and as nobody who was here before.
  void connect_anew();

 private:
  boost::asio::awaitable<bool> listen(net::Reconnect& machine);  // whether it was let in
  bool take(const std::string& frame);                           // false: something was lost
  std::string url() const;
  void look_for_missed();

  std::shared_ptr<WorkspaceContext> context_;
  std::shared_ptr<Sender> sender_;
  std::shared_ptr<net::TlsContext> tls_;
  std::weak_ptr<net::WebSocketSession> session_;
  std::string connection_;              // Mattermost's id of it, to go on where it broke off
  std::int64_t expected_ = 0;           // number of the next event
  bool greeted_ = false;                // since it was opened, something came that was in order
  std::optional<core::Instant> heard_;  // when the last event came that was in order
};

// Nothing for another event than a direct message to us. `event` is anything.
std::optional<Written> read_direct_message(runtime::JsonView event, const std::string& bot);

}  // namespace mattermost
