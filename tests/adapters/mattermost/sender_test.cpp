// Posts, edits, what comes of failures, and the search after a crash.
#include <gmock/gmock.h>

#include "tests/adapters/mattermost/world.hpp"
#include "tests/adapters/net/raw_server.hpp"
#include "tests/support/fake_pictures.hpp"

namespace mattermost_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Kind = runtime::Delivered::Kind;
using namespace std::chrono_literals;

class MattermostOutboundTest : public MattermostTest {
 protected:
  MattermostOutboundTest() { start(); }
  const Json& posted() const { return fake.posts.at(fake.order.back()); }
};

TEST_F(MattermostOutboundTest, APostGoesOutAsTheBot) {
  const auto out =
      deliver(delivery("poll/1/opened", with_button("Ny avstemning", "Svar", "box/polls/form", "p1")));
  EXPECT_EQ(out.kind, Kind::sent);
  EXPECT_EQ(out.ref, fake.order.back());
  EXPECT_EQ(posted()["user_id"], bot);
  EXPECT_EQ(posted()["channel_id"], channel);
  EXPECT_EQ(posted()["message"], "Ny avstemning");
  const Json action = posted()["props"]["attachments"][0]["actions"][0];
  EXPECT_EQ(action["integration"]["url"], workspace.callback_url + "/mattermost/action");
  EXPECT_EQ(action["integration"]["context"]["c"], channel);
  // The outbox's key may hold ids of ours: what Mattermost gets tells nothing of it.
  EXPECT_EQ(fake.last("POST", "/posts")->body.dump().find("poll/1"), std::string::npos);
  EXPECT_EQ(fake.last("POST", "/posts")->authorization, "Bearer " + bot_token);
}

// It ran out on a Friday evening, and we were started anew since.
TEST_F(MattermostTest, ACertificateThatNobodyVouchesForIsWaitedForAsLongAsItTakes) {
  const auto nothing = [](net_test::RawConnection&, int) -> asio::awaitable<void> { co_return; };
  const net_test::RawServer other(io, true, nothing);
  workspace.url = other.url("");
  adapter = mattermost::make_mattermost(io.get_executor(), workspace, &links, clock, random, hand.timing());
  const runtime::Delivered out = deliver(delivery("k1", support::words("Hei")));
  EXPECT_EQ(out.kind, Kind::refused);
  EXPECT_EQ(out.reason, "not_trusted");
}

class MattermostPictureTest : public MattermostTest {
 protected:
  MattermostPictureTest() {
    workspace.pictures = &pictures;
    start();
  }
  const Json& posted() const { return fake.posts.at(fake.order.back()); }
  support::FakePictures pictures;
};

TEST_F(MattermostPictureTest, APictureHangsOnThePost) {
  const auto out = deliver(delivery("result:1", support::with_picture()));
  EXPECT_EQ(out.kind, Kind::sent);
  ASSERT_EQ(fake.files.size(), 1U);
  EXPECT_EQ(fake.files.begin()->second, "\x89PNG sharp");
  EXPECT_EQ(posted()["file_ids"], Json::array({fake.files.begin()->first}));
  EXPECT_THAT(fake.last("POST", "/files")->query, HasSubstr("channel_id=" + channel));
  const std::string words = posted().dump();
  EXPECT_THAT(words, HasSubstr("Tirsdag"));
  EXPECT_EQ(words.find("●"), std::string::npos) << "what draws with letters gives way";
}

// Words that were taken away since would stand in it for good.
TEST_F(MattermostPictureTest, AChangeTakesThePictureAwayAndSaysAllInWords) {
  auto drawn = delivery("result:1", support::with_picture());
  drawn.ref = deliver(drawn).ref;
  EXPECT_EQ(posted()["file_ids"].size(), 1U);
  EXPECT_EQ(deliver(drawn).kind, Kind::sent);
  EXPECT_EQ(posted()["file_ids"], Json::array());
  EXPECT_THAT(posted().dump(), HasSubstr("●"));
}

TEST_F(MattermostPictureTest, WithoutItTheWordsGoOnceAndWhole) {
  for (const Fault& fault :
       {Fault{Fault::Kind::status, 413, "api.file.too_large"}, Fault{Fault::Kind::status, 500},
        Fault{Fault::Kind::status, 501, "api.file.attachments.disabled.app_error"},
        Fault{Fault::Kind::limit, 429, "1"}, Fault{Fault::Kind::hang_up}}) {
    const std::size_t before = fake.order.size();
    fake.fail("POST /files", fault);
    auto drawn = delivery("k" + std::to_string(before), support::with_picture());
    drawn.paced = true;
    EXPECT_EQ(deliver(drawn).kind, Kind::sent);
    EXPECT_EQ(fake.order.size(), before + 1);
    EXPECT_EQ(posted()["file_ids"], Json::array());
    EXPECT_THAT(posted().dump(), HasSubstr("●"));
  }
}

