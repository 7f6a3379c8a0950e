#include "bot/app/memory_file.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <utility>

namespace app {

int MemoryFile::lock(User& who, int level) {
  if (who.level >= level) return SQLITE_OK;
  if (level == SQLITE_LOCK_SHARED) {
    if (writer_ && writer_->level >= SQLITE_LOCK_PENDING) return SQLITE_BUSY;
    ++readers_;
    who.level = level;
    return SQLITE_OK;
  }
  if (writer_ && writer_ != &who) return SQLITE_BUSY;
  writer_ = &who;
  if (level == SQLITE_LOCK_EXCLUSIVE && readers_ > 1) {
    who.level = SQLITE_LOCK_PENDING;  // nobody new comes in meanwhile
    return SQLITE_BUSY;
  }
  who.level = level;
  return SQLITE_OK;
}

void MemoryFile::unlock(User& who, int level) {
  if (who.level <= level) return;
  if (writer_ == &who) writer_ = nullptr;
  if (level == SQLITE_LOCK_NONE) --readers_;
  who.level = level;
}

void volatile* MemoryFile::part(User& who, int number, int size, bool wanted) {
  if (!std::exchange(who.maps, true)) ++mapped_;
  while (wanted && parts_.size() <= static_cast<std::size_t>(number))
    parts_.push_back(std::make_unique<char[]>(static_cast<std::size_t>(size)));
  return static_cast<std::size_t>(number) < parts_.size() ? parts_[static_cast<std::size_t>(number)].get()
                                                          : nullptr;
}

int MemoryFile::lock_slots(User& who, int first, int count, int flags) {
  const unsigned mask = ((1U << static_cast<unsigned>(count)) - 1) << static_cast<unsigned>(first);
  const auto begin = slots_.begin() + first, end = begin + count;
  if (flags & SQLITE_SHM_UNLOCK) {
    for (int i = first; i < first + count; ++i) {
      int& slot = slots_[static_cast<std::size_t>(i)];
      if (who.alone & 1U << static_cast<unsigned>(i))
        slot = 0;
      else if (who.together & 1U << static_cast<unsigned>(i))
        --slot;
    }
    who.alone &= ~mask;
    who.together &= ~mask;
    return SQLITE_OK;
  }
  if (flags & SQLITE_SHM_SHARED) {
    if ((who.together & mask) == mask) return SQLITE_OK;
    if (std::any_of(begin, end, [](int slot) { return slot < 0; })) return SQLITE_BUSY;
    std::for_each(begin, end, [](int& slot) { ++slot; });
    who.together |= mask;
    return SQLITE_OK;
  }
  if (std::any_of(begin, end, [](int slot) { return slot != 0; })) return SQLITE_BUSY;
  std::fill(begin, end, -1);
  who.alone |= mask;
  return SQLITE_OK;
}

void MemoryFile::unmap(User& who) {
  if (!std::exchange(who.maps, false)) return;
  lock_slots(who, 0, static_cast<int>(slots_.size()), SQLITE_SHM_UNLOCK);
  if (--mapped_ == 0) parts_.clear();
}

}  // namespace app
