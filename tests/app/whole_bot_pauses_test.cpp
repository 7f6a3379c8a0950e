// Pauses of a person, a group and all, and closed days: who is in one is not written to, not asked, not
// counted.

#include "bot/features/pauses/events.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

struct Pauses : ::testing::Test {
  // What was posted anew, without edits.
  std::vector<std::string> posted(const std::string& id) const {
    std::vector<std::string> all;
    for (const Said& one : bot.said_in(id))
      if (!one.edit()) all.push_back(one.words());
    return all;
  }
  core::Reply group_pause(const std::string& words) {
    return bot.press("marit", button(bot.say("marit", "hjemme-nord", "pause gruppa " + words),
                                     "Pause for Hjemmetjenesten nord"));
  }
  // The group's pause that begins then, by the button that says so.
  core::Reply end_group(const std::string& from) {
    return bot.press("marit", button(bot.say("marit", "hjemme-nord", "pause slutt gruppa"),
                                     "Avslutt pausen fra " + from + " for Hjemmetjenesten nord"));
  }
  WholeBot bot{with_sessions(municipality(), "2026-11-24")};  // 24.11, 8.12, 22.12, 5.1, 19.1
};

TEST_F(Pauses, OfAGroupIsPreviewedToldOnceAndTakesItsSessions) {
  ask_no_purpose(bot);
  bot.advance("2026-11-17T12:00:00Z");  // the 24th is told
  bot.forget();
  const auto preview = bot.say("marit", "hjemme-nord", "pause gruppa fra 20.11 til 10. desember");
  EXPECT_HAS(words(preview), "tirsdag 24. november og tirsdag 8. desember");
  EXPECT_TRUE(bot.said_in("hjemme-nord").empty());
  bot.press("marit", button(preview, "Pause for Hjemmetjenesten nord"));
  bot.press("marit", button(preview, "Pause for Hjemmetjenesten nord"));
  ASSERT_EQ(posted("hjemme-nord").size(), 1U);
  EXPECT_HAS(posted("hjemme-nord")[0], "Pause fra fredag 20. november til og med torsdag 10. desember");
  EXPECT_HAS(posted("hjemme-nord")[0],
             "Disse samlingene går ut: tirsdag 24. november og tirsdag 8. desember.");
  EXPECT_HAS(posted("hjemme-nord")[0], "tirsdag 22. desember");
  for (const char* asked : {"samlinger", "status"})
    EXPECT_HAS(words(bot.say("kari", "hjemme-nord", asked)),
               "Ingen samling tirsdag 24. november og tirsdag 8. desember (pause).")
        << "a line for each would be all there is to see in summer";
  bot.forget();
  bot.advance("2026-12-10T22:00:00Z");
  for (const char* place : {"hjemme-nord", "marit", "kari"}) EXPECT_TRUE(posted(place).empty()) << place;
  // Afterwards the invitation that fell into it, and the session.
  bot.advance("2026-12-22T12:30:00Z");
  const auto after = posted("hjemme-nord");
  ASSERT_FALSE(after.empty());
  EXPECT_HAS(after[0], "22. desember");
}

TEST_F(Pauses, ThatEndsEarlyBringsTheSessionsBack) {
  bot.advance("2026-11-17T12:00:00Z");
  group_pause("til 10. desember");
  bot.forget();
  bot.advance("2026-11-18T09:00:00Z");
  const auto running = bot.say("marit", "hjemme-nord", "pause slutt");
  EXPECT_HAS(words(running), "Hjemmetjenesten nord har pause");
  bot.press("marit", button(running, "Avslutt pausen for Hjemmetjenesten nord"));
  ASSERT_EQ(posted("hjemme-nord").size(), 1U);
  EXPECT_HAS(posted("hjemme-nord")[0], "Pausen er over");
  EXPECT_HAS(posted("hjemme-nord")[0], "tirsdag 24. november");
  EXPECT_HAS(words(bot.press("marit", button(running, "Avslutt pausen for Hjemmetjenesten nord"))),
             "ingen pause å avslutte");
  bot.forget();
  bot.advance("2026-11-24T12:00:00Z");
  std::string all;
  for (const std::string& one : posted("hjemme-nord")) all += one;
  EXPECT_HAS(all, "24. november") << "the reminder";
}

