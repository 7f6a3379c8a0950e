#pragma once
// A table as plain values, for files that other programs read.

#include <string>
#include <variant>
#include <vector>

namespace core {

using Cell = std::variant<std::string, double>;

struct Table {
  std::string key;   // fixed: "sessions"; of a file's name
  std::string name;  // as people say it, at most 31 letters
  std::vector<std::string> head;
  std::vector<std::vector<Cell>> rows;  // each as wide as the head
  bool operator==(const Table&) const = default;
};

}  // namespace core
