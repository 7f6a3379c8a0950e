#pragma once
// What in a text belongs elsewhere than in an anonymous box: a colleague by name, unsafe or unlawful
// treatment; and what tells who wrote it. It knows names and short lists of words; it does not understand a
// text.

#include <span>
#include <string>
#include <string_view>

#include "bot/guarding/full_names.hpp"

namespace guarding {

struct Concerns {
  bool colleague = false;  // a full name of `everybody`, or a first name that points at one of `group`
  bool treatment = false;  // a word of the list
  bool writer = false;     // says_who_writes
  bool any() const { return colleague || treatment || writer; }
  bool operator==(const Concerns&) const = default;
};

// `everybody`: the organisation's people, found in any case, also with a genitive s. `group`: those of the
// writer's group, whose first name alone, written with a capital, counts when it is one of a kind there and
// no common word; when the first letter of the last name follows it; and as a signature. Pure; UTF-8; linear
// in text and group.
Concerns find_concerns(std::string_view text, const FullNames& everybody, std::span<const std::string> group);

}  // namespace guarding
