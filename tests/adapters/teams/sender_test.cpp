// What the bot says of its own accord: the conformance cases 55 to 64.

#include "adapters/teams/cards.hpp"
#include "adapters/teams/connector.hpp"
#include "tests/adapters/teams/world.hpp"
#include "tests/support/fake_pictures.hpp"

namespace teams_test {
namespace {

using Kind = runtime::Delivered::Kind;
using namespace std::chrono_literals;

core::Destination channel() {
  return {"teams", core::Destination::Kind::channel, room};
}
core::Destination person(std::string id = kari) {
  return {"teams", core::Destination::Kind::person, std::move(id)};
}

TEST(TeamsOutbound, StartsAThreadInTheChannel) {
  World world;
  const auto done = world.deliver(channel(), words("Hei"));
  EXPECT_EQ(done.kind, Kind::sent);
  EXPECT_EQ(done.ref, room + ";messageid=1|1");
  const auto calls = world.calls(1);
  ASSERT_EQ(calls.size(), 1u);
  EXPECT_EQ(calls[0].path, "/emea/v3/conversations");
  EXPECT_EQ(calls[0].body["isGroup"], true);
  EXPECT_EQ(calls[0].body["channelData"]["channel"]["id"], room);
  const Json activity = calls[0].body["activity"];
  EXPECT_EQ(activity["summary"], "Hei");
  EXPECT_EQ(activity["attachments"].size(), 1u);
  EXPECT_FALSE(activity.contains("text"));
}

TEST(TeamsOutbound, APictureStandsInTheCardAsSharpAsThereIsRoomFor) {
  const std::string much(30'000, 'x');
  support::FakePictures pictures;
  World world([&](teams::Options& options) { options.pictures = &pictures; });
  const auto last_of = [&] {
    EXPECT_EQ(world.deliver(channel(), support::with_picture()).kind, Kind::sent);
    const auto calls = world.calls(1);
    EXPECT_EQ(calls.size(), 1U);
    const Json card = calls.at(0).body["activity"]["attachments"][0]["content"];
    EXPECT_LE(card.dump().size(), teams::card_bytes);
    return Json(card["body"].back());
  };
  const Json sharp = last_of();
  EXPECT_EQ(sharp["type"], "Image");
  EXPECT_EQ(sharp["url"], "data:image/png;base64,iVBORyBzaGFycA==");
  EXPECT_EQ(sharp["altText"], "Hvilken dag?\nFlest svarte Tirsdag.");
  World charts([&](teams::Options& options) {
    options.pictures = &pictures;
    options.native_charts = true;
  });
  charts.deliver(channel(), support::with_picture());
  EXPECT_EQ(charts.calls(1).at(0).body["activity"].dump().find("data:image"), std::string::npos);
  pictures.by_pixels[2] = much;
  EXPECT_EQ(last_of()["url"], "data:image/png;base64,iVBORyBzbWFsbA==");
  pictures.by_pixels[1] = much;
  EXPECT_NE(last_of()["type"], "Image") << "the words go alone";
  pictures.by_pixels.clear();
  EXPECT_NE(last_of()["type"], "Image");
}

TEST(TeamsOutbound, WritesToTheEndOfAGroupChat) {
  World world;
  const auto done =
      world.deliver({"teams", core::Destination::Kind::channel, "19:chat@thread.v2"}, words("Hei"));
  EXPECT_EQ(done.kind, Kind::sent);
  EXPECT_EQ(world.calls(1).at(0).path, "/emea/v3/conversations/19%3Achat%40thread.v2/activities");
}

TEST(TeamsOutbound, Cases55And56EncodeIds) {
  World world;
  EXPECT_EQ(world.deliver(channel(), words("Ny"), room + ";messageid=170|1:abc/d").kind, Kind::sent);
  const auto calls = world.calls(1);
  ASSERT_EQ(calls.size(), 1u);
  EXPECT_EQ(calls[0].method, "PUT");
  EXPECT_EQ(calls[0].path,
            "/emea/v3/conversations/19%3Aroom%40thread.tacv2%3Bmessageid%3D170/activities/1%3Aabc%2Fd");
}

TEST(TeamsOutbound, Case57KeepsToRetryAfter) {
  World world;
  world.script = {{429, "{}", "17"}};
  const auto told = world.deliver(channel(), words("Hei"));
  EXPECT_EQ(told.kind, Kind::retry);
  EXPECT_EQ(told.after, 17s);
  world.calls();

  // Answers are not in the outbox: they are tried again here.
  world.inbox.answer = [](const core::Event&) { return whisper("Svar"); };
  world.sleeps.clear();
  world.script = {{429, "{}", "1"}, {429, "{}", "1"}, {201, R"({"id":"m"})"}};
  world.post(world.activity());
  EXPECT_EQ(world.calls(3).size(), 3u);
  net::Ticks waited{0};
  for (net::Ticks sleep : world.sleeps) waited += sleep;
  EXPECT_EQ(waited, 2s);
}

TEST(TeamsOutbound, Case58TriesAgainWhatMayPass) {
  for (int status : {408, 412}) {
    World world;
    world.script = {{status}};
    const auto told = world.deliver(channel(), words("Hei"));
    EXPECT_EQ(told.kind, Kind::retry) << status;
    EXPECT_EQ(told.after, 0s) << "the outbox knows how long";
    world.calls();

    world.inbox.answer = [](const core::Event&) { return whisper("Svar"); };
    world.sleeps.clear();
    world.script = {{status}, {status}, {201, R"({"id":"m"})"}};
    world.post(world.activity());
    EXPECT_EQ(world.calls(3).size(), 3u) << status;
    ASSERT_EQ(world.sleeps.size(), 2u);
    EXPECT_GE(world.sleeps[0], 1600ms);
    EXPECT_LE(world.sleeps[0], 2400ms);
    EXPECT_GE(world.sleeps[1], 3200ms);
    EXPECT_LE(world.sleeps[1], 4800ms);
  }
}

TEST(TeamsOutbound, Case58DoesNotRepeatBehindABrokenGateway) {
  for (int status : {502, 503, 504}) {
    World world;
    world.script = {{status, R"({"error":{"code":"BadGateway"}})"}};
    EXPECT_EQ(world.deliver(channel(), words("Hei")).kind, Kind::unknown) << status;
    EXPECT_EQ(world.calls(1).size(), 1u);
    world.script = {{status}};
    EXPECT_EQ(world.deliver(channel(), words("Ny"), room + ";messageid=170|1").kind, Kind::retry)
        << "an edit may be done twice";
  }
}

TEST(TeamsOutbound, TakesOnlyAnIdForSuccess) {
  for (const char* body : {"<html>Sign in</html>", R"({"success":false})", R"({"ok":false})", ""}) {
    World world;
    world.script = {{200, body}};
    EXPECT_EQ(world.deliver(channel(), words("Hei")).kind, Kind::unknown) << body;
  }
}

TEST(TeamsOutbound, Case59LeavesAForbiddenConversationAlone) {
  for (const char* code : {"ConversationBlockedByUser", "MessageWritesBlocked", "BotDisabledByAdmin",
                           "BotNotInConversationRoster", "NotEnoughPermissions"}) {
    World world;
    world.script = {{403, Json{{"error", {{"code", code}}}}.dump()}};
    const auto refused = world.deliver(channel(), words("Hei"));
    EXPECT_EQ(refused.kind, Kind::permanent) << code;
    EXPECT_EQ(refused.reason, "forbidden");
    world.calls();
    EXPECT_EQ(world.deliver(channel(), words("Hei")).reason, "dormant");
    EXPECT_TRUE(world.calls().empty());
    world.post(world.in_room("hjelp"));
    EXPECT_EQ(world.deliver(channel(), words("Hei")).kind, Kind::sent);
  }
}

// Teams names the team's first channel; the group is in another.
TEST(TeamsOutbound, TriesEverywhereAgainWhenItIsAddedToATeam) {
  for (const char* how : {"membersAdded", "installationUpdate", "somebody else", "removed"}) {
    World world;
    world.script = {{403, R"({"error":{"code":"BotNotInConversationRoster"}})"}};
    world.deliver(channel(), words("Hei"));
    EXPECT_EQ(world.deliver(channel(), words("Hei")).reason, "dormant");
    Json team = world.in_room("");
    team["type"] = "conversationUpdate";
    team["conversation"]["id"] = "19:general@thread.tacv2";
    const std::string way = how;
    if (way == "membersAdded") team["membersAdded"] = Json::array({{{"id", "28:" + app_id}}});
    if (way == "somebody else") team["membersAdded"] = Json::array({{{"id", "29:ola"}}});
    if (way == "installationUpdate" || way == "removed") {
      team["type"] = "installationUpdate";
      team["action"] = way == "removed" ? "remove" : "add";
    }
    EXPECT_EQ(world.post(team).status, 200);
    const bool open = way == "membersAdded" || way == "installationUpdate";
    EXPECT_EQ(world.deliver(channel(), words("Hei")).kind, open ? Kind::sent : Kind::permanent) << how;
  }
}

TEST(TeamsOutbound, Case60PostsAnewWhatSomebodyDeleted) {
  World world;
  world.script = {{404, R"({"error":{"code":"ActivityNotFoundInConversation"}})"}};
  const auto done = world.deliver(channel(), words("Resultat"), room + ";messageid=170|170");
  EXPECT_EQ(done.kind, Kind::sent);
  EXPECT_EQ(done.ref, room + ";messageid=1|1");
  const auto calls = world.calls(2);
  ASSERT_EQ(calls.size(), 2u);
  EXPECT_EQ(calls[0].method, "PUT");
  EXPECT_EQ(calls[1].method, "POST");
}

TEST(TeamsOutbound, Case61KeepsNoReferenceOfASplitMessage) {
  World world;
  world.post(world.activity());
  world.script = {{202, ""}};
  const auto done = world.deliver(person(), words("Hei"));
  EXPECT_EQ(done.kind, Kind::sent);
  EXPECT_EQ(done.ref, "");
}

TEST(TeamsOutbound, Case62FetchesTheTokenOnceMore) {
  World world;
  EXPECT_EQ(world.deliver(channel(), words("Hei")).kind, Kind::sent);
  EXPECT_EQ(world.tokens_given, 1);
  world.calls();
  world.script = {{401, R"({"error":{"code":"BotNotRegistered"}})"}};
  EXPECT_EQ(world.deliver(channel(), words("Hei")).kind, Kind::sent);
  EXPECT_EQ(world.tokens_given, 2);
  const auto calls = world.calls(2);
  ASSERT_EQ(calls.size(), 2u);
  EXPECT_EQ(calls[0].authorization, "Bearer token-1");
  EXPECT_EQ(calls[1].authorization, "Bearer token-2");
  world.script = {{401}, {401}};
  const auto refused = world.deliver(channel(), words("Hei"));
  EXPECT_EQ(refused.kind, Kind::refused);
  EXPECT_EQ(refused.reason, "not_authorised");
  EXPECT_EQ(world.calls(2).size(), 2u);
}

TEST(TeamsOutbound, SaysThatThereIsNoTokenWhereTheOtherDoesNotCome) {
  World world;
  EXPECT_EQ(world.deliver(channel(), words("Hei")).kind, Kind::sent);
  world.script = {{401}};
  world.token_status = 503;
  EXPECT_EQ(world.deliver(channel(), words("Hei")).kind, Kind::retry) << "not refused: nobody looked at it";
  world.token_status = 200;
  EXPECT_EQ(world.deliver(channel(), words("Hei")).kind, Kind::sent)
      << "the one that was refused is not used";
  EXPECT_EQ(world.calls(3).back().authorization, "Bearer token-3");
}

TEST(TeamsOutbound, RenewsTheTokenBeforeItEnds) {
  World world;
  world.deliver(channel(), words("Hei"));
  world.ticks += 54min;
  world.deliver(channel(), words("Hei"));
  EXPECT_EQ(world.tokens_given, 1);
  world.ticks += 1min;
  world.deliver(channel(), words("Hei"));
  EXPECT_EQ(world.tokens_given, 2);
}

TEST(TeamsOutbound, TakesATokenHoweverItsLifeIsWritten) {
  for (const char* life :
       {R"(,"expires_in":"3599")", R"(,"expires_in":3599.0)", "", R"(,"expires_in":null)"}) {
    SCOPED_TRACE(life);
    World world;
    world.token_page = R"({"token_type":"Bearer","access_token":"t")" + std::string(life) + "}";
    EXPECT_EQ(world.deliver(channel(), words("Hei")).kind, Kind::sent);
    world.ticks += 54min;
    EXPECT_EQ(world.deliver(channel(), words("Hei")).kind, Kind::sent);
    EXPECT_EQ(world.tokens_given, 1) << "for about an hour";
  }
}

TEST(TeamsOutbound, UsesTheTokenInHandToItsEndWhileNoOtherComes) {
  for (const int status : {503, 401}) {
    World world;
    world.deliver(channel(), words("Hei"));
    world.token_status = status;
    world.ticks += 56min;
    EXPECT_EQ(world.deliver(channel(), words("Hei")).kind, Kind::sent) << "four minutes are left of it";
    world.ticks += 5min;
    EXPECT_NE(world.deliver(channel(), words("Hei")).kind, Kind::sent);
    world.token_status = 200;
    EXPECT_EQ(world.deliver(channel(), words("Hei")).kind, Kind::sent);
  }
}

TEST(TeamsOutbound, TriesAgainWithoutAToken) {
  World world;
  world.token_status = 503;
  EXPECT_EQ(world.deliver(channel(), words("Hei")).kind, Kind::retry);
  world.token_status = 401;
  EXPECT_EQ(world.deliver(channel(), words("Hei")).kind, Kind::refused) << "the secret has run out";
  world.token_page = "<html>Sign in at the proxy</html>";
  EXPECT_EQ(world.deliver(channel(), words("Hei")).kind, Kind::retry) << "nobody has looked at the secret";
  world.token_page.clear();
  EXPECT_TRUE(world.calls().empty());
  world.token_status = 200;
  EXPECT_EQ(world.deliver(channel(), words("Hei")).kind, Kind::sent);
}

Json page(int from, int to, const std::string& next, const char* name = "aadObjectId") {
  Json members = Json::array();
  for (int i = from; i < to; ++i) {
    const std::string n = std::to_string(i);
    members.push_back({{"id", "29:u" + n}, {name, "OBJECT-" + n}});
  }
  Json json = {{"members", members}};
  if (!next.empty()) json["continuationToken"] = next;
  return json;
}

TEST(TeamsOutbound, Case63ReadsARosterPageByPage) {
  World world([](teams::Options& options) { options.channels = {room}; });
  world.roster = {page(0, 50, "1"), page(50, 100, "2", "objectId"), page(100, 120, "")};
  EXPECT_EQ(world.deliver(person("object-119"), words("Sammendrag")).kind, Kind::sent);
  auto calls = world.calls(5);
  ASSERT_EQ(calls.size(), 5u);
  EXPECT_EQ(calls[0].path, "/emea/v3/conversations/19%3Aroom%40thread.tacv2/pagedmembers");
  EXPECT_EQ(calls[0].query, "pageSize=100");
  EXPECT_EQ(calls[2].query, "pageSize=100&continuationToken=2");
  EXPECT_EQ(calls[3].body["members"], Json::array({{{"id", "29:u119"}}}));
  EXPECT_EQ(calls[4].path, "/emea/v3/conversations/a%3A29%3Au119/activities");
  EXPECT_EQ(world.deliver(person("object-77"), words("Hei")).kind, Kind::sent) << "under the other name";
  world.calls();

  // A token that comes again, and a page without anybody.
  world.roster = {page(0, 1, "1"), page(0, 1, "1")};
  EXPECT_EQ(world.deliver(person("nobody"), words("Hei")).reason, "unknown_user");
  EXPECT_EQ(world.calls(2).size(), 2u);
  world.roster = {page(0, 0, "1"), page(200, 201, "")};
  EXPECT_EQ(world.deliver(person("object-200"), words("Hei")).kind, Kind::sent);
}

TEST(TeamsOutbound, LooksAgainLaterWhenARosterCannotBeRead) {
  World world([](teams::Options& options) { options.channels = {room}; });
  world.script = {{503}};
  EXPECT_EQ(world.deliver(person("object-1"), words("Hei")).kind, Kind::retry);
  world.roster = {page(5, 6, "")};
  EXPECT_EQ(world.deliver(person("object-1"), words("Hei")).reason, "unknown_user");
}

// The daemon is configured and started before the app is uploaded and added to the teams (docs/teams.md).
TEST(TeamsOutbound, WhatIsForPeopleWaitsUntilTheAppIsAddedAnywhere) {
  World world([](teams::Options& options) { options.channels = {room, "19:other@thread.tacv2"}; });
  world.script = {{403, R"({"error":{"code":"BotNotInConversationRoster"}})"}, {404}};
  const auto early = world.deliver(person("object-1"), words("Dine grupper"));
  EXPECT_EQ(early.kind, Kind::retry);
  EXPECT_EQ(early.reason, "in_no_channel_yet");
  EXPECT_EQ(world.calls(2).size(), 2u);
  EXPECT_EQ(world.deliver(person("object-2"), words("Dine grupper")).reason, "in_no_channel_yet");
  EXPECT_TRUE(world.calls().empty()) << "not all rosters again for each person";
  Json added = world.in_room("");
  added["type"] = "installationUpdate";
  added["action"] = "add";
  EXPECT_EQ(world.post(added).status, 200);
  world.roster = {page(0, 3, "")};
  EXPECT_EQ(world.deliver(person("object-1"), words("Dine grupper")).kind, Kind::sent);
}

TEST(TeamsOutbound, OneRosterThatIsReadSaysWhoIsUnknown) {
  World world([](teams::Options& options) { options.channels = {"19:other@thread.tacv2", room}; });
  world.script = {{403}};
  world.roster = {page(0, 3, "")};
  EXPECT_EQ(world.deliver(person("object-9"), words("Hei")).reason, "unknown_user");
}

TEST(TeamsOutbound, AGroupChatIsKnownByItsIdWhereTheTypeIsLeftOut) {
  World world;
  world.inbox.answer = [](const core::Event&) { return core::Reply(); };
  Json chat = world.in_room("hjelp");
  chat["conversation"] = {{"id", "19:chat@thread.v2"}, {"isGroup", true}, {"tenantId", tenant}};
  EXPECT_EQ(world.post(chat).status, 200);
  world.calls();
  const core::Destination there{"teams", core::Destination::Kind::channel, "19:chat@thread.v2"};
  EXPECT_EQ(world.deliver(there, words("Hei")).kind, Kind::sent);
  EXPECT_EQ(world.calls(1).back().path, "/emea/v3/conversations/19%3Achat%40thread.v2/activities");
}

TEST(TeamsOutbound, FetchesOneTokenForManyDeliveriesAndTellsAllWhenThereIsNone) {
  for (const auto& [status, kind] : {std::pair(200, Kind::sent), std::pair(503, Kind::retry)}) {
    World world;
    world.token_status = status;
    int done = 0;
    for (int i = 0; i < 5; ++i) {
      runtime::Delivery delivery;
      delivery.to = {"teams", core::Destination::Kind::channel, "19:" + std::to_string(i) + "@thread.tacv2"};
      delivery.message = words("Hei");
      asio::co_spawn(world.io, world.adapter->deliver(std::move(delivery)),
                     [&, expected = kind](std::exception_ptr, runtime::Delivered outcome) {
                       EXPECT_EQ(outcome.kind, expected);
                       ++done;
                     });
    }
    world.until([&] { return done == 5; });
    EXPECT_EQ(world.tokens_given, 1);
  }
}

TEST(TeamsOutbound, Case64NeverOpensAChatWithNobodyOrWithItself) {
  World world;
  net::HttpClient http;
  net::Timing timing;
  timing.now = [] { return net::Ticks{0}; };
  teams::TokenSource tokens(world.io.get_executor(), http, {world.url("/token"), "a", "b"}, timing);
  teams::Connector connector(http, tokens, {"127.0.0.1"}, timing);
  for (const Json& members : {Json::array(), Json(), Json::array({{{"id", "28:" + app_id}}}),
                              Json::array({{{"id", ""}}}), Json::array({"29:x"})}) {
    Json body = {{"isGroup", false}};
    if (!members.is_null()) body["members"] = members;
    EXPECT_EQ(world.run(connector.create(world.service(), "x", body)).reason, "bad_request") << members;
  }
  EXPECT_TRUE(world.calls().empty());
  EXPECT_EQ(world.tokens_given, 0);
}

TEST(TeamsOutbound, Case69SendsNoTokenToAnotherHost) {
  World world([](teams::Options& options) { options.service_url = "https://evil.example/emea/"; });
  const auto refused = world.deliver(channel(), words("Hei"));
  EXPECT_EQ(refused.kind, Kind::permanent);
  EXPECT_EQ(refused.reason, "host_not_allowed");
  EXPECT_EQ(world.tokens_given, 0);
}

TEST(TeamsOutbound, SaysWhatWillNeverBeTaken) {
  const std::vector<std::pair<int, std::string>> cases = {
      {400, "bad_request"}, {404, "not_found"}, {413, "too_big"}};
  for (const auto& [status, reason] : cases) {
    World world;
    world.script = {{status}};
    const auto refused = world.deliver(channel(), words("Hei"));
    EXPECT_EQ(refused.kind, Kind::permanent) << status;
    EXPECT_EQ(refused.reason, reason);
  }
  World world;
  EXPECT_EQ(world.deliver({"slack", core::Destination::Kind::channel, room}, words("Hei")).reason,
            "unknown_workspace");
  EXPECT_EQ(world.deliver(person("nobody"), words("Hei")).reason, "unknown_user");
}

TEST(TeamsOutbound, DoesNotRepeatWhatMayHaveArrived) {
  World world;
  world.script = {{500}};
  EXPECT_EQ(world.deliver(channel(), words("Hei")).kind, Kind::unknown);
  EXPECT_EQ(world.calls(1).size(), 1u);

  // A service that takes the request and hangs up.
  net::Listener listener(world.io.get_executor(), {"127.0.0.1", 0});
  asio::co_spawn(
      world.io,
      [&]() -> asio::awaitable<void> {
        auto accepted = co_await listener.accept();
        net_test::RawPeer peer(std::move(accepted.value()));
        co_await peer.read_until("\r\n\r\n");
        peer.close();
      },
      [](std::exception_ptr) {});
  const std::string service = "http://127.0.0.1:" + std::to_string(listener.endpoint().port) + "/";
  Json activity = world.in_room("hjelp");
  activity["serviceUrl"] = service;
  Json claims = world.claims();
  claims["serviceurl"] = service;
  EXPECT_EQ(world.post(activity.dump(), world.bearer(claims)).status, 200);
  EXPECT_EQ(world.deliver(channel(), words("Hei")).kind, Kind::unknown);
  listener.close();
}

TEST(TeamsOutbound, TriesAgainWhenNobodyListens) {
  World world([](teams::Options& options) { options.service_url = "http://127.0.0.1:1/"; });
  EXPECT_EQ(world.deliver(channel(), words("Hei")).kind, Kind::retry);
}

TEST(TeamsOutbound, OpensAnotherChatWhenTheOldOneIsGone) {
  World world;
  world.post(world.activity());
  world.calls();
  world.script = {{404, R"({"error":{"code":"ConversationNotFound"}})"}};
  EXPECT_EQ(world.deliver(person(), words("Hei")).kind, Kind::sent);
  const auto calls = world.calls(3);
  ASSERT_EQ(calls.size(), 3u);
  EXPECT_EQ(calls[1].path, "/emea/v3/conversations");
  EXPECT_EQ(calls[2].path, "/emea/v3/conversations/a%3A29%3Akari/activities");
}

TEST(TeamsOutbound, FollowsAChangedServiceAddress) {
  World world;
  Json activity = world.in_room("hjelp");
  activity["serviceUrl"] = world.url("/amer/");
  Json claims = world.claims();
  claims["serviceurl"] = world.url("/amer/");
  EXPECT_EQ(world.post(activity.dump(), world.bearer(claims)).status, 200);
  world.script = {{201, R"({"id":"x","activityId":"1"})"}};
  world.deliver(channel(), words("Hei"));
  EXPECT_EQ(world.calls(1).at(0).path, "/amer/v3/conversations");
}

TEST(TeamsOutbound, KeepsReferencesOverARestart) {
  World world;
  world.inbox.answer = [](const core::Event&) { return whisper("Hei"); };
  world.post(world.activity());
  world.calls(1);
  world.restart();
  EXPECT_EQ(world.deliver(person(), words("Hei")).kind, Kind::sent);
  const auto calls = world.calls(1);
  ASSERT_EQ(calls.size(), 1u);
  EXPECT_EQ(calls[0].path, "/emea/v3/conversations/a%3Akari/activities");
}

TEST(TeamsOutbound, WaitsForItsTurnBeforeAMessageIsClaimedAndNeverAfter) {
  World world;
  ASSERT_TRUE(world.adapter->paced());
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(world.run(world.adapter->ready(channel(), false)).kind, Kind::sent);
    const std::size_t slept = world.sleeps.size();
    runtime::Delivery delivery{"key", channel(), words("Hei"), ""};
    delivery.paced = true;
    EXPECT_EQ(world.run(world.adapter->deliver(std::move(delivery))).kind, Kind::sent);
    EXPECT_EQ(world.sleeps.size(), slept) << i;
  }
  EXPECT_FALSE(world.sleeps.empty());
  EXPECT_EQ(world.calls(8).size(), 8u);
}

TEST(TeamsOutbound, OpensTheChatBeforeAMessageIsClaimed) {
  World world;
  world.post(world.in_room("hjelp"));
  world.calls();
  world.inbox.answer = [](const core::Event&) { return core::Reply(); };
  world.script = {{403, R"({"error":{"code":"BotNotInConversationRoster"}})"}};
  EXPECT_EQ(world.run(world.adapter->ready(person(), false)).kind, Kind::permanent);
  EXPECT_EQ(world.run(world.adapter->ready(person(), false)).kind, Kind::sent);
  world.calls(2);
  runtime::Delivery delivery{"key", person(), words("Hei"), ""};
  delivery.paced = true;
  EXPECT_EQ(world.run(world.adapter->deliver(std::move(delivery))).kind, Kind::sent);
  EXPECT_EQ(world.calls(1).size(), 1u) << "nothing but the message";
}

TEST(TeamsOutbound, KeepsWithinThePaceOfAConversation) {
  World world;
  for (int i = 0; i < 8; ++i) world.deliver(channel(), words("Hei"));
  net::Ticks waited{0};
  for (net::Ticks sleep : world.sleeps) waited += sleep;
  EXPECT_GE(waited, 900ms);
  EXPECT_EQ(world.calls(8).size(), 8u);
}

}  // namespace
}  // namespace teams_test
