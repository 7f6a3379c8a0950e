#include "bot/app/service_sight.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/support/folder.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Whoever runs the tests is the administrator, and the service's user somebody else.
struct ServiceSight : testing::Test {
  ServiceSight() {
    config.organisation.data = home / "data";
    fs::permissions(home, fs::perms(0755));
    config.file = put("etc/refleks.toml");
    put("data/refleks.db");
  }
  fs::path put(const std::string& name) {
    support::put_file(home / name, "x");
    for (fs::path at = home / name; at != home; at = at.parent_path()) fs::permissions(at, fs::perms(0777));
    return home / name;
  }
  // "bad: what: what to do"
  static std::vector<std::string> in_words(const runtime::Findings& findings) {
    std::vector<std::string> all;
    for (const runtime::Finding& one : findings)
      all.push_back((one.kind == runtime::Finding::Kind::bad ? "bad: " : "note: ") + one.what + ": " +
                    one.todo);
    return all;
  }
  std::vector<std::string> found() const { return in_words(examine_sight(config, user)); }
  // Where a strict umask made the path.
  std::vector<std::string> found_without(const fs::path& path) const { return found_with(path, 0700); }
  std::vector<std::string> found_with(const fs::path& path, unsigned rights) const {
    fs::permissions(path, static_cast<fs::perms>(rights));
    auto all = found();
    fs::permissions(path, fs::perms(0777));
    return all;
  }

  support::TempDirectory folder;
  fs::path home = folder.path();
  Config config;
  const ServiceUser user{4711, "refleks", {4711}};
};

TEST_F(ServiceSight, IsNoMatterWhereAllCanBeRead) {
  config.packs = put("packs/one.toml").parent_path();
  config.log.file = put("log/refleks.log");
  config.backup.directory = home / "not-yet";
  EXPECT_THAT(found(), IsEmpty());
  fs::create_directories(home / "data/lost+found");  // of a disk of its own
  EXPECT_THAT(found_without(home / "data/lost+found"), IsEmpty());
}

TEST_F(ServiceSight, FindsTheConfigurationThatRootAloneCanRead) {
  EXPECT_THAT(found_without(config.file), ElementsAre("bad: the service's user (refleks) may not read " +
                                                      config.file + ": chmod o+r " + config.file));
  const std::string etc = home / "etc";
  EXPECT_THAT(found_without(etc), ElementsAre("bad: the service's user (refleks) may not look into " + etc +
                                              ": chmod o+x " + etc));
}

TEST_F(ServiceSight, FindsWhatElseItNeeds) {
  const fs::path pack = put("packs/one.toml"), chat = put("data/sandbox/chat.jsonl"),
                 log = put("log/refleks.log"), copy = put("backup/refleks-2026-11-24.tar");
  config.packs = pack.parent_path();
  config.log.file = log;
  config.backup.directory = copy.parent_path();
  EXPECT_THAT(found_without(pack), ElementsAre(HasSubstr("may not read " + pack.string() + ": chmod o+r")));
  EXPECT_THAT(found_without(config.packs), ElementsAre(HasSubstr(": chmod o+rx " + config.packs.string())));
  EXPECT_THAT(found_without(log),
              ElementsAre(HasSubstr("may not write to " + log.string() + ": chown refleks")));
  EXPECT_THAT(found_without(config.backup.directory),
              ElementsAre(HasSubstr("chown refleks " + config.backup.directory.string())));
  EXPECT_THAT(found_without(chat), ElementsAre(HasSubstr("chown refleks " + chat.string())))
      << "open to nobody else";
}

TEST_F(ServiceSight, TellsOfAFolderOnceAndOpensNothingOfTheDataToOthers) {
  put("data/sandbox/chat.jsonl");
  put("data/sandbox/clock");
  const fs::path data = config.organisation.data;
  EXPECT_THAT(found_without(data / "sandbox"),
              ElementsAre(HasSubstr(": chown refleks " + (data / "sandbox").string())));
  EXPECT_THAT(found_without(data), ElementsAre(HasSubstr(": chown refleks " + data.string())));
}

// What root made there under the usual umask can be read, and not written.
TEST_F(ServiceSight, FindsWhatItMayReadInItsDataAndNotWrite) {
  const fs::path data = config.organisation.data, mail = put("data/mail/inbox/1").parent_path();
  EXPECT_THAT(found_with(mail, 0755),
              ElementsAre(HasSubstr("may not write to " + mail.string() + ": chown")));
  EXPECT_THAT(found_with(mail / "1", 0644),
              ElementsAre(HasSubstr("may not write to " + (mail / "1").string())));
  config.named = {put("data/secrets/slack-bot")};
  config.packs = put("data/packs/one.toml").parent_path();
  EXPECT_THAT(found_with(data / "secrets", 0755), IsEmpty()) << "the operator's";
  EXPECT_THAT(found_with(data / "secrets/slack-bot", 0644), IsEmpty());
  EXPECT_THAT(found_with(config.packs, 0755), IsEmpty());
}

TEST_F(ServiceSight, LeavesCopiesThatWerePutThereByHand) {
  config.backup.directory = home / "data/backup";
  const fs::path copy = put("data/backup/refleks-2026-11-24.tar");
  EXPECT_THAT(found_with(copy, 0600), IsEmpty());
}

// root:adm 0640, and SupplementaryGroups=adm in the unit.
TEST_F(ServiceSight, OnlyNotesWhatAGroupOfTheUnitMayOpen) {
  if (::getegid() == 0) ASSERT_EQ(::chown(config.file.c_str(), static_cast<uid_t>(-1), 4712), 0);
  EXPECT_THAT(found_with(config.file, 0640),
              ElementsAre(HasSubstr("note: the service's user (refleks) may not read " + config.file)));
  EXPECT_THAT(examine_sight(config, user), IsEmpty());
}

// Under systemd root hands over what lies in the folder of secrets.
TEST_F(ServiceSight, TakesSecretsThatAreHandedOverForSeen) {
  const fs::path handed = put("etc/secrets/slack-bot"), other = put("etc/ca.pem");
  config.named = {handed, other};
  EXPECT_THAT(found_without(handed), IsEmpty());
  EXPECT_THAT(found_without(other),
              ElementsAre(HasSubstr("note: the service's user (refleks) may not read " + other.string())));
}

TEST_F(ServiceSight, IsThatOfTheUserToWhomTheDataFolderBelongs) {
  EXPECT_FALSE(service_user(config)) << "root, or whoever runs this";
  EXPECT_THAT(examine_owners(config.organisation.data), IsEmpty());
  if (::geteuid() != 0) return;
  const fs::path data = config.organisation.data, database = data / "refleks.db";
  ASSERT_EQ(::chown(data.c_str(), user.id, user.id), 0);
  ASSERT_TRUE(service_user(config));
  EXPECT_EQ(service_user(config)->id, user.id);
  EXPECT_THAT(in_words(examine_owners(data)), ElementsAre(HasSubstr("refleks.db belongs to another user")));
  // Root has taken the folder, and nothing in it.
  ASSERT_EQ(::chown(data.c_str(), 0, 0), 0);
  ASSERT_EQ(::chown(database.c_str(), user.id, user.id), 0);
  EXPECT_THAT(in_words(examine_owners(data)),
              ElementsAre("bad: " + data.string() +
                          " belongs to root, and the database in it to another user: chown "
                          "--reference=" +
                          database.string() + " " + data.string()));
  EXPECT_EQ(service_user(config)->id, user.id);
}

}  // namespace
}  // namespace app
