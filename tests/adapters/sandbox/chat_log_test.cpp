#include "adapters/sandbox/chat_log.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>

#include "tests/adapters/sandbox/world.hpp"
#include "tests/support/full_disk.hpp"

namespace {

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
// The log, each of its lines waited for.
struct ChatLog {
  explicit ChatLog(const std::filesystem::path& file) : log(io.get_executor(), file) {}

  // Throws when it could not be kept.
  ChatMessage append(ChatMessage message) {
    return heard([&](sandbox::ChatLog::Told told) {
             log.append(std::move(message), std::move(told));
             return true;
           })
        .value();
  }
  std::optional<ChatMessage> edit(const std::string& id, core::Message content) {
    return heard(
        [&](sandbox::ChatLog::Told told) { return log.edit(id, std::move(content), std::move(told)); });
  }
  std::optional<ChatMessage> heard(const std::function<bool(sandbox::ChatLog::Told)>& begin) {
    std::optional<std::optional<ChatMessage>> got;
    const bool begun = begin([&](const ChatMessage* kept) {
      got.emplace();
      if (kept) *got = *kept;
    });
    if (!begun) return std::nullopt;
    EXPECT_FALSE(got) << "nobody waits for a disk here";
    io.restart();
    while (!got && io.run_one_for(std::chrono::seconds(20)) > 0) continue;
    return got.value();
  }
  const std::vector<ChatMessage>& messages() const { return log.messages(); }
  const ChatMessage* find(const std::string& id) const { return log.find(id); }
  const ChatMessage* find_key(const std::string& key) const { return log.find_key(key); }
  const ChatMessage* find_delivery(const std::string& author, const std::string& mark) const {
    return log.find_delivery(author, mark);
  }
  std::size_t dropped_bytes() const { return log.dropped_bytes(); }

  boost::asio::io_context io;
  sandbox::ChatLog log;
};

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
  EXPECT_FALSE(log.edit("m1", words("x")));
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

TEST(SandboxChatLog, KeepsNothingOfALineThatDidNotFit) {
  Folder folder;
  ChatLog log(folder.chat());
  log.append(from_bot("a", "one"));
  const auto size = std::filesystem::file_size(folder.chat());
  auto full = std::make_unique<support::FileSizeLimit>(size + 10);
  EXPECT_THROW(log.append(from_bot("b", "two")), std::bad_optional_access);
  EXPECT_FALSE(log.edit("m1", words("changed")));
  std::vector<bool> lost;
  for (const std::string key : {"c", "d", "e"})
    log.log.append(from_bot(key, "more"), [&](const ChatMessage* kept) { lost.push_back(!kept); });
  log.io.restart();
  while (lost.size() < 3 && log.io.run_one_for(std::chrono::seconds(20)) > 0) continue;
  EXPECT_EQ(lost, std::vector<bool>(3, true));
  full.reset();

  EXPECT_EQ(log.messages().size(), 1u);
  EXPECT_EQ(log.messages()[0].content, words("one"));
  EXPECT_EQ(std::filesystem::file_size(folder.chat()), size);
  EXPECT_EQ(log.append(from_bot("b", "two")).id, "m2");
  EXPECT_EQ(ChatLog(folder.chat()).messages(), log.messages());
}

TEST(SandboxChatLog, KeepsTheOrderOfWhatWaitsTogetherAndWritesItBeforeItGoes) {
  Folder folder;
  std::vector<std::string> heard;
  {
    ChatLog log(folder.chat());
    log.append(from_bot("a", "one"));
    const auto hear = [&](const ChatMessage* kept) { heard.push_back(kept->id); };
    for (int i = 0; i < 20; ++i) log.log.append(from_bot("", "text"), hear);
    EXPECT_TRUE(log.log.edit("m1", words("changed"), hear));
    log.log.append(from_bot("last", "text"), hear);
    EXPECT_EQ(log.messages().size(), 1u);
    log.io.restart();
    while (heard.size() < 22 && log.io.run_one_for(std::chrono::seconds(20)) > 0) continue;
    ASSERT_EQ(heard.size(), 22u);
    EXPECT_EQ(heard.front(), "m2");
    EXPECT_EQ(heard[20], "m1");
    EXPECT_EQ(heard.back(), "m22");
    for (int i = 0; i < 20; ++i) log.log.append(from_bot("", "text"), hear);
  }
  EXPECT_EQ(heard.size(), 22u);
  ChatLog again(folder.chat());
  EXPECT_EQ(again.messages().size(), 42u);
  EXPECT_EQ(again.messages()[0].content, words("changed"));
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
