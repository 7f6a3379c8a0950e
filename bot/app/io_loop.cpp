#include "bot/app/io_loop.hpp"

#include "bot/core/log.hpp"

namespace app {

void run_to_end(boost::asio::io_context& io) {
  for (bool ended = false; !ended;) {
    try {
      io.run();
      ended = true;
    } catch (const std::exception&) {
      // Its words may quote what a person wrote.
      core::log(core::Level::error,
                "a call or a delivery failed in a way nobody thought of; the others go on");
    }
  }
}

}  // namespace app
