#include "bot/features/polls/rule.hpp"

#include <algorithm>
#include <numeric>

namespace polls {
namespace {

using core::Question;
using core::ResultLine;
using Audience = ResultLine::Audience;
using Part = ResultLine::Part;

constexpr int tie_of_two = 7;  // voters from which a tie is said between two classes, or of several picks ...
constexpr int tie_of_more = 5;  // ... and between the first of three classes and more

struct Lines {
  std::vector<ResultLine>& all;
  int question;
  Audience audience;
  void add(Part part, int about = -1, int number = 0) {
    all.push_back({question, audience, part, about, number, {}});
  }
};

int largest(const Standing& s) {
  return s.of_class.empty() ? 0 : *std::max_element(s.of_class.begin(), s.of_class.end());
}

// The one of those that share the first place on which the lot falls.
int drawn(const Standing& s, std::uint64_t lot) {
  const int best = largest(s);
  auto skip = lot % static_cast<std::uint64_t>(lots(s));
  for (std::size_t i = 0; i < s.of_class.size(); ++i)
    if (s.of_class[i] == best && skip-- == 0) return static_cast<int>(i);
  return -1;
}

// Where few may answer, a tie would be its own mirror: two against two tells the one who said No that the
// others are not all Yes, and its absence tells that they are. At as many voters as answers are needed it
// would say that nobody gave a third answer.
bool ties_are_said(const Standing& s, int k_group) {
  if (s.slips) return false;
  const bool two = s.kind == Question::Kind::choices || s.of_class.size() == 2;
  return s.may_answer >= std::max(two ? tie_of_two : tie_of_more, k_group + 1);
}

// The same words for every number of answers: another word at four would tell that four answered.
void say_words(Lines& lines, const Standing& s, int k_group, std::uint64_t lot) {
  const bool said = ties_are_said(s, k_group);
  const int best = largest(s), ways = lots(s);
  if (said && ways > 2) return lines.add(Part::spread);
  if (said && ways == 2) {
    for (std::size_t i = 0; i < s.of_class.size(); ++i)
      if (s.of_class[i] == best) lines.add(Part::tie, static_cast<int>(i));
    return;
  }
  const bool half = s.kind != Question::Kind::choices && 2 * best >= s.answered;
  lines.add(half ? Part::half : Part::first, drawn(s, lot));
  if (!said) lines.add(Part::lot);
}

// The winner by points, always by lot: a tie, points or an order would tell more (docs/privacy.md).
void say_ranked(Lines& lines, const Standing& s, std::uint64_t lot) {
  if (s.counting >= k_numbers) lines.add(Part::answered, -1, s.answered);
  lines.add(Part::first, drawn(s, lot));
  lines.add(Part::lot);
}

bool few_left_out(const Standing& s, int picked) {
  return s.answered - picked <= hidden;
}

void say_picks(Lines& lines, const Standing& s) {
  for (std::size_t i = 0; i < s.of_class.size(); ++i) {
    const int picked = s.of_class[i], option = static_cast<int>(i);
    if (picked <= hidden)
      lines.add(Part::few, option, hidden);
    else if (few_left_out(s, picked))
      lines.add(Part::all_but, option, hidden);
    else
      lines.add(Part::count, option, picked);
  }
}

// The numbers that may be told: all, or from the smallest up as long as the rest still hides the first one.
std::vector<int> told(const Standing& s, int first) {
  std::vector<int> order(s.of_class.size());
  std::iota(order.begin(), order.end(), 0);
  const auto number = [&](int c) { return s.of_class[static_cast<std::size_t>(c)]; };
  if (std::all_of(order.begin(), order.end(), [&](int c) { return number(c) > hidden; })) return order;
  std::erase_if(order, [&](int c) { return c == first || number(c) <= hidden; });
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return number(a) < number(b); });
  std::vector<int> all;
  int left = s.answered;
  for (const int c : order)
    if (left - number(c) >= number(c) + 1) {
      all.push_back(c);
      left -= number(c);
    }
  std::sort(all.begin(), all.end());
  return all;
}

void say_numbers(Lines& lines, const Standing& s, int k_group, std::uint64_t lot) {
  lines.add(Part::answered, -1, s.answered);
  // Where nobody may pick all, people give at most so many picks together: beside the numbers of the others
  // that would tell what "at most 3" leaves open.
  const auto hides = [&](int picked) { return picked <= hidden || few_left_out(s, picked); };
  if (s.limited && std::ranges::any_of(s.of_class, hides)) return say_words(lines, s, k_group, lot);
  if (s.kind == Question::Kind::choices) return say_picks(lines, s);
  const int first = drawn(s, lot);
  const auto numbers = told(s, first);
  const bool all = numbers.size() == s.of_class.size();
  const bool half = 2 * largest(s) >= s.answered;
  if (numbers.empty())
    lines.add(half ? Part::half : Part::first, first);
  else if (!all)
    lines.add(Part::first, first);
  // Of two classes one has fewer than four, so that there is no tie.
  if (!all && s.of_class.size() > 2) lines.add(Part::lot);
  for (const int c : numbers)
    lines.add(s.kind == Question::Kind::scale ? Part::side : Part::count, c,
              s.of_class[static_cast<std::size_t>(c)]);
}

}  // namespace

int needed(const Thresholds& raised, bool slips) {
  return std::max(raised.group, slips ? k_slips : k_answers);
}

int needed_by_leader(const Thresholds& raised, bool slips) {
  const int group = needed(raised, slips);
  return raised.leader > k_answers + 1 ? std::max({raised.leader, k_leader_apart, group}) : group;
}

int lots(const Standing& standing) {
  return std::max(
      1, static_cast<int>(std::count(standing.of_class.begin(), standing.of_class.end(), largest(standing))));
}

std::vector<ResultLine> say(int question, const Standing& standing, const Thresholds& raised,
                            std::uint64_t lot) {
  std::vector<ResultLine> all;
  const int group = needed(raised, standing.slips);
  if (standing.counting < group || standing.of_class.empty()) {
    all.push_back({question, Audience::group, Part::too_few, -1, 0, {}});
    return all;
  }
  for (const Audience audience : {Audience::group, Audience::leader}) {
    if (audience == Audience::leader && standing.counting < needed_by_leader(raised, standing.slips))
      continue;
    Lines lines{all, question, audience};
    if (standing.kind == Question::Kind::ranked)
      say_ranked(lines, standing, lot);
    else if (standing.counting >= k_numbers)
      say_numbers(lines, standing, group, lot);
    else
      say_words(lines, standing, group, lot);
  }
  return all;
}

}  // namespace polls
