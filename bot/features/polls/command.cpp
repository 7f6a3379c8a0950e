#include "bot/features/polls/command.hpp"

#include <algorithm>
#include <cctype>
#include <span>

#include "bot/core/texts.hpp"
#include "bot/core/utf8.hpp"

namespace polls {
namespace {

using core::Minutes;
using core::Question;

constexpr std::size_t max_options = 10;   // a phone shows no more without losing the overview
constexpr std::size_t max_letters = 200;  // of one question or option
constexpr std::size_t quoted_back = 24;   // letters of one that is too long, in the complaint

enum class Word { several, scale, yes_no, text, named, anonymous, until, unknown };

struct Entry {
  Word word;
  std::initializer_list<const char*> spellings;  // folded
};
// Options in Bokmål, Nynorsk and English, as people type them.
const Entry words[] = {
    {Word::several, {"flere", "fleire", "several", "multiple", "many"}},
    {Word::scale, {"skala", "scale"}},
    {Word::yes_no, {"janei", "ja/nei", "ja-nei", "yesno", "yes/no", "yes-no"}},
    {Word::text, {"fritekst", "tekst", "text", "freetext"}},
    {Word::named,
     {"navn", "namn", "navngitt", "namngjeven", "apen", "aapen", "ope", "open", "named", "names"}},
    {Word::anonymous, {"anonym", "anonymt", "anonymous"}},
    {Word::until, {"til", "stenger", "stengjer", "until", "closes"}},
};

Word word_of(const std::string& typed) {
  const std::string key = core::folded(typed);
  for (const Entry& entry : words)
    for (const char* spelling : entry.spellings)
      if (key == spelling) return entry.word;
  return Word::unknown;
}

// Where the letter number `n` of UTF-8 text begins, or its end.
std::size_t letter_at(const std::string& text, std::size_t n) {
  std::size_t at = 0;
  for (std::size_t letters = 0; at < text.size(); ++at)
    if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 && letters++ == n) break;
  return at;
}

// Commas and dashes between the quotes, as people list things.
bool is_filler(const std::string& word) {
  return std::none_of(word.begin(), word.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || (static_cast<unsigned char>(c) & 0x80);
  });
}

// When a poll closes, or how long it lasts from its opening.
struct Closing {
  core::Instant at;
  std::optional<core::Lasting> lasts;
  bool contradicts = false;
};
constexpr Minutes usual_close{12 * 60}, in_session_close{10};

// "fredag 12:00", "14:30", "om 2 t", "10 min", from words[at] on; moves `at` behind what was read.
std::optional<Closing> closing_from(std::span<const std::string> words, std::size_t& at,
                                    const core::Zone& zone, core::Instant now) {
  const std::string first = at < words.size() ? core::folded(words[at]) : std::string();
  std::size_t behind = at + (first == "om" || first == "in" ? 1 : 0);
  if (const auto lasts = core::read_lasting(words, behind)) {
    at = behind;
    return Closing{core::after(now, *lasts, zone), lasts};
  }
  const core::Date today = core::date_of(zone.to_local(now));
  const core::WrittenTime said = core::read_time(words, at, today);
  if (said.empty() || said.ends) return std::nullopt;
  const auto closes = [&](core::Date day) {
    return zone.to_utc(core::at(day, said.time.value_or(usual_close)));
  };
  Closing closing{closes(said.date.value_or(today)), {}, said.contradicts};
  // A time of day that has passed means tomorrow's.
  if (!said.date && closing.at <= now)
    closing.at = closes(core::Date{std::chrono::sys_days{today} + std::chrono::days{1}});
  return closing;
}

bool only_digits(const std::string& word) {
  return word.find_first_not_of("0123456789") == std::string::npos;
}

std::string joined(std::span<const std::string> words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

}  // namespace

std::vector<core::Localized> agreement_scale() {
  std::vector<core::Localized> steps;
  for (const char* step :
       {"polls.scale.1", "polls.scale.2", "polls.scale.3", "polls.scale.4", "polls.scale.5"})
    steps.push_back(core::localized(step));  // texts: polls.scale.*
  return steps;
}

std::vector<core::Localized> yes_no() {
  return {core::localized("polls.no"), core::localized("polls.yes")};
}

core::Instant default_close(const core::Group& group, core::Instant now, bool in_session) {
  if (in_session) return now + in_session_close;
  const core::Zone zone = core::Zone::named(group.zone);
  return zone.to_utc(core::at(core::next_working_day(core::date_of(zone.to_local(now))), usual_close));
}

