#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/features/network/feature.hpp"
#include "tests/support/feature_test.hpp"

namespace network {
namespace {

using core::Role;
using support::at;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

// Two units with a facilitator each, and a group for those who facilitate.
class NetworkTest : public support::FeatureTest {
 protected:
  NetworkTest() : FeatureTest("2026-11-20T09:00:00Z") {
    eva.coordinator = true;
    one = support::group("a", {fay, per});
    one.members[0].role = Role::facilitator;
    two = support::group("b", {gro, pia});
    two.members[0].role = Role::facilitator;
    net = support::group("net", {});
    stores.people->apply({fay, per, gro, pia, eva}, {one, two, net});
    look();
    play(make(*stores.network, "Europe/Oslo"));
  }
  void look() { context.set_people(stores.people->load()); }
  void run_until(const char* moment) {
    context.run_until(at(moment), *feature);
    look();
  }
  std::vector<std::string> members() {
    std::vector<std::string> names;
    const core::Directory now = stores.people->load();
    for (const core::Member& member : now.group(net.id)->members)
      names.push_back(now.person(member.person)->name);
    return names;
  }
  std::vector<std::string> told(const core::Destination& to) const { return context.told(to); }

  core::Person fay = support::person("fay"), per = support::person("per"), gro = support::person("gro"),
               pia = support::person("pia"), eva = support::person("eva");
  core::Group one, two, net;
};

TEST_F(NetworkTest, WhoeverFacilitatesIsInItAndLeavesWithTheRole) {
  front->press(fay, "network/make", net.id.text);
  EXPECT_FALSE(stores.network->find()) << "a coordinator's";
  front->press(eva, "network/make", net.id.text);
  run_until("2026-11-20T09:00:00Z");
  EXPECT_THAT(members(), UnorderedElementsAre("fay", "gro"));
  stores.people->set_role(two.id, gro.id, Role::participant, core::Date{});
  stores.people->set_role(two.id, pia.id, Role::facilitator, core::Date{});
  look();
  run_until("2026-11-21T09:00:00Z");
  EXPECT_THAT(members(), UnorderedElementsAre("fay", "pia"));
  front->press(eva, "network/end", net.id.text);
  EXPECT_THAT(members(), IsEmpty());
  EXPECT_THAT(context.jobs, IsEmpty());
}

TEST_F(NetworkTest, AnotherQuestionEachFortnightOnWorkingDays) {
  front->press(eva, "network/make", net.id.text);
  run_until("2027-01-20T09:00:00Z");
  const auto asked = told(net.destination());
  ASSERT_THAT(asked, SizeIs(5));
  for (std::size_t i = 1; i < asked.size(); ++i) EXPECT_NE(asked[i], asked[i - 1]);
  EXPECT_THAT(asked[0], HasSubstr("samtalen stoppet opp"));
  front->press(eva, "network/mode", net.id.text + "|1");
  run_until("2027-02-02T09:00:00Z");
  EXPECT_THAT(told(net.destination()), SizeIs(5));
  EXPECT_THAT(told(core::destination_of(fay)), SizeIs(1));
  EXPECT_THAT(told(core::destination_of(per)), IsEmpty());
}

TEST_F(NetworkTest, GuidanceIsATimeWithANamedAdviserAndNothingElse) {
  front->press(eva, "network/make", net.id.text);
  run_until("2026-11-20T09:00:00Z");
  EXPECT_THAT(core::plain_text(front->say(fay, "veiledning").whisper.value()), HasSubstr("ingen rådgiver"));
  front->submit(eva, "network/set_advisers", net.id.text, {{"advisers", {gro.id.text, per.id.text}}});
  EXPECT_THAT(stores.network->advisers(), ElementsAre(gro.id)) << "one in the network";
  const auto form = front->say(fay, "veiledning").form.value();
  for (const core::Input& input : form.inputs) EXPECT_NE(input.kind, core::Input::Kind::text);
  EXPECT_THAT(front->submit(fay, form.name, form.state, {{"adviser", {per.id.text}}}).errors, SizeIs(3));
  front->submit(fay, form.name, form.state,
                {{"adviser", {gro.id.text}}, {"day", {"2026-11-24"}}, {"time", {"12:30"}}});
  ASSERT_THAT(told(core::destination_of(gro)),
              ElementsAre(AllOf(HasSubstr("fay"), HasSubstr("tirsdag 24. november kl. 12.30"))));
  const std::string slot = fay.id.text + "|2026-11-24T11:30:00Z";
  front->press(pia, "network/fits", slot);
  EXPECT_THAT(told(core::destination_of(fay)), IsEmpty()) << "no adviser";
  front->press(gro, "network/fits", slot);
  EXPECT_THAT(told(core::destination_of(fay)), ElementsAre(HasSubstr("gro kan tirsdag 24. november")));
}

TEST_F(NetworkTest, NothingOfAUnitCrosses) {
  const std::string canary = "kanarifugl";
  core::Session session;
  session.id = core::SessionId("s1");
  session.group = one.id;
  session.starts = at("2026-11-25T12:00:00Z");
  session.ends = session.starts + std::chrono::hours{1};
  session.topic = canary;
  stores.sessions->save(session);
  front->press(eva, "network/make", net.id.text);
  for (const core::Fact& fact : std::initializer_list<core::Fact>{
           core::TopicChosen{one.id, session.id, canary}, core::TopicReturned{one.id, canary},
           core::SessionChanged{session}, core::MomentDue{session, "checkout", {}, {}}})
    feature->on(context, fact);
  run_until("2027-03-20T09:00:00Z");
  for (const core::Post& post : context.posts) {
    const std::string words = core::plain_text(post.message);
    for (const std::string& word : {canary, one.name, two.name, per.name + " "})
      EXPECT_THAT(words, Not(HasSubstr(word)));
  }
  EXPECT_GT(context.posts.size(), 5U);
}

}  // namespace
}  // namespace network
