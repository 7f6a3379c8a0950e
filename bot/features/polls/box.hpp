#pragma once
// The ballot box: anonymous answers exist here, in memory and in a file on tmpfs, and nowhere else, from the
// opening of a poll until its close. Implemented in storage/ballot_box.cpp. Desk thread only.
//
// Order at opening: create() inside the transaction (undone by wipe() on rollback), so that a poll found open
// without a box has lost it. Order at close: read, commit the disclosed result, then wipe().

#include <map>
#include <string>
#include <vector>

#include "bot/core/poll.hpp"

namespace polls {

// Who may answer, copied from the roster at the opening and frozen.
struct Voter {
  core::PersonId person;
  bool counts = true;  // towards k: false for those added to the membership less than 7 days before
  bool operator==(const Voter&) const = default;
};

struct Box {
  core::Poll poll;  // as opened, so that the sealed path needs no query
  std::vector<Voter> voters;
  // The last one of a person wins; withdrawn ones are gone. Those of guests (core::is_guest) are kept apart
  // when it is counted.
  std::map<core::PersonId, core::Ballot> ballots;

  const Voter* voter(const core::PersonId& person) const;
};

class BallotBoxes {
 public:
  virtual ~BallotBoxes() = default;
  // Makes an empty box, replacing any of the same poll. Throws std::runtime_error when the directory cannot
  // hold it.
  virtual void create(const core::Poll& poll, const std::vector<Voter>& voters) = 0;
  // Nothing when there is no box.
  virtual const Box* find(const core::PollId& id) const = 0;
  // Appends one record; an empty ballot withdraws. Durable against the death of the process when it returns.
  // Throws std::runtime_error (without any content in its words) when it cannot be kept.
  virtual void put(const core::PollId& id, const core::PersonId& person, const core::Ballot& ballot) = 0;
  virtual void set_closes(const core::PollId& id, core::Instant closes) = 0;
  // Overwrites and removes. No box: nothing happens.
  virtual void wipe(const core::PollId& id) = 0;
  virtual std::vector<core::PollId> all() const = 0;
  // Which run of the machine this is: the same until a reboot (kernel boot id).
  virtual std::string boot() const = 0;
  // Whether anonymous polls may be held here at all; else a reason for the operator that names the setting.
  virtual std::string refusal() const = 0;
};

}  // namespace polls