TEST_F(MattermostPictureTest, APostThatIsRefusedForItsPictureGoesWithoutIt) {
  fake.fail("POST /posts", {Fault::Kind::status, 400, "api.context.invalid_body_param.app_error"});
  EXPECT_EQ(deliver(delivery("k1", support::with_picture())).kind, Kind::sent);
  EXPECT_EQ(fake.count("POST", "/posts"), 2U);
  EXPECT_EQ(fake.order.size(), 1U);
  EXPECT_EQ(posted()["file_ids"], Json::array());
}

TEST_F(MattermostPictureTest, WhereNothingCanBeDrawnNothingIsUploaded) {
  pictures.by_pixels.clear();
  EXPECT_EQ(deliver(delivery("k1", support::with_picture())).kind, Kind::sent);
  EXPECT_TRUE(fake.files.empty());
  EXPECT_THAT(posted().dump(), HasSubstr("●"));
}

TEST_F(MattermostOutboundTest, PeopleAreReachedByIdAndByName) {
  EXPECT_EQ(deliver(delivery("k1", support::words("Til Kari"), "kari")).kind, Kind::sent);
  EXPECT_EQ(posted()["channel_id"], fake.direct(bot, kari).id);
  EXPECT_EQ(deliver(delivery("k2", support::words("Til Ola"), ola)).kind, Kind::sent);
  EXPECT_EQ(posted()["channel_id"], fake.direct(bot, ola).id);
  deliver(delivery("k3", support::words("Til Ola igjen"), ola));
  EXPECT_EQ(fake.count("POST", "/channels/direct"), 2u);
}

TEST_F(MattermostOutboundTest, AnEditChangesTheWholePost) {
  const auto out = deliver(delivery("k1", with_button("Åpen", "Svar", "box/polls/form", "p1")));
  auto changed = delivery("k1", support::words("Stengt"));
  changed.ref = out.ref;
  const auto edited = deliver(changed);
  EXPECT_EQ(edited.kind, Kind::sent);
  EXPECT_EQ(edited.ref, out.ref);
  EXPECT_EQ(posted()["message"], "Stengt");
  EXPECT_FALSE(posted()["props"].contains("attachments"));
  EXPECT_EQ(fake.order.size(), 1u);
  EXPECT_EQ(sync(adapter->find("k1")), out.ref);
}

TEST_F(MattermostOutboundTest, AnEditOfWhatIsGoneIsGivenUp) {
  auto changed = delivery("k1", support::words("Stengt"));
  changed.ref = id_of("nothere");
  EXPECT_EQ(deliver(changed).reason, "not_found");
  changed.ref = "../users/me";
  EXPECT_EQ(deliver(changed).reason, "not_found");
  EXPECT_EQ(fake.count("PUT", "/posts/../users/me/patch"), 0u);
}

TEST_F(MattermostOutboundTest, NobodyAndNowhere) {
  EXPECT_EQ(deliver(delivery("k1", support::words("x"), "ukjent")).reason, "unknown_user");
  auto elsewhere = delivery("k2", support::words("x"));
  elsewhere.to.id = "omsorg/finnes-ikke";
  EXPECT_EQ(deliver(elsewhere).reason, "unknown_channel");
  elsewhere.to.id = "omsorg/../../users/me";
  EXPECT_EQ(deliver(elsewhere).reason, "unknown_channel");
  elsewhere.to.workspace = "other";
  EXPECT_EQ(deliver(elsewhere).reason, "unknown_workspace");
  // Where the bot is not a member.
  fake.add_channel("omsorg", "ledere", {"ola"});
  elsewhere = delivery("k3", support::words("x"));
  elsewhere.to.id = id_of("cledere");
  EXPECT_EQ(deliver(elsewhere).reason, "forbidden");
  EXPECT_THAT(fake.posts, IsEmpty());
}

TEST_F(MattermostOutboundTest, StatusesBecomeOutcomes) {
  struct Row {
    int status;
    Kind kind;
    const char* reason;
  };
  const Row rows[] = {{400, Kind::permanent, "bad_request"}, {401, Kind::refused, "not_authorised"},
                      {403, Kind::permanent, "forbidden"},   {404, Kind::permanent, "not_found"},
                      {413, Kind::permanent, "too_big"},     {501, Kind::permanent, "switched_off"},
                      {500, Kind::unknown, "server_error"},  {502, Kind::unknown, "server_error"},
                      {504, Kind::unknown, "server_error"},  {503, Kind::unknown, "server_error"},
                      {408, Kind::retry, "too_slow"},        {200, Kind::unknown, "no_mark"}};
  for (const Row& row : rows) {
    fake.fail("POST /posts", {Fault::Kind::status, row.status, "some.id"});
    const auto out = deliver(delivery("k" + std::to_string(row.status), support::words("x")));
    EXPECT_EQ(out.kind, row.kind) << row.status;
    EXPECT_EQ(out.reason, row.reason) << row.status;
  }
  EXPECT_THAT(fake.posts, IsEmpty());
}

