#include "bot/core/poll.hpp"

#include <algorithm>

#include "bot/core/session.hpp"

namespace core {

std::string_view code(Poll::Purpose purpose) {
  switch (purpose) {
    case Poll::Purpose::command:
      return "command";
    case Poll::Purpose::topic:
      return "topic";
    case Poll::Purpose::checkout:
      return "checkout";
    case Poll::Purpose::noticed:
      return "noticed";
  }
  return "";
}

std::string_view code(Poll::State state) {
  switch (state) {
    case Poll::State::planned:
      return "planned";
    case Poll::State::open:
      return "open";
    case Poll::State::closed:
      return "closed";
    case Poll::State::cancelled:
      return "cancelled";
    case Poll::State::lost:
      return "lost";
  }
  return "";
}

std::string_view code(Question::Kind kind) {
  switch (kind) {
    case Question::Kind::choice:
      return "choice";
    case Question::Kind::choices:
      return "choices";
    case Question::Kind::scale:
      return "scale";
    case Question::Kind::text:
      return "text";
    case Question::Kind::ranked:
      return "ranked";
  }
  return "";
}

std::string_view code(ResultLine::Part part) {
  using enum ResultLine::Part;
  switch (part) {
    case too_few:
      return "too_few";
    case answered:
      return "answered";
    case half:
      return "half";
    case first:
      return "first";
    case tie:
      return "tie";
    case spread:
      return "spread";
    case lot:
      return "lot";
    case count:
      return "count";
    case side:
      return "side";
    case few:
      return "few";
    case all_but:
      return "all_but";
    case overall:
      return "overall";
    case low:
      return "low";
    case middle:
      return "middle";
    case high:
      return "high";
    case winner:
      return "winner";
  }
  return "";
}

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

std::string_view code(Session::State state) {
  switch (state) {
    case Session::State::planned:
      return "planned";
    case Session::State::held:
      return "held";
    case Session::State::cancelled:
      return "cancelled";
  }
  return "";
}

}  // namespace core