TEST_F(Pauses, MadeAndEndedAtNightAreNotHeardOf) {
  bot.advance("2026-11-17T21:00:00Z");
  bot.forget();
  group_pause("til 10. desember");
  EXPECT_TRUE(posted("hjemme-nord").empty());
  const auto running = bot.say("marit", "hjemme-nord", "pause slutt gruppa");
  bot.press("marit", button(running, "Avslutt pausen for Hjemmetjenesten nord"));
  bot.advance("2026-11-18T09:00:00Z");
  EXPECT_TRUE(posted("hjemme-nord").empty());
  bot.advance("2026-11-18T22:00:00Z");
  group_pause("fra 19.11 til 10. desember");
  bot.advance("2026-11-19T09:00:00Z");
  EXPECT_EQ(posted("hjemme-nord").size(), 1U) << "in the morning, though the pause has begun";
}

TEST_F(Pauses, OfAPersonWritesToNobodyElseAndNotToThem) {
  bot.advance("2026-11-17T12:00:00Z");
  bot.forget();
  EXPECT_HAS(words(bot.say("berit", "", "pause til 15. desember")), "Du har pause");
  EXPECT_HAS(words(bot.say("jonas", "hjemme-nord", "pause til 15. desember")), "Du har pause");
  EXPECT_TRUE(bot.said.empty());
  bot.advance("2026-12-14T09:00:00Z");
  EXPECT_TRUE(posted("berit").empty()) << "no digests";
  bot.advance("2026-12-21T09:00:00Z");
  const auto after = posted("berit");
  EXPECT_EQ(std::ranges::count_if(
                after, [](const std::string& one) { return one.find("Ukesammendrag") != one.npos; }),
            1)
      << "one, and not those of the pause";
  EXPECT_EQ(
      std::ranges::count_if(after, [](const std::string& one) { return one.find("ordnet") != one.npos; }), 1)
      << "the session of Tuesday is asked about";
  EXPECT_HAS(words(bot.say("jonas", "hjemme-nord", "pause slutt")), "ingen pause");
}

TEST_F(Pauses, WhoIsAwayIsNotAskedAndNotCounted) {
  bot.say("jonas", "hjemme-nord", "pause i 2 uker");
  const auto preview = bot.say("marit", "hjemme-nord", R"(avstemning "Nok tid?" til 14:00)");
  bot.press("marit", button(preview, "Åpne nå"));
  core::Button answer;
  for (const Said& one : bot.said_in("hjemme-nord"))
    for (const core::Button& each : buttons(one.delivery.message))
      if (core::is_sealed_name(each.name)) answer = each;
  ASSERT_FALSE(answer.name.empty());
  const std::string taken = words(bot.press("kari", answer)), refused = words(bot.press("jonas", answer));
  EXPECT_EQ(taken, words(bot.press("lien", answer)));
  EXPECT_NE(taken, refused);
  EXPECT_EQ(refused, words(bot.press("henrik", answer))) << "like anybody who has no vote";
  bot.advance("2026-11-24T12:30:00Z");
  const auto form = bot.say("marit", "hjemme-nord", "oppmøte").form.value();
  EXPECT_EQ(form.inputs[0].options.size(), 7U) << "back on the 23rd";
}

TEST_F(Pauses, OfAllAreTheCoordinatorsAndReachEachGroup) {
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "pause alle til 15. desember")), "Bare en koordinator");
  bot.forget();
  const auto preview = bot.say("eivind", "", "pause alle fra 21. desember til 3. januar");
  EXPECT_HAS(words(preview), "Alle grupper (2)");
  EXPECT_HAS(words(preview), "Til sammen 1 samling går ut");
  bot.press("eivind", button(preview, "Pause for alle"));
  for (const char* place : {"hjemme-nord", "sykehjem"}) EXPECT_EQ(posted(place).size(), 1U) << place;
  bot.advance("2026-12-20T12:00:00Z");
  bot.forget();
  bot.advance("2027-01-03T22:00:00Z");
  EXPECT_TRUE(bot.said.empty()) << bot.said.front().words();
}

