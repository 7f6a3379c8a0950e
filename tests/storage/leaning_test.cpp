// What a digest says of the last check-outs is what their lines say: kept when they close, and worked out
// once of those that closed before it was kept.

#include <soci/soci.h>

#include <algorithm>
#include <random>

#include "bot/features/polls/overview.hpp"
#include "storage/migrations.hpp"
#include "storage/sqlite/connection.hpp"
#include "tests/support/store_fixture.hpp"

namespace {

using support::at;
using Part = core::ResultLine::Part;
using core::ResultLine;

constexpr int groups_there = 40, checkouts_of_each = 14;

core::Question scale(const std::string& prompt) {
  return {core::Question::Kind::scale,
          core::Localized(prompt),
          {core::Localized("Lite"), core::Localized("Nyttig"), core::Localized("Svært")},
          true};
}

// Whatever was ever published of a scale, to leaders or to the group alone.
std::vector<ResultLine> some_lines(std::mt19937& random) {
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  std::vector<ResultLine> lines{{0, ResultLine::Audience::group, Part::half, below(3), 0, {}}};
  const auto to_leaders = [&](Part part, int about, int number, const char* word = "") {
    lines.push_back({0, ResultLine::Audience::leader, part, about, number, word});
  };
  switch (below(8)) {
    case 0:
      break;
    case 1:
      to_leaders(Part::too_few, -1, 0);
      break;
    case 2:
      to_leaders(Part::half, below(3), 0);
      break;
    case 3:
      to_leaders(Part::overall, -1, 0, below(2) == 0 ? "high" : "low");
      break;
    case 4:
      to_leaders(Part::answered, -1, 9);
      for (int step = 0; step < 3; ++step) to_leaders(Part::count, step, below(7));
      break;
    case 5:
      to_leaders(Part::low, -1, 0, below(2) == 0 ? "most" : "few");
      to_leaders(Part::high, -1, 0, below(2) == 0 ? "most" : "few");
      break;
    case 6:
      to_leaders(Part::answered, -1, 9);
      for (int side = 0; side < 3; ++side) to_leaders(Part::side, side, below(7));
      break;
    default:
      to_leaders(Part::first, below(3), 0);
      break;
  }
  if (below(2) == 0)  // of another question
    lines.push_back({1, ResultLine::Audience::leader, Part::half, 0, 0, {}});
  return lines;
}

class Leanings : public ::testing::Test {
 protected:
  using Published = std::vector<results::PublishedResult>;  // newest first, those told in time

  // The check-outs of all groups, each told when it closed but for some that never were.
  void fill(storage::Stores& stores, bool kept) {
    std::mt19937 random(7);
    std::vector<core::Group> groups;
    for (int i = 0; i < groups_there; ++i) groups.push_back(support::group("g" + std::to_string(i), {}));
    stores.people->apply({}, groups);
    for (const core::Group& group : groups)
      for (int k = checkouts_of_each - 1; k >= 0; --k) {
        core::Poll poll = support::poll(group.key + "-" + std::to_string(k));
        poll.group = group.id;
        poll.purpose = core::Poll::Purpose::checkout;
        poll.named = random() % 12 == 0;
        if (random() % 10 != 0) poll.questions.front() = scale(random() % 8 == 0 ? "Lærte du?" : "Nyttig?");
        poll.closes = at("2026-11-25T12:00:00Z") - std::chrono::days{7 * k};
        poll.opens = poll.closes - std::chrono::hours{20};
        stores.polls->add(poll);
        stores.polls->set_open(poll.id, 9, "boot");
        stores.polls->set_state(poll.id, core::Poll::State::closed);
        const auto lines = some_lines(random);
        stores.polls->save_result(poll.id, {lines, {}});
        if (kept) polls::keep_leaning(*stores.polls, poll, lines);
        if (k > 0 && random() % 9 == 0) continue;
        runtime::OutboxRow row;
        row.key = "result:" + poll.id.text;
        row.to = group.destination();
        row.message = support::message("Resultat");
        row.due = poll.closes;
        stores.outbox->add(row);
        stores.outbox->set_sending(row.key, false, "2026-11-23");
        stores.outbox->set_sent(row.key, false, "ref", row.due);
        all_[group.id].insert(all_[group.id].begin(), {*stores.polls->find(poll.id), lines});
      }
  }

