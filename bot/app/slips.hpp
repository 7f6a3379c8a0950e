#pragma once
// A page of slips to be cut apart and drawn from a bowl: each with a code, and the address it makes.

#include <filesystem>
#include <string>
#include <vector>

#include "bot/core/language.hpp"

namespace app {

inline constexpr int fewest_voters = 6;  // members and slips: below that nothing could ever be shown
inline constexpr int slips_on_page = 10;

struct Slips {
  std::string group;  // as people say it
  core::Language language = core::Language::nb;
  std::string base;  // of the addresses: "https://bot.example.no/s/"
  std::vector<std::string> codes;
};

// A4 pages as PDF, without a date. Throws as draw_poster.
void draw_slips(const Slips& slips, const std::filesystem::path& out);

}  // namespace app
