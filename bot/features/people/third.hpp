#pragma once
// At most two lead a group on any day, as set-up and lists of people have it.

#include <optional>
#include <string>

#include "bot/core/calendar.hpp"
#include "bot/core/language.hpp"
#include "bot/core/people.hpp"

namespace people {

// What is said to whoever would make `person` a third facilitator on a day from `first` on, up to `last`
// where there is one (days in the group's time); empty: they would be none.
std::string third_facilitator(const core::Directory& directory, const core::Group& group,
                              const core::PersonId& person, core::Date first,
                              const std::optional<core::Date>& last, core::Language language);

}  // namespace people
