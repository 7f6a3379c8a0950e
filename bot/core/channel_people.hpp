#pragma once
// Who is in a channel of a chat, as the platform says.

#include <string>
#include <vector>

namespace core {

struct InChannel {
  enum class Kind { person, bot, guest, outsider };  // outsider: of another organisation
  std::string user;                                  // the platform's id
  std::string name;                                  // as shown there; may be empty
  Kind kind = Kind::person;
  bool operator==(const InChannel&) const = default;
};

struct ChannelRead {
  enum class How {
    whole,   // all of them are here
    not_in,  // the bot is not in that channel, or there is none
    failed,  // nobody can say
  };
  How how = How::failed;
  std::vector<InChannel> people{};
};

}  // namespace core
