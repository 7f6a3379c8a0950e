#pragma once

#include <iosfwd>

#include "bot/app/config.hpp"

namespace app {

// The daemon's clock as it is now: the one on the sandbox's page stands where it was left.
core::Instant now_of(const Config& config);

// Prints every message of the next `days` days, in local time, as if nobody answered anything: for a
// configuration, and for what is in the organisation's database where there is one. Sends nothing and touches
// neither that database nor its ballot box. Gives the exit status; throws storage::Error.
int preview(const Config& config, int days, std::ostream& out);

}  // namespace app
