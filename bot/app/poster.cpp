#include "bot/app/poster.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <vector>

#include "bot/app/poster_art.hpp"
#include "bot/app/qr_code.hpp"
#include "bot/core/texts.hpp"

namespace app {
namespace {

using art::Colour;
using core::Language;

// A4 in points. Printers leave a rim white: nothing is nearer to the edge than the margin.
constexpr double page_width = 595.276, page_height = 841.89, margin = 45;
constexpr double left = margin, right = page_width - margin, width = right - left;

// The largest code on which a module is still a millimetre wide: version 13.
constexpr int readable_modules = 69;

constexpr const char* words = "Lato, Open Sans, DejaVu Sans, sans-serif";
constexpr const char* letters =
    "DejaVu Sans Mono, Liberation Mono, monospace";  // tells l from I and 0 from O

template <class T>
using GObject = std::unique_ptr<T, void (*)(void*)>;

// Of our own: Pango's lives as long as the thread.
GObject<PangoFontMap> load_fonts() {
  GObject<PangoFontMap> fonts(pango_cairo_font_map_new(), g_object_unref);
  PangoFontFamily** families = nullptr;
  int count = 0;
  pango_font_map_list_families(fonts.get(), &families, &count);
  g_free(families);
  if (count == 0)
    throw std::runtime_error("this machine has no fonts: install fonts-lato or fonts-dejavu-core");
  return fonts;
}

// Where to draw, and what sets the text.
struct Sheet {
  Sheet(cairo_surface_t* surface, PangoFontMap* fonts)
      : cairo(cairo_create(surface), cairo_destroy),
        context(pango_font_map_create_context(fonts), g_object_unref) {
    pango_cairo_update_context(cairo.get(), context.get());
  }
  cairo_t* cr() const { return cairo.get(); }

  std::unique_ptr<cairo_t, void (*)(cairo_t*)> cairo;
  GObject<PangoContext> context;
};

struct Area {
  double x, y, width, height;
};

// One piece of a column of text.
struct Piece {
  std::string text;
  double size = 1;  // relative to the column's
  bool strong = false;
  Colour colour = art::ink;
  double gap = 0.35;  // before it, relative to the column's size; not before the first
  bool bullet = false;
  const char* family = words;
};

GObject<PangoLayout> lay_out(const Sheet& sheet, const Piece& piece, Language language, double size,
                             double room) {
  GObject<PangoLayout> layout(pango_layout_new(sheet.context.get()), g_object_unref);
  const std::unique_ptr<PangoFontDescription, void (*)(PangoFontDescription*)> font(
      pango_font_description_from_string(piece.family), pango_font_description_free);
  pango_font_description_set_absolute_size(font.get(), size * PANGO_SCALE);
  pango_font_description_set_weight(font.get(), piece.strong ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout.get(), font.get());
  pango_layout_set_text(layout.get(), piece.text.data(), static_cast<int>(piece.text.size()));
  pango_layout_set_width(layout.get(), static_cast<int>(room * PANGO_SCALE));
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_line_spacing(layout.get(), 1.06F);
  const std::unique_ptr<PangoAttrList, void (*)(PangoAttrList*)> attributes(pango_attr_list_new(),
                                                                            pango_attr_list_unref);
  // An address that is broken over lines must not get a hyphen that is none of its own.
  pango_attr_list_insert(attributes.get(), pango_attr_insert_hyphens_new(FALSE));
  pango_attr_list_insert(attributes.get(),
                         pango_attr_language_new(pango_language_from_string(core::code(language).data())));
  // Some fonts draw a space closer after certain letters, so close that words run together.
  for (std::size_t at = piece.text.find(' '); at != std::string::npos; at = piece.text.find(' ', at + 1)) {
    PangoAttribute* wider = pango_attr_letter_spacing_new(static_cast<int>(0.03 * size * PANGO_SCALE));
    wider->start_index = static_cast<guint>(at);
    wider->end_index = static_cast<guint>(at + 1);
    pango_attr_list_insert(attributes.get(), wider);
  }
  pango_layout_set_attributes(layout.get(), attributes.get());
  return layout;
}

double height_of(PangoLayout* layout) {
  PangoRectangle logical;
  pango_layout_get_extents(layout, nullptr, &logical);
  return static_cast<double>(logical.height) / PANGO_SCALE;
}
double width_of(PangoLayout* layout) {
  PangoRectangle ink, logical;
  pango_layout_get_extents(layout, &ink, &logical);
  return static_cast<double>(std::max(ink.x + ink.width, logical.x + logical.width)) / PANGO_SCALE;
}

// Text from top to bottom in an area.
class Column {
 public:
  Column(const Sheet& sheet, Language language, const Area& area, std::vector<Piece> pieces)
      : sheet_(sheet), language_(language), area_(area), pieces_(std::move(pieces)) {}

  // The largest size from `largest` down to `smallest` points at which all of it fits.
  double fitting(double largest, double smallest) const {
    double size = largest;
    while (size > smallest && !fits(size)) size = std::max(smallest, size - 0.25);
    return size;
  }

