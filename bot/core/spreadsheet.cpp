#include "bot/core/spreadsheet.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <utility>

#include "bot/core/ascii.hpp"
#include "bot/core/calendar.hpp"
#include "bot/core/command_line.hpp"
#include "bot/core/utf8.hpp"
#include "bot/core/written_time.hpp"

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

icu::UnicodeString decoded(std::string_view bytes, const char* codepage) {
  return {bytes.data(), static_cast<std::int32_t>(bytes.size()), codepage};
}

std::optional<std::string> text_of(const icu::UnicodeString& text) {
  if (!is_plain(text)) return std::nullopt;
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

// Read as Windows' by a spreadsheet and written as UTF-8 again: "BjÃ¸rn". That all of it was UTF-8 before is
// no chance.
icu::UnicodeString once_encoded(icu::UnicodeString text) {
  std::string before(static_cast<std::size_t>(text.length()), '\0');  // a byte for each sign
  const auto size = text.extract(0, text.length(), before.data(), static_cast<std::uint32_t>(before.size()),
                                 "windows-1252");
  if (size != text.length()) return text;
  const bool ascii = std::ranges::all_of(before, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  return ascii || before.find('\x1A') != before.npos || !is_utf8(before) ? text : decoded(before, "UTF-8");
}

// How much of it is Norwegian: æ, ø and å in words, and no sign between two letters that stands in no word.
// "Bj›rn" and "S‘tre" are another codepage's; blanks that do not break and "Nord·Vest" are not, and what is a
// quotation mark of Windows at the edge of a word is no "æ".
int norwegian_in(const icu::UnicodeString& text, const icu::UnicodeString& windows) {
  constexpr std::u16string_view small = u"æøå", capital = u"ÆØÅ";
  constexpr std::u16string_view joining = u"’·…", opening = u"‘“", closing = u"’”";
  constexpr int worse = 10;
  const auto letter_at = [&](std::int32_t i) { return i >= 0 && u_isalpha(text.char32At(i)); };
  int found = 0;
  for (std::int32_t i = 0; i < text.length(); ++i) {
    const char16_t sign = text.charAt(i);
    if (sign < 0x80) continue;
    const bool behind = letter_at(i - 1), before = letter_at(i + 1);
    const auto is_quote = [&](std::u16string_view of) { return of.find(windows.charAt(i)) != of.npos; };
    if ((!behind && is_quote(opening)) || (!before && is_quote(closing))) continue;
    const bool starts = capital.find(sign) != capital.npos && !behind && before;
    if (starts || (small.find(sign) != small.npos && (behind || before))) ++found;
    const bool joins =
        joining.find(sign) != joining.npos || u_charType(sign) == U_DASH_PUNCTUATION || u_isUWhiteSpace(sign);
    if (behind && before && !joins && !letter_at(i)) found -= worse;
  }
  return found;
}

// A byte for each letter, as Excel has written it for decades: in Windows, or by "CSV (MS-DOS)" and "CSV
// (Macintosh)". Nothing in the file says which: Windows' stands where it makes words.
std::optional<std::string> from_some_codepage(std::string_view bytes) {
  // Two lists in one file, or one that was cut off within a letter: no codepage reads all of it.
  for (const std::string_view letter : {"æ", "ø", "å", "Æ", "Ø", "Å"})
    if (bytes.find(letter) != bytes.npos) return std::nullopt;
  const icu::UnicodeString windows = decoded(bytes, "windows-1252");
  std::optional<std::string> best = text_of(windows);
  int most = best ? norwegian_in(windows, windows) : 0;
  if (most > 0) return best;
  for (const char* other : {"ibm-850", "macintosh"}) {
    const icu::UnicodeString text = decoded(bytes, other);
    const int like = norwegian_in(text, windows);
    if (like <= most) continue;
    if (auto words = text_of(text)) {
      best = std::move(words);
      most = like;
    }
  }
  return best;
}

// ="0123": how others make a spreadsheet keep what is written.
std::string without_formula(std::string cell) {
  const bool kept = cell.size() > 3 && cell.starts_with("=\"") && cell.ends_with('"');
  return kept ? cell.substr(2, cell.size() - 3) : cell;
}

// A letter and its ring as one letter: a Mac writes them as two, and what is read out aloud, drawn on paper
// and searched for is the one.
std::string composed(std::string cell) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* compose = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) return cell;
  const icu::UnicodeString text = compose->normalize(icu::UnicodeString::fromUTF8(cell), status);
  if (U_FAILURE(status)) return cell;
  cell.clear();
  return text.toUTF8String(cell);
}

