#pragma once
// What a group answered when it was asked whether it notices what a leader called done.

#include <string>
#include <vector>

#include "bot/core/poll.hpp"

namespace core {

Question noticed_question(const std::string& title);
// «Minst halvparten merker det.» Only of what may be told to leaders; no lines: that too few answered.
std::string say_noticed(const std::vector<ResultLine>& lines, Language language);

}  // namespace core
