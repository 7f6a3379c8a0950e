#pragma once
// A table as people bring it from a spreadsheet: bytes of a file in whatever a Norwegian Excel writes, or
// cells that were pasted. Pure; any thread.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/core/codes.hpp"

namespace core {

inline constexpr std::size_t longest_table = 1'000'000, longest_cell = 300;  // bytes
inline constexpr std::size_t most_rows = 2000, most_cells = 40;              // without the heading; in a row

// Of a file: UTF-8, with or without its mark, also encoded twice; UTF-16 with its mark; else Windows-1252, or
// codepage 850 or that of the Macintosh where only that makes Norwegian words of it. Nothing where the bytes
// are no text in any of them, or more than longest_table.
std::optional<std::string> text_of_file(std::string_view bytes);

struct TableRow {
  int line = 0;  // in the text, from 1
  std::vector<std::string> cells;
};
// What is wrong with the whole of it.
struct TableFault {
  enum class Kind { too_long, no_rows, too_many_rows, too_many_cells, long_cell, open_quote };
  Kind kind;
  int line = 0;
};
// "too_long" ...
constexpr auto codes(TableFault::Kind) {
  return codes_in_order("too_long", "no_rows", "too_many_rows", "too_many_cells", "long_cell", "open_quote");
}

// The rows in which something stands, the heading first; each cell cleaned and trimmed, with single blanks
// and whole letters in it, and every row as long as the heading (what else stands behind it must be empty, or
// is one cell more). Cells are parted by what the heading is parted by: semicolon, tab or comma; a first line
// "sep=;" says it. A title may stand above the heading.
std::variant<std::vector<TableRow>, TableFault> table_in(std::string_view text);

// "Nes, Kari" as people say it; every other text as it is, also "Kari Nes, sykepleier".
std::string name_in_order(std::string_view cell);
// A day as it is typed: without the midnight that a spreadsheet puts behind it ("1.12.2026 00:00") or the
// weekday before it ("tirsdag 1. desember 2026"), "01.des.26" with its month apart, and where the cell has
// lost its format ("46357", the days since 30 December 1899; from 2009 to 2036) as a date.
std::string day_in_cell(std::string_view cell);

}  // namespace core