// Of two lines in one cell, of two blanks where one was meant, and of those that do not break.
std::string with_single_blanks(std::string_view cell) {
  constexpr std::array<std::string_view, 4> blanks{" ", "\n", "\xC2\xA0", "\xE2\x80\xAF"};
  std::string single;
  for (std::size_t at = 0; at < cell.size();) {
    const auto blank =
        std::ranges::find_if(blanks, [&](std::string_view one) { return cell.substr(at).starts_with(one); });
    if (blank == blanks.end()) {
      single += cell[at++];
      continue;
    }
    if (!single.ends_with(' ')) single += ' ';
    at += blank->size();
  }
  return single;
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
    row.cells.push_back(composed(with_single_blanks(without_formula(trimmed(cleaned(value))))));
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

std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find_first_of("\r\n"));
}

// What the first line has most of, outside quotes. Where it is a title and not parted, the first that is; but
// under a heading of one column a comma is part of a name.
char separator_of(std::string_view text) {
  char best = ';';
  std::string_view candidates = ";\t,";
  for (long most = 0; most == 0 && !text.empty(); candidates = ";\t") {
    const std::string_view line = first_line(text);
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    for (const char candidate : candidates) {
      long count = 0;
      bool inside = false;
      for (const char c : line) {
        inside ^= c == '"';
        count += c == candidate && !inside;
      }
      if (count > most) {
        best = candidate;
        most = count;
      }
    }
  }
  return best;
}

bool is_empty(const TableRow& row) {
  return std::ranges::all_of(row.cells, [](const std::string& cell) { return cell.empty(); });
}

}  // namespace

std::optional<std::string> text_of_file(std::string_view bytes) {
  if (bytes.size() > longest_table) return std::nullopt;
  if (bytes.starts_with(le_mark) || bytes.starts_with(be_mark)) {
    if (bytes.size() % 2 != 0) return std::nullopt;
    return text_of(decoded(bytes.substr(2), bytes.starts_with(le_mark) ? "UTF-16LE" : "UTF-16BE"));
  }
  const bool marked = bytes.starts_with(utf8_mark);
  if (marked) bytes.remove_prefix(utf8_mark.size());
  if (is_utf8(bytes)) return text_of(once_encoded(decoded(bytes, "UTF-8")));
  if (marked) return std::nullopt;
  return from_some_codepage(bytes);
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
  const char separator = said && (*said == ';' || *said == ',' || *said == '\t') ? *said : separator_of(rest);
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

std::string name_in_order(std::string_view cell) {
  const auto comma = cell.find(',');
  if (comma == std::string_view::npos || cell.find(',', comma + 1) != std::string_view::npos)
    return std::string(cell);
  const std::string family = trimmed(cell.substr(0, comma)), given = trimmed(cell.substr(comma + 1));
  const bool name = !family.empty() && !given.empty() && !(given.front() >= 'a' && given.front() <= 'z');
  return name ? given + " " + family : std::string(cell);
}

namespace {

// "01.des.26", as a spreadsheet shows what was typed as "1 des 26": "01. des 2026". Others as they are.
std::string with_month_apart(std::string_view cell) {
  const auto sign = cell.find_first_not_of("0123456789");
  if (sign == cell.npos || (cell[sign] != '.' && cell[sign] != '-')) return std::string(cell);
  const auto last = cell.rfind(cell[sign]);
  const std::string_view day = cell.substr(0, sign), year = cell.substr(last + 1);
  const std::string_view month = cell.substr(sign + 1, last > sign ? last - sign - 1 : 0);
  const bool named = !month.empty() && std::ranges::all_of(month, [](char c) { return c >= 'A'; });
  const bool short_year = year.size() == 2, whole_year = year.size() == 4;
  if (day.empty() || day.size() > 2 || !named || (!short_year && !whole_year) || !ascii::is_digits(year))
    return std::string(cell);
  return std::string(day).append(". ").append(month).append(short_year ? " 20" : " ").append(year);
}

// "tirsdag 1. desember 2026", the long form of a date, where the two agree.
std::string_view without_weekday(std::string_view cell) {
  const auto blank = cell.find(' ');
  if (blank == cell.npos) return cell;
  const std::string_view rest = cell.substr(blank + 1);
  const auto date = date_from_text(rest, Date{});
  return date && date_from_text(cell, *date) == date ? rest : cell;
}

}  // namespace

std::string day_in_cell(std::string_view cell) {
  if (cell.size() == 5 && ascii::is_digits(cell) && cell.front() == '4') {
    const std::chrono::sys_days first{std::chrono::year{1899} / std::chrono::December / 30};
    return date_text(Date{first + std::chrono::days{std::stoi(std::string(cell))}});
  }
  if (const std::string_view rest = without_weekday(cell); rest != cell) return std::string(rest);
  const auto at = cell.find_first_of(" T");
  if (at == std::string_view::npos) return with_month_apart(cell);
  const std::string_view time = cell.substr(at + 1);
  const bool midnight = time.find_first_not_of("0:.") == std::string_view::npos &&
                        time.find_first_of(":.") != std::string_view::npos;
  return std::string(midnight ? cell.substr(0, at) : cell);
}

}  // namespace core
