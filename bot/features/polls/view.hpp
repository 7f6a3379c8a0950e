#pragma once
// Polls as messages and forms.

#include "bot/core/people.hpp"
#include "bot/core/poll.hpp"
#include "bot/core/texts.hpp"

namespace polls {

// Whether each option can be a button on the message itself: one question, few and short options.
bool quick(const core::Poll& poll);

// The message that asks. `names`: who may answer.
core::Message question_message(const core::Poll& poll, core::Language language, const core::Zone& zone,
                               const std::vector<std::string>& names);
// What the same message becomes when it no longer asks.
core::Message ended_message(const core::Poll& poll, core::Language language);
// What may be said, for one audience. `named`: who answered what, for a named poll.
core::Message result_message(const core::Poll& poll, const core::Result& result, core::Language language,
                             core::ResultLine::Audience audience,
                             const std::vector<std::pair<std::string, core::Ballot>>& named = {});
// The form that answers. Both variants of `answered` give texts of the same length. `name` is the event it
// submits as.
core::Form answer_form(const core::Poll& poll, core::Language language, bool answered);
// Reads a submitted form; nothing filled in gives an empty ballot.
core::Ballot ballot_from(const core::Poll& poll, const core::FormValues& values);
std::vector<std::string> text_inputs(const core::Poll& poll);

// The whisper a facilitator gets before a poll opens.
// `lasts`: counted from the opening, which may be a while after the preview.
core::Message preview_message(const core::Poll& poll, core::Language language, const core::Zone& zone,
                              const std::optional<core::Lasting>& lasts = {});

}  // namespace polls
