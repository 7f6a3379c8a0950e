#pragma once
// What scripts/fuzz feeds with bytes. A target may throw nothing: what its code promises to throw, it catches
// itself.

#include <span>
#include <string_view>

namespace fuzz {

struct Target {
  std::string_view name;
  void (*run)(std::string_view bytes);
};

std::span<const Target> net_targets();
std::span<const Target> chat_targets();
std::span<const Target> text_targets();
std::span<const Target> file_targets();

// The bytes before the next NUL byte, which go; all of them when there is none.
inline std::string_view take_part(std::string_view& bytes) {
  const std::size_t end = bytes.find('\0');
  const std::string_view part = bytes.substr(0, end);
  bytes.remove_prefix(end == bytes.npos ? bytes.size() : end + 1);
  return part;
}

}  // namespace fuzz
