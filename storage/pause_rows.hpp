#pragma once
// How pauses stand in the database: the snapshot of people reads them too.

#include <string>

#include "bot/core/calendar.hpp"
#include "storage/statement.hpp"

namespace storage {

// "2026-06-29T00:00:00Z": a reading of the clock, in the form of an instant.
std::string reading_text(core::Local reading);
core::Closed closed_from(const std::string& starts, const std::string& ends, bool day);

}  // namespace storage
