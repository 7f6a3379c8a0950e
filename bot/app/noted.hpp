#pragma once
// What a tool beside the service does about somebody, in the audit log.

#include <string>

#include "bot/app/config.hpp"
#include "bot/core/time.hpp"

namespace app {

// By the running service, which calls them there by a name that says nothing and goes when they are erased.
// While none runs, by that name where they have one; else it is not said who: anything made of their id could
// be made again of what the configuration calls them. Throws what note_act() throws, before anything is done.
void note_act_about(const Config& config, core::Instant now, const std::string& what,
                    const core::PersonId& person);

}  // namespace app
