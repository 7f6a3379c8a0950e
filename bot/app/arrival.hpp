#pragma once
// Boxes that come from the other machine, at the one that waits: kept apart until this one serves. They lie
// in a folder "arrived" beside its own, in memory like them.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "bot/app/box_holder.hpp"
#include "bot/app/config.hpp"
#include "storage/descriptor.hpp"

namespace app {

class Arrival {
 public:
  // Nothing of an earlier one is left. Throws std::runtime_error with words where boxes cannot lie here.
  Arrival(const Config& config, std::string installation, std::string mark);
  ~Arrival();  // what is not finished is wiped
  Arrival(const Arrival&) = delete;
  Arrival& operator=(const Arrival&) = delete;

  static constexpr std::uint64_t largest_file = 256ull << 20, largest_in_all = 2ull << 30;
  static constexpr std::size_t most_files = 100'000;

  // The next file, which has `size` bytes; then these, in any portions. Throws std::runtime_error with words:
  // a name that none of ours has, one that came before, too large, or no room.
  void begin(const std::string& name, std::uint64_t size);
  void add(std::string_view bytes);
  // Each box is read once, as at a start; then all of it is there for whoever serves next.
  void finish();

 private:
  const Config& config_;
  const std::string installation_, mark_;
  storage::Descriptor file_;
  std::size_t files_ = 0, polls_ = 0;
  std::uint64_t in_all_ = 0, left_ = 0;
  bool ideas_ = false, finished_ = false;
};

// Whether anything has arrived, whole or not; whether boxes lie here.
bool has_arrived(const Config& config);
bool has_boxes(const Config& config);

// For who is about to serve, before anything of the boxes is opened: what has arrived whole, and is what
// counts by the database, takes the place of what lies here. Anything else that arrived is wiped. May be
// cut off and called again. Throws std::exception.
void take_in(const Config& config, const Counting& counting);

// Meanwhile: what has not arrived whole, or does not count any more, is wiped. Not while something arrives.
void drop_what_is_stale(const Config& config, const Counting& counting);

}  // namespace app
