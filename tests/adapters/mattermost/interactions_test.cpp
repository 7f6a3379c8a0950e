// Commands, buttons and dialogs, from a person's hand to the engine and back.
#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <optional>

#include "adapters/net/http_client.hpp"
#include "tests/adapters/mattermost/world.hpp"

namespace mattermost_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class MattermostFrontTest : public MattermostTest {
 protected:
  MattermostFrontTest() { start(); }
};

TEST_F(MattermostFrontTest, ACommandComesInUnderTheConfiguredNames) {
  EXPECT_EQ(command("avstemning ny").failure, "");
  const auto& event = inbox.last<core::Command>();
  EXPECT_EQ(event.text, "avstemning ny");
  EXPECT_EQ(event.origin.workspace, "mattermost");
  EXPECT_EQ(event.origin.user, "kari");
  EXPECT_EQ(event.origin.user_name, "");
  EXPECT_EQ(event.origin.channel, "omsorg/fredag");
  EXPECT_EQ(event.origin.delivery.size(), 32u);
  EXPECT_THAT(fake.ephemerals, IsEmpty());
  EXPECT_THAT(fake.posts, IsEmpty());
}

TEST_F(MattermostFrontTest, WhatTheAdapterAddsIsInTheLanguageOfTheReply) {
  core::Reply reply = asks(small_form());
  reply.language = core::Language::en;
  reply.form->submit.clear();
  reply.form->inputs.clear();
  inbox.script = [&](const core::Event&) { return reply; };
  EXPECT_EQ(command("idea").failure, "");
  ASSERT_EQ(fake.dialogs.size(), 1U);
  EXPECT_EQ(fake.dialogs[0].dialog["submit_label"], core::text(core::Language::en, "mattermost.close"));
}

TEST_F(MattermostFrontTest, OtherTokensCountAtOnceAndNewPeopleToo) {
  mattermost::Options now = workspace;
  now.command_tokens = {"another-command-token-here"};
  now.bot_token = "another-bot-token-here";
  adapter->renew(now);
  EXPECT_NE(command("hjelp").failure, "") << "the former is taken no more";
  adapter->renew(workspace);
  EXPECT_EQ(command("hjelp").failure, "");
  now = workspace;
  const std::string eva = fake.add_user("eva", "token-eva").id;
  fake.add_channel("omsorg", "mandag", {"eva"});
  now.people.push_back(eva);
  now.channels.push_back(id_of("cmandag"));
  adapter->renew(now);
  EXPECT_EQ(sync(fake.type_command(eva, id_of("cmandag"), "/refleks")).failure, "");
  EXPECT_EQ(inbox.last<core::Command>().origin.user, eva);
}

// The service ends while Mattermost is asked who that is.
TEST_F(MattermostFrontTest, ACommandIsAnsweredThoughTheAdapterEndsBeforeItIsKnownWhoAsks) {
  const std::string eva = fake.add_user("eva", "token-eva").id;
  fake.add_channel("omsorg", "mandag", {"eva"});
  mattermost::Options now = workspace;
  now.bot_token = "another-bot-token-here";
  adapter->renew(now);  // so that the bot itself is asked for first
  std::optional<Taken> taken;
  const auto typed = [&]() -> asio::awaitable<void> {
    taken = co_await fake.type_command(eva, id_of("cmandag"), "/refleks");
    bell.ring();
  };
  const std::size_t before = fake.count("GET", "/users/me");
  asio::co_spawn(io, typed(), asio::detached);
  until([&] { return fake.count("GET", "/users/me") > before; });
  stop();
  until([&] { return taken.has_value(); });
  EXPECT_EQ(taken->failure, "");
}

TEST_F(MattermostFrontTest, PeopleInACommandAreMeantById) {
  const std::string eva = fake.add_user("eva", "token-eva").id;
  EXPECT_EQ(command("rolle @Kari. fasilitator @eva a@kari.no @ukjent").failure, "");
  const auto& event = inbox.last<core::Command>();
  EXPECT_EQ(event.mentions, (std::vector<core::Mention>{{"@Kari", "kari"}, {"@eva", eva}}));
  EXPECT_THAT(event.text, ::testing::EndsWith(" a@kari.no @ukjent"));
}

