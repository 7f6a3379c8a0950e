// Who is answered where, and what a group never reads.
#include <gmock/gmock.h>
#include <spdlog/details/null_mutex.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include "tests/adapters/nextcloud/world.hpp"

namespace nextcloud_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using namespace std::chrono_literals;

// The lines of the log from now on; rings for each.
class Lines : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  explicit Lines(support::Bell& bell) : bell_(bell) {}
  std::vector<std::string> all;

 protected:
  void sink_it_(const spdlog::details::log_msg& line) override {
    all.emplace_back(line.payload.data(), line.payload.size());
    bell_.ring();
  }
  void flush_() override {}

 private:
  support::Bell& bell_;
};

class NextcloudTalkTest : public NextcloudTest {
 protected:
  NextcloudTalkTest() {
    start();
    inbox.script = [](const core::Event&) { return says("Bare for deg"); };
  }
};

TEST_F(NextcloudTalkTest, InOnesOwnConversationEverythingIsSaid) {
  inbox.script = [](const core::Event&) {
    core::Reply reply;
    reply.whisper = with_button("Slik blir den. Skriv /refleks hjelp", "Åpne nå", "polls/open");
    reply.whisper.own().blocks.emplace_back(core::ContextLine{{core::Span("Skriv /refleks hjelp.")}});
    return reply;
  };
  ask("kari", "karin0te", "!refleks avstemning \"Ja?\"");
  EXPECT_EQ(last().conversation, "karin0te");
  EXPECT_FALSE(last().silent);
  EXPECT_THAT(last().text, HasSubstr("[Åpne nå](https://sider.example/s/kari/polls/open)"));
  EXPECT_THAT(last().text, HasSubstr("_Skriv !refleks hjelp._"));
  const core::Command& command = inbox.last<core::Command>();
  EXPECT_EQ(command.text, "avstemning \"Ja?\"");
  EXPECT_EQ(command.origin.workspace, "talk");
  EXPECT_EQ(command.origin.user, "kari");
  EXPECT_EQ(command.origin.channel, "");
  EXPECT_EQ(command.origin.user_name, "");
  EXPECT_EQ(command.origin.delivery, "karin0te/1567");
}

TEST_F(NextcloudTalkTest, WhatIsAskedInTheGroupIsAnsweredInOnesOwn) {
  ask("kari", "gruppa1", "!refleks avstemninger", 2);
  EXPECT_EQ(inbox.last<core::Command>().origin.channel, "gruppa1");
  EXPECT_EQ(fake.messages[0].conversation, "karin0te");
  EXPECT_EQ(fake.messages[0].text, "Bare for deg");
  EXPECT_EQ(fake.messages[1].conversation, "gruppa1");
  EXPECT_EQ(fake.messages[1].text, "Svaret ligger i din egen samtale med meg.");
  EXPECT_TRUE(fake.messages[1].silent);
}

TEST_F(NextcloudTalkTest, AnAnswerIsTriedAgainAndWhereItIsNeverTakenIsNotSaidToBeThere) {
  const auto ask_through = [&](int faults, std::size_t messages) {
    for (int i = 0; i < faults; ++i) fake.fail({Fault::Kind::maintenance, 503});
    ASSERT_EQ(write("kari", "gruppa1", "!refleks avstemninger"), 200);
    run(bell.until([this, messages] {
      hand.advance(5s);
      return fake.messages.size() == messages;
    }));
  };
  ask_through(1, 2);
  EXPECT_EQ(fake.messages[0].conversation, "karin0te");
  ask_through(3, 3);
  EXPECT_EQ(last().conversation, "gruppa1");
  EXPECT_EQ(last().text,
            "Svaret mitt kom ikke fram i din egen samtale med meg. Spør meg der, eller se på siden din.");
}

TEST_F(NextcloudTalkTest, WhoHasNoneIsToldWhereAndNothingIsDone) {
  ask("ola", "gruppa1", "!refleks avstemninger");
  EXPECT_THAT(inbox.events, IsEmpty());
  EXPECT_EQ(last().conversation, "gruppa1");
  EXPECT_THAT(last().text, HasSubstr("Her leser alle det jeg svarer."));
  EXPECT_THAT(last().text, HasSubstr("Slett meldingen om den skulle være anonym"))
      << "it may have been an idea";
  EXPECT_THAT(last().text, HasSubstr("[Svar her](https://sider.example/s/gruppa1)"));
}

