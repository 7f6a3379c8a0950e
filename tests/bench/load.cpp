// Slack's side of a vote: signed forms over kept connections, as fast as they are answered or at a rate that
// does not wait for anybody. Prints one line of JSON; --acked lists whose vote was acknowledged, and the last
// one of each. For scripts/bench; one thread.
#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <deque>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "adapters/net/hmac.hpp"

namespace {

using Clock = std::chrono::steady_clock;

struct Options {
  int port = 0, connections = 64, rate = 0;
  double seconds = 5;
  std::string secret = "00112233445566778899aabbccddeeff", polls, acked, kind = "polls/answer", prefix = "p";
};

struct Vote {
  std::string poll, user;
  int pick = 0;
};

struct Connection {
  int fd = -1;
  bool busy = false;
  Vote vote;
  Clock::time_point due;  // when it should have left
  std::string out, in;
  std::size_t sent = 0;
};

std::string form_of(const Vote& vote, const std::string& kind, const std::string& delivery) {
  const std::string options = [] {
    std::string all;
    for (int i = 0; i < 3; ++i)
      all +=
          fmt::format(R"({}{{"text":{{"type":"plain_text","text":"Svar {}","emoji":false}},"value":"{}"}})",
                      i ? "," : "", i, i);
    return all;
  }();
  const std::string view = fmt::format(
      R"({{"id":"V{0}","team_id":"T000000001","type":"modal","blocks":[{{"type":"rich_text","block_id":"b1","elements":[{{"type":"rich_text_section","elements":[{{"type":"text","text":"Svaret ditt står med navn. Du kan endre det til avstemningen lukker."}}]}}]}},{{"type":"input","block_id":"m:q0","label":{{"type":"plain_text","text":"Passer tiden for dere alle denne uken?","emoji":false}},"optional":false,"dispatch_action":false,"element":{{"type":"radio_buttons","action_id":"in:q0","options":[{1}]}}}}],"private_metadata":"{{\"n\":\"{2}\",\"s\":\"{3}\"}}","callback_id":"form","state":{{"values":{{"m:q0":{{"in:q0":{{"type":"radio_buttons","selected_option":{{"text":{{"type":"plain_text","text":"Svar {4}","emoji":false}},"value":"{4}"}}}}}}}}}},"hash":"1780000000.abcdef","title":{{"type":"plain_text","text":"Avstemning","emoji":false}},"clear_on_close":false,"notify_on_close":false,"close":{{"type":"plain_text","text":"Avbryt","emoji":false}},"submit":{{"type":"plain_text","text":"Send","emoji":false}},"previous_view_id":null,"root_view_id":"V{0}","app_id":"A000000001","external_id":"","app_installed_team_id":"T000000001","bot_id":"B000000001"}})",
      delivery, options, kind, vote.poll, vote.pick);
  return fmt::format(
      R"({{"type":"view_submission","team":{{"id":"T000000001","domain":"bench"}},"user":{{"id":"{}","username":"ansatt","name":"ansatt","team_id":"T000000001"}},"api_app_id":"A000000001","token":"legacy","trigger_id":"{}","view":{},"response_urls":[],"is_enterprise_install":false,"enterprise":null}})",
      vote.user, delivery, view);
}

std::string percent_coded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string coded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) || c == '-' || c == '_' || c == '.') {
      coded += c;
    } else {
      coded += '%';
      coded += digits[byte >> 4];
      coded += digits[byte & 15];
    }
  }
  return coded;
}

std::string request_of(const Options& options, const Vote& vote, const std::string& delivery) {
  const std::string body = "payload=" + percent_coded(form_of(vote, options.kind, delivery));
  const std::string now = std::to_string(std::time(nullptr));
  const std::string seal = "v0=" + net::to_hex(net::hmac_sha256(options.secret, "v0:" + now + ":" + body));
  return fmt::format(
      "POST /slack/interactivity HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: "
      "application/x-www-form-urlencoded\r\n"
      "User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\nAccept: application/json,*/*\r\n"
      "X-Slack-Request-Timestamp: {}\r\nX-Slack-Signature: {}\r\nContent-Length: {}\r\n\r\n{}",
      now, seal, body.size(), body);
}

