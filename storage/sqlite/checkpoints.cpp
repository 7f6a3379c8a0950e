#include "storage/sqlite/checkpoints.hpp"

#include <fmt/format.h>

#include <utility>

namespace storage::sqlite {
namespace {

constexpr int portion = 1'000;  // pages: four megabytes

// Waits for nobody. A failure is no failure of a commit: it is tried again with the next portion.
void move_pages(sqlite_api::sqlite3* connection) {
  sqlite_api::sqlite3_wal_checkpoint_v2(connection, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

}  // namespace

Checkpoints::Checkpoints(Connection& owner) : owner_(owner), next_(portion) {
  const int code =
      sqlite_api::sqlite3_open_v2(owner.path().c_str(), &beside_, SQLITE_OPEN_READWRITE, nullptr);
  if (code != SQLITE_OK) {
    sqlite_api::sqlite3_close(beside_);
    throw Error(fmt::format("the database '{}' cannot be opened twice: {}", owner.path(),
                            sqlite_api::sqlite3_errstr(code)));
  }
  thread_ = std::thread([this] { run(); });
  // In place of SQLite's own, which is the same hook.
  const auto hook = [](void* self, sqlite_api::sqlite3*, const char*, int pages) {
    static_cast<Checkpoints*>(self)->committed(pages);
    return SQLITE_OK;
  };
  sqlite_api::sqlite3_wal_hook(owner.handle(), hook, this);
}

Checkpoints::~Checkpoints() {
  sqlite_api::sqlite3_wal_hook(owner_.handle(), nullptr, nullptr);
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  news_.notify_one();
  thread_.join();
  sqlite_api::sqlite3_close(beside_);
}

// The log begins anew when all of it has been moved and nobody reads there. While commits come one after the
// other, some always come in beside the thread: those few are moved here, and the next commit begins anew.
void Checkpoints::committed(int pages) {
  if (pages < std::exchange(last_, pages)) next_ = portion;
  if (pages < next_) return;
  const std::lock_guard lock(mutex_);
  if (stage_ == Stage::wanted) return;
  if (stage_ == Stage::moved) {
    stage_ = Stage::idle;
    next_ = pages + portion;  // where somebody reads, it goes on growing
    move_pages(owner_.handle());
    return;
  }
  stage_ = Stage::wanted;
  news_.notify_one();
}

void Checkpoints::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    news_.wait(lock, [&] { return stopping_ || stage_ == Stage::wanted; });
    if (stopping_) return;
    lock.unlock();
    {
      const std::lock_guard moving(moving_);
      move_pages(beside_);
    }
    lock.lock();
    stage_ = Stage::moved;
  }
}

}  // namespace storage::sqlite
