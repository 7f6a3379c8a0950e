#pragma once
// What is drawn: pictures, papers and workbooks. Made by refleks_drawing.so (bot/drawing) in a process of its
// own, which ends (made_apart), so that the daemon carries neither the libraries nor what they keep. All
// throw std::runtime_error: no fonts, no such file, what draws has died. Any thread; all wait.

#include "bot/drawing/functions.hpp"
#include "bot/runtime/finding.hpp"

namespace app {

std::string svg_of(const core::Plot& plot, core::Language language, const drawing::Look& look);
std::string png_of(std::span<const core::Plot> plots, core::Language language, const drawing::Look& look);
std::string pdf_of(const digests::Report& report, core::Language language,
                   const drawing::PaperLook& look = {});
std::string pdf_of(const certificates::Certificate& paper, const std::string& organisation,
                   const std::string& site);
// XLSX; its cells as they are (xlsx_of in table_files.hpp makes them harmless).
std::string drawn_workbook(const std::vector<core::Table>& tables, core::Instant now);
// For a command that ends anyhow: in this process. Besides, std::invalid_argument: an address that is none.
std::string pdf_of(const drawing::Poster& poster);
std::string pdf_of(const drawing::Slips& slips);

// Whether all that draws is there.
runtime::Finding look_at_drawing();

}  // namespace app
