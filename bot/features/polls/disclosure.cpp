#include "bot/features/polls/disclosure.hpp"

#include <algorithm>
#include <array>

#include "bot/core/weaken.hpp"

namespace polls {
namespace {

using core::Question;
using core::ResultLine;
using Audience = core::ResultLine::Audience;

struct Tally {
  std::vector<int> of_option;
  int answered = 0;  // people who answered the question
  int counting = 0;  // of them, those who count towards k
  std::vector<std::string> texts;
};

Tally tally(const core::Poll& poll, int question, const std::vector<CountedBallot>& ballots) {
  const auto q = static_cast<std::size_t>(question);
  Tally t;
  t.of_option.resize(poll.questions[q].options.size());
  for (const CountedBallot& counted : ballots) {
    if (q >= counted.ballot.size() || counted.ballot[q].empty()) continue;
    const core::Answer& answer = counted.ballot[q];
    ++t.answered;
    if (counted.counts) ++t.counting;
    for (int pick : answer.picks)
      if (pick >= 0 && static_cast<std::size_t>(pick) < t.of_option.size())
        ++t.of_option[static_cast<std::size_t>(pick)];
    if (!answer.text.empty()) t.texts.push_back(answer.text);
  }
  return t;
}

// Zero and one are the same word on purpose: 5-0-0 and 3-1-1 must look the same.
std::string word_for(int count, int of) {
  return count <= 1 ? "few" : count * 2 >= of ? "most" : "some";
}

// Low, middle, high: 2 steps have no middle, of 5 steps two are low and two are high.
std::array<int, 3> classes(const std::vector<int>& steps) {
  const std::size_t side = steps.size() / 2;
  std::array<int, 3> sums{};
  for (std::size_t i = 0; i < steps.size(); ++i)
    sums[i < side ? 0 : i >= steps.size() - side ? 2 : 1] += steps[i];
  return sums;
}

void say_scale(core::Result& result, int q, const Tally& t, bool leader) {
  const auto sums = classes(t.of_option);
  const std::array<std::string, 3> words{word_for(sums[0], t.answered), word_for(sums[1], t.answered),
                                         word_for(sums[2], t.answered)};
  // A function of the words, so that it adds nothing for somebody who sees both.
  const bool high = words[2] == "most" && words[0] != "most";
  const bool low = words[0] == "most" && words[2] != "most";
  const std::string overall = high ? "high" : low ? "low" : "mixed";
  if (t.counting < k_words) {
    result.lines.push_back({q, Audience::group, "overall", overall});
    return;
  }
  result.lines.push_back({q, Audience::group, "low", words[0]});
  if (t.of_option.size() % 2 == 1) result.lines.push_back({q, Audience::group, "middle", words[1]});
  result.lines.push_back({q, Audience::group, "high", words[2]});
  if (leader) result.lines.push_back({q, Audience::leader, "overall", overall});
}

void say_winners(core::Result& result, int q, const Tally& t) {
  const int best = *std::max_element(t.of_option.begin(), t.of_option.end());
  for (std::size_t i = 0; i < t.of_option.size(); ++i)
    if (best > 0 && t.of_option[i] == best)
      result.lines.push_back({q, Audience::group, "winner:" + std::to_string(i), "most"});
}

void say_counts(core::Result& result, int q, const Tally& t, Audience audience) {
  result.lines.push_back({q, audience, "answered", std::to_string(t.answered)});
  for (std::size_t i = 0; i < t.of_option.size(); ++i)
    result.lines.push_back({q, audience, "count:" + std::to_string(i), std::to_string(t.of_option[i])});
}

}  // namespace

core::Result disclose(const core::Poll& poll, const std::vector<CountedBallot>& ballots, core::Random& random,
                      Thresholds raised) {
  const int k_group = std::max(raised.group, k_word);
  const int k_leader = std::max({raised.leader, k_words, k_group});
  const auto counting = std::count_if(ballots.begin(), ballots.end(), [](const CountedBallot& b) {
    return b.counts &&
           std::any_of(b.ballot.begin(), b.ballot.end(), [](const core::Answer& a) { return !a.empty(); });
  });
  core::Result result;
  for (int q = 0; q < static_cast<int>(poll.questions.size()); ++q) {
    const Question& question = poll.questions[static_cast<std::size_t>(q)];
    Tally t = tally(poll, q, ballots);
    if (question.kind == Question::Kind::text) {
      if (counting < std::max(k_words, k_group) || static_cast<int>(t.texts.size()) < min_texts) {
        result.lines.push_back({q, Audience::group, "too_few", ""});
        continue;
      }
      if (!core::weakened("shuffle")) core::shuffle(t.texts, random);
      for (std::string& text : t.texts) result.texts.emplace_back(q, std::move(text));
    } else if (t.counting < k_group) {
      result.lines.push_back({q, Audience::group, "too_few", ""});
    } else if (t.counting >= k_counts || core::weakened("words")) {
      say_counts(result, q, t, Audience::group);
      if (t.counting >= k_leader) say_counts(result, q, t, Audience::leader);
    } else if (question.kind == Question::Kind::scale) {
      say_scale(result, q, t, t.counting >= k_leader);
    } else {
      say_winners(result, q, t);
    }
  }
  return result;
}

core::Result count_named(const core::Poll& poll, const std::vector<core::Ballot>& ballots) {
  std::vector<CountedBallot> all;
  for (const core::Ballot& ballot : ballots) all.push_back({ballot, true});
  core::Result result;
  for (int q = 0; q < static_cast<int>(poll.questions.size()); ++q) {
    if (poll.questions[static_cast<std::size_t>(q)].kind == Question::Kind::text) continue;
    const Tally t = tally(poll, q, all);
    say_counts(result, q, t, Audience::group);
    say_counts(result, q, t, Audience::leader);
  }
  return result;
}

}  // namespace polls
