// What those hear who lead several groups of the file.

#include "bot/features/groups/roles_told.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/features/groups/events.hpp"
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
  storage::Database database(support::ready(":memory:"));
  const storage::Stores stores = storage::open_stores(database);
  core::Group said = south;  // as the file has it
  said.members = std::exchange(said.later, {});
  stores.people->apply({fay}, {north, said});
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

// Who has it from December to Christmas hears of both days, and of no session outside them.
TEST(RoleJob, SaysTheDaysAndTheFirstSessionInThem) {
  const core::Person fay = support::person("fay");
  core::Group north = support::group("nord", {});
  const core::Date first{std::chrono::year{2026} / 12 / 1};
  const auto told_with = [&](core::Date last) {
    north.members.clear();
    north.later = {{fay.id, Role::facilitator, first, last}};
    Options options;
    options.next = [&](const core::GroupId&, core::Instant after) -> std::optional<core::Session> {
      core::Session session;
      for (const char* starts : {"2026-11-24T12:00:00Z", "2026-12-08T12:00:00Z"}) {
        session.starts = support::at(starts);
        session.ends = session.starts + std::chrono::minutes{90};
        if (session.starts > after) return session;
      }
      return std::nullopt;
    };
    storage::Database database(support::ready(":memory:"));
    const storage::Stores stores = storage::open_stores(database);
    core::Group stored = north;
    stored.members = stored.later;
    stores.people->apply({fay}, {stored});
    support::FakeContext context(support::at("2026-11-09T08:00:00Z"), core::Directory({fay}, {north}));
    RolesTold(options).tell_of_new(context, *stores.groups);
    const auto told = context.told(core::destination_of(fay));
    return told.size() == 1 ? told.front() : std::to_string(told.size()) + " messages";
  };
  const std::string told = told_with(core::Date{std::chrono::year{2026} / 12 / 23});
  EXPECT_THAT(told, HasSubstr("fra tirsdag 1. desember"));
  EXPECT_THAT(told, HasSubstr("Siste dag er onsdag 23. desember."));
  EXPECT_THAT(told, HasSubstr("tirsdag 8. desember"));
  EXPECT_EQ(told.find("24. november"), std::string::npos);
  EXPECT_EQ(told_with(core::Date{std::chrono::year{2026} / 12 / 4}).find("8. desember"), std::string::npos);
  EXPECT_THAT(told_with(core::Date{std::chrono::year{2027} / 12 / 4}), HasSubstr("4. desember 2027"))
      << "with its year where that is another";
}

// Between an upgrade and the day's first hour what was arranged before it waits.
TEST(RoleJob, SaysWhoGaveThePartAlsoWhereAFormerVersionArrangedIt) {
  const core::Person fay = support::person("fay"), bo = support::person("bo");
  core::Group north = support::group("nord", {});
  north.members.push_back({fay.id, Role::facilitator, std::nullopt});
  const Options options{};
  for (const std::string subject : {"group-nord|person-fay|person-bo", "group-nord person-fay person-bo"}) {
    storage::Database database(support::ready(":memory:"));
    const storage::Stores stores = storage::open_stores(database);
    stores.people->apply({fay, bo}, {north});
    support::FakeContext context(support::at("2026-11-09T08:00:00Z"), core::Directory({fay, bo}, {north}));
    RolesTold(options).tell(context, *stores.groups,
                            {"told-role:x", std::string(events::role.name), subject, context.now()});
    const auto told = context.told(core::destination_of(fay));
    ASSERT_EQ(told.size(), 1u) << subject;
    EXPECT_THAT(told.front(), HasSubstr("bo har gitt deg")) << subject;
  }
}

// Who leads seven groups of a coordinator's morning.
TEST(RoleJob, SaysWhatItIsToLeadWithTheFirstGroupAlone) {
  const core::Person fay = support::person("fay");
  core::Group north = support::group("nord", {}), south = support::group("sør", {});
  for (core::Group* group : {&north, &south}) group->members.push_back({fay.id, Role::leader, std::nullopt});
  const Options options{};
  storage::Database database(support::ready(":memory:"));
  const storage::Stores stores = storage::open_stores(database);
  stores.people->apply({fay}, {north, south});
  support::FakeContext context(support::at("2026-11-09T08:00:00Z"), core::Directory({fay}, {north, south}));
  for (const char* subject : {"group-nord|person-fay|", "group-sør|person-fay|"})
    RolesTold(options).tell(context, *stores.groups,
                            {"told-role:x", std::string(events::role.name), subject, context.now()});
  const auto told = context.told(core::destination_of(fay));
  ASSERT_EQ(told.size(), 2u);
  EXPECT_THAT(told.front(), HasSubstr("svar innen fire uker"));
  EXPECT_THAT(told.back(), HasSubstr("Du er leder for Gruppe sør"));
  EXPECT_THAT(told.back(), HasSubstr("de samme som for de andre gruppene dine"));
  EXPECT_EQ(told.back().find("svar innen fire uker"), std::string::npos);
}

