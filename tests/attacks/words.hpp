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

// The words of docs/privacy.md, written anew: answers of at most nine people with the same words
// must look the same.
inline std::string words_of(core::Question::Kind kind, const std::vector<int>& counts) {
  const int n = std::accumulate(counts.begin(), counts.end(), 0);
  if (n < 4) return "too few";
  if (kind != core::Question::Kind::scale) {
    std::string winners = "winners";
    for (const int count : counts)
      winners += count == *std::max_element(counts.begin(), counts.end()) ? "1" : "0";
    return winners;
  }
  const std::size_t side = counts.size() / 2;
  int sums[3] = {0, 0, 0};
  for (std::size_t i = 0; i < counts.size(); ++i)
    sums[i < side ? 0 : i >= counts.size() - side ? 2 : 1] += counts[i];
  std::string said[3];
  for (int i = 0; i < 3; ++i) said[i] = sums[i] <= 1 ? "few" : sums[i] * 2 >= n ? "most" : "some";
  const std::string overall = said[2] == "most" && said[0] != "most"   ? "high"
                              : said[0] == "most" && said[2] != "most" ? "low"
                                                                       : "mixed";
  if (n == 4) return overall;
  return overall + " " + said[0] + (counts.size() % 2 == 1 ? " " + said[1] : "") + " " + said[2];
}

}  // namespace attacks
