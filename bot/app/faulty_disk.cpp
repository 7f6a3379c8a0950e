#include "bot/app/faulty_disk.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "bot/app/memory_file.hpp"
#include "bot/core/random.hpp"
#include "storage/sqlite/connection.hpp"

namespace app {

using sqlite_api::sqlite3_file;
using sqlite_api::sqlite3_int64;
using sqlite_api::sqlite3_io_methods;
using sqlite_api::sqlite3_vfs;

namespace {

constexpr const char* vfs_name = "refleks-faulty";
constexpr std::size_t sector = 512;
constexpr int whole_sector = 4096;  // as SQLite takes ordinary files to have
constexpr int one_read_in = 400;    // fails, while reads fail

// A change that is not on the disk for certain yet.
struct Unsynced {
  std::size_t at = 0;
  std::string before, after;  // `before` may be shorter: the file ended there
  bool truncation = false;    // to `at`; `before` is what was cut off
};

struct Kept {
  MemoryFile file;
  std::vector<Unsynced> unsynced;
  bool found_again = true;  // by its name, by whoever comes next
};

}  // namespace

struct FaultyDisk::State {
  sqlite3_vfs vfs{};
  sqlite3_vfs* ordinary = nullptr;
  std::mutex mutex;  // of all below: a file is looked through for damage on a thread of its own
  core::SeededRandom random;
  std::map<std::string, std::shared_ptr<Kept>> files;  // by path
  bool dead = false, full = false, unreadable = false, remembers = true;
  int left = -1;  // operations to live; negative: no end is set
  std::function<void()> told;

  explicit State(std::uint64_t seed) : random(seed) {}
  void die() {
    if (std::exchange(dead, true)) return;
    if (told) told();
  }
  // Whether one more may be made.
  bool lives() {
    if (!dead && left >= 0 && left-- == 0) die();
    return !dead;
  }
};

namespace {

FaultyDisk::State* disk = nullptr;

// Begins as SQLite wants it, and lies in memory of SQLite's, which calls no constructor.
struct Open {
  sqlite3_file base;
  struct Handle {
    std::shared_ptr<Kept> kept;
    MemoryFile::User user;
  } * handle;
};
struct Locked {
  explicit Locked(sqlite3_file* of)
      : handle(*reinterpret_cast<Open*>(of)->handle),
        kept(*handle.kept),
        file(kept.file),
        lock(disk->mutex) {}
  Open::Handle& handle;
  Kept& kept;
  MemoryFile& file;
  std::lock_guard<std::mutex> lock;
};

void remember(Kept& kept, std::size_t at, std::size_t size, std::string after, bool truncation) {
  if (!disk->remembers || !kept.found_again) return;
  const std::string& bytes = kept.file.bytes;
  kept.unsynced.push_back(
      {at, at < bytes.size() ? bytes.substr(at, size) : std::string(), std::move(after), truncation});
}

void put(std::string& bytes, std::string_view what, std::size_t at) {
  if (bytes.size() < at) bytes.resize(at);
  const std::size_t over = std::min(what.size(), bytes.size() - at);
  std::memcpy(bytes.data() + at, what.data(), over);
  bytes.append(what.substr(over));
}

int close_file(sqlite3_file* file) {
  Open::Handle* handle = reinterpret_cast<Open*>(file)->handle;
  {
    const Locked its(file);
    its.file.unmap(handle->user);
    its.file.unlock(handle->user, SQLITE_LOCK_NONE);
  }
  delete handle;
  return SQLITE_OK;
}
int read_file(sqlite3_file* file, void* into, int size, sqlite3_int64 from) {
  const Locked its(file);
  if (disk->unreadable && !disk->dead && core::below(disk->random, one_read_in) == 0)
    return SQLITE_IOERR_READ;
  const auto at = static_cast<std::size_t>(from), wanted = static_cast<std::size_t>(size);
  const std::string& bytes = its.file.bytes;
  const std::size_t there = at < bytes.size() ? std::min(wanted, bytes.size() - at) : 0;
  std::memcpy(into, bytes.data() + std::min(at, bytes.size()), there);
  std::memset(static_cast<char*>(into) + there, 0, wanted - there);
  return there == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}
int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 to) {
  const Locked its(file);
  if (!disk->lives()) return SQLITE_IOERR_WRITE;
  if (disk->full) return SQLITE_FULL;
  const std::string_view what(static_cast<const char*>(from), static_cast<std::size_t>(size));
  const auto at = static_cast<std::size_t>(to);
  remember(its.kept, at, what.size(), std::string(disk->remembers ? what : ""), false);
  put(its.file.bytes, what, at);
  return SQLITE_OK;
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  const Locked its(file);
  if (!disk->lives()) return SQLITE_IOERR_TRUNCATE;
  remember(its.kept, static_cast<std::size_t>(size), std::string::npos, {}, true);
  its.file.bytes.resize(static_cast<std::size_t>(size));
  return SQLITE_OK;
}
int sync_file(sqlite3_file* file, int) {
  const Locked its(file);
  if (!disk->lives()) return SQLITE_IOERR_FSYNC;
  its.kept.unsynced.clear();
  return SQLITE_OK;
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  const Locked its(file);
  *size = static_cast<sqlite3_int64>(its.file.bytes.size());
  return SQLITE_OK;
}
int lock_file(sqlite3_file* file, int level) {
  const Locked its(file);
  return its.file.lock(its.handle.user, level);
}
int unlock_file(sqlite3_file* file, int level) {
  const Locked its(file);
  its.file.unlock(its.handle.user, level);
  return SQLITE_OK;
}
int reserved(sqlite3_file* file, int* out) {
  const Locked its(file);
  *out = its.file.reserved() ? 1 : 0;
  return SQLITE_OK;
}
int control(sqlite3_file*, int, void*) {
  return SQLITE_NOTFOUND;
}
int sector_size(sqlite3_file*) {
  return whole_sector;
}
int characteristics(sqlite3_file*) {
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}
int map_shared(sqlite3_file* file, int number, int size, int wanted, void volatile** out) {
  const Locked its(file);
  *out = its.file.part(its.handle.user, number, size, wanted != 0);
  return SQLITE_OK;
}
int lock_shared(sqlite3_file* file, int first, int count, int flags) {
  const Locked its(file);
  return its.file.lock_slots(its.handle.user, first, count, flags);
}
void barrier(sqlite3_file*) {
  const std::lock_guard all_of_it(disk->mutex);
}
int unmap_shared(sqlite3_file* file, int) {
  const Locked its(file);
  its.file.unmap(its.handle.user);
  return SQLITE_OK;
}

const sqlite3_io_methods methods = {2,         close_file,   read_file,       write_file,  truncate_file,
                                    sync_file, file_size,    lock_file,       unlock_file, reserved,
                                    control,   sector_size,  characteristics, map_shared,  lock_shared,
                                    barrier,   unmap_shared, nullptr,         nullptr};

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  const std::lock_guard lock(disk->mutex);
  file->pMethods = nullptr;
  std::shared_ptr<Kept> kept;
  if (!name) {
    kept = std::make_shared<Kept>();
    kept->found_again = false;
  } else if (const auto known = disk->files.find(name); known != disk->files.end()) {
    kept = known->second;
  } else if (flags & SQLITE_OPEN_CREATE) {
    kept = disk->files[name] = std::make_shared<Kept>();
  } else {
    return SQLITE_CANTOPEN;
  }
  reinterpret_cast<Open*>(file)->handle = new Open::Handle{std::move(kept), {}};
  if (out_flags) *out_flags = flags;
  file->pMethods = &methods;
  return SQLITE_OK;
}
int delete_file(sqlite3_vfs*, const char* name, int) {
  const std::lock_guard lock(disk->mutex);
  if (!disk->lives()) return SQLITE_IOERR_DELETE;
  return disk->files.erase(name) > 0 ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}