TEST_F(MattermostFrontTest, AnIdThatNobodyHasComesInAsItIs) {
  const std::string eva = fake.add_user("eva", "token-eva").id;
  fake.add_channel("omsorg", "mandag", {"eva"});
  EXPECT_EQ(sync(fake.type_command(eva, id_of("cmandag"), "/refleks")).failure, "");
  EXPECT_EQ(inbox.last<core::Command>().origin.user, eva);
  EXPECT_EQ(inbox.last<core::Command>().origin.channel, id_of("cmandag"));
}

TEST_F(MattermostFrontTest, AWhisperIsSeenByThisPersonAlone) {
  inbox.script = [](const core::Event&) { return says(with_button("Hei", "Svar", "polls/form", "p1")); };
  const Taken taken = command();
  EXPECT_EQ(taken.failure, "");
  EXPECT_EQ(taken.answer["response_type"], "ephemeral");
  EXPECT_EQ(taken.answer["skip_slack_parsing"], true);
  ASSERT_EQ(fake.ephemerals.size(), 1u);
  EXPECT_EQ(fake.ephemerals[0].user, kari);
  EXPECT_EQ(fake.ephemerals[0].text, "Hei");
  EXPECT_THAT(fake.posts, IsEmpty());
  const Json action = fake.ephemerals[0].attachments[0]["actions"][0];
  EXPECT_EQ(action["name"], "Svar");
  EXPECT_EQ(action["id"], "b1");
  EXPECT_EQ(action["style"], "primary");
}

TEST_F(MattermostFrontTest, AButtonInAWhisperWorks) {
  inbox.script = [](const core::Event& event) {
    if (std::holds_alternative<core::Command>(event))
      return says(with_button("Hei", "Svar", "polls/form", "p1"));
    return says("Takk *for* svaret");
  };
  command();
  const Taken taken = press(fake.ephemerals[0].id);
  EXPECT_EQ(taken.failure, "");
  const auto& event = inbox.last<core::Press>();
  EXPECT_EQ(event.name, "polls/form");
  EXPECT_EQ(event.value, "p1");
  EXPECT_EQ(event.origin.user, "kari");
  EXPECT_EQ(event.origin.channel, "omsorg/fredag");
  ASSERT_EQ(fake.ephemerals.size(), 2u);
  EXPECT_EQ(fake.ephemerals[1].text, "Takk \\*for\\* svaret");
  EXPECT_FALSE(taken.answer.contains("update"));
  EXPECT_THAT(fake.posts, IsEmpty());
}

TEST_F(MattermostFrontTest, AFormOpensAsADialogAndItsAnswersComeBack) {
  const OpenDialog dialog = opened(small_form());
  EXPECT_EQ(dialog.user, kari);
  EXPECT_EQ(dialog.dialog["title"], "Foreslå tema");
  EXPECT_EQ(dialog.dialog["introduction_text"], "Ingen ser hvem du er.");
  EXPECT_EQ(dialog.dialog["submit_label"], "Send inn");
  const std::vector<std::string> names = elements(dialog.dialog);
  ASSERT_EQ(names.size(), 1u);
  const Taken taken = submit(dialog, {{names[0], "Ro i helgene"}});
  EXPECT_EQ(taken.failure, "");
  EXPECT_EQ(taken.answer, Json::object());  // closes
  const auto& event = inbox.last<core::Submit>();
  EXPECT_EQ(event.name, "box/ideas/new");
  EXPECT_EQ(event.state, "g1|+");
  EXPECT_EQ(event.origin.user, "kari");
  EXPECT_EQ(event.origin.channel, "omsorg/fredag");
  EXPECT_EQ(event.values, (core::FormValues{{"idea", {"Ro i helgene"}}}));
  EXPECT_THAT(fake.complaints, IsEmpty());
}

TEST_F(MattermostFrontTest, ErrorsLeaveTheDialogOpenAtTheirFields) {
  const OpenDialog dialog = opened(small_form());
  inbox.script = [](const core::Event&) {
    core::Reply reply;
    reply.errors = {{"idea", "Dette ser ut som et navn."}, {"elsewhere", "Og noe mer."}};
    return reply;
  };
  const std::string name = elements(dialog.dialog)[0];
  const Taken taken = submit(dialog, {{name, "Kari"}});
  EXPECT_EQ(taken.failure, "");
  EXPECT_EQ(taken.answer["errors"][name], "Dette ser ut som et navn.");
  EXPECT_EQ(taken.answer["error"], "Og noe mer.");
}

