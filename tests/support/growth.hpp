#pragma once
// Whether work grows with what it is given, or with the square of it.

#include <algorithm>
#include <ctime>
#include <limits>
#include <string>
#include <string_view>

namespace support {

// Of the processor, the least of three times; more than nothing.
template <class Work>
double cost_of(Work work) {
  double least = std::numeric_limits<double>::max();
  for (int i = 0; i < 3; ++i) {
    const std::clock_t before = std::clock();
    work();
    least = std::min(least, static_cast<double>(std::clock() - before));
  }
  return std::max(least, 1.0);
}

// How many times as much 8,000 bytes cost as 2,000, both of `part` again and again behind `head`: about
// four, or about sixteen where each word looks at all others.
template <class Read>
double growth(std::string_view head, std::string_view part, Read read) {
  const auto cost = [&](std::size_t bytes) {
    std::string text(head);
    while (text.size() + part.size() <= bytes) text += part;
    return cost_of([&] { read(text); });
  };
  return cost(8'000) / cost(2'000);
}

}  // namespace support
