#pragma once
// The ballot box: anonymous answers exist here, in memory and in a file on tmpfs, and nowhere else, from the
// opening of a poll until its close. Implemented in storage/ballot_box.cpp. Engine thread only.
//
// Order at opening: create() inside the transaction (undone by wipe() on rollback), so that a poll found open
// without a box has lost it. Order at close: read, commit the disclosed result, then wipe(). A box is wiped
// after a committed result or a cancellation, and never for another reason: what cannot be read, or does not
// fit, stays or is set aside.

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
inline const core::GroupId& group_of(const Box& box) {
  return box.poll.group;
}

// A box that is there and is not open.
struct Unread {
  enum class Why {
    unreachable,  // the disk, the folder of the keys or the descriptors: it may be read later
    damaged,      // not even its beginning is whole
    foreign,      // another database's
  };
  core::PollId id;
  Why why;
  bool operator==(const Unread&) const = default;
};

class BallotBoxes {
 public:
  virtual ~BallotBoxes() = default;
  // Makes an empty box, replacing any of the same poll that is open. Throws std::runtime_error when the
  // directory cannot hold it, or one that is not open lies there.
  virtual void create(const core::Poll& poll, const std::vector<Voter>& voters) = 0;
  // Nothing when there is no box.
  virtual const Box* find(const core::PollId& id) const = 0;
  // Appends one record; an empty ballot withdraws. Durable against the death of the process when it returns.
  // Throws std::runtime_error (without any content in its words) when it cannot be kept.
  virtual void put(const core::PollId& id, const core::PersonId& person, const core::Ballot& ballot) = 0;
  virtual void set_closes(const core::PollId& id, core::Instant closes) = 0;
  // Overwrites and removes, also one that is not open. No box: nothing happens.
  virtual void wipe(const core::PollId& id) = 0;
  virtual std::vector<core::PollId> all() const = 0;

  virtual std::vector<Unread> unread() const = 0;
  // Tries to read those that were unreachable, and a directory that was refused.
  virtual void try_again() = 0;
  // Moves a box with all it holds to a folder beside the others, where it is protected like them; it is
  // closed.
  virtual void set_aside(const core::PollId& id, core::Instant now) = 0;
  // The newest one of this poll that was set aside and can be read is open again, as it was; false: there is
  // none.
  virtual bool bring_back(const core::PollId& id) = 0;
  // Whether something is left that counts no more: half of a box, or what stood in one before it was written
  // anew. A failed put() may leave it, and what is there at a start. Looks at no file.
  virtual bool has_remains() const = 0;
  // Overwrites and removes that. Throws std::runtime_error where some cannot be.
  virtual void destroy_remains() = 0;
  // Overwrites and removes what was set aside before `before`; gives how many.
  virtual int forget_set_aside(core::Instant before) = 0;

  // Which run of the machine this is: the same until a reboot (kernel boot id).
  virtual std::string boot() const = 0;
  // Whether anonymous polls may be held here at all; else a reason for the operator that names the setting.
  virtual std::string refusal() const = 0;
  // Why no open one can be answered though nothing is refused: its folder was taken away, and what lies in
  // its place is another. Those that are open are counted from memory.
  virtual std::string lost() const { return {}; }
};

}  // namespace polls
