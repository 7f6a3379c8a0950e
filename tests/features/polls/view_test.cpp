#include "bot/features/polls/view.hpp"

#include <gtest/gtest.h>

#include <map>

#include <set>

#include "bot/core/event.hpp"
#include "bot/features/polls/command.hpp"
#include "bot/features/polls/disclosure.hpp"
#include "bot/features/polls/kinds.hpp"
#include "bot/results/result_view.hpp"

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

std::string shown(core::Poll poll, const std::vector<int>& of_option, int voters,
                  Audience audience = Audience::group, Language language = Language::nb) {
  poll.roster = voters;
  std::vector<CountedBallot> ballots;
  for (std::size_t option = 0; option < of_option.size(); ++option)
    for (int i = 0; i < of_option[option]; ++i) ballots.push_back({{{{static_cast<int>(option)}, ""}}, true});
  core::SeededRandom random(1);
  return core::plain_text(result_message(poll, disclose(poll, ballots, random), language, audience));
}

#define EXPECT_SAYS(all, part) EXPECT_NE((all).find(part), std::string::npos) << (all)
#define EXPECT_SAYS_NOT(all, part) EXPECT_EQ((all).find(part), std::string::npos) << (all)

TEST(PollView, AResultSaysWhatHoldsAndNoMore) {
  const core::Poll yes_or_no = poll_with(Kind::scale, {"Nei", "Ja"});  // as they were asked before
  const std::string four = shown(yes_or_no, {1, 3}, 4);
  EXPECT_SAYS(four,
              "Minst halvparten svarte Ja. (Er det helt likt, er det trukket hvilket svar som nevnes.)");
  EXPECT_SAYS(four, "○ Nei   ● Ja");
  core::Poll yes_first = yes_or_no;
  yes_first.questions.front().options = yes_no();
  EXPECT_SAYS(shown(yes_first, {3, 1}, 4), "● Ja   ○ Nei");
  EXPECT_SAYS(four,
              "Den som bare kjenner sitt eget svar, kan ikke være sikker på hva en annen svarte. To som ");
  EXPECT_EQ(four.find_first_of("0123456789%"), std::string::npos) << "no number at all: " << four;
  EXPECT_EQ(four, shown(yes_or_no, {0, 4}, 4));
  const std::string eight = shown(yes_or_no, {4, 4}, 8);
  EXPECT_SAYS(eight, "Like mange svarte Nei og Ja.");
  EXPECT_SAYS_NOT(eight, "To som");
  EXPECT_SAYS_NOT(eight, "trukket");
  const std::string ten = shown(yes_or_no, {3, 7}, 10);
  EXPECT_SAYS(ten, "Minst halvparten svarte Ja.");
  EXPECT_SAYS(ten, "10 har svart");
  EXPECT_SAYS(ten, "Tall som ville vise at et svar fikk færre enn fire, sies ikke.");
  EXPECT_SAYS(shown(yes_or_no, {4, 6}, 10), "Nei: 4\nJa: 6");
  EXPECT_SAYS_NOT(shown(yes_or_no, {4, 6}, 10), "sies ikke");
  core::Poll limited = poll_with(Kind::choices, {"A", "B", "C"});
  limited.questions[0].most = 2;
  const std::string picks = shown(limited, {6, 4, 0}, 10);
  EXPECT_SAYS(picks, "Flest valgte A.");
  EXPECT_SAYS(picks, "Tall vises bare når hvert svar er valgt av minst fire, og minst fire har latt");
  EXPECT_SAYS(picks, "10 har svart");
  EXPECT_SAYS_NOT(picks, "6");
  const std::string two = shown(yes_or_no, {0, 2}, 5);
  EXPECT_SAYS(two, "For få svar");
  EXPECT_SAYS_NOT(two, "Ja");
}

