// T3, T4: copies taken after every event, and the order in which things lie, tell no more than guessing.

#include <soci/soci.h>

#include <cmath>

#include "tests/attacks/world.hpp"

namespace {

using namespace attacks;

// More hits than this in `runs` orders come by chance once in a hundred thousand times: the number that stand
// at the same place in two unrelated orders has mean 1 and variance 1.
int too_many(int runs) {
  return runs + static_cast<int>(std::ceil(4.5 * std::sqrt(runs))) + 2;
}

std::vector<std::string> shuffled(std::vector<std::string> users, core::Random& random) {
  core::shuffle(users, random);
  return users;
}
std::vector<std::string> reversed(std::vector<std::string> order) {
  std::reverse(order.begin(), order.end());
  return order;
}

// Users in the order in which their texts stand in `bytes`.
std::vector<std::string> by_place(const std::string& bytes, const std::string& prefix) {
  std::vector<std::pair<std::size_t, std::string>> places;
  for (const std::string& user : home)
    if (const auto at = bytes.find(prefix + user); at != std::string::npos) places.emplace_back(at, user);
  std::sort(places.begin(), places.end());
  std::vector<std::string> order;
  for (const auto& place : places) order.push_back(place.second);
  return order;
}

// Nights of ideas and days of texts in one world: a copy of all bytes after each event; the attacker dates a
// text by the first copy that holds it, and by the order in which the rest lie in that copy.
TEST(Attack, T03_CopiesAfterEveryEventAndAReplayLinkNothing) {
  World world;
  core::SeededRandom chance(3);
  constexpr int nights = 12;
  int forwards = 0, backwards = 0;
  for (int night = 0; night < nights; ++night) {
    const std::string prefix = "zn" + std::to_string(night) + " ";
    const auto order = shuffled(home, chance);
    std::vector<std::string> copies{world.bytes()};
    for (const std::string& user : order) {
      world.idea(user, prefix + user);
      copies.push_back(world.bytes());
    }
    world.bot.advance(world.bot.clock.now() + std::chrono::hours{24});
    copies.push_back(world.bytes());
    std::vector<std::string> guess;
    for (const std::string& copy : copies)
      for (const std::string& user : by_place(copy, prefix))
        if (std::find(guess.begin(), guess.end(), user) == guess.end()) guess.push_back(user);
    ASSERT_EQ(guess.size(), home.size()) << "all ideas are stored in the end";
    forwards += same_places(guess, order);
    backwards += same_places(reversed(guess), order);
  }
  EXPECT_LE(forwards, too_many(nights)) << "of " << nights * 7;
  EXPECT_LE(backwards, too_many(nights)) << "of " << nights * 7;
}

TEST(Attack, T04_TheOrderOfRowsAndCellsIsNeitherThatOfEventsNorThatOfPeople) {
  app::Config config = municipality();
  config.organisation.ceiling_a_week = 200;  // more polls than a group's channel has room for
  World world(std::move(config));
  core::SeededRandom chance(4);
  constexpr int polls = 24;
  std::vector<std::pair<std::string, std::string>> ids;
  for (const core::Person& person : world.bot.config().people) ids.emplace_back(person.id.text, person.user);
  std::sort(ids.begin(), ids.end());
  std::vector<std::string> by_id;
  for (const auto& [id, user] : ids)
    if (std::find(home.begin(), home.end(), user) != home.end()) by_id.push_back(user);

  std::map<std::string, int> hits;
  for (int i = 0; i < polls; ++i) {
    const std::string prefix = "zp" + std::to_string(i) + " ";
    const auto ask = world.open(R"(avstemning "Hvorfor?" fritekst 10 min)");
    const auto order = shuffled(home, chance);
    for (const std::string& user : order) world.write(user, ask, prefix + user);
    // Six a day, so that no result waits for the morning.
    world.bot.advance(world.bot.clock.now() + std::chrono::hours{1});
    const auto shown = by_place(world.posted("result:"), prefix);
    ASSERT_EQ(shown.size(), home.size());
    std::vector<std::string> rows;
    {
      const std::string like = prefix + "%";
      storage::Database reader(world.data / "refleks.db", storage::Database::Use::reader);
      soci::rowset<std::string> bodies =
          (reader.sql().prepare
               << "SELECT body FROM result_text WHERE body LIKE :like ORDER BY poll_id, line",
           soci::use(like));
      for (const std::string& body : bodies) rows.push_back(body.substr(prefix.size()));
    }
    EXPECT_EQ(rows, shown) << "the rows stand as they were shown";
    const auto cells = by_place(content_of(world.data / "refleks.db"), prefix);
    if (i % 6 == 5) world.bot.advance(world.bot.clock.now() + std::chrono::hours{18});
    for (const auto& [name, told] : {std::pair{"events", order}, {"ids", by_id}, {"roster", home}}) {
      hits[std::string(name) + " in rows"] += same_places(told, rows);
      hits[std::string(name) + " in rows, backwards"] += same_places(told, reversed(rows));
      hits[std::string(name) + " in cells"] += same_places(told, cells);
      hits[std::string(name) + " in cells, backwards"] += same_places(told, reversed(cells));
    }
  }
  for (const auto& [name, count] : hits) EXPECT_LE(count, too_many(polls)) << name << ", of " << polls * 7;
}

TEST(Attack, T04_TheCellsOfIdeasLieInNoOrderThatTells) {
  core::SeededRandom chance(5);
  constexpr int worlds = 10;
  int forwards = 0, backwards = 0;
  for (int i = 0; i < worlds; ++i) {
    World world;
    for (int draw = 0; draw < i; ++draw) world.bot.random.next();  // another world, not the same one again
    const auto order = shuffled(home, chance);
    for (const std::string& user : order) world.idea(user, "zcell " + user);
    world.bot.advance("2026-11-10T06:00:00Z");
    const auto cells = by_place(content_of(world.data / "refleks.db"), "zcell ");
    ASSERT_EQ(cells.size(), home.size());
    forwards += same_places(order, cells);
    backwards += same_places(order, reversed(cells));
  }
  EXPECT_LE(forwards, too_many(worlds));
  EXPECT_LE(backwards, too_many(worlds));
}

}  // namespace
