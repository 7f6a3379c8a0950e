#pragma once
// Lists that lie in one column of a row, where reading a row for each would be dear.

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "bot/core/poll.hpp"

namespace storage {

// "a b,c d" by its commas, then by its blanks: `take` gets so many parts of each, the last of which may be
// empty.
template <std::size_t N, class Take>
void each_of(std::string_view text, Take take) {
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    std::string_view one = text.substr(0, end);
    std::array<std::string_view, N> parts;
    for (std::size_t i = 0; i < N; ++i) {
      const auto blank = i + 1 < N ? std::min(one.find(' '), one.size()) : one.size();
      parts[i] = one.substr(0, blank);
      one.remove_prefix(std::min(blank + 1, one.size()));
    }
    take(parts);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

// A poll's lines for leaders, in their order, of STORAGE_LINES_FOR_LEADERS (published.hpp). Throws
// std::invalid_argument on what this program did not write.
std::vector<core::ResultLine> result_lines_in(std::string_view text);

}  // namespace storage
