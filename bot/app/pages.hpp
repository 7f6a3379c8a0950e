#pragma once
// Addresses of pages, for the command line: they hold no state, so another process than the daemon can make
// them, with the service's key. Makes no key and no folder: std::runtime_error says so where the service has
// none yet.

#include <string>

#include "bot/app/config.hpp"

namespace app {

// Of the page behind a group's sheet. Throws std::runtime_error, saying what to set, when pages are not
// served or the group takes no shared answers.
std::string sheet_address(const Config& config, const core::Group& group);

// Of a person's own page: whoever has it acts as that person. Throws likewise. It lasts from `now`, by the
// service's clock.
std::string person_address(const Config& config, const core::Person& person, core::Instant now);
// Of the page on which a person reads of their groups.
std::string overview_address(const Config& config, const core::Person& person, core::Instant now);

}  // namespace app
