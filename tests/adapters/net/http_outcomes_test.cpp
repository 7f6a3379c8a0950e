// What a call is told to have come to, for every way it can break, and how often the server saw the request.
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>

#include "adapters/net/http_client.hpp"
#include "adapters/net/proxies.hpp"
#include "tests/adapters/net/fixture.hpp"
#include "tests/adapters/net/raw_server.hpp"

namespace net_test {
namespace {

using net::Fault;
using Connection = RawConnection;

const std::string whole = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

class HttpOutcomes : public NetTest {
 protected:
  net::HttpClient& client_for(const RawServer& server) {
    net::HttpClientOptions trusting = settings;
    trusting.ca_file = server.ca_file();
    client = std::make_unique<net::HttpClient>(trusting);
    return *client;
  }
  static net::HttpCall post_to(std::string url, std::chrono::milliseconds limit = 10s) {
    net::HttpCall call;
    call.method = "POST";
    call.url = std::move(url);
    call.body = "{\"text\":\"hei\"}";
    call.limit = limit;
    return call;
  }
  net::HttpOutcome send(net::HttpClient& by, net::HttpCall call) {
    net::HttpOutcome outcome;
    run([&]() -> asio::awaitable<void> { outcome = co_await by.send(call); });
    return outcome;
  }
  net::HttpOutcome post(const RawServer& server, std::chrono::milliseconds limit = 10s) {
    return send(client_for(server), post_to(server.url(), limit));
  }
  static RawServer::Script answers(std::string bytes) {
    return [bytes](Connection& peer, int) -> asio::awaitable<void> {
      if (co_await peer.request()) co_await peer.send(bytes);
    };
  }
  static auto broke_at(Fault fault) {
    return [fault](const net::HttpOutcome& outcome) { return outcome.fault == fault; };
  }
  static void expect_not_reached(const net::HttpOutcome& outcome, Fault fault, const char* what) {
    EXPECT_TRUE(outcome.error) << what;
    EXPECT_FALSE(outcome.sent) << what;
    EXPECT_FALSE(outcome.status_known) << what;
    EXPECT_EQ(outcome.fault, fault) << what << ": " << outcome.error.message();
    EXPECT_FALSE(net::in_words(outcome, "https://localhost/").empty());
  }

