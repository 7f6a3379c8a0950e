#pragma once

#include <string>

#include "bot/app/config.hpp"
#include "bot/runtime/finding.hpp"

namespace app {

// Sends one message that says it is a test to `wanted`: the key or name of a person or a group, or a group's
// channel as the configuration writes it. From this process, with what the service has made for itself;
// nothing is kept of it in the database. Says what the platform made of it.
runtime::Finding say(const Config& config, const std::string& wanted);

}  // namespace app
