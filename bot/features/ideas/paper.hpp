#pragma once
// Notes from the box on the wall: the facilitator types what others wrote by hand, one note a line. Wherever
// such an idea is shown it says that it came on paper.

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "bot/core/message.hpp"
#include "bot/core/people.hpp"

namespace ideas {

inline constexpr std::size_t most_notes = 20;

// `id`: names the notes of this form.
core::Form paper_form(core::Language language, const core::Group& group, const core::IdeaId& id);

struct Paper {
  std::vector<std::string> notes;             // trimmed, none empty
  std::map<std::string, std::string> errors;  // by input; then there are no notes to keep
  std::string warning;                        // softer signs of somebody: may be sent all the same
};
Paper read_paper(core::Language language, const core::FormValues& values);

}  // namespace ideas