  net::HttpClientOptions settings;
  std::unique_ptr<net::HttpClient> client;
};

// ---- after the request has left

struct Ending {
  const char* what;
  RawServer::Script script;
  bool error;
  int status;  // 0: not known
  const char* body = "";
};

RawServer::Script then(std::string bytes, void (Connection::*end)() = &Connection::close) {
  return [bytes, end](Connection& peer, int) -> asio::awaitable<void> {
    if (!co_await peer.request()) co_return;
    co_await peer.send(bytes);
    (peer.*end)();
  };
}

std::vector<Ending> endings() {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  return {
      {"whole", then(whole), false, 200, "ok"},
      {"closed", then(""), true, 0},
      {"reset", then("", &Connection::reset), true, 0},
      {"status line cut", then("HTTP/1.1 20"), true, 0},
      {"headers cut", then(ok + "X: y\r\n"), true, 0},
      {"headers cut inside a field", then(ok + "Content-Length: 2\r\nX: y"), true, 0},
      {"body cut", then(ok + "Content-Length: 100\r\n\r\ntorn"), true, 200},
      {"body reset", then(ok + "Content-Length: 100\r\n\r\ntorn", &Connection::reset), true, -1},
      {"chunks cut", then(ok + "Transfer-Encoding: chunked\r\n\r\n4\r\ntorn\r\n"), true, 200},
      {"no length", then(ok + "\r\nto the end"), false, 200, "to the end"},
      {"no body", then("HTTP/1.1 204 No Content\r\n\r\n"), false, 204},
      {"no reason", then("HTTP/1.1 201\r\nContent-Length: 2\r\n\r\nok"), false, 201, "ok"},
      {"HTTP/1.0", then("HTTP/1.0 200 OK\r\n\r\nok"), false, 200, "ok"},
      {"interim first", then("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\n" + whole),
       false, 200, "ok"},
      {"redirect", then("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"), false, 302},
      {"refused", then("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n"), false,
       401},
      {"too slow for it", then("HTTP/1.1 408 Timeout\r\nContent-Length: 0\r\n\r\n"), false, 408},
      {"broken gateway", then("HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n"), false, 502},
      {"not HTTP", then("SSH-2.0-OpenSSH_9.2\r\n\r\n"), true, 0},
      {"HTTP/0.9", then("<html>hei</html>"), true, 0},
      {"ICY", then("ICY 200 OK\r\n\r\n"), true, 0},
      {"empty line first", then("\r\nHTTP/1.1 200 OK\r\n\r\n"), true, 0},
      {"status 099", then("HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n"), true, 0},
      {"status 101", then("HTTP/1.1 101 Switching\r\n\r\n"), true, 0},
      {"status 700", then("HTTP/1.1 700 Odd\r\nContent-Length: 0\r\n\r\n"), true, 0},
      {"two lengths", then(ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nokk"), true, 200},
      {"length that is none", then(ok + "Content-Length: 2x\r\n\r\nok"), true, -1},
      {"gzip that is none", then(ok + "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\njunk"), true, 200},
      {"unknown coding", then(ok + "Content-Encoding: rot13\r\nContent-Length: 2\r\n\r\nok"), true, 200},
  };
}

TEST_F(HttpOutcomes, TellsWhatIsKnownOfEveryEnding) {
  for (const bool tls : {false, true})
    for (const Ending& ending : endings()) {
      RawServer server(io, tls, ending.script);
      const net::HttpOutcome outcome = post(server);
      const std::string what = std::string(ending.what) + (tls ? ", TLS: " : ": ") + outcome.error.message();
      EXPECT_TRUE(outcome.sent) << what;
      EXPECT_EQ(bool(outcome.error), ending.error) << what;
      EXPECT_EQ(outcome.fault, ending.error ? Fault::http : Fault::none) << what;
      EXPECT_EQ(outcome.reply.status != 0, outcome.status_known) << what;
      // A reset may overtake what was sent before it.
      if (ending.status >= 0) {
        EXPECT_EQ(outcome.reply.status, ending.status) << what;
      }
      EXPECT_EQ(outcome.reply.body, ending.body) << what;
      EXPECT_EQ(server.requests(), 1) << what;
    }
}

TEST_F(HttpOutcomes, UnpacksWhatCameAskedOrUnasked) {
  const std::string packed(
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xcb\x48\xcd\x04\x00\x94\x05\x61\x95\x03\x00\x00\x00", 23);
  RawServer server(
      io, false, answers("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 23\r\n\r\n" + packed));
  const net::HttpOutcome outcome = post(server);
  EXPECT_FALSE(outcome.error) << outcome.error.message();
  EXPECT_EQ(outcome.reply.body, "hei");
}

TEST_F(HttpOutcomes, StopsABombAndEndlessHeaders) {
  settings.body_bytes = 100'000;
  settings.header_bytes = 10'000;
  // 300,000 zeros in 300 bytes of gzip.
  std::string body(
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xed\xc1\x01\x0d\x00\x00\x00\xc2\xa0\xf7\x4f\x6d\x0f\x07\x14",
      25);
  body.resize(310, '\0');
  RawServer bomb(io, false,
                 answers("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
                         std::to_string(body.size()) + "\r\n\r\n" + body));
  EXPECT_EQ(post(bomb).error, boost::system::errc::message_size);
  RawServer chunks(io, false, [](Connection& peer, int) -> asio::awaitable<void> {
    if (!co_await peer.request()) co_return;
    co_await peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    const std::string chunk = "1000\r\n" + std::string(0x1000, 'x') + "\r\n";
    for (int i = 0; i < 100; ++i) co_await peer.send(chunk);
  });
  const net::HttpOutcome large = post(chunks);
  EXPECT_EQ(large.error, boost::system::errc::message_size);
  EXPECT_EQ(large.reply.status, 200);
  EXPECT_EQ(large.reply.body, "");
  RawServer fields(io, false, [](Connection& peer, int) -> asio::awaitable<void> {
    if (!co_await peer.request()) co_return;
    co_await peer.send("HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 1000; ++i) co_await peer.send("X-Field: " + std::string(100, 'x') + "\r\n");
  });
  const net::HttpOutcome endless = post(fields);
  EXPECT_EQ(endless.error, boost::system::errc::message_size);
  EXPECT_TRUE(endless.sent);
  EXPECT_FALSE(endless.status_known);
}

TEST_F(HttpOutcomes, TakesTheHeadersOfTheAnswerAlone) {
  RawServer server(io, false,
                   answers("HTTP/1.1 103 Early\r\nX: early\r\n\r\nHTTP/1.1 200 OK\r\nX: a\r\n b\r\nEmpty:\r\n"
                           "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX: trailer\r\n\r\n"));
  const net::HttpOutcome outcome = post(server);
  EXPECT_EQ(outcome.reply.body, "ok");
  EXPECT_EQ(outcome.reply.headers.count("X"), 1u);
  EXPECT_EQ(outcome.reply.headers.get("X"), "a b");
  EXPECT_TRUE(outcome.reply.headers.has("Empty"));
}

TEST_F(HttpOutcomes, IsSilentAfterTheRequest) {
  for (const bool tls : {false, true}) {
    int requests = 0;
    const auto ask = [&](std::chrono::milliseconds limit) {
      const RawServer server(io, tls, [](Connection& peer, int) -> asio::awaitable<void> {
        if (co_await peer.request()) co_await peer.until_closed();
      });
      const net::HttpOutcome outcome = post(server, limit);
      requests = server.requests();
      return outcome;
    };
    const net::HttpOutcome outcome = in_short(300ms, ask, [&](const auto&) { return requests > 0; });
    EXPECT_EQ(outcome.error, asio::error::timed_out);
    EXPECT_TRUE(outcome.sent);
    EXPECT_FALSE(outcome.status_known);
    EXPECT_EQ(outcome.fault, Fault::http);
    EXPECT_EQ(requests, 1);
  }
}

// ---- before it

TEST_F(HttpOutcomes, SaysWhereItBrokeBeforeAnythingLeft) {
  RawServer server(io, true, answers(whole));
  const std::string url = server.url();
  net::HttpClient strangers(settings);  // trusts the system's roots alone
  const auto unknown = send(strangers, post_to(url));
  expect_not_reached(unknown, Fault::tls, "an authority nobody knows");
  net::HttpClient& trusting = client_for(server);
  const std::string by_address = "https://127.0.0.1:" + std::to_string(server.port()) + "/";
  const auto another = send(trusting, post_to(by_address));
  expect_not_reached(another, Fault::tls, "another name");
  const char* another_site = "the certificate is another site's";
  EXPECT_NE(net::in_words(another, by_address).find(another_site), std::string::npos);
  EXPECT_EQ(net::in_words(unknown, url).find(another_site), std::string::npos) << net::in_words(unknown, url);
  EXPECT_EQ(server.requests(), 0);
  EXPECT_EQ(send(trusting, post_to(url)).reply.body, "ok");

  for (void (Connection::*end)() : {&Connection::close, &Connection::reset}) {
    RawServer hostile(io, false, [end](Connection& peer, int) -> asio::awaitable<void> {
      (peer.*end)();
      co_return;
    });
    const std::string there = "https://localhost:" + std::to_string(hostile.port()) + "/";
    expect_not_reached(send(trusting, post_to(there)), Fault::tls, "no handshake");
  }
  RawServer plain(io, false, [](Connection& peer, int) -> asio::awaitable<void> {
    co_await peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
    co_await peer.until_closed();
  });
  const std::string no_tls = "https://localhost:" + std::to_string(plain.port()) + "/";
  expect_not_reached(send(trusting, post_to(no_tls)), Fault::tls, "no TLS there");
  RawServer silent(io, false, [](Connection& peer, int) { return peer.until_closed(); });
  const std::string never = "https://localhost:" + std::to_string(silent.port()) + "/";
  const net::HttpOutcome late = in_short(
      60ms, [&](auto limit) { return send(trusting, post_to(never, limit)); }, broke_at(Fault::tls));
  expect_not_reached(late, Fault::tls, "a silent handshake");
  EXPECT_EQ(late.error, asio::error::timed_out);
}

using Found = net::Result<std::vector<asio::ip::address>>;

TEST_F(HttpOutcomes, TellsALookupFromAConnection) {
  settings.dialling.lookup = [](std::string) -> asio::awaitable<Found> {
    co_return boost::system::error_code(asio::error::host_not_found);
  };
  net::HttpClient lost(settings);
  expect_not_reached(send(lost, post_to("http://chat.example/")), Fault::dns, "no such name");

  Gate never(io);
  settings.dialling.lookup = [&](std::string) -> asio::awaitable<Found> {
    co_await never.wait();
    co_return boost::system::error_code(asio::error::host_not_found);
  };
  net::HttpClient waiting(settings);
  const net::HttpOutcome slow = send(waiting, post_to("http://chat.example/", 40ms));
  expect_not_reached(slow, Fault::dns, "a lookup without end");
  EXPECT_EQ(slow.error, asio::error::timed_out);
  never.open();

  std::uint16_t closed = 0;
  {
    RawServer gone(io, false, answers(whole));
    closed = gone.port();
  }
  settings.dialling.lookup = nullptr;
  net::HttpClient plain(settings);
  const net::HttpOutcome refused = send(plain, post_to("http://127.0.0.1:" + std::to_string(closed) + "/"));
  expect_not_reached(refused, Fault::tcp, "nobody listens");
  EXPECT_EQ(refused.error, asio::error::connection_refused);
}

// A socket that listens and whose queue is full: what is sent to it vanishes.
class Swallower {
 public:
  Swallower(asio::io_context& io, const char* address, std::uint16_t port) : acceptor_(io) {
    const asio::ip::tcp::endpoint here(asio::ip::make_address(address), port);
    acceptor_.open(here.protocol());
    acceptor_.set_option(asio::ip::tcp::acceptor::reuse_address(true));
    acceptor_.bind(here);
    acceptor_.listen(0);
    for (int i = 0; i < 3; ++i) {
      fill_.emplace_back(io);
      fill_.back().async_connect(acceptor_.local_endpoint(), [](boost::system::error_code) {});
    }
  }

 private:
  asio::ip::tcp::acceptor acceptor_;
  std::vector<asio::ip::tcp::socket> fill_;
};

TEST_F(HttpOutcomes, PassesDeadAddressesSoon) {
  RawServer server(io, false, answers(whole));
  const std::uint16_t port = server.port();
  std::vector<asio::ip::address> addresses;
  settings.dialling.next_address = 20ms;
  settings.dialling.lookup = [&](std::string) -> asio::awaitable<Found> { co_return addresses; };
  net::HttpClient racing(settings);
  const auto call = post_to("http://dual.test:" + std::to_string(port) + "/hooks/x", 5s);
  const Swallower first(io, "127.0.0.2", port), second(io, "127.0.0.3", port);
  for (const std::vector<std::string>& names : {std::vector<std::string>{"127.0.0.2", "127.0.0.1"},
                                                {"127.0.0.2", "127.0.0.3", "127.0.0.1"},
                                                {"127.0.0.4", "127.0.0.1"},
                                                {"::1", "127.0.0.2", "127.0.0.1"}}) {
    addresses.clear();
    for (const std::string& name : names) addresses.push_back(asio::ip::make_address(name));
    const auto start = std::chrono::steady_clock::now();
    const net::HttpOutcome outcome = send(racing, call);
    EXPECT_EQ(outcome.reply.status, 200) << names.front() << ": " << outcome.error.message();
    EXPECT_LT(std::chrono::steady_clock::now() - start, 4s) << "before the call's own time is over";
  }
  EXPECT_EQ(server.requests(), 4);
  addresses = {asio::ip::make_address("127.0.0.2")};
  const auto silent = [&](std::chrono::milliseconds limit) { return send(racing, post_to(call.url, limit)); };
  expect_not_reached(in_short(60ms, silent, broke_at(Fault::tcp)), Fault::tcp, "all addresses silent");
}

TEST_F(HttpOutcomes, LeavesOutAddressesItMayNotUse) {
  RawServer server(io, false, answers(whole));
  settings.dialling.lookup = [](std::string) -> asio::awaitable<Found> {
    co_return std::vector{asio::ip::make_address("127.0.0.9"), asio::ip::make_address("127.0.0.1")};
  };
  settings.dialling.may_connect = [](const asio::ip::address& address) {
    return address == asio::ip::make_address("127.0.0.1");
  };
  net::HttpClient careful(settings);
  const net::HttpOutcome mixed =
      send(careful, post_to("http://dual.test:" + std::to_string(server.port()) + "/"));
  EXPECT_EQ(mixed.reply.status, 200) << mixed.error.message();
  settings.dialling.may_connect = [](const asio::ip::address&) { return false; };
  net::HttpClient shut(settings);
  const net::HttpOutcome none =
      send(shut, post_to("http://dual.test:" + std::to_string(server.port()) + "/"));
  expect_not_reached(none, Fault::tcp, "no address is left");
  EXPECT_EQ(none.error, net::refused_addresses);
}

// ---- kept connections

TEST_F(HttpOutcomes, KeepsConnections) {
  for (const bool tls : {false, true}) {
    RawServer server(io, tls, [](Connection& peer, int) -> asio::awaitable<void> {
      while (co_await peer.request()) co_await peer.send(whole);
    });
    net::HttpClient& keeping = client_for(server);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(send(keeping, post_to(server.url())).reply.body, "ok");
    EXPECT_EQ(server.requests(), 5);
    EXPECT_EQ(server.connections(), 1);
  }
}

TEST_F(HttpOutcomes, NeverRepeatsAPostWhenAKeptConnectionDies) {
  struct Death {
    const char* what;
    std::string bytes;
    void (Connection::*end)();
  };
  for (const bool tls : {false, true})
    for (const Death& death :
         {Death{"closed", "", &Connection::close}, Death{"reset", "", &Connection::reset},
          Death{"torn", "HTTP/1.1 2", &Connection::close}}) {
      RawServer server(io, tls, [&](Connection& peer, int number) -> asio::awaitable<void> {
        while (co_await peer.request()) {
          const bool last = number == 1 && peer.seen().find("/second") != std::string::npos;
          if (!last) {
            co_await peer.send(whole);
            continue;
          }
          co_await peer.send(death.bytes);
          (peer.*death.end)();
          co_return;
        }
      });
      net::HttpClient& keeping = client_for(server);
      EXPECT_EQ(send(keeping, post_to(server.url("/first"))).reply.body, "ok");
      const net::HttpOutcome outcome = send(keeping, post_to(server.url("/second")));
      EXPECT_TRUE(outcome.error) << death.what;
      EXPECT_TRUE(outcome.sent) << death.what;
      EXPECT_FALSE(outcome.status_known) << death.what;
      EXPECT_EQ(server.requests(), 2) << death.what << (tls ? ", TLS" : "");
      // And the next goes on a new connection.
      EXPECT_EQ(send(keeping, post_to(server.url("/third"))).reply.body, "ok") << death.what;
    }
}

TEST_F(HttpOutcomes, AsksAgainWhereAskingTwiceIsHarmless) {
  RawServer server(io, false, [&](Connection& peer, int number) -> asio::awaitable<void> {
    for (int i = 0; co_await peer.request(); ++i) {
      if (number == 1 && i == 1) co_return;
      co_await peer.send(whole);
    }
  });
  net::HttpClient& keeping = client_for(server);
  net::HttpCall get;
  get.url = server.url();
  EXPECT_EQ(send(keeping, get).reply.body, "ok");
  EXPECT_EQ(send(keeping, get).reply.body, "ok");
  EXPECT_EQ(server.requests(), 3);
}

TEST_F(HttpOutcomes, DoesNotTakeAnUnaskedAnswerForItsOwn) {
  for (const bool tls : {false, true}) {
    Gate said(io);
    RawServer server(io, tls, [&](Connection& peer, int number) -> asio::awaitable<void> {
      while (co_await peer.request()) {
        co_await peer.send(whole);
        if (number > 1) continue;
        co_await peer.send("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        peer.close();
        said.open();
        co_return;
      }
    });
    net::HttpClient& keeping = client_for(server);
    EXPECT_EQ(send(keeping, post_to(server.url())).reply.body, "ok");
    run([&]() -> asio::awaitable<void> { co_await said.wait(); });
    const net::HttpOutcome outcome = send(keeping, post_to(server.url()));
    EXPECT_EQ(outcome.reply.status, 200) << outcome.error.message();
    EXPECT_EQ(server.requests(), 2);
    EXPECT_EQ(server.connections(), 2);
  }
}

TEST_F(HttpOutcomes, DoesNotSendOnAConnectionWithAnUnaskedAnswerThatStaysOpen) {
  Gate said(io);
  RawServer server(io, false, [&](Connection& peer, int number) -> asio::awaitable<void> {
    while (co_await peer.request()) {
      co_await peer.send(whole);
      if (number > 1) continue;
      boost::asio::steady_timer a_little(io, 5ms);  // so that it is not read along with the answer
      co_await a_little.async_wait(asio::use_awaitable);
      co_await peer.send("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
      said.open();
    }
  });
  net::HttpClient& keeping = client_for(server);
  EXPECT_EQ(send(keeping, post_to(server.url())).reply.body, "ok");
  run([&]() -> asio::awaitable<void> { co_await said.wait(); });
  EXPECT_EQ(send(keeping, post_to(server.url())).reply.status, 200);
  EXPECT_EQ(server.requests(), 2);
  EXPECT_EQ(server.connections(), 2);
}

// ---- cancelled and destroyed

TEST_F(HttpOutcomes, IsCancelledInEveryPhase) {
  Gate never(io);
  struct Phase {
    const char* what;
    bool tls_url, sent;
  };
  for (const Phase& phase : {Phase{"lookup", false, false}, Phase{"handshake", true, false},
                             Phase{"waiting", false, true}, Phase{"body", false, true}}) {
    for (const bool destroy : {false, true}) {
      Gate there(io), ended(io);
      const std::string what = phase.what;
      RawServer server(io, false, [&](Connection& peer, int) -> asio::awaitable<void> {
        if (what == "handshake") there.open();
        if (what != "handshake" && co_await peer.request()) {
          if (what == "body") co_await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart");
          there.open();
        }
        co_await peer.until_closed();
      });
      settings.dialling.lookup = nullptr;
      if (what == "lookup")
        settings.dialling.lookup = [&](std::string) -> asio::awaitable<Found> {
          there.open();
          co_await never.wait();
          co_return boost::system::error_code(asio::error::host_not_found);
        };
      auto mine = std::make_unique<net::HttpClient>(settings);
      const std::string url = std::string(phase.tls_url ? "https" : "http") +
                              "://localhost:" + std::to_string(server.port()) + "/";
      asio::cancellation_signal cancel;
      net::HttpOutcome outcome;
      asio::awaitable<net::HttpOutcome> sending = mine->send(post_to(url));
      auto on_end = [&](std::exception_ptr failure, net::HttpOutcome result) {
        EXPECT_FALSE(failure);
        outcome = std::move(result);
        ended.open();
      };
      asio::co_spawn(io, std::move(sending), asio::bind_cancellation_slot(cancel.slot(), on_end));
      run([&]() -> asio::awaitable<void> {
        co_await there.wait();
        if (destroy) mine.reset();
        cancel.emit(asio::cancellation_type::terminal);
        co_await ended.wait();
      });
      EXPECT_EQ(outcome.error, asio::error::operation_aborted) << what << ": " << outcome.error.message();
      EXPECT_EQ(outcome.sent, phase.sent) << what;
    }
  }
  never.open();
}

TEST_F(HttpOutcomes, IsThrownAwayWithItsLoop) {
  auto other = std::make_unique<asio::io_context>(1);
  Gate there(*other);
  RawServer server(*other, false, [&](Connection& peer, int) -> asio::awaitable<void> {
    if (co_await peer.request()) there.open();
    co_await peer.until_closed();
  });
  auto mine = std::make_unique<net::HttpClient>(settings);
  asio::co_spawn(*other, mine->send(post_to(server.url())),
                 [](std::exception_ptr, const net::HttpOutcome&) {});
  while (!there.is_open()) other->run_one();
  mine.reset();
  other->stop();
}

}  // namespace
}  // namespace net_test
