#include "bot/drawing/lettering.hpp"

#include <cairo-pdf.h>

#include <algorithm>
#include <stdexcept>

namespace drawing::lettering {

using core::Language;

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

Sheet::Sheet(cairo_surface_t* surface, PangoFontMap* fonts)
    : cairo(cairo_create(surface), cairo_destroy),
      context(pango_font_map_create_context(fonts), g_object_unref) {
  pango_cairo_update_context(cairo.get(), context.get());
}

cairo_status_t keep_bytes(void* to, const unsigned char* bytes, unsigned int length) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), length);
  return CAIRO_STATUS_SUCCESS;
}

void require_drawn(cairo_status_t status) {
  if (status != CAIRO_STATUS_SUCCESS)
    throw std::runtime_error(std::string("a drawing failed: ") + cairo_status_to_string(status));
}

std::string pdf_of_pages(const std::string& title, double width, double height,
                         const std::function<void(const Sheet&)>& draw) {
  const auto fonts = load_fonts();
  std::string bytes;
  const std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> surface(
      cairo_pdf_surface_create_for_stream(keep_bytes, &bytes, width, height), cairo_surface_destroy);
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, "");
  const Sheet sheet(surface.get(), fonts.get());
  draw(sheet);
  cairo_surface_finish(surface.get());
  require_drawn(cairo_status(sheet.cr()));
  require_drawn(cairo_surface_status(surface.get()));
  return bytes;
}

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
  for (const auto& [from, to] : piece.bold) {
    PangoAttribute* heavier = pango_attr_weight_new(PANGO_WEIGHT_BOLD);
    heavier->start_index = static_cast<guint>(from);
    heavier->end_index = static_cast<guint>(to);
    pango_attr_list_insert(attributes.get(), heavier);
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

double Column::fitting(double largest, double smallest) const {
  double size = largest;
  while (size > smallest && !fits(size)) size = std::max(smallest, size - 0.25);
  return size;
}

double Column::height(double size) const {
  double bottom = 0;
  for (const Placed& one : place(size)) bottom = one.y + one.height;
  return bottom - area_.y;
}

double Column::draw(double size) const {
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

std::vector<Column::Placed> Column::place(double size) const {
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

bool Column::fits(double size) const {
  const auto placed = place(size);
  return placed.back().y + placed.back().height <= area_.y + area_.height &&
         std::all_of(placed.begin(), placed.end(), [&](const Placed& one) {
           return one.x + width_of(one.layout.get()) <= area_.x + area_.width + 0.5;
         });
}

}  // namespace drawing::lettering
