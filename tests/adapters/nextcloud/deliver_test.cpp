// Posts, what comes of failures, what the adapter says of itself, and the doctor.
#include <gmock/gmock.h>

#include "tests/adapters/nextcloud/world.hpp"

namespace nextcloud_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Kind = runtime::Delivered::Kind;

class NextcloudDeliverTest : public NextcloudTest {
 protected:
  NextcloudDeliverTest() { start(); }
  runtime::Delivered failing(Fault fault) {
    fake.fail(std::move(fault));
    return deliver("gruppa1", words("hei"));
  }
};

TEST_F(NextcloudDeliverTest, APostIsSealedAndNamed) {
  const auto out = deliver("gruppa1", with_button("Ny avstemning @all", "Svar", "box/polls/form"), "poll/1");
  ASSERT_EQ(out.kind, Kind::sent);
  EXPECT_EQ(out.ref, "");
  EXPECT_EQ(last().conversation, "gruppa1");
  EXPECT_THAT(mentions_in(last().text), IsEmpty());
  EXPECT_THAT(last().text, HasSubstr("[Svar](https://sider.example/s/gruppa1/box/polls/form)"));
  EXPECT_FALSE(last().silent);
  EXPECT_THAT(fake.refused, IsEmpty());
  // The outbox's key may hold ids of ours: what Talk gets tells nothing of it, and is the same again.
  EXPECT_EQ(last().reference.size(), 64u);
  EXPECT_THAT(fake.bodies.back(), Not(HasSubstr("poll/1")));
  const std::string first = last().reference;
  deliver("gruppa1", words("hei"), "poll/1");
  EXPECT_EQ(last().reference, first);
  deliver("gruppa1", words("hei"), "poll/2");
  EXPECT_NE(last().reference, first);
}

// Everybody reads what is written behind "!refleks idé" in a group's conversation.
TEST_F(NextcloudDeliverTest, AGroupIsToldOfNoCommandWhereThereIsALink) {
  core::Message message;
  message.blocks.emplace_back(core::Paragraph{{core::Span("Er det noe? Skriv "),
                                               core::Span("/refleks idé", core::Span::Style::strong),
                                               core::Span(". Forslaget blir vist uten navn.")}});
  deliver("gruppa1", message);
  EXPECT_EQ(last().text, "Er det noe? Forslaget blir vist uten navn.");
  deliver_to("kari", message);
  EXPECT_EQ(last().text, "Er det noe? Skriv **!refleks idé**. Forslaget blir vist uten navn.");
}

TEST_F(NextcloudDeliverTest, PeopleAreReachedInTheirOwnConversation) {
  ASSERT_EQ(deliver_to("kari", words("Til Kari")).kind, Kind::sent);
  EXPECT_EQ(last().conversation, "karin0te");
  EXPECT_EQ(deliver_to("ola", words("Til Ola")).reason, "no_conversation");
}

TEST_F(NextcloudDeliverTest, NowhereAndElsewhere) {
  EXPECT_EQ(deliver("../x", words("hei")).reason, "unknown_channel");
  EXPECT_EQ(deliver("", words("hei")).reason, "unknown_channel");
  runtime::Delivery other;
  other.to = {"other", core::Destination::Kind::channel, "gruppa1"};
  EXPECT_EQ(sync(adapter->deliver(other)).reason, "unknown_workspace");
  // The bot is not switched on there.
  EXPECT_EQ(deliver("ukjent1", words("hei")).reason, "not_authorised");
  EXPECT_THAT(fake.messages, IsEmpty());
}

TEST_F(NextcloudDeliverTest, AnEditDoesNothing) {
  runtime::Delivery edit;
  edit.to = {"talk", core::Destination::Kind::channel, "gruppa1"};
  edit.ref = "of another adapter";
  edit.message = words("Stengt");
  EXPECT_EQ(sync(adapter->deliver(edit)).kind, Kind::sent);
  EXPECT_THAT(fake.bodies, IsEmpty());
}

