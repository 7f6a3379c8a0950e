// What those hear who lead several groups of the file.

#include "bot/features/groups/roles_told.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/fake_context.hpp"
#include "tests/support/store_fixture.hpp"

namespace groups {
namespace {

using namespace std::chrono_literals;
using core::Role;
using testing::HasSubstr;

// To the one who has `role` in the first of two groups from now on, and in the second from 1 December.
std::string told_of_two(Role role, core::Language language) {
  core::Person fay = support::person("fay");
  fay.language = language;
  core::Group north = support::group("nord", {}), south = support::group("sør", {});
  north.leaders_take_part = true;
  north.members.push_back({fay.id, role, std::nullopt});
  south.later.push_back({fay.id, role, 2026y / 12 / 1});
  storage::Database database(":memory:");
  const storage::Stores stores = storage::open_stores(database);
  stores.people->apply({fay}, {north, south});
  support::FakeContext context(support::at("2026-11-09T08:00:00Z"), core::Directory({fay}, {north, south}));
  const Options options{};
  RolesTold(options).tell_of_new(context, *stores.groups);
  const auto told = context.told(core::destination_of(fay));
  return told.size() == 1 ? told.front() : std::to_string(told.size()) + " messages";
}

TEST(RolesOfTheFile, SayFromWhenTheyHold) {
  const std::string nb = told_of_two(Role::facilitator, core::Language::nb);
  EXPECT_THAT(nb, HasSubstr("Gruppe nord: du er fasilitator.\n"));
  EXPECT_THAT(nb, HasSubstr("Gruppe sør: du er fasilitator. Dette gjelder fra tirsdag 1. desember."));
  EXPECT_THAT(told_of_two(Role::leader, core::Language::nn), HasSubstr("du er leiar. Dette gjeld frå"));
  EXPECT_THAT(told_of_two(Role::leader, core::Language::en),
              HasSubstr("you are its leader. This holds from"));
}

// The leader of the first group comes to its sessions, and hears there what is said.
TEST(RolesOfTheFile, PromiseLeadersWhoComeOnlyWhatIsTrue) {
  EXPECT_THAT(told_of_two(Role::leader, core::Language::nb), HasSubstr("hvem som svarte hva"));
  EXPECT_THAT(told_of_two(Role::leader, core::Language::nn), HasSubstr("kven som svara kva"));
  EXPECT_THAT(told_of_two(Role::leader, core::Language::en), HasSubstr("who answered what"));
}

}  // namespace
}  // namespace groups
