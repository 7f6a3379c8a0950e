#pragma once
// A page of slips to be cut apart and drawn from a bowl.

#include "bot/drawing/functions.hpp"

namespace drawing {

// A4 pages as PDF, without a date. Throws as pdf_of_poster.
std::string pdf_of_slips(const Slips& slips);

}  // namespace drawing
