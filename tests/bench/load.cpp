// Slack's side of a vote: signed forms, or buttons whose receipts are waited for, over kept connections, as
// fast as they are answered or at a rate that does not wait for anybody. Prints one line of JSON; --acked
// lists whose vote was acknowledged, and the last one of each; later runs read those lists (--before),
// because everybody changes their answer: SQLite writes nothing where a row stays as it is. For
// scripts/bench; one thread.
#include <sys/prctl.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <deque>
#include <fstream>
#include <map>
#include <random>
#include <tuple>

#include "tests/bench/votes.hpp"
#include "tests/bench/wire.hpp"

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Options {
  int port = 0, rate = 0;
  unsigned seed = 1;
  std::size_t connections = 64;
  double seconds = 5;
  bool press = false, tls = false;
  std::string secret = "00112233445566778899aabbccddeeff", polls, acked, before, kind = "polls/answer",
              prefix = "p";
};

struct Person {
  std::string poll, user;
  int pick = 0;                   // the last that was sent
  int under_way = 0, acked = -2;  // the last vote that was taken; -1: one of several, -2: none
  bool unsure = false;
};

struct Connection {
  Wire wire;
  bool free = true, acked = false, receipt = false;
  std::size_t person = 0;
  int pick = 0;
  Clock::time_point due;  // when it should have left
  std::string in;
};

class Load {
 public:
  explicit Load(Options options)
      : options_(std::move(options)),
        requests_(options_.secret, options_.press ? press_text : form_text, options_.kind),
        random_(options_.seed),
        connections_(options_.connections) {
    std::ifstream in(options_.polls);  // a poll a line, and behind it who may answer
    for (std::string poll, user; in >> poll >> user;) people_.push_back({poll, user});
    remember();
    if (options_.tls) tls_ = SSL_CTX_new(TLS_client_method());
    watch(receipts_.fd(), Kind::listener, 0);
    for (std::size_t i = 0; i < connections_.size(); ++i) open(i);
  }

  void run() {
    const auto begun = Clock::now(), end = begun + of(options_.seconds);
    auto next = begun;
    std::exponential_distribution<double> gap(std::max(1, options_.rate));
    make();
    while (Clock::now() < end || (busy_ > 0 && Clock::now() < end + std::chrono::seconds{5})) {
      const auto now = Clock::now();
      if (options_.rate > 0)
        for (; next <= now && next < end; next += of(gap(random_))) waiting_.push_back(next);
      while (!free_.empty() && now < end && (options_.rate == 0 || !waiting_.empty())) start();
      wait(options_.rate > 0 && now < end ? next - Clock::now() : std::chrono::milliseconds{1});
      if (Clock::now() < end) in_time_ = times_.size();
    }
    tell(std::chrono::duration<double>(end - begun).count());
  }

 private:
  enum class Kind : std::uint64_t { connection, listener, caller };
  static Clock::duration of(double seconds) {
    return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  }

  // What each had answered when the runs before ended.
  void remember() {
    std::map<std::pair<std::string, std::string>, int> picks;
    std::ifstream in(options_.before);
    for (auto [poll, user, pick] = std::tuple<std::string, std::string, int>(); in >> poll >> user >> pick;)
      picks[{poll, user}] = pick;
    for (Person& person : people_)
      if (const auto found = picks.find({person.poll, person.user}); found != picks.end())
        person.pick = std::max(0, found->second);
  }

