#include "bot/results/pooled.hpp"

#include <algorithm>

#include "bot/core/random.hpp"
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

using Side = Leaning::Side;

Side leaning(bool mostly_low, bool mostly_high) {
  return mostly_high && !mostly_low ? Side::high : mostly_low && !mostly_high ? Side::low : Side::mixed;
}
Side side_from(const std::string& word) {
  return word == "high" ? Side::high : word == "low" ? Side::low : word.empty() ? Side::none : Side::mixed;
}

std::string mark_of(const Question& scale) {
  std::string all = std::to_string(scale.required) + " " + std::to_string(scale.most);
  const auto add = [&](const core::Localized& words) {
    for (const std::string& text : words.texts) all += "\n" + std::to_string(text.size()) + " " + text;
  };
  add(scale.prompt);
  for (const core::Localized& option : scale.options) add(option);
  return core::id_from_name(all);
}

// The overall word of a published scale, from whatever was published of it: the side that was named, or the
// words and counts of results from before.
Side overall(const Question& scale, const std::vector<ResultLine>& lines, ResultLine::Audience audience) {
  using Part = ResultLine::Part;
  std::string low, high;
  std::vector<int> steps(scale.options.size());
  int answered = -1;
  bool shown = false, by_step = false;
  for (const ResultLine& line : lines) {
    if (line.question != 0 || line.audience != audience || line.part == Part::too_few) continue;
    shown = true;
    if (line.part == Part::overall) return side_from(line.word);
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
  if (!shown) return Side::none;
  const auto first = foremost(scale, 0, lines, audience);
  const int top = static_cast<int>(classes.size()) - 1;
  return leaning(first == std::vector{0}, first == std::vector{top});
}

}  // namespace

std::optional<Leaning> leaning_of(const PublishedResult& result, ResultLine::Audience audience) {
  if (std::ranges::find(result.lines, audience, &ResultLine::audience) == result.lines.end())
    return std::nullopt;
  const Question* scale = result.poll.named ? nullptr : scale_of(result.poll);
  if (!scale) return Leaning{};
  return Leaning{mark_of(*scale), overall(*scale, result.lines, audience)};
}

std::optional<Pooled> pooled(std::span<const Leaning> leanings) {
  const std::string* asked = nullptr;
  Pooled together;
  for (const Leaning& one : leanings) {
    if (one.scale.empty() || (asked && one.scale != *asked)) continue;
    asked = &one.scale;
    if (one.side == Side::none) continue;
    ++together.of;
    ++(one.side == Side::high ? together.high : one.side == Side::low ? together.low : together.mixed);
  }
  if (together.of < fewest_pooled) return std::nullopt;
  return together;
}

namespace {
// Also of those that were shown nothing: the newest says which scale it is.
std::vector<Leaning> leanings_of(std::span<const PublishedResult> results, ResultLine::Audience audience) {
  std::vector<Leaning> all;
  for (const PublishedResult& result : results)
    if (const auto one = leaning_of(result, audience))
      all.push_back(*one);
    else if (const Question* scale = result.poll.named ? nullptr : scale_of(result.poll))
      all.push_back({mark_of(*scale), Side::none});
  return all;
}
}  // namespace

std::optional<Pooled> pooled(std::span<const PublishedResult> results, ResultLine::Audience audience) {
  return pooled(leanings_of(results, audience));
}

std::optional<Paragraph> say_pooled(std::span<const PublishedResult> results, ResultLine::Audience audience,
                                    Language language) {
  const auto newest = std::find_if(results.begin(), results.end(), [](const PublishedResult& result) {
    return !result.poll.named && scale_of(result.poll);
  });
  if (newest == results.end()) return std::nullopt;
  return say_pooled(leanings_of(results, audience), newest->poll.questions.front(), language);
}

std::optional<Paragraph> say_pooled(std::span<const Leaning> leanings, const Question& question,
                                    Language language) {
  const auto together = pooled(leanings);
  if (!together) return std::nullopt;
  Paragraph said{{Span(question.prompt.in(language), Span::Style::strong)}};
  // texts: pooled.leaning pooled.tie pooled.between
  const int top = static_cast<int>(classes_of(question).size()) - 1;
  const std::string low = class_label(question, 0, language), high = class_label(question, top, language);
  const auto add = [&](int times, const char* key, const std::string& option) {
    if (times > 0)
      said.text.emplace_back(" " + text(language, key,
                                        {{"option", option},
                                         {"one", low},
                                         {"other", high},
                                         {"n", std::to_string(times)},
                                         {"of", std::to_string(together->of)}}));
  };
  add(together->high, "pooled.leaning", high);
  if (top == 1)
    add(together->mixed, "pooled.tie", "");
  else
    add(together->mixed, "pooled.between", class_label(question, 1, language));
  add(together->low, "pooled.leaning", low);
  return said;
}

}  // namespace results