// A proxy whose server restarts, a firewall, a sign-in page.
TEST_F(MattermostOutboundTest, WhatAnotherSaysInItsPlaceThrowsNothingAway) {
  fake.add_channel("omsorg", "ny", {"ola"});
  auto there = delivery("k1", support::words("x"));
  there.to.id = "omsorg/ny";
  for (const int status : {302, 403, 404}) {
    fake.fail("POST /posts", {Fault::Kind::proxy, status});
    EXPECT_EQ(deliver(delivery("k2", support::words("x"))).kind, Kind::retry) << status;
    fake.fail("GET /teams/name/omsorg/channels/name/ny", {Fault::Kind::proxy, status});
    EXPECT_EQ(deliver(there).kind, Kind::retry) << status;
  }
  adapter->renew(workspace);
  fake.fail("GET /teams/name/omsorg/channels/name/ny", {Fault::Kind::proxy, 404});
  EXPECT_EQ(deliver(there).reason, "not_introduced") << "also after a reload";
  EXPECT_EQ(deliver(there).reason, "unknown_channel") << "where Mattermost says so itself";
  EXPECT_EQ(deliver(delivery("k2", support::words("x"))).kind, Kind::sent);
}

TEST_F(MattermostOutboundTest, AnAnswerThatIsLostIsLookedFor) {
  fake.fail("POST /posts", {Fault::Kind::lose_answer});
  const auto out = deliver(delivery("k1", support::words("Kom fram")));
  EXPECT_EQ(out.kind, Kind::sent);
  EXPECT_EQ(out.ref, fake.order.at(0));
  fake.fail("POST /posts", {Fault::Kind::hang_up});
  EXPECT_EQ(deliver(delivery("k2", support::words("Kom ikke"))).kind, Kind::unknown);
  EXPECT_EQ(fake.order.size(), 1u);
}

TEST_F(MattermostOutboundTest, AnEditIsDoneAgainWhateverHappened) {
  const auto out = deliver(delivery("k1", support::words("A")));
  auto changed = delivery("k1", support::words("B"));
  changed.ref = out.ref;
  fake.fail("PUT /posts/" + out.ref + "/patch", {Fault::Kind::hang_up});
  EXPECT_EQ(deliver(changed).kind, Kind::retry);
  fake.fail("PUT /posts/" + out.ref + "/patch", {Fault::Kind::status, 500, ""});
  EXPECT_EQ(deliver(changed).kind, Kind::retry);
  EXPECT_EQ(deliver(changed).kind, Kind::sent);
}

TEST_F(MattermostOutboundTest, AfterACrashItIsFoundWhereverItIs) {
  const auto first = deliver(delivery("k1", support::words("Til gruppa")));
  const auto second = deliver(delivery("k2", support::words("Til Ola"), ola));
  EXPECT_EQ(sync(adapter->find("k1")), first.ref);
  EXPECT_EQ(sync(adapter->find("k2")), second.ref);
  EXPECT_EQ(sync(adapter->find("k3")), std::nullopt);
}

TEST_F(MattermostOutboundTest, WhatAStatusDoesNotTellItsIdDoes) {
  const std::string of_post = "api.post.create_post.";
  const std::pair<const char*, const char*> rows[] = {
      {"can_not_post_to_deleted.error", "channel_gone"},
      {"can_not_post_in_restricted_dm.error", "no_team_in_common"}};
  for (const auto& [id, reason] : rows) {
    fake.fail("POST /posts", {Fault::Kind::status, 400, of_post + id});
    const auto out = deliver(delivery("k1", support::words("x")));
    EXPECT_EQ(out.kind, Kind::permanent);
    EXPECT_EQ(out.reason, reason);
  }
}

