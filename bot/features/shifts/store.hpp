#pragma once
// Who is at work on which day, of the members of a group. Implemented in storage/shift_store.cpp; called
// inside the engine's transaction. The snapshot of people reads it too: whoever is not on a day's roster is
// away that day.

#include <map>
#include <set>

#include "bot/core/people.hpp"

namespace shifts {

using Roster = std::set<core::PersonId>;

class ShiftStore {
 public:
  virtual ~ShiftStore() = default;
  // By day, from `from` on. A day that is not there: everybody.
  virtual std::map<core::Date, Roster> rosters(const core::GroupId& group, core::Date from) = 0;
  // In place of what was there; nobody: everybody again.
  virtual void set(const core::GroupId& group, core::Date day, const Roster& people) = 0;
  virtual void forget_before(core::Date day) = 0;
};

}  // namespace shifts
