#pragma once
// The engine's transactions with a watch on them: how long each took, from its beginning until it was
// durable, and how long of that the commit. A sealed event opens none, so nothing is measured when somebody
// answers without a name.

#include <chrono>
#include <functional>

#include "bot/runtime/store.hpp"

namespace app {

// What is heard of, on the engine's thread; each may be empty. `event`: from when one that is not sealed came
// in until its answer was handed back.
struct Measures {
  using Took = std::function<void(std::chrono::duration<double>)>;
  Took transaction{}, commit{}, event{};
};

class MeasuredTransactor final : public runtime::Transactor {
 public:
  // `inner` outlives this.
  MeasuredTransactor(runtime::Transactor& inner, Measures measures)
      : inner_(inner), measures_(std::move(measures)) {}

  // The disk is thrown away: nothing need be cut off there, and many turns are one transaction, for what is
  // durable interests nobody. A turn that fails takes those before it with it, and ends the run. Outside a
  // transaction.
  void spare() { spared_ = true; }
  bool spared() const { return spared_; }

  void begin() override {
    began_ = std::chrono::steady_clock::now();
    if (turns_ == 0) inner_.begin();
  }
  void commit() override {
    const auto committing = std::chrono::steady_clock::now();
    turns_ = spared_ ? (turns_ + 1) % turns_at_once : 0;
    if (turns_ == 0) inner_.commit();
    const auto end = std::chrono::steady_clock::now();
    if (measures_.commit) measures_.commit(end - committing);
    if (measures_.transaction) measures_.transaction(end - began_);
  }
  void rollback() override {
    turns_ = 0;
    inner_.rollback();
  }
  void savepoint() override { inner_.savepoint(); }
  void release() override { inner_.release(); }
  void rollback_to_savepoint() override { inner_.rollback_to_savepoint(); }
  void heartbeat() override { inner_.heartbeat(); }
  bool truncate_log() override { return spared_ || inner_.truncate_log(); }
  void compact() override {
    if (!spared_) inner_.compact();
  }
  std::vector<std::string> take_unreadable() override { return inner_.take_unreadable(); }

 private:
  runtime::Transactor& inner_;
  Measures measures_;
  static constexpr int turns_at_once = 512;
  bool spared_ = false;
  int turns_ = 0;  // since the transaction began that is still open
  std::chrono::steady_clock::time_point began_{};
};

}  // namespace app