  void watch(int fd, Kind kind, std::size_t index) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = static_cast<std::uint64_t>(kind) << 32 | index;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event);
  }
  void open(std::size_t index) {
    Connection& connection = connections_[index];
    connection.wire.open(options_.port, tls_);
    watch(connection.wire.fd(), Kind::connection, index);
    connection.free = true;
    connection.in.clear();
    free_.push_back(index);
  }

  // The next request, before the time runs that is measured.
  void make() {
    if (free_.empty()) return;
    Connection& connection = connections_[free_.front()];
    connection.person = random_() % people_.size();
    Person& person = people_[connection.person];
    connection.pick = person.pick = (person.pick + 1 + static_cast<int>(random_() % 2)) % 3;
    out_ = requests_.of({person.poll, person.user, connection.pick},
                        options_.prefix + "." + std::to_string(++count_), receipts_.address(free_.front()));
  }

  void start() {
    if (out_.empty()) make();
    Connection& connection = connections_[free_.front()];
    free_.pop_front();
    connection.due = Clock::now();
    if (options_.rate > 0) connection.due = waiting_.front(), waiting_.pop_front();
    connection.free = connection.acked = false;
    connection.receipt = !options_.press;
    ++busy_;
    ++people_[connection.person].under_way;
    connection.wire.send(out_);
    out_.clear();
    make();
  }

  // It sleeps: one that looks all the time takes a core from what it measures, which no client does that is
  // elsewhere.
  void wait(Clock::duration at_most) {
    std::array<epoll_event, 256> events;
    const auto ns = std::max<long>(0, std::chrono::nanoseconds(at_most).count());
    const timespec time{.tv_sec = ns / 1'000'000'000, .tv_nsec = ns % 1'000'000'000};
    const int n = epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), &time, nullptr);
    for (int i = 0; i < n; ++i) {
      const auto index = static_cast<std::size_t>(events[static_cast<std::size_t>(i)].data.u64 & 0xffffffff);
      switch (static_cast<Kind>(events[static_cast<std::size_t>(i)].data.u64 >> 32)) {
        case Kind::connection:
          read(index);
          break;
        case Kind::listener: {
          const std::size_t caller = receipts_.accept();
          watch(receipts_.fd_of(caller), Kind::caller, caller);
          break;
        }
        case Kind::caller:
          receipts_.hear(index, [this](std::size_t of) { got_receipt(of); });
          break;
      }
    }
    if (out_.empty()) make();
  }

  void read(std::size_t index) {
    Connection& connection = connections_[index];
    if (!connection.wire.receive(connection.in)) {
      if (!connection.free) --busy_, ++failed_;
      std::erase(free_, index);
      out_.clear();  // it may have been for this one
      connection.wire.close();
      return open(index);
    }
    if (const std::size_t size = message_size(connection.in); size > 0 && !connection.free)
      heard(index, size);
  }

  void heard(std::size_t index, std::size_t size) {
    Connection& connection = connections_[index];
    Person& person = people_[connection.person];
    const bool taken = connection.in.starts_with("HTTP/1.1 200") &&
                       (options_.press || connection.in.find("\"update\"") < size);
    if (!taken && ++failed_ == 1) fmt::print(stderr, "not taken: {}\n", connection.in.substr(0, size));
    connection.in.erase(0, size);
    // With two under way of one person nobody knows which came last.
    const bool alone = --person.under_way == 0;
    connection.acked = true;
    if (taken) {
      times_.push_back(std::chrono::duration<double, std::milli>(Clock::now() - connection.due).count());
      person.acked = alone && !person.unsure ? connection.pick : -1;
      person.unsure = !alone;
    }
    if (connection.receipt || !taken) done(index);
  }
  void got_receipt(std::size_t index) {
    Connection& connection = connections_.at(index);
    connection.receipt = true;
    if (connection.acked && !connection.free) done(index);
  }
  void done(std::size_t index) {
    connections_[index].free = true;
    --busy_;
    free_.push_back(index);
  }

  void tell(double seconds) {
    std::ranges::sort(times_);
    const auto at = [&](double share) {
      return times_.empty()
                 ? 0.0
                 : times_[static_cast<std::size_t>(static_cast<double>(times_.size() - 1) * share)];
    };
    fmt::print(R"({{"votes":{},"failed":{},"per_second":{:.0f},"p50":{:.3f},"p99":{:.3f}}})"
               "\n",
               times_.size(), failed_, static_cast<double>(in_time_) / seconds, at(.5), at(.99));
    if (options_.acked.empty()) return;
    std::ofstream out(options_.acked);
    for (const Person& person : people_)
      if (person.acked > -2) out << person.poll << ' ' << person.user << ' ' << person.acked << '\n';
  }

  Options options_;
  Requests requests_;
  std::mt19937_64 random_;
  std::vector<Person> people_;
  std::vector<Connection> connections_;
  Receipts receipts_;
  SSL_CTX* tls_ = nullptr;
  std::deque<std::size_t> free_;
  std::deque<Clock::time_point> waiting_;
  std::string out_;  // made for the first that is free
  std::vector<double> times_;
  std::size_t in_time_ = 0;  // of them, before the time was over
  int epoll_ = epoll_create1(0);
  long count_ = 0, failed_ = 0, busy_ = 0;
};

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  CLI::App cli("votes as Slack sends them");
  bench::Options options;
  cli.add_option("--port", options.port)->required();
  cli.add_option("--polls", options.polls)->required();
  cli.add_option("--connections", options.connections);
  cli.add_option("--seconds", options.seconds);
  cli.add_option("--rate", options.rate);
  cli.add_option("--secret", options.secret);
  cli.add_option("--kind", options.kind);
  cli.add_option("--acked", options.acked);
  cli.add_option("--before", options.before);
  cli.add_option("--prefix", options.prefix);
  cli.add_option("--seed", options.seed);
  cli.add_flag("--press", options.press);
  cli.add_flag("--tls", options.tls);
  CLI11_PARSE(cli, argc, argv);
  prctl(PR_SET_TIMERSLACK, 1);  // a sleep ends when it is told to, and not 50 us later
  bench::Load(options).run();
}
