#include "bot/core/spreadsheet.hpp"

#include <unicode/unistr.h>

#include <algorithm>
#include <array>

#include "bot/core/command_line.hpp"
#include "bot/core/utf8.hpp"

namespace core {
namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF", le_mark = "\xFF\xFE", be_mark = "\xFE\xFF";

// What no table has in it: signs of control, and what could not be read.
bool is_plain(const icu::UnicodeString& text) {
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 sign = text.char32At(i);
    const bool control =
        (sign < 0x20 && sign != '\t' && sign != '\n' && sign != '\r') || (sign >= 0x7F && sign < 0xA0);
    if (control || sign == 0xFFFD || (sign >= 0xD800 && sign < 0xE000)) return false;
  }
  return true;
}

std::optional<std::string> from_codepage(std::string_view bytes, const char* codepage) {
  const icu::UnicodeString text(bytes.data(), static_cast<std::int32_t>(bytes.size()), codepage);
  if (!is_plain(text)) return std::nullopt;
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

// One pass over the text, row by row.
class TableReader {
 public:
  TableReader(std::string_view text, char separator) : text_(text), separator_(separator) {}

  // The next row; nothing at the end.
  std::optional<TableRow> next() {
    if (at_ >= text_.size()) return std::nullopt;
    TableRow row;
    row.line = line_;
    for (bool more = true; more;) more = cell(row);
    return row;
  }
  bool quote_open() const { return open_; }

 private:
  bool ends_line() const { return text_[at_] == '\n' || text_[at_] == '\r'; }
  void end_line() {
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    ++line_;
  }
  // Whether another cell of the row follows.
  bool cell(TableRow& row) {
    std::string value;
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    if (at_ < text_.size() && text_[at_] == '"') quoted(value);
    while (at_ < text_.size() && text_[at_] != separator_ && !ends_line()) value += text_[at_++];
    row.cells.push_back(trimmed(cleaned(value)));
    if (at_ < text_.size() && text_[at_] == separator_) {
      ++at_;
      return true;
    }
    end_line();
    return false;
  }
  void quoted(std::string& value) {
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') {
          ++at_;
          return;
        }
        ++at_;
      }
      if (text_[at_] == '\n') ++line_;
      value += ends_line() ? ' ' : text_[at_];
    }
    open_ = true;
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  int line_ = 1;
  bool open_ = false;
};

// What the heading has most of, outside quotes.
char separator_of(std::string_view heading) {
  char best = ';';
  long most = 0;
  for (const char candidate : {';', '\t', ','}) {
    long count = 0;
    bool inside = false;
    for (const char c : heading) {
      inside ^= c == '"';
      count += c == candidate && !inside;
    }
    if (count > most) {
      best = candidate;
      most = count;
    }
  }
  return best;
}

std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find_first_of("\r\n"));
}

bool is_empty(const TableRow& row) {
  return std::ranges::all_of(row.cells, [](const std::string& cell) { return cell.empty(); });
}

}  // namespace

std::optional<std::string> text_of_file(std::string_view bytes) {
  if (bytes.size() > longest_table) return std::nullopt;
  if (bytes.starts_with(le_mark) || bytes.starts_with(be_mark)) {
    if (bytes.size() % 2 != 0) return std::nullopt;
    return from_codepage(bytes.substr(2), bytes.starts_with(le_mark) ? "UTF-16LE" : "UTF-16BE");
  }
  const bool marked = bytes.starts_with(utf8_mark);
  if (marked) bytes.remove_prefix(utf8_mark.size());
  if (is_utf8(bytes)) return from_codepage(bytes, "UTF-8");
  if (marked) return std::nullopt;
  return from_codepage(bytes, "windows-1252");
}

std::variant<std::vector<TableRow>, TableFault> table_in(std::string_view text) {
  using Kind = TableFault::Kind;
  if (text.size() > longest_table) return TableFault{Kind::too_long};
  if (text.starts_with(utf8_mark)) text.remove_prefix(utf8_mark.size());
  // Above the heading there may be empty lines, and what Excel is told.
  std::string_view rest = text;
  std::optional<char> said;
  for (std::string_view line = first_line(rest); !rest.empty(); line = first_line(rest)) {
    const std::string words = trimmed(cleaned(line));
    const bool says = folded(line.substr(0, 4)) == "sep=" && line.size() >= 5;
    if (says) said = line[4];
    if (!says && !words.empty()) break;
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  }
  const char separator =
      said && (*said == ';' || *said == ',' || *said == '\t') ? *said : separator_of(first_line(rest));
  TableReader reader(text, separator);
  std::vector<TableRow> rows;
  bool above = true;
  while (auto row = reader.next()) {
    if (reader.quote_open()) return TableFault{Kind::open_quote, row->line};
    if (is_empty(*row)) continue;
    if (above && folded(row->cells.front()).starts_with("sep=")) continue;
    above = false;
    while (!row->cells.empty() && row->cells.back().empty()) row->cells.pop_back();
    if (row->cells.size() > most_cells) return TableFault{Kind::too_many_cells, row->line};
    for (const std::string& cell : row->cells)
      if (cell.size() > longest_cell) return TableFault{Kind::long_cell, row->line};
    if (!rows.empty() && row->cells.size() < rows.front().cells.size())
      row->cells.resize(rows.front().cells.size());
    if (rows.size() > most_rows) return TableFault{Kind::too_many_rows, row->line};
    rows.push_back(*std::move(row));
  }
  if (rows.size() < 2) return TableFault{Kind::no_rows};
  return rows;
}

}  // namespace core
