#pragma once
// What belongs in the organisation's own channels and not in an anonymous box: a colleague by name, unsafe or
// unlawful treatment; and what tells the others who writes. Nothing is stopped; the writer is told once, with
// the links where they help, and may send all the same.

#include <map>
#include <span>
#include <string>

#include "bot/core/event.hpp"
#include "bot/core/people.hpp"
#include "bot/core/texts.hpp"

namespace core {

struct CareChannels {
  std::string deviation_url, whistleblowing_url;  // may be empty
};

struct Elsewhere {
  Rich words;                                   // with the links as spans; without links, whom to ask
  std::map<std::string, std::string> at_field;  // a line for each field that it is about
  bool empty() const { return words.empty(); }
};
// What to tell the writer of these fields. Empty when there is nothing to tell.
Elsewhere belongs_elsewhere(Language language, const FormValues& values, std::span<const std::string> fields,
                            const Directory& people, const Group& group, const CareChannels& channels);

}  // namespace core
