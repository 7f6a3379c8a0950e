#include "bot/drawing/workbook.hpp"

#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <stdexcept>

namespace drawing {
namespace {

constexpr std::size_t longest_cell = 32'000;  // bytes; a spreadsheet takes 32 767 letters

std::string clipped(std::string text) {
  if (text.size() <= longest_cell) return text;
  text.resize(longest_cell);
  while ((static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80) text.pop_back();
  text.pop_back();
  return text;
}

void require_written(lxw_error error) {
  if (error != LXW_NO_ERROR) throw std::runtime_error(std::string("no workbook: ") + lxw_strerror(error));
}

// A sheet's name has at most 31 letters and none of these.
std::string sheet_name(std::string name) {
  for (char& c : name)
    if (std::string_view("[]:*?/\\'").find(c) != std::string_view::npos) c = ' ';
  return name;
}

void write_sheet(lxw_workbook* book, const core::Table& table, lxw_format* head, lxw_format* wrapped) {
  lxw_worksheet* sheet = workbook_add_worksheet(book, sheet_name(table.name).c_str());
  if (!sheet) throw std::runtime_error("no workbook: a sheet cannot be called " + table.name);
  for (std::size_t column = 0; column < table.head.size(); ++column) {
    const auto at = static_cast<lxw_col_t>(column);
    require_written(worksheet_write_string(sheet, 0, at, table.head[column].c_str(), head));
    std::size_t widest = table.head[column].size() + 2;
    for (const auto& row : table.rows)
      if (const auto* text = std::get_if<std::string>(&row[column])) widest = std::max(widest, text->size());
    require_written(
        worksheet_set_column(sheet, at, at, static_cast<double>(std::min<std::size_t>(widest, 60)), wrapped));
  }
  for (std::size_t r = 0; r < table.rows.size(); ++r)
    for (std::size_t c = 0; c < table.rows[r].size(); ++c) {
      const auto row = static_cast<lxw_row_t>(r + 1);
      const auto column = static_cast<lxw_col_t>(c);
      if (const double* number = std::get_if<double>(&table.rows[r][c]))
        require_written(worksheet_write_number(sheet, row, column, *number, wrapped));
      else if (const auto& text = std::get<std::string>(table.rows[r][c]); !text.empty())
        require_written(worksheet_write_string(sheet, row, column, clipped(text).c_str(), wrapped));
    }
  worksheet_freeze_panes(sheet, 1, 0);
}

struct Memory {
  Memory() : fd(::memfd_create("workbook", MFD_CLOEXEC)) {
    if (fd < 0) throw std::runtime_error("no workbook: no memory");
  }
  ~Memory() { ::close(fd); }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;
  int fd;
};

std::string content_of_descriptor(int fd) {
  std::string bytes(static_cast<std::size_t>(::lseek(fd, 0, SEEK_END)), '\0');
  if (::pread(fd, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    throw std::runtime_error("no workbook: it cannot be read back");
  return bytes;
}

}  // namespace

std::string workbook_of(const std::vector<core::Table>& tables, core::Instant now) {
  // The library writes to a name; this one is of memory alone.
  const Memory memory;
  const std::string name = "/proc/self/fd/" + std::to_string(memory.fd);
  std::string folder = "/dev/shm";  // what it puts aside for a moment stays off the disk
  lxw_workbook_options options{};
  options.constant_memory = LXW_FALSE;
  options.tmpdir = ::access(folder.c_str(), W_OK) == 0 ? folder.data() : nullptr;
  lxw_workbook* book = workbook_new_opt(name.c_str(), &options);
  if (!book) throw std::runtime_error("no workbook can be made");
  try {
    lxw_doc_properties properties{};
    properties.created = static_cast<time_t>(now.time_since_epoch().count());
    workbook_set_properties(book, &properties);
    lxw_format* head = workbook_add_format(book);
    format_set_bold(head);
    lxw_format* wrapped = workbook_add_format(book);
    format_set_text_wrap(wrapped);
    format_set_align(wrapped, LXW_ALIGN_VERTICAL_TOP);
    for (const core::Table& table : tables) write_sheet(book, table, head, wrapped);
  } catch (...) {
    workbook_close(book);
    throw;
  }
  require_written(workbook_close(book));
  return content_of_descriptor(memory.fd);
}

}  // namespace drawing
