#pragma once
// What those who signed up, and those who look after the group, are told.

#include "bot/core/context.hpp"
#include "bot/features/recruiting/store.hpp"

namespace recruiting {

// `label` is a text: the button that shows how the sign-up stands.
core::Button way_in(const core::Group& group, std::string_view label, core::Language language);

// `key` is the text, with the name of the group.
void tell_one(core::Context& context, const Round& round, const SignUp& one, std::string_view key,
              const std::string& group);
// They left: that there was a place for them is not said any more, where it has not been.
void take_back(core::Context& context, const Round& round, const SignUp& one);
void tell_facilitators(core::Context& context, const Round& round, const core::Group& group,
                       std::string_view key, const std::string& names = {});
// Its leaders, or where there is none the coordinators: the group has ended.
void tell_called_off(core::Context& context, const Round& round, const core::Group& group);

}  // namespace recruiting
