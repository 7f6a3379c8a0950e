#pragma once
// Tables as a file of sheets.

#include <string>
#include <vector>

#include "bot/core/table.hpp"
#include "bot/core/time.hpp"

namespace drawing {

// Cells as they are; no text may begin a formula (app::xlsx_of sees to that). Throws std::runtime_error.
std::string workbook_of(const std::vector<core::Table>& tables, core::Instant now);

}  // namespace drawing
