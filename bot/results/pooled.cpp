#include "bot/results/pooled.hpp"

#include <algorithm>

#include "bot/core/texts.hpp"
#include "bot/results/result_view.hpp"

namespace results {
using core::classes_of;
using core::Language;
using core::Paragraph;
using core::Poll;
using core::Question;
using core::ResultLine;
using core::Span;
using core::text;
namespace {

const Question* scale_of(const Poll& poll) {
  return !poll.questions.empty() && poll.questions.front().kind == Question::Kind::scale
             ? &poll.questions.front()
             : nullptr;
}

std::string leaning(bool mostly_low, bool mostly_high) {
  return mostly_high && !mostly_low ? "high" : mostly_low && !mostly_high ? "low" : "mixed";
}

// The overall word of a published scale, from whatever was published of it: the side that was named, or the
// words and counts of results from before. Empty: nothing was.
std::string overall(const Question& scale, const std::vector<ResultLine>& lines,
                    ResultLine::Audience audience) {
  using Part = ResultLine::Part;
  std::string low, high;
  std::vector<int> steps(scale.options.size());
  int answered = -1;
  bool shown = false, by_step = false;
  for (const ResultLine& line : lines) {
    if (line.question != 0 || line.audience != audience || line.part == Part::too_few) continue;
    shown = true;
    if (line.part == Part::overall) return line.word;
    if (line.part == Part::low) low = line.word;
    if (line.part == Part::high) high = line.word;
    if (line.part == Part::answered) answered = line.number;
    if (line.part == Part::count && static_cast<std::size_t>(line.about) < steps.size()) {
      steps[static_cast<std::size_t>(line.about)] = line.number;
      by_step = true;
    }
  }
  if (!low.empty() && !high.empty()) return leaning(low == "most", high == "most");
  const auto classes = classes_of(scale);
  if (by_step) {
    const auto most = [&](const std::vector<int>& options) {
      int count = 0;
      for (const int option : options) count += steps[static_cast<std::size_t>(option)];
      return count > 1 && count * 2 >= answered;
    };
    return leaning(most(classes.front()), most(classes.back()));
  }
  if (!shown) return {};
  const auto first = foremost(scale, 0, lines, audience);
  const int top = static_cast<int>(classes.size()) - 1;
  return leaning(first == std::vector{0}, first == std::vector{top});
}

}  // namespace

std::optional<Pooled> pooled(std::span<const PublishedResult> results, ResultLine::Audience audience) {
  const Question* asked = nullptr;
  Pooled together;
  for (const PublishedResult& result : results) {
    const Question* question = scale_of(result.poll);
    if (result.poll.named || !question || (asked && *question != *asked)) continue;
    asked = question;
    const std::string word = overall(*question, result.lines, audience);
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
  add(together->high, "pooled.leaning",
      class_label(question, static_cast<int>(classes_of(question).size()) - 1, language));
  add(together->mixed, "pooled.mixed", "");
  add(together->low, "pooled.leaning", class_label(question, 0, language));
  return said;
}

}  // namespace results
