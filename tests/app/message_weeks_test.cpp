#include "bot/app/message_weeks.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "bot/app/preview.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

TEST(MessageWeeks, CountsWhatIsForOneAndWhatIsForAllWhoReadIt) {
  const app::Config config = municipality();
  const core::Directory people(config.people, config.groups);
  app::MessageWeeks weeks(core::Zone::named("Europe/Oslo"), "pages");
  EXPECT_FALSE(weeks.fullest());
  // A Sunday late in the evening and the Monday after it.
  for (const char* when : {"2026-11-15T21:00:00Z", "2026-11-15T23:30:00Z", "2026-11-16T09:00:00Z"})
    weeks.heard(people, at(when), {"sandbox", core::Destination::Kind::channel, "hjemme-nord"});
  weeks.heard(people, at("2026-11-17T09:00:00Z"), {"sandbox", core::Destination::Kind::person, "marit"});
  weeks.heard(people, at("2026-11-17T09:00:00Z"), {"sandbox", core::Destination::Kind::person, "nobody"});
  const core::Date monday{std::chrono::year{2026} / 11 / 16};
  EXPECT_EQ(weeks.fullest(), (app::MessageWeeks::Week{"Marit", monday, 3}));
  EXPECT_EQ(weeks.above(2).size(), 1U);
  EXPECT_EQ(weeks.above(1).size(), 7U) << "leaders do not read there";
  EXPECT_EQ(weeks.above(3).size(), 0U);
}

std::string previewed(int most, int ceiling = 60) {
  app::Config config = with_sessions(municipality(), "2026-11-24");
  TempDirectory data;
  config.organisation.data = data.path();
  config.organisation.most_a_week = most;
  config.organisation.ceiling_a_week = ceiling;
  config.sandbox.enabled = config.sandbox.movable_clock = true;
  config.sandbox.start = at("2026-11-09T08:00:00Z");
  std::ostringstream out;
  EXPECT_EQ(app::preview(config, 30, out), 0);
  return out.str();
}

TEST(MessageWeeks, ThePreviewSaysWhatNobodyGetsMoreOf) {
  EXPECT_HAS(previewed(20), "nobody gets more than 20 messages in a week; the fullest is ");
  const std::string all = previewed(3);
  EXPECT_HAS(all, "but organisation.most_a_week says 3:");
  EXPECT_HAS(all, "Marit, the week of 2026-11-");
  EXPECT_HAS(all,
             "nobody ever gets more than 60 in a week, in private and in all their groups "
             "(organisation.ceiling_a_week)\n");
}

TEST(MessageWeeks, ThePreviewSaysHowOftenTheRestIsGathered) {
  EXPECT_HAS(previewed(1, 4), "nobody ever gets more than 4 in a week");
  EXPECT_HAS(previewed(1, 4), "the rest waits for Monday, ");
}

}  // namespace
