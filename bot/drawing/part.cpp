// The way into refleks_drawing.so.

#include "bot/drawing/diploma.hpp"
#include "bot/drawing/drawing.hpp"
#include "bot/drawing/paper.hpp"
#include "bot/drawing/poster.hpp"
#include "bot/drawing/slips.hpp"
#include "bot/drawing/workbook.hpp"

namespace drawing {
namespace {

const Words* words_of_program = nullptr;

void check_fonts() {
  lettering::load_fonts();
}

constexpr Functions all_functions{&svg_of,      &png_of,        &pdf_of_report, &pdf_of_certificate,
                                  &workbook_of, &pdf_of_poster, &pdf_of_slips,  &check_fonts};

}  // namespace
}  // namespace drawing

// What is asked of the program. All else of the house's own that is used here stands in headers.
namespace core {

std::string text(Language language, std::string_view key, Args args) {
  return drawing::words_of_program->text(language, key, args);
}
std::string plain_text(const Rich& rich) {
  return drawing::words_of_program->plain_text(rich);
}

}  // namespace core

extern "C" {
__attribute__((visibility("default"))) const drawing::Functions* refleks_drawing(
    const drawing::Words* words) {
  drawing::words_of_program = words;
  return &drawing::all_functions;
}
}