TEST_F(MattermostFrontTest, TheNextStepTakesTheDialogsPlace) {
  const OpenDialog dialog = opened(small_form("sessions/move", "g1"));
  inbox.script = [](const core::Event&) { return asks(small_form("sessions/move", "g1|warned")); };
  EXPECT_EQ(submit(dialog, {{elements(dialog.dialog)[0], "x"}}).failure, "");
  ASSERT_EQ(fake.dialogs.size(), 2u);
  // Mattermost sends the answers of the first step too; only this step's count.
  Json both{{elements(dialog.dialog)[0], "old"}, {elements(fake.dialogs[1].dialog)[0], "new"}};
  EXPECT_EQ(submit(fake.dialogs[1], both).failure, "");
  EXPECT_EQ(inbox.last<core::Submit>().state, "g1|warned");
  EXPECT_EQ(inbox.last<core::Submit>().values, (core::FormValues{{"idea", {"new"}}}));
}

TEST_F(MattermostFrontTest, WordsAfterADialogAreADialogThatOnlyTells) {
  const OpenDialog dialog = opened(small_form());
  inbox.script = [](const core::Event&) { return says("Takk! Koden din er **AB12**."); };
  const Taken taken = submit(dialog, {{elements(dialog.dialog)[0], "x"}});
  EXPECT_EQ(taken.answer["type"], "form");
  EXPECT_THAT(taken.answer["form"]["introduction_text"], HasSubstr("Takk! Koden din er \\*\\*AB12\\*\\*."));
  EXPECT_EQ(taken.answer["form"]["submit_label"], "Lukk");
  const std::size_t before = inbox.events.size();
  EXPECT_EQ(submit(fake.dialogs.back(), Json::object()).answer, Json::object());
  EXPECT_EQ(inbox.events.size(), before);  // nobody needs to know that it was closed
  EXPECT_THAT(fake.posts, IsEmpty());
}

TEST_F(MattermostFrontTest, AFormWithoutInputsIsHandedInWhenItIsClosed) {
  core::Form seen = small_form("box/ideas/seen", "k1");
  seen.inputs.clear();
  const OpenDialog dialog = opened(seen);
  EXPECT_EQ(dialog.dialog["elements"], Json::array());
  EXPECT_EQ(submit(dialog, Json::object()).answer, Json::object());
  EXPECT_EQ(inbox.last<core::Submit>().name, "box/ideas/seen");
}

TEST_F(MattermostFrontTest, ButtonsAfterAButtonAreAMenuInADialog) {
  core::Message home = with_button("Avstemningen om ferie", "Svar", "box/polls/form", "p1");
  home.blocks.emplace_back(core::Paragraph{{core::Span("Avstemningen om vakter")}});
  home.blocks.emplace_back(core::Actions{{{"Svar", "box/polls/form", "p2"}}});
  inbox.script = [home](const core::Event& event) {
    const auto* pressed = std::get_if<core::Press>(&event);
    if (pressed && pressed->value == "p2") return asks(small_form("box/polls/vote", "p2"));
    return says(home);
  };
  command();
  const Taken taken = press(fake.ephemerals[0].id);
  EXPECT_EQ(taken.answer, Json::object());
  ASSERT_EQ(fake.dialogs.size(), 1u);
  const Json dialog = fake.dialogs[0].dialog;
  EXPECT_THAT(dialog["introduction_text"], HasSubstr("vakter"));
  ASSERT_EQ(dialog["elements"].size(), 1u);
  EXPECT_EQ(dialog["elements"][0]["type"], "radio");
  EXPECT_EQ(dialog["elements"][0]["options"][1]["text"], "2. Svar");
  const std::string name = elements(dialog)[0];
  EXPECT_EQ(submit(fake.dialogs[0], {{name, "2"}}).answer["type"], "form");
  EXPECT_EQ(inbox.last<core::Press>().value, "p2");
  EXPECT_EQ(fake.dialogs.back().dialog["title"], "Foreslå tema");
  const std::size_t before = inbox.events.size();
  EXPECT_FALSE(submit(fake.dialogs[0], {{name, "3"}}).answer["error"].get<std::string>().empty());
  EXPECT_FALSE(submit(fake.dialogs[0], {{name, nullptr}}).answer["error"].get<std::string>().empty());
  EXPECT_EQ(inbox.events.size(), before);
  EXPECT_THAT(fake.posts, IsEmpty());
}

