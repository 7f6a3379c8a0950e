#include "bot/results/result_view.hpp"

#include <algorithm>

#include "bot/core/texts.hpp"

namespace results {
using core::Bars;
using core::beside_picture;
using core::Block;
using core::classes_of;
using core::ContextLine;
using core::Facts;
using core::Language;
using core::List;
using core::localized;
using core::Message;
using core::Paragraph;
using core::plain_text;
using core::Plot;
using core::Poll;
using core::Question;
using core::Result;
using core::ResultLine;
using core::Rich;
using core::rich;
using core::say_list;
using core::Span;
using core::text;
using core::text_n;
namespace {

using Audience = ResultLine::Audience;
using Part = ResultLine::Part;
using Lines = std::vector<const ResultLine*>;

constexpr std::size_t drawn_letters = 120;  // bytes of all labels together that still fit a line on a phone
constexpr std::size_t most_drawn = 10;      // rows and pictures that still make a small one

Lines lines_of(const std::vector<ResultLine>& all, int question, Audience audience) {
  Lines lines;
  for (const ResultLine& line : all)
    if (line.question == question && line.audience == audience) lines.push_back(&line);
  return lines;
}

const ResultLine* line_of(const Lines& lines, Part part) {
  for (const ResultLine* line : lines)
    if (line->part == part) return line;
  return nullptr;
}

std::string option_label(const Question& question, int option, Language language) {
  const auto index = static_cast<std::size_t>(option);
  return option >= 0 && index < question.options.size() ? question.options[index].in(language)
                                                        : std::to_string(option + 1);
}

bool is_agreement(const Question& question) {
  return question.kind == Question::Kind::scale && question.options.size() == 5 &&
         question.options.front() == localized("polls.scale.1") &&
         question.options.back() == localized("polls.scale.5");
}

// As what people answered: «Ja», «på enig-siden (...)».
std::string answer_words(const Question& question, int about, Language language) {
  const std::string label = class_label(question, about, language);
  return is_agreement(question) && about != 1 ? text(language, "polls.side.on", {{"side", label}}) : label;
}

bool has_number(const Lines& lines) {
  return line_of(lines, Part::count) || line_of(lines, Part::side);
}

std::vector<int> named_in(const Lines& lines) {
  std::vector<int> named;
  for (const ResultLine* line : lines)
    if (line->part == Part::half || line->part == Part::first || line->part == Part::tie)
      named.push_back(line->about);
  return named;
}

// Marks the classes that are named, each as large as the others: a drawing of words is no proportion.
void draw_marks(Message& said, const Question& question, const std::vector<int>& named, Language language) {
  const int classes = static_cast<int>(classes_of(question).size());
  Rich marks;
  std::size_t letters = 0;
  for (int about = 0; about < classes; ++about) {
    const bool is_named = std::find(named.begin(), named.end(), about) != named.end();
    const std::string label = class_label(question, about, language);
    letters += label.size();
    marks.emplace_back((about > 0 ? "   " : "") + std::string(is_named ? "● " : "○ "));
    marks.emplace_back(label, is_named ? Span::Style::strong : Span::Style::plain);
  }
  if (letters <= drawn_letters) said.blocks.emplace_back(Paragraph{std::move(marks), true});
}

void say_first(Message& said, const Question& question, const Lines& lines, Language language) {
  const bool picks = question.kind == Question::Kind::choices;
  const bool ranked = question.kind == Question::Kind::ranked;
  const bool by_lot = line_of(lines, Part::lot) != nullptr;
  const std::vector<int> named = named_in(lines);
  if (line_of(lines, Part::spread)) {
    said.blocks.emplace_back(Paragraph{rich(language, "polls.said.spread")});
    return;
  }
  if (named.empty()) return;
  if (named.size() == 2) {
    // texts: polls.said.tie polls.said.tie_of_two polls.said.tie_picked polls.said.tie_ranked
    const bool of_two = !picks && classes_of(question).size() == 2;
    said.blocks.emplace_back(Paragraph{rich(language,
                                            ranked   ? "polls.said.tie_ranked"
                                            : picks  ? "polls.said.tie_picked"
                                            : of_two ? "polls.said.tie_of_two"
                                                     : "polls.said.tie",
                                            {{"one", answer_words(question, named[0], language)},
                                             {"other", answer_words(question, named[1], language)}})});
  } else {
    // texts: polls.said.half polls.said.first polls.said.most polls.said.picked polls.said.picked_by_lot
    // texts: polls.said.lot polls.said.lot_first
    const bool half = line_of(lines, Part::half) != nullptr;
    // texts: polls.said.ranked
    const char* key = ranked              ? "polls.said.ranked"
                      : half              ? "polls.said.half"
                      : picks && by_lot   ? "polls.said.picked_by_lot"
                      : picks             ? "polls.said.picked"
                      : has_number(lines) ? "polls.said.most"
                                          : "polls.said.first";
    Rich words = rich(language, key, {{"answer", answer_words(question, named[0], language)}});
    if (by_lot && !picks) {
      words.emplace_back(" ");
      for (Span& span : rich(language, half || ranked ? "polls.said.lot" : "polls.said.lot_first"))
        words.push_back(std::move(span));
    }
    said.blocks.emplace_back(Paragraph{std::move(words)});
  }
  if (!line_of(lines, Part::answered)) draw_marks(said, question, named, language);
}

// What the numbers that are shown say of the first place; nothing where some are not told.
void say_most(Message& said, const Question& question, const std::vector<std::string>& first,
              Language language) {
  // texts: polls.said.most polls.said.picked polls.said.tie polls.said.tie_picked
  const bool picks = question.kind == Question::Kind::choices;
  if (first.size() == 1)
    said.blocks.emplace_back(
        Paragraph{rich(language, picks ? "polls.said.picked" : "polls.said.most", {{"answer", first[0]}})});
  else if (first.size() == 2)
    said.blocks.emplace_back(Paragraph{rich(language, picks ? "polls.said.tie_picked" : "polls.said.tie",
                                            {{"one", first[0]}, {"other", first[1]}})});
}

// The answers that nothing is above, as a sentence calls them.
std::vector<std::string> first_of(const Lines& lines, const Question& question, Language language) {
  std::vector<std::string> names;
  int best = 0;
  for (const ResultLine* line : lines) best = std::max(best, line->number);
  for (const ResultLine* line : lines)
    if (best > 0 && line->number == best)
      names.push_back(line->part == Part::side ? answer_words(question, line->about, language)
                                               : option_label(question, line->about, language));
  return names;
}

// The bars that are said; the words where no number may be told stand below them without one.
void draw_numbers(Message& said, const Question& question, const Lines& lines, const Lines& counted,
                  const Bars& bars, const Facts& bounds) {
  Plot plot;
  const std::vector<int> named = named_in(lines);
  const bool all = bounds.rows.empty() && counted.size() >= classes_of(question).size();
  int best = 0, sum = 0;
  for (const ResultLine* line : counted) {
    best = std::max(best, line->number);
    sum += line->number;
  }
  for (std::size_t i = 0; i < counted.size(); ++i) {
    const bool most = named.empty() && (all || question.kind == Question::Kind::choices) && best > 0 &&
                      counted[i]->number == best && !line_of(lines, Part::all_but);
    if (most || std::find(named.begin(), named.end(), counted[i]->about) != named.end())
      plot.first.push_back(i);
  }
  if (plot.first.size() > 2) plot.first.clear();  // no first place is told of then
  const ResultLine* answered = line_of(lines, Part::answered);
  if (question.kind == Question::Kind::scale && all && answered && sum == answered->number)
    plot.as = Plot::As::whole;
  plot.bars = bars.rows;
  for (const auto& [label, words] : bounds.rows) plot.bars.push_back({label, -1, words});
  said.pictures.push_back(std::move(plot));
}

// Where only words are said: all of one size, the ones that are named stand out.
void draw_words(Message& said, const Question& question, const Lines& lines, Language language) {
  const std::vector<int> named = named_in(lines);
  if (named.empty()) return;
  Plot plot;
  plot.as = Plot::As::words;
  for (std::size_t i = 0; i < classes_of(question).size(); ++i) {
    const int about = static_cast<int>(i);
    if (std::find(named.begin(), named.end(), about) != named.end()) plot.first.push_back(i);
    plot.bars.push_back({class_label(question, about, language), 0, {}});
  }
  said.pictures.push_back(std::move(plot));
}

void say_numbers(Message& said, const Question& question, const Lines& lines, bool hides, bool with_pictures,
                 Language language) {
  int answered = 0;
  if (const auto* line = line_of(lines, Part::answered)) answered = line->number;
  Lines counted;
  Facts bounds;
  for (const ResultLine* line : lines) {
    if (line->part == Part::count || line->part == Part::side) {
      counted.push_back(line);
    } else if (line->part == Part::few || line->part == Part::all_but) {
      // texts: polls.said.few polls.said.all_but
      const auto at = line->part == Part::all_but ? bounds.rows.begin() : bounds.rows.end();
      bounds.rows.insert(at,
                         {option_label(question, line->about, language),
                          text(language, line->part == Part::few ? "polls.said.few" : "polls.said.all_but",
                               {{"n", std::to_string(line->number)}})});
    }
  }
  if (question.kind != Question::Kind::scale)
    std::stable_sort(counted.begin(), counted.end(),
                     [](const auto* a, const auto* b) { return a->number > b->number; });
  Bars bars;
  for (const ResultLine* line : counted)
    bars.rows.push_back({line->part == Part::side ? class_label(question, line->about, language)
                                                  : option_label(question, line->about, language),
                         answered > 0 ? static_cast<double>(line->number) / answered : 0,
                         std::to_string(line->number)});
  const bool picks = question.kind == Question::Kind::choices;
  const bool ranked = question.kind == Question::Kind::ranked;  // said in words of its own
  const bool all = counted.size() + bounds.rows.size() >= classes_of(question).size();
  if (!ranked && (picks ? !line_of(lines, Part::all_but) : all))
    say_most(said, question, first_of(counted, question, language), language);
  if (!bars.rows.empty()) {
    if (with_pictures) draw_numbers(said, question, lines, counted, bars, bounds);
    said.blocks.emplace_back(std::move(bars));
  }
  if (!bounds.rows.empty()) said.blocks.emplace_back(std::move(bounds));
  // texts: polls.said.hidden polls.said.hidden_picks
  if (hides && !ranked && line_of(lines, Part::answered) && !all)
    said.blocks.emplace_back(
        ContextLine{rich(language, picks ? "polls.said.hidden_picks" : "polls.said.hidden")});
  if (line_of(lines, Part::answered))
    said.blocks.emplace_back(ContextLine{{Span(text_n(language, "polls.answered", answered))}});
}

// Results from before: their words, as they were published.
void say_old_words(Message& said, const Question& question, const Lines& lines, Language language) {
  // texts: polls.overall.* polls.word.*
  if (const auto* overall = line_of(lines, Part::overall))
    said.blocks.emplace_back(Paragraph{rich(
        language, "polls.overall." + overall->word,
        {{"low", question.options.front().in(language)}, {"high", question.options.back().in(language)}})});
  Facts words;
  const int last = static_cast<int>(classes_of(question).size()) - 1;
  for (const auto& [part, about] :
       {std::pair{Part::low, 0}, std::pair{Part::middle, 1}, std::pair{Part::high, last}})
    if (const auto* line = line_of(lines, part))
      words.rows.emplace_back(class_label(question, about, language),
                              text(language, "polls.word." + line->word));
  if (!words.rows.empty()) said.blocks.emplace_back(std::move(words));
  std::vector<std::string> winners;
  for (const ResultLine* line : lines)
    if (line->part == Part::winner) winners.push_back(option_label(question, line->about, language));
  if (!winners.empty())
    said.blocks.emplace_back(Paragraph{rich(language, winners.size() == 1 ? "polls.winner" : "polls.winners",
                                            {{"options", say_list(language, winners)}})});
}

void say_question(Message& said, const Poll& poll, int q, const Result& result, Language language,
                  Audience audience, bool with_pictures) {
  const Question& question = poll.questions[static_cast<std::size_t>(q)];
  const Lines lines = lines_of(result.lines, q, audience);
  std::vector<Rich> texts;
  if (audience == Audience::group)
    for (const auto& [of, text] : result.texts)
      if (of == q) texts.push_back({Span(text)});
  if (lines.empty() && texts.empty()) return;
  const std::size_t pictures = said.pictures.size();
  if (poll.questions.size() > 1 || question.prompt != poll.title)
    said.blocks.emplace_back(Paragraph{{Span(question.prompt.in(language), Span::Style::strong)}});
  if (!texts.empty()) said.blocks.emplace_back(List{std::move(texts), false});
  if (line_of(lines, Part::too_few)) {
    said.blocks.emplace_back(Paragraph{
        rich(language, question.kind == Question::Kind::text ? "polls.too_few_texts" : "polls.too_few")});
    return;
  }
  const std::size_t from = said.blocks.size();
  say_old_words(said, question, lines, language);
  say_first(said, question, lines, language);
  say_numbers(said, question, lines, !poll.named, with_pictures, language);
  if (!with_pictures) return;
  if (said.pictures.size() == pictures) draw_words(said, question, lines, language);
  if (said.pictures.size() == pictures) return;
  Plot& drawn = said.pictures.back();
  drawn.title = question.prompt.in(language);
  const auto first = said.blocks.begin() + static_cast<std::ptrdiff_t>(from);
  drawn.alt = plain_text(beside_picture({{first, said.blocks.end()}}));
  if (drawn.bars.size() > most_drawn || said.pictures.size() > most_drawn) said.pictures.pop_back();
}

// What was counted of each option, or of each side.
std::vector<int> numbers_of(const Question& question, const Lines& lines) {
  const auto classes = classes_of(question);
  std::vector<int> numbers(classes.size());
  for (const ResultLine* line : lines)
    for (std::size_t c = 0; c < classes.size(); ++c)
      if ((line->part == Part::side && line->about == static_cast<int>(c)) ||
          (line->part == Part::count && std::count(classes[c].begin(), classes[c].end(), line->about) > 0))
        numbers[c] += line->number;
  return numbers;
}

Message said_of(const Poll& poll, const Result& result, Language language, Audience audience,
                bool with_pictures) {
  // Nothing to show at all is said once, not for each question.
  const bool nothing = result.texts.empty() &&
                       std::any_of(result.lines.begin(), result.lines.end(),
                                   [&](const ResultLine& line) { return line.audience == audience; }) &&
                       std::all_of(result.lines.begin(), result.lines.end(), [&](const ResultLine& line) {
                         return line.audience != audience || line.part == Part::too_few;
                       });
  if (nothing) return {{Paragraph{rich(language, "polls.too_few")}}};
  Message said;
  for (int q = 0; q < static_cast<int>(poll.questions.size()); ++q)
    say_question(said, poll, q, result, language, audience, with_pictures);
  return said;
}

}  // namespace

std::string class_label(const Question& question, int about, Language language) {
  const auto classes = classes_of(question);
  if (about < 0 || static_cast<std::size_t>(about) >= classes.size())
    return option_label(question, about, language);
  std::vector<std::string> options;
  for (const int option : classes[static_cast<std::size_t>(about)])
    options.push_back(option_label(question, option, language));
  std::string either = options.front();
  for (std::size_t i = 1; i < options.size(); ++i)
    either = text(language, "polls.side.either", {{"one", either}, {"other", options[i]}});
  if (!is_agreement(question) || about == 1) return either;
  // texts: polls.side.agree polls.side.disagree
  return text(language, about == 0 ? "polls.side.disagree" : "polls.side.agree", {{"options", either}});
}

std::vector<int> foremost(const Question& question, int number, const std::vector<ResultLine>& lines,
                          Audience audience) {
  const Lines own = lines_of(lines, number, audience);
  std::vector<int> named, nearly_all;
  for (const ResultLine* line : own) {
    if (line->part == Part::half || line->part == Part::first || line->part == Part::tie ||
        line->part == Part::winner)
      named.push_back(line->about);
    if (line->part == Part::all_but) nearly_all.push_back(line->about);
  }
  if (!named.empty()) return named;
  if (!nearly_all.empty()) return nearly_all;
  const auto numbers = numbers_of(question, own);
  const int best = numbers.empty() ? 0 : *std::max_element(numbers.begin(), numbers.end());
  for (std::size_t i = 0; best > 0 && i < numbers.size(); ++i)
    if (numbers[i] == best) named.push_back(static_cast<int>(i));
  return named;
}

Message result_said(const Poll& poll, const Result& result, Language language, Audience audience) {
  return said_of(poll, result, language, audience, true);
}

std::vector<Block> result_blocks(const Poll& poll, const Result& result, Language language,
                                 Audience audience) {
  return said_of(poll, result, language, audience, false).blocks;
}

}  // namespace results
