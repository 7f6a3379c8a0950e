#pragma once
// Who has signed up for a group's next period. Implemented in storage/recruiting_store.cpp; called inside the
// engine's transaction.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/codes.hpp"
#include "bot/core/people.hpp"

namespace recruiting {

using RoundId = core::Id<struct RoundTag>;

// One asking of a group's channel.
struct Round {
  enum class State {
    open,
    closed,   // nobody signs up any more, and the leader is asked
    settled,  // confirmed, or nobody came
  };
  RoundId id;
  core::GroupId group;
  int places = 1;     // for new people, besides those who take part already
  std::string words;  // whom it is for, in the facilitator's words; may be empty
  core::Instant opened{}, closes{};
  State state = State::open;
};
constexpr auto codes(Round::State) {
  return core::codes_in_order("open", "closed", "settled");
}
inline const core::GroupId& group_of(const Round& round) {
  return round.group;
}

struct SignUp {
  core::PersonId person;
  int number = 1;         // in the order in which they came; grows
  bool placed = false;    // has a place; else waits for one
  bool newcomer = false;  // the bot knows them only because they signed up
};

class RecruitingStore {
 public:
  virtual ~RecruitingStore() = default;
  // One that is there already is left alone.
  virtual void add(const Round& round) = 0;
  virtual std::optional<Round> find(const RoundId& id) = 0;
  // The group's round that is open, or that waits for its leader; nothing: there is none.
  virtual std::optional<Round> current(const core::GroupId& group) = 0;
  virtual void set_state(const RoundId& id, Round::State state) = 0;

  // By number.
  virtual std::vector<SignUp> of(const RoundId& id) = 0;
  // Inserts, or replaces the same person's.
  virtual void save(const RoundId& id, const SignUp& one) = 0;
  virtual void remove(const RoundId& id, const core::PersonId& person) = 0;
  // Nothing is left of who signed up.
  virtual void clear(const RoundId& id) = 0;

  // Somebody of the chat whom the bot does not know; gives the id by which it does from now on.
  virtual core::PersonId meet(const core::Person& stranger) = 0;
  virtual void call(const core::Person& newcomer, const std::string& name) = 0;
  // Takes out again whom meet() let in, unless they are in a group or on another list.
  virtual void forget(const core::PersonId& newcomer) = 0;
  // Takes part in the group from that day.
  virtual void let_in(const core::GroupId& group, const core::PersonId& person, core::Date today) = 0;
};

}  // namespace recruiting
