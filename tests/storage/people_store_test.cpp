#include <soci/soci.h>

#include <nlohmann/json.hpp>

#include "bot/core/written_time.hpp"
#include "tests/support/store_fixture.hpp"

using core::Language;
using core::Role;
using namespace std::chrono_literals;

namespace {

struct PeopleStore : support::Stored {
  core::Group team = support::group("a", {anne, bo, cato});
  void apply(const std::vector<core::Person>& people) { stores.people->apply(people, {team}); }
  core::Directory load() { return stores.people->load(); }
  std::optional<Role> role(const core::PersonId& id) {
    const auto people = load();
    const core::Member* member = people.group(group_a)->member(id);
    return member ? std::optional(member->role) : std::nullopt;
  }
  const core::Date today{2026y / 11 / 24};
};
ON_EVERY_DATABASE(PeopleStore);

TEST_P(PeopleStore, NumbersThePagesOfEachPersonAlone) {
  apply({anne, bo});
  stores.people->renew_pages(anne.id);
  stores.people->renew_pages(anne.id);
  EXPECT_EQ(load().person(anne.id)->pages, 2);
  EXPECT_EQ(load().person(bo.id)->pages, 0);
  apply({anne, bo});
  EXPECT_EQ(load().person(anne.id)->pages, 2) << "the configuration says nothing of it";
}

// As former releases wrote it: else each start after an upgrade would write all groups anew.
TEST_P(PeopleStore, WhatAGroupIsSetToIsWrittenAsItsTreeWouldBe) {
  team.name = "Nord \"øst\" \\ 🌷";
  team.above = {anne.id, bo.id};
  apply({anne, bo, cato});
  std::string written;
  database.sql() << "SELECT configured FROM team", soci::into(written);
  const auto tree = nlohmann::json::parse(written);
  EXPECT_EQ(tree.dump(), written);
  EXPECT_EQ(tree.size(), 17u);
  EXPECT_EQ(tree.at("name"), team.name);
  EXPECT_EQ(nlohmann::json::parse(tree.at("above").get<std::string>()).size(), 2u);
}

TEST_P(PeopleStore, WritesWhatIsNewAndNothingElse) {
  const auto apply_all = [&](const std::vector<core::Person>& people) {
    return stores.people->apply(people, {team});
  };
  EXPECT_FALSE(apply_all({anne, bo, cato}));
  stores.people->set_language(anne.id, Language::en);  // in chat: stands, and is nothing to write
  stores.people->set_role(group_a, bo.id, Role::facilitator, today);
  EXPECT_FALSE(apply_all({anne, bo, cato}));
  team.place = "Møterom 2";
  EXPECT_TRUE(apply_all({anne, bo, cato}));
  EXPECT_FALSE(apply_all({anne, bo, cato}));
  core::Person renamed = cato;
  renamed.name = "Cato Fosse";
  EXPECT_TRUE(apply_all({anne, bo, renamed}));
  EXPECT_TRUE(apply_all({anne, bo}));
  EXPECT_FALSE(load().person(cato.id));
  EXPECT_TRUE(apply_all({anne, bo, renamed}));
  EXPECT_FALSE(apply_all({anne, bo, renamed}));
  EXPECT_EQ(load().person(cato.id)->name, "Cato Fosse");
  EXPECT_EQ(load().group(group_a)->place, "Møterom 2");
  EXPECT_EQ(role(bo.id), Role::facilitator);
  team.members.back().role = Role::leader;
  EXPECT_TRUE(apply_all({anne, bo, cato}));
  EXPECT_EQ(role(cato.id), Role::leader);
  team.members.pop_back();
  EXPECT_TRUE(apply_all({anne, bo, cato}));
  EXPECT_EQ(role(cato.id), std::nullopt);
}

// Of whom no directory tells: the group rests, the person does, or was made somebody else in chat meanwhile.
TEST_P(PeopleStore, WhoIsLeftOutWhileTheGroupOrThePersonRestsIsOutWhenBothAreBack) {
  apply({anne, bo, cato});
  stores.people->apply({anne, bo, cato}, {});
  team.members.pop_back();
  EXPECT_TRUE(stores.people->apply({anne, bo, cato}, {team}));
  EXPECT_EQ(role(cato.id), std::nullopt) << "left out while the group rested";
  EXPECT_EQ(role(bo.id), Role::participant);
  stores.people->apply({anne, cato}, {team});  // bo rests, and stays in the group's list
  team.members.pop_back();
  stores.people->apply({anne, cato, bo}, {team});
  EXPECT_EQ(role(bo.id), std::nullopt) << "left out while they rested";
  stores.people->set_role(group_a, bo.id, Role::participant, today);
  EXPECT_FALSE(stores.people->apply({anne, bo, cato}, {team}));
  EXPECT_EQ(role(bo.id), Role::participant) << "the file never knew that membership";
}

TEST_P(PeopleStore, TwoMayExchangeTheirAccountsAndTwoGroupsTheirKeys) {
  core::Group other = support::group("b", {cato});
  stores.people->apply({anne, bo, cato}, {team, other});
  core::Person as_bo = anne, as_anne = bo;
  std::swap(as_bo.user, as_anne.user);
  std::swap(team.key, other.key);
  EXPECT_TRUE(stores.people->apply({as_bo, as_anne, cato}, {team, other}));
  EXPECT_EQ(load().person("sandbox", bo.user)->id, anne.id);
  EXPECT_EQ(load().person("sandbox", anne.user)->id, bo.id);
  EXPECT_EQ(load().group_by_key("b")->id, team.id);
  EXPECT_EQ(load().group_by_key("a")->id, other.id);
}

TEST_P(PeopleStore, WhoHasAnotherKeyInTheFileIsKnownByTheAccountAsItIsByThen) {
  apply({anne, bo, cato});
  core::Person renamed = anne, moved = bo, newcomer = bo;
  renamed.id = core::PersonId("another-key");
  moved.user = "another-account";
  newcomer.id = core::PersonId("newcomer");
  apply({renamed, moved, newcomer, cato});
  const core::Directory people = load();
  EXPECT_EQ(people.person(anne.workspace, anne.user)->id, anne.id);
  EXPECT_EQ(people.person(moved.workspace, moved.user)->id, bo.id);
  EXPECT_EQ(people.person(bo.workspace, bo.user)->id, newcomer.id) << "it was free by then";
}

TEST_P(PeopleStore, GivesBackEverythingTheConfigurationSaid) {
  core::Person leader = support::person("dina");
  leader.language = Language::nn;
  leader.coordinator = true;
  team.language = Language::en;
  team.zone = "Europe/Helsinki";
  team.quiet = {core::Minutes{60}, core::Minutes{120}, false, true};
  team.programme = "samtale";
  team.cadence = core::cadence_from_text("Tuesdays in odd weeks 13:00-14:30", 2026y / 1 / 1);
  team.cadence->last = 2027y / 6 / 30;
  team.timeline["invitation"] = core::offset_from_text("-7d 10:00");
  team.timeline["followup"] = core::offset_from_text("end+1d 12:00");
  team.timeline["reminder"] = core::offset_from_text("off");
  team.members.push_back({leader.id, Role::leader, 2026y / 3 / 1});
  apply({anne, bo, cato, leader});

  const auto people = load();
  ASSERT_EQ(people.people().size(), 4u);
  const core::Person* found = people.person("sandbox", "U-dina");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, leader.id);
  EXPECT_EQ(found->language, Language::nn);
  EXPECT_TRUE(found->coordinator);
  const core::Group* group = people.group_by_key("a");
  ASSERT_TRUE(group);
  EXPECT_EQ(group->id, group_a);
  EXPECT_EQ(group->name, team.name);
  EXPECT_EQ(group->language, Language::en);
  EXPECT_EQ(group->zone, "Europe/Helsinki");
  EXPECT_EQ(group->channel, "C-a");
  EXPECT_EQ(group->quiet.from, 60min);
  EXPECT_EQ(group->quiet.to, 120min);
  EXPECT_FALSE(group->quiet.weekends);
  EXPECT_TRUE(group->quiet.holidays);
  EXPECT_EQ(group->programme, "samtale");
  EXPECT_EQ(group->cadence, team.cadence);
  EXPECT_EQ(group->timeline, team.timeline);
  EXPECT_EQ(group->member(leader.id)->since, 2026y / 3 / 1);
  EXPECT_EQ(group->member(anne.id)->since, std::nullopt);
}

