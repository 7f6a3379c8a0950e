#pragma once
// A file of lines, as it was found. What is added to it goes through LineWriter.

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "adapters/net/descriptor.hpp"

namespace net {

class LineFile {
 public:
  // Opens or makes the file (folders too, for the owner alone) and gives every line, without its end, to
  // `replay`. A last line that was torn by a crash, or at which `replay` throws, is dropped: nobody was told
  // of it. Throws std::system_error when the file cannot be opened. An earlier line at which `replay` throws:
  // std::runtime_error, naming the line, where the others mean nothing without it; else it is left out, stays
  // in the file until all are replaced, and the log is told.
  enum class Damaged { refuse, leave_out };
  LineFile(std::filesystem::path file, const std::function<void(std::string_view line)>& replay,
           Damaged damaged = Damaged::refuse);

  // How many bytes of a torn last line were dropped.
  std::size_t dropped() const { return dropped_; }

 private:
  friend class LineWriter;  // nobody else waits for a disk
  // Lines, each with its end. On the disk (fdatasync) when it returns. On std::system_error nothing was kept;
  // when even that cannot be promised, every later call throws too.
  void append(std::string_view lines);
  // All lines, each with its end, in place of those that are there.
  void replace(std::string_view lines);

  void load(const std::function<void(std::string_view)>& replay, Damaged damaged);

  std::filesystem::path path_;
  Descriptor file_;
  std::size_t size_ = 0;  // of the whole lines in the file
  std::size_t dropped_ = 0;
  bool broken_ = false;
};

}  // namespace net
