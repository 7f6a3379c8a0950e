#include "bot/features/polls/kinds.hpp"

#include <algorithm>

#include "bot/core/command_line.hpp"
#include "bot/core/texts.hpp"
#include "bot/core/utf8.hpp"
#include "bot/core/written_words.hpp"

namespace polls {
namespace {

using core::Input;
using core::Question;

constexpr std::size_t max_letters = 200;  // of one question or option
constexpr std::size_t quoted_back = 24;   // letters of one that is too long, in the complaint

// Where the letter number `n` of UTF-8 text begins, or its end.
std::size_t letter_at(const std::string& text, std::size_t n) {
  std::size_t at = 0;
  for (std::size_t letters = 0; at < text.size(); ++at)
    if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 && letters++ == n) break;
  return at;
}

const KindRow& row_meant(const Wanted& wanted) {
  if (wanted.kind) return *wanted.kind;
  // A question alone is a yes/no question: what people mean when they type one. With a limit several are
  // meant.
  return *kind_named(wanted.options.empty() ? "yes_no" : wanted.most > 0 ? "choices" : "choice");
}

struct Complaint {
  std::string& key;
  std::string& about;
  void operator()(const char* text, const std::string& of = {}) {
    if (!key.empty()) return;
    key = text;
    about = of;
  }
};

void check_words(const Wanted& wanted, Complaint& complain) {
  std::vector<std::string> all{wanted.prompt};
  all.insert(all.end(), wanted.options.begin(), wanted.options.end());
  if (std::ranges::any_of(all, &std::string::empty)) complain("polls.complaint.empty");
  for (const std::string& text : all)
    if (letter_at(text, max_letters) < text.size())
      complain("polls.complaint.long", text.substr(0, letter_at(text, quoted_back)) + "…");
  const std::size_t compared = std::min(wanted.options.size(), max_options);
  for (std::size_t i = 0; i < compared; ++i)
    for (std::size_t j = i + 1; j < compared; ++j)
      if (core::likeness(wanted.options[i]) == core::likeness(wanted.options[j]))
        complain("polls.complaint.twice", wanted.options[i]);
}

void check_options(const KindRow& row, const Wanted& wanted, Question& question, Complaint& complain) {
  const std::size_t given = wanted.options.size();
  switch (row.options) {
    case KindRow::Options::none:
      if (given > 0) complain("polls.complaint.no_options");
      if (row.own) question.options = row.own();
      break;
    case KindRow::Options::steps:
      if (given == 0) question.options = agreement_scale();
      if (const auto steps = question.options.size(); steps != 2 && steps != 3 && steps != 5)
        complain("polls.complaint.steps");
      break;
    case KindRow::Options::given:
      if (given < 2) complain("polls.complaint.two_options");
      if (given > max_options) complain("polls.complaint.many_options", std::to_string(max_options));
  }
}

}  // namespace

const std::vector<KindRow>& kinds() {
  using enum KindRow::Options;
  static const std::vector<KindRow> table{
      {"choice", Question::Kind::choice, Input::Kind::choice, given, false, {}},
      {"choices",
       Question::Kind::choices,
       Input::Kind::choices,
       given,
       true,
       {"flere", "fleire", "several", "multiple", "many"}},
      {"ranked",
       Question::Kind::ranked,
       Input::Kind::choice,
       given,
       true,
       {"rangert", "ranger", "rangering", "rangere", "ranked", "rank", "ranking"}},
      {"yes_no",
       Question::Kind::scale,
       Input::Kind::scale,
       none,
       false,
       {"janei", "ja/nei", "ja-nei", "yesno", "yes/no", "yes-no"},
       yes_no},
      {"scale", Question::Kind::scale, Input::Kind::scale, steps, false, {"skala", "scale"}},
      {"text",
       Question::Kind::text,
       Input::Kind::text,
       none,
       false,
       {"fritekst", "tekst", "text", "freetext"}},
  };
  return table;
}

const KindRow* kind_typed(const std::string& word) {
  const std::string key = core::folded(word);
  for (const KindRow& row : kinds())
    if (std::ranges::find(row.words, key) != row.words.end()) return &row;
  return nullptr;
}

const KindRow* kind_named(std::string_view name) {
  const auto row = std::ranges::find(kinds(), name, &KindRow::name);
  return row == kinds().end() ? nullptr : &*row;
}

const KindRow& row_of(const Question& question) {
  for (const KindRow& row : kinds())
    if (row.kind == question.kind && row.own && std::ranges::is_permutation(row.own(), question.options))
      return row;
  return *kind_named(core::code(question.kind));
}

Made make_question(const Wanted& wanted) {
  Made made;
  Complaint complain{made.complaint, made.about};
  const KindRow& row = row_meant(wanted);
  Question& question = made.question;
  question.kind = row.kind;
  question.required = true;
  question.prompt = core::Localized(wanted.prompt);
  for (const std::string& option : wanted.options) question.options.emplace_back(option);
  check_words(wanted, complain);
  check_options(row, wanted, question, complain);
  const int all = static_cast<int>(question.options.size());
  if (wanted.most > 0 && !row.has_most) complain("polls.complaint.no_most");
  if (wanted.most > all) complain("polls.complaint.most", std::to_string(all));
  // As many as there are is no limit; places are asked for one by one, so that there are always some.
  question.most = wanted.most < all ? wanted.most : 0;
  // One of several is a choice, and disclosed as one: the rule for several picks counts on more
  // (docs/privacy.md).
  if (question.most == 1) {
    question.kind = Question::Kind::choice;
    question.most = 0;
  }
  if (row.kind == Question::Kind::ranked && wanted.most == 0 && all > usual_ranks)
    question.most = usual_ranks;
  return made;
}

std::vector<core::Localized> agreement_scale() {
  std::vector<core::Localized> steps;
  for (const char* step :
       {"polls.scale.1", "polls.scale.2", "polls.scale.3", "polls.scale.4", "polls.scale.5"})
    steps.push_back(core::localized(step));  // texts: polls.scale.*
  return steps;
}

std::vector<core::Localized> yes_no() {
  return {core::localized("polls.yes"), core::localized("polls.no")};
}

}  // namespace polls
