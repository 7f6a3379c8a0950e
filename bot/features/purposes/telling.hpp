#pragma once
// What leaders and facilitators were told by name, and what it is changed to.

#include <string>
#include <string_view>

#include "bot/core/context.hpp"

namespace purposes {

// The keys of what was told: to each facilitator before a new group is asked, and to who answers by name.
std::string told_key(const core::GroupId& group, const core::Person& person);
std::string ask_key(const core::PollId& poll, const core::Person& person);

// What all who were told beforehand read from now on: purposes.first.asked or purposes.first.left_out.
core::Message settled(const core::Group& group, std::string_view key, core::Language language);
void settle(core::Context& context, const core::Group& group, const char* key);

// Who was asked by name reads that nothing comes of it; whom that has not reached yet, hears of neither.
void tell_called_off(core::Context& context, const core::Poll& poll);

}  // namespace purposes
