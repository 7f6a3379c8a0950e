// Direct messages over the WebSocket, and what becomes of it when the connection breaks.
#include <gmock/gmock.h>

#include <boost/asio/bind_cancellation_slot.hpp>

#include "adapters/mattermost/feed.hpp"
#include "tests/adapters/mattermost/conversation.hpp"

namespace mattermost_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST_F(MattermostFeedTest, ADirectMessageIsACommand) {
  inbox.script = [](const core::Event&) { return says(with_button("Hei", "Svar", "polls/form", "p1")); };
  const std::string post = fake.write(kari, conversation, "hjelp");
  until([&] { return answers().size() == 1; });
  const auto& event = inbox.last<core::Command>();
  EXPECT_EQ(event.text, "hjelp");
  EXPECT_EQ(event.origin.user, "kari");
  EXPECT_EQ(event.origin.channel, "");
  EXPECT_EQ(event.origin.delivery, post);
  EXPECT_EQ(answers()[0], "Hei");
  // The button works there, and nowhere else.
  inbox.script = [](const core::Event&) { return says("Takk"); };
  const std::string answer = fake.order.back();
  EXPECT_EQ(press(answer).failure, "");
  EXPECT_EQ(inbox.last<core::Press>().origin.channel, "");
  EXPECT_EQ(fake.ephemerals.back().text, "Takk");
}

TEST_F(MattermostFeedTest, TheNameOfTheCommandMayStandBeforeIt) {
  fake.write(kari, conversation, "refleks avstemning ny");
  until([&] { return inbox.events.size() == 1; });
  EXPECT_EQ(inbox.last<core::Command>().text, "avstemning ny");
  fake.write(kari, conversation, "Refleks");
  until([&] { return inbox.events.size() == 2; });
  EXPECT_EQ(inbox.last<core::Command>().text, "");
}

TEST_F(MattermostFeedTest, AFormIsOpenedByAButton) {
  inbox.script = [](const core::Event&) { return asks(small_form()); };
  fake.write(kari, conversation, "idé");
  until([&] { return answers().size() == 1; });
  EXPECT_THAT(fake.dialogs, IsEmpty());
  EXPECT_EQ(press(fake.order.back()).failure, "");
  EXPECT_EQ(inbox.last<core::Command>().text, "idé");
  ASSERT_EQ(fake.dialogs.size(), 1u);
  EXPECT_EQ(fake.dialogs[0].dialog["title"], "Foreslå tema");
}

TEST_F(MattermostFeedTest, WhatTheAdapterAddsIsInTheLanguageOfTheReply) {
  inbox.script = [](const core::Event&) {
    core::Reply reply = asks(small_form());
    reply.language = core::Language::en;
    return reply;
  };
  fake.write(kari, conversation, "idea");
  until([&] { return answers().size() == 1; });
  const std::string post = fake.posts.at(fake.order.back()).dump();
  for (const char* key : {"mattermost.form_waits", "mattermost.open_form"})
    EXPECT_THAT(post, HasSubstr(core::text(core::Language::en, key)));
}

