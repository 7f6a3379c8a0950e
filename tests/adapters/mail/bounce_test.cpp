// What comes back later: reports of delivery, a mailbox that holds some, and how coordinators hear of one.

#include "adapters/mail/bounce.hpp"

#include <gmock/gmock.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <thread>

#include "tests/adapters/mail/world.hpp"
#include "tests/support/notebook.hpp"

namespace mail_test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

// As Postfix writes it.
std::string report(const std::string& action, const std::string& status, const std::string& to) {
  return "From: MAILER-DAEMON@relay.example\r\nTo: refleks@fjordvik.example\r\nSubject: Undelivered\r\n"
         "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; "
         "boundary=\"b\"\r\n\r\n"
         "--b\r\nContent-Type: text/plain\r\n\r\nFinal-Recipient: rfc822; nobody@here.example\r\n\r\n"
         "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; relay.example\r\n\r\n"
         "Final-Recipient: rfc822; " +
         to + "\r\nAction: " + action + "\r\nStatus: " + status +
         "\r\nDiagnostic-Code: smtp; 550 no such user\r\n\r\n"
         "--b\r\nContent-Type: text/rfc822-headers\r\n\r\nSubject: hello\r\n\r\n--b--\r\n";
}

TEST(Bounces, AreReadFromReportsOfDelivery) {
  const auto one = [](const std::string& action, const std::string& status) {
    const auto all = mail::bounces_in(report(action, status, "Kari@Kommune.example"));
    return all.empty() ? std::string("none") : all.front().address + " " + all.front().reason;
  };
  EXPECT_EQ(one("failed", "5.1.1"), "kari@kommune.example no_such_box");
  EXPECT_EQ(one("failed", "5.2.2"), "kari@kommune.example full_box");
  EXPECT_EQ(one("failed", "5.7.1"), "kari@kommune.example not_taken");
  EXPECT_EQ(one("failed", "5.1.8"), "kari@kommune.example not_taken") << "it is about who sends";
  EXPECT_EQ(one("delayed", "4.4.1"), "none") << "it is still tried";
  EXPECT_TRUE(mail::bounces_in("").empty());
  EXPECT_TRUE(
      mail::bounces_in("Subject: hei\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: failed\r\n")
          .empty())
      << "a letter that says so is none";
}

// A relay sends what is for kari.nes@ on to the mailbox behind it, and the report is about that.
TEST(Bounces, AreKnownByTheAddressWeWroteTo) {
  const std::string said =
      report("failed", "5.2.2 (mailbox full)",
             "kn04@box.kommune.example\r\nOriginal-Recipient: rfc822;Kari.Nes@kommune.example");
  const auto all = mail::bounces_in(said);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].address + " " + all[0].reason, "kn04@box.kommune.example full_box");
  EXPECT_EQ(all[1].address + " " + all[1].reason, "kari.nes@kommune.example full_box");
}

TEST(Bounces, LinesThatWereFoldedAreOne) {
  const auto all = mail::bounces_in(report("failed", "\r\n\t5.2.2",
                                           "\r\n kari.nes.som.har.et.langt.navn@kommune.example\r\n"
                                           "X-Words: who has\r\n Action: delayed\r\n"
                                           "Original-Recipient: rfc822;\r\n kari@kommune.example"));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].address + " " + all[0].reason, "kari.nes.som.har.et.langt.navn@kommune.example full_box");
  EXPECT_EQ(all[1].address, "kari@kommune.example");
}

TEST(Bounces, ALineOfBlanksIsTheEndOfOne) {
  const auto all = mail::bounces_in(report("failed",
                                           "5.2.2\r\n \t\r\nFinal-Recipient: rfc822; ola@kommune.example\r\n"
                                           "Action: failed\r\nStatus: 5.1.1",
                                           "kari@kommune.example"));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].address + " " + all[0].reason, "kari@kommune.example full_box");
  EXPECT_EQ(all[1].address + " " + all[1].reason, "ola@kommune.example no_such_box");
}

// As Exim writes it; where it has no code of its own either, nobody can say more.
TEST(Bounces, AreReadByWhatTheOtherRelayAnswered) {
  const auto reason = [](const std::string& answered) {
    std::string said = report("failed", "5.0.0", "kari@kommune.example");
    said.replace(said.find("smtp; 550 no such user"), 22, answered);
    return mail::bounces_in(said).at(0).reason;
  };
  EXPECT_EQ(reason("smtp; 550-5.1.1 <kari@kommune.example>: nobody\r\n 550 5.1.1 see 5.9.1.20"),
            "no_such_box");
  EXPECT_EQ(reason("smtp; 552 5.2.2 full"), "full_box");
  EXPECT_EQ(reason("smtp; 550 no such user"), "not_taken");
}

