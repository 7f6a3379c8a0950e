#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/features/practices/feature.hpp"
#include "tests/support/feature_test.hpp"

namespace practices {
namespace {

using core::Role;
using support::at;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class PracticesTest : public support::FeatureTest {
 protected:
  PracticesTest() : FeatureTest("2026-11-20T09:00:00Z") {
    eva.coordinator = true;
    group = support::group("a", {fay, per});
    group.members[0].role = Role::facilitator;
    other = support::group("b", {gro});
    stores.people->apply({fay, per, gro, eva}, {group, other});
    context.set_people({{fay, per, gro, eva}, {group, other}});
    play(make(*stores.practices, {[this](const std::string& id) {
      return id == "t1" ? std::optional(Kept{PracticeId(id), group.id, "Vente ett minutt"}) : std::nullopt;
    }}));
  }
  std::string list(const core::Person& person) {
    return core::plain_text(front->say(person, "god-praksis").whisper.value());
  }

  core::Person fay = support::person("fay"), per = support::person("per"), gro = support::person("gro"),
               eva = support::person("eva");
  core::Group group, other;
};

TEST_F(PracticesTest, TheFacilitatorReleasesOneLineThatEverybodyReadsWithoutTheGroup) {
  const auto form = front->press(fay, "practices/form", "t1").form.value();
  EXPECT_EQ(form.inputs[0].initial.front(), "Vente ett minutt");
  EXPECT_THAT(front->submit(fay, form.name, form.state, {{"line", {"Ring fru Hansen, 01017012345"}}}).errors,
              SizeIs(1));
  EXPECT_THAT(list(gro), HasSubstr("Ingen har delt noe"));
  front->submit(fay, form.name, form.state, {{"line", {"Vi venter ett minutt"}}});
  EXPECT_THAT(list(gro), AllOf(HasSubstr("Vi venter ett minutt"), Not(HasSubstr("fay")),
                               Not(HasSubstr(group.name)), Not(HasSubstr("[Ta bort"))));
  EXPECT_FALSE(front->press(fay, "practices/form", "t1").form) << "once";
}

TEST_F(PracticesTest, NobodyElseReleasesAndTheFacilitatorTakesItBack) {
  for (const core::Person& one : {per, gro, eva}) {
    EXPECT_FALSE(front->press(one, "practices/form", "t1").form);
    front->submit(one, "practices/release", "t1", {{"line", {"Noe"}}});
  }
  EXPECT_THAT(stores.practices->newest(10, 0), IsEmpty());
  front->submit(fay, "practices/release", "t1", {{"line", {"Vi venter ett minutt"}}});
  front->press(gro, "practices/withdraw", "t1");
  EXPECT_THAT(list(fay), HasSubstr("[Ta bort: Vi venter ett minutt]"));
  front->press(fay, "practices/withdraw", "t1");
  EXPECT_THAT(stores.practices->newest(10, 0), IsEmpty());
}

TEST_F(PracticesTest, ALongListHasPages) {
  for (int i = 0; i < 12; ++i)
    stores.practices->add({PracticeId("p" + std::to_string(i)), group.id, "Linje " + std::to_string(100 + i),
                           at("2026-11-01T09:00:00Z") + std::chrono::hours{i}});
  EXPECT_THAT(list(gro),
              AllOf(HasSubstr("Linje 111"), HasSubstr("[Vis eldre]"), Not(HasSubstr("Linje 101"))));
  const auto older = core::plain_text(front->press(gro, "practices/page", "1").whisper.value());
  EXPECT_THAT(older, AllOf(HasSubstr("Linje 100"), Not(HasSubstr("Vis eldre"))));
}

}  // namespace
}  // namespace practices
