#include "bot/app/places.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "adapters/web/tokens.hpp"
#include "bot/app/config.hpp"
#include "bot/app/page_commands.hpp"
#include "bot/app/pages.hpp"
#include "bot/app/rehearsal.hpp"
#include "bot/app/toml_reader.hpp"
#include "storage/database.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// A machine: services' folders, a folder of configurations, and what systemd gives a service.
struct PlacesOf : testing::Test {
  TemporaryFolder folder{fs::temp_directory_path()};
  fs::path lib = folder.path() / "lib", run = folder.path() / "run",
           file = folder.path() / "etc" / "refleks.toml";

  PlaceQuestion shell() const {
    PlaceQuestion question;
    question.configuration = file;
    question.service_root = lib;
    return question;
  }
  PlaceQuestion service(const std::string& name) const {
    PlaceQuestion question = shell();
    question.state_directory = (lib / name).string() + ":" + (lib / "more").string();
    question.runtime_directory = run.string();
    return question;
  }
  // What `serve` does with them.
  void serve(const PlaceQuestion& question) const {
    const Places places = find_places(question);
    fs::create_directories(places.data);
    fs::create_directories(places.box);
    Config config;
    config.file = question.configuration.string();
    config.organisation.data = places.data;
    config.ballot_box.directory = places.box;
    record_places(config);
  }
  std::size_t entries() const {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder.path())) count += entry.exists();
    return count;
  }
};

TEST_F(PlacesOf, AToolFindsTheFoldersOfTheService) {
  serve(service("refleks"));
  const Places tool = find_places(shell());
  EXPECT_EQ(tool.data, lib / "refleks");
  EXPECT_EQ(tool.box, run / "box");
  EXPECT_EQ(tool.doubt, "");
}

TEST_F(PlacesOf, OneOfSeveralIsFoundInTheFoldersOfItsProcess) {
  PlaceQuestion asked = service("refleks-host");
  asked.configuration = folder.path() / "etc" / "organisations";
  serve(asked);
  asked.configuration /= "fjordvik.toml";
  EXPECT_EQ(find_places(asked).data, lib / "refleks-host" / "fjordvik");
  EXPECT_EQ(find_places(asked).box, run / "fjordvik" / "box");
  const fs::path here = fs::current_path(), files = asked.configuration.parent_path();
  fs::create_directories(files);
  fs::current_path(files);
  asked.configuration = "fjordvik.toml";
  EXPECT_EQ(find_places(asked).data, lib / "refleks-host" / "fjordvik") << "asked beside its file";
  fs::current_path(here);
  asked.configuration = file;
  EXPECT_EQ(find_places(asked).data, lib / "refleks-host") << "one that the process does not serve";
  EXPECT_EQ(find_places(asked).box, run / "box");
}

TEST_F(PlacesOf, AFolderThatCannotBeMadeIsToldByItsKey) {
  std::ofstream(folder.path() / "file") << "no folder";
  Config config;
  config.organisation.data = folder.path() / "file" / "data";
  try {
    make_private(config);
    FAIL() << "nobody can make a folder in a file";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("organisation.data"));
  }
}

TEST_F(PlacesOf, AFolderIsTakenOnceAlsoWhenTheLockFileIsDeleted) {
  fs::create_directories(lib);
  EXPECT_FALSE(in_use(lib));
  {
    const net::Descriptor held = take_folder(lib);
    EXPECT_THROW(take_folder(lib), std::runtime_error);
    EXPECT_TRUE(in_use(lib)) << "there is no lock file";
  }
  EXPECT_FALSE(in_use(lib));
  take_folder(lib);
}

// An administrator who forgot sudo.
TEST_F(PlacesOf, AToolOfAnotherUserIsToldWhoMayLook) {
  Config config;
  config.organisation.data = folder.path() / "data";
  fs::create_directories(config.organisation.data);
  ASSERT_EQ(::chmod(config.organisation.data.c_str(), 0), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    if (::geteuid() == 0 && ::setresuid(65534, 65534, 65534) != 0) ::_exit(2);
    try {
      has_database(config);
    } catch (const std::exception& error) {
      ::_exit(std::string(error.what()).find("run this as root") != std::string::npos ? 0 : 1);
    }
    ::_exit(3);
  }
  int status = -1;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  ::chmod(config.organisation.data.c_str(), 0700);
}

