#include "bot/features/matters/feature.hpp"

#include <gtest/gtest.h>

#include "bot/core/reply.hpp"
#include "bot/core/texts.hpp"
#include "tests/support/front.hpp"
#include "tests/support/store_fixture.hpp"

namespace matters {
namespace {

using core::Role;

class MattersTest : public ::testing::Test {
 protected:
  MattersTest() {
    lea.language = core::Language::en;
    set_up();
  }
  void set_up(bool with_leaders = true) {
    group = support::group("a", {fay, pia, leo, lea});
    group.members[0].role = Role::facilitator;
    group.members[2].role = group.members[3].role = Role::leader;
    if (!with_leaders) group.members.resize(2);
    const std::vector<core::Person> people{fay, pia, leo, lea};
    stores.people->apply(people, {group});
    context.set_people({people, {group}});
  }
  core::Reply lift(const core::Person& person, const std::string& title, const std::string& body = {},
                   const std::string& state = {}) {
    return front.submit(person, "matters/lift", state.empty() ? group.id.text : state,
                        {{"title", {title}}, {"body", {body}}});
  }
  Matter only() {
    const auto all = stores.matters->of_group(group.id);
    EXPECT_EQ(all.size(), 1U);
    return all.at(0);
  }
  core::Reply press(const core::Person& person, const std::string& answer) {
    return front.press(person, "matters/answer", only().id.text + "|" + answer);
  }
  core::Reply answer(const core::Person& person, const std::string& answer, const std::string& words) {
    return front.submit(person, "matters/answer", only().id.text + "|" + answer, {{"words", {words}}});
  }
  static std::string words(const core::Reply& reply) {
    if (reply.whisper) return core::plain_text(*reply.whisper);
    return reply.form ? "form" : reply.errors.empty() ? "" : reply.errors.begin()->second;
  }
  static std::string said(const char* key, core::Args args = {}) {
    return core::plain_text(core::rich(core::Language::nb, key, args));
  }

