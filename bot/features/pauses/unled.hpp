#pragma once
// Groups that would meet without anybody who leads while one of their facilitators is away. Pure.

#include <functional>
#include <string>
#include <vector>

#include "bot/core/people.hpp"

namespace pauses {

struct Unled {
  std::string group;
  std::vector<core::Date> days;
};

// `days_in`: the days on which a group would meet in the person's pause.
std::vector<Unled> unled_without(const core::Directory& people, const core::Person& person,
                                 const std::function<std::vector<core::Date>(const core::Group&)>& days_in);

}  // namespace pauses