Draft draft_from(const core::CommandLine& line, const core::Group& group, core::Instant now,
                 bool in_session) {
  Draft draft;
  const core::Zone zone = core::Zone::named(group.zone);
  const auto complain = [&](const char* key, const std::string& about = {}) {
    if (draft.complaint.empty()) {
      draft.complaint = key;
      draft.about = about;
    }
  };
  const auto quoted = line.quoted();
  Question question;
  question.required = true;
  bool named = false;
  Word kind = Word::unknown;
  std::optional<core::Instant> closes;

  auto plain = line.plain();
  std::erase_if(plain, is_filler);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const std::string next = i + 1 < plain.size() ? plain[i + 1] : std::string();
    switch (const Word word = word_of(plain[i])) {
      case Word::several:
      case Word::scale:
      case Word::yes_no:
      case Word::text:
        if (kind != Word::unknown && kind != word) complain("polls.complaint.kinds");
        kind = word;
        break;
      case Word::named:
        named = true;
        break;
      case Word::anonymous:
        named = false;
        break;
      case Word::until:
      case Word::unknown: {
        const bool until = word == Word::until;
        std::size_t from = i;
        while (from < plain.size() && word_of(plain[from]) == Word::until) ++from;
        std::size_t at = from;
        const auto closing = closing_from(plain, at, zone, now);
        // A bare number could be anything: only "til 14" is a time.
        const bool unsure =
            !until && closing && !closing->lasts && at == from + 1 && only_digits(plain[from]);
        if (!closing || unsure) {
          complain(until ? "polls.complaint.time" : "polls.complaint.word", until ? next : plain[i]);
          break;
        }
        if (closing->contradicts)
          complain("polls.complaint.weekday", joined(std::span(plain).subspan(from, at - from)));
        closes = closing->at;
        draft.lasts = closing->lasts;
        i = at - 1;
        break;
      }
    }
  }
  if (line.unclosed_quote) complain("polls.complaint.quote");
  if (quoted.empty()) complain("polls.complaint.no_question");

  std::vector<std::string> options(quoted.begin() + (quoted.empty() ? 0 : 1), quoted.end());
  if (!quoted.empty()) question.prompt = core::Localized(quoted.front());
  for (const std::string& option : options) question.options.emplace_back(option);
  if (std::any_of(quoted.begin(), quoted.end(), [](const std::string& q) { return q.empty(); }))
    complain("polls.complaint.empty");
  for (const std::string& text : quoted)
    if (letter_at(text, max_letters) < text.size())
      complain("polls.complaint.long", text.substr(0, letter_at(text, quoted_back)) + "…");
  for (std::size_t i = 0; i < options.size(); ++i)
    for (std::size_t j = i + 1; j < options.size(); ++j)
      if (core::likeness(options[i]) == core::likeness(options[j]))
        complain("polls.complaint.twice", options[i]);

  switch (kind) {
    case Word::scale:
      question.kind = Question::Kind::scale;
      if (options.empty()) question.options = agreement_scale();
      if (question.options.size() != 2 && question.options.size() != 3 && question.options.size() != 5)
        complain("polls.complaint.steps");
      break;
    case Word::yes_no:
      question.kind = Question::Kind::scale;
      if (!options.empty()) complain("polls.complaint.no_options");
      question.options = yes_no();
      break;
    case Word::text:
      question.kind = Question::Kind::text;
      if (!options.empty()) complain("polls.complaint.no_options");
      break;
    default:
      question.kind = kind == Word::several ? Question::Kind::choices : Question::Kind::choice;
      // A question alone is a yes/no question: what people mean when they type one.
      if (options.empty() && kind == Word::unknown) {
        question.kind = Question::Kind::scale;
        question.options = yes_no();
      } else if (options.size() < 2) {
        complain("polls.complaint.two_options");
      }
      if (options.size() > max_options) complain("polls.complaint.many_options");
  }
  core::Poll& poll = draft.poll;
  poll.group = group.id;
  poll.named = named;
  poll.title = question.prompt;
  poll.questions = {std::move(question)};
  poll.opens = now;
  poll.closes = closes.value_or(default_close(group, now, in_session));
  if (!closes && in_session) draft.lasts = core::Lasting{0, in_session_close};
  if (poll.closes <= now || poll.closes > now + std::chrono::days{60}) complain("polls.complaint.closes");
  return draft;
}

}  // namespace polls
