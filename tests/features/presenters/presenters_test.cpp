#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "bot/features/presenters/events.hpp"
#include "bot/features/presenters/feature.hpp"
#include "tests/support/feature_test.hpp"

namespace presenters {
namespace {

using core::Role;
using support::at;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class PresentersTest : public support::FeatureTest {
 protected:
  PresentersTest() : FeatureTest("2026-11-17T10:00:00Z") {
    people = {fay, pia, per, ida};
    group = support::group("a", people);
    group.members[0].role = Role::facilitator;
    know();
    core::Programme programme;
    core::Case first, second;
    first.title = core::Localized("Nøkkelen");
    first.text = core::Localized("Noen hadde mistet nøkkelen.");
    second.title = core::Localized("Telefonen");
    second.text = core::Localized("Telefonen ringte hele vakta.");
    programme.cases = {first, second};
    programmes["pack"] = programme;
    sessions::Run run;
    run.group = group.id;
    run.programme = "pack";
    stores.sessions->save(run);
    for (int number = 1; number <= 3; ++number) stores.sessions->save(session(number));
    Options options;
    options.places = [this](const core::Session&, const core::Group&) { return places; };
    options.address = [](const core::Person& person, const core::Button&) {
      return "https://refleks.test/" + person.user;
    };
    options.print = [](const std::string& name, const core::Message&, core::Language) {
      return "%PDF " + name;
    };
    play(make(*stores.presenters, programmes, options));
  }
  core::Session session(int number) const {
    core::Session one;
    one.id = core::SessionId("s" + std::to_string(number));
    one.group = group.id;
    one.number = number;
    one.starts = at("2026-11-24T12:00:00Z") + std::chrono::days{14} * (number - 1);
    one.ends = one.starts + std::chrono::minutes{90};
    return one;
  }
  void moment(const char* name, int number) {
    core::MomentDue due;
    due.session = session(number);
    due.moment = name;
    feature->on(context, due);
  }
  // Of whom, in order.
  std::vector<std::string> asked() const {
    std::vector<std::string> all;
    for (const core::Post& post : context.posts)
      if (core::plain_text(post.message).find("Vil du ta med") != std::string::npos)
        all.push_back(post.to.id.substr(2));
    return all;
  }
  // The lot says who: the first who was asked is 0.
  const core::Person& nth(std::size_t place) const {
    const auto all = asked();
    if (place >= all.size()) throw std::out_of_range("nobody was asked");
    return all[place] == "pia" ? pia : all[place] == "per" ? per : ida;
  }
  std::string told(const core::Person& person) const {
    std::string all;
    for (const core::Post& post : context.posts)
      if (post.to == core::destination_of(person)) {
        all += core::plain_text(post.message) + "\n";
        for (const auto& [key, message] : context.updates)
          if (key == post.key) all += core::plain_text(message) + "\n";
      }
    return all;
  }
  core::Reply answer(const core::Person& person, const char* what, int number, int attempt) {
    return front->press(person, std::string("presenters/") + what,
                        "s" + std::to_string(number) + "|1|" + std::to_string(attempt));
  }
  static std::string said(const core::Reply& reply) {
    return reply.whisper ? core::plain_text(*reply.whisper) : "(no whisper)";
  }
  std::string sheet(int number) {
    core::Message message;
    message.blocks =
        brought(*stores.presenters, programmes, context.people(), session(number).id, core::Language::nb);
    return core::plain_text(message);
  }
  std::vector<Slot> slots(int number) { return stores.presenters->of_session(session(number).id); }

  core::Person fay = support::person("fay"), pia = support::person("pia"), per = support::person("per"),
               ida = support::person("ida");
  core::Programmes programmes;
  int places = 1;
};

TEST_F(PresentersTest, OneIsAskedInPrivateAndTheFacilitatorHearsOfAYes) {
  moment("invitation", 1);
  moment("invitation", 1);
  ASSERT_THAT(asked(), SizeIs(1)) << "once";
  const core::Person &one = nth(0), &other = one.id == per.id ? pia : per;
  EXPECT_EQ(told(fay), "");
  EXPECT_THAT(sheet(1), AllOf(HasSubstr("1 spørsmål er ute"), Not(HasSubstr(one.name))));
  EXPECT_THAT(said(answer(other, "yes", 1, 1)), HasSubstr("gått videre")) << "another's question";
  EXPECT_THAT(said(answer(one, "yes", 1, 1)), HasSubstr("Takk"));
  answer(one, "yes", 1, 1);
  EXPECT_THAT(told(fay), HasSubstr(one.name + " tar med en situasjon"));
  EXPECT_THAT(sheet(1), HasSubstr(one.name + " tar med en"));
  context.run_until(at("2026-11-24T11:00:00Z"), *feature);
  EXPECT_THAT(asked(), SizeIs(1));
  EXPECT_THAT(told(fay), Not(HasSubstr("Nøkkelen")));
}

TEST_F(PresentersTest, ANoIsNobodysBusinessAndTwoBringTheReserve) {
  moment("invitation", 1);
  EXPECT_THAT(said(answer(nth(0), "no", 1, 1)), HasSubstr("jeg forteller ingen"));
  ASSERT_THAT(asked(), SizeIs(2));
  EXPECT_NE(asked()[1], asked()[0]);
  for (const Slot& slot : slots(1)) EXPECT_EQ(slot.person.empty(), slot.state != Slot::State::asked);
  EXPECT_EQ(told(fay), "");
  answer(nth(1), "no", 1, 2);
  EXPECT_THAT(asked(), SizeIs(2)) << "two, and no more";
  EXPECT_THAT(told(fay), HasSubstr("Nøkkelen"));
  for (const std::string& name : asked()) EXPECT_THAT(told(fay) + sheet(1), Not(HasSubstr(name)));
  EXPECT_THAT(said(answer(nth(1), "yes", 1, 2)), HasSubstr("gått videre"));
  context.run_until(at("2026-11-24T14:00:00Z"), *feature);
  ASSERT_THAT(slots(1), SizeIs(1)) << "the reserve alone is left";
  EXPECT_EQ(slots(1)[0].state, Slot::State::reserve);
}

TEST_F(PresentersTest, TwoDaysOfSilenceBringTheReserveAndAYesStillCounts) {
  moment("invitation", 1);
  context.run_until(at("2026-11-19T09:59:00Z"), *feature);
  EXPECT_EQ(told(fay), "");
  context.run_until(at("2026-11-19T10:00:00Z"), *feature);
  EXPECT_THAT(told(fay), HasSubstr("Nøkkelen"));
  EXPECT_THAT(asked(), SizeIs(1)) << "who is silent is not passed over";
  EXPECT_THAT(said(answer(nth(0), "yes", 1, 1)), HasSubstr("Takk"));
  EXPECT_THAT(told(fay), HasSubstr(nth(0).name + " tar med"));
  EXPECT_THAT(sheet(1), Not(HasSubstr("Nøkkelen")));
}

TEST_F(PresentersTest, ANoAfterTheReserveAsksNobodyMore) {
  moment("invitation", 1);
  context.run_until(at("2026-11-20T10:00:00Z"), *feature);
  answer(nth(0), "no", 1, 1);
  EXPECT_THAT(asked(), SizeIs(1));
}

TEST_F(PresentersTest, TheTurnGoesRoundAndTheNextAreAskedWhenThisOneEnds) {
  moment("invitation", 1);
  answer(nth(0), "yes", 1, 1);
  context.set_now(at("2026-11-24T13:30:00Z"));
  moment("checkout", 1);
  ASSERT_THAT(asked(), SizeIs(2));
  answer(nth(1), "no", 2, 1);
  ASSERT_THAT(asked(), SizeIs(3));
  EXPECT_THAT(asked(), testing::UnorderedElementsAre("ida", "per", "pia")) << "each once a round";
  answer(nth(2), "yes", 2, 2);
  moment("invitation", 2);
  EXPECT_THAT(asked(), SizeIs(3)) << "they were asked already";
  context.set_now(at("2026-12-08T13:30:00Z"));
  moment("checkout", 2);
  EXPECT_EQ(asked().back(), asked()[0]) << "the others were asked for the session before";
}

TEST_F(PresentersTest, NobodyIsAskedTwiceForOneSessionHoweverSmallTheGroup) {
  places = 4;
  moment("invitation", 1);
  EXPECT_THAT(asked(), testing::UnorderedElementsAre("ida", "per", "pia"));
  EXPECT_THAT(told(fay), HasSubstr("Nøkkelen"));
}

TEST_F(PresentersTest, WhoCannotComeIsNotAskedAndWhoSaidYesIsReplaced) {
  stores.sessions->set_attendance(core::SessionId("s1"), ida.id, false);
  moment("invitation", 1);
  ASSERT_THAT(asked(), SizeIs(1));
  answer(nth(0), "yes", 1, 1);
  feature->on(context, core::SaidAboutComing{session(1), nth(0).id, std::nullopt, false});
  EXPECT_THAT(told(fay), HasSubstr(nth(0).name + " kan likevel ikke"));
  EXPECT_THAT(asked(), testing::UnorderedElementsAre("per", "pia"));
}

TEST_F(PresentersTest, WhoLeavesTheGroupBringsNothing) {
  moment("invitation", 1);
  const core::Person& first = nth(0);
  answer(first, "yes", 1, 1);
  moment("checkout", 1);
  const core::Person& second = nth(1);
  answer(second, "yes", 2, 1);
  core::AdministrativeAct act;
  act.what = "role.taken";
  for (const core::Person* one : {&pia, &per, &ida})
    if (one->id != first.id && one->id != second.id) act.about = one->id;
  act.group = group.id;
  feature->on(context, act);
  EXPECT_THAT(asked(), SizeIs(2)) << "who was not asked makes no difference";
  act.about = second.id;
  act.detail = "2026-12-09";
  feature->on(context, act);
  EXPECT_THAT(asked(), SizeIs(2)) << "the day after";
  act.detail = "channel";
  feature->on(context, act);
  EXPECT_THAT(told(fay), HasSubstr(second.name + " kan likevel ikke"))
      << "also of a later session than the next";
  EXPECT_THAT(asked(), testing::UnorderedElementsAre("ida", "per", "pia"));
  EXPECT_THAT(sheet(1), HasSubstr(first.name + " tar med en"));
  EXPECT_THAT(sheet(2), Not(HasSubstr(second.name)));
}

TEST_F(PresentersTest, WhoIsAwayThatDayOrGoneBeforeItBringsNothing) {
  moment("invitation", 1);
  const core::Person& first = nth(0);
  answer(first, "yes", 1, 1);
  const core::Local day{std::chrono::floor<std::chrono::days>(session(1).starts).time_since_epoch()};
  std::vector<core::Person> all{fay, pia, per, ida};
  for (core::Person& one : all)
    if (one.id == first.id) one.away = {core::Closed{day, day + std::chrono::days{1}}};
  context.set_people({all, {group}});
  EXPECT_THAT(sheet(1), Not(HasSubstr(first.name)));
  moment("ideas", 1);
  EXPECT_THAT(told(fay), HasSubstr(first.name + " kan likevel ikke"));
  ASSERT_THAT(asked(), SizeIs(2));
  const core::Person& second = nth(1);
  EXPECT_NE(second.id, first.id);
  answer(second, "yes", 1, 2);
  moment("topic_poll", 1);
  EXPECT_THAT(sheet(1), HasSubstr(second.name + " tar med en"));
  core::Group shorter = group;
  for (core::Member& member : shorter.members)
    if (member.person == second.id) member.ends = core::Date{std::chrono::year{2026} / 11 / 23};
  context.set_people({all, {shorter}});
  moment("cover", 1);
  EXPECT_THAT(told(fay), AllOf(HasSubstr(second.name + " kan likevel ikke"), HasSubstr("Nøkkelen")));
}

TEST_F(PresentersTest, ACancelledSessionAsksNobodyAndOneThatComesBackGoesOn) {
  moment("invitation", 1);
  const core::Person& one = nth(0);
  core::Session gone = session(1);
  gone.state = core::Session::State::cancelled;
  stores.sessions->save(gone);
  feature->on(context, core::SessionChanged{gone});
  EXPECT_THAT(said(answer(one, "yes", 1, 1)), HasSubstr("gått videre"));
  context.run_until(at("2026-11-20T12:00:00Z"), *feature);
  EXPECT_EQ(told(fay), "");
  stores.sessions->save(session(1));
  feature->on(context, core::SessionChanged{session(1)});
  EXPECT_THAT(said(answer(one, "yes", 1, 1)), HasSubstr("Takk"));
}

TEST_F(PresentersTest, TooLateForAnAnswerTheReserveComesAtOnceAndNeverTheSameTwice) {
  places = 2;
  context.set_now(at("2026-11-24T09:00:00Z"));
  moment("invitation", 1);
  EXPECT_THAT(asked(), IsEmpty());
  EXPECT_THAT(told(fay), AllOf(HasSubstr("Nøkkelen"), HasSubstr("Telefonen")));
}

TEST_F(PresentersTest, ItWaitsOnOnesOwnPage) {
  moment("invitation", 1);
  std::vector<core::Block> blocks;
  const core::Person &one = nth(0), &other = one.id == per.id ? pia : per;
  feature->waiting(context, features::Here({one, &group, {}}, group), blocks);
  EXPECT_THAT(blocks, SizeIs(2));
  blocks.clear();
  feature->waiting(context, features::Here({other, &group, {}}, group), blocks);
  EXPECT_THAT(blocks, IsEmpty());
}

TEST_F(PresentersTest, TheFacilitatorLooksThroughTheBankChoosesAndPrints) {
  programmes["pack"].cases[1].theme = core::Localized("Travelt");
  const auto list = front->say(fay, "situasjoner");
  EXPECT_THAT(said(list), HasSubstr("Travelt (1)"));
  EXPECT_THAT(said(front->press(fay, "presenters/theme", group.id.text + "|1")), HasSubstr("Telefonen"));
  EXPECT_THAT(said(front->press(fay, "presenters/case", group.id.text + "|pack|1")),
              HasSubstr("ringte hele vakta"));
  EXPECT_THAT(said(front->press(fay, "presenters/choose", group.id.text + "|pack|1")),
              HasSubstr("24. november"));
  EXPECT_THAT(sheet(1), HasSubstr("Oppdiktet: Telefonen"));
  front->press(fay, "presenters/choose", group.id.text + "|pack|0");
  EXPECT_THAT(sheet(1), AllOf(HasSubstr("Nøkkelen"), Not(HasSubstr("Telefonen")))) << "one at a time";
  const auto paper = front->press(fay, "presenters/print/form", group.id.text + "|pack|1");
  ASSERT_TRUE(paper.file);
  EXPECT_EQ(paper.file->bytes, "%PDF Telefonen");
  EXPECT_THAT(said(paper), HasSubstr("på papir")) << "and in a chat where to fetch it";
  EXPECT_THAT(said(front->press(fay, "presenters/case", group.id.text + "|pack|7")),
              HasSubstr("finnes ikke"));
}

}  // namespace
}  // namespace presenters
