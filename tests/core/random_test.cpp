#include "bot/core/random.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <set>
#include <string>

namespace {

// Gives what it is told to.
class Scripted final : public core::Random {
 public:
  explicit Scripted(std::vector<std::uint64_t> values) : values_(std::move(values)) {}
  std::uint64_t next() override { return values_.at(at_++); }

 private:
  std::vector<std::uint64_t> values_;
  std::size_t at_ = 0;
};

TEST(Below, StaysBelowAndReachesAll) {
  core::SeededRandom random(7);
  std::array<int, 6> seen{};
  for (int i = 0; i < 6000; ++i) ++seen.at(core::below(random, 6));
  for (const int count : seen) EXPECT_NEAR(count, 1000, 200);
  EXPECT_EQ(core::below(random, 1), 0U);
}

TEST(Below, DrawsAgainWhereTheRemainderWouldBeUneven) {
  Scripted random({~std::uint64_t{0}, 7});
  EXPECT_EQ(core::below(random, 10), 7U) << "the largest value does not fill a whole round of ten";
}

TEST(Shuffle, KeepsEverythingAndReplaysExactly) {
  std::vector<int> a{1, 2, 3, 4, 5, 6, 7, 8}, b = a;
  core::SeededRandom one(42), two(42);
  core::shuffle(a, one);
  core::shuffle(b, two);
  EXPECT_EQ(a, b);
  EXPECT_NE(a, (std::vector<int>{1, 2, 3, 4, 5, 6, 7, 8}));
  EXPECT_EQ(std::set<int>(a.begin(), a.end()).size(), 8U);
}

TEST(Shuffle, GivesEveryOrderItsChance) {
  std::map<std::string, int> seen;
  core::SeededRandom random(3);
  for (int i = 0; i < 6000; ++i) {
    std::vector<char> letters{'a', 'b', 'c'};
    core::shuffle(letters, random);
    ++seen[std::string(letters.begin(), letters.end())];
  }
  ASSERT_EQ(seen.size(), 6U);
  for (const auto& [order, count] : seen) EXPECT_NEAR(count, 1000, 200) << order;
}

TEST(Ids, AreThirtyTwoHexadecimalDigits) {
  core::SeededRandom random(1);
  std::set<std::string> ids;
  for (int i = 0; i < 100; ++i) {
    const std::string id = core::new_id(random);
    EXPECT_EQ(id.size(), 32U);
    EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos);
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), 100U);
}

TEST(Ids, OfANameDependOnTheNameAlone) {
  EXPECT_EQ(core::id_from_name("hjemme-nord"), core::id_from_name("hjemme-nord"));
  EXPECT_NE(core::id_from_name("hjemme-nord"), core::id_from_name("hjemme-sør"));
  EXPECT_EQ(core::id_from_name("").size(), 32U);
}

TEST(SystemRandom, IsNotTheSameTwice) {
  core::SystemRandom random;
  EXPECT_NE(random.next(), random.next());
}

}  // namespace
