#pragma once
// Socket Mode: the same requests over a WebSocket that we open, so that nothing needs to reach us. I/O
// thread.

#include <boost/asio/awaitable.hpp>
#include <memory>

#include "adapters/slack/interactions.hpp"
#include "adapters/slack/workspace_context.hpp"

namespace slack {

// Stays connected until cancelled; returns only when Slack says that there is no use in trying (a wrong
// token, Socket Mode switched off), and the log has said so.
boost::asio::awaitable<void> run_socket(std::shared_ptr<WorkspaceContext> context,
                                        std::shared_ptr<InteractionHandler> interactions);

}  // namespace slack