TEST_F(Pauses, OneMoreTakesNoneAwayAndEachIsEndedByItself) {
  ask_no_purpose(bot);
  bot.advance("2026-11-17T12:00:00Z");
  group_pause("fra 21. desember til 3. januar");
  bot.forget();
  const auto preview = bot.say("marit", "hjemme-nord", "pause gruppa fra 29.6.2027 til 15.8.2027");
  EXPECT_HAS(words(preview), "Står som før: pause fra mandag 21. desember til og med søndag 3. januar 2027.");
  const auto made = bot.press("marit", button(preview, "Pause for Hjemmetjenesten nord"));
  EXPECT_HAS(words(made),
             "har pause fra mandag 21. desember til og med søndag 3. januar 2027 og fra tirsdag 29. juni "
             "2027 til og med søndag 15. august 2027.");
  ASSERT_EQ(posted("hjemme-nord").size(), 1U);
  EXPECT_HAS(posted("hjemme-nord")[0], "Pause fra tirsdag 29. juni 2027 til og med søndag 15. august 2027.");
  EXPECT_LACKS(posted("hjemme-nord")[0], "desember til") << "of the other it was told";
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "samlinger")), "Ingen samling tirsdag 22. desember");
  // The summer is taken back: Christmas stays.
  bot.forget();
  EXPECT_HAS(words(end_group("tirsdag 29. juni 2027")),
             "fra tirsdag 29. juni 2027 til og med søndag 15. august 2027 er tatt bort");
  ASSERT_EQ(posted("hjemme-nord").size(), 1U);
  EXPECT_HAS(posted("hjemme-nord")[0],
             "Det blir ingen pause fra tirsdag 29. juni 2027 til og med søndag 15. august 2027. Samlingene");
  EXPECT_LACKS(posted("hjemme-nord")[0], "er over");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "samlinger")), "Ingen samling tirsdag 22. desember");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "pause slutt")), "mandag 21. desember");
}

TEST_F(Pauses, OneThatMeetsAnotherTakesItsPlaceAndSaysSo) {
  bot.advance("2026-11-17T12:00:00Z");
  group_pause("fra 21. desember til 3. januar");
  bot.forget();
  const auto preview = bot.say("marit", "hjemme-nord", "pause gruppa fra 28. desember til 10. januar");
  EXPECT_HAS(words(preview),
             "Gjelder ikke lenger: pause fra mandag 21. desember til og med søndag 3. januar 2027.");
  EXPECT_HAS(words(bot.press("marit", button(preview, "Pause for Hjemmetjenesten nord"))),
             "Gjelder ikke lenger: pause fra mandag 21. desember");
  ASSERT_EQ(posted("hjemme-nord").size(), 1U);
  EXPECT_HAS(posted("hjemme-nord")[0], "Pause fra mandag 28. desember til og med søndag 10. januar 2027.");
  EXPECT_HAS(posted("hjemme-nord")[0],
             "Pausen fra mandag 21. desember til og med søndag 3. januar 2027 gjelder ikke lenger.");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "samlinger")), "22. desember kl. 13.00");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "samlinger")), "Ingen samling tirsdag 5. januar");
}

TEST_F(Pauses, OfAGroupAndOfAllMeet) {
  bot.advance("2026-11-17T12:00:00Z");
  group_pause("fra 21. desember til 3. januar");
  const auto of_all = bot.say("eivind", "", "pause alle fra 24. desember til 10. januar");
  bot.press("eivind", button(of_all, "Pause for alle"));
  bot.forget();
  const auto group = bot.say("marit", "hjemme-nord", "pause slutt gruppa");
  bot.press("marit", button(group, "Avslutt pausen for Hjemmetjenesten nord"));
  ASSERT_EQ(posted("hjemme-nord").size(), 1U);
  EXPECT_HAS(posted("hjemme-nord")[0], "Pause fra torsdag 24. desember til og med søndag 10. januar 2027.");
  EXPECT_HAS(posted("hjemme-nord")[0], "søndag 3. januar 2027 gjelder ikke lenger");
  EXPECT_LACKS(posted("hjemme-nord")[0], "går som før");
  // One that lies in another goes without a word.
  group_pause("fra 27. desember til 2. januar");
  bot.forget();
  bot.press("marit", button(bot.say("marit", "hjemme-nord", "pause slutt gruppa"),
                            "Avslutt pausen for Hjemmetjenesten nord"));
  EXPECT_TRUE(posted("hjemme-nord").empty()) << posted("hjemme-nord").front();
}

