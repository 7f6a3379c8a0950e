#pragma once
// What belongs in the organisation's own channels and not in an anonymous box: a colleague by name, unsafe or
// unlawful treatment. Nothing is stopped; the writer is told once, with the links, and may send all the same.
// It knows names from the directory and a short list of words; it does not understand a text.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/event.hpp"
#include "bot/core/full_names.hpp"
#include "bot/core/people.hpp"
#include "bot/core/texts.hpp"

namespace core {

struct CareChannels {
  std::string deviation_url, whistleblowing_url;  // may be empty
};

struct Concerns {
  bool colleague = false;  // a full name of `everybody`, or a first name that points at one of `group`
  bool treatment = false;  // a word of the list
  bool any() const { return colleague || treatment; }
  bool operator==(const Concerns&) const = default;
};

// `everybody`: the organisation's people, found in any case, also with a genitive s. `group`: those of the
// writer's group, whose first name alone counts when it is one of a kind there, written with a capital, and
// no common word. Pure; UTF-8; linear in text and group.
Concerns find_concerns(std::string_view text, const FullNames& everybody, std::span<const std::string> group);

struct Elsewhere {
  Rich words;                                   // with the links as spans; without links, whom to ask
  std::map<std::string, std::string> at_field;  // a line for each field that it is about
  bool empty() const { return words.empty(); }
};
// What to tell the writer of these fields. Empty when there is nothing to tell.
Elsewhere belongs_elsewhere(Language language, const FormValues& values, std::span<const std::string> fields,
                            const Directory& people, const Group& group, const CareChannels& channels);

}  // namespace core
