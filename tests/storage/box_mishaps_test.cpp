// What an administrator's ordinary mishaps do to the boxes: nothing that cannot be undone.

#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

#include "bot/core/failpoint.hpp"
#include "storage/box_options.hpp"
#include "tests/support/store_fixture.hpp"

using support::at;

namespace {

constexpr auto unreachable = polls::Unread::Why::unreachable;
constexpr auto foreign = polls::Unread::Why::foreign;
constexpr auto noon = "2026-11-24T12:00:00Z";

// As many descriptors as this process has open, and `more`.
class FewDescriptors {
 public:
  explicit FewDescriptors(rlim_t more) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const int next = ::dup(0);
    ::close(next);
    rlimit few = before_;
    few.rlim_cur = static_cast<rlim_t>(next) + more;
    ::setrlimit(RLIMIT_NOFILE, &few);
  }
  ~FewDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

struct BoxMishaps : ::testing::TestWithParam<const char*> {
  const bool disk = std::string(GetParam()) == "disk";
  support::TempDirectory base{disk ? "/var/tmp" : "/dev/shm"};
  support::TempDirectory elsewhere{"/var/tmp"};
  std::vector<std::string> warnings;
  const core::PollId poll{std::string(32, 'b')};
  const core::PersonId kari{"kari"};

