#pragma once
// Who brings a situation to a session. Implemented in storage/presenter_store.cpp; called inside the engine's
// transaction.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/codes.hpp"
#include "bot/core/session.hpp"

namespace presenters {

// A made-up situation: of which pack, and which of its cases, from 0.
struct CaseRef {
  std::string programme;
  int number = 0;
  bool operator==(const CaseRef&) const = default;
};

// One place at a session, and who is asked for it, one after another; at last a made-up situation.
struct Slot {
  enum class State {
    asked,
    yes,
    passed,  // said no; who is not kept
    reserve,
  };
  core::SessionId session;
  int place = 1;  // 0: what the facilitator chose, beside the others
  int attempt = 1;
  core::GroupId group;
  State state = State::asked;
  core::PersonId person{};           // asked and yes
  std::optional<CaseRef> made_up{};  // reserve; nothing: the programme has none
  bool operator==(const Slot&) const = default;
};
constexpr auto codes(Slot::State) {
  return core::codes_in_order("asked", "yes", "passed", "reserve");
}
inline const core::GroupId& group_of(const Slot& slot) {
  return slot.group;
}

// When somebody was last asked, for which session, and in which round: each is asked once a round.
struct Turn {
  core::PersonId person;
  core::Instant asked{};
  core::SessionId session;
  int round = 1;
};

class PresenterStore {
 public:
  virtual ~PresenterStore() = default;
  virtual std::optional<core::Session> session(const core::SessionId& id) = 0;
  // Key of the pack that the session's period follows; empty: free topics.
  virtual std::string programme_of(const core::SessionId& id) = 0;
  // The group's next planned one of the same period; nothing: there is none.
  virtual std::optional<core::Session> after(const core::Session& session) = 0;
  // The group's next planned one of any period.
  virtual std::optional<core::Session> next(const core::GroupId& group, core::Instant now) = 0;
  // Who has said that they cannot come.
  virtual std::vector<core::PersonId> absent(const core::SessionId& id) = 0;
  // By place and attempt.
  virtual std::vector<Slot> of_session(const core::SessionId& id) = 0;
  // Those for which this person's answer is waited for.
  virtual std::vector<Slot> waiting(const core::GroupId& group, const core::PersonId& person) = 0;
  // Inserts, or replaces the one of the same session, place and attempt.
  virtual void save(const Slot& slot) = 0;
  virtual void remove(const Slot& slot) = 0;
  // The session is over: nothing is left of who was asked and did not say yes.
  virtual void forget_asking(const core::SessionId& id) = 0;
  // Who was not asked yet is not there.
  virtual std::vector<Turn> turns(const core::GroupId& group) = 0;
  virtual void take_turn(const core::GroupId& group, const Turn& turn) = 0;
  // What the order in a round is drawn from, kept as long as the database; empty: not drawn yet.
  virtual std::string lot() = 0;
  virtual void keep_lot(const std::string& lot) = 0;
  // The made-up situations that the group has been given.
  virtual std::vector<CaseRef> given(const core::GroupId& group) = 0;
};

}  // namespace presenters
