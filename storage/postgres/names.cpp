#include "storage/postgres/names.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace storage::postgres {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto not_asked = "the name service cannot be asked";
// A name leads to a few servers, and each is asked; and a service that never answers keeps a thread each
// time.
constexpr std::size_t most_addresses = 32;
constexpr int most_out = 16;

Names::Answer resolved(const std::string& name) {
  addrinfo wanted{}, *found = nullptr;
  wanted.ai_socktype = SOCK_STREAM;
  const int trouble = ::getaddrinfo(name.c_str(), nullptr, &wanted, &found);
  if (trouble != 0) return {{}, ::gai_strerror(trouble)};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> all(found, &::freeaddrinfo);
  Names::Answer answer;
  for (const addrinfo* one = all.get(); one; one = one->ai_next) {
    std::array<char, INET6_ADDRSTRLEN + 16> text{};
    if (::getnameinfo(one->ai_addr, one->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) ==
        0)
      answer.addresses.emplace_back(text.data());
  }
  return answer;
}

}  // namespace

struct Names::State {
  struct One {
    Answer last;
    std::optional<Clock::time_point> asked;
    int out = 0;  // threads that have not come back
  };

  void said(const std::string& name, Answer answer) {
    const std::lock_guard lock(mutex);
    One& one = all[name];
    one.asked.reset();
    --one.out;
    if (answer.addresses.size() > most_addresses) answer.addresses.resize(most_addresses);
    if (!answer.addresses.empty() || one.last.addresses.empty()) one.last = std::move(answer);
  }

  Resolve resolve;
  Clock::duration given_up_after;
  std::mutex mutex;
  std::map<std::string, One> all;  // with it
};

Names::Names(Resolve resolve, Clock::duration given_up_after) : state_(std::make_shared<State>()) {
  state_->resolve = std::move(resolve);
  state_->given_up_after = given_up_after;
}

void Names::ask(const std::string& name) {
  {
    const std::lock_guard lock(state_->mutex);
    State::One& one = state_->all[name];
    const auto now = Clock::now();
    if (one.out == most_out || (one.asked && now - *one.asked < state_->given_up_after)) return;
    one.asked = now;
    ++one.out;
  }
  try {
    std::thread([state = state_, name] {
      Answer answer;
      try {
        answer = state->resolve(name);
      } catch (const std::exception&) {
        answer.trouble = not_asked;
      }
      state->said(name, std::move(answer));
    }).detach();
  } catch (const std::exception&) {  // no thread, or no memory for one
    state_->said(name, {{}, not_asked});
  }
}

Names::Known Names::known(const std::string& name) const {
  const std::lock_guard lock(state_->mutex);
  const State::One& one = state_->all[name];
  // At least a moment: zero says that nobody is asked.
  return {one.last, one.asked ? std::max(Clock::now() - *one.asked, Clock::duration{1}) : Clock::duration{}};
}

Names& names_here() {
  static Names all(resolved);
  return all;
}

bool is_name(const std::string& host) {
  if (host.empty() || host.front() == '/' || host.front() == '@') return false;
  in6_addr address{};
  return ::inet_pton(AF_INET, host.c_str(), &address) != 1 &&
         ::inet_pton(AF_INET6, host.c_str(), &address) != 1 && host.find('%') == host.npos;  // fe80::1%eth0
}

}  // namespace storage::postgres
