#pragma once
// Who is in a channel, as Mattermost says: page by page, with what each account is. I/O thread.

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>

#include "adapters/mattermost/workspace_context.hpp"
#include "bot/core/channel_people.hpp"

namespace mattermost {

// All of them, or How::failed. `channel` as the configuration has it.
boost::asio::awaitable<core::ChannelRead> read_members(std::shared_ptr<WorkspaceContext> context,
                                                       std::string channel);
// The channel into which somebody came, or which they left; empty for any other event.
std::string changed_channel(runtime::JsonView event);

}  // namespace mattermost
