// Which of several servers takes writing: one answers, the other is frozen, dead or not there.

#include "storage/postgres/primary.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "storage/error.hpp"
#include "storage/postgres/connection.hpp"
#include "storage/postgres/place.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/server.hpp"
#include "tests/support/threads.hpp"

namespace {

namespace asio = boost::asio;
namespace postgres = storage::postgres;
using std::chrono::milliseconds;

TEST(PlaceOfADatabase, KnowsWhichOfItsServersFellSilent) {
  const std::string place = "postgresql:///x?host=one,two&port=5432";
  const postgres::Hosts::Host one{"one", "5432", ""};
  postgres::fell_silent(place, one);
  EXPECT_EQ(postgres::hosts_of(place).all().front().name, "two");
  postgres::has_answered("postgresql:///y?host=one,two&port=5432", one);
  EXPECT_EQ(postgres::hosts_of(place).all().front(), one) << "of whatever database on them";
  EXPECT_EQ(postgres::connection_words(place, one).find("two"), std::string::npos);
}

TEST(PlaceOfADatabase, OfOneServerNobodyIsAskedFirst) {
  for (const char* place : {"postgresql:///x?host=127.0.0.1", "postgresql:///x?host=/run", "postgresql:///x"})
    EXPECT_FALSE(postgres::primary_of(place, milliseconds{1})) << place;
  EXPECT_FALSE(
      postgres::is_replaced("postgresql:///x?host=127.0.0.1", {"127.0.0.1", "", ""}, milliseconds{1}));
}

TEST(PlaceOfADatabase, KnowsTheServersOfItsService) {
  const support::TempDirectory directory;
  std::ofstream(directory / "service.conf")
      << "[two]\nhost=one,two\nport=1,2\ntarget_session_attrs=standby\n[at]\nhostaddr=10.0.0.1,10.0.0.2\n";
  ::setenv("PGSERVICEFILE", (directory / "service.conf").c_str(), 1);
  const auto all = postgres::hosts_of("service=two").all(), at = postgres::hosts_of("service=at").all();
  const std::string words = postgres::connection_words("service=two", all.at(1));
  const bool several = postgres::hosts_of("service=nowhere").several();
  ::unsetenv("PGSERVICEFILE");
  EXPECT_EQ(all, (std::vector<postgres::Hosts::Host>{{"one", "1", ""}, {"two", "2", ""}}));
  EXPECT_EQ(at.at(1), (postgres::Hosts::Host{"10.0.0.2", "5432", "10.0.0.2"}));
  EXPECT_NE(words.find("host='two'"), std::string::npos) << words;
  EXPECT_NE(words.find("service='two'"), std::string::npos) << words;
  EXPECT_NE(words.find("target_session_attrs='any'"), std::string::npos) << "the program asks: " << words;
  EXPECT_FALSE(several);
}

// A name service that says nothing until this goes; what `known` says of a name is said at once.
struct Silent {
  using Known = std::map<std::string, std::vector<std::string>>;
  explicit Silent(Known known = {})
      : names([over = over.get_future().share(), known = std::move(known)](const std::string& name) {
          const auto found = known.find(name);
          if (found != known.end()) return postgres::Names::Answer{found->second, {}};
          over.wait();
          return postgres::Names::Answer{{}, "no such name"};
        }) {}
  ~Silent() { over.set_value(); }
  std::promise<void> over;
  postgres::Names names;
};

TEST(NamesOfServers, AreNoAddressesAndNoFolders) {
  for (const char* name : {"db.example", "localhost", "db1"}) EXPECT_TRUE(postgres::is_name(name)) << name;
  for (const char* other : {"", "/run/postgresql", "@refleks", "10.0.0.1", "::1", "fe80::1%eth0"})
    EXPECT_FALSE(postgres::is_name(other)) << other;
}

TEST(NamesOfServers, AreWaitedForNoLongerThanAsked) {
  Silent silent;
  const auto began = std::chrono::steady_clock::now();
  try {
    postgres::primary_of("postgresql:///x?host=db.example", milliseconds{50}, silent.names);
    FAIL();
  } catch (const storage::Error& error) {
    EXPECT_NE(std::string(error.what()).find("db.example: the name service does not answer"),
              std::string::npos)
        << error.what();
  }
  EXPECT_FALSE(postgres::is_replaced("postgresql:///x?host=db.example", {"db.example", "5432", "10.0.0.1"},
                                     milliseconds{50}, "1", silent.names));
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{5});
}