// Of a part in a group that is no unit's nothing was said.
TEST(RoleJob, SaysWhatItIsWhereTheOtherGroupIsANetwork) {
  const core::Person fay = support::person("fay");
  core::Group network = support::group("nord", {}), south = support::group("sør", {});
  for (core::Group* group : {&network, &south})
    group->members.push_back({fay.id, Role::facilitator, std::nullopt});
  Options options;
  options.across = [&](const core::GroupId& id) { return id == network.id; };
  storage::Database database(support::ready(":memory:"));
  const storage::Stores stores = storage::open_stores(database);
  stores.people->apply({fay}, {network});
  support::FakeContext context(support::at("2026-11-09T08:00:00Z"), core::Directory({fay}, {network, south}));
  RolesTold(options).tell_of_new(context, *stores.groups);
  ASSERT_TRUE(context.told(core::destination_of(fay)).empty());
  stores.people->apply({fay}, {network, south});
  RolesTold(options).tell(
      context, *stores.groups,
      {"told-role:x", std::string(events::role.name), "group-sør|person-fay|", context.now()});
  const auto told = context.told(core::destination_of(fay));
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told.front().find("de samme som for de andre gruppene dine"), std::string::npos);
}

TEST(RoleJob, SaysNobodyWhereItWasOneself) {
  const core::Person fay = support::person("fay");
  core::Group north = support::group("nord", {});
  north.members.push_back({fay.id, Role::facilitator, std::nullopt});
  const Options options{};
  storage::Database database(support::ready(":memory:"));
  const storage::Stores stores = storage::open_stores(database);
  stores.people->apply({fay}, {north});
  support::FakeContext context(support::at("2026-11-09T08:00:00Z"), core::Directory({fay}, {north}));
  RolesTold(options).tell_soon(context, north.id, fay.id, fay.id);
  const auto job = context.arranged("told-role:group-nord:person-fay");
  ASSERT_TRUE(job);
  RolesTold(options).tell(context, *stores.groups, *job);
  ASSERT_EQ(context.told(core::destination_of(fay)).size(), 1u);
  EXPECT_EQ(context.told(core::destination_of(fay)).front().find("har gitt deg"), std::string::npos);
}

// Once, and not of a group that has ended: that is told by itself.
TEST(LostRoles, AreToldToWhoeverHadThem) {
  const core::Person fay = support::person("fay");
  core::Person bo = support::person("bo"), eva = support::person("eva");
  bo.coordinator = eva.coordinator = true;
  core::Group north = support::group("nord", {}), south = support::group("sør", {});
  north.members = {{fay.id, Role::facilitator, std::nullopt}, {bo.id, Role::leader, std::nullopt}};
  south.members = {{fay.id, Role::facilitator, std::nullopt}};
  storage::Database database(support::ready(":memory:"));
  const storage::Stores stores = storage::open_stores(database);
  const auto told_after = [&](std::vector<core::Person> people, const std::vector<core::Group>& all) {
    stores.people->apply(people, all);
    support::FakeContext context(support::at("2026-11-09T08:00:00Z"), stores.people->load());
    RolesTold::tell_of_lost(context, *stores.groups);
    std::string told;
    for (const core::Post& post : context.posts) {
      EXPECT_EQ(post.group, core::everybody) << "who is in no group any more hears it too";
      told += post.to.id + ": " + core::plain_text(post.message) + "\n";
    }
    return told;
  };
  EXPECT_EQ(told_after({fay, bo, eva}, {north, south}), "") << "nobody has lost anything";
  north.members[0].role = Role::participant;
  bo.coordinator = false;
  const std::string told = told_after({fay, bo, eva}, {north, south});
  EXPECT_THAT(told, HasSubstr("Du er ikke lenger fasilitator i Gruppe nord."));
  EXPECT_THAT(told, HasSubstr("Du er med i gruppa som deltaker."));
  EXPECT_THAT(told, HasSubstr("Du er ikke lenger koordinator."));
  EXPECT_THAT(told, HasSubstr("spør eva"));
  EXPECT_EQ(told.find("leder for"), std::string::npos);
  EXPECT_EQ(told_after({fay, bo, eva}, {north, south}), "") << "once";
  EXPECT_EQ(told_after({fay, bo, eva}, {north}), "") << "a group that is gone";
  north.members.pop_back();
  EXPECT_THAT(told_after({fay, bo, eva}, {north}), HasSubstr("Du er ikke lenger leder for Gruppe nord."));
}

}  // namespace
}  // namespace groups
