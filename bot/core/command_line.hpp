#pragma once
// Reads what people type after /refleks, as phones write it: “ ” „ « » ' and " are quotes, non-breaking
// spaces are spaces, dashes of any length begin an option, æ/ae ø/oe å/aa and case make no difference when
// words are compared.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/typed.hpp"

namespace core {

// What nobody types by hand is not read: comparing its words with verbs and names would hold up everybody.
inline constexpr std::size_t longest_command = 16'000;  // bytes

struct CommandLine {
  struct Word {
    std::string text;
    bool quoted = false;
    // A mention: the platform's id of whom it means, empty when the platform does not say. `text` is the
    // name.
    std::optional<std::string> user{};
    bool begins_line = false;
  };
  std::vector<Word> words;  // the verb is words[0] when there is one
  bool unclosed_quote = false;
  bool verb_ends_part = false;  // "status. kalender": the mark is not in the verb's word

  std::string verb() const { return words.empty() || words[0].quoted ? std::string() : words[0].text; }
  // Quoted words after the verb.
  std::vector<std::string> quoted() const;
  // Unquoted words after the verb, leading dashes removed; "-" for a dash alone.
  std::vector<std::string> plain() const;
};

// Takes cleaned text (bot/core/utf8.hpp). Called once for what a person typed: where it comes in. A mention
// is a word of its own; inside quotes it is the name alone.
CommandLine parse_command(std::string_view text, const std::vector<Mention>& mentions = {});

// As phones end a sentence, and as other bots are spoken to: "Status.", "hjelp!", "/samlinger". What is marks
// alone stays: "?" is a verb.
std::string verb_alone(const std::string& word);

// Behind it another command may begin: "medlemmer,", "nord."; but "24.12." is a day.
bool ends_part(std::string_view word);

// A sign that stands for a mood, as phones put it behind what is said: "🙂", "👍", in some chats ":+1:".
// In no word of a command.
bool says_nothing(std::string_view word);

// Lower case, æ/ae ø/oe å/aa made one, accents dropped: for comparing words, never for showing.
std::string folded(std::string_view word);

// As a keyboard without æ, ø and å writes a folded word: "sprak", "kjoreplan".
std::string without_rings(std::string folded);

// What was begun is to end, as people say it behind a verb: "pause slutt", "avstemning stopp!".
inline constexpr std::array end_words{"slutt",  "slutte", "avslutt", "avslutte", "avslutta", "stopp",
                                      "stoppe", "stans",  "stanse",  "avbryt",   "avbryte",  "ferdig",
                                      "end",    "stop",   "finish",  "cancel"};
bool asks_to_end(const std::string& word);

// How many single-character slips apart two words are (insert, drop, change, swap of neighbours).
int slips_between(std::string_view a, std::string_view b);

}  // namespace core
