#pragma once
// What an operator answers with when somebody asks what is kept, and how long: `refleks person export`,
// `refleks retention`. Both read, also beside the running service, and change nothing.

#include <iosfwd>
#include <string>

#include "bot/app/config.hpp"

namespace app {

// Everything about one person as JSON. `wanted`: the key in the configuration, a name, or an account; people
// who have left the configuration are found too. Throws std::runtime_error with words: nobody or several are
// called so, no database is there.
void export_person(const Config& config, const std::string& wanted, core::Instant now, std::ostream& out);

// What is there, what goes the next night, and when the oldest of the rest goes.
void show_retention(const Config& config, core::Instant now, std::ostream& out);

}  // namespace app
