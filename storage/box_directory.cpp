#include "storage/box_directory.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <exception>
#include <fstream>
#include <stdexcept>

namespace storage {
namespace {

constexpr long tmpfs_magic = 0x01021994, ramfs_magic = 0x858458f6;  // statfs(2)
// So that archivers leave the directory out: https://bford.info/cachedir/
constexpr auto aside_folder = "set-aside";
constexpr std::string_view cachedir_tag = "Signature: 8a477f597d28d172789f06886806bc55\n";

std::string failure(const std::filesystem::path& path, const char* setting) {
  return fmt::format("{} '{}' cannot be used: {}", setting, path.string(), std::strerror(errno));
}

// Who can put another folder in the place of ours: whoever can write where it lies, or where that lies, or
// owns it.
std::string foreign_hands(const std::filesystem::path& path, const char* setting) {
  const std::filesystem::path parent = std::filesystem::absolute(path).lexically_normal().parent_path();
  for (std::filesystem::path at = parent;;) {
    struct stat status {};
    if (::lstat(at.c_str(), &status) != 0) {
      if (errno == EACCES) return {};  // nor can others see what lies there
      return failure(at, setting);
    }
    const auto refuse = [&](const char* why) {
      return fmt::format("{} '{}' is not safe: '{}' {}", setting, path.string(), at.string(), why);
    };
    const bool ours = status.st_uid == ::geteuid();
    if (!ours && status.st_uid != 0) return refuse("belongs to another user");
    if (S_ISLNK(status.st_mode)) {
      if (ours) return refuse("is a link; write where it leads");
      std::error_code error;  // the system's own: systemd leads a service's folders so
      at = std::filesystem::canonical(at, error);
      if (error) return failure(path, setting);
      continue;
    }
    const bool sticky = (status.st_mode & S_ISVTX) != 0;  // as /dev/shm: nobody can move what is another's
    if ((status.st_mode & S_IWOTH) != 0 && !sticky) return refuse("can be written by everybody: chmod o-w");
    if (at == parent && ours && (status.st_mode & S_IWGRP) != 0 && !sticky)
      return refuse("can be written by a group: chmod g-w");
    if (at == at.parent_path()) return {};
    at = at.parent_path();
  }
}

// Makes what is missing on the way, for this user alone.
void make_parents(const std::filesystem::path& path) {
  if (path.empty() || std::filesystem::exists(path)) return;
  make_parents(path.parent_path());
  ::mkdir(path.c_str(), 0700);
}

// Opens (makes) a directory that is ours alone, or says why not.
std::string open_private(const std::filesystem::path& path, const char* setting, Descriptor& into) {
  if (path.empty()) return fmt::format("{} is not set", setting);
  make_parents(std::filesystem::absolute(path).lexically_normal().parent_path());
  if (auto refused = foreign_hands(path, setting); !refused.empty()) return refused;
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

[[noreturn]] void out_of_reach(const char* what) {
  throw Unreachable(fmt::format("ballot box: {}: {}", what, std::strerror(errno)));
}

// Throws when it cannot be read to its end: what is not listed is not thought to be gone.
std::vector<std::string> list(int fd, const std::string& ending) {
  std::vector<std::string> names;
  // A description of its own: reading a directory moves the position that duplicates share.
  const int own = ::openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(own < 0 ? nullptr : ::fdopendir(own), ::closedir);
  if (!directory) {
    const int error = errno;
    if (own >= 0) ::close(own);
    errno = error;
    out_of_reach("its folder cannot be read");
  }
  for (errno = 0; const dirent* entry = ::readdir(directory.get()); errno = 0)
    if (std::string_view(entry->d_name).ends_with(ending)) names.emplace_back(entry->d_name);
  if (errno != 0) out_of_reach("its folder cannot be read");
  std::ranges::sort(names);
  return names;
}

Descriptor folder_aside(int of, bool make) {
  if (make && ::mkdirat(of, aside_folder, 0700) != 0 && errno != EEXIST) out_of_reach("cannot be set aside");
  return Descriptor(::openat(of, aside_folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

bool is_there(int folder, const std::string& name) {
  return ::faccessat(folder, name.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

void move_file(int from, const std::string& name, int to, const std::string& other) {
  if (::renameat2(from, name.c_str(), to, other.c_str(), RENAME_NOREPLACE) != 0)
    out_of_reach("cannot be moved");
  ::fsync(to);
  ::fsync(from);
}

// Any box beside: those of polls and those of ideas share the folder of the keys.
bool has_boxes(const std::filesystem::path& parent) {
  namespace fs = std::filesystem;
  std::error_code error;
  for (const auto& folder : fs::directory_iterator(parent, error))
    for (const auto& entry : fs::directory_iterator(folder.path(), error))
      if (entry.path().extension() == ".box") return true;
  return false;
}

}  // namespace

BoxDirectory::BoxDirectory(const BoxOptions& options, const std::string& lock)
    : options_(options), lock_name_(lock) {
  open_or_refuse();
}

void BoxDirectory::open_or_refuse() {
  try {
    refusal_ = open();
  } catch (const Unreachable& error) {
    refusal_ = error.reason();
  }
}

void BoxDirectory::look_again() {
  const bool good = refusal_.empty();
  Descriptor directory = std::move(directory_), keys = std::move(keys_);
  directory_ = Descriptor();
  keys_ = Descriptor();
  lock_ = Descriptor();
  open_or_refuse();
  if (refusal_.empty() || !good) return;
  // What was good before still is.
  directory_ = std::move(directory);
  keys_ = std::move(keys);
  refusal_ = take_lock();
}

std::string BoxDirectory::lost() const {
  const auto gone = [](int folder) {
    struct stat found {};
    return folder >= 0 && ::fstat(folder, &found) == 0 && found.st_nlink == 0;
  };
  const bool box = gone(fd());
  if (!box && !gone(key_fd())) return {};
  return fmt::format("{} was taken away while the service runs: start it anew, and everybody is asked again",
                     (box ? options_.directory : options_.key_directory).string());
}

std::string BoxDirectory::take_lock() {
  constexpr auto setting = "ballot_box.directory";
  Descriptor held(::openat(fd(), lock_name_.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!held) return failure(options_.directory, setting);
  if (::flock(held.get(), LOCK_EX | LOCK_NB) != 0)
    return fmt::format("{} '{}' is in use by another running refleks", setting, options_.directory.string());
  lock_ = std::move(held);
  return {};
}

// A key folder that is missing while there are boxes sealed with its keys is not mounted, or is another: a
// new one in its place would hide that.
std::string BoxDirectory::open_keys() {
  constexpr auto setting = "ballot_box.key_directory";
  std::error_code error;
  if (!options_.key_directory.empty() && !std::filesystem::exists(options_.key_directory, error) &&
      has_boxes(options_.directory.parent_path()))
    return fmt::format("{} '{}' is not there, and boxes wait for its keys: is it mounted?", setting,
                       options_.key_directory.string());
  return open_private(options_.key_directory, setting, keys_);
}

std::string BoxDirectory::open() {
  constexpr auto setting = "ballot_box.directory";
  if (auto refused = open_private(options_.directory, setting, directory_); !refused.empty()) return refused;
  if (sealed()) {
    if (auto refused = open_keys(); !refused.empty()) return refused;
    if (std::filesystem::equivalent(options_.directory, options_.key_directory))
      return "ballot_box.key_directory must be another directory than ballot_box.directory";
  } else {
    struct statfs system {};
    if (::fstatfs(fd(), &system) != 0) return failure(options_.directory, setting);
    if (system.f_type != tmpfs_magic && system.f_type != ramfs_magic)
      return fmt::format(
          "{} '{}' is not in memory (tmpfs or ramfs): anonymous answers are not kept on a disk; choose a "
          "directory "
          "under /run or /dev/shm, or set ballot_box.mode = \"disk\" and read what that means",
          setting, options_.directory.string());
  }
  if (auto refused = take_lock(); !refused.empty()) return refused;
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
void BoxDirectory::for_all(const std::string& ending,
                           const std::function<void(const std::string& name)>& work) const {
  std::exception_ptr failed;
  for (const std::string& name : names(ending)) try {
      work(name);
    } catch (const std::exception&) {
      failed = std::current_exception();
    }
  if (failed) std::rethrow_exception(failed);
}
Descriptor BoxDirectory::aside(int folder) const {
  return folder_aside(folder, false);
}

void BoxDirectory::set_aside(const std::string& name, core::Instant now) const {
  const Descriptor boxes = folder_aside(fd(), true);
  if (!boxes) out_of_reach("cannot be set aside");
  std::string other = name;
  for (int n = 1; is_there(boxes.get(), other); ++n) other = fmt::format("{}.{}", name, n);
  const std::string key = name + ".key";
  if (sealed() && keys_ && is_there(key_fd(), key))
    if (const Descriptor keys = folder_aside(key_fd(), true))
      move_file(key_fd(), key, keys.get(), other + ".key");
  const timespec moment{static_cast<time_t>(now.time_since_epoch().count()), 0};
  const std::array<timespec, 2> times{moment, moment};
  ::utimensat(fd(), name.c_str(), times.data(), AT_SYMLINK_NOFOLLOW);
  move_file(fd(), name, boxes.get(), other);
}

void BoxDirectory::bring_back(const std::string& aside, const std::string& name) const {
  const Descriptor boxes = folder_aside(fd(), false);
  const std::string key = aside + ".key";
  if (sealed())
    if (const Descriptor keys = folder_aside(key_fd(), false); keys && is_there(keys.get(), key))
      move_file(keys.get(), key, key_fd(), name + ".key");
  move_file(boxes.get(), aside, fd(), name);
}

std::vector<std::string> BoxDirectory::aside_of(const std::string& name) const {
  const Descriptor boxes = folder_aside(fd(), false);
  std::vector<std::string> found;
  if (!boxes) return found;
  for (auto& one : list(boxes.get(), ""))
    if (one == name || one.starts_with(name + '.')) found.push_back(std::move(one));
  std::ranges::sort(found, {}, [](const std::string& one) { return std::pair(one.size(), one); });
  return found;
}

std::vector<std::string> BoxDirectory::aside_before(core::Instant before) const {
  const Descriptor boxes = folder_aside(fd(), false);
  std::vector<std::string> found;
  if (!boxes) return found;
  for (auto& one : list(boxes.get(), "")) {
    struct stat status {};
    if (::fstatat(boxes.get(), one.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode) &&
        core::Instant{std::chrono::seconds{status.st_mtim.tv_sec}} < before)
      found.push_back(std::move(one));
  }
  return found;
}

void BoxDirectory::refuse(const std::string& why) {
  refusal_ = why;
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
