// The way of open boxes between two machines, over real sockets and certificates.

#include "bot/app/handover.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <future>
#include <thread>

#include "bot/app/arrivals_of_many.hpp"
#include "bot/app/passed_on.hpp"
#include "bot/app/receiver.hpp"
#include "bot/app/reception.hpp"
#include "storage/box_options.hpp"
#include "tests/support/authority.hpp"
#include "tests/support/store_fixture.hpp"

namespace {

namespace fs = std::filesystem;
namespace asio = boost::asio;
using support::TempDirectory;
using testing::HasSubstr;

using Answers = std::function<asio::awaitable<net::Response>(const std::string&, net::Request)>;

// One that waits, on a thread of its own.
class Waiting {
 public:
  Waiting(const app::Config& config, std::function<app::Counting()> known, std::string name = {},
          std::function<bool()> room = {}, Answers answers = {})
      : reception(std::make_shared<app::Reception>(std::make_shared<app::Config>(config), known)) {
    thread_ = std::thread([this] { io_.run(); });
    const auto find = [this, name](const std::string& organisation) {
      return organisation == name ? reception : nullptr;
    };
    try {
      on_its_thread([&] {
        receiver_ = std::make_unique<app::Receiver>(
            app::Receiver::Place{io_.get_executor(), io_.get_executor(), find, room, answers},
            config.handover);
      });
    } catch (...) {
      end();
      throw;
    }
  }
  ~Waiting() {
    on_its_thread([&] { receiver_.reset(); });
    end();
  }
  std::string port() const {
    std::string port;
    on_its_thread([&] { port = std::to_string(receiver_->port()); });
    return port;
  }
  const std::shared_ptr<app::Reception> reception;
  // Another turn of its thread.
  void rest() {
    on_its_thread([] {});
  }

