#pragma once
// An open file, closed at the end, and what one does with it.

#include <cerrno>
#include <filesystem>
#include <string_view>
#include <utility>

namespace net {

[[noreturn]] void fail_at(const std::filesystem::path& file, int error = errno);  // throws std::system_error

class Descriptor {
 public:
  // For the owner alone where `flags` make it. Throws std::system_error, naming the file.
  Descriptor(const std::filesystem::path& file, int flags);
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

// All of it, however many calls that takes. The error, or 0.
int write_whole(int fd, std::string_view bytes);
// The same, and on the disk when it returns.
int write_all(int fd, std::string_view bytes);
// A new file's name is durable only when its folder is. Throws std::system_error.
void sync_folder(const std::filesystem::path& folder);

}  // namespace net
