// Where the database may be moved to; that it is moved whole is in tests/storage.

#include "bot/app/migrate_storage.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "tests/support/folder.hpp"

namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(MigrateStorage, RefusesWhatIsNoPlaceForADatabaseAndLeavesItAlone) {
  const support::TempDirectory folder;
  app::Config config;
  config.organisation.data = folder / "data";
  std::filesystem::create_directories(config.organisation.data);
  config.storage.url = "service=not_asked";
  const auto to = [&](const std::string& target) {
    std::ostringstream out;
    app::migrate_storage(config, target, {}, out);
  };
  support::put_file(folder / "letter.txt", "Kjære");
  EXPECT_THAT([&] { to(folder / "letter.txt"); },
              ThrowsMessage<std::runtime_error>(HasSubstr("something else")));
  EXPECT_THAT([&] { to(folder / "data"); }, ThrowsMessage<std::runtime_error>(HasSubstr("is no file")));
  EXPECT_THAT([&] { to(""); }, ThrowsMessage<std::runtime_error>(HasSubstr("is no file")));
  EXPECT_THAT([&] { to(folder / "none" / "x.db"); },
              ThrowsMessage<std::runtime_error>(HasSubstr("there is no folder")));
  EXPECT_THAT([&] { to("service=another"); },
              ThrowsMessage<std::runtime_error>(HasSubstr("take storage.url out first")));
  EXPECT_EQ(support::content_of(folder / "letter.txt"), "Kjære");
  EXPECT_FALSE(std::filesystem::exists(folder / "letter.txt.lock"));
}

}  // namespace
