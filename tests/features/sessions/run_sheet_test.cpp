#include "bot/features/sessions/run_sheet.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/features/sessions/world.hpp"

namespace sessions {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<core::Phase> phases_of(const std::vector<int>& minutes) {
  std::vector<core::Phase> phases;
  for (const int each : minutes)
    phases.push_back(
        {core::Localized("Del " + std::to_string(phases.size() + 1)), core::Localized("Slik."), each});
  return phases;
}
std::vector<std::string> clock(const std::vector<core::Instant>& all) {
  std::vector<std::string> found;
  for (const core::Instant at : all) found.push_back(on_the_wall(at).substr(11));
  return found;
}

TEST(RunSheet, SharesTheSessionOutOnWholeFiveMinutes) {
  const core::Instant starts = wall("2026-11-24 13:00");
  EXPECT_THAT(clock(phase_starts(phases_of({10, 20, 50, 10}), starts, wall("2026-11-24 14:30"))),
              ElementsAre("13:00", "13:10", "13:30", "14:20"));
  EXPECT_THAT(clock(phase_starts(phases_of({10, 20, 50, 10}), starts, wall("2026-11-24 14:00"))),
              ElementsAre("13:00", "13:05", "13:20", "13:55"));
  EXPECT_THAT(clock(phase_starts(phases_of({1, 1, 1}), starts, starts)),
              ElementsAre("13:00", "13:00", "13:00"));
  EXPECT_THAT(phase_starts({}, starts, starts), IsEmpty());
}

TEST(RunSheet, IsThePlansWithCardsForTheFacilitatorAlone) {
  World world;
  core::Programme& pack = world.programmes["pack"];
  pack.sessions[0].phases = phases_of({30, 60});
  pack.sessions[0].bring = {core::Localized("Film og kaffe")};
  pack.methods = {{core::Localized("Sola"), {core::Localized("Tegn en sirkel.")}}};
  pack.cases = {{core::Localized("Nøkkelen"), core::Localized("En kveld er døra låst.")}};
  const core::Reply sheet = world.type("anne", "kjøreplan");
  const std::string words = whispered(sheet);
  EXPECT_THAT(words, HasSubstr("13.00 Del 1. Slik."));
  EXPECT_THAT(words, HasSubstr("13.30 Del 2. Slik."));
  EXPECT_THAT(words, HasSubstr("Film og kaffe"));
  EXPECT_THAT(words, HasSubstr("Hva gjorde inntrykk?"));
  EXPECT_THAT(words, HasSubstr("Første samling"));
  EXPECT_THAT(whispered(world.type("berit", "kjøreplan")), Not(HasSubstr("Del 1")));
  const std::string session = world.on("2026-11-24").id.text;
  EXPECT_THAT(whispered(world.press("anne", "sessions/card", session + "|method|0")),
              HasSubstr("Tegn en sirkel."));
  EXPECT_THAT(whispered(world.press("anne", "sessions/card", session + "|case|0")), HasSubstr("døra låst"));
  for (const char* forged : {"|method|7", "|case|-1", "|secret|0"})
    EXPECT_THAT(whispered(world.press("anne", "sessions/card", session + forged)),
                HasSubstr("finnes ikke lenger"));
  EXPECT_THAT(whispered(world.press("berit", "sessions/card", session + "|method|0")),
              Not(HasSubstr("sirkel")));
}

TEST(RunSheet, TapsWhoeverWantsItAtEachPhaseAndNobodyWhereTheSessionWasMoved) {
  World world;
  world.programmes["pack"].sessions[0].phases = phases_of({30, 30, 30});
  world.feature->start(world.context);
  const core::Session session = world.on("2026-11-24");
  world.press("berit", "sessions/taps", session.id.text);
  world.press("anne", "sessions/taps", session.id.text);
  world.press("anne", "sessions/taps", session.id.text);
  const auto taps = [&] {
    std::vector<std::string> all;
    for (const core::Post& post : world.context.posts)
      if (post.key.starts_with("sessions/phase:")) all.push_back(core::plain_text(post.message));
    return all;
  };
  world.run_until("2026-11-24 13:29");
  EXPECT_THAT(taps(), IsEmpty());
  world.run_until("2026-11-24 13:30");
  EXPECT_THAT(taps(), ElementsAre("13.30 Del 2"));
  core::Session moved = session;
  moved.starts += std::chrono::minutes{10};
  moved.ends += std::chrono::minutes{10};
  world.store.save(moved);
  world.run_until("2026-11-24 15:00");
  EXPECT_THAT(taps(), ElementsAre("13.30 Del 2"));
}

TEST(RunSheet, TapsFollowASessionThatIsMoved) {
  World world;
  world.programmes["pack"].sessions[0].phases = phases_of({30, 30, 30});
  world.feature->start(world.context);
  Planner planner(world.store, world.programmes);
  world.press("anne", "sessions/taps", world.on("2026-11-24").id.text);
  planner.move(world.context, world.group, world.on("2026-11-24"), wall("2026-11-24 15:00"));
  world.tell(core::SessionChanged{world.on("2026-11-24")});
  world.run_until("2026-11-24 17:00");
  std::vector<std::string> taps;
  for (const core::Post& post : world.context.posts)
    if (post.key.starts_with("sessions/phase:")) taps.push_back(core::plain_text(post.message));
  EXPECT_THAT(taps, ElementsAre("15.30 Del 2", "16.00 Del 3"));
}

TEST(RunSheet, TellsTheFacilitatorTwoDaysAheadWhatToBring) {
  World world;
  world.programmes["pack"].sessions[0].bring = {core::Localized("Film og kaffe")};
  world.feature->start(world.context);
  world.run_until("2026-11-20 12:00");
  EXPECT_EQ(world.said("bring:"), "");
  world.run_until("2026-11-21 12:00");  // two days ahead is a Sunday: on the Friday
  EXPECT_THAT(world.said("bring:"), HasSubstr("Film og kaffe"));
  EXPECT_THAT(world.posted(), testing::Contains("bring:2026-11-24:anne"));
}

TEST(RunSheet, WarnsTheFacilitatorOfMoreThanAnHourOfPreparation) {
  World world;
  world.programmes["pack"].sessions[0].preparation[0].minutes = 45;
  world.run_until("2026-11-12 12:00");
  EXPECT_THAT(world.said("long-preparation:"), HasSubstr("75 minutter"));
  world.run_until("2026-11-30 12:00");
  const auto keys = world.posted();
  EXPECT_EQ(std::ranges::count_if(keys, [](const auto& key) { return key.starts_with("long-preparation"); }),
            1);
}

TEST(RunSheet, SaysSoWhereNoSessionIsPlanned) {
  core::Group group = group_meeting("annenhver tirsdag 13:00-14:30", "2026-11-24");
  group.cadence.reset();
  World world(group);
  EXPECT_THAT(whispered(world.type("anne", "kjøreplan")), HasSubstr("Ingen samling er planlagt"));
}

}  // namespace
}  // namespace sessions
