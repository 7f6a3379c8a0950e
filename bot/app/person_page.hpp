#pragma once
// What is kept about one person as a page to read: in that person's language, in the words of `/refleks
// mine-data`, and behind it the record itself, so that nothing is left out.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "bot/core/calendar.hpp"

namespace app {

// HTML, whole, without scripts or anything from elsewhere. `record`: as export_person() prints it.
std::string person_page(const nlohmann::json& record, core::Instant now, const core::Zone& zone);

}  // namespace app
