#pragma once
// Reads a poll from what a facilitator typed: /refleks avstemning "Spørsmål?" "A" "B" "C" flere navn til
// 14:30

#include <optional>
#include <string>

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

// The standard scales, in all languages.
std::vector<core::Localized> agreement_scale();  // five steps
std::vector<core::Localized> yes_no();           // no, yes: low to high

core::Instant default_close(const core::Group& group, core::Instant now, bool in_session);

}  // namespace polls
