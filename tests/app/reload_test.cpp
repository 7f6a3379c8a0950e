// The configuration read anew while the bot lives.

#include "bot/app/reload.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bot/app/host_file.hpp"
#include "bot/app/load_packs.hpp"
#include "bot/core/log.hpp"
#include "bot/core/log_setup.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

const char* const small = R"(
[organisation]
name = "Fjordvik"
[sandbox]
enabled = true
[people.marit]
name = "Marit"
[people.eivind]
name = "Eivind"
coordinator = true
[groups.nord]
name = "Nord"
channel = "nord"
facilitators = ["marit"]
participants = ["eivind"]
)";

class Reloading : public ::testing::Test {
 protected:
  void write(const std::string& text) { std::ofstream(file, std::ios::trunc) << text; }
  static app::Config read(const TempDirectory& folder) {
    const auto file = folder / "refleks.toml";
    std::ofstream(file) << "[organisation]\ndata = \"" << (folder / "data").string() << "\"\n"
                        << (small + 16);
    return app::load_config(file);
  }
  std::string text() const { return content_of(file); }
  app::Reloaded reload() {
    app::Reloaded found;
    reloader.reload([&](const app::Reloaded& done) { found = done; });
    run_asked();
    return found;
  }
  void run_asked() {
    for (runtime::Errand& errand : std::exchange(asked, {})) {
      runtime::Batch batch;
      batch.errands.push_back(std::move(errand));
      bot.bot().engine().run(std::move(batch));
    }
  }
  std::string replaced(const std::string& what, const std::string& by) const {
    std::string all = text();
    return all.replace(all.find(what), what.size(), by);
  }

  TempDirectory folder;
  const std::filesystem::path file = folder / "refleks.toml";
  WholeBot bot{read(folder)};
  std::vector<runtime::Errand> asked;
  app::Reloader reloader{bot.config(), bot.bot(),
                         [this](runtime::Errand errand) { asked.push_back(std::move(errand)); }};
};

TEST_F(Reloading, TheSameFileDoesNothing) {
  const app::Reloaded done = reload();
  EXPECT_TRUE(done.same);
  EXPECT_TRUE(done.problems.empty() && done.applied.empty() && done.needs_restart.empty());
}

TEST_F(Reloading, PeopleAndRolesCountAtOnce) {
  write(text() + "\n[people.kari]\nname = \"Kari\"\n");
  write(replaced("participants = [\"eivind\"]", "participants = [\"kari\"]"));
  EXPECT_TRUE(reload().problems.empty());
  EXPECT_HAS(words(bot.say("kari", "nord", "medlemmer")), "Kari");
  EXPECT_LACKS(words(bot.say("kari", "nord", "medlemmer")), "Eivind");
}

TEST_F(Reloading, ABrokenFileChangesNothingAndSaysWhere) {
  write(replaced("name = \"Nord\"", "nam = \"Nord\"\nname = 7"));
  const app::Reloaded done = reload();
  ASSERT_FALSE(done.problems.empty());
  EXPECT_HAS(done.problems.front(), "refleks.toml:");
  EXPECT_HAS(done.problems.front() + done.problems.back(), "groups.nord");
  EXPECT_HAS(words(bot.say("marit", "nord", "medlemmer")), "Nord");
  std::filesystem::remove(file);
  EXPECT_FALSE(reload().problems.empty()) << "one that is gone neither";
}

TEST_F(Reloading, AGroupThatIsGoneIsLetGo) {
  std::string all = text();
  write(all.substr(0, all.find("[groups.nord]")));
  const app::Reloaded done = reload();
  if (done.problems.empty()) {
    EXPECT_FALSE(words(bot.say("marit", "nord", "medlemmer")).empty()) << "and who asks is answered";
  } else {
    EXPECT_HAS(done.problems.front(), "group");
  }
}

TEST_F(Reloading, SaysWhatNeedsARestart) {
  write(text() + "\n[server]\nlisten = \"127.0.0.1:8099\"\n");
  const app::Reloaded done = reload();
  ASSERT_EQ(done.needs_restart.size(), 1U);
  EXPECT_EQ(done.needs_restart.front(), "server");
}

