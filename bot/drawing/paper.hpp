#pragma once
// A report on paper: the page of a group with its drawings, on A4 as PDF.

#include <string>

#include "bot/drawing/functions.hpp"
#include "bot/features/digests/overview.hpp"

namespace drawing {

// The same report gives the same bytes. Throws std::runtime_error: no fonts.
std::string pdf_of_report(const digests::Report& report, core::Language language, const PaperLook& look);

}  // namespace drawing
