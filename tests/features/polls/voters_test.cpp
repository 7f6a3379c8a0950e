// Who may answer, and whose answer counts.

#include "bot/features/polls/voters.hpp"

#include <gtest/gtest.h>

#include "bot/features/polls/rule.hpp"

namespace polls {
namespace {

using namespace std::chrono_literals;

TEST(Voters, CountFromTheEighthDayOn) {
  core::Person pia;
  pia.id = core::PersonId("pia");
  core::Group group;
  group.zone = "Europe/Oslo";
  const auto counts = [&](std::optional<core::Date> since) {
    group.members = {{pia.id, core::Role::participant, since}};
    const core::Directory people({pia}, {group});
    const auto voters = voters_of(people, group, core::instant_from_text("2026-11-17T12:00:00Z"));
    return voters.size() == 1 && voters.front().counts;
  };
  EXPECT_TRUE(counts({}));
  EXPECT_TRUE(counts(2026y / 11 / 10));
  EXPECT_FALSE(counts(2026y / 11 / 11)) << "the seventh day";
  EXPECT_FALSE(counts(2026y / 11 / 17));
}

TEST(Voters, WhomTheDaysRosterLeavesOutMayAnswerWithoutAName) {
  const core::Local day{std::chrono::local_days{2026y / 11 / 17}};
  core::Person pia, per, ida;
  pia.id = core::PersonId("pia");
  per.id = core::PersonId("per");
  ida.id = core::PersonId("ida");
  per.away = {{day, day + std::chrono::days{1}, true}};   // not on the roster
  ida.away = {{day, day + std::chrono::days{1}, false}};  // in a pause of her own
  core::Group group;
  group.zone = "Europe/Oslo";
  for (const core::Person* one : {&pia, &per, &ida})
    group.members.push_back({one->id, core::Role::participant, {}});
  const core::Directory people({pia, per, ida}, {group});
  const auto now = core::instant_from_text("2026-11-17T12:00:00Z");
  EXPECT_EQ(voters_of(people, group, now), (std::vector<Voter>{{pia.id, true}}));
  EXPECT_EQ(sealed_voters_of(people, group, now), (std::vector<Voter>{{pia.id, true}, {per.id, true}}));
}

TEST(Voters, NoAnswerHidesBehindThoseWhoDoNotCount) {
  std::vector<Voter> voters;
  for (int i = 0; i < 6; ++i) voters.push_back({core::PersonId("m" + std::to_string(i)), i < 4});
  EXPECT_EQ(hiding_among(6, voters), 4);
  EXPECT_EQ(hiding_among(1, voters), 1) << "a day's roster left them out; none is not known";
}

TEST(Voters, NorBehindThoseWhoSaidThatTheyDoNotCome) {
  std::vector<Voter> voters;
  for (int i = 0; i < 8; ++i) voters.push_back({core::PersonId("m" + std::to_string(i)), i != 7});
  EXPECT_EQ(hiding_among(8, voters, {core::PersonId("m0"), core::PersonId("m1"), core::PersonId("m7")}), 5)
      << "one of them counts in no case, and none twice";
  EXPECT_EQ(hiding_among(8, voters, {core::PersonId("somebody")}), 7);
}

TEST(Voters, HaveSlipsWhereBothAreEnough) {
  const auto together = [](int members, int slips) {
    std::vector<Voter> voters;
    std::vector<core::PersonId> out;
    for (int i = 0; i < members; ++i) voters.push_back({core::PersonId("m" + std::to_string(i)), true});
    for (int i = 0; i < slips; ++i) out.push_back(core::slip_id("s" + std::to_string(i)));
    add_slips(voters, out);
    return slips_among(voters);
  };
  EXPECT_EQ(together(0, k_slips - 1), 0);
  EXPECT_EQ(together(0, k_slips), k_slips);
  EXPECT_EQ(together(k_slips - 2, 1), 0);
  EXPECT_EQ(together(k_slips - 1, 1), 1);
}

}  // namespace
}  // namespace polls
