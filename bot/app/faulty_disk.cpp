#include "bot/app/faulty_disk.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <boost/interprocess/file_mapping.hpp>
#include <boost/interprocess/mapped_region.hpp>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <utility>

#include "bot/core/random.hpp"

namespace app {

namespace interprocess = boost::interprocess;
using sqlite_api::sqlite3_file;
using sqlite_api::sqlite3_int64;
using sqlite_api::sqlite3_io_methods;
using sqlite_api::sqlite3_vfs;

namespace {

constexpr const char* vfs_name = "refleks-faulty";
constexpr std::size_t sector = 512;
constexpr int one_read_in = 400;  // fails, while reads fail

// A change that is not on the disk for certain yet.
struct Unsynced {
  sqlite3_int64 at = 0;
  std::string before, after;  // `before` may be shorter: the file ended there
  bool truncation = false;    // to `at`; `before` is what was cut off
};

}  // namespace

struct FaultyDisk::State {
  sqlite3_vfs vfs{};
  sqlite3_vfs* under = nullptr;
  core::SeededRandom random;
  std::map<std::string, std::vector<Unsynced>> unsynced;  // by path
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

struct File {
  sqlite3_file base;
  std::vector<Unsynced>* log;  // null: a file that nobody finds again
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
File* ours(sqlite3_file* file) {
  return reinterpret_cast<File*>(file);
}
sqlite3_file* real(sqlite3_file* file) {
  return ours(file)->real();
}

sqlite3_int64 size_of(sqlite3_file* file) {
  sqlite3_int64 size = 0;
  real(file)->pMethods->xFileSize(real(file), &size);
  return size;
}

std::string content(sqlite3_file* file, sqlite3_int64 at, sqlite3_int64 size) {
  std::string bytes(static_cast<std::size_t>(std::max<sqlite3_int64>(0, std::min(size, size_of(file) - at))),
                    '\0');
  if (!bytes.empty())
    real(file)->pMethods->xRead(real(file), bytes.data(), static_cast<int>(bytes.size()), at);
  return bytes;
}

int close_file(sqlite3_file* file) {
  return real(file)->pMethods->xClose(real(file));
}
int read_file(sqlite3_file* file, void* into, int size, sqlite3_int64 at) {
  if (disk->unreadable && !disk->dead && core::below(disk->random, one_read_in) == 0)
    return SQLITE_IOERR_READ;
  return real(file)->pMethods->xRead(real(file), into, size, at);
}
int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
  if (!disk->lives()) return SQLITE_IOERR_WRITE;
  if (disk->full) return SQLITE_FULL;
  if (disk->remembers && ours(file)->log)
    ours(file)->log->push_back({at, content(file, at, size),
                                std::string(static_cast<const char*>(from), static_cast<std::size_t>(size)),
                                false});
  return real(file)->pMethods->xWrite(real(file), from, size, at);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  if (!disk->lives()) return SQLITE_IOERR_TRUNCATE;
  if (disk->remembers && ours(file)->log)
    ours(file)->log->push_back({size, content(file, size, size_of(file) - size), {}, true});
  return real(file)->pMethods->xTruncate(real(file), size);
}
int sync_file(sqlite3_file* file, int flags) {
  if (!disk->lives()) return SQLITE_IOERR_FSYNC;
  const int done = real(file)->pMethods->xSync(real(file), flags);
  if (done == SQLITE_OK && ours(file)->log) ours(file)->log->clear();
  return done;
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return real(file)->pMethods->xFileSize(real(file), size);
}
int lock_file(sqlite3_file* file, int kind) {
  return real(file)->pMethods->xLock(real(file), kind);
}
int unlock_file(sqlite3_file* file, int kind) {
  return real(file)->pMethods->xUnlock(real(file), kind);
}
int reserved(sqlite3_file* file, int* out) {
  return real(file)->pMethods->xCheckReservedLock(real(file), out);
}
int control(sqlite3_file* file, int what, void* with) {
  return real(file)->pMethods->xFileControl(real(file), what, with);
}
int sector_size(sqlite3_file* file) {
  return real(file)->pMethods->xSectorSize(real(file));
}
int characteristics(sqlite3_file* file) {
  return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
  return real(file)->pMethods->xShmMap(real(file), page, size, extend, out);
}
int lock_shared(sqlite3_file* file, int at, int count, int flags) {
  return real(file)->pMethods->xShmLock(real(file), at, count, flags);
}
void barrier(sqlite3_file* file) {
  real(file)->pMethods->xShmBarrier(real(file));
}
int unmap_shared(sqlite3_file* file, int remove) {
  return real(file)->pMethods->xShmUnmap(real(file), disk->dead ? 0 : remove);
}

const sqlite3_io_methods methods = {2,         close_file,   read_file,       write_file,  truncate_file,
                                    sync_file, file_size,    lock_file,       unlock_file, reserved,
                                    control,   sector_size,  characteristics, map_shared,  lock_shared,
                                    barrier,   unmap_shared, nullptr,         nullptr};

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  file->pMethods = nullptr;
  ours(file)->log = name ? &disk->unsynced[name] : nullptr;
  const int opened = disk->under->xOpen(disk->under, name, real(file), flags, out_flags);
  if (opened == SQLITE_OK) file->pMethods = &methods;
  return opened;
}
int delete_file(sqlite3_vfs*, const char* name, int sync) {
  if (!disk->lives()) return SQLITE_IOERR_DELETE;
  if (const auto log = disk->unsynced.find(name); log != disk->unsynced.end()) log->second.clear();
  return disk->under->xDelete(disk->under, name, sync);
}

void put(const std::string& path, const std::string& bytes, sqlite3_int64 at) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(at);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace

FaultyDisk::FaultyDisk(std::uint64_t seed) : state_(std::make_unique<State>(seed)) {
  if (disk) throw std::logic_error("one faulty disk at a time");
  state_->under = sqlite_api::sqlite3_vfs_find(nullptr);
  state_->vfs = *state_->under;
  state_->vfs.zName = vfs_name;
  state_->vfs.szOsFile += static_cast<int>(sizeof(File));
  state_->vfs.xOpen = open_file;
  state_->vfs.xDelete = delete_file;
  disk = state_.get();
  sqlite_api::sqlite3_vfs_register(&state_->vfs, 1);
}

FaultyDisk::~FaultyDisk() {
  sqlite_api::sqlite3_vfs_unregister(&state_->vfs);
  sqlite_api::sqlite3_vfs_register(state_->under, 1);
  disk = nullptr;
}

void FaultyDisk::die() {
  state_->die();
}
void FaultyDisk::die_after(int operations) {
  state_->left = operations;
}
bool FaultyDisk::dead() const {
  return state_->dead;
}
void FaultyDisk::at_death(std::function<void()> told) {
  state_->told = std::move(told);
}
void FaultyDisk::power_may_go(bool soon) {
  state_->remembers = soon;
}
void FaultyDisk::set_full(bool full) {
  state_->full = full;
}
void FaultyDisk::set_unreadable(bool fails) {
  state_->unreadable = fails;
}

void FaultyDisk::next_life(bool power_lost) {
  core::Random& random = state_->random;
  for (auto& [path, log] : state_->unsynced) {
    if (power_lost && std::filesystem::exists(path)) {
      for (auto change = log.rbegin(); change != log.rend(); ++change) {
        put(path, change->before, change->at);
        if (!change->truncation && change->before.size() < change->after.size())
          std::filesystem::resize_file(path, static_cast<std::uintmax_t>(change->at) + change->before.size());
      }
      core::shuffle(log, random);
      for (const Unsynced& change : log) {
        if (change.truncation || core::below(random, 2) == 0) continue;
        const std::size_t torn = core::below(random, 4) == 0 ? sector : change.after.size();
        put(path, change.after.substr(0, std::min(torn, change.after.size())), change.at);
      }
    }
    log.clear();
  }
  state_->dead = false;
  state_->left = -1;
}

void FaultyDisk::look(const std::function<void(std::string_view)>& at) const {
  for (const auto& [path, log] : state_->unsynced) {
    std::error_code missing;
    const auto size = std::filesystem::file_size(path, missing);
    if (missing || size == 0) continue;
    // Not copied: files of megabytes are looked at on each day of a world.
    const interprocess::file_mapping file(path.c_str(), interprocess::read_only);
    const interprocess::mapped_region bytes(file, interprocess::read_only);
    at({static_cast<const char*>(bytes.get_address()), bytes.get_size()});
  }
}

}  // namespace app
