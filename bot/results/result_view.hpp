#pragma once
// A published result as blocks: for the group's message, a digest, a status. Shows what was stored and
// computes nothing.

#include "bot/core/message.hpp"
#include "bot/core/poll.hpp"

namespace results {

// Only lines of `audience`; texts are shown to the group alone. Empty when there is nothing for that
// audience. The pictures show what is said beside them: one scale as one bar, options as bars with the first
// place marked, and where only words may be said cells of one size, which are no proportion.
core::Message result_said(const core::Poll& poll, const core::Result& result, core::Language language,
                          core::ResultLine::Audience audience);
// Without the pictures.
std::vector<core::Block> result_blocks(const core::Poll& poll, const core::Result& result,
                                       core::Language language, core::ResultLine::Audience audience);

// A class of core::classes_of in words: «Ja», «enig-siden (Litt enig eller Helt enig)». Never one end for a
// side.
std::string class_label(const core::Question& question, int about, core::Language language);

// The classes that a result names as the first ones of a question, whichever way it was published: none where
// nothing was or where nothing stood out, several where they tie.
std::vector<int> foremost(const core::Question& question, int number,
                          const std::vector<core::ResultLine>& lines, core::ResultLine::Audience audience);

}  // namespace results
