// Who came: one gathered message before the session, one form after it, numbers to the leader.

#include "bot/core/events.hpp"
#include "bot/features/attendance/events.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

app::Config two_facilitators() {
  app::Config config = with_sessions(municipality(), "2026-11-24");
  for (core::Member& member : config.groups[0].members)
    if (member.person.text == core::id_from_name("person kari")) member.role = core::Role::facilitator;
  return config;
}

struct Attendance : ::testing::Test {
  core::Button of_session(const std::string& name) {
    for (const Said& one : bot.said)
      for (const core::Button& each : buttons(one.delivery.message))
        if (each.name == name) return each;
    throw std::logic_error("no button " + name);
  }
  // After the session, a facilitator's own question.
  core::Form form_of(const std::string& user) {
    return bot.press(user, of_session(core::events::who_came.name.data())).form.value();
  }
  static std::string id(const std::string& user) { return core::id_from_name("person " + user); }
  std::vector<std::string> absent_told(const std::string& user) {
    std::vector<std::string> all;
    for (const Said& one : bot.said_in(user))
      if (one.words().find("komme") != std::string::npos || one.words().find("kommer") != std::string::npos)
        all.push_back(one.words());
    return all;
  }
  void after_the_session() {
    bot.advance("2026-11-24T12:30:00Z");
    bot.forget();
    bot.advance("2026-11-25T14:00:00Z");
  }

  // In the place of one of the two.
  void makes_himself_a_facilitator() {
    bot.say("eivind", "hjemme-nord", "rolle kari deltaker");
    EXPECT_HAS(words(bot.say("eivind", "hjemme-nord", "rolle eivind fasilitator")), "er nå fasilitator");
  }

  WholeBot bot{two_facilitators()};
};

TEST_F(Attendance, WhoCannotComeIsOneMessageADayThatGrows) {
  bot.advance("2026-11-17T12:00:00Z");
  const core::Button no = of_session("sessions/not_coming"), yes = of_session("sessions/coming");
  bot.forget();
  bot.press("jonas", no);
  bot.press("jonas", no);
  ASSERT_EQ(absent_told("marit").size(), 1U);
  EXPECT_HAS(bot.last_in("marit"),
             "Kan ikke komme til samlingen i Hjemmetjenesten nord tirsdag 24. november kl. 13.00: Jonas.");
  bot.press("amina", no);
  ASSERT_EQ(absent_told("marit").size(), 2U);
  EXPECT_TRUE(bot.said_in("marit").back().edit()) << "the same message";
  EXPECT_HAS(bot.last_in("marit"), "Amina og Jonas");
  EXPECT_EQ(bot.said_in("kari").size(), 2U) << "each facilitator";
  for (const char* other : {"berit", "eivind", "hjemme-nord"})
    EXPECT_TRUE(bot.said_in(other).empty()) << other;
  // One's own no is no news to oneself.
  bot.press("marit", no);
  EXPECT_EQ(absent_told("marit").size(), 2U);
  EXPECT_HAS(bot.last_in("kari"), "Amina, Jonas og Marit");
  // A change of mind on another day is a message of its own; a yes where nothing was said is none.
  bot.advance("2026-11-18T12:00:00Z");
  bot.forget();
  bot.press("lien", yes);
  EXPECT_TRUE(bot.said_in("marit").empty());
  bot.press("jonas", yes);
  EXPECT_FALSE(bot.said_in("marit").back().edit());
  EXPECT_HAS(bot.last_in("marit"), "Amina.");
  EXPECT_HAS(bot.last_in("marit"), "Jonas kommer likevel.");
}

TEST_F(Attendance, AtNightItWaitsUntilMorningAndIsOne) {
  bot.advance("2026-11-17T20:00:00Z");
  const core::Button no = of_session("sessions/not_coming");
  bot.forget();
  bot.press("jonas", no);
  bot.advance("2026-11-18T05:30:00Z");
  bot.press("amina", no);
  EXPECT_TRUE(bot.said_in("marit").empty());
  bot.advance("2026-11-18T07:00:00Z");
  ASSERT_EQ(bot.said_in("marit").size(), 1U);
  EXPECT_HAS(bot.last_in("marit"), "Amina og Jonas");
}

