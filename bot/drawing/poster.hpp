#pragma once
// The idea box of a group as a sheet of paper for the staff room.

#include "bot/drawing/functions.hpp"

namespace drawing {

// One page of A4 as PDF; the same poster gives the same bytes. Throws std::invalid_argument when the address
// is no http(s) address or too long to be read off paper, std::runtime_error when the machine has no fonts.
std::string pdf_of_poster(const Poster& poster);

}  // namespace drawing
