#pragma once
// Something that is done once although several want it at the same time.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>

namespace net {

// Who finds it under way waits for its end; who does not begins it. One I/O thread.
class SingleFlight {
 public:
  explicit SingleFlight(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}

  bool under_way() const { return bell_ != nullptr; }
  boost::asio::awaitable<void> wait();

  // Under way for as long as this lives, whatever ends it.
  class Turn {
   public:
    explicit Turn(SingleFlight& flight);
    ~Turn();
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    SingleFlight& flight_;
  };

 private:
  boost::asio::any_io_executor executor_;
  std::shared_ptr<boost::asio::steady_timer> bell_;
};

}  // namespace net
