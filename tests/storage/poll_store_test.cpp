#include <soci/soci.h>

#include <stdexcept>

#include "tests/support/store_fixture.hpp"

using core::Poll;
using support::at;

namespace {

struct PollStore : support::Stored {
  polls::PollStore& store = *stores.polls;
  const core::PollId id{"p1"};
  const Poll anonymous = support::poll("p1");
};
ON_EVERY_DATABASE(PollStore);

core::Result some_result() {
  using enum core::ResultLine::Audience;
  core::Result result;
  using enum core::ResultLine::Part;
  result.lines = {{0, group, half, 1, 0, {}},
                  {0, group, lot, -1, 0, {}},
                  {0, group, low, -1, 0, "few"},
                  {0, group, count, 2, 14, {}},
                  {0, leader, overall, -1, 0, "high"}};
  result.texts = {{1, "zebra"}, {1, "ape"}, {1, std::string("nul\0byte", 8)}};
  return result;
}

TEST_P(PollStore, GivesBackThePollAndLeavesAnExistingIdAlone) {
  EXPECT_TRUE(store.add(anonymous));
  EXPECT_EQ(store.find(id), anonymous);
  Poll other = anonymous;
  other.title = core::Localized("Annet");
  EXPECT_FALSE(store.add(other));
  EXPECT_EQ(store.find(id), anonymous);
  EXPECT_EQ(store.find(core::PollId("none")), std::nullopt);
}

TEST_P(PollStore, KeepsRankingsAndLimits) {
  Poll poll = anonymous;
  poll.questions.push_back({core::Question::Kind::ranked,
                            core::Localized("Rekkefølge?"),
                            {core::Localized("A"), core::Localized("B"), core::Localized("C")},
                            true,
                            2});
  store.add(poll);
  EXPECT_EQ(store.find(id), poll);
}

TEST_P(PollStore, GivesResultsOnceTheGroupHasBeenTold) {
  for (const char* name : {"p1", "p2", "p3"}) {
    store.add(support::poll(name));
    store.set_open(core::PollId(name), 3, "boot");
    if (std::string(name) != "p3") store.set_state(core::PollId(name), Poll::State::closed);
    runtime::OutboxRow row;
    row.key = std::string("result:") + name;
    row.to = {"w", core::Destination::Kind::channel, "c"};
    row.due = at(name == std::string("p2") ? "2026-11-12T12:00:00Z" : "2026-11-11T12:00:00Z");
    stores.outbox->add(row);
  }
  EXPECT_TRUE(store.published(anonymous.group, 9).empty()) << "nothing is out";
  for (const char* name : {"p1", "p2", "p3"})
    database.sql() << "UPDATE outbox SET state = 'sent' WHERE message_key = 'result:" << name << "'";
  std::vector<std::string> ids;
  for (const Poll& poll : store.published(anonymous.group, 9)) ids.push_back(poll.id.text);
  EXPECT_EQ(ids, (std::vector<std::string>{"p2", "p1"}));
  EXPECT_EQ(store.published(anonymous.group, 1).size(), 1U);
  EXPECT_TRUE(store.published(core::GroupId("other"), 9).empty());
}

TEST_P(PollStore, FindsTheCheckoutThatAGroupWasToldLast) {
  const auto put = [&](const char* name, Poll::Purpose purpose, const char* closes, const char* out) {
    Poll poll = support::poll(name);
    poll.purpose = purpose;
    poll.closes = at(closes);
    poll.state = Poll::State::closed;
    store.add(poll);
    runtime::OutboxRow row;
    row.key = std::string("result:") + name;
    row.to = {"w", core::Destination::Kind::channel, "c"};
    stores.outbox->add(row);
    database.sql() << "UPDATE outbox SET state = '" << out << "' WHERE message_key = 'result:" << name << "'";
  };
  using enum Poll::Purpose;
  put("first", checkout, "2026-11-11T12:00:00Z", "sent");
  put("second", checkout, "2026-11-18T12:00:00Z", "unknown");
  put("asked", command, "2026-11-19T12:00:00Z", "sent");
  put("untold", checkout, "2026-11-25T12:00:00Z", "waiting");
  const auto last = [&](const char* since) {
    const auto found = store.last_checkout(anonymous.group, at(since));
    return found ? found->id.text : "none";
  };
  EXPECT_EQ(last("2026-01-01T00:00:00Z"), "second");
  EXPECT_EQ(last("2026-11-18T12:00:00Z"), "second");
  EXPECT_EQ(last("2026-11-18T12:00:01Z"), "none");
  EXPECT_FALSE(store.last_checkout(core::GroupId("other"), at("2026-01-01T00:00:00Z")));
}

TEST_P(PollStore, TellsWhatAGroupWasAskedOrIsToBeAlsoByName) {
  const core::Instant now = at("2026-11-24T12:00:00Z");
  const auto put = [&](const char* name, const char* opens, const char* closes, Poll::State state) {
    Poll poll = support::poll(name);
    poll.opens = at(opens);
    poll.closes = at(closes);
    poll.state = state;
    store.add(poll);
  };
  put("open", "2026-11-23T12:00:00Z", "2026-11-25T12:00:00Z", Poll::State::open);
  put("later", "2026-11-24T12:00:01Z", "2026-11-26T12:00:00Z", Poll::State::planned);
  put("draft", "2026-11-24T12:00:00Z", "2026-11-26T12:00:00Z", Poll::State::planned);
  put("closed", "2026-11-01T12:00:00Z", "2026-11-02T12:00:00Z", Poll::State::closed);
  put("long-ago", "2026-10-01T12:00:00Z", "2026-10-02T12:00:00Z", Poll::State::closed);
  put("cancelled", "2026-11-23T12:00:00Z", "2026-11-25T12:00:00Z", Poll::State::cancelled);
  Poll named = support::poll("named");
  named.opens = at("2026-11-23T12:00:00Z");
  named.closes = at("2026-11-25T12:00:00Z");
  named.named = true;
  named.state = Poll::State::open;
  store.add(named);
  std::vector<std::string> ids;
  for (const Poll& poll : store.asked_since(named.group, now - std::chrono::days{30}, now))
    ids.push_back(poll.id.text);
  EXPECT_EQ(ids, (std::vector<std::string>{"later", "named", "open", "closed"}));
  EXPECT_TRUE(store.asked_since(core::GroupId("other"), now - std::chrono::days{30}, now).empty());
}

TEST_P(PollStore, ForgetsFinishedVotesWithAnOption) {
  const auto put = [&](const char* name, const char* option, Poll::Purpose purpose, Poll::State state) {
    Poll poll = support::poll(name);
    poll.purpose = purpose;
    poll.state = state;
    poll.questions[0].options[0] = core::Localized(option);
    store.add(poll);
  };
  using enum Poll::State;
  put("over", "Tid", Poll::Purpose::topic, closed);
  put("open", "Tid", Poll::Purpose::topic, open);
  put("longer", "Mer Tid", Poll::Purpose::topic, closed);
  put("checkout", "Tid", Poll::Purpose::checkout, closed);
  put("quoted", "Når de sier \"nei\"", Poll::Purpose::topic, cancelled);
  store.save_result(core::PollId("over"),
                    {{{0, core::ResultLine::Audience::group, core::ResultLine::Part::first, 0}}, {}});
  const auto left = [&] {
    std::string all;
    for (const char* name : {"over", "open", "longer", "checkout", "quoted"})
      if (store.find(core::PollId(name))) all += std::string(name) + " ";
    return all;
  };
  store.forget_votes(core::GroupId("other"), "Tid");
  EXPECT_EQ(left(), "over open longer checkout quoted ");
  store.forget_votes(core::GroupId("group-a"), "Tid");
  EXPECT_EQ(left(), "over open longer checkout quoted ");
  EXPECT_TRUE(store.result(core::PollId("over")).lines.empty());
  store.forget_votes(core::GroupId("group-a"), "Når de sier \"nei\"");
  EXPECT_EQ(left(), "over open longer checkout ");
}

// Its result could be compared with the next: that it was asked is remembered, and none of the words.
TEST_P(PollStore, RemembersThatAForgottenVoteWasAsked) {
  using enum Poll::State;
  const auto vote = [&](const char* name) {
    Poll poll = support::poll(name);
    poll.purpose = Poll::Purpose::topic;
    poll.state = closed;
    poll.questions[0].options = {core::Localized("Tid"), core::Localized("Ro"), core::Localized("Fred")};
    store.add(poll);
    return poll;
  };
  const auto part = [](core::ResultLine::Part which) {
    return core::Result{{{0, core::ResultLine::Audience::group, which, -1}}, {}};
  };
  const Poll seen = vote("seen"), unseen = vote("unseen");
  store.save_result(seen.id, part(core::ResultLine::Part::spread));
  store.save_result(unseen.id, part(core::ResultLine::Part::too_few));
  const auto asked = [&] { return store.asked_since(seen.group, seen.opens, seen.closes); };
  EXPECT_EQ(asked().size(), 2U);
  const auto untold = store.forget_votes(seen.group, "Tid");
  ASSERT_EQ(untold.size(), 2U) << "nothing of either has left";
  EXPECT_EQ(untold[0].state, cancelled);
  ASSERT_EQ(asked().size(), 1U);
  EXPECT_EQ(asked()[0].id, seen.id);
  EXPECT_EQ(asked()[0].state, cancelled);
  EXPECT_EQ(asked()[0].roster, seen.roster);
  EXPECT_EQ(asked()[0].questions[0].prompt, seen.questions[0].prompt);
  EXPECT_TRUE(store.forget_votes(seen.group, "Ro").empty()) << "once";
  EXPECT_TRUE(store.forget_votes(seen.group, "Fred").empty());
  ASSERT_EQ(asked().size(), 1U);
  EXPECT_TRUE(asked()[0].questions[0].options.empty());
  EXPECT_TRUE(store.published(seen.group, 10).empty());
}

TEST_P(PollStore, APollThatCannotBeReadIsLeftOutOfListsAndTold) {
  store.add(anonymous);
  store.add(support::poll("p2"));
  database.sql() << "UPDATE poll_question SET options = '{' WHERE poll_id = 'p1'";
  ASSERT_EQ(store.in_state(Poll::State::planned).size(), 1u);
  EXPECT_EQ(store.in_state(Poll::State::planned)[0].id.text, "p2");
  EXPECT_EQ(database.take_unreadable(), std::vector<std::string>{"poll p1"});
  EXPECT_ANY_THROW(store.find(id));
}

// The kinds are a list of the program alone: one more is no change of the tables.
TEST_P(PollStore, AKindThatTheProgramDoesNotKnowIsLeftOutAndTold) {
  store.add(anonymous);
  database.sql() << "UPDATE poll_question SET kind = 'wheel' WHERE poll_id = 'p1'";
  EXPECT_TRUE(store.in_state(Poll::State::planned).empty());
  EXPECT_EQ(database.take_unreadable(), std::vector<std::string>{"poll p1"});
}

TEST_P(PollStore, TakesAPollThatIsOpenAlready) {
  Poll open = anonymous;
  open.state = Poll::State::open;
  open.roster = 3;
  open.boot = "boot";
  EXPECT_TRUE(store.add(open));
  EXPECT_EQ(store.find(id), open);
}

TEST_P(PollStore, RewritesOnlyAPlannedPoll) {
  store.add(anonymous);
  Poll rewritten = anonymous;
  rewritten.title = core::Localized("Nytt");
  rewritten.questions.pop_back();
  rewritten.closes = at("2026-11-25T12:00:00Z");
  store.rewrite(rewritten);
  EXPECT_EQ(store.find(id), rewritten);

  store.set_open(id, 3, "boot");
  EXPECT_THROW(store.rewrite(anonymous), std::logic_error);
  EXPECT_EQ(store.find(id)->title, rewritten.title);
}

TEST_P(PollStore, OpensAgainAfterTheBoxWasLostButNeverAfterTheEnd) {
  store.add(anonymous);
  store.set_open(id, 3, "boot-1");
  store.set_open(id, 4, "boot-2");
  EXPECT_EQ(store.find(id)->roster, 4);
  EXPECT_EQ(store.find(id)->boot, "boot-2");
  store.set_state(id, Poll::State::closed);
  EXPECT_THROW(store.set_open(id, 4, "boot-3"), std::logic_error);
  EXPECT_THROW(store.set_state(id, Poll::State::open), storage::Error);
}

TEST_P(PollStore, AnAnonymousPollCanBeExtendedAndNeverShortened) {
  store.add(anonymous);
  store.set_closes(id, at("2026-11-24T12:30:00Z"));
  store.set_open(id, 3, "boot");
  store.set_closes(id, at("2026-11-24T14:00:00Z"));
  EXPECT_THROW(store.set_closes(id, at("2026-11-24T13:00:00Z")), storage::Error);
  EXPECT_EQ(store.find(id)->closes, at("2026-11-24T14:00:00Z"));
}

TEST_P(PollStore, FindsPollsByStateGroupAndSession) {
  core::Session session{core::SessionId("s1"),      group_a, 1, at("2026-11-24T12:00:00Z"),
                        at("2026-11-24T13:30:00Z"), {},      ""};
  stores.sessions->save(session);
  Poll first = support::poll("p1"), second = support::poll("p2"), third = support::poll("p3");
  second.opens = at("2026-11-24T12:10:00Z");
  second.session = session.id;
  third.opens = at("2026-11-24T12:20:00Z");
  for (const Poll& poll : {third, first, second}) store.add(poll);
  store.set_open(third.id, 3, "boot");

  EXPECT_EQ(store.in_state(Poll::State::planned), (std::vector{first, second}));
  const auto newest = store.of_group(group_a, 2);
  ASSERT_EQ(newest.size(), 2u);
  EXPECT_EQ(newest[0].id, third.id);
  EXPECT_EQ(newest[1], second);
  EXPECT_EQ(store.of_session(session.id), std::vector{second});
}

TEST_P(PollStore, KeepsOneResultInItsOrder) {
  store.add(anonymous);
  store.set_open(id, 3, "boot");
  store.set_state(id, Poll::State::closed);
  EXPECT_TRUE(store.result(id).empty());
  store.save_result(id, some_result());
  auto expected = some_result();
  expected.texts[2].second = "nul\uFFFDbyte";
  EXPECT_EQ(store.result(id), expected);
  EXPECT_THROW(store.save_result(id, some_result()), std::logic_error);
  EXPECT_THROW(store.save_result(id, {}), std::logic_error);
  EXPECT_EQ(store.result(id), expected);
  EXPECT_THROW(store.save_result(core::PollId("none"), {}), std::logic_error);
}

TEST_P(PollStore, AnEmptyResultIsAResultToo) {
  store.add(anonymous);
  store.save_result(id, {});
  EXPECT_THROW(store.save_result(id, some_result()), std::logic_error);
}

TEST_P(PollStore, KeepsNamedAnswersOfNamedPollsOnly) {
  store.add(support::poll("p1"));
  store.add(support::poll("p2", true));
  const core::PollId named("p2");
  store.put_named(named, anne.id, support::ballot(0, "æøå"));
  store.put_named(named, bo.id, support::ballot(1, ""));
  store.put_named(named, anne.id, support::ballot(1, "endret"));
  EXPECT_EQ(store.named(named),
            (std::vector<std::pair<core::PersonId, core::Ballot>>{{anne.id, support::ballot(1, "endret")},
                                                                  {bo.id, support::ballot(1, "")}}));
  store.put_named(named, anne.id, {});
  store.put_named(named, bo.id, {{}, {}});
  EXPECT_TRUE(store.named(named).empty());
  EXPECT_THROW(store.put_named(id, anne.id, support::ballot(0, "")), std::logic_error);
  EXPECT_THROW(store.put_named(core::PollId("none"), anne.id, support::ballot(0, "")), std::logic_error);
}

// Everybody is told that they are, and the same may be asked without names then.
TEST_P(PollStore, OfAPollThatIsCalledOffTheAnswersWithNamesAreGone) {
  store.add(support::poll("p1", true));
  store.add(support::poll("p2", true));
  const core::PollId one("p1"), other("p2");
  for (const core::PollId& poll : {one, other}) store.put_named(poll, anne.id, support::ballot(0, "ja"));
  store.set_state(one, Poll::State::cancelled);
  EXPECT_TRUE(store.named(one).empty());
  EXPECT_EQ(store.named(other).size(), 1U);
  store.put_named(one, bo.id, support::ballot(1, "left by a former version"));
  store.drop_answers_called_off();
  EXPECT_TRUE(store.named(one).empty());
  EXPECT_EQ(store.named(other).size(), 1U);
}

// What an answer asks for is kept in memory, and is what stands in the database.
TEST_P(PollStore, WhatIsAskedForOftenFollowsEveryChange) {
  EXPECT_EQ(store.asked(id), nullptr);
  store.add(anonymous);
  ASSERT_TRUE(store.asked(id));
  EXPECT_EQ(store.asked(id)->state, Poll::State::planned);
  Poll rewritten = anonymous;
  rewritten.title = core::Localized("Annet");
  store.rewrite(rewritten);
  EXPECT_EQ(store.asked(id)->title, rewritten.title);
  store.set_open(id, 3, "boot");
  const auto open = store.asked(id);
  EXPECT_EQ(*open, store.find(id));
  EXPECT_EQ(store.asked(id), open) << "and is not read again";
  store.set_closes(id, at("2026-11-24T14:00:00Z"));
  EXPECT_EQ(store.asked(id)->closes, at("2026-11-24T14:00:00Z"));
  store.set_open(id, 4, "boot-2");
  EXPECT_EQ(store.asked(id)->roster, 4);
  store.set_state(id, Poll::State::closed);
  EXPECT_EQ(store.asked(id)->state, Poll::State::closed);
}

TEST_P(PollStore, WhatWasUndoneIsNotKept) {
  database.begin();
  store.add(anonymous);
  store.set_open(id, 3, "boot");
  database.commit();
  const auto closes = store.asked(id)->closes;
  database.begin();
  database.savepoint();
  store.set_closes(id, at("2026-11-24T14:00:00Z"));
  EXPECT_EQ(store.asked(id)->closes, at("2026-11-24T14:00:00Z"));
  database.rollback_to_savepoint();
  EXPECT_EQ(store.asked(id)->closes, closes);
  store.set_state(id, Poll::State::closed);
  EXPECT_EQ(store.asked(id)->state, Poll::State::closed);
  database.rollback();
  EXPECT_EQ(store.asked(id)->state, Poll::State::open);
}

}  // namespace
