#pragma once
// Folders that remove themselves, and what lies in them.

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace support {

inline std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  // Read at once: by iterators a sanitizer looks at every letter.
  std::string content;
  for (std::string part(1 << 16, '\0'); in;) {
    in.read(part.data(), static_cast<std::streamsize>(part.size()));
    content.append(part, 0, static_cast<std::size_t>(in.gcount()));
  }
  return content;
}

// With the folders that lead to it.
inline void put_file(const std::filesystem::path& file, const std::string& content) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << content;
}

class TempDirectory {
 public:
  // In memory, where nothing waits for a disk. What a test is about a disk for is under /var/tmp.
  explicit TempDirectory(const std::filesystem::path& base = "/dev/shm") {
    std::string name = base / "refleks-test-XXXXXX";
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary directory under " + base.string());
    path_ = name;
  }
  ~TempDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  // Of every file below, one behind the other.
  std::string all_bytes() const {
    std::string all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path_))
      if (entry.is_regular_file()) all += content_of(entry.path());
    return all;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace support