TEST_F(NextcloudDeliverTest, AWrongSecretHoldsEverything) {
  options.secret = "another-secret-of-at-least-forty-letters-long";
  adapter = nextcloud::make_nextcloud(io.get_executor(), options, &links, random, hand.timing());
  const auto out = deliver("gruppa1", words("hei"));
  EXPECT_EQ(out.kind, Kind::refused);
  EXPECT_EQ(out.reason, "not_authorised");
  EXPECT_FALSE(out.place_alone);
}

TEST_F(NextcloudDeliverTest, ABotThatWasSwitchedOffInOneConversationHoldsThatOne) {
  const auto out = failing({Fault::Kind::status, 401});
  EXPECT_EQ(out.kind, Kind::refused);
  EXPECT_TRUE(out.place_alone);
}

// The secret is not wrong because the bot is off in two of them: that would hold all others.
TEST_F(NextcloudDeliverTest, TwoConversationsWithoutTheBotHoldNoOther) {
  options.channels = {"uten0001", "uten0002", "uten0003", "uten0004", "gruppa1"};
  adapter = nextcloud::make_nextcloud(io.get_executor(), options, &links, random, hand.timing());
  EXPECT_EQ(deliver("gruppa1", words("hei")).kind, Kind::sent);
  for (const char* off : {"uten0001", "uten0002", "uten0004"}) {
    const auto out = deliver(off, words("hei"));
    EXPECT_EQ(out.kind, Kind::refused);
    EXPECT_TRUE(out.place_alone) << off;
  }
  // One that took nothing yet is found among the first three.
  options.channels = {"uten0001", "uten0002", "gruppa1"};
  adapter = nextcloud::make_nextcloud(io.get_executor(), options, &links, random, hand.timing());
  EXPECT_TRUE(deliver("uten0001", words("hei")).place_alone);
  // Where none takes us there is an end of asking.
  options.channels = {"uten0001", "uten0002", "uten0003", "uten0004", "uten0005"};
  options.conversations.clear();
  adapter = nextcloud::make_nextcloud(io.get_executor(), options, &links, random, hand.timing());
  const std::size_t before = fake.bodies.size();
  EXPECT_FALSE(deliver("uten0001", words("hei")).place_alone);
  EXPECT_EQ(fake.bodies.size() - before, 1U + 3U);
}

TEST_F(NextcloudDeliverTest, WhatTheStatusesMean) {
  const std::vector<std::pair<int, std::string>> for_good{
      {403, "forbidden"}, {404, "not_found"}, {413, "too_big"}, {418, "bad_request"}};
  for (const auto& [status, reason] : for_good) {
    const auto out = failing({Fault::Kind::status, status});
    EXPECT_EQ(out.kind, Kind::permanent) << status;
    EXPECT_EQ(out.reason, reason) << status;
  }
  for (const int status : {200, 400, 500, 502, 503, 504})
    EXPECT_EQ(failing({Fault::Kind::status, status}).kind, Kind::unknown) << status;
  EXPECT_EQ(failing({Fault::Kind::status, 302}).kind, Kind::retry);
  EXPECT_THAT(fake.messages, IsEmpty());
}

TEST_F(NextcloudDeliverTest, BusyAndMaintenanceAreForLater) {
  const auto waits = [this](int status, const char* after) {
    const auto out = failing({Fault::Kind::status, status, after});
    EXPECT_EQ(out.kind, Kind::retry) << status;
    return out.after.count();
  };
  EXPECT_EQ(waits(429, "17"), 17);
  EXPECT_EQ(waits(429, ""), 30);
  EXPECT_EQ(failing({Fault::Kind::maintenance, 503, "17"}).kind, Kind::retry);
}

TEST_F(NextcloudDeliverTest, NobodyKnowsWhatBecameOfItWhenNoAnswerComes) {
  EXPECT_EQ(failing({Fault::Kind::hang_up}).kind, Kind::unknown);
  EXPECT_EQ(fake.messages.size(), 0u);
  EXPECT_EQ(failing({Fault::Kind::lose_answer}).kind, Kind::unknown);
  EXPECT_EQ(fake.messages.size(), 1u);
}