// RFC 6533: a relay that takes letters with æ in their addresses reports in UTF-8.
TEST(Bounces, AreReadFromReportsInUtf8) {
  std::string said = report("failed", "5.1.1", "kari@kommune.example");
  said.replace(said.find("message/delivery-status"), 23, "message/global-delivery-status");
  said.replace(said.rfind("rfc822; kari"), 7, "utf-8; ");
  const auto all = mail::bounces_in(said);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].address + " " + all[0].reason, "kari@kommune.example no_such_box");
}

// A mailbox with one unread report, by RFC 9051; every connection is served until it leaves.
class FakeImap {
 public:
  explicit FakeImap(std::string text)
      : text_(std::move(text)),
        acceptor_(io_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
        port_(acceptor_.local_endpoint().port()),
        thread_([this] { serve(); }) {}
  ~FakeImap() {
    ends_ = true;
    tcp::socket last(io_);
    boost::system::error_code none;
    last.connect({asio::ip::address_v4::loopback(), port_}, none);
    last.close();
    thread_.join();
  }
  std::string url() const { return "imap://127.0.0.1:" + std::to_string(port_) + "/INBOX"; }
  std::atomic<int> fetched = 0;
  std::atomic<int> signed_in = 0;  // or tried to
  std::atomic<bool> shut = false;  // to whoever signs in
  std::atomic<bool> asked = false, silent = false;
  std::atomic<bool> breaks_off = false;  // instead of handing it out, which counts as fetched all the same

 private:
  void serve() {
    while (!ends_) {
      tcp::socket socket(io_);
      boost::system::error_code failed;
      acceptor_.accept(socket, failed);
      if (failed || ends_) return;
      try {
        talk(socket);
      } catch (const std::exception&) {
        continue;  // the client has left
      }
    }
  }
  void talk(tcp::socket& socket) {
    std::string received;
    const auto say = [&](const std::string& words) { asio::write(socket, asio::buffer(words + "\r\n")); };
    say("* OK [CAPABILITY IMAP4rev1] here");
    while (true) {
      const std::size_t size = asio::read_until(socket, asio::dynamic_buffer(received), "\r\n");
      const std::string line = received.substr(0, size - 2);
      received.erase(0, size);
      asked = true;
      if (silent) continue;
      const std::string tag = line.substr(0, line.find(' ')), command = line.substr(tag.size() + 1);
      if (command.starts_with("LOGIN ") && (++signed_in, shut)) {
        say(tag + " NO [AUTHENTICATIONFAILED] wrong name or password");
        continue;
      }
      if (command == "CAPABILITY") say("* CAPABILITY IMAP4rev1");
      // A receipt of reading is a report, too, and is left for whoever reads the mailbox.
      if (command == "UID SEARCH UNSEEN SINCE 10-Oct-2026 HEADER Content-Type delivery-status")
        say(fetched == 0 ? "* SEARCH 4" : "* SEARCH");
      if (command.starts_with("UID FETCH 4")) {
        ++fetched;
        if (breaks_off) return;
        say("* 1 FETCH (UID 4 BODY[] {" + std::to_string(text_.size()) + "}\r\n" + text_ + ")");
      }
      if (command == "LOGOUT") say("* BYE");
      say(tag + " OK done");
      if (command == "LOGOUT") return;
    }
  }

  std::string text_;
  asio::io_context io_;
  tcp::acceptor acceptor_;
  std::uint16_t port_;
  std::atomic<bool> ends_ = false;
  std::thread thread_;
};

struct NoInbox final : runtime::Inbox {
  void accept(core::Event, std::function<void(core::Reply)>) override {}
};

class BounceTest : public LetterTest {
 protected:
  BounceTest() {
    setup.bounces = {box.url(), "refleks", "hush"};
    timing.sleep = [](net::Ticks) -> asio::awaitable<void> {
      throw boost::system::system_error(asio::error::operation_aborted);  // one look is enough
      co_return;
    };
    start();
  }
  // A process that finds what the one before kept.
  void start() {
    auto next = std::make_unique<support::FakeNotebook>(book->again());
    adapter.reset();
    book = std::move(next);
    adapter = make(setup);
    adapter->open(*book);
  }
  void look() {
    const auto once = [this]() -> asio::awaitable<void> {
      NoInbox inbox;
      try {
        co_await adapter->run(inbox);
      } catch (const boost::system::system_error&) {
      }
    };
    run(once());
  }
  std::string deliver() {
    const auto outcome = LetterTest::deliver(*adapter, {}, "kari-id");
    return outcome.kind == runtime::Delivered::Kind::sent ? "sent" : outcome.reason;
  }

