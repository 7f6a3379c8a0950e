#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "bot/features/purposes/feature.hpp"
#include "tests/support/asked.hpp"
#include "tests/support/feature_test.hpp"
#include "tests/support/said.hpp"

namespace purposes {
namespace {

using core::Role;
using support::at;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class PurposesTest : public support::FeatureTest {
 protected:
  PurposesTest() : FeatureTest("2026-11-20T09:00:00Z") {
    people = {fay, lea, per, pia};
    group = support::group("a", people);
    group.members[0].role = Role::facilitator;
    group.members[1].role = Role::leader;
    know();
    const auto shown = [this](const core::PollId&, int question, core::Language) {
      std::vector<core::Block> blocks;
      if (enough && question == 0)
        blocks.emplace_back(core::Paragraph{{core::Span("Minst halvparten: støtte")}});
      return blocks;
    };
    play(make(*stores.purposes, {shown, {}, {}, [this](const core::PollId& one, const core::PollId& other) {
                                   return one != other && somebody_came;
                                 }}));
  }
  std::string last_post() const { return core::plain_text(context.posts.back().message); }
  void session_ends(const char* start) {
    core::MomentDue due;
    due.session.group = group.id;
    due.session.starts = at(start);
    due.moment = "checkout";
    context.set_now(at(start) + std::chrono::hours{2});
    feature->on(context, due);
  }

  void announced(const char* start, int number = 1, int run = 1) {
    core::MomentDue due;
    due.session.group = group.id;
    due.session.starts = at(start);
    due.session.number = number;
    due.session.run = run;
    due.moment = "invitation";
    feature->on(context, due);
  }

  core::Person fay = support::person("fay"), lea = support::person("lea"), per = support::person("per"),
               pia = support::person("pia");
  bool enough = true, somebody_came = false;
};

TEST_F(PurposesTest, LeaderAndFacilitatorAnswerByNameTheOthersWithoutAndItIsShownBesideEachOther) {
  front->press(fay, "purposes/ask", group.id.text);
  front->press(fay, "purposes/ask", group.id.text);
  const auto polls = context.facts_of<core::PollRequested>();
  ASSERT_THAT(polls, SizeIs(1)) << "pressed twice";
  EXPECT_FALSE(polls[0].poll.named);
  EXPECT_THAT(polls[0].poll.questions, SizeIs(3));
  support::expect_said_beforehand(*feature, group, context);
  ASSERT_THAT(context.posts, SizeIs(2)) << "the leader and the facilitator";
  EXPECT_THAT(core::plain_text(context.posts[0].message), HasSubstr("med navn"));

  EXPECT_FALSE(front->press(per, "purposes/form", group.id.text + "|1|1").form);
  const auto form = front->press(lea, "purposes/form", group.id.text + "|1|1").form.value();
  EXPECT_THAT(
      front->submit(lea, form.name, form.state, {{"gives", {"0", "1", "2"}}, {"decides", {"2"}}}).errors,
      SizeIs(1));
  front->submit(lea, form.name, form.state,
                {{"gives", {"1"}}, {"decides", {"2"}}, {"words", {"Færre avvik"}}});
  context.run_until(at("2026-12-01T09:00:00Z"), *feature);
  EXPECT_EQ(context.posts.back().to, group.destination());
  EXPECT_THAT(last_post(),
              AllOf(HasSubstr("lea"), HasSubstr("Det blir bedre for dem"), HasSubstr("Færre avvik"),
                    HasSubstr("Minst halvparten"), HasSubstr("for få svar"), Not(HasSubstr("senere:"))));
  EXPECT_THAT(last_post(), HasSubstr("Dere som er med: " + support::text("purposes.texts_there")))
      << "whether texts were shown is in their result, and not known here";
  EXPECT_FALSE(front->press(fay, "purposes/form", group.id.text + "|1|1").form) << "closed";
}

// In both ways she would be one of those behind whom the others' answers lie, and all would know hers.
TEST_F(PurposesTest, WhoMayAnswerWithoutANameIsNotAskedByNameToo) {
  Options options;
  options.without_name = [&](const core::PollId&, const core::PersonId& person) { return person == per.id; };
  play(make(*stores.purposes, options));
  front->press(fay, "purposes/ask", group.id.text);
  const core::Poll poll = context.facts_of<core::PollRequested>().at(0).poll;
  const auto by_name = [&](const core::PollId& id) { return asked_by_name(*stores.purposes, group, id); };
  EXPECT_EQ(by_name(poll.id), (std::set{fay.id, lea.id}));
  EXPECT_THAT(by_name(core::PollId("another")), IsEmpty());
  for (core::Member& member : group.members)
    if (member.person == per.id) member.role = Role::facilitator;
  know();
  EXPECT_THAT(support::words(front->press(per, "purposes/form", group.id.text + "|1|1")),
              HasSubstr("uten navn"));
  EXPECT_THAT(support::words(front->say(per, "formål", group.channel)), Not(HasSubstr("med navn")));

  front->submit(fay, "purposes/answer", group.id.text + "|1|1", {{"gives", {"1"}}, {"decides", {"2"}}});
  group.members[0].role = Role::participant;
  know();
  EXPECT_TRUE(by_name(poll.id).contains(fay.id)) << "who has answered by name stays one of these";
}

// The box is wiped at the close, and the answers stand beside each other ten minutes later.
TEST_F(PurposesTest, NobodyAnswersByNameOnceTheOthersPollHasClosed) {
  bool box = true;
  Options options;
  options.without_name = [&](const core::PollId&, const core::PersonId& person) {
    return box && person == per.id;
  };
  play(make(*stores.purposes, options));
  front->press(fay, "purposes/ask", group.id.text);
  const core::Poll poll = context.facts_of<core::PollRequested>().at(0).poll;
  for (core::Member& member : group.members)
    if (member.person == per.id) member.role = Role::facilitator;
  know();
  context.run_until(poll.closes - std::chrono::seconds{1}, *feature);
  EXPECT_TRUE(front->press(fay, "purposes/form", group.id.text + "|1|1").form);
  context.run_until(poll.closes, *feature);
  box = false;
  for (const core::Person* person : {&per, &fay}) {
    EXPECT_FALSE(front->press(*person, "purposes/form", group.id.text + "|1|1").form);
    EXPECT_THAT(support::words(front->say(*person, "formål", group.channel)), Not(HasSubstr("med navn")));
    front->submit(*person, "purposes/answer", group.id.text + "|1|1", {{"gives", {"1"}}, {"decides", {"2"}}});
  }
  EXPECT_THAT(stores.purposes->said(group.id, 1), IsEmpty());
}

TEST_F(PurposesTest, TheSameIsAskedOnceMoreAfterTwoSessions) {
  front->press(fay, "purposes/ask", group.id.text);
  front->submit(lea, "purposes/answer", group.id.text + "|1|1", {{"gives", {"1"}}, {"decides", {"2"}}});
  context.run_until(at("2026-12-01T09:00:00Z"), *feature);
  session_ends("2026-12-02T12:00:00Z");
  EXPECT_THAT(context.facts_of<core::PollRequested>(), SizeIs(1));
  session_ends("2026-12-16T12:00:00Z");
  EXPECT_THAT(context.facts_of<core::PollRequested>(), SizeIs(1)) << "the check-out opens in that minute";
  session_ends("2026-12-23T12:00:00Z");
  context.run_until(at("2026-12-28T12:59:00Z"), *feature);
  EXPECT_THAT(context.facts_of<core::PollRequested>(), SizeIs(1)) << "as long as facilitators must wait";
  context.run_until(at("2026-12-28T13:00:00Z"), *feature);
  EXPECT_THAT(context.facts_of<core::PollRequested>(), SizeIs(2)) << "at two, 30 days after the first closed";
  EXPECT_THAT(last_post(), AllOf(HasSubstr("møttes noen ganger"), Not(HasSubstr("to samlinger"))))
      << "it was three";
  front->submit(lea, "purposes/answer", group.id.text + "|1|2", {{"gives", {"3"}}, {"decides", {"0"}}});
  session_ends("2026-12-30T12:00:00Z");
  context.run_until(at("2027-01-03T09:00:00Z"), *feature);
  EXPECT_THAT(context.facts_of<core::PollRequested>(), SizeIs(2)) << "and no third time";
  context.run_until(at("2027-01-20T09:00:00Z"), *feature);
  EXPECT_THAT(last_post(), AllOf(HasSubstr("lea, leder, først"), HasSubstr("lea, leder, senere"),
                                 HasSubstr("kommer videre til leder")));
  const auto of_the_group = [](const std::string& words) {
    std::size_t found = 0;
    for (auto at = words.find("Dere som er med, "); at != std::string::npos;
         at = words.find("Dere som er med, ", at + 1))
      ++found;
    return found;
  };
  EXPECT_EQ(of_the_group(last_post()), 6U) << "three questions, twice";
  EXPECT_THAT(last_post(), Not(HasSubstr(support::text("purposes.alone"))));
  somebody_came = true;  // or left
  const std::string now = support::words(front->say(per, "formål"));
  EXPECT_EQ(of_the_group(now), 3U) << now;
  EXPECT_THAT(now, AllOf(HasSubstr("lea, leder, først"), HasSubstr("Dere som er med, senere"),
                         HasSubstr(support::text("purposes.alone"))));
}

TEST_F(PurposesTest, WhereNothingWasShownItIsAskedAgainTheDayAfterTheSecondSession) {
  enough = false;
  front->press(fay, "purposes/ask", group.id.text);
  session_ends("2026-12-02T12:00:00Z");
  session_ends("2026-12-16T12:00:00Z");
  context.run_until(at("2026-12-17T12:59:00Z"), *feature);
  EXPECT_THAT(context.facts_of<core::PollRequested>(), SizeIs(1));
  context.run_until(at("2026-12-17T13:00:00Z"), *feature);
  EXPECT_THAT(context.facts_of<core::PollRequested>(), SizeIs(2)) << "at two the day after";
}

TEST_F(PurposesTest, TheSecondRoundWaitsUntilTheFirstIsClosed) {
  enough = false;
  front->press(fay, "purposes/ask", group.id.text);
  session_ends("2026-11-23T12:00:00Z");
  session_ends("2026-11-24T12:00:00Z");
  context.run_until(at("2026-11-30T12:59:00Z"), *feature);
  EXPECT_THAT(context.facts_of<core::PollRequested>(), SizeIs(1)) << "it is open until the 27th";
  context.run_until(at("2026-11-30T13:00:00Z"), *feature);
  EXPECT_THAT(context.facts_of<core::PollRequested>(), SizeIs(2));
}

// Two results on the same questions could be compared, as with every other poll.
TEST_F(PurposesTest, WhatTheGroupWasShownIsNotAskedAgainWithinAMonth) {
  const auto asked = [&] { return context.facts_of<core::PollRequested>().size(); };
  front->press(fay, "purposes/ask", group.id.text);
  context.run_until(at("2026-12-01T09:00:00Z"), *feature);
  EXPECT_THAT(support::words(front->press(fay, "purposes/ask", group.id.text)),
              AllOf(HasSubstr("27. november"), HasSubstr("27. desember")));
  EXPECT_EQ(asked(), 1U);
  enough = false;
  front->press(fay, "purposes/ask", group.id.text);
  EXPECT_EQ(asked(), 2U) << "nothing was shown that another could be compared with";
  enough = true;
  session_ends("2026-12-08T12:00:00Z");
  session_ends("2026-12-15T12:00:00Z");
  context.run_until(at("2027-01-08T12:59:00Z"), *feature);
  ASSERT_EQ(asked(), 2U) << "the house waits too";
  context.run_until(at("2027-01-08T13:00:00Z"), *feature);
  ASSERT_EQ(asked(), 3U) << "the second round";
  context.run_until(at("2027-02-10T09:00:00Z"), *feature);
  front->press(fay, "purposes/ask", group.id.text);
  EXPECT_EQ(asked(), 3U) << "counted from the second round";
  context.run_until(at("2027-02-15T09:00:00Z"), *feature);
  front->press(fay, "purposes/ask", group.id.text);
  EXPECT_EQ(asked(), 4U);
}

TEST_F(PurposesTest, ANewGroupIsAskedByItselfOnceAndToldBefore) {
  announced("2026-12-08T12:00:00Z");
  announced("2026-12-08T12:00:00Z");
  ASSERT_THAT(context.posts, SizeIs(1));
  EXPECT_EQ(context.posts[0].to, core::destination_of(fay));
  EXPECT_THAT(
      core::plain_text(context.posts[0].message),
      AllOf(HasSubstr("mandag 23. november"), HasSubstr("Ikke spør"), HasSubstr("møttes noen ganger")));
  EXPECT_THAT(context.facts_of<core::PollRequested>(), IsEmpty());
  context.run_until(at("2026-11-24T09:00:00Z"), *feature);
  const auto polls = context.facts_of<core::PollRequested>();
  ASSERT_THAT(polls, SizeIs(1));
  EXPECT_THAT(core::to_text(polls[0].poll.opens), HasSubstr("2026-11-23T"));
  EXPECT_EQ(polls[0].poll.closes, at("2026-11-30T11:00:00Z"));
  announced("2026-12-08T12:00:00Z");
  context.run_until(at("2026-12-01T09:00:00Z"), *feature);
  EXPECT_THAT(context.facts_of<core::PollRequested>(), SizeIs(1)) << "once";
  session_ends("2026-12-08T12:00:00Z");
  session_ends("2026-12-22T12:00:00Z");
  context.run_until(at("2027-01-05T09:00:00Z"), *feature);
  EXPECT_THAT(context.facts_of<core::PollRequested>(), SizeIs(2)) << "and after two sessions";
}

TEST_F(PurposesTest, ANewGroupHasAnsweredBeforeItVotesOverTopics) {
  announced("2026-12-01T12:00:00Z");
  context.run_until(at("2026-11-24T09:00:00Z"), *feature);
  const auto polls = context.facts_of<core::PollRequested>();
  ASSERT_THAT(polls, SizeIs(1));
  EXPECT_EQ(polls[0].poll.closes, at("2026-11-27T11:00:00Z")) << "a Friday, the vote opens then";
}

TEST_F(PurposesTest, WhereTheOrganisationDoesNotWantItNoGroupIsAskedByItself) {
  bool by_itself = false;
  feature = make(*stores.purposes, {{}, [&] { return by_itself; }});
  front.emplace(context, std::vector{feature.get()});
  announced("2026-12-08T12:00:00Z");
  EXPECT_THAT(context.posts, IsEmpty());
  by_itself = true;
  announced("2026-12-08T12:00:00Z");
  EXPECT_THAT(context.posts, SizeIs(1));
  by_itself = false;  // a reload in between
  context.run_until(at("2026-12-01T09:00:00Z"), *feature);
  EXPECT_THAT(context.facts_of<core::PollRequested>(), IsEmpty());
  front->press(fay, "purposes/ask", group.id.text);
  EXPECT_THAT(context.facts_of<core::PollRequested>(), SizeIs(1)) << "who wants to, asks";
}

TEST_F(PurposesTest, ANewGroupIsNotAskedWhereAFacilitatorLeavesItOut) {
  announced("2026-12-08T12:00:00Z");
  EXPECT_FALSE(
      front->press(lea, "purposes/leave", group.id.text).whisper &&
      core::plain_text(*front->press(lea, "purposes/leave", group.id.text).whisper).find("Jeg spør ikke") !=
          std::string::npos)
      << "a leader does not decide that";
  EXPECT_THAT(core::plain_text(*front->press(fay, "purposes/leave", group.id.text).whisper),
              HasSubstr("Jeg spør ikke"));
  announced("2026-12-09T12:00:00Z");
  EXPECT_THAT(core::plain_text(*front->say(fay, "formål", group.channel).whisper),
              HasSubstr("Det er ikke spurt"));
  context.run_until(at("2026-12-07T09:00:00Z"), *feature);
  EXPECT_THAT(context.facts_of<core::PollRequested>(), IsEmpty());
  session_ends("2026-12-08T12:00:00Z");
  session_ends("2026-12-22T12:00:00Z");
  EXPECT_THAT(context.facts_of<core::PollRequested>(), IsEmpty());
}

TEST_F(PurposesTest, TheFirstAnswersAreInBeforeTheFirstSession) {
  announced("2026-11-27T12:00:00Z");
  context.run_until(at("2026-11-24T09:00:00Z"), *feature);
  const auto polls = context.facts_of<core::PollRequested>();
  ASSERT_THAT(polls, SizeIs(1));
  EXPECT_EQ(polls[0].poll.closes, at("2026-11-27T11:00:00Z"));
}

TEST_F(PurposesTest, NobodyIsAskedBeforeOtherSessionsOrWithoutTime) {
  announced("2026-11-22T12:00:00Z");
  announced("2026-12-08T12:00:00Z", 2);
  announced("2026-12-08T12:00:00Z", 1, 2);
  front->press(fay, "purposes/ask", group.id.text);
  const auto posts = context.posts.size();
  announced("2026-12-08T12:00:00Z");
  EXPECT_THAT(context.posts, SizeIs(posts)) << "asked already";
  context.run_until(at("2026-12-07T09:00:00Z"), *feature);
  EXPECT_THAT(context.facts_of<core::PollRequested>(), SizeIs(1));
}

// All are told that the answers are gone, and that nothing comes of them.
TEST_F(PurposesTest, OfAVoteThatIsCalledOffWhatWasSaidByNameIsGoneToo) {
  front->press(fay, "purposes/ask", group.id.text);
  core::Poll poll = context.facts_of<core::PollRequested>().at(0).poll, other = poll;
  const auto answer = [&](const char* round) {
    front->submit(lea, "purposes/answer", group.id.text + round, {{"gives", {"1"}}, {"decides", {"2"}}});
  };
  answer("|1|1");
  other.id = core::PollId("other");
  feature->on(context, core::PollCalledOff{other});
  EXPECT_THAT(stores.purposes->said(group.id, 1), SizeIs(1));
  feature->on(context, core::PollCalledOff{poll});
  EXPECT_THAT(stores.purposes->said(group.id, 1), IsEmpty());
  EXPECT_FALSE(front->press(lea, "purposes/form", group.id.text + "|1|1").form);
  const auto posts = context.posts.size();
  context.run_until(at("2026-12-01T09:00:00Z"), *feature);
  EXPECT_THAT(context.posts, SizeIs(posts)) << "nothing is put beside anything";

  front->press(fay, "purposes/ask", group.id.text);
  EXPECT_THAT(context.facts_of<core::PollRequested>(), SizeIs(2)) << "it can be asked anew";
  answer("|2|1");
  EXPECT_THAT(stores.purposes->said(group.id, 2), SizeIs(1));
}

TEST_F(PurposesTest, ASecondRoundThatIsCalledOffLeavesTheFirstAsItWas) {
  const auto polls = [&] { return context.facts_of<core::PollRequested>(); };
  front->press(fay, "purposes/ask", group.id.text);
  front->submit(lea, "purposes/answer", group.id.text + "|1|1", {{"gives", {"1"}}, {"decides", {"2"}}});
  context.run_until(at("2026-12-01T09:00:00Z"), *feature);
  session_ends("2026-12-02T12:00:00Z");
  EXPECT_THAT(support::words(front->say(fay, "formål")), HasSubstr("spør jeg igjen"));
  session_ends("2026-12-16T12:00:00Z");
  EXPECT_THAT(support::words(front->say(fay, "formål")), HasSubstr("spør jeg igjen"));
  context.run_until(at("2026-12-28T13:00:00Z"), *feature);
  ASSERT_THAT(polls(), SizeIs(2));
  const core::Instant first = at("2026-11-20T09:00:00Z");
  EXPECT_GT(stores.purposes->latest(group.id)->asked, first);

  feature->on(context, core::PollCalledOff{polls()[1].poll});
  EXPECT_EQ(stores.purposes->latest(group.id)->asked, first);
  EXPECT_EQ(stores.purposes->latest(group.id)->round, 1);
  EXPECT_THAT(support::words(front->say(fay, "formål")),
              AllOf(HasSubstr("lea, leder"), HasSubstr(support::text("purposes.beside.once")),
                    Not(HasSubstr("spør jeg igjen"))));
  session_ends("2026-12-30T12:00:00Z");
  session_ends("2027-01-13T12:00:00Z");
  context.run_until(at("2027-01-20T09:00:00Z"), *feature);
  EXPECT_THAT(polls(), SizeIs(2)) << "its poll has been";
  front->press(fay, "purposes/ask", group.id.text);
  EXPECT_THAT(polls(), SizeIs(3)) << "the first closed two months ago";
}

TEST_F(PurposesTest, WhatWasSaidInAnEarlierAskingStandsWhereTheNextIsCalledOff) {
  front->press(fay, "purposes/ask", group.id.text);
  front->submit(lea, "purposes/answer", group.id.text + "|1|1", {{"gives", {"1"}}, {"decides", {"2"}}});
  context.run_until(at("2027-01-04T09:00:00Z"), *feature);
  front->press(fay, "purposes/ask", group.id.text);
  const auto polls = context.facts_of<core::PollRequested>();
  ASSERT_THAT(polls, SizeIs(2));
  feature->on(context, core::PollCalledOff{polls[1].poll});
  EXPECT_THAT(support::words(front->say(fay, "formål")),
              AllOf(HasSubstr("lea, leder"), Not(HasSubstr(support::text("purposes.none")))));
  front->press(fay, "purposes/ask", group.id.text);
  EXPECT_THAT(context.facts_of<core::PollRequested>(), SizeIs(3));
  EXPECT_EQ(stores.purposes->latest(group.id)->number, 3);
}

TEST_F(PurposesTest, WhoHasNotReadThatTheyAreAskedDoesNotReadThatItIsCalledOff) {
  front->press(fay, "purposes/ask", group.id.text);
  const core::Poll poll = context.facts_of<core::PollRequested>().at(0).poll;
  ASSERT_THAT(context.posts, SizeIs(2));
  context.sent.insert(context.posts[0].key);
  feature->on(context, core::PollCalledOff{poll});
  ASSERT_THAT(context.posts, SizeIs(1)) << "the one that waited is gone";
  const auto changed =
      std::ranges::find(context.updates, context.posts[0].key, &std::pair<std::string, core::Message>::first);
  ASSERT_NE(changed, context.updates.end());
  EXPECT_THAT(core::plain_text(changed->second), HasSubstr(support::text("polls.ended.cancelled")));
}

TEST_F(PurposesTest, WhereNobodyCanAnswerWithoutANameNobodyIsAsked) {
  bool refused = true;
  Options options;
  options.refused = [&] { return refused; };
  play(make(*stores.purposes, options));
  EXPECT_EQ(support::words(front->press(fay, "purposes/ask", group.id.text)), support::text("polls.refused"));
  EXPECT_THAT(context.posts, IsEmpty());
  EXPECT_FALSE(stores.purposes->latest(group.id));
  refused = false;
  front->press(fay, "purposes/ask", group.id.text);
  EXPECT_THAT(context.facts_of<core::PollRequested>(), SizeIs(1));
}

TEST_F(PurposesTest, WhereTooFewAnswerNothingOfTheGroupIsShown) {
  enough = false;
  front->press(fay, "purposes/ask", group.id.text);
  front->submit(lea, "purposes/answer", group.id.text + "|1|1", {{"gives", {"1"}}, {"decides", {"2"}}});
  context.run_until(at("2026-12-01T09:00:00Z"), *feature);
  EXPECT_THAT(last_post(), AllOf(HasSubstr("for få svar"), Not(HasSubstr("støtte"))));
}

TEST_F(PurposesTest, WhereNobodyAnswersNothingIsPutBesideEachOther) {
  enough = false;
  front->press(fay, "purposes/ask", group.id.text);
  const auto posts = context.posts.size();
  context.run_until(at("2026-12-01T09:00:00Z"), *feature);
  EXPECT_THAT(context.posts, SizeIs(posts));
}

}  // namespace
}  // namespace purposes