// Whoever reads the second answer first takes it for the first one's.
TEST_F(MattermostFeedTest, AnAnswerThatIsTurnedAwayComesAgainBeforeThatToTheNextCommand) {
  inbox.script = [](const core::Event& event) { return says("Om " + std::get<core::Command>(event).text); };
  fake.fail("POST /posts", {Fault::Kind::proxy, 404});
  fake.write(kari, conversation, "en");
  fake.write(kari, conversation, "to");
  until([&] {
    advance(net::Ticks{3'000});
    return answers().size() == 2;
  });
  EXPECT_EQ(answers(), (std::vector<std::string>{"Om en", "Om to"}));
}

TEST_F(MattermostFeedTest, AnAnswerStandsWhereItWasAsked) {
  inbox.script = [](const core::Event&) { return says("Hei"); };
  const std::string first = fake.write(kari, conversation, "hjelp");
  until([&] { return answers().size() == 1; });
  EXPECT_EQ(fake.posts[fake.order.back()]["root_id"], "");
  fake.write(kari, conversation, "og nå?", Json::object(), first);
  until([&] { return answers().size() == 2; });
  EXPECT_EQ(fake.posts[fake.order.back()]["root_id"], first);
  // Its first post was deleted meanwhile.
  fake.write(kari, conversation, "og nå?", Json::object(), id_of("pgone"));
  until([&] { return answers().size() == 3; });
  EXPECT_EQ(fake.posts[fake.order.back()]["root_id"], "");
}

// What is anonymous is in nothing of ours, and whoever wrote it there is told to delete it.
TEST_F(MattermostFeedTest, AnIdeaBehindACommandIsNotTakenAndNotRepeated) {
  inbox.script = [](const core::Event&) {
    core::Reply reply = asks(small_form());
    reply.again = "idé";
    return reply;
  };
  fake.write(kari, conversation, "idé kvernknurr på nattevakt");
  until([&] { return answers().size() == 1; });
  const Json& post = fake.posts.at(fake.order.back());
  EXPECT_THAT(post.dump(), Not(HasSubstr("kvernknurr")));
  EXPECT_THAT(post["message"].get<std::string>(), HasSubstr("Slett meldingen om det skulle være anonymt."));
  EXPECT_EQ(press(fake.order.back()).failure, "");
  EXPECT_EQ(inbox.last<core::Command>().text, "idé");
}

// Nor is a button needed for it to stay there; and where all was taken there is nothing to delete.
TEST_F(MattermostFeedTest, ItIsSaidOfWhatWasNotTakenAlone) {
  inbox.script = [](const core::Event& event) {
    core::Reply reply = says("Hvilken gruppe?");
    if (std::get<core::Command>(event).text == "idé nord") return asks(small_form());
    reply.again = "idé";
    return reply;
  };
  fake.write(kari, conversation, "idé kvernknurr på nattevakt");
  until([&] { return answers().size() == 1; });
  EXPECT_THAT(answers()[0], HasSubstr("Hvilken gruppe?"));
  EXPECT_THAT(answers()[0], HasSubstr("Slett meldingen om det skulle være anonymt."));
  fake.write(kari, conversation, "idé nord");
  until([&] { return answers().size() == 2; });
  EXPECT_THAT(answers()[1], Not(HasSubstr("Slett meldingen")));
  EXPECT_EQ(press(fake.order.back()).failure, "");
  EXPECT_EQ(inbox.last<core::Command>().text, "idé nord");
}

// Nor behind the second of two commands, where the first one's form is not anonymous.
TEST_F(MattermostFeedTest, WhatMayNotBeSaidAgainIsInNoButton) {
  inbox.script = [](const core::Event&) {
    core::Form form = small_form();
    form.name = "attendance/form";
    core::Reply reply = asks(std::move(form));
    reply.again = "oppmøte\nidé";
    return reply;
  };
  fake.write(kari, conversation, "oppmøte og idé kvernknurr på nattevakt");
  until([&] { return answers().size() == 1; });
  EXPECT_THAT(fake.posts.at(fake.order.back()).dump(), Not(HasSubstr("kvernknurr")));
  EXPECT_THAT(answers()[0], HasSubstr("Slett meldingen om det skulle være anonymt."));
  EXPECT_EQ(press(fake.order.back()).failure, "");
  EXPECT_EQ(inbox.last<core::Command>().text, "oppmøte\nidé");
}

TEST_F(MattermostFeedTest, NothingElseIsHeard) {
  fake.write(kari, channel, "i gruppa");
  fake.write(bot, conversation, "vår egen", {{"from_bot", "true"}});
  fake.write(kari, conversation, "", Json::object());
  fake.write(kari, conversation, "fra en krok", {{"from_webhook", "true"}});
  fake.write(kari, conversation, "til sist");
  until([&] { return !inbox.events.empty(); });
  EXPECT_EQ(inbox.events.size(), 1u);
  EXPECT_EQ(inbox.last<core::Command>().text, "til sist");
}

TEST_F(MattermostFeedTest, WhatCameMeanwhileIsHeardAfterABreak) {
  fake.write(kari, conversation, "en");
  until([&] { return inbox.events.size() == 1; });
  fake.cut_sockets();
  until([&] { return fake.sockets() == 0; });
  fake.write(kari, conversation, "to");
  reconnected(2);
  until([&] { return inbox.events.size() == 2; });
  EXPECT_EQ(inbox.last<core::Command>().text, "to");
  EXPECT_THAT(fake.upgrades[1], HasSubstr("connection_id="));
  EXPECT_THAT(fake.upgrades[1], HasSubstr("sequence_number=2"));
}

TEST_F(MattermostFeedTest, AGapMeansComingBackForTheRest) {
  fake.lose_next_event = true;
  fake.write(kari, conversation, "tapt");
  fake.write(kari, conversation, "etter");
  reconnected(2);
  until([&] { return inbox.events.size() == 2; });
  EXPECT_EQ(std::get<core::Command>(inbox.events[0]).text, "tapt");
  EXPECT_EQ(std::get<core::Command>(inbox.events[1]).text, "etter");
}

// It was opened as the bot that was, and nothing written to the new one was heard until it broke.
TEST_F(MattermostFeedTest, ATokenThatIsRenewedWhileItConnectsIsTheOneItListensWith) {
  mattermost::Options renewed = workspace;
  renewed.bot_token = "newtokennewtokennewtoken12";
  const std::string next = fake.add_user("refleks2", renewed.bot_token, true).id;
  fake.cut_sockets();
  bool once = false;
  fake.on_change = [&] {  // the server has let it in, of which it has not heard yet
    if (fake.upgrades.size() == 2 && !std::exchange(once, true)) adapter->renew(renewed);
    bell.ring();
  };
  until([&] { return hand.longest() > net::Ticks{0} && !hand.sleeps(net::greeting_limit); });
  advance(net::Ticks{200'000});
  until([&] { return once; });
  reconnected(3);
  fake.write(kari, fake.direct(next, kari).id, "hjelp");
  until([&] { return !inbox.events.empty(); });
  EXPECT_EQ(inbox.last<core::Command>().text, "hjelp");
}

TEST_F(MattermostFeedTest, AServerThatForgotBeginsAnew) {
  fake.cut_sockets();
  until([&] { return fake.sockets() == 0; });
  fake.forget_connections = true;
  reconnected(2);
  fake.write(kari, conversation, "ny");
  until([&] { return inbox.events.size() == 1; });
}

TEST_F(MattermostFeedTest, AConnectionThatNeverGreetsIsGivenUp) {
  fake.greets = false;
  fake.forget_connections = true;
  fake.cut_sockets();
  until([&] { return fake.sockets() == 0; });
  reconnected(2);  // goes on with the old one, of which nobody knows
  fake.cut_sockets();
  reconnected(3);
  until([&] { return hand.sleeps(net::greeting_limit); });
  fake.greets = true;
  advance(net::greeting_limit);
  until([&] { return fake.sockets() == 0; });
  reconnected(4);
  fake.write(kari, conversation, "ny");
  until([&] { return inbox.events.size() == 1; });
}

TEST_F(MattermostFeedTest, AGreetingThatIsTakenBackAtOnceIsAnsweredByGrowingWaits) {
  std::vector<net::Ticks> waits;
  for (std::size_t i = 0; i < 7; ++i) {
    fake.forget_connections = true;
    fake.cut_sockets();
    until([&] { return hand.longest() > net::Ticks{0} && !hand.sleeps(net::greeting_limit); });
    waits.push_back(hand.longest());
    advance(waits.back());
    until([&] { return fake.upgrades.size() >= i + 2 && fake.sockets() > 0; });
    while (io.poll() > 0) continue;
  }
  EXPECT_LT(waits[0], net::Ticks{1'500});
  EXPECT_GT(waits[6], waits[0] * 4);
}

TEST_F(MattermostFeedTest, WaitsGrowAndAreSpread) {
  for (int i = 0; i < 20; ++i)
    fake.fail("GET /users/me", {Fault::Kind::status, 401, "api.context.session_expired"});
  stop();
  workspace.data /= "another";
  adapter = mattermost::make_mattermost(io.get_executor(), workspace, &links, clock, random, hand.timing());
  asio::cancellation_signal end;
  bool over = false;
  const auto ended = [&](std::exception_ptr) {
    over = true;
    bell.ring();
  };
  asio::co_spawn(io, adapter->run(inbox), asio::bind_cancellation_slot(end.slot(), ended));
  std::vector<net::Ticks> waits;
  for (int i = 0; i < 10; ++i) {
    until([&] { return hand.longest() > net::Ticks{0}; });
    waits.push_back(hand.longest());
    advance(waits.back());
    until([&] { return fake.count("GET", "/users/me") >= static_cast<std::size_t>(i) + 3; });
  }
  EXPECT_GE(waits[0], net::Ticks{500});
  EXPECT_LT(waits[0], net::Ticks{1'500});
  EXPECT_GT(waits[6], waits[0] * 10);
  for (const net::Ticks wait : waits) EXPECT_LT(wait, net::Ticks{180'000});
  end.emit(asio::cancellation_type::terminal);
  until([&] { return over; });
}

std::optional<mattermost::Written> direct_message(const std::string& frame, const std::string& bot) {
  return mattermost::read_direct_message(runtime::JsonText(frame).root(), bot);
}

TEST(MattermostFeedFramesTest, CrookedFramesAreNothing) {
  const std::string bot = id_of("ubot"), user = id_of("ukari"), channel = id_of("d1");
  const Json post{{"id", id_of("p1")}, {"user_id", user}, {"channel_id", channel}, {"message", "hei"}};
  const auto frame = [](const Json& data) {
    return Json{{"event", "posted"}, {"data", data}, {"seq", 1}}.dump();
  };
  EXPECT_TRUE(direct_message(frame({{"channel_type", "D"}, {"post", post.dump()}}), bot));
  for (const std::string& bad :
       {std::string(), std::string("[]"), std::string("{\"event\":7}"), frame(Json::array()),
        frame({{"channel_type", "D"}, {"post", post}}), frame({{"channel_type", "D"}, {"post", "{"}}),
        frame({{"channel_type", "O"}, {"post", post.dump()}}), frame({{"channel_type", 3}})})
    EXPECT_FALSE(direct_message(bad, bot)) << bad;
  for (const char* key : {"user_id", "channel_id", "message"}) {
    Json spoilt = post;
    spoilt[key] = 5;
    EXPECT_FALSE(direct_message(frame({{"channel_type", "D"}, {"post", spoilt.dump()}}), bot));
  }
  Json ours = post;
  ours["user_id"] = bot;
  EXPECT_FALSE(direct_message(frame({{"channel_type", "D"}, {"post", ours.dump()}}), bot));
  Json joined = post;
  joined["type"] = "system_join_channel";
  EXPECT_FALSE(direct_message(frame({{"channel_type", "D"}, {"post", joined.dump()}}), bot));
}

// --- without a way in ---

TEST_F(MattermostTest, WithoutAWayInAFormIsALink) {
  workspace.callback_url.clear();
  start();
  const std::string conversation = fake.direct(bot, kari).id;
  inbox.script = [](const core::Event&) { return asks(small_form()); };
  fake.write(kari, conversation, "idé");
  until([&] { return fake.order.size() == 2; });
  EXPECT_THAT(fake.posts[fake.order[1]]["message"],
              HasSubstr("[Åpne skjemaet](https://sider.example/s/kari/box/home)"));
}

}  // namespace
}  // namespace mattermost_test
