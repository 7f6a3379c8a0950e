#include "bot/features/polls/disclosure.hpp"

#include <algorithm>

namespace polls {
namespace {

using core::Question;
using core::ResultLine;
using Audience = core::ResultLine::Audience;
using Part = core::ResultLine::Part;

constexpr std::uint64_t any_lot = 2329089562800;  // divisible by every number of options from 1 to 30

struct Tally {
  std::vector<int> of_option;
  int answered = 0;  // people who answered the question
  int counting = 0;  // of them, those who count towards the thresholds
  int writers = 0;   // of those, who wrote a text
  std::vector<std::string> texts;
};

Tally tally(const core::Poll& poll, std::size_t q, const std::vector<CountedBallot>& ballots) {
  Tally t;
  t.of_option.resize(poll.questions[q].options.size());
  for (const CountedBallot& counted : ballots) {
    if (q >= counted.ballot.size() || counted.ballot[q].empty()) continue;
    const core::Answer& answer = counted.ballot[q];
    bool known = !answer.text.empty();
    // Of a ranking the first place gives as many points as there are places, the last one gives one.
    const bool ranked = poll.questions[q].kind == Question::Kind::ranked;
    int worth = ranked ? core::places_of(poll.questions[q]) : 1;
    for (int pick : answer.picks)
      if (pick >= 0 && static_cast<std::size_t>(pick) < t.of_option.size()) {
        t.of_option[static_cast<std::size_t>(pick)] += worth;
        known = true;
        if (ranked) --worth;
      }
    if (!known) continue;
    ++t.answered;
    if (counted.counts) ++t.counting;
    if (answer.text.empty()) continue;
    if (counted.counts) ++t.writers;
    t.texts.push_back(answer.text);
  }
  return t;
}

Standing standing_of(const core::Poll& poll, std::size_t q, const Tally& t) {
  Standing standing;
  standing.kind = poll.questions[q].kind;
  standing.answered = t.answered;
  standing.counting = t.counting;
  standing.slips = poll.slips > 0;
  standing.may_answer = standing.slips ? 0 : poll.roster;
  standing.limited = standing.kind == Question::Kind::choices && poll.questions[q].most > 0;
  for (const auto& options : core::classes_of(poll.questions[q])) {
    int people = 0;
    for (const int option : options) people += t.of_option[static_cast<std::size_t>(option)];
    standing.of_class.push_back(people);
  }
  return standing;
}

void say_counts(core::Result& result, int q, const Tally& t, Audience audience, bool ranked) {
  result.lines.push_back({q, audience, Part::answered, -1, t.answered, {}});
  if (ranked) {
    const int best = t.of_option.empty() ? 0 : *std::ranges::max_element(t.of_option);
    const auto share = std::ranges::count(t.of_option, best);
    if (best == 0) return;
    if (share > 2) return result.lines.push_back({q, audience, Part::spread, -1, 0, {}});
    for (std::size_t i = 0; i < t.of_option.size(); ++i)
      if (t.of_option[i] == best)
        result.lines.push_back(
            {q, audience, share == 2 ? Part::tie : Part::first, static_cast<int>(i), 0, {}});
    return;
  }
  for (std::size_t i = 0; i < t.of_option.size(); ++i)
    result.lines.push_back({q, audience, Part::count, static_cast<int>(i), t.of_option[i], {}});
}

}  // namespace

core::Result disclose(const core::Poll& poll, const std::vector<CountedBallot>& ballots, core::Random& random,
                      Thresholds raised) {
  const auto counting = std::count_if(ballots.begin(), ballots.end(), [](const CountedBallot& b) {
    return b.counts &&
           std::any_of(b.ballot.begin(), b.ballot.end(), [](const core::Answer& a) { return !a.empty(); });
  });
  core::Result result;
  for (std::size_t q = 0; q < poll.questions.size(); ++q) {
    const int number = static_cast<int>(q);
    Tally t = tally(poll, q, ballots);
    if (poll.questions[q].kind != Question::Kind::text) {
      const std::uint64_t lot = core::below(random, any_lot);
      for (ResultLine& line : say(number, standing_of(poll, q, t), raised, lot))
        result.lines.push_back(std::move(line));
    } else if (counting < std::max(k_texts, needed(raised, poll.slips > 0)) || t.writers < min_texts) {
      result.lines.push_back({number, Audience::group, Part::too_few, -1, 0, {}});
    } else {
      core::shuffle(t.texts, random);
      for (std::string& text : t.texts) result.texts.emplace_back(number, std::move(text));
    }
  }
  return result;
}

core::Result count_named(const core::Poll& poll, const std::vector<core::Ballot>& ballots) {
  std::vector<CountedBallot> all;
  for (const core::Ballot& ballot : ballots) all.push_back({ballot, true});
  core::Result result;
  for (std::size_t q = 0; q < poll.questions.size(); ++q) {
    if (poll.questions[q].kind == Question::Kind::text) continue;
    const Tally t = tally(poll, q, all);
    const bool ranked = poll.questions[q].kind == Question::Kind::ranked;
    for (const Audience audience : {Audience::group, Audience::leader})
      say_counts(result, static_cast<int>(q), t, audience, ranked);
  }
  return result;
}

}  // namespace polls
