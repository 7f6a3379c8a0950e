#include "bot/drawing/qr_code.hpp"

#include <qrencode.h>

#include <memory>
#include <stdexcept>

namespace drawing {

QrCode qr_code(const std::string& text) {
  if (text.empty() || text.find('\0') != std::string::npos)
    throw std::invalid_argument("there is no text for the QR code");
  constexpr int smallest_that_fits = 0, case_sensitive = 1;
  const std::unique_ptr<QRcode, void (*)(QRcode*)> made(
      QRcode_encodeString(text.c_str(), smallest_that_fits, QR_ECLEVEL_Q, QR_MODE_8, case_sensitive),
      QRcode_free);
  if (!made) throw std::invalid_argument("the text is too long for a QR code");
  QrCode code;
  code.size = made->width;
  const int modules = code.size * code.size;
  for (int i = 0; i < modules; ++i) code.dark.push_back((made->data[i] & 1U) != 0);
  return code;
}

}  // namespace drawing
