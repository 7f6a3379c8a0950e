// A start whose folder of ballot boxes hangs.

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <chrono>
#include <thread>

#include "bot/app/guarded_clock.hpp"
#include "bot/core/failpoint.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

std::string database;
bool was_free = false;

// Whether somebody comes to hold the database.
bool is_held() {
  soci::session other(soci::sqlite3, "dbname=\"" + database + "\" timeout=0");
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  try {
    for (; std::chrono::steady_clock::now() < end; std::this_thread::yield()) {
      other << "BEGIN IMMEDIATE";
      other << "ROLLBACK";
    }
    return false;
  } catch (const std::exception&) {
    return true;
  }
}

// Until nobody holds the database any more: a server would end a transaction that waits.
void hang_until_it_is_free(std::string_view place) try {
  if (place != "box.folder" || !is_held()) return;
  soci::session other(soci::sqlite3, "dbname=\"" + database + "\" timeout=20");
  other << "BEGIN IMMEDIATE";
  was_free = true;
  other << "ROLLBACK";
} catch (const std::exception&) {  // was_free says so
}

TEST(BoxesAwaited, AFolderThatHangsIsWaitedForWithoutATransaction) {
  const support::TempDirectory folder;
  support::WholeBot other;  // for its box
  app::Config config = support::municipality();
  config.organisation.data = folder.path();
  config.ballot_box.directory = other.box.path() / "hangs";
  database = folder / "refleks.db";
  const core::Instant now = support::at("2026-11-09T08:00:00Z");
  app::ClockSources sources;
  sources.wall = [now] { return now; };
  sources.steady = [now] { return now.time_since_epoch(); };
  sources.network = [] { return std::optional<core::Instant>(); };
  core::SeededRandom random(1);
  app::GuardedClock clock(std::move(sources), app::confirmation_file(folder.path()));
  core::install_failpoint_hook(&hang_until_it_is_free);
  app::Bot bot(config, clock, random, database, {}, {.clock = &clock});
  core::install_failpoint_hook(nullptr);
  EXPECT_TRUE(was_free);
  bot.engine().start();
  EXPECT_EQ(bot.box_refusal(), "");
  ASSERT_EQ(bot.engine().people()->groups().size(), 2U);
  EXPECT_TRUE(bot.engine().people()->person("sandbox", "kari"));
}

}  // namespace