  core::Person fay = support::person("fay"), pia = support::person("pia"), leo = support::person("leo"),
               lea = support::person("lea");
  core::Group group;
  storage::Database database{":memory:"};
  storage::Stores stores = storage::open_stores(database);
  support::FakeContext context{support::at("2026-11-09T09:00:00Z")};
  std::unique_ptr<features::Feature> feature = make(*stores.matters);
  support::Front front{context, {feature.get()}};
};

TEST_F(MattersTest, AreLiftedToEveryLeaderInTheirOwnLanguageWithoutAName) {
  EXPECT_EQ(words(lift(fay, " Vi mangler vikarer ", "Hver helg")),
            said("matters.lifted", {{"names", "lea og leo"}}));
  ASSERT_EQ(context.posts.size(), 2U);
  EXPECT_EQ(context.posts[1].to, core::destination_of(leo));
  const std::string english = core::plain_text(context.posts[0].message);
  const std::string norwegian = core::plain_text(context.posts[1].message);
  EXPECT_NE(norwegian.find("Vi mangler vikarer\nHver helg"), std::string::npos);
  EXPECT_NE(norwegian.find("[Vi gjør noe]"), std::string::npos);
  EXPECT_NE(english.find("Vi mangler vikarer"), std::string::npos);
  EXPECT_EQ(english.find("Vi gjør noe"), std::string::npos);
  EXPECT_EQ((norwegian + english).find("fay"), std::string::npos);
  EXPECT_TRUE(context.posts[0].respect_quiet);
}

TEST_F(MattersTest, SentTwiceAreLiftedOnce) {
  const auto once = words(lift(fay, "Vi mangler vikarer", "Hver helg"));
  EXPECT_EQ(words(lift(fay, "Vi mangler vikarer", "Hver helg")), once);
  EXPECT_EQ(context.posts.size(), 2U) << "two leaders, one matter";
  lift(fay, "Vi mangler vikarer", "Hver natt");
  EXPECT_EQ(context.posts.size(), 4U);
}

TEST_F(MattersTest, AreLiftedByTheFacilitatorAlone) {
  EXPECT_EQ(words(lift(pia, "x")), said("who.needs.facilitator", {{"group", group.name}}));
  EXPECT_EQ(words(lift(leo, "x")), said("who.needs.facilitator", {{"group", group.name}}));
  EXPECT_EQ(words(lift(fay, "x", "", "no group")), said("unknown.button"));
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
  const std::string too_long = core::text(core::Language::nb, "form.too_long");
  EXPECT_EQ(lift(fay, std::string(121, 'x')).errors.at("title"), too_long);
  EXPECT_EQ(lift(fay, "Saken", std::string(1001, 'x')).errors.at("body"), too_long);
  EXPECT_TRUE(stores.matters->of_group(group.id).empty());
  std::string fits;
  for (int i = 0; i < 120; ++i) fits += "å";
  lift(fay, fits, std::string(1000, 'x'));
  EXPECT_EQ(only().title, fits);
  EXPECT_EQ(answer(leo, "doing", std::string(1001, 'x')).errors.at("words"), too_long);
  EXPECT_EQ(only().state, Matter::State::open);
}

TEST_F(MattersTest, SayWhenThereIsNoLeader) {
  set_up(false);
  EXPECT_EQ(words(lift(fay, "x")), said("matters.no_leader", {{"group", group.name}}));
  EXPECT_TRUE(stores.matters->of_group(group.id).empty());
}

TEST_F(MattersTest, AreAnsweredByALeaderOnceAndTheGroupSees) {
  lift(fay, "Vi mangler vikarer");
  EXPECT_EQ(words(press(fay, "doing")), said("who.needs.leader", {{"group", group.name}}));
  EXPECT_EQ(words(answer(pia, "doing", "falskt")), said("who.needs.leader", {{"group", group.name}}));
  EXPECT_EQ(words(press(leo, "doing")), "form");
  EXPECT_EQ(words(press(leo, "maybe")), said("unknown.button"));
  EXPECT_EQ(answer(leo, "doing", " ").errors.count("words"), 1U);
  EXPECT_EQ(answer(leo, "doing", "ring 22334455").errors.count("words"), 1U);
  EXPECT_EQ(words(answer(leo, "doing", "Vi ansetter to")), said("matters.thanks", {{"group", group.name}}));
  EXPECT_EQ(only().state, Matter::State::answered);
  const core::Post* post = context.posted("answer:" + only().id.text);
  ASSERT_TRUE(post);
  EXPECT_EQ(post->to, group.destination());
  EXPECT_NE(core::plain_text(post->message).find("Vi mangler vikarer\nSvar: Vi gjør noe\nVi ansetter to"),
            std::string::npos);
  EXPECT_EQ(context.updates.size(), 2U) << "both leaders' messages say that it is answered";
  EXPECT_EQ(words(press(lea, "no")), core::plain_text(core::rich(core::Language::en, "matters.already")));
  EXPECT_EQ(words(answer(lea, "no", "For sent")),
            core::plain_text(core::rich(core::Language::en, "matters.already")));
  EXPECT_EQ(only().answer_text, "Vi ansetter to");
  EXPECT_EQ(context.posts.size(), 3U);
}

TEST_F(MattersTest, TheListHasButtonsForLeadersAlone) {
  const auto show = [&](const core::Person& person) { return words(front.say(person, "saker")); };
  EXPECT_NE(show(pia).find("Ingen saker er løftet ennå."), std::string::npos);
  lift(fay, "Vi mangler vikarer");
  EXPECT_NE(show(pia).find("Vi mangler vikarer\nVenter på svar."), std::string::npos);
  EXPECT_EQ(show(pia).find("["), std::string::npos);
  EXPECT_NE(show(leo).find("[Ikke mulig nå]"), std::string::npos);
  answer(leo, "no", "Ingen penger");
  EXPECT_NE(show(pia).find("Svar: Ikke mulig nå\nIngen penger"), std::string::npos);
}

TEST_F(MattersTest, TheFollowUpOpensTheFormOfItsOwnGroup) {
  const auto opened = front.press(fay, "matters/form", group.id.text);
  ASSERT_TRUE(opened.form);
  EXPECT_EQ(opened.form->state, group.id.text);
  EXPECT_EQ(words(front.press(pia, "matters/form", group.id.text)),
            said("who.needs.facilitator", {{"group", group.name}}));
  EXPECT_EQ(words(front.press(fay, "matters/form", "no group")), said("unknown.button"));
}

TEST_F(MattersTest, WhatIsNotKnownIsSaidToBeSo) {
  for (const char* value : {"", "x", "x|doing", "|"}) {
    EXPECT_EQ(words(front.press(leo, "matters/answer", value)), said("unknown.button")) << value;
    EXPECT_EQ(words(front.submit(leo, "matters/answer", value, {})), said("unknown.button"));
  }
}

}  // namespace
}  // namespace matters