TEST_F(NextcloudDeliverTest, NothingHasLeftWhenNobodyIsThere) {
  options.url = "http://127.0.0.1:1";
  adapter = nextcloud::make_nextcloud(io.get_executor(), options, &links, random, hand.timing());
  const auto out = deliver("gruppa1", words("hei"));
  EXPECT_EQ(out.kind, Kind::retry);
  EXPECT_GT(out.after.count(), 0);
}

TEST_F(NextcloudDeliverTest, SaysWhatItCan) {
  core::Capabilities can;
  can.commands = can.ingress = can.direct_message = true;
  EXPECT_EQ(adapter->capabilities(), can);
  options.conversations.clear();
  can.direct_message = false;
  EXPECT_EQ(
      nextcloud::make_nextcloud(io.get_executor(), options, nullptr, random, hand.timing())->capabilities(),
      can);
  EXPECT_FALSE(sync(adapter->find("k1")));
}

TEST_F(NextcloudDeliverTest, WhatCannotWorkIsSaidAtOnce) {
  const auto keys = [](const nextcloud::Options& with) {
    std::vector<std::string> all;
    for (const auto& [key, what] : nextcloud::problems(with)) all.push_back(key);
    return all;
  };
  EXPECT_THAT(keys(options), IsEmpty());
  nextcloud::Options bad = options;
  bad.allow_http = false;
  EXPECT_THAT(keys(bad), ::testing::ElementsAre("url"));
  bad = options;
  bad.secret.clear();
  bad.workspace = "a/b";
  EXPECT_THAT(keys(bad), ::testing::ElementsAre("", "secret_file"));
  bad = options;
  bad.conversations = {{"kari", "gruppa1"}, {"ola", "x/y"}};
  EXPECT_THAT(keys(bad), ::testing::ElementsAre("people.kari.conversation", "people.ola.conversation"));
  EXPECT_THROW(nextcloud::make_nextcloud(io.get_executor(), bad, nullptr, random, hand.timing()),
               std::invalid_argument);
}

class NextcloudDoctorTest : public NextcloudTest {
 protected:
  std::string findings() {
    std::string all;
    for (const runtime::Finding& one : sync(nextcloud::examine(options, random)))
      all += (one.kind == runtime::Finding::Kind::good ? "good " : "bad ") + one.what + "\n";
    EXPECT_THAT(all, Not(HasSubstr(talk_secret)));
    return all;
  }
};

TEST_F(NextcloudDoctorTest, FindsTheBotInEachConversationAndPostsNothing) {
  EXPECT_EQ(findings(),
            "good Talk is there and knows bots (talk)\ngood the bot may speak in gruppa1 (talk)\n"
            "good the bot may speak in karin0te (talk)\n");
  EXPECT_THAT(fake.messages, IsEmpty());
}

TEST_F(NextcloudDoctorTest, FindsUsersWhoAreNotThere) {
  options.people = {"kari", "åse nes", "Kari Nes"};
  fake.users = {"kari", "%C3%A5se%20nes"};
  EXPECT_THAT(findings(), HasSubstr("bad Nextcloud does not know these users: Kari Nes (talk)\n"));
  options.people.pop_back();
  EXPECT_THAT(findings(), HasSubstr("good Nextcloud knows everybody (talk)\n"));
  fake.shows_pictures = false;
  EXPECT_THAT(findings(), HasSubstr("Nextcloud does not say whom it knows (talk)\n"));
}

TEST_F(NextcloudDoctorTest, AWrongSecretIsTriedOnce) {
  options.secret = "another-secret-of-at-least-forty-letters-long";
  EXPECT_THAT(findings(), HasSubstr("bad the bot may not speak in gruppa1, status 401"));
  EXPECT_EQ(fake.bodies.size(), 1u);
}

TEST_F(NextcloudDoctorTest, NoTalkAndNoServer) {
  fake.knows_bots = false;
  EXPECT_EQ(findings(), "bad the server has no Talk that knows bots (talk)\n");
  options.url = "http://127.0.0.1:1";
  EXPECT_THAT(findings(), HasSubstr("bad no answer from url; TCP: 127.0.0.1 did not take the connection"));
}

}  // namespace
}  // namespace nextcloud_test
