#pragma once
// A file that grows by a line at a time, written on a thread of its own: nobody on the I/O thread waits for a
// disk.

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <string>

#include "adapters/net/line_file.hpp"

namespace net {

// I/O thread, the executor's. The other thread begins with the first line.
class LineWriter {
 public:
  // Hears once, later and on the executor, whether it is on the disk. Dropped uncalled when the writer goes
  // before.
  using Told = std::function<void(bool kept)>;

  LineWriter(boost::asio::any_io_executor executor, LineFile file);
  // Writes what it was given, whether or not anybody hears of it.
  ~LineWriter();
  LineWriter(const LineWriter&) = delete;
  LineWriter& operator=(const LineWriter&) = delete;

  // In the order of the calls. What waits is written and synced together. Of what could not be kept nothing
  // is in the file, and what waited behind it is not written either: a line may mean nothing without those
  // before.
  void append(std::string line, Told told);
  // All lines, each with its end, in place of those that are there.
  void replace(std::string lines, Told told);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace net
