#pragma once
// What the sessions feature keeps. Implemented in storage/session_store.cpp; called inside the engine's
// transaction.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/core/codes.hpp"
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

// A period of a group: one run of a programme, or of free topics. A group has one after another; sessions are
// numbered within theirs.
struct Run {
  enum class State {
    running,
    over,      // all its sessions were, and the facilitator is asked what comes next
    followed,  // by another
    stopped,   // the group has ended
  };
  core::GroupId group;
  int number = 1;          // 1 for the group's first
  std::string programme;   // key of a pack; empty = freely chosen topics
  std::vector<int> plans;  // which of the pack's sessions, from 1, in order; empty: all
  std::string configured;  // what the group's settings named when it began
  core::Instant from{};    // no session of it is before
  std::optional<core::Instant> to{};
  State state = State::running;
  int asked = 0;  // how often the facilitator was asked what comes next
  bool operator==(const Run&) const = default;
};
constexpr auto codes(Run::State) {
  return core::codes_in_order("running", "over", "followed", "stopped");
}

// A session for which it was settled who has main responsibility.
struct Led {
  core::Instant starts{};
  core::PersonId person;
};

class SessionStore {
 public:
  virtual ~SessionStore() = default;
  // Inserts, or replaces the session with the same id.
  virtual void save(const core::Session& session) = 0;
  // Somebody has just called it off, or said that it was not held.
  virtual void call_off(const core::SessionId& id, core::Instant now) = 0;
  virtual std::optional<core::Session> find(const core::SessionId& id) = 0;
  // Sessions of a group that start within [from, to), by start.
  virtual std::vector<core::Session> of_group(const core::GroupId& group, core::Instant from,
                                              core::Instant to) = 0;
  // The first that is planned and starts after that.
  virtual std::optional<core::Session> next(const core::GroupId& group, core::Instant after) = 0;
  // When the last of those that were held and started within [from, to) ended: the last by its start.
  virtual std::optional<core::Instant> last_held(const core::GroupId& group, core::Instant from,
                                                 core::Instant to) = 0;
  // The group's last session by start, of any state but cancelled.
  virtual std::optional<core::Session> latest(const core::GroupId& group) = 0;
  // Inserts, or replaces the one with the same number.
  virtual void save(const Run& run) = 0;
  virtual std::optional<Run> run(const core::GroupId& group, int number) = 0;
  virtual std::optional<Run> latest_run(const core::GroupId& group) = 0;
  // Attendance is named: seen by the person and the facilitator; leaders get numbers only.
  virtual void set_attendance(const core::SessionId& session, const core::PersonId& person, bool coming) = 0;
  virtual std::vector<std::pair<core::PersonId, bool>> attendance(const core::SessionId& session) = 0;
  // Nobody has said anything any more: what was said was about another time.
  virtual void drop_attendance(const core::SessionId& session) = 0;
  virtual void drop_attendance(const core::SessionId& session, const core::PersonId& person) = 0;
  // The random part of the address of a person's own calendar; empty: there is none.
  virtual std::string calendar_serial(const core::PersonId& person) = 0;
  // Who had or has main responsibility for a session, where that was settled; a session that is gone takes it
  // along.
  virtual std::optional<core::PersonId> lead(const core::SessionId& session) = 0;
  virtual void set_lead(const core::SessionId& session, const core::PersonId& person) = 0;
  // Of the group's sessions that start before, cancelled ones left out, the last for which it was settled.
  virtual std::optional<Led> last_led(const core::GroupId& group, core::Instant before) = 0;
  // Whether the group's facilitators take turns (core::Group::alternates).
  virtual void set_alternates(const core::GroupId& group, bool on) = 0;
  // Takes the place of the former one; empty takes it away.
  virtual void set_calendar_serial(const core::PersonId& person, const std::string& serial) = 0;
  // Nothing: no calendar has asked yet.
  virtual std::optional<Told> told_calendars(const core::SessionId& session) = 0;
  virtual void set_told_calendars(const core::SessionId& session, const Told& told) = 0;
};

}  // namespace sessions
