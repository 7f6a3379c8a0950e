// What a nightly copy may hold, and what is left of words that were taken away.

#include "storage/copies.hpp"

#include <set>

#include "bot/core/random.hpp"
#include "storage/sqlite/copies.hpp"
#include "tests/support/store_fixture.hpp"

namespace {

namespace fs = std::filesystem;
using ideas::Idea;

struct CopiesOf : ::testing::Test {
  CopiesOf() {
    owner.begin();
    stores.people->apply({support::person("anne")}, {support::group("a", {support::person("anne")})});
    stores.ideas->add({idea("1", "WAITING-7f3a", Idea::State::held),
                       idea("2", "SHOWN-7f3a", Idea::State::released),
                       idea("3", "OTHER-7f3a", Idea::State::released)});
    owner.commit();
    fs::create_directory(copies);
  }
  static Idea idea(const std::string& id, const std::string& body, Idea::State state) {
    Idea one{core::IdeaId(id), core::GroupId("group-a"), body, state};
    one.receipt = std::string(63, 'a') + id;
    return one;
  }
  void hide(const std::string& id) {
    owner.begin();
    stores.ideas->set_body(core::IdeaId(id), "");
    stores.ideas->set_state(core::IdeaId(id), Idea::State::hidden);
    owner.commit();
    stores.ideas->scrub();
  }
  support::TempDirectory directory;
  const fs::path data = directory / "data", copies = directory / "copies", copy = copies / "copy.db";
  storage::Database owner{(fs::create_directory(data), data / "refleks.db").string()};
  storage::Stores stores = storage::open_stores(owner);
};

TEST_F(CopiesOf, HoldNoIdeaThatWaitsToBeShown) {
  const core::GroupId group("group-a");
  owner.begin();
  stores.ideas->set_lone_waits(group, 1);
  owner.commit();
  owner.backup_to(copy.string());
  EXPECT_FALSE(support::holds(copies, "WAITING-7f3a"));
  EXPECT_FALSE(support::holds(copies, std::string(63, 'a') + "1")) << "nor the hash of its code";
  EXPECT_TRUE(support::holds(copies, "SHOWN-7f3a"));
  EXPECT_TRUE(stores.ideas->find(core::IdeaId("1"))) << "it waits where it was";
  storage::Database restored(copy.string());
  const auto of_copy = storage::open_stores(restored);
  EXPECT_TRUE(of_copy.ideas->find(core::IdeaId("2")));
  EXPECT_EQ(of_copy.ideas->lone_waits(group), 0) << "nor that one waits alone since before that night";
  EXPECT_EQ(stores.ideas->lone_waits(group), 1);
}

// It is quiet, or the chat is not there: what tells of the ideas has not left.
TEST_F(CopiesOf, WordsThatWereTakenAwayAreNotToldByWhatWaits) {
  const auto wait = [&](const std::string& key, const std::string& group, const std::string& words) {
    runtime::OutboxRow row;
    row.key = key;
    row.to = {"sandbox", core::Destination::Kind::channel, key};
    row.message.blocks = {core::Paragraph{{core::Span("«" + words + "», og textil")}},
                          core::Actions{{{"Velg", "ideas/choose", words}}}};
    row.group = core::GroupId(group);
    stores.outbox->add(row);
  };
  const auto told = [&](const std::string& key) { return core::plain_text(stores.outbox->message(key)); };
  owner.begin();
  for (const char* key : {"ideas:1", "undecided:1", "digest:1", "matter:1"}) wait(key, "group-a", "text");
  wait("ideas:2", "group-b", "text");
  wait("digest:2", "", "text");
  stores.ideas->forget_posted(core::GroupId("group-a"), "text");
  owner.commit();
  for (const char* key : {"ideas:1", "undecided:1", "digest:1", "digest:2"})
    EXPECT_TRUE(told(key).starts_with("«–», og textil")) << told(key);
  for (const char* key : {"ideas:2", "matter:1"})
    EXPECT_TRUE(told(key).starts_with("«text», og textil")) << told(key);
}

// It has left, and stands where it can be changed.
TEST_F(CopiesOf, WordsThatWereTakenAwayAreTakenOutOfWhatIsOut) {
  using State = runtime::OutboxRow::State;
  const auto out = [&](const std::string& key, State state, const std::string& ref,
                       const std::string& words) {
    runtime::OutboxRow row;
    row.key = key;
    row.to = {"sandbox", core::Destination::Kind::channel, "c"};
    row.message.blocks = {core::Paragraph{{core::Span(words)}}};
    row.group = core::GroupId("group-a");
    row.state = state;
    row.ref = ref;
    stores.outbox->add(row);
  };
  owner.begin();
  out("ideas:1", State::sent, "c/1", "«text»");
  out("ideas:2", State::sent, "", "«text»");
  out("ideas:3", State::sending, "", "«text»");
  out("ideas:4", State::sent, "c/4", "textil");
  out("matter:1", State::sent, "c/5", "«text»");
  const auto told = stores.ideas->forget_posted(core::GroupId("group-a"), "text");
  owner.commit();
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(std::set({told[0].key, told[1].key}), (std::set<std::string>{"ideas:1", "ideas:3"}));
  EXPECT_EQ(core::plain_text(told[0].message), "«–»");
}

// "Ja" was suggested as a topic, and is hidden: other polls have it as an answer, and numbers are numbers.
TEST_F(CopiesOf, WordsThatWereTakenAwayStayWhereTheyMeanSomethingElse) {
  const auto poll = [&](const std::string& id, core::Poll::Purpose purpose) {
    core::Poll made;
    made.id = core::PollId(id);
    made.group = core::GroupId("group-a");
    made.purpose = purpose;
    made.title = core::Localized("Hva?");
    core::Question question;
    question.prompt = made.title;
    question.kind = core::Question::Kind::choice;
    for (const char* option : {"Ja", "12"}) question.options.emplace_back(std::string(option));
    made.questions = {question};
    stores.polls->add(made);
  };
  const auto result = [&](const std::string& key, const std::string& group = "group-a") {
    runtime::OutboxRow row;
    row.key = key;
    row.to = {"sandbox", core::Destination::Kind::channel, "c"};
    row.message.blocks = {core::Bars{{{"Ja", 0.6, "9"}, {"12", 0.2, "12"}}},
                          core::Paragraph{{core::Span("Most answered "), core::Span("Ja")}},
                          core::Paragraph{{core::Span("Ja takk; “Ja” av 12")}}};
    row.message.pictures = {core::Plot{}};
    row.message.pictures[0].bars = {{"Ja", 0.6, "9"}};
    row.message.pictures[0].alt = "Most answered Ja";
    row.group = core::GroupId(group);
    row.state = runtime::OutboxRow::State::sent;
    row.ref = "m";
    stores.outbox->add(row);
  };
  owner.begin();
  poll("topics", core::Poll::Purpose::topic);
  poll("other", core::Poll::Purpose::command);
  for (const char* key : {"result:topics", "result:topics@anne", "result:other", "digest:anne:2026-11-09"})
    result(key);
  result("digest:leo:2026-11-09", "");
  const auto told = stores.ideas->forget_posted(core::GroupId("group-a"), "Ja");
  owner.commit();
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(std::set({told[0].key, told[1].key}),
            (std::set<std::string>{"result:topics", "result:topics@anne"}));
  const core::Message& now = told[0].message;
  EXPECT_EQ(now.blocks[0], core::Block(core::Bars{{{"–", 0.6, "9"}, {"12", 0.2, "12"}}}));
  EXPECT_EQ(core::plain_text({{now.blocks[1], now.blocks[2]}}), "Most answered –\nJa takk; “–” av 12");
  EXPECT_EQ(now.pictures[0].bars[0].label, "–");
  EXPECT_EQ(now.pictures[0].alt, "Most answered –");
}

// People without a chat have such messages on their page, which is written into the database.
TEST_F(CopiesOf, WordsThatWereTakenAwayLeaveTheLettersOnPages) {
  const auto letter = [](const std::string& key) {
    return R"({"at":"2026-11-09T08:00:00Z","content":{"blocks":[{"text":[{"text":"SHOWN-7f3a"}],)"
           R"("type":"paragraph"}]},"key":")" +
           key + "\"}";
  };
  owner.begin();
  for (const auto& [key, group] : {std::pair{"ideas:1@anne", "group-a"}, {"ideas:2@anne", "group-b"}}) {
    runtime::OutboxRow row;
    row.key = key;
    row.group = core::GroupId(group);
    stores.outbox->add(row);
  }
  stores.notebook->put("pages", {"letter/l1", letter("ideas:1@anne"), "anne"});
  stores.notebook->put("pages", {"letter/l2", letter("matter:1@anne"), "anne"});
  stores.notebook->put("pages", {"letter/l3", letter("ideas:2@anne"), "anne"});
  stores.ideas->forget_posted(core::GroupId("group-a"), "SHOWN-7f3a");
  owner.commit();
  const auto notes = stores.notebook->all("pages");
  ASSERT_EQ(notes.size(), 3U);
  EXPECT_NE(notes[2].value.find("SHOWN"), std::string::npos) << "what another group says";
  EXPECT_EQ(notes[0].value.find("SHOWN"), std::string::npos) << notes[0].value;
  EXPECT_NE(notes[0].value.find("ideas:1@anne"), std::string::npos);
  EXPECT_NE(notes[1].value.find("SHOWN"), std::string::npos) << "what somebody else says";
}

