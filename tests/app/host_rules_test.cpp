// What is decided for many organisations in one process: when one starts and ends, and what is whose.

#include "bot/app/host_rules.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "bot/app/host_file.hpp"
#include "bot/app/toml_guard.hpp"
#include "bot/app/toml_reader.hpp"
#include "tests/support/store_fixture.hpp"

namespace {

using app::Phase;
using app::Step;
using support::TempDirectory;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Key;
using testing::Pair;

TEST(HostRules, SayWhatALookIntoTheFolderAsksFor) {
  using app::next_step;
  EXPECT_EQ(next_step(std::nullopt, "", "a"), Step::start);
  EXPECT_EQ(next_step(std::nullopt, "", std::nullopt), Step::none);
  EXPECT_EQ(next_step(Phase::serving, "a", "a"), Step::none) << "others lose nothing";
  EXPECT_EQ(next_step(Phase::serving, "a", "b"), Step::reload);
  EXPECT_EQ(next_step(Phase::serving, "a", std::nullopt), Step::stop);
  EXPECT_EQ(next_step(Phase::waiting, "a", "a"), Step::none);
  EXPECT_EQ(next_step(Phase::waiting, "a", "b"), Step::reload);
  EXPECT_EQ(next_step(Phase::waiting, "a", std::nullopt), Step::stop);
  for (const Phase under_way : {Phase::starting, Phase::stopping}) {
    EXPECT_EQ(next_step(under_way, "a", "b"), Step::none);
    EXPECT_EQ(next_step(under_way, "a", std::nullopt), Step::none);
  }
  for (const Phase rests : {Phase::failed, Phase::refused}) {
    EXPECT_EQ(next_step(rests, "a", "a"), Step::start) << "what it lacked may be there now";
    EXPECT_EQ(next_step(rests, "a", "b"), Step::start);
    EXPECT_EQ(next_step(rests, "a", std::nullopt), Step::forget);
  }
}

TEST(HostRules, WaitLongerAfterEachStartThatFailed) {
  EXPECT_EQ(app::wait_before_start(1).count(), 2);
  EXPECT_EQ(app::wait_before_start(2).count(), 4);
  EXPECT_EQ(app::wait_before_start(5).count(), 32);
  EXPECT_EQ(app::wait_before_start(6).count(), 60);
  EXPECT_EQ(app::wait_before_start(1'000'000).count(), 60);
}

TEST(HostRules, KnowAnOrganisationByTheNameOfItsFile) {
  TempDirectory folder;
  for (const char* name : {"fjordvik.toml", "nord-vik_2.toml", "Stor.toml", "to ord.toml", ".hidden.toml",
                           "notes.txt", "fjordvik.toml~", ".toml"})
    std::ofstream(folder / name) << "";
  const app::Listing found = app::organisations_in(folder.path());
  EXPECT_THAT(found.files, ElementsAre(Key("fjordvik"), Key("nord-vik_2")));
  EXPECT_THAT(found.strange, ElementsAre("Stor.toml", "to ord.toml"));
  EXPECT_THROW(app::organisations_in(folder / "none"), std::filesystem::filesystem_error);
}

TEST(HostRules, WaitForNoFileThatIsNone) {
  // A device stands for a pipe that nobody writes into, or one that never ends: with either nobody would be
  // served. What a command is given may be a pipe.
  TempDirectory folder;
  std::filesystem::create_symlink("/dev/null", folder / "fjordvik.toml");
  EXPECT_EQ(app::print_of(folder / "fjordvik.toml"), "");
  EXPECT_THROW(app::file_text(folder / "fjordvik.toml"), app::ConfigError);
  EXPECT_EQ(app::text_given(folder / "fjordvik.toml"), "");
  EXPECT_TRUE(app::toml_fault(app::text_given("/dev/zero"))) << "it has no end";
}

TEST(HostRules, LetNobodyFallByASecretOfAnothers) {
  TempDirectory folder;
  const auto file = folder / "fjordvik.toml";
  std::ofstream(file) << "[webhooks.vegg]\nurl_file = \"/proc/self/mem\"\n";
  EXPECT_NE(app::print_of(file), "") << "a file that cannot be read to its end";
  std::ofstream(folder / "holes") << "x";
  std::filesystem::resize_file(folder / "holes", std::uintmax_t{1} << 40);
  std::ofstream(file) << "[webhooks.vegg]\nurl_file = \"holes\"\n";
  EXPECT_NE(app::print_of(file), "") << "one that has no end";
}

TEST(HostRules, LetNobodyHaveWhatIsAnothers) {
  app::Claims claims;
  app::Claim first{"a.example", "", {{"organisation.data", "/var/a"}, {"backup.directory", "/var/a/backup"}}};
  EXPECT_THAT(claims.take("first", first), IsEmpty());
  EXPECT_THAT(claims.take("first", first), IsEmpty()) << "it is its own";
  EXPECT_THAT(claims.take("second", {"a.example", "", {}}), ElementsAre(Pair("server.public_url", "first")));
  EXPECT_THAT(claims.take("second", {"", "", {{"organisation.data", "/var/a"}}}),
              ElementsAre(Pair("organisation.data", "first")));
  EXPECT_THAT(claims.take("second", {"", "", {{"backup.directory", "/var/a/x/y"}}}),
              ElementsAre(Pair("backup.directory", "first")));
  EXPECT_THAT(claims.take("second", {"", "", {{"organisation.data", "/var"}}}),
              ElementsAre(Pair("organisation.data", "first")));
  EXPECT_THAT(claims.take("second", {"b.example", "", {{"organisation.data", "/var/a-b"}}}), IsEmpty());
  EXPECT_THAT(claims.take("third", {"", "service=x", {}}), IsEmpty());
  EXPECT_THAT(claims.take("fourth", {"", "service=x", {}}), ElementsAre(Pair("storage.url", "third")));
  claims.release("first");
  EXPECT_THAT(claims.take("second", {"a.example", "", {{"organisation.data", "/var/a/backup"}}}), IsEmpty());
}

}  // namespace
