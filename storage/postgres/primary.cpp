#include "storage/postgres/primary.hpp"

#include <poll.h>

#include <algorithm>
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
// So long what is known of a name waits for what is said of it now; and looks for that are so far apart.
constexpr std::chrono::milliseconds for_a_name{200}, between_looks{2};

constexpr auto only_a_primary = " target_session_attrs=primary";

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
  // Why it is none, in words.
  std::string why() const {
    if (!why_.empty()) return why_;
    const bool led = !server_.address.empty() && server_.address != server_.name;
    return server_.name + (led ? " (" + server_.address + ")" : "") + " does not answer";
  }

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

// All servers of a place, at each address that their names lead to.
class Search {
 public:
  Search(std::string place, const Hosts& hosts, Names& names,
         std::optional<Hosts::Host> without = std::nullopt)
      : place_(std::move(place)), hosts_(hosts), names_(names), without_(std::move(without)) {
    for (const Hosts::Host& host : hosts_.all())
      if (leads_somewhere(host)) names_.ask(host.name);
  }

  // Null: by then none takes writing. Where there is one address in all it is not asked: whoever connects to
  // it will hear it.
  Asked* find(std::chrono::milliseconds limit, bool asks_a_single_one) {
    const auto began = Clock::now(), until = began + limit;
    std::optional<Clock::time_point> found;
    for (;;) {
      const auto now = Clock::now();
      learn();
      if (all_.empty() && !asks_names_) return nullptr;
      if (!asks_a_single_one && !hosts_.several() && !waits_for_names_ && all_.size() == 1)
        return &all_.front();
      for (Asked& one : all_) one.begin(now);
      if (!found && taker(false)) found = now;
      const bool early = now < until && ((found && now < *found + for_the_first) || waits_for_names_);
      if (Asked* one = waits_for_names_ && early ? nullptr : taker(early)) return one;
      if (now >= until) return nullptr;
      wait();
    }
  }

  std::string words() const {
    std::string words;
    const auto add = [&](const std::string& why) { words += (words.empty() ? "" : "; ") + why; };
    for (const Asked& one : all_) add(one.why());
    for (const Hosts::Host& host : hosts_.all()) {
      if (!leads_somewhere(host)) continue;
      const Names::Known known = names_.known(host.name);
      if (known.last.addresses.empty())
        add(host.name + ": " +
            (known.last.trouble.empty() ? "the name service does not answer" : known.last.trouble));
    }
    return words;
  }

 private:
  static bool leads_somewhere(const Hosts::Host& host) { return host.address.empty() && is_name(host.name); }

  void add(const Hosts::Host& server) {
    if (without_ && Hosts::same(server, *without_)) return;
    for (const Asked& one : all_)
      if (one.server() == server) return;
    // Behind those that are preferred, wherever names have led in the meantime.
    const auto rank = [&](const Hosts::Host& one) {
      return std::ranges::find_if(hosts_.all(),
                                  [&](const Hosts::Host& host) { return Hosts::same(host, one); });
    };
    const auto before =
        std::ranges::find_if(all_, [&](const Asked& one) { return rank(one.server()) > rank(server); });
    all_.emplace(before, server, connection_words(place_, server) + only_a_primary);
  }

  void learn() {
    asks_names_ = waits_for_names_ = false;
    for (const Hosts::Host& host : hosts_.all()) {
      if (!leads_somewhere(host)) {
        add(host);
        continue;
      }
      const Names::Known known = names_.known(host.name);
      asks_names_ = asks_names_ || known.out > Clock::duration{};
      waits_for_names_ = waits_for_names_ || (known.out > Clock::duration{} && known.out < for_a_name);
      for (const std::string& address : known.last.addresses) add({host.name, host.port, address});
    }
  }

  // The first that takes writing, unless one before it has not said yet that it does not.
  Asked* taker(bool waits_for_others) {
    for (Asked& one : all_) {
      if (one.takes_writing()) return &one;
      if (waits_for_others && one.is_open()) return nullptr;
    }
    return nullptr;
  }

  void wait() {
    std::vector<pollfd> wanted;
    std::vector<Asked*> whose;
    for (Asked& one : all_)
      if (one.is_open() && !one.takes_writing()) {
        wanted.push_back(one.wanted());
        whose.push_back(&one);
      }
    const auto longest = waits_for_names_ ? between_looks : longest_sleep;
    if (::poll(wanted.data(), wanted.size(), static_cast<int>(longest.count())) <= 0) return;
    for (std::size_t i = 0; i < wanted.size(); ++i)
      if (wanted[i].revents != 0) whose[i]->go_on(Clock::now());
  }

  const std::string place_;
  const Hosts hosts_;
  Names& names_;
  const std::optional<Hosts::Host> without_;
  std::list<Asked> all_;
  bool asks_names_ = false;       // one is being asked for
  bool waits_for_names_ = false;  // and not for long
};

bool has_names(const Hosts& hosts) {
  return std::ranges::any_of(hosts.all(), [](const Hosts::Host& host) { return is_name(host.name); });
}

}  // namespace

std::optional<Hosts::Host> primary_of(const std::string& place, std::chrono::milliseconds limit,
                                      Names& names) {
  const Hosts hosts = hosts_of(place);
  if (!hosts.several() && !has_names(hosts)) return std::nullopt;
  Search search(place, hosts, names);
  if (const Asked* one = search.find(limit, false)) return one->server();
  throw Error("the database " + shown(place) + " cannot be reached: " + search.words());
}

bool is_replaced(const std::string& place, const Hosts::Host& server, std::chrono::milliseconds limit,
                 const std::string& started, Names& names) try {
  const Hosts hosts = hosts_of(place);
  if (!hosts.several() && !has_names(hosts)) return false;
  Search search(place, hosts, names, server);
  Asked* const one = search.find(limit, true);
  if (!one || started.empty()) return one != nullptr;
  const std::string theirs = one->answer_to(when_started, Clock::now() + limit);
  return !theirs.empty() && theirs != started;
} catch (const std::exception&) {
  return false;
}

}  // namespace storage::postgres