TEST_F(Pauses, SeveralMadeAtNightAreToldTogetherInTheMorning) {
  bot.advance("2026-11-17T21:00:00Z");
  group_pause("fra 21. desember til 3. januar");
  group_pause("fra 27. mars til 4. april 2027");
  group_pause("fra 29. juni til 15. august 2027");
  end_group("lørdag 27. mars 2027");
  // Closed days in the same night take nothing of it.
  const auto form = bot.say("eivind", "", "pause stengt").form.value();
  bot.submit("eivind", form, {{"eves", {"christmas_eve"}}});
  bot.forget();
  bot.advance("2026-11-18T09:00:00Z");
  ASSERT_EQ(posted("hjemme-nord").size(), 1U);
  EXPECT_HAS(posted("hjemme-nord")[0], "mandag 21. desember");
  EXPECT_HAS(posted("hjemme-nord")[0], "tirsdag 29. juni 2027");
  EXPECT_LACKS(posted("hjemme-nord")[0], "27. mars");
  // Taken back in one night and made anew: nothing is new.
  bot.advance("2026-11-18T21:00:00Z");
  bot.forget();
  end_group("tirsdag 29. juni 2027");
  group_pause("fra 29. juni til 15. august 2027");
  bot.advance("2026-11-19T09:00:00Z");
  EXPECT_TRUE(posted("hjemme-nord").empty());
}

TEST_F(Pauses, OfAPersonAreSeveralToo) {
  bot.advance("2026-11-17T12:00:00Z");
  bot.say("jonas", "hjemme-nord", "pause fra 21. desember til 3. januar");
  const auto both = bot.say("jonas", "hjemme-nord", "pause i 2 uker");
  EXPECT_HAS(words(both),
             "Du har pause fra tirsdag 17. november til og med mandag 30. november og fra mandag 21.");
  // Made longer: one in place of the other.
  EXPECT_HAS(words(bot.say("jonas", "hjemme-nord", "pause til 2. desember")),
             "Gjelder ikke lenger: pause fra tirsdag 17. november til og med mandag 30. november.");
  // A day that is said, and a button of a former version, which names none, end nothing that is not meant.
  for (const core::Reply& list : {bot.say("jonas", "hjemme-nord", "pause slutt"),
                                  bot.say("jonas", "hjemme-nord", "pause slutt 25. november"),
                                  bot.press("jonas", {"", "pauses/end_mine", ""})})
    EXPECT_EQ(buttons(list.whisper.value()).size(), 2U);
  const auto list = bot.say("jonas", "hjemme-nord", "pause slutt");
  const auto ended = bot.press("jonas", button(list, "Avslutt pausen min fra tirsdag 17. november"));
  EXPECT_HAS(words(ended), "Pausen din er over. Velkommen tilbake!");
  EXPECT_HAS(words(ended), "Du har pause fra mandag 21. desember");
  EXPECT_HAS(words(bot.press("jonas", button(list, "Avslutt pausen min fra tirsdag 17. november"))),
             "ingen pause å avslutte");
  EXPECT_EQ(buttons(bot.say("jonas", "hjemme-nord", "pause slutt 25. desember").whisper.value()).size(), 1U);
  const std::string off = words(bot.press("jonas", {"", "pauses/end_mine", ""}));
  EXPECT_HAS(off, "Pausen din fra mandag 21. desember til og med søndag 3. januar 2027 er tatt bort.");
  EXPECT_LACKS(off, "Velkommen");
}

TEST_F(Pauses, AreTenAheadAtMost) {
  for (int day = 1; day <= 10; ++day)
    EXPECT_HAS(
        words(bot.say("jonas", "hjemme-nord",
                      "pause fra " + std::to_string(2 * day) + ".12 til " + std::to_string(2 * day) + ".12")),
        "Du har pause");
  const auto refused = bot.say("jonas", "hjemme-nord", "pause fra 28.12 til 29.12");
  EXPECT_HAS(words(refused), "Det er allerede 10 pauser fremover");
  EXPECT_EQ(buttons(refused.whisper.value()).size(), 10U);
  EXPECT_LACKS(words(bot.say("jonas", "hjemme-nord", "pause fra 1.12 til 28.12")), "10 pauser")
      << "in place of them";
}

