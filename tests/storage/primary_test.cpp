// Which of several servers takes writing: one answers, the other is frozen, dead or not there.

#include "storage/postgres/primary.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <string>

#include "storage/error.hpp"
#include "storage/postgres/connection.hpp"
#include "storage/postgres/place.hpp"
#include "tests/support/server.hpp"

namespace {

namespace postgres = storage::postgres;
using std::chrono::milliseconds;

TEST(PlaceOfADatabase, KnowsWhichOfItsServersFellSilent) {
  const std::string place = "postgresql:///x?host=one,two&port=5432";
  const postgres::Hosts::Host one{"one", "5432"};
  postgres::fell_silent(place, one);
  EXPECT_EQ(postgres::hosts_of(place).hosts(), "two,one");
  EXPECT_NE(postgres::connection_words(place, storage::Use::owner).find("host='two,one'"), std::string::npos);
  postgres::has_answered("postgresql:///y?host=one,two&port=5432", one);
  EXPECT_EQ(postgres::hosts_of(place).hosts(), "one,two") << "of whatever database on them";
  EXPECT_EQ(postgres::connection_words(place, storage::Use::owner, one).find("two"), std::string::npos);
}

TEST(PlaceOfADatabase, OfOneServerNobodyIsAskedFirst) {
  EXPECT_FALSE(postgres::primary_of("postgresql:///x?host=nowhere", milliseconds{1}));
  EXPECT_FALSE(postgres::is_replaced("postgresql:///x?host=nowhere", {"nowhere", ""}, milliseconds{1}));
}

// The parameter keeps the suite away where there is no server.
struct PrimaryOfTwo : ::testing::TestWithParam<const char*> {
  PrimaryOfTwo() {
    const postgres::Values values = postgres::values_of(support::server());
    place = "postgresql:///postgres?host=127.0.0.1," + values.at("host") + "&port=" + silent.second +
            ",5432&user=refleks";
    real = {values.at("host"), "5432"};
  }
  // A frozen server: its kernel takes connections, and nothing answers.
  boost::asio::io_context io{1};
  boost::asio::ip::tcp::acceptor frozen{io, {boost::asio::ip::make_address("127.0.0.1"), 0}};
  const postgres::Hosts::Host silent{"127.0.0.1", std::to_string(frozen.local_endpoint().port())};
  postgres::Hosts::Host real;
  std::string place;
};
std::vector<const char*> where() {
  return support::server() ? std::vector<const char*>{"postgres"} : std::vector<const char*>{};
}
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(PrimaryOfTwo);
INSTANTIATE_TEST_SUITE_P(Databases, PrimaryOfTwo, ::testing::ValuesIn(where()),
                         [](const auto& of) { return of.param; });

TEST_P(PrimaryOfTwo, IsTheOneThatAnswers) {
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(postgres::primary_of(place, std::chrono::seconds{20}), real);
  postgres::Connection session(place, storage::Use::reader);
  EXPECT_EQ(session.server(), real.first + ":5432");
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{5})
      << "nobody waits for the other's time";
}

TEST_P(PrimaryOfTwo, ReplacesAnother) {
  EXPECT_TRUE(postgres::is_replaced(place, silent, std::chrono::seconds{20}));
  EXPECT_FALSE(postgres::is_replaced(place, real, milliseconds{300}));
}

TEST_P(PrimaryOfTwo, IsSaidWithWordsWhereThereIsNone) {
  const std::string nowhere =
      "postgresql:///postgres?host=127.0.0.1,/nowhere&port=" + silent.second + ",5432&user=refleks";
  try {
    postgres::primary_of(nowhere, milliseconds{300});
    FAIL();
  } catch (const storage::Error& error) {
    EXPECT_NE(std::string(error.what()).find("127.0.0.1 does not answer"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("/nowhere"), std::string::npos) << error.what();
  }
}

// Whoever is watched can be helped by another thread as long as the connection is there, and no longer.
TEST_P(PrimaryOfTwo, ACallToItCanBeCutOff) {
  storage::CallWatch watch;
  {
    postgres::Connection session(support::server(), storage::Use::reader);
    session.keep_watch(watch);
    EXPECT_FALSE(watch.is_replaced());
    watch.cut();
    EXPECT_THROW(session.execute("SELECT 1"), storage::Error);
  }
  watch.cut();
}

}  // namespace
