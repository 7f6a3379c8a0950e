#include "bot/drawing/poster_art.hpp"

#include <array>
#include <cmath>
#include <initializer_list>
#include <numbers>
#include <utility>

namespace drawing::art {
namespace {

constexpr double pi = std::numbers::pi;
constexpr Colour board = colour(0xD8B083), board_dark = colour(0xB98C5C), board_light = colour(0xEBD0AC),
                 board_edge = colour(0x94693F), shade = colour(0xE6E1D6), paper_line = colour(0xA9BBC4);

// What is set between here and the end of the scope is set back.
class Saved {
 public:
  explicit Saved(cairo_t* cr) : cr_(cr) { cairo_save(cr_); }
  ~Saved() { cairo_restore(cr_); }
  Saved(const Saved&) = delete;
  Saved& operator=(const Saved&) = delete;

 private:
  cairo_t* cr_;
};

using Points = std::initializer_list<std::pair<double, double>>;

void polygon(cairo_t* cr, Points points) {
  cairo_new_path(cr);
  for (const auto& [x, y] : points) cairo_line_to(cr, x, y);
  cairo_close_path(cr);
}
void fill(cairo_t* cr, Colour colour) {
  set(cr, colour);
  cairo_fill(cr);
}
void fill_and_edge(cairo_t* cr, Colour inside, Colour edge, double width) {
  set(cr, inside);
  cairo_fill_preserve(cr);
  set(cr, edge);
  cairo_set_line_width(cr, width);
  cairo_stroke(cr);
}
void disc(cairo_t* cr, double x, double y, double radius) {
  cairo_new_path(cr);
  cairo_arc(cr, x, y, radius, 0, 2 * pi);
}
void line(cairo_t* cr, double x1, double y1, double x2, double y2) {
  cairo_new_path(cr);
  cairo_move_to(cr, x1, y1);
  cairo_line_to(cr, x2, y2);
  cairo_stroke(cr);
}

void heart(cairo_t* cr, double x, double y, double size, Colour colour) {
  const Saved saved(cr);
  cairo_translate(cr, x, y);
  cairo_scale(cr, size, size);
  cairo_new_path(cr);
  cairo_move_to(cr, 0, 0.9);
  cairo_curve_to(cr, -1.3, 0, -1, -0.9, -0.45, -0.9);
  cairo_curve_to(cr, -0.15, -0.9, 0, -0.65, 0, -0.5);
  cairo_curve_to(cr, 0, -0.65, 0.15, -0.9, 0.45, -0.9);
  cairo_curve_to(cr, 1, -0.9, 1.3, 0, 0, 0.9);
  fill(cr, colour);
}

void star(cairo_t* cr, double x, double y, double radius, Colour colour) {
  cairo_new_path(cr);
  for (int i = 0; i < 10; ++i) {
    const double r = i % 2 == 0 ? radius : radius * 0.45, angle = -pi / 2 + i * pi / 5;
    cairo_line_to(cr, x + r * std::cos(angle), y + r * std::sin(angle));
  }
  cairo_close_path(cr);
  fill(cr, colour);
}

void flower(cairo_t* cr, double x, double y, double radius) {
  for (int i = 0; i < 6; ++i) {
    disc(cr, x + radius * 0.62 * std::cos(i * pi / 3), y + radius * 0.62 * std::sin(i * pi / 3),
         radius * 0.42);
    fill(cr, white);
  }
  disc(cr, x, y, radius * 0.38);
  fill(cr, sun);
}

void bulb(cairo_t* cr, double x, double y) {
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  set(cr, coral);
  cairo_set_line_width(cr, 2);
  for (int i = 0; i < 7; ++i) {
    const double angle = -pi + i * pi / 6;
    line(cr, x + 16.5 * std::cos(angle), y + 16.5 * std::sin(angle), x + 21 * std::cos(angle),
         y + 21 * std::sin(angle));
  }
  cairo_new_path(cr);
  cairo_arc(cr, x, y, 11.5, pi * 0.78, pi * 2.22);
  cairo_line_to(cr, x + 5, y + 14);
  cairo_line_to(cr, x - 5, y + 14);
  cairo_close_path(cr);
  fill_and_edge(cr, sun, deep, 1.6);
  set(cr, deep);
  cairo_set_line_width(cr, 2.2);
  line(cr, x - 4, y + 17, x + 4, y + 17);
  line(cr, x - 2.5, y + 20.5, x + 2.5, y + 20.5);
}

void faces(cairo_t* cr) {
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  {
    const Saved saved(cr);
    cairo_translate(cr, 106, 177);
    cairo_scale(cr, 94, 9);
    disc(cr, 0, 0, 1);
    fill(cr, shade);
  }
  polygon(cr, {{150, 92}, {188, 68}, {188, 152}, {150, 178}});
  fill_and_edge(cr, board_dark, board_edge, 1.2);
  polygon(cr, {{20, 92}, {58, 68}, {188, 68}, {150, 92}});
  fill_and_edge(cr, board_light, board_edge, 1.2);
  polygon(cr, {{20, 92}, {150, 92}, {150, 178}, {20, 178}});
  fill_and_edge(cr, board, board_edge, 1.2);
  // The slot, and its hither lip.
  polygon(cr, {{66, 83.5}, {130, 83.5}, {138, 78}, {74, 78}});
  fill(cr, colour(0x4A3320));
}

void garland(cairo_t* cr) {
  constexpr std::array colours{coral, white, sage, sun, coral, white, sage};
  const auto string_at = [](double t) { return 99 + 26 * t * (1 - t); };
  for (std::size_t i = 0; i < colours.size(); ++i) {
    const double from = (static_cast<double>(i) + 0.12) / 7, to = (static_cast<double>(i) + 0.88) / 7,
                 middle = (from + to) / 2;
    polygon(cr, {{20 + 130 * from, string_at(from)},
                 {20 + 130 * to, string_at(to)},
                 {20 + 130 * middle, string_at(middle) + 15}});
    fill(cr, colours[i]);
  }
  set(cr, board_edge);
  cairo_set_line_width(cr, 1.2);
  cairo_new_path(cr);
  cairo_move_to(cr, 20, string_at(0));
  for (int i = 1; i <= 20; ++i) cairo_line_to(cr, 20 + 130 * i / 20.0, string_at(i / 20.0));
  cairo_stroke(cr);
}

void decoration(cairo_t* cr) {
  garland(cr);
  {
    const Saved saved(cr);
    cairo_translate(cr, 85, 147);
    cairo_rotate(cr, -0.05);
    rounded(cr, -27, -25, 54, 54, 5);
    fill_and_edge(cr, white, board_edge, 0.8);
    bulb(cr, 0, -1);
  }
  heart(cr, 38, 140, 8.5, coral);
  flower(cr, 37, 164, 8);
  star(cr, 131, 141, 9.5, sun);
  heart(cr, 133, 165, 6, white);
  star(cr, 168, 104, 7, board_light);
  heart(cr, 172, 132, 6, board_light);
}

// A sheet, half through the slot.
void note(cairo_t* cr) {
  const Saved saved(cr);
  polygon(cr, {{0, -40}, {200, -40}, {200, 81}, {0, 81}});
  cairo_clip(cr);
  cairo_translate(cr, 104, 44);
  cairo_rotate(cr, 0.1);
  rounded(cr, -26, -39, 52, 90, 2);
  fill_and_edge(cr, white, soft, 1.2);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width(cr, 2.2);
  set(cr, paper_line);
  for (const auto& [y, length] :
       {std::pair{-26.0, 32.0}, {-17.0, 36.0}, {-8.0, 24.0}, {1.0, 34.0}, {10.0, 28.0}})
    line(cr, -18, y, -18 + length, y);
  heart(cr, 13, 20, 5, coral);
}

// Four points, as a thing that glitters.
void twinkle(cairo_t* cr, double x, double y, double radius, Colour colour) {
  cairo_new_path(cr);
  for (int i = 0; i < 8; ++i) {
    const double r = i % 2 == 0 ? radius : radius * 0.3, angle = i * pi / 4;
    cairo_line_to(cr, x + r * std::cos(angle), y + r * std::sin(angle));
  }
  cairo_close_path(cr);
  fill(cr, colour);
}

void sparkles(cairo_t* cr) {
  twinkle(cr, 58, 28, 9, sage);
  twinkle(cr, 155, 20, 7, coral);
  star(cr, 38, 52, 6.5, sun);
  star(cr, 168, 46, 8, sun);
  heart(cr, 62, 60, 4.5, coral);
  disc(cr, 150, 54, 2.4);
  fill(cr, sage);
  disc(cr, 38, 28, 2.2);
  fill(cr, coral);
}

// A circle to draw in, its centre at the origin.
void icon_ground(cairo_t* cr, double x, double y, Colour colour) {
  cairo_translate(cr, x + 13, y + 13);
  disc(cr, 0, 0, 13);
  fill(cr, colour);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  set(cr, white);
  cairo_set_line_width(cr, 1.7);
}

void head(cairo_t* cr, double x, double y, double radius) {
  disc(cr, x, y, radius);
  cairo_fill(cr);
  cairo_new_path(cr);
  cairo_arc(cr, x, y + 3.1 * radius, 1.75 * radius, pi, 2 * pi);
  cairo_close_path(cr);
  cairo_fill(cr);
}

}  // namespace

void set(cairo_t* cr, Colour colour) {
  cairo_set_source_rgb(cr, colour.red, colour.green, colour.blue);
}

void rounded(cairo_t* cr, double x, double y, double width, double height, double radius) {
  cairo_new_path(cr);
  cairo_arc(cr, x + width - radius, y + radius, radius, -pi / 2, 0);
  cairo_arc(cr, x + width - radius, y + height - radius, radius, 0, pi / 2);
  cairo_arc(cr, x + radius, y + height - radius, radius, pi / 2, pi);
  cairo_arc(cr, x + radius, y + radius, radius, pi, 3 * pi / 2);
  cairo_close_path(cr);
}

void idea_box(cairo_t* cr, double x, double y, double scale) {
  const Saved saved(cr);
  cairo_translate(cr, x, y);
  cairo_scale(cr, scale, scale);
  faces(cr);
  decoration(cr);
  note(cr);
  sparkles(cr);
}

void qr(cairo_t* cr, const QrCode& code, double x, double y, double side) {
  const Saved saved(cr);
  cairo_new_path(cr);
  cairo_rectangle(cr, x, y, side, side);
  fill(cr, white);
  cairo_translate(cr, x, y);
  const double module = side / (code.size + 2 * QrCode::quiet_zone);
  cairo_scale(cr, module, module);
  cairo_translate(cr, QrCode::quiet_zone, QrCode::quiet_zone);
  cairo_new_path(cr);
  // One path of whole runs, so that no hairline shows between modules.
  for (int row = 0; row < code.size; ++row)
    for (int column = 0; column < code.size; ++column) {
      const int from = column;
      while (column < code.size && code.at(column, row)) ++column;
      if (column > from) cairo_rectangle(cr, from, row, column - from, 1);
    }
  cairo_set_source_rgb(cr, 0, 0, 0);
  cairo_fill(cr);
}

void no_name(cairo_t* cr, double x, double y) {  // somebody, not drawn to the end
  const Saved saved(cr);
  icon_ground(cr, x, y, deep);
  constexpr std::array dashes{1.6, 2.6};
  cairo_set_dash(cr, dashes.data(), static_cast<int>(dashes.size()), 0);
  disc(cr, 0, -3.2, 3.7);
  cairo_stroke(cr);
  cairo_new_path(cr);
  cairo_arc(cr, 0, 9.6, 6.4, pi, 2 * pi);
  cairo_stroke(cr);
}

void anybody(cairo_t* cr, double x, double y) {
  const Saved saved(cr);
  icon_ground(cr, x, y, deep);
  head(cr, -5.2, -2.6, 2.2);
  head(cr, 5.2, -2.6, 2.2);
  set(cr, deep);
  cairo_set_line_width(cr, 2);
  disc(cr, 0, -3, 3);
  cairo_stroke(cr);
  set(cr, white);
  head(cr, 0, -3.2, 2.8);
}

void apart(cairo_t* cr, double x, double y) {  // two piles
  const Saved saved(cr);
  icon_ground(cr, x, y, deep);
  for (const double height : {-5.0, 0.0, 5.0}) line(cr, -7.5, height, -3.5, height);
  for (const double height : {0.0, 5.0}) line(cr, 3.5, height, 7.5, height);
  cairo_set_line_width(cr, 1);
  constexpr std::array dashes{1.0, 2.4};
  cairo_set_dash(cr, dashes.data(), static_cast<int>(dashes.size()), 0);
  line(cr, 0, -8, 0, 8);
}

void never(cairo_t* cr, double x, double y) {
  const Saved saved(cr);
  icon_ground(cr, x, y, coral);
  cairo_set_line_width(cr, 2);
  disc(cr, 0, 0, 7.2);
  cairo_stroke(cr);
  line(cr, -5, -5, 5, 5);
}

}  // namespace drawing::art
