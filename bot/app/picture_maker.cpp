#include "bot/app/picture_maker.hpp"

#include "adapters/net/on_thread.hpp"
#include "bot/app/drawn.hpp"
#include "bot/core/log.hpp"

namespace app {
namespace {

boost::asio::awaitable<std::string> draw_png(std::vector<core::Plot> plots, core::Language language,
                                             runtime::PictureLook wanted) {
  drawing::Look look;
  look.width = 320;
  look.dark = wanted.dark;
  look.pixels = wanted.pixels;
  look.titled = true;
  try {
    co_return png_of(plots, language, look);
  } catch (const std::exception& error) {
    core::log(core::Level::warning, "a picture could not be drawn, its words go alone", error.what());
  }
  co_return std::string();
}

}  // namespace

boost::asio::awaitable<std::string> PictureMaker::png(std::vector<core::Plot> plots, core::Language language,
                                                      runtime::PictureLook wanted) {
  auto work = draw_png(std::move(plots), language, wanted);
  co_return co_await net::on_thread(readers_, std::move(work));
}

}  // namespace app
