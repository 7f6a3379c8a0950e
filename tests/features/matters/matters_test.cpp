#include "bot/features/matters/feature.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "bot/core/reply.hpp"
#include "bot/core/texts.hpp"
#include "bot/features/matters/events.hpp"
#include "bot/features/matters/rules.hpp"
#include "bot/results/noticed.hpp"
#include "storage/stores.hpp"
#include "tests/support/asked.hpp"
#include "tests/support/feature_test.hpp"

namespace matters {
namespace {

using core::Role;

class MattersTest : public support::FeatureTest {
 protected:
  MattersTest() : FeatureTest("2026-11-09T09:00:00Z") {
    lea.language = core::Language::en;
    set_up();
  }
  // Leo and Lea lead; with `above`, Lea on the next level.
  void set_up(bool with_leaders = true, bool above = false) {
    group = support::group("a", {fay, pia, leo, lea});
    group.members[0].role = Role::facilitator;
    group.members[2].role = group.members[3].role = Role::leader;
    if (!with_leaders) group.members.resize(2);
    people = {fay, pia, leo, lea, cora};
    if (above) group.above = {lea.id};
    know();
    play(make(*stores.matters, *stores.kept));
  }
  core::Reply lift(const core::Person& person, const std::string& title, const std::string& body = {},
                   const std::string& state = {}) {
    return front->submit(person, "matters/lift", state.empty() ? group.id.text : state,
                         {{"title", {title}}, {"body", {body}}});
  }
  Matter only() {
    const auto all = stores.matters->of_group(group.id);
    EXPECT_EQ(all.size(), 1U);
    return all.at(0);
  }
  std::vector<Entry> history() { return stores.matters->history(only().id); }
  core::Reply press(const core::Person& person, const std::string& answer) {
    return front->press(person, "matters/answer", only().id.text + "|" + answer);
  }
  core::Reply answer(const core::Person& person, const std::string& answer, const std::string& words,
                     core::FormValues more = {}) {
    more["words"] = {words};
    return front->submit(person, "matters/answer", only().id.text + "|" + answer, std::move(more));
  }
  std::string open(const core::Person& person, const std::string& page = {}) {
    return words(front->press(person, "matters/open", only().id.text + page));
  }
  std::string told(const core::Person& person) {
    std::string all;
    for (const core::Post& post : context.posts)
      if (post.to == core::destination_of(person)) all += core::plain_text(post.message) + "\n";
    return all;
  }
  std::string group_heard() {
    std::string all;
    for (const core::Post& post : context.posts)
      if (post.to == group.destination()) all += core::plain_text(post.message) + "\n";
    return all;
  }
  static std::string words(const core::Reply& reply) {
    if (reply.whisper) return core::plain_text(*reply.whisper);
    return reply.form ? "form" : reply.errors.empty() ? "" : reply.errors.begin()->second;
  }
  static std::string said(const char* key, core::Args args = {}) {
    return core::plain_text(core::rich(core::Language::nb, key, args));
  }

  // `more`: what the leader may do about it now.
  std::string thanked(const char* more) const {
    return said("matters.thanks", {{"group", group.name}}) + "\n" + said(more);
  }

