#pragma once
// What the sessions feature keeps. Implemented in storage/session_store.cpp; called inside the desk's
// transaction.

#include <optional>
#include <utility>
#include <vector>

#include "bot/core/session.hpp"

namespace sessions {

// What calendars were told of a session: a fingerprint of its words, its revision, how often its words
// changed, and when anything did last.
struct Told {
  std::string words;
  int revision = 0;
  int changes = 0;
  core::Instant modified{};
  bool operator==(const Told&) const = default;
};

class SessionStore {
 public:
  virtual ~SessionStore() = default;
  // Inserts, or replaces the session with the same id.
  virtual void save(const core::Session& session) = 0;
  virtual std::optional<core::Session> find(const core::SessionId& id) = 0;
  // Sessions of a group that start within [from, to), by start.
  virtual std::vector<core::Session> of_group(const core::GroupId& group, core::Instant from,
                                              core::Instant to) = 0;
  // The group's last session by start, of any state but cancelled.
  virtual std::optional<core::Session> latest(const core::GroupId& group) = 0;
  // Attendance is named: seen by the person and the facilitator; leaders get numbers only.
  virtual void set_attendance(const core::SessionId& session, const core::PersonId& person, bool coming) = 0;
  virtual std::vector<std::pair<core::PersonId, bool>> attendance(const core::SessionId& session) = 0;
  // Nobody has said anything any more: what was said was about another time.
  virtual void drop_attendance(const core::SessionId& session) = 0;
  // The random part of the address of a person's own calendar; empty: there is none.
  virtual std::string calendar_serial(const core::PersonId& person) = 0;
  // Takes the place of the former one; empty takes it away.
  virtual void set_calendar_serial(const core::PersonId& person, const std::string& serial) = 0;
  // Nothing: no calendar has asked yet.
  virtual std::optional<Told> told_calendars(const core::SessionId& session) = 0;
  virtual void set_told_calendars(const core::SessionId& session, const Told& told) = 0;
};

}  // namespace sessions
