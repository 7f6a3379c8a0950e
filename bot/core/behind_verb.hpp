#pragma once

#include <string>

#include "bot/core/command_line.hpp"
#include "bot/core/message.hpp"
#include "bot/core/reply.hpp"

namespace core {

// Fills a form's field in with what was typed behind the verb, in or without quotes; not with more than the
// field takes. Not for what is anonymous: whoever types that into a chat has told the chat.
inline void fill_in(Form& form, const char* id, const CommandLine& line) {
  std::string words;
  for (std::size_t i = 1; i < line.words.size(); ++i)
    words += (words.empty() ? "" : " ") + line.words[i].text;
  for (Input& input : form.inputs)
    if (input.id == id && !words.empty() && letters_in(words) <= static_cast<std::size_t>(input.max_length))
      input.initial = {words};
}

}  // namespace core
