#pragma once
// For the doctor: whether all that the configuration has listened at can be.

#include "bot/app/config.hpp"
#include "bot/runtime/finding.hpp"

namespace app {

// `running`: the service runs, and has them itself, as it should.
runtime::Findings examine_ports(const Config& config, bool running);

}  // namespace app
