#pragma once
// Short ways to say the common things.

#include <span>

#include "bot/core/event.hpp"
#include "bot/core/texts.hpp"
#include "bot/guarding/identifiers.hpp"

namespace core {

Reply whisper(Message message);
Reply whisper(Rich words);
Reply whisper(Language language, std::string_view key, Args args = {});
Reply open_form(Form form);
// One block more: a heading, a paragraph, small print.
void head(std::vector<Block>& blocks, Language language, std::string_view key, Args args = {});
void say(std::vector<Block>& blocks, Language language, std::string_view key, Args args = {});
void note(std::vector<Block>& blocks, Language language, std::string_view key, Args args = {});
inline void head(Message& message, Language language, std::string_view key, Args args = {}) {
  head(message.blocks, language, key, args);
}
inline void say(Message& message, Language language, std::string_view key, Args args = {}) {
  say(message.blocks, language, key, args);
}
inline void note(Message& message, Language language, std::string_view key, Args args = {}) {
  note(message.blocks, language, key, args);
}

// What a form asks for, and may be left open; `options` where some are offered.
Input input(std::string id, std::string label, Input::Kind kind = Input::Kind::text,
            std::vector<Option> options = {});
// The same, and it must be answered.
Input required(std::string id, std::string label, Input::Kind kind = Input::Kind::text,
               std::vector<Option> options = {});

// A PDF: `bytes` for the page that asks for them (may be empty), `address` of that page for a chat. Without
// an address it is said that there are no pages.
Reply paper(Language language, const std::string& title, const std::string& file_name, std::string bytes,
            const std::string& address);

// The first value of an input, trimmed (bot/core/utf8.hpp); empty when there is none, or nothing to see in
// it.
std::string value_of(const FormValues& values, const std::string& input);
// Whether the option is among those that were chosen there.
bool is_chosen(const FormValues& values, const std::string& input, const std::string& option);

// Code points, as Input::max_length counts them; a line's end is one, however it came.
std::size_t letters_in(std::string_view utf8);
// What is said of a text that has `letters` where `most` have room.
std::string too_long(Language language, std::size_t letters, std::size_t most);
// Errors at the inputs whose text is longer than the form allows. Where a client cuts it nobody hears of it,
// and what comes in is a client's word.
std::map<std::string, std::string> too_long(Language language, const Form& form, const FormValues& values);

// The stop for identifiers, for every form and command that takes free text. `fields` are input ids. Errors
// name the field and say what was found, never quoting it. Softer signs give `warning` (and no error); the
// writer may send anyway. `places`: of the fields, those that name where people work or meet; the address of
// such a place is nobody's.
struct TextGuard {
  std::map<std::string, std::string> errors;
  std::string warning;
  bool clean() const { return errors.empty() && warning.empty(); }
};
TextGuard guard_texts(Language language, const FormValues& values, std::span<const std::string> fields,
                      guarding::Fields how = guarding::Fields::one_text,
                      std::span<const std::string> places = {});
// The same for one text that is not in a form: the error, the warning, or nothing.
TextGuard guard_text(Language language, const std::string& text);

// What was written stands in the form once more.
void fill_again(Form& form, const FormValues& values);
// Over what else the form says of itself.
void say_first(Form& form, Rich said);
// A form given back with what was written in it, a warning on top (then `more`; either may be empty) and
// `state` marked, so that the same words pass when they are sent again.
Reply warn_and_let_edit(Form form, const FormValues& values, const std::string& warning,
                        const Rich& more = {});
// The mark of a warning, at the end of a form's state: which words it was about, as a few digits. It goes
// where the words themselves go, and nobody keeps it.
void mark_warned(Form& form, const FormValues& values);
// The digits; empty: nobody was warned, or of nothing that is known.
std::string warned_of(std::string_view state);
std::string without_mark(std::string state);
// Whether these are the words that `warned` is of. What was chosen and how lines are broken does not matter.
bool was_warned(std::string_view warned, const Form& form, const FormValues& values);

}  // namespace core
