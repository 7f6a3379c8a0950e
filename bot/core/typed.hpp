#pragma once
// What a person typed, where the platform says who is meant by a mention: words, and people as people.

#include <string>
#include <string_view>
#include <vector>

namespace core {

struct Mention {
  std::string shown;  // as it reads: "Kari Nes", "@kari"
  std::string user;   // the platform's own id; empty when the platform does not say whose the name is
  bool operator==(const Mention&) const = default;
};

// Stands in a text where somebody is mentioned: the n-th one is mentions[n]. A character for private use, at
// the very end of Unicode, so that no keyboard has it; Typed::words leaves it out.
inline constexpr std::string_view mention_mark = "\U0010FFFD";
inline constexpr char32_t mention_point = 0x10FFFD;

// Puts a text together in the order in which it was typed.
struct Typed {
  std::string text;
  std::vector<Mention> mentions;

  void words(std::string_view more);
  void person(Mention mention);
  // As it reads, with names where people are mentioned.
  std::string shown() const;
};

}  // namespace core
