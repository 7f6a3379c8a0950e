// Who leads: leaders who come to the sessions of their group, and two facilitators who share the
// responsibility.

#include "bot/core/events.hpp"
#include "tests/support/set_up.hpp"

namespace {

using namespace support;

app::Config leader_comes() {
  app::Config config = with_sessions(municipality(), "2026-11-24");
  config.groups[0].leaders_take_part = true;
  return config;
}

bool offers(const core::Message& message, std::string_view name) {
  return std::ranges::any_of(buttons(message), [&](const core::Button& each) { return each.name == name; });
}

class LeaderComes : public ::testing::Test {
 protected:
  // The newest message to `to` that has a button of that name.
  core::Button newest(const std::string& to, std::string_view name) {
    const auto all = bot.said_in(to);
    for (auto one = all.rbegin(); one != all.rend(); ++one)
      for (const core::Button& each : buttons(one->delivery.message))
        if (each.name == name) return each;
    throw std::logic_error("no button " + std::string(name));
  }

  TempDirectory data;
  WholeBot bot{leader_comes(), "2026-11-09T08:00:00Z", data / "refleks.db"};
};

TEST_F(LeaderComes, TheGroupIsToldOnceWhicheverWayItWasSet) {
  ASSERT_EQ(bot.said_in("hjemme-nord").size(), 1U);
  EXPECT_HAS(bot.last_in("hjemme-nord"), "Berit");
  EXPECT_HAS(bot.last_in("hjemme-nord"), "svarer ikke på anonyme spørsmål");
  EXPECT_TRUE(bot.said_in("sykehjem").empty()) << "hers too, where she does not come";
  bot.restart();
  EXPECT_EQ(bot.said_in("hjemme-nord").size(), 1U);
  // Another leader, by command; then none comes any more, by the group's own panel.
  bot.forget();
  bot.say("eivind", "hjemme-nord", "rolle henrik leder");
  ASSERT_EQ(bot.said_in("hjemme-nord").size(), 1U);
  EXPECT_HAS(bot.last_in("hjemme-nord"), "Henrik");
  EXPECT_LACKS(bot.last_in("hjemme-nord"), "Berit");
  const auto panel = bot.say("eivind", "hjemme-nord", "gruppe");
  EXPECT_HAS(words(panel), "ja, og gruppa får vite det");
  const auto form = bot.press("eivind", button(panel, text("groups.step.3"))).form.value();
  core::FormValues filled;
  for (const core::Input& input : form.inputs) filled[input.id] = input.initial;
  filled["leaders_part"] = {"no"};
  const auto asked = bot.submit("eivind", form, filled);
  bot.forget();
  bot.press("eivind", button(asked, text("groups.change.yes")));
  EXPECT_HAS(bot.last_in("hjemme-nord"), "Berit og Henrik");
  EXPECT_HAS(bot.last_in("hjemme-nord"), "ikke lenger");
}

// Whoever leads from a day on may sit there on that very day.
TEST_F(LeaderComes, TheGroupIsToldOnTheDayOnWhichSomebodyBeginsOrEndsToLeadIt) {
  const auto heard = [&](const std::string& said) {
    const auto all = bot.said_in("hjemme-nord");
    return std::ranges::any_of(all, [&](const Said& one) { return one.words().find(said) != said.npos; });
  };
  bot.say("eivind", "hjemme-nord", "rolle henrik leder fra 10. november til 11. november");
  bot.advance("2026-11-09T20:00:00Z");
  EXPECT_FALSE(heard("Henrik"));
  bot.advance("2026-11-10T06:30:00Z");
  EXPECT_TRUE(heard("Henrik er fra nå av med på samlingene"));
  bot.advance("2026-11-11T20:00:00Z");
  EXPECT_FALSE(heard("Henrik er ikke lenger med"));
  bot.advance("2026-11-12T06:30:00Z");
  EXPECT_TRUE(heard("Henrik er ikke lenger med"));
}

TEST_F(LeaderComes, IsInvitedInPrivateSaysNoAndIsTicked) {
  ask_no_purpose(bot);
  bot.advance("2026-11-17T12:00:00Z");
  EXPECT_HAS(bot.last_in("hjemme-nord"), "Leder er med: Berit");
  ASSERT_EQ(bot.said_in("berit").size(), 1U);
  const core::Message invited = bot.said_in("berit").front().delivery.message;
  EXPECT_HAS(core::plain_text(invited), "tirsdag 24. november kl. 13.00");
  EXPECT_FALSE(offers(invited, core::events::write_idea.name)) << "the idea box is the group's own";
  bot.forget();
  bot.press("berit", button(invited, text("sessions.not_coming")));
  EXPECT_HAS(bot.last_in("marit"), "Berit");
  EXPECT_TRUE(bot.said_in("henrik").empty());
  bot.press("berit", button(invited, text("sessions.coming")));

  bot.forget();
  bot.say("marit", "hjemme-nord", "flytt 24.11 til 25.11 13:00");
  bot.press("marit", button(bot.say("marit", "hjemme-nord", "flytt 24.11 til 25.11 13:00"),
                            text("sessions.move.yes")));
  EXPECT_HAS(bot.last_in("berit"), "onsdag 25. november");
  bot.advance("2026-11-24T13:00:00Z");
  EXPECT_HAS(bot.last_in("berit"), "25. november") << "reminded like the others";

  bot.advance("2026-11-26T15:00:00Z");
  const auto ticking = bot.press("marit", newest("marit", core::events::who_came.name)).form.value();
  EXPECT_TRUE(std::ranges::any_of(ticking.inputs.front().options,
                                  [](const core::Option& one) { return one.label == "Berit"; }));
}

// A leader who is known to sit in the channel reads it there, once.
class LeaderInTheChannel : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(MembersFrom, LeaderInTheChannel, testing::Values(true, false),
                         [](const auto& one) { return one.param ? "TheChannel" : "AWrittenList"; });
TEST_P(LeaderInTheChannel, GetsNoCopyOfWhatStandsThere) {
  app::Config config = leader_comes();
  config.groups[0].of_channel = GetParam();
  TempDirectory data;
  WholeBot bot(config, "2026-11-09T08:00:00Z", data / "refleks.db");
  ask_no_purpose(bot);
  core::ChannelRead read;
  read.how = core::ChannelRead::How::whole;
  for (const char* user : {"marit", "kari", "amina", "jonas", "lien", "berit"})
    read.people.push_back({user, "", core::InChannel::Kind::person});
  ASSERT_TRUE(bot.ask([&](core::Context& context) {
    context.emit(core::ChannelWasRead{"sandbox", "hjemme-nord", read});
  }));
  bot.advance("2026-11-17T12:00:00Z");
  EXPECT_HAS(bot.last_in("hjemme-nord"), "Leder er med: Berit");
  bot.advance("2026-11-24T13:00:00Z");
  for (const Said& one : bot.said_in("berit")) EXPECT_LACKS(one.delivery.key, "@") << one.words();
  read.people.pop_back();
  ASSERT_TRUE(bot.ask([&](core::Context& context) {
    context.emit(core::ChannelWasRead{"sandbox", "hjemme-nord", read});
  }));
  bot.forget();
  bot.restart();
  ASSERT_TRUE(bot.bot()
                  .engine()
                  .people()
                  ->group_by_key("hjemme-nord")
                  ->member(core::PersonId(core::id_from_name("person berit"))))
      << "a leader who leaves the channel stays one";
  bot.advance("2026-12-08T11:00:00Z");
  std::string told;
  for (const Said& one : bot.said_in("berit")) told += one.words() + "\n";
  EXPECT_HAS(told, "8. desember") << "no longer there, in private";
}

// Invited at once, before anybody could have looked into the channel.
TEST(LeaderOfANewGroup, InTheChannelOfAWrittenListIsInvitedOnce) {
  core::Platforms platforms;
  std::vector<std::string> asked;
  platforms.read_channel = [&](const std::string&, const std::string& channel) { asked.push_back(channel); };
  for (const bool there : {true, false}) {
    WholeBot bot(empty_house(), "2026-11-09T08:00:00Z", ":memory:", 1, platforms);
    core::FormValues who = set_up_who;
    who["leaders"] = {"Berit Aas, Turid Moe"};
    who["leaders_part"] = {"yes"};
    const core::Reply shown = preview_of_set_up(bot, set_up_when, who);
    EXPECT_EQ(asked.back(), "hjemme-sor") << "looked at while the form is filled in";
    core::ChannelRead read;
    read.how = core::ChannelRead::How::whole;
    for (const char* user : {"marit-solheim", "kari-nes"})
      read.people.push_back({user, "", core::InChannel::Kind::person});
    if (there) read.people.push_back({"berit-aas", "", core::InChannel::Kind::person});
    ASSERT_TRUE(bot.ask([&](core::Context& context) {
      context.emit(core::ChannelWasRead{"sandbox", "hjemme-sor", read});
    }));
    bot.press("eivind", button(shown, "Start gruppa"));
    const std::string invitation = "onsdag 18. november kl. 13.30–15.00";
    EXPECT_EQ(told(bot, "hjemme-sor", invitation), 1U);
    EXPECT_EQ(told(bot, "berit-aas", invitation), there ? 0U : 1U);
    EXPECT_EQ(told(bot, "turid-moe", invitation), 1U);
  }
}

// By a command, and by the file.
TEST(NewLeader, HearsOfTheirPartBeforeTheyAreAskedForTheirYes) {
  TempDirectory data;
  WholeBot bot(municipality(), "2026-11-09T08:00:00Z", data / "refleks.db");
  const auto write =
      bot.press("marit", button(bot.say("marit", "hjemme-nord", "avtale"), text("agreements.write")));
  core::FormValues lines;
  for (const core::Input& input : write.form.value().inputs) lines[input.id] = {"Møterom 2"};
  bot.submit("marit", *write.form, lines);
  bot.forget();
  bot.say("eivind", "hjemme-nord", "rolle nils leder");
  const auto add = [&](const char* user) {
    bot.config().groups[0].members.push_back(
        {core::PersonId(core::id_from_name(std::string("person ") + user)), core::Role::leader, {}});
  };
  add("oda");
  bot.restart();
  for (const char* user : {"nils", "oda"}) {
    const auto told = bot.said_in(user);
    ASSERT_EQ(told.size(), 2U) << user;
    EXPECT_HAS(told[0].words(), text("groups.role.leader.title", {{"group", "Hjemmetjenesten nord"}}));
    EXPECT_HAS(told[1].words(), "Møterom 2");
  }
}

TEST_F(LeaderComes, AnswersNothingAndReadsAsALeader) {
  bot.press("marit", button(bot.say("marit", "hjemme-nord", R"(avstemning "Har vi tid?" ja/nei til 16:00)"),
                            text("polls.open_now")));
  EXPECT_LACKS(bot.last_in("hjemme-nord"), "Berit");
  const auto all = buttons(bot.said_in("hjemme-nord").back().delivery.message);
  ASSERT_FALSE(all.empty());
  EXPECT_HAS(words(bot.press("berit", all.front())), "eder");
  EXPECT_HAS(words(bot.say("berit", "", "idé hjemme-nord")), "eder");
  bot.forget();
  bot.advance("2026-11-09T16:00:00Z");
  EXPECT_TRUE(bot.said_in("berit").empty()) << "what came of it is told to the group";
}

// --- main responsibility

app::Config pair_of_facilitators() {
  app::Config config = with_sessions(municipality(), "2026-11-24");
  for (core::Member& member : config.groups[0].members)
    if (member.person.text == core::id_from_name("person kari")) member.role = core::Role::facilitator;
  return config;
}

class MainResponsibility : public ::testing::Test {
 protected:
  std::string lead(const std::string& who = "marit") {
    return words(bot.say(who, "hjemme-nord", "hovedansvar"));
  }

