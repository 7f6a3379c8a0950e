// What docs/platforms says of chats that have no adapter of their own.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "adapters/webhook/payload.hpp"
#include "tests/adapters/webhook/sample.hpp"

namespace webhook_test {
namespace {

using webhook::Shape;

// The bridge hookshot makes a message of "text", and would put a "username" before it and take an "html"
// instead; Rocket.Chat takes "alias" and "channel"; Zulip prefers "blocks" and lets a "channel" be the topic.
TEST(WebhookOtherPlatforms, MatrixRocketChatAndZulipGetATextAndNothingElse) {
  for (const Shape shape : {Shape::mattermost, Shape::rocketchat, Shape::zulip})
    for (const core::Message& message : {everything(), hostile(), only_buttons(), long_one(400, 200)}) {
      const auto payload = nlohmann::json::parse(webhook::payload(shape, outline_of(message)));
      EXPECT_EQ(payload.size(), 1u) << name_of(shape);
      EXPECT_TRUE(payload.at("text").is_string());
      EXPECT_FALSE(payload.at("text").get_ref<const std::string&>().empty());
    }
}

TEST(WebhookOtherPlatforms, GoogleChatsButtonsOpenPages) {
  const auto payload = nlohmann::json::parse(webhook::payload(Shape::google_chat, outline_of(everything())));
  ASSERT_EQ(payload.at("cardsV2").size(), 1u);
  const std::string card = payload.dump();
  EXPECT_NE(card.find("\"openLink\":{\"url\":\"https://refleks.example/s/"), card.npos);
  EXPECT_EQ(card.find("\"action\":"), card.npos);  // nobody is there to be called
}

}  // namespace
}  // namespace webhook_test
