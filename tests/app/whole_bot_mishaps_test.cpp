// The box of an open poll through mishaps: whatever kept it from being read, the answers of everybody count.

#include <fstream>

#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;
namespace fs = std::filesystem;

struct PollsInAMishap : ::testing::Test {
  const TempDirectory data;
  WholeBot bot{municipality(), "2026-11-09T08:00:00Z", data / "refleks.db"};
  core::Message asked;

  void open() {
    const auto preview =
        bot.say("marit", "hjemme-nord", R"(avstemning "Hva trenger vi mest?" "Tid" "Kunnskap" "Støtte")");
    bot.press("marit", button(preview, "Åpne nå"));
  }
  void open_and_answer() {
    open();
    asked = bot.said_in("hjemme-nord").front().delivery.message;
    for (const char* user : {"kari", "amina", "jonas", "lien", "marit"}) answer(user);
  }
  core::Reply answer(const std::string& user) { return bot.press(user, button(asked, "Tid")); }
  bool told(const std::string& user, const std::string& what) const {
    for (const Said& one : bot.said_in(user))
      if (one.words().find(what) != std::string::npos) return true;
    return false;
  }
  void expect_result() {
    bot.advance("2026-11-10T14:00:00Z");
    EXPECT_HAS(bot.last_in("hjemme-nord"), "Tid");
    EXPECT_FALSE(told("hjemme-nord", "svarene finnes ikke lenger"));
    EXPECT_FALSE(told("hjemme-nord", "Svar igjen"));
    EXPECT_FALSE(told("hjemme-nord", "For få"));
  }
  // The database is another one, or back again.
  void swap_database() {
    for (const char* ending : {"", "-wal", "-shm"}) {
      const fs::path here = data / (std::string("refleks.db") + ending), there = here.string() + ".other",
                     between = here.string() + ".between";
      if (fs::exists(here)) fs::rename(here, between);
      if (fs::exists(there)) fs::rename(there, here);
      if (fs::exists(between)) fs::rename(between, there);
    }
  }
  fs::path boxes() const { return bot.box.path() / "ballots"; }
  fs::path box_file() const {
    for (const auto& entry : fs::directory_iterator(boxes()))
      if (entry.path().extension() == ".box") return entry.path();
    throw std::runtime_error("no box");
  }
};

TEST_F(PollsInAMishap, AnotherDatabaseAtOneStartCostsNoAnswer) {
  open_and_answer();
  bot.stop();
  swap_database();
  bot.begin();
  EXPECT_TRUE(told("eivind", "lagt til side"));
  bot.advance("2026-11-09T20:00:00Z");
  bot.stop();
  swap_database();
  bot.begin();
  expect_result();
}

TEST_F(PollsInAMishap, ABoxThatCannotBeWipedAfterItsCloseIsWipedWithinTheHour) {
  open_and_answer();
  const fs::path file = box_file(), kept = boxes() / "kept";
  fs::rename(file, kept);
  fs::create_directory(file);  // which nobody opens for writing
  expect_result();
  ASSERT_TRUE(fs::exists(file)) << "or this shows nothing";
  fs::remove(file);
  fs::rename(kept, file);
  bot.advance("2026-11-10T15:00:00Z");
  EXPECT_FALSE(fs::exists(file));
}

TEST_F(PollsInAMishap, AnIdeaBoxThatCannotBeWipedInTheNightIsWipedWithinTheHourAndAlarmsNobody) {
  bot.submit("kari", *bot.say("kari", "hjemme-nord", "idé").form, {{"idea", {"stille rom"}}});
  const fs::path file = bot.box.path() / "ideas" / "ideas.box", kept = file.string() + "-kept";
  fs::rename(file, kept);
  fs::create_directory(file);
  bot.advance("2026-11-10T05:00:00Z");
  ASSERT_TRUE(fs::exists(file)) << "or this shows nothing";
  EXPECT_FALSE(told("eivind", "kom ikke i gang"));
  fs::remove(file);
  fs::rename(kept, file);
  bot.advance("2026-11-10T06:00:00Z");
  EXPECT_FALSE(fs::exists(file));
}

TEST_F(PollsInAMishap, WhatIsLeftBesideABoxAtAStartIsOverwrittenWithinTheHourAndAlarmsNobody) {
  open_and_answer();
  bot.submit("kari", *bot.say("kari", "hjemme-nord", "idé").form, {{"idea", {"stille rom"}}});
  bot.stop();
  const fs::path beside = box_file().string() + ".new", ideas = bot.box.path() / "ideas" / "ideas.box.new";
  for (const fs::path& place : {beside, ideas})
    fs::create_directory(place);  // which nobody opens for writing
  bot.begin();
  bot.advance("2026-11-09T08:10:00Z");
  for (const fs::path& place : {beside, ideas}) {
    fs::remove(place);
    std::ofstream(place) << "MARKER";
  }
  bot.advance("2026-11-09T08:40:00Z");
  EXPECT_FALSE(fs::exists(beside) || fs::exists(ideas));
  EXPECT_FALSE(told("eivind", "får ikke lest svarene"));
  EXPECT_FALSE(told("eivind", "kom ikke i gang"));
  expect_result();
}

