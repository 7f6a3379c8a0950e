#pragma once
// What draws the pictures of messages, when they leave.

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "bot/core/language.hpp"
#include "bot/core/plot.hpp"

namespace runtime {

struct PictureLook {
  bool dark = false;
  int pixels = 2;  // to a unit: 1 is half the bytes
};

class Pictures {
 public:
  virtual ~Pictures() = default;
  // All in one picture for a chat, from top to bottom, as PNG, 320 units wide: some 8 kB a plot. Empty when
  // it cannot be drawn: then the words stand alone. Asked and answered on the I/O thread, drawn beside it.
  virtual boost::asio::awaitable<std::string> png(std::vector<core::Plot> plots, core::Language language,
                                                  PictureLook look) = 0;
};

}  // namespace runtime
