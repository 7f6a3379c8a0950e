#include "bot/app/table_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "bot/app/drawn.hpp"

namespace app {
namespace {

constexpr auto byte_order_mark = "\xEF\xBB\xBF";

// Signs that a spreadsheet takes for the beginning of a formula, the full-width ones too.
bool begins_formula(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with("\xC2\xA0") || text.starts_with('\n'))
    text.remove_prefix(text.front() == '\xC2' ? 2 : 1);
  constexpr std::string_view signs[] = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};
  return std::any_of(std::begin(signs), std::end(signs),
                     [&](std::string_view sign) { return text.starts_with(sign); });
}

std::string harmless_text(const std::string& text) {
  std::string kept = text;
  std::erase_if(kept, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t'; });
  return begins_formula(kept) ? "'" + kept : kept;
}

std::string number_text(double number) {
  std::string text = fmt::format("{:.2f}", number);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

std::string csv_cell(const core::Cell& cell) {
  if (const double* number = std::get_if<double>(&cell)) return number_text(*number);
  const std::string text = harmless_text(std::get<std::string>(cell));
  if (text.find_first_of(";\"\n\t") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

}  // namespace

std::string csv_of(const core::Table& table) {
  std::string all = byte_order_mark;
  const auto line = [&](const auto& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) all += (i ? ";" : "") + csv_cell(cells[i]);
    all += "\r\n";
  };
  line(table.head);
  for (const auto& row : table.rows) line(row);
  return all;
}

std::string xlsx_of(const std::vector<core::Table>& tables, core::Instant now) {
  std::vector<core::Table> harmless = tables;
  for (core::Table& table : harmless)
    for (auto& row : table.rows)
      for (core::Cell& cell : row)
        if (auto* text = std::get_if<std::string>(&cell)) *text = harmless_text(*text);
  return drawn_workbook(harmless, now);
}

}  // namespace app
