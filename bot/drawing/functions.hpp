#pragma once
// What refleks_drawing.so does: pictures, papers and workbooks, with the libraries that only they need. The
// program loads it when something is drawn (bot/app/drawn.hpp); nothing else of this folder is known there.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/language.hpp"
#include "bot/core/plot.hpp"
#include "bot/core/table.hpp"
#include "bot/core/texts.hpp"
#include "bot/core/time.hpp"

namespace certificates {
struct Certificate;
}
namespace digests {
struct Report;
}

namespace drawing {

struct Look {
  double width = 600;   // of the picture: 320 for a phone
  double letters = 14;  // the size of most words; others go with it
  bool dark = false;
  double pixels = 2;    // of a PNG, to a unit: 1 is small and good enough
  bool titled = false;  // with its title, and on a ground of its own: for a picture that stands alone
};

// A report on paper: the page of a group with its drawings, on A4.
struct PaperLook {
  double letters = 11;             // in points
  bool pages_at_dividers = false;  // a Divider begins a page; else it is nothing
  // The PNG behind an Image's address, where it is no drawing of the report; may be empty.
  std::function<std::optional<std::string_view>(const std::string& url)> picture{};
};

// The idea box of a group as a sheet of paper for the staff room: what one can do here, what is promised, and
// the code that leads to it.
struct Poster {
  std::string group;                             // as people say it; a long name is wrapped and made smaller
  core::Language language = core::Language::nb;  // said large; the other two are on the sheet as well
  std::string address;                           // of the group's page; in the code, and under it to be typed
};

// A page of slips to be cut apart and drawn from a bowl: each with a code, and the address it makes.
struct Slips {
  std::string group;  // as people say it
  core::Language language = core::Language::nb;
  std::string base;  // of the addresses: "https://bot.example.no/s/"
  std::vector<std::string> codes;
};
inline constexpr int slips_on_page = 10;

// What it asks the program for.
struct Words {
  std::string (*text)(core::Language language, std::string_view key, core::Args args);
  std::string (*plain_text)(const core::Rich& rich);
};

// The same gives the same bytes, each time. Any one thread at a time. All throw std::runtime_error where the
// machine has no fonts.
struct Functions {
  std::string (*svg)(const core::Plot& plot, core::Language language, const Look& look);
  // All in one picture, from top to bottom.
  std::string (*png)(std::span<const core::Plot> plots, core::Language language, const Look& look);
  std::string (*report)(const digests::Report& report, core::Language language, const PaperLook& look);
  // `organisation` may be empty; `site`: where codes are asked about ("https://bot.example.no/s/").
  std::string (*certificate)(const certificates::Certificate& paper, const std::string& organisation,
                             const std::string& site);
  // A sheet for each table, as XLSX. `now` stands in it as when it was made. Needs no fonts.
  std::string (*workbook)(const std::vector<core::Table>& tables, core::Instant now);
  // PDF. std::invalid_argument when an address is no http(s) address or too long to be read off paper.
  std::string (*poster)(const Poster& poster);
  std::string (*slips)(const Slips& slips);
  // Nothing but the look for fonts.
  void (*check)();
};

}  // namespace drawing
