// Attack tests on what is left behind: while answers go into a box not one byte of the database changes, and
// afterwards no byte of them is anywhere.

#include <soci/soci.h>

#include <algorithm>

#include "bot/core/random.hpp"
#include "storage/box_options.hpp"
#include "tests/support/store_fixture.hpp"

using support::TempDirectory;

namespace {

struct Traces : ::testing::Test {
  TempDirectory disk{"/var/tmp"}, memory{"/dev/shm"};
  std::unique_ptr<storage::Database> database = std::make_unique<storage::Database>(disk / "refleks.db");
  storage::Stores stores = storage::open_stores(*database);
  std::vector<core::Person> people;
  core::SeededRandom random{20261124};
  const core::GroupId group{"group-a"};

  Traces() {
    for (const char* name : {"one", "two", "three", "four", "five", "six", "seven", "eight"})
      people.push_back(support::person(name));
    stores.people->apply(people, {support::group("a", people)});
  }
  storage::BoxOptions options() const {
    storage::BoxOptions options;
    options.directory = memory / "box";
    return options;
  }
};

TEST_F(Traces, AnswersChangesAndWithdrawalsTouchNotOneByteOfTheDatabase) {
  auto boxes = storage::make_ballot_boxes(options());
  const auto poll = support::poll(core::new_id(random));
  stores.polls->add(poll);
  std::vector<polls::Voter> voters;
  for (const auto& person : people) voters.push_back({person.id, true});
  database->begin();
  boxes->create(poll, voters);
  stores.polls->set_open(poll.id, 8, boxes->boot());
  database->commit();

  const auto before = support::fingerprint(disk.path());
  ASSERT_GE(before.size(), 4u);  // database, -wal, -shm, lock
  for (const auto& person : people) boxes->put(poll.id, person.id, support::ballot(0, "MARKER-7f3a"));
  for (const auto& person : people) boxes->put(poll.id, person.id, support::ballot(1, "MARKER-7f3a"));
  for (std::size_t i = 0; i < 4; ++i) boxes->put(poll.id, people[i].id, {});
  EXPECT_EQ(boxes->find(poll.id)->ballots.size(), 4u);
  EXPECT_EQ(support::fingerprint(disk.path()), before);
  EXPECT_FALSE(support::holds(disk.path(), "MARKER-7f3a"));

  core::Result result;
  result.lines.push_back({0, core::ResultLine::Audience::group, core::ResultLine::Part::half, 1, 0, {}});
  database->begin();
  stores.polls->save_result(poll.id, result);
  stores.polls->set_state(poll.id, core::Poll::State::closed);
  database->commit();
  boxes->wipe(poll.id);
  ASSERT_TRUE(database->truncate_log());
  database->compact();
  database->backup_to(disk / "backup.db");
  EXPECT_FALSE(support::holds(disk.path(), "MARKER-7f3a"));
  EXPECT_FALSE(support::holds(memory.path(), "MARKER-7f3a"));
  for (const auto& person : people) EXPECT_FALSE(support::holds(memory.path(), person.id.text));
}

// The cells of a table's only page in the order they were written: new cells go below the ones before (SQLite
// file format, section 1.6).
std::vector<std::string> written_order(const std::string& file, int root,
                                       const std::vector<ideas::Idea>& ideas) {
  const std::string page = support::content_of(file).substr(static_cast<std::size_t>(root - 1) * 4096, 4096);
  std::vector<std::pair<std::size_t, std::string>> places;
  for (const auto& idea : ideas) places.emplace_back(page.find(idea.id.text), idea.id.text);
  std::ranges::sort(places, std::greater());
  std::vector<std::string> order;
  for (const auto& [place, id] : places) order.push_back(place == std::string::npos ? "missing" : id);
  return order;
}

TEST_F(Traces, ThePageOfIdeasKnowsTheShuffledOrderAndNoOther) {
  auto box = storage::make_idea_box(options());
  const auto before = support::fingerprint(disk.path());
  for (const auto& person : people)
    box->put({{core::IdeaId(core::new_id(random)), group, "tema fra " + std::string(8, 'x'), {}}, person.id});
  EXPECT_EQ(support::fingerprint(disk.path()), before);

  std::vector<ideas::Idea> shuffled;
  for (const auto& boxed : box->all()) shuffled.push_back(boxed.idea);
  core::shuffle(shuffled, random);
  database->begin();
  stores.ideas->add(shuffled);
  database->commit();
  box->wipe();
  ASSERT_TRUE(database->truncate_log());

  std::vector<std::string> given, sorted;
  for (const auto& idea : shuffled) given.push_back(idea.id.text);
  sorted = given;
  std::ranges::sort(sorted);
  ASSERT_NE(given, sorted);
  const auto order = [&](const char* name) {
    int root = 0;
    const std::string wanted = name;
    database->sql() << "SELECT rootpage FROM sqlite_master WHERE name = :name", soci::use(wanted),
        soci::into(root);
    return written_order(database->path(), root, shuffled);
  };
  EXPECT_EQ(order("idea"), given);
  EXPECT_EQ(order("idea_team"), given);
  // After the weekly VACUUM not even that is left: it writes in the order of the random ids.
  database->compact();
  auto after = order("idea");
  if (after.front() > after.back()) std::ranges::reverse(after);
  EXPECT_EQ(after, sorted);
  for (const auto& person : people) EXPECT_FALSE(support::holds(memory.path(), person.id.text));
}

}  // namespace
