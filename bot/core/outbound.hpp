#pragma once
// What the bot wants from the outside world. Features write these through Context; they become rows of the
// outbox in the same transaction as the change that caused them.

#include <string>

#include "bot/core/message.hpp"
#include "bot/core/time.hpp"

namespace core {

struct Destination {
  enum class Kind { channel, person };
  std::string workspace;
  Kind kind = Kind::channel;
  std::string id;  // the platform's channel or user id
  bool operator==(const Destination&) const = default;
  auto operator<=>(const Destination&) const = default;
};

struct Post {
  std::string key;  // unique for ever: the same key is never posted twice
  Destination to;
  Message message;
  // Scheduled messages keep out of quiet hours, also when a retry comes late; an answer to somebody's command
  // does not wait.
  bool respect_quiet = true;
  // Comes as well next week: held while somebody who would read it has had the week's number of messages
  // (runtime/full_weeks.hpp).
  bool can_wait = false;
};
inline Post may_wait(Post post) {
  post.can_wait = true;
  return post;
}

// Something that must happen later (or now, but in its own turn).
struct Job {
  std::string key;      // unique: arranging the same key again moves it
  std::string kind;     // "<feature>.<what>", routes to the feature
  std::string subject;  // what it hangs on: cancelling the subject withdraws it
  Instant due;
  bool inner = false;  // nobody outside sees it happen: housekeeping
};

}  // namespace core
