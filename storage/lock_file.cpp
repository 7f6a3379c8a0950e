#include "storage/lock_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

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

}  // namespace

LockFile::LockFile(const std::string& path) {
  take(path);
}
LockFile::~LockFile() {
  if (database_ >= 0) ::close(database_);
  if (descriptor_ >= 0) ::close(descriptor_);
}
void LockFile::take(const std::string& path) {
  descriptor_ = take_lock(path);
}
void LockFile::take_database(const std::string& path) {
  database_ = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  struct flock owner {};
  owner.l_type = F_WRLCK;
  owner.l_whence = SEEK_SET;
  owner.l_start = owners_byte;
  owner.l_len = 1;
  // Where the file system has no such locks, the lock file is what there is.
  if (database_ < 0 || ::fcntl(database_, F_OFD_SETLK, &owner) == 0) return;
  if (errno == EAGAIN || errno == EACCES)
    throw Error(fmt::format(
        "the database '{}' is in use by another running refleks, which knows it by another name (a link)",
        path));
}

}  // namespace storage
