#pragma once
// Keeps a second daemon out of a folder.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace storage {

class LockFile {
 public:
  LockFile() = default;
  // Takes `<path>.lock`. Throws Error when another running refleks has it.
  explicit LockFile(const std::string& path);
  ~LockFile();
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;
  void take(const std::string& path);
  // The database itself as well, which is made where there is none: by another name, as by a link in another
  // folder, it would have another lock file. Before SQLite opens it, and longer than that: a file that is
  // closed takes all locks of the process along. What this process owns already is refused without opening
  // it.
  void take_database(const std::string& path);

 private:
  using Node = std::pair<std::uintmax_t, std::uintmax_t>;  // device and number
  int descriptor_ = -1, database_ = -1;
  std::optional<Node> node_;
};

}  // namespace storage