int find_file(sqlite3_vfs*, const char* name, int, int* out) {
  const std::lock_guard lock(disk->mutex);
  const auto known = disk->files.find(name);
  *out = known != disk->files.end() && !known->second->file.bytes.empty() ? 1 : 0;
  return SQLITE_OK;
}

}  // namespace

FaultyDisk::FaultyDisk(std::uint64_t seed) : state_(std::make_unique<State>(seed)) {
  if (disk) throw std::logic_error("one faulty disk at a time");
  storage::sqlite::take_no_locks();
  state_->ordinary = sqlite_api::sqlite3_vfs_find(nullptr);
  state_->vfs = *state_->ordinary;
  state_->vfs.zName = vfs_name;
  state_->vfs.szOsFile = static_cast<int>(sizeof(Open));
  state_->vfs.xOpen = open_file;
  state_->vfs.xDelete = delete_file;
  state_->vfs.xAccess = find_file;
  disk = state_.get();
  sqlite_api::sqlite3_vfs_register(&state_->vfs, 1);
}

FaultyDisk::~FaultyDisk() {
  sqlite_api::sqlite3_vfs_unregister(&state_->vfs);
  sqlite_api::sqlite3_vfs_register(state_->ordinary, 1);
  disk = nullptr;
}

void FaultyDisk::die() {
  const std::lock_guard lock(state_->mutex);
  state_->die();
}
void FaultyDisk::die_after(int operations) {
  const std::lock_guard lock(state_->mutex);
  state_->left = operations;
}
bool FaultyDisk::dead() const {
  const std::lock_guard lock(state_->mutex);
  return state_->dead;
}
void FaultyDisk::at_death(std::function<void()> told) {
  const std::lock_guard lock(state_->mutex);
  state_->told = std::move(told);
}
void FaultyDisk::power_may_go(bool soon) {
  const std::lock_guard lock(state_->mutex);
  state_->remembers = soon;
}
void FaultyDisk::set_full(bool full) {
  const std::lock_guard lock(state_->mutex);
  state_->full = full;
}
void FaultyDisk::set_unreadable(bool fails) {
  const std::lock_guard lock(state_->mutex);
  state_->unreadable = fails;
}

void FaultyDisk::next_life(bool power_lost) {
  const std::lock_guard lock(state_->mutex);
  core::Random& random = state_->random;
  for (auto& [path, kept] : state_->files) {
    auto& log = kept->unsynced;
    std::string& bytes = kept->file.bytes;
    if (power_lost) {
      for (auto change = log.rbegin(); change != log.rend(); ++change) {
        put(bytes, change->before, change->at);
        if (!change->truncation && change->before.size() < change->after.size())
          bytes.resize(change->at + change->before.size());
      }
      core::shuffle(log, random);
      for (const Unsynced& change : log) {
        if (change.truncation || core::below(random, 2) == 0) continue;
        const std::size_t torn = core::below(random, 4) == 0 ? sector : change.after.size();
        put(bytes, change.after.substr(0, std::min(torn, change.after.size())), change.at);
      }
    }
    log.clear();
  }
  state_->dead = false;
  state_->left = -1;
}

void FaultyDisk::look(const std::function<void(std::string_view)>& at) const {
  const std::lock_guard lock(state_->mutex);
  for (const auto& [path, kept] : state_->files)
    if (!kept->file.bytes.empty()) at(kept->file.bytes);
}

}  // namespace app
