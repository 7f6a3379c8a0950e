#include "bot/features/polls/command.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>

#include "bot/core/ascii.hpp"
#include "bot/core/days.hpp"
#include "bot/core/written_time.hpp"
#include "bot/features/polls/alike.hpp"
#include "bot/features/polls/kinds.hpp"

namespace polls {
namespace {

using core::Minutes;

enum class Word { named, anonymous, until, most, unknown };

struct Entry {
  Word word;
  std::initializer_list<const char*> spellings;
};
// In Bokmål, Nynorsk and English, as people type them. Kinds have words of their own (kinds.hpp).
const Entry words[] = {
    {Word::named,
     {"navn", "namn", "navngitt", "namngjeven", "apen", "aapen", "ope", "open", "named", "names"}},
    {Word::anonymous, {"anonym", "anonymt", "anonymous"}},
    {Word::until,
     {"til", "innen", "fram", "frem", "stenger", "stengjer", "senest", "seinast", "frist", "svarfrist",
      "t.o.m.", "tom", "until", "till", "by", "before", "closes", "deadline"}},
    {Word::most, {"høyst", "høgst", "maks", "maksimalt", "max", "most"}},
};

Word word_of(const std::string& typed) {
  std::string key = core::folded(typed);
  if (key.ends_with(':')) key.pop_back();  // "frist: fredag"
  for (const Entry& entry : words)
    for (const char* spelling : entry.spellings)
      if (key == core::folded(spelling)) return entry.word;
  return Word::unknown;
}

// Commas and dashes between the quotes, as people list things; a smile behind them.
bool is_filler(const std::string& word) {
  return core::says_nothing(word) || std::none_of(word.begin(), word.end(), [](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) || (static_cast<unsigned char>(c) & 0x80);
         });
}

// Between two questions of one poll: "A?" "Ja" "Nei" + "B?" skala
bool parts_questions(const core::CommandLine::Word& word) {
  return !word.quoted && word.text == "+";
}

std::string joined(std::span<const std::string> parts) {
  std::string all;
  for (const std::string& word : parts) all += (all.empty() ? "" : " ") + word;
  return all;
}

constexpr Minutes usual_close{12 * 60}, in_session_close{10};

class Reader {
 public:
  Reader(Draft& draft, const core::Zone& zone, core::Instant now) : draft_(draft), zone_(zone), now_(now) {}

  // One question, and what is said of the whole poll between its words.
  void part(const core::CommandLine& line) {
    wanted_ = {};
    const auto quoted = line.quoted();
    if (!quoted.empty()) wanted_.prompt = quoted.front();
    wanted_.options.assign(quoted.begin() + (quoted.empty() ? 0 : 1), quoted.end());
    auto plain = line.plain();
    std::erase_if(plain, is_filler);
    for (std::size_t i = 0; i < plain.size();) i = word(plain, i);
    if (quoted.empty()) return complain("polls.complaint.no_question");
    Made made = make_question(wanted_);
    if (!made.complaint.empty()) complain(made.complaint.c_str(), made.about);
    draft_.poll.questions.push_back(std::move(made.question));
  }
  void complain(const char* key, const std::string& about = {}) {
    if (!draft_.complaint.empty()) return;
    draft_.complaint = key;
    draft_.about = about;
  }
  const std::optional<core::Instant>& closes() const { return closes_; }

 private:
  // Reads the word at `at` with what belongs to it; gives what follows.
  std::size_t word(const std::vector<std::string>& plain, std::size_t at) {
    if (const KindRow* kind = kind_typed(plain[at])) {
      if (wanted_.kind && wanted_.kind != kind) complain("polls.complaint.kinds");
      wanted_.kind = kind;
      return at + 1;
    }
    const bool at_most = core::folded(plain[at]) == "at" && at + 1 < plain.size();
    if (at_most && word_of(plain[at + 1]) == Word::most) ++at;
    switch (word_of(plain[at])) {
      case Word::named:
        draft_.poll.named = true;
        return at + 1;
      case Word::anonymous:
        draft_.poll.named = false;
        return at + 1;
      case Word::most:
        if (at + 1 < plain.size() && core::ascii::is_digits(plain[at + 1]) && plain[at + 1].size() < 3 &&
            std::stoi(plain[at + 1]) > 0) {
          wanted_.most = std::stoi(plain[at + 1]);
          return at + 2;
        }
        complain("polls.complaint.most_number", plain[at]);
        return at + 1;
      default:
        return time(plain, at);
    }
  }

