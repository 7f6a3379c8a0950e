#include "adapters/web/mailbox.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <nlohmann/json.hpp>

#include "bot/runtime/payload.hpp"
#include "tests/adapters/web/world.hpp"

namespace web_test {
namespace {

using web::Mailbox;

struct MailboxTest : testing::Test {
  Folder folder;
  std::filesystem::path former = web::former_letters(folder.path());
  core::Instant now = FixedClock{}.time;
  support::FakeNotebook book;
  std::unique_ptr<Mailbox> letters = open();

  std::unique_ptr<Mailbox> open() {
    auto opened = std::make_unique<Mailbox>();
    opened->open(book, former);
    return opened;
  }
  void restart() {
    book = book.again();
    letters = open();
  }
  template <class T>
  T run(boost::asio::awaitable<T> work) {
    boost::asio::io_context io;
    std::optional<T> result;
    boost::asio::co_spawn(io, std::move(work),
                          [&](std::exception_ptr, T value) { result = std::move(value); });
    io.run();
    return *result;
  }
  std::string add(const std::string& user, const std::string& key, const core::Message& message,
                  core::Instant at) {
    return run(letters->add(user, key, message, at)).value_or("not kept");
  }
  Mailbox::Edited edit(const std::string& ref, const core::Message& message) {
    return run(letters->edit(ref, message));
  }
  std::vector<std::string> texts(const std::string& user) {
    std::vector<std::string> all;
    for (const web::Letter* letter : letters->of(user, now)) all.push_back(core::plain_text(letter->message));
    return all;
  }
  static runtime::Gone gone() {
    runtime::Gone gone;
    gone.who = [](const std::string& user) { return user == "kari"; };
    gone.without = [](std::string text) {
      for (auto at = text.find("Kari Nes"); at != text.npos; at = text.find("Kari Nes"))
        text.replace(at, 8, "noen");
      return text;
    };
    return gone;
  }
};
using Texts = std::vector<std::string>;

TEST_F(MailboxTest, AreKeptNewestFirstAndEachForOnePerson) {
  EXPECT_EQ(add("kari", "k1", words("en"), now), "l1");
  EXPECT_EQ(add("ola", "k2", words("annen"), now), "l2");
  for (int i = 3; i < 12; ++i) add("ola", "o" + std::to_string(i), words("mer"), now);
  EXPECT_EQ(add("kari", "k3", words("to"), now), "l12");
  EXPECT_EQ(edit("l1", words("en, endret")), Mailbox::Edited::yes);
  restart();
  EXPECT_EQ(texts("kari"), (Texts{"to", "en, endret"}));
  EXPECT_EQ(letters->find("k2"), "l2");
  EXPECT_EQ(letters->find("k9"), "");
  EXPECT_EQ(book.now.at("letter/l1").person, "kari");
}

TEST_F(MailboxTest, TheSameKeyIsTheSameLetter) {
  EXPECT_EQ(add("kari", "k1", words("en"), now), "l1");
  EXPECT_EQ(add("kari", "k1", words("en"), now), "l1");
  EXPECT_EQ(texts("kari"), (Texts{"en"}));
}

TEST_F(MailboxTest, WhatCannotBeKeptIsNotThere) {
  add("kari", "k1", words("en"), now);
  book.refuses = true;
  EXPECT_EQ(add("kari", "k2", words("to"), now), "not kept");
  EXPECT_EQ(edit("l1", words("endret")), Mailbox::Edited::not_kept);
  EXPECT_EQ(texts("kari"), (Texts{"en"}));
  book.refuses = false;
  EXPECT_EQ(add("kari", "k2", words("to"), now), "l3");
  restart();
  EXPECT_EQ(texts("kari"), (Texts{"to", "en"}));
}

TEST_F(MailboxTest, WhoeverIsErasedIsForgotten) {
  add("kari", "k1", words("til deg alene"), now);
  add("ola", "k2", words("Kari Nes spør om noe"), now);
  add("ola", "k3", words("noe annet"), now);
  letters->forget(gone());
  EXPECT_EQ(texts("kari"), Texts{});
  EXPECT_EQ(texts("ola"), (Texts{"noe annet", "noen spør om noe"}));
}

// One that nobody can read once kept the whole bot from starting.
TEST_F(MailboxTest, ADamagedOneIsLeftOutAndStays) {
  add("kari", "k1", words("hemmelig"), now);
  add("kari", "k2", words("to"), now);
  book.now.at("letter/l1").value = "{";
  for (int start = 0; start < 2; ++start) {
    restart();
    EXPECT_EQ(texts("kari"), (Texts{"to"}));
  }
  EXPECT_EQ(book.now.at("letter/l1").value, "{");
  EXPECT_EQ(add("kari", "k3", words("tre"), now), "l3");
}

TEST_F(MailboxTest, OldAndManyLeaveThePageAndTheBook) {
  add("kari", "old", words("gammelt"), now);
  const core::Instant later = now + Mailbox::kept;
  for (int i = 0; i < 55; ++i)
    add("kari", "k" + std::to_string(i), words("brev " + std::to_string(i)), later);
  add("ola", "o", words("hei"), later);
  EXPECT_EQ(letters->of("kari", later).size(), Mailbox::most_each);
  letters->tidy(later);
  EXPECT_EQ(book.bytes().find("gammelt"), std::string::npos);
  EXPECT_EQ(book.bytes().find("\"brev 4\""), std::string::npos);
  EXPECT_EQ(edit("l1", words("x")), Mailbox::Edited::dropped);
  EXPECT_EQ(edit("l99", words("x")), Mailbox::Edited::unknown);
  EXPECT_EQ(edit("no", words("x")), Mailbox::Edited::unknown);
  letters->tidy(later + Mailbox::kept);
  EXPECT_TRUE(letters->of("ola", later).empty());
  restart();
  EXPECT_EQ(add("kari", "new", words("nytt"), now), "l58") << "references are never used twice";
  EXPECT_EQ(edit("l57", words("x")), Mailbox::Edited::dropped);
}

// --- before there were notebooks ---
std::string line_of_former(const std::string& ref, const std::string& user, const std::string& text) {
  return R"({"ref":")" + ref + R"(","user":")" + user + R"(","key":"key-)" + ref +
         R"(","at":"2026-11-24T11:00:00Z","content":)" + runtime::to_json(words(text)).dump() + "}\n";
}

