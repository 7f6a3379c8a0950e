#pragma once
// Matters a group lifts to its leaders, without who said what, and what became of each. What stays in the
// group is kept apart: no leader, page, export or digest reads a KeptStore.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "bot/core/codes.hpp"
#include "bot/core/ids.hpp"
#include "bot/core/matter.hpp"
#include "bot/core/poll.hpp"
#include "bot/core/time.hpp"

namespace matters {

// What it is, and so whose: a matter for the leaders; what the group wants said to those who decide, the next
// level; a wish for a course or a visit, for whoever the configuration names.
enum class Kind { matter, decision, wish };
inline constexpr std::array kinds{Kind::matter, Kind::decision, Kind::wish};
constexpr auto codes(Kind) {
  return core::codes_in_order("matter", "decision", "wish");
}

struct Matter {
  core::MatterId id;
  core::GroupId group;
  std::string title, body;  // as the group agreed on them; they never change
  core::MatterState state = core::MatterState::lifted;
  core::PersonId owner;        // the leader who follows it up; empty: nobody has taken it
  core::Instant look_again{};  // the day on which it waits for the owner again; {}: it has ended
  core::Instant passes_on{};   // when it reaches the next level; {}: it is answered, or with the coordinators
  bool passed_on = false;
  core::Instant raised{}, changed{};
  Kind kind = Kind::matter;  // never changes
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
constexpr auto codes(Entry::What) {  // the first six are the states, in their order
  return core::codes_in_order("lifted", "received", "in_work", "more_time", "done", "will_not", "joined",
                              "passed_on");
}
Entry::What what_of(core::MatterState step);

class MatterStore {
 public:
  virtual ~MatterStore() = default;
  virtual void save(const Matter& matter) = 0;  // inserts, or replaces all but group, title and body
  virtual void append(const core::MatterId& id, const Entry& entry) = 0;  // at the end of its history
  // Of what nobody has answered nothing is left, nor of its history.
  virtual void remove(const core::MatterId& id) = 0;
  virtual std::optional<Matter> find(const core::MatterId& id) = 0;
  virtual std::vector<Matter> of_group(const core::GroupId& group) = 0;  // oldest first
  virtual std::vector<Entry> history(const core::MatterId& id) = 0;      // oldest first
  // Not ended, and without a day on which it waits again, or unanswered without one on which it is passed on.
  virtual std::vector<Matter> undated() = 0;
  // Unanswered, and it has come to the coordinators: nothing is to happen to it any more.
  virtual std::vector<Matter> forgotten() = 0;
  // What leaders may be told of what the group answered, when the group has been told: nothing before.
  virtual std::optional<std::vector<core::ResultLine>> noticed(const core::PollId& asked) = 0;
};

// Minutes without a name: a short text that the group agrees on. It stays in the group until it is released;
// from then on leaders read it, and it cannot be taken back. The two lie apart, so that what reads for
// leaders cannot reach the first.
struct Kept {
  std::string text;
  core::Instant at{};
  std::string id{};
  bool released = false;
  bool operator==(const Kept&) const = default;
};
class KeptStore {
 public:
  virtual ~KeptStore() = default;
  virtual void keep(const std::string& id, const core::GroupId& group, const Kept& kept) = 0;
  virtual std::vector<Kept> of_group(const core::GroupId& group) = 0;  // newest first, released ones too
  struct Found {
    core::GroupId group;
    Kept kept;
  };
  virtual std::optional<Found> find(const std::string& id) = 0;
  // Of what is released already, nothing.
  virtual void release(const std::string& id, core::Instant now) = 0;
  virtual void take_back(const std::string& id) = 0;
};

}  // namespace matters