TEST_F(PlacesOf, AToolFindsItsOwnOfTwoServices) {
  serve(service("refleks-helse"));
  PlaceQuestion other = service("refleks-skole");
  other.configuration = folder.path() / "etc" / "skole.toml";
  serve(other);
  EXPECT_EQ(find_places(shell()).data, lib / "refleks-helse");
}

TEST_F(PlacesOf, AToolKnowsNothingBeforeTheServiceHasRunAndMakesNothing) {
  fs::create_directories(lib / "refleks");
  const std::size_t before = entries();
  EXPECT_THAT(find_places(shell()).doubt, HasSubstr("no service with this configuration"));
  EXPECT_EQ(entries(), before);
}

TEST_F(PlacesOf, OfTwoFoldersTheOneInUseCountsAndElseNone) {
  serve(shell());  // once by hand: refleks-data beside the file
  serve(service("refleks"));
  EXPECT_THAT(find_places(shell()).doubt, HasSubstr("neither runs now"));
  const storage::Database running(database_in(lib / "refleks").string());
  EXPECT_TRUE(in_use(lib / "refleks"));
  EXPECT_EQ(find_places(shell()).doubt, "");
  EXPECT_EQ(find_places(shell()).data, lib / "refleks");
}

TEST_F(PlacesOf, TheConfigurationDecidesWhereItSaysSo) {
  serve(service("refleks"));
  PlaceQuestion question = service("refleks");
  question.data = "/srv/refleks";
  question.box_on_disk = true;
  EXPECT_EQ(find_places(question).data, "/srv/refleks");
  EXPECT_EQ(find_places(question).box, "/srv/refleks/box");
  question.box = "/run/box";
  EXPECT_EQ(find_places(question).box, "/run/box");
}

TEST_F(PlacesOf, WhatIsTheServicesOwnIsNotWrittenOver) {
  Config config;
  config.organisation.data = lib / "refleks";
  config.ballot_box.directory = run / "box";
  config.file = file.string();
  fs::create_directories(config.organisation.data);
  fs::create_symlink(config.organisation.data, folder.path() / "way");
  for (const fs::path& own : {lib / "refleks" / "web.key", folder.path() / "way" / "refleks.db", file,
                              run / "box" / "ballots" / "x.pdf", lib / "refleks"})
    EXPECT_THROW(refuse_own_place(config, own), std::runtime_error) << own;
  for (const fs::path& other : {folder.path() / "slips.pdf", fs::path("slips.pdf"), lib / "refleks.pdf",
                                file.parent_path() / "poster.pdf"})
    EXPECT_NO_THROW(refuse_own_place(config, other)) << other;
}

// organisation.data = "/var/lib", say: whoever else has something there could not reach it any more.
TEST_F(PlacesOf, AFolderThatOthersUseIsNotClosed) {
  // Root alone can give something to others.
  const bool others = ::geteuid() == 0;
  Config config;
  config.file = file.string();
  config.organisation.data = lib;
  fs::create_directories(lib / "postgresql");
  ASSERT_EQ(::chmod(lib.c_str(), 0755), 0);
  if (others) ASSERT_EQ(::chown((lib / "postgresql").c_str(), 65534, static_cast<::gid_t>(-1)), 0);
  std::string refused;
  try {
    make_private(config);
  } catch (const ConfigError& error) {  // nothing to start again with
    refused = error.what();
  }
  EXPECT_EQ(refused.find("postgresql") != std::string::npos, others) << refused;
  EXPECT_EQ(fs::status(lib).permissions(), others ? fs::perms(0755) : fs::perms::owner_all);
  std::ofstream(lib / "refleks.db") << "x";  // it is an installation's
  make_private(config);
  EXPECT_EQ(fs::status(lib).permissions(), fs::perms::owner_all);
}

