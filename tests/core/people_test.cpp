#include "bot/core/people.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace {

using core::Minutes;
using core::Role;

core::Person person(const std::string& name, bool coordinator = false) {
  core::Person person;
  person.id = core::PersonId(name);
  person.workspace = "w";
  person.user = "U" + name;
  person.name = name;
  person.coordinator = coordinator;
  return person;
}

core::Directory directory() {
  core::Group nord, sor;
  nord.id = core::GroupId("nord");
  nord.key = "nord";
  nord.workspace = "w";
  nord.channel = "c-nord";
  nord.members = {{core::PersonId("fay"), Role::facilitator, {}},
                  {core::PersonId("pia"), Role::participant, {}},
                  {core::PersonId("leo"), Role::leader, {}},
                  {core::PersonId("ghost"), Role::participant, {}}};
  sor = nord;
  sor.id = core::GroupId("sor");
  sor.key = "sor";
  sor.channel = "c-sor";
  sor.members = {{core::PersonId("leo"), Role::leader, {}}};
  return {{person("fay"), person("pia"), person("leo"), person("cora", true)}, {nord, sor}};
}

TEST(Offset, ReadsEveryForm) {
  struct Row {
    const char* text;
    core::Offset offset;
    const char* back;
  };
  const Row table[] = {
      {"-7d 10:00", {false, -7, Minutes{600}, Minutes{0}, false}, "-7d 10:00"},
      {"-7d 10.00", {false, -7, Minutes{600}, Minutes{0}, false}, "-7d 10:00"},
      {"-14d", {false, -14, {}, Minutes{0}, false}, "-14d"},
      {"-30m", {false, 0, {}, Minutes{-30}, false}, "-30m"},
      {"-2h", {false, 0, {}, Minutes{-120}, false}, "-120m"},
      {"+15m", {false, 0, {}, Minutes{15}, false}, "+15m"},
      {"15m", {false, 0, {}, Minutes{15}, false}, "+15m"},
      {"+0d 08:00", {false, 0, Minutes{480}, Minutes{0}, false}, "+0d 08:00"},
      {"end", {true, 0, {}, Minutes{0}, false}, "end"},
      {"end+30m", {true, 0, {}, Minutes{30}, false}, "end+30m"},
      {"end +30m", {true, 0, {}, Minutes{30}, false}, "end+30m"},
      {"end+1d 12:00", {true, 1, Minutes{720}, Minutes{0}, false}, "end+1d 12:00"},
      {"end 23:59", {true, 0, Minutes{1439}, Minutes{0}, false}, "end 23:59"},
      {"off", {false, 0, {}, Minutes{0}, true}, "off"},
  };
  for (const Row& row : table) {
    const core::Offset offset = core::offset_from_text(row.text);
    EXPECT_EQ(offset, row.offset) << row.text;
    EXPECT_EQ(core::to_text(offset), row.back);
    EXPECT_EQ(core::offset_from_text(core::to_text(offset)), offset) << row.text;
  }
}

// A value of the configuration: the library that matches it used to run out of stack.
TEST(Offset, RefusesWhatIsEndless) {
  const std::string endless(1'000'000, ' ');
  for (const std::string& text : {endless, "-7d" + endless + "10:00", endless + "off", "end" + endless})
    EXPECT_THROW(core::offset_from_text(text), std::invalid_argument);
}

TEST(Offset, RefusesEverythingElseAndShowsTheForm) {
  for (const char* text : {"", "  ", "soon", "-7", "7x", "-7d 24:00", "-7d 10:60", "-2h 10:00", "start",
                           "-7d10", "OFF", "-1000d", "+-3d"}) {
    try {
      core::offset_from_text(text);
      FAIL() << text;
    } catch (const std::invalid_argument& problem) {
      EXPECT_NE(std::string(problem.what()).find('"'), std::string::npos) << text;
    }
  }
}

TEST(Role, IsReadInAllLanguages) {
  for (const char* word : {"participant", "deltaker", "Deltakar"})
    EXPECT_EQ(core::role_from_text(word), Role::participant) << word;
  for (const char* word : {"facilitator", "Fasilitator", "gruppeleiar"})
    EXPECT_EQ(core::role_from_text(word), Role::facilitator) << word;
  for (const char* word : {"leader", "leder", "LEIAR"})
    EXPECT_EQ(core::role_from_text(word), Role::leader) << word;
  EXPECT_EQ(core::role_from_text("koordinator"), Role::coordinator);
  EXPECT_EQ(core::role_from_text("sjef"), std::nullopt);
  for (const Role role : {Role::participant, Role::facilitator, Role::leader, Role::coordinator})
    EXPECT_EQ(core::role_from_text(core::code(role)), role);
}

TEST(Directory, FindsPeopleAndGroups) {
  const core::Directory people = directory();
  EXPECT_EQ(people.person("w", "Ufay")->name, "fay");
  EXPECT_EQ(people.person("other", "Ufay"), nullptr);
  EXPECT_EQ(people.person(core::PersonId("nobody")), nullptr);
  EXPECT_EQ(people.group_in_channel("w", "c-sor")->key, "sor");
  core::Group nowhere;  // of a workspace without channels
  nowhere.workspace = "w";
  EXPECT_EQ(core::Directory({}, {nowhere}).group_in_channel("w", ""), nullptr)
      << "a direct conversation is no channel";
  EXPECT_EQ(people.group_in_channel("other", "c-sor"), nullptr);
  EXPECT_EQ(people.group_by_key("nord")->channel, "c-nord");
  EXPECT_EQ(people.group_by_key("x"), nullptr);
  EXPECT_EQ(people.groups_of(core::PersonId("leo")).size(), 2U);
  EXPECT_TRUE(people.groups_of(core::PersonId("cora")).empty());
  const core::Group& nord = *people.group_by_key("nord");
  ASSERT_EQ(people.with_role(nord, Role::participant).size(), 1U) << "a member we do not know is nobody";
  EXPECT_EQ(people.with_role(nord, Role::participant).front()->name, "pia");
  ASSERT_EQ(people.coordinators().size(), 1U);
  EXPECT_EQ(people.coordinators().front()->name, "cora");
}

TEST(May, FollowsTheTableOfRoles) {
  const core::Directory people = directory();
  const core::Group& nord = *people.group_by_key("nord");
  const auto may = [&](const char* who, Role needed) {
    return core::may(*people.person(core::PersonId(who)), nord, needed);
  };
  // participant, facilitator, leader, coordinator
  const std::pair<const char*, std::vector<bool>> table[] = {{"fay", {true, true, false, false}},
                                                             {"pia", {true, false, false, false}},
                                                             {"leo", {true, false, true, false}},
                                                             {"cora", {true, true, false, true}}};
  for (const auto& [who, allowed] : table) {
    EXPECT_EQ(may(who, Role::participant), allowed[0]) << who;
    EXPECT_EQ(may(who, Role::facilitator), allowed[1]) << who;
    EXPECT_EQ(may(who, Role::leader), allowed[2]) << who;
    EXPECT_EQ(may(who, Role::coordinator), allowed[3]) << who;
  }
  EXPECT_FALSE(
      core::may(*people.person(core::PersonId("pia")), *people.group_by_key("sor"), Role::participant));
}

}  // namespace
