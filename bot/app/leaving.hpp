#pragma once
// How a service ends where another machine waits: the open boxes go there before (handover.hpp).

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>

#include "bot/app/bot.hpp"
#include "bot/app/config.hpp"
#include "bot/runtime/engine.hpp"

namespace app {

// I/O thread.
class Leaving {
 public:
  // `ask`: of the engine. `stop`: ends the service; called again, nothing.
  Leaving(boost::asio::any_io_executor executor, const Config& config, Bot& bot,
          std::function<void(runtime::Errand)> ask, std::function<void()> stop);

  // Where the other machine has the boxes, this is the end here, after `done`; else all goes on.
  void hand_over(std::function<void(const HandedOver&)> done);
  // The end, whatever becomes of the boxes.
  void leave();

 private:
  const Config& config_;
  Bot& bot_;
  std::function<void(runtime::Errand)> ask_;
  std::function<void()> stop_;
  boost::asio::steady_timer limit_;
};

}  // namespace app
