// What goes out. The numbers are those of the conformance table.

#include <gtest/gtest.h>

#include "adapters/slack/api.hpp"
#include "adapters/slack/errors.hpp"
#include "adapters/slack/sender.hpp"
#include "tests/adapters/slack/world.hpp"
#include "tests/support/fake_pictures.hpp"

namespace slack_test {
namespace {

using runtime::Delivered;
using Kind = Delivered::Kind;

runtime::Delivery to_channel(const std::string& text, const std::string& channel = "C1",
                             const std::string& ref = {}) {
  runtime::Delivery delivery;
  delivery.key = "k";
  delivery.to = {"slack", core::Destination::Kind::channel, channel};
  delivery.message.blocks = {core::Heading{"Påminnelse"}, core::Paragraph{{core::Span(text)}}};
  delivery.ref = ref;
  return delivery;
}

runtime::Delivery to_person(const std::string& text, const std::string& user = "U1") {
  runtime::Delivery delivery = to_channel(text);
  delivery.to = {"slack", core::Destination::Kind::person, user};
  return delivery;
}

class SlackMailTest : public SlackTest {
 protected:
  Delivered deliver(runtime::Delivery delivery) {
    Delivered delivered;
    const auto keep = [](asio::awaitable<Delivered> asked, Delivered& into) -> asio::awaitable<void> {
      into = co_await std::move(asked);
    };
    run(keep(slack->deliver(std::move(delivery)), delivered));
    return delivered;
  }
  // One that goes on beside the test; `beside` is what came of them.
  asio::awaitable<void> send_beside(runtime::Delivery delivery) {
    Delivered delivered = co_await slack->deliver(std::move(delivery));
    beside.push_back(std::move(delivered));
    bell.ring();
  }
  // The next one there would have its turn: pictures have come, or never will.
  void pictures_over() {
    hand.advance(std::chrono::seconds(2));
    support::result_of(io, slack->ready({"slack", core::Destination::Kind::channel, "C1"}, false));
  }
  std::vector<Delivered> beside;
};

TEST_F(SlackMailTest, PostsInAChannel) {
  start();
  const Delivered delivered = deliver(to_channel("Vi sees <!channel> & <@U2>"));
  ASSERT_EQ(delivered.kind, Kind::sent);
  const ApiCall& call = *fake.last("chat.postMessage");
  EXPECT_EQ(call.authorization, "Bearer xoxb-test");
  EXPECT_EQ(call.args.at("channel"), "C1");
  EXPECT_EQ(call.args.at("unfurl_links"), "false");
  EXPECT_EQ(call.args.at("unfurl_media"), "false");
  EXPECT_EQ(call.args.at("text"), "Påminnelse\nVi sees &lt;!channel&gt; &amp; &lt;@U2&gt;") << "case 62";
  EXPECT_FALSE(call.args.contains("metadata"));
  EXPECT_FALSE(call.args.contains("token"));
  ASSERT_TRUE(delivered.ref.starts_with("C1|1503435956.000"));
  EXPECT_EQ(fake.messages.at(delivered.ref)["blocks"][0]["type"], "header");
}

TEST_F(SlackMailTest, APictureComesBelowWhatItShows) {
  support::FakePictures pictures;
  workspace.pictures = &pictures;
  start();
  auto delivery = to_channel("x");
  delivery.message = support::with_picture();
  ASSERT_EQ(deliver(delivery).kind, Kind::sent);
  pictures_over();
  EXPECT_EQ(fake.count("chat.postMessage"), 1U);
  EXPECT_NE(fake.last("chat.postMessage")->args.at("text").find("Tirsdag: 6"), std::string::npos);
  EXPECT_EQ(fake.files, (std::vector<std::string>{"\x89PNG sharp"}));
  const ApiCall& wish = *fake.last("files.getUploadURLExternal");
  EXPECT_EQ(wish.args.at("length"), "10");
  EXPECT_EQ(wish.args.at("alt_txt"), "Hvilken dag?\nFlest svarte Tirsdag.");
  const ApiCall& share = *fake.last("files.completeUploadExternal");
  EXPECT_EQ(share.args.at("channel_id"), "C1");
  EXPECT_EQ(Json::parse(share.args.at("files"))[0]["id"], "F1");
}

// Killed while it is drawn, what Slack said of the message would be lost, and Slack cannot be asked.
TEST_F(SlackMailTest, ThatAMessageIsOutWaitsForNoPicture) {
  struct Slow final : runtime::Pictures {
    explicit Slow(asio::io_context& io) : drawn(io) {}
    net_test::Gate drawn;
    asio::awaitable<std::string> png(std::vector<core::Plot>, core::Language, runtime::PictureLook) override {
      co_await drawn.wait();
      co_return "\x89PNG late";
    }
  } pictures(io);
  workspace.pictures = &pictures;
  start();
  auto delivery = to_channel("x");
  delivery.message = support::with_picture();
  EXPECT_EQ(deliver(delivery).kind, Kind::sent);
  EXPECT_TRUE(fake.files.empty());
  hand.advance(std::chrono::seconds(2));
  // What comes next there stands below the picture.
  spawn(send_beside(to_channel("y")));
  EXPECT_EQ(deliver(to_channel("z", "C2")).kind, Kind::sent) << "elsewhere nothing waits";
  EXPECT_TRUE(beside.empty());
  pictures.drawn.open();
  run(bell.until([&] { return !beside.empty(); }));
  EXPECT_EQ(fake.files, (std::vector<std::string>{"\x89PNG late"}));
  EXPECT_EQ(fake.count("files.completeUploadExternal"), 1U);
  EXPECT_EQ(fake.calls.back().method, "chat.postMessage");
  EXPECT_NE(fake.calls.back().args.at("text").find("y"), std::string::npos);
}

TEST_F(SlackMailTest, NothingThatBefallsAPictureBefallsTheWords) {
  support::FakePictures pictures;
  workspace.pictures = &pictures;
  start();
  for (const char* step : {"files.getUploadURLExternal", "/upload/F1", "files.completeUploadExternal"})
    for (const auto kind : {Fault::Kind::refuse, Fault::Kind::break_down, Fault::Kind::html}) {
      const std::size_t before = fake.count("chat.postMessage");
      fake.fail(step, {kind, "missing_scope"});
      auto delivery = to_channel("x");
      delivery.message = support::with_picture();
      delivery.paced = true;
      const Delivered out = deliver(delivery);
      EXPECT_EQ(out.kind, Kind::sent) << step;
      EXPECT_TRUE(out.ref.starts_with("C1|")) << step;
      EXPECT_EQ(fake.count("chat.postMessage"), before + 1) << step;
      pictures_over();
    }
  EXPECT_EQ(fake.messages.size(), 9U);
}

TEST_F(SlackMailTest, WritesToAPersonAndRemembersTheConversation) {
  start();
  EXPECT_EQ(deliver(to_person("Hei")).kind, Kind::sent);
  hand.advance(std::chrono::seconds(2));
  EXPECT_EQ(deliver(to_person("Hei igjen")).kind, Kind::sent);
  EXPECT_EQ(fake.count("conversations.open"), 1u);
  EXPECT_EQ(fake.count("chat.postMessage"), 2u);
  EXPECT_EQ(fake.last("chat.postMessage")->args.at("channel"), "D1");
}

TEST_F(SlackMailTest, EditsWithTextAndBlocks) {
  start();
  const Delivered posted = deliver(to_channel("før"));
  const Delivered edited = deliver(to_channel("etter", "C1", posted.ref));
  EXPECT_EQ(edited.kind, Kind::sent);
  EXPECT_EQ(edited.ref, posted.ref);
  EXPECT_EQ(fake.count("chat.postMessage"), 1u);
  EXPECT_NE(fake.messages.at(posted.ref).dump().find("etter"), std::string::npos);
  const Delivered gone = deliver(to_channel("borte", "C1", "C1|1.0"));
  EXPECT_EQ(gone.kind, Kind::permanent);
  EXPECT_EQ(gone.reason, "message_not_found");
  EXPECT_EQ(deliver(to_channel("x", "C1", "somebody else's reference")).reason, "message_not_found");
  EXPECT_EQ(fake.count("chat.postMessage"), 1u) << "an edit never becomes a new message";
}

TEST_F(SlackMailTest, Case54_WhatSlackRefusesIsNotRepeated) {
  start();
  for (const auto& [channel, reason] :
       {std::pair("C77", "channel_not_found"), {"C9", "shared_channel"}, {"C8", "is_archived"}}) {
    const Delivered delivered = deliver(to_channel("x", channel));
    EXPECT_EQ(delivered.kind, Kind::permanent);
    EXPECT_EQ(delivered.reason, reason);
  }
  EXPECT_EQ(deliver(to_person("x", "nobody")).reason, "user_not_found");
  EXPECT_LE(fake.count("chat.postMessage"), 1u);
  fake.fail("chat.postMessage", {Fault::Kind::refuse, "some_new_code"});
  EXPECT_EQ(deliver(to_channel("x")).kind, Kind::permanent) << "an unknown code";
}

TEST_F(SlackMailTest, SharedChannelsAreForThoseWhoWantThem) {
  workspace.allow_shared_channels = true;
  start();
  fake.channels.insert("C9");
  EXPECT_EQ(deliver(to_channel("x", "C9")).kind, Kind::sent);
  EXPECT_EQ(fake.count("conversations.info"), 0u);
}

TEST_F(SlackMailTest, Case50_ALimitPausesThatMethodAlone) {
  start();
  fake.fail("chat.postMessage", {Fault::Kind::limit, "2"});
  const Delivered limited = deliver(to_channel("x"));
  EXPECT_EQ(limited.kind, Kind::retry);
  EXPECT_GE(limited.after, std::chrono::seconds(2));
  const Delivered posted = deliver(to_channel("y", "C1", "C1|1.0"));
  EXPECT_EQ(posted.reason, "message_not_found") << "another method goes on";
  spawn(send_beside(to_channel("x", "C2")));
  run(bell.until([this] { return hand.longest() >= std::chrono::seconds(2); }));
  EXPECT_EQ(fake.count("chat.postMessage"), 1u) << "not before the pause is over";
  hand.advance(std::chrono::seconds(4));
  run(bell.until([this] { return beside.size() == 1; }));
  EXPECT_EQ(beside[0].kind, Kind::sent);
}

TEST_F(SlackMailTest, Case51_ALimitWithoutAUsableHeaderIsThirtySeconds) {
  start();
  fake.fail("chat.postMessage", {Fault::Kind::limit_without_header, ""});
  EXPECT_EQ(deliver(to_channel("x")).after, std::chrono::seconds(30));
  hand.advance(std::chrono::seconds(60));
  fake.fail("chat.postMessage", {Fault::Kind::limit, "abc"});
  EXPECT_EQ(deliver(to_channel("x")).after, std::chrono::seconds(30));
  hand.advance(std::chrono::seconds(60));
  fake.fail("chat.postMessage", {Fault::Kind::limit, "0"});
  EXPECT_EQ(deliver(to_channel("x")).after, std::chrono::seconds(1));
  hand.advance(std::chrono::seconds(60));
  fake.fail("chat.postMessage", {Fault::Kind::limit, "999999"});
  EXPECT_EQ(deliver(to_channel("x")).after, std::chrono::seconds(3'600));
}

TEST_F(SlackMailTest, ALongPauseIsTheOutboxesToWait) {
  start();
  fake.fail("chat.postMessage", {Fault::Kind::limit, "60"});
  deliver(to_channel("x"));
  const Delivered limited = deliver(to_channel("x", "C2"));
  EXPECT_EQ(limited.kind, Kind::retry);
  EXPECT_GE(limited.after, std::chrono::seconds(59));
  EXPECT_EQ(fake.count("chat.postMessage"), 1u);
}

TEST_F(SlackMailTest, OneMessageASecondForAChannel) {
  start();
  EXPECT_EQ(deliver(to_channel("1")).kind, Kind::sent);
  EXPECT_EQ(deliver(to_channel("2", "C2")).kind, Kind::sent) << "another channel";
  spawn(send_beside(to_channel("3")));
  run(bell.until([this] { return hand.longest().count() > 0; }));
  EXPECT_EQ(fake.count("chat.postMessage"), 2u);
  hand.advance(net::Ticks(1'000));
  run(bell.until([this] { return beside.size() == 1; }));
  EXPECT_EQ(fake.count("chat.postMessage"), 3u);
}

TEST_F(SlackMailTest, WaitsForItsTurnBeforeAMessageIsClaimedAndNeverAfter) {
  start();
  ASSERT_TRUE(slack->paced());
  int ready = 0;
  const auto get_ready = [&]() -> asio::awaitable<void> {
    const core::Destination to{"slack", core::Destination::Kind::person, "U1"};
    const Delivered delivered = co_await slack->ready(to, false);
    EXPECT_EQ(delivered.kind, Kind::sent);
    ++ready;
    bell.ring();
  };
  run(get_ready());
  EXPECT_EQ(fake.count("conversations.open"), 1u) << "the way there is found before";
  runtime::Delivery delivery = to_person("1");
  delivery.paced = true;
  EXPECT_EQ(deliver(delivery).kind, Kind::sent) << "at once";
  spawn(get_ready());
  run(bell.until([this] { return hand.longest().count() > 0; }));
  EXPECT_EQ(ready, 1);
  hand.advance(net::Ticks(1'000));
  run(bell.until([&] { return ready == 2; }));
  EXPECT_EQ(fake.count("chat.postMessage"), 1u) << "nothing has left";
  EXPECT_EQ(deliver(delivery).kind, Kind::sent);
}

// At one a second they would wait for minutes.
TEST_F(SlackMailTest, ManyChannelsAreLookedUpTogether) {
  start();
  fake.page_size = 10;
  std::map<std::string, Delivered> told;
  const auto get_ready = [&](std::string channel) -> asio::awaitable<void> {
    const core::Destination to{"slack", core::Destination::Kind::channel, channel};
    Delivered outcome = co_await slack->ready(to, false);
    told[channel] = std::move(outcome);
    bell.ring();
  };
  std::vector<std::string> all;
  for (int i = 100; i < 140; ++i) all.push_back("C" + std::to_string(i));
  fake.channels.insert(all.begin(), all.end());
  for (const std::string& channel : all) spawn(get_ready(channel));
  spawn(get_ready("C9"));  // shared
  spawn(get_ready("C77"));
  while (told.size() < all.size() + 2) {
    run(bell.until([&, before = told.size()] {
      return told.size() > before || told.size() == all.size() + 2 || hand.longest().count() > 0;
    }));
    hand.advance(net::Ticks(1'000));
  }
  EXPECT_LE(fake.count("conversations.info"), 5u);
  EXPECT_GE(fake.count("users.conversations"), 1u);
  for (const std::string& channel : all) EXPECT_EQ(told[channel].kind, Kind::sent) << channel;
  EXPECT_EQ(told["C9"].reason, "shared_channel");
  EXPECT_EQ(told["C77"].reason, "channel_not_found");
  const std::size_t lists = fake.count("users.conversations");
  run(get_ready("C100"));
  EXPECT_EQ(fake.count("users.conversations"), lists) << "it is remembered";

  fake.shared_channels.insert(all.begin(), all.end());
  fake.channels = {"C1"};
  sync(event({{"type", "channel_shared"}, {"connected_team_id", "T8"}, {"channel", "C100"}}, "Ev1"));
  told.clear();
  all.resize(10);
  for (const std::string& channel : all) spawn(get_ready(channel));
  while (told.size() < all.size()) {
    run(bell.until([&, before = told.size()] {
      return told.size() > before || told.size() == all.size() || hand.longest().count() > 0;
    }));
    hand.advance(net::Ticks(1'000));
  }
  for (const std::string& channel : all) EXPECT_EQ(told[channel].reason, "shared_channel") << channel;
}

TEST_F(SlackMailTest, WhatCannotGoIsSaidBeforeItIsClaimed) {
  start();
  Delivered outcome;
  const auto get_ready = [&]() -> asio::awaitable<void> {
    const core::Destination to{"slack", core::Destination::Kind::channel, "C9"};
    outcome = co_await slack->ready(to, false);
  };
  run(get_ready());
  EXPECT_EQ(outcome.kind, Kind::permanent);
  EXPECT_EQ(outcome.reason, "shared_channel");
}

TEST_F(SlackMailTest, Case52_APageInPlaceOfAnAnswerIsUnknownForPosts) {
  start();
  fake.fail("chat.postMessage", {Fault::Kind::html, ""});
  EXPECT_EQ(deliver(to_channel("x")).kind, Kind::unknown) << "it may have been stored";
  EXPECT_EQ(fake.count("chat.postMessage"), 1u);
  fake.fail("conversations.info", {Fault::Kind::html, ""});
  EXPECT_EQ(deliver(to_channel("x", "C2")).kind, Kind::retry) << "nothing was posted yet";
}

// Slack's no has a word; one without is something between us, or a Slack in trouble.
TEST_F(SlackMailTest, ANoWithoutAWordIsUnknownForPostsAndComesAgainForEdits) {
  start();
  fake.fail("chat.postMessage", {Fault::Kind::refuse, ""});
  EXPECT_EQ(deliver(to_channel("a")).kind, Kind::unknown);
  fake.fail("chat.update", {Fault::Kind::refuse, ""});
  EXPECT_EQ(deliver(to_channel("b", "C1", "C1|1.2")).kind, Kind::retry);
  fake.fail("conversations.info", {Fault::Kind::refuse, ""});
  EXPECT_EQ(deliver(to_channel("c", "C2")).kind, Kind::retry) << "nothing has left";
}

TEST_F(SlackMailTest, AYesThatDoesNotTellWhatWasAskedLosesNothing) {
  start();
  fake.fail("conversations.open", {Fault::Kind::bare_yes, ""});
  EXPECT_EQ(deliver(to_person("a")).kind, Kind::retry);
  fake.fail("conversations.info", {Fault::Kind::bare_yes, ""});
  EXPECT_EQ(deliver(to_channel("b", "C2")).kind, Kind::retry) << "it may be shared with others";
  EXPECT_EQ(fake.count("chat.postMessage"), 0U);
}

TEST_F(SlackMailTest, Case53_AHangUpAfterTheRequestIsUnknown) {
  start();
  EXPECT_EQ(deliver(to_channel("x")).kind, Kind::sent);
  hand.advance(std::chrono::seconds(2));
  fake.fail("chat.postMessage", {Fault::Kind::hang_up, ""});
  EXPECT_EQ(deliver(to_channel("x")).kind, Kind::unknown);
  EXPECT_EQ(fake.count("chat.postMessage"), 2u) << "no blind repeat";
  fake.fail("chat.update", {Fault::Kind::hang_up, ""});
  EXPECT_EQ(deliver(to_channel("x", "C1", "C1|1.0")).kind, Kind::retry) << "an edit may be done twice";
  fake.fail("conversations.open", {Fault::Kind::hang_up, ""});
  EXPECT_EQ(deliver(to_person("x")).kind, Kind::retry) << "nothing was posted yet";
}

TEST_F(SlackMailTest, Case64_AFailureAtSlackIsUnknownForPosts) {
  start();
  fake.fail("chat.postMessage", {Fault::Kind::break_down, ""});
  EXPECT_EQ(deliver(to_channel("x")).kind, Kind::unknown);
  fake.fail("conversations.info", {Fault::Kind::break_down, ""});
  EXPECT_EQ(deliver(to_channel("x", "C2")).kind, Kind::retry);
  for (const char* code : {"fatal_error", "internal_error"}) {
    fake.fail("chat.postMessage", {Fault::Kind::refuse, code});
    hand.advance(std::chrono::seconds(5));
    EXPECT_EQ(deliver(to_channel("x")).kind, Kind::unknown) << "may have partly succeeded";
    fake.fail("chat.update", {Fault::Kind::refuse, code});
    EXPECT_EQ(deliver(to_channel("x", "C1", "C1|1.2")).kind, Kind::retry) << "an edit may be done twice";
  }
}

TEST_F(SlackMailTest, AWithdrawnTokenKeepsTheQueue) {
  start();
  fake.bot_token = "xoxb-another";
  const Delivered delivered = deliver(to_channel("x"));
  EXPECT_EQ(delivered.kind, Kind::refused);
  EXPECT_EQ(delivered.reason, "invalid_auth");
}

TEST_F(SlackMailTest, NobodyThereIsARetry) {
  workspace.api_url = "http://127.0.0.1:1/api/";
  slack = slack::make_slack(io.get_executor(), workspace, clock, random, hand.timing());
  EXPECT_EQ(deliver(to_channel("x")).kind, Kind::retry);
}

TEST_F(SlackMailTest, Case48_UninstallingForgetsTheToken) {
  for (const bool tokens_first : {true, false}) {
    start();
    const Json tokens{{"type", "tokens_revoked"}, {"tokens", {{"bot", Json::array({"UBOT"})}}}};
    const Json app{{"type", "app_uninstalled"}};
    sync(event(tokens_first ? tokens : app, "EvA" + std::to_string(tokens_first)));
    sync(event(tokens_first ? app : tokens, "EvB" + std::to_string(tokens_first)));
    const Delivered delivered = deliver(to_channel("x"));
    EXPECT_EQ(delivered.reason, "not_authed");
    EXPECT_EQ(delivered.kind, Kind::refused);
    EXPECT_TRUE(fake.calls.empty());
    running.stop();
  }
}

TEST_F(SlackMailTest, PeoplesOwnTokensAreNotOurs) {
  start();
  Json tokens{{"type", "tokens_revoked"},
              {"tokens", {{"oauth", Json::array({"U1"})}, {"bot", Json::array()}}}};
  sync(event(tokens, "EvC"));
  EXPECT_EQ(deliver(to_channel("x")).kind, Kind::sent);
  tokens["tokens"].erase("bot");  // Slack's own types say that it may be left out
  sync(event(tokens, "EvD"));
  hand.advance(std::chrono::seconds(2));
  EXPECT_EQ(deliver(to_channel("x")).kind, Kind::sent);
}

TEST_F(SlackMailTest, AChannelThatIsSharedFromNowOnGetsNothingMore) {
  start();
  const Delivered before = deliver(to_channel("x"));
  EXPECT_EQ(before.kind, Kind::sent);
  fake.shared_channels.insert("C1");
  hand.advance(std::chrono::seconds(2));
  sync(event({{"type", "channel_shared"}, {"connected_team_id", "T9"}, {"channel", "C1"}}, "Ev1"));
  EXPECT_EQ(deliver(to_channel("y")).reason, "shared_channel");
  const Delivered edited = deliver(to_channel("changed", "C1", before.ref));
  EXPECT_EQ(edited.kind, Kind::permanent);
  EXPECT_EQ(edited.reason, "shared_channel");
  EXPECT_EQ(fake.count("chat.update"), 0u) << "nor is changed what others read now";
  EXPECT_EQ(support::result_of(io, slack->ready(to_channel("").to, true)).reason, "shared_channel");
  fake.shared_channels.erase("C1");
  hand.advance(std::chrono::seconds(2));
  sync(event({{"type", "channel_unshared"}, {"channel", "C1"}}, "Ev2"));
  EXPECT_EQ(deliver(to_channel("z")).kind, Kind::sent);
}

TEST_F(SlackMailTest, WhatOnePlaceLacksHoldsUpNoOther) {
  start();
  for (const char* code : {"no_permission", "access_denied"}) {
    hand.advance(std::chrono::seconds(2));
    fake.fail("chat.postMessage", {Fault::Kind::refuse, code});
    const Delivered refused = deliver(to_channel("x"));
    EXPECT_EQ(refused.kind, Kind::refused) << code;
    EXPECT_TRUE(refused.place_alone) << code;
  }
  fake.fail("conversations.open", {Fault::Kind::refuse, "missing_scope"});
  const Delivered no_chats = deliver(to_person("x"));
  EXPECT_EQ(no_chats.kind, Kind::refused);
  EXPECT_EQ(no_chats.shut, "chats") << "channels are written to without that scope";
  EXPECT_FALSE(no_chats.place_alone) << "it is the same for all people";
  fake.fail("conversations.info", {Fault::Kind::refuse, "missing_scope"});
  EXPECT_EQ(deliver(to_channel("x", "C2")).shut, "channels");
  hand.advance(std::chrono::seconds(2));
  fake.fail("chat.postMessage", {Fault::Kind::refuse, "ekm_access_denied"});
  EXPECT_EQ(deliver(to_channel("x")).shut, "locked") << "it may be one channel, or all";
  for (const char* code : {"missing_scope", "account_inactive", "team_access_not_granted"}) {
    hand.advance(std::chrono::seconds(2));
    fake.fail("chat.postMessage", {Fault::Kind::refuse, code});
    const Delivered refused = deliver(to_channel("x"));
    EXPECT_EQ(refused.kind, Kind::refused) << code;
    EXPECT_FALSE(refused.place_alone) << code;
    EXPECT_EQ(refused.shut, "") << code;
  }
}

TEST(SlackErrors, FallIntoClasses) {
  using slack::Trouble;
  EXPECT_EQ(slack::trouble_of("no_permission"), Trouble::place);
  EXPECT_EQ(slack::trouble_of("missing_scope"), Trouble::credential);
  EXPECT_EQ(slack::trouble_of("restricted_action_read_only_channel"), Trouble::target);
  EXPECT_EQ(slack::trouble_of("invalid_blocks"), Trouble::payload);
  EXPECT_EQ(slack::trouble_of("service_unavailable"), Trouble::passing);
  EXPECT_EQ(slack::trouble_of("internal_error"), Trouble::half_done);
  EXPECT_EQ(slack::trouble_of("fatal_error"), Trouble::half_done);
  EXPECT_EQ(slack::trouble_of("hash_conflict"), Trouble::view);
  EXPECT_EQ(slack::trouble_of(""), Trouble::unknown);
}

TEST(SlackForm, CodesEverything) {
  const slack::Args args{{"a", "b c&d=e+f%"}, {"æ", "\n"}};
  EXPECT_EQ(slack::as_form(args), "a=b%20c%26d%3De%2Bf%25&%C3%A6=%0A");
}

}  // namespace
}  // namespace slack_test