TEST_F(Reloading, TellsOfWhatIsTakenAlone) {
  const std::string before = text();
  write("# a comment\n" + before);
  EXPECT_TRUE(reload().same);
  write(before + "[server]\nlisten = \"127.0.0.1:8099\"\n");
  for (int times = 0; times < 2; ++times) {
    const app::Reloaded done = reload();
    EXPECT_TRUE(done.applied.empty());
    EXPECT_FALSE(done.same) << "what waits for a restart is not in effect";
  }
  write(before + "[quiet_hours]\nfrom = \"20:00\"\n");
  EXPECT_EQ(reload().applied, std::vector<std::string>{"quiet hours"});
}

TEST_F(Reloading, TellsNothingOfWhatAnAdapterOfLaterWillTake) {
  std::ofstream(folder / "url") << "https://chat.example/hook/1";
  std::filesystem::permissions(folder / "url", std::filesystem::perms::owner_read);
  write(text() + "[webhooks.vegg]\n[webhooks.vegg.channels.nord]\nurl_file = \"url\"\n");
  app::Reloaded found;
  app::Renewal renewal;
  renewal.read = [this](const std::string&, const std::string&) { return bot.config(); };
  app::Reloader with{bot.config(), bot.bot(),
                     [this](runtime::Errand errand) { asked.push_back(std::move(errand)); }, renewal};
  const std::string before = text();
  write(replaced("[webhooks.vegg]", "[webhooks.vegg]\nformat = \"slack\"") +
        "[webhooks.vegg.people.kari]\nurl_file = \"url\"\n");
  with.reload([&](const app::Reloaded& done) { found = done; });
  run_asked();
  EXPECT_EQ(found.needs_restart, std::vector<std::string>{"webhooks"});
  EXPECT_TRUE(found.applied.empty());
  write(before);
  with.reload([&](const app::Reloaded& done) { found = done; });
  run_asked();
  std::filesystem::remove(folder / "url");
  std::ofstream(folder / "url") << "https://chat.example/hook/2";
  with.reload([&](const app::Reloaded& done) { found = done; });
  run_asked();
  EXPECT_EQ(found.applied, std::vector<std::string>{"secrets of webhooks"});
}

TEST_F(Reloading, ThePasswordOfTheWayOutWaitsHoweverOftenItIsRead) {
  std::ofstream(folder / "password") << "one";
  write(text() + "[net]\nproxy_password_file = \"password\"\n");
  app::Reloaded found;
  app::Renewal renewal;
  renewal.read = [this](const std::string&, const std::string&) { return bot.config(); };
  app::Reloader with{bot.config(), bot.bot(),
                     [this](runtime::Errand errand) { asked.push_back(std::move(errand)); }, renewal};
  std::ofstream(folder / "password") << "two";
  for (int times = 0; times < 2; ++times) {
    with.reload([&](const app::Reloaded& done) { found = done; });
    run_asked();
    EXPECT_EQ(found.needs_restart, std::vector<std::string>{"net (its password)"});
    EXPECT_FALSE(found.same);
  }
  write(replaced("[net]", "[net]\nproxy_user = \"refleks\""));
  with.reload([&](const app::Reloaded& done) { found = done; });
  run_asked();
  EXPECT_EQ(found.needs_restart, std::vector<std::string>{"net"}) << "once";
}

TEST_F(Reloading, ProgrammesAreTakenAlsoWhereTheFileSaysTheSame) {
  const auto pack = folder / "packs" / "palliasjon.toml";
  std::filesystem::create_directory(pack.parent_path());
  std::ofstream(pack) << app::built_in_pack("palliasjon");
  write(replaced("channel = \"nord\"", "channel = \"nord\"\nprogramme = \"palliasjon\""));
  reload();
  write(text() + "[packs]\ndirectory = \"packs\"  # it's ours\n");
  EXPECT_EQ(reload().applied, std::vector<std::string>{"programmes"});
  EXPECT_TRUE(reload().same);
  std::string changed = app::built_in_pack("palliasjon");
  changed.replace(changed.find("title.nb = \""), 12, "title.nb = \"Egen ");
  std::ofstream(pack) << changed;
  const std::string print = app::print_of(file);
  EXPECT_EQ(reload().applied, std::vector<std::string>{"programmes"});
  EXPECT_HAS(words(bot.say("eivind", "nord", "gruppe")), "Egen Palliasjon");
  EXPECT_TRUE(reload().same);
  std::ofstream(pack.parent_path() / "etikk.links.toml") << "";
  EXPECT_NE(print, app::print_of(file)) << "of many organisations, this one is read anew";
}

