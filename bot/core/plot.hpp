#pragma once
// A drawing as plain values: marks in a grid, or bars. Whoever draws it chooses size and colours; everything
// it says stands in words beside the marks and in `alt`.

#include <cstddef>
#include <string>
#include <vector>

#include "bot/core/message.hpp"

namespace core {

struct Plot {
  enum class Shape { full, hollow, cross };
  struct Mark {
    std::size_t row = 0, column = 0;
    Shape shape = Shape::full;
    bool operator==(const Mark&) const = default;
  };
  std::string title;  // short
  std::string alt;    // the whole meaning, in words
  // A grid: what stands at the left, and below, short enough for a phone. Either of these or bars.
  std::vector<std::string> rows, columns;
  std::vector<Mark> marks;
  std::vector<Bar> bars;  // a bar's caption stands behind it

  bool empty() const { return columns.empty() && bars.empty(); }
  bool operator==(const Plot&) const = default;
};

}  // namespace core
