#include "adapters/sandbox/chat_log.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <system_error>

#include "tests/adapters/sandbox/world.hpp"

namespace {

using sandbox::ChatLog;
using sandbox::ChatMessage;
using sandbox_test::Folder;
using sandbox_test::words;

ChatMessage from_bot(std::string key, std::string text) {
  ChatMessage m;
  m.channel = "fredag";
  m.author = "bot";
  m.at = sandbox_test::noon();
  m.key = std::move(key);
  m.content = words(std::move(text));
  return m;
}
ChatMessage from_person(std::string delivery, std::string text) {
  ChatMessage m = from_bot("", std::move(text));
  m.author = "ola";
  m.delivery = std::move(delivery);
  return m;
}
void write(const std::filesystem::path& file, std::string_view bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

TEST(SandboxChatLog, GivesNumbersAndReferencesInOrder) {
  Folder folder;
  ChatLog log(folder.chat());
  EXPECT_TRUE(log.messages().empty());
  EXPECT_EQ(log.append(from_bot("a", "one")).id, "m1");
  EXPECT_EQ(log.append(from_bot("b", "two")).seq, 2u);
}

TEST(SandboxChatLog, IsTheSameAfterReopening) {
  Folder folder;
  std::vector<ChatMessage> before;
  {
    ChatLog log(folder.chat());
    log.append(from_bot("welcome", "God dag, æøå \U0001F600 \"quoted\"\nsecond line"));
    log.append(from_person("x1", "hei"));
    ASSERT_TRUE(log.edit("m1", words("Changed")));
    before = log.messages();
  }
  ChatLog log(folder.chat());
  EXPECT_EQ(log.messages(), before);
  EXPECT_EQ(log.messages().at(0).content, words("Changed"));
  EXPECT_EQ(log.dropped_bytes(), 0u);
  EXPECT_EQ(log.append(from_bot("next", "third")).id, "m3");
}

TEST(SandboxChatLog, FindsByKeyReferenceAndDelivery) {
  Folder folder;
  { ChatLog(folder.chat()).append(from_bot("k", "text")); }
  ChatLog log(folder.chat());
  log.append(from_person("x1", "hei"));
  ASSERT_TRUE(log.find_key("k"));
  EXPECT_EQ(log.find_key("k")->id, "m1");
  ASSERT_TRUE(log.find("m2"));
  EXPECT_EQ(log.find("m2")->author, "ola");
  EXPECT_TRUE(log.find_delivery("ola", "x1"));
  EXPECT_FALSE(log.find_delivery("kari", "x1"));
  EXPECT_FALSE(log.find_key(""));
  EXPECT_FALSE(log.find_key("other"));
  EXPECT_FALSE(log.find("m3"));
}

TEST(SandboxChatLog, ShowsAPostThatCameTwice) {
  Folder folder;
  ChatLog log(folder.chat());
  log.append(from_bot("k", "text"));
  log.append(from_bot("k", "text"));
  EXPECT_EQ(log.messages().size(), 2u);
  EXPECT_EQ(log.find_key("k")->id, "m1");
}

TEST(SandboxChatLog, EditsOnlyWhatIsThere) {
  Folder folder;
  ChatLog log(folder.chat());
  const auto before = support::content_of(folder.chat());
  EXPECT_EQ(log.edit("m1", words("x")), nullptr);
  EXPECT_EQ(support::content_of(folder.chat()), before);
}

// Whatever of the last line has reached the disk: all earlier ones are there, and writing goes on.
TEST(SandboxChatLog, DropsALastLineTornAtAnyLength) {
  Folder folder;
  for (const bool last_is_edit : {false, true}) {
    std::filesystem::remove(folder.chat());
    std::size_t whole = 0;
    {
      ChatLog log(folder.chat());
      log.append(from_bot("a", "one"));
      whole = support::content_of(folder.chat()).size();
      if (last_is_edit)
        log.edit("m1", words("changed"));
      else
        log.append(from_bot("b", "two, and æøå"));
    }
    const std::string all = support::content_of(folder.chat());
    for (std::size_t length = whole; length < all.size(); ++length) {
      SCOPED_TRACE(length);
      write(folder.chat(), std::string_view(all).substr(0, length));
      {
        ChatLog log(folder.chat());
        ASSERT_EQ(log.messages().size(), 1u);
        EXPECT_EQ(log.messages()[0].content, words("one"));
        EXPECT_EQ(log.dropped_bytes(), length - whole);
        log.append(from_bot("c", "after"));
      }
      ChatLog again(folder.chat());
      ASSERT_EQ(again.messages().size(), 2u);
      EXPECT_EQ(again.messages()[1].key, "c");
    }
  }
}

TEST(SandboxChatLog, DropsALastLineWithAHoleInIt) {
  Folder folder;
  {
    ChatLog log(folder.chat());
    log.append(from_bot("a", "one"));
    log.append(from_bot("b", "two"));
  }
  std::string all = support::content_of(folder.chat());
  all.replace(all.size() - 20, 10, std::string(10, '\0'));
  write(folder.chat(), all);
  ChatLog log(folder.chat());
  EXPECT_EQ(log.messages().size(), 1u);
  EXPECT_GT(log.dropped_bytes(), 0u);
}

TEST(SandboxChatLog, RefusesAFileWithAnEarlierBrokenLine) {
  Folder folder;
  {
    ChatLog log(folder.chat());
    log.append(from_bot("a", "one"));
    log.append(from_bot("b", "two"));
  }
  std::string all = support::content_of(folder.chat());
  all[5] = '\0';
  write(folder.chat(), all);
  try {
    ChatLog log(folder.chat());
    FAIL() << "opened a broken file";
  } catch (const std::runtime_error& e) {
    EXPECT_NE(std::string(e.what()).find("line 1"), std::string::npos);
  }
  EXPECT_EQ(support::content_of(folder.chat()), all) << "a broken file is left for a person to look at";
}

// A disk that is full in the middle of a line, by way of the limit on file size.
TEST(SandboxChatLog, KeepsNothingOfALineThatDidNotFit) {
  Folder folder;
  ChatLog log(folder.chat());
  log.append(from_bot("a", "one"));
  const auto size = std::filesystem::file_size(folder.chat());
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  rlimit tight = before;
  tight.rlim_cur = size + 10;
  const auto old_handler = ::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tight), 0);
  EXPECT_THROW(log.append(from_bot("b", "two")), std::system_error);
  EXPECT_THROW(log.edit("m1", words("changed")), std::system_error);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  ::signal(SIGXFSZ, old_handler);

  EXPECT_EQ(log.messages().size(), 1u);
  EXPECT_EQ(log.messages()[0].content, words("one"));
  EXPECT_EQ(std::filesystem::file_size(folder.chat()), size);
  EXPECT_EQ(log.append(from_bot("b", "two")).id, "m2");
  EXPECT_EQ(ChatLog(folder.chat()).messages(), log.messages());
}

TEST(SandboxChatLog, IsForTheOwnerAlone) {
  Folder folder;
  ChatLog log(folder.chat());
  using std::filesystem::perms;
  const auto others = perms::group_all | perms::others_all;
  EXPECT_EQ(std::filesystem::status(folder.chat()).permissions() & others, perms::none);
  EXPECT_EQ(std::filesystem::status(folder.chat().parent_path()).permissions() & others, perms::none);
}

}  // namespace
