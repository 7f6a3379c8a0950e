#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/features/checkout/feature.hpp"
#include "tests/support/asked.hpp"

namespace checkout {
namespace {

using core::Question;

struct Checkout : testing::Test {
  Checkout() {
    core::Group group;
    group.id = core::GroupId{"g"};
    group.programme = "pack";
    context.set_people(core::Directory({}, {group}));
    due.session.id = core::SessionId{"s"};
    due.session.group = group.id;
    due.moment = "checkout";
    due.closes = core::instant_from_text("2026-11-25T11:00:00Z");
  }
  core::Poll asked(const core::Programmes& programmes) {
    make(programmes)->on(context, due);
    const auto requested = context.facts_of<core::PollRequested>();
    EXPECT_FALSE(requested.empty());
    return requested.back().poll;
  }

  support::FakeContext context{core::instant_from_text("2026-11-24T13:30:00Z")};
  core::MomentDue due;
};

TEST_F(Checkout, AsksAnonymouslyRightAfterTheSession) {
  const core::Poll poll = asked({});
  EXPECT_FALSE(poll.named);
  EXPECT_EQ(poll.purpose, core::Poll::Purpose::checkout);
  EXPECT_EQ(poll.session, due.session.id);
  EXPECT_EQ(poll.group, due.session.group);
  EXPECT_EQ(poll.opens, context.now());
  EXPECT_EQ(poll.closes, due.closes);
}

TEST_F(Checkout, SaysBeforehandWhatItAsks) {
  asked({});
  const core::Programmes none;
  support::expect_said_beforehand(*make(none), *context.people().group(due.session.group), context);
}

TEST_F(Checkout, RequiresNothing) {
  const core::Poll poll = asked({});
  ASSERT_EQ(poll.questions.size(), 5U);
  EXPECT_EQ(poll.questions[0].kind, Question::Kind::scale);
  EXPECT_EQ(poll.questions[0].options.size(), 3U);
  EXPECT_FALSE(poll.questions[0].required);
  for (std::size_t i = 1; i < poll.questions.size(); ++i) {
    EXPECT_EQ(poll.questions[i].kind, Question::Kind::text);
    EXPECT_FALSE(poll.questions[i].required);
  }
  EXPECT_EQ(poll.questions.back().prompt.in(core::Language::nn), "Dette tek eg med meg …");
}

TEST_F(Checkout, UsesTheSentencesOfTheProgramme) {
  core::Programme programme;
  programme.checkout = {core::Localized("Jeg lærte …")};
  due.programme = "pack";
  const core::Poll poll = asked({{"pack", programme}});
  ASSERT_EQ(poll.questions.size(), 3U);
  EXPECT_EQ(poll.questions[1].prompt.in(core::Language::nb), "Jeg lærte …");
}

TEST_F(Checkout, IsTheSamePollWhenTheMomentComesTwice) {
  const core::Poll once = asked({});
  EXPECT_EQ(asked({}).id, once.id);
  due.session.id = core::SessionId{"another"};
  EXPECT_NE(asked({}).id, once.id);
}

TEST_F(Checkout, HearsNothingElse) {
  const core::Programmes none;
  due.moment = "ideas";
  make(none)->on(context, due);
  due.moment = "checkout";
  due.session.group = core::GroupId{"unknown"};
  make(none)->on(context, due);
  EXPECT_TRUE(context.facts.empty());
}

}  // namespace
}  // namespace checkout
