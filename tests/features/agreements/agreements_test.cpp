#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/features/agreements/feature.hpp"
#include "tests/support/feature_test.hpp"

namespace agreements {
namespace {

using core::Role;
using support::at;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class AgreementsTest : public support::FeatureTest {
 protected:
  AgreementsTest() : FeatureTest("2026-11-20T09:00:00Z") {
    people = {fay, lea, per, pia};
    group = support::group("a", people);
    group.members[0].role = Role::facilitator;
    group.members[1].role = Role::leader;
    know();
    play(make(*stores.agreements, {[](core::Context&, const core::Group&, core::Language) {
      return support::message("Kjære deltaker");
    }}));
  }
  std::vector<std::string> told(const core::Person& person) const {
    return context.told(core::destination_of(person));
  }
  static core::FormValues five(const char* room) {
    return {{"recruits", {"fay"}},
            {"informs", {"lea"}},
            {"when", {"Annenhver tirsdag"}},
            {"length", {"Halvannen time"}},
            {"room", {room}}};
  }

  core::Person fay = support::person("fay"), lea = support::person("lea"), per = support::person("per"),
               pia = support::person("pia");
};

TEST_F(AgreementsTest, WhatOneSideWritesTheOtherConfirms) {
  const auto form = front->press(fay, "agreements/form", group.id.text).form.value();
  front->submit(fay, form.name, form.state, five("Møterom 2"));
  EXPECT_THAT(told(lea), ElementsAre(AllOf(HasSubstr("Møterom 2"), HasSubstr("[Ja, det er avtalt]"))));
  front->press(lea, "agreements/yes_leader", group.id.text + "|1");
  EXPECT_TRUE(stores.agreements->find(group.id)->holds());
  EXPECT_THAT(told(fay), ElementsAre(HasSubstr("fay og lea har sagt ja")));
  EXPECT_THAT(core::plain_text(front->say(per, "avtale").whisper.value()),
              AllOf(HasSubstr("Møterom 2"), Not(HasSubstr("[Endre"))));
}

TEST_F(AgreementsTest, AChangeIsConfirmedAnewAndAnOldYesIsNoYes) {
  front->submit(fay, "agreements/save", group.id.text + "|0", five("Møterom 2"));
  front->submit(lea, "agreements/save_leader", group.id.text + "|1", five("Kjelleren"));
  EXPECT_FALSE(stores.agreements->find(group.id)->holds());
  const auto old = front->press(lea, "agreements/yes_leader", group.id.text + "|1");
  EXPECT_THAT(core::plain_text(old.whisper.value()), HasSubstr("endret siden"));
  const auto again = front->submit(fay, "agreements/save", group.id.text + "|1", five("Taket")).form;
  EXPECT_EQ(stores.agreements->find(group.id)->room, "Kjelleren") << "written on an older one";
  ASSERT_TRUE(again);
  EXPECT_THAT(core::plain_text(again->intro), AllOf(HasSubstr("skjemaet oppe"), HasSubstr("Kjelleren")));
  EXPECT_THAT(again->inputs.back().initial, ElementsAre("Taket")) << "nothing of it is lost";
  EXPECT_EQ(again->state, group.id.text + "|2");
  EXPECT_THAT(told(fay), SizeIs(1));
  front->submit(lea, "agreements/save_leader", group.id.text + "|1", five("Kjelleren"));
  EXPECT_EQ(stores.agreements->find(group.id)->number, 2) << "sent twice is once";
  front->press(fay, "agreements/yes", group.id.text + "|2");
  EXPECT_TRUE(stores.agreements->find(group.id)->holds());
}

TEST_F(AgreementsTest, WithoutALeaderItSaysSoAndTheLaterOneIsAsked) {
  core::Group alone = group;
  std::erase_if(alone.members, [&](const core::Member& member) { return member.person == lea.id; });
  context.set_people({people, {alone}});
  const auto sent = front->submit(fay, "agreements/save", group.id.text + "|0", five("Møterom 2"));
  EXPECT_THAT(core::plain_text(sent.whisper.value()), HasSubstr("ingen leder ennå"));
  EXPECT_THAT(context.posts, IsEmpty());
  // Lea will lead it from December on, and per from today.
  alone.later = {{lea.id, Role::leader, core::Date{std::chrono::year{2026} / 12 / 1}}};
  for (core::Member& member : alone.members)
    if (member.person == per.id) member.role = Role::leader;
  core::AdministrativeAct act;
  act.what = "role.given";
  act.about = per.id;
  act.group = group.id;
  feature->on(context, act);
  context.set_people({people, {alone}});
  context.run_until(at("2026-11-30T12:00:00Z"), *feature);
  EXPECT_THAT(told(per), ElementsAre(HasSubstr("[Ja, det er avtalt]")));
  EXPECT_THAT(told(lea), IsEmpty());
  alone.members.push_back(alone.later.front());
  alone.later.clear();
  context.set_people({people, {alone}});
  context.run_until(at("2026-12-01T12:00:00Z"), *feature);
  EXPECT_THAT(told(lea), ElementsAre(HasSubstr("[Ja, det er avtalt]")));
  feature->start(context);
  EXPECT_THAT(context.posts, SizeIs(2)) << "each once";
}

TEST_F(AgreementsTest, OnlyTheTwoSidesWriteEachTheirOwn) {
  for (const core::Person* one : {&per, &lea})
    EXPECT_FALSE(front->press(*one, "agreements/form", group.id.text).form);
  front->submit(per, "agreements/save_leader", group.id.text + "|0", five("x"));
  front->submit(fay, "agreements/save_leader", group.id.text + "|0", five("x"));
  EXPECT_FALSE(stores.agreements->find(group.id));
}

TEST_F(AgreementsTest, TheLetterGoesToThoseWhoTakePartAndOnlyTheirNumberIsKnown) {
  const auto shown = front->say(fay, "brev").whisper.value();
  const auto& send = std::get<core::Actions>(shown.blocks[1]).buttons.front();
  front->press(fay, send.name, send.value);
  front->press(fay, send.name, send.value);
  EXPECT_THAT(told(per), SizeIs(1));
  EXPECT_THAT(told(pia), SizeIs(1));
  EXPECT_THAT(told(lea), IsEmpty());
  for (const core::Post& post : context.posts) {
    const auto& read = std::get<core::Actions>(post.message.blocks[1]).buttons.front();
    if (post.to != core::destination_of(per)) continue;
    front->press(per, read.name, read.value);
    front->press(per, read.name, read.value);
    front->press(pia, read.name, read.value);
  }
  const auto letter = stores.agreements->last_letter(group.id).value();
  EXPECT_EQ(letter.copies, 2);
  EXPECT_EQ(letter.read, 1) << "a copy is read once";
  EXPECT_THAT(core::plain_text(front->say(fay, "brev").whisper.value()),
              AllOf(HasSubstr("Gikk det til færre enn fire"), Not(HasSubstr("1 av 2"))));
  EXPECT_THAT(context.updates, IsEmpty());
}

// Looked at before and after each of them, it changes once.
TEST_F(AgreementsTest, OfALetterItIsSaidWhetherHalfHaveReadItAndNeverHowMany) {
  const std::vector<std::string> words{"a", "b", "c", "d", "e"};
  const Letter letter{LetterId("letter"), group.id, context.now(), 5, 0};
  stores.agreements->add(letter, words);
  const auto seen = [&] { return core::plain_text(front->say(fay, "brev").whisper.value()); };
  const std::string nobody = seen();
  EXPECT_THAT(nobody, HasSubstr("Færre enn halvparten"));
  std::vector<std::string> all;
  for (const std::string& word : words) {
    stores.agreements->read(letter.id, word);
    all.push_back(seen());
  }
  EXPECT_EQ(all[0], nobody);
  EXPECT_EQ(all[1], nobody);
  EXPECT_THAT(all[2], HasSubstr("Minst halvparten"));
  EXPECT_EQ(all[3], all[2]);
  EXPECT_EQ(all[4], all[2]) << "not even that all have";
}

}  // namespace
}  // namespace agreements