TEST(PollView, ASideIsNamedAndNeverItsEnd) {
  core::Poll agree = poll_with(Kind::scale, {});
  agree.questions[0].options = agreement_scale();
  EXPECT_SAYS(shown(agree, {0, 2, 1, 4, 0}, 7), "svarte på enig-siden (Litt enig eller Helt enig).");
  EXPECT_SAYS(shown(agree, {1, 2, 1, 2, 1}, 7),
              "Flest svarte på uenig-siden (Helt uenig eller Litt uenig) og på enig-siden (");
  EXPECT_SAYS(shown(agree, {0, 2, 1, 4, 0}, 7, Audience::leader, Language::nn),
              "på einig-sida (Litt einig eller ");
  const core::Poll useful = poll_with(Kind::scale, {"Lite", "Litt", "Noe", "Ganske", "Veldig"});
  EXPECT_SAYS(shown(useful, {0, 2, 1, 4, 0}, 7), "Minst halvparten svarte Ganske eller Veldig.");
  EXPECT_SAYS(shown(useful, {1, 1, 1, 2, 2}, 7), "svarte Ganske eller Veldig.");
  EXPECT_SAYS(shown(useful, {2, 0, 2, 0, 2}, 7), "Ingen svar skilte seg ut");
}

TEST(PollView, OneOfSeveralAndSeveralPicks) {
  const core::Poll choice = poll_with(Kind::choice, {"Turnus", "Mat", "Ro"});
  EXPECT_SAYS(shown(choice, {4, 2, 2}, 8), "Minst halvparten svarte Turnus.");
  EXPECT_SAYS(shown(choice, {3, 2, 2}, 8), "Flest svarte Turnus, men færre enn halvparten.");
  const std::string partly = shown(choice, {6, 4, 0}, 10);
  EXPECT_SAYS(partly, "Flest svarte Turnus. (Er det likt på topp");
  EXPECT_SAYS(partly, "Mat: 4");
  EXPECT_SAYS_NOT(partly, "halvparten");
  const core::Poll picks = poll_with(Kind::choices, {"Turnus", "Mat", "Ro"});
  EXPECT_SAYS(shown(picks, {4, 1, 0}, 5), "Flest valgte Turnus, eller like mange som et annet.");
  EXPECT_SAYS(shown(picks, {4, 1, 0}, 7), "Flest valgte Turnus.");
  const std::string numbers = shown(picks, {4, 11, 1}, 16);
  EXPECT_SAYS(numbers, "Turnus: 4");
  EXPECT_SAYS(numbers, "Ro: høyst 3");
}

TEST(PollView, NumbersAreSortedAndTheFirstIsNamed) {
  const core::Poll poll = poll_with(Kind::choice, {"Tid", "Ro", "Vikar"});
  const std::string result = shown(poll, {4, 6, 5}, 20);
  EXPECT_SAYS(result, "Flest svarte Ro.\nRo: 6\nVikar: 5\nTid: 4");
  const std::string scale = shown(poll_with(Kind::scale, {"Lite", "Noe", "Mye"}), {4, 6, 5}, 20);
  EXPECT_SAYS(scale, "Flest svarte Noe.\nLite: 4\nNoe: 6\nMye: 5");
}

TEST(PollView, ACheckOutIsNoPoll) {
  core::Poll poll = poll_with(Kind::scale, {"Lite", "Noe", "Mye"});
  poll.purpose = core::Poll::Purpose::checkout;
  poll.title = core::Localized("Utsjekk");
  poll.questions[0].required = false;
  for (const char* sentence : {"Dette fungerte …", "Dette tar jeg med meg …", "Neste gang …"})
    poll.questions.push_back({Kind::text, core::Localized(sentence), {}, false});
  const std::string asks = core::plain_text(question_message(poll, Language::nb, oslo, {"Kari"}));
  EXPECT_SAYS(asks, "4 spørsmål, 2 minutter, alt kan hoppes over.");
  const core::Form form = answer_form(poll, Language::nb, false);
  EXPECT_SAYS(core::plain_text(form.intro), core::text(Language::nb, "polls.form.text_hint"));
  for (const core::Input& input : form.inputs) EXPECT_EQ(input.hint, "") << "the warning stands once";
  poll.state = core::Poll::State::closed;
  EXPECT_SAYS(core::plain_text(ended_message(poll, Language::nb)), "Utsjekken er stengt.");
  EXPECT_SAYS_NOT(asks + core::plain_text(form.intro) + core::plain_text(ended_message(poll, Language::nb)),
                  "vstemning");
}

TEST(PollView, WordsAreNoBars) {
  for (const auto& [counts, bars] : {std::pair{std::vector{1, 4}, 0}, {std::vector{4, 6}, 1}}) {
    core::Poll poll = poll_with(Kind::scale, {"Nei", "Ja"});
    poll.roster = 10;
    std::vector<CountedBallot> ballots;
    for (int option : {0, 1})
      for (int i = 0; i < counts[static_cast<std::size_t>(option)]; ++i)
        ballots.push_back({{{{option}, ""}}, true});
    core::SeededRandom random(1);
    int found = 0;
    for (const core::Block& block :
         results::result_blocks(poll, disclose(poll, ballots, random), Language::nb, Audience::group))
      found += std::holds_alternative<core::Bars>(block);
    EXPECT_EQ(found, bars);
  }
}