TEST(NamesOfServers, OfOneAddressNobodyIsAsked) {
  Silent silent(Silent::Known{{"db.example", {"192.0.2.1"}}});
  EXPECT_EQ(postgres::primary_of("postgresql:///x?host=db.example", std::chrono::seconds{20}, silent.names),
            (postgres::Hosts::Host{"db.example", "5432", "192.0.2.1"}));
}

TEST(NamesOfServers, ThatDoNotExistAreSaid) {
  postgres::Names names([](const std::string&) { return postgres::Names::Answer{{}, "no such name"}; });
  try {
    postgres::primary_of("postgresql:///x?host=db.example", std::chrono::seconds{20}, names);
    FAIL();
  } catch (const storage::Error& error) {
    EXPECT_NE(std::string(error.what()).find("db.example: no such name"), std::string::npos) << error.what();
  }
}

// What was said before counts while the name service is silent, and is given up for what it says later.
TEST(NamesOfServers, AreRemembered) {
  std::promise<void> over;
  std::atomic<int> asked = 0;
  postgres::Names names([&, gone = over.get_future().share()](const std::string&) {
    if (asked++ == 1) gone.wait();
    return asked == 2 ? postgres::Names::Answer{{}, "gone"}
                      : postgres::Names::Answer{{"10.0.0." + std::to_string(asked)}, {}};
  });
  const auto answered = [&] {
    while (names.known("db").out > std::chrono::nanoseconds{}) std::this_thread::yield();
    return names.known("db").last.addresses;
  };
  using Addresses = std::vector<std::string>;
  names.ask("db");
  EXPECT_EQ(answered(), Addresses{"10.0.0.1"});
  names.ask("db");
  names.ask("db");  // not twice at once
  EXPECT_EQ(names.known("db").last.addresses, Addresses{"10.0.0.1"});
  over.set_value();
  EXPECT_EQ(answered(), Addresses{"10.0.0.1"}) << "no answer takes away one";
  EXPECT_EQ(asked, 2);
  names.ask("db");
  EXPECT_EQ(answered(), Addresses{"10.0.0.3"});
}

TEST(NamesOfServers, ThatLeadToHundredsAreNotAllAsked) {
  constexpr int many = 500;
  std::vector<std::string> addresses;
  for (int i = 0; i < many; ++i) addresses.push_back("10.0." + std::to_string(i / 250) + ".1");
  postgres::Names names([&](const std::string&) { return postgres::Names::Answer{addresses, {}}; });
  names.ask("db");
  while (names.known("db").out > std::chrono::nanoseconds{}) std::this_thread::yield();
  EXPECT_EQ(names.known("db").last.addresses.size(), 32U);
}

// However often it is asked for, and however soon it is given up.
TEST(NamesOfServers, ThatNeverComeBackKeepSixteenThreads) {
  std::promise<void> over;
  const support::Threads threads;
  postgres::Names names(
      [gone = over.get_future().share()](const std::string&) {
        gone.wait();
        return postgres::Names::Answer{{"10.0.0.1"}, {}};
      },
      {});
  for (int i = 0; i < 100; ++i) names.ask("db");
  EXPECT_EQ(threads.since(), 16U);
  names.ask("another");
  EXPECT_EQ(threads.since(), 17U) << "each has its own";
  over.set_value();
  EXPECT_TRUE(threads.go());
  EXPECT_EQ(names.known("db").last.addresses, std::vector<std::string>{"10.0.0.1"});
}

