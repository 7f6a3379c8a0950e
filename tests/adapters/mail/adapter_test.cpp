#include <gmock/gmock.h>

#include <map>

#include "bot/core/random.hpp"
#include "tests/adapters/mail/world.hpp"
#include "tests/adapters/net/raw_server.hpp"

namespace mail_test {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using Kind = runtime::Delivered::Kind;
using runtime::Delivered;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

struct OwnPages final : runtime::Links {
  std::optional<std::string> to(const core::Destination&, const core::Button&) override { return "never"; }
  std::optional<std::string> home(const core::Destination& to) override {
    return "https://refleks.example/s/of-" + to.workspace + "-" + to.id;
  }
};

core::Message invitation() {
  core::Message message;
  core::Mail mail;
  mail.subject = "Nord: samling tirsdag 24. november – blåbær";
  mail.blocks.emplace_back(core::Facts{{{"Når", "tirsdag"}, {"Sted", "Rom <2>"}}});
  core::CalendarEntry entry;
  entry.uid = "s1@refleks";
  entry.sequence = 3;
  entry.starts = support::at("2026-11-24T12:00:00Z");
  entry.ends = entry.starts + 90min;
  entry.zone = "Europe/Oslo";
  entry.summary = "Nord: Tema";
  entry.modified = support::at("2026-11-09T07:00:00Z");
  mail.calendar = entry;
  message.mail = mail;
  return message;
}

class MailTest : public LetterTest {
 protected:
  Delivered deliver(const mail::Options& with, core::Message message = {}, std::string to = "kari-id") {
    const auto adapter = make(with, &pages);
    return LetterTest::deliver(*adapter, std::move(message), std::move(to));
  }