  TempDirectory data;
  WholeBot bot{pair_of_facilitators(), "2026-11-09T08:00:00Z", data / "refleks.db"};
};

TEST_F(MainResponsibility, IsNobodysUntilSomebodyTakesItThenTheOtherIsNotAsked) {
  EXPECT_HAS(lead(), "begge");
  EXPECT_HAS(words(bot.say("jonas", "hjemme-nord", "hovedansvar")), "fasilitator");
  bot.forget();
  const auto given =
      bot.press("marit", button(bot.say("marit", "hjemme-nord", "hovedansvar"), "Kari tar neste"));
  EXPECT_HAS(words(given), "Kari");
  ASSERT_EQ(bot.said_in("kari").size(), 1U);
  EXPECT_HAS(bot.last_in("kari"), "Du har hovedansvaret");
  EXPECT_HAS(words(given), text("sessions.lead.stays")) << "the one to come is not the only one";
  EXPECT_HAS(bot.last_in("kari"), text("sessions.lead.stays"));
  EXPECT_TRUE(bot.said_in("marit").empty()) << "who did it knows";
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "kjøreplan")), "Hovedansvar: Kari");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "plan")), "hovedansvar: Kari");
  bot.restart();
  bot.advance("2026-11-24T13:35:00Z");
  bot.forget();
  bot.advance("2026-11-25T15:00:00Z");
  EXPECT_FALSE(bot.said_in("kari").empty()) << "what is to be followed up";
  EXPECT_TRUE(bot.said_in("marit").empty());
}

