#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/features/recruiting/feature.hpp"
#include "tests/support/feature_test.hpp"

namespace recruiting {
namespace {

using core::Role;
using support::at;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

// A group of two with a facilitator and a leader; the others of the unit are in its channel.
class RecruitingTest : public support::FeatureTest {
 protected:
  RecruitingTest() : FeatureTest("2026-11-20T09:00:00Z") {
    for (const char* name : {"anne", "bo", "cato", "dina", "elin"}) unit.push_back(support::person(name));
    group = support::group("a", {fay, lea, per});
    group.members[0].role = Role::facilitator;
    group.members[1].role = Role::leader;
    std::vector<core::Person> people{fay, lea, per};
    people.insert(people.end(), unit.begin(), unit.end());
    stores.people->apply(people, {group});
    look();
    play(make(*stores.recruiting));
  }
  // As the engine does when people have changed.
  void look() { context.set_people(stores.people->load()); }

  void open(const char* places) {
    const auto form = front->press(fay, "recruiting/new", group.id.text).form.value();
    front->submit(fay, form.name, form.state, {{"places", {places}}, {"days", {"14"}}});
    round = stores.recruiting->current(group.id).value().id.text;
  }
  std::string press(const core::Person& person, const char* name) {
    const auto reply = front->press(person, std::string("recruiting/") + name, round);
    if (context.people_have_changed) look();
    context.people_have_changed = false;
    return reply.whisper ? core::plain_text(*reply.whisper) : "(no whisper)";
  }
  std::string board() const {
    const std::string key = "recruiting:" + round;
    for (auto one = context.updates.rbegin(); one != context.updates.rend(); ++one)
      if (one->first == key) return core::plain_text(one->second);
    return core::plain_text(context.posted(key)->message);
  }
  std::vector<std::string> told(const core::Person& person) const {
    return context.told(core::destination_of(person));
  }
  std::vector<std::string> members() {
    std::vector<std::string> names;
    const core::Directory now = stores.people->load();
    for (const core::Person* person : now.with_role(*now.group(group.id), Role::participant))
      names.push_back(person->name);
    return names;
  }