// Something that lets everybody in, and answers what it is asked with `rows` (of the protocol's messages).
class Liar {
 public:
  explicit Liar(std::string rows) : rows_(std::move(rows)), thread_([this] { io_.run(); }) {
    asio::co_spawn(io_, let_in(), asio::detached);
  }
  ~Liar() {
    io_.stop();
    thread_.join();
  }
  Liar(const Liar&) = delete;
  Liar& operator=(const Liar&) = delete;
  int asked() const { return asked_; }
  // By a second address that nobody answers at, so that it is asked.
  std::string place() const {
    return "postgresql:///x?host=127.0.0.1,127.0.0.1&sslmode=disable&gssencmode=disable&port=1," +
           std::to_string(at_.local_endpoint().port());
  }

 private:
  asio::awaitable<void> let_in() try {
    for (;;) {
      auto one = co_await at_.async_accept(asio::use_awaitable);
      const std::string ready("Z\0\0\0\5I", 6), in("R\0\0\0\10\0\0\0\0", 9);
      std::array<char, 4096> some{};
      co_await one.async_read_some(asio::buffer(some), asio::use_awaitable);
      co_await asio::async_write(one, asio::buffer(in + ready), asio::use_awaitable);
      co_await one.async_read_some(asio::buffer(some), asio::use_awaitable);
      co_await asio::async_write(one, asio::buffer(rows_ + ready), asio::use_awaitable);
      // Whoever hears the lie hangs up; before that nobody has been heard.
      boost::system::error_code ended;
      co_await one.async_read_some(asio::buffer(some), asio::redirect_error(asio::use_awaitable, ended));
      ++asked_;
      kept_.push_back(std::move(one));
    }
  } catch (const boost::system::system_error&) {
  }

  const std::string rows_;
  std::atomic<int> asked_ = 0;
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> stays_{io_.get_executor()};
  asio::ip::tcp::acceptor at_{io_, {asio::ip::make_address("127.0.0.1"), 0}};
  std::vector<asio::ip::tcp::socket> kept_;
  std::thread thread_;  // last
};

TEST(ServersThatLie, AreNoPrimary) {
  const auto column = [](char name) {
    return std::string(1, name) + std::string("\0\0\0\0\0\0\0\0\0\0\31\377\377\377\377\377\377\0\0", 19);
  };
  const std::string done("C\0\0\0\15SELECT 0\0", 14);
  const std::string two = std::string("T\0\0\0\56\0\2", 7) + column('a') + column('b');
  const std::string one = std::string("T\0\0\0\32\0\1", 7) + column('a');
  const std::string row("D\0\0\0\17\0\1\0\0\0\5false", 16);
  for (const std::string& rows : {two + done, one + row + done, done, std::string("nonsense")}) {
    const Liar liar(rows);
    for (int tries = 0; tries == 0 || liar.asked() == 0; ++tries) {  // a busy machine may not come to ask
      ASSERT_LT(tries, 100);
      try {
        postgres::primary_of(liar.place(), milliseconds{300});
        FAIL();
      } catch (const storage::Error& error) {
        EXPECT_NE(std::string(error.what()).find("cannot be reached"), std::string::npos) << error.what();
      }
    }
  }
}

// The parameter keeps the suite away where there is no server.
struct PrimaryOfTwo : ::testing::TestWithParam<const char*> {
  PrimaryOfTwo() {
    const postgres::Values values = postgres::values_of(support::server());
    place = "postgresql:///postgres?host=127.0.0.1," + values.at("host") + "&port=" + silent.port +
            ",5432&user=refleks";
    real = {values.at("host"), "5432", ""};
  }
  // A frozen server: its kernel takes connections, and nothing answers.
  boost::asio::io_context io{1};
  boost::asio::ip::tcp::acceptor frozen{io, {boost::asio::ip::make_address("127.0.0.1"), 0}};
  const postgres::Hosts::Host silent{"127.0.0.1", std::to_string(frozen.local_endpoint().port()), ""};
  postgres::Hosts::Host real;
  std::string place;
};
std::vector<const char*> where() {
  return support::server() ? std::vector<const char*>{"postgres"} : std::vector<const char*>{};
}
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(PrimaryOfTwo);
INSTANTIATE_TEST_SUITE_P(Databases, PrimaryOfTwo, ::testing::ValuesIn(where()),
                         [](const auto& of) { return of.param; });

