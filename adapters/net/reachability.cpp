#include "adapters/net/reachability.hpp"

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <mutex>
#include <utility>

#include "bot/core/log.hpp"

namespace net {
namespace {

using Moment = std::chrono::steady_clock::time_point;

constexpr std::chrono::minutes between_words{1}, between_repeats{10};
constexpr std::size_t most_hosts = 10'000;  // configurations name some few each

// Organisations that share a process are told each of their own calls.
using Whose = std::pair<std::string, std::string>;  // log name, host
Whose whose(const std::string& host) {
  return {std::string(core::log_name()), host};
}

struct Trouble {
  std::string words;
  Moment told{};
  int untold = 0;
};

struct Reachability {
  std::mutex mutex;
  bool told = false;
  std::map<Whose, Trouble> troubles;
};

Reachability& of_house() {
  static Reachability one;
  return one;
}

}  // namespace

void log_reachability() {
  Reachability& house = of_house();
  const std::lock_guard lock(house.mutex);
  house.told = true;
  house.troubles.clear();
}

void not_reached(const std::string& host, const std::string& words) {
  Reachability& house = of_house();
  const std::lock_guard lock(house.mutex);
  const Whose key = whose(host);
  if (!house.told || (house.troubles.size() >= most_hosts && !house.troubles.contains(key))) return;
  const Moment now = std::chrono::steady_clock::now();
  Trouble& trouble = house.troubles[key];
  const bool first = trouble.words.empty(), other = trouble.words != words;
  const auto since = now - trouble.told;
  if (!first && since < (other ? Moment::duration(between_words) : Moment::duration(between_repeats))) {
    ++trouble.untold;
    return;
  }
  const std::string more = trouble.untold > 0 ? fmt::format("; {} calls since then", trouble.untold + 1) : "";
  core::log(core::Level::warning, "a call did not get through", words + more);
  trouble = {words, now, 0};
}

void reached(const std::string& host) {
  Reachability& house = of_house();
  const std::lock_guard lock(house.mutex);
  if (house.troubles.erase(whose(host)) > 0) core::log(core::Level::info, "calls get through again", host);
}

}  // namespace net