  std::size_t time(const std::vector<std::string>& plain, std::size_t at) {
    std::size_t from = at;
    while (from < plain.size() && word_of(plain[from]) == Word::until) ++from;
    const bool until = from > at;
    const auto says = [&](std::size_t i, const char* word) {
      return i < plain.size() && core::folded(plain[i]) == word;
    };
    if (until && says(from, "og") && says(from + 1, "med")) from += 2;
    std::size_t behind = from;
    auto closing = read_closing(plain, behind, zone_, now_);
    // "til fredag innen kl. 12" is one time.
    std::size_t more = behind;
    while (closing && !closing->lasts && more < plain.size() && word_of(plain[more]) == Word::until) ++more;
    if (more > behind) {
      const auto word = [&](std::size_t i) { return plain.begin() + static_cast<std::ptrdiff_t>(i); };
      std::vector<std::string> both(word(from), word(behind));
      both.insert(both.end(), word(more), word(std::min(plain.size(), more + core::longest_time)));
      std::size_t end = 0;
      const auto whole = read_closing(both, end, zone_, now_);
      if (whole && end > behind - from) {
        closing = whole;
        behind = more + end - (behind - from);
      }
    }
    // A bare number could be anything: only "til 14" is a time.
    const bool unsure =
        !until && closing && !closing->lasts && behind == from + 1 && core::ascii::is_digits(plain[from]);
    if (!closing || unsure) {
      constexpr std::size_t shown = 3;  // "til i kveld": «i» alone says nothing
      std::size_t end = from;
      while (end < std::min(plain.size(), from + shown) && word_of(plain[end]) == Word::unknown &&
             !kind_typed(plain[end]))
        ++end;
      complain(until ? "polls.complaint.time" : "polls.complaint.word",
               until ? joined(std::span(plain).subspan(from, end - from)) : plain[at]);
      return std::max(from, at + 1);
    }
    take(*closing, joined(std::span(plain).subspan(from, behind - from)));
    return behind;
  }
  void take(const Closing& closing, const std::string& said) {
    if (closing.contradicts) complain("polls.complaint.weekday", said);
    if (closes_ && *closes_ != closing.at) complain("polls.complaint.time", said);  // which of the two?
    closes_ = closing.at;
    draft_.lasts = closing.lasts;
  }

  Draft& draft_;
  const core::Zone& zone_;
  core::Instant now_;
  Wanted wanted_;
  std::optional<core::Instant> closes_;
};

std::vector<core::CommandLine> questions_of(const core::CommandLine& line) {
  std::vector<core::CommandLine> parts(1);
  for (const core::CommandLine::Word& word : line.words) {
    if (parts_questions(word) && !parts.back().words.empty()) {
      // Each begins as a line does, with the verb.
      parts.emplace_back().words.push_back(line.words.front());
      continue;
    }
    parts.back().words.push_back(word);
  }
  return parts;
}

// In Bokmål, Nynorsk and English.
constexpr std::array to_polls_there{
    "lukk",     "lukke",    "lukka",      "steng",     "stenge",     "stenga", "close",   "forleng",
    "forlenge", "utvid",    "utvide",     "extend",    "prolong",    "slett",  "slette",  "fjern",
    "fjerne",   "delete",   "remove",     "avlys",     "avlyse",     "angre",  "angra",   "undo",
    "vis",      "vise",     "syn",        "show",      "liste",      "list",   "status",  "reopen",
    "gjenåpne", "resultat", "resultater", "resultata", "resultatet", "result", "results", "forlenga"};
constexpr std::array to_a_new_one{"ny",  "nytt", "new",  "start", "starte",
                                  "lag", "lage", "laga", "make",  "create"};
// Beside these.
constexpr std::array said_beside{
    "nå",          "no",         "now",          "den",        "denne",       "det",        "en",
    "ei",          "a",          "the",          "it",         "this",        "poll",       "vote",
    "alle",        "all",        "siste",        "last",       "straks",      "med",        "tidlig",
    "tidligere",   "tidlegare",  "early",        "takk",       "please",      "avstemning", "avstemningen",
    "avstemninga", "avstemming", "avstemmingen", "avrøysting", "avrøystinga", "røystinga"};
template <std::size_t N>
bool says(const std::array<const char*, N>& words, const std::string& word) {
  const std::string bare = core::folded(core::verb_alone(word));
  return std::ranges::any_of(words, [&](const char* each) { return bare == core::folded(each); });
}

}  // namespace

