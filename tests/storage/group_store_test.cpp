// Groups made in chat beside those of the configuration: what each start may do to them, and what not.

#include "bot/core/written_time.hpp"
#include "tests/support/store_fixture.hpp"

using core::Role;
using namespace std::chrono_literals;

namespace {

struct GroupStore : support::Stored {
  core::Group team = support::group("a", {anne, bo, cato});
  core::Group made() {
    core::Group group = support::group("b", {bo, cato});
    group.members.push_back({anne.id, Role::leader, {}});
    group.above = {anne.id};
    group.place = "Møterom 2";
    group.link = "https://meet.example/b";
    group.expected = true;
    group.cadence = core::cadence_from_text("annenhver onsdag 13.30-15", 2026y / 11 / 2);
    return group;
  }
  void start(const std::vector<core::Group>& groups) { stores.people->apply({anne, bo, cato}, groups); }
  const core::Group* found(const std::string& key) {
    people = stores.people->load();
    return people.group_by_key(key);
  }
  core::Directory people;
};
ON_EVERY_DATABASE(GroupStore);

TEST_P(GroupStore, AGroupMadeInChatOutlivesEveryStart) {
  stores.groups->add(made());
  for (int i = 0; i < 2; ++i) {
    start({team});
    const core::Group* group = found("b");
    ASSERT_TRUE(group);
    EXPECT_EQ(group->place, "Møterom 2");
    EXPECT_EQ(group->link, "https://meet.example/b");
    EXPECT_TRUE(group->expected);
    EXPECT_FALSE(group->in_file);
    EXPECT_EQ(group->above, std::set{anne.id});
    EXPECT_EQ(group->cadence, made().cadence);
    EXPECT_EQ(group->members.size(), 3U);
    EXPECT_EQ(group->member(bo.id)->since, std::nullopt) << "a founding roster";
    EXPECT_TRUE(found("a")->in_file);
  }
  start({});
  EXPECT_TRUE(found("b"));
  EXPECT_FALSE(found("a"));
}

TEST_P(GroupStore, AChangeInChatStandsUntilTheFilesOwnValueChanges) {
  core::Group changed = *found("a");
  changed.name = "Nytt navn";
  changed.place = "Kjelleren";
  stores.groups->save(changed);
  start({team});
  EXPECT_EQ(found("a")->name, "Nytt navn");
  EXPECT_EQ(found("a")->place, "Kjelleren");
  EXPECT_FALSE(stores.groups->as_configured(group_a).contains("name"));
  EXPECT_TRUE(stores.groups->as_configured(group_a).contains("channel"));

  team.name = "Filens navn";
  start({team});
  EXPECT_EQ(found("a")->name, "Filens navn");
  EXPECT_EQ(found("a")->place, "Kjelleren") << "the file has changed another line";
  EXPECT_TRUE(stores.groups->as_configured(group_a).contains("name"));
}

TEST_P(GroupStore, AGroupThatTheFileTakesOverKeepsItsIdAndComesBackWhenItLetsGo) {
  const core::Group ours = made();
  stores.groups->add(ours);
  core::Group theirs = support::group("b", {bo});
  theirs.id = core::GroupId("of-the-file");
  theirs.name = "Filens gruppe";
  start({team, theirs});
  ASSERT_TRUE(found("b"));
  EXPECT_EQ(found("b")->id, ours.id);
  EXPECT_EQ(found("b")->name, "Filens gruppe");
  EXPECT_TRUE(found("b")->in_file);
  start({team});
  ASSERT_TRUE(found("b")) << "made in chat, so it is over only when chat says so";
  EXPECT_FALSE(found("b")->in_file);
  EXPECT_TRUE(found("b")->member(bo.id));
  stores.groups->end(ours.id);
  start({team});
  EXPECT_FALSE(found("b"));
}

TEST_P(GroupStore, WhoeverLeadsAGroupIsUntoldUntilTheyAreTold) {
  const auto with = [&](std::vector<core::Member> members) {
    core::Group group = team;
    group.members = std::move(members);
    return group;
  };
  const core::Member leads{anne.id, Role::leader, {}}, facilitates{bo.id, Role::facilitator, {}},
      comes{cato.id, Role::participant, {}};
  const auto untold = [&] { return stores.groups->roles_untold(); };
  start({with({leads, comes})});
  EXPECT_EQ(untold(), (std::vector{groups::Untold{team.id, anne.id}}));
  EXPECT_TRUE(stores.groups->set_role_told(team.id, anne.id));
  EXPECT_FALSE(stores.groups->set_role_told(team.id, anne.id)) << "once";
  core::Group renamed = with({leads, comes});
  renamed.name = "B";
  start({renamed});
  EXPECT_TRUE(untold().empty());
  start({});
  start({with({leads, comes})});
  EXPECT_TRUE(untold().empty()) << "it was there before";

  start({with({leads, facilitates, comes})});
  EXPECT_EQ(untold(), (std::vector{groups::Untold{team.id, bo.id}})) << "by a later edit of the file";
  stores.groups->set_role_told(team.id, bo.id);
  start({with({leads, comes})});
  start({with({leads, facilitates, comes})});
  EXPECT_EQ(untold(), (std::vector{groups::Untold{team.id, bo.id}})) << "taken away and given again";
  stores.groups->set_role_told(team.id, bo.id);

  // Another role, and back.
  start({with({leads, {bo.id, Role::participant, {}}, comes})});
  EXPECT_TRUE(untold().empty());
  start({with({leads, facilitates, comes})});
  EXPECT_EQ(untold().size(), 1U);
  stores.groups->set_role_told(team.id, bo.id);

  // Chat gives and takes too; what the file says of it later is nothing new.
  const core::Date today{std::chrono::year{2026} / 11 / 9};
  stores.groups->set_role(team.id, cato.id, Role::facilitator, today);
  EXPECT_EQ(untold(), (std::vector{groups::Untold{team.id, cato.id}}));
  stores.groups->set_role_told(team.id, cato.id);
  start({with({leads, facilitates, {cato.id, Role::facilitator, {}}})});
  EXPECT_TRUE(untold().empty());
  stores.groups->remove_member(team.id, cato.id);
  EXPECT_TRUE(untold().empty());
  stores.groups->set_role(team.id, cato.id, Role::facilitator, today);
  EXPECT_EQ(untold().size(), 1U);
}

TEST_P(GroupStore, WhoLedAGroupIsNoNewcomerInIt) {
  const core::Date today{std::chrono::year{2026} / 11 / 9};
  const auto newcomers = [&] { return stores.groups->newcomers_untold(today); };
  core::Group group = team;
  group.members = {{anne.id, Role::leader, {}}, {bo.id, Role::facilitator, {}}, {cato.id, Role::leader, {}}};
  start({group});
  stores.groups->set_role(team.id, anne.id, Role::participant, today);
  stores.groups->set_period(team.id, bo.id, today, std::nullopt);
  stores.groups->set_role(team.id, bo.id, Role::participant, today);
  EXPECT_TRUE(newcomers().empty()) << "by chat, by a list";
  group.members[2] = {cato.id, Role::participant, today};
  start({group});
  EXPECT_TRUE(newcomers().empty()) << "by the file";
  stores.groups->set_role(team.id, cato.id, Role::leader, today);
  EXPECT_EQ(stores.groups->roles_untold(), (std::vector{groups::Untold{team.id, cato.id}}));
  stores.groups->remove_member(team.id, cato.id);
  stores.groups->set_role(team.id, cato.id, Role::participant, today);
  EXPECT_EQ(newcomers(), (std::vector{groups::Untold{team.id, cato.id}})) << "out and in again";
}

TEST_P(GroupStore, AGroupOfTheFileIsNotEndedInChat) {
  stores.groups->end(group_a);
  EXPECT_TRUE(found("a"));
}

TEST_P(GroupStore, PeopleMadeInChatStayAndAreNotMadeTwice) {
  core::Person dina = support::person("dina");
  stores.groups->add_person(dina);
  start({team});
  EXPECT_TRUE(stores.people->load().person(dina.id));
  EXPECT_EQ(stores.groups->known("sandbox", "U-dina"), dina.id);
  EXPECT_EQ(stores.groups->known("sandbox", "U-nobody"), std::nullopt);
  core::Person named = dina;
  named.id = core::PersonId("of-the-file");
  named.name = "Dina Dal";
  stores.people->apply({anne, bo, cato, named}, {team});
  EXPECT_EQ(stores.people->load().person("sandbox", "U-dina")->id, dina.id);
  EXPECT_EQ(stores.people->load().person(dina.id)->name, "Dina Dal");
}

TEST_P(GroupStore, DraftsAreKeptAsTheyWereTyped) {
  groups::Draft draft{"d1", anne.id, {{"name", "Nord \"1\""}, {"when", ""}}, ""};
  stores.groups->save_draft(draft, support::at("2026-11-01T10:00:00Z"));
  EXPECT_EQ(stores.groups->draft("d1"), draft);
  const groups::Draft later{"d0", anne.id, {}, ""};
  stores.groups->save_draft(later, support::at("2026-11-01T10:00:01Z"));
  EXPECT_EQ(stores.groups->unfinished(anne.id), (std::vector{later, draft}));
  EXPECT_EQ(stores.groups->unfinished(bo.id), std::vector<groups::Draft>());
  draft.started = "g";
  stores.groups->save_draft(draft, support::at("2026-11-02T10:00:00Z"));
  EXPECT_EQ(stores.groups->unfinished(anne.id), std::vector{later});
  stores.groups->drop_drafts_before(support::at("2026-11-02T09:00:00Z"));
  EXPECT_TRUE(stores.groups->draft("d1"));
  stores.groups->drop_drafts_before(support::at("2026-11-03T09:00:00Z"));
  EXPECT_FALSE(stores.groups->draft("d1"));
}

TEST_P(GroupStore, AFaultIsThereUntilItIsMended) {
  stores.groups->set_fault(group_a, "no_leader", "2026-11-24");
  stores.groups->set_fault(group_a, "no_leader", "2026-11-25");
  EXPECT_EQ(stores.groups->faults()[group_a]["no_leader"], "2026-11-24");
  stores.groups->mended(group_a, "no_leader");
  EXPECT_TRUE(stores.groups->faults().empty());
}

}  // namespace
