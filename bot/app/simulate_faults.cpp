#include "bot/app/simulate_faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "bot/app/fault_plan.hpp"
#include "bot/app/fault_world.hpp"

namespace app {
namespace {

constexpr int fewest_days = calm_days + 4;

// Less of everything, as long as something is still wrong.
FaultOptions shrunk(FaultOptions options) {
  const auto keeps = [](const FaultOptions& tried) { return !live_through(tried).problems.empty(); };
  for (const std::string& kind : fault_kinds()) {
    FaultOptions tried = options;
    tried.without.insert(kind);
    if (!options.without.contains(kind) && keeps(tried)) options = tried;
  }
  for (FaultOptions tried = options; tried.groups > 1 && (tried.groups = 1, keeps(tried));) options = tried;
  for (FaultOptions tried = options; tried.days > fewest_days; options = tried) {
    tried.days = std::max(fewest_days, tried.days * 3 / 4);
    if (!keeps(tried)) break;
  }
  return options;
}

std::string command(const FaultOptions& options) {
  std::string without;
  for (const std::string& kind : options.without) without += " --without " + kind;
  return fmt::format("refleks simulate --faults {} --groups {} --days {}{}", options.seed, options.groups,
                     options.days, without);
}

}  // namespace

int simulate_faults(const FaultOptions& options, std::ostream& out) {
  FaultsFound all;
  int bad = 0;
  for (int i = 0; i < options.runs; ++i) {
    FaultOptions one = options;
    one.seed += static_cast<std::uint64_t>(i);
    const FaultsFound found = live_through(one);
    all.deaths += found.deaths, all.failed_calls += found.failed_calls, all.events += found.events;
    all.answers += found.answers, all.compared += found.compared, all.posts += found.posts;
    all.rewritten += found.rewritten;
    if (options.runs == 1) out << "sum of all that was sent: " << found.sum << '\n';
    if (found.problems.empty()) continue;
    ++bad;
    out << fmt::format("seed {}:\n", one.seed);
    for (const auto& [what, times] : found.problems) out << fmt::format("  {} ({} times)\n", what, times);
    const FaultOptions less = shrunk(one);
    const FaultsFound again = live_through(less);
    out << "  " << command(less) << "\n  first: " << again.first << '\n' << std::flush;
  }
  out << fmt::format(
      "{:.1f} group-years in {} worlds: {} events, {} answers acknowledged, {} results counted again, "
      "{} messages, {} boxes written anew, {} calls that failed, {} deaths\n",
      options.groups * options.days * options.runs / 365.0, options.runs, all.events, all.answers,
      all.compared, all.posts, all.rewritten, all.failed_calls, all.deaths);
  out << fmt::format("{} passed, {} failed\n", options.runs - bad, bad);
  return bad == 0 ? 0 : 1;
}

}  // namespace app
