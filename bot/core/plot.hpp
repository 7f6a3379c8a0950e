#pragma once
// A drawing as plain values: marks in a grid, or bars. Whoever draws it chooses size and colours; everything
// it says stands in words beside the marks and in `alt`.

#include <cstddef>
#include <string>
#include <vector>

namespace core {

struct Bar {
  std::string label;
  double share = 0;     // 0..1, the length of the bar
  std::string caption;  // what a reader hears instead of the length: "12" or "most"
  bool operator==(const Bar&) const = default;
};

struct Plot {
  enum class Shape { full, hollow, cross };
  struct Mark {
    std::size_t row = 0, column = 0;
    Shape shape = Shape::full;
    bool operator==(const Mark&) const = default;
  };
  // What bars are: each measured for itself; the parts of one whole, from low to high; words that were not
  // measured, all of one size.
  enum class As { each, whole, words };

  std::string title{};  // short
  std::string alt{};    // the whole meaning, in words
  // A grid: what stands at the left, and below, short enough for a phone. Either of these or bars.
  std::vector<std::string> rows{}, columns{};
  std::vector<Mark> marks{};
  std::vector<Bar> bars{};  // a bar's caption stands behind it; one with a share below 0 is its words alone
  As as = As::each;
  std::vector<std::size_t> first{};  // the bars that stand out
  int all = 0;                       // how many columns or bars there are; 0: these

  bool empty() const { return columns.empty() && bars.empty(); }
  bool operator==(const Plot&) const = default;
};

}  // namespace core
