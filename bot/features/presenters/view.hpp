#pragma once
// What those who bring a situation are asked and told. Pure.

#include <string>
#include <vector>

#include "bot/core/people.hpp"
#include "bot/core/programme.hpp"
#include "bot/features/presenters/store.hpp"

namespace presenters {

// What is said to people is about a session of a group.
struct About {
  const core::Session& session;
  const core::Group& group;
};

// Whether they take part on the day, as far as is known now.
bool is_there(const core::Person& person, const About& about);

// Nothing for one that is gone.
const core::Case* case_of(const core::Programmes& programmes, const CaseRef& ref);

// To the one who is asked: the question, with its buttons; then the thanks, with a way back.
std::vector<core::Block> question(const Slot& slot, const About& about, core::Language language);
core::Message card(const Slot& slot, const About& about, core::Language language);
core::Message said(std::string_view key, core::Language language);

// To a facilitator. `key`: presenters.told, presenters.not_after_all.
core::Message told(std::string_view key, const std::string& name, const About& about,
                   core::Language language);
// All that are in reserve for the session; none: the programme has no made-up situation.
core::Message in_reserve(const About& about, const std::vector<const core::Case*>& made_up,
                         core::Language language);

core::Message case_card(const core::Case& made_up, core::Language language);

}  // namespace presenters