  std::filesystem::path keys() const { return elsewhere / "keys"; }
  storage::BoxOptions options(const std::string& installation = "here") {
    storage::BoxOptions options;
    options.mode = disk ? storage::BoxOptions::Mode::disk : storage::BoxOptions::Mode::memory;
    options.directory = base / "box";
    if (disk) options.key_directory = keys();
    options.installation = installation;
    options.warn = [this](std::string_view words) { warnings.emplace_back(words); };
    return options;
  }
  std::unique_ptr<polls::BallotBoxes> open(const std::string& installation = "here") {
    return storage::make_ballot_boxes(options(installation));
  }
  std::unique_ptr<ideas::IdeaBox> open_ideas(const std::string& installation = "here") {
    return storage::make_idea_box(options(installation));
  }
  void answer() {
    auto boxes = open();
    boxes->create(support::poll(poll.text), {{kari, true}});
    boxes->put(poll, kari, support::ballot(1, "mitt svar"));
  }
  void expect_answer(const polls::BallotBoxes& boxes) const {
    const polls::Box* box = boxes.find(poll);
    ASSERT_TRUE(box);
    EXPECT_EQ(box->ballots.at(kari), support::ballot(1, "mitt svar"));
  }
  static ideas::BoxedIdea idea(const std::string& id) {
    return {{core::IdeaId(id), core::GroupId("g"), "Ord " + id, ideas::Idea::State::held},
            core::PersonId("kari")};
  }
};
INSTANTIATE_TEST_SUITE_P(Modes, BoxMishaps, ::testing::Values("memory", "disk"),
                         [](const auto& run) { return std::string(run.param); });

TEST_P(BoxMishaps, ABoxOfAnotherDatabaseIsNeitherOpenedNorTouched) {
  answer();
  {
    auto boxes = open("another");
    EXPECT_EQ(boxes->find(poll), nullptr);
    EXPECT_EQ(boxes->unread(), (std::vector{polls::Unread{poll, foreign}}));
    boxes->set_aside(poll, at(noon));
    EXPECT_TRUE(boxes->unread().empty());
    EXPECT_FALSE(boxes->bring_back(poll));
    boxes->create(support::poll(poll.text), {{kari, true}});  // there may be one of the same name now
    boxes->set_aside(poll, at(noon));
  }
  auto boxes = open();
  EXPECT_EQ(boxes->find(poll), nullptr);
  ASSERT_TRUE(boxes->bring_back(poll));
  expect_answer(*boxes);
  boxes->put(poll, kari, support::ballot(0, "nytt"));
  EXPECT_EQ(open("x")->refusal().empty(), false);
  boxes.reset();
  EXPECT_EQ(open()->find(poll)->ballots.at(kari), support::ballot(0, "nytt"));
}

// An open poll holds no descriptor: thousands of them neither end the start nor cost anybody their answer.
TEST_P(BoxMishaps, HoweverManyPollsAreOpenAFewDescriptorsAreEnough) {
  constexpr int many = 300;
  const auto id = [](int number) {
    std::string text = std::to_string(number);
    return core::PollId(std::string(32 - text.size(), '0') + text);
  };
  const FewDescriptors few(12);
  {
    auto boxes = open();
    for (int i = 0; i < many; ++i) {
      boxes->create(support::poll(id(i).text), {{kari, true}});
      boxes->put(id(i), kari, support::ballot(1, "mitt svar"));
    }
  }
  auto boxes = open();
  EXPECT_TRUE(boxes->unread().empty());
  ASSERT_EQ(boxes->all().size(), static_cast<std::size_t>(many));
  for (int i = 0; i < many; ++i) EXPECT_TRUE(boxes->find(id(i))->ballots.contains(kari));
}

TEST_P(BoxMishaps, WhatIsSetAsideIsProtectedLikeTheBoxAndHasItsTime) {
  answer();
  auto boxes = open();
  boxes->set_aside(poll, at(noon));
  EXPECT_EQ(boxes->find(poll), nullptr);
  namespace fs = std::filesystem;
  const auto folder = base / "box" / "set-aside";
  EXPECT_EQ(fs::status(folder).permissions(), fs::perms::owner_all);
  for (const auto& entry : fs::directory_iterator(folder))
    EXPECT_EQ(entry.status().permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(boxes->forget_set_aside(at(noon)), 0);
  EXPECT_EQ(boxes->forget_set_aside(at(noon) + std::chrono::seconds{1}), 1);
  EXPECT_TRUE(fs::is_empty(folder));
  EXPECT_TRUE(!disk || fs::is_empty(keys() / "set-aside"));
  EXPECT_FALSE(boxes->bring_back(poll));
}

TEST_P(BoxMishaps, AFileUnderTheNameOfAnotherPollIsNotThatPolls) {
  answer();
  const core::PollId other{std::string(32, 'c')};
  namespace fs = std::filesystem;
  fs::copy(base / "box" / (poll.text + ".box"), base / "box" / (other.text + ".box"));
  if (disk) fs::copy(keys() / (poll.text + ".box.key"), keys() / (other.text + ".box.key"));
  auto boxes = open();
  expect_answer(*boxes);
  EXPECT_EQ(boxes->find(other), nullptr);
  ASSERT_EQ(boxes->unread().size(), 1u);
  EXPECT_EQ(boxes->unread()[0].id, other);
}

TEST_P(BoxMishaps, TooFewDescriptorsAreNoDamage) {
  answer();
  auto boxes = open();
  boxes.reset();
  bool once_enough = false;
  for (rlim_t more = 0; more < 8; ++more) {
    {
      const FewDescriptors few(more);
      boxes = open();
    }
    once_enough = once_enough || boxes->find(poll);
    EXPECT_TRUE(boxes->find(poll) || !boxes->unread().empty() || !boxes->refusal().empty()) << more;
    boxes->try_again();
    expect_answer(*boxes);
    boxes.reset();
  }
  EXPECT_TRUE(once_enough);
  for (const std::string& words : warnings) EXPECT_EQ(words.find("damaged"), std::string::npos) << words;
}

TEST_P(BoxMishaps, ManyBoxesNeedFewDescriptors) {
  const int many = disk ? 20 : 200;
  const auto id = [](int n) { return core::PollId("p" + std::to_string(n)); };
  {
    const FewDescriptors few(16);
    auto boxes = open();
    for (int n = 0; n < many; ++n) boxes->create(support::poll(id(n).text), {{kari, true}});
  }
  const FewDescriptors few(16);
  auto boxes = open();
  EXPECT_EQ(boxes->all().size(), static_cast<std::size_t>(many));
  boxes->put(id(many - 1), kari, support::ballot(0, ""));
  EXPECT_TRUE(warnings.empty());
}

TEST_P(BoxMishaps, ADamagedRecordCostsNoOther) {
  std::vector<std::uintmax_t> ends;
  const auto file = base / "box" / (poll.text + ".box");
  const std::vector<std::string> people{"anne", "bo", "cato"};
  {
    auto boxes = open();
    std::vector<polls::Voter> voters;
    for (const auto& name : people) voters.push_back({core::PersonId(name), true});
    boxes->create(support::poll(poll.text), voters);
    for (const auto& name : people) {
      ends.push_back(std::filesystem::file_size(file));
      boxes->put(poll, core::PersonId(name), support::ballot(0, name));
    }
  }
  const std::string content = support::content_of(file);
  // In the second record: its length, its checksum, its body.
  for (const std::size_t place : {ends[1], ends[1] + 1, ends[1] + 5, ends[1] + 40, ends[2] - 1}) {
    std::string damaged = content;
    damaged[place] ^= 4;
    std::ofstream(file, std::ios::binary | std::ios::trunc) << damaged;
    warnings.clear();
    auto boxes = open();
    ASSERT_TRUE(boxes->find(poll)) << place;
    EXPECT_EQ(boxes->find(poll)->ballots.size(), 2u) << place;
    EXPECT_TRUE(boxes->find(poll)->ballots.contains(core::PersonId("cato"))) << place;
    EXPECT_EQ(warnings.size(), 1u);
  }
}

// Somebody may want to look at it.
TEST_P(BoxMishaps, ABoxWithADamagedRecordIsNotWrittenAnew) {
  answer();
  const auto file = base / "box" / (poll.text + ".box");
  std::string content = support::content_of(file);
  const std::size_t whole = content.size();
  open()->put(poll, kari, support::ballot(0, "nytt"));
  content = support::content_of(file);
  content[whole - 1] ^= 4;
  std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
  auto boxes = open();
  for (int i = 0; i < 100; ++i) boxes->put(poll, kari, support::ballot(0, "nytt"));
  EXPECT_TRUE(support::content_of(file).starts_with(content));
}

// A folder in its place stands for a disk that does not let it be opened.
struct InItsPlace {
  explicit InItsPlace(std::filesystem::path place) : file(std::move(place)) {
    if (std::filesystem::exists(file)) std::filesystem::rename(file, kept);
    std::filesystem::create_directory(file);
  }
  ~InItsPlace() {
    std::filesystem::remove(file);
    if (std::filesystem::exists(kept)) std::filesystem::rename(kept, file);
  }
  const std::filesystem::path file, kept = file.string() + "-kept";
};

TEST_P(BoxMishaps, WhatCouldNotBeWipedIsComeBackTo) {
  answer();
  open_ideas()->put(idea("1"));
  auto boxes = open();
  auto ideas = open_ideas();
  const auto file = base / "box" / (poll.text + ".box"), ideas_file = base / "box" / "ideas.box";
  {
    const InItsPlace folder(file), another(ideas_file);
    EXPECT_THROW(boxes->wipe(poll), std::runtime_error);
    EXPECT_EQ(boxes->unread(), (std::vector{polls::Unread{poll, unreachable}}));
    EXPECT_EQ(boxes->find(poll), nullptr);
    EXPECT_THROW(ideas->wipe(), std::runtime_error);
    EXPECT_TRUE(ideas->all().empty());
  }
  ASSERT_TRUE(std::filesystem::exists(file) && std::filesystem::exists(ideas_file));
  boxes->wipe(poll);
  EXPECT_TRUE(boxes->unread().empty());
  ideas->wipe();
  EXPECT_FALSE(std::filesystem::exists(file) || std::filesystem::exists(ideas_file));
  boxes->create(support::poll(poll.text), {{kari, true}});
  ideas->put(idea("2"));
  EXPECT_EQ(ideas->all().size(), 1u);
}

TEST_P(BoxMishaps, WhatCannotBeWipedAtAStartDoesNotEndIt) {
  answer();
  open_ideas()->put(idea("1"));
  const auto file = base / "box" / (poll.text + ".box"), ideas_file = base / "box" / "ideas.box";
  {
    const InItsPlace left(file.string() + ".new"), another(ideas_file.string() + ".new");
    expect_answer(*open());
    EXPECT_EQ(open_ideas()->all().size(), 1u);
  }
  EXPECT_GT(warnings.size(), 0u);
}

TEST_P(BoxMishaps, WhatCouldNotBeDestroyedAtAStartIsWhileItRuns) {
  answer();
  open_ideas()->put(idea("1"));
  const auto beside = base / "box" / (poll.text + ".box.new"), of_ideas = base / "box" / "ideas.box.new";
  const auto other = base / "box" / (std::string(32, 'a') + ".box.new");  // of a box that was never made
  std::unique_ptr<polls::BallotBoxes> boxes;
  std::unique_ptr<ideas::IdeaBox> ideas;
  for (const auto& place : {beside, of_ideas, other}) std::ofstream(place) << "MARKER-7f3a";
  {
    const InItsPlace left(beside), another(of_ideas);
    boxes = open();
    ideas = open_ideas();
    EXPECT_FALSE(std::filesystem::exists(other)) << "one that stays keeps no other";
    EXPECT_TRUE(boxes->has_remains() && ideas->has_remains());
    EXPECT_THROW(boxes->destroy_remains(), std::runtime_error);
    EXPECT_THROW(ideas->destroy_remains(), std::runtime_error);
    EXPECT_TRUE(boxes->has_remains() && ideas->has_remains());
    EXPECT_TRUE(boxes->unread().empty()) << "the box itself is open";
  }
  ASSERT_TRUE(support::holds(base.path(), "MARKER-7f3a"));
  boxes->destroy_remains();
  ideas->destroy_remains();
  EXPECT_FALSE(std::filesystem::exists(beside) || std::filesystem::exists(of_ideas));
  EXPECT_FALSE(boxes->has_remains() || ideas->has_remains());
  expect_answer(*boxes);
  boxes.reset();
  ideas.reset();
  expect_answer(*open());
  EXPECT_EQ(open_ideas()->all().size(), 1u);
}

// The disk lets the old file of a box be neither opened nor taken away, just when it was replaced.
TEST_P(BoxMishaps, WhatAnAnswerReplacedAndCouldNotBeOverwrittenIsComeBackTo) {
  answer();
  auto boxes = open();
  static std::filesystem::path beside, kept;
  beside = base / "box" / (poll.text + ".box.new");
  kept = elsewhere / "kept";
  core::install_failpoint_hook([](std::string_view name) {
    if (name != "box.exchanged") return;
    std::filesystem::copy_file(beside, kept);
    std::filesystem::remove(beside);
    std::filesystem::create_directory(beside);
  });
  for (int i = 0; i < 80 && !boxes->has_remains(); ++i) boxes->put(poll, kari, support::ballot(0, "nytt"));
  core::install_failpoint_hook(nullptr);
  EXPECT_TRUE(boxes->has_remains());
  EXPECT_THROW(boxes->destroy_remains(), std::runtime_error);
  std::filesystem::remove(beside);
  ASSERT_TRUE(std::filesystem::exists(kept)) << "it never came to that";
  std::filesystem::copy_file(kept, beside);
  if (!disk) ASSERT_TRUE(support::holds(base.path(), "mitt svar"));
  boxes->destroy_remains();
  EXPECT_FALSE(std::filesystem::exists(beside));
  EXPECT_FALSE(support::holds(base.path(), "mitt svar"));
  EXPECT_FALSE(boxes->has_remains());
  EXPECT_EQ(boxes->find(poll)->ballots.at(kari), support::ballot(0, "nytt"));
}

TEST_P(BoxMishaps, IdeasOfAnotherDatabaseWaitAside) {
  open_ideas()->put(idea("1"));
  {
    auto box = open_ideas("another");
    EXPECT_EQ(box->unread(), ideas::IdeaBox::Unread::unfit);
    EXPECT_THROW(box->put(idea("2")), std::runtime_error);
    box->wipe();
    box->set_aside(at(noon));
    box->bring_back();
    EXPECT_TRUE(box->all().empty());
    box->put(idea("2"));
    box->wipe();
  }
  auto box = open_ideas();
  box->put(idea("3"));
  box->bring_back();
  ASSERT_EQ(box->all().size(), 2u);
  EXPECT_EQ(box->all().front().idea.body, "Ord 1");
  box.reset();
  box = open_ideas();
  box->bring_back();
  EXPECT_EQ(box->all().size(), 2u);
}

TEST_P(BoxMishaps, AFolderOthersCanChangeIsRefused) {
  namespace fs = std::filesystem;
  fs::create_directory(base / "parent");
  const auto refusal = [&](const std::filesystem::path& directory) {
    storage::BoxOptions with = options();
    with.directory = directory;
    return storage::make_ballot_boxes(with)->refusal();
  };
  EXPECT_EQ(refusal(base / "parent" / "box"), "");
  for (const auto others : {fs::perms::others_write, fs::perms::group_write}) {
    fs::permissions(base / "parent", fs::perms::owner_all | others);
    EXPECT_NE(refusal(base / "parent" / "box").find("can be written"), std::string::npos);
    fs::permissions(base / "parent", fs::perms::owner_all);
  }
  fs::create_directory_symlink(base / "parent", base / "link");
  EXPECT_NE(refusal(base / "link" / "box").find("is a link"), std::string::npos);
  EXPECT_NE(refusal(base / "link" / "deeper" / "box").find("is a link"), std::string::npos);
  if (::geteuid() == 0) {
    ASSERT_EQ(::chown((base / "parent").c_str(), 65534, 65534), 0);
    EXPECT_NE(refusal(base / "parent" / "box").find("another user"), std::string::npos);
  }
}

struct KeyFolder : BoxMishaps {};
INSTANTIATE_TEST_SUITE_P(Disk, KeyFolder, ::testing::Values("disk"));

TEST_P(KeyFolder, ThatIsNotThereAtOneStartIsWaitedFor) {
  answer();
  open_ideas()->put(idea("1"));
  namespace fs = std::filesystem;
  for (const bool empty_in_its_place : {false, true}) {
    fs::rename(keys(), elsewhere / "unmounted");
    if (empty_in_its_place) fs::create_directory(keys());
    auto boxes = open();
    auto ideas = open_ideas();
    EXPECT_EQ(boxes->find(poll), nullptr);
    EXPECT_EQ(fs::exists(keys()), empty_in_its_place) << "a new one hides that the old is missing";
    EXPECT_EQ(boxes->refusal().empty(), empty_in_its_place);
    EXPECT_NE(ideas->refusal(), "");
    boxes->try_again();
    EXPECT_EQ(boxes->find(poll), nullptr);
    fs::remove(keys());
    fs::rename(elsewhere / "unmounted", keys());
    boxes->try_again();
    expect_answer(*boxes);
    ideas->try_again();
    EXPECT_EQ(ideas->refusal(), "");
    EXPECT_EQ(ideas->all().size(), 1u);
  }
}

// As systemd-tmpfiles does, or somebody who read that it is gone.
TEST_P(BoxMishaps, AFolderThatWasMadeAnewIsNotTheOneThatIsUsed) {
  namespace fs = std::filesystem;
  for (const auto& folder : {base / "box", keys()}) {
    const auto boxes = open();
    ASSERT_EQ(boxes->refusal(), "");
    EXPECT_EQ(boxes->lost(), "");
    if (!fs::exists(folder)) continue;  // of keys, where there are none
    fs::remove_all(folder);
    fs::create_directories(folder);
    fs::permissions(folder, fs::perms::owner_all);
    EXPECT_EQ(boxes->lost().find(folder.string() + " was taken away"), 0u) << boxes->lost();
  }
}

TEST_P(KeyFolder, KeepsKeysWhoseBoxesAreNotThere) {
  answer();
  namespace fs = std::filesystem;
  fs::rename(base / "box", base / "unmounted");
  EXPECT_EQ(open()->find(poll), nullptr);
  fs::remove_all(base / "box");
  fs::rename(base / "unmounted", base / "box");
  expect_answer(*open());
}

}  // namespace
