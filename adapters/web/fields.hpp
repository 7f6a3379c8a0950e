#pragma once
// What a browser sent, against the form that was shown. Pure; any thread.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/core/language.hpp"
#include "bot/core/message.hpp"

namespace web {

using Posted = std::vector<std::pair<std::string, std::string>>;

// The name of an input's field; its id behind a prefix, so that it can never be one of the page's own.
std::string field_name(const core::Input& input);

// The fields of a form's body, their text tidied: line breaks are \n, other control characters are gone.
// Nothing when it is not application/x-www-form-urlencoded, not UTF-8, or has more fields than any page of
// ours.
std::optional<Posted> read_body(std::string_view body);

// The same of fields that came with a file: their text tidied.
std::optional<Posted> tidy(Posted posted);
// A file chosen for an input that takes one (core::Input::of_file) stands for what was written there.
// `files`: name of the field -> bytes. Errors by input id, where the bytes are no text.
std::map<std::string, std::string> put_files(const core::Form& form,
                                             const std::map<std::string, std::string>& files, Posted& posted,
                                             core::Language language);

// Whether `form`, which came in answer to `sent`, is that one again: nothing was taken yet.
bool is_given_back(const core::Form& form, const core::Form& sent);

// The first value of that name, or empty.
std::string value_of(const Posted& posted, std::string_view name);

// What was written in words, without a form to say which fields those are: several words, in an input's field
// or in the box for commands.
std::vector<std::string> words_in(const Posted& posted);

struct Filled {
  core::FormValues values;                    // as core::Submit wants them: no entry's list holds empty text
  std::map<std::string, std::string> errors;  // by input id: what is missing, too long, or no such moment
};
// Takes the inputs of `form` alone, and of offered options only those that were offered.
Filled fill(const core::Form& form, const Posted& posted, core::Language language);

}  // namespace web