TEST_F(MainResponsibility, DecidesWhoHearsOfCoverAndChoosesWhereTheGroupDidNot) {
  bot.press("marit", button(bot.say("marit", "hjemme-nord", "hovedansvar"), "Kari tar neste"));
  for (int i = 0; i < 3; ++i)
    bot.submit("jonas", *bot.say("jonas", "hjemme-nord", "idé").form,
               {{"idea", {"Tema nummer " + std::string(static_cast<std::size_t>(i + 1), 'x')}}});
  bot.advance("2026-11-20T08:00:00Z");
  bot.forget();
  bot.advance("2026-11-23T13:00:00Z");  // nobody voted, and the leader said nothing
  const auto told = [&](const char* user, const std::string& words) {
    return std::ranges::any_of(bot.said_in(user),
                               [&](const Said& one) { return one.words().find(words) != std::string::npos; });
  };
  const auto silent =
      text("cover.told.silent",
           {{"group", "Hjemmetjenesten nord"}, {"when", "tirsdag 24. november kl. 13.00"}, {"name", ""}});
  EXPECT_TRUE(told("kari", silent));
  EXPECT_FALSE(told("marit", silent));
  EXPECT_TRUE(told("kari", text("ideas.undecided")));
  EXPECT_FALSE(told("marit", text("ideas.undecided")));
}