TEST_F(NextcloudTalkTest, HelpIsForEverybodyAndHasNoButtons) {
  inbox.script = [](const core::Event&) {
    core::Reply reply;
    reply.whisper = with_button("Dette kan jeg", "Hjelp", "box/x");
    return reply;
  };
  for (const char* text : {"!refleks", "!refleks hjelp", "!refleks Help", "!refleks status"}) {
    ask("ola", "gruppa1", text);
    EXPECT_EQ(last().text, "Dette kan jeg") << text;
    EXPECT_EQ(last().conversation, "gruppa1");
  }
}

TEST_F(NextcloudTalkTest, AConversationNobodyKnowsTellsItsCode) {
  fake.add_conversation("0lan0te");
  ask("ola", "0lan0te", "!refleks");
  EXPECT_THAT(last().text, HasSubstr("Bare for deg"));
  EXPECT_THAT(last().text, HasSubstr("**0lan0te**"));
  ask("ola", "0lan0te", "!refleks avstemninger");
  EXPECT_THAT(last().text, Not(HasSubstr("Bare for deg")));
  EXPECT_THAT(last().text, HasSubstr("**0lan0te**"));
}

TEST_F(NextcloudTalkTest, AFormIsOnesPage) {
  inbox.script = [](const core::Event&) { return asks(support::small_form("polls/new")); };
  ask("kari", "karin0te", "!refleks avstemning");
  EXPECT_THAT(last().text, HasSubstr("[Åpne siden din](https://sider.example/s/kari)"));
  EXPECT_THAT(last().text, HasSubstr("skjema"));
}

TEST_F(NextcloudTalkTest, WhatTheAdapterAddsIsInTheLanguageOfTheReply) {
  const auto english = [](core::Reply reply) {
    reply.language = core::Language::en;
    return reply;
  };
  const auto text = [](const char* key) { return core::text(core::Language::en, key); };
  inbox.script = [&](const core::Event&) { return english(asks(support::small_form("polls/new"))); };
  ask("kari", "karin0te", "!refleks poll");
  EXPECT_THAT(last().text, HasSubstr(text("nextcloud.form")));
  EXPECT_THAT(last().text, HasSubstr("[" + text("nextcloud.your_page") + "]"));
  inbox.script = [&](const core::Event&) { return english(says("For you alone")); };
  ask("kari", "gruppa1", "!refleks polls", 2);
  EXPECT_EQ(last().text, text("nextcloud.answered"));
}

TEST_F(NextcloudTalkTest, AnIdeaTypedInTheGroupIsNotTakenAndNotRepeated) {
  inbox.script = [](const core::Event& event) {
    const std::string& text = std::get<core::Command>(event).text;
    core::Reply reply =
        text.starts_with("idé") ? asks(support::small_form("box/ideas/new")) : says("Hvilken gruppe?");
    if (text.ends_with("kvernknurr")) reply.again = "idé";
    return reply;
  };
  ask("kari", "gruppa1", "!refleks idé kvernknurr", 2);
  EXPECT_EQ(fake.messages[0].conversation, "karin0te");
  EXPECT_THAT(fake.messages[1].text, HasSubstr("har jeg ikke tatt imot"));
  for (const std::string& body : fake.bodies) EXPECT_THAT(body, Not(HasSubstr("kvernknurr")));
  // In one's own conversation nobody else reads it, but there it stays.
  ask("kari", "karin0te", "!refleks idé kvernknurr");
  EXPECT_THAT(last().text, HasSubstr("Slett meldingen om det skulle være anonymt."));
  ask("kari", "karin0te", "!refleks status og idé kvernknurr");
  EXPECT_THAT(last().text, HasSubstr("Hvilken gruppe?"));
  EXPECT_THAT(last().text, HasSubstr("Slett meldingen om det skulle være anonymt.")) << "in words as well";
  for (const char* taken : {"!refleks idé", "!refleks idé nord"}) {
    ask("kari", "karin0te", taken);
    EXPECT_THAT(last().text, Not(HasSubstr("Slett"))) << "there is nothing to delete";
  }
}