// What lies on the disk at the death of a process is what the next one finds.
TEST_F(CopiesOf, WordsThatWereTakenAwayLeaveTheFileWithTheNextProcessWhereThisOneDied) {
  EXPECT_FALSE(stores.ideas->unscrubbed());
  owner.begin();
  stores.ideas->set_body(core::IdeaId("3"), "");
  owner.rollback();
  EXPECT_FALSE(stores.ideas->unscrubbed());
  owner.begin();
  stores.ideas->set_body(core::IdeaId("3"), "");
  stores.ideas->set_state(core::IdeaId("3"), Idea::State::hidden);
  owner.commit();
  const fs::path next = directory / "next";
  fs::copy(data, next);
  ASSERT_TRUE(support::holds(next, "OTHER-7f3a")) << "in the log, or this shows nothing";
  {
    storage::Database database((next / "refleks.db").string(), storage::Database::Use::owner,
                               storage::Look::beside);
    const auto found = storage::make_idea_store(database);
    EXPECT_TRUE(found->unscrubbed());
    found->scrub();
    EXPECT_FALSE(found->unscrubbed());
    EXPECT_FALSE(support::holds(next, "OTHER-7f3a"));
  }
  // Somebody reads: the log keeps what it has, and the next process looks to it.
  storage::Database reader(owner.path(), storage::Database::Use::reader);
  reader.sql().begin();
  EXPECT_TRUE(storage::make_idea_store(reader)->find(core::IdeaId("2")));
  stores.ideas->scrub();
  EXPECT_TRUE(stores.ideas->unscrubbed());
  reader.sql().rollback();
  stores.ideas->scrub();
  EXPECT_FALSE(stores.ideas->unscrubbed());
  EXPECT_FALSE(support::holds(data, "OTHER-7f3a"));
}