TEST_F(Pauses, WhatCannotBeIsSaid) {
  for (const auto& [said, heard] :
       {std::pair{"pause fra 15. desember til 1.12.2026", "slutter før den begynner"},
        std::pair{"pause til 2026-11-01", "allerede over"}, std::pair{"pause til 2028-12-01", "13 måneder"},
        std::pair{"pause fra 2027-12-01 til 2027-12-05", "ett år fram"}})
    EXPECT_HAS(words(bot.say("jonas", "hjemme-nord", said)), heard) << said;
  const auto varies = bot.say("jonas", "hjemme-nord", "pause til sommeren").form.value();
  EXPECT_EQ(core::plain_text(varies.intro), text("pauses.form.varies", {{"word", "sommeren"}}));
  const auto unclear = bot.say("jonas", "hjemme-nord", "pause til xyz").form.value();
  EXPECT_EQ(core::plain_text(unclear.intro), text("pauses.form.unclear"));
  const auto form = bot.say("jonas", "hjemme-nord", "pause").form.value();
  EXPECT_TRUE(bot.submit("jonas", form, {{"until", {"xyz"}}}).errors.contains("until"));
  // Forged scopes.
  const std::string home = bot.config().groups[0].id.text;
  for (const std::string& who : {home, bot.config().groups[1].id.text, std::string("all"), std::string("x")})
    EXPECT_TRUE(bot.submit("jonas", form, {{"who", {who}}, {"until", {"15. desember"}}}).whisper) << who;
  for (const char* value : {"2026-11-20|2026-11-10", "x|y", "2026-13-40|2026-12-01", "2026-11-20|9999-12-01",
                            "2025-01-01|2025-02-01", "|"})
    bot.press("jonas", {"", "pauses/mine", value});
  EXPECT_HAS(words(bot.say("jonas", "hjemme-nord", "pause slutt")), "ingen pause");
  for (const char* user : {"jonas", "henrik", "berit"})
    bot.press(user, {"", "pauses/group", home + "|2026-11-20|2026-12-10"});
  bot.press("marit", {"", "pauses/all", "2026-11-20|2026-12-10"});
  EXPECT_TRUE(bot.said_in("hjemme-nord").empty());
}

TEST_F(Pauses, ClosedDaysAreHandledAsHolidays) {
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "pause stengt")), "Bare en koordinator");
  const auto form = bot.say("eivind", "", "pause stengt").form.value();
  EXPECT_TRUE(bot.submit("eivind", form, {{"days", {"8. desember\nikke en dag"}}}).errors.contains("days"));
  // Once with what it does.
  const core::FormValues filled{{"eves", {"christmas_eve"}}, {"days", {"8. desember\n"}}};
  const auto again = bot.submit("eivind", form, filled);
  ASSERT_TRUE(again.form);
  EXPECT_HAS(core::plain_text(again.form->intro), "1 samling går ut");
  EXPECT_HAS(words(bot.submit("eivind", *again.form, filled)), "Stengt: tirsdag 8. desember");
  bot.forget();
  bot.advance("2026-12-09T12:00:00Z");
  std::vector<std::string> told;
  for (const std::string& one : posted("hjemme-nord"))
    if (one.find("Ingen samling tirsdag 8. desember (stengt)") != std::string::npos) told.push_back(one);
  EXPECT_EQ(told.size(), 1U);
  bot.advance("2026-12-24T10:30:00Z");
  bot.forget();
  bot.advance("2026-12-27T12:00:00Z");
  EXPECT_TRUE(bot.said.empty());
  // The form knows what is set.
  const auto set = bot.say("eivind", "", "pause stengt").form.value();
  EXPECT_EQ(set.inputs[0].initial, std::vector<std::string>{"christmas_eve"});
}

