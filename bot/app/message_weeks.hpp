#pragma once
// How many messages each person gets in a week, Monday to Sunday: those to the person, and those to a group's
// channel, which everybody reads who takes part.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bot/core/people.hpp"

namespace app {

class MessageWeeks {
 public:
  // `zone`: in which the week begins. `pages`: the workspace of those who have copies of their own; may be
  // empty.
  MessageWeeks(core::Zone zone, std::string pages) : zone_(zone), pages_(std::move(pages)) {}

  // A new message, no edit. `people` as they are at `at`.
  void heard(const core::Directory& people, core::Instant at, const core::Destination& to);

  struct Week {
    std::string name;  // of the person
    core::Date monday;
    int messages;
    bool operator==(const Week&) const = default;
  };
  // The fullest week of those who get most.
  std::optional<Week> fullest() const;
  // All weeks with more than `limit`, the fullest first.
  std::vector<Week> above(int limit) const;

 private:
  struct Read {
    std::string name;
    std::map<core::Date, int> messages;  // by Monday
  };

  core::Zone zone_;
  std::string pages_;
  std::map<core::PersonId, Read> read_;
};

}  // namespace app