// Pages of the file itself hold none of them, however often they were split: they are overwritten where they
// stood. What a killed process leaves is in the log alone.
TEST_F(CopiesOf, WordsThatWereTakenAwayStayInTheLogAlone) {
  constexpr int many = 200;
  core::SeededRandom random(7);
  std::vector<core::IdeaId> ids;
  const auto words = [](int i) { return "GONE-" + std::to_string(1000 + i); };
  for (int i = 0; i < many; ++i) {
    ids.emplace_back(core::new_id(random));
    owner.begin();
    stores.ideas->add(
        {{ids.back(), core::GroupId("group-a"), words(i) + std::string(150, 'x'), Idea::State::released}});
    owner.commit();
  }
  for (int i = 0; i < many; i += 10) {
    ASSERT_TRUE(owner.truncate_log());
    owner.begin();
    stores.ideas->set_body(ids[static_cast<std::size_t>(i)], "");
    owner.commit();
    ASSERT_TRUE(support::holds(data, words(i)));
    ASSERT_TRUE(owner.truncate_log());
    EXPECT_FALSE(support::holds(data, words(i)));
  }
}

// Somebody put a copy where the database was, or took it away, while the service ran.
TEST_F(CopiesOf, WhatIsReplacedWhileItIsUsedIsKeptAndWrittenNoMore) {
  { const storage::Database other((directory / "other.db").string()); }
  fs::rename(directory / "other.db", data / "refleks.db");
  EXPECT_THROW(owner.begin(), storage::Error);
  EXPECT_FALSE(fs::exists(data / "refleks.db-wal")) << "it would be played over the other";
  storage::Database kept((data / "refleks.db.replaced").string());
  EXPECT_TRUE(storage::open_stores(kept).ideas->find(core::IdeaId("2")));
}

