#include "bot/app/fault_plan.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace app {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;
using Fate = FaultyPlatform::Fate;
using Kind = PlannedFault::Kind;

struct Habit {
  Kind kind;
  const char* name;  // of fault_kinds()
  std::uint64_t once_in_days;
};
constexpr std::array habits{
    Habit{Kind::kill, "kills", 2},      Habit{Kind::death, "kills", 3},  Habit{Kind::power, "power", 10},
    Habit{Kind::full, "full", 12},      Habit{Kind::reads, "reads", 12}, Habit{Kind::clock, "clock", 9},
    Habit{Kind::leaving, "leaving", 9},
};
constexpr std::array places{
    "outbox.before_recorded", "outbox.after_send",   "outbox.asked",          "start.before_commit",
    "engine.before_commit",   "engine.after_commit", "engine.before_replies", "engine.before_effect",
    "engine.sealed_handled",  "box.appended",        "box.before_rename",     "box.before_unlink",
};
constexpr std::array skews{seconds{hours{2}}, seconds{hours{-2}}, seconds{hours{26}},
                           seconds{days{5}},  seconds{days{100}}, seconds{days{-3}}};
// A box that is written anew.
constexpr std::array rewriting{"box.before_exchange", "box.exchanged", "box.before_unlink"};
constexpr std::uint64_t wavers_one_in = 5, rewriting_once_in = 2;
constexpr std::uint64_t outages_once_in = 4, passings = 8, writes = 60;
constexpr std::uint64_t a_day = 86'400, long_while = 150'000, short_while = 4'000;

seconds lasting(core::Random& random) {
  return seconds{core::below(random, 3) == 0 ? core::below(random, long_while)
                                             : core::below(random, short_while)};
}

}  // namespace

const std::set<std::string>& fault_kinds() {
  static const std::set<std::string> kinds{"kills", "power", "full", "reads", "clock", "platform", "leaving"};
  return kinds;
}

bool power_is_near(const std::vector<PlannedFault>& faults, core::Instant now) {
  return std::ranges::any_of(faults, [&](const PlannedFault& fault) {
    return fault.kind == Kind::power && fault.at >= now && fault.at - power_nears <= now;
  });
}

bool wavers(const FaultOptions& options) {
  return options.seed % wavers_one_in == 0;
}

// What is left out changes nothing in the rest, so that a seed can be tried with less.
FaultPlan plan_faults(const FaultOptions& options, core::Instant start, core::Random& random) {
  FaultPlan plan;
  for (int day = 1; day < options.days - calm_days; ++day) {
    for (const Habit& habit : habits) {
      const bool happens = core::below(random, habit.once_in_days) == 0;
      PlannedFault fault{habit.kind, start + days{day} + seconds{core::below(random, a_day)}};
      fault.place = places[core::below(random, places.size())];
      fault.count = static_cast<int>(core::below(random, fault.kind == Kind::kill ? passings : writes));
      fault.skew = skews[core::below(random, skews.size())];
      fault.lasts = fault.kind == Kind::clock ? lasting(random) : seconds{core::below(random, short_while)};
      if (happens && !options.without.contains(habit.name)) plan.faults.push_back(std::move(fault));
    }
    const bool happens = core::below(random, outages_once_in) == 0;
    const core::Instant from = start + days{day} + seconds{core::below(random, a_day)};
    const auto fate =
        static_cast<Fate>(1 + core::below(random, static_cast<std::uint64_t>(Fate::forbidden) - 1));
    const seconds lasts = lasting(random);
    if (happens && !options.without.contains("platform")) plan.outages.push_back({from, from + lasts, fate});
  }
  if (!wavers(options) || options.without.contains("kills")) return plan;
  core::SeededRandom more(options.seed + 17);  // a row of its own: the rest of a seed stays as it is
  for (int day = 1; day < options.days - calm_days; ++day)
    if (core::below(more, rewriting_once_in) == 0)
      plan.faults.push_back({Kind::kill, start + days{day} + seconds{core::below(more, a_day)},
                             rewriting[core::below(more, rewriting.size())],
                             static_cast<int>(core::below(more, 2))});
  return plan;
}

}  // namespace app