TEST_F(PlacesOf, WhatRootHasMadeIsTheServices) {
  // Root alone can give; for others all is theirs as it was.
  const ::uid_t somebody = ::geteuid() == 0 ? 65534 : ::geteuid();
  Config config;
  config.organisation.data = lib / "refleks";
  fs::create_directories(config.organisation.data / "slips");
  std::ofstream(config.organisation.data / "slips" / "nord") << "x";
  ASSERT_EQ(::chown(config.organisation.data.c_str(), somebody, static_cast<::gid_t>(-1)), 0);
  give_to_service(config, config.organisation.data / "slips");
  for (const char* made : {"slips", "slips/nord"}) {
    struct stat about {};
    ASSERT_EQ(::stat((config.organisation.data / made).c_str(), &about), 0);
    EXPECT_EQ(about.st_uid, somebody) << made;
  }
}

// Whoever has the address acts as that person: of two who are called alike neither is guessed.
TEST_F(PlacesOf, ALinkOfTwoWhoAreCalledAlikeIsNobodys) {
  const std::string text =
      "[organisation]\nname = \"Fjordvik\"\n[server]\npublic_url = \"https://refleks.example\"\n[pages]\n"
      "enabled = true\n[people.one]\nname = \"Kari Nes\"\n[people.two]\nname = \"Kari Nes\"\n";
  fs::create_directories(file.parent_path());
  const Config config = parse_config(text, file.string(), [](const std::string&) { return std::nullopt; });
  std::ostringstream out, notes;
  const auto link_of = [&](const std::string& wanted) {
    print_link(config, {wanted, false, false}, core::Instant{}, out, notes);
  };
  EXPECT_THAT([&] { link_of("Kari Nes"); },
              testing::ThrowsMessage<std::runtime_error>(testing::AllOf(
                  HasSubstr("several are called"), HasSubstr("one in pages"), HasSubstr("two in pages"))));
  for (const std::string& wanted : {std::string("two"), config.people[1].id.text})
    EXPECT_THAT([&] { link_of(wanted); },
                testing::ThrowsMessage<std::runtime_error>(testing::Not(HasSubstr("several are called"))))
        << "known, and nobody knows where the key is";
  EXPECT_EQ(out.str(), "");
}

TEST_F(PlacesOf, ALinkIsMadeWithTheServicesKeyOrNotAtAll) {
  const std::string text =
      "[organisation]\nname = \"Fjordvik\"\n[server]\npublic_url = "
      "\"https://refleks.example\"\n[pages]\nenabled = "
      "true\n[people.kari]\nname = \"Kari\"\n";
  fs::create_directories(file.parent_path());
  Config config = parse_config(text, file.string(), [](const std::string&) { return std::nullopt; });
  const core::Instant now = core::instant_from_text("2027-06-10T06:00:00Z");  // by the service's clock
  const std::size_t before = entries();
  EXPECT_THROW(person_address(config, config.people.at(0), now), std::runtime_error)
      << "nobody knows where the key is";
  config.doubt.clear();
  config.organisation.data = lib;
  EXPECT_THROW(person_address(config, config.people.at(0), now), std::runtime_error) << "and there is none";
  EXPECT_EQ(entries(), before);
  fs::create_directories(lib);
  std::ofstream(lib / "web.key") << std::string(32, 'k');
  fs::permissions(lib / "web.key", fs::perms::owner_read);
  EXPECT_THAT(person_address(config, config.people.at(0), now),
              testing::StartsWith("https://refleks.example/"));
  const std::string address = overview_address(config, config.people.at(0), now);
  const auto link = web::Tokens::of_service(lib)->open(address.substr(address.rfind('/') + 1));
  ASSERT_TRUE(link) << address;
  EXPECT_GT(link->expires, now + std::chrono::days{80});
}

}  // namespace
}  // namespace app
