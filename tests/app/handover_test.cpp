// The way of open boxes between two machines, over real sockets and certificates.

#include "bot/app/handover.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <future>
#include <thread>

#include "storage/box_options.hpp"
#include "tests/support/authority.hpp"
#include "tests/support/store_fixture.hpp"

namespace {

namespace fs = std::filesystem;
namespace asio = boost::asio;
using support::TempDirectory;
using testing::HasSubstr;

// One that waits, on a thread of its own.
class Waiting {
 public:
  Waiting(const app::Config& config, std::function<app::Counting()> known) {
    thread_ = std::thread([this] { io_.run(); });
    try {
      on_its_thread([&] { receiver_ = std::make_unique<app::Receiver>(io_.get_executor(), config, known); });
    } catch (...) {
      end();
      throw;
    }
  }
  ~Waiting() {
    on_its_thread([&] { receiver_.reset(); });
    end();
  }
  std::string port() {
    std::string port;
    on_its_thread([&] { port = std::to_string(receiver_->port()); });
    return port;
  }
  bool broke_off() {
    bool broke = false;
    on_its_thread([&] { broke = receiver_->broke_off().time_since_epoch().count() != 0; });
    return broke;
  }

 private:
  void end() {
    io_.stop();
    thread_.join();
  }
  void on_its_thread(const std::function<void()>& work) {
    std::packaged_task<void()> task(work);
    auto done = task.get_future();
    asio::post(io_, [&] { task(); });
    done.get();
  }
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_ = asio::make_work_guard(io_);
  std::thread thread_;
  std::unique_ptr<app::Receiver> receiver_;
};

struct TheWay : ::testing::Test {
  const TempDirectory a, b, keys, strange;
  support::Authority house{keys.path()}, others{strange.path()};
  app::Config from, to;
  app::Parcel parcel;
  app::Counting known{"an installation", "the mark", ""};

  TheWay() {
    for (const char* name : {"a", "b"}) house.issue(name, "IP:127.0.0.1");
    from.ballot_box.directory = a / "box";
    to.ballot_box.directory = b / "box";
    set(from, "a");
    set(to, "b");
    to.handover.host = "127.0.0.1";
    core::Poll poll;
    poll.id = core::PollId("4f1d");
    poll.group = core::GroupId("g");
    poll.questions.emplace_back();
    const auto boxes = storage::make_ballot_boxes(app::ballot_options(from, known.installation));
    boxes->create(poll, {{core::PersonId("kari"), true}});
    boxes->put(poll.id, core::PersonId("kari"), {{core::Answer{{0}, "markør"}}});
    parcel = {known.installation, known.mark, a / "box", {"ballots/4f1d.box"}, 1};
  }
  void set(app::Config& config, const std::string& name) const {
    config.handover.certificate = keys / (name + ".pem");
    config.handover.key = keys / (name + ".key");
    config.handover.authority = keys / "ca.pem";
    config.handover.peer_host = "127.0.0.1";
  }
  std::string give() {
    Waiting waiting(to, [this] { return known; });
    from.handover.peer_port = waiting.port();
    const std::string why = app::giver(from)(parcel, [] {});
    broke_off = waiting.broke_off();
    return why;
  }
  bool arrived() const { return fs::exists(b / "box" / "arrived" / "whole"); }
  bool broke_off = false;
};

TEST_F(TheWay, AllOfItIsThereWhenTheGiverHearsSo) {
  EXPECT_EQ(give(), "");
  EXPECT_TRUE(arrived());
  EXPECT_EQ(support::content_of(b / "box" / "arrived" / "ballots" / "4f1d.box"),
            support::content_of(a / "box" / "ballots" / "4f1d.box"));
  EXPECT_FALSE(broke_off);
}

TEST_F(TheWay, ABoxOfManyPortionsToo) {
  const auto boxes = storage::make_ballot_boxes(app::ballot_options(from, known.installation));
  for (int i = 0; i < 3'000; ++i)
    boxes->put(core::PollId("4f1d"), core::PersonId("kari"), {{core::Answer{{0}, std::string(200, 'x')}}});
  EXPECT_EQ(give(), "");
  EXPECT_EQ(support::content_of(b / "box" / "arrived" / "ballots" / "4f1d.box"),
            support::content_of(a / "box" / "ballots" / "4f1d.box"));
}

TEST_F(TheWay, AWrongPeerGetsNothingAndGivesNothing) {
  const app::Config good_from = from, good_to = to;
  others.issue("a", "IP:127.0.0.1");
  house.issue("c", "IP:127.0.0.2");
  const auto nothing_went = [&](const char* who) {
    EXPECT_NE(give(), "") << who;
    EXPECT_FALSE(fs::exists(b / "box")) << who;
  };
  from.handover.certificate = strange / "a.pem";
  from.handover.key = strange / "a.key";
  nothing_went("another authority's, at the one who calls");
  from = good_from;
  from.handover.certificate = keys / "c.pem";
  from.handover.key = keys / "c.key";
  nothing_went("of the house, and not the one who was named");
  from = good_from;
  to.handover.certificate = strange / "a.pem";
  to.handover.key = strange / "a.key";
  nothing_went("another authority's, at the one who waits");
  to = good_to;
  from.handover.peer_host = "localhost";
  nothing_went("who is called is not whom its certificate names");
  from = good_from;
  EXPECT_EQ(give(), "");
}

TEST_F(TheWay, AnotherDatabaseOrOtherBoxesAreRefusedWithWords) {
  known.installation = "another";
  EXPECT_THAT(give(), HasSubstr("this machine waits for another database"));
  known = {"an installation", "a newer mark", ""};
  EXPECT_THAT(give(), HasSubstr("by the database other boxes count"));
  known.mark.clear();
  EXPECT_THAT(give(), HasSubstr("other boxes count"));
  EXPECT_FALSE(arrived());
  EXPECT_FALSE(broke_off) << "nothing had begun";
}

TEST_F(TheWay, WhatIsNoBoxIsRefusedAndTheGiverKeepsIt) {
  std::ofstream(a / "box" / "ballots" / "4f1d.box", std::ios::app) << "";
  std::ofstream(a / "box" / "ballots" / "bad.box") << "no box";
  parcel.files.emplace_back("ballots/bad.box");
  EXPECT_THAT(give(), HasSubstr("a ballot box does not open here"));
  EXPECT_FALSE(arrived());
  EXPECT_FALSE(support::holds(b.path(), "markør"));
  EXPECT_TRUE(broke_off);
}

TEST_F(TheWay, NobodyThereIsToldAtOnce) {
  {
    Waiting waiting(to, [this] { return known; });
    from.handover.peer_port = waiting.port();
  }
  EXPECT_THAT(app::giver(from)(parcel, [] {}), HasSubstr("127.0.0.1:" + from.handover.peer_port));
}

TEST_F(TheWay, AFileThatIsNoGoodIsNamed) {
  to.handover.authority = keys / "nothing.pem";
  EXPECT_THROW(Waiting(to, [this] { return known; }), std::runtime_error);
  from.handover.key = keys / "b.key";
  from.handover.peer_port = "1";
  EXPECT_THAT(app::giver(from)(parcel, [] {}), HasSubstr("is not the key of"));
  const auto found = app::examine_handover(from, core::Instant{});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, runtime::Finding::Kind::bad);
  EXPECT_THAT(found[0].what, HasSubstr("b.key is not the key of"));
}

}  // namespace
