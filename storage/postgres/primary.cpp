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

constexpr auto question =
    "SELECT pg_is_in_recovery()::text, extract(epoch FROM pg_postmaster_start_time())::text";

// One server that is asked whether it takes writing: a session is opened and asked, because behind pgpool
// what is said of it at the start may be another's.
class Asked {
 public:
  Asked(Hosts::Host server, std::string words)
      : library_(library()), server_(std::move(server)), words_(std::move(words)) {}
  ~Asked() { drop(); }
  Asked(const Asked&) = delete;
  Asked& operator=(const Asked&) = delete;

  const Hosts::Host& server() const { return server_; }
  bool takes_writing() const { return step_ == Step::said_yes; }
  bool is_open() const { return session_ != nullptr; }
  const std::string& started() const { return started_; }  // of one that takes writing, in its own words
  // Why it is none, in words.
  std::string why() const {
    if (!why_.empty()) return why_;
    const bool led = !server_.address.empty() && server_.address != server_.name;
    return server_.name + (led ? " (" + server_.address + ")" : "") + " does not answer";
  }

  pollfd wanted() const {
    const bool reads = step_ == Step::asked || state_ == PGRES_POLLING_READING;
    return {library_.socket(session_), static_cast<short>(reads ? POLLIN : POLLOUT), 0};
  }
  void begin(Clock::time_point now) {
    if (session_ || now < again_) return;
    session_ = library_.connect_start(words_.c_str());
    state_ = PGRES_POLLING_WRITING;
    step_ = Step::connects;
    if (!session_ || library_.status(session_) == CONNECTION_BAD) fail(now);
  }
  void go_on(Clock::time_point now) {
    if (step_ == Step::asked) return hear(now);
    state_ = library_.connect_poll(session_);
    if (state_ == PGRES_POLLING_FAILED) return fail(now);
    if (state_ != PGRES_POLLING_OK) return;
    step_ = Step::asked;
    if (library_.send_query(session_, question) != 1) fail(now);
  }

 private:
  enum class Step { connects, asked, said_yes };

  void hear(Clock::time_point now) {
    if (library_.consume_input(session_) != 1) return fail(now);
    if (library_.is_busy(session_)) return;
    const std::unique_ptr<PGresult, decltype(library_.clear)> said(library_.get_result(session_),
                                                                   library_.clear);
    if (library_.result_status(said.get()) != PGRES_TUPLES_OK) return fail(now);
    const char* const copies = library_.getvalue(said.get(), 0, 0);
    const char* const since = library_.getvalue(said.get(), 0, 1);
    if (!copies || !since) {  // no row, or half of one: it is no PostgreSQL
      why_ = server_.name + " does not answer as a server does";
      drop();
      again_ = now + before_again;
      return;
    }
    if (copies != std::string("false")) {
      why_ = server_.name + " is a copy, which takes no writing";
      drop();
      again_ = now + before_again;
      return;
    }
    started_ = since;
    step_ = Step::said_yes;
  }
  void fail(Clock::time_point now) {
    if (session_) why_ = library_.error_message(session_);
    while (!why_.empty() && why_.back() == '\n') why_.pop_back();
    drop();
    again_ = now + before_again;
  }
  void drop() {
    if (session_) library_.finish(session_);
    session_ = nullptr;
    step_ = Step::connects;
  }

  const Library& library_;
  const Hosts::Host server_;
  const std::string words_;
  PGconn* session_ = nullptr;
  PostgresPollingStatusType state_ = PGRES_POLLING_FAILED;
  Step step_ = Step::connects;
  Clock::time_point again_{};
  std::string why_, started_;
};

// A name that is asked for.
bool leads_somewhere(const Hosts::Host& host) {
  return host.address.empty() && is_name(host.name);
}

// Whether there is but one address: whoever connects to it will hear what it is.
bool is_single(const Hosts& hosts) {
  return !hosts.several() && std::ranges::none_of(hosts.all(), leads_somewhere);
}

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
  void add(const Hosts::Host& server) {
    if (without_ && Hosts::same(server, *without_)) return;
    for (const Asked& one : all_)
      if (one.server() == server) return;
    // Behind those that are preferred, wherever names have led in the meantime.
    const auto before = std::ranges::find_if(
        all_, [&](const Asked& one) { return hosts_.rank(one.server()) > hosts_.rank(server); });
    all_.emplace(before, server, connection_words(place_, server));
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

}  // namespace

std::optional<Hosts::Host> primary_of(const std::string& place, std::chrono::milliseconds limit,
                                      Names& names) {
  const Hosts hosts = hosts_of(place);
  if (is_single(hosts)) return std::nullopt;
  Search search(place, hosts, names);
  if (const Asked* one = search.find(limit, false)) return one->server();
  throw Error("the database " + shown(place) + " cannot be reached: " + search.words());
}

bool is_replaced(const std::string& place, const Hosts::Host& server, std::chrono::milliseconds limit,
                 const std::string& started, Names& names) try {
  const Hosts hosts = hosts_of(place);
  if (is_single(hosts)) return false;
  Search search(place, hosts, names, server);
  const Asked* const one = search.find(limit, true);
  return one && one->started() != started;
} catch (const std::exception&) {
  return false;
}

}  // namespace storage::postgres
