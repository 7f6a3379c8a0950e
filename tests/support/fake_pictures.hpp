#pragma once
// What draws pictures, without fonts; and a message that has one.

#include <map>
#include <string>
#include <vector>

#include "bot/core/message.hpp"
#include "bot/runtime/pictures.hpp"

namespace support {

struct FakePictures final : runtime::Pictures {
  std::map<int, std::string> by_pixels{{1, "\x89PNG small"}, {2, "\x89PNG sharp"}};
  std::vector<std::vector<core::Plot>> asked;
  boost::asio::awaitable<std::string> png(std::vector<core::Plot> plots, core::Language,
                                          runtime::PictureLook look) override {
    asked.push_back(std::move(plots));
    co_return by_pixels[look.pixels];
  }
};

inline core::Message with_picture() {
  core::Message message;
  message.blocks.emplace_back(core::Heading{"Resultat: Hvilken dag?"});
  message.blocks.emplace_back(core::Paragraph{{core::Span("○ Mandag ● Tirsdag")}, true});
  message.blocks.emplace_back(core::Bars{{{"Tirsdag", 0.6, "6"}, {"Mandag", 0.4, "4"}}});
  core::Plot plot;
  plot.title = "Hvilken dag?";
  plot.alt = "Flest svarte Tirsdag.";
  plot.bars = {{"Tirsdag", 0.6, "6"}, {"Mandag", 0.4, "4"}};
  plot.first = {0};
  message.pictures.push_back(plot);
  return message;
}

}  // namespace support
