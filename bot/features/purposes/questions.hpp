#pragma once
// The three questions: as a poll, as a form, and what somebody answered in words. Pure.

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "bot/core/event.hpp"
#include "bot/core/poll.hpp"
#include "bot/features/purposes/store.hpp"

namespace purposes {

inline constexpr int gives_at_most = 2;
// What each asks, by the key of its text.
inline constexpr std::array prompts{"purposes.gives", "purposes.decides", "purposes.notice"};
// The last is answered in words of one's own.
constexpr bool is_text(std::size_t question) {
  return question + 1 == prompts.size();
}

core::PollId poll_id(const Asking& asking, int round);
std::vector<core::Question> questions();
// To those who answer by name.
core::Message card(const Asking& asking, const core::Group& group, core::Language language);
core::Form form_for(const Asking& asking, int round, core::Language language);
void read(const core::FormValues& filled, Said& said);
// What somebody said to one of the questions; may be empty.
std::string words_of(const Said& said, std::size_t question, core::Language language);

}  // namespace purposes