TEST_F(Reloading, ProgrammesAreTakenHoweverTheirFolderIsWritten) {
  const auto pack = folder / "packs" / "palliasjon.toml";
  std::filesystem::create_directory(pack.parent_path());
  const std::string before = text();
  for (const std::string written : {"packs.directory = \"packs\"\n", "packs = { directory = \"packs\" }\n",
                                    "[packs]\n\"directory\" = \"packs\"\n"}) {
    std::ofstream(pack) << app::built_in_pack("palliasjon");
    write(written + before);
    EXPECT_TRUE(reload().needs_restart.empty()) << written;
    EXPECT_TRUE(reload().applied.empty());
    const std::string print = app::print_of(file);
    std::ofstream(pack) << app::built_in_pack("palliasjon") << "# changed\n";
    EXPECT_EQ(reload().applied, std::vector<std::string>{"programmes"}) << written;
    EXPECT_NE(print, app::print_of(file)) << "of many organisations: " << written;
  }
}

TEST_F(Reloading, WhatNeedsARestartIsHeldAgainstTheStartHoweverOftenItWasReadSince) {
  write(text() + "\n[people.kari]\nname = \"Kari\"\n");
  EXPECT_TRUE(reload().needs_restart.empty());
  const std::string before = text();
  write(before + "\n[disclosure]\nk_group = 6\n");
  EXPECT_EQ(reload().needs_restart, std::vector<std::string>{"disclosure"});
  EXPECT_EQ(reload().needs_restart, std::vector<std::string>{"disclosure"});
  write(before);
  EXPECT_TRUE(reload().needs_restart.empty());
}

TEST_F(Reloading, SecretsAreTakenAlsoWhereTheFileSaysTheSame) {
  std::ofstream(folder / "token") << "one";
  write(text() + "\n[log]\nlevel = \"info\"\n# secret_file = no\n");
  reload();
  EXPECT_TRUE(reload().same);
  int taken = 0;
  app::Reloader with{bot.config(), bot.bot(),
                     [this](runtime::Errand errand) { asked.push_back(std::move(errand)); },
                     app::Renewal{[](const app::Config&) {},
                                  [&](const app::Config&) {
                                    ++taken;
                                    return std::vector<std::string>{"certificate"};
                                  }}};
  app::Reloaded found;
  with.reload([&](const app::Reloaded& done) { found = done; });
  EXPECT_EQ(taken, 1);
  EXPECT_EQ(asked.size(), 1U) << "what was refused is to try at once";
  EXPECT_FALSE(found.same);
  ASSERT_EQ(found.applied.size(), 1U);
  EXPECT_EQ(found.applied.front(), "certificate");
}

TEST_F(Reloading, WhatCannotBeTakenBesidesChangesNothing) {
  bool took = false;
  app::Reloader with{
      bot.config(), bot.bot(), [this](runtime::Errand errand) { asked.push_back(std::move(errand)); },
      app::Renewal{[](const app::Config&) { throw std::runtime_error("the key does not fit"); },
                   [&](const app::Config&) {
                     took = true;
                     return std::vector<std::string>{};
                   }}};
  write(text() + "\n[people.kari]\nname = \"Kari\"\n");
  app::Reloaded found;
  with.reload([&](const app::Reloaded& done) { found = done; });
  EXPECT_EQ(found.problems, std::vector<std::string>{"the key does not fit"});
  EXPECT_TRUE(asked.empty() && !took);
}

TEST_F(Reloading, TheLogGoesElsewhereAtOnce) {
  const auto log = folder / "log" / "refleks.log";
  write(text() + "\n[log]\nfile = \"" + log.string() + "\"\nformat = \"json\"\n");
  const app::Reloaded done = reload();
  core::log(core::Level::info, "something", "said");
  core::set_up_log("error", "");
  EXPECT_TRUE(done.problems.empty() && done.needs_restart.empty());
  EXPECT_HAS(content_of(log), "\"what\":\"something\",\"detail\":\"said\"");
}

