#include "bot/core/poll.hpp"

#include <algorithm>

namespace core {

int places_of(const Question& question) {
  const int all = static_cast<int>(question.options.size());
  return question.most > 0 ? std::min(question.most, all) : all;
}

std::vector<std::vector<int>> classes_of(const Question& question) {
  const int n = static_cast<int>(question.options.size());
  std::vector<std::vector<int>> classes;
  const auto add = [&](int from, int to) {
    auto& made = classes.emplace_back();
    for (int option = from; option < to; ++option) made.push_back(option);
  };
  if (question.kind == Question::Kind::scale) {
    add(0, n / 2);
    if (n % 2 == 1) add(n / 2, n / 2 + 1);
    add(n - n / 2, n);
  } else {
    for (int option = 0; option < n; ++option) add(option, option + 1);
  }
  return classes;
}

}  // namespace core