About asked_about(const core::CommandLine& line) {
  auto words = line.plain();
  std::erase_if(words, is_filler);
  if (!line.quoted().empty() || words.empty() || words.back().ends_with('?')) return About::a_question;
  for (std::size_t i = 1; i < words.size() && word_of(words[i]) != Word::until; ++i)
    if (!says(said_beside, words[i])) return About::a_question;
  const std::string& first = words.front();
  if (core::asks_to_end(first) || says(to_polls_there, first)) return About::polls_there;
  return says(to_a_new_one, first) ? About::nothing : About::a_question;
}

std::optional<Closing> read_closing(std::span<const std::string> words_said, std::size_t& at,
                                    const core::Zone& zone, core::Instant now) {
  const std::string first = at < words_said.size() ? core::folded(words_said[at]) : std::string();
  const bool joined = first == "om" || first == "in" || first == "i" || first == "for";
  std::size_t behind = at + (joined ? 1 : 0);
  if (const auto lasts = core::read_lasting(words_said, behind)) {
    at = behind;
    return Closing{core::after(now, *lasts, zone), lasts};
  }
  const core::Date today = core::date_of(zone.to_local(now));
  const core::WrittenTime said = core::read_time(words_said, at, today);
  // Of a session's day and time as the bot writes it, "24. november kl. 13.00–14.30", it is the beginning.
  if (said.empty() || said.all_days() || (said.ends && !said.date)) return std::nullopt;
  const auto closes = [&](core::Date day) {
    return zone.to_utc(core::at(day, said.time.value_or(usual_close)));
  };
  Closing closing{closes(said.date.value_or(today)), {}, said.contradicts};
  // A time of day that has passed means tomorrow's.
  if (!said.date && closing.at <= now) closing.at = closes(core::day_after(today));
  return closing;
}

core::Instant default_close(const core::Group& group, core::Instant now, bool in_session) {
  if (in_session) return now + in_session_close;
  return core::closing_noon(now, std::chrono::days{1}, core::Zone::named(group.zone));
}

void complete(Draft& draft, const core::Group& group, core::Instant now, bool in_session,
              const std::optional<core::Instant>& closes) {
  core::Poll& poll = draft.poll;
  const auto complain = [&](const char* key, const std::string& about = {}) {
    if (!draft.complaint.empty()) return;
    draft.complaint = key;
    draft.about = about;
  };
  if (!poll.questions.empty()) poll.title = poll.questions.front().prompt;
  // Nobody has to write to be able to vote without a name: by how they write people are known, and a text
  // that was only to fill the field would make up the three from which on texts are shown.
  for (core::Question& question : poll.questions)
    if (question.kind == core::Question::Kind::text)
      question.required = poll.named || poll.questions.size() == 1;
  if (poll.questions.size() > max_questions)
    complain("polls.complaint.many_questions", std::to_string(max_questions));
  // Two results of one question tell more than one.
  const std::size_t compared = std::min(poll.questions.size(), max_questions);
  for (std::size_t i = 0; i < compared; ++i)
    for (std::size_t j = i + 1; j < compared; ++j)
      if (asks_the_same(poll.questions[i], poll.questions[j]))
        complain("polls.complaint.same_question", poll.questions[j].prompt.in(core::Language::nb));
  poll.group = group.id;
  poll.opens = now;
  poll.closes = closes.value_or(default_close(group, now, in_session));
  if (!closes && in_session) draft.lasts = core::Lasting{0, in_session_close};
  if (poll.closes <= now || poll.closes > now + most_open) complain("polls.complaint.closes");
}

Draft draft_from(const core::CommandLine& line, const core::Group& group, core::Instant now,
                 bool in_session) {
  Draft draft;
  const core::Zone zone = core::Zone::named(group.zone);
  Reader reader(draft, zone, now);
  const auto parts = questions_of(line);
  for (const core::CommandLine& part : parts) reader.part(part);
  if (line.unclosed_quote) {
    draft.complaint.clear();
    reader.complain("polls.complaint.quote");
  }
  complete(draft, group, now, in_session, reader.closes());
  return draft;
}

}  // namespace polls
