#pragma once
// One organisation of a process of many: from its file to its end, and again. I/O thread, but where it says
// so.

#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "adapters/net/descriptor.hpp"
#include "adapters/net/http_server.hpp"
#include "bot/app/enclosure.hpp"
#include "bot/app/handover_wire.hpp"
#include "bot/app/host_file.hpp"
#include "bot/app/host_rules.hpp"
#include "bot/app/organisation.hpp"
#include "bot/app/passed_on.hpp"
#include "bot/app/reception.hpp"
#include "bot/app/waiting_line.hpp"
#include "bot/app/waiting_room.hpp"
#include "bot/app/watch_of_many.hpp"

namespace app {

// What the organisations of a process share: threads, and what is known of the others.
struct Neighbours {
  boost::asio::any_io_executor io;        // the process' own
  boost::asio::any_io_executor readers;   // several threads
  boost::asio::any_io_executor patient;   // two: digests and copies of all, which nobody waits for
  boost::asio::any_io_executor starters;  // several threads: what may take minutes
  Turnstile& deliveries;
  WaitingRoom& waiting_room;
  WatchOfMany& watch;              // of those that another machine waits for
  Receptions& receptions;          // where those that wait are handed their boxes
  WaitingLine& handing_over;       // in which those that go hand theirs over
  std::atomic<int>& being_opened;  // how many are between their turn and their first answer
  PassedOn* passed_on;             // calls for those that wait; null: there is no other machine
  const HostFile& host;
  std::string program;
  // Throws ConfigError where a host name or a folder of `config` is another's.
  std::function<void(const std::string& name, const Config& config)> claim;
  // It serves from now on, waits, or serves no more; its phase says which. Nothing else is told.
  std::function<void(const std::string& name)> changed;
};

class Tenant : public std::enable_shared_from_this<Tenant> {
 public:
  Tenant(const Neighbours& around, std::string name, std::filesystem::path file);

  const std::string& name() const { return name_; }
  Phase phase() const { return phase_; }
  // Why it does not serve, for an operator; empty: it does.
  const std::string& why() const { return why_; }
  const std::string& print() const { return print_; }
  bool leaving() const { return leaving_; }
  // Nothing that was begun is under way any more.
  bool is_at_rest() const { return phase_ != Phase::starting && phase_ != Phase::stopping && !reading_; }
  // Why what its file says is not in effect, in words behind its name; empty: it is, or it waits or leaves.
  std::string wrong() const {
    if (leaving_) return {};
    if (phase_ == Phase::failed || phase_ == Phase::refused) return "is not served: " + why_;
    return not_taken_.empty() ? "" : "is served as before, because its file is not taken: " + not_taken_;
  }

  // `print`: a mark of what its file says. Anew after a while where it fails, unless it is to leave.
  void start(std::string print);
  // Reads its file anew, and starts it over where that takes more.
  void reload(std::string print);
  // Ends for good. Where another machine waits it serves until it is its turn to hand over its boxes.
  void leave();
  // The last of it, when nothing runs on the I/O thread and none starts any more; close() and close_store()
  // on any thread, and before the latter the readers have ended; then let_go().
  void hang_up();
  void close();
  void close_store();
  void let_go();

  // A request for its host: answered here, or by the machine that serves it; 503 when it does not serve, or
  // ends before it has answered.
  boost::asio::awaitable<net::Response> answer(net::Request request);
  // The same, and never by another.
  boost::asio::awaitable<net::Response> answer_here(net::Request request);
  // As watchers are told; nothing when it does not serve.
  boost::asio::awaitable<std::optional<State>> state();
  Figures* figures() { return organisation_ ? &organisation_->figures() : nullptr; }

 private:
  boost::asio::awaitable<void> starting();
  boost::asio::awaitable<void> turn();
  boost::asio::awaitable<void> its_place(std::shared_ptr<Reception> reception);
  boost::asio::awaitable<void> ending(int status);
  boost::asio::awaitable<void> beside(boost::asio::any_io_executor threads, std::function<void()> work);
  void make();
  void go();
  void stop();
  void opened();
  void waits(const std::string& why);
  void fail(Phase phase, std::string why);

  const Neighbours& around_;
  const std::string name_;
  const std::filesystem::path file_;
  std::string print_, why_, not_taken_;  // the last: why what its file says now is not in effect
  Phase phase_ = Phase::refused;
  bool leaving_ = false, over_again_ = false, begun_ = false, reading_ = false;
  bool its_turn_ = false, read_again_ = false;  // while it waits
  int failed_ = 0;
  bool in_line_ = false, closing_ = false;
  std::unique_ptr<WaitingLine::Place> place_;  // in the line of those that hand over
  std::optional<Counted<std::atomic<int>>> being_opened_;
  std::optional<Enclosure> enclosure_;
  boost::asio::any_io_executor readers_, patient_;  // its own lines to them
  boost::asio::steady_timer again_, bell_;
  std::shared_ptr<Config> config_;
  std::optional<net::Descriptor> folder_;
  std::shared_ptr<Watchdog> watchdog_;  // says when it last heard of its database
  std::optional<WatchOfMany::Place> watched_;
  std::unique_ptr<Organisation> organisation_;
};

}  // namespace app
