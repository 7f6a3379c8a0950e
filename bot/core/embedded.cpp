#include "bot/core/embedded.hpp"

#include <zlib.h>

#include <new>
#include <stdexcept>

namespace core {
namespace {

const EmbeddedFile* row_called(std::string_view name) {
  for (const EmbeddedFile* row = embedded_files; row->name; ++row)
    if (name == row->name) return row;
  return nullptr;
}

std::string_view bytes_of(const EmbeddedFile& row) {
  return {row.begin, static_cast<std::size_t>(row.end - row.begin)};
}

std::string unpacked(const EmbeddedFile& row) {
  const std::string_view packed = bytes_of(row);
  std::string whole(row.whole, '\0');
  z_stream stream{};
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(packed.data()));  // it only reads
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(whole.data());
  stream.avail_out = static_cast<uInt>(whole.size());
  constexpr int of_gzip = 16 + MAX_WBITS;
  if (inflateInit2(&stream, of_gzip) != Z_OK) throw std::bad_alloc();
  const int ended = inflate(&stream, Z_FINISH);
  inflateEnd(&stream);
  if (ended != Z_STREAM_END || stream.avail_out != 0)
    throw std::logic_error(std::string("the program is damaged: ") + row.name);
  return whole;
}

}  // namespace

std::optional<std::string_view> embedded(std::string_view name) {
  const EmbeddedFile* row = row_called(name);
  if (!row) return std::nullopt;
  if (row->whole != 0) throw std::logic_error(std::string("only to be had as a copy: ") + row->name);
  return bytes_of(*row);
}

std::optional<std::string> embedded_copy(std::string_view name) {
  const EmbeddedFile* row = row_called(name);
  if (!row) return std::nullopt;
  return row->whole == 0 ? std::string(bytes_of(*row)) : unpacked(*row);
}

std::vector<std::string> embedded_under(std::string_view prefix) {
  std::vector<std::string> names;
  for (const EmbeddedFile* row = embedded_files; row->name; ++row)
    if (std::string_view(row->name).starts_with(prefix)) names.emplace_back(row->name);
  return names;
}

}  // namespace core
