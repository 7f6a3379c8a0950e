// Every column in which somebody stands is a row of storage/holdings.hpp, so that export and erasure know it.

#include "storage/holdings.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include "storage/erasure.hpp"
#include "storage/person_record.hpp"
#include "storage/statement.hpp"
#include "tests/support/store_fixture.hpp"

namespace {

using Column = std::pair<std::string, std::string>;
using storage::In;
using storage::Out;
using storage::Statement;

std::set<Column> held() {
  std::set<Column> all;
  for (const storage::Holding& holding : storage::holdings()) all.emplace(holding.table, holding.column);
  return all;
}

TEST(Holdings, KnowEveryColumnThatPointsAtAPerson) {
  storage::Database database(":memory:");
  Statement<In<>, Out<std::string, std::string>> pointing(
      database,
      "SELECT m.name, f.\"from\" FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f "
      "WHERE m.type = 'table' AND f.\"table\" = 'person'");
  // And those that are called as if they did.
  Statement<In<>, Out<std::string, std::string>> called(
      database,
      "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' "
      "AND (c.name LIKE '%person%' OR c.name IN ('account', 'owner', 'leader', 'coordinator', 'facilitator', "
      "'by', "
      "'who', 'author', 'writer', 'user', 'member', 'destination', 'delivery', 'subject', 'job_key', "
      "'message_key'))");
  std::set<Column> wanted;
  for (const auto& [table, column] : pointing.all()) wanted.emplace(table, column);
  EXPECT_GE(wanted.size(), 5U);
  for (const auto& [table, column] : called.all())
    if (table != "person" || column == "person_id") wanted.emplace(table, column);
  const auto known = held();
  for (const Column& column : wanted)
    EXPECT_TRUE(known.contains(column))
        << column.first << "." << column.second
        << " holds somebody: give it a row in storage/holdings.cpp, so that export and erasure know it";
}

TEST(Holdings, StandInTheOrderOfErasing) {
  EXPECT_EQ(storage::holdings().back().table, "person") << "whoever comes after has nobody to ask for";
}

TEST(Holdings, NameColumnsThatAreThere) {
  storage::Database database(":memory:");
  Statement<In<std::string, std::string>, Out<int>> there(
      database, "SELECT count(*) FROM pragma_table_info(:t) WHERE name = :c");
  for (const auto& [table, column] : held())
    EXPECT_EQ(std::get<0>(there.one(table, column).value()), 1) << table << "." << column;
  for (const storage::FreeText& text : storage::free_texts())
    EXPECT_EQ(std::get<0>(there.one(std::string(text.table), std::string(text.column)).value()), 1)
        << text.table;
}

class Rights : public support::Stored {
 protected:
  storage::Registered who(const char* name) {
    auto found = storage::people_called(database, name);
    return found.empty() ? storage::Registered{} : found.front();
  }
  long long count(const std::string& sql) {
    Statement<In<>, Out<long long>> statement(database, sql);
    return std::get<0>(statement.one().value());
  }
};
ON_EVERY_DATABASE(Rights);

TEST_P(Rights, WhatTheChatKeptGoesWithThePerson) {
  const auto person = who("anne");
  auto& book = *stores.notebook;
  const auto letter = [](const std::string& words) { return R"({"content":")" + words + R"("})"; };
  book.put("sandbox", {"letter/l1", letter("til deg alene"), person.account});
  book.put("sandbox", {"letter/l2", letter("anne spør"), "U-bo"});
  book.put("sandbox", {"service", "7", ""});
  book.put("mail", {"returned/" + person.id, "full_box", person.id});
  EXPECT_EQ(storage::record_of(database, person)["kept_by_the_chat"].size(), 2U);
  database.begin();
  storage::remember_erased(database, person, support::at("2026-11-24T12:00:00Z"));
  storage::erase_person(database, person, std::string(32, 'f'));
  // However late the chat speaks of them.
  book.put("sandbox", {"letter/l3", letter("enda ett"), person.account});
  EXPECT_TRUE(book.all("mail").empty());
  book.put("mail", {"returned/" + person.id, "full_box", person.id});
  EXPECT_TRUE(book.all("mail").empty());
  database.commit();
  const std::vector<runtime::Note> left{{"letter/l2", letter("– spør"), "U-bo"}, {"service", "7", ""}};
  EXPECT_EQ(book.all("sandbox"), left);
  book.put("sandbox", {"service", "", ""});
  EXPECT_EQ(book.all("sandbox").size(), 1U);
  EXPECT_TRUE(book.all("elsewhere").empty());
}

TEST_P(Rights, ErasingLeavesTheAnswersOfOthersAndNoneOfThePerson) {
  core::Poll poll = support::poll("p", true);
  stores.polls->add(poll);
  stores.polls->set_open(poll.id, 3, "boot");
  stores.polls->put_named(poll.id, anne.id, support::ballot(0, "Fordi"));
  stores.polls->put_named(poll.id, bo.id, support::ballot(1, "Derfor"));
  const auto record = storage::record_of(database, who("anne"));
  EXPECT_EQ(record.at("person").at("account"), "U-anne");
  EXPECT_EQ(record.at("named_answers").size(), 1U);
  EXPECT_EQ(record.at("groups").size(), 1U);
  database.begin();
  storage::remember_erased(database, who("anne"), support::at("2026-11-24T12:00:00Z"));
  const auto erased = storage::erase_person(database, who("anne"), std::string(32, 'f'));
  database.commit();
  EXPECT_FALSE(erased.gone.empty());
  EXPECT_TRUE(storage::people_called(database, "anne").empty());
  EXPECT_EQ(count("SELECT count(*) FROM named_answer"), 1);
  EXPECT_EQ(count("SELECT count(*) FROM member"), 2);
  database.truncate_log();
  if (std::string(GetParam()) == "file") {
    EXPECT_FALSE(support::holds(directory.path(), "U-anne"));
    EXPECT_FALSE(support::holds(directory.path(), "person-anne"));
    EXPECT_TRUE(support::holds(directory.path(), "person-bo"));
  }
  database.begin();
  const auto again =
      storage::erase_person(database, {"person-anne", "anne", "sandbox", "U-anne"}, std::string(32, 'f'));
  database.commit();
  EXPECT_TRUE(again.gone.empty()) << "twice is once";
}

TEST_P(Rights, MessagesToOthersLoseTheName) {
  const auto post = [&](const char* key, const char* to, const std::string& words) {
    runtime::OutboxRow row;
    row.key = key;
    row.to = {"sandbox", core::Destination::Kind::person, to};
    row.message = support::message(words);
    stores.outbox->add(row);
  };
  post("to-anne", "U-anne", "Hei");
  post("waits:person-anne", "U-bo", "anne er fasilitator, og anneke ikke");
  post("went", "U-bo", "anne svarte");
  post("by-mail", "person-anne", "Hei");  // the platform that tells of pages goes by the id
  stores.outbox->set_sending("went", false, "2026-11-23");
  stores.outbox->set_sent("went", false, "r", {});
  database.begin();
  storage::erase_person(database, who("anne"), std::string(32, 'f'));
  database.commit();
  EXPECT_FALSE(stores.outbox->look("to-anne"));
  EXPECT_FALSE(stores.outbox->look("by-mail"));
  const std::string key = "waits:" + std::string(32, 'f');
  ASSERT_TRUE(stores.outbox->look(key)) << "the key is nobody's now";
  EXPECT_EQ(core::plain_text(stores.outbox->message(key)), "– er fasilitator, og anneke ikke");
  EXPECT_TRUE(stores.outbox->message("went").blocks.empty());
}

TEST_P(Rights, WhoeverIsMarkedIsKnownAgainInAnOlderCopy) {
  if (path == ":memory:") return;
  const std::string copy = (directory / "copy.db").string();
  database.backup_to(copy);
  database.begin();
  storage::remember_erased(database, who("anne"), support::at("2026-11-24T12:00:00Z"));
  storage::erase_person(database, who("anne"), std::string(32, 'f'));
  database.commit();
  const auto marks = storage::erased_marks(database);
  ASSERT_EQ(marks.size(), 2U);
  // Somebody new has the account when the next copy is made, and is erased after it.
  const std::string later = (directory / "later.db").string();
  core::Person again{core::PersonId("person-anne-2"), "sandbox", "U-anne", "anne", core::Language::nb, false};
  stores.groups->add_person(again);
  database.backup_to(later);
  EXPECT_TRUE(storage::erase_in_copy(later, marks).empty()) << "made after it";
  database.begin();
  storage::remember_erased(database, who("anne"), support::at("2026-11-26T12:00:00Z"));
  database.commit();
  EXPECT_EQ(storage::erase_in_copy(later, storage::erased_marks(database)).size(), 1U);
  const auto gone = storage::erase_in_copy(copy, marks);
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_TRUE(storage::erase_in_copy(copy, marks).empty()) << "once";
  EXPECT_EQ(gone.front().name, "anne");
  EXPECT_EQ(support::content_of(copy).find("U-anne"), std::string::npos);
  EXPECT_NE(support::content_of(copy).find("U-bo"), std::string::npos);
}

TEST(WithoutName, TakesOutWholeWordsAlone) {
  using storage::without_name;
  EXPECT_EQ(without_name("Per, Pernille og Per", "Per"), "–, Pernille og –");
  EXPECT_EQ(without_name("Kari Nes svarte", "Kari Nes"), "– svarte");
  EXPECT_EQ(without_name("Åse og Gåse", "Åse"), "– og Gåse");
  EXPECT_EQ(without_name("ingen", ""), "ingen");
}

}  // namespace
