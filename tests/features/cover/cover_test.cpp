#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/features/cover/feature.hpp"
#include "tests/support/feature_test.hpp"

namespace cover {
namespace {

using namespace std::chrono_literals;
using core::Role;
using support::at;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

// Asked on a Friday of a session on Tuesday; the working day before is Monday.
class CoverTest : public support::FeatureTest {
 protected:
  CoverTest() : FeatureTest("2026-11-20T09:00:00Z") {
    people = {fay, per, lea};
    group = support::group("a", people);
    group.members[0].role = Role::facilitator;
    group.members[2].role = Role::leader;
    know();
    stores.sessions->save(session());
    play(make(*stores.cover));
  }
  core::Session session() const {
    core::Session one;
    one.id = core::SessionId("s1");
    one.group = group.id;
    one.number = 1;
    one.starts = at("2026-11-24T12:00:00Z");
    one.ends = one.starts + std::chrono::minutes{90};
    return one;
  }
  void ask() { ask(session()); }
  void ask(const core::Session& about) {
    core::MomentDue due;
    due.session = about;
    due.moment = "cover";
    feature->on(context, due);
  }
  std::vector<std::string> told(const core::Person& person) const {
    return context.told(core::destination_of(person));
  }
  std::string answer(const core::Person& person, const char* what) {
    const auto reply = front->press(person, "cover/answer", std::string("s1|") + what);
    return reply.whisper ? core::plain_text(*reply.whisper) : "(no whisper)";
  }

  static core::Local at_local(core::Date day) { return core::at(day, core::Minutes{0}); }

  core::Person fay = support::person("fay"), per = support::person("per"), lea = support::person("lea");
};

TEST_F(CoverTest, TheLeaderIsAskedOnceAndAYesIsNoNews) {
  ask();
  ask();
  ASSERT_THAT(told(lea), SizeIs(1));
  EXPECT_THAT(told(lea)[0], AllOf(HasSubstr("tirsdag 24. november"), HasSubstr("[Ja, det er ordnet]")));
  EXPECT_THAT(answer(lea, "arranged"), HasSubstr("lea"));
  context.run_until(at("2026-11-24T11:00:00Z"), *feature);
  EXPECT_THAT(told(fay), IsEmpty());
  EXPECT_THAT(told(per), IsEmpty());
}

TEST_F(CoverTest, WhoWasNeverAskedHasNotKeptSilent) {
  core::Person away = lea;
  away.away = {{at_local(2026y / 11 / 16), at_local(2026y / 11 / 30)}};
  context.set_people({{fay, per, away}, {group}});
  ask();
  EXPECT_THAT(told(lea), IsEmpty());
  ASSERT_THAT(told(fay), SizeIs(1));
  EXPECT_THAT(told(fay)[0], AllOf(HasSubstr("Lederen har pause"), HasSubstr("tirsdag 24. november")));
  context.run_until(at("2026-11-24T11:00:00Z"), *feature);
  EXPECT_THAT(told(fay), SizeIs(1)) << "no word of silence";
  EXPECT_FALSE(stores.cover->find(session().id)) << "nor in the digest";
}

TEST_F(CoverTest, WhereTheLeaderIsAwayTheOneAboveIsAsked) {
  core::Person away = lea;
  away.away = {{at_local(2026y / 11 / 16), at_local(2026y / 11 / 30)}};
  const core::Person eva = support::person("eva");
  core::Group two = group;
  two.members.push_back({eva.id, Role::leader, std::nullopt});
  two.above = {eva.id};
  stores.people->apply({fay, per, lea, eva}, {two});
  context.set_people({{fay, per, away, eva}, {two}});
  ask();
  EXPECT_THAT(told(lea), IsEmpty());
  EXPECT_THAT(told(eva), SizeIs(1));
  EXPECT_THAT(told(fay), IsEmpty());
}

TEST_F(CoverTest, SilenceIsToldOnTheWorkingDayBeforeAndALateAnswerToo) {
  ask();
  context.run_until(at("2026-11-23T10:59:00Z"), *feature);
  EXPECT_THAT(told(fay), IsEmpty());
  context.run_until(at("2026-11-23T11:00:00Z"), *feature);
  ASSERT_THAT(told(fay), SizeIs(1));
  EXPECT_THAT(told(fay)[0], HasSubstr("ikke svart"));
  answer(lea, "phone");
  ASSERT_THAT(told(fay), SizeIs(2));
  EXPECT_THAT(told(fay)[1], HasSubstr("lea"));
}

TEST_F(CoverTest, ANoIsToldAtOnceAndMayBecomeAYes) {
  ask();
  answer(lea, "not");
  ASSERT_THAT(told(fay), SizeIs(1));
  EXPECT_THAT(told(fay)[0], HasSubstr("ikke ordnet"));
  answer(lea, "not");
  EXPECT_THAT(told(fay), SizeIs(1)) << "pressed twice";
  context.set_now(at("2026-11-20T10:00:00Z"));
  answer(lea, "arranged");
  EXPECT_THAT(told(fay), SizeIs(2));
}

TEST_F(CoverTest, TheyMayAnswerBeforeTheyAreAskedAndNobodyElseMay) {
  const auto early = front->say(lea, "dekning");
  EXPECT_THAT(core::plain_text(early.whisper.value()), HasSubstr("[Ja, det er ordnet]"));
  answer(lea, "arranged");
  ask();
  EXPECT_THAT(told(lea), IsEmpty());
  answer(per, "not");
  EXPECT_THAT(told(fay), IsEmpty());
  context.set_now(at("2026-11-24T13:00:00Z"));
  EXPECT_THAT(answer(lea, "not"), HasSubstr("begynt"));
}

TEST_F(CoverTest, ASessionThatIsMovedIsAskedAboutAnew) {
  ask();
  answer(lea, "arranged");
  core::Session moved = session();
  moved.starts += std::chrono::days{7};
  moved.ends += std::chrono::days{7};
  moved.revision = 1;
  stores.sessions->save(moved);
  feature->on(context, core::SessionChanged{moved});
  EXPECT_FALSE(stores.cover->find(moved.id));
  ask(moved);
  EXPECT_THAT(told(lea).back(), HasSubstr("1. desember"));
  EXPECT_EQ(stores.cover->find(moved.id)->answer, Cover::Answer::asked);
}

TEST_F(CoverTest, OneThatIsMovedTooNearToAskIsToldTheFacilitator) {
  ask();
  context.send_all();
  answer(lea, "arranged");
  context.set_now(at("2026-11-24T07:00:00Z"));
  core::Session moved = session();
  moved.starts -= std::chrono::hours{2};
  moved.revision = 1;
  stores.sessions->save(moved);
  feature->on(context, core::SessionChanged{moved});
  EXPECT_THAT(told(lea), SizeIs(1));
  ASSERT_THAT(told(fay), SizeIs(1));
  EXPECT_THAT(told(fay)[0], AllOf(HasSubstr("11.00"), HasSubstr("spør lederen om dekning på nytt")));
  moved.state = core::Session::State::cancelled;
  feature->on(context, core::SessionChanged{moved});
  EXPECT_THAT(told(fay), SizeIs(1)) << "nothing to arrange any more";
}

TEST_F(CoverTest, AGroupWithoutALeaderIsNotAskedAbout) {
  core::Group alone = group;
  alone.members.pop_back();
  context.set_people({people, {alone}});
  ask();
  EXPECT_THAT(context.posts, IsEmpty());
  EXPECT_FALSE(stores.cover->find(core::SessionId("s1")));
}

}  // namespace
}  // namespace cover