TEST_F(PollsInAMishap, WhatAChangedAnswerHasLeftIsOverwrittenAtTheNextHalfHour) {
  open_and_answer();
  bot.advance("2026-11-09T08:10:00Z");
  const fs::path beside = box_file().string() + ".new";
  fs::create_directory(beside);
  for (int i = 0; i < 100; ++i) bot.press("kari", button(asked, i % 2 == 0 ? "Kunnskap" : "Tid"));
  fs::remove(beside);
  std::ofstream(beside) << "MARKER";
  bot.advance("2026-11-09T08:29:00Z");
  ASSERT_TRUE(fs::exists(beside)) << "or this shows nothing";
  bot.advance("2026-11-09T08:30:00Z");
  EXPECT_FALSE(fs::exists(beside));
  expect_result();
}

TEST_F(PollsInAMishap, ACopyFromBeforeTheOpeningSetsTheBoxAside) {
  bot.stop();
  fs::copy_file(data / "refleks.db", data / "copy");
  bot.begin();
  open_and_answer();
  bot.stop();
  for (const char* ending : {"-wal", "-shm"}) fs::remove(data / (std::string("refleks.db") + ending));
  fs::rename(data / "copy", data / "refleks.db");
  bot.begin();
  EXPECT_TRUE(told("eivind", "lagt til side"));
  EXPECT_FALSE(fs::is_empty(boxes() / "set-aside"));
}

// As after a kill between making the box and opening its poll: it holds the names of voters, and no answer.
TEST_F(PollsInAMishap, ABoxThatNobodyAnsweredGoesWithTheOpeningThatWasUndone) {
  bot.stop();
  fs::copy_file(data / "refleks.db", data / "copy");
  bot.begin();
  open();
  bot.stop();
  EXPECT_TRUE(fs::exists(box_file()));
  for (const char* ending : {"-wal", "-shm"}) fs::remove(data / (std::string("refleks.db") + ending));
  fs::rename(data / "copy", data / "refleks.db");
  bot.begin();
  EXPECT_THROW(box_file(), std::runtime_error);
  EXPECT_TRUE(!fs::exists(boxes() / "set-aside") || fs::is_empty(boxes() / "set-aside"));
  EXPECT_FALSE(told("eivind", "lagt til side"));
}

// As after a kill between the commit of the end and the wiping.
TEST_F(PollsInAMishap, TheBoxOfACancelledPollGoesAtTheNextStart) {
  open_and_answer();
  const fs::path file = box_file();
  fs::copy_file(file, data / "kept");
  const auto list = bot.say("marit", "hjemme-nord", "avstemninger");
  const auto sure = bot.press("marit", button(list, "Stopp og slett svarene"));
  bot.press("marit", buttons(*sure.whisper).front());
  EXPECT_FALSE(fs::exists(file));
  bot.stop();
  {
    storage::Database reader(data / "refleks.db", storage::Database::Use::reader);
    int moments = -1;
    reader.sql() << "SELECT count(*) FROM job WHERE kind IN ('polls/open', 'polls/close', 'polls/expire')",
        soci::into(moments);
    EXPECT_EQ(moments, 0) << "it has no moment any more";
  }
  fs::copy_file(data / "kept", file);
  bot.begin();
  EXPECT_FALSE(fs::exists(file));
  EXPECT_TRUE(!fs::exists(boxes() / "set-aside") || fs::is_empty(boxes() / "set-aside"));
}

TEST_F(PollsInAMishap, ABoxThatCannotBeReadIsTriedAgainWhileTheBotRuns) {
  open_and_answer();
  bot.stop();
  const fs::path file = box_file(), away = file.string() + ".away";
  fs::rename(file, away);
  fs::create_symlink("/nowhere", file);  // is never opened: as a disk that does not answer
  bot.begin();
  EXPECT_EQ(words(answer("sigrun")), core::text(core::Language::nn, "polls.try_later"));
  bot.advance("2026-11-09T09:00:00Z");
  EXPECT_TRUE(told("eivind", "får ikke lest svarene"));
  fs::remove(file);
  fs::rename(away, file);
  bot.advance("2026-11-09T09:32:00Z");
  EXPECT_NE(words(answer("sigrun")), core::text(core::Language::nn, "polls.try_later"));
  expect_result();
}

TEST_F(PollsInAMishap, TheResultWaitsADayForABoxThatCannotBeRead) {
  open_and_answer();
  bot.stop();
  const fs::path file = box_file(), away = file.string() + ".away";
  fs::rename(file, away);
  fs::create_symlink("/nowhere", file);
  bot.begin();
  bot.advance("2026-11-10T13:00:00Z");  // an hour after its end
  EXPECT_EQ(words(answer("tomasz")), core::text(core::Language::en, "polls.try_later"));
  fs::remove(file);
  fs::rename(away, file);
  expect_result();
  EXPECT_FALSE(fs::exists(file));
}

TEST_F(PollsInAMishap, ADamagedBoxIsSetAsideForAMonthAndEverybodyAskedAgain) {
  open_and_answer();
  bot.stop();
  std::ofstream(box_file(), std::ios::binary | std::ios::trunc) << std::string(300, 'x');
  bot.begin();
  EXPECT_TRUE(told("hjemme-nord", "Svar igjen"));
  EXPECT_TRUE(told("eivind", "lagt til side"));
  bot.advance("2026-12-07T12:00:00Z");
  EXPECT_FALSE(fs::is_empty(boxes() / "set-aside"));
  bot.advance("2026-12-11T12:00:00Z");
  EXPECT_TRUE(fs::is_empty(boxes() / "set-aside"));
}

}  // namespace
