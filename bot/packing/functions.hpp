#pragma once
// What refleks_packing.so does: tar files, of which copies are, and zip files, with libraries (libarchive,
// libzip, and what these pack by) that only this needs. Any thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "bot/core/part.hpp"

namespace packing {

// With the library's words, or none.
struct Failed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// All throw Failed.
class TarWriter {
 public:
  virtual ~TarWriter() = default;
  // A file, for its owner alone, of as many bytes as are added then.
  virtual void begin(const std::string& name, std::uint64_t size) = 0;
  virtual void add(const char* bytes, std::size_t count) = 0;
  virtual void end() = 0;
};
class TarReader {
 public:
  virtual ~TarReader() = default;
  // The name of the next file; nothing at the end.
  virtual std::optional<std::string> next() = 0;
  // Its next bytes; 0 at its end.
  virtual std::size_t read(char* into, std::size_t size) = 0;
};

using Files = std::vector<std::pair<std::string, std::string>>;  // name, bytes

struct Functions {
  // `fd` stays the caller's, `made` in seconds since 1970.
  std::unique_ptr<TarWriter> (*write_tar)(int fd, std::int64_t made);
  std::unique_ptr<TarReader> (*read_tar)(const char* file);
  // One of that name is replaced. The same files give the same bytes.
  void (*write_zip)(const char* file, const Files& files);
};

// Loads it. Throws core::PartRefused with words where it is not there.
inline const Functions& functions() {
  using Entry = const Functions* (*)();
  static const Functions& loaded =
      *reinterpret_cast<Entry>(core::part("refleks_packing.so", "refleks_packing"))();
  return loaded;
}

}  // namespace packing
