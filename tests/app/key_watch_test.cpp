#include "bot/app/key_watch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "bot/app/chats.hpp"
#include "bot/app/places.hpp"
#include "tests/support/fake_context.hpp"
#include "tests/support/store_fixture.hpp"

namespace app {
namespace {

struct KeyOfPages : testing::Test {
  KeyOfPages() {
    config.organisation.data = folder.path();
    Chats chats;
    chats.pages = "pages";
    config.chats = std::make_shared<const Chats>(std::move(chats));
    core::Person eivind;
    eivind.id = core::PersonId("eivind");
    eivind.coordinator = true;
    eivind.workspace = "sandbox";
    people = core::Directory({eivind}, {});
  }
  void use(char key) const { std::ofstream(folder / "web.key") << std::string(32, key); }
  // A start of the service; whether coordinators hear of the key.
  bool start() {
    storage::Database database(database_in(folder.path()).string());
    support::FakeContext context(support::at("2026-11-24T12:00:00Z"), people);
    make_key_watch(database, folder.path() / "web.key")->start(context);
    if (context.posts.empty()) return false;
    told = core::plain_text(context.posts.back().message);
    return true;
  }
  support::TempDirectory folder;
  Config config;
  core::Directory people;
  std::string told;
};

TEST_F(KeyOfPages, OfAnotherInstallationIsRefusedWithWords) {
  EXPECT_FALSE(foreign_key(config)) << "there is nothing yet";
  use('a');
  EXPECT_FALSE(foreign_key(config));
  EXPECT_FALSE(start());
  EXPECT_FALSE(foreign_key(config));
  use('b');
  const auto refused = foreign_key(config);
  ASSERT_TRUE(refused);
  EXPECT_THAT(*refused, testing::HasSubstr("is the key of another installation"));
  EXPECT_THAT(*refused, testing::HasSubstr(folder / "web.key"));
  config.chats = std::make_shared<const Chats>();
  EXPECT_FALSE(foreign_key(config)) << "nobody uses it";
}

TEST_F(KeyOfPages, MadeAnewIsToldAndTheFormerOneMayComeBack) {
  use('a');
  start();
  std::filesystem::remove(folder / "web.key");
  EXPECT_FALSE(foreign_key(config)) << "one that is lost is made anew";
  use('b');
  EXPECT_TRUE(start());
  EXPECT_THAT(told, testing::Not(testing::HasSubstr("Lenker"))) << "behind buttons they have another key";
  EXPECT_FALSE(start()) << "once";
  use('a');
  EXPECT_FALSE(foreign_key(config));
  EXPECT_FALSE(start()) << "everything works again";
  use('b');
  EXPECT_FALSE(foreign_key(config));
}

}  // namespace
}  // namespace app
