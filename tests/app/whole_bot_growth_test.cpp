// What a start and a day cost the database grows with the groups, and not with their square: counted in steps
// of SQLite's machine, which no other load moves.

#include <soci/sqlite3/soci-sqlite3.h>

#include <atomic>

#include "tests/support/folder.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

std::atomic<long long> steps = 0;

int count_statement(unsigned, void*, void* statement, void*) {
  steps += sqlite_api::sqlite3_stmt_status(static_cast<sqlite_api::sqlite3_stmt*>(statement),
                                           SQLITE_STMTSTATUS_VM_STEP, 1);
  return 0;
}

int count_in(sqlite_api::sqlite3* connection, char**, const sqlite_api::sqlite3_api_routines*) {
  return sqlite_api::sqlite3_trace_v2(connection, SQLITE_TRACE_PROFILE, count_statement, nullptr);
}

// All statements of connections that are opened while it stands.
class StepsCounted {
 public:
  StepsCounted() { sqlite_api::sqlite3_auto_extension(entry()); }
  ~StepsCounted() { sqlite_api::sqlite3_cancel_auto_extension(entry()); }
  StepsCounted(const StepsCounted&) = delete;
  StepsCounted& operator=(const StepsCounted&) = delete;

 private:
  static void (*entry())() { return reinterpret_cast<void (*)()>(&count_in); }
};

// Leaders take part in each, and somebody becomes a member of the first later: each midnight is looked at.
app::Config of_groups(int count) {
  app::Config config;
  const core::Date first{std::chrono::floor<std::chrono::days>(support::at("2026-11-10T00:00:00Z"))};
  for (int i = 0; i < count; ++i) {
    const std::string number = std::to_string(i);
    core::Group group;
    group.id = core::GroupId(core::id_from_name("group g" + number));
    group.key = group.channel = "g" + number;
    group.name = "Gruppe " + number;
    group.workspace = "sandbox";
    group.leaders_take_part = true;
    group.cadence = core::cadence_from_text("annenhver tirsdag 13:00-14:30", first);
    for (int j = 0; j < 6; ++j) {
      core::Person person;
      person.user = "p" + number + "x" + std::to_string(j);
      person.id = core::PersonId(core::id_from_name("person " + person.user));
      person.workspace = "sandbox";
      person.name = "Person " + person.user;
      config.people.push_back(person);
      const auto role = j == 0   ? core::Role::facilitator
                        : j == 1 ? core::Role::leader
                                 : core::Role::participant;
      group.members.push_back({person.id, role, {}});
      if (i == 0 && j == 5)
        group.members.back().since = core::Date{std::chrono::sys_days{first} + std::chrono::days{20}};
    }
    config.groups.push_back(group);
  }
  return config;
}

struct Cost {
  long long first, again, session, file_changed;
};

Cost cost_of(int groups) {
  const StepsCounted counting;
  const support::TempDirectory folder;
  const auto spent = [] { return steps.exchange(0); };
  spent();
  support::WholeBot bot(of_groups(groups), "2026-11-09T08:00:00Z", (folder / "refleks.db").string());
  Cost cost{};
  cost.first = spent();
  bot.restart();
  cost.again = spent();
  bot.advance("2026-11-11T08:00:00Z");
  cost.session = spent();
  bot.stop();
  for (core::Group& group : bot.config().groups) group.name += " nord";
  bot.config().groups.pop_back();
  bot.begin();
  cost.file_changed = spent();
  return cost;
}

TEST(WholeBotGrowth, WorkGrowsWithTheGroupsAndNotWithTheirSquare) {
  cost_of(1);  // what is made once in a process
  const Cost few = cost_of(20), more = cost_of(40), many = cost_of(80);
  // Of a + bn + cn^2 steps the c. A look at all groups for each of them costs some five.
  const auto each_with_each = [&](long long Cost::*what) {
    return static_cast<double>((many.*what - more.*what) - 2 * (more.*what - few.*what)) /
           (80 * 80 - 40 * 40 - 2 * (40 * 40 - 20 * 20));
  };
  for (const auto what : {&Cost::first, &Cost::again, &Cost::session, &Cost::file_changed}) {
    EXPECT_GT(many.*what, 80 * 100) << "nothing was counted";
    EXPECT_LT(each_with_each(what), 1);
  }
}

}  // namespace
