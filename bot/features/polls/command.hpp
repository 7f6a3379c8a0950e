#pragma once
// Reads a poll from what a facilitator typed: /refleks avstemning "Spørsmål?" "A" "B" "C" flere høyst 2 navn
// til 14:30, and more questions behind a "+".

#include <optional>
#include <string>

#include <span>

#include "bot/core/command_line.hpp"
#include "bot/core/people.hpp"
#include "bot/core/poll.hpp"
#include "bot/core/written_time.hpp"

namespace polls {

struct Draft {
  core::Poll poll;
  // How long it lasts, when that was said rather than a time: counted from the opening.
  std::optional<core::Lasting> lasts;
  // What could not be understood, as the key and argument of a text; empty = all is well.
  std::string complaint;
  std::string about;
};

// Times are read and defaults made in the group's zone: "til 14:30", "til 5. desember", "10 min", "1 uke".
// Default: ten minutes while a session of the group is on (`in_session`), otherwise the next working day at
// 12:00.
Draft draft_from(const core::CommandLine& line, const core::Group& group, core::Instant now, bool in_session);

// What stands behind the verb may be no question: "slutt", "avslutt nå", "forleng til mandag" and "resultat"
// are about polls that are there, and "ny" says no more than the verb.
enum class About { a_question, polls_there, nothing };
About asked_about(const core::CommandLine& line);

// When a poll closes, or how long it lasts from its opening.
struct Closing {
  core::Instant at;
  std::optional<core::Lasting> lasts;
  bool contradicts = false;  // «lørdag 6. desember», and that is a Sunday
};
// "fredag 12:00", "14:30", "om 2 t", "10 min", from words[at] on; moves `at` behind what was read.
std::optional<Closing> read_closing(std::span<const std::string> words, std::size_t& at,
                                    const core::Zone& zone, core::Instant now);

// What is the same for every draft once its questions are there: title, times, and what is wrong with the
// whole. `closes`: as it was said; nothing: the default.
void complete(Draft& draft, const core::Group& group, core::Instant now, bool in_session,
              const std::optional<core::Instant>& closes);

core::Instant default_close(const core::Group& group, core::Instant now, bool in_session);

}  // namespace polls
