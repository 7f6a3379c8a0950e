#pragma once
// What setting up says. Pure.

#include "bot/core/session.hpp"
#include "bot/features/groups/feature.hpp"
#include "bot/features/groups/steps.hpp"

namespace groups {

// Label and value of everything a group has, from words as they are typed; empty ones are left out but for
// those that should be there.
core::Facts facts_of(const Words& words, const Wanted& wanted, const Asking& asking);
// The first weeks, holidays named.
core::List sessions_of(const Wanted& wanted, const Asking& asking);
// What the group would lack.
core::List lacks_of(const std::vector<std::string>& faults, const Choices& choices, core::Language language);
// Of a new group, before it starts.
core::Message preview_of(const std::string& draft, const Words& words, const Wanted& wanted,
                         const Asking& asking, const Options& options);
// Puts who is new, if any, into the field of their part; and the names, so that a slip is seen.
void add_fresh(Words& words, const Wanted& wanted);
void say_fresh(std::vector<core::Block>& blocks, const Wanted& wanted, core::Language language);
// Of a change: each setting that becomes another; empty for none.
core::List differences(const Words& before, const Words& after, const Asking& asking);
// A group as it is, with what it follows now beside what it was set up with; `configured`: names of settings
// that stand as the server's file says.
core::Message panel_of(const core::Group& group, const std::set<std::string>& configured,
                       const std::vector<std::string>& faults, const Asking& asking);

}  // namespace groups
