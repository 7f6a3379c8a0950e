#include "bot/drawing/paper.hpp"

#include <algorithm>
#include <cstring>
#include <memory>

#include "bot/drawing/drawing.hpp"

namespace drawing {
namespace {

using lettering::Area;
using lettering::Column;
using lettering::Piece;
using lettering::Sheet;

// A4 in points.
constexpr double report_width = 595.276, report_height = 841.89, report_margin = 54;
constexpr double report_room = report_width - 2 * report_margin,
                 report_end = report_height - report_margin - 18;
constexpr double most_of_width = 0.52, most_of_height = 285;  // of a picture

struct Png {
  std::string_view left;
  static cairo_status_t read(void* from, unsigned char* to, unsigned int length) {
    auto& left = static_cast<Png*>(from)->left;
    if (left.size() < length) return CAIRO_STATUS_READ_ERROR;
    std::memcpy(to, left.data(), length);
    left.remove_prefix(length);
    return CAIRO_STATUS_SUCCESS;
  }
};

// What stands out in a text stands out on paper; commands too. `before`: what the text begins with.
Piece piece_of(const core::Rich& rich, std::string before = {}) {
  using Style = core::Span::Style;
  Piece piece{std::move(before)};
  for (const core::Span& span : rich) {
    const std::size_t from = piece.text.size();
    piece.text += core::plain_text(core::Rich{span});
    if (span.style == Style::strong || span.style == Style::code)
      piece.bold.emplace_back(from, piece.text.size());
  }
  return piece;
}

// Blocks from top to bottom, on as many pages as it takes.
class Paper {
 public:
  Paper(const Sheet& sheet, const digests::Report& report, core::Language language, const PaperLook& look)
      : sheet_(sheet), report_(report), language_(language), look_(look) {}

  void write() {
    const auto& blocks = report_.body.blocks;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      if (std::holds_alternative<core::Heading>(blocks[i]))
        keep_with(i + 1 < blocks.size() ? &blocks[i + 1] : nullptr);
      std::visit([this](const auto& one) { say(one); }, blocks[i]);
    }
    end_page();
  }

 private:
  // Never at the foot of a page, away from what it is about: some lines, or all of a drawing.
  void keep_with(const core::Block* next) {
    double room = 90;
    const auto* image = next ? std::get_if<core::Image>(next) : nullptr;
    if (const auto plot = image ? report_.plots.find(image->url) : report_.plots.end();
        plot != report_.plots.end())
      room = std::max(room, 48 + height_of(plot->second));
    if (y_ + room > report_end && y_ > report_margin) next_page();
  }
  void say(const core::Heading& heading) {
    const bool first = page_ == 1 && y_ == report_margin;
    write({{heading.text, first ? 2.0 : 1.3, true, art::deep}}, first ? 0 : 14, 4);
  }
  void say(const core::Paragraph& paragraph) {
    const bool strong = !paragraph.text.empty() &&
                        paragraph.text.front().style == core::Span::Style::strong &&
                        paragraph.text.size() == 1;
    write({piece_of(paragraph.text)}, strong ? 8 : 2, 4);
  }
  void say(const core::ContextLine& line) {
    Piece piece = piece_of(line.text);
    piece.size = 0.9;
    piece.colour = art::soft;
    write({std::move(piece)}, 6, 4);
  }
  void say(const core::List& list) {
    std::size_t number = 0;
    for (const core::Rich& item : list.items) {
      ++number;
      Piece piece = piece_of(item, list.numbered ? std::to_string(number) + ". " : "");
      piece.bullet = !list.numbered;
      write({piece}, 2, 2);
    }
  }
  void say(const core::Facts& facts) {
    for (const auto& [label, value] : facts.rows) write({{label + ": " + value}}, 2, 2);
  }
  void say(const core::Bars& bars) {
    core::Plot plot;
    plot.bars = bars.rows;
    draw(plot);
  }
  void say(const core::Image& image) {
    if (const auto plot = report_.plots.find(image.url); plot != report_.plots.end())
      draw(plot->second);
    else if (const auto png = look_.picture ? look_.picture(image.url) : std::nullopt)
      draw(*png);
  }
  void say(const core::Divider&) {
    if (look_.pages_at_dividers) next_page();
  }
  void say(const core::Actions&) {}

  void write(std::vector<Piece> pieces, double before, double after) {
    const double height =
        Column(sheet_, language_, {0, 0, report_room, 10'000}, pieces).height(look_.letters);
    if (y_ + before + height > report_end && y_ > report_margin) next_page();
    const double top = y_ == report_margin ? y_ : y_ + before;
    const Area area{report_margin, top, report_room, report_end - top};
    y_ = Column(sheet_, language_, area, std::move(pieces)).draw(look_.letters) + after;
  }

  Look look_of_plots() const {
    Look look;
    look.width = report_room;
    look.letters = look_.letters;
    return look;
  }
  double height_of(const core::Plot& plot) const {
    return draw_plot(sheet_, plot, language_, {0, 0, report_room, 0}, look_of_plots(), false);
  }
  void draw(const core::Plot& plot) {
    const double height = height_of(plot);
    if (y_ + height > report_end && y_ > report_margin) next_page();
    draw_plot(sheet_, plot, language_, {report_margin, y_, report_room, 0}, look_of_plots());
    y_ += height + 8;
  }

  // In the middle, with a line around it.
  void draw(std::string_view png) {
    Png from{png};
    const std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> picture(
        cairo_image_surface_create_from_png_stream(&Png::read, &from), &cairo_surface_destroy);
    lettering::require_drawn(cairo_surface_status(picture.get()));
    const double wide = cairo_image_surface_get_width(picture.get()),
                 high = cairo_image_surface_get_height(picture.get());
    const double scale = std::min(report_room * most_of_width / wide, most_of_height / high);
    if (y_ + 12 + high * scale > report_end && y_ > report_margin) next_page();
    y_ += 6;
    cairo_t* cr = sheet_.cr();
    cairo_save(cr);
    cairo_translate(cr, report_margin + (report_room - wide * scale) / 2, y_);
    cairo_scale(cr, scale, scale);
    cairo_set_source_surface(cr, picture.get(), 0, 0);
    cairo_paint(cr);
    cairo_set_source_rgb(cr, art::soft.red, art::soft.green, art::soft.blue);
    cairo_set_line_width(cr, 0.7 / scale);
    cairo_rectangle(cr, 0, 0, wide, high);
    cairo_stroke(cr);
    cairo_restore(cr);
    y_ += high * scale + 8;
  }

  void next_page() {
    end_page();
    ++page_;
    y_ = report_margin;
  }
  void end_page() {
    const Piece number{std::to_string(page_), 0.9, false, art::soft};
    Column(sheet_, language_, {report_margin, report_height - report_margin, report_room, 30}, {number})
        .draw(look_.letters);
    cairo_show_page(sheet_.cr());
  }

  const Sheet& sheet_;
  const digests::Report& report_;
  core::Language language_;
  const PaperLook& look_;
  double y_ = report_margin;
  int page_ = 1;
};

}  // namespace

std::string pdf_of_report(const digests::Report& report, core::Language language, const PaperLook& look) {
  return lettering::pdf_of_pages(report.name, report_width, report_height,
                                 [&](const Sheet& sheet) { Paper(sheet, report, language, look).write(); });
}

}  // namespace drawing