TEST_F(Reloading, TheLogGoesIntoAPipeWhoseReaderStays) {
  const std::string pipe = folder / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  write(text() + "\n[log]\nfile = \"" + pipe + "\"\n");
  const app::Reloaded done = reload();
  EXPECT_TRUE(done.problems.empty() && !done.applied.empty());
  core::log(core::Level::info, "something");
  core::set_up_log("error", "");
  std::string read(1000, ' ');
  EXPECT_GT(::read(reader, read.data(), read.size()), 0);
  ::close(reader);
  EXPECT_HAS(read, "something");
  EXPECT_TRUE(reload().problems.empty());
}

TEST_F(Reloading, ALogThatCannotBeWrittenChangesNothing) {
  std::ofstream(folder / "file") << "x";
  write(text() + "\n[log]\nfile = \"" + (folder / "file" / "refleks.log").string() + "\"\n");
  const app::Reloaded done = reload();
  ASSERT_FALSE(done.problems.empty());
  EXPECT_HAS(done.problems.front(), "log.file: the log cannot be written: ");
  EXPECT_HAS(done.problems.front(), ": Not a directory");
}

TEST(Sections, AreToldApartAndTheirSecretsBesides) {
  TempDirectory folder;
  std::ofstream(folder / "token") << "one";
  const std::string text =
      "# a comment\n[slack.a]\nbot_token_file = \"token\"\n\n[people.kari]\nname = \"Kari\"\n";
  const auto before = app::sections_of(text);
  EXPECT_EQ(before.size(), 2U);
  EXPECT_EQ(before, app::sections_of(
                        "[slack.a]\n  bot_token_file = \"token\"\n[people.kari]\n# x\nname = \"Kari\"\n"));
  const auto secret = app::named_files_of(text, folder.path());
  EXPECT_EQ(secret.size(), 1U);
  std::ofstream(folder / "token") << "two";
  EXPECT_NE(secret.at("slack"), app::named_files_of(text, folder.path()).at("slack"));
  EXPECT_EQ(secret.at("slack").find("one"), std::string::npos);
}

TEST(Sections, AreTheSameHoweverTheyAreWritten) {
  TempDirectory folder;
  std::ofstream(folder / "token") << "one";
  const std::string plain =
      "[slack.a]\nbot_token_file = \"token\"\n[slack.a.people.kari]\naccount = \"U1\"\n[log]\nlevel = "
      "\"info\"\n";
  for (const std::string other :
       {"log.level = \"info\"\nslack.a = { bot_token_file = \"token\", people.kari.account = \"U1\" }\n",
        "[\"slack\".a]\n\"bot_token_file\" = 'token'\npeople.kari = { account = 'U1' }  # here\n[log]\nlevel "
        "= 'info'\n"}) {
    EXPECT_TRUE(app::sections_of(other).contains("slack people")) << other;
    for (const auto& [name, hash] : app::named_files_of(plain, folder.path()))
      EXPECT_EQ(app::named_files_of(other, folder.path())[name], hash) << other;
    EXPECT_EQ(app::named_files_of(other, folder.path()).size(), 1U) << other;
  }
}

TEST(Sections, ASecretThatIsNoFileIsNotWaitedFor) {
  TempDirectory folder;
  std::filesystem::create_symlink("/dev/null", folder / "token");  // as a pipe, into which nobody writes
  EXPECT_TRUE(app::named_files_of("[slack.a]\nbot_token_file = \"token\"\n", folder.path()).empty());
}

TEST(Sections, WhatAnAdaptersPeopleAreIsASectionOfItsOwn) {
  const auto found = app::sections_of(
      "[nextcloud.a]\nurl = \"x\"\n[ nextcloud.a.people.kari ]\nconversation = \"y\"\n"
      "[groups.people.quiet_hours]\nfrom = \"20:00\"\n[server]\nkey_file=\"a\"\n");
  EXPECT_TRUE(found.contains("nextcloud people") && found.contains("groups") && found.size() == 4U);
  EXPECT_EQ(found.at("server"), app::sections_of("[server]\nkey_file = \"b\"\n").at("server"))
      << "another certificate is taken at once";
  EXPECT_NE(found.at("server"), app::sections_of("[server]\n").contains("server")
                                    ? app::sections_of("[server]\n").at("server")
                                    : "")
      << "whether there is one waits for a restart";
}

}  // namespace
