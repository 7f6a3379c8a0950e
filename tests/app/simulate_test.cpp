#include "bot/app/simulate.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "bot/app/simulate_tally.hpp"

namespace {

TEST(Simulation, ManyGroupsAreSeveralOrganisationsThatDoNotMeet) {
  app::SimulateOptions options;
  options.groups = 251;
  options.seed = 7;
  options.transcript = "all.txt";
  const auto all = app::organisations(options);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].groups + all[1].groups + all[2].groups, 251);
  EXPECT_LE(all[0].groups - all[2].groups, 1);
  EXPECT_EQ(all[0].seed, 7U) << "the first is the one that a smaller number would have been";
  EXPECT_NE(all[1].seed, all[2].seed);
  EXPECT_EQ(all[0].transcript, "all.txt");
  EXPECT_EQ(all[2].transcript, "all.txt.3");
}

TEST(Simulation, OneOrganisationWhereItsDatabaseIsKept) {
  app::SimulateOptions options;
  options.groups = 600;
  options.data = "kept";
  EXPECT_EQ(app::organisations(options).size(), 1U);
  options.data.clear();
  options.storage = "postgresql:///here";
  EXPECT_EQ(app::organisations(options).size(), 1U);
}

TEST(Simulation, TooManyInOneHideNoneThatAreMissingInAnother) {
  app::Tally one, other;
  one.invitations = {5, 6};
  other.invitations = {5, 4};
  std::ostringstream out;
  EXPECT_EQ(app::reckon({one, other}, 90, out), 1);
  EXPECT_NE(out.str().find("invitations                  expected      10  found      10  DIFFERS"),
            std::string::npos)
      << out.str();
  one.invitations = other.invitations = {5, 5};
  EXPECT_EQ(app::reckon({one, other}, 90, out), 0);
  other.fullest = 21;
  other.stated = 20;
  one.ceiling = other.ceiling = 60;
  EXPECT_EQ(app::reckon({one, other}, 90, out), 0) << "what cannot wait goes";
  other.fullest = 61;
  EXPECT_EQ(app::reckon({one, other}, 90, out), 1);
}

TEST(Simulation, TheSumOfSeveralIsMadeOfAllOfThem) {
  app::Tally one, other;
  one.transcript = "a";
  other.transcript = "b";
  std::ostringstream there, back;
  app::reckon({one, other}, 90, there);
  app::reckon({other, one}, 90, back);
  EXPECT_NE(there.str(), back.str());
}

}  // namespace
