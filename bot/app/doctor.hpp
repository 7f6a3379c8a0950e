#pragma once

#include <iosfwd>
#include <string>

#include "bot/app/config.hpp"

namespace app {

// Looks at the machine and the configuration as the daemon would, and prints for each thing found: what is
// wrong, why it matters, what to do. With a name in `to` it sends a test message there (say.hpp). 0 when
// nothing needs mending, 1 otherwise (notes alone give 0). `as_json`: an object with "problems" and "found".
int doctor(const Config& config, std::ostream& out, const std::string& to = {}, bool as_json = false);

}  // namespace app