// Bytes of the whole answer at the front; 0: not all there.
std::size_t answer_size(const std::string& in) {
  const auto end = in.find("\r\n\r\n");
  if (end == std::string::npos) return 0;
  std::string head = in.substr(0, end);
  std::ranges::transform(head, head.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (head.find("transfer-encoding: chunked") != std::string::npos) {
    const auto last = in.find("\r\n0\r\n\r\n", end);
    return last == std::string::npos ? 0 : last + 7;
  }
  const auto length = head.find("content-length:");
  const std::size_t body =
      length == std::string::npos ? 0 : static_cast<std::size_t>(std::atol(head.c_str() + length + 15));
  return in.size() >= end + 4 + body ? end + 4 + body : 0;
}

class Load {
 public:
  explicit Load(Options options) : options_(std::move(options)), random_(1) {
    std::ifstream in(options_.polls);  // a poll a line, and behind it who may answer
    for (std::string line; std::getline(in, line);) {
      const auto bar = line.find(' ');
      people_.push_back({line.substr(0, bar), line.substr(bar + 1), 0});
    }
    epoll_ = epoll_create1(0);
    connections_.resize(static_cast<std::size_t>(options_.connections));
    for (Connection& connection : connections_) open(connection);
  }

  void run() {
    const auto begun = Clock::now(), end = begun + std::chrono::duration_cast<Clock::duration>(
                                                       std::chrono::duration<double>(options_.seconds));
    auto next = begun;
    std::exponential_distribution<double> gap(std::max(1, options_.rate));
    while (Clock::now() < end || (busy_ > 0 && Clock::now() < end + std::chrono::seconds{5})) {
      const auto now = Clock::now();
      if (options_.rate > 0)
        for (; next <= now && next < end;
             next += std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(gap(random_))))
          waiting_.push_back(next);
      for (Connection& connection : connections_) {
        if (connection.busy || now >= end) continue;
        if (options_.rate > 0 && waiting_.empty()) break;
        connection.due = now;
        if (options_.rate > 0) connection.due = waiting_.front(), waiting_.pop_front();
        start(connection);
      }
      wait(options_.rate > 0);
    }
    tell(std::chrono::duration<double>(end - begun).count());
  }

 private:
  void open(Connection& connection) {
    connection.fd = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(options_.port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(connection.fd, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0)
      throw std::runtime_error("cannot connect");
    const int on = 1;
    setsockopt(connection.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    fcntl(connection.fd, F_SETFL, O_NONBLOCK);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &connection;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, connection.fd, &event);
  }

  void start(Connection& connection) {
    Vote vote = people_[random_() % people_.size()];
    vote.pick = static_cast<int>(random_() % 3);
    connection.vote = vote;
    connection.out = request_of(options_, vote, fmt::format("{}.{}", options_.prefix, ++count_));
    connection.sent = 0;
    connection.busy = true;
    ++busy_;
    ++under_way_[vote.poll + " " + vote.user];
    push(connection);
  }
  void push(Connection& connection) {
    while (connection.sent < connection.out.size()) {
      const ssize_t n = send(connection.fd, connection.out.data() + connection.sent,
                             connection.out.size() - connection.sent, MSG_NOSIGNAL);
      if (n <= 0) return;  // tried again at the next event: requests are small
      connection.sent += static_cast<std::size_t>(n);
    }
  }

  void wait(bool open_loop) {
    std::array<epoll_event, 256> events{};
    const int n = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), open_loop ? 0 : 1);
    for (int i = 0; i < n; ++i) {
      Connection& connection = *static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr);
      std::array<char, 16384> bytes{};
      const ssize_t got = recv(connection.fd, bytes.data(), bytes.size(), 0);
      if (got <= 0) {
        if (connection.busy) --busy_, ++failed_;
        close(connection.fd);
        connection = Connection();
        open(connection);
        continue;
      }
      connection.in.append(bytes.data(), static_cast<std::size_t>(got));
      const std::size_t size = answer_size(connection.in);
      if (size > 0) heard(connection, size);
    }
  }

  void heard(Connection& connection, std::size_t size) {
    const bool taken = connection.in.starts_with("HTTP/1.1 200") && connection.in.find("\"update\"") < size;
    const std::string who = connection.vote.poll + " " + connection.vote.user;
    const std::string answer = connection.in.substr(0, size);
    connection.in.erase(0, size);
    connection.busy = false;
    --busy_;
    // With two under way of one person nobody knows which came last.
    const bool alone = --under_way_[who] == 0;
    if (!taken) return refused(answer);
    times_.push_back(std::chrono::duration<double, std::milli>(Clock::now() - connection.due).count());
    acked_[who] = alone && !unsure_[who] ? connection.vote.pick : -1;
    unsure_[who] = !alone;
  }

  void refused(const std::string& answer) {
    if (++failed_ == 1) fmt::print(stderr, "not taken: {}\n", answer);
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
               times_.size(), failed_, static_cast<double>(times_.size()) / seconds, at(.5), at(.99));
    if (options_.acked.empty()) return;
    std::ofstream out(options_.acked);
    for (const auto& [who, pick] : acked_) out << who << ' ' << pick << '\n';
  }

  Options options_;
  std::mt19937_64 random_;
  std::vector<Vote> people_;
  std::vector<Connection> connections_;
  std::deque<Clock::time_point> waiting_;
  std::vector<double> times_;
  std::map<std::string, int> acked_, under_way_;
  std::map<std::string, bool> unsure_;
  int epoll_ = -1;
  long count_ = 0, failed_ = 0, busy_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App cli("votes as Slack sends them");
  Options options;
  cli.add_option("--port", options.port)->required();
  cli.add_option("--polls", options.polls)->required();
  cli.add_option("--connections", options.connections);
  cli.add_option("--seconds", options.seconds);
  cli.add_option("--rate", options.rate);
  cli.add_option("--secret", options.secret);
  cli.add_option("--kind", options.kind);
  cli.add_option("--acked", options.acked);
  cli.add_option("--prefix", options.prefix);
  CLI11_PARSE(cli, argc, argv);
  Load(options).run();
}
