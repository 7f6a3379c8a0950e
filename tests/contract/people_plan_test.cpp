// The sessions ahead, pauses, shifts that people ask for, a place, and who cannot come: what coordinators and
// facilitators change as a group lives, on every platform. A town for each, in which one thing follows the
// other.

#include "tests/contract/people.hpp"

namespace contract {
namespace {

class OfAPlan : public OfPeople {
 protected:
  // Chats keep a pace.
  void rest() { town.advance(town.clock.now() + std::chrono::seconds{30}); }
  // Where messages have no buttons people find the same under a command of their own.
  void presses(const std::string& person, const std::string& button, const std::string& command_for_it) {
    if (!platform->capabilities().buttons) command(person, command_for_it);
    press(person, button);
  }
  Seen changes(const std::string& step, const Values& values) {
    command("marit", "gruppe");
    press("marit", said(step));
    fill("marit", values);
    return press("marit", said("groups.change.yes"));
  }
};

TEST_P(OfAPlan, SessionsAreAddedSkippedAndTakenBackWithAPreview) {
  command("marit", "plan 18.11 9-10");
  EXPECT_HAS(press("marit", said("sessions.plan.add.yes")).words, "onsdag 18. november");
  rest();
  EXPECT_HAS(command("marit", "plan").words, said("sessions.plan.extra"));
  command("marit", "avlys 8.12");
  EXPECT_HAS(press("marit", said("sessions.cancel.yes")).words, "8. desember");
  rest();
  EXPECT_HAS(command("marit", "plan").words, said("sessions.plan.off"));
  press("marit", said("sessions.plan.restore"));
  EXPECT_HAS(press("marit", said("sessions.plan.restore.yes")).words, "8. desember");
  rest();
  command("marit", "flytt 18.11 til 19.11 9-10");
  press("marit", said("sessions.move.yes"));
  town.settle();
  EXPECT_TRUE(sees(platform->channel(), "torsdag 19. november")) << "the extra one was told, and its move";
  EXPECT_LACKS(command("marit", "plan").words, said("sessions.plan.off"));
}

TEST_P(OfAPlan, StaffAskInAndAreExcusedInPrivate) {
  command("marit", "vakt 10.11 Kari og Jonas");
  command("lien", "vakt");
  EXPECT_HAS(press("lien", said("shifts.ask_in", {{"date", "tirsdag 10. november"}})).words,
             said("shifts.asked"));
  town.settle();
  EXPECT_EQ(told("marit", "vil være med i"), 1);
  EXPECT_EQ(told("kari", "vil være med i"), 0);
  EXPECT_FALSE(sees(platform->channel(), "vil være med i"));
  press("marit", said("shifts.let_in"));
  EXPECT_EQ(told("lien", "Du er satt på vakt"), 1);
  rest();
  command("kari", "vakt");
  press("kari", said("shifts.ask_out", {{"date", "tirsdag 10. november"}}));
  town.settle();
  press("marit", said("shifts.let_out"));
  EXPECT_EQ(told("kari", "Du er tatt av vakt"), 1);
  EXPECT_HAS(command("marit", "vakt").words, "Jonas og Lien");
  rest();
  press("marit", said("shifts.paste"));
  fill("marit", {{said("shifts.form.field"), {"dato;navn\n11.11.2026;Kari\n11.11.2026;Amina\n"}}});
  EXPECT_HAS(command("marit", "vakt").words, "11. november");
}

TEST_P(OfAPlan, PausesOfOneOfTheGroupAndOfAllAndClosedDays) {
  command("lien", "pause til 20. november");
  EXPECT_HAS(press("lien", said("pauses.end_mine")).words, said("pauses.ended.mine"));
  const std::string name = town.people()->groups().front().name;
  command("marit", "pause gruppa fra 20.11 til 1. desember");
  EXPECT_HAS(press("marit", said("pauses.for_group", {{"group", name}})).words, "20. november");
  town.settle();
  EXPECT_TRUE(sees(platform->channel(), "Pause fra"));
  rest();
  command("marit", "pause slutt gruppa");
  press("marit", said("pauses.end_group", {{"group", name}}));
  rest();
  command("eivind", "pause alle fra 21.12 til 3. januar");
  EXPECT_HAS(press("eivind", said("pauses.for_all")).words, "21. desember");
  rest();
  command("eivind", "pause stengt");
  const Values closed{{said("pauses.closed.days"), {"8. desember"}}};
  fill("eivind", closed);
  EXPECT_HAS(fill("eivind", closed).words, "8. desember") << "once with what it does";
  town.advance("2026-11-25T12:00:00Z");
  EXPECT_TRUE(sees(platform->channel(), "Ingen samling tirsdag 8. desember"));
}

TEST_P(OfAPlan, ARoomIsAskedForAndSetAndWhoCannotComeIsTold) {
  town.advance("2026-11-17T12:00:00Z");
  EXPECT_GE(told("marit", "Er rommet bestilt?") + told("amina", "Er rommet bestilt?"), 1);
  const std::string name = town.people()->groups().front().name;
  EXPECT_HAS(changes("groups.step.1", {{said("groups.field.name"), {name}},
                                       {said("groups.field.place"), {"Rom 214"}},
                                       {said("groups.field.link"), {""}}})
                 .words,
             said("groups.change.done"));
  rest();
  EXPECT_HAS(command("eivind", "grupper").words, name);
  // Who cannot come reaches those who lead the group at once, all in one message.
  presses("kari", said("sessions.not_coming"), "samlinger");
  presses("jonas", said("sessions.not_coming"), "samlinger");
  town.settle();
  EXPECT_GE(told("marit", "Kan ikke komme"), 1) << "one where it can be changed";
  EXPECT_EQ(told("lien", "Kan ikke komme"), 0);
  town.advance("2026-11-24T11:55:00Z");
  EXPECT_TRUE(sees(platform->channel(), "Rom 214"));
}

INSTANTIATE_TEST_SUITE_P(On, OfAPlan, ::testing::ValuesIn(every_kind()),
                         [](const auto& run) { return run.param; });

}  // namespace
}  // namespace contract
