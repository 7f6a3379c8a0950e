// What a coordinator and a facilitator do with people and groups, on every platform: the roster of a day, two
// who swap shifts, a list from a spreadsheet, a group set up from nothing, and who has main responsibility.

#include "tests/contract/people.hpp"

namespace contract {
namespace {

TEST_P(OfPeople, TheRosterOfADayAndTwoWhoSwap) {
  EXPECT_HAS(command("marit", "vakt 10.11 Kari og Jonas").words, "Jonas og Kari");
  EXPECT_HAS(command("marit", "bytt 10.11 Kari Lien").words, "Lien");
  for (const char* person : {"kari", "lien"}) EXPECT_EQ(told(person, "10. november"), 1) << person;
  EXPECT_EQ(told("jonas", "10. november"), 0);
  EXPECT_HAS(command("marit", "vakt").words, "Jonas og Lien");
}

TEST_P(OfPeople, AListIsLookedAtAndThenDone) {
  command("eivind", "import");
  const std::string list = "navn;gruppe;til\nJonas;Hjemmetjenesten nord;15.12.2026\n";
  EXPECT_HAS(fill("eivind", {{said("groups.import.field"), {list + "Per;Ingensteds;\n"}}}).words, "Linje 3");
  press("eivind", said("groups.import.again"));
  EXPECT_HAS(fill("eivind", {{said("groups.import.field"), {list}}}).words, "til tirsdag 15. desember");
  EXPECT_HAS(press("eivind", said("groups.import.yes")).words, said("groups.import.done"));
  const core::Group& group = town.people()->groups().front();
  EXPECT_EQ(
      std::ranges::count_if(group.members, [](const core::Member& one) { return one.ends.has_value(); }), 1);
}

TEST_P(OfPeople, AGroupIsSetUp) {
  Seen seen = command("eivind", "oppsett");
  if (seen.inputs.empty()) seen = press("eivind", said("groups.begin"));
  ASSERT_FALSE(seen.inputs.empty()) << seen.words;
  fill("eivind", {{said("groups.field.name"), {"Nattpatruljen"}}, {said("groups.field.channel"), {"natt"}}});
  fill("eivind", {{said("groups.field.when"), {"annenhver onsdag 13.30"}},
                  {said("groups.field.programme"), {said("groups.programme.free")}},
                  {said("groups.field.attendance"), {said("groups.attendance.expected")}}});
  seen = fill("eivind", {{said("groups.field.facilitators"), {"Lien"}},
                         {said("groups.field.leaders"), {"Berit"}},
                         {said("groups.field.members"), {"Kari, Jonas, Sigrun, Tomasz"}}});
  EXPECT_HAS(seen.words, said("groups.preview.title", {{"name", "Nattpatruljen"}}));
  EXPECT_EQ(town.people()->groups().size(), 1U) << "nothing before Start";
  EXPECT_HAS(press("eivind", said("groups.start")).words, "Nattpatruljen");
  const core::Group* made = town.people()->group_by_key("nattpatruljen");
  ASSERT_TRUE(made);
  EXPECT_EQ(made->members.size(), 6U);
  EXPECT_EQ(made->workspace,
            town.people()->person(core::PersonId(core::id_from_name("person eivind")))->workspace);
}

TEST_P(OfPeople, MainResponsibilityIsHandedOn) {
  command("marit", "hovedansvar");
  EXPECT_HAS(press("marit", said("sessions.lead.give", {{"name", "Amina"}})).words, "Amina");
  EXPECT_EQ(told("amina", "Du har hovedansvaret"), 1);
  EXPECT_HAS(command("marit", "kjøreplan").words, "Amina");
}

INSTANTIATE_TEST_SUITE_P(On, OfPeople, ::testing::ValuesIn(every_kind()),
                         [](const auto& run) { return run.param; });

}  // namespace
}  // namespace contract
