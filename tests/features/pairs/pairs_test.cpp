#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "bot/features/pairs/events.hpp"
#include "bot/features/pairs/feature.hpp"
#include "tests/support/interactions.hpp"
#include "tests/support/store_fixture.hpp"

namespace pairs {
namespace {

using core::Role;
using support::at;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

TEST(Drawn, EverybodyOnceAndNobodyAlone) {
  core::SeededRandom random(7);
  for (std::size_t count = 0; count <= 9; ++count) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i) names.push_back(std::string(1, static_cast<char>('a' + i)));
    const auto all = drawn(names, random);
    std::multiset<std::string> seen;
    for (const auto& pair : all) {
      EXPECT_GE(pair.size(), 2U);
      EXPECT_LE(pair.size(), 3U);
      seen.insert(pair.begin(), pair.end());
    }
    EXPECT_EQ(seen, count < 2 ? std::multiset<std::string>()
                              : std::multiset<std::string>(names.begin(), names.end()));
  }
}

TEST(Drawn, WithEverybodySomeTime) {
  core::SeededRandom random(7);
  std::set<std::string> beside;
  for (int times = 0; times < 100; ++times)
    for (const auto& pair : drawn({"a", "b", "c", "d"}, random))
      if (pair[0] == "a" || pair[1] == "a") beside.insert(pair[0] == "a" ? pair[1] : pair[0]);
  EXPECT_THAT(beside, SizeIs(3));
}

class PairsTest : public ::testing::Test {
 protected:
  PairsTest() {
    people = {fay, per, pia, ida, lea};
    group = support::group("a", people);
    group.members[0].role = Role::facilitator;
    group.members[4].role = Role::leader;
    context.set_people({people, {group}});
    front.emplace(context, std::vector{feature.get()});
  }
  static std::string said(const core::Reply& reply) {
    return reply.whisper ? core::plain_text(*reply.whisper) : "(no whisper)";
  }

  core::Person fay = support::person("fay"), per = support::person("per"), pia = support::person("pia"),
               ida = support::person("ida"), lea = support::person("lea");
  std::vector<core::Person> people;
  core::Group group;
  support::FakeContext context{at("2026-11-24T12:00:00Z")};
  std::unique_ptr<features::Feature> feature = make();
  std::optional<support::Interactions> front;
};

TEST_F(PairsTest, AreShownToWhoeverAsksAndToNobodyElse) {
  const std::string words = said(front->say(fay, "par"));
  for (const char* name : {"fay", "per", "pia", "ida"}) EXPECT_THAT(words, HasSubstr(name));
  EXPECT_THAT(words, Not(HasSubstr("lea"))) << "the leader takes no part";
  EXPECT_THAT(context.posts, IsEmpty());
  EXPECT_THAT(said(front->press(fay, events::again.name.data(), group.id.text)), HasSubstr("fay"));
}

TEST_F(PairsTest, WhoIsHereIsChosen) {
  const auto form = front->press(fay, events::who.name.data(), group.id.text);
  ASSERT_TRUE(form.form);
  EXPECT_THAT(form.form->inputs.at(0).options, SizeIs(4));
  const auto drawn =
      front->submit(fay, form.form->name, form.form->state, {{"here", {fay.id.text, ida.id.text}}});
  EXPECT_THAT(said(drawn), HasSubstr("fay"));
  EXPECT_THAT(said(drawn), Not(HasSubstr("pia")));
  EXPECT_THAT(said(front->submit(fay, form.form->name, form.form->state, {})), HasSubstr("minst to"));
}

}  // namespace
}  // namespace pairs
