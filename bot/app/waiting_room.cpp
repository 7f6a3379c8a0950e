#include "bot/app/waiting_room.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "storage/postgres/connection.hpp"

namespace app {
namespace {

using Session = storage::postgres::Connection;

constexpr std::chrono::seconds longest_look{2};
constexpr auto not_asked = "its server has not been asked yet";

struct Asking {
  std::uint64_t number = 0;  // of this wait
  std::string place;
};

}  // namespace

struct WaitingRoom::Shared : std::enable_shared_from_this<Shared> {
  explicit Shared(boost::asio::any_io_executor on) : io(std::move(on)) {}

  // From the looker's thread. What has left meanwhile hears nothing.
  void tell(const std::string& name, std::uint64_t number, std::optional<std::string> why) {
    boost::asio::post(io, [self = shared_from_this(), name, number, why = std::move(why)] {
      const auto found = self->waiting.find(name);
      if (found == self->waiting.end() || found->second.first != number) return;
      if (why) return found->second.second.waits(*why);
      const auto told = std::move(found->second.second);
      self->waiting.erase(found);
      told.free();
    });
  }

  const boost::asio::any_io_executor io;
  std::map<std::string, std::pair<std::uint64_t, Told>> waiting;  // I/O thread
  std::uint64_t last = 0;                                         // likewise
  std::mutex mutex;
  std::condition_variable wake;
  std::map<std::string, Asking> asking;  // with the mutex
  bool over = false;                     // likewise
};

// The thread.
class WaitingRoom::Looker {
 public:
  explicit Looker(std::shared_ptr<Shared> shared) : shared_(std::move(shared)), thread_([this] { run(); }) {}
  ~Looker() {
    {
      const std::lock_guard lock(shared_->mutex);
      shared_->over = true;
    }
    shared_->wake.notify_one();
    thread_.join();
  }
  Looker(const Looker&) = delete;
  Looker& operator=(const Looker&) = delete;

 private:
  struct Known {
    std::uint64_t number = 0;
    std::string place, server, lock, said;
  };

  void run() {
    std::unique_lock lock(shared_->mutex);
    while (!shared_->over) {
      const auto asking = shared_->asking;
      lock.unlock();
      take_over(asking);
      learn();
      look();
      lock.lock();
      for (const auto& [name, number] : std::exchange(freed_, {}))
        if (const auto found = shared_->asking.find(name);
            found != shared_->asking.end() && found->second.number == number)
          shared_->asking.erase(found);
      shared_->wake.wait_for(lock, between_looks, [this] { return shared_->over; });
    }
  }

  void take_over(const std::map<std::string, Asking>& asking) {
    std::erase_if(known_, [&](const auto& each) {
      const auto found = asking.find(each.first);
      return found == asking.end() || found->second.number != each.second.number;
    });
    for (const auto& [name, asked] : asking)
      known_.try_emplace(name, Known{asked.number, asked.place, {}, {}, {}});
    std::erase_if(sessions_, [&](const auto& each) {
      return std::ranges::none_of(known_, [&](const auto& one) { return one.second.server == each.first; });
    });
  }

  bool is_over() {
    const std::lock_guard lock(shared_->mutex);
    return shared_->over;
  }

  // On which server each is, and under which lock. The first that cannot be reached ends it for now, and so
  // does a time that others need for being looked at; the next round begins behind it. To a server that is
  // not there each call may take seconds: who has not been asked for by then waits, too, and says so.
  void learn() {
    ask();
    for (auto& [name, known] : known_)
      if (known.lock.empty() && known.said.empty()) say(name, known, not_asked);
  }
  void ask() {
    const auto enough = std::chrono::steady_clock::now() + longest_look;
    for (std::size_t left = known_.size(); left > 0; --left) {
      if (is_over() || std::chrono::steady_clock::now() > enough) return;
      auto next = known_.upper_bound(after_);
      if (next == known_.end()) next = known_.begin();
      auto& [name, known] = *next;
      after_ = name;
      if (!known.lock.empty()) continue;
      try {
        auto session = std::make_unique<Session>(known.place, storage::Use::reader);
        known.server = session->server();
        known.lock = session->lock();
        sessions_.try_emplace(known.server, std::move(session));
      } catch (const std::exception& error) {
        known.lock.clear();
        return say(name, known, error.what());
      }
    }
  }

  void look() {
    for (auto session = sessions_.begin(); session != sessions_.end();) {
      if (is_over()) return;
      std::set<std::string> held;
      std::string trouble;
      try {
        held = session->second->held(longest_look);
      } catch (const std::exception& error) {
        trouble = error.what();
      }
      for (auto& [name, known] : known_) {
        if (known.server != session->first || known.lock.empty()) continue;
        if (!trouble.empty()) {
          known.lock.clear();  // the next server may number schemas in another way
          say(name, known, trouble);
        } else if (held.contains(known.lock)) {
          say(name, known, served);
        } else {
          freed_.emplace(name, known.number);
          shared_->tell(name, known.number, std::nullopt);
        }
      }
      session = trouble.empty() ? std::next(session) : sessions_.erase(session);
    }
    for (const auto& [name, number] : freed_) known_.erase(name);
  }

  void say(const std::string& name, Known& known, const std::string& why) {
    if (std::exchange(known.said, why) != why) shared_->tell(name, known.number, why);
  }

  const std::shared_ptr<Shared> shared_;
  std::map<std::string, Known> known_;
  std::map<std::string, std::unique_ptr<Session>> sessions_;  // by server
  std::map<std::string, std::uint64_t> freed_;
  std::string after_;  // whom learn() came to last
  std::thread thread_;
};

WaitingRoom::WaitingRoom(boost::asio::any_io_executor io)
    : shared_(std::make_shared<Shared>(std::move(io))) {}

WaitingRoom::~WaitingRoom() {
  looker_.reset();
  shared_->waiting.clear();
}

void WaitingRoom::wait(const std::string& name, std::string place, Told told) {
  const std::uint64_t number = ++shared_->last;
  shared_->waiting[name] = {number, std::move(told)};
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->asking[name] = {number, std::move(place)};
  }
  if (!looker_) looker_ = std::make_unique<Looker>(shared_);
}

void WaitingRoom::leave(const std::string& name) {
  shared_->waiting.erase(name);
  const std::lock_guard lock(shared_->mutex);
  shared_->asking.erase(name);
}

}  // namespace app
