#include "bot/app/drawn.hpp"

#include "bot/app/apart.hpp"
#include "bot/core/part.hpp"

namespace app {
namespace {

const drawing::Functions& drawer() {
  using Entry = const drawing::Functions* (*)(const drawing::Words*);
  static constexpr drawing::Words words{&core::text, &core::plain_text};
  static const drawing::Functions& loaded =
      *reinterpret_cast<Entry>(core::part("refleks_drawing.so", "refleks_drawing"))(&words);
  return loaded;
}

}  // namespace

std::string svg_of(const core::Plot& plot, core::Language language, const drawing::Look& look) {
  return made_apart([&] { return drawer().svg(plot, language, look); });
}

std::string png_of(std::span<const core::Plot> plots, core::Language language, const drawing::Look& look) {
  return made_apart([&] { return drawer().png(plots, language, look); });
}

std::string pdf_of(const digests::Report& report, core::Language language, const drawing::PaperLook& look) {
  return made_apart([&] { return drawer().report(report, language, look); });
}

std::string pdf_of(const certificates::Certificate& paper, const std::string& organisation,
                   const std::string& site) {
  return made_apart([&] { return drawer().certificate(paper, organisation, site); });
}

std::string drawn_workbook(const std::vector<core::Table>& tables, core::Instant now) {
  return made_apart([&] { return drawer().workbook(tables, now); });
}

std::string pdf_of(const drawing::Poster& poster) {
  return drawer().poster(poster);
}

std::string pdf_of(const drawing::Slips& slips) {
  return drawer().slips(slips);
}

runtime::Finding look_at_drawing() {
  try {
    made_apart([] {
      drawer().check();
      return std::string();
    });
  } catch (const std::exception& error) {
    return runtime::bad(error.what(),
                        "pictures are left out, their words go alone; there are no papers to print",
                        "install what is missing; the service need not be started again");
  }
  return runtime::good("pictures and papers can be drawn");
}

}  // namespace app
