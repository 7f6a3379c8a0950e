#pragma once
// What a service's process is, however many it serves: the I/O thread's loop and the signals.

#include <boost/asio/any_io_executor.hpp>
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

// Gives back what was only for the start: the configuration while it was read, the code that read it.
void trim_memory();

}  // namespace app
