#pragma once
// The engine on a thread of its own, between two queues. What arrives is taken together and committed once;
// what the engine says goes back to the I/O thread.

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "bot/runtime/engine.hpp"

namespace runtime {

class Said;

class EngineThread final : public Inbox {
 public:
  // What one turn of the engine came to; told on the I/O thread.
  struct Turn {
    std::vector<Delivery> deliveries;  // to be delivered now; each comes back through settle()
    std::vector<Wish> wishes;          // each comes back through ready()
    std::vector<Delivery> under_way;   // first turn: were under way when the process died; ask, then settle()
    std::optional<core::Instant> next_due, next_seen;
    std::shared_ptr<const core::Directory> people;  // as they are after this turn
    bool idle = false;                              // nothing was due, waiting or under way
    std::uint64_t serial = 0;                       // of the last tick() this turn had seen
    bool failed = false;                            // the database cannot be written: the process must end
  };

  // Everything given outlives the object. `turn` is called on `io` after each turn of which there is news.
  // `name`: before the lines that the engine logs.
  EngineThread(Engine& engine, const core::Clock& clock, boost::asio::any_io_executor io,
               std::function<void(Turn)> turn, std::string name = {});
  ~EngineThread() override;

  // At most so many wait: a few seconds' work.
  static constexpr std::size_t longest_queue = 4'096;

  void accept(core::Event event, std::function<void(core::Reply)> reply) override;
  void channel_changed(const std::string& workspace, const std::string& channel) override {
    if (channel_changed_) channel_changed_(workspace, channel);
  }
  // Who is told of it; I/O thread.
  void on_channel_changed(
      std::function<void(const std::string& workspace, const std::string& channel)> told) {
    channel_changed_ = std::move(told);
  }
  void settle(Settlement settlement);
  void ready(Readiness said);
  // `told` is called on `io`; dropped uncalled when the engine has ended.
  void ask(Errand errand);
  // Nothing is claimed any more; the rest goes on until stop().
  void hold_back();
  // Looks at the clock again; gives the serial that a later Turn shows.
  std::uint64_t tick();
  // Has the engine ask whether the database is there and ours; a Turn that has failed tells that it is not.
  // Due every second. Where it is `late`, because the thread of the sockets has much to do, the engine asks
  // by itself and goes on for ten seconds: the server takes who is silent for three for dead.
  void beat(std::chrono::milliseconds late = std::chrono::milliseconds{1500});
  // Takes what is queued, commits, ends the thread. Called twice: nothing the second time.
  void stop();

 private:
  using Moment = std::chrono::steady_clock::time_point;
  void wake();
  void run();
  // What was under way when the last process ended; nothing: told to stop before the engine could begin.
  std::optional<std::vector<Delivery>> start_engine();
  Turn how_it_stands() const;  // after a turn, without what it has brought
  bool beat_is_late(std::unique_lock<std::mutex>& lock, const std::function<bool()>& wanted);
  std::vector<Delivery> turn_of_engine(Batch batch);
  std::vector<Arrival> meanwhile();
  void end();

  Engine& engine_;
  const core::Clock& clock_;
  boost::asio::any_io_executor io_;
  std::shared_ptr<Said> said_;  // answers on their way
  std::function<void(Turn)> turn_;
  std::function<void(const std::string&, const std::string&)> channel_changed_;
  const std::string name_;

  // Of the engine's thread: when its turn began and was last asked what has come meanwhile, and how long the
  // last commit took.
  Moment began_{}, asked_{};
  Moment::duration commit_took_{};
  Moment beaten_{};  // of the engine's thread

  std::mutex mutex_;
  std::condition_variable wake_;
  Batch queue_;
  std::uint64_t ticks_ = 0;
  bool ticked_ = false;
  bool beats_ = false;
  Moment told_to_beat_{};
  Moment::duration late_{};
  bool holding_back_ = false;
  bool busy_ = false;    // the engine runs, and looks into the queue before it sleeps
  bool waking_ = false;  // somebody will say that there is something
  bool stopping_ = false;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace runtime
