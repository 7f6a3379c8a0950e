#include "storage/box_directory.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include "bot/core/weaken.hpp"

namespace storage {
namespace {

constexpr long tmpfs_magic = 0x01021994, ramfs_magic = 0x858458f6;  // statfs(2)
// So that archivers leave the directory out: https://bford.info/cachedir/
constexpr std::string_view cachedir_tag = "Signature: 8a477f597d28d172789f06886806bc55\n";

std::string failure(const std::filesystem::path& path, const char* setting) {
  return fmt::format("{} '{}' cannot be used: {}", setting, path.string(), std::strerror(errno));
}

// Opens (makes) a directory that is ours alone, or says why not.
std::string open_private(const std::filesystem::path& path, const char* setting, Descriptor& into) {
  if (path.empty()) return fmt::format("{} is not set", setting);
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return failure(path, setting);
  Descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat status {};
  if (!directory || ::fstat(directory.get(), &status) != 0) return failure(path, setting);
  if (status.st_uid != ::geteuid())
    return fmt::format("{} '{}' belongs to another user", setting, path.string());
  if ((status.st_mode & 077) != 0 && ::fchmod(directory.get(), 0700) != 0) return failure(path, setting);
  into = std::move(directory);
  return {};
}

std::vector<std::string> list(int fd, const std::string& ending) {
  std::vector<std::string> names;
  // A description of its own: reading a directory moves the position that duplicates share.
  const int own = ::openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(::fdopendir(own), ::closedir);
  if (!directory) return names;
  while (const dirent* entry = ::readdir(directory.get()))
    if (std::string_view(entry->d_name).ends_with(ending)) names.emplace_back(entry->d_name);
  std::ranges::sort(names);
  return names;
}

}  // namespace

BoxDirectory::BoxDirectory(const BoxOptions& options, const std::string& lock) : options_(options) {
  refusal_ = open(lock);
}

std::string BoxDirectory::open(const std::string& lock) {
  constexpr auto setting = "ballot_box.directory";
  if (auto refused = open_private(options_.directory, setting, directory_); !refused.empty()) return refused;
  if (sealed()) {
    if (auto refused = open_private(options_.key_directory, "ballot_box.key_directory", keys_);
        !refused.empty())
      return refused;
    if (std::filesystem::equivalent(options_.directory, options_.key_directory))
      return "ballot_box.key_directory must be another directory than ballot_box.directory";
  } else {
    struct statfs system {};
    if (::fstatfs(fd(), &system) != 0) return failure(options_.directory, setting);
    if (system.f_type != tmpfs_magic && system.f_type != ramfs_magic && !core::weakened("in_memory"))
      return fmt::format(
          "{} '{}' is not in memory (tmpfs or ramfs): anonymous answers are not kept on a disk; choose a "
          "directory "
          "under /run or /dev/shm, or set ballot_box.mode = \"disk\" and read what that means",
          setting, options_.directory.string());
  }
  Descriptor held(::openat(fd(), lock.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!held) return failure(options_.directory, setting);
  if (::flock(held.get(), LOCK_EX | LOCK_NB) != 0)
    return fmt::format("{} '{}' is in use by another running refleks", setting, options_.directory.string());
  lock_ = std::move(held);
  const Descriptor tag(
      ::openat(fd(), "CACHEDIR.TAG", O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!tag || ::write(tag.get(), cachedir_tag.data(), cachedir_tag.size()) !=
                  static_cast<ssize_t>(cachedir_tag.size()))
    return failure(options_.directory, setting);
  return {};
}

std::vector<std::string> BoxDirectory::names(const std::string& ending) const {
  return list(fd(), ending);
}
std::vector<std::string> BoxDirectory::key_names(const std::string& ending) const {
  return sealed() ? list(key_fd(), ending) : std::vector<std::string>();
}

std::string BoxDirectory::boot() const {
  std::ifstream file(options_.boot_id);
  std::string id;
  if (!std::getline(file, id) || id.empty())
    throw std::runtime_error(
        fmt::format("cannot read the machine's boot id from '{}'", options_.boot_id.string()));
  return id;
}

void BoxDirectory::warn(std::string_view words) const {
  if (options_.warn) options_.warn(words);
}

}  // namespace storage
