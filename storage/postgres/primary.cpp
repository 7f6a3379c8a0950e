#include "storage/postgres/primary.hpp"

#include <poll.h>

#include <list>
#include <memory>
#include <vector>

#include "storage/postgres/connection.hpp"
#include "storage/postgres/library.hpp"
#include "storage/postgres/place.hpp"

namespace storage::postgres {
namespace {

using Clock = std::chrono::steady_clock;

// Who has said no is asked again; and who was the primary before has so long to say it before another counts:
// one that was frozen, and replaced, believes so for a moment when it wakes.
constexpr std::chrono::milliseconds before_again{200}, for_the_first{200}, longest_sleep{50};

// One server that is asked whether it takes writing: by connecting to it, which says so.
class Asked {
 public:
  Asked(Hosts::Host server, std::string words)
      : library_(library()), server_(std::move(server)), words_(std::move(words)) {}
  ~Asked() { drop(); }
  Asked(const Asked&) = delete;
  Asked& operator=(const Asked&) = delete;

  const Hosts::Host& server() const { return server_; }
  bool takes_writing() const { return state_ == PGRES_POLLING_OK; }
  bool is_open() const { return session_ != nullptr; }
  // What it said when it said no; empty: nothing yet.
  const std::string& why() const { return why_; }

  pollfd wanted() const {
    return {library_.socket(session_), static_cast<short>(state_ == PGRES_POLLING_READING ? POLLIN : POLLOUT),
            0};
  }
  void begin(Clock::time_point now) {
    if (session_ || now < again_) return;
    session_ = library_.connect_start(words_.c_str());
    state_ = PGRES_POLLING_WRITING;
    if (!session_ || library_.status(session_) == CONNECTION_BAD) fail(now);
  }
  void go_on(Clock::time_point now) {
    state_ = library_.connect_poll(session_);
    if (state_ == PGRES_POLLING_FAILED) fail(now);
  }
  // Of one that takes writing; empty: nothing came.
  std::string answer_to(const char* question, Clock::time_point until) {
    if (library_.send_query(session_, question) != 1) return {};
    while (library_.is_busy(session_)) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
      pollfd news{library_.socket(session_), POLLIN, 0};
      if (left.count() <= 0 || ::poll(&news, 1, static_cast<int>(left.count())) < 0) return {};
      if (library_.consume_input(session_) != 1) return {};
    }
    const std::unique_ptr<PGresult, decltype(library_.clear)> said(library_.get_result(session_),
                                                                   library_.clear);
    if (library_.result_status(said.get()) != PGRES_TUPLES_OK) return {};
    return library_.getvalue(said.get(), 0, 0);
  }

 private:
  void fail(Clock::time_point now) {
    if (session_) why_ = library_.error_message(session_);
    while (!why_.empty() && why_.back() == '\n') why_.pop_back();
    drop();
    again_ = now + before_again;
  }
  void drop() {
    if (session_) library_.finish(session_);
    session_ = nullptr;
    state_ = PGRES_POLLING_FAILED;
  }

  const Library& library_;
  const Hosts::Host server_;
  const std::string words_;
  PGconn* session_ = nullptr;
  PostgresPollingStatusType state_ = PGRES_POLLING_FAILED;
  Clock::time_point again_{};
  std::string why_;
};

// The first that takes writing, unless one before it has not said yet that it does not.
Asked* taker_among(std::list<Asked>& all, bool waits_for_others) {
  for (Asked& one : all) {
    if (one.takes_writing()) return &one;
    if (waits_for_others && one.is_open()) return nullptr;
  }
  return nullptr;
}

Asked* ask(std::list<Asked>& all, std::chrono::milliseconds limit) {
  const auto until = Clock::now() + limit;
  std::optional<Clock::time_point> found;
  for (;;) {
    const auto now = Clock::now();
    for (Asked& one : all) one.begin(now);
    if (!found && taker_among(all, false)) found = now;
    const bool early = found && now < *found + for_the_first && now < until;
    if (Asked* taker = taker_among(all, early)) return taker;
    if (now >= until) return nullptr;
    std::vector<pollfd> wanted;
    std::vector<Asked*> whose;
    for (Asked& one : all)
      if (one.is_open() && !one.takes_writing()) {
        wanted.push_back(one.wanted());
        whose.push_back(&one);
      }
    if (::poll(wanted.data(), wanted.size(), static_cast<int>(longest_sleep.count())) <= 0) continue;
    for (std::size_t i = 0; i < wanted.size(); ++i)
      if (wanted[i].revents != 0) whose[i]->go_on(Clock::now());
  }
}

std::list<Asked> asked_at(const std::string& place, const Hosts& hosts) {
  std::list<Asked> all;
  for (const Hosts::Host& server : hosts.all())
    all.emplace_back(server, connection_words(place, Use::reader, server));
  return all;
}

}  // namespace

std::optional<Hosts::Host> primary_of(const std::string& place, std::chrono::milliseconds limit) {
  const Hosts hosts = hosts_of(place);
  if (!hosts.several()) return std::nullopt;
  std::list<Asked> all = asked_at(place, hosts);
  if (const Asked* taker = ask(all, limit)) return taker->server();
  std::string words;
  for (const Asked& one : all)
    words += (words.empty() ? "" : "; ") +
             (one.why().empty() ? one.server().first + " does not answer" : one.why());
  throw Error("the database " + shown(place) + " cannot be reached: " + words);
}

bool is_replaced(const std::string& place, const Hosts::Host& server, std::chrono::milliseconds limit,
                 const std::string& started) try {
  Hosts hosts = hosts_of(place);
  if (!hosts.several()) return false;
  hosts.leave_out(server);
  std::list<Asked> others = asked_at(place, hosts);
  Asked* const taker = ask(others, limit);
  if (!taker || started.empty()) return taker != nullptr;
  const std::string theirs = taker->answer_to(when_started, Clock::now() + limit);
  return !theirs.empty() && theirs != started;
} catch (const std::exception&) {
  return false;
}

}  // namespace storage::postgres
