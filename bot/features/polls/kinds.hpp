#pragma once
// The kinds of question, in one table: what a facilitator types for each, what the form calls it, and how a
// question of it is made. Command and form make their polls through it.

#include <string>
#include <string_view>
#include <vector>

#include "bot/core/message.hpp"
#include "bot/core/poll.hpp"

namespace polls {

inline constexpr std::size_t max_options = 30;   // of one question; more than a phone shows without scrolling
inline constexpr std::size_t max_questions = 5;  // of one poll
inline constexpr std::chrono::days most_open{60};
inline constexpr int usual_ranks = 3;  // places that are asked for, where nothing else is said

// As people know them; "polls.kind.<name>" is its text. A yes/no question is a scale with options of its own.
struct KindRow {
  enum class Options { given, steps, none };
  std::string_view name;
  core::Question::Kind kind;  // which says how it is counted and told (rule.hpp)
  core::Input::Kind input;    // how one answers it; a ranking one place after another
  Options
      options;  // given: two or more; steps: 2, 3 or 5, or those of agreement; none: it has its own, or none
  bool has_most;                                    // how many may be given can be limited
  std::vector<std::string_view> words;              // typed in a command, folded
  std::vector<core::Localized> (*own)() = nullptr;  // with none: the options it always has; else free text
};
const std::vector<KindRow>& kinds();
const KindRow* kind_typed(const std::string& word);  // by a word of a command
const KindRow* kind_named(std::string_view name);    // by its name
const KindRow& row_of(const core::Question& question);

// A question as somebody asked for it. `kind` null: not said, and made of what was given.
struct Wanted {
  std::string prompt;
  std::vector<std::string> options;
  const KindRow* kind = nullptr;
  int most = 0;  // 0: not said
};
// What was made of it; `complaint` is the key of a text about `about` where it cannot be asked, empty else.
struct Made {
  core::Question question;
  std::string complaint, about;
};
Made make_question(const Wanted& wanted);

// The standard scales, in all languages.
std::vector<core::Localized> agreement_scale();  // five steps
// Yes first, as people expect; polls from before have no first, as a scale goes from low to high.
std::vector<core::Localized> yes_no();

}  // namespace polls
