#pragma once
// What was committed goes from the log into the file beside the thread that commits: inside a commit, as
// SQLite does it by itself, everybody who waits for that one waits for hundreds of pages and two syncs more.

#include <atomic>
#include <memory>
#include <mutex>

#include "storage/sqlite/connection.hpp"

namespace storage::sqlite {

// For as long as it lives, of a file. What it does changes nothing of what is durable or can be read, so that
// it may be cut off at any place; where it cannot, the log only grows. All of a process share one thread,
// which is there while one of them is.
class Checkpoints {
 public:
  // The owner's thread, as everything here. Throws Error.
  explicit Checkpoints(Connection& owner);
  ~Checkpoints();  // waits for what is under way of this one
  Checkpoints(const Checkpoints&) = delete;
  Checkpoints& operator=(const Checkpoints&) = delete;

  // While it is held nothing is moved: for who cuts the log.
  std::unique_lock<std::mutex> pause() { return std::unique_lock(moving_); }

 private:
  class Mover;
  static std::shared_ptr<Mover> movers();

  void committed(int pages);  // so many are in the log
  void move();                // the mover's thread

  Connection& owner_;
  sqlite_api::sqlite3* beside_ = nullptr;
  int next_;      // pages in the log, from which on something is done
  int last_ = 0;  // pages that were in it
  std::mutex moving_;
  enum class Stage { idle, wanted, moved };
  std::atomic<Stage> stage_ = Stage::idle;
  std::shared_ptr<Mover> mover_;
};

}  // namespace storage::sqlite
