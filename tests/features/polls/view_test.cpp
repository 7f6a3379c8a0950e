#include "bot/features/polls/view.hpp"

#include <gtest/gtest.h>

#include <set>

#include "bot/core/event.hpp"
#include "bot/core/result_view.hpp"
#include "bot/features/polls/command.hpp"
#include "bot/features/polls/disclosure.hpp"

namespace polls {
namespace {

using core::Language;
using Kind = core::Question::Kind;
using Audience = core::ResultLine::Audience;

core::Poll poll_with(Kind kind, std::vector<std::string> options, bool named = false) {
  core::Poll poll;
  poll.id = core::PollId("p1");
  poll.named = named;
  poll.title = core::Localized("Hva nå?");
  core::Question question{kind, poll.title, {}, true};
  for (const std::string& option : options) question.options.emplace_back(option);
  poll.questions.push_back(std::move(question));
  poll.closes = core::instant_from_text("2026-11-10T11:00:00Z");
  return poll;
}

const core::Zone oslo = core::Zone::named("Europe/Oslo");

std::vector<core::Button> buttons(const core::Message& message) {
  std::vector<core::Button> all;
  for (const core::Block& block : message.blocks)
    if (const auto* actions = std::get_if<core::Actions>(&block))
      all.insert(all.end(), actions->buttons.begin(), actions->buttons.end());
  return all;
}

core::Result disclosed(const core::Poll& poll, int n, int pick) {
  std::vector<CountedBallot> ballots(static_cast<std::size_t>(n), {{{{pick}, ""}}, true});
  core::SeededRandom random(1);
  return disclose(poll, ballots, random);
}

TEST(PollView, FewShortOptionsAreButtons) {
  EXPECT_TRUE(quick(poll_with(Kind::choice, {"A", "B", "C", "D", "E"})));
  EXPECT_TRUE(quick(poll_with(Kind::scale, {"A", "B"})));
  EXPECT_FALSE(quick(poll_with(Kind::choice, {"A", "B", "C", "D", "E", "F"})));
  EXPECT_FALSE(quick(poll_with(Kind::choices, {"A", "B"})));
  EXPECT_FALSE(quick(poll_with(Kind::text, {})));
  EXPECT_FALSE(quick(poll_with(Kind::choice, {"A", std::string(60, 'x')})));
}

TEST(PollView, AnAnonymousPollGoesThroughTheSealedDoorAndSaysSo) {
  const core::Poll poll = poll_with(Kind::choice, {"A", "B"});
  const core::Message message = question_message(poll, Language::nb, oslo, {"Kari", "Jonas"});
  const std::string words = core::plain_text(message);
  EXPECT_NE(words.find("Anonym avstemning"), std::string::npos);
  EXPECT_NE(words.find("tirsdag 10. november kl. 12.00"), std::string::npos);
  EXPECT_NE(words.find("Kari og Jonas"), std::string::npos) << "everybody sees who may answer";
  for (const core::Button& button : buttons(message)) EXPECT_TRUE(core::is_sealed_name(button.name));
  EXPECT_TRUE(core::is_sealed_name(answer_form(poll, Language::nb, false).name));
}

TEST(PollView, ANamedPollSaysSoAndIsNotSealed) {
  const core::Poll poll = poll_with(Kind::choice, {"A", "B"}, true);
  const core::Message message = question_message(poll, Language::nb, oslo, {"Kari"});
  EXPECT_NE(core::plain_text(message).find("navnet ditt vises"), std::string::npos);
  for (const core::Button& button : buttons(message)) EXPECT_FALSE(core::is_sealed_name(button.name));
  EXPECT_NE(core::plain_text(preview_message(poll, Language::nb, oslo)).find("alle i gruppa ser hvem"),
            std::string::npos);
}

TEST(PollView, TheFormIsEquallyLongWhetherAnsweredOrNot) {
  for (const Language language : core::all_languages) {
    const auto poll = poll_with(Kind::choices, {"A", "B"});
    const core::Form yes = answer_form(poll, language, true), no = answer_form(poll, language, false);
    EXPECT_EQ(core::plain_text(yes.intro).size(), core::plain_text(no.intro).size());
    EXPECT_EQ(core::plain_text(yes.intro).find(core::text(language, "polls.form.answered")), 0U);
    EXPECT_EQ(core::plain_text(no.intro).find(core::text(language, "polls.form.unanswered")), 0U);
    EXPECT_NE(core::plain_text(yes.intro), core::plain_text(no.intro));
    EXPECT_EQ(yes.inputs, no.inputs) << "the old answer is not filled in";
    EXPECT_EQ(yes.title, no.title);
  }
}

TEST(PollView, ReadsABallotFromAFormAndNothingElse) {
  const core::Poll one = poll_with(Kind::choice, {"A", "B", "C"});
  EXPECT_EQ(ballot_from(one, {{"q0", {"1"}}})[0].picks, std::vector<int>{1});
  EXPECT_EQ(ballot_from(one, {{"q0", {"1", "2"}}})[0].picks, std::vector<int>{1}) << "one choice is one";
  for (const char* wrong : {"", "3", "-1", "x", "1x", "999", " 1"})
    EXPECT_TRUE(ballot_from(one, {{"q0", {wrong}}}).empty()) << wrong;
  EXPECT_TRUE(ballot_from(one, {}).empty());
  EXPECT_TRUE(ballot_from(one, {{"q7", {"1"}}}).empty());
  const core::Poll several = poll_with(Kind::choices, {"A", "B", "C"});
  EXPECT_EQ(ballot_from(several, {{"q0", {"2", "0", "2"}}})[0].picks, (std::vector<int>{2, 0}));
  const core::Poll text = poll_with(Kind::text, {});
  EXPECT_EQ(ballot_from(text, {{"q0", {" ord \n"}}})[0].text, "ord");
  EXPECT_TRUE(ballot_from(text, {{"q0", {"  \n "}}}).empty());
}

TEST(PollView, WordsAreExplainedAndCountsAreNot) {
  const core::Poll poll = poll_with(Kind::scale, {"Lite", "Noe", "Mye"});
  const std::string five =
      core::plain_text(result_message(poll, disclosed(poll, 5, 2), Language::nb, Audience::group));
  EXPECT_NE(five.find("Mye: de fleste"), std::string::npos) << five;
  EXPECT_NE(five.find("Lite: få"), std::string::npos) << five;
  EXPECT_NE(five.find("ord i stedet for tall"), std::string::npos);
  EXPECT_EQ(five.find_first_of("0123456789"), std::string::npos) << "no number at all: " << five;
  const std::string ten =
      core::plain_text(result_message(poll, disclosed(poll, 10, 2), Language::nb, Audience::group));
  EXPECT_NE(ten.find("Mye: 10"), std::string::npos) << ten;
  EXPECT_EQ(ten.find("ord i stedet for tall"), std::string::npos);
  const std::string two =
      core::plain_text(result_message(poll, disclosed(poll, 2, 2), Language::nb, Audience::group));
  EXPECT_NE(two.find("For få svar"), std::string::npos);
  EXPECT_EQ(two.find("Mye"), std::string::npos);
}

TEST(PollView, TheLeaderSeesTheOverallWordAlone) {
  const core::Poll poll = poll_with(Kind::scale, {"Lite", "Noe", "Mye"});
  const std::string words =
      core::plain_text(result_message(poll, disclosed(poll, 6, 2), Language::nb, Audience::leader));
  EXPECT_NE(words.find("heller svarene mot Mye"), std::string::npos) << words;
  EXPECT_EQ(words.find("de fleste"), std::string::npos);
  EXPECT_TRUE(core::result_blocks(poll, disclosed(poll, 4, 2), Language::nb, Audience::leader).empty());
}

TEST(PollView, TextsAreForTheGroupAlone) {
  const core::Poll poll = poll_with(Kind::text, {});
  core::Result result;
  result.texts = {{0, "hemmelig"}, {0, "to"}, {0, "tre"}};
  EXPECT_NE(core::plain_text(result_message(poll, result, Language::nb, Audience::group)).find("hemmelig"),
            std::string::npos);
  EXPECT_EQ(core::plain_text(result_message(poll, result, Language::nb, Audience::leader)).find("hemmelig"),
            std::string::npos);
}

TEST(PollView, ANamedResultTellsWhoSaidWhat) {
  const core::Poll poll = poll_with(Kind::choices, {"A", "B"}, true);
  const core::Ballot both{{{0, 1}, ""}};
  const auto words = core::plain_text(
      result_message(poll, count_named(poll, {both}), Language::nb, Audience::group, {{"Kari", both}}));
  EXPECT_NE(words.find("Kari: A og B"), std::string::npos) << words;
  EXPECT_NE(core::plain_text(result_message(poll, count_named(poll, {}), Language::nb, Audience::group))
                .find("Ingen svarte"),
            std::string::npos);
}

TEST(PollView, EveryEndHasItsWords) {
  core::Poll poll = poll_with(Kind::choice, {"A", "B"});
  std::set<std::string> said;
  for (const auto state :
       {core::Poll::State::closed, core::Poll::State::cancelled, core::Poll::State::lost}) {
    poll.state = state;
    for (const Language language : core::all_languages)
      said.insert(core::plain_text(ended_message(poll, language)));
    EXPECT_TRUE(buttons(ended_message(poll, Language::nb)).empty());
  }
  EXPECT_EQ(said.size(), 9U);
}

}  // namespace
}  // namespace polls