TEST_F(MattermostFrontTest, ASlowEngineAnswersACommandLater) {
  inbox.script = [](const core::Event&) { return std::optional<core::Reply>(); };
  std::optional<Taken> taken;
  const auto keep = [&]() -> asio::awaitable<void> {
    taken = co_await fake.type_command(kari, channel, "/refleks hjelp");
    bell.ring();
  };
  spawn(keep());
  until([&] { return !inbox.waiting.empty() && hand.sleeps(net::Ticks{2'500}); });
  advance(net::Ticks{2'500});
  until([&] { return taken.has_value(); });
  EXPECT_EQ(taken->failure, "");
  EXPECT_EQ(taken->answer, Json::object());
  until([&] { return hand.sleeps(net::Ticks{25 * 60'000}); });
  fake.fail("POST /hooks/commands/" + fake.last_response(), {Fault::Kind::proxy, 404});
  inbox.waiting[0](says("Her er jeg"));
  until([&] {
    advance(net::Ticks{3'000});
    return !fake.ephemerals.empty();
  });
  EXPECT_EQ(fake.ephemerals[0].text, "Her er jeg");
  EXPECT_EQ(fake.ephemerals[0].user, kari);
  EXPECT_THAT(fake.posts, IsEmpty());
}

TEST_F(MattermostFrontTest, ASlowFormOpensWhileItsTriggerLives) {
  inbox.script = [](const core::Event&) { return std::optional<core::Reply>(); };
  spawn([this]() -> asio::awaitable<void> { co_await fake.type_command(kari, channel, "/refleks a"); });
  until([&] { return inbox.waiting.size() == 1 && hand.sleeps(net::Ticks{2'500}); });
  advance(net::Ticks{2'500});
  until([&] { return hand.sleeps(net::Ticks{25 * 60'000}); });
  advance(net::Ticks{5'000});
  inbox.waiting[0](asks(small_form()));
  until([&] { return !fake.dialogs.empty(); });
  // The second one comes too late for its trigger, and is told so.
  spawn([this]() -> asio::awaitable<void> { co_await fake.type_command(kari, channel, "/refleks b"); });
  until([&] { return inbox.waiting.size() == 2 && hand.sleeps(net::Ticks{2'500}); });
  advance(net::Ticks{2'500});
  until([&] { return hand.sleeps(net::Ticks{25 * 60'000}); });
  advance(net::Ticks{40'000});
  inbox.waiting[1](asks(small_form()));
  until([&] { return !fake.ephemerals.empty(); });
  EXPECT_THAT(fake.ephemerals[0].text, HasSubstr("lengre tid"));
  EXPECT_EQ(fake.dialogs.size(), 1u);
}

TEST_F(MattermostFrontTest, ASlowButtonAndASlowDialogSayThatTheyAreSlow) {
  deliver(delivery("k1", with_button("Hei", "Svar", "polls/form", "p1")));
  const OpenDialog dialog = opened(small_form());
  inbox.script = [](const core::Event&) { return std::optional<core::Reply>(); };
  int answered = 0;
  spawn([&]() -> asio::awaitable<void> {
    co_await fake.press(kari, fake.order[0], "b1");
    ++answered;
  });
  until([&] { return inbox.waiting.size() == 1 && hand.sleeps(net::Ticks{20'000}); });
  advance(net::Ticks{20'000});
  until([&] { return answered == 1; });
  EXPECT_THAT(fake.ephemerals.back().text, HasSubstr("lengre tid"));
  Taken taken;
  spawn([&]() -> asio::awaitable<void> {
    taken = co_await fake.submit(kari, dialog, Json::object(), channel);
    ++answered;
    bell.ring();
  });
  until([&] { return inbox.waiting.size() == 2 && hand.sleeps(net::Ticks{20'000}); });
  advance(net::Ticks{20'000});
  until([&] { return answered == 2; });
  EXPECT_THAT(taken.answer["error"], HasSubstr("lengre tid"));
}

TEST_F(MattermostFrontTest, ADialogThatDoesNotOpenIsToldInWords) {
  fake.fail("POST /actions/dialogs/open", {Fault::Kind::status, 400, "x"});
  inbox.script = [](const core::Event&) { return asks(small_form()); };
  EXPECT_EQ(command().failure, "");
  ASSERT_EQ(fake.ephemerals.size(), 1u);
  EXPECT_THAT(fake.ephemerals[0].text, HasSubstr("fikk ikke åpnet"));
}

TEST_F(MattermostFrontTest, BeforeItRunsItSaysSo) {
  deliver(delivery("k1", with_button("Hei", "Svar", "polls/form", "p1")));
  const OpenDialog dialog = opened(small_form());
  stop();
  const std::size_t before = inbox.events.size();
  EXPECT_EQ(command().failure, "");
  EXPECT_THAT(fake.ephemerals.back().text, HasSubstr("Noe gikk galt"));
  EXPECT_EQ(press(fake.order[0]).failure, "");
  EXPECT_THAT(submit(dialog, Json::object()).answer["error"], HasSubstr("Noe gikk galt"));
  EXPECT_EQ(inbox.events.size(), before);
}

// --- a server that knows no next steps ---

class MattermostOldServerTest : public MattermostTest {
 protected:
  MattermostOldServerTest() {
    fake.version = "10.11.3";
    start();
  }
};

TEST_F(MattermostOldServerTest, WordsStayInTheDialog) {
  const OpenDialog dialog = opened(small_form());
  inbox.script = [](const core::Event&) { return says("Takk! Koden din er AB12."); };
  const Taken taken = submit(dialog, {{elements(dialog.dialog)[0], "x"}});
  EXPECT_FALSE(taken.answer.contains("type"));
  EXPECT_THAT(taken.answer["error"], HasSubstr("Takk! Koden din er AB12."));
  EXPECT_THAT(taken.answer["error"], HasSubstr("lukke vinduet"));
  EXPECT_THAT(fake.posts, IsEmpty());
}

TEST_F(MattermostOldServerTest, TheyAreInTheLanguageOfTheReply) {
  const OpenDialog dialog = opened(small_form());
  inbox.script = [](const core::Event&) {
    core::Reply reply = says("Thanks! Your code is AB12.");
    reply.language = core::Language::en;
    return reply;
  };
  const Taken taken = submit(dialog, {{elements(dialog.dialog)[0], "x"}});
  EXPECT_THAT(taken.answer["error"], HasSubstr(core::text(core::Language::en, "mattermost.close_yourself")));
}

TEST_F(MattermostOldServerTest, TheSameFormWithAWarningIsSentOnceMore) {
  const OpenDialog dialog = opened(small_form("box/ideas/idea", "g1"));
  const std::string name = elements(dialog.dialog)[0];
  inbox.script = [](const core::Event&) {
    core::Form warned = small_form("box/ideas/idea", "g1|warned");
    warned.intro = {core::Span("Er dette et navn?")};
    return asks(warned);
  };
  const Taken taken = submit(dialog, {{name, "Rose"}});
  EXPECT_THAT(taken.answer["error"], HasSubstr("Er dette et navn?"));
  EXPECT_THAT(taken.answer["error"], HasSubstr("Ingenting er sendt"));
  inbox.script = [](const core::Event&) { return core::Reply(); };
  EXPECT_EQ(submit(dialog, {{name, "Rose"}}).answer, Json::object());
  EXPECT_EQ(inbox.last<core::Submit>().state, "g1|warned");
  EXPECT_EQ(inbox.last<core::Submit>().values.at("idea"), std::vector<std::string>{"Rose"});
}

TEST_F(MattermostOldServerTest, AnotherFormCannotBeShownAndIsSaidSo) {
  const OpenDialog dialog = opened(small_form());
  inbox.script = [](const core::Event&) {
    core::Form next = small_form("x/next", "s");
    next.inputs[0].id = "other";
    return asks(next);
  };
  EXPECT_THAT(submit(dialog, Json::object()).answer["error"], HasSubstr("/refleks"));
  inbox.script = [](const core::Event&) { return core::Reply(); };
  submit(dialog, Json::object());
  EXPECT_EQ(inbox.last<core::Submit>().name, "box/ideas/new");
}

}  // namespace
}  // namespace mattermost_test
