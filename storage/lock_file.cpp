#include "storage/lock_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <mutex>
#include <set>

#include "storage/error.hpp"

namespace storage {
namespace {

std::string why() {
  return std::strerror(errno);
}

int take_lock(const std::string& path) {
  const std::string file = path + ".lock";
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) throw Error(fmt::format("cannot open the lock file '{}': {}", file, why()));
  if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return fd;
  const int error = errno;
  ::close(fd);
  if (error == EWOULDBLOCK)
    throw Error(
        fmt::format("the database '{}' is in use by another running refleks (lock file '{}')", path, file));
  errno = error;
  throw Error(fmt::format("cannot lock '{}': {}", file, why()));
}

// Far from the bytes that SQLite locks, so that whoever reads is let in.
constexpr off_t owners_byte = off_t{1} << 62;

// Of all databases that this process owns; many organisations are opened by many threads.
std::mutex owning;
std::set<std::pair<std::uintmax_t, std::uintmax_t>> owned;

[[noreturn]] void refuse_link(const std::string& path) {
  throw Error(fmt::format(
      "the database '{}' is in use by another running refleks, which knows it by another name (a link)",
      path));
}

}  // namespace

LockFile::LockFile(const std::string& path) {
  take(path);
}
LockFile::~LockFile() {
  {
    const std::lock_guard lock(owning);
    if (database_ >= 0) ::close(database_);
    if (node_) owned.erase(*node_);
  }
  if (descriptor_ >= 0) ::close(descriptor_);
}
void LockFile::take(const std::string& path) {
  descriptor_ = take_lock(path);
}
void LockFile::take_database(const std::string& path) {
  const std::lock_guard lock(owning);
  struct stat about {};
  const bool is_there = ::stat(path.c_str(), &about) == 0;
  if (is_there && owned.contains({about.st_dev, about.st_ino})) refuse_link(path);
  database_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (database_ < 0)
    throw Error(fmt::format("cannot {} the file '{}': {}", is_there ? "write" : "make", path, why()));
  struct flock owner {};
  owner.l_type = F_WRLCK;
  owner.l_whence = SEEK_SET;
  owner.l_start = owners_byte;
  owner.l_len = 1;
  // Where the file system has no such locks, the lock file is what there is.
  if (::fcntl(database_, F_OFD_SETLK, &owner) != 0 && (errno == EAGAIN || errno == EACCES)) refuse_link(path);
  if (::fstat(database_, &about) == 0) node_ = *owned.emplace(about.st_dev, about.st_ino).first;
}

}  // namespace storage