  // Said from the kept words alone, and from the lines that lie beside them.
  void compare(storage::Stores& stores) {
    const auto leader = ResultLine::Audience::leader;
    int said = 0;
    for (auto& [group, published] : all_) {
      SCOPED_TRACE(group.text);
      const bool told =
          std::ranges::any_of(published.front().lines,
                              [&](const ResultLine& line) { return line.audience == leader; }) &&
          published.front().poll.closes == at("2026-11-25T12:00:00Z");
      std::erase_if(published, [&](const results::PublishedResult& one) {
        return std::ranges::none_of(one.lines,
                                    [&](const ResultLine& line) { return line.audience == leader; });
      });
      if (published.size() > 6) published.resize(6);
      const digests::GroupWeek week =
          support::week_of(stores, group, at("2026-11-22T23:00:00Z"), at("2026-11-29T23:00:00Z"));
      if (!told) {
        EXPECT_TRUE(week.leanings.empty());
        continue;
      }
      for (const core::Language language : core::all_languages) {
        const auto expected = results::say_pooled(published, leader, language);
        const auto found =
            week.scale ? results::say_pooled(week.leanings, *week.scale, language) : std::nullopt;
        ASSERT_EQ(found.has_value(), expected.has_value());
        if (!expected) continue;
        EXPECT_EQ(core::plain_text(found->text), core::plain_text(expected->text));
        ++said;
      }
    }
    EXPECT_GT(said, groups_there);
  }

  std::map<core::GroupId, Published> all_;
};

TEST_F(Leanings, SayWhatTheLinesSay) {
  storage::Database database(":memory:");
  auto stores = storage::open_stores(database);
  fill(stores, true);
  EXPECT_TRUE(stores.polls->without_leaning().empty());
  compare(stores);
  EXPECT_THROW(stores.polls->save_leaning(core::PollId("g0-0"), results::Leaning{}), storage::Error)
      << "once a poll";
}

TEST_F(Leanings, OfAnOlderFileAreWorkedOutOnce) {
  const support::TempDirectory directory;
  const std::string path = (directory / "refleks.db").string();
  auto older = storage::embedded_migrations();
  const auto ours = std::ranges::find_if(
      older, [](const storage::Migration& one) { return one.name.ends_with("_leaning.sql"); });
  ASSERT_NE(ours, older.end());
  const std::string words = ours->sql;
  const int number = ours->number;
  const auto telling = std::ranges::find_if(
      older, [](const storage::Migration& one) { return one.name.ends_with("_published.sql"); });
  ASSERT_NE(telling, older.end());
  {
    storage::Database database{path};
    auto stores = storage::open_stores(database);
    fill(stores, false);
    // As it was before: without what this migration made, and the one that put it beside what was told.
    for (const char* undo :
         {"DROP TABLE published", "ALTER TABLE poll DROP COLUMN asks", "DROP INDEX session_ended",
          "DROP INDEX session_begun", "DROP INDEX matter_waiting", "DROP INDEX minutes_released",
          "CREATE INDEX outbox_result ON outbox(due, state, edit) WHERE "
          "substr(message_key, 1, 7) = 'result:'",
          "CREATE INDEX result_for_leaders ON result_line(poll_id) WHERE audience = 'leader'",
          "DROP TRIGGER poll_leaning_once", "DROP INDEX poll_leaning", "ALTER TABLE poll DROP COLUMN leaning",
          "ALTER TABLE poll DROP COLUMN scale",
          "CREATE INDEX poll_checkout ON poll(team_id, closes, purpose, state) WHERE "
          "purpose = 'checkout' AND state = 'closed'"})
      database.sql() << std::string(undo);
    database.connection().script("migration", words);
    database.connection().script("migration", telling->sql);
  }
  ASSERT_GE(number, 34);
  storage::Database database{path};
  auto stores = storage::open_stores(database);
  EXPECT_GT(stores.polls->without_leaning().size(), static_cast<std::size_t>(groups_there));
  polls::keep_leanings(*stores.polls);
  EXPECT_TRUE(stores.polls->without_leaning().empty());
  compare(stores);
}

}  // namespace
