#pragma once
// The idea box of a group as a sheet of paper for the staff room: what one can do here, what is promised, and
// the code that leads to it.

#include <filesystem>
#include <string>

#include "bot/core/language.hpp"

namespace app {

struct Poster {
  std::string group;                             // as people say it; a long name is wrapped and made smaller
  core::Language language = core::Language::nb;  // said large; the other two are on the sheet as well
  std::string address;                           // of the group's page; in the code, and under it to be typed
};

// One page of A4 as PDF; the same poster gives the same bytes. Throws std::invalid_argument when the address
// is no http(s) address or too long to be read off paper, std::runtime_error when the file cannot be written
// or the machine has no fonts.
void draw_poster(const Poster& poster, const std::filesystem::path& out);

}  // namespace app