  FakeImap box{report("failed", "5.1.1", "kari@kommune.example")};
  mail::Options setup = options();
  std::unique_ptr<support::FakeNotebook> book = std::make_unique<support::FakeNotebook>();
  std::unique_ptr<mail::Mail> adapter;
};

TEST_F(BounceTest, ALetterThatCameBackIsToldWithTheNextWhichGoesAllTheSame) {
  look();
  EXPECT_EQ(box.fetched, 1);
  EXPECT_EQ(book->bytes(), "returned/kari-id\nno_such_box\nkari-id\n") << "no address";
  start();
  EXPECT_EQ(deliver(), "no_such_box");
  EXPECT_EQ(deliver(), "sent") << "once";
  EXPECT_EQ(relay.taken().size(), 2U);
  start();
  EXPECT_EQ(deliver(), "sent") << "told is told, also over a restart";
}

// The mailbox marks as read what it has handed out, and finds it no more.
TEST_F(BounceTest, AReportThatNobodyNotedIsFetchedAgain) {
  box.breaks_off = true;
  look();
  EXPECT_EQ(box.fetched, 1);
  EXPECT_EQ(book->bytes(), "reading\n4\n\n");
  box.breaks_off = false;
  start();
  look();
  EXPECT_EQ(box.fetched, 2);
  EXPECT_EQ(book->bytes(), "returned/kari-id\nno_such_box\nkari-id\n");
}

TEST_F(BounceTest, NothingIsFetchedOfWhichNoNoteCanBeKept) {
  book->refuses = true;
  look();
  EXPECT_EQ(box.fetched, 0);
}

TEST_F(BounceTest, WhatCameBackIsForgottenWithThePerson) {
  look();
  adapter->forget({[](const std::string& id) { return id == "kari-id"; }});
  EXPECT_EQ(deliver(), "sent");
}

TEST_F(BounceTest, AMailboxThatDoesNotLetUsInIsTriedMoreAndMoreSeldom) {
  int quarters = 0;
  std::vector<int> tried;  // after how many quarters of an hour
  timing.sleep = [&](net::Ticks length) -> asio::awaitable<void> {
    EXPECT_EQ(length, net::Ticks(std::chrono::minutes(15)));
    if (tried.size() < static_cast<std::size_t>(box.signed_in)) tried.push_back(quarters);
    ++quarters;
    if (quarters % 130 == 0) throw boost::system::system_error(asio::error::operation_aborted);
    co_return;
  };
  timing.now = [&quarters] { return net::Ticks(std::chrono::minutes(15)) * quarters; };
  box.shut = true;
  start();
  testing::internal::CaptureStdout();  // where the log goes
  look();
  const std::string log = testing::internal::GetCapturedStdout();
  EXPECT_EQ(tried, (std::vector{0, 1, 3, 7, 15, 31, 63, 127}));
  EXPECT_NE(log.find("does not let us in"), log.npos);
  EXPECT_EQ(log.find("does not let us in"), log.rfind("does not let us in")) << "said once";
  box.shut = false;
  adapter->renew(setup);  // a reload, with the right password
  quarters = 129;
  look();
  EXPECT_EQ(box.fetched, 1) << "at once";
}

// A session on another thread knows nothing of the end, and one that had ended meanwhile threw it out of
// there.
TEST_F(BounceTest, AMailboxThatSaysNothingIsLeftAtTheEnd) {
  box.silent = true;
  NoInbox inbox;
  asio::cancellation_signal end;
  bool left = false;
  asio::co_spawn(io, adapter->run(inbox),
                 asio::bind_cancellation_slot(end.slot(), [&](std::exception_ptr) { left = true; }));
  io.restart();
  while (!box.asked) io.poll();
  end.emit(asio::cancellation_type::all);
  io.run();
  EXPECT_TRUE(left);
}

// The doctor signs in and looks; what lies there stays unread.
TEST_F(BounceTest, TheDoctorLooksAtTheMailboxToo) {
  const net::ImapBox bounces = std::exchange(setup.bounces, {});
  EXPECT_EQ(mail::examine(setup).size(), 1U) << "no mailbox, no word of it";
  setup.bounces = bounces;
  const auto good = mail::examine(setup);
  ASSERT_EQ(good.size(), 2U);
  EXPECT_EQ(good[1].kind, runtime::Finding::Kind::good) << good[1].what;
  EXPECT_EQ(box.fetched, 0);
  setup.bounces.url = "imap://127.0.0.1:1/INBOX";
  const auto bad = mail::examine(setup);
  EXPECT_EQ(bad[1].kind, runtime::Finding::Kind::bad);
  EXPECT_NE(bad[1].what.find("imap://127.0.0.1:1"), std::string::npos) << bad[1].what;
}

}  // namespace
}  // namespace mail_test
