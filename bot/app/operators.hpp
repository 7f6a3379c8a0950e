#pragma once
// What the operator's commands want of the running service (control.hpp): how it is, somebody erased, the
// configuration read anew. I/O thread.

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>

#include "bot/app/bot.hpp"
#include "bot/app/reload.hpp"
#include "bot/app/status.hpp"
#include "bot/runtime/engine.hpp"

namespace app {

class Operators {
 public:
  struct Parts {
    boost::asio::any_io_executor executor, readers;
    const Config& config;
    Bot& bot;
    std::function<void(runtime::Errand)> ask;  // of the engine
    std::function<State()> look;               // on `readers`
    std::function<void(State&)> live;          // what the I/O thread knows
    std::function<void(Reloader::Told)> reload;
    std::function<void(std::function<void(const HandedOver&)>)> hand_over;
    Running running;
  };
  // Listens at once. Where the data folder can hold no socket, the log says so and nobody is answered.
  explicit Operators(Parts parts);
  ~Operators();
  Operators(const Operators&) = delete;
  Operators& operator=(const Operators&) = delete;

 private:
  struct Service;
  std::unique_ptr<Service> service_;
};

}  // namespace app