TEST_F(MainResponsibility, AsksTheOtherWhereWhoseTurnItIsIsAway) {
  bot.press("marit", button(bot.say("marit", "hjemme-nord", "hovedansvar"), "Kari tar neste"));
  bot.press("kari", button(bot.say("kari", "", "pause til 30. november"), "Pause for meg"));
  bot.forget();
  bot.advance("2026-11-23T13:00:00Z");
  EXPECT_HAS(bot.last_in("marit"), "dekning");
  EXPECT_TRUE(bot.said_in("kari").empty());
}

TEST_F(MainResponsibility, TakesTurnsSessionBySession) {
  bot.press("marit", button(bot.say("marit", "hjemme-nord", "hovedansvar"), text("sessions.lead.turns")));
  const auto turns = [&] {
    std::string order;
    const std::string all = words(bot.say("marit", "hjemme-nord", "plan"));
    for (std::size_t at = all.find("hovedansvar: "); at != all.npos; at = all.find("hovedansvar: ", at + 1))
      order += all[at + 13];
    return order.substr(0, 4);
  };
  EXPECT_EQ(turns(), "KMKM");
  EXPECT_HAS(words(bot.say("kari", "hjemme-nord", "hovedansvar bytt")), text("sessions.lead.then_turns"));
  EXPECT_EQ(turns(), "MKMK");
  bot.advance("2026-11-25T15:00:00Z");
  EXPECT_EQ(turns(), "KMKM") << "one session on";
  bot.say("marit", "hjemme-nord", "hovedansvar @marit");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "hovedansvar marit")), "allerede");
  EXPECT_EQ(turns(), "MKMK");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "bytt ansvar")), "Hovedansvaret");
}

