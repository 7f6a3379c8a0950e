// Making a poll: the preview, the form, corrections, and who may.

#include "bot/core/texts.hpp"
#include "bot/features/polls/events.hpp"
#include "bot/features/polls/kinds.hpp"
#include "tests/features/polls/world.hpp"

namespace polls_world {
namespace {

using support::button;
using support::buttons;
using support::text;
using support::words;

using PollDrafts = World;

TEST_F(PollDrafts, APreviewIsSeenByTheFacilitatorAlone) {
  const auto preview = say("marit", a_question);
  EXPECT_HAS(words(preview), "Slik blir avstemningen");
  EXPECT_HAS(words(preview), "1. Tid\n2. Kunnskap\n3. Støtte");
  EXPECT_HAS(words(preview), "tirsdag 10. november kl. 12.00");
  EXPECT_TRUE(context.posts.empty());
}

TEST_F(PollDrafts, WhatIsSaidOfPollsThatAreThereOpensNone) {
  open(a_question);
  for (const char* said : {"slutt",
                           "stopp",
                           "avslutt",
                           "avslutt nå",
                           "Avslutt!",
                           "lukk",
                           "steng avstemningen",
                           "avlys",
                           "slett den",
                           "ferdig",
                           "forleng",
                           "forleng til mandag",
                           "avslutte",
                           "avbryt",
                           "resultat",
                           "vis",
                           "stop",
                           "end it",
                           "close now",
                           "cancel",
                           "extend until Friday",
                           "avslutta no",
                           "resultata"}) {
    const auto listed = say("marit", std::string("avstemning ") + said);
    ASSERT_TRUE(listed.whisper) << said;
    EXPECT_HAS(words(listed), "Hva trenger vi mest?") << said;
    EXPECT_HAS(words(listed), text("polls.cancel")) << said;
  }
  for (const char* none : {"ny", "start", "lag en", "new"})
    EXPECT_EQ(say("marit", std::string("avstemning ") + none).form.value().inputs.front().initial,
              std::vector<std::string>{""})
        << none;
  for (const char* question : {"Slutt?", "Avlyse samlingen", "Stenge kontoret i jula?",
                               "Slutte tidligere fredag", "Ny farge på døra"})
    EXPECT_EQ(say("marit", std::string("avstemning ") + question).form.value().inputs.front().initial,
              std::vector<std::string>{question});
}

TEST_F(PollDrafts, TheSameFormSentTwiceMakesOne) {
  const auto form = say("marit", "avstemning").form.value();
  const core::FormValues values{{"question", {"Hva nå?"}}, {"kind", {"text"}}};
  const auto once = submit("marit", form, values), again = submit("marit", form, values);
  EXPECT_EQ(words(once), words(again));
  EXPECT_EQ(button(once, "Åpne nå"), button(again, "Åpne nå"));
  EXPECT_EQ(store.polls.size(), 1U);
  press("marit", button(once, "Åpne nå"));
  EXPECT_EQ(words(submit("marit", form, values)), text("polls.not_planned"));
  EXPECT_EQ(told().size(), 1U);
  core::Form other = form;
  for (const char* id : {"../../x", "abc", "0123456789ABCDEF0123456789ABCDEF"}) {
    other.state = std::string(id) + form.state.substr(form.state.find('|'));
    EXPECT_EQ(words(submit("marit", other, values)), text("polls.not_planned")) << id;
  }
}

TEST_F(PollDrafts, APreviewSaysThatItClosesAtNightInTheWeekendOrOnAHoliday) {
  const auto preview = [&](const std::string& until) {
    return words(say("marit", "avstemning \"Hva?\" \"Tid\" \"Ro\" til " + until));
  };
  EXPECT_LACKS(preview("tirsdag 12:00"), "stenger");
  EXPECT_HAS(preview("tirsdag 23:30"), text("polls.preview.night"));
  EXPECT_HAS(preview("tirsdag 05:00"), text("polls.preview.night"));
  EXPECT_HAS(preview("lørdag 12:00"), text("polls.preview.weekend"));
  EXPECT_HAS(preview("25.12 12:00"), "helligdag");
}

TEST_F(PollDrafts, APreviewSaysWhenTheResultComesWhereItIsQuietThen) {
  const auto preview = [&](const std::string& until) {
    return words(say("marit", "avstemning \"Hva?\" \"Tid\" \"Ro\" til " + until));
  };
  const auto heard = [](const char* when) { return text("polls.preview.heard", {{"when", when}}); };
  EXPECT_LACKS(preview("torsdag 12:00"), "stille");
  EXPECT_HAS(preview("tirsdag 23:30"), heard("onsdag 11. november kl. 07.00"));
  const std::string lasts = words(say("marit", "avstemning \"Hva?\" \"Tid\" \"Ro\" 15 timer"));
  EXPECT_HAS(lasts, "tirsdag 10. november kl. 00.00");
  EXPECT_LACKS(lasts, "stille") << "counted from an opening that may be tomorrow";
  std::vector<core::Group> groups = context.people().groups();
  for (core::Group& group : groups)
    group.quiet.closed = {{core::at(std::chrono::year{2026} / 11 / 12, core::Minutes{0}),
                           core::at(std::chrono::year{2026} / 11 / 28, core::Minutes{0})}};
  context.set_people({context.people().people(), groups});
  EXPECT_HAS(preview("torsdag 12:00"), heard("mandag 30. november kl. 07.00"));
}

TEST_F(PollDrafts, APreviewSaysThatTooFewCanAnswer) {
  const std::string few = text("polls.preview.few", {{"k", 4}});
  EXPECT_LACKS(words(say("marit", a_question)), few);
  std::vector<core::Group> groups = context.people().groups();
  for (core::Group& group : groups) group.members.resize(3);
  context.set_people({context.people().people(), groups});
  EXPECT_HAS(words(say("marit", a_question)), few);
  EXPECT_LACKS(words(say("marit", std::string(a_question) + " navn")), few) << "names are shown";
}

TEST_F(PollDrafts, APreviewSaysThatTextsCannotBeShown) {
  const std::string few = text("polls.preview.few_texts", {{"k", 5}});
  const std::string ask = R"(avstemning "Er det nok tid?" ja/nei + "Hva mangler?" fritekst)";
  EXPECT_LACKS(words(say("marit", ask)), few);
  std::vector<core::Group> groups = context.people().groups();
  for (core::Group& group : groups) group.members.resize(4);
  context.set_people({context.people().people(), groups});
  EXPECT_HAS(words(say("marit", ask)), few);
  EXPECT_LACKS(words(say("marit", a_question)), few) << "nothing is written";
  EXPECT_LACKS(words(say("marit", ask + " navn")), few) << "names are shown";
}

TEST_F(PollDrafts, ErrorsSayWhatIsWrongAndPostNothing) {
  const std::pair<const char*, const char*> table[] = {
      {R"(avstemning "Q?" "A" "B" fleree)", "«fleree»"},
      {R"(avstemning "Q?" "A" "B)", "mangler et anførselstegn"},
      {R"(avstemning flere)", "Spørsmålet mangler"},
      {R"(avstemning "Q?" "A")", "minst to svar"},
      {R"(avstemning "Q?" "A" "a")", "står to ganger"},
      {R"(avstemning "Q?" til snart)", "«snart»"},
      {R"(avstemning "Q?" skala "1" "2" "3" "4")", "2, 3 eller 5 trinn"},
      {R"(avstemning "Ring Kari på 22 33 44 55?" "Ja" "Nei")", "telefonnummer"},
      {R"(avstemning "Q?" "A" "skriv til kari@kommune.example")", "e-postadresse"},
  };
  for (const auto& [command, complaint] : table) EXPECT_HAS(words(say("marit", command)), complaint);
  EXPECT_HAS(words(say("marit", "avstemning flere")), "For eksempel: /refleks avstemning");
  EXPECT_TRUE(context.posts.empty());
  EXPECT_HAS(words(say("marit", "avstemninger")), "Ingen åpne avstemninger");
}

// What was answered or can be is not asked again, also where many drafts were made since, where a check-out
// asked it, and where it is only to open later.
TEST_F(PollDrafts, WhatWasAskedIsNotAskedAgainHoweverManyDraftsCameBetween) {
  open("avstemning \"Er det nok tid?\" ja/nei");
  for (int i = 0; i < 80; ++i) {
    const auto draft = say("marit", "avstemning \"Hva med uke " + std::to_string(i) + "?\" ja/nei");
    press("marit", button(draft, "Forkast"));
  }
  EXPECT_HAS(words(say("marit", "avstemning \"Er det nok tid?\" ja/nei")), "ligner på «Er det nok tid?»");
}

TEST_F(PollDrafts, WhatACheckOutAskedIsNotAskedAgain) {
  core::Poll asked;
  asked.id = core::PollId("checkout-1");
  asked.group = core::GroupId("group-home");
  asked.purpose = core::Poll::Purpose::checkout;
  asked.title = core::localized("checkout.title");
  asked.questions.push_back(
      {core::Question::Kind::scale, core::localized("checkout.useful"), polls::agreement_scale(), false});
  asked.opens = context.now() - std::chrono::hours{30};
  asked.closes = context.now() - std::chrono::hours{6};
  asked.state = core::Poll::State::closed;
  store.add(asked);
  const std::string again = "avstemning \"" + text("checkout.useful") + "\" skala";
  EXPECT_LACKS(words(say("marit", again)), "ligner på") << "nothing was shown";
  store.results[asked.id] = {{{0, core::ResultLine::Audience::group, core::ResultLine::Part::half, 1}}, {}};
  EXPECT_HAS(words(say("marit", again)), "ligner på");
}

// All but one of those who answered without names may answer again with theirs.
TEST_F(PollDrafts, WhatIsAskedWithoutNamesIsNotAskedByNameBesides) {
  const std::string ask = "avstemning \"Trenger vi mer tid?\" ja/nei", by_name = ask + " navn";
  const auto drafted = say("marit", by_name);
  open(ask);
  const std::string both = "Det ene er med navn og det andre uten";
  EXPECT_HAS(words(press("marit", button(drafted, "Åpne nå"))), both);
  EXPECT_HAS(words(say("marit", "avstemning \"Trenger vi ikke mer tid?\" ja/nei navn")), both);
  EXPECT_HAS(words(say("marit", "avstemning \"Hvem tar neste?\" \"Kari\" \"Jonas\" navn")),
             "Slik blir avstemningen");
}

TEST_F(PollDrafts, NorTheOtherWayRoundButTwiceByName) {
  const std::string ask = "avstemning \"Trenger vi mer tid?\" ja/nei", by_name = ask + " navn";
  open(by_name);
  EXPECT_HAS(words(say("marit", ask)), "Det ene er med navn og det andre uten");
  EXPECT_HAS(words(say("marit", by_name)), "Slik blir avstemningen") << "two with names hide nothing";
}

// What people were to choose from they can as well write, and what they wrote they can write again.
TEST_F(PollDrafts, NorInWordsOfTheirOwn) {
  const std::string both = "Det ene er med navn og det andre uten", preview = "Slik blir avstemningen";
  const std::string in_words = "avstemning \"Trenger vi mer tid?\" tekst";
  open("avstemning \"Trenger vi mer tid?\" ja/nei");
  EXPECT_HAS(words(say("marit", in_words + " navn")), both);
  EXPECT_HAS(words(say("marit", in_words)), preview) << "reasons without names tell nobody's answer";
  open("avstemning \"Hva er tungt her?\" tekst");
  EXPECT_HAS(words(say("marit", "avstemning \"Hva er ikke tungt her?\" tekst navn")), both);
  EXPECT_HAS(words(say("marit", "avstemning \"Hva er lett?\" tekst navn")), preview);
  open("avstemning \"Hvorfor?\" tekst");
  EXPECT_HAS(words(say("marit", "avstemning \"Hvorfor?\" tekst navn")), preview) << "asked of everything";
}

TEST_F(PollDrafts, NorWhereTheWordsWithNamesCameFirst) {
  const auto asked = open("avstemning \"Trenger vi mer tid?\" tekst navn");
  submit("kari", press("kari", button(asked, "Svar")).form.value(), {{"q0", {"ja"}}});
  advance("2026-11-11T12:00:00Z");
  EXPECT_HAS(words(say("marit", "avstemning \"Trenger vi mer tid?\" ja/nei")),
             "Det ene er med navn og det andre uten");
}

// Three of the nursing home answer here as well: two results would be of nearly the same people.
TEST_F(PollDrafts, WhatAnotherGroupOfTheSamePeopleIsAskedIsNotAskedAgain) {
  const std::string ask = "avstemning \"Trenger vi mer tid?\" ja/nei";
  const std::string refused = text("polls.asked_elsewhere");
  join("anne", std::nullopt);
  join("bodil", std::nullopt);
  const auto drafted = say("marit", ask);
  open(ask, "henrik", "sykehjem");
  EXPECT_HAS(words(say("marit", ask)), "Slik blir avstemningen") << "two in both tell nothing of each other";
  join("elif", std::nullopt);
  EXPECT_EQ(words(press("marit", button(drafted, "Åpne nå"))), refused);
  EXPECT_EQ(words(say("marit", "avstemning \"Trenger vi ikke mer tid?\" ja/nei")), refused);
  EXPECT_LACKS(refused, "sykehjem");
  EXPECT_EQ(words(say("marit", ask + " navn")), refused) << "with names it would tell of who gives none";
  EXPECT_HAS(words(say("marit", "avstemning \"Trenger vi flere folk?\" ja/nei")), "Slik blir avstemningen");

  const core::PollId id = std::ranges::find(store.polls, core::Poll::State::open, [](const auto& entry) {
                            return entry.second.state;
                          })->first;
  advance("2026-11-11T12:00:00Z");
  ASSERT_EQ(store.polls.at(id).state, core::Poll::State::closed);
  EXPECT_HAS(words(say("marit", ask)), "Slik blir avstemningen") << "nothing was shown";
  store.results[id] = {{{0, core::ResultLine::Audience::group, core::ResultLine::Part::half, 1}}, {}};
  EXPECT_EQ(words(say("marit", ask)), refused);
  set_clock("2026-12-12T12:00:00Z");
  EXPECT_HAS(words(say("marit", ask)), "Slik blir avstemningen") << "after thirty days";
}

TEST_F(PollDrafts, NorWhatTheOtherGroupIsToBeAskedLaterWhoeverWasFirst) {
  const std::string ask = "avstemning \"Trenger vi mer tid?\" ja/nei";
  for (const char* user : {"anne", "bodil", "elif"}) join(user, std::nullopt);
  open(ask);
  EXPECT_EQ(words(say("henrik", ask, "sykehjem")), text("polls.asked_elsewhere"));
  core::Poll later;
  later.id = core::PollId("later-1");
  later.group = core::GroupId("group-nursing");
  later.title = core::Localized("Er det ro?");
  later.questions.push_back(
      {core::Question::Kind::scale, core::Localized("Er det ro?"), polls::yes_no(), true});
  later.opens = context.now() + std::chrono::hours{48};
  later.closes = context.now() + std::chrono::hours{72};
  store.add(later);
  EXPECT_EQ(words(say("marit", "avstemning \"Er det ikke ro?\" ja/nei")), text("polls.asked_elsewhere"));
}

TEST_F(PollDrafts, WhoLeadsTheOtherGroupAnswersInOneAlone) {
  const std::string ask = "avstemning \"Trenger vi mer tid?\" ja/nei";
  for (const char* user : {"anne", "bodil"}) join(user, std::nullopt);
  join("elif", std::nullopt, core::Role::leader);
  open(ask, "henrik", "sykehjem");
  EXPECT_HAS(words(say("marit", ask)), "Slik blir avstemningen");
}

// Whenever: the facilitator would be first.
TEST_F(PollDrafts, WhatTheBotAsksByItselfIsAskedByNobodyElse) {
  const core::Question useful{
      core::Question::Kind::scale,
      core::localized("checkout.useful"),
      {core::localized("checkout.useful.little"), core::localized("checkout.useful.some"),
       core::localized("checkout.useful.very")},
      false};
  const std::string ask = "avstemning \"" + text("checkout.useful") + "\" ja/nei";
  const auto drafted_before = say("marit", ask);
  options.asked_by_itself = [&](const core::Group& group) {
    return group.key == "hjemme-nord" ? std::vector{useful} : std::vector<core::Question>();
  };
  begin();
  const std::string refused = text("polls.asked_by_itself", {{"question", text("checkout.useful")}});
  EXPECT_EQ(words(press("marit", button(drafted_before, "Åpne nå"))), refused);
  EXPECT_EQ(words(say("marit", ask)), refused);
  EXPECT_EQ(
      words(say("marit", "avstemning \"Hva synes dere?\" ja/nei + \"Var samlingen nyttig for oss?\" ja/nei")),
      refused)
      << "one of two";
  EXPECT_EQ(words(say("marit", ask + " navn")), refused) << "nor by name beside it";
  EXPECT_HAS(words(say("henrik", ask, "sykehjem")), "Slik blir avstemningen") << "they are not asked it";
  EXPECT_TRUE(context.posts.empty());
}

TEST_F(PollDrafts, WhatIsToOpenLaterIsNotAskedBesides) {
  core::Poll later;
  later.id = core::PollId("later-1");
  later.group = core::GroupId("group-home");
  later.title = core::Localized("Er det nok tid?");
  later.questions.push_back(
      {core::Question::Kind::scale, core::Localized("Er det nok tid?"), polls::yes_no(), true});
  later.opens = context.now() + std::chrono::hours{48};
  later.closes = context.now() + std::chrono::hours{72};
  store.add(later);
  EXPECT_HAS(words(say("marit", "avstemning \"Har vi ikke nok tid?\" ja/nei")), "ligner på");
}

TEST_F(PollDrafts, OnlyTheFacilitatorAndTheCoordinatorHoldThem) {
  const std::string refused = text("who.needs.facilitator", {{"group", "Hjemmetjenesten nord"}});
  for (const char* user : {"kari", "berit", "henrik"})
    EXPECT_EQ(words(say(user, a_question)), refused) << user;
  EXPECT_HAS(words(say("eivind", a_question)), "Slik blir avstemningen");
  const auto preview = say("marit", a_question);
  EXPECT_EQ(words(press("kari", button(preview, "Åpne nå"))), refused);
  EXPECT_TRUE(context.posts.empty());
}

TEST_F(PollDrafts, TheFormGivesTheSamePollAsTheCommand) {
  const auto form = say("marit", "avstemning").form;
  ASSERT_TRUE(form);
  const auto build = [&](core::FormValues values) { return submit("marit", *form, std::move(values)); };
  EXPECT_EQ(build({{"question", {" "}}}).errors.count("question"), 1U);
  EXPECT_EQ(build({{"question", {"Q?"}}, {"kind", {"choice"}}, {"options", {"A"}}}).errors.count("options"),
            1U);
  EXPECT_EQ(build({{"question", {"Q?"}}, {"closes", {"snart"}}}).errors.count("closes"), 1U);
  EXPECT_EQ(build({{"question", {"Q?"}}, {"options", {"Kari 22334455\nB"}}}).errors.count("options"), 1U);
  const auto preview = build({{"question", {"Hva trenger vi mest?"}},
                              {"kind", {"choices"}},
                              {"options", {"Tid\n\n  Kunnskap \r\nStøtte"}},
                              {"named", {"anonymous"}},
                              {"closes", {"14:30"}}});
  EXPECT_HAS(words(preview), "1. Tid\n2. Kunnskap\n3. Støtte\nFlere valg");
  EXPECT_HAS(words(preview), "mandag 9. november kl. 14.30");
  EXPECT_HAS(words(build({{"question", {"Q?"}}, {"closes", {"10 min"}}})), "kl. 09.10, hvis du åpner nå\n");
  EXPECT_HAS(words(build({{"question", {"Q?"}}, {"closes", {"fredag 12:00"}}})),
             "fredag 13. november kl. 12.00\n");
  EXPECT_HAS(words(build({{"question", {"Q?"}}, {"kind", {"text"}}, {"options", {"glemt"}}})), "Fritekst");
  EXPECT_HAS(words(build({{"question", {"Q?"}}, {"kind", {"scale"}}})), "5. Helt enig");
  EXPECT_TRUE(context.posts.empty());
  EXPECT_EQ(words(submit("kari", *form, {{"question", {"Q?"}}})),
            text("who.needs.facilitator", {{"group", "Hjemmetjenesten nord"}}));
}

TEST_F(PollDrafts, ADraftIsCorrectedBeforeItOpens) {
  const auto preview = say("marit", a_question);
  const auto form = press("marit", button(preview, "Endre")).form;
  ASSERT_TRUE(form);
  EXPECT_EQ(form->inputs[0].initial, std::vector<std::string>{"Hva trenger vi mest?"});
  EXPECT_EQ(form->inputs[2].initial, std::vector<std::string>{"Tid\nKunnskap\nStøtte"});
  const auto corrected =
      submit("marit", *form, {{"question", {"Hva nå?"}}, {"kind", {"choice"}}, {"options", {"A\nB"}}});
  EXPECT_HAS(words(corrected), "Hva nå?\n1. A\n2. B");
  EXPECT_EQ(words(press("marit", button(preview, "Åpne nå"))), text("polls.preview.stale"))
      << "an old preview opens nothing";
  EXPECT_TRUE(context.posts.empty());
  press("marit", button(corrected, "Åpne nå"));
  ASSERT_EQ(told().size(), 1U);
  EXPECT_HAS(told_last(), "[A] [B]");
  EXPECT_EQ(words(press("marit", button(preview, "Endre"))), text("polls.not_planned"));
  EXPECT_EQ(words(submit("marit", *form, {{"question", {"For sent?"}}})), text("polls.not_planned"));
}

TEST_F(PollDrafts, CorrectingAnonymousToNamedMakesAnother) {
  const auto preview = say("marit", a_question);
  const auto form = press("marit", button(preview, "Endre")).form;
  const auto named = submit(
      "marit", *form, {{"question", {"Hvem kommer?"}}, {"options", {"Jeg\nIkke jeg"}}, {"named", {"named"}}});
  EXPECT_HAS(words(named), "Åpen: alle i gruppa ser hvem som svarte hva, og lederen ser tallene");
  EXPECT_EQ(words(press("marit", button(preview, "Åpne nå"))), text("polls.not_planned"));
  press("marit", button(named, "Åpne nå"));
  ASSERT_EQ(told().size(), 1U);
  EXPECT_HAS(told_last(), "navnet ditt vises");
}

TEST_F(PollDrafts, ADraftCanBeDiscardedAndIsForgottenAfterADay) {
  const auto preview = say("marit", a_question);
  EXPECT_EQ(words(press("marit", button(preview, "Forkast"))), text("polls.discarded"));
  EXPECT_EQ(words(press("marit", button(preview, "Åpne nå"))), text("polls.not_planned"));
  const auto other = say("marit", a_question);
  advance("2026-11-10T08:00:00Z");
  EXPECT_EQ(words(press("marit", button(other, "Åpne nå"))), text("polls.not_planned"));
  EXPECT_TRUE(told().empty());
}

TEST_F(PollDrafts, UnquotedWordsOpenTheFormFilledIn) {
  const auto form = say("marit", "avstemning Hva trenger vi mest?").form;
  ASSERT_TRUE(form);
  EXPECT_EQ(form->inputs[0].initial, std::vector<std::string>{"Hva trenger vi mest?"});
}

// As people do on a phone; what they typed is not lost.
TEST_F(PollDrafts, AnUnquotedQuestionBeforeQuotedAnswersOpensTheFormFilledIn) {
  const auto form = say("marit", "avstemning Hva trenger vi mest \"Tid\" \"Ro\" til fredag 12:00").form;
  ASSERT_TRUE(form);
  EXPECT_EQ(form->inputs[0].initial, std::vector<std::string>{"Hva trenger vi mest"});
  EXPECT_EQ(form->inputs[2].initial, std::vector<std::string>{"Tid\nRo"});
  EXPECT_HAS(form->inputs.back().initial.at(0), "kl. 12.00");
  EXPECT_HAS(words(say("marit", "avstemning \"Hva?\" \"Tid\" \"Ro\" bananer")), "«bananer»");
}

TEST_F(PollDrafts, WhatIsSaidBehindTheAnswersOfAnUnquotedQuestionIsInTheForm) {
  const auto form =
      say("marit", "avstemning Hva trenger vi \"Tid\" \"Ro\" \"Rom\" flere høyst 2 navngitt").form;
  ASSERT_TRUE(form);
  EXPECT_EQ(form->inputs[1].initial, std::vector<std::string>{"choices"});
  EXPECT_EQ(form->inputs[3].initial, std::vector<std::string>{"2"});
  EXPECT_EQ(form->inputs[4].initial, std::vector<std::string>{"named"});
}

// A slip of the kind is none: the question stands in quotes.
TEST_F(PollDrafts, AWordBeforeAQuotedQuestionIsNoQuestion) {
  for (const char* typed : {"avstemning flervlg \"Hva trenger vi?\" \"Tid\" \"Ro\"",
                            "avstemning flervlg \"Hva trenger vi\" \"Tid\" \"Ro\"",
                            "avstemning flervlg høyst 2 \"Hva trenger vi?\" \"Tid\" \"Ro\""}) {
    const auto reply = say("marit", typed);
    EXPECT_FALSE(reply.form) << typed;
    EXPECT_HAS(words(reply), "«flervlg»");
  }
  const auto form = say("marit", "avstemning Hvorfor? \"Tid\" \"Ro\"").form;
  ASSERT_TRUE(form);
  EXPECT_EQ(form->inputs[0].initial, std::vector<std::string>{"Hvorfor?"});
}

TEST_F(PollDrafts, YesAndNoIsCalledThat) {
  const auto preview = say("marit", "avstemning \"Rekker vi det?\" til 24.12");
  EXPECT_HAS(words(preview), "Ja eller nei");
  EXPECT_LACKS(words(preview), "Skala");
  EXPECT_LACKS(words(preview), "helligdag");
  const auto form = press("marit", button(preview, "Endre")).form;
  EXPECT_EQ(form->inputs[1].initial, std::vector<std::string>{"yes_no"});
  EXPECT_EQ(form->inputs[2].initial, std::vector<std::string>{""});
  EXPECT_HAS(
      words(submit("marit", *form, {{"question", {"Q?"}}, {"kind", {"yes_no"}}, {"closes", {"25.12"}}})),
      "stenger på en helligdag");
}

TEST_F(PollDrafts, InASessionTheyCloseAfterTenMinutes) {
  store.session_goes_on = true;
  EXPECT_HAS(words(say("marit", a_question)), "mandag 9. november kl. 09.10");
  store.session_goes_on = false;
  EXPECT_HAS(words(say("marit", a_question)), "tirsdag 10. november kl. 12.00");
}

// The list may hold an open poll and drafts of the same words.
TEST_F(PollDrafts, ADraftIsThrownAwayInItsOwnWordsWhateverElseIsCalledSo) {
  const std::string ask = "avstemning \"Hvem tar neste?\" \"Vi\" \"Dere\"";
  const auto by_name = say("marit", ask + " navn");
  open(ask);
  const auto id = [&] {
    return std::ranges::find(store.polls, true, [](const auto& one) { return one.second.named; })->first;
  }();
  const auto listed = say("marit", "avstemninger");
  EXPECT_EQ(words(press("marit", button(listed, "Forkast"))), text("polls.discarded"));
  EXPECT_EQ(store.polls.at(id).state, core::Poll::State::cancelled);
  EXPECT_EQ(std::ranges::count(store.polls, core::Poll::State::open,
                               [](const auto& one) { return one.second.state; }),
            1);
}

// Lists that were posted before drafts were thrown away there have the other button.
TEST_F(PollDrafts, CallingOffADraftThrowsItAway) {
  for (const auto* calls_off : {&polls::events::cancel, &polls::events::cancel_now}) {
    say("marit", a_question);
    const auto draft = std::ranges::find(store.polls, core::Poll::State::planned,
                                         [](const auto& one) { return one.second.state; });
    ASSERT_NE(draft, store.polls.end());
    EXPECT_EQ(words(press("marit", calls_off->button("", draft->first))), text("polls.discarded"));
    EXPECT_EQ(draft->second.state, core::Poll::State::cancelled);
  }
}

TEST_F(PollDrafts, TheListSaysOfEachWhetherItIsByNameAndWhenItCloses) {
  const std::string ask = "avstemning \"Hvem tar neste?\" \"Vi\" \"Dere\"";
  say("marit", ask + " til 10.11 14:00");
  say("marit", ask + " navn til 11.11 14:00");
  const auto listed = words(say("marit", "avstemninger"));
  EXPECT_HAS(listed, "(anonym) er ikke åpnet ennå, og skal stenge tirsdag 10. november kl. 14.00.");
  EXPECT_HAS(listed, "(med navn) er ikke åpnet ennå, og skal stenge onsdag 11. november kl. 14.00.");
  std::size_t times = 0;
  for (auto at = listed.find("Hvem tar neste?"); at != std::string::npos;
       at = listed.find("Hvem tar neste?", at + 1))
    ++times;
  EXPECT_EQ(times, 2U) << "each stands once";
}

}  // namespace
}  // namespace polls_world
