#include "bot/app/invented.hpp"

#include <fmt/format.h>

#include "bot/app/load_packs.hpp"

namespace app {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

Config invented_config(int groups, core::Random& world) {
  Config config;
  config.organisation.name = "Simulert kommune";
  config.sandbox.workspace = "chat";
  static const auto programmes = load_packs({});  // read once for all worlds
  config.programmes = programmes;
  const auto person = [&](std::string user, core::Language language, bool coordinator) {
    core::Person p;
    p.id = core::PersonId(core::id_from_name("person:" + user));
    p.workspace = "chat";
    p.user = std::move(user);
    p.name = p.user;
    p.language = language;
    p.coordinator = coordinator;
    config.people.push_back(p);
    return p.id;
  };
  person("coordinator", core::Language::nb, true);
  core::PersonId leader;
  for (int g = 0; g < groups; ++g) {
    if (g % 4 == 0)
      leader = person(fmt::format("leader{:03}", g / 4), core::all_languages[core::below(world, 3)], false);
    core::Group group;
    group.key = fmt::format("group{:03}", g);
    group.id = core::GroupId(core::id_from_name("group:" + group.key));
    group.name = fmt::format("Gruppe {:03}", g);
    group.language = core::all_languages[core::below(world, 3)];
    group.workspace = "chat";
    group.channel = group.key;
    group.programme = core::below(world, 2) == 0 ? "palliasjon" : "fri";
    core::Cadence cadence;
    cadence.every_weeks = 1 + static_cast<int>(core::below(world, 4));
    cadence.weekday = std::chrono::weekday{1 + static_cast<unsigned>(core::below(world, 5))};
    cadence.start = hours{8 + static_cast<int>(core::below(world, 7))};
    cadence.length = minutes{60 + 30 * static_cast<int>(core::below(world, 3))};
    // From the third week on, so that the first session's whole timeline lies ahead.
    std::chrono::sys_days first = std::chrono::sys_days{invented_first_day} + days{21};
    while (std::chrono::weekday{first} != cadence.weekday) first += days{1};
    cadence.first = core::Date{first};
    group.cadence = cadence;
    group.members.push_back({leader, core::Role::leader, std::nullopt});
    const int size = 4 + static_cast<int>(core::below(world, 11));  // 4-14, a facilitator among them
    for (int m = 0; m < size; ++m)
      group.members.push_back(
          {person(fmt::format("p{:03}-{:02}", g, m), core::all_languages[core::below(world, 3)], false),
           m == 0 ? core::Role::facilitator : core::Role::participant, std::nullopt});
    config.groups.push_back(std::move(group));
  }
  return config;
}

}  // namespace app
