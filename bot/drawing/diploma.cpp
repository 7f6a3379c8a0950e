#include "bot/drawing/diploma.hpp"

#include "bot/core/texts.hpp"
#include "bot/drawing/lettering.hpp"
#include "bot/drawing/poster_art.hpp"
#include "bot/drawing/qr_code.hpp"

namespace drawing {
namespace {

// A4 in points.
constexpr double diploma_width = 595.276, diploma_height = 841.89, diploma_rim = 45;
constexpr double diploma_left = diploma_rim + 40, diploma_room = diploma_width - 2 * diploma_left;
constexpr double diploma_foot = 660;
constexpr std::size_t themes_in_one_row = 7;  // more stand in two columns

class DiplomaMaker {
 public:
  DiplomaMaker(const lettering::Sheet& sheet, const certificates::Certificate& paper)
      : sheet_(sheet), paper_(paper) {}

  void draw(const std::string& organisation, const std::string& site) {
    frame();
    double y = 104;
    if (!organisation.empty()) y = write({{organisation, 1, false, art::soft}}, y, 28, 14);
    y = write({{word("certificates.title"), 1, true, art::deep}}, y + 22, 58, 48);
    y = write({{paper_.name, 1, true, art::coral}}, y + 22, 70, 30);
    y = write(
        {{core::text(paper_.language, "certificates.paper.took_part",
                     {{"group", paper_.group}, {"came", paper_.came}, {"held", paper_.held}}),
          1},
         {core::text(paper_.language, "certificates.paper.when", {{"from", paper_.from}, {"to", paper_.to}}),
          0.85, false, art::soft}},
        y + 14, 84, 15);
    y = write({{paper_.programme, 1, true, art::deep}}, y + 30, 56, 20);
    themes(y + 10);
    foot(site);
  }

 private:
  // texts: certificates.title, certificates.paper.check
  std::string word(std::string_view key) const { return core::text(paper_.language, key); }

  double write(std::vector<lettering::Piece> pieces, double y, double height, double largest) const {
    const lettering::Column column(sheet_, paper_.language, {diploma_left, y, diploma_room, height},
                                   std::move(pieces));
    return column.draw(column.fitting(largest, 7));
  }

  void frame() const {
    cairo_t* cr = sheet_.cr();
    art::rounded(cr, diploma_rim, diploma_rim, diploma_width - 2 * diploma_rim,
                 diploma_height - 2 * diploma_rim, 18);
    art::set(cr, art::cream);
    cairo_fill_preserve(cr);
    art::set(cr, art::sage);
    cairo_set_line_width(cr, 2);
    cairo_stroke(cr);
  }

  void themes(double y) const {
    const bool two = paper_.themes.size() > themes_in_one_row;
    const std::size_t half = two ? (paper_.themes.size() + 1) / 2 : paper_.themes.size();
    const double room = two ? diploma_room / 2 - 8 : diploma_room, height = diploma_foot - 24 - y;
    std::vector<lettering::Column> columns;
    for (std::size_t first = 0; first < paper_.themes.size(); first += half) {
      std::vector<lettering::Piece> pieces;
      for (std::size_t i = first; i < std::min(first + half, paper_.themes.size()); ++i)
        pieces.push_back({paper_.themes[i], 1, false, art::ink, 0.3, true});
      columns.emplace_back(
          sheet_, paper_.language,
          lettering::Area{diploma_left + (first ? diploma_room / 2 + 8 : 0), y, room, height},
          std::move(pieces));
    }
    double size = 13.5;
    for (const auto& column : columns) size = std::min(size, column.fitting(size, 6));
    for (const auto& column : columns) column.draw(size);
  }

  void foot(const std::string& site) const {
    cairo_t* cr = sheet_.cr();
    constexpr double side = 92, words_x = diploma_left + side + 16;
    art::set(cr, art::sage);
    cairo_set_line_width(cr, 1);
    cairo_move_to(cr, diploma_left, diploma_foot);
    cairo_line_to(cr, diploma_left + diploma_room, diploma_foot);
    cairo_stroke(cr);
    art::qr(cr, qr_code(site + paper_.code), diploma_left, diploma_foot + 14, side);
    const lettering::Column words(
        sheet_, paper_.language, {words_x, diploma_foot + 18, diploma_room - side - 16, 88},
        {{core::text(paper_.language, "certificates.paper.issued", {{"day", paper_.issued}})},
         {word("certificates.paper.check"), 0.85, false, art::soft},
         {site, 0.85, false, art::ink, 0.15, false, lettering::letters},
         {paper_.code, 1.1, true, art::ink, 0.15, false, lettering::letters}});
    words.draw(words.fitting(12, 6));
  }

  const lettering::Sheet& sheet_;
  const certificates::Certificate& paper_;
};

}  // namespace

std::string pdf_of_certificate(const certificates::Certificate& certificate, const std::string& organisation,
                               const std::string& site) {
  return lettering::pdf_of_pages(core::text(certificate.language, "certificates.title"), diploma_width,
                                 diploma_height, [&](const lettering::Sheet& sheet) {
                                   DiplomaMaker(sheet, certificate).draw(organisation, site);
                                   cairo_show_page(sheet.cr());
                                 });
}

}  // namespace drawing
