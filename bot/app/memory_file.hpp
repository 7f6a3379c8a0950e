#pragma once
// A file in memory as SQLite asks for one (https://sqlite.org/vfs.html): bytes, the locks of those who have
// it open, and what they share beside it (the index of a log). Not guarded against several threads.

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace app {

class MemoryFile {
 public:
  // Who has it open. What it holds is given back by unlock() and unmap().
  struct User {
    int level = 0;                     // SQLITE_LOCK_*
    unsigned together = 0, alone = 0;  // slots it holds, a bit each
    bool maps = false;
  };

  std::string bytes;

  // SQLite's codes: SQLITE_OK, or SQLITE_BUSY where somebody else stands in the way.
  int lock(User& who, int level);
  void unlock(User& who, int level);
  bool reserved() const { return writer_ != nullptr; }

  // Null where there is no such part and none is wanted. All of it goes with the last who maps it.
  void volatile* part(User& who, int number, int size, bool wanted);
  int lock_slots(User& who, int first, int count, int flags);
  void unmap(User& who);

 private:
  int readers_ = 0;
  const User* writer_ = nullptr;  // holds SQLITE_LOCK_RESERVED or more
  int mapped_ = 0;
  std::vector<std::unique_ptr<char[]>> parts_;
  std::array<int, 8> slots_{};  // how many hold it together; -1: somebody alone
};

}  // namespace app
