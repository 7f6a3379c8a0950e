#pragma once
// The engine's transactions with a watch on them: how long each took, from its beginning until it was
// durable. A sealed event opens none, so nothing is measured when somebody answers without a name.

#include <chrono>
#include <functional>

#include "bot/runtime/store.hpp"

namespace app {

class MeasuredTransactor final : public runtime::Transactor {
 public:
  using Took = std::function<void(std::chrono::duration<double>)>;
  // `took` may be empty. `inner` outlives this.
  MeasuredTransactor(runtime::Transactor& inner, Took took) : inner_(inner), took_(std::move(took)) {}

  void begin() override {
    began_ = std::chrono::steady_clock::now();
    inner_.begin();
  }
  void commit() override {
    inner_.commit();
    if (took_) took_(std::chrono::steady_clock::now() - began_);
  }
  void rollback() override { inner_.rollback(); }
  void savepoint() override { inner_.savepoint(); }
  void release() override { inner_.release(); }
  void rollback_to_savepoint() override { inner_.rollback_to_savepoint(); }
  void heartbeat() override { inner_.heartbeat(); }
  bool truncate_log() override { return inner_.truncate_log(); }
  void compact() override { inner_.compact(); }
  std::vector<std::string> take_unreadable() override { return inner_.take_unreadable(); }

 private:
  runtime::Transactor& inner_;
  Took took_;
  std::chrono::steady_clock::time_point began_{};
};

}  // namespace app