// The server's socket, reached by an address.
class Door {
 public:
  Door(const char* address, std::uint16_t port, std::string socket)
      : at_(io_, {asio::ip::make_address(address), port}), socket_(std::move(socket)) {
    asio::co_spawn(io_, let_in(), asio::detached);
    thread_ = std::thread([this] { io_.run(); });
  }
  ~Door() {
    io_.stop();
    thread_.join();
  }
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;

 private:
  asio::awaitable<void> let_in() {
    for (;;) {
      const auto here =
          std::make_shared<asio::ip::tcp::socket>(co_await at_.async_accept(asio::use_awaitable));
      const auto there = std::make_shared<asio::local::stream_protocol::socket>(io_);
      co_await there->async_connect(socket_, asio::use_awaitable);
      asio::co_spawn(io_, carry(here, there), asio::detached);
      asio::co_spawn(io_, carry(there, here), asio::detached);
    }
  }
  template <class From, class To>
  static asio::awaitable<void> carry(From from, To to) try {
    std::array<char, 4096> some{};
    for (;;) {
      const std::size_t size = co_await from->async_read_some(asio::buffer(some), asio::use_awaitable);
      co_await asio::async_write(*to, asio::buffer(some, size), asio::use_awaitable);
    }
  } catch (const boost::system::system_error&) {
    boost::system::error_code gone;
    to->close(gone);
  }

  asio::io_context io_{1};
  asio::ip::tcp::acceptor at_;
  const std::string socket_;
  std::thread thread_;
};

TEST_P(PrimaryOfTwo, IsTheOneThatAnswers) {
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(postgres::primary_of(place, std::chrono::seconds{20}), real);
  postgres::Connection session(place, storage::Use::reader);
  EXPECT_EQ(session.server(), real.name + ":5432");
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{5})
      << "nobody waits for the other's time";
}

TEST_P(PrimaryOfTwo, IsFoundWhileTheNameOfAnotherIsNot) {
  Silent nobody;
  const std::string named = "postgresql:///postgres?host=db.example," + real.name + "&port=5432&user=refleks";
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(postgres::primary_of(named, std::chrono::seconds{20}, nobody.names), real);
  EXPECT_TRUE(postgres::is_replaced(named, {"db.example", "5432", "10.0.0.1"}, std::chrono::seconds{20}, {},
                                    nobody.names));
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{5});
}

// A name with two addresses, the first of which leads to a frozen server.
TEST_P(PrimaryOfTwo, IsFoundAtTheSecondAddressOfItsName) {
  const Door door("127.0.0.2", frozen.local_endpoint().port(), real.name + "/.s.PGSQL.5432");
  Silent names(Silent::Known{{"db.example", {"127.0.0.1", "127.0.0.2"}}});
  const std::string named = "postgresql:///postgres?host=db.example&port=" + silent.port + "&user=refleks";
  const auto began = std::chrono::steady_clock::now();
  const postgres::Hosts::Host there{"db.example", silent.port, "127.0.0.2"};
  EXPECT_EQ(postgres::primary_of(named, std::chrono::seconds{20}, names.names), there);
  EXPECT_TRUE(postgres::is_replaced(named, {"db.example", silent.port, "127.0.0.1"}, std::chrono::seconds{20},
                                    {}, names.names));
  EXPECT_FALSE(postgres::is_replaced(named, there, milliseconds{300}, {}, names.names));
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{5});
}

TEST_P(PrimaryOfTwo, ReplacesAnother) {
  EXPECT_TRUE(postgres::is_replaced(place, silent, std::chrono::seconds{20}));
  EXPECT_FALSE(postgres::is_replaced(place, real, milliseconds{300}));
}

TEST_P(PrimaryOfTwo, IsSaidWithWordsWhereThereIsNone) {
  const std::string nowhere =
      "postgresql:///postgres?host=127.0.0.1,/nowhere&port=" + silent.port + ",5432&user=refleks";
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
