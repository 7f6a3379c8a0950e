#pragma once
// What an operator answers with when somebody asks what is kept, how long, and to be forgotten: `refleks
// person export`, `refleks person erase`, `refleks retention`. Export and retention read, also beside the
// running service, and change nothing.

#include <iosfwd>
#include <string>

#include "bot/app/config.hpp"

namespace app {

// Everything about one person as JSON. `wanted`: the key in the configuration, a name, or an account; people
// who have left the configuration are found too. Throws std::runtime_error with words: nobody or several are
// called so, no database is there. `page`: as HTML to read (person_page.hpp).
void export_person(const Config& config, const std::string& wanted, core::Instant now, bool page,
                   std::ostream& out);

// Takes somebody out of everything, through the running service; first it says what goes and what stays, and
// reads a yes from `in` unless `yes`. 0: done; 1: the answer was another. Throws std::runtime_error with
// words: as above, the service does not run, or may not.
int erase_person(const Config& config, const std::string& wanted, bool yes, std::istream& in,
                 std::ostream& out);

// What is there, what goes the next night, and when the oldest of the rest goes.
void show_retention(const Config& config, core::Instant now, std::ostream& out);

}  // namespace app
