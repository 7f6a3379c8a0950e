#pragma once
// Matters a group lifts to its leaders, without who said what, and what became of each. What stays in the
// group is kept apart: no leader, page, export or digest reads a KeptStore.

#include <optional>
#include <string>
#include <vector>

#include "bot/core/ids.hpp"
#include "bot/core/matter.hpp"
#include "bot/core/poll.hpp"
#include "bot/core/time.hpp"

namespace matters {

struct Matter {
  core::MatterId id;
  core::GroupId group;
  std::string title, body;  // as the group agreed on them; they never change
  core::MatterState state = core::MatterState::lifted;
  core::PersonId owner;        // the leader who follows it up; empty: nobody has taken it
  core::Instant look_again{};  // the day on which it waits for the owner again; {}: it has ended
  core::Instant passes_on{};   // when it reaches the next level; {}: it is answered, or was passed on
  bool passed_on = false;
  core::Instant raised{}, changed{};
  bool operator==(const Matter&) const = default;
};

// One line of a matter's history. Written once, never changed.
struct Entry {
  enum class What { lifted, received, in_work, more_time, done, will_not, joined, passed_on };
  What what = What::lifted;
  core::PersonId by;           // a leader; empty: the group, or the house
  std::string words;           // of the leader; of the group when it lifted the same again
  core::Instant look_again{};  // {}: none
  core::PollId asked;          // by which the group is asked whether it notices; empty: it is not
  core::Instant at{};
  bool operator==(const Entry&) const = default;

  // Of an answer of a leader; lifted for what is none.
  core::MatterState step() const;
};
std::string_view code(Entry::What what);
Entry::What what_of(core::MatterState step);

class MatterStore {
 public:
  virtual ~MatterStore() = default;
  virtual void save(const Matter& matter) = 0;  // inserts, or replaces all but group, title and body
  virtual void append(const core::MatterId& id, const Entry& entry) = 0;  // at the end of its history
  virtual std::optional<Matter> find(const core::MatterId& id) = 0;
  virtual std::vector<Matter> of_group(const core::GroupId& group) = 0;  // oldest first
  virtual std::vector<Entry> history(const core::MatterId& id) = 0;      // oldest first
  // Not ended, and without a day on which it waits again, or unanswered without one on which it is passed on.
  virtual std::vector<Matter> undated() = 0;
  // What leaders may be told of what the group answered, when the group has been told: nothing before.
  virtual std::optional<std::vector<core::ResultLine>> noticed(const core::PollId& asked) = 0;
};

// What stays in the group: a short text that it agrees on.
struct Kept {
  std::string text;
  core::Instant at{};
  bool operator==(const Kept&) const = default;
};
class KeptStore {
 public:
  virtual ~KeptStore() = default;
  virtual void keep(const std::string& id, const core::GroupId& group, const Kept& kept) = 0;
  virtual std::vector<Kept> of_group(const core::GroupId& group) = 0;  // newest first
};

}  // namespace matters