  OwnPages pages;
};

TEST_F(MailTest, ANoticeSaysThatThereIsSomethingAndWhere) {
  core::Message message;
  message.blocks.emplace_back(core::Paragraph{{core::Span("hemmelig tekst")}});
  const Delivered out = deliver(options(), message);
  EXPECT_EQ(out.kind, Kind::sent) << out.reason;
  EXPECT_EQ(out.ref, "") << "nothing of it is ever edited";
  ASSERT_THAT(relay.taken(), SizeIs(1));
  const Taken letter = relay.taken().front();
  EXPECT_EQ(letter.from, "refleks@fjordvik.example");
  EXPECT_EQ(letter.to, "Kari@kommune.example");
  EXPECT_THAT(letter.text, AllOf(HasSubstr("To: Kari Nes <Kari@kommune.example>"),
                                 HasSubstr("Subject: Ny melding til deg fra Refleks"),
                                 HasSubstr("Date: Mon, 09 Nov 2026 08:00:00 +0000"),
                                 HasSubstr("Auto-Submitted: auto-generated"),
                                 HasSubstr("https://refleks.example/s/of-pages-kari"), HasSubstr("text/html"),
                                 Not(HasSubstr("hemmelig")), Not(HasSubstr("text/calendar"))));
  EXPECT_THAT(relay.commands(), Contains("EHLO fjordvik.example"));
}

TEST_F(MailTest, AnInvitationBringsAnEntryForTheCalendar) {
  EXPECT_EQ(deliver(options(), invitation()).kind, Kind::sent);
  ASSERT_THAT(relay.taken(), SizeIs(1));
  EXPECT_THAT(relay.taken().front().text,
              AllOf(HasSubstr("Content-Type: text/calendar; charset=utf-8; method=REQUEST"),
                    HasSubstr("Rom &lt;2&gt;"), HasSubstr("Rom <2>"),
                    HasSubstr("Subject: Nord: samling tirsdag 24. november =?UTF-8?B?4oCTIGJsw6Viw6Zy?=")));
}

TEST_F(MailTest, TheSamePostIsTheSameMessageForMailPrograms) {
  deliver(options(), invitation());
  deliver(options(), invitation());
  const auto id_in = [](const std::string& text) {
    const auto at = text.find("Message-Id: ");
    return text.substr(at, text.find('\r', at) - at);
  };
  const auto taken = relay.taken();
  ASSERT_THAT(taken, SizeIs(2));
  EXPECT_THAT(id_in(taken[0].text), HasSubstr("@fjordvik.example>"));
  EXPECT_EQ(id_in(taken[0].text), id_in(taken[1].text));
}

struct Answer {
  const char *command, *said;
  Kind kind;
  const char* reason;
};
void PrintTo(const Answer& answer, std::ostream* out) {
  *out << answer.command << " -> " << answer.said;
}
class Answers : public MailTest, public testing::WithParamInterface<Answer> {};

TEST_P(Answers, AreUnderstood) {
  relay.answers[GetParam().command] = GetParam().said;
  mail::Options with = options();
  with.relay.user = "refleks";
  with.relay.password = "hush";
  const Delivered out = deliver(with, invitation());
  EXPECT_EQ(out.kind, GetParam().kind);
  EXPECT_EQ(out.reason, GetParam().reason);
  EXPECT_THAT(relay.taken(), IsEmpty());
}
INSTANTIATE_TEST_SUITE_P(
    Of, Answers,
    testing::Values(
        Answer{"greeting", "421 too busy", Kind::retry, "not_reached"},
        Answer{"greeting", "554 not you", Kind::refused, "not_welcome"},
        Answer{"AUTH", "535 5.7.8 no", Kind::refused, "sign_in"},
        Answer{"AUTH", "454 4.7.0 later", Kind::retry, "sign_in_later"},
        Answer{"MAIL", "550 5.7.1 sender is not yours", Kind::refused, "sender"},
        Answer{"MAIL", "451 4.3.0 later", Kind::retry, "later"},
        Answer{"RCPT", "550 5.1.1 nobody here", Kind::permanent, "no_such_box"},
        Answer{"RCPT", "550 nobody here", Kind::permanent, "no_such_box"},
        Answer{"RCPT", "552 5.2.2 over quota", Kind::permanent, "full_box"},
        Answer{"RCPT", "452 4.2.2 over quota", Kind::retry, "full_box"},
        Answer{"RCPT", "452 4.3.1 the relay's own disk is full", Kind::retry, "later"},
        Answer{"RCPT", "552 mailbox full", Kind::permanent, "full_box"},
        Answer{".", "552 5.3.4 too big", Kind::permanent, "not_taken"},
        Answer{"RCPT", "450 4.2.0 greylisted", Kind::retry, "later"},
        Answer{"RCPT", "554 5.7.1 relay access denied", Kind::refused, "not_passed_on"},
        Answer{"RCPT", "550 Relay denied", Kind::refused, "not_passed_on"},
        Answer{"RCPT", "550 5.1.1 nobody here, and relaying there is none", Kind::permanent, "no_such_box"},
        Answer{"RCPT", "550 5.1.1 undeliverable: mx.far said: 554 5.7.1 Client host rejected",
               Kind::permanent, "no_such_box"},
        Answer{"RCPT", "550 we do not relay", Kind::refused, "not_passed_on"},
        Answer{"RCPT", "550 5.7.1 not for you", Kind::refused, "not_taken"},
        Answer{"RCPT", "553 5.7.1 <a@b.example>: Sender address rejected: not owned by user c", Kind::refused,
               "sender"},
        Answer{"RCPT", "554 5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied", Kind::refused,
               "sender"},
        Answer{"RCPT", "550 Sender verify failed", Kind::refused, "sender"},
        Answer{".", "550 5.7.60 SMTP; Client does not have permissions to send as this sender", Kind::refused,
               "sender"},
        Answer{"RCPT", "450 4.7.1 Client host rejected: cannot find your hostname", Kind::retry, "later"},
        Answer{"RCPT", "550 5.1.8 sender address rejected", Kind::refused, "sender"},
        Answer{"RCPT", "550 5.7.64 TenantAttribution", Kind::refused, "not_passed_on"},
        Answer{"RCPT", "550 Relay not permitted", Kind::refused, "not_passed_on"},
        Answer{"RCPT", "550 nobody here, says relay.example", Kind::permanent, "no_such_box"},
        Answer{"RCPT", "550-5.7.1 Relaying denied\r\n550 see https://relay.example/help", Kind::refused,
               "not_passed_on"},
        Answer{"RCPT", "550-Sender verify failed\r\n550-for fjordvik.example\r\n550 goodbye", Kind::refused,
               "sender"},
        Answer{"RCPT", "552-5.2.2 the box is full\r\n552 come again", Kind::permanent, "full_box"},
        Answer{"RCPT", "550 #5.7.1 Your access has been rejected", Kind::refused, "not_taken"},
        Answer{"DATA", "451 4.3.0 later", Kind::retry, "later"},
        Answer{".", "451 4.3.0 later", Kind::retry, "later"},
        Answer{".", "554 5.7.1 looks like spam", Kind::permanent, "not_taken"},
        Answer{".", "554 5.6.0 looks odd", Kind::permanent, "not_taken"}));

// One private address is not among those that an internal relay sends on to: the others get theirs. And where
// it has forgotten us, that is told once and not for each.
TEST_F(MailTest, WhatARelayDoesNotPassOnWaitsTogetherAndIsNotLost) {
  relay.answers["RCPT"] = "554 5.7.1 <kari@home.example>: Relay access denied";
  const Delivered out = deliver(options(), invitation());
  EXPECT_FALSE(out.place_alone);
  EXPECT_EQ(out.shut, "relay-outside") << "as others that are not in our own domain";
  mail::Options inside = options();
  inside.from = "refleks@Kommune.example";
  EXPECT_EQ(deliver(inside, invitation()).shut, "relay");
  EXPECT_EQ(deliver(inside, invitation(), "far-id").shut, "relay") << "a domain below it";
  relay.answers["RCPT"] = "554 5.7.1 not that one";
  EXPECT_TRUE(deliver(options(), invitation()).place_alone);
  relay.answers["RCPT"] = "550 5.1.1 nobody here";
  EXPECT_EQ(deliver(options(), invitation()).shut, "");
}

TEST_F(MailTest, FromTheThirdRefusalOfItsKindOnNoneIsToldAlone) {
  std::vector<core::Person> all;
  for (const char* id : {"a-id", "b-id", "c-id", "d-id"}) {
    core::Person one = people->people().front();
    one.id = core::PersonId(id);
    one.user = id;
    all.push_back(one);
  }
  people = std::make_shared<const core::Directory>(all, std::vector<core::Group>{});
  const auto adapter = make(options(), &pages);
  const auto outcome = [&](const char* to) {
    const Delivered out = LetterTest::deliver(*adapter, invitation(), to);
    return out.kind == Kind::sent ? "sent" : out.place_alone ? "alone" : out.shut;
  };
  relay.answers["RCPT"] = "550 5.7.1 not from there";
  EXPECT_EQ(outcome("a-id"), "alone");
  EXPECT_EQ(outcome("a-id"), "alone") << "the same one";
  EXPECT_EQ(outcome("b-id"), "alone");
  EXPECT_EQ(outcome("c-id"), "relay-outside");
  EXPECT_EQ(outcome("a-id"), "relay-outside");
  relay.answers.erase("RCPT");
  EXPECT_EQ(outcome("d-id"), "sent");
  relay.answers["RCPT"] = "550 5.7.1 not from there";
  EXPECT_EQ(outcome("a-id"), "alone");
}

// Many an account is locked by wrong passwords, for whoever else uses it too.
TEST_F(MailTest, APasswordThatIsNotTakenIsTriedMoreAndMoreSeldom) {
  mail::Options with = options();
  with.relay.user = "refleks";
  with.relay.password = "hush";
  net::Ticks now{0};
  timing.now = [&now] { return now; };
  const auto adapter = make(with, &pages);
  const auto wait = [&] {
    return std::chrono::floor<std::chrono::minutes>(
               LetterTest::deliver(*adapter, invitation(), "kari-id").after)
        .count();
  };
  relay.answers["AUTH"] = "535 5.7.8 no";
  EXPECT_EQ(wait(), 10);
  EXPECT_EQ(wait(), 10) << "of those that were under way together";
  for (const int minutes : {20, 40, 60, 60}) {
    now += std::chrono::hours(1);
    EXPECT_EQ(wait(), minutes);
  }
  adapter->renew(with);
  EXPECT_EQ(wait(), 10);
}

TEST_F(MailTest, ALostAnswerIsNotKnown) {
  relay.leaves = FakeSmtp::Leaves::after_the_data;
  EXPECT_EQ(deliver(options(), invitation()).kind, Kind::unknown);
}

TEST_F(MailTest, HalfALetterIsNoLetter) {
  relay.leaves = FakeSmtp::Leaves::in_the_data;
  core::Message message = invitation();
  // More than the sockets of both sides hold, so that the client is still writing.
  message.mail->blocks.emplace_back(core::Paragraph{{core::Span(std::string(8 * 1024 * 1024, 'x'))}});
  const Delivered out = deliver(options(), message);
  EXPECT_EQ(out.kind, Kind::retry) << out.reason;
}

TEST_F(MailTest, NothingIsSaidInTheOpenWhereEncryptionIsAskedFor) {
  mail::Options with = options();
  with.relay.security = net::SmtpRelay::Security::starttls;
  with.relay.user = "refleks";
  with.relay.password = "hush";
  const Delivered out = deliver(with, invitation());
  EXPECT_EQ(out.kind, Kind::refused) << "until somebody has mended it";
  EXPECT_EQ(out.reason, "not_encrypted");
  EXPECT_THAT(relay.commands(), Not(Contains(StartsWith("AUTH"))));
  EXPECT_THAT(relay.commands(), Not(Contains(StartsWith("MAIL"))));
}

TEST_F(MailTest, EncryptionThatIsNotThereJustNowIsTriedAgain) {
  mail::Options with = options();
  with.relay.security = net::SmtpRelay::Security::starttls;
  relay.offers = "STARTTLS";
  relay.answers["STARTTLS"] = "454 4.7.0 TLS not available due to local problem";
  const Delivered out = deliver(with, invitation());
  EXPECT_EQ(out.kind, Kind::retry);
  EXPECT_EQ(out.reason, "not_encrypted");
}

// It ran out on a Friday evening: letters wait for it, and not for a day.
TEST_F(MailTest, ACertificateThatNobodyVouchesForIsWaitedForAsLongAsItTakes) {
  const auto nothing = [](net_test::RawConnection&, int) -> asio::awaitable<void> { co_return; };
  const net_test::RawServer other(io, true, nothing);
  mail::Options with = options();
  with.relay.port = other.port();
  with.relay.security = net::SmtpRelay::Security::tls;
  const Delivered out = deliver(with, invitation());
  EXPECT_EQ(out.kind, Kind::refused);
  EXPECT_EQ(out.reason, "not_encrypted");
  EXPECT_FALSE(out.place_alone);
}

TEST_F(MailTest, ARelayThatKnowsNoSignInIsNotGivenThePassword) {
  relay.offers.clear();
  mail::Options with = options();
  with.relay.user = "refleks";
  with.relay.password = "hush";
  EXPECT_EQ(deliver(with).kind, Kind::sent) << "it takes letters without";
  EXPECT_THAT(relay.commands(), Not(Contains(StartsWith("AUTH"))));
}

TEST_F(MailTest, ARelayThatIsNotThereIsTriedAgain) {
  mail::Options with = options();
  {
    const FakeSmtp gone;
    with.relay.port = gone.port();
  }
  EXPECT_EQ(deliver(with).kind, Kind::retry);
}

// A letter that waited for a thread would stand as sent off, and be lost to whoever is killed meanwhile.
TEST_F(MailTest, NoneIsBegunWhileFourWaitForARelayThatIsSilent) {
  asio::ip::tcp::acceptor silent(io, {asio::ip::address_v4::loopback(), 0});
  mail::Options with = options();
  with.relay.port = silent.local_endpoint().port();
  std::vector<net::Ticks> slept;
  timing.sleep = [&slept](net::Ticks for_so_long) -> asio::awaitable<void> {
    slept.push_back(for_so_long);
    throw boost::system::system_error(asio::error::operation_aborted);
    co_return;
  };
  const auto adapter = make(with, &pages);
  const core::Destination to{"epost", core::Destination::Kind::person, "kari-id"};
  int ended = 0;
  const auto one = [&]() -> asio::awaitable<void> {
    runtime::Delivery delivery;
    delivery.to = to;
    const Delivered out = co_await adapter->deliver(std::move(delivery));
    EXPECT_EQ(out.kind, Kind::retry);
    ++ended;
  };
  const auto next = [&]() -> asio::awaitable<void> {
    EXPECT_EQ((co_await adapter->ready(to, false)).kind, Kind::sent);
  };
  run(next());
  for (int i = 0; i < 4; ++i) spawn(one());
  io.poll();  // each has its thread
  EXPECT_THAT(slept, IsEmpty());
  bool waited = false;
  const auto fifth = [&]() -> asio::awaitable<void> {
    try {
      co_await adapter->ready(to, false);
    } catch (const boost::system::system_error&) {
      waited = true;
    }
  };
  run(fifth());
  EXPECT_TRUE(waited);
  EXPECT_THAT(slept, testing::ElementsAre(250ms));
  silent.close();
  while (ended < 4 && io.run_one_for(20s) > 0) continue;
  EXPECT_EQ(ended, 4);
}

TEST_F(MailTest, OnlyPeopleWithAnAddressAreWrittenTo) {
  EXPECT_EQ(deliver(options(), {}, "nobody").reason, "unknown_user");
  EXPECT_EQ(deliver(options(), {}, "odd-id").reason, "no_such_box");
  EXPECT_THAT(relay.commands(), IsEmpty());
}

TEST_F(MailTest, ADomainWithLettersOfItsOwnIsWrittenAsRelaysKnowIt) {
  EXPECT_EQ(deliver(options(), {}, "far-id").kind, Kind::sent);
  ASSERT_EQ(relay.taken().size(), 1U);
  EXPECT_EQ(relay.taken().front().to, "berit@xn--ygarden-p1a.kommune.example");
  EXPECT_THAT(relay.taken().front().text, HasSubstr("To: Kari Nes <berit@xn--ygarden-p1a.kommune.example>"));
}

TEST_F(MailTest, DotsAndNamesComeThroughAsTheyAre) {
  core::Message message;
  message.mail = core::Mail{"Emne\r\nBcc: alle@kommune.example", {}, {}};
  message.mail->blocks.emplace_back(core::Paragraph{{core::Span(".\n.a\n..")}});
  ASSERT_EQ(deliver(options(), message).kind, Kind::sent);
  ASSERT_THAT(relay.taken(), SizeIs(1));
  EXPECT_THAT(relay.taken().front().text, Not(HasSubstr("\r\nBcc:")));
  EXPECT_THAT(relay.taken().front().text, HasSubstr("\r\n.\r\n.a\r\n..\r\n"));
  EXPECT_THAT(relay.commands(), Not(Contains(HasSubstr("alle@"))));
}

TEST_F(MailTest, TheDoctorAsksTheRelay) {
  using runtime::Finding;
  EXPECT_EQ(mail::examine(options()).front().kind, Finding::Kind::good);
  mail::Options with = options();
  with.relay.user = "refleks";
  with.relay.password = "hush";
  relay.answers["AUTH"] = "535 5.7.8 no";
  const auto found = mail::examine(with);
  EXPECT_EQ(found.front().kind, Finding::Kind::bad);
  EXPECT_THAT(found.front().what, AllOf(HasSubstr("user and password"), Not(HasSubstr("hush"))));
  EXPECT_THAT(relay.commands(), Not(Contains(StartsWith("MAIL"))));
  relay.answers["greeting"] = "554 not you";
  EXPECT_THAT(mail::examine(with).front().what, HasSubstr("turns this machine away"));
}

}  // namespace
}  // namespace mail_test