  double height(double size) const {
    double bottom = 0;
    for (const Placed& one : place(size)) bottom = one.y + one.height;
    return bottom - area_.y;
  }

  // What does not fit is cut with an ellipsis. Gives where it ends.
  double draw(double size) const {
    cairo_t* cr = sheet_.cr();
    double bottom = area_.y;
    for (const Placed& one : place(size)) {
      PangoLayout* layout = one.layout.get();
      const double room = area_.y + area_.height - one.y;
      if (room <= 0) break;
      if (one.height > room) {
        pango_layout_set_height(layout, static_cast<int>(room * PANGO_SCALE));
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
      }
      art::set(cr, one.piece->colour);
      if (one.piece->bullet) {
        const double baseline = one.y + static_cast<double>(pango_layout_get_baseline(layout)) / PANGO_SCALE;
        cairo_new_path(cr);
        cairo_arc(cr, one.x - 0.6 * size, baseline - 0.26 * size, 0.15 * size, 0, 7);
        cairo_fill(cr);
      }
      cairo_move_to(cr, one.x, one.y);
      pango_cairo_show_layout(cr, layout);
      bottom = one.y + height_of(layout);
    }
    return bottom;
  }

 private:
  struct Placed {
    GObject<PangoLayout> layout;
    double x, y, height;
    const Piece* piece;
  };

  std::vector<Placed> place(double size) const {
    std::vector<Placed> placed;
    double y = area_.y;
    for (const Piece& piece : pieces_) {
      if (!placed.empty()) y += piece.gap * size;
      const double indent = piece.bullet ? size : 0;
      auto layout = lay_out(sheet_, piece, language_, piece.size * size, area_.width - indent);
      const double height = height_of(layout.get());
      placed.push_back({std::move(layout), area_.x + indent, y, height, &piece});
      y += height;
    }
    return placed;
  }

  bool fits(double size) const {
    const auto placed = place(size);
    return placed.back().y + placed.back().height <= area_.y + area_.height &&
           std::all_of(placed.begin(), placed.end(), [&](const Placed& one) {
             return one.x + width_of(one.layout.get()) <= area_.x + area_.width + 0.5;
           });
  }