TEST_F(Attendance, TwoPressesWhenAllCameAndTheOtherIsNotAsked) {
  after_the_session();
  EXPECT_HAS(bot.last_in("kari"), "Takk for at du er fasilitator");
  const core::Form form = form_of("marit");
  ASSERT_EQ(form.inputs.size(), 1U);
  EXPECT_EQ(form.inputs[0].options.size(), 7U) << "those who take part, not the leader";
  EXPECT_EQ(form.inputs[0].initial.size(), 7U);
  bot.forget();
  const auto done = bot.submit("marit", form, {{"came", form.inputs[0].initial}});
  EXPECT_HAS(words(done), "7 av 7 kom");
  // The question to the other becomes an answer.
  const auto edited = bot.said_in("kari");
  ASSERT_EQ(edited.size(), 1U);
  EXPECT_TRUE(edited[0].edit());
  EXPECT_HAS(edited[0].words(), "Oppmøtet er registrert av Marit.");
  for (const core::Button& each : buttons(edited[0].delivery.message)) EXPECT_NE(each.label, "Hvem kom?");
  // An old button tells the same, and offers to correct.
  const core::Button old{"", std::string(core::events::who_came.name),
                         form.state.substr(0, form.state.find('|'))};
  const auto told = bot.press("kari", old);
  EXPECT_HAS(words(told), "Marit har registrert oppmøtet");
  const auto again = bot.press("kari", button(told, "Rett opp"));
  ASSERT_TRUE(again.form);
  EXPECT_EQ(again.form->inputs[0].initial.size(), 7U);
  EXPECT_HAS(words(bot.submit("kari", *again.form, {{"came", {id("kari"), id("marit"), id("lien")}}})),
             "3 av 7 kom");
  // The form that was open meanwhile changes nothing.
  EXPECT_HAS(words(bot.submit("marit", form, {{"came", form.inputs[0].initial}})),
             "Kari registrerte oppmøtet");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "oppmøte")), "3 av 7 kom");
}

TEST_F(Attendance, WhoSaidNoIsNotTickedAtFirst) {
  bot.advance("2026-11-17T12:00:00Z");
  bot.press("jonas", of_session("sessions/not_coming"));
  after_the_session();
  const core::Form form = form_of("marit");
  const auto& ticked = form.inputs[0].initial;
  EXPECT_EQ(ticked.size(), 6U);
  EXPECT_EQ(std::count(ticked.begin(), ticked.end(), id("jonas")), 0);
}

TEST_F(Attendance, WhoSaidYesInTheirPauseIsOneOfThem) {
  bot.advance("2026-11-17T12:00:00Z");
  const core::Button yes = of_session("sessions/coming");
  for (const char* user : {"jonas", "amina"}) {
    bot.press(user, yes);  // before: the pause takes it back
    EXPECT_HAS(words(bot.say(user, "hjemme-nord", "pause 24.11")), "Du har pause");
  }
  EXPECT_LACKS(words(bot.say("marit", "hjemme-nord", "samlinger")), "kommer: ");
  bot.press("jonas", yes);
  const std::string listed = words(bot.say("marit", "hjemme-nord", "samlinger"));
  EXPECT_HAS(listed, "kommer: Jonas");
  EXPECT_LACKS(listed, "kan ikke: ");
  after_the_session();
  const core::Form form = form_of("marit");
  EXPECT_EQ(form.inputs[0].options.size(), 6U) << "all but Amina";
  const auto& ticked = form.inputs[0].initial;
  EXPECT_EQ(std::count(ticked.begin(), ticked.end(), id("jonas")), 1);
}

TEST_F(Attendance, NamesAreForThoseWhoFacilitate) {
  after_the_session();
  const core::Button ask = of_session(core::events::who_came.name.data());
  for (const char* user : {"jonas", "berit", "henrik", "nobody"})
    EXPECT_FALSE(bot.press(user, ask).form) << user;
  EXPECT_HAS(words(bot.press("eivind", ask)), "Bare fasilitatorene");
  EXPECT_HAS(words(bot.say("eivind", "hjemme-nord", "oppmøte")), "Bare fasilitatorene");
}

// Else a coordinator read them all with a role for a minute.
TEST_F(Attendance, WhoBecomesAFacilitatorReadsNoNamesOfBefore) {
  after_the_session();
  const core::Button ask = of_session(core::events::who_came.name.data());
  bot.submit("marit", form_of("marit"), {{"came", {id("kari"), id("marit")}}});
  makes_himself_a_facilitator();
  for (const core::Reply& reply : {bot.press("eivind", ask), bot.say("eivind", "hjemme-nord", "oppmøte"),
                                   bot.say("eivind", "hjemme-nord", "oppmøte 24.11")}) {
    EXPECT_LACKS(words(reply), "Kari");
    EXPECT_FALSE(reply.form);
  }
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "oppmøte")), "Kari");
}

