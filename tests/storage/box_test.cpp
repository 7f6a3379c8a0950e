// The ballot box and the idea box, in memory and sealed on disk.

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>

#include <atomic>
#include <stdexcept>

#include "bot/core/failpoint.hpp"
#include "storage/box_options.hpp"
#include "tests/support/store_fixture.hpp"

using storage::BoxOptions;
using support::at;
using support::ballot;
using support::TempDirectory;
namespace fs = std::filesystem;

namespace {

const std::string id_text(32, 'a');
const core::PollId id{id_text};
const std::vector<polls::Voter> voters{
    {core::PersonId("anne"), true}, {core::PersonId("bo"), true}, {core::PersonId("cato"), false}};
const core::PersonId anne("anne"), bo("bo"), cato("cato");

struct Boxes : ::testing::TestWithParam<const char*> {
  const bool disk = std::string(GetParam()) == "disk";
  TempDirectory base{disk ? "/var/tmp" : "/dev/shm"};
  TempDirectory keys{"/var/tmp"};
  std::vector<std::string> warnings;
  fs::path directory() const { return base / "box"; }
  fs::path file() const { return directory() / (id_text + ".box"); }
  fs::path key() const { return keys / (id_text + ".box.key"); }
  BoxOptions options() {
    BoxOptions options;
    options.mode = disk ? BoxOptions::Mode::disk : BoxOptions::Mode::memory;
    options.directory = directory();
    if (disk) options.key_directory = keys.path();
    options.warn = [this](std::string_view words) { warnings.emplace_back(words); };
    return options;
  }
  std::unique_ptr<polls::BallotBoxes> open() { return storage::make_ballot_boxes(options()); }
  std::unique_ptr<ideas::IdeaBox> open_ideas() { return storage::make_idea_box(options()); }
  // Files of boxes and keys (not the tag and the locks).
  std::vector<std::string> left() const {
    std::vector<std::string> names;
    for (const auto& place : {directory(), keys.path()})
      for (const auto& entry : fs::directory_iterator(place))
        if (entry.path().filename().string().find(".box") != std::string::npos)
          names.push_back(entry.path().filename());
    return names;
  }
  // Runs `work` in a process that is killed at the failpoint.
  static void killed_at(const char* name, const std::function<void()>& work) {
    static std::string wanted;
    wanted = name;
    const pid_t child = ::fork();
    if (child == 0) {
      core::install_failpoint_hook([](std::string_view here) {
        if (here == wanted) ::kill(::getpid(), SIGKILL);
      });
      work();
      ::_exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the failpoint was never reached";
  }
};
INSTANTIATE_TEST_SUITE_P(Modes, Boxes, ::testing::Values("memory", "disk"),
                         [](const auto& run) { return std::string(run.param); });

TEST_P(Boxes, KeepTheLastBallotOfEachPersonAndTheLastClosingTime) {
  const auto check = [&](const polls::BallotBoxes& boxes) {
    const polls::Box* box = boxes.find(id);
    ASSERT_TRUE(box);
    auto expected = support::poll(id_text);
    expected.closes = at("2026-11-24T14:00:00Z");
    EXPECT_EQ(box->poll, expected);
    EXPECT_EQ(box->voters, voters);
    EXPECT_EQ(box->ballots, (std::map<core::PersonId, core::Ballot>{{bo, ballot(1, "endret")}}));
  };
  auto boxes = open();
  ASSERT_EQ(boxes->refusal(), "");
  boxes->create(support::poll(id_text), voters);
  boxes->put(id, anne, ballot(0, "første"));
  boxes->put(id, bo, ballot(0, "første"));
  boxes->put(id, bo, ballot(1, "endret"));
  boxes->put(id, anne, {});
  boxes->put(id, cato, ballot(1, "x"));
  boxes->put(id, cato, {{}, {}});
  boxes->set_closes(id, at("2026-11-24T14:00:00Z"));
  check(*boxes);
  boxes.reset();
  boxes = open();
  EXPECT_EQ(boxes->all(), std::vector{id});
  check(*boxes);
  EXPECT_TRUE(warnings.empty());
}

TEST_P(Boxes, RefuseWhatHasNoPlaceWithoutQuotingIt) {
  auto boxes = open();
  boxes->create(support::poll(id_text), voters);
  for (const auto& [poll, person] :
       {std::pair{core::PollId("MARKER"), anne}, std::pair{id, core::PersonId("MARKER")}}) {
    try {
      boxes->put(poll, person, ballot(0, "MARKER"));
      FAIL() << "kept";
    } catch (const std::runtime_error& error) {
      EXPECT_EQ(std::string(error.what()).find("MARKER"), std::string::npos);
    }
  }
  EXPECT_THROW(boxes->create(support::poll("../escape"), voters), std::runtime_error);
  EXPECT_THROW(boxes->create(support::poll("ideas"), voters), std::runtime_error);
  EXPECT_EQ(boxes->find(core::PollId("none")), nullptr);
}

TEST_P(Boxes, AreForTheirUserAlone) {
  auto boxes = open();
  boxes->create(support::poll(id_text), voters);
  struct stat status {};
  ASSERT_EQ(::stat(directory().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700u);
  ASSERT_EQ(::stat(file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  if (disk) {
    ASSERT_EQ(::stat(key().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u);
  }
  EXPECT_TRUE(support::content_of(directory() / "CACHEDIR.TAG")
                  .starts_with("Signature: 8a477f597d28d172789f06886806bc55"));
}

TEST_P(Boxes, AWipedBoxLeavesNothing) {
  auto boxes = open();
  boxes->create(support::poll(id_text), voters);
  boxes->put(id, anne, ballot(0, "MARKER"));
  EXPECT_EQ(support::holds(directory(), "MARKER"), !disk);
  EXPECT_EQ(support::holds(directory(), "anne"), !disk);
  const int before = ::open(file().c_str(), O_RDONLY);  // what an unlinked file's blocks still hold
  boxes->wipe(id);
  std::string remains(4096, 'x');
  const ssize_t size = ::pread(before, remains.data(), remains.size(), 0);
  ::close(before);
  ASSERT_GT(size, 0);
  EXPECT_EQ(remains.substr(0, static_cast<std::size_t>(size)),
            std::string(static_cast<std::size_t>(size), '\0'));
  EXPECT_TRUE(left().empty());
  EXPECT_EQ(boxes->find(id), nullptr);
  EXPECT_TRUE(boxes->all().empty());
  boxes->wipe(id);
  EXPECT_FALSE(support::holds(base.path(), "MARKER"));
}

TEST_P(Boxes, ANewBoxReplacesTheOldOne) {
  auto boxes = open();
  boxes->create(support::poll(id_text), voters);
  boxes->put(id, anne, ballot(0, "MARKER"));
  boxes->create(support::poll(id_text), voters);
  EXPECT_TRUE(boxes->find(id)->ballots.empty());
  boxes.reset();
  boxes = open();
  ASSERT_TRUE(boxes->find(id));
  EXPECT_TRUE(boxes->find(id)->ballots.empty());
}

TEST_P(Boxes, ATornTailIsDroppedWhereverItWasTorn) {
  std::uintmax_t whole = 0, before = 0;
  {
    auto boxes = open();
    boxes->create(support::poll(id_text), voters);
    boxes->put(id, anne, ballot(0, "først"));
    before = fs::file_size(file());
    boxes->put(id, anne, ballot(1, "så"));
    whole = fs::file_size(file());
  }
  const std::string content = support::content_of(file());
  for (std::uintmax_t length = before; length <= whole; length += disk && length + 29 < whole ? 29 : 1) {
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << content.substr(0, length);
    {
      auto boxes = open();
      ASSERT_TRUE(boxes->find(id)) << length;
      EXPECT_EQ(boxes->find(id)->ballots.at(anne), length == whole ? ballot(1, "så") : ballot(0, "først"))
          << length;
      if (disk && length % 32 != 0) continue;  // each put waits for the disk
      boxes->put(id, bo, ballot(0, "etterpå"));
    }
    auto boxes = open();
    ASSERT_EQ(boxes->find(id)->ballots.size(), 2u) << length;
  }
  EXPECT_TRUE(warnings.empty());
}

TEST_P(Boxes, ADamagedLastRecordIsDroppedWhicheverByteItIs) {
  std::size_t before = 0;
  {
    auto boxes = open();
    boxes->create(support::poll(id_text), voters);
    boxes->put(id, anne, ballot(0, "først"));
    before = fs::file_size(file());
    boxes->put(id, anne, ballot(1, "så"));
  }
  const std::string content = support::content_of(file());
  const std::size_t step = disk ? 37 : 1;  // each start waits for the disk
  for (std::size_t place = before; place < content.size(); place += step) {
    std::string damaged = content;
    damaged[place] ^= 1;
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << damaged;
    auto boxes = open();
    ASSERT_TRUE(boxes->find(id)) << place;
    EXPECT_EQ(boxes->find(id)->ballots.at(anne), ballot(0, "først")) << place;
  }
}

TEST_P(Boxes, ABoxOfWhichNotEvenTheBeginningIsThereIsKeptAndCalledDamaged) {
  std::string content;
  {
    auto boxes = open();
    boxes->create(support::poll(id_text), voters);
    content = support::content_of(file());
  }
  std::string flipped = content;
  flipped[5] ^= 1;
  for (const std::string& remains : {content.substr(0, content.size() - 1), flipped}) {
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << remains;
    warnings.clear();
    auto boxes = open();
    EXPECT_EQ(boxes->find(id), nullptr);
    EXPECT_EQ(boxes->unread(), (std::vector{polls::Unread{id, polls::Unread::Why::damaged}}));
    EXPECT_EQ(warnings.size(), 1u);
    EXPECT_EQ(support::content_of(file()), remains);
  }
}

TEST_P(Boxes, TheRemainsOfAWipeAreNoBox) {
  for (const std::string& remains : {std::string(), std::string(500, '\0')}) {
    open()->create(support::poll(id_text), voters);
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << remains;
    auto boxes = open();
    EXPECT_EQ(boxes->find(id), nullptr);
    EXPECT_TRUE(boxes->unread().empty());
    EXPECT_TRUE(left().empty());
  }
}

TEST_P(Boxes, DyingBeforeTheRenameLeavesNoBox) {
  fs::create_directories(directory());
  killed_at("box.before_rename", [&] { open()->create(support::poll(id_text), voters); });
  EXPECT_FALSE(left().empty());
  auto boxes = open();
  EXPECT_EQ(boxes->find(id), nullptr);
  EXPECT_TRUE(left().empty());
  EXPECT_TRUE(warnings.empty());
  boxes->create(support::poll(id_text), voters);
  EXPECT_TRUE(boxes->find(id));
}

TEST_P(Boxes, DyingInTheMiddleOfAWipeLeavesNothingReadable) {
  open()->create(support::poll(id_text), voters);
  open()->put(id, anne, ballot(0, "MARKER"));
  killed_at("box.before_unlink", [&] { open()->wipe(id); });
  auto boxes = open();
  EXPECT_EQ(boxes->find(id), nullptr);
  EXPECT_TRUE(left().empty());
}

TEST_P(Boxes, AnAcknowledgedAnswerSurvivesAKill) {
  open()->create(support::poll(id_text), voters);
  killed_at("test.answered", [&] {
    auto boxes = open();
    boxes->put(id, anne, ballot(1, "kept"));
    core::failpoint("test.answered");
  });
  EXPECT_EQ(open()->find(id)->ballots.at(anne), ballot(1, "kept"));
}

TEST_P(Boxes, WhatWasReplacedIsLeftOutBeforeThereIsMuchOfIt) {
  auto boxes = open();
  boxes->create(support::poll(id_text), voters);
  boxes->put(id, anne, ballot(0, "MARKER"));
  boxes->set_closes(id, at("2026-11-24T14:00:00Z"));
  boxes->put(id, anne, ballot(1, "endret"));
  const int before = ::open(file().c_str(), O_RDONLY);  // what an unlinked file's blocks still hold
  struct stat was {
  }, now{};
  ASSERT_EQ(::fstat(before, &was), 0);
  std::uintmax_t largest = 0;
  bool replaced = false;
  for (int i = 0; i < (disk ? 100 : 400); ++i) {
    boxes->put(id, bo, ballot(i % 2, "bo " + std::to_string(i)));
    largest = std::max(largest, fs::file_size(file()));
    ASSERT_EQ(::stat(file().c_str(), &now), 0);
    replaced = replaced || now.st_ino != was.st_ino;
  }
  EXPECT_TRUE(replaced);
  EXPECT_EQ(now.st_mode & 0777, 0600u);
  if (!disk) EXPECT_LT(largest, 10'000u);
  ASSERT_EQ(::fstat(before, &was), 0);
  std::string remains(static_cast<std::size_t>(was.st_size), 'x');
  ASSERT_EQ(::pread(before, remains.data(), remains.size(), 0), was.st_size);
  ::close(before);
  EXPECT_EQ(remains.find_first_not_of('\0'), std::string::npos);
  EXPECT_FALSE(support::holds(base.path(), "MARKER"));
  EXPECT_EQ(left().size(), disk ? 2u : 1u);
  const polls::Box here = *boxes->find(id);
  boxes.reset();
  boxes = open();
  EXPECT_EQ(boxes->find(id)->poll, here.poll);
  EXPECT_EQ(here.poll.closes, at("2026-11-24T14:00:00Z"));
  EXPECT_EQ(boxes->find(id)->voters, here.voters);
  EXPECT_EQ(boxes->find(id)->ballots, here.ballots);
  EXPECT_EQ(here.ballots.at(anne), ballot(1, "endret"));
  EXPECT_EQ(here.ballots.at(bo), disk ? ballot(1, "bo 99") : ballot(1, "bo 399"));
  boxes->put(id, cato, ballot(0, "etterpå"));
  boxes.reset();
  EXPECT_EQ(open()->find(id)->ballots.size(), 3u);
  EXPECT_TRUE(warnings.empty());
}

struct BoxesInMemory : Boxes {};  // sealed ones have a random number in each record
INSTANTIATE_TEST_SUITE_P(Memory, BoxesInMemory, ::testing::Values("memory"));

// What is left says neither who answered first nor who changed.
TEST_P(BoxesInMemory, HaveNoOrderWhenTheyAreWrittenAnew) {
  const auto content = [&](const std::vector<core::PersonId>& order) {
    auto boxes = open();
    boxes->create(support::poll(id_text), voters);
    for (const auto& person : order) boxes->put(id, person, ballot(0, "svaret til " + person.text));
    std::string least = support::content_of(file());
    for (bool grows = true; grows;) {
      boxes->put(id, order.front(), ballot(0, "svaret til " + order.front().text));
      std::string now = support::content_of(file());
      grows = now.size() > least.size();
      least = std::move(now);
    }
    return least;
  };
  const std::string one = content({anne, bo, cato});
  EXPECT_EQ(content({cato, anne, bo}), one);
  EXPECT_EQ(content({bo, cato, anne}), one);
}

// Whatever it was at: most of what a box that is changed all the time does is to be written anew.
TEST_P(BoxesInMemory, KilledAtAnyInstantHaveLostNothingThatWasAcknowledged) {
  open()->create(support::poll(id_text), voters);
  void* const shared =
      ::mmap(nullptr, sizeof(std::atomic<int>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(shared, MAP_FAILED);
  auto& acknowledged = *new (shared) std::atomic<int>(0);  // so many answers were kept
  for (int life = 1; life <= 60; ++life) {
    const int from = acknowledged.load(), enough = from + 20 + life * 13 % 97;
    const pid_t child = ::fork();
    if (child == 0) {
      auto boxes = open();
      for (int i = from;; ++i) {
        boxes->put(id, voters[static_cast<std::size_t>(i % 3)].person, ballot(0, std::to_string(i)));
        acknowledged.store(i + 1);
      }
    }
    while (acknowledged.load() < enough) ::sched_yield();
    ::kill(child, SIGKILL);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    auto boxes = open();
    const int kept = acknowledged.load();
    ASSERT_TRUE(boxes->find(id)) << life;
    EXPECT_EQ(left().size(), 1u) << life;
    for (int i = kept - 3; i < kept; ++i) {
      const auto found = boxes->find(id)->ballots.find(voters[static_cast<std::size_t>(i % 3)].person);
      ASSERT_NE(found, boxes->find(id)->ballots.end()) << life;
      const int last = std::stoi(found->second.at(1).text);
      EXPECT_TRUE(last == i || (last == kept && last == i + 3)) << life << ": " << last << " and not " << i;
    }
  }
  ::munmap(shared, sizeof(std::atomic<int>));
  EXPECT_TRUE(warnings.empty());
}

TEST_P(Boxes, DyingWhileItIsWrittenAnewLosesNothingAndLeavesNothing) {
  for (const char* place : {"box.before_exchange", "box.exchanged", "box.before_unlink"}) {
    fs::create_directories(directory());
    open()->create(support::poll(id_text), voters);
    open()->put(id, anne, ballot(0, "MARKER"));
    killed_at(place, [&] {
      auto boxes = open();
      boxes->put(id, anne, ballot(1, "sist"));
      for (int i = 0; i < 100; ++i) boxes->put(id, bo, ballot(1, "også"));
    });
    EXPECT_EQ(left().size(), disk ? 3u : 2u) << place;
    auto boxes = open();
    ASSERT_TRUE(boxes->find(id)) << place;
    EXPECT_EQ(boxes->find(id)->ballots,
              (std::map<core::PersonId, core::Ballot>{{anne, ballot(1, "sist")}, {bo, ballot(1, "også")}}))
        << place;
    EXPECT_EQ(left().size(), disk ? 2u : 1u) << place;
    boxes->put(id, cato, ballot(0, "etterpå"));
    boxes.reset();
    EXPECT_EQ(open()->find(id)->ballots.size(), 3u) << place;
    open()->wipe(id);
    EXPECT_TRUE(left().empty()) << place;
  }
  EXPECT_TRUE(warnings.empty());
}

TEST_P(Boxes, OneThatCannotBeWrittenAnewTakesAnswersAllTheSame) {
  auto boxes = open();
  boxes->create(support::poll(id_text), voters);
  const fs::path in_the_way = file().string() + ".new";
  fs::create_directory(in_the_way);
  for (int i = 0; i < 100; ++i) boxes->put(id, bo, ballot(0, std::to_string(i)));
  fs::remove(in_the_way);
  boxes->put(id, anne, ballot(1, "sist"));
  boxes.reset();
  boxes = open();
  EXPECT_EQ(boxes->find(id)->ballots.at(bo), ballot(0, "99"));
  EXPECT_EQ(boxes->find(id)->ballots.at(anne), ballot(1, "sist"));
  boxes->put(id, bo, ballot(0, "til slutt"));  // now it can
  if (!disk) EXPECT_LT(fs::file_size(file()), 3'000u);
  boxes.reset();
  EXPECT_EQ(open()->find(id)->ballots.at(bo), ballot(0, "til slutt"));
}

TEST_P(Boxes, OneThatCouldNotBeWrittenAnewIsLater) {
  auto boxes = open();
  boxes->create(support::poll(id_text), voters);
  const fs::path in_the_way = file().string() + ".new";
  fs::create_directory(in_the_way);
  for (int i = 0; i < 75; ++i) boxes->put(id, bo, ballot(0, std::to_string(i)));
  fs::remove(in_the_way);
  const auto grown = fs::file_size(file());
  for (int i = 0; i < 80; ++i) boxes->put(id, bo, ballot(0, std::to_string(i)));
  EXPECT_LT(fs::file_size(file()), grown);
  EXPECT_EQ(boxes->find(id)->ballots.at(bo), ballot(0, "79"));
}

// What could not be overwritten when it was written anew goes with it.
TEST_P(Boxes, WhatWasLeftBesideOneGoesWithIt) {
  const fs::path beside = file().string() + ".new";
  for (const bool aside : {false, true}) {
    auto boxes = open();
    boxes->create(support::poll(id_text), voters);
    std::ofstream(beside) << "MARKER";
    aside ? boxes->set_aside(id, at("2026-11-24T12:00:00Z")) : boxes->wipe(id);
    EXPECT_FALSE(fs::exists(beside)) << aside;
    EXPECT_FALSE(support::holds(base.path(), "MARKER")) << aside;
  }
}

TEST_P(Boxes, OneDirectoryServesOneDaemon) {
  auto first = open();
  auto ideas = open_ideas();
  auto second = open();
  EXPECT_EQ(first->refusal(), "");
  EXPECT_EQ(ideas->refusal(), "");
  EXPECT_NE(second->refusal().find("in use"), std::string::npos);
  EXPECT_THROW(second->create(support::poll(id_text), voters), std::runtime_error);
  EXPECT_NO_THROW(second->wipe(id));
}

TEST_P(Boxes, KnowTheRunOfTheMachine) {
  auto with = options();
  with.boot_id = base / "boot";
  std::ofstream(with.boot_id) << "run-1\n";
  EXPECT_EQ(storage::make_ballot_boxes(with)->boot(), "run-1");
  EXPECT_EQ(storage::make_idea_box(with)->boot(), "run-1");
  EXPECT_EQ(open()->boot().size(), 36u);
}

TEST_P(Boxes, IdeasAreReplacedWithdrawnAndKept) {
  const auto boxed = [](const char* name, const char* body, const core::PersonId& writer) {
    return ideas::BoxedIdea{{core::IdeaId(name), core::GroupId("g"), body, ideas::Idea::State::held}, writer};
  };
  const auto bodies = [](const ideas::IdeaBox& box) {
    std::vector<std::string> found;
    for (const auto& one : box.all()) found.push_back(one.idea.body + "/" + one.writer.text);
    return found;
  };
  auto box = open_ideas();
  EXPECT_TRUE(box->all().empty());
  box->put(boxed("2", "to", bo));
  box->put(boxed("1", "en", anne));
  box->put(boxed("3", "tre", anne));
  box->put(boxed("1", "en, endret", anne));
  EXPECT_THROW(box->put(boxed("1", "kapret", bo)), std::runtime_error);
  box->withdraw(core::IdeaId("2"), anne);
  box->withdraw(core::IdeaId("3"), anne);
  const std::vector<std::string> expected{"en, endret/anne", "to/bo"};
  EXPECT_EQ(bodies(*box), expected);
  box.reset();
  box = open_ideas();
  EXPECT_EQ(bodies(*box), expected);
  open();  // the ballot boxes leave the idea box alone
  EXPECT_EQ(left().size(), disk ? 2u : 1u);
  box->wipe();
  EXPECT_TRUE(box->all().empty());
  EXPECT_TRUE(left().empty());
  box->put(boxed("4", "fire", cato));
  box.reset();
  EXPECT_EQ(bodies(*open_ideas()), std::vector<std::string>{"fire/cato"});
}

TEST(BoxDirectory, OnADiskIsRefusedByNameOfTheSetting) {
  TempDirectory disk("/var/tmp");
  struct statfs system {};
  ASSERT_EQ(::statfs(disk.path().c_str(), &system), 0);
  ASSERT_NE(system.f_type, 0x01021994) << "this test wants /var/tmp on a disk";
  BoxOptions options;
  options.directory = disk / "box";
  auto boxes = storage::make_ballot_boxes(options);
  EXPECT_NE(boxes->refusal().find("ballot_box.directory"), std::string::npos);
  EXPECT_THROW(boxes->create(support::poll(id_text), voters), std::runtime_error);
  EXPECT_FALSE(support::holds(disk.path(), ".box"));
  auto ideas = storage::make_idea_box(options);
  EXPECT_NE(ideas->refusal().find("ballot_box.directory"), std::string::npos);
  EXPECT_THROW(ideas->put({}), std::runtime_error);
}

TEST(BoxDirectory, ThatIsALinkOrUnsetIsRefused) {
  TempDirectory memory("/dev/shm");
  fs::create_directory(memory / "real");
  fs::create_directory_symlink(memory / "real", memory / "link");
  BoxOptions options;
  options.directory = memory / "link";
  EXPECT_NE(storage::make_ballot_boxes(options)->refusal(), "");
  options.directory.clear();
  EXPECT_NE(storage::make_ballot_boxes(options)->refusal(), "");
}

TEST(SealedBoxes, WantTheirKeysElsewhere) {
  TempDirectory disk;
  BoxOptions options;
  options.mode = BoxOptions::Mode::disk;
  options.directory = disk / "box";
  EXPECT_NE(storage::make_ballot_boxes(options)->refusal().find("ballot_box.key_directory"),
            std::string::npos);
  options.key_directory = disk / "box";
  EXPECT_NE(storage::make_ballot_boxes(options)->refusal().find("ballot_box.key_directory"),
            std::string::npos);
}

TEST(SealedBoxes, AWrongOrMissingKeyOpensNothingAndDestroysNothing) {
  for (const bool missing : {false, true}) {
    TempDirectory disk;
    std::vector<std::string> warnings;
    BoxOptions options;
    options.mode = BoxOptions::Mode::disk;
    options.directory = disk / "box";
    options.key_directory = disk / "keys";
    options.warn = [&](std::string_view words) { warnings.emplace_back(words); };
    {
      auto boxes = storage::make_ballot_boxes(options);
      boxes->create(support::poll(id_text), voters);
      boxes->put(id, anne, ballot(0, "MARKER"));
    }
    const auto key = options.key_directory / (id_text + ".box.key");
    const std::string right = support::content_of(key);
    ASSERT_EQ(right.size(), 32u);
    if (missing)
      fs::remove(key);
    else
      std::ofstream(key, std::ios::binary | std::ios::trunc) << std::string(32, 'k');
    auto boxes = storage::make_ballot_boxes(options);
    EXPECT_EQ(boxes->find(id), nullptr);
    EXPECT_EQ(boxes->unread(), (std::vector{polls::Unread{id, polls::Unread::Why::unreachable}}));
    ASSERT_EQ(warnings.size(), 1u);
    EXPECT_EQ(warnings.front().find("damaged"), std::string::npos) << warnings.front();
    EXPECT_THROW(boxes->create(support::poll(id_text), voters), std::runtime_error);
    std::ofstream(key, std::ios::binary | std::ios::trunc) << right;
    boxes->try_again();
    ASSERT_TRUE(boxes->find(id));
    EXPECT_EQ(boxes->find(id)->ballots.at(anne), ballot(0, "MARKER"));
    EXPECT_TRUE(boxes->unread().empty());
  }
}

TEST(SealedBoxes, AnswersOfOneKindLookAlike) {
  TempDirectory disk;
  BoxOptions options;
  options.mode = BoxOptions::Mode::disk;
  options.directory = disk / "box";
  options.key_directory = disk / "keys";
  auto boxes = storage::make_ballot_boxes(options);
  boxes->create(support::poll(id_text), voters);
  const auto growth = [&](const core::Ballot& one) {
    const auto file = options.directory / (id_text + ".box");
    const auto before = fs::file_size(file);
    boxes->put(id, anne, one);
    return fs::file_size(file) - before;
  };
  EXPECT_EQ(growth(ballot(0, "")), growth(ballot(1, "et litt lengre svar")));
  EXPECT_EQ(growth(ballot(0, "")), growth({}));
  std::string longest;
  for (int i = 0; i < core::answer_letters; ++i) longest += "\xf0\x9f\x8c\xb7";
  EXPECT_EQ(growth(ballot(0, "")), growth(ballot(1, longest)));
  EXPECT_EQ(growth(ballot(0, "")), growth(ballot(1, std::string(core::answer_letters, '"'))));
}

}  // namespace