TEST_F(CopiesOf, AHiddenTextIsGoneAtOnceAndFromOlderCopiesWhenTheyAreLookedThrough) {
  owner.backup_to(copy.string());
  EXPECT_TRUE(storage::hidden_ideas(owner).empty());
  hide("2");
  EXPECT_FALSE(support::holds(data, "SHOWN-7f3a"));
  EXPECT_TRUE(support::holds(copies, "SHOWN-7f3a"));
  const auto hidden = storage::hidden_ideas(owner);
  EXPECT_EQ(hidden, std::vector<std::string>{"2"});
  EXPECT_TRUE(storage::sqlite::forget_ideas(copy, hidden));
  EXPECT_FALSE(support::holds(copies, "SHOWN-7f3a"));
  EXPECT_TRUE(support::holds(copies, "OTHER-7f3a"));
  EXPECT_EQ(fs::status(copy).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_FALSE(storage::sqlite::forget_ideas(copy, hidden)) << "once";
}

// A copy of the night has what waits for the morning, and brought back it would be told.
TEST_F(CopiesOf, AHiddenTextIsNotToldByWhatWaitsInCopies) {
  runtime::OutboxRow row;
  row.key = "ideas:1";
  row.to = {"sandbox", core::Destination::Kind::channel, "a"};
  row.message.blocks = {core::List{{{core::Span("SHOWN-7f3a")}, {core::Span("OTHER-7f3a")}}}};
  row.group = core::GroupId("group-a");
  owner.begin();
  stores.outbox->add(row);
  stores.notebook->put("pages", {"letter/l1", R"({"content":{},"key":"ideas:1","x":"SHOWN-7f3a"})", "anne"});
  owner.commit();
  owner.backup_to(copy.string());
  hide("2");
  EXPECT_TRUE(storage::sqlite::forget_ideas(copy, storage::hidden_ideas(owner)));
  EXPECT_FALSE(support::holds(copies, "SHOWN-7f3a"));
  storage::Database restored(copy.string());
  EXPECT_EQ(core::plain_text(storage::open_stores(restored).outbox->message("ideas:1")),
            core::plain_text(core::Message{{core::List{{{core::Span("–")}, {core::Span("OTHER-7f3a")}}}}}));
}

// Also one that was open then: brought back, it would show the words again.
TEST_F(CopiesOf, AHiddenTextIsGoneFromTheVotesInCopiesAsWell) {
  owner.begin();
  for (const char* option : {"SHOWN-7f3a", "VOTED-7f3a"}) {
    core::Poll vote = support::poll(option);
    vote.purpose = core::Poll::Purpose::topic;
    vote.state = core::Poll::State::open;
    vote.questions[0].options[0] = core::Localized(option);
    stores.polls->add(vote);
  }
  owner.commit();
  owner.backup_to(copy.string());
  hide("2");
  EXPECT_TRUE(storage::sqlite::forget_ideas(copy, storage::hidden_ideas(owner)));
  storage::Database restored(copy.string());
  const auto found = storage::open_stores(restored);
  EXPECT_FALSE(found.polls->find(core::PollId("SHOWN-7f3a")));
  EXPECT_TRUE(found.polls->find(core::PollId("VOTED-7f3a")));
  EXPECT_FALSE(support::holds(copies, "SHOWN-7f3a"));
}

}  // namespace
