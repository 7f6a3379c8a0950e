#include "storage/sqlite/checkpoints.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <thread>
#include <utility>

namespace storage::sqlite {
namespace {

// Pages: sixteen megabytes. Under steady votes the last of each is moved inside a commit, which then waits
// for two syncs more: with four times as many pages that is a quarter as often.
constexpr int portion = 4'000;
// Of a log that the mover does not come to, because another's disk hangs: then it is moved as SQLite does it.
constexpr int most_portions = 2;

// Waits for nobody. A failure is no failure of a commit: it is tried again with the next portion.
void move_pages(sqlite_api::sqlite3* connection) {
  sqlite_api::sqlite3_wal_checkpoint_v2(connection, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

}  // namespace

// The thread, and who wants something of it.
class Checkpoints::Mover {
 public:
  Mover() : thread_([this] { run(); }) {}
  ~Mover() {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    news_.notify_all();
    thread_.join();
  }
  Mover(const Mover&) = delete;
  Mover& operator=(const Mover&) = delete;

  void want(Checkpoints& one) {
    {
      const std::lock_guard lock(mutex_);
      wanted_.push_back(&one);
    }
    news_.notify_all();
  }
  void forget(Checkpoints& one) {
    std::unique_lock lock(mutex_);
    std::erase(wanted_, &one);
    news_.wait(lock, [&] { return moved_ != &one; });
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      news_.wait(lock, [this] { return over_ || !wanted_.empty(); });
      if (over_) return;
      moved_ = wanted_.front();
      wanted_.pop_front();
      lock.unlock();
      moved_->move();
      lock.lock();
      moved_ = nullptr;
      news_.notify_all();  // somebody may wait to go
    }
  }

  std::mutex mutex_;
  std::condition_variable news_;
  std::deque<Checkpoints*> wanted_;
  Checkpoints* moved_ = nullptr;  // just now
  bool over_ = false;
  std::thread thread_;
};

std::shared_ptr<Checkpoints::Mover> Checkpoints::movers() {
  static std::mutex mutex;
  static std::weak_ptr<Mover> shared;
  const std::lock_guard lock(mutex);
  auto mover = shared.lock();
  if (!mover) shared = mover = std::make_shared<Mover>();
  return mover;
}

Checkpoints::Checkpoints(Connection& owner) : owner_(owner), next_(portion) {
  const int code =
      sqlite_api::sqlite3_open_v2(owner.path().c_str(), &beside_, SQLITE_OPEN_READWRITE, nullptr);
  if (code != SQLITE_OK) {
    sqlite_api::sqlite3_close(beside_);
    throw Error(fmt::format("the database '{}' cannot be opened twice: {}", owner.path(),
                            sqlite_api::sqlite3_errstr(code)));
  }
  mover_ = movers();
  // In place of SQLite's own, which is the same hook.
  const auto hook = [](void* self, sqlite_api::sqlite3*, const char*, int pages) {
    static_cast<Checkpoints*>(self)->committed(pages);
    return SQLITE_OK;
  };
  sqlite_api::sqlite3_wal_hook(owner.handle(), hook, this);
}

Checkpoints::~Checkpoints() {
  sqlite_api::sqlite3_wal_hook(owner_.handle(), nullptr, nullptr);
  mover_->forget(*this);
  sqlite_api::sqlite3_close(beside_);
}

// The log begins anew when all of it has been moved and nobody reads there. While commits come one after the
// other, some always come in beside the thread: those few are moved here, and the next commit begins anew.
void Checkpoints::committed(int pages) {
  if (pages < std::exchange(last_, pages)) next_ = portion;
  if (pages < next_) return;
  switch (stage_.load()) {
    case Stage::idle:
      stage_ = Stage::wanted;
      return mover_->want(*this);
    case Stage::wanted:
      if (pages < next_ + most_portions * portion) return;
      next_ = pages + portion;
      return move_pages(owner_.handle());
    case Stage::moved:
      stage_ = Stage::idle;
      next_ = pages + portion;  // where somebody reads, it goes on growing
      return move_pages(owner_.handle());
  }
}

void Checkpoints::move() {
  const std::lock_guard moving(moving_);
  // A connection that has read nothing does not know that there is a log: it would say that all is moved, and
  // move nothing.
  sqlite_api::sqlite3_exec(beside_, "SELECT 1 FROM sqlite_schema", nullptr, nullptr, nullptr);
  move_pages(beside_);
  stage_ = Stage::moved;
}

}  // namespace storage::sqlite
