#pragma once
// What Mattermost tells over its WebSocket: direct messages to the bot, whose text counts as a command. Needs
// no way in. I/O thread.

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>

#include "adapters/mattermost/sender.hpp"
#include "adapters/mattermost/workspace_context.hpp"
#include "adapters/net/reconnect.hpp"
#include "adapters/net/stream.hpp"
#include "adapters/net/websocket.hpp"
#include "bot/runtime/json_text.hpp"

namespace mattermost {

// A direct message to us. Everything else that comes over the socket is nothing to us.
struct Written {
  std::string user, channel, post, text;
};

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

  std::shared_ptr<WorkspaceContext> context_;
  std::shared_ptr<Sender> sender_;
  std::shared_ptr<net::TlsContext> tls_;
  std::weak_ptr<net::WebSocketSession> session_;
  std::string connection_;     // Mattermost's id of it, to go on where it broke off
  std::int64_t expected_ = 0;  // number of the next event
  bool greeted_ = false;       // since it was opened, something came that was in order
};

// Nothing for another event, our own posts and those of other bots. `event` is anything.
std::optional<Written> read_direct_message(runtime::JsonView event, const std::string& bot);

}  // namespace mattermost
