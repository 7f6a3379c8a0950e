// Posts, the socket, and who is no friend; and the table of them all.
#include <regex>

#include "tests/adapters/mattermost/conformance.hpp"

namespace mattermost_test {
namespace {

using ::testing::HasSubstr;
using Kind = runtime::Delivered::Kind;

// Cases that are the server's own affair, or of ways in and out that this adapter does not use.
// tests/e2e/mattermost/cases.mjs counts all of them.
const std::map<int, const char*> not_ours = {
    {11, "incoming webhooks: adapters/webhook, proven in tests/e2e/mattermost"},
    {12, "the same"},
    {14, "the same"},
    {15, "outgoing webhooks are not used: they cannot see private channels"},
    {16, "outgoing webhooks are not used"},
    {25, "the cookie is between the server and its clients: tests/e2e/mattermost"},
    {31, "the server refuses before we hear of it: tests/e2e/mattermost"},
};

TEST_F(MattermostConformanceTest, Case13LongTextsAreShortenedToOnePost) {
  for (const std::string& letter : {std::string("a"), std::string("æ"), std::string("本")}) {
    std::string words;
    for (int i = 0; i < 16'383; ++i) words += letter;
    EXPECT_EQ(deliver(delivery("fits" + letter, with_button(words, "Svar", "a/b", "c"))).kind, Kind::sent);
    words += letter;
    EXPECT_EQ(deliver(delivery("long" + letter, with_button(words, "Svar", "a/b", "c"))).kind, Kind::sent);
    const Json& post = fake.posts.at(fake.order.back());
    EXPECT_THAT(post["message"].get<std::string>(), HasSubstr("… Her var det mer"));
    EXPECT_EQ(post["props"]["attachments"][0]["actions"].size(), 1u);  // what people are asked to do stays
  }
  EXPECT_EQ(fake.order.size(), 6u);
}

TEST_F(MattermostConformanceTest, Case35TooFastMeansLaterWithTheSameMark) {
  fake.fail("POST /posts", {Fault::Kind::limit, 429, "7"});
  const auto limited = deliver(delivery("k1", support::words("Hei")));
  EXPECT_EQ(limited.kind, Kind::retry);
  EXPECT_EQ(limited.after, std::chrono::seconds(7));
  advance(net::Ticks{7'000});
  EXPECT_EQ(deliver(delivery("k1", support::words("Hei"))).kind, Kind::sent);
  std::vector<std::string> marks;
  for (const ApiCall& call : fake.calls)
    if (call.path == "/posts") marks.push_back(call.body["pending_post_id"]);
  ASSERT_EQ(marks.size(), 2u);
  EXPECT_EQ(marks[0], marks[1]);
  EXPECT_TRUE(marks[0].starts_with(bot + ":"));
  // A repeat within half a minute is the same post.
  const auto again = deliver(delivery("k1", support::words("Hei")));
  EXPECT_EQ(again.ref, fake.order.back());
  EXPECT_EQ(fake.order.size(), 1u);
  fake.fail("POST /posts", {Fault::Kind::limit, 429, ""});
  EXPECT_EQ(deliver(delivery("k2", support::words("Hei"))).after, std::chrono::seconds(30));
}

TEST_F(MattermostConformanceTest, Case36WhatPeopleWriteNeitherPingsNorLinksNorFormats) {
  const std::vector<std::string> hostile = {"<!channel>",
                                            "<!here>",
                                            "<@abc>",
                                            "<https://evil.no|trykk her>",
                                            "@channel",
                                            "@all",
                                            "@here",
                                            "@kari.n",
                                            "~fredag",
                                            "#emne",
                                            "[trykk](https://evil.no)",
                                            "![bilde](http://x.no/a.png)",
                                            "https://evil.no",
                                            "www.evil.no",
                                            "**sterkt**",
                                            "_skrå_",
                                            "`kode`",
                                            "~~strøket~~",
                                            "# Overskrift",
                                            "> sitat",
                                            "- punkt",
                                            "1. punkt",
                                            "    kode",
                                            "| a | b |",
                                            "---",
                                            "===",
                                            ":smile:",
                                            "&#64;channel",
                                            "$x^2$",
                                            "\\@all",
                                            "kari@example.no",
                                            "```\nkode\n```"};
  for (const std::string& words : hostile) {
    core::Message message = support::words(words);
    message.blocks.emplace_back(core::Heading{words});
    message.blocks.emplace_back(core::List{{{core::Span(words)}}, false});
    message.blocks.emplace_back(core::Bars{{{words, 0.5, words}}});
    message.blocks.emplace_back(core::Paragraph{{core::Span(words, core::Span::Style::code)}});
    message.blocks.emplace_back(core::Facts{{{words, words}}});
    message.blocks.emplace_back(core::Actions{{{words, "a/b", "c"}}});
    deliver(delivery("k" + words, message));
    const Json& post = fake.posts.at(fake.order.back());
    std::vector<std::string> shown{post["message"]};
    for (const Json& field : post["props"]["attachments"][0]["fields"]) {
      shown.push_back(field["title"]);
      shown.push_back(field["value"]);
    }
    for (const std::string& text : shown) {
      EXPECT_FALSE(std::regex_search(text, std::regex("(^|[^\\\\])[@~#<][A-Za-z!]"))) << text;
      EXPECT_FALSE(std::regex_search(text, std::regex("https?://|[Ww]{3}\\.[a-z]"))) << text;
      EXPECT_FALSE(std::regex_search(text, std::regex("(^|\n)(#|>|===|\\||1\\.|    )"))) << text;
      EXPECT_FALSE(std::regex_search(text, std::regex(":smile:|&#|(^|[^\\\\])\\["))) << text;
      EXPECT_FALSE(std::regex_search(text, std::regex("(^|[^\\\\*])\\*\\*sterkt"))) << text;
    }
  }
}

TEST_F(MattermostConformanceTest, Case37TheSocketIsHeardOnceAndInOrder) {
  const std::string conversation = fake.direct(bot, kari).id;
  for (const char* words : {"en", "to", "tre"}) fake.write(kari, conversation, words);
  until([&] { return events() == 3; });
  EXPECT_EQ(std::get<core::Command>(inbox.events[0]).text, "en");
  EXPECT_EQ(std::get<core::Command>(inbox.events[2]).text, "tre");
}

TEST_F(MattermostConformanceTest, Case38OnlyWhatEveryVersionKnowsIsSent) {
  deliver(delivery("k1", with_button("Hei", "Svar", "a/b", "c")));
  const Json& props = fake.posts.at(fake.order[0])["props"];
  for (const char* name : {"mm_blocks", "mm_blocks_actions", "blocks", "cards"})
    EXPECT_FALSE(props.contains(name));
  EXPECT_EQ(fake.last("POST", "/posts")->body["props"].size(), 2u);  // attachments, refleks_key
}

TEST_F(MattermostConformanceTest, Case39AForgedButtonIsRefusedAndLeavesNothing) {
  deliver(delivery("k1", with_button("Hei", "Svar", "polls/close", "p1")));
  const Json good =
      fake.posts.at(fake.order[0])["props"]["attachments"][0]["actions"][0]["integration"]["context"];
  const std::string elsewhere = fake.add_channel("omsorg", "mandag", {"kari"}).id;
  std::vector<std::pair<Json, std::string>> forged;
  for (const char* key : {"n", "v", "c", "h", "x"}) {
    Json changed = good;
    changed[key] = key == std::string("x") ? Json(4'000'000'000) : Json("p2");
    forged.emplace_back(changed, channel);
    changed.erase(key);
    forged.emplace_back(changed, channel);
    changed[key] = nullptr;
    forged.emplace_back(changed, channel);
  }
  Json again = good;
  again["again"] = true;  // another kind
  forged.emplace_back(again, channel);
  Json moved = good;
  moved["c"] = elsewhere;
  forged.emplace_back(moved, elsewhere);
  forged.emplace_back(good, elsewhere);  // replayed elsewhere
  forged.emplace_back(Json::object(), channel);
  forged.emplace_back(Json("text"), channel);
  for (const auto& [context, where] : forged) {
    const Taken taken =
        sync(fake.call(workspace.callback_url + "/mattermost/action", press_body(context, where)));
    EXPECT_EQ(taken.status, 200) << context;
    EXPECT_EQ(taken.failure, "");
    EXPECT_THAT(taken.answer["ephemeral_text"], HasSubstr("virker ikke lenger"));
  }
  EXPECT_EQ(events(), 0u);
  EXPECT_EQ(press(fake.order[0]).failure, "");
  EXPECT_EQ(events(), 1u);
  clock.time += std::chrono::hours(24 * 181);  // too old
  EXPECT_EQ(press(fake.order[0]).failure, "");
  EXPECT_EQ(events(), 1u);
}

TEST_F(MattermostConformanceTest, Case40AForgedDialogIsRefusedAndLeavesNothing) {
  const OpenDialog dialog = opened(small_form());
  const std::size_t before = events();
  const std::string name = elements(dialog.dialog)[0];
  // Ola sends Kari's dialog as his own.
  const Taken stolen = submit(dialog, {{name, "x"}}, ola);
  EXPECT_EQ(stolen.status, 200);
  EXPECT_THAT(stolen.answer["error"], HasSubstr("kan ikke brukes lenger"));
  const std::string state = dialog.dialog["state"];
  std::vector<std::string> forged = {"",
                                     "x",
                                     std::string(64, 'a'),
                                     std::string(64, 'a') + "{}",
                                     state + " ",
                                     state.substr(0, 64),
                                     state.substr(1)};
  std::string other = state;
  other.replace(other.find("g1"), 2, "g2");
  forged.push_back(other);
  for (const std::string& spoilt : forged) {
    OpenDialog changed = dialog;
    changed.dialog["state"] = spoilt;
    EXPECT_THAT(submit(changed, {{name, "x"}}).answer["error"], HasSubstr("kan ikke brukes lenger"));
  }
  EXPECT_EQ(events(), before);
  EXPECT_EQ(submit(dialog, {{name, "x"}}).answer, Json::object());
  EXPECT_EQ(events(), before + 1);
  clock.time += std::chrono::hours(25);
  EXPECT_THAT(submit(dialog, {{name, "x"}}).answer["error"], HasSubstr("kan ikke brukes lenger"));
  EXPECT_EQ(events(), before + 1);
}

// Every number has a test of that name or a reason.
TEST(MattermostConformanceTableTest, NoCaseIsForgotten) {
  std::set<int> tested;
  const testing::UnitTest& unit = *testing::UnitTest::GetInstance();
  for (int i = 0; i < unit.total_test_suite_count(); ++i) {
    const testing::TestSuite& suite = *unit.GetTestSuite(i);
    if (suite.name() != std::string("MattermostConformanceTest")) continue;
    for (int k = 0; k < suite.total_test_count(); ++k) {
      const std::string name = suite.GetTestInfo(k)->name();
      const std::regex numbers("(Case|And)([0-9]{2})");
      for (std::sregex_iterator at(name.begin(), name.end(), numbers), end; at != end; ++at)
        tested.insert(std::stoi((*at)[2]));
    }
  }
  for (int number = 1; number <= 40; ++number)
    EXPECT_NE(tested.contains(number), not_ours.contains(number)) << "case " << number;
}

}  // namespace
}  // namespace mattermost_test
