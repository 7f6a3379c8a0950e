#pragma once
// What was committed goes from the log into the file beside the thread that commits: inside a commit, as
// SQLite does it by itself, everybody who waits for that one waits for hundreds of pages and two syncs more.

#include <condition_variable>
#include <mutex>
#include <thread>

#include "storage/sqlite/connection.hpp"

namespace storage::sqlite {

// For as long as it lives, of a file. What it does changes nothing of what is durable or can be read, so that
// it may be cut off at any place; where it cannot, the log only grows.
class Checkpoints {
 public:
  // The owner's thread, as everything here. Throws Error.
  explicit Checkpoints(Connection& owner);
  ~Checkpoints();
  Checkpoints(const Checkpoints&) = delete;
  Checkpoints& operator=(const Checkpoints&) = delete;

  // While it is held nothing is moved: for who cuts the log.
  std::unique_lock<std::mutex> pause() { return std::unique_lock(moving_); }

 private:
  void committed(int pages);  // so many are in the log
  void run();

  Connection& owner_;
  sqlite_api::sqlite3* beside_ = nullptr;
  int next_;      // pages in the log, from which on something is done
  int last_ = 0;  // pages that were in it
  std::mutex mutex_, moving_;
  std::condition_variable news_;
  enum class Stage { idle, wanted, moved } stage_ = Stage::idle;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace storage::sqlite