TEST_F(Attendance, ButTicksWhatNobodyHasAndReadsThat) {
  bot.advance("2026-11-17T12:00:00Z");
  bot.press("jonas", of_session("sessions/not_coming"));
  after_the_session();
  makes_himself_a_facilitator();
  const core::Form form = bot.say("eivind", "hjemme-nord", "oppmøte").form.value();
  const auto& ticked = form.inputs[0].initial;
  EXPECT_EQ(std::count(ticked.begin(), ticked.end(), id("jonas")), 1) << "nor who said that they cannot come";
  bot.submit("eivind", form, {{"came", {id("kari")}}});
  EXPECT_HAS(words(bot.say("eivind", "hjemme-nord", "oppmøte")), "Kari");
}

// As people write it in a hurry: they get the two buttons, and nothing is said for them.
TEST_F(Attendance, WhoWritesThatTheyAreIllIsAskedOfTheNextSession) {
  bot.advance("2026-11-17T12:00:00Z");
  for (const char* typed : {"syk", "Avbud!", "kommer ikke", "kjem"}) {
    const core::Reply reply = bot.say("jonas", "hjemme-nord", typed);
    EXPECT_HAS(words(reply), "tirsdag 24. november") << typed;
    EXPECT_NO_THROW(button(reply, "Jeg kan ikke")) << typed;
    EXPECT_LACKS(words(reply), "du har sagt") << typed;
  }
}

TEST_F(Attendance, OnlyPeopleOfTheGroupCanBeTicked) {
  after_the_session();
  const core::Form form = form_of("marit");
  for (const std::string& forged :
       {id("anne"), id("berit"), std::string("'; DROP"), std::string(5000, 'x')}) {
    const auto reply = bot.submit("marit", form, {{"came", {id("kari"), forged}}});
    EXPECT_TRUE(reply.errors.contains("came")) << forged;
  }
  EXPECT_TRUE(bot.say("marit", "hjemme-nord", "oppmøte").form) << "nothing was taken";
  EXPECT_HAS(words(bot.submit("marit", form, {{"came", {id("kari"), id("kari")}}})), "1 av 7 kom");
}

TEST_F(Attendance, NobodyTickedIsAQuestion) {
  after_the_session();
  const core::Form form = form_of("marit");
  const auto reply = bot.submit("marit", form, {});
  EXPECT_HAS(words(reply), "ingenting er lagret");
  const auto sure = bot.press("marit", button(reply, "Det ble ikke noe av samlingen"));
  bot.press("marit", button(sure, "Ja, den ble ikke holdt"));
  EXPECT_HAS(words(bot.submit("marit", form, {{"came", {id("kari")}}})), "ble det ikke noe av");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "oppmøte")), "ikke hatt noen samling");
}

TEST_F(Attendance, NotBeforeTheSessionHasBegun) {
  bot.advance("2026-11-17T12:00:00Z");
  core::Button early = of_session("sessions/not_coming");
  early.name = core::events::who_came.name;
  EXPECT_HAS(words(bot.press("marit", early)), "har ikke begynt");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "oppmøte")), "ikke hatt noen samling");
}

TEST_F(Attendance, TheLeaderGetsTheNumberWhereSomebodyTicked) {
  after_the_session();
  const core::Form form = form_of("marit");
  bot.submit("marit", form, {{"came", {id("kari"), id("marit"), id("jonas"), id("lien")}}});
  bot.advance("2026-11-30T08:00:00Z");
  EXPECT_HAS(bot.last_in("berit"), "Holdt: tirsdag 24. november kl. 13.00 · 4 av 7 kom");
  for (const char* name : {"Kari", "Jonas", "Lien"}) EXPECT_LACKS(bot.last_in("berit"), name);
  // The next one nobody ticks.
  bot.advance("2026-12-14T08:00:00Z");
  EXPECT_HAS(bot.last_in("berit"), "oppmøte ikke registrert");
  EXPECT_LACKS(bot.last_in("berit"), "Holdt:");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "oppmøte 24.11")), "4 av 7 kom");
  EXPECT_TRUE(bot.say("marit", "hjemme-nord", "oppmøte").form) << "the last one";
  EXPECT_TRUE(bot.say("marit", "hjemme-nord", "oppmøte tirsdag").form);
  EXPECT_TRUE(bot.say("marit", "hjemme-nord", "oppmøte Kari, Jonas").form) << "that is no day";
  const auto two = bot.say("marit", "hjemme-nord", "oppmøte og samlinger").form;
  ASSERT_TRUE(two);
  EXPECT_HAS(core::plain_text(two->intro), "/refleks samlinger etterpå")
      << "as it must be typed in a channel";
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "oppmøte 25.11")), "finner ingen samling");
}

}  // namespace
