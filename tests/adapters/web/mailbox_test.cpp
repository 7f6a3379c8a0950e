#include "adapters/web/mailbox.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

#include "tests/adapters/web/world.hpp"

namespace {

using web::Mailbox;
using namespace web_test;

struct MailboxTest : testing::Test {
  Folder folder;
  std::filesystem::path file = folder.path() / "letters.jsonl";
  core::Instant now = FakeClock{}.time;

  static std::vector<std::string> texts(const std::vector<const web::Letter*>& letters) {
    std::vector<std::string> all;
    for (const web::Letter* letter : letters) all.push_back(core::plain_text(letter->message));
    return all;
  }
};
using Texts = std::vector<std::string>;

TEST_F(MailboxTest, AreKeptNewestFirstAndEachForOnePerson) {
  {
    Mailbox letters(file);
    EXPECT_EQ(letters.add("kari", "k1", words("en"), now), "l1");
    EXPECT_EQ(letters.add("ola", "k2", words("annen"), now), "l2");
    EXPECT_EQ(letters.add("kari", "k3", words("to"), now), "l3");
    EXPECT_EQ(letters.edit("l1", words("en, endret")), Mailbox::Edited::yes);
  }
  const Mailbox letters(file);
  EXPECT_EQ(texts(letters.of("kari", now)), (Texts{"to", "en, endret"}));
  EXPECT_EQ(letters.find("k2"), "l2");
  EXPECT_EQ(letters.find("k9"), "");
  struct stat about {};
  ::stat(file.c_str(), &about);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
}

TEST_F(MailboxTest, OfWhoeverIsErasedNoByteIsLeftInTheFile) {
  const auto erase = [&](Mailbox& letters) {
    runtime::Gone gone;
    gone.who = [](const std::string& user) { return user == "kari"; };
    gone.without = [](std::string text) {
      for (auto at = text.find("Kari Nes"); at != text.npos; at = text.find("Kari Nes"))
        text.replace(at, 8, "noen");
      return text;
    };
    return letters.forget(gone);
  };
  Mailbox letters(file);
  letters.add("kari", "k1", words("til deg alene"), now);
  letters.add("ola", "k2", words("Kari Nes spør om noe"), now);
  letters.add("ola", "k3", words("noe annet"), now);
  EXPECT_TRUE(erase(letters));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    for (const char* trace : {"kari", "Kari", "Nes", "til deg alene"})
      EXPECT_EQ(bytes.find(trace), std::string::npos) << entry.path() << ": " << trace;
  }
  EXPECT_EQ(texts(Mailbox(file).of("ola", now)), (Texts{"noe annet", "noen spør om noe"}));
  EXPECT_FALSE(erase(letters)) << "nothing is left to do";
}

TEST_F(MailboxTest, ATornLastRecordIsDroppedWhereverItTears) {
  std::size_t before = 0;
  {
    Mailbox letters(file);
    letters.add("kari", "k1", words("en"), now);
    before = std::filesystem::file_size(file);
    letters.add("kari", "k2", words("to"), now);
  }
  const std::string whole = bytes_of(file);
  for (std::size_t size = before; size < whole.size(); ++size) {
    write_bytes(file, whole.substr(0, size));
    Mailbox letters(file);
    EXPECT_EQ(texts(letters.of("kari", now)), (Texts{"en"})) << size;
    EXPECT_EQ(std::filesystem::file_size(file), before) << size;
    EXPECT_EQ(letters.add("kari", "k2", words("to igjen"), now), "l2");
    EXPECT_EQ(texts(Mailbox(file).of("kari", now)), (Texts{"to igjen", "en"})) << size;
  }
}

TEST_F(MailboxTest, ATornLastRecordMayHaveItsEndAndNotItsMiddle) {
  {
    Mailbox letters(file);
    letters.add("kari", "k1", words("en"), now);
    letters.add("kari", "k2", words("to"), now);
  }
  std::string bytes = bytes_of(file);
  bytes.replace(bytes.size() - 20, 10, 10, '\0');
  write_bytes(file, bytes);
  EXPECT_EQ(texts(Mailbox(file).of("kari", now)), (Texts{"en"}));
}

TEST_F(MailboxTest, ATornEditLeavesTheLetter) {
  std::size_t before = 0;
  {
    Mailbox letters(file);
    letters.add("kari", "k1", words("en"), now);
    before = std::filesystem::file_size(file);
    letters.edit("l1", words("endret"));
  }
  const std::string whole = bytes_of(file);
  for (std::size_t size = before; size < whole.size(); ++size) {
    write_bytes(file, whole.substr(0, size));
    EXPECT_EQ(texts(Mailbox(file).of("kari", now)), (Texts{"en"})) << size;
  }
}

// One that nobody can read once kept the whole bot from starting.
TEST_F(MailboxTest, ADamagedEarlierRecordIsLeftOutAndStays) {
  {
    Mailbox letters(file);
    letters.add("kari", "k1", words("hemmelig"), now);
    letters.add("kari", "k2", words("to"), now);
  }
  std::string bytes = bytes_of(file);
  bytes[0] = '#';
  write_bytes(file, bytes);
  for (int start = 0; start < 2; ++start) EXPECT_EQ(texts(Mailbox(file).of("kari", now)), (Texts{"to"}));
  EXPECT_EQ(bytes_of(file), bytes);
  EXPECT_EQ(Mailbox(file).add("kari", "k3", words("tre"), now), "l3");
}

TEST_F(MailboxTest, OldAndManyLeaveThePageAndTheFile) {
  {
    Mailbox letters(file);
    letters.add("kari", "old", words("gammelt"), now);
    const core::Instant later = now + Mailbox::kept;
    for (int i = 0; i < 55; ++i)
      letters.add("kari", "k" + std::to_string(i), words("brev " + std::to_string(i)), later);
    letters.add("ola", "o", words("hei"), later);
    EXPECT_EQ(letters.of("kari", later).size(), Mailbox::most_each);
    letters.tidy(later);
    EXPECT_EQ(bytes_of(file).find("gammelt"), std::string::npos);
    EXPECT_EQ(bytes_of(file).find("\"brev 4\""), std::string::npos);
    EXPECT_EQ(letters.edit("l1", words("x")), Mailbox::Edited::dropped);
    EXPECT_EQ(letters.edit("l99", words("x")), Mailbox::Edited::unknown);
    EXPECT_EQ(letters.edit("no", words("x")), Mailbox::Edited::unknown);
    letters.tidy(later + Mailbox::kept);
    EXPECT_TRUE(letters.of("ola", later).empty());
  }
  Mailbox letters(file);
  EXPECT_EQ(letters.add("kari", "new", words("nytt"), now), "l58") << "references are never used twice";
  EXPECT_EQ(letters.edit("l57", words("x")), Mailbox::Edited::dropped);
}

TEST_F(MailboxTest, AFolderThatCannotBeWrittenIsSaidAtOnce) {
  EXPECT_THROW(Mailbox("/proc/no/letters.jsonl"), std::system_error);
}

}  // namespace
