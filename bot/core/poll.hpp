#pragma once
// Polls as plain values: what is asked, what one person answers, and what may be said about it afterwards.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bot/core/codes.hpp"
#include "bot/core/ids.hpp"
#include "bot/core/language.hpp"
#include "bot/core/time.hpp"

namespace core {

inline constexpr int answer_letters = 600;  // the longest text somebody may answer with

struct Question {
  enum class Kind {
    choice,   // one of the options
    choices,  // any number of the options
    scale,    // one step of an ordered scale; 2, 3 or 5 options from low to high, but yes before no
    text,     // free text
    ranked,   // some of the options, the best first
  };
  Kind kind = Kind::choice;
  Localized prompt;
  std::vector<Localized> options;
  bool required = false;
  int most = 0;  // choices and ranked: so many options may be given at most; 0: all
  bool operator==(const Question&) const = default;
};

// What a result tells apart, as options: the sides of a scale from low to high (a scale of two has no
// middle), otherwise each option by itself. Empty for a text.
std::vector<std::vector<int>> classes_of(const Question& question);

// How many places a ranked question asks for.
int places_of(const Question& question);

struct Poll {
  // noticed: a leader said that something is done, and the group is asked whether it notices.
  enum class Purpose { command, topic, checkout, noticed };
  enum class State { planned, open, closed, cancelled, lost };
  PollId id;
  GroupId group;
  SessionId session;  // empty when it hangs on no session
  Purpose purpose = Purpose::command;
  bool named = false;  // named polls say so and live in the database; all others go through the ballot box
  Localized title;
  std::vector<Question> questions;
  Instant opens{}, closes{};
  State state = State::planned;
  int roster = 0;    // how many were asked, fixed at the opening
  std::string boot;  // which run of the machine opened the box
  int slips = 0;     // of those asked, slips of paper that are out; known from the box, not stored
  bool operator==(const Poll&) const = default;
};

constexpr auto codes(Poll::Purpose) {
  return codes_in_order("command", "topic", "checkout", "noticed");
}
constexpr auto codes(Poll::State) {
  return codes_in_order("planned", "open", "closed", "cancelled", "lost");
}
constexpr auto codes(Question::Kind) {
  return codes_in_order("choice", "choices", "scale", "text", "ranked");
}

struct Answer {
  std::vector<int> picks;  // indexes of options
  std::string text;
  bool empty() const { return picks.empty() && text.empty(); }
  bool operator==(const Answer&) const = default;
};
using Ballot = std::vector<Answer>;  // one for each question, empty where nothing was answered

// One line of a published result; exactly these are stored ("stored = shown").
struct ResultLine {
  enum class Audience { group, leader };
  // `about` is a class of the question (core::classes_of) unless said otherwise.
  enum class Part {
    too_few,   // nothing may be said
    answered,  // `number` people answered
    half,      // at least half gave `about`
    first,     // most gave `about`; where no number stands beside it and one answer was asked for, under half
    tie,       // a line for each of the two that most gave, equally many
    spread,    // three or more share the first place
    lot,       // had there been a tie, the one that is named would have been drawn
    count,     // `number` people picked the option `about`
    side,      // `number` people are on the side `about` of a scale
    few,       // at most `number` people picked the option `about`
    all_but,   // at most `number` people left out the option `about`
    // Of results published before this rule; they stay as they were published, with their `word`.
    overall,
    low,
    middle,
    high,
    winner,
  };
  int question = 0;
  Audience audience = Audience::group;
  Part part = Part::too_few;
  int about = -1;  // -1 where a part has none
  int number = 0;
  std::string word{};
  bool operator==(const ResultLine&) const = default;
  auto operator<=>(const ResultLine&) const = default;
};
constexpr auto codes(ResultLine::Part) {
  return codes_in_order("too_few", "answered", "half", "first", "tie", "spread", "lot", "count", "side",
                        "few", "all_but", "overall", "low", "middle", "high", "winner");
}

struct Result {
  std::vector<ResultLine> lines;
  std::vector<std::pair<int, std::string>> texts;  // question, text; shuffled
  // Texts that came through a shared link or sheet: apart, and for the group alone. What was chosen there is
  // no count of anything and leaves no line.
  bool by_sheet = false;  // the group takes such answers; not stored
  std::vector<std::pair<int, std::string>> sheet_texts{};
  bool empty() const { return lines.empty() && texts.empty(); }
  bool operator==(const Result&) const = default;
};

}  // namespace core