TEST_F(MainResponsibility, NeedsTwo) {
  bot.say("eivind", "hjemme-nord", "rolle kari deltaker");
  EXPECT_HAS(lead(), "ikke to fasilitatorer");
}

// --- full weeks

class FullWeek : public ::testing::Test {
 protected:
  // What those who lead hear of their part counts in the week before.
  FullWeek() {
    bot.advance("2026-11-09T08:00:00Z");
    bot.forget();
  }
  static app::Config few() {
    app::Config config = municipality();
    config.organisation.most_a_week = 3;
    return config;
  }
  core::Reply poll(const std::string& question) {
    return bot.press("marit", button(bot.say("marit", "hjemme-nord",
                                             "avstemning \"" + question + "\" ja/nei til fredag 12:00"),
                                     text("polls.open_now")));
  }
  void agree(const std::string& words) {
    const auto form =
        bot.press("marit", button(bot.say("marit", "hjemme-nord", "kontrakt"),
                                  agreed_++ ? text("contract.change") : text("contract.write")));
    bot.submit("marit", form.form.value(), {{"words", {words}}});
  }
  std::size_t in_channel() { return bot.said_in("hjemme-nord").size(); }

  TempDirectory data;
  WholeBot bot{few(), "2026-11-06T08:00:00Z", data / "refleks.db"};
  int agreed_ = 0;
};

TEST_F(FullWeek, WhatCanWaitWaitsForMondayAndTheRestGoes) {
  agree("Vi lytter.");
  EXPECT_EQ(in_channel(), 1U) << "there is room";
  poll("Null?");
  poll("To?");
  ASSERT_EQ(in_channel(), 3U);
  EXPECT_TRUE(bot.said_in("eivind").empty());
  agree("Vi lytter, og det blir her.");
  EXPECT_EQ(in_channel(), 3U) << "it waits";
  bot.restart();
  const core::Reply full = poll("Tre?");
  EXPECT_EQ(in_channel(), 3U) << "what somebody starts is asked about first";
  bot.press("marit", button(full, text("polls.full_week.now")));
  EXPECT_EQ(in_channel(), 4U) << "and goes where they say so";
  ASSERT_EQ(bot.said_in("eivind").size(), 1U);
  EXPECT_HAS(bot.last_in("eivind"), "mer enn 3 meldinger");
  bot.press("marit", button(poll("Fire?"), text("polls.full_week.now")));
  EXPECT_EQ(bot.said_in("eivind").size(), 1U) << "once a week";
  bot.advance("2026-11-15T22:59:00Z");
  EXPECT_LACKS(bot.last_in("hjemme-nord"), "det blir her");
  bot.advance("2026-11-16T07:00:00Z");
  EXPECT_HAS(bot.last_in("hjemme-nord"), "det blir her");
  EXPECT_EQ(bot.said_in("hjemme-nord").back().at, at("2026-11-16T06:00:00Z")) << "after the quiet hours";
}