TEST_P(PeopleStore, WhatCannotBeReadTakesNobodyDownAndIsTold) {
  team.cadence = core::cadence_from_text("every second Tuesday 13:00-14:30", 2026y / 1 / 1);
  apply({anne, bo, cato});
  for (const char* damage :
       {"UPDATE team SET quiet = '{'", "UPDATE team SET cadence = '[]'", "UPDATE team SET timeline = '7'"})
    database.sql() << damage;
  database.sql() << "UPDATE member SET since = 'yesterday' WHERE person_id = 'person-bo'";
  const auto people = load();
  EXPECT_EQ(people.people().size(), 3u);
  ASSERT_TRUE(people.group(group_a));
  EXPECT_EQ(people.group(group_a)->members.size(), 3u);
  EXPECT_GT(people.group(group_a)->member(bo.id)->since, today) << "a newcomer until it is mended";
  EXPECT_EQ(database.take_unreadable(),
            (std::vector<std::string>{"team group-a", "member group-a person-bo"}));
  load();
  EXPECT_TRUE(database.take_unreadable().empty()) << "told once";
  apply({anne, bo, cato});
  EXPECT_EQ(load().group(group_a)->cadence, team.cadence) << "the configuration mends it";
}

TEST_P(PeopleStore, ALanguageChosenInChatStandsUntilTheConfigurationChangesItsOwn) {
  stores.people->set_language(anne.id, Language::nn);
  apply({anne, bo, cato});
  EXPECT_EQ(load().person(anne.id)->language, Language::nn);

  core::Person changed = anne;
  changed.language = Language::en;
  apply({changed, bo, cato});
  EXPECT_EQ(load().person(anne.id)->language, Language::en);
}

