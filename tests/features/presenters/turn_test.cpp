// Whose turn it is to bring a situation.

#include "bot/features/presenters/turn.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace presenters {
namespace {

const std::vector<core::PersonId> six{core::PersonId("a"), core::PersonId("b"), core::PersonId("c"),
                                      core::PersonId("d"), core::PersonId("e"), core::PersonId("f")};

// So many sessions with two places each; who was asked for each, in order.
struct Year {
  explicit Year(std::string drawn) : lot(std::move(drawn)) {}
  std::vector<std::string> meet(const std::vector<core::PersonId>& there) {
    core::Session session;
    session.id = core::SessionId("s" + std::to_string(++sessions));
    session.group = core::GroupId("g");
    std::vector<std::string> asked;
    for (int place = 0; place < 2; ++place) {
      auto turn = whose_turn(there, turns, session, lot);
      if (!turn) break;
      turn->asked = core::Instant{std::chrono::hours{24 * sessions}};
      std::erase_if(turns, [&](const Turn& one) { return one.person == turn->person; });
      turns.push_back(*turn);
      asked.push_back(turn->person.text);
    }
    return asked;
  }
  std::string lot;
  std::vector<Turn> turns;
  int sessions = 0;
};

TEST(PresentersTurn, EachIsAskedOnceARoundAndNoRoundIsLikeTheOneBefore) {
  std::set<std::string> orders;
  for (const char* lot : {"one", "two", "three", "four"}) {
    Year year(lot);
    for (int round = 0; round < 4; ++round) {
      std::string order;
      for (int session = 0; session < 3; ++session)
        for (const std::string& person : year.meet(six)) order += person;
      orders.insert(order);
      std::ranges::sort(order);
      EXPECT_EQ(order, "abcdef") << lot << ", round " << round;
    }
  }
  EXPECT_GT(orders.size(), 12U) << "nobody can tell who comes next";
}

TEST(PresentersTurn, NobodyIsAskedForTwoSessionsRunningWhereOthersAreThere) {
  for (const char* lot : {"one", "two", "three", "four"}) {
    Year year(lot);
    std::vector<std::string> before;
    for (int session = 0; session < 20; ++session) {
      const auto now = year.meet({six.begin(), six.begin() + 5});
      for (const std::string& person : now)
        EXPECT_EQ(std::ranges::find(before, person), before.end()) << lot << ", " << session;
      before = now;
    }
  }
}

TEST(PresentersTurn, WhoIsNewOrWasAwayComesInWithTheOthersAndMakesUpForNothing) {
  Year year("lot");
  for (int session = 0; session < 10; ++session) year.meet({six.begin(), six.begin() + 4});
  std::map<std::string, int> times;
  for (int session = 0; session < 6; ++session)
    for (const std::string& person : year.meet(six)) ++times[person];
  for (const auto& [person, asked] : times) {
    EXPECT_GE(asked, 1) << person;
    EXPECT_LE(asked, 3) << person;
  }
  EXPECT_EQ(times.size(), 6U);
}

TEST(PresentersTurn, WhoWasAskedBeforeThereWereRoundsIsInTheFirst) {
  core::Session session;
  session.id = core::SessionId("s9");
  session.group = core::GroupId("g");
  const std::vector<Turn> before{{six[0], core::Instant{std::chrono::hours{1}}, core::SessionId("s1")},
                                 {six[1], core::Instant{std::chrono::hours{2}}, core::SessionId("s2")}};
  const auto turn = whose_turn({six[0], six[1], six[2]}, before, session, "lot");
  ASSERT_TRUE(turn);
  EXPECT_EQ(turn->person, six[2]);
  EXPECT_EQ(turn->round, 1);
  EXPECT_FALSE(whose_turn({}, before, session, "lot"));
}

}  // namespace
}  // namespace presenters
