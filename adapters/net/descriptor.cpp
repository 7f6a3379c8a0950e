#include "adapters/net/descriptor.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <system_error>

namespace net {

void fail_at(const std::filesystem::path& file, int error) {
  throw std::system_error(error, std::generic_category(), file.string());
}

Descriptor::Descriptor(const std::filesystem::path& file, int flags)
    : fd_(::open(file.c_str(), flags | O_CLOEXEC | O_NONBLOCK, 0600)) {  // of a pipe alone one waits
  if (fd_ < 0) fail_at(file);
  struct stat about {};
  if (::fstat(fd_, &about) == 0 && (S_ISREG(about.st_mode) || S_ISDIR(about.st_mode))) return;
  ::close(fd_);
  throw std::runtime_error(file.string() + " is no file");
}

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

int write_whole(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return errno;
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

int write_all(int fd, std::string_view bytes) {
  if (const int error = write_whole(fd, bytes)) return error;
  return ::fdatasync(fd) == 0 ? 0 : errno;
}

void sync_folder(const std::filesystem::path& folder) {
  const Descriptor opened(folder, O_RDONLY | O_DIRECTORY);
  if (::fsync(opened.get()) != 0) fail_at(folder);
}

}  // namespace net
