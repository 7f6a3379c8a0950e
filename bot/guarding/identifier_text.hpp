#pragma once
// What a person meant to write, whatever it looked like on the way here: the step before identifiers are
// looked for.

#include <string>
#include <string_view>

namespace guarding {

// Takes UTF-8 (invalid bytes become spaces) and gives UTF-16 in which
//  - entities (&#48;), links (<tel:..|..>, <mailto:..>) and tags are undone; what a link or tag hides comes
//  last;
//  - letters are in NFKC form; invisible, format and combining characters and the marks * _ ` ~ are gone;
//  - every digit of every script is 0-9, every dash '-', every space ' ', every line break '\n';
//  - letters that stand for digits inside a number (O, l, I, |) are digits.
// Meant for searching only, never for storing or showing. Never throws on content; linear in the length.
std::u16string plain_for_search(std::string_view utf8);

// Lower case by the root locale.
std::u16string lowered(std::u16string_view text);

// Small letters as who has no key for a mark writes them: «josé» as «jose», «ł» as «l», «ø» as «o».
std::u16string without_marks(std::u16string_view lower);

}  // namespace guarding
