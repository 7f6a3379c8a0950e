#include "bot/core/pooled.hpp"

#include <algorithm>
#include <array>

#include "bot/core/texts.hpp"

namespace core {
namespace {

const Question* scale_of(const Poll& poll) {
  return !poll.questions.empty() && poll.questions.front().kind == Question::Kind::scale
             ? &poll.questions.front()
             : nullptr;
}

std::string leaning(bool mostly_low, bool mostly_high) {
  return mostly_high && !mostly_low ? "high" : mostly_low && !mostly_high ? "low" : "mixed";
}

// The overall word of a published scale, from whatever was published of it: the word itself, a word for each
// class, or counts (the same classes and words as in bot/features/polls/disclosure.cpp). Empty: nothing was.
std::string overall(const std::vector<ResultLine>& lines, ResultLine::Audience audience, std::size_t steps) {
  std::string low, high;
  int answered = -1;
  std::vector<int> counts(steps);
  for (const ResultLine& line : lines) {
    if (line.question != 0 || line.audience != audience) continue;
    if (line.part == "overall") return line.word;
    if (line.part == "low") low = line.word;
    if (line.part == "high") high = line.word;
    if (line.part == "answered") answered = std::stoi(line.word);
    if (line.part.starts_with("count:")) {
      const auto step = static_cast<std::size_t>(std::stoi(line.part.substr(6)));
      if (step < steps) counts[step] = std::stoi(line.word);
    }
  }
  if (!low.empty() && !high.empty()) return leaning(low == "most", high == "most");
  if (answered < 0) return {};
  const std::size_t side = steps / 2;
  int lows = 0, highs = 0;
  for (std::size_t i = 0; i < side; ++i) {
    lows += counts[i];
    highs += counts[steps - 1 - i];
  }
  const auto most = [&](int count) { return count > 1 && count * 2 >= answered; };
  return leaning(most(lows), most(highs));
}

}  // namespace

std::optional<Pooled> pooled(std::span<const PublishedResult> results, ResultLine::Audience audience) {
  const Question* asked = nullptr;
  Pooled together;
  for (const PublishedResult& result : results) {
    const Question* question = scale_of(result.poll);
    if (result.poll.named || !question || (asked && *question != *asked)) continue;
    asked = question;
    const std::string word = overall(result.lines, audience, question->options.size());
    if (word.empty()) continue;
    ++together.of;
    ++(word == "high" ? together.high : word == "low" ? together.low : together.mixed);
  }
  if (together.of < fewest_pooled) return std::nullopt;
  return together;
}

std::optional<Paragraph> say_pooled(std::span<const PublishedResult> results, ResultLine::Audience audience,
                                    Language language) {
  const auto together = pooled(results, audience);
  const auto newest = std::find_if(results.begin(), results.end(), [](const PublishedResult& result) {
    return !result.poll.named && scale_of(result.poll);
  });
  if (!together || newest == results.end()) return std::nullopt;
  const Question& question = newest->poll.questions.front();
  Paragraph said{{Span(question.prompt.in(language), Span::Style::strong)}};
  // texts: pooled.leaning pooled.mixed
  const auto add = [&](int times, const char* key, const std::string& option) {
    if (times > 0)
      said.text.emplace_back(
          " " +
          text(language, key,
               {{"option", option}, {"n", std::to_string(times)}, {"of", std::to_string(together->of)}}));
  };
  add(together->high, "pooled.leaning", question.options.back().in(language));
  add(together->mixed, "pooled.mixed", "");
  add(together->low, "pooled.leaning", question.options.front().in(language));
  return said;
}

}  // namespace core
