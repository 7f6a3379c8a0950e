#pragma once
// Where the organisations of a process wait whose databases another process serves (storage.standby): one
// thread, and one session for each server, however many wait.

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace app {

// All calls on the I/O thread.
class WaitingRoom {
 public:
  static constexpr std::chrono::milliseconds between_looks{200};
  static constexpr auto served = "another process serves";  // as it is told in waits()

  struct Told {
    std::function<void(const std::string& why)> waits;  // at first, and when it waits for something else
    std::function<void()> free;                         // nobody serves it: once, and it waits no more
  };

  // Both are told on `io`, one thread, and nothing once this has gone.
  explicit WaitingRoom(boost::asio::any_io_executor io);
  // Waits for the one call that is under way: a connection, three seconds for each server of its place, or a
  // look, two.
  ~WaitingRoom();
  WaitingRoom(const WaitingRoom&) = delete;
  WaitingRoom& operator=(const WaitingRoom&) = delete;

  // `place`: as storage.url. Instead of what `name` waited for.
  void wait(const std::string& name, std::string place, Told told);
  // Nothing more is told.
  void leave(const std::string& name);

 private:
  struct Shared;
  class Looker;

  std::shared_ptr<Shared> shared_;
  std::unique_ptr<Looker> looker_;  // with the first who waits
};

}  // namespace app