TEST_F(NextcloudTalkTest, WhereSomebodyElseWritesNothingPrivateIsSaidAnyMore) {
  EXPECT_EQ(write("ola", "karin0te", "hei, jeg er også her"), 200);
  ask("kari", "karin0te", "!refleks avstemninger");
  EXPECT_THAT(inbox.events, IsEmpty());
  EXPECT_THAT(last().text, Not(HasSubstr("/kari")));
  const auto out = deliver_to("kari", words("Ukesammendrag"));
  EXPECT_EQ(out.kind, runtime::Delivered::Kind::permanent);
  EXPECT_EQ(out.reason, "not_private");
}

TEST_F(NextcloudTalkTest, SoItIsWhereSomebodyIsLetInOrAGuestWrites) {
  const auto still_private = [this] { return deliver_to("kari", words("hei")).reason.empty(); };
  const auto tell = [this](const Json& event) { return hand_in(fake.request(event.dump())); };
  Json event = fake.event("users/kari", "karin0te", "Kari ga samtalen et navn");
  event["type"] = "Activity";
  event["object"]["name"] = "conversation_renamed";
  EXPECT_EQ(tell(event), 200);
  EXPECT_EQ(tell(fake.event("bots/bot-1", "karin0te", "Hei fra en annen bot")), 200);
  EXPECT_EQ(tell(fake.event("users/ola", "gruppa1", "Hei i gruppa")), 200);
  EXPECT_TRUE(still_private());
  event["object"]["name"] = "user_added";
  EXPECT_EQ(tell(event), 200);
  EXPECT_FALSE(still_private());
  running.stop();
  start();
  EXPECT_TRUE(still_private());
  EXPECT_EQ(tell(fake.event("guests/0123", "karin0te", "hei")), 200);
  EXPECT_FALSE(still_private());
}

TEST_F(NextcloudTalkTest, AnAnswerThatTakesItsTimeComesLater) {
  inbox.script = [](const core::Event&) { return std::optional<core::Reply>(); };
  int status = 0;
  const auto written = [&]() -> asio::awaitable<void> {
    net::Request request = fake.request(fake.event("users/kari", "karin0te", "!refleks avstemninger").dump());
    const net::Response answer = co_await handler(std::move(request));
    status = answer.status;
    bell.ring();
  };
  spawn(written());
  run(bell.until([this] { return hand.sleeps(std::chrono::seconds{1}); }));
  EXPECT_EQ(status, 0) << "nothing is on the disk yet, and Talk sends nothing twice";
  hand.advance(std::chrono::seconds{1});
  run(bell.until([&] { return status != 0; }));
  EXPECT_EQ(status, 200);
  EXPECT_THAT(fake.messages, IsEmpty());
  ASSERT_EQ(inbox.waiting.size(), 1u);
  inbox.waiting[0](says("Nå"));
  run(bell.until([this] { return !fake.messages.empty(); }));
  EXPECT_EQ(last().text, "Nå");
}

// Whatever it was about: the log does not tell when people answer.
TEST_F(NextcloudTalkTest, AnAnswerThatNobodyTookIsCountedInOneLineAnHour) {
  const auto lines = std::make_shared<Lines>(bell);
  const auto before = spdlog::default_logger();
  spdlog::set_default_logger(std::make_shared<spdlog::logger>("nextcloud-test", lines));
  fake.longest = 0;
  const auto ask_in_vain = [&](const char* what) {
    const std::size_t calls = fake.bodies.size();
    write("kari", "karin0te", what);
    run(bell.until([&] { return fake.bodies.size() > calls; }));
  };
  ask_in_vain("!refleks idé");
  run(bell.until([&] { return !lines->all.empty(); }));
  ask_in_vain("!refleks idékode");
  hand.advance(std::chrono::hours{1});
  ask_in_vain("!refleks hjelp");
  run(bell.until([&] { return lines->all.size() > 1; }));
  spdlog::set_default_logger(before);
  EXPECT_THAT(lines->all[0], HasSubstr("nextcloud: a direct answer was not taken: talk, refused 1 time"));
  EXPECT_THAT(lines->all[1], HasSubstr("nextcloud: a direct answer was not taken: talk, refused "));
  EXPECT_EQ(lines->all.size(), 2u) << "of three answers";
}

TEST_F(NextcloudTalkTest, NothingToSayIsNothingSaid) {
  inbox.script = [](const core::Event&) { return core::Reply(); };
  EXPECT_EQ(write("kari", "karin0te", "!refleks avstemninger"), 200);
  io.poll();
  EXPECT_EQ(inbox.events.size(), 1u);
  EXPECT_THAT(fake.messages, IsEmpty());
}

}  // namespace
}  // namespace nextcloud_test
