#pragma once
// What the bot wants from the outside world. Features write these through Context; they become rows of the
// outbox in the same transaction as the change that caused them.

#include <optional>
#include <string>

#include "bot/core/ids.hpp"
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
  // Is of no use on Monday: goes ahead of what waits there, and into the part of a week that is kept for
  // such.
  bool urgent = false;
  // Of no use from then on: what has not left by then does not leave.
  std::optional<Instant> lapses{};
  // Of which group it is: who is in it no more when it would leave does not get it. Of none: whoever is in
  // some group. To a group's channel it is filled in where it is empty; `everybody`: goes there also when the
  // group is no more.
  GroupId group{};
};
// Instead of a group: for coordinators, and nobody who is none any more; for whoever is known.
inline const GroupId coordinators_alone{"coordinators"}, everybody{"everybody"};

inline Post may_wait(Post post) {
  post.can_wait = true;
  return post;
}
inline Post of_group(const GroupId& group, Post post) {
  post.group = group;
  return post;
}
// Nothing: no end.
inline Post until(std::optional<Instant> lapses, Post post) {
  post.lapses = lapses;
  return post;
}
inline Post urgent(Post post) {
  post.urgent = true;
  return post;
}

// Something that must happen later (or now, but in its own turn).
struct Job {
  std::string key;      // unique: arranging the same key again moves it
  std::string kind;     // "<feature>/<what>": whose it is
  std::string subject;  // what it hangs on: cancelling the subject withdraws it
  Instant due;
  bool inner = false;  // nobody outside sees it happen: housekeeping
};

}  // namespace core