// Its conversations with people are others, and those of the former are closed to it.
TEST_F(MattermostOutboundTest, ATokenOfAnotherBotMakesItThatBot) {
  EXPECT_EQ(deliver(delivery("k1", support::words("x"), ola)).kind, Kind::sent);
  const std::string other = fake.add_user("refleks2", "another-bots-token", true).id;
  fake.channels_of().at(channel).members.insert(other);
  mattermost::Options now = workspace;
  now.bot_token = "another-bots-token";
  adapter->renew(now);
  EXPECT_EQ(deliver(delivery("k2", support::words("y"), ola)).kind, Kind::sent);
  EXPECT_EQ(posted()["user_id"], other);
  until([&] { return hand.longest() > net::Ticks{0}; });
  advance(net::Ticks{5'000});
  until([&] { return fake.upgrades.size() == 2 && fake.sockets() == 1; });
  fake.write(ola, fake.direct(other, ola).id, "hjelp");
  until([&] { return inbox.events.size() == 1; });
}

// Everybody's conversation with us is a channel of some 600 bytes: with the house the list of them grows.
TEST_F(MattermostOutboundTest, AfterACrashItIsFoundHoweverLongTheListOfChannels) {
  const auto first = deliver(delivery("k1", support::words("Til gruppa")));
  fake.direct(bot, kari);
  fake.channel_header = std::string(std::size_t{5} * 1024 * 1024, 'x');
  EXPECT_EQ(sync(adapter->find("k1")), first.ref);
}

TEST_F(MattermostOutboundTest, ASearchWaitsForMattermost) {
  const auto first = deliver(delivery("k1", support::words("Til gruppa")));
  fake.fail("GET /users/me/channels", {Fault::Kind::status, 502, ""});
  std::optional<std::string> found;
  spawn([&]() -> asio::awaitable<void> {
    found = co_await adapter->find("k1");
    bell.ring();
  });
  until([&] { return hand.sleeps(net::Ticks{30'000}); });
  EXPECT_EQ(found, std::nullopt);
  advance(net::Ticks{30'000});
  until([&] { return found.has_value(); });
  EXPECT_EQ(found, first.ref);
}

TEST_F(MattermostOutboundTest, WhatItCan) {
  runtime::Capabilities can;
  can.commands = can.buttons = can.forms = can.whisper = can.direct_message = can.edit = can.find =
      can.ingress = can.members = can.pictures = true;
  EXPECT_EQ(adapter->capabilities(), can);
}

// --- without a way in ---

class MattermostNoWayInTest : public MattermostTest {
 protected:
  MattermostNoWayInTest() {
    workspace.callback_url.clear();
    start();
  }
};

TEST_F(MattermostNoWayInTest, ItSaysWhatItCannot) {
  runtime::Capabilities can;
  can.commands = can.direct_message = can.edit = can.find = can.members = can.pictures = true;
  EXPECT_EQ(adapter->capabilities(), can);
}

TEST_F(MattermostNoWayInTest, ButtonsAreLinks) {
  core::Message message = with_button("Ny avstemning", "Svar", "box/polls/form", "p1");
  message.blocks.emplace_back(core::Actions{{{"Skjul", "no/page", "p2"}}});
  EXPECT_EQ(deliver(delivery("k1", message)).kind, Kind::sent);
  const Json& post = fake.posts.at(fake.order[0]);
  EXPECT_EQ(post["message"],
            "Ny avstemning\n\n[Svar](https://sider.example/s/omsorg/fredag/box/polls/form)\n\n"
            "På din egen side, eller i en melding til meg: Skjul");
  EXPECT_FALSE(post["props"].contains("attachments"));
}

TEST_F(MattermostNoWayInTest, WhereNoButtonHasAPageTheHomePageStands) {
  EXPECT_EQ(deliver(delivery("k1", with_button("Hei", "Skjul", "no/page", "x"), "kari")).kind, Kind::sent);
  EXPECT_EQ(fake.posts.at(fake.order[0])["message"], "Hei\n\n[Svar her](https://sider.example/s/kari)");
  EXPECT_EQ(deliver(delivery("k2", with_button("Hei", "Jeg kommer", "no/page", "x"))).kind, Kind::sent);
  EXPECT_EQ(fake.posts.at(fake.order[1])["message"],
            "Hei\n\n[Gruppas side (dette gjør du på din egen)](https://sider.example/s/omsorg/fredag)")
      << "nobody answers there with a name";
}

TEST_F(MattermostOutboundTest, WaitsForItsTurnBeforeAMessageIsClaimedAndNeverAfter) {
  ASSERT_TRUE(adapter->paced());
  EXPECT_EQ(deliver(delivery("first", support::words("x"), ola)).kind, Kind::sent);
  advance(net::Ticks{5'000});
  const core::Destination to = delivery("k", support::words("x"), ola).to;
  int ready = 0;
  const auto get_ready = [&]() -> asio::awaitable<void> {
    const auto outcome = co_await adapter->ready(to, false);
    EXPECT_EQ(outcome.kind, Kind::sent);
    ++ready;
    bell.ring();
  };
  for (int i = 0; i < 9; ++i) spawn(get_ready());
  until([&] { return ready == 8 && hand.longest().count() > 0; });
  for (int i = 0; i < 8; ++i) {
    runtime::Delivery message = delivery("k" + std::to_string(i), support::words("x"), ola);
    message.paced = true;
    EXPECT_EQ(sync(adapter->deliver(std::move(message))).kind, Kind::sent) << "at once";
  }
  EXPECT_EQ(ready, 8);
  advance(net::Ticks{1'000});
  until([&] { return ready == 9; });
}

}  // namespace
}  // namespace mattermost_test
