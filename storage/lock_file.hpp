#pragma once
// Keeps a second daemon out of a folder.

#include <string>

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

 private:
  int descriptor_ = -1;
};

}  // namespace storage
