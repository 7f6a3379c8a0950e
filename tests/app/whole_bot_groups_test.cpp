// Groups set up in chat: from a file that names one coordinator to the first invitation; changed, planned,
// looked after; and what nobody may do with them.

#include "tests/support/set_up.hpp"

namespace {

using namespace support;
using testing::Test;

const core::FormValues &first = set_up_where, &second = set_up_when, &third = set_up_who;

class Setup : public Test {
 protected:
  core::Reply preview(const std::string& who = "eivind", core::FormValues one = first) {
    core::Reply reply = bot.say(who, "", "oppsett");
    for (const auto& values : {std::move(one), second, third}) {
      if (!reply.form) return reply;
      reply = bot.submit(who, *reply.form, values);
    }
    return reply;
  }
  const core::Group* group(const std::string& key = "hjemmetjenesten-soer") {
    return bot.bot().engine().people()->group_by_key(key);
  }
  const core::Person* person(const std::string& name) {
    for (const core::Person& one : bot.bot().engine().people()->people())
      if (one.name == name) return &one;
    return nullptr;
  }
  std::string panel(const std::string& who = "eivind") {
    return words(bot.say(who, "", "gruppe hjemmetjenesten-soer"));
  }
  core::Reply change(const std::string& who, const std::string& step, core::FormValues values) {
    const auto form = bot.press(who, button(bot.say(who, "", "gruppe hjemmetjenesten-soer"), step));
    return bot.submit(who, form.form.value(), std::move(values));
  }

