#include "bot/app/look_beside.hpp"

#include <gtest/gtest.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <boost/asio/io_context.hpp>
#include <filesystem>

#include "tests/support/store_fixture.hpp"

namespace {

// Of a large file nobody has held the rows against the rules of their tables before.
TEST(LookBeside, FindsAValueThatItsTableRefuses) {
  const support::TempDirectory folder;
  const std::string path = folder / "refleks.db";
  storage::Database owner(path);
  bool enough = false;
  int found = 0;
  boost::asio::io_context io;
  const auto look = [&] {
    app::look_beside(
        io.get_executor(), io.get_executor(), path, [&] { return enough; }, [&] { ++found; });
    io.restart();
    io.run();
  };
  look();
  EXPECT_EQ(found, 0);
  {
    soci::session other(soci::sqlite3, "dbname=\"" + path + "\"");
    other << "PRAGMA ignore_check_constraints=ON";
    other << "INSERT INTO person(person_id, workspace, account, name, language, configured_language, "
             "coordinator, active) VALUES('p', 'w', 'a', 'n', 'xx', '', 0, 1)";
  }
  enough = true;
  look();
  EXPECT_EQ(found, 0);
  enough = false;
  look();
  EXPECT_EQ(found, 1);
  EXPECT_TRUE(std::filesystem::exists(path + ".doubted")) << "the next start looks first";
  owner.begin();
  owner.sql() << "INSERT INTO meta(name, value) VALUES('one', 'more')";
  owner.commit();
}

}  // namespace