core::Message drawn_of(core::Poll poll, const std::vector<int>& of_option) {
  std::vector<CountedBallot> ballots;
  for (std::size_t option = 0; option < of_option.size(); ++option)
    for (int i = 0; i < of_option[option]; ++i) ballots.push_back({{{{static_cast<int>(option)}, ""}}, true});
  poll.roster = static_cast<int>(ballots.size());
  core::SeededRandom random(1);
  return result_message(poll, disclose(poll, ballots, random), Language::nb, Audience::group);
}

TEST(PollView, APictureShowsAScaleAsOneBarAndChoicesSortedWithTheFirstMarked) {
  const auto scale = drawn_of(poll_with(Kind::scale, {"Lite", "Noe", "Mye"}), {4, 6, 5}).pictures;
  ASSERT_EQ(scale.size(), 1U);
  EXPECT_EQ(scale[0].as, core::Plot::As::whole);
  EXPECT_EQ(scale[0].bars[0], (core::Bar{"Lite", 4.0 / 15, "4"})) << "from low to high";
  EXPECT_EQ(scale[0].first, std::vector<std::size_t>{1});
  const auto choice = drawn_of(poll_with(Kind::choice, {"A", "B", "C"}), {4, 7, 5}).pictures;
  ASSERT_EQ(choice.size(), 1U);
  EXPECT_EQ(choice[0].as, core::Plot::As::each);
  EXPECT_EQ(choice[0].bars[0].label, "B");
  EXPECT_EQ(choice[0].bars[2].label, "A");
  EXPECT_EQ(choice[0].first, std::vector<std::size_t>{0});
  EXPECT_TRUE(drawn_of(poll_with(Kind::choice, {"A", "B"}), {1, 1}).pictures.empty()) << "too few";
}

TEST(PollView, AWordIsNoProportionInAPictureEither) {
  // The picture tells two results apart exactly when the words do.
  const core::Poll poll = poll_with(Kind::scale, {"Lite", "Noe", "Mye"});
  std::map<std::string, std::vector<core::Plot>> by_words;
  for (int a = 0; a <= 12; ++a)
    for (int b = 0; a + b <= 12; ++b)
      for (int c = 0; a + b + c <= 12; ++c) {
        const core::Message said = drawn_of(poll, {a, b, c});
        const auto [known, fresh] = by_words.try_emplace(core::plain_text(said), said.pictures);
        EXPECT_EQ(known->second, said.pictures) << a << b << c;
        for (const core::Plot& plot : said.pictures)
          for (const core::Bar& bar : plot.bars) {
            EXPECT_TRUE(plot.as != core::Plot::As::words || bar.share == 0);
            const bool said =
                bar.caption.empty() || known->first.find(bar.label + ": " + bar.caption) != std::string::npos;
            EXPECT_TRUE(said) << bar.label << " " << bar.caption;
          }
      }
}

TEST(PollView, TheLeaderIsToldTheSameAsTheGroup) {
  const core::Poll poll = poll_with(Kind::scale, {"Lite", "Noe", "Mye"});
  for (const int n : {2, 4, 6, 12})
    EXPECT_EQ(n < 4 ? ""
                    : core::plain_text({results::result_blocks(poll, disclosed(poll, n, 2), Language::nb,
                                                               Audience::group)}),
              core::plain_text(
                  {results::result_blocks(poll, disclosed(poll, n, 2), Language::nb, Audience::leader)}));
}

