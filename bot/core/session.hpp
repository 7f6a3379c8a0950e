#pragma once
// One dated meeting of a group.

#include <string>
#include <string_view>

#include "bot/core/codes.hpp"
#include "bot/core/ids.hpp"
#include "bot/core/time.hpp"

namespace core {

struct Session {
  enum class State { planned, held, cancelled };
  SessionId id;
  GroupId group;
  int number = 0;  // 1 for the first of its period; also picks the plan of the programme
  Instant starts{}, ends{};
  State state = State::planned;
  std::string topic;   // what the group chose to talk about; may be empty
  int revision = 0;    // grows when it is moved, cancelled or comes back: the SEQUENCE of calendars
  bool extra = false;  // set by a person, not by the group's cadence, which leaves it alone
  int run = 1;         // the group's period it belongs to: one run of a programme (sessions/store.hpp)
  bool operator==(const Session&) const = default;
};

// Whether it takes time from what is between the two instants; to end where the other begins does not.
inline bool overlaps(const Session& session, Instant starts, Instant ends) {
  return session.starts < ends && starts < session.ends;
}

constexpr auto codes(Session::State) {
  return codes_in_order("planned", "held", "cancelled");
}
// It is to be held, and has not begun.
inline bool is_ahead(const Session& session, Instant now) {
  return session.state == Session::State::planned && session.starts > now;
}

}  // namespace core
