#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/features/cofacilitators/feature.hpp"
#include "tests/support/interactions.hpp"
#include "tests/support/store_fixture.hpp"

namespace cofacilitators {
namespace {

using core::Role;
using support::at;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class CofacilitatorsTest : public ::testing::Test {
 protected:
  CofacilitatorsTest() {
    eva.coordinator = true;
    group = support::group("a", {fay, lea, per, pia});
    group.members[0].role = Role::facilitator;
    group.members[1].role = Role::leader;
    context.set_people({{fay, lea, per, pia, eva}, {group}});
  }
  std::vector<std::string> told(const core::Person& person) const {
    return context.told(core::destination_of(person));
  }

  core::Person fay = support::person("fay"), lea = support::person("lea"), per = support::person("per"),
               pia = support::person("pia"), eva = support::person("eva");
  core::Group group;
  support::FakeContext context{at("2026-11-20T09:00:00Z")};
  std::unique_ptr<features::Feature> feature = make();
  support::Interactions front{context, {feature.get()}};
};

TEST_F(CofacilitatorsTest, ParticipantsAreAskedOnceInPrivateAndAYesIsToldTheCoordinator) {
  ask(context, group, 1);
  ask(context, group, 1);
  EXPECT_THAT(context.posts, SizeIs(2));
  EXPECT_THAT(told(per), ElementsAre(HasSubstr("[Nei takk]")));
  front.press(per, "cofacilitators/yes", group.id.text);
  front.press(per, "cofacilitators/yes", group.id.text);
  EXPECT_THAT(told(eva), ElementsAre(HasSubstr("per")));
  EXPECT_THAT(told(fay), IsEmpty());
  EXPECT_THAT(told(lea), IsEmpty());
}

TEST_F(CofacilitatorsTest, ANoLeavesNothing) {
  ask(context, group, 1);
  const auto before = context.posts.size();
  const auto reply = front.press(pia, "box/cofacilitators/no", group.id.text);
  EXPECT_THAT(core::plain_text(reply.whisper.value()), HasSubstr("Ingen får vite det"));
  EXPECT_THAT(context.posts, SizeIs(before));
  EXPECT_THAT(context.updates, IsEmpty());
  EXPECT_THAT(context.facts, IsEmpty());
}

TEST_F(CofacilitatorsTest, WithoutACoordinatorNobodyIsAsked) {
  context.set_people({{fay, lea, per, pia}, {group}});
  ask(context, group, 1);
  EXPECT_THAT(context.posts, IsEmpty());
}

}  // namespace
}  // namespace cofacilitators
