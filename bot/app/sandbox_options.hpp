#pragma once
// What the sandbox's page is told of the people, channels and commands.

#include "adapters/sandbox/adapter.hpp"
#include "bot/app/config.hpp"
#include "bot/runtime/dispatcher.hpp"

namespace app {

// People of that workspace, and a channel for each of its groups.
sandbox::Roster roster_of(const core::Directory& directory, const std::string& workspace);
// `pictures` outlives them.
sandbox::Options sandbox_options(const Config& config, const runtime::Dispatcher& dispatcher,
                                 runtime::Pictures& pictures);

}  // namespace app