TEST_P(PeopleStore, ARoleGivenInChatStandsUntilTheConfigurationChangesItsOwn) {
  stores.people->set_role(group_a, anne.id, Role::facilitator, today);
  apply({anne, bo, cato});
  EXPECT_EQ(role(anne.id), Role::facilitator);
  EXPECT_EQ(load().group(group_a)->member(anne.id)->since, std::nullopt);  // still of the founding roster

  team.members[0].role = Role::leader;
  apply({anne, bo, cato});
  EXPECT_EQ(role(anne.id), Role::leader);
}

TEST_P(PeopleStore, ARemovalInChatStandsUntilTheConfigurationChangesTheRole) {
  stores.people->remove_member(group_a, bo.id);
  EXPECT_EQ(role(bo.id), std::nullopt);
  apply({anne, bo, cato});
  EXPECT_EQ(role(bo.id), std::nullopt);

  team.members[1].role = Role::facilitator;
  apply({anne, bo, cato});
  EXPECT_EQ(role(bo.id), Role::facilitator);
}

TEST_P(PeopleStore, AMemberAddedInChatHasADateAndStaysThoughTheConfigurationDoesNotListIt) {
  const core::Person dina = support::person("dina");
  apply({anne, bo, cato, dina});
  stores.people->set_role(group_a, dina.id, Role::participant, today);
  apply({anne, bo, cato, dina});
  ASSERT_EQ(role(dina.id), Role::participant);
  EXPECT_EQ(load().group(group_a)->member(dina.id)->since, today);
  stores.people->remove_member(group_a, dina.id);
  EXPECT_EQ(role(dina.id), std::nullopt);
}

TEST_P(PeopleStore, AFoundingMemberTakenOutAndPutBackIsNoNewcomer) {
  stores.people->remove_member(group_a, bo.id);
  stores.people->set_role(group_a, bo.id, Role::participant, today);
  EXPECT_EQ(load().group(group_a)->member(bo.id)->since, std::nullopt);
}

// Else a leader would be let in to all that the group has for itself, by being taken out in between.
TEST_P(PeopleStore, AFoundingMemberWhoHasLedIsANewcomer) {
  const auto since = [&] { return load().group(group_a)->member(bo.id)->since; };
  const core::Date later{today.year() + std::chrono::years{1}, today.month(), today.day()};
  stores.people->set_role(group_a, bo.id, Role::leader, today);
  EXPECT_EQ(since(), today);
  stores.people->remove_member(group_a, bo.id);
  stores.people->set_role(group_a, bo.id, Role::participant, later);
  EXPECT_EQ(since(), later);
}

TEST_P(PeopleStore, ALeaderWhomTheConfigurationMakesAParticipantIsANewcomer) {
  team.members[1].role = Role::leader;
  apply({anne, bo, cato});
  team.members[1].role = Role::participant;
  team.members[1].since = today;  // app/newcomers.cpp
  apply({anne, bo, cato});
  EXPECT_EQ(load().group(group_a)->member(bo.id)->since, today);
}

TEST_P(PeopleStore, WhoIsGoneFromTheConfigurationIsInactiveAndComesBackWithTheSameId) {
  team.members.pop_back();
  apply({anne, bo});
  EXPECT_EQ(load().people().size(), 2u);
  EXPECT_EQ(load().person(cato.id), nullptr);
  EXPECT_EQ(role(cato.id), std::nullopt);

  stores.people->apply({anne}, {});
  EXPECT_TRUE(load().groups().empty());

  core::Person renewed = cato;
  renewed.id = core::PersonId("another-id");
  team.members.push_back({renewed.id, Role::participant, std::nullopt});
  apply({anne, bo, renewed});
  EXPECT_EQ(load().person("sandbox", "U-cato")->id, cato.id);
  EXPECT_EQ(role(cato.id), Role::participant);
}

TEST_P(PeopleStore, AnAccountCanPassFromOnePersonToAnother) {
  core::Person successor = support::person("dina");
  successor.user = cato.user;
  core::Person moved = cato;
  moved.user = "U-new";
  apply({anne, bo, moved, successor});
  EXPECT_EQ(load().person("sandbox", "U-new")->id, cato.id);
  EXPECT_EQ(load().people().size(), 4u);
}

}  // namespace
