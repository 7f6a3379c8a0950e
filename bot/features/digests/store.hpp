#pragma once
// What a digest reads: only counts and what was disclosed to leaders. Any reading connection.

#include <string>
#include <vector>

#include "bot/core/ids.hpp"
#include "bot/core/language.hpp"
#include "bot/core/poll.hpp"
#include "bot/core/pooled.hpp"
#include "bot/core/session.hpp"

namespace digests {

struct WaitingMatter {
  core::MatterId id;
  std::string title;
  core::Instant raised;
};
struct SessionLine {
  core::Session session;
  int coming = 0;  // people who said that they come; a number only
};
struct ResultForLeader {
  core::Poll poll;                      // published within the week, with at least one line for leaders
  std::vector<core::ResultLine> lines;  // audience leader only
};
struct GroupWeek {
  std::vector<WaitingMatter> waiting;
  std::vector<SessionLine> held, coming;
  std::vector<ResultForLeader> results;
  // The last check-outs with a line for leaders, newest first, at most six; only in a week with one of them.
  std::vector<core::PublishedResult> checkouts;
  bool empty() const { return waiting.empty() && held.empty() && coming.empty() && results.empty(); }
};

class DigestStore {
 public:
  virtual ~DigestStore() = default;
  // Held: ended within [from, to) and not cancelled; coming: start within [to, to + (to - from)); results:
  // published within [from, to), which is: posted to the group; waiting: all open matters, oldest first.
  virtual GroupWeek week(const core::GroupId& group, core::Instant from, core::Instant to) = 0;
};

}  // namespace digests
