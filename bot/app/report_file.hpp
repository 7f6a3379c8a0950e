#pragma once
// A report on paper: the page of a group with its drawings, on A4 as PDF.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "bot/core/language.hpp"
#include "bot/features/digests/overview.hpp"

namespace app {

struct PaperLook {
  double letters = 11;             // in points
  bool pages_at_dividers = false;  // a Divider begins a page; else it is nothing
  // The PNG behind an Image's address, where it is no drawing of the report; may be empty.
  std::function<std::optional<std::string_view>(const std::string& url)> picture{};
};

// The same report gives the same bytes. Throws std::runtime_error: no fonts.
std::string pdf_of(const digests::Report& report, core::Language language, const PaperLook& look = {});

}  // namespace app
