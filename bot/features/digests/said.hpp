#pragma once
// What a digest says in lines, over all groups of its reader; view.hpp puts them together. Reads nothing.

#include <string>
#include <string_view>
#include <vector>

#include "bot/features/digests/view.hpp"

namespace digests {

// How many are said at once; of what waits one less where there are more.
inline constexpr std::size_t waiting_shown = 3, noticed_shown = 2, unusual_shown = 3;

struct Waiting {
  const OneGroup* of;
  const WaitingMatter* matter;
};

// Oldest first.
std::vector<Waiting> waiting_of(const Week& week);
// "3 uker uten svar", "tid for å se på den igjen".
std::string say_wait(const WaitingMatter& matter, const core::Group& group, core::Instant to,
                     core::Language language);
// ", ønske om kurs eller besøk"; nothing for an ordinary matter.
std::string say_kind(const WaitingMatter& matter, core::Language language);
// Items and the buttons that open them.
void say_waiting(std::vector<core::Block>& blocks, const Week& week, const std::vector<Waiting>& all,
                 std::size_t begin, std::size_t end, core::Language language);
std::vector<std::string> noticed_in(const OneGroup& one, const Week& week, core::Language language);
// Paused, cancelled, without cover, with few, stalled.
std::vector<std::string> unusual_in(const OneGroup& one, const Week& week, core::Language language);
// The first of `lines`, and how many there are besides.
void say_some(std::vector<core::Block>& blocks, std::string_view heading,
              const std::vector<std::string>& lines, std::size_t most, core::Language language);
// Whose minutes were released; what they say stands with each group.
void say_minutes(std::vector<core::Block>& blocks, const Week& week, core::Language language);
void say_as_it_should(std::vector<core::Block>& blocks, const Week& week, core::Language language);
// One line that may be forwarded: numbers of sessions and matters, nothing of anybody's answers.
void say_numbers(std::vector<core::Block>& blocks, const Week& week, core::Language language);

}  // namespace digests
