#pragma once
// `refleks identifiers`: what the stop for identifiers says of each line.

#include <iosfwd>

namespace app {

// Reads lines, and writes for each "stop", "warn" or "ok" and of what kind. Always 0.
int check_identifiers(std::istream& in, std::ostream& out);

}  // namespace app