  TempDirectory data;
  WholeBot bot{empty_house(), "2026-11-09T08:00:00Z", data / "refleks.db"};
};

TEST_F(Setup, FromAFileWithOneCoordinatorToTheFirstInvitation) {
  bot.restart();
  ASSERT_EQ(bot.said.size(), 1U) << "how to begin, once, to the coordinator alone";
  EXPECT_EQ(bot.said.front().delivery.to.id, "eivind");
  EXPECT_TRUE(bot.press("eivind", button(bot.said.front().delivery.message, text("groups.begin"))).form);
  const core::Reply shown = preview();
  const std::string all = words(shown);
  EXPECT_HAS(all, "Hjemmetjenesten sør");
  EXPECT_HAS(all, "annenhver onsdag 13.30–15.00");
  EXPECT_HAS(all, "onsdag 18. november kl. 13.30–15.00");
  EXPECT_HAS(all, "onsdag 16. desember");
  EXPECT_HAS(all, "Nye for meg");
  EXPECT_FALSE(group()) << "nothing before Start";
  EXPECT_EQ(bot.said.size(), 1U);
  const auto started = bot.press("eivind", button(shown, "Start gruppa"));
  EXPECT_HAS(words(started), "onsdag 18. november");
  ASSERT_TRUE(group());
  EXPECT_EQ(group()->channel, "hjemme-sor");
  EXPECT_EQ(group()->members.size(), 7U);
  EXPECT_TRUE(group()->expected);
  ASSERT_TRUE(person("Kari Nes"));
  EXPECT_EQ(person("Kari Nes")->user, "kari-nes");
  EXPECT_EQ(group()->member(person("Kari Nes")->id)->since, std::nullopt) << "a founding roster";
  bot.advance("2026-11-10T12:00:00Z");
  const std::string invited = bot.said_in("hjemme-sor").back().words();
  EXPECT_HAS(invited, "onsdag 18. november kl. 13.30–15.00");
  EXPECT_HAS(invited, "Møterom 2");
  EXPECT_HAS(invited, "https://meet.example/987654321");
  EXPECT_HAS(invited, text("sessions.invitation.expected"));
  EXPECT_EQ(bot.said_in("hjemme-sor").size(), 2U) << "a hello and an invitation";
  EXPECT_HAS(words(bot.say("kari-nes", "hjemme-sor", "samlinger")), "onsdag 18. november");
}

// "0 grupper" and "Ingen grupper ennå." said it twice, and the note was about one of them.
TEST_F(Setup, ThatThereIsNoGroupIsSaidOnce) {
  const std::string none = words(bot.say("eivind", "", "grupper"));
  EXPECT_HAS(none, text("groups.list.none"));
  EXPECT_LACKS(none, "0 grupper");
  EXPECT_LACKS(none, "en av dem");
  bot.press("eivind", button(preview(), "Start gruppa"));
  const std::string one = words(bot.say("eivind", "", "grupper"));
  EXPECT_HAS(one, "1 gruppe");
  EXPECT_HAS(one, "en av dem");
}

TEST_F(Setup, StartPressedTwiceOrByTwoIsOnce) {
  const auto shown = preview();
  const core::Button start = button(shown, "Start gruppa");
  const auto replies = bot.together({core::Press{WholeBot::origin("eivind"), start.name, start.value},
                                     core::Press{WholeBot::origin("eivind"), start.name, start.value}});
  EXPECT_HAS(words(replies[1]), "allerede i gang");
  EXPECT_EQ(bot.bot().engine().people()->groups().size(), 1U);
  // An old form of the same draft neither makes nor changes anything.
  core::Form old;
  old.name = "groups/step";
  old.state = start.value + "|1";
  EXPECT_HAS(words(bot.submit("eivind", old, first)), "allerede i gang");
  EXPECT_EQ(bot.bot().engine().people()->groups().size(), 1U);
}

TEST_F(Setup, OfTwoDraftsWithOneChannelTheSecondIsToldWhatToCorrect) {
  const auto one = preview();
  core::FormValues other = first;
  other["name"] = {"Natt"};
  auto reply = bot.press("eivind", button(bot.say("eivind", "", "oppsett"), "Sett opp en ny gruppe"));
  for (const auto& values : {other, second, third}) reply = bot.submit("eivind", reply.form.value(), values);
  const core::Button start = button(reply, "Start gruppa");
  bot.press("eivind", button(one, "Start gruppa"));
  const auto refused = bot.press("eivind", start);
  EXPECT_HAS(words(refused), "Hjemmetjenesten sør bruker denne kanalen allerede");
  EXPECT_EQ(bot.bot().engine().people()->groups().size(), 1U);
  const auto again = bot.press("eivind", button(refused, "Navn og sted"));
  EXPECT_EQ(again.form.value().inputs.front().initial, std::vector<std::string>{"Natt"});
  other["channel"] = {"natt"};
  EXPECT_HAS(words(bot.press("eivind", button(bot.submit("eivind", *again.form, other), "Start gruppa"))),
             "Natt er i gang");
}

// What is said before Start is what Start then does.
TEST(SetupPreview, PromisesTheInvitationThatComes) {
  struct Case {
    const char *when, *first, *before, *after;
  };
  for (const Case& one :
       {Case{"annenhver onsdag 13.30", "2.12", "Til da er jeg stille der.", "Til da er jeg stille der."},
        Case{"annenhver onsdag 13.30", "11.11", "invitasjonen i kanalen med en gang.",
             "invitasjonen i kanalen nå."},
        Case{"annenhver mandag 09.15", "9.11", "Invitasjonen rekker ikke fram",
             "Invitasjonen rekker ikke fram"}}) {
    SCOPED_TRACE(one.first);
    WholeBot bot(empty_house(), "2026-11-09T08:00:00Z");
    core::FormValues when = set_up_when, who = set_up_who;
    when["when"] = {one.when};
    when["first"] = {one.first};
    who["leaders"] = {""};
    const core::Reply preview = preview_of_set_up(bot, when, who);
    const std::string said = words(preview);
    EXPECT_HAS(said, one.before);
    EXPECT_HAS(said, "får de som har en rolle, hver sin melding");
    EXPECT_LACKS(said, "fasilitator og leder hver");
    EXPECT_LACKS(said, "i god tid");
    EXPECT_HAS(words(bot.press("eivind", button(preview, "Start gruppa"))), one.after);
  }
}

TEST_F(Setup, ThePreviewSaysTheYearOfADayPastNewYear) {
  core::FormValues when = second;
  when["first"] = {"9.12"};
  const std::string all = words(preview_of_set_up(bot, when));
  EXPECT_HAS(all, "onsdag 9. desember kl. 13.30–15.00");
  EXPECT_HAS(all, "onsdag 6. januar 2027 kl. 13.30–15.00");
}

TEST_F(Setup, ErrorsStandAtTheFieldsAndNothingTypedIsLost) {
  auto form = bot.say("eivind", "", "oppsett").form.value();
  core::FormValues wrong = first;
  wrong["name"] = {"  "};
  wrong["link"] = {"javascript:alert(1)"};
  EXPECT_TRUE(bot.submit("eivind", form, wrong).errors.contains("name"));
  wrong["name"] = {"Sør"};
  EXPECT_TRUE(bot.submit("eivind", form, wrong).errors.contains("link"));
  form = bot.submit("eivind", form, first).form.value();
  for (const char* when : {"", "av og til", "annenhver", "onsdag", "31.2 13.00", "9.11 07.00", "25:00"}) {
    core::FormValues odd = second;
    odd["when"] = {when};
    const auto reply = bot.submit("eivind", form, odd);
    EXPECT_TRUE(reply.errors.contains("when")) << when << words(reply);
  }
  core::FormValues odd = second;
  odd["first"] = {"i fjor"};
  EXPECT_TRUE(bot.submit("eivind", form, odd).errors.contains("first"));
  // Left, and found again: also after the program was killed.
  bot.restart();
  auto back = bot.say("eivind", "", "oppsett");
  EXPECT_HAS(words(back), "Hjemmetjenesten sør");
  // And after another form that was opened and left as it was.
  bot.press("eivind", button(back, "Sett opp en ny gruppe"));
  back = bot.say("eivind", "", "oppsett");
  EXPECT_HAS(words(back), "Hjemmetjenesten sør");
  form = bot.press("eivind", button(back, "Fortsett")).form.value();
  form = bot.submit("eivind", form, second).form.value();
  core::FormValues nobody = third;
  nobody["facilitators"] = {""};
  EXPECT_TRUE(bot.submit("eivind", form, nobody).errors.contains("facilitators"));
  nobody["facilitators"] = {"Kari Nes"};
  nobody["leaders"] = {"Kari Nes"};
  EXPECT_TRUE(bot.submit("eivind", form, nobody).errors.contains("leaders"));
  const auto shown = bot.submit("eivind", form, third);
  EXPECT_HAS(words(bot.press("eivind", button(shown, "Start gruppa"))), "er i gang");
}

// What a newcomer wrote in Slack: a name for an id was taken, and led nowhere.
TEST(SetupById, WhatIsNoIdOfTheChatIsNotTaken) {
  static constexpr core::IdForm form{"UW", "CG", "U02ABCDEF", "C02ABCDEF"};
  core::Platforms platforms;
  platforms.abilities = [](const std::string&) -> std::optional<core::Capabilities> {
    core::Capabilities can;
    can.ids = &form;
    return can;
  };
  app::Config config = empty_house();
  config.sandbox.enabled = false;
  config.workspaces = {"sandbox"};
  WholeBot bot(std::move(config), "2026-11-09T08:00:00Z", ":memory:", 1, platforms);
  core::FormValues place = first;
  place["channel"] = {"#nord"};
  auto reply = bot.say("eivind", "", "oppsett");
  const core::Form step = reply.form.value();
  EXPECT_HAS(bot.submit("eivind", step, place).errors.at("channel"), "C02ABCDEF");
  place["channel"] = {"C0NORD"};
  reply = bot.submit("eivind", bot.submit("eivind", step, place).form.value(), second);
  core::FormValues names = third;
  for (const char* wrong : {"Kari Nes", "Kari Nes (kari)", "@kari"}) {
    names["members"] = {wrong};
    EXPECT_HAS(bot.submit("eivind", reply.form.value(), names).errors.at("members"), "U02ABCDEF") << wrong;
  }
  names["members"] = {"Kari Nes (U0KARI)"};
  EXPECT_FALSE(bot.submit("eivind", reply.form.value(), names).errors.contains("members"));
}

TEST_F(Setup, DaysInsteadOfARhythm) {
  core::FormValues days = second;
  days["when"] = {"24.11 13.00-14.30; 8.12 kl. 9"};
  core::Reply reply = bot.say("eivind", "", "oppsett");
  for (const auto& values : {first, days, third}) reply = bot.submit("eivind", reply.form.value(), values);
  EXPECT_HAS(words(reply), "tirsdag 8. desember kl. 09.00–10.30");
  bot.press("eivind", button(reply, "Start gruppa"));
  const std::string plan = words(bot.say("eivind", "", "plan hjemmetjenesten-soer"));
  EXPECT_HAS(plan, "tirsdag 24. november kl. 13.00–14.30");
  EXPECT_HAS(plan, "tirsdag 8. desember kl. 09.00–10.30");
  bot.advance("2026-11-10T12:00:00Z");
  EXPECT_HAS(bot.last_in("hjemme-sor"), "tirsdag 24. november");
  bot.restart();
  EXPECT_HAS(words(bot.say("eivind", "", "plan hjemmetjenesten-soer")), "tirsdag 8. desember");
}

// Any street with a number is taken there.
TEST_F(Setup, ThePlaceSaysThatItIsNoPatientsHome) {
  const core::Reply asked = bot.say("eivind", "", "oppsett");
  const auto& inputs = asked.form.value().inputs;
  const auto place = std::ranges::find(inputs, "place", &core::Input::id);
  ASSERT_NE(place, inputs.end());
  EXPECT_HAS(place->hint, "aldri der en pasient bor");
}

TEST_F(Setup, AGroupMadeInChatOutlivesARestartAndAnotherFile) {
  bot.press("eivind", button(preview(), "Start gruppa"));
  for (int i = 0; i < 2; ++i) {
    bot.restart();
    ASSERT_TRUE(group());
    EXPECT_EQ(group()->members.size(), 7U);
  }
  EXPECT_LACKS(panel(), "serverens fil");
}

TEST_F(Setup, AFacilitatorChangesHerOwnGroupAndNeitherLeadersNorChannel) {
  bot.press("eivind", button(preview(), "Start gruppa"));
  const core::PersonId leader = person("Berit Aas")->id;
  auto shown =
      change("marit-solheim", "Navn og sted",
             {{"name", {"Sør"}}, {"channel", {"sykehjem"}}, {"place", {"Kjelleren"}}, {"link", {""}}});
  EXPECT_HAS(words(shown), "Møterom 2 → Kjelleren");
  EXPECT_EQ(group()->place, "Møterom 2") << "not before yes";
  bot.press("marit-solheim", button(shown, "Ja, endre"));
  EXPECT_EQ(group()->name, "Sør");
  EXPECT_EQ(group()->place, "Kjelleren");
  EXPECT_EQ(group()->channel, "hjemme-sor");
  shown =
      change("marit-solheim", "Hvem",
             {{"facilitators", {"Marit, Kari Nes"}}, {"leaders", {"Jonas Vik"}}, {"members", {"Jonas Vik"}}});
  bot.press("marit-solheim", button(shown, "Ja, endre"));
  EXPECT_EQ(group()->member(leader)->role, core::Role::leader);
  EXPECT_EQ(group()->member(person("Kari Nes")->id)->role, core::Role::facilitator);
  EXPECT_EQ(group()->member(person("Jonas Vik")->id)->role, core::Role::participant);
  EXPECT_FALSE(group()->member(person("Lien Tran")->id));
  EXPECT_EQ(group()->members.size(), 4U);
  // Nobody else.
  for (const char* user : {"jonas-vik", "berit-aas", "lien-tran"})
    EXPECT_FALSE(bot.press(user, {"", "groups/change", group()->id.text + "|1"}).form) << user;
  EXPECT_FALSE(bot.press("marit-solheim", {"", "groups/end", group()->id.text}).whisper->blocks.size() > 1);
}

// A leader whom nobody knew was shown among those who take part, and no word that the name was new.
TEST_F(Setup, AChangeShowsWhoIsNewInTheirPart) {
  bot.press("eivind", button(preview(), "Start gruppa"));
  const auto shown = change("eivind", "Hvem",
                            {{"facilitators", {"Marit Solheim"}},
                             {"leaders", {"Eva Ny"}},
                             {"above", {"Tor Over"}},
                             {"members", {"Jonas Vik, Kari Nes"}}});
  EXPECT_HAS(words(shown), "Leder: Berit Aas → Eva Ny");
  EXPECT_HAS(words(shown), "Lederens leder: ikke satt → Tor Over");
  EXPECT_HAS(words(shown), "Nye for meg: Eva Ny og Tor Over.");
  EXPECT_LACKS(words(shown), "Vik, Eva");
}

TEST_F(Setup, ANewRhythmMovesWhatNobodyWasToldOf) {
  bot.press("eivind", button(preview(), "Start gruppa"));
  bot.advance("2026-11-10T12:00:00Z");
  const auto shown = change("marit-solheim", "Når og hva",
                            {{"when", {"torsdager i partallsuker 9-10"}},
                             {"first", {""}},
                             {"programme", {"palliasjon"}},
                             {"attendance", {"voluntary"}}});
  EXPECT_HAS(words(shown), "torsdager i partallsuker 09.00–10.00");
  bot.press("marit-solheim", button(shown, "Ja, endre"));
  const std::string plan = words(bot.say("marit-solheim", "hjemme-sor", "plan"));
  EXPECT_HAS(plan, "onsdag 18. november kl. 13.30–15.00");
  EXPECT_HAS(plan, "torsdag 10. desember kl. 09.00–10.00");
  EXPECT_LACKS(plan, "onsdag 16. desember");
}

TEST_F(Setup, AnExtraSessionIsPreviewedAddedOnceCancelledAndTakenBack) {
  bot.press("eivind", button(preview(), "Start gruppa"));
  bot.advance("2026-11-10T12:00:00Z");
  bot.forget();
  const auto shown = bot.say("marit-solheim", "hjemme-sor", "plan 20.11 9-10");
  EXPECT_HAS(words(shown), "fredag 20. november kl. 09.00–10.00");
  EXPECT_HAS(words(shown), "med en gang");
  EXPECT_TRUE(bot.said.empty());
  const core::Button yes = button(shown, "Ja, legg den til");
  bot.press("marit-solheim", yes);
  EXPECT_HAS(bot.last_in("hjemme-sor"), "fredag 20. november");
  EXPECT_HAS(words(bot.press("marit-solheim", yes)), "står på planen allerede");
  // Another may end where it begins, and begin where it ends.
  for (const char* free : {"plan 20.11 8-9", "plan 20.11 10-11"})
    EXPECT_HAS(words(bot.say("marit-solheim", "hjemme-sor", free)), "Ja, legg den til") << free;
  for (const char* taken : {"plan 20.11 8-9:01", "plan 20.11 9:59-11"})
    EXPECT_LACKS(words(bot.say("marit-solheim", "hjemme-sor", taken)), "Ja, legg den til") << taken;
  const auto unclear = bot.say("marit-solheim", "hjemme-sor", "plan 20.11 12-13 møterom 2").form.value();
  EXPECT_EQ(core::plain_text(unclear.intro), text("sessions.plan.unclear"));
  EXPECT_EQ(unclear.inputs.at(0).initial, std::vector<std::string>{"20.11 12-13 møterom 2"}) << "stays";
  const std::size_t posts = bot.said_in("hjemme-sor").size();
  auto cancel = bot.say("marit-solheim", "hjemme-sor", "avlys 20.11");
  bot.press("marit-solheim", button(cancel, text("sessions.cancel.yes")));
  EXPECT_HAS(words(bot.press("marit-solheim", button(cancel, text("sessions.cancel.no")))), "er avlyst")
      << "the no of what was done says nothing stands";
  EXPECT_GT(bot.said_in("hjemme-sor").size(), posts);
  const auto plan = bot.say("marit-solheim", "hjemme-sor", "plan");
  EXPECT_HAS(words(plan), "avlyst");
  // Where its name behind a day would be one word more.
  EXPECT_HAS(words(bot.say("marit-solheim", "hjemme-sor", button(plan, text("sessions.plan.cancel")).value)),
             "Ja, avlys");
  const auto ask = bot.press("marit-solheim", button(plan, "Hold den likevel"));
  EXPECT_HAS(words(ask), "Gruppa får vite det med en gang");
  const core::Button hold = button(ask, "Ja, hold den");
  bot.press("marit-solheim", hold);
  EXPECT_HAS(bot.last_in("hjemme-sor"), "holdes likevel");
  const std::size_t told = bot.said.size();
  EXPECT_HAS(words(bot.press("marit-solheim", hold)), "står på planen allerede");
  EXPECT_EQ(bot.said.size(), told);
  EXPECT_FALSE(bot.press("kari-nes", {"", "sessions/add", group()->id.text}).form);
}

TEST_F(Setup, CoordinatorsHearOnceWhatAGroupLacks) {
  bot.press("eivind", button(preview(), "Start gruppa"));
  bot.advance("2026-11-10T09:00:00Z");
  const auto about = [&] {
    std::size_t count = 0;
    for (const Said& one : bot.said_in("eivind"))
      count += one.words().find("mangler noe") != std::string::npos;
    return count;
  };
  EXPECT_EQ(about(), 0U);
  const auto shown = change("eivind", "Hvem",
                            {{"facilitators", {""}},
                             {"leaders", {"Berit Aas"}},
                             {"above", {""}},
                             {"members", {"Kari Nes, Jonas Vik"}}});
  bot.press("eivind", button(shown, "Ja, endre"));
  bot.advance("2026-11-13T12:00:00Z");
  EXPECT_EQ(about(), 1U) << "within a day, and once";
  const std::string list = words(bot.say("eivind", "", "grupper"));
  EXPECT_HAS(list, "ingen fasilitator");
  EXPECT_HAS(list, "for få");
  bot.press("eivind", button(change("eivind", "Hvem",
                                    {{"facilitators", {"Kari Nes"}},
                                     {"leaders", {"Berit Aas"}},
                                     {"above", {""}},
                                     {"members", {"Jonas Vik, Lien Tran, Amina Warsame"}}}),
                             "Ja, endre"));
  bot.advance("2026-11-16T12:00:00Z");
  EXPECT_EQ(about(), 1U);
  EXPECT_LACKS(words(bot.say("eivind", "", "grupper")), "ingen fasilitator");
  const auto refused = words(bot.say("kari-nes", "", "grupper"));
  EXPECT_HAS(refused, text("who.needs_any.coordinator"));
  EXPECT_HAS(refused, "[Ja: gruppe]") << "hers is another";
}

TEST_F(Setup, WhereNoPlaceIsGivenTheFacilitatorIsAskedAWeekBefore) {
  core::FormValues no_place = first;
  no_place["place"] = no_place["link"] = {""};
  bot.press("eivind", button(preview("eivind", no_place), "Start gruppa"));
  bot.advance("2026-11-18T12:00:00Z");
  std::string asked;
  for (const Said& one : bot.said_in("marit-solheim")) asked += one.words();
  EXPECT_HAS(asked, "Er rommet bestilt?");
  bot.press("marit-solheim",
            button(change("marit-solheim", "Navn og sted",
                          {{"name", {"Hjemmetjenesten sør"}}, {"place", {"Rom 1"}}, {"link", {""}}}),
                   "Ja, endre"));
  EXPECT_HAS(bot.last_in("hjemme-sor"), "Rom 1") << "also in the invitation that is out";
  EXPECT_TRUE(bot.said_in("hjemme-sor").back().edit());
  EXPECT_HAS(bot.last_in("marit-solheim"), "Stedet er nå satt: Rom 1") << "nobody is left with the question";
  EXPECT_TRUE(bot.said_in("marit-solheim").back().edit());
  bot.forget();
  bot.advance("2026-12-02T12:00:00Z");
  asked.clear();
  for (const Said& one : bot.said_in("marit-solheim")) asked += one.words();
  EXPECT_LACKS(asked, "Er rommet bestilt?");
}

TEST_F(Setup, AGroupIsEndedByYesAlone) {
  bot.press("eivind", button(preview(), "Start gruppa"));
  const auto sign_up = bot.press("marit-solheim", button(bot.say("marit-solheim", "hjemme-sor", "påmelding"),
                                                         text("recruiting.form.title")));
  bot.submit("marit-solheim", sign_up.form.value(), {{"places", {"2"}}, {"days", {"14"}}});
  const auto ask =
      bot.press("eivind", button(bot.say("eivind", "", "gruppe hjemmetjenesten-soer"), "Avslutt gruppa"));
  ASSERT_TRUE(group());
  bot.forget();
  bot.press("eivind", button(ask, "Ja, avslutt"));
  EXPECT_FALSE(group());
  const std::string none = words(bot.say("kari-nes", "", "samlinger"));
  EXPECT_HAS(none, text("who.no_group"));
  EXPECT_LACKS(none, "ennå") << "she has been in one";
  EXPECT_TRUE(std::ranges::any_of(bot.said, [](const Said& one) {
    return one.edit() && one.delivery.key.starts_with("recruiting:");
  })) << "its sign-up is over";
  bot.restart();
  EXPECT_FALSE(group());
  bot.forget();
  bot.advance("2026-12-09T12:00:00Z");
  EXPECT_TRUE(bot.said_in("hjemme-sor").empty());
}

// The first group of the house: nobody awaited midnight before it.
// Whoever is in no file is taken out of none.
TEST_F(Setup, ErasureOfWhoWasMadeInChatSaysNothingOfTheFile) {
  start_group(bot);
  bot.press("kari-nes", button(bot.say("kari-nes", "", "slett meg"), "Ja, be om at jeg blir slettet"));
  const auto sure =
      bot.press("eivind", button(bot.said_in("eivind").back().delivery.message, text("rights.request.look")));
  const std::string done = words(bot.press("eivind", button(sure, "Slett Kari Nes")));
  EXPECT_HAS(done, "Kari Nes er slettet");
  EXPECT_LACKS(done, "konfigurasjonen");
}

TEST_F(Setup, MembershipsBeginAndEndWithoutANewStart) {
  start_group(bot);
  bot.say("eivind", "", "rolle hjemmetjenesten-soer Kari deltaker til 11. november");
  bot.say("eivind", "", "rolle hjemmetjenesten-soer Jonas ut");
  bot.say("eivind", "", "rolle hjemmetjenesten-soer Jonas deltaker fra 12. november");
  bot.say("eivind", "", "rolle hjemmetjenesten-soer Marit fasilitator til 11. november");
  const core::PersonId kari = person("Kari Nes")->id, jonas = person("Jonas Vik")->id;
  EXPECT_TRUE(group()->member(kari));
  EXPECT_FALSE(group()->member(jonas));
  bot.advance("2026-11-12T08:00:00Z");
  EXPECT_FALSE(group()->member(kari)) << "her last day is over";
  EXPECT_TRUE(group()->member(jonas));
  EXPECT_FALSE(group()->member(person("Marit Solheim")->id));
  EXPECT_EQ(told(bot, "marit-solheim", "Du er ikke lenger fasilitator"), 1U);
}

TEST_F(Setup, WhoLeadsNoMoreHearsOfItOnce) {
  start_group(bot);
  bot.forget();
  bot.say("eivind", "", "rolle hjemmetjenesten-soer Berit ut");
  bot.say("eivind", "", "rolle hjemmetjenesten-soer Kari ut");
  const auto form = bot.press("eivind", button(bot.say("eivind", "", "gruppe hjemmetjenesten-soer"), "Hvem"));
  core::FormValues other = third;
  other["facilitators"] = {"Jonas Vik"};
  other["leaders"] = {"Eva Ny"};
  other["members"] = {"Lien Tran, Amina Warsame, Tomasz Nowak, Marit Solheim"};
  bot.press("eivind", button(bot.submit("eivind", form.form.value(), other), "Ja, endre"));
  bot.advance("2026-11-10T12:00:00Z");
  bot.restart();
  bot.advance("2026-11-11T12:00:00Z");
  EXPECT_EQ(told(bot, "berit-aas", "Du er ikke lenger leder for Hjemmetjenesten sør"), 1U);
  EXPECT_EQ(told(bot, "berit-aas", "spør Eivind"), 1U);
  EXPECT_EQ(told(bot, "marit-solheim", "Du er ikke lenger fasilitator i Hjemmetjenesten sør"), 1U);
  EXPECT_EQ(told(bot, "marit-solheim", "Du er med i gruppa som deltaker"), 1U);
  EXPECT_EQ(told(bot, "kari-nes", "Du er ikke lenger med i"), 1U) << "she led nothing";
  EXPECT_EQ(told(bot, "kari-nes", "ikke lenger"), 1U);
}

TEST_F(Setup, AGroupThatIsInvitedToNothingHearsThatItHasEnded) {
  core::FormValues later = set_up_when;
  later["first"] = {"18.12"};
  start_group(bot, later);
  const auto end_it = [&] {
    const auto ask =
        bot.press("eivind", button(bot.say("eivind", "", "gruppe hjemmetjenesten-soer"), "Avslutt gruppa"));
    EXPECT_HAS(words(ask), "Gruppa får vite det i kanalen");
    bot.forget();
    bot.press("eivind", button(ask, "Ja, avslutt"));
    bot.advance("2026-11-10T12:00:00Z");
  };
  end_it();
  EXPECT_EQ(told(bot, "hjemme-sor", "Det kommer ingen flere samlinger"), 1U);
  EXPECT_EQ(bot.said_in("hjemme-sor").size(), 1U);
}

TEST_F(Setup, WhoIsInvitedHearsThatTheGroupHasEnded) {
  bot.press("eivind", button(preview(), "Start gruppa"));
  bot.advance("2026-11-30T12:00:00Z");
  ASSERT_FALSE(bot.said_in("hjemme-sor").empty());
  const auto ask =
      bot.press("eivind", button(bot.say("eivind", "", "gruppe hjemmetjenesten-soer"), "Avslutt gruppa"));
  bot.forget();
  bot.press("eivind", button(ask, "Ja, avslutt"));
  bot.advance("2026-12-01T12:00:00Z");
  std::string told;
  for (const Said& one : bot.said_in("hjemme-sor")) told += one.words() + "\n";
  EXPECT_HAS(told, "blir det ikke noe av");
  EXPECT_HAS(told, text("sessions.cancelled.group_over"));
  EXPECT_LACKS(told, "Neste samling");
  EXPECT_LACKS(told, text("sessions.period.over_for_good")) << "once is enough";
  bot.forget();
  bot.restart();
  bot.advance("2026-12-30T12:00:00Z");
  EXPECT_TRUE(bot.said_in("hjemme-sor").empty());
}

TEST_F(Setup, WhoIsMentionedTakesPart) {
  core::Command command{WholeBot::origin("eivind"),
                        std::string("oppsett ") + std::string(core::mention_mark)};
  command.mentions = {{"Kari Nes", "U123"}};
  core::Reply reply = std::move(bot.together({command}).front());
  core::FormValues own = third;
  own.erase("members");
  for (auto values : {first, second}) reply = bot.submit("eivind", reply.form.value(), values);
  const auto& inputs = reply.form.value().inputs;
  const core::Input members = *std::ranges::find(inputs, "members", &core::Input::id);
  EXPECT_HAS(members.initial.at(0), "Kari Nes (U123)");
  own["members"] = members.initial;
  reply = bot.submit("eivind", *reply.form, own);
  bot.press("eivind", button(reply, "Start gruppa"));
  ASSERT_TRUE(bot.bot().engine().people()->person("sandbox", "U123"));
  EXPECT_EQ(bot.bot().engine().people()->person("sandbox", "U123")->name, "Kari Nes");
}

// A group of the file beside them.
TEST(SetupBesideAFile, AChangeInChatStandsAndIsShown) {
  TempDirectory data;
  app::Config config = with_sessions(municipality(), "2026-11-24");
  WholeBot bot(config, "2026-11-09T08:00:00Z", data / "refleks.db");
  const auto panel = bot.say("marit", "hjemme-nord", "gruppe");
  EXPECT_HAS(words(panel), "annenhver tirsdag 13.00–14.30 (fra serverens fil)");
  const auto form = bot.press("marit", button(panel, "Navn og sted"));
  const auto shown = bot.submit("marit", form.form.value(),
                                {{"name", {"Hjemmetjenesten nord"}}, {"place", {"Stua"}}, {"link", {""}}});
  bot.press("marit", button(shown, "Ja, endre"));
  bot.restart();
  const std::string after = words(bot.say("marit", "hjemme-nord", "gruppe"));
  EXPECT_HAS(after, "Stua");
  EXPECT_LACKS(after, "Stua (fra serverens fil)");
  EXPECT_EQ(bot.say("henrik", "sykehjem", "gruppe hjemme-nord").form, std::nullopt);
  // A draft of one group is nothing in another.
  EXPECT_LACKS(words(bot.press("henrik", button(shown, "Ja, endre"))), "Endret");
}

}  // namespace
