#pragma once
// A QR code as a square of modules; how it looks on paper is the drawer's business.

#include <string>
#include <vector>

namespace drawing {

struct QrCode {
  static constexpr int quiet_zone = 4;  // modules that stay light on each side (ISO/IEC 18004)
  int size = 0;                         // modules a side, without the quiet zone
  std::vector<bool> dark;               // row by row
  bool at(int column, int row) const { return dark[static_cast<std::size_t>(row * size + column)]; }
};

// Error correction Q: a quarter of it may be worn off or written over. Throws std::invalid_argument when
// `text` is empty, has a NUL, or is longer than the largest code holds (1663 octets).
QrCode qr_code(const std::string& text);

}  // namespace drawing
