#pragma once
// The leaders' digests, made beside the engine: read on a readers' connection, a portion of the groups in one
// snapshot, and handed to the engine a handful at a time, so that no answer waits behind a Monday morning.

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "bot/app/bot.hpp"

namespace app {

class DigestMaker {
 public:
  struct Parts {
    boost::asio::any_io_executor executor, readers;
    std::string database;  // as storage::Database takes it
    const Config& config;
    Bot& bot;
    std::function<void(runtime::Errand)> ask;                        // the engine, on the executor
    std::function<std::shared_ptr<const core::Directory>()> people;  // on the executor
    // After each pass, also one that could not be finished.
    std::function<void()> ended;
    // Of the engine's time handfuls take one part in so many: fewer than one answer in a hundred meets one,
    // so that their p99 is as it was.
    int share = 200;
    // A steady clock, and what is done after a pause of it, on the executor; the machine's where none is
    // given.
    std::function<std::chrono::nanoseconds()> now{};
    std::function<void(std::chrono::nanoseconds, std::function<void()>)> after{};
  };
  // `readers` has one thread, and is joined before this goes.
  explicit DigestMaker(Parts parts);
  ~DigestMaker();
  DigestMaker(const DigestMaker&) = delete;
  DigestMaker& operator=(const DigestMaker&) = delete;

  // Any thread. While a pass is under way, nothing but that another Monday follows it: what it leaves undone
  // is asked for again.
  void make(core::Date monday);
  // On the executor: parts.people() has been set. The engine's first turn asks before anybody is told of it.
  void people_known();
  // Any thread.
  bool at_work() const;

 private:
  struct State;
  std::shared_ptr<State> state_;  // and of what is under way
};

}  // namespace app