 private:
  void end() {
    io_.stop();
    thread_.join();
  }
  void on_its_thread(const std::function<void()>& work) const {
    std::packaged_task<void()> task(work);
    auto done = task.get_future();
    asio::post(io_, [&] { task(); });
    done.get();
  }
  mutable asio::io_context io_{1};
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
    Waiting waiting(
        to, [this] { return known; }, name);
    from.handover.peer_port = waiting.port();
    if (closed) waiting.reception->close();
    const std::string why = app::giver(from)(parcel, [] {});
    while (waiting.reception->at_work()) waiting.rest();
    const auto later = app::Reception::Clock::now() + app::Reception::grace / 2;
    broke_off = waiting.reception->other_is_waited_for(later);
    return why;
  }
  bool arrived() const { return fs::exists(b / "box" / "arrived" / "whole"); }
  bool broke_off = false, closed = false;
  std::string name;
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

// Many wait in one process, and each is found by its name.
TEST_F(TheWay, GoesToTheOrganisationThatIsNamed) {
  name = "fjordvik";
  EXPECT_THAT(give(), HasSubstr("does not wait for that organisation")) << "a process with one names none";
  from.handover.organisation = "nordvik";
  EXPECT_THAT(give(), HasSubstr("does not wait for that organisation"));
  EXPECT_FALSE(arrived());
  from.handover.organisation = "fjordvik";
  EXPECT_EQ(give(), "");
  EXPECT_TRUE(arrived());
}

TEST_F(TheWay, WaitsWhileOthersAreBeingOpenedThere) {
  int looks = 0;
  const Waiting waiting(
      to, [this] { return known; }, "fjordvik", [&looks] { return ++looks > 5; });
  from.handover.organisation = "fjordvik";
  from.handover.peer_port = waiting.port();
  asio::io_context io(1);
  asio::co_spawn(io, app::when_there_is_room(std::make_shared<app::Config>(from)), asio::detached);
  io.run();
  EXPECT_EQ(looks, 6);
  EXPECT_FALSE(waiting.reception->at_work());
  EXPECT_EQ(app::giver(from)(parcel, [] {}), "");
  EXPECT_TRUE(arrived());
  EXPECT_TRUE(waiting.reception->is_complete());
}

TEST_F(TheWay, NothingIsTakenForOneThatWaitsNoMore) {
  closed = true;
  EXPECT_NE(give(), "");
  EXPECT_FALSE(arrived());
  EXPECT_FALSE(broke_off);
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

// As it came, for its signature is looked at over there; and with everything that its answer has.
TEST_F(TheWay, ACallForOneThatIsServedThereIsPassedOn) {
  std::string asked;
  net::Request came;
  const Answers answers = [&](const std::string& organisation,
                              net::Request request) -> asio::awaitable<net::Response> {
    asked = organisation;
    came = std::move(request);
    net::Response response(201, std::string(200'000, 'x'), "text/html");
    response.headers.add("Set-Cookie", "a=b");
    response.headers.add("Set-Cookie", "c=d");
    co_return response;
  };
  net::Request request;
  request.method = "POST";
  request.path = "/slack/events";
  request.query = "a=%20b";
  request.headers.add("Host", "fjordvik.localhost");
  request.headers.add("X-Slack-Signature", "v0=\xe6");
  request.body = std::string("\0\xff\n", 3) + std::string(300'000, 'y');
  request.peer = "127.0.0.1";
  request.source = "192.0.2.7";
  const auto passed_on = [&](const Waiting& waiting) {
    from.handover.peer_port = waiting.port();
    app::PassedOn passed(from.handover);
    asio::io_context io(1);
    net::Response response(0);
    asio::co_spawn(io, passed.answer("fjordvik", request),
                   [&](std::exception_ptr, net::Response told) { response = std::move(told); });
    io.run();
    return response;
  };
  const net::Response response = passed_on(Waiting(
      to, [this] { return known; }, "fjordvik", {}, answers));
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.body, std::string(200'000, 'x'));
  EXPECT_EQ(response.content_type, "text/html");
  EXPECT_EQ(response.headers.count("Set-Cookie"), 2U);
  EXPECT_EQ(asked, "fjordvik");
  EXPECT_EQ(came.method, "POST");
  EXPECT_EQ(came.path, "/slack/events");
  EXPECT_EQ(came.query, "a=%20b");
  EXPECT_EQ(came.headers.get("X-Slack-Signature"), "v0=\xe6");
  EXPECT_EQ(came.headers.size(), 2U);
  EXPECT_EQ(came.body, request.body);
  EXPECT_EQ(came.source, "192.0.2.7");
  EXPECT_EQ(passed_on(Waiting(
                          to, [this] { return known; }, "fjordvik"))
                .status,
            503)
      << "none are taken there";
  asked.clear();
  house.issue("c", "IP:127.0.0.2");
  from.handover.certificate = keys / "c.pem";
  from.handover.key = keys / "c.key";
  EXPECT_EQ(passed_on(Waiting(
                          to, [this] { return known; }, "fjordvik", {}, answers))
                .status,
            502)
      << "who is not the other machine gets no word";
  EXPECT_EQ(asked, "");
}

// What waits for the answer lies on the I/O thread's loop, and goes back to the thread of the sockets when
// that loop goes: which must be there still.
TEST_F(TheWay, ACallThatIsBeingAnsweredAsTheProcessEndsIsDropped) {
  app::HostFile host;
  host.shared = to;
  {
    asio::io_context some(1);
    const asio::ip::tcp::acceptor free(some, {asio::ip::make_address("127.0.0.1"), 0});
    host.shared.handover.port = free.local_endpoint().port();
  }
  from.handover.peer_port = std::to_string(host.shared.handover.port);
  app::Receptions receptions;
  std::atomic<int> being_opened = 0;
  auto io = std::make_unique<asio::io_context>(1);
  bool asked = false;
  const auto never = [&asked](std::string, net::Request) -> asio::awaitable<net::Response> {
    asked = true;
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer answered(executor, asio::steady_timer::time_point::max());
    co_await answered.async_wait(asio::use_awaitable);
    co_return net::Response(200);
  };
  app::ArrivalsOfMany arrivals(host, receptions, being_opened, 4, io->get_executor(), never);
  app::PassedOn passed(from.handover);
  net::Request request;
  request.method = "GET";
  request.path = "/";
  asio::co_spawn(*io, passed.answer("fjordvik", request), asio::detached);
  const auto enough = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  while (!asked && std::chrono::steady_clock::now() < enough) io->run_one_for(std::chrono::seconds{1});
  EXPECT_TRUE(asked);
  arrivals.stop();
  io.reset();
}

// However many come and show nothing: the other machine finds a place.
TEST_F(TheWay, StrangersTakeNobodysPlace) {
  const Waiting waiting(to, [this] { return known; });
  from.handover.peer_port = waiting.port();
  asio::io_context io(1);
  const asio::ip::tcp::endpoint there(asio::ip::make_address("127.0.0.1"),
                                      static_cast<std::uint16_t>(std::stoi(waiting.port())));
  std::vector<asio::ip::tcp::socket> crowd;
  for (int i = 0; i < 200; ++i) crowd.emplace_back(io).connect(there);
  EXPECT_EQ(app::giver(from)(parcel, [] {}), "");
  EXPECT_TRUE(arrived());
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

asio::awaitable<net::Response> answered_well(const std::string&, net::Request) {
  co_return net::Response(200);
}
net::Request a_call() {
  net::Request request;
  request.method = "GET";
  request.path = "/";
  return request;
}

// Those who find no place are sent away before anybody is greeted, and how long a greeting takes is the
// machine's.
TEST_F(TheWay, TheCallsOfOneLeaveTheOthersRoom) {
  const Waiting waiting(
      to, [this] { return known; }, "fjordvik", {}, answered_well);
  from.handover.peer_port = waiting.port();
  app::PassedOn passed(from.handover);
  asio::io_context io(1);
  int of_other = 0;
  std::vector<int> sent_away;
  asio::co_spawn(io, passed.answer("nordvik", a_call()),
                 [&](std::exception_ptr, net::Response response) { of_other = response.status; });
  for (int i = 0; i < app::most_calls; ++i)
    asio::co_spawn(io, passed.answer("fjordvik", a_call()),
                   [&, i](std::exception_ptr, net::Response response) {
                     if (response.status != 200 && i >= app::most_calls_of_one) sent_away.push_back(i);
                   });
  io.run();
  EXPECT_EQ(sent_away.size(), static_cast<std::size_t>(app::most_calls - app::most_calls_of_one));
  EXPECT_EQ(of_other, 200);
}

TEST_F(TheWay, TheOnlyOneHasAllPlaces) {
  asio::io_context io(1);
  const asio::ip::tcp::acceptor silent(io, {asio::ip::make_address("127.0.0.1"), 0});
  from.handover.peer_port = std::to_string(silent.local_endpoint().port());
  app::PassedOn passed(from.handover);
  std::vector<int> sent_away;
  for (int i = 0; i < app::most_calls + 1; ++i)
    asio::co_spawn(io, passed.answer("", a_call()),
                   [&, i](std::exception_ptr, net::Response) { sent_away.push_back(i); });
  while (sent_away.empty()) io.run_one();
  EXPECT_EQ(sent_away, std::vector<int>{app::most_calls});
}

}  // namespace
