#pragma once
// What the sandbox's page is told of the people, channels and commands, and what is told of it.

#include "adapters/sandbox/adapter.hpp"
#include "bot/app/config.hpp"
#include "bot/app/connections.hpp"
#include "bot/core/platforms.hpp"
#include "bot/runtime/dispatcher.hpp"

namespace app {

// People of that workspace, and a channel for each of its groups.
sandbox::Roster roster_of(const core::Directory& directory, const std::string& workspace);
// `pictures` outlives them.
sandbox::Options sandbox_options(const Config& config, const runtime::Dispatcher& dispatcher,
                                 runtime::Pictures& pictures);

// What the bot may ask, and of the sandbox too where there is one.
core::Platforms with_sandbox(core::Platforms platforms, const Config& config);
// On the standard output, where one reads and writes. `name`: whose it is; empty: alone in the process.
// `sandbox` may be null.
void say_where(const std::string& name, const sandbox::Sandbox* sandbox, const Connections& connections,
               const Config& config);

}  // namespace app
