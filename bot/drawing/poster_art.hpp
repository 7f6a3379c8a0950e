#pragma once
// The drawings on the poster. Everything is lines and areas in calm colours that also tell apart in grey.

#include <cairo.h>

#include "bot/drawing/qr_code.hpp"

namespace drawing::art {

struct Colour {
  double red, green, blue;
};
constexpr Colour colour(unsigned rgb) {
  return {((rgb >> 16U) & 0xFFU) / 255.0, ((rgb >> 8U) & 0xFFU) / 255.0, (rgb & 0xFFU) / 255.0};
}
inline constexpr Colour ink = colour(0x24343D), deep = colour(0x1D4E5B), soft = colour(0x5B6B73),
                        cream = colour(0xF7F1E5), white = colour(0xFFFFFF), coral = colour(0xD9694C),
                        sage = colour(0x7FAE98), sun = colour(0xF3C969);

void set(cairo_t* cr, Colour colour);
void rounded(cairo_t* cr, double x, double y, double width, double height, double radius);  // adds the path

// A cardboard box with a slot and a note going in, in the 200 x 190 points from (x, y) on, times `scale`.
void idea_box(cairo_t* cr, double x, double y, double scale);

// The code with its quiet zone, dark on white, in a square of `side` points.
void qr(cairo_t* cr, const QrCode& code, double x, double y, double side);

// Small pictures beside the promises, in a circle of 26 points from (x, y) on.
void no_name(cairo_t* cr, double x, double y);
void anybody(cairo_t* cr, double x, double y);
void apart(cairo_t* cr, double x, double y);
void never(cairo_t* cr, double x, double y);

}  // namespace drawing::art
