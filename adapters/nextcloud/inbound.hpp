#pragma once
// What Talk tells, as plain data. All of it is somebody's word until the seal has been checked. Pure; any
// thread.

#include <optional>
#include <string>
#include <string_view>

#include "bot/core/typed.hpp"

namespace nextcloud {

struct Told {
  std::string actor;         // "users/kari", "guests/…", "bots/…"
  std::string conversation;  // its token
  std::string what;          // "message", or what the server itself says: "user_added"
  // Of a message that somebody with an account on this server has written:
  std::string user;  // the account's id
  std::string id;    // of the message
  core::Typed typed;
};

enum class Reading { message, other, broken };
// `other` is for us to leave alone: reactions, what the server itself says, guests, other servers' people,
// and bots, so that two bots never talk to each other. `broken` is no event of Talk's.
Reading read_event(const std::string& body, Told& told);

// Whether this tells that somebody beside the account `user` writes or reads in the conversation.
bool tells_of_others(const Told& told, const std::string& user);

// What stands behind "!refleks" or "!refleks:"; nothing when the text is not for us. Bots cannot be mentioned
// in InteractionHandler, and a slash opens its menu; but who writes "/refleks" or "@refleks" all the same is
// understood.
std::optional<std::string> command_in(std::string_view text);
inline constexpr std::string_view command_word = "!refleks";

// Of a conversation: 4 to 30 small letters and digits. It stands in an address.
bool is_token(std::string_view text);

}  // namespace nextcloud
