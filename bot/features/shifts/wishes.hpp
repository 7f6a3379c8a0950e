#pragma once
// What staff ask for, and how far it has come: until the day is over, in the agenda. Engine thread.

#include <string>

#include "bot/core/context.hpp"
#include "bot/features/shifts/store.hpp"

namespace shifts {

// When it is too late to hear of that day.
core::Instant end_of(const core::Group& group, core::Date day);

// A person's wish about one day of a group. Pressed twice it is one question; once it is answered, the roster
// is another, or a day has passed without an answer, it is one again.
class WishState {
 public:
  WishState(core::Context& context, const core::Group& group, core::Date day, const core::PersonId& person);
  // Whether this is a question for the facilitators: false where they have it, on that roster, since today.
  bool ask(const Roster& roster);
  bool answered() const;
  void answer();

 private:
  void keep(std::string stands);
  core::Context& context_;
  std::string key_;
  core::Instant end_;
  core::Date today_;
};

}  // namespace shifts