TEST_F(MailboxTest, TheFileOfAFormerVersionIsTakenOver) {
  write_bytes(former, line_of_former("l1", "kari", "en") + line_of_former("l2", "ola", "to") +
                          R"({"edit":"l1","content":)" + runtime::to_json(words("en, endret")).dump() +
                          "}\n" + "{\"next\":7}\n" + line_of_former("l7", "kari", "tre") +
                          R"({"ref":"l8","us)");
  book.refuses = true;
  letters = open();
  EXPECT_TRUE(std::filesystem::exists(former)) << "not before it is kept";
  book.refuses = false;
  letters = open();
  EXPECT_FALSE(std::filesystem::exists(former));
  restart();
  EXPECT_EQ(texts("kari"), (Texts{"tre", "en, endret"}));
  EXPECT_EQ(letters->find("key-l2"), "l2");
  EXPECT_EQ(add("ola", "new", words("fire"), now), "l8");
}

TEST_F(MailboxTest, ALineOfItThatCannotBeReadIsSetAside) {
  write_bytes(former, "#" + line_of_former("l1", "kari", "en") + line_of_former("l2", "kari", "to"));
  letters = open();
  EXPECT_EQ(texts("kari"), (Texts{"to"}));
  EXPECT_FALSE(std::filesystem::exists(former));
  EXPECT_NE(support::content_of(former.string() + ".damaged").find("#{"), std::string::npos);
}

TEST_F(MailboxTest, OfWhoeverIsErasedNoByteIsLeftInIt) {
  write_bytes(former, line_of_former("l1", "kari", "til deg alene") +
                          line_of_former("l2", "ola", "Kari Nes spør") + R"({"edit":"l1","content":)" +
                          runtime::to_json(words("også til deg")).dump() + "}\n");
  web::forget_letters(folder.path(), gone());
  const std::string bytes = support::content_of(former);
  for (const char* trace : {"kari", "Kari", "Nes", "til deg"})
    EXPECT_EQ(bytes.find(trace), std::string::npos) << trace;
  letters = open();
  EXPECT_EQ(texts("ola"), (Texts{"noen spør"}));
}

}  // namespace
}  // namespace web_test
