#include "bot/features/tryouts/feature.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "bot/core/reply.hpp"
#include "tests/support/feature_test.hpp"

namespace tryouts {
namespace {

using core::Role;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class TryoutsTest : public support::FeatureTest {
 protected:
  TryoutsTest() : FeatureTest("2026-11-24T13:30:00Z") {
    group = support::group("a", {fay, pia, leo});
    group.members[0].role = Role::facilitator;
    group.members[2].role = Role::leader;
    people = {fay, pia, leo, cora};
    know();
    play(make(*stores.tryouts));
  }
  core::Form form(const core::Person& person) {
    return front->press(person, "tryouts/new", group.id.text).form.value();
  }
  core::Reply agree(const core::Person& person, const core::Form& form, const std::string& what,
                    const std::string& who = "somebody", const std::string& until = "next") {
    return front->submit(person, form.name, form.state,
                         {{"what", {what}}, {"who", {who}}, {"until", {until}}});
  }
  Tryout only() { return stores.tryouts->of_group(group.id).at(0); }
  core::Reply tell(const core::Person& person, const std::string& outcome, const std::string& words) {
    return front->submit(person, "tryouts/tell", only().id.text,
                         {{"outcome", {outcome}}, {"words", {words}}});
  }
  static std::string said(const core::Reply& reply) {
    return reply.whisper ? core::plain_text(*reply.whisper) : "(no whisper)";
  }
  std::string posted(std::size_t which) { return core::plain_text(context.posts.at(which).message); }
  std::string asked(const char* at) {
    return core::plain_text(
        {asked_after(*stores.tryouts, group, core::instant_from_text(at), core::Language::nb)});
  }

  core::Person fay = support::person("fay"), pia = support::person("pia"), leo = support::person("leo"),
               cora = [] {
                 core::Person person = support::person("cora");
                 person.coordinator = true;
                 return person;
               }();
};

TEST_F(TryoutsTest, IsAgreedAskedAfterAndTold) {
  agree(fay, form(fay), "Vente ett minutt før vi hjelper", pia.id.text);
  EXPECT_THAT(posted(0), HasSubstr("Vente ett minutt før vi hjelper (" + pia.name + ")"));
  EXPECT_THAT(asked("2026-12-08T11:50:00Z"), HasSubstr("Hvordan gikk det?"));
  tell(pia, "changed", "To minutter var bedre.");
  EXPECT_THAT(posted(1), HasSubstr("Endret: Vente ett minutt før vi hjelper (" + pia.name + ")."));
  EXPECT_THAT(posted(1), HasSubstr("To minutter var bedre."));
  EXPECT_EQ(asked("2026-12-08T11:50:00Z"), "");
  EXPECT_THAT(said(front->say(pia, "utprøving", group.channel)), HasSubstr("Endret"));
}

TEST_F(TryoutsTest, SomethingToFindOutIsAskedAfterLikewise) {
  const core::Form same = form(fay);
  front->submit(fay, same.name, same.state,
                {{"what", {"Hva tariffavtalen sier"}}, {"who", {pia.id.text}}, {"whom", {"fagforbundet"}}});
  EXPECT_THAT(posted(0),
              HasSubstr("Vi finner ut: Hva tariffavtalen sier, av fagforbundet (" + pia.name + ")"));
  EXPECT_THAT(asked("2026-12-08T11:50:00Z"), HasSubstr("Hva tariffavtalen sier, av fagforbundet"));
  EXPECT_THAT(tell(pia, "changed", "").errors, SizeIs(1)) << "an answer is no practice to change";
  const auto thanks = tell(fay, "kept", "Pausen er en halv time.");
  EXPECT_THAT(posted(1), HasSubstr("Funnet ut: Hva tariffavtalen sier, av fagforbundet (" + pia.name + ")."));
  EXPECT_THAT(posted(1), HasSubstr("Pausen er en halv time."));
  EXPECT_THAT(said(thanks), testing::Not(HasSubstr("god praksis")));
  EXPECT_EQ(thanks.whisper->blocks.size(), 1U) << "nothing to share with others";
  EXPECT_EQ(asked("2026-12-08T11:50:00Z"), "");
}

TEST_F(TryoutsTest, MayStaySomebodys) {
  agree(fay, form(fay), "Spise sammen på fredager");
  EXPECT_THAT(posted(0), HasSubstr("(noen i gruppa)"));
  EXPECT_TRUE(only().who.empty());
}

TEST_F(TryoutsTest, AFormSentTwiceAgreesOnceAndTheFirstTells) {
  const core::Form same = form(fay);
  agree(fay, same, "Spise sammen");
  agree(fay, same, "Spise sammen");
  EXPECT_THAT(stores.tryouts->of_group(group.id), SizeIs(1));
  tell(fay, "kept", "");
  EXPECT_THAT(said(tell(pia, "dropped", "")), HasSubstr("fortalt allerede"));
  EXPECT_EQ(only().state, Tryout::State::kept);
  EXPECT_THAT(context.posts, SizeIs(2));
}

TEST_F(TryoutsTest, OtherWordsFromTheSameFormAreAnotherTryout) {
  const core::Form same = form(fay);
  agree(fay, same, "Spise sammen");
  EXPECT_THAT(said(agree(fay, same, "Bytte rom på onsdager")), HasSubstr("avtalt"));
  EXPECT_THAT(stores.tryouts->of_group(group.id), SizeIs(2)) << "who is thanked finds it again";
  EXPECT_THAT(posted(1), HasSubstr("Bytte rom på onsdager"));
}

TEST_F(TryoutsTest, AMonthIsNotAskedAfterNextTime) {
  agree(fay, form(fay), "Spise sammen", "somebody", "month");
  EXPECT_EQ(asked("2026-12-08T11:50:00Z"), "");
  EXPECT_THAT(asked("2026-12-22T13:30:00Z"), HasSubstr("Spise sammen"));
}

TEST_F(TryoutsTest, IsReadByThoseWhoWereInTheGroupThen) {
  agree(fay, form(fay), "Spise sammen");
  group.members[2].role = Role::participant;
  group.members[2].since = core::Date{std::chrono::year{2026} / 11 / 24};
  know();
  EXPECT_THAT(said(front->say(leo, "utprøving", group.channel)),
              AllOf(HasSubstr(core::text(core::Language::nb, "who.came_later")),
                    testing::Not(HasSubstr("Spise sammen"))));
  context.set_now(context.now() + std::chrono::days{1});
  agree(fay, form(fay), "Bytte rom på onsdager");
  EXPECT_THAT(said(front->say(leo, "utprøving", group.channel)), HasSubstr("Bytte rom"));
  EXPECT_THAT(said(front->say(pia, "utprøving", group.channel)), HasSubstr("Spise sammen"));
}

TEST_F(TryoutsTest, ItIsSaidThatSomethingIsLeftOutWhereThatIsSo) {
  group.members[2].role = Role::participant;
  group.members[2].since = core::Date{std::chrono::year{2026} / 11 / 24};
  know();
  const auto list = [&] { return said(front->say(leo, "utprøving", group.channel)); };
  const auto left_out = HasSubstr(core::text(core::Language::nb, "who.came_later"));
  EXPECT_THAT(list(), testing::Not(left_out)) << "there was nothing before";
  context.set_now(context.now() + std::chrono::days{1});
  agree(fay, form(fay), "Bytte rom på onsdager");
  EXPECT_THAT(list(), AllOf(HasSubstr("Bytte rom"), testing::Not(left_out)));
}

TEST_F(TryoutsTest, IsForTheGroupAlone) {
  agree(fay, form(fay), "Spise sammen");
  for (const core::Person* person : {&leo, &cora}) {
    EXPECT_THAT(said(front->say(*person, "utprøving a", group.channel)), testing::Not(HasSubstr("Spise")));
    EXPECT_FALSE(front->press(*person, "tryouts/new", group.id.text).form);
    EXPECT_FALSE(front->press(*person, "tryouts/ask", only().id.text).form);
    tell(*person, "dropped", "");
    EXPECT_EQ(only().state, Tryout::State::open);
  }
}

TEST_F(TryoutsTest, RefusesWhatIsNoOutcomeNobodysAndIdentifiers) {
  EXPECT_THAT(agree(fay, form(fay), "Ring 01.01.1950 12345 hver dag").errors, SizeIs(1));
  EXPECT_THAT(agree(fay, form(fay), "").errors, SizeIs(1));
  EXPECT_THAT(stores.tryouts->of_group(group.id), IsEmpty());
  agree(fay, form(fay), "Spise sammen", leo.id.text);
  EXPECT_TRUE(only().who.empty()) << "a leader tries nothing here";
  EXPECT_THAT(tell(fay, "open", "").errors, SizeIs(1));
  EXPECT_EQ(said(front->press(fay, "tryouts/ask", "none")), "Den utprøvingen finnes ikke lenger.");
}

}  // namespace
}  // namespace tryouts
