#pragma once
// An organisation that waits, towards the machine that serves it: whether its open boxes come from there just
// now (receiver.hpp), what lies here and does not count, and whether they are waited for.

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "bot/app/box_holder.hpp"
#include "bot/app/config.hpp"

namespace app {

class Reception {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::seconds grace{15};  // of a machine that has the open boxes and starts anew

  // `config` may be kept longer than who waits: by a hand-over that is under way. `counting`: who is asked
  // instead of the configuration's database.
  explicit Reception(std::shared_ptr<const Config> config, std::function<Counting()> counting = {})
      : config_(std::move(config)), ask_(std::move(counting)) {}

  const Config& config() const { return *config_; }
  // What the database says now. Any thread, and it takes its time. Throws.
  Counting counting() const;

  // For who takes a hand-over; any thread. False: another is under way, or nobody waits any more.
  bool begin();
  void end(bool well);  // false: it broke off before all was here
  bool at_work() const { return at_work_; }
  void has_all() { complete_ = Clock::now(); }
  // Not long ago, so it will soon be served here.
  bool is_complete() const { return Clock::now() < complete_.load() + grace; }
  // Nobody waits any more: nothing begins, and what is under way is not taken.
  void close() { closed_ = true; }
  bool closed() const { return closed_; }

  // For who waits, one thing at a time; both may ask the database, and throw.
  // Nobody owns it: whether the other machine may have the open boxes and come back, because this one gave
  // them to it, or got but a part of them. Then it is waited for, or everybody would be asked again.
  bool other_is_waited_for(Clock::time_point now);
  void is_owned() { free_since_.reset(); }
  // Boxes that lie here and do not count are wiped, and what has arrived and does not. Mostly nothing lies
  // here, and nothing is asked.
  void tidy();
  // For who is about to serve: what has arrived and counts is taken in.
  void take_in_what_came() const;

 private:
  const std::shared_ptr<const Config> config_;
  const std::function<Counting()> ask_;
  std::mutex mutex_;    // while something begins, or is wiped because nothing has
  unsigned begun_ = 0;  // with it
  std::atomic<bool> at_work_ = false, closed_ = false;
  std::atomic<Clock::time_point> broke_off_{Clock::time_point{}};  // the last one, before all was here
  std::atomic<Clock::time_point> complete_{Clock::time_point{}};
  std::optional<Clock::time_point> free_since_;
  bool gave_ = false;
};

// Those of a process, by organisation. Any thread.
class Receptions {
 public:
  std::shared_ptr<Reception> find(const std::string& organisation) const;

  // How many have been handed all, or are being, and wait still.
  int coming() const;

  // Of one, for as long as it lives; then it is closed.
  class Open {
   public:
    Open(Receptions& all, std::string organisation, std::shared_ptr<Reception> reception)
        : all_(all), organisation_(std::move(organisation)) {
      all_.open(organisation_, std::move(reception));
    }
    ~Open() { all_.close(organisation_); }
    Open(const Open&) = delete;
    Open& operator=(const Open&) = delete;

   private:
    Receptions& all_;
    const std::string organisation_;
  };

 private:
  void open(const std::string& organisation, std::shared_ptr<Reception> reception);
  void close(const std::string& organisation);

  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Reception>> all_;
};

}  // namespace app
