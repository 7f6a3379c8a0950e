#pragma once
// Tables as files that spreadsheets read. What somebody wrote is never a formula there: a text that begins as
// one gets an apostrophe in front (=, +, -, @, tab, carriage return; also behind blanks).

#include <string>
#include <vector>

#include "bot/core/table.hpp"
#include "bot/core/time.hpp"

namespace app {

// UTF-8 with a mark of order in front and semicolons between, as spreadsheets in Norway read it (RFC 4180
// besides).
std::string csv_of(const core::Table& table);
// A sheet for each table. `now` stands in it as when it was made. Throws std::runtime_error.
std::string xlsx_of(const std::vector<core::Table>& tables, core::Instant now);

}  // namespace app
