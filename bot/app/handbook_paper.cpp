#include "bot/app/handbook_paper.hpp"

#include <algorithm>
#include <stdexcept>

#include "adapters/net/on_thread.hpp"
#include "bot/app/chats.hpp"
#include "bot/app/drawn.hpp"
#include "bot/core/handbook.hpp"
#include "bot/core/log.hpp"
#include "bot/features/digests/overview.hpp"

namespace app {
namespace {

boost::asio::awaitable<std::string> draw(std::string name, core::Language language) {
  co_return printed_guide(name, language);
}

}  // namespace

std::string printed_guide(std::string_view name, core::Language language) {
  const auto& all = core::handbook(language);
  const auto guide = std::ranges::find(all, name, &core::Guide::name);
  if (guide == all.end()) return {};
  digests::Report report{guide->title, {}, {}};
  report.body.blocks = guide->blocks;
  report.body.blocks.insert(report.body.blocks.begin(), core::Heading{guide->title});
  drawing::PaperLook look;
  look.letters = 12.5;
  look.pages_at_dividers = true;
  look.picture = [language](const std::string& picture) { return core::handbook_picture(picture, language); };
  try {
    return pdf_of(report, language, look);
  } catch (const std::runtime_error& error) {
    core::log(core::Level::error, "no paper", error.what());
    return {};
  }
}

boost::asio::awaitable<std::string> drawn_guide(boost::asio::any_io_executor readers, std::string name,
                                                core::Language language) {
  auto work = draw(std::move(name), language);
  co_return co_await net::on_thread(std::move(readers), std::move(work));
}

std::string handbook_address(const Config& config) {
  return config.chats && config.chats->pages ? config.chats->server.public_url + "/hjelp/" : std::string();
}

}  // namespace app
