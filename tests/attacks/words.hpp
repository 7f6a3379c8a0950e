#pragma once
// All answers a small group can give, and the words they come out as.

#include "tests/attacks/world.hpp"

namespace attacks {

// All ways to give `n` answers to `options` options, as counts.
inline std::vector<std::vector<int>> vectors(int n, int options) {
  if (options == 1) return {{n}};
  std::vector<std::vector<int>> all;
  for (int first = 0; first <= n; ++first)
    for (std::vector<int> rest : vectors(n - first, options - 1)) {
      rest.insert(rest.begin(), first);
      all.push_back(std::move(rest));
    }
  return all;
}

// The words of docs/privacy.md, written anew, for answers of at most nine people of whom so many may answer
// that ties are said: answers with the same words must look the same.
inline std::string words_of(core::Question::Kind kind, const std::vector<int>& counts) {
  const int n = std::accumulate(counts.begin(), counts.end(), 0);
  if (n < 4) return "too few";
  std::vector<int> sums = counts;
  if (kind == core::Question::Kind::scale && counts.size() == 5)
    sums = {counts[0] + counts[1], counts[2], counts[3] + counts[4]};
  const int best = *std::max_element(sums.begin(), sums.end());
  std::string first;
  for (const int count : sums) first += count == best ? "1" : "0";
  const auto ties = std::count(first.begin(), first.end(), '1');
  if (ties > 2) return "spread";
  if (ties == 2) return "tie " + first;
  return (best * 2 >= n ? "half " : "first ") + first;
}

}  // namespace attacks
