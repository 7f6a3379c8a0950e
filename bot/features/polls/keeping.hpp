#pragma once
// Where the boxes stand with the database: sorted at every start and tried again while something cannot be
// read. Nothing that may hold an answer is destroyed here: a box goes after a committed result or a
// cancellation alone.

#include <string>
#include <vector>

#include "bot/core/context.hpp"
#include "bot/features/polls/box.hpp"
#include "bot/features/polls/store.hpp"

namespace polls {

class Keeping {
 public:
  Keeping(PollStore& store, BallotBoxes& boxes) : store_(store), boxes_(boxes) {}

  // Brings back what fits, sets aside what does not, wipes what a finished poll has left, tells the
  // coordinators, and arranges the job "polls/boxes". Gives open polls whose answers are lost.
  std::vector<core::Poll> sort(core::Context& context);
  // The job "polls/boxes": looks again; then as sort().
  std::vector<core::Poll> look_again(core::Context& context);

  // The answers of this poll are perhaps there and cannot be read now: it is neither closed nor asked again
  // yet.
  bool waits_for(const core::PollId& id) const;
  // Whether its answers, or its group (null: gone from the file), may come back, so that the closing waits. A
  // day at most.
  bool may_come_back(const core::Poll& poll, const core::Group* group, core::Instant now) const;
  // What `boot` of a poll is once everybody is asked now: the run of the machine, and another with each
  // asking in it. By that a box whose asking was never committed is known, and a message is sent anew.
  std::string asking(const core::Poll& poll) const;

 private:
  // Whether the box of an open poll is there, or may be.
  bool settle(core::Context& context, const core::Poll& poll);
  void put_aside(core::Context& context, const core::PollId& id);

  PollStore& store_;
  BallotBoxes& boxes_;
  int tries_ = 0;      // since something could not be read
  int put_aside_ = 0;  // in this round
};

}  // namespace polls