  core::Person fay = support::person("fay"), pia = support::person("pia"), leo = support::person("leo"),
               lea = support::person("lea"), cora = [] {
                 core::Person cora = support::person("cora");
                 cora.coordinator = true;
                 return cora;
               }();
};

// --- lifting

TEST_F(MattersTest, AreLiftedToEveryLeaderInTheirOwnLanguageWithoutAName) {
  const std::string reply = words(lift(fay, " Vi mangler vikarer ", "Hver helg"));
  EXPECT_NE(reply.find("Sendt til lea og leo. Svaret kommer i kanalen. Uten svar går saken videre til "
                       "koordinatoren mandag 7. desember."),
            std::string::npos)
      << reply;
  ASSERT_EQ(context.posts.size(), 2U);
  EXPECT_EQ(context.posts[1].to, core::destination_of(leo));
  const std::string english = told(lea), norwegian = told(leo);
  EXPECT_NE(norwegian.find("Vi mangler vikarer\nHver helg"), std::string::npos) << norwegian;
  EXPECT_NE(norwegian.find("[Vi er i gang]"), std::string::npos) << norwegian;
  EXPECT_NE(norwegian.find("Uten svar går saken videre til koordinatoren mandag 7. desember."),
            std::string::npos)
      << "said beforehand: " << norwegian;
  EXPECT_NE(english.find("Vi mangler vikarer"), std::string::npos);
  EXPECT_EQ(english.find("Vi er i gang"), std::string::npos);
  EXPECT_EQ((norwegian + english).find("fay"), std::string::npos);
  EXPECT_TRUE(context.posts[0].respect_quiet);
  EXPECT_EQ(history().size(), 1U);
  EXPECT_TRUE(history()[0].by.empty()) << "who lifted it is kept nowhere";
}

TEST_F(MattersTest, SentTwiceAreLiftedOnce) {
  const auto once = words(lift(fay, "Vi mangler vikarer", "Hver helg"));
  EXPECT_EQ(words(lift(fay, "Vi mangler vikarer", "Hver helg")), once);
  EXPECT_EQ(context.posts.size(), 2U) << "two leaders, one matter";
  EXPECT_TRUE(lift(fay, "Vi mangler vikarer", "Hver natt").form) << "other words are asked about";
  EXPECT_EQ(stores.matters->of_group(group.id).size(), 1U);
}

TEST_F(MattersTest, AreLiftedByTheFacilitatorAlone) {
  EXPECT_EQ(words(lift(pia, "x")), said("who.needs.facilitator", {{"group", group.name}}));
  EXPECT_EQ(words(lift(leo, "x")), said("who.needs.facilitator", {{"group", group.name}}));
  const auto away = lift(fay, "x", "", "no group").errors;
  ASSERT_EQ(away.size(), 1U);
  EXPECT_EQ(away.begin()->second, said("who.group_away"));
  EXPECT_TRUE(context.posts.empty());
}

TEST_F(MattersTest, AreGuarded) {
  EXPECT_EQ(lift(fay, " ").errors.count("title"), 1U);
  EXPECT_EQ(lift(fay, "x", "ring 22 33 44 55").errors.count("body"), 1U);
  const auto warned = lift(fay, "Saken", "fru Hansen på rom 12");
  ASSERT_TRUE(warned.form);
  EXPECT_EQ(warned.form->inputs[1].initial, std::vector<std::string>{"fru Hansen på rom 12"});
  EXPECT_TRUE(stores.matters->of_group(group.id).empty());
  lift(fay, "Saken", "fru Hansen på rom 12", warned.form->state);
  EXPECT_EQ(stores.matters->of_group(group.id).size(), 1U);
}

TEST_F(MattersTest, AreNoLongerThanTheirForms) {
  const std::string too_long = core::too_long(core::Language::nb, 1001, 1000);
  EXPECT_EQ(lift(fay, std::string(121, 'x')).errors.at("title"),
            core::too_long(core::Language::nb, 121, 120));
  EXPECT_EQ(lift(fay, "Saken", std::string(1001, 'x')).errors.at("body"), too_long);
  EXPECT_TRUE(stores.matters->of_group(group.id).empty());
  std::string fits;
  for (int i = 0; i < 120; ++i) fits += "å";
  lift(fay, fits, std::string(1000, 'x'));
  EXPECT_EQ(only().title, fits);
  EXPECT_EQ(answer(leo, "in_work", std::string(1001, 'x')).errors.at("words"), too_long);
  EXPECT_EQ(only().state, State::lifted);
}

// "Løft en sak til" read as a sentence that broke off.
TEST_F(MattersTest, TheButtonAfterAMatterOffersOneMore) {
  const core::Reply reply = lift(fay, "Vi mangler vikarer");
  ASSERT_TRUE(reply.whisper);
  const auto* next = std::get_if<core::Actions>(&reply.whisper->blocks.back());
  ASSERT_TRUE(next);
  EXPECT_EQ(next->buttons.at(0).label, "Løft enda en sak");
}

// On a Saturday it was "on its way", and came on Monday.
TEST_F(MattersTest, WhoeverAnswersInQuietHoursReadsWhenTheGroupHears) {
  lift(fay, "Vi mangler vikarer");
  lift(fay, "Lyset i gangen er borte");
  const auto all = stores.matters->of_group(group.id);
  ASSERT_EQ(all.size(), 2U);
  const auto answered = [&](const Matter& matter) {
    return words(front->submit(leo, "matters/answer", matter.id.text + "|in_work", {{"words", {"Vi ser"}}}));
  };
  context.set_now(support::at("2026-11-14T11:00:00Z"));
  EXPECT_EQ(
      answered(all.front()),
      "Takk. Svaret kommer til Gruppe a mandag 16. november kl. 07.00.\nVil du rette eller legge til noe, "
      "svarer du på saken en gang til.");
  context.set_now(support::at("2026-11-16T11:00:00Z"));
  EXPECT_EQ(answered(all.back()), thanked("matters.thanks.more"));
}

// In January's messages and in December's: the day is next year's.
TEST_F(MattersTest, ADayOfNextYearIsSaidWithItsYearAndWordsEndBeforeIt) {
  lift(fay, "Vi mangler vikarer");
  front->submit(
      leo, "matters/answer", only().id.text + "|in_work",
      {{"words", {"Vi prøver fra januar"}}, {"again", {core::to_text(support::at("2027-01-03T23:00:00Z"))}}});
  EXPECT_NE(open(leo).find("Vi prøver fra januar. Ses på igjen mandag 4. januar 2027."), std::string::npos)
      << open(leo);
  EXPECT_NE(open(leo).find("Ses på igjen: mandag 4. januar 2027"), std::string::npos) << open(leo);
}

TEST_F(MattersTest, WithoutALeaderTheTextIsKeptAndWhoeverLeadsLaterReadsAllOfIt) {
  set_up(false);
  EXPECT_NE(words(lift(fay, "Vi mangler vikarer", "Hver helg"))
                .find(said("matters.no_leader", {{"group", group.name}})),
            std::string::npos);
  EXPECT_EQ(only().body, "Hver helg");
  EXPECT_NE(told(cora).find("Vi mangler vikarer\nHver helg\nGruppe a har ingen leder"), std::string::npos)
      << told(cora);
  set_up(true);
  EXPECT_NE(open(leo).find("Vi mangler vikarer\nHver helg"), std::string::npos) << open(leo);
  EXPECT_EQ(words(answer(leo, "in_work", "Vi ansetter to")), thanked("matters.thanks.more"));
}

TEST_F(MattersTest, WhereALeaderWhoCameLaterAnswersCoordinatorsReadThatToo) {
  set_up(false);
  lift(fay, "Vi mangler vikarer");
  context.send_all();
  set_up(true);
  answer(leo, "in_work", "Vi ansetter to");
  const auto changed =
      std::ranges::find(context.updates, "matter-leaderless:" + only().id.text + ":" + cora.id.text,
                        &std::pair<std::string, core::Message>::first);
  ASSERT_NE(changed, context.updates.end());
  EXPECT_EQ(core::plain_text(changed->second),
            said("matters.coordinator.answered", {{"title", "Vi mangler vikarer"}, {"group", group.name}}));
}

TEST_F(MattersTest, CoordinatorsDoNotHearOfTheAnswerWhoHaveNotHeardOfTheMatter) {
  set_up(false);
  lift(fay, "Vi mangler vikarer");
  EXPECT_NE(told(cora), "");
  set_up(true);
  answer(leo, "in_work", "Vi ansetter to");
  EXPECT_EQ(told(cora), "") << "it waited still";
}

TEST_F(MattersTest, WhoeverBecomesLeaderHearsAtOnceWhatWaits) {
  set_up(false);
  lift(fay, "Vi mangler vikarer");
  set_up(true);
  core::AdministrativeAct act;
  act.what = "role.given";
  act.about = leo.id;
  act.group = group.id;
  act.detail = "participant";
  feature->on(context, act);
  act.detail = "leader";
  feature->on(context, act);
  const std::string key = core::job_key(events::new_leader, group.id, leo.id);
  feature->due(context, context.jobs.at(key));
  EXPECT_NE(told(leo).find("Vi mangler vikarer: Ikke besvart"), std::string::npos) << told(leo);
  EXPECT_NE(told(leo).find("[Åpne sak 1]"), std::string::npos) << told(leo);
  EXPECT_EQ(told(lea), "");
  answer(leo, "in_work", "Vi ansetter to");
  const std::size_t posts = context.posts.size();
  feature->due(context,
               {key, "matters/new_leader", events::new_leader.pack(group.id, leo.id), context.now()});
  EXPECT_EQ(context.posts.size(), posts) << "nothing waits";
}

TEST_F(MattersTest, ALeaderWhoComesLaterHearsWhatWaitsOnTheFirstDay) {
  set_up(false);
  lift(fay, "Vi mangler vikarer");
  core::Member comes{leo.id, Role::leader, core::Date{std::chrono::year{2026} / 12 / 1}};
  group.later = {comes};
  context.set_people({people, {group}});
  core::AdministrativeAct act;
  act.what = "role.given";
  act.about = leo.id;
  act.group = group.id;
  act.detail = "leader";
  feature->on(context, act);
  context.wake_at(context.now(), *feature);
  EXPECT_EQ(told(leo), "");
  const auto job = context.arranged(core::job_key(events::new_leader, group.id, leo.id));
  ASSERT_TRUE(job);
  EXPECT_EQ(job->due, support::at("2026-11-30T23:00:00Z")) << "its midnight";
  group.later.clear();
  group.members.push_back(comes);
  context.set_people({people, {group}});
  context.wake_at(job->due, *feature);
  EXPECT_NE(told(leo).find("Vi mangler vikarer: Ikke besvart"), std::string::npos) << told(leo);
}

TEST_F(MattersTest, WhatWasTypedStaysInTheFormAlsoWhereItIsMoreThanASentence) {
  const auto typed = [&](const std::string& words) {
    const auto form = front->say(fay, "sak " + words).form.value();
    return form.inputs.at(0).initial == std::vector<std::string>{words}   ? "title"
           : form.inputs.at(1).initial == std::vector<std::string>{words} ? "body"
                                                                          : "nowhere";
  };
  EXPECT_STREQ(typed("Vi trenger et møterom"), "title");
  EXPECT_STREQ(typed(std::string(121, 'x')), "body");
  EXPECT_STREQ(typed("Vi trenger flere vakter, og sak nummer to er rommet"), "title") << "all of it is text";
}

TEST_F(MattersTest, TheFollowUpOpensTheFormsOfItsOwnGroup) {
  for (const char* name : {"matters/form", "matters/keep_form"}) {
    const auto opened = front->press(fay, name, group.id.text);
    ASSERT_TRUE(opened.form);
    EXPECT_EQ(opened.form->state, group.id.text);
    EXPECT_EQ(words(front->press(pia, name, group.id.text)),
              said("who.needs.facilitator", {{"group", group.name}}));
    EXPECT_EQ(words(front->press(fay, name, "no group")), said("unknown.button"));
  }
}

// --- the same matter twice

TEST_F(MattersTest, TheSameMatterLiftedTwiceIsJoinedAfterAsking) {
  lift(fay, "Vi mangler vikarer i helgene", "Hver helg");
  const auto asked = lift(fay, "Vikarer i helgene mangler fortsatt", "Også denne helga");
  ASSERT_TRUE(asked.form) << words(asked);
  ASSERT_EQ(asked.form->inputs.size(), 4U);
  EXPECT_EQ(asked.form->inputs[0].options.size(), 2U);
  EXPECT_EQ(asked.form->inputs[1].initial, std::vector<std::string>{"Vikarer i helgene mangler fortsatt"});
  EXPECT_EQ(asked.form->inputs[2].initial, std::vector<std::string>{"Også denne helga"});
  EXPECT_EQ(stores.matters->of_group(group.id).size(), 1U) << "nothing happens before the answer";
  const auto send = [&](const std::string& same) {
    return front->submit(fay, asked.form->name, asked.form->state,
                         {{"title", {"Vikarer i helgene mangler fortsatt"}},
                          {"body", {"Også denne helga"}},
                          {"same", {same}}});
  };
  EXPECT_EQ(send("elsewhere").errors.count("same"), 1U);
  const std::size_t posts = context.posts.size();
  EXPECT_NE(words(send(only().id.text)).find("Lagt til saken Vi mangler vikarer i helgene."),
            std::string::npos);
  EXPECT_EQ(history().size(), 2U);
  EXPECT_EQ(history()[1].words, "Vikarer i helgene mangler fortsatt. Også denne helga") << "nothing is lost";
  EXPECT_NE(words(send(only().id.text)).find("Lagt til saken"), std::string::npos);
  EXPECT_EQ(history().size(), 2U) << "the form sent twice";
  EXPECT_EQ(context.posts.size(), posts);
  EXPECT_FALSE(context.updates.empty()) << "the leaders' messages say it";
  send("new");
  EXPECT_EQ(stores.matters->of_group(group.id).size(), 2U);
}

TEST_F(MattersTest, WhoChangesTheTitleWhenAskedJoinsWhatWasChosen) {
  lift(fay, "Vi mangler vikarer i helgene", "Hver helg");
  const core::MatterId chosen = only().id;
  const auto asked = lift(fay, "Vikarer i helgene mangler fortsatt");
  ASSERT_TRUE(asked.form);
  lift(fay, "Heisen virker ikke");
  const auto joined = front->submit(fay, asked.form->name, asked.form->state,
                                    {{"title", {"Heisen virker ikke heller"}}, {"same", {chosen.text}}});
  EXPECT_TRUE(joined.errors.empty()) << joined.errors.begin()->second;
  EXPECT_NE(words(joined).find("Lagt til saken Vi mangler vikarer i helgene."), std::string::npos);
  EXPECT_EQ(stores.matters->of_group(group.id).size(), 2U);
}

TEST_F(MattersTest, OnlyWhatSoundsAlikeAndIsNotOverIsAskedAbout) {
  EXPECT_TRUE(sound_alike("Heisen virker ikke", "  heisen VIRKER  ikke"));
  EXPECT_TRUE(sound_alike("Vi mangler vikarer i helgene", "Mangler vikarer på kveld"));
  EXPECT_FALSE(sound_alike("Vi mangler vikarer", "Vi mangler hansker"));
  EXPECT_FALSE(sound_alike("Mer tid", "Mer ro"));
  EXPECT_FALSE(sound_alike("", "Heisen"));
  lift(fay, "Heisen virker ikke");
  answer(leo, "done", "Den er reparert");
  EXPECT_TRUE(lift(fay, "Heisen virker ikke").whisper);
  EXPECT_EQ(stores.matters->of_group(group.id).size(), 2U);
}

// --- steps

TEST_F(MattersTest, TheTableOfSteps) {
  using enum core::MatterState;
  for (const State from : core::matter_states)
    for (const State to : core::matter_states) {
      const bool ends = from == done || from == will_not;
      // What was not to be done others may have done since.
      const bool may = to != lifted && (ends ? to == in_work || (from == will_not && to == done)
                                             : to != received || from == lifted);
      EXPECT_EQ(allowed(from, to), may) << core::code(from) << " " << core::code(to);
    }
}

TEST_F(MattersTest, AreAnsweredByALeaderAndTheGroupIsToldWhoSaidWhat) {
  lift(fay, "Vi mangler vikarer");
  EXPECT_EQ(words(press(fay, "in_work")), said("who.needs.leader", {{"group", group.name}}));
  EXPECT_EQ(words(answer(pia, "in_work", "falskt")), said("who.needs.leader", {{"group", group.name}}));
  EXPECT_EQ(words(press(leo, "in_work")), "form");
  EXPECT_EQ(words(press(leo, "maybe")), said("unknown.button"));
  EXPECT_EQ(words(press(leo, "lifted")), said("unknown.button"));
  EXPECT_EQ(answer(leo, "in_work", " ").errors.count("words"), 1U);
  EXPECT_EQ(answer(leo, "in_work", "ring 22334455").errors.count("words"), 1U);
  EXPECT_EQ(words(answer(leo, "in_work", "Vi ansetter to")), thanked("matters.thanks.more"));
  EXPECT_EQ(only().state, State::in_work);
  EXPECT_EQ(only().owner, leo.id);
  EXPECT_NE(group_heard().find("Vi mangler vikarer\nVi er i gang, svarer leo.\nVi ansetter to"),
            std::string::npos)
      << group_heard();
  EXPECT_EQ(std::ranges::count_if(context.updates,
                                  [](const auto& one) { return one.first.starts_with("matter:"); }),
            2)
      << "both leaders' messages say how it stands";
}

TEST_F(MattersTest, SaysThatItIsSentOnlyWhereSomebodyHasIt) {
  const auto pause = [&](core::Person& leader) {
    leader.away = {{core::at(std::chrono::year{2026} / 11 / 2, core::Minutes{0}),
                    core::at(std::chrono::year{2026} / 11 / 23, core::Minutes{0})}};
    people = {fay, pia, leo, lea, cora};
    know();
  };
  pause(leo);
  const std::string one = words(lift(fay, "Vi mangler vikarer"));
  EXPECT_NE(one.find("Sendt til lea."), std::string::npos) << one;
  pause(lea);
  const std::string both = words(lift(fay, "Heisen står"));
  EXPECT_NE(both.find("lea og leo har pause, og får saken når pausen er over."), std::string::npos) << both;
  const auto all = stores.matters->of_group(group.id);
  const auto read = [&](const Matter& matter) {
    return words(front->press(pia, "matters/open", matter.id.text));
  };
  const auto lift_waits = std::ranges::find(all, "Heisen står", &Matter::title);
  EXPECT_NE(read(*lift_waits).find(said("matters.sent_to.away", {{"names", "lea og leo"}})),
            std::string::npos)
      << read(*lift_waits);
  context.set_now(support::at("2026-11-23T09:00:00Z"));
  EXPECT_NE(read(*lift_waits).find(said("matters.sent_to", {{"names", "lea og leo"}})), std::string::npos)
      << read(*lift_waits);
}

TEST_F(MattersTest, TheLevelAboveHasItFromWhenItIsPassedOn) {
  set_up(true, true);
  lea.away = {{core::at(std::chrono::year{2026} / 11 / 16, core::Minutes{0}),
               core::at(std::chrono::year{2027} / 1 / 25, core::Minutes{0})}};
  people = {fay, pia, leo, lea, cora};
  know();
  lift(fay, "Vi mangler vikarer");
  context.run_until(only().passes_on, *feature);
  ASSERT_EQ(history().back().what, Entry::What::passed_on);
  EXPECT_NE(open(fay).find("Sendt til leo."), std::string::npos) << open(fay);
}

// What has ended is answered anew, and a receipt has no words to correct.
TEST_F(MattersTest, ALeaderIsToldOfCorrectingOnlyWhatCanBeCorrected) {
  lift(fay, "Vi mangler vikarer");
  EXPECT_EQ(words(answer(leo, "received", "")), said("matters.thanks", {{"group", group.name}}));
  EXPECT_EQ(words(answer(leo, "in_work", "Vi ansetter to")), thanked("matters.thanks.more"));
  EXPECT_EQ(words(answer(leo, "will_not", "Det er ikke penger")), thanked("matters.thanks.ended"));
}

TEST_F(MattersTest, MoreTimeIsNoEndAndEveryLeaderReadsAllAndGoesOn) {
  lift(fay, "Vi mangler vikarer", "Hver helg");
  EXPECT_EQ(answer(leo, "more_time", "Må spørre").errors.count("again"), 1U) << "until when";
  const auto form = press(leo, "more_time").form;
  ASSERT_TRUE(form);
  EXPECT_EQ(form->inputs[1].options[1].label, "mandag 23. november");
  EXPECT_EQ(form->inputs[1].options[3].label, "mandag 4. januar 2027");
  answer(leo, "more_time", "Må spørre", {{"again", {form->inputs[1].options[1].value}}});
  EXPECT_NE(group_heard().find("Dere hører mer senest mandag 23. november."), std::string::npos)
      << group_heard();
  const std::string read = open(lea);
  for (const char* part :
       {"Vi mangler vikarer", "Hver helg", "leo", "Må spørre", "More time needed", "Monday 23 November"})
    EXPECT_NE(read.find(part), std::string::npos) << part << "\n" << read;
  const core::Instant asked = context.now();
  context.set_now(support::at("2026-11-24T09:00:00Z"));
  EXPECT_NE(open(lea).find("Should have been looked at again"), std::string::npos) << open(lea);
  context.set_now(asked);
  answer(lea, "in_work", "To begynner i mars");
  answer(leo, "will_not", "Det ble ikke penger");
  answer(lea, "in_work", "Det ble penger likevel");
  EXPECT_EQ(history().size(), 5U);
  EXPECT_EQ(history()[1].words, "Må spørre") << "nothing written is lost";
  EXPECT_EQ(history()[4].by, lea.id);
  EXPECT_NE(open(pia).find("Det ble ikke penger"), std::string::npos) << "the group reads it too";
  EXPECT_EQ(open(pia).find("[Gjort]"), std::string::npos) << "and answers nothing";
}

TEST_F(MattersTest, AnOldButtonTellsHowItStandsAndLosesNothing) {
  lift(fay, "Vi mangler vikarer");
  EXPECT_EQ(words(press(leo, "doing")), "form") << "as buttons said it before there were steps";
  answer(leo, "doing", "Vi ansetter to");
  EXPECT_EQ(only().state, State::in_work);
  const std::string late = words(press(lea, "received"));
  EXPECT_NE(late.find("This has moved on"), std::string::npos) << late;
  EXPECT_NE(late.find("Vi ansetter to"), std::string::npos) << late;
  EXPECT_NE(late.find("[Done]"), std::string::npos) << late;
}

TEST_F(MattersTest, TheOwnerIsOneOfTheLeaders) {
  lift(fay, "Vi mangler vikarer");
  EXPECT_TRUE(only().owner.empty()) << "two leaders, and nobody has taken it";
  answer(leo, "received", "", {{"owner", {lea.id.text}}});
  EXPECT_EQ(only().owner, lea.id);
  EXPECT_EQ(context.posts.size(), 3U) << "she has it already: two leaders, and the answer";
  answer(leo, "in_work", "Vi ansetter", {{"owner", {pia.id.text}}});
  EXPECT_EQ(only().owner, lea.id) << "never somebody else";
}

TEST_F(MattersTest, WhoIsToFollowItUpIsSentIt) {
  set_up(true, true);
  lift(fay, "Vi mangler vikarer");
  EXPECT_EQ(told(lea), "");
  answer(leo, "in_work", "Lea tar det videre", {{"owner", {lea.id.text}}});
  EXPECT_NE(told(lea).find("Vi mangler vikarer"), std::string::npos) << "on the level above, and never told";
}

TEST_F(MattersTest, WhoAnswersWhileAnotherDoesSeesThatAndKeepsTheirWords) {
  lift(fay, "Vi mangler vikarer");
  const auto leos = press(leo, "in_work").form, second = press(leo, "received").form;
  const auto leas = press(lea, "will_not").form;
  ASSERT_TRUE(leos && second && leas);
  front->submit(lea, leas->name, leas->state, {{"words", {"Det er ikke penger"}}});
  const std::size_t told_before = context.posts.size();

  const auto again =
      front->submit(leo, leos->name, leos->state, {{"words", {"Vi lyser ut stillingen"}}}).form;
  ASSERT_TRUE(again) << "not over her head";
  EXPECT_EQ(context.posts.size(), told_before);
  EXPECT_EQ(again->inputs.front().initial, std::vector<std::string>{"Vi lyser ut stillingen"});
  const std::string intro = core::plain_text(again->intro);
  EXPECT_NE(intro.find("svarte lea: Blir ikke gjort. «Det er ikke penger» Svaret ditt"), std::string::npos)
      << intro;
  EXPECT_TRUE(intro.starts_with("Mens du skrev, svarte lea")) << "where nothing cuts it: " << intro;
  const std::string late = words(front->submit(leo, second->name, second->state, {{"words", {"Takk"}}}));
  EXPECT_NE(late.find("ikke sendt: Takk"), std::string::npos) << "a receipt is none any more: " << late;

  EXPECT_EQ(words(front->submit(leo, again->name, again->state, {{"words", {"Vi lyser ut stillingen"}}})),
            thanked("matters.thanks.more"));
  EXPECT_EQ(words(front->submit(leo, again->name, again->state, {{"words", {"Vi lyser ut stillingen"}}})),
            thanked("matters.thanks.more"))
      << "sent twice is one";
  EXPECT_EQ(history().size(), 3U);
  EXPECT_EQ(history().back().words, "Vi lyser ut stillingen");
}

TEST_F(MattersTest, OfAReceiptWithoutWordsNoneAreShown) {
  lift(fay, "Vi mangler vikarer");
  const auto leos = press(leo, "in_work").form;
  ASSERT_TRUE(leos);
  answer(lea, "received", "");
  const auto again = front->submit(leo, leos->name, leos->state, {{"words", {"Vi lyser ut"}}}).form;
  ASSERT_TRUE(again);
  const std::string intro = core::plain_text(again->intro);
  EXPECT_NE(intro.find("svarte lea: Mottatt. Svaret ditt"), std::string::npos) << intro;
}

TEST_F(MattersTest, WhoLeadsNoMoreFollowsUpNothing) {
  lift(fay, "Vi mangler vikarer");
  answer(leo, "in_work", "Vi ansetter to");
  core::Person nora = support::person("nora");
  people.push_back(nora);
  group.members[2] = {nora.id, Role::leader, {}};
  know();
  EXPECT_EQ(open(pia).find("Følger opp"), std::string::npos) << open(pia);
  EXPECT_NE(open(pia).find("Vi er i gang (leo)"), std::string::npos) << "what was said stays";
  core::AdministrativeAct act;
  act.what = "role.given";
  act.about = nora.id;
  act.group = group.id;
  act.detail = "leader";
  feature->on(context, act);
  context.wake_at(context.now(), *feature);
  EXPECT_NE(told(nora).find("Vi mangler vikarer: Vi er i gang"), std::string::npos)
      << "somebody has to take it over: " << told(nora);
  answer(nora, "in_work", "Jeg går videre med den");
  EXPECT_EQ(only().owner, nora.id);
}

TEST_F(MattersTest, NobodyFollowsUpWhatTheyHaveNotSaidSoOfOnAPageNorInTheChat) {
  lift(fay, "Vi mangler vikarer");
  answer(leo, "in_work", "Vi ansetter to");
  group.members.erase(group.members.begin() + 2);
  know();
  EXPECT_EQ(open(pia).find("Følger opp"), std::string::npos) << "the one who is left has not: " << open(pia);
  const auto page = storage::make_history_store(database)->history(
      group.id, context.now() - std::chrono::days{1}, context.now() + std::chrono::days{1},
      core::ResultLine::Audience::group);
  ASSERT_EQ(page.matters.size(), 1U);
  EXPECT_EQ(page.matters[0].owner, "");
  answer(lea, "in_work", "Jeg går videre med den");
  EXPECT_NE(open(pia).find("Følger opp: lea"), std::string::npos) << open(pia);
}

TEST_F(MattersTest, NobodyFollowsUpWhatHasEnded) {
  lift(fay, "Vi mangler vikarer");
  answer(leo, "in_work", "Vi ansetter to");
  ASSERT_EQ(press(leo, "more_time").form->inputs.back().id, "owner");
  EXPECT_NE(press(leo, "will_not").form->inputs.back().id, "owner");
  answer(leo, "will_not", "Det er ikke penger til det");
  EXPECT_EQ(open(pia).find("Følger opp"), std::string::npos) << open(pia);
  const auto page = storage::make_history_store(database)->history(
      group.id, context.now() - std::chrono::days{1}, context.now() + std::chrono::days{1},
      core::ResultLine::Audience::group);
  EXPECT_EQ(page.matters.at(0).owner, "");
}

TEST_F(MattersTest, WhoFollowsUpADecisionGoesOnWithItWhenThereIsALevelAbove) {
  front->submit(fay, "matters/lift", group.id.text, {{"title", {"Fast tid"}}, {"kind", {"decision"}}});
  answer(leo, "in_work", "Vi ser på turnusen");
  group.above = {lea.id};
  know();
  EXPECT_NE(open(pia).find("Følger opp: leo"), std::string::npos) << open(pia);
  const auto form = press(leo, "more_time").form;
  ASSERT_TRUE(form);
  EXPECT_EQ(form->inputs.back().initial, std::vector<std::string>{leo.id.text});
  EXPECT_EQ(form->inputs.back().options.size(), 2U) << "he, and she who is above now";
  answer(lea, "in_work", "Jeg hjelper til", {{"owner", {leo.id.text}}});
  EXPECT_EQ(only().owner, leo.id);
}

TEST_F(MattersTest, ALongHistoryHasPages) {
  lift(fay, "Vi mangler vikarer");
  for (int i = 1; i <= 8; ++i) answer(leo, "in_work", "Nytt nummer " + std::to_string(i));
  EXPECT_NE(open(leo).find("Nytt nummer 8"), std::string::npos);
  EXPECT_EQ(open(leo).find("Nytt nummer 2."), std::string::npos);
  EXPECT_NE(open(leo).find("[Det som skjedde før]"), std::string::npos) << open(leo);
  EXPECT_NE(open(leo, "|1").find("Nytt nummer 1"), std::string::npos) << open(leo, "|1");
  EXPECT_EQ(words(front->press(leo, "matters/open", only().id.text + "|-1")), said("unknown.button"));
}

// --- does the group notice

TEST_F(MattersTest, WhenItIsDoneTheGroupIsAskedAnonymouslyWhetherItNotices) {
  lift(fay, "Vi mangler vikarer");
  answer(leo, "done", "To nye er på plass");
  const auto asked = context.facts_of<core::PollRequested>();
  ASSERT_EQ(asked.size(), 1U);
  const core::Poll& poll = asked[0].poll;
  EXPECT_EQ(poll.purpose, core::Poll::Purpose::noticed);
  EXPECT_FALSE(poll.named);
  EXPECT_EQ(poll.group, group.id);
  EXPECT_EQ(poll.closes, support::at("2026-11-16T08:00:00Z"));
  ASSERT_EQ(poll.questions.size(), 1U);
  EXPECT_EQ(poll.questions[0].options.size(), 2U) << "one tap";
  support::expect_said_beforehand(*feature, group, context);
  EXPECT_EQ(history().back().asked, poll.id);
  EXPECT_NE(open(leo).find("Gruppa er spurt om den merker det."), std::string::npos) << open(leo);
  answer(leo, "in_work", "Likevel ikke");
  answer(leo, "done", "Nå");
  EXPECT_EQ(context.facts_of<core::PollRequested>().size(), 1U)
      << "two results of one question to the same people could be compared";
  answer(leo, "in_work", "Likevel ikke");
  context.set_now(support::at("2027-01-09T09:00:00Z"));
  answer(leo, "done", "Nå");
  EXPECT_EQ(context.facts_of<core::PollRequested>().size(), 2U);
}

TEST_F(MattersTest, TwoMattersThatSayTheSameAreAskedAboutOnce) {
  lift(fay, "Vi mangler vikarer");
  const auto other = lift(fay, "Vi mangler vikarer", "Også i helgene");
  ASSERT_TRUE(other.form) << words(other);
  front->submit(fay, other.form->name, other.form->state,
                {{"same", {"new"}}, {"title", {"Vi mangler vikarer"}}, {"body", {"Også i helgene"}}});
  const auto all = stores.matters->of_group(group.id);
  ASSERT_EQ(all.size(), 2U);
  for (const Matter& matter : all)
    front->submit(leo, "matters/answer", matter.id.text + "|done", {{"words", {"På plass"}}});
  EXPECT_EQ(context.facts_of<core::PollRequested>().size(), 1U);
  EXPECT_EQ(stores.matters->find(all[1].id)->state, core::MatterState::done) << "it is done all the same";
}

TEST_F(MattersTest, WhatTheGroupNoticedIsSaidInTheWordsOfTheResult) {
  using core::ResultLine;
  const auto say = [](std::vector<ResultLine> lines) {
    for (ResultLine& line : lines) line.audience = ResultLine::Audience::leader;
    return results::say_noticed(lines, core::Language::nb);
  };
  using enum ResultLine::Part;
  EXPECT_EQ(say({}), said("matters.noticed.said.few"));
  EXPECT_EQ(say({{0, {}, half, 0, 0, {}}}), said("matters.noticed.said.yes"));
  EXPECT_EQ(say({{0, {}, half, 1, 0, {}}, {0, {}, lot, -1, 0, {}}}), said("matters.noticed.said.no"));
  EXPECT_EQ(say({{0, {}, tie, 0, 0, {}}, {0, {}, tie, 1, 0, {}}}), said("matters.noticed.said.split"));
  EXPECT_EQ(say({{0, {}, answered, -1, 13, {}}, {0, {}, count, 0, 4, {}}, {0, {}, count, 1, 9, {}}}),
            said("matters.noticed.said.no"));
  EXPECT_EQ(results::say_noticed({{0, ResultLine::Audience::group, half, 0, 0, {}}}, core::Language::nb),
            said("matters.noticed.said.few"))
      << "lines for the group are none for a leader";
}

// --- unanswered

TEST_F(MattersTest, UnansweredReachesTheNextLevelAsSaidBeforehand) {
  set_up(true, true);
  const std::string reply = words(lift(fay, "Vi mangler vikarer", "Hver helg"));
  EXPECT_NE(reply.find("Sendt til leo."), std::string::npos) << reply;
  EXPECT_NE(reply.find("Uten svar går saken videre til lea mandag 7. desember."), std::string::npos) << reply;
  EXPECT_EQ(told(lea), "") << "not yet";
  EXPECT_NE(open(lea).find("Vi mangler vikarer"), std::string::npos) << "but she may read it";
  answer(leo, "received", "");
  context.run_until(support::at("2026-12-07T07:59:00Z"), *feature);
  EXPECT_EQ(told(lea), "");
  context.run_until(support::at("2026-12-07T08:00:00Z"), *feature);
  EXPECT_NE(told(lea).find("Vi mangler vikarer\nHver helg"), std::string::npos) << "a receipt is no answer";
  EXPECT_NE(told(lea).find("4 weeks without an answer"), std::string::npos) << told(lea);
  EXPECT_NE(told(lea).find("[We are on it]"), std::string::npos) << told(lea);
  EXPECT_NE(group_heard().find("Ingen har svart på 4 uker. Saken er nå hos lea."), std::string::npos)
      << group_heard();
  EXPECT_TRUE(only().passed_on);
  EXPECT_EQ(history().back().what, Entry::What::passed_on);
  EXPECT_EQ(told(cora), "");
  EXPECT_NE(told(lea).find("Without an answer it goes on to the coordinator on Monday 4 January 2027."),
            std::string::npos)
      << "and where it goes from there is said as well: " << told(lea);
}

TEST_F(MattersTest, WhereThoseAboveAreSilentTooCoordinatorsHearUntilSomebodyAnswers) {
  set_up(true, true);
  lift(fay, "Vi mangler vikarer");
  context.run_until(support::at("2027-01-04T07:59:00Z"), *feature);
  EXPECT_EQ(told(cora), "");
  context.run_until(support::at("2027-01-04T08:00:00Z"), *feature);
  EXPECT_NE(told(cora).find("leo og lea har ikke svart på 8 uker."), std::string::npos) << told(cora);
  EXPECT_NE(group_heard().find("Ingen har svart på 8 uker. Saken er nå hos koordinatoren."),
            std::string::npos)
      << group_heard();
  EXPECT_EQ(only().passes_on, core::Instant{});
  const std::string heard = group_heard();
  const auto told_times = [&] {
    return std::ranges::count_if(
        context.posts, [&](const core::Post& post) { return post.to == core::destination_of(cora); });
  };
  context.run_until(support::at("2027-02-28T08:00:00Z"), *feature);
  EXPECT_EQ(told_times(), 2) << "once more, four weeks later";
  EXPECT_NE(told(cora).find("leo og lea har ikke svart på 12 uker."), std::string::npos) << told(cora);
  EXPECT_EQ(group_heard(), heard) << "the group is not told the same again";
  answer(leo, "received", "");
  context.run_until(support::at("2027-03-01T08:00:00Z"), *feature);
  EXPECT_EQ(told_times(), 3) << "a receipt is no answer";
  answer(leo, "in_work", "Vi ansetter to");
  context.run_until(support::at("2027-08-01T08:00:00Z"), *feature);
  EXPECT_EQ(told_times(), 3);
}

TEST_F(MattersTest, WhatNobodyWasToBeToldOfAgainIsToldOfAgain) {
  lift(fay, "Vi mangler vikarer");
  Matter matter = only();
  matter.passed_on = true;
  matter.passes_on = {};
  stores.matters->save(matter);
  context.jobs.clear();
  context.set_now(support::at("2027-03-10T09:00:00Z"));
  feature->start(context);
  const core::Instant then = context.jobs.at("matters/pass_on:" + matter.id.text).due;
  EXPECT_EQ(then, support::at("2027-03-30T07:00:00Z")) << "after Easter";
  context.set_now(support::at("2027-03-20T09:00:00Z"));
  feature->start(context);
  EXPECT_EQ(context.jobs.at("matters/pass_on:" + matter.id.text).due, then) << "a restart moves nothing";
}

TEST_F(MattersTest, WhatWasDueWhileTheHouseWasDownIsToldWhenItStarts) {
  lift(fay, "Vi mangler vikarer");
  context.run_until(support::at("2027-01-03T08:00:00Z"), *feature);
  const auto told_times = [&] { return context.told(core::destination_of(cora)).size(); };
  EXPECT_EQ(told_times(), 1U);
  context.set_now(support::at("2027-01-04T08:30:00Z"));
  feature->start(context);
  context.wake_at(context.now(), *feature);
  EXPECT_EQ(told_times(), 2U) << "the restart was half an hour too late";
}

TEST_F(MattersTest, WhoWasAboveWhenItWentNoFurtherIsNamedToTheCoordinator) {
  set_up(true, true);
  lift(fay, "Vi mangler vikarer");
  context.run_until(support::at("2026-12-07T08:00:00Z"), *feature);
  Matter matter = only();
  matter.passes_on = {};  // as it was before it went on from there
  stores.matters->save(matter);
  context.jobs.clear();
  feature->start(context);
  context.run_until(support::at("2027-01-04T08:00:00Z"), *feature);
  EXPECT_NE(told(cora).find("leo og lea har ikke svart på 8 uker."), std::string::npos) << told(cora);
}

TEST_F(MattersTest, WithoutANextLevelItReachesTheCoordinator) {
  lift(fay, "Vi mangler vikarer");
  context.run_until(support::at("2026-12-07T08:00:00Z"), *feature);
  EXPECT_NE(told(cora).find("lea og leo har ikke svart på 4 uker."), std::string::npos) << told(cora);
  EXPECT_EQ(told(cora).find("fay"), std::string::npos);
  EXPECT_NE(group_heard().find("Saken er nå hos koordinatoren."), std::string::npos) << group_heard();
}

TEST_F(MattersTest, WhatIsAnsweredIsNotPassedOn) {
  lift(fay, "Vi mangler vikarer");
  answer(leo, "in_work", "Vi ansetter to");
  EXPECT_TRUE(context.jobs.empty());
  const std::size_t posts = context.posts.size();
  feature->due(context, {"matters/pass_on:" + only().id.text, "matters/pass_on", "", context.now()});
  EXPECT_EQ(context.posts.size(), posts);
}

// --- taken back

TEST_F(MattersTest, WhatNobodyHasAnsweredIsTakenBackAndNothingIsLeftOfIt) {
  const auto sent = lift(fay, "Vi mangler vikarer", "Hver helg").whisper;
  ASSERT_TRUE(sent);
  EXPECT_NE(core::plain_text(*sent).find("[Trekk tilbake]"), std::string::npos) << core::plain_text(*sent);
  context.send_all();
  const core::MatterId id = only().id;
  EXPECT_EQ(open(pia).find("[Trekk tilbake]"), std::string::npos);
  EXPECT_EQ(words(front->press(pia, "matters/withdraw", id.text)),
            said("who.needs.facilitator", {{"group", group.name}}));
  EXPECT_NE(open(fay).find("[Trekk tilbake]"), std::string::npos) << open(fay);
  EXPECT_NE(words(front->press(fay, "matters/ask_withdraw", id.text)).find("[Ja, trekk tilbake]"),
            std::string::npos);
  EXPECT_EQ(stores.matters->of_group(group.id).size(), 1U) << "only asked";
  EXPECT_NE(words(front->press(fay, "matters/ask_withdraw", id.text)).find("[Nei, la den stå]"),
            std::string::npos);
  EXPECT_EQ(words(front->press(pia, "matters/leave", id.text)),
            said("who.needs.facilitator", {{"group", group.name}}));
  EXPECT_EQ(words(front->press(fay, "matters/leave", id.text)), said("matters.withdraw.left"));
  EXPECT_EQ(stores.matters->of_group(group.id).size(), 1U) << "it stays";

  const std::string done = words(front->press(fay, "matters/withdraw", id.text));
  EXPECT_NE(done.find("Vi mangler vikarer\nHver helg"), std::string::npos) << "the words come back: " << done;
  EXPECT_TRUE(stores.matters->of_group(group.id).empty());
  EXPECT_TRUE(stores.matters->history(id).empty());
  EXPECT_TRUE(context.jobs.empty());
  std::string changed;
  for (const auto& [key, message] : context.updates) changed += key + " " + core::plain_text(message) + "\n";
  EXPECT_NE(changed.find("Gruppe a har trukket tilbake en sak."), std::string::npos) << changed;
  EXPECT_NE(changed.find("Gruppe a has taken back an issue."), std::string::npos) << changed;
  EXPECT_EQ((changed + group_heard()).find("vikarer"), std::string::npos);
  EXPECT_NE(group_heard().find("En sak dere hadde løftet, er trukket tilbake"), std::string::npos)
      << group_heard();
  EXPECT_EQ(words(front->press(leo, "matters/answer", id.text + "|in_work")), said("unknown.button"));
  EXPECT_EQ(words(front->press(fay, "matters/withdraw", id.text)), said("unknown.button")) << "once";
}

TEST_F(MattersTest, WhatWasTakenBackIsTakenBackOfEveryMessageAlsoOfThoseThatCoordinatorsGotAgain) {
  lift(fay, "Vi mangler vikarer", "Hver helg");
  context.run_until(support::at("2027-02-28T08:00:00Z"), *feature);
  EXPECT_EQ(context.told(core::destination_of(cora)).size(), 3U) << "the first, and two more";
  std::set<std::string> out;
  for (const core::Post& post : context.posts) out.insert(post.key);
  front->press(fay, "matters/withdraw", only().id.text);
  for (const auto& [key, message] : context.updates)
    if (core::plain_text(message).find("vikarer") == std::string::npos) out.erase(key);
  EXPECT_TRUE(out.empty()) << *out.begin() << " still tells it";
}

TEST_F(MattersTest, OfWhatWasTakenBackNothingThatWaitsGoesOut) {
  lift(fay, "Vi mangler vikarer", "Hver helg");
  context.send_all();
  context.wake_at(support::at("2026-12-07T08:00:00Z"), *feature);
  EXPECT_NE(told(cora).find("vikarer"), std::string::npos);
  EXPECT_NE(group_heard().find("vikarer"), std::string::npos);
  front->press(fay, "matters/withdraw", only().id.text);
  EXPECT_EQ(told(cora), "");
  EXPECT_EQ(group_heard().find("vikarer"), std::string::npos) << group_heard();

  set_up(false);
  lift(fay, "Heisen virker ikke");
  EXPECT_NE(told(cora).find("Heisen"), std::string::npos);
  front->press(fay, "matters/withdraw", only().id.text);
  EXPECT_EQ(told(cora), "");
}

TEST_F(MattersTest, OfAGroupThatIsNoMoreNothingIsLeftToPress) {
  lift(fay, "Vi mangler vikarer", "Hver helg");
  context.run_until(support::at("2026-12-07T08:00:00Z"), *feature);
  context.updates.clear();
  feature->on(context, core::GroupStopped{group.id, cora.id});
  EXPECT_TRUE(context.updates.empty()) << "its period has ended, and its matters wait for their answers";
  feature->on(context, core::GroupStopped{group.id, cora.id, true});
  std::map<std::string, std::string> cards;
  for (const auto& [key, message] : context.updates) {
    EXPECT_EQ(core::plain_text(message).find('['), std::string::npos) << core::plain_text(message);
    cards[key] = core::plain_text(message);
  }
  for (const core::Post& post : context.posts)
    if (post.to.kind == core::Destination::Kind::person) {
      EXPECT_TRUE(cards.contains(post.key)) << post.key;
    }
  const std::string leos = cards["matter:" + only().id.text + ":" + leo.id.text];
  EXPECT_NE(leos.find("Sak fra Gruppe a\nVi mangler vikarer\nHver helg"), std::string::npos) << leos;
  EXPECT_NE(leos.find(said("matters.group_over")), std::string::npos) << leos;
  EXPECT_EQ(leos.find("går saken videre"), std::string::npos) << leos;

  Matter matter = only();
  matter.state = core::MatterState::done;
  stores.matters->save(matter);
  context.updates.clear();
  feature->on(context, core::GroupStopped{group.id, cora.id, true});
  EXPECT_TRUE(context.updates.empty()) << "what was done stays as it is";
}

TEST_F(MattersTest, WhoAnswersWhatHasJustBeenTakenBackKeepsTheirWords) {
  lift(fay, "Vi mangler vikarer");
  const auto form = press(leo, "in_work").form;
  ASSERT_TRUE(form);
  front->press(fay, "matters/withdraw", only().id.text);
  const auto late = front->submit(leo, form->name, form->state, {{"words", {"Vi lyser ut stillingen"}}});
  EXPECT_FALSE(late.whisper);
  ASSERT_EQ(late.errors.count("words"), 1U);
  EXPECT_EQ(late.errors.at("words"), said("matters.gone"));
}

TEST_F(MattersTest, WhatALeaderHasSeenToIsNotTakenBack) {
  lift(fay, "Vi mangler vikarer");
  answer(leo, "received", "");
  for (const char* name : {"matters/ask_withdraw", "matters/withdraw"})
    EXPECT_EQ(words(front->press(fay, name, only().id.text)), said("matters.withdraw.late")) << name;
  EXPECT_EQ(open(fay).find("[Trekk tilbake]"), std::string::npos);
  EXPECT_EQ(only().state, State::received);
}

TEST_F(MattersTest, WhatWasLiftedBeforeThereWereDaysIsPassedOnOnlyAfterAWarning) {
  Matter old;
  old.id = core::MatterId("old");
  old.group = group.id;
  old.title = "Nøkler";
  old.raised = old.changed = support::at("2026-03-01T09:00:00Z");
  stores.matters->save(old);
  feature->start(context);
  EXPECT_EQ(only().passes_on, support::at("2026-11-23T08:00:00Z"));
  EXPECT_EQ(context.jobs.at("matters/pass_on:old").due, only().passes_on);
  context.set_now(support::at("2026-11-10T09:00:00Z"));
  feature->start(context);
  EXPECT_EQ(only().passes_on, support::at("2026-11-23T08:00:00Z")) << "a restart moves nothing";
}

// --- what stays in the group

TEST_F(MattersTest, WhatStaysInTheGroupIsReadByThoseInItAndByNoLeader) {
  const auto keep = [&](const core::Person& person, const std::string& text) {
    return front->submit(person, "matters/keep", group.id.text, {{"text", {text}}});
  };
  EXPECT_EQ(words(keep(pia, "x")), said("who.needs.facilitator", {{"group", group.name}}));
  EXPECT_EQ(keep(fay, " ").errors.count("text"), 1U);
  EXPECT_EQ(keep(fay, "ring 22334455").errors.count("text"), 1U);
  for (const char* time : {"once", "and the same form again"})
    EXPECT_NE(words(keep(fay, "Vi spør hverandre først")).find(said("matters.kept")), std::string::npos)
        << time;
  EXPECT_EQ(stores.kept->of_group(group.id).size(), 1U);
  const auto show = [&](const core::Person& person) {
    return words(front->press(person, "matters/kept", group.id.text));
  };
  EXPECT_NE(show(pia).find("mandag 9. november: Vi spør hverandre først"), std::string::npos) << show(pia);
  EXPECT_NE(show(fay).find("Vi spør hverandre først"), std::string::npos);
  for (const core::Person& person : {leo, lea, cora}) {
    EXPECT_EQ(show(person).find("Vi spør"), std::string::npos) << person.name;
    EXPECT_EQ(words(front->say(person, "saker")).find("Vi spør"), std::string::npos);
  }
  EXPECT_TRUE(context.posts.empty()) << "it is posted nowhere: a leader may be in the channel";
  context.set_now(context.now() + std::chrono::hours{1});
  for (int i = 0; i < 9; ++i) keep(fay, "Nummer " + std::to_string(i));
  EXPECT_EQ(show(pia).find("Vi spør"), std::string::npos);
  EXPECT_NE(words(front->press(pia, "matters/kept", group.id.text + "|1")).find("Vi spør"),
            std::string::npos);
}

// Else a leader who may give roles would be a participant for a minute, and read all of it.
TEST_F(MattersTest, WhatStaysInTheGroupIsReadByThoseWhoWereInItThen) {
  const auto press = [&](const core::Person& person, const char* what, const std::string& value) {
    return words(front->press(person, std::string("matters/") + what, value));
  };
  for (const char* text : {"Vi spør hverandre først", "Vi prøver stille time"})
    front->submit(fay, "matters/keep", group.id.text, {{"text", {text}}});
  for (core::Member& member : group.members)
    if (member.person == leo.id) {
      member.role = core::Role::facilitator;
      member.since = core::date_of(core::Zone::named(group.zone).to_local(context.now()));
    }
  know();
  EXPECT_EQ(press(leo, "kept", group.id.text).find("Vi "), std::string::npos);
  EXPECT_NE(press(leo, "kept", group.id.text).find(said("who.came_later")), std::string::npos);
  const auto all = stores.kept->of_group(group.id);
  for (const char* what : {"minutes", "release", "take_back"})
    EXPECT_EQ(press(leo, what, all[0].id), said("who.came_later")) << what;
  EXPECT_EQ(stores.kept->of_group(group.id).size(), 2U);
  press(fay, "release", all[0].id);
  EXPECT_NE(press(leo, "kept", group.id.text).find(all[0].text), std::string::npos) << "leaders read it";
  context.set_now(context.now() + std::chrono::days{1});
  front->submit(fay, "matters/keep", group.id.text, {{"text", {"Alle får ordet"}}});
  EXPECT_NE(press(leo, "kept", group.id.text).find("Alle får ordet"), std::string::npos);
}

TEST_F(MattersTest, ItIsSaidThatSomethingIsLeftOutWhereThatIsSo) {
  const auto list = [&](const core::Person& person) {
    return words(front->press(person, "matters/kept", group.id.text));
  };
  for (core::Member& member : group.members)
    if (member.person == pia.id)
      member.since = core::date_of(core::Zone::named(group.zone).to_local(context.now()));
  know();
  EXPECT_EQ(list(pia).find(said("who.came_later")), std::string::npos) << "there was nothing before";
  EXPECT_NE(list(pia).find(said("matters.kept.none", {{"group", group.name}})), std::string::npos);
  context.set_now(context.now() + std::chrono::days{1});
  front->submit(fay, "matters/keep", group.id.text, {{"text", {"Vi spør hverandre først"}}});
  EXPECT_EQ(list(pia).find(said("who.came_later")), std::string::npos) << "she has seen all there is";
  EXPECT_NE(list(pia).find("Vi spør"), std::string::npos);
}

TEST_F(MattersTest, AFacilitatorReleasesATextToTheLeadersOrTakesItBackBefore) {
  const auto press = [&](const core::Person& person, const char* what, const std::string& id) {
    return front->press(person, std::string("matters/") + what, id);
  };
  for (const char* text : {"Vi spør hverandre først", "Vi prøver stille time"})
    front->submit(fay, "matters/keep", group.id.text, {{"text", {text}}});
  const auto all = stores.kept->of_group(group.id);
  ASSERT_EQ(all.size(), 2U);
  const auto& one = all[0].text == "Vi spør hverandre først" ? all[0] : all[1];
  const auto& other = all[0].text == "Vi spør hverandre først" ? all[1] : all[0];
  const std::string asked = words(press(fay, "minutes", one.id));
  EXPECT_NE(asked.find(one.text), std::string::npos);
  EXPECT_NE(asked.find("lea"), std::string::npos) << "it says who will read it: " << asked;
  for (const core::Person& person : {pia, leo, cora})
    for (const char* what : {"minutes", "release", "take_back"})
      EXPECT_EQ(words(press(person, what, one.id)).find(one.text), std::string::npos) << person.name;
  EXPECT_EQ(stores.kept->of_group(group.id).size(), 2U);
  EXPECT_TRUE(context.posts.empty());
  press(fay, "release", one.id);
  EXPECT_NE(group_heard().find(one.text), std::string::npos) << "the group sees what its leaders are shown";
  EXPECT_EQ(words(press(fay, "take_back", one.id)), said("matters.minutes.already"));
  press(fay, "take_back", other.id);
  const auto left = stores.kept->of_group(group.id);
  ASSERT_EQ(left.size(), 1U);
  EXPECT_TRUE(left[0].released);
  const std::string list = words(front->press(pia, "matters/kept", group.id.text));
  EXPECT_NE(list.find(said("matters.kept.released")), std::string::npos) << list;
}

// --- whose it is

TEST_F(MattersTest, WhatTheNextLevelDecidesGoesThereAtOnceAndComesBackTheSameWay) {
  set_up(true, true);
  front->submit(fay, "matters/lift", group.id.text,
                {{"title", {"Vi vil ha fast tid til refleksjon"}}, {"kind", {"decision"}}});
  EXPECT_EQ(only().kind, Kind::decision);
  EXPECT_TRUE(only().passed_on) << "so that it stands in their digest and on their pages";
  EXPECT_EQ(only().owner, lea.id);
  EXPECT_NE(told(lea).find("Vi vil ha fast tid"), std::string::npos);
  EXPECT_EQ(told(leo), "");
  answer(lea, "in_work", "Vi ser på turnusen");
  EXPECT_NE(group_heard().find("Vi ser på turnusen"), std::string::npos);
}

TEST_F(MattersTest, WithoutANextLevelTheLeadersGetWhatOthersDecide) {
  front->submit(fay, "matters/lift", group.id.text, {{"title", {"Fast tid"}}, {"kind", {"decision"}}});
  EXPECT_NE(told(leo).find("Fast tid"), std::string::npos);
  EXPECT_FALSE(only().passed_on);
}

TEST_F(MattersTest, AWishForACourseGoesToTheOneWhoIsNamedAndThenToTheOthers) {
  group.wishes_to = lea.id;
  know();
  front->submit(fay, "matters/lift", group.id.text, {{"title", {"Kurs i demens"}}, {"kind", {"wish"}}});
  EXPECT_EQ(only().owner, lea.id);
  EXPECT_NE(told(lea).find("A wish for a course or a visit"), std::string::npos) << told(lea);
  EXPECT_EQ(told(leo), "");
  context.set_now(only().passes_on);
  feature->due(context, context.jobs.at("matters/pass_on:" + only().id.text));
  EXPECT_NE(told(leo).find("Kurs i demens"), std::string::npos);
  EXPECT_EQ(told(cora), "");
  lift(fay, "Kurs i demens");
  EXPECT_EQ(stores.matters->of_group(group.id).size(), 2U) << "a matter of the same name is another thing";
}

TEST_F(MattersTest, WhoOpensWhatWasSentToAnotherReadsToWhom) {
  group.wishes_to = lea.id;
  know();
  front->submit(fay, "matters/lift", group.id.text, {{"title", {"Kurs i demens"}}, {"kind", {"wish"}}});
  EXPECT_NE(open(leo).find("Sendt til lea."), std::string::npos) << open(leo);
  EXPECT_EQ(open(leo).find(said("matters.new.owed")), std::string::npos) << "not yet his: " << open(leo);
  EXPECT_NE(open(fay).find("Sendt til lea."), std::string::npos) << open(fay);
  EXPECT_EQ(open(lea).find("Sent to"), std::string::npos) << open(lea);
  context.run_until(only().passes_on, *feature);
  EXPECT_EQ(open(leo).find("Sendt til"), std::string::npos) << "it is his now: " << open(leo);
  EXPECT_NE(open(fay).find("Sendt til lea og leo."), std::string::npos) << open(fay);
  answer(leo, "in_work", "Vi melder på to");
  EXPECT_EQ(open(fay).find("Sendt til"), std::string::npos) << open(fay);
}

TEST_F(MattersTest, WhoeverLiftedItReadsNoNewMatter) {
  lift(fay, "Vi mangler vikarer");
  EXPECT_NE(open(fay).find("Sak fra Gruppe a\n"), std::string::npos) << open(fay);
  EXPECT_NE(open(leo).find("Ny sak fra Gruppe a\n"), std::string::npos) << open(leo);
  EXPECT_EQ(open(fay).find("Ny sak"), std::string::npos) << open(fay);
  context.set_now(context.now() + std::chrono::days{14});
  EXPECT_EQ(open(leo).find("Ny sak"), std::string::npos)
      << "nor does whoever has had it for weeks: " << open(leo);
}

TEST_F(MattersTest, AWishToOneWhoLeadsNoMoreIsSentToTheLeadersWhoAreLeft) {
  group.wishes_to = lea.id;
  know();
  lift(fay, "Vi mangler vikarer");
  front->submit(fay, "matters/lift", group.id.text, {{"title", {"Kurs i demens"}}, {"kind", {"wish"}}});
  EXPECT_EQ(told(leo).find("Kurs i demens"), std::string::npos);
  core::AdministrativeAct act;
  act.what = "role.taken";
  act.about = lea.id;
  act.group = group.id;
  feature->on(context, act);
  std::erase_if(group.members, [&](const core::Member& member) { return member.person == lea.id; });
  know();
  const std::size_t posts = context.posts.size();
  context.wake_at(context.now(), *feature);
  ASSERT_EQ(context.posts.size(), posts + 1) << "and not what he has";
  EXPECT_EQ(context.posts.back().to, core::destination_of(leo));
  const std::string sent = core::plain_text(context.posts.back().message);
  EXPECT_NE(sent.find("Kurs i demens"), std::string::npos) << sent;
  EXPECT_NE(sent.find("[Vi er i gang]"), std::string::npos) << sent;
  EXPECT_EQ(sent.find("Følger opp"), std::string::npos) << "he has not said so: " << sent;
}

TEST_F(MattersTest, ANewLeaderHearsOfAWishToOneAboveOnlyOnceItWasPassedOn) {
  set_up(true, true);
  group.wishes_to = lea.id;
  know();
  front->submit(fay, "matters/lift", group.id.text, {{"title", {"Kurs i demens"}}, {"kind", {"wish"}}});
  EXPECT_TRUE(only().passed_on) << "it is with one above from the first";
  const auto told_as_leader = [&](const core::Person& person) {
    core::AdministrativeAct act;
    act.what = "role.given";
    act.about = person.id;
    act.group = group.id;
    act.detail = "leader";
    feature->on(context, act);
    context.set_now(context.now() + std::chrono::minutes{1});
    context.wake_at(context.now(), *feature);
    return told(person);
  };
  EXPECT_EQ(told_as_leader(leo).find("Kurs i demens"), std::string::npos) << told(leo);
  context.run_until(only().passes_on, *feature);
  EXPECT_NE(told_as_leader(leo).find("Kurs i demens: Ikke besvart"), std::string::npos) << told(leo);
}

// --- lists

TEST_F(MattersTest, TheListOpensEachMatterForEverybodyInTheGroup) {
  const auto show = [&](const core::Person& person) { return words(front->say(person, "saker")); };
  EXPECT_NE(show(pia).find("Ingen saker er løftet ennå."), std::string::npos);
  lift(fay, "Vi mangler vikarer");
  EXPECT_NE(show(pia).find("Vi mangler vikarer: Ikke besvart"), std::string::npos) << show(pia);
  EXPECT_NE(show(pia).find("[Åpne sak 1]"), std::string::npos);
  context.set_now(support::at("2026-12-01T09:00:00Z"));
  EXPECT_NE(show(leo).find("Vi mangler vikarer: Ikke besvart, 3 uker uten svar"), std::string::npos)
      << show(leo);
  answer(leo, "will_not", "Ingen penger");
  EXPECT_NE(show(pia).find("Vi mangler vikarer: Blir ikke gjort"), std::string::npos) << show(pia);
  EXPECT_NE(open(pia).find("Ingen penger"), std::string::npos);
}

TEST_F(MattersTest, ALongListHasPagesAndOpenOnesComeFirst) {
  for (int i = 0; i < 11; ++i) {
    Matter matter;
    matter.id = core::MatterId("m" + std::to_string(i));
    matter.group = group.id;
    matter.title = "Nummer " + std::to_string(i);
    matter.raised = matter.changed = context.now() + std::chrono::hours{i};
    if (i == 0) matter.state = State::done;
    stores.matters->save(matter);
  }
  const std::string first = words(front->say(pia, "saker")),
                    second = words(front->press(pia, "matters/list", group.id.text + "|1"));
  EXPECT_LT(first.find("Nummer 1:"), first.find("Nummer 8:")) << first;
  EXPECT_EQ(first.find("Nummer 9:"), std::string::npos) << first;
  EXPECT_NE(first.find("[Vis flere]"), std::string::npos) << first;
  EXPECT_LT(second.find("Nummer 10:"), second.find("Nummer 0:")) << second;
  EXPECT_EQ(second.find("[Vis flere]"), std::string::npos) << second;
}

TEST_F(MattersTest, ACheckInBeginsWithWhatHasHappened) {
  lift(fay, "Vi mangler vikarer");
  const auto news = [&](const char* since) {
    return core::plain_text(
        core::Message{news_since(*stores.matters, group, support::at(since), core::Language::nb)});
  };
  EXPECT_EQ(news("2026-11-01T00:00:00Z"), "") << "that it was lifted is no news to the group";
  answer(leo, "in_work", "Vi ansetter to");
  EXPECT_NE(news("2026-11-01T00:00:00Z").find("Vi mangler vikarer: Vi er i gang, mandag 9. november"),
            std::string::npos)
      << news("2026-11-01T00:00:00Z");
  EXPECT_EQ(news("2026-11-10T00:00:00Z"), "");
}

TEST_F(MattersTest, ACheckInSaysThatAMatterWasPassedOnAndNotWhatWasSaidBefore) {
  set_up(true, true);
  const auto news = [&](const char* since) {
    return core::plain_text(
        core::Message{news_since(*stores.matters, group, support::at(since), core::Language::nb)});
  };
  front->submit(fay, "matters/lift", group.id.text, {{"title", {"Fast tid"}}, {"kind", {"decision"}}});
  EXPECT_EQ(news("2026-11-01T00:00:00Z"), "") << "with those above from the first: it was lifted, no more";
  answer(lea, "received", "");
  context.set_now(only().passes_on);
  feature->due(context, context.jobs.at("matters/pass_on:" + only().id.text));
  EXPECT_NE(
      news("2026-12-01T00:00:00Z").find("Fast tid: sendt videre fordi ingen svarte, mandag 7. desember"),
      std::string::npos)
      << news("2026-12-01T00:00:00Z");
}

TEST_F(MattersTest, WhatIsNotKnownIsSaidToBeSo) {
  for (const char* value : {"", "x", "x|in_work", "|"}) {
    EXPECT_EQ(words(front->press(leo, "matters/answer", value)), said("unknown.button")) << value;
    EXPECT_EQ(words(front->submit(leo, "matters/answer", value, {})), said("unknown.button"));
  }
}

}  // namespace
}  // namespace matters
