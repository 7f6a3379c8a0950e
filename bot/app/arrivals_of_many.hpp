#pragma once
// Where boxes from the other machine arrive in a process with many organisations, on threads of their own:
// nobody who is served waits for them.

#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <functional>
#include <memory>

#include "bot/app/host_file.hpp"
#include "bot/app/receiver.hpp"

namespace app {

class ArrivalsOfMany {
 public:
  // For a call that came to the other machine; on the I/O thread.
  using Answer = std::function<boost::asio::awaitable<net::Response>(std::string organisation, net::Request)>;
  // Listens at once on handover.listen of the file that all share. While `most` are being opened here, who
  // would come is served where it is. All given outlive it. Throws std::runtime_error with words.
  ArrivalsOfMany(const HostFile& host, const Receptions& receptions, const std::atomic<int>& being_opened,
                 int most, boost::asio::any_io_executor io, Answer answer);
  // After the I/O thread's loop: what waits there for the answer to a call goes back to a thread of this.
  ~ArrivalsOfMany();
  ArrivalsOfMany(const ArrivalsOfMany&) = delete;
  ArrivalsOfMany& operator=(const ArrivalsOfMany&) = delete;

  // Cuts off what is under way: the other machine keeps it. Nothing is asked of anybody any more.
  void stop();

  // Now and then; any thread. Takes another certificate where its files have changed, and once a day says in
  // the log what is wrong with it.
  void look_at_files();

 private:
  void say_what_is_wrong();

  const Config::Handover& way_;
  boost::asio::thread_pool sockets_, databases_;
  std::chrono::steady_clock::time_point say_again_{};
  std::unique_ptr<Receiver> receiver_;
};

}  // namespace app