  core::Person fay = support::person("fay"), lea = support::person("lea"), per = support::person("per");
  std::vector<core::Person> unit;
  std::string round;
};

TEST_F(RecruitingTest, FiveToEightAreOfferedWithThoseWhoAreThere) {
  const auto form = front->press(fay, "recruiting/new", group.id.text).form.value();
  EXPECT_THAT(form.inputs[0].initial, ElementsAre("7")) << "one takes part";
  front->submit(fay, form.name, form.state, {{"places", {"7"}}, {"days", {"14"}}});
  front->submit(fay, form.name, form.state, {{"places", {"3"}}, {"days", {"14"}}});
  ASSERT_THAT(context.posts, SizeIs(1)) << "sent twice is open once";
  const auto words = core::plain_text(context.posts[0].message);
  EXPECT_THAT(words, AllOf(HasSubstr("0 av 7"), HasSubstr("med navn"), HasSubstr("fredag 4. desember")));
  EXPECT_FALSE(front->press(fay, "recruiting/new", group.id.text).form) << "one at a time";
}

TEST_F(RecruitingTest, WhoeverComesFirstHasAPlaceAndTheOthersWaitInOrder) {
  open("2");
  EXPECT_THAT(press(unit[0], "join"), HasSubstr("har plass"));
  EXPECT_THAT(press(unit[1], "join"), HasSubstr("har plass"));
  EXPECT_THAT(press(unit[2], "join"), HasSubstr("nummer 1"));
  EXPECT_THAT(press(unit[3], "join"), HasSubstr("nummer 2"));
  EXPECT_THAT(press(unit[2], "join"), HasSubstr("nummer 1")) << "pressed twice";
  EXPECT_THAT(board(), AllOf(HasSubstr("2 av 2"), HasSubstr("2 står på venteliste"), Not(HasSubstr("anne"))));

  // A place comes free: the first who waits gets it, and is the only one to hear of it.
  EXPECT_THAT(press(unit[0], "leave"), HasSubstr("meldt av"));
  EXPECT_THAT(told(unit[2]), ElementsAre(HasSubstr("Det ble ledig")));
  for (const core::Person& other : {unit[0], unit[1], unit[3], fay, lea}) EXPECT_THAT(told(other), IsEmpty());
  EXPECT_THAT(board(), HasSubstr("Én står på venteliste"));
  EXPECT_THAT(press(unit[0], "join"), HasSubstr("nummer 2")) << "at the end of the line";
}

TEST_F(RecruitingTest, WhoeverGetsThePlaceAndTheNumberOfAnotherHearsOfItToo) {
  open("1");
  // anne has the place, and bo gets it, who leaves when nobody waits; then cato has it, and dina gets it.
  for (const auto& [who, what] : {std::pair(0, "join"),
                                  {1, "join"},
                                  {0, "leave"},
                                  {1, "leave"},
                                  {2, "join"},
                                  {3, "join"},
                                  {2, "leave"}}) {
    press(unit[static_cast<std::size_t>(who)], what);
    context.send_all();
  }
  EXPECT_THAT(told(unit[1]), ElementsAre(HasSubstr("Det ble ledig")));
  EXPECT_THAT(told(unit[3]), ElementsAre(HasSubstr("Det ble ledig")));
}

TEST_F(RecruitingTest, WhoLeavesBeforeTheyHearOfAPlaceHearsNothingOfIt) {
  open("1");
  press(unit[0], "join");
  press(unit[1], "join");
  context.send_all();
  press(unit[0], "leave");
  EXPECT_THAT(told(unit[1]), SizeIs(1));
  press(unit[1], "leave");
  EXPECT_THAT(told(unit[1]), IsEmpty());
}

TEST_F(RecruitingTest, TheLeaderConfirmsThemAllInOneFormAndTheyTakePart) {
  open("2");
  for (const core::Person& each : {unit[0], unit[1], unit[2]}) press(each, "join");
  context.run_until(at("2026-12-04T11:00:00Z"), *feature);
  ASSERT_THAT(told(lea), SizeIs(1));
  EXPECT_THAT(told(lea)[0], AllOf(HasSubstr("anne"), HasSubstr("På venteliste"), HasSubstr("cato")));
  EXPECT_THAT(press(unit[3], "join"), HasSubstr("Påmeldingen er over"));

  const auto form = front->press(lea, "recruiting/who", round).form.value();
  EXPECT_THAT(form.inputs[0].initial, ElementsAre(unit[0].id.text, unit[1].id.text));
  EXPECT_THAT(front->submit(lea, form.name, form.state, {}).errors, SizeIs(1)) << "nobody is ticked";
  front->submit(lea, form.name, form.state, {{"people", {unit[0].id.text, unit[2].id.text, fay.id.text}}});
  EXPECT_THAT(members(), ElementsAre("anne", "cato", "per"));
  EXPECT_THAT(told(unit[0]), ElementsAre(HasSubstr("[Samlingene fremover]"))) << "it may be today";
  EXPECT_THAT(told(unit[1]), ElementsAre(HasSubstr("ikke plass denne gangen")));
  EXPECT_THAT(told(fay), ElementsAre(HasSubstr("anne og cato")));
  EXPECT_THAT(context.facts_of<core::AdministrativeAct>(), SizeIs(2));
  EXPECT_THAT(stores.recruiting->of(RoundId(round)), IsEmpty()) << "nothing is left of the list";
  EXPECT_THAT(press(lea, "who"), HasSubstr("allerede"));
  EXPECT_THAT(context.jobs, IsEmpty());
}

TEST_F(RecruitingTest, OthersMayNotConfirmAndMembersNeedNotSignUp) {
  open("2");
  press(unit[0], "join");
  for (const core::Person& other : {fay, per, unit[0]}) {
    EXPECT_FALSE(front->press(other, "recruiting/who", round).form);
    front->submit(other, "recruiting/confirm", round, {{"people", {unit[0].id.text}}});
    front->submit(other, "recruiting/confirm_for", round, {{"people", {unit[0].id.text}}});
  }
  EXPECT_THAT(members(), ElementsAre("per"));
  EXPECT_THAT(press(per, "join"), HasSubstr("fra før"));
  EXPECT_THAT(press(lea, "join"), HasSubstr("leder"));
  EXPECT_THAT(stores.recruiting->of(RoundId(round)), SizeIs(1));
  EXPECT_THAT(core::plain_text(front->say(per, "påmelding").whisper.value()), Not(HasSubstr("anne")));
  EXPECT_THAT(core::plain_text(front->say(fay, "påmelding").whisper.value()), HasSubstr("anne"));
}

TEST_F(RecruitingTest, WhomTheBotDoesNotKnowSignsUpWithOnePressAndIsForgottenWhereTheyGetNoPlace) {
  open("1");
  const std::string list = core::plain_text(front->say(fay, "påmelding").whisper.value());
  EXPECT_THAT(list, AllOf(HasSubstr("Plasser: 1."), Not(HasSubstr("har plass:")))) << "nobody has one";
  core::Person guro = support::person("guro"), hege = support::person("hege");
  EXPECT_THAT(press(guro, "join"), HasSubstr("har plass"));
  EXPECT_THAT(press(hege, "join"), HasSubstr("nummer 1"));
  EXPECT_TRUE(context.people().person("sandbox", "U-hege"));
  EXPECT_THAT(press(hege, "leave"), HasSubstr("meldt av"));
  EXPECT_FALSE(context.people().person("sandbox", "U-hege"));
  press(hege, "join");
  press(fay, "close_now");
  const auto form = front->press(lea, "recruiting/who", round).form.value();
  front->submit(lea, form.name, form.state, {{"people", {form.inputs[0].options[0].value}}});
  look();
  EXPECT_TRUE(context.people().person("sandbox", "U-guro"));
  EXPECT_FALSE(context.people().person("sandbox", "U-hege"));
  EXPECT_THAT(told(hege), Each(HasSubstr("ikke plass")));
}

TEST_F(RecruitingTest, SilenceIsToldTheFacilitatorOnceAndNobodyIsNoNewsToTheLeader) {
  open("2");
  context.run_until(at("2026-12-04T11:00:00Z"), *feature);
  EXPECT_THAT(told(lea), IsEmpty());
  EXPECT_THAT(told(fay), ElementsAre(HasSubstr("Ingen meldte seg på")));
  open("2");
  press(unit[0], "join");
  press(fay, "close_now");
  context.run_until(at("2026-12-20T11:00:00Z"), *feature);
  EXPECT_THAT(told(fay), SizeIs(2));
  EXPECT_THAT(told(fay)[1], HasSubstr("Lederen har ikke bekreftet"));
}

TEST_F(RecruitingTest, WhereNobodyLeadsTheCoordinatorIsWaitedFor) {
  stores.people->remove_member(group.id, lea.id);
  look();
  open("2");
  press(unit[0], "join");
  press(fay, "close_now");
  context.run_until(at("2026-12-20T11:00:00Z"), *feature);
  EXPECT_THAT(told(fay), ElementsAre(HasSubstr("Koordinatoren har ikke bekreftet")));
}

}  // namespace
}  // namespace recruiting