  const Sheet& sheet_;
  Language language_;
  Area area_;
  std::vector<Piece> pieces_;
};

// --- the parts of the sheet ---

void draw_head(const Sheet& sheet, const Poster& poster) {
  cairo_t* cr = sheet.cr();
  constexpr double top = margin - 6, end = 245, text_width = 290;
  const Language language = poster.language;
  const Column title(sheet, language, {left, top, text_width, 76},
                     {{core::text(language, "poster.title"), 1, true, art::deep}});
  const double title_end = title.draw(title.fitting(60, 30));
  const Column group(sheet, language, {left, title_end, text_width, 68},
                     {{poster.group, 1, true, art::coral}});
  const double group_end = group.draw(group.fitting(25, 9)) + 16;
  const Column invite(sheet, language, {left, group_end, text_width, end - group_end},
                      {{core::text(language, "poster.invite")}});
  invite.draw(invite.fitting(23, 9));
  art::idea_box(cr, right - 212, margin, 1.06);
}

void draw_step(const Sheet& sheet, const Area& area, const Column& words_of_it, double size,
               const char* digit) {
  cairo_t* cr = sheet.cr();
  constexpr double radius = 13;
  const double x = area.x - 36 + radius, y = area.y + radius;
  art::set(cr, art::deep);
  cairo_new_path(cr);
  cairo_arc(cr, x, y, radius, 0, 7);
  cairo_fill(cr);
  const Piece piece{digit, 1, true};
  const auto layout = lay_out(sheet, piece, Language::nb, 16, 2 * radius);
  pango_layout_set_alignment(layout.get(), PANGO_ALIGN_CENTER);
  art::set(cr, art::white);
  cairo_move_to(cr, x - radius, y - height_of(layout.get()) / 2);
  pango_cairo_show_layout(cr, layout.get());
  words_of_it.draw(size);
}

void draw_code(const Sheet& sheet, const Poster& poster, const QrCode& code) {
  cairo_t* cr = sheet.cr();
  constexpr Area panel{left, 262, width, 288};
  constexpr double pad = 15, side = 226, step_x = left + pad + side + 56, step_width = right - pad - step_x;
  const Language language = poster.language;
  art::rounded(cr, panel.x, panel.y, panel.width, panel.height, 16);
  art::set(cr, art::cream);
  cairo_fill(cr);
  art::qr(cr, code, left + pad, panel.y + pad, side);

  constexpr Area first{step_x, panel.y + pad + 12, step_width, 96},
      second{step_x, first.y + 112, step_width, 96};
  const Column scan(sheet, language, first, {{core::text(language, "poster.scan"), 1, true}});
  const Column act(sheet, language, second, {{core::text(language, "poster.can"), 1, true}});
  const double size = std::min(scan.fitting(18, 8), act.fitting(18, 8));
  draw_step(sheet, first, scan, size, "1");
  draw_step(sheet, second, act, size, "2");

  const Column address(sheet, language, {left + pad, panel.y + pad + side + 6, width - 2 * pad, 37},
                       {{core::text(language, "poster.address"), 0.62, false, art::soft},
                        {poster.address, 1.1, false, art::ink, 0.1, false, letters}});
  address.draw(address.fitting(15, 5));
}

void draw_promises(const Sheet& sheet, const Poster& poster) {
  cairo_t* cr = sheet.cr();
  constexpr double top = 568, row = 43, column = width / 2 + 8, indent = 37;
  struct Promise {
    void (*icon)(cairo_t*, double, double);
    std::string text;
    bool strong;
  };
  const Language language = poster.language;
  const std::vector<Promise> promises{{art::no_name, core::text(language, "poster.no_name"), false},
                                      {art::anybody, core::text(language, "poster.anybody"), false},
                                      {art::apart, core::text(language, "poster.apart"), false},
                                      {art::never, core::text(language, "poster.never"), true}};
  const auto column_at = [&](std::size_t i, double shift) {
    const double x = left + (i % 2 == 0 ? 0 : column) + indent, y = top + (i / 2 == 0 ? 0 : row);
    return Column(sheet, language, {x, y + shift, width / 2 - 8 - indent, row - 4},
                  {{promises[i].text, 1, promises[i].strong}});
  };
  double size = 13;
  for (std::size_t i = 0; i < promises.size(); ++i) size = std::min(size, column_at(i, 0).fitting(size, 7));
  for (std::size_t i = 0; i < promises.size(); ++i) {
    const double x = left + (i % 2 == 0 ? 0 : column), y = top + (i / 2 == 0 ? 0 : row);
    promises[i].icon(cr, x, y + row / 2 - 15);
    column_at(i, row / 2 - 2 - column_at(i, 0).height(size) / 2).draw(size);
  }
}

Column other_language(const Sheet& sheet, Language language, const Area& area) {
  return {sheet,
          language,
          area,
          {{core::text(language, "poster.title"), 1.35, true, art::deep},
           {core::text(language, "poster.invite"), 1, true, art::ink, 0.1},
           {core::text(language, "poster.scan") + " " + core::text(language, "poster.can")},
           {core::text(language, "poster.no_name"), 1, false, art::ink, 0.4, true},
           {core::text(language, "poster.anybody"), 1, false, art::ink, 0.2, true},
           {core::text(language, "poster.apart"), 1, false, art::ink, 0.2, true},
           {core::text(language, "poster.never"), 1, true, art::ink, 0.2, true}}};
}

void draw_other_languages(const Sheet& sheet, const Poster& poster) {
  cairo_t* cr = sheet.cr();
  constexpr double top = 662, gutter = 26, column = (width - gutter) / 2;
  art::set(cr, art::sage);
  cairo_set_line_width(cr, 1);
  cairo_move_to(cr, left, top);
  cairo_line_to(cr, right, top);
  cairo_stroke(cr);
  std::vector<Column> columns;
  for (const Language language : core::all_languages) {
    if (language == poster.language) continue;
    const double x = left + static_cast<double>(columns.size()) * (column + gutter);
    columns.push_back(other_language(sheet, language, {x, top + 9, column, page_height - margin - top - 9}));
  }
  double size = 11;
  for (const Column& one : columns) size = std::min(size, one.fitting(size, 6));
  for (const Column& one : columns) one.draw(size);
}

}  // namespace

void draw_poster(const Poster& poster, const std::filesystem::path& out) {
  if (!poster.address.starts_with("https://") && !poster.address.starts_with("http://"))
    throw std::invalid_argument("the poster needs an address that begins with https://");
  const QrCode code = qr_code(poster.address);
  if (code.size > readable_modules)
    throw std::invalid_argument("the address is too long to be read off paper");
  const auto fonts = load_fonts();
  const std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> surface(
      cairo_pdf_surface_create(out.c_str(), page_width, page_height), cairo_surface_destroy);
  const std::string title = core::text(poster.language, "poster.title") + ": " + poster.group;
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
  // Without a date, so that the same poster is the same file.
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, "");
  const Sheet sheet(surface.get(), fonts.get());
  draw_head(sheet, poster);
  draw_code(sheet, poster, code);
  draw_promises(sheet, poster);
  draw_other_languages(sheet, poster);
  cairo_show_page(sheet.cr());
  cairo_surface_finish(surface.get());
  const cairo_status_t drawn = cairo_status(sheet.cr()), written = cairo_surface_status(surface.get());
  for (const cairo_status_t status : {drawn, written})
    if (status != CAIRO_STATUS_SUCCESS)
      throw std::runtime_error("cannot write " + out.string() + ": " + cairo_status_to_string(status));
}

}  // namespace app
