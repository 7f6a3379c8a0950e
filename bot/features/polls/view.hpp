#pragma once
// Polls as messages and forms.

#include "bot/core/people.hpp"
#include "bot/core/poll.hpp"
#include "bot/core/texts.hpp"
#include "bot/core/written_time.hpp"

namespace polls {

// Whether each option can be a button on the message itself: one question, few and short options.
bool quick(const core::Poll& poll);

// The message that asks. `names`: who may answer, besides `slips` of paper that are out.
core::Message question_message(const core::Poll& poll, core::Language language, const core::Zone& zone,
                               const std::vector<std::string>& names, int slips = 0);
// What the same message becomes when it no longer asks.
core::Message ended_message(const core::Poll& poll, core::Language language);
// What may be said, for one audience. `named`: who answered what, for a named poll.
core::Message result_message(const core::Poll& poll, const core::Result& result, core::Language language,
                             core::ResultLine::Audience audience,
                             const std::vector<std::pair<std::string, core::Ballot>>& named = {});
// The form that answers. Both variants of `answered` give texts of the same length.
core::Form answer_form(const core::Poll& poll, core::Language language, bool answered);
// Reads a submitted form; nothing filled in gives an empty ballot.
core::Ballot ballot_from(const core::Poll& poll, const core::FormValues& values);
// Errors by field: more than may be given, or the same in two places of a ranking.
std::map<std::string, std::string> wrong_picks(const core::Poll& poll, const core::FormValues& values,
                                               core::Language language);

// Changes with whatever the group would see of a draft: a preview of another draft opens nothing.
std::string mark_of(const core::Poll& poll);
// The button that opens it, for as long as was said.
core::Button opening_button(const core::Poll& poll, core::Language language,
                            const std::optional<core::Lasting>& lasts);

// Yes and no before what cannot be undone or all are told of. `until`: "polls/extend_now" carries it, so that
// pressing twice is pressing once.
core::Message preview_cancel(const core::Poll& poll, core::Language language);
core::Message preview_extend(const core::Poll& poll, core::Instant until, const core::Zone& zone,
                             core::Language language);

// The whisper a facilitator gets before a poll opens.
// `lasts`: counted from the opening, which may be a while after the preview.
core::Message preview_message(const core::Poll& poll, core::Language language, const core::Zone& zone,
                              const std::optional<core::Lasting>& lasts = {});

}  // namespace polls