TEST(PollView, AResultFromBeforeKeepsItsWords) {
  using Part = core::ResultLine::Part;
  const core::Poll poll = poll_with(Kind::scale, {"Lite", "Noe", "Mye"});
  core::Result old;
  old.lines = {{0, Audience::group, Part::low, -1, 0, "few"},
               {0, Audience::group, Part::middle, -1, 0, "some"},
               {0, Audience::group, Part::high, -1, 0, "most"},
               {0, Audience::leader, Part::overall, -1, 0, "high"}};
  const std::string group =
      core::plain_text({results::result_blocks(poll, old, Language::nb, Audience::group)});
  EXPECT_SAYS(group, "Lite: få\nNoe: noen\nMye: de fleste");
  EXPECT_SAYS(core::plain_text({results::result_blocks(poll, old, Language::nb, Audience::leader)}), "Mye");
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

TEST(PollView, ARankingAsksForEachPlace) {
  core::Poll poll = poll_with(Kind::ranked, {"Turnus", "Mat", "Ro", "Tid"});
  poll.questions[0].most = 3;
  const core::Form form = answer_form(poll, Language::nb, false);
  ASSERT_EQ(form.inputs.size(), 3U);
  EXPECT_EQ(form.inputs[0].label, "Hva nå? – 1. valg");
  EXPECT_TRUE(form.inputs[0].required);
  EXPECT_FALSE(form.inputs[2].required);
  EXPECT_EQ(form.inputs[1].kind, core::Input::Kind::choice) << "which every platform has";
  const auto picks = [&](const core::FormValues& values) {
    const core::Ballot ballot = ballot_from(poll, values);
    return ballot.empty() ? std::vector<int>{} : ballot[0].picks;
  };
  EXPECT_EQ(picks({{"q0", {"2"}}, {"q0r1", {"0"}}, {"q0r2", {"1"}}}), (std::vector{2, 0, 1}));
  EXPECT_EQ(picks({{"q0", {"2"}}, {"q0r2", {"1"}}, {"q0r3", {"3"}}}), (std::vector{2, 1}))
      << "no fourth place";
  EXPECT_EQ(picks({}), std::vector<int>{});
  EXPECT_TRUE(wrong_picks(poll, {{"q0", {"2"}}, {"q0r1", {"0"}}}, Language::nb).empty());
  EXPECT_EQ(wrong_picks(poll, {{"q0", {"2"}}, {"q0r1", {"2"}}}, Language::nb).count("q0"), 1U);
}

TEST(PollView, SaysAndHoldsHowManyMayBeGiven) {
  core::Poll poll = poll_with(Kind::choices, {"A", "B", "C"});
  poll.questions[0].most = 2;
  EXPECT_EQ(answer_form(poll, Language::nb, false).inputs[0].hint, "Velg høyst 2.");
  EXPECT_EQ(wrong_picks(poll, {{"q0", {"0", "1", "2"}}}, Language::nb).at("q0"), "Velg høyst 2.");
  EXPECT_TRUE(wrong_picks(poll, {{"q0", {"0", "1"}}}, Language::nb).empty());
  EXPECT_EQ(ballot_from(poll, {{"q0", {"0", "1", "2"}}})[0].picks, (std::vector{0, 1}));
  EXPECT_NE(core::plain_text(preview_message(poll, Language::nb, oslo)).find("Flere valg · Velg høyst 2."),
            std::string::npos);
}

TEST(PollView, APreviewOffersEachQuestionAndOneMore) {
  core::Poll poll = poll_with(Kind::choice, {"A", "B"});
  const auto labels = [&] {
    std::string all;
    for (const core::Button& button : buttons(preview_message(poll, Language::nb, oslo)))
      all += button.label + "|";
    return all;
  };
  EXPECT_EQ(labels(), "Åpne nå|Endre|Legg til et spørsmål|Forkast|");
  while (poll.questions.size() < max_questions) poll.questions.push_back(poll.questions.front());
  EXPECT_EQ(labels(),
            "Åpne nå|Endre spørsmål 1|Endre spørsmål 2|Endre spørsmål 3|Endre spørsmål 4|"
            "Endre spørsmål 5|Forkast|");
  const std::string mark = mark_of(poll);
  poll.questions[0].most = 1;
  EXPECT_NE(mark_of(poll), mark);
}

TEST(PollView, ARankedResultNamesTheWinnerAlone) {
  core::Poll poll = poll_with(Kind::ranked, {"Turnus", "Mat", "Ro"});
  std::vector<CountedBallot> ballots(5, {{{{1, 2, 0}, ""}}, true});
  core::SeededRandom random(1);
  const std::string words =
      core::plain_text(result_message(poll, disclose(poll, ballots, random), Language::nb, Audience::group));
  EXPECT_NE(words.find("Best plassert i alt: Mat."), std::string::npos) << words;
  EXPECT_EQ(words.find("5"), std::string::npos) << words;
}

}  // namespace
}  // namespace polls
