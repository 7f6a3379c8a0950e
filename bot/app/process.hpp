#pragma once
// What a service's process is, however many it serves: the I/O thread's loop and the signals.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>

namespace app {

// No core file, no debugger of another process: what is in the ballot box stays in this process. Before any
// thread is made.
void begin_process();

class Process {
 public:
  Process();
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  boost::asio::any_io_executor executor() const;
  // Runs until end(). SIGTERM and SIGINT: `stop`, once. SIGHUP: the log's file is opened anew, for somebody
  // has moved it away, and `reload` is called until then. What throws ends what it escaped from, and nothing
  // else.
  void run(std::function<void()> stop, std::function<void()> reload);
  void end();  // I/O thread, or before run()

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// Where an exception has escaped from work on a loop. Not its words: they may quote what a person wrote.
void log_what_escaped();

// Gives back what was only for the start, or for much at once: the memory that is free, and pages of code.
void trim_memory();

// Of this process so far.
std::chrono::nanoseconds processor_time();

// When that is done: once it is quiet after the start, and after each time of much work. All on the
// executor's thread; looks again and again as long as it lives.
class Trimmer {
 public:
  struct Parts {
    std::chrono::nanoseconds between{};              // two looks
    std::function<std::chrono::nanoseconds()> used;  // processor_time
    std::function<void()> trim;
  };
  Trimmer(boost::asio::any_io_executor executor, Parts parts);
  void begin();  // the start is over

 private:
  void wait();

  boost::asio::steady_timer timer_;
  const Parts parts_;
  std::chrono::nanoseconds before_{};
  bool worked_ = true;
};

}  // namespace app
