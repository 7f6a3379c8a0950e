#pragma once

#include <iosfwd>

#include "bot/app/config.hpp"

namespace app {

// Prints every message of the next `days` days for a configuration, in local time, as if nobody answered
// anything. Sends nothing and touches neither the organisation's database nor its ballot box. Gives the exit
// status.
int preview(const Config& config, int days, std::ostream& out);

}  // namespace app
