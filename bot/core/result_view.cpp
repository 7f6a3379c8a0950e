#include "bot/core/result_view.hpp"

#include <algorithm>

#include "bot/core/texts.hpp"

namespace core {
namespace {

using Audience = ResultLine::Audience;

std::string option_label(const Question& question, const std::string& part, Language language) {
  const auto index = static_cast<std::size_t>(std::stoi(part.substr(part.find(':') + 1)));
  return index < question.options.size() ? question.options[index].in(language) : part;
}

// Bars make words visible; the lengths are those of the words, not of the answers.
double share_of(const std::string& word) {
  return word == "most" ? 0.85 : word == "some" ? 0.45 : 0.12;
}

const ResultLine* line_of(const std::vector<const ResultLine*>& lines, std::string_view part) {
  for (const ResultLine* line : lines)
    if (line->part == part) return line;
  return nullptr;
}

std::string class_label(const Question& question, std::string_view part, Language language) {
  // Two and three steps are named by their own labels; of five, the ends stand for the classes.
  const std::size_t n = question.options.size();
  const auto label = [&](std::size_t i) { return question.options[i].in(language); };
  if (n <= 3) return part == "low" ? label(0) : part == "high" ? label(n - 1) : label(1);
  if (part == "low") return label(0) + " / " + label(1);
  if (part == "high") return label(n - 2) + " / " + label(n - 1);
  return label(n / 2);
}

void say_question(std::vector<Block>& blocks, const Poll& poll, int q, const Result& result,
                  Language language, Audience audience) {
  const Question& question = poll.questions[static_cast<std::size_t>(q)];
  std::vector<const ResultLine*> lines;
  for (const ResultLine& line : result.lines)
    if (line.question == q && line.audience == audience) lines.push_back(&line);
  std::vector<Rich> texts;
  if (audience == Audience::group)
    for (const auto& [of, text] : result.texts)
      if (of == q) texts.push_back({Span(text)});
  if (lines.empty() && texts.empty()) return;
  if (poll.questions.size() > 1 || question.prompt != poll.title)
    blocks.emplace_back(Paragraph{{Span(question.prompt.in(language), Span::Style::strong)}});
  if (!texts.empty()) blocks.emplace_back(List{std::move(texts), false});
  if (line_of(lines, "too_few")) {
    blocks.emplace_back(Paragraph{
        rich(language, question.kind == Question::Kind::text ? "polls.too_few_texts" : "polls.too_few")});
    return;
  }
  // texts: polls.overall.* polls.word.*
  if (const auto* overall = line_of(lines, "overall"))
    blocks.emplace_back(Paragraph{rich(
        language, "polls.overall." + overall->word,
        {{"low", question.options.front().in(language)}, {"high", question.options.back().in(language)}})});
  Bars bars;
  for (const char* part : {"low", "middle", "high"})
    if (const auto* line = line_of(lines, part))
      bars.rows.push_back({class_label(question, part, language), share_of(line->word),
                           text(language, "polls.word." + line->word)});
  std::vector<std::string> winners;
  int answered = 0;
  if (const auto* line = line_of(lines, "answered")) answered = std::stoi(line->word);
  for (const ResultLine* line : lines) {
    if (line->part.starts_with("winner:")) winners.push_back(option_label(question, line->part, language));
    if (line->part.starts_with("count:"))
      bars.rows.push_back({option_label(question, line->part, language),
                           answered > 0 ? std::stod(line->word) / answered : 0, line->word});
  }
  if (!winners.empty())
    blocks.emplace_back(Paragraph{rich(language, winners.size() == 1 ? "polls.winner" : "polls.winners",
                                       {{"options", say_list(language, winners)}})});
  if (!bars.rows.empty()) blocks.emplace_back(std::move(bars));
  if (line_of(lines, "answered"))
    blocks.emplace_back(ContextLine{{Span(text_n(language, "polls.answered", answered))}});
}

}  // namespace

std::vector<Block> result_blocks(const Poll& poll, const Result& result, Language language,
                                 Audience audience) {
  std::vector<Block> blocks;
  // Nothing to show at all is said once, not for each question.
  const bool nothing = result.texts.empty() &&
                       std::any_of(result.lines.begin(), result.lines.end(),
                                   [&](const ResultLine& line) { return line.audience == audience; }) &&
                       std::all_of(result.lines.begin(), result.lines.end(), [&](const ResultLine& line) {
                         return line.audience != audience || line.part == "too_few";
                       });
  if (nothing) return {Paragraph{rich(language, "polls.too_few")}};
  for (int q = 0; q < static_cast<int>(poll.questions.size()); ++q)
    say_question(blocks, poll, q, result, language, audience);
  return blocks;
}

}  // namespace core
