#pragma once
// What people say that a group is for. Implemented in storage/purpose_store.cpp; called inside the engine's
// transaction. What the group answers without names lies where all such answers do.

#include <optional>
#include <string>
#include <vector>

#include "bot/core/ids.hpp"
#include "bot/core/people.hpp"

namespace purposes {

// Asked twice: before the group begins, and after two sessions.
struct Asking {
  core::GroupId group;
  int number = 1;         // of the group's askings
  core::Instant asked{};  // {} where it was left out
  int sessions = 0;       // since then
  int round = 1;          // the one that was asked last, 1 or 2
  bool left_out =
      false;  // a facilitator said so before the group was asked, or its first round was called off
};

// By name: of a leader or a facilitator.
struct Said {
  core::PersonId person;
  core::Role role = core::Role::leader;
  int round = 1;
  std::vector<int> gives;  // options of the first question
  int decides = -1;        // of the second; -1: not answered
  std::string words;
};

class PurposeStore {
 public:
  virtual ~PurposeStore() = default;
  virtual std::optional<Asking> latest(const core::GroupId& group) = 0;
  // The newest of those that were not left out.
  virtual std::optional<Asking> latest_asked(const core::GroupId& group) = 0;
  // Inserts, or replaces the one with the same number.
  virtual void save(const Asking& asking) = 0;
  virtual std::vector<Said> said(const core::GroupId& group, int number) = 0;
  // Inserts, or replaces what the same person said in the same round.
  virtual void save(const core::GroupId& group, int number, const Said& said) = 0;
  // What was said in that round is gone.
  virtual void drop_said(const core::GroupId& group, int number, int round) = 0;
};

}  // namespace purposes