// What was moved or added by hand is of no rhythm: it was left out of the message, and came back on another
// day than the group knew.
TEST_F(Pauses, TakeWhatWasMovedAndGiveItBackAtItsTime) {
  ask_no_purpose(bot);
  bot.advance("2026-11-17T12:00:00Z");
  const auto end = [&] {
    bot.press("marit", button(bot.say("marit", "hjemme-nord", "pause slutt gruppa"),
                              "Avslutt pausen for Hjemmetjenesten nord"));
  };
  const auto yes = [&](const std::string& words_said) {
    const auto preview = bot.say("marit", "hjemme-nord", words_said);
    bot.press("marit", buttons(preview.whisper.value()).front());
  };
  yes("flytt 24.11 til 2.12");
  yes("plan 3.12 9-10");
  bot.forget();
  // The day it was moved from is nobody's any more.
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "pause gruppa fra 20.11 til 30.11")),
             "ingen samlinger går ut");
  group_pause("fra 20.11 til 30.11");
  ASSERT_EQ(posted("hjemme-nord").size(), 1U);
  EXPECT_LACKS(posted("hjemme-nord")[0], "24. november");
  EXPECT_LACKS(words(bot.say("kari", "hjemme-nord", "samlinger")), "24. november");
  end();
  bot.forget();
  group_pause("fra 1.12 til 3.12");
  ASSERT_EQ(posted("hjemme-nord").size(), 1U);
  EXPECT_HAS(posted("hjemme-nord")[0], "Disse samlingene går ut: onsdag 2. desember og torsdag 3. desember.");
  bot.forget();
  end();
  ASSERT_EQ(posted("hjemme-nord").size(), 1U);
  EXPECT_HAS(posted("hjemme-nord")[0], "Neste samling er onsdag 2. desember kl. 13.00");
  EXPECT_LACKS(words(bot.say("kari", "hjemme-nord", "samlinger")), "24. november");
  EXPECT_HAS(words(bot.say("kari", "hjemme-nord", "samlinger")), "torsdag 3. desember kl. 09.00");
}

TEST_F(Pauses, LetNobodySetASessionInThem) {
  bot.advance("2026-11-17T12:00:00Z");
  const auto cancel = bot.say("marit", "hjemme-nord", "avlys 8.12");
  bot.press("marit", button(cancel, "Ja, avlys"));
  const auto early = bot.say("marit", "hjemme-nord", "flytt 24.11 til 10.12");
  group_pause("fra 7.12 til 13.12");
  const auto form = bot.say("eivind", "", "pause stengt").form.value();
  bot.submit("eivind", form, {{"days", {"17. desember"}}});
  bot.forget();
  const std::string paused = text("sessions.move.in_pause"), closed = text("sessions.move.closed");
  EXPECT_EQ(words(bot.say("marit", "hjemme-nord", "flytt 24.11 til 10.12")), paused);
  EXPECT_EQ(words(bot.press("marit", button(early, "Ja, flytt"))), paused) << "seen before there was a pause";
  EXPECT_EQ(words(bot.say("marit", "hjemme-nord", "plan 9.12 9-10")), paused);
  EXPECT_EQ(words(bot.say("marit", "hjemme-nord", "flytt 24.11 til 17.12")), closed);
  EXPECT_EQ(words(bot.press("marit", button(bot.say("marit", "hjemme-nord", "plan"), "Hold den likevel"))),
            paused);
  EXPECT_TRUE(bot.said_in("hjemme-nord").empty());
}

TEST_F(Pauses, OutliveTheProcess) {
  TempDirectory data;
  WholeBot lasting(with_sessions(municipality(), "2026-11-24"), "2026-11-17T12:00:00Z", data / "refleks.db");
  const auto preview = lasting.say("marit", "hjemme-nord", "pause gruppa til 10. desember");
  lasting.press("marit", button(preview, "Pause for Hjemmetjenesten nord"));
  lasting.say("jonas", "hjemme-nord", "pause til 10. desember");
  lasting.restart();
  lasting.forget();
  lasting.advance("2026-12-10T12:00:00Z");
  EXPECT_TRUE(lasting.said_in("hjemme-nord").empty());
  EXPECT_HAS(words(lasting.say("jonas", "hjemme-nord", "pause slutt")), "Pausen din er over");
}

}  // namespace