TEST_F(FullWeek, APollThatCanWaitOpensWhenTheWeekIsOver) {
  for (const char* question : {"Null?", "To?", "Tre?"}) poll(question);
  ASSERT_EQ(in_channel(), 3U);
  const core::Reply full = poll("Fire?");
  EXPECT_HAS(words(full), "så mange meldinger denne uka som vi har lovet");
  const core::Button later =
      button(full, text("polls.full_week.later", {{"when", "mandag 16. november kl. 07.00"}}));
  EXPECT_HAS(words(bot.press("marit", later)), "åpner i Hjemmetjenesten nord mandag 16. november kl. 07.00");
  bot.restart();
  bot.press("marit", later);  // once more changes nothing
  bot.advance("2026-11-12T23:00:00Z");
  for (const Said& one : bot.said_in("eivind")) EXPECT_LACKS(one.words(), "mer enn 3 meldinger");
  bot.forget();
  bot.advance("2026-11-13T23:00:00Z");
  for (const Said& one : bot.said_in("hjemme-nord")) EXPECT_LACKS(one.words(), "Fire?");
  bot.advance("2026-11-16T06:30:00Z");
  EXPECT_HAS(bot.last_in("hjemme-nord"), "Fire?");
}

TEST_F(FullWeek, TwoOfOneQuestionDoNotBothOpenWhenTheWeekIsOver) {
  for (const char* question : {"Null?", "To?", "Tre?"}) poll(question);
  const std::string when = text("polls.full_week.later", {{"when", "mandag 16. november kl. 07.00"}});
  const auto draft = [&](const char* question) {
    return button(bot.say("marit", "hjemme-nord",
                          "avstemning \"" + std::string(question) + "\" ja/nei til fredag 12:00"),
                  text("polls.open_now"));
  };
  const core::Button one = draft("Er det nok tid?"), other = draft("Har vi ikke nok tid?");
  const core::Button one_later = button(bot.press("marit", one), when),
                     other_later = button(bot.press("marit", other), when);
  EXPECT_HAS(words(bot.press("marit", one_later)), "åpner i Hjemmetjenesten nord");
  EXPECT_HAS(words(bot.press("marit", other_later)), "ligner på «Er det nok tid?»");
  EXPECT_HAS(words(bot.press("marit", other)), "ligner på «Er det nok tid?»");
}

TEST_F(FullWeek, WhatWasCorrectedSinceDoesNotOpenByItself) {
  for (const char* question : {"Null?", "To?", "Tre?"}) poll(question);
  bot.advance("2026-11-15T12:00:00Z");  // a Sunday: a draft lives until after the Monday's opening
  const core::Reply preview = bot.say("marit", "hjemme-nord", "avstemning \"Fire?\" ja/nei til onsdag 12:00");
  const core::Reply full = bot.press("marit", button(preview, text("polls.open_now")));
  const core::Button later =
      button(full, text("polls.full_week.later", {{"when", "mandag 16. november kl. 07.00"}}));
  EXPECT_HAS(words(bot.press("marit", later)), "åpner i Hjemmetjenesten nord");
  const auto form = bot.press("marit", button(preview, text("polls.correct"))).form.value();
  core::FormValues values;
  for (const core::Input& input : form.inputs) values[input.id] = input.initial;
  values["question"] = {"Fem?"};
  EXPECT_HAS(words(bot.submit("marit", form, values)), "Slik blir avstemningen");
  bot.advance("2026-11-16T08:00:00Z");
  for (const Said& one : bot.said_in("hjemme-nord")) {
    EXPECT_LACKS(one.words(), "Fire?");
    EXPECT_LACKS(one.words(), "Fem?") << "nobody has opened it";
  }
}

TEST_F(FullWeek, OneReaderWhoHasHadEnoughIsWhoItWaitsFor) {
  // Kari takes part in both groups.
  bot.say("eivind", "sykehjem", "rolle kari deltaker");
  const auto open = [&](const std::string& question) {
    bot.press("henrik",
              button(bot.say("henrik", "sykehjem", "avstemning \"" + question + "\" ja/nei til fredag 12:00"),
                     text("polls.open_now")));
  };
  open("Null?");
  open("To?");
  open("Tre?");
  agree("Vi lytter.");
  EXPECT_EQ(in_channel(), 0U);
  bot.advance("2026-11-16T07:00:00Z");
  EXPECT_EQ(in_channel(), 1U);
}

}  // namespace
