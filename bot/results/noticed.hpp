#pragma once
// What a group answered when it was asked whether it notices what a leader called done.

#include <string>
#include <vector>

#include "bot/core/poll.hpp"

namespace results {

core::Question noticed_question(const std::string& title);
// «Minst halvparten merker det.» Only of what may be told to leaders; no lines: that too few answered.
std::string say_noticed(const std::vector<core::ResultLine>& lines, core::Language language);

}  // namespace results
