#pragma once
// A disk that can die, fill up, fail to read, and lose power, for SQLite alone: its own interface for file
// systems (https://sqlite.org/vfs.html), whose files lie in memory. For simulate --faults.

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace app {

class FaultyDisk {
 public:
  // From now on every database is opened on it, until it goes. One at a time; no connection outlives it.
  explicit FaultyDisk(std::uint64_t seed);
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  // The process has died at this instruction: whatever its remains do, nothing changes any more. `at_death`
  // is called once, then; it asks neither this disk nor a database for anything.
  void die();
  // The same, when so many more writes and syncs have been made.
  void die_after(int operations);
  bool dead() const;
  void at_death(std::function<void()> told);

  void set_full(bool full);
  void set_unreadable(bool fails);  // now and then

  // Whether the power may go soon: until then nobody need remember what was not synced (half of what the disk
  // costs). Said early enough for all that is unsynced when it goes; at first it may.
  void power_may_go(bool soon);

  // When the last connection has gone: the next process may begin. With `power_lost` what was not synced has
  // got to the disk or not, in any order, torn or whole.
  void next_life(bool power_lost);
  // Every byte of the files that were opened and are there, one file after the other; `at` as `at_death`.
  void look(const std::function<void(std::string_view)>& at) const;

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace app
