#pragma once

#include <iosfwd>
#include <string>

#include "bot/app/config.hpp"
#include "bot/app/host_file.hpp"

namespace app {

// Looks at the machine and the configuration as the daemon would, and prints for each thing found: what is
// wrong, why it matters, what to do. With a name in `to` it sends a test message there (say.hpp). 0 when
// nothing needs mending, 1 otherwise (notes alone give 0). `as_json`: an object with "problems" and "found".
int doctor(const Config& config, std::ostream& out, const std::string& to = {}, bool as_json = false);

// The same for a process with many: what all share, then each organisation under its name; in JSON it is
// "organisation" of what was found. Throws std::exception where the folder cannot be read.
int doctor_of_many(const HostFile& host, std::ostream& out, bool as_json);

}  // namespace app
