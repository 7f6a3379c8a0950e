#pragma once
// What people wrote to us while we did not listen: Mattermost's socket tells nobody afterwards, but the
// conversations can be read. Nothing is kept here for it: each answer of ours carries which posts it answers.
// I/O thread.

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/mattermost/workspace_context.hpp"
#include "bot/runtime/json_text.hpp"

namespace mattermost {

// Under this name an answer tells the ids of the posts that it answers.
inline constexpr const char* answers_prop = "refleks_answers";

// A direct message to us.
struct Written {
  std::string user, channel, post, text;
  std::string thread;   // its first post, where it stands in one
  std::int64_t at = 0;  // milliseconds, by Mattermost's clock
};

// Nothing for our own posts, those of other bots and of the system, and what was deleted. `post` is anything.
std::optional<Written> read_post(runtime::JsonView post, const std::string& bot);

// A channel we are in.
struct Room {
  std::string id;
  bool direct = false;
  std::int64_t last_post = 0;  // milliseconds; where it is not said, as late as can be
};
// All of them; nothing when Mattermost did not tell.
boost::asio::awaitable<std::optional<std::vector<Room>>> read_rooms(Api& api);

// Of one conversation, oldest first: what nobody has answered of what was written from `since` on. `posts` is
// the server's object of them, by id.
std::vector<Written> unanswered_in(runtime::JsonView posts, const std::string& bot, std::int64_t since);

// The same of the conversations that were spoken in last, so many that the rest of what we say is not held
// up. Waits for a Mattermost that does not answer, unless another look is begun meanwhile.
boost::asio::awaitable<std::vector<Written>> read_missed(std::shared_ptr<WorkspaceContext> context,
                                                         std::int64_t since);

}  // namespace mattermost
