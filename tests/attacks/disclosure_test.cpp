// T7, T8, T9: what can be worked out from results, by looking twice, by all answers there are, by invented
// people.

#include "bot/features/polls/disclosure.hpp"

#include <set>

#include "bot/features/polls/view.hpp"
#include "tests/attacks/words.hpp"

namespace {

using namespace attacks;

// --- T7: two looks tell more than one

TEST(Attack, T07_NothingClosesAPollEarlyOrOpensItAgain) {
  World world;
  const auto ask = world.open(R"(avstemning "Hva trenger vi?" "Tid" "Ro" til 14:00)");
  const std::string poll = buttons(ask).front().value.substr(0, 32);
  const auto attack = [&](const char* when) {
    for (const char* user : {"marit", "eivind", "berit", "kari"})
      for (const char* name :
           {"polls/close", "polls/end", "polls/result", "polls/results", "polls/open", "polls/reopen",
            "polls/correct", "polls/discard", "box/polls/close", "box/polls/result", "polls/withdraw"})
        for (const std::string& value : {poll, poll + "|0"}) {
          const auto reply = world.bot.press(user, {"", name, value});
          EXPECT_FALSE(reply.form) << name << " by " << user << ", " << when;
          EXPECT_LACKS(wire(reply), "Flest");
        }
  };
  for (const std::string& user : home) world.bot.press(user, buttons(ask).front());
  const auto said = world.bot.said.size();
  attack("while it is open");
  EXPECT_EQ(world.bot.said.size(), said) << "nothing was posted or edited";
  EXPECT_EQ(world.posted("result:"), "");
  world.bot.advance("2026-11-09T13:00:00Z");
  const std::string result = world.posted("result:");
  EXPECT_HAS(result, "svarte Tid");
  const auto disk = world.bytes();
  attack("when it is closed");
  for (const char* user : {"marit", "eivind"})
    for (const char* name : {"polls/extend", "polls/extend_now", "polls/cancel", "polls/cancel_now"})
      EXPECT_EQ(words(world.bot.press(user, {"", name, poll})), text("polls.not_open"));
  for (const std::string& user : home)
    EXPECT_FALSE(world.bot.press(user, {"", "box/polls/quick", poll + "|1"}).form);
  world.bot.advance("2026-11-12T13:00:00Z");
  EXPECT_EQ(world.posted("result:"), result) << "one result for ever";
}

TEST(Attack, T07_AnOpenPollIsNotEditedAndAnExtensionGivesNoFirstResult) {
  World world;
  const auto draft = world.bot.say("marit", "hjemme-nord", R"(avstemning "Hva?" "Tid" "Ro" til 14:00)");
  const auto form = world.bot.press("marit", button(draft, "Endre")).form;
  ASSERT_TRUE(form);
  world.bot.press("marit", button(draft, "Åpne nå"));
  const auto ask = world.bot.said.back().delivery.message;
  for (const std::string& user : home) world.bot.press(user, buttons(ask).front());
  EXPECT_EQ(words(world.bot.submit("marit", *form, {{"question", {"Hvem?"}}, {"named", {"named"}}})),
            text("polls.not_planned"));
  const auto list = world.bot.say("marit", "hjemme-nord", "avstemninger");
  const auto longer = world.bot.press("marit", button(list, "Forleng en arbeidsdag"));
  EXPECT_HAS(words(world.bot.press("marit", button(longer, "Ja, forleng"))), "10. november");
  world.bot.advance("2026-11-10T10:59:00Z");
  EXPECT_EQ(world.posted("result:"), "") << "the first closing time passes without a word";
  world.bot.advance("2026-11-10T11:00:00Z");
  EXPECT_HAS(world.posted("result:"), "svarte Tid");
}

TEST(Attack, T07_WhoComesOrGoesAfterTheOpeningChangesNoResult) {
  World world;
  const auto ask = world.open(R"(avstemning "Er det nok tid?" ja/nei til 14:00)");
  for (const std::string& user : home) world.bot.press(user, buttons(ask).front());
  world.bot.say("eivind", "hjemme-nord", "rolle oda deltaker");
  world.bot.say("eivind", "hjemme-nord", "rolle jonas ut");
  for (const char* late : {"oda", "henrik", "eivind", "berit"})
    for (const core::Button& each : buttons(ask))
      EXPECT_EQ(words(world.bot.press(late, each)), text("polls.not_eligible")) << late;
  world.bot.advance("2026-11-09T13:00:00Z");
  World same;
  const auto again = same.open(R"(avstemning "Er det nok tid?" ja/nei til 14:00)");
  for (const std::string& user : home) same.bot.press(user, buttons(again).front());
  same.bot.advance("2026-11-09T13:00:00Z");
  EXPECT_EQ(world.posted("result:"), same.posted("result:"));
}

// Two polls on one question, the second with one more or one less, could be compared: the second is not
// asked. A leader of two groups gets no sum.
TEST(Attack, T07_NoTwinPollAndTwoGroupsGiveNoCountToSubtract) {
  World world;
  const auto ask = world.open(R"(avstemning "Er det nok tid?" ja/nei 10 min)");
  for (int i = 0; i < 6; ++i)
    world.bot.press(home[static_cast<std::size_t>(i)], buttons(ask)[i == 0 ? 1 : 0]);
  const auto draft = [&](const std::string& command) {
    return words(world.bot.say("marit", "hjemme-nord", command));
  };
  const std::string why = "Dette ligner på «Er det nok tid?»";
  EXPECT_HAS(draft(R"(avstemning "Er det nok tid?" ja/nei)"), why) << "nor while the first is open";
  world.bot.advance(world.bot.clock.now() + std::chrono::minutes{11});
  const std::string result = world.posted("result:");
  EXPECT_EQ(result.find_first_of("0123456789"), std::string::npos) << result;
  for (const char* twin :
       {R"(avstemning "Er det nok tid?" ja/nei)", R"(avstemning "Har vi ikke nok tid?" ja/nei)",
        R"(avstemning "Nok tid?" "Ja" "Nei")"})
    EXPECT_HAS(draft(twin), why) << twin;
  EXPECT_HAS(draft(R"(avstemning "Er det nok tid?" ja/nei navn)"), why)
      << "all answers but one may stand there with their names";
  EXPECT_LACKS(draft(R"(avstemning "Er det nok folk?" ja/nei)"), why);
  const auto other = world.open(R"(avstemning "Er det nok tid?" ja/nei 10 min)", "henrik", "sykehjem");
  for (const char* user : {"anne", "bodil", "elif", "fatima", "grete"})
    world.bot.press(user, buttons(other)[0]);
  world.bot.advance("2026-11-16T08:00:00Z");
  const std::string digest = world.bot.last_in("berit");
  EXPECT_HAS(digest, "Minst halvparten svarte Ja");
  for (const char* count : {"4", "5", "6", "10", "11"})
    EXPECT_EQ((" " + digest + " ").find(" " + std::string(count) + " "), std::string::npos) << digest;
  world.bot.advance("2026-12-10T08:00:00Z");
  EXPECT_LACKS(draft(R"(avstemning "Er det nok tid?" ja/nei)"), why) << "a month later it is another time";
}

// Who may answer is what the box says, in the message too.
TEST(Attack, T07_AnExtendedPollNamesThoseInTheBox) {
  World world;
  const auto ask = world.open(R"(avstemning "Er det nok tid?" ja/nei til 14:00)");
  const std::string before = core::plain_text(ask);
  const std::string names = before.substr(before.find("Kan svare:"));
  world.bot.say("eivind", "hjemme-nord", "rolle oda deltaker");
  world.bot.say("eivind", "hjemme-nord", "rolle jonas ut");
  world.bot.say("eivind", "hjemme-nord", "rolle kari leder");
  const auto list = world.bot.say("marit", "hjemme-nord", "avstemninger");
  const auto longer = world.bot.press("marit", button(list, "Forleng en arbeidsdag"));
  world.bot.press("marit", button(longer, "Ja, forleng"));
  const std::string after = world.bot.said.back().words();
  EXPECT_HAS(after, names);
  for (const char* user : {"kari", "jonas"})
    EXPECT_HAS(words(world.bot.press(user, buttons(ask)[0])), "mottatt") << user;
  EXPECT_EQ(words(world.bot.press("oda", buttons(ask)[0])), text("polls.not_eligible"));
}

// --- T8: all answers there are

core::Poll asked(core::Question::Kind kind, int options) {
  core::Poll poll;
  poll.title = core::Localized("Spørsmål");
  poll.roster = 9;
  core::Question question;
  question.kind = kind;
  question.prompt = poll.title;
  for (int i = 0; i < options; ++i)
    question.options.emplace_back(std::string("valg ") + static_cast<char>('a' + i));
  poll.questions = {question};
  return poll;
}

// What both audiences are shown and what is stored, in bytes.
std::string shown(const core::Poll& poll, const std::vector<int>& counts) {
  std::vector<polls::CountedBallot> ballots;
  for (std::size_t option = 0; option < counts.size(); ++option)
    for (int i = 0; i < counts[option]; ++i) ballots.push_back({{{{static_cast<int>(option)}, ""}}, true});
  core::SeededRandom random(8);
  const core::Result result = polls::disclose(poll, ballots, random);
  std::string all;
  for (const auto audience : {core::ResultLine::Audience::group, core::ResultLine::Audience::leader})
    all += wire(polls::result_message(poll, result, core::Language::nb, audience, {})) + "\n--\n";
  for (const core::ResultLine& line : result.lines)
    all += std::string(core::code(line.part)) + "=" + static_cast<char>('a' + line.about) + ";";
  return all;
}

TEST(Attack, T08_ForAllAnswersUpToNineWhatIsShownDependsOnTheWordsAlone) {
  using Kind = core::Question::Kind;
  int checked = 0;
  for (const auto& [kind, options] : {std::pair{Kind::scale, 2},
                                      {Kind::scale, 3},
                                      {Kind::scale, 5},
                                      {Kind::choice, 2},
                                      {Kind::choice, 3},
                                      {Kind::choice, 4}}) {
    const core::Poll poll = asked(kind, options);
    std::map<std::string, std::string> by_words;
    for (int n = 0; n <= (options == 5 ? 8 : 9); ++n)
      for (const auto& counts : vectors(n, options)) {
        const std::string bytes = shown(poll, counts);
        const auto [known, fresh] = by_words.emplace(words_of(kind, counts), bytes);
        ASSERT_EQ(known->second, bytes) << testing::PrintToString(counts) << " as " << known->first;
        ASSERT_EQ(bytes.find_first_of("0123456789"), std::string::npos) << bytes;
        ++checked;
      }
    std::set<std::string> outputs;
    for (const auto& [said, bytes] : by_words) outputs.insert(bytes);
    EXPECT_EQ(outputs.size(), by_words.size()) << "other words are shown otherwise";
  }
  EXPECT_GT(checked, 2000);
  const core::Poll scale = asked(Kind::scale, 3);
  EXPECT_EQ(shown(scale, {5, 0, 0}), shown(scale, {3, 1, 1}));
}

TEST(Attack, T08_TextsBelowTheThresholdLeaveNothing) {
  const core::Poll poll = asked(core::Question::Kind::text, 0);
  for (int people = 0; people <= 9; ++people) {
    std::vector<polls::CountedBallot> ballots;
    for (int i = 0; i < people; ++i)
      ballots.push_back({{{{}, "ztext " + std::string(1, static_cast<char>('a' + i))}}, true});
    core::SeededRandom random(8);
    const auto result = polls::disclose(poll, ballots, random);
    EXPECT_EQ(result.texts.size(), people >= 5 ? static_cast<std::size_t>(people) : 0U);
    for (const core::ResultLine& line : result.lines)
      EXPECT_NE(line.audience, core::ResultLine::Audience::leader) << "a leader hears nothing of texts";
  }
}

// --- T9: invented people

TEST(Attack, T09_InventedMembersDoNotMakeAGroupLargeEnough) {
  World world;
  for (const char* dummy : {"oda", "nils", "turid", "grete"})
    world.bot.say("eivind", "hjemme-nord", std::string("rolle ") + dummy + " deltaker");
  const auto ask = world.open(R"(avstemning "Er det nok tid?" ja/nei til 14:00)");
  const auto why = world.open(R"(avstemning "Hvorfor?" fritekst til 14:00)");
  for (const char* user : {"kari", "oda", "nils", "turid", "grete"}) {
    EXPECT_HAS(words(world.bot.press(user, buttons(ask)[0])), "mottatt") << user;
    world.write(user, why, std::string("zsybil ") + user);
  }
  world.bot.advance("2026-11-09T13:00:00Z");
  const std::string results = world.posted("result:");
  EXPECT_HAS(results, text("polls.too_few"));
  EXPECT_LACKS(results, "Ja");
  EXPECT_LACKS(results, "halvparten");
  EXPECT_LACKS(results, "zsybil");
  EXPECT_FALSE(world.on_disk("zsybil")) << "nor is it stored";
}

// Four who answer, and names that the one who wants to know has added: told as a tie where it is one, two
// against two would say by its absence what each of the other three answered.
TEST(Attack, T09_BehindInventedNamesThatStaySilentNoTieIsSaid) {
  const auto told = [](const std::vector<std::string>& invented, const char* question) {
    app::Config config = municipality();
    config.groups[0].members.erase(config.groups[0].members.begin() + 4, config.groups[0].members.end() - 1);
    World world(std::move(config));
    for (const std::string& name : invented)
      world.bot.say("eivind", "hjemme-nord", "rolle " + name + " deltaker");
    const auto ask = world.open(question);
    for (std::size_t i = 0; i < 4; ++i) world.bot.press(home[i], buttons(ask)[i < 2 ? 0 : 1]);
    world.bot.advance("2026-11-09T13:00:00Z");
    return world.posted("result:");
  };
  const char* two = R"(avstemning "Er det nok tid?" ja/nei til 14:00)";
  const char* three = R"(avstemning "Hva trenger vi?" "Tid" "Ro" "Folk" til 14:00)";
  for (const char* question : {two, three}) EXPECT_HAS(told({}, question), text("polls.said.lot"));
  EXPECT_HAS(told({"oda", "nils", "turid"}, two), text("polls.said.lot"));
  EXPECT_HAS(told({"oda"}, three), text("polls.said.lot"));
}

// Those who meet see who is not there.
TEST(Attack, T09_BehindThoseWhoSaidThatTheyDoNotComeNoTieIsSaid) {
  World world(with_sessions(municipality(), "2026-11-17"));
  world.bot.advance("2026-11-16T12:00:00Z");
  for (const char* user : {"lien", "sigrun", "tomasz"})
    for (const core::Button& each : buttons(world.bot.say(user, "hjemme-nord", "samlinger").whisper.value()))
      if (each.name == "sessions/not_coming") world.bot.press(user, each);
  world.bot.advance("2026-11-17T12:20:00Z");
  const auto ask = world.open(R"(avstemning "Er det nok tid?" ja/nei 10 min)");
  for (std::size_t i = 0; i < 4; ++i) world.bot.press(home[i], buttons(ask)[i < 2 ? 0 : 1]);
  world.bot.advance("2026-11-17T12:31:00Z");
  EXPECT_HAS(world.posted("result:"), text("polls.said.lot"));
}

TEST(Attack, T09_LeadersDoNotAnswerAndAreNotCounted) {
  World world;
  const auto ask = world.open(R"(avstemning "Er det nok tid?" ja/nei til 14:00)");
  EXPECT_LACKS(core::plain_text(ask), "Berit");
  for (const char* user : {"kari", "amina", "jonas"}) world.bot.press(user, buttons(ask)[0]);
  for (const core::Button& each : buttons(ask))
    EXPECT_EQ(words(world.bot.press("berit", each)), text("polls.not_eligible"));
  EXPECT_EQ(words(world.idea("berit", "zleder")),
            text("who.needs.answering", {{"group", "Hjemmetjenesten nord"}}));
  world.bot.advance("2026-11-09T13:00:00Z");
  EXPECT_HAS(world.posted("result:"), text("polls.too_few")) << "three and the leader are three";
}

TEST(Attack, T09_ALeaderMadeAParticipantIsANewcomer) {
  World world;
  world.bot.say("eivind", "hjemme-nord", "rolle berit deltaker");
  const auto ask = world.open(R"(avstemning "Er det nok tid?" ja/nei til 14:00)");
  for (const char* user : {"kari", "amina", "jonas", "berit"})
    EXPECT_HAS(words(world.bot.press(user, buttons(ask)[0])), "mottatt") << user;
  world.bot.advance("2026-11-09T13:00:00Z");
  EXPECT_HAS(world.posted("result:"), text("polls.too_few"));
}

TEST(Attack, T09_WhoIsTakenOutAndComesBackIsNoNewcomer) {
  World world;
  world.bot.say("eivind", "hjemme-nord", "rolle jonas ut");
  world.bot.say("eivind", "hjemme-nord", "rolle jonas deltaker");
  const auto ask = world.open(R"(avstemning "Er det nok tid?" ja/nei til 14:00)");
  for (const char* user : {"kari", "amina", "jonas", "lien"}) world.bot.press(user, buttons(ask)[0]);
  world.bot.advance("2026-11-09T13:00:00Z");
  EXPECT_HAS(world.posted("result:"), "svarte Ja");
}

// One real answer and nine fillers: whatever the one said, everybody is told the same.
TEST(Attack, T09_FillersThroughTheSheetReadNobodysAnswer) {
  const auto told = [](std::size_t real) {
    app::Config config = municipality();
    config.groups[0].sheet = 1;
    World world(std::move(config));
    const auto ask = world.open(R"(avstemning "Er det nok tid?" ja/nei til 14:00)");
    for (std::size_t i = 0; i < 10; ++i) {
      const core::Button pressed = buttons(ask)[i == 9 ? real : i % 2];
      core::Press press{{}, pressed.name, pressed.value};
      press.origin.user = "somebody" + std::to_string(i);
      press.origin.guest_of = world.bot.config().groups[0].id.text;
      world.bot.together({press});
    }
    world.bot.advance("2026-11-09T13:00:00Z");
    return world.posted("result:");
  };
  EXPECT_EQ(told(0), told(1));
  EXPECT_HAS(told(0), text("polls.sheet.who"));
}

// Anybody with the sheet can answer as often as they like: were those answers counted with the others, three
// inventions would show what one person said.
TEST(Attack, T09_AnswersThroughASharedSheetMakeNoGroupLargeEnough) {
  app::Config config = municipality();
  config.groups[0].sheet = 1;
  World world(std::move(config));
  const auto ask = world.open(R"(avstemning "Er det nok tid?" ja/nei til 14:00)");
  world.bot.press("kari", buttons(ask)[0]);
  for (int i = 0; i < 9; ++i) {
    core::Press press{{}, buttons(ask)[1].name, buttons(ask)[1].value};
    press.origin.user = "invented" + std::to_string(i);
    press.origin.guest_of = world.bot.config().groups[0].id.text;
    EXPECT_HAS(words(world.bot.together({press}).front()), "mottatt");
  }
  world.bot.advance("2026-11-09T13:00:00Z");
  const std::string result = world.posted("result:");
  const std::string own = result.substr(0, result.find(text("polls.sheet")));
  EXPECT_HAS(own, text("polls.too_few"));
  EXPECT_LACKS(own, "Ja:") << "the one real answer";
}

}  // namespace
