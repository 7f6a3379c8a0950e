#pragma once
// What help shows first to whom, and under which heading the rest stands. Pure; any thread.

#include <array>
#include <string_view>
#include <vector>

#include "bot/features/feature.hpp"

namespace help {

// Headings of the rest, in their order: keys of "help.topic.*".
inline constexpr std::array<std::string_view, 6> topics{"sessions", "conversation", "topics",
                                                        "matters",  "groups",       "me"};
// Of a command, by its name. Whatever the table does not have stands with the person's own.
std::string_view topic_of(std::string_view command);

// Names of what this person needs most, at most six: of each of their parts in turn, in the group at hand,
// else in all of theirs.
std::vector<std::string_view> needed_most(const core::Directory& people, const features::Who& who);

}  // namespace help
