#pragma once
// What the attendance feature keeps, and what it reads of sessions. Implemented in
// storage/attendance_store.cpp; called inside the engine's transaction.

#include <optional>
#include <utility>
#include <vector>

#include "bot/core/session.hpp"

namespace attendance {

// Who was ticked as having been at a session. It is by name for those who facilitate; leaders read the two
// numbers. Nothing says that somebody did not come.
struct Register {
  core::PersonId by;                   // who ticked last
  int times = 0;                       // how often it was ticked: an old form changes nothing
  int came = 0;                        // how many of them came
  int listed = 0;                      // the names in the form
  std::vector<core::PersonId> people;  // who came; fewer than `came` where somebody was erased since
};

class AttendanceStore {
 public:
  virtual ~AttendanceStore() = default;
  virtual std::optional<core::Session> session(const core::SessionId& id) = 0;
  // The group's sessions that have begun, start after `from`, and were not cancelled; the newest first.
  virtual std::vector<core::Session> begun(const core::GroupId& group, core::Instant from,
                                           core::Instant now) = 0;
  // Who said that they come, and who that they cannot.
  virtual std::vector<std::pair<core::PersonId, bool>> said(const core::SessionId& session) = 0;
  // Nothing: nobody has ticked.
  virtual std::optional<Register> taken(const core::SessionId& session) = 0;
  // Of those sessions that were ticked the newest `most`: how many came, of how many names.
  struct Counts {
    int came = 0, listed = 0;
  };
  virtual std::vector<Counts> counts(const core::GroupId& group, core::Instant from, core::Instant now,
                                     int most) = 0;
  // In place of what was there; known since the first time.
  virtual void take(const core::SessionId& session, const Register& all, core::Instant now) = 0;
  virtual void drop(const core::SessionId& session) = 0;
};

}  // namespace attendance
