#pragma once
// Deliveries begin one at a time, and whatever else the I/O thread has to do comes between two of them: a
// Monday morning has thousands at once, and somebody's click or page must not stand behind them.

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <deque>
#include <memory>
#include <utility>

namespace app {

// One for a process. The thread of `io` alone.
class Turnstile {
 public:
  explicit Turnstile(boost::asio::any_io_executor io) : line_(std::make_shared<Line>(std::move(io))) {}

  using Begin = boost::asio::any_completion_handler<void()>;
  // Called on `where` when it is its turn, in the order in which they came.
  void pass(boost::asio::any_io_executor where, Begin begin);

 private:
  struct Line : std::enable_shared_from_this<Line> {
    explicit Line(boost::asio::any_io_executor on) : io(std::move(on)) {}
    void next();
    void come_back();
    boost::asio::any_io_executor io;
    std::deque<std::pair<boost::asio::any_io_executor, Begin>> waiting;
    bool turning = false;
  };
  std::shared_ptr<Line> line_;
};

}  // namespace app
