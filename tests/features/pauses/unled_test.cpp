// Who leads while a facilitator is away.

#include "bot/features/pauses/unled.hpp"

#include <gtest/gtest.h>

#include "bot/features/pauses/view.hpp"
#include "tests/support/store_fixture.hpp"

namespace {

using namespace std::chrono_literals;
using core::Role;

const core::Date first{2026y / 12 / 8}, second{2026y / 12 / 22};

TEST(UnledGroups, AreThoseThatMeetWhenNoOtherFacilitatorIsThere) {
  core::Person fay = support::person("fay"), bo = support::person("bo"), kim = support::person("kim");
  core::Group group = support::group("nord", {fay, bo, kim});
  const auto unled = [&] {
    return pauses::unled_without(core::Directory({fay, bo, kim}, {group}), fay, [](const core::Group&) {
      return std::vector<core::Date>{first, second};
    });
  };
  EXPECT_TRUE(unled().empty()) << "she does not lead it";
  group.members[0].role = Role::facilitator;
  ASSERT_EQ(unled().size(), 1U);
  EXPECT_EQ(unled()[0].group, group.name);
  EXPECT_EQ(unled()[0].days, (std::vector{first, second}));
  group.members[1].role = Role::facilitator;
  EXPECT_TRUE(unled().empty()) << "the other one is there";
  bo.away = {{core::at(second, 0min), core::at(second, 24h)}};
  ASSERT_EQ(unled().size(), 1U);
  EXPECT_EQ(unled()[0].days, std::vector{second});
  group.quiet.closed = {{core::at(second, 0min), core::at(second, 24h)}};
  EXPECT_TRUE(unled().empty()) << "nor does the group meet then";
}

// Whoever wrote "pause gruppa" is not asked whom it concerns.
TEST(PausePreview, AsksForWhomOnlyWhereThereIsAChoice) {
  const core::Group group = support::group("nord", {});
  const core::Closed days{core::at(first, 0min), core::at(second, 24h)};
  pauses::Choice choice{.group = &group, .today = first};
  const auto said = [&] { return core::plain_text(pauses::preview(days, choice, core::Language::nb)); };
  EXPECT_NE(said().find("Skal det bli slik?"), std::string::npos) << said();
  choice.mine = true;
  EXPECT_NE(said().find("Hvem gjelder det?"), std::string::npos) << said();
}

}  // namespace
