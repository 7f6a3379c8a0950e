// What is posted, against files that a person has read (payloads/*.json), and against the platforms' limits.

#include "adapters/webhook/payload.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/adapters/webhook/sample.hpp"

namespace webhook_test {
namespace {

using nlohmann::json;
using webhook::Outline;
using webhook::Shape;

// REFLEKS_WRITE_PAYLOADS=1 writes them anew, to be read before they are believed.
void expect_file(const std::string& name, const std::string& payload) {
  const std::string path =
      std::string(REFLEKS_SOURCE_DIR) + "/tests/adapters/webhook/payloads/" + name + ".json";
  const json got = json::parse(payload);
  if (std::getenv("REFLEKS_WRITE_PAYLOADS")) std::ofstream(path) << got.dump(2) << "\n";
  std::ifstream file(path);
  ASSERT_TRUE(file) << path;
  EXPECT_EQ(json::parse(file), got) << name << "\n" << got.dump(2);
}

class WebhookPayload : public ::testing::TestWithParam<Shape> {
 protected:
  std::string posted(const core::Message& message) const {
    return webhook::payload(GetParam(), outline_of(message));
  }
  // Of pages(), as the shape writes it.
  std::string answer_page() const {
    const bool coded = GetParam() == Shape::zulip || GetParam() == Shape::rocketchat;
    return std::string("https://refleks.example/s/Ab") + (coded ? "%5F" : "_") + "c-9";
  }
};

TEST_P(WebhookPayload, ShowsEveryKindOfBlock) {
  expect_file(name_of(GetParam()) + "_everything", posted(everything()));
}

TEST_P(WebhookPayload, KeepsHostileTextHarmless) {
  expect_file(name_of(GetParam()) + "_hostile", posted(hostile()));
}

// A card has functions of its own, as {{DATE(...)}}: not in what people write.
TEST(WebhookCard, CallsNoFunctionThatSomebodyWrote) {
  const std::string call = "{{DATE(2026-11-24T12:00:00Z)}}";
  core::Message message = words(call);
  message.blocks.insert(message.blocks.begin(), core::Heading{call});
  message.blocks.emplace_back(core::List{{{core::Span(call)}}});
  const std::string card = webhook::payload(Shape::teams_workflow, outline_of(message));
  EXPECT_EQ(card.find("{{"), card.npos) << card;
  EXPECT_NE(card.find("{DATE(2026-11-24T12:00:00Z)}}"), card.npos);
}

TEST_P(WebhookPayload, HasOneLinkWhenNoButtonHasItsOwn) {
  Pages home;
  home.home_page = "https://refleks.example/s/hjem";
  const Outline outline = webhook::outline(only_buttons(), channel(), &home, core::Language::nb);
  expect_file(name_of(GetParam()) + "_home", webhook::payload(GetParam(), outline));
}

// Whoever wrote "/refleks idé" in such a chat would have put their idea there, with their name.
TEST_P(WebhookPayload, TellsOfNoCommandWhereNobodyCanWriteOne) {
  core::Message message;
  message.blocks.emplace_back(core::Paragraph{{core::Span("Er det noe? Skriv "),
                                               core::Span("/refleks idé", core::Span::Style::strong),
                                               core::Span(". Forslaget blir vist uten navn.")}});
  message.blocks.emplace_back(core::Actions{{{"Foreslå et tema", "box/answer", "7"}}});
  message.blocks.emplace_back(core::ContextLine{{core::Span("Til fredag.")}});
  Pages linked = pages();
  linked.home_page = "https://refleks.example/s/hjem";
  const auto text = [&](runtime::Links* links) {
    const Outline outline = webhook::outline(message, channel(), links, core::Language::nb);
    return all_text(webhook::payload(GetParam(), outline));
  };
  const std::string with = text(&linked), without = text(nullptr);
  EXPECT_EQ(with.find("refleks idé"), with.npos) << with;
  EXPECT_EQ(with.find("Skriv"), with.npos) << with;
  for (const char* kept : {"Er det noe?", "Forslaget blir vist uten navn."})
    EXPECT_NE(with.find(kept), with.npos) << kept << with;
  EXPECT_NE(with.find("Foreslå et tema"), with.npos) << with;
  EXPECT_EQ(without.find("Forslaget"), without.npos) << "there is no way to make one: " << without;
  EXPECT_NE(without.find("Til fredag."), without.npos) << without;
}

TEST_P(WebhookPayload, SaysWhereTheRestIsDoneBesideALink) {
  core::Message message = words("Velkommen");
  message.blocks.emplace_back(
      core::Actions{{{"Jeg kommer", "sessions/yes", "1"}, {"Jeg kan ikke", "sessions/no", "1"}}});
  message.blocks.emplace_back(core::ContextLine{{core::Span("Svaret ditt er ikke anonymt.")}});
  const std::string said = "På din egen side: Jeg kommer / Jeg kan ikke";
  EXPECT_EQ(all_text(posted(message)).find(said), std::string::npos) << "nothing here can be done at all";
  message.blocks.emplace_back(core::Actions{{{"Foreslå et tema", "box/answer", "7"}}});
  const std::string text = all_text(posted(message));
  ASSERT_NE(text.find(said), text.npos) << text;
  EXPECT_LT(text.find(said), text.find("Svaret ditt er ikke anonymt."));
}

TEST_P(WebhookPayload, LeavesButtonsOutWithoutPages) {
  const Outline outline = webhook::outline(everything(), channel(), nullptr, core::Language::nb);
  const std::string text = all_text(webhook::payload(GetParam(), outline));
  EXPECT_EQ(text.find("Svar uten navn"), text.npos);
  EXPECT_NE(text.find("Vaktrommet"), text.npos);
}

TEST_P(WebhookPayload, IsNothingWithoutWords) {
  EXPECT_EQ(posted({}), "");
  EXPECT_EQ(posted({{core::Divider{}, core::Paragraph{}, core::Heading{" \n"}}}), "");
  core::Message lines = words("x");
  for (int i = 0; i < 200; ++i) lines.blocks.emplace_back(core::Divider{});
  EXPECT_NE(posted(lines), "");
}

TEST_P(WebhookPayload, SurvivesWhatIsNotUtf8) {
  const std::string text = all_text(posted(words("a\xFF\xC3z\xED\xA0\x80 b")));
  EXPECT_NE(text.find("a\uFFFD\uFFFDz\uFFFD\uFFFD\uFFFD b"), text.npos) << text;
}

// Within its limit however long it is, and the link is always there.
TEST_P(WebhookPayload, NeverIsOverTheLimit) {
  const webhook::Limits limit = webhook::limits(GetParam());
  for (std::size_t paragraphs : {1u, 3u, 40u})
    for (std::size_t letters : {10u, 3'000u, 20'000u}) {
      const std::string payload = posted(long_one(paragraphs, letters));
      const json sent = json::parse(payload);
      const std::size_t size = limit.unit == typeset::bytes
                                   ? payload.size()
                                   : typeset::size_in(limit.unit, sent["text"].get_ref<const std::string&>());
      EXPECT_LE(size, limit.size) << paragraphs << " x " << letters;
      EXPECT_NE(payload.find(answer_page()), payload.npos);
      if (paragraphs * letters > 200'000) {
        EXPECT_NE(payload.find("…"), payload.npos);
      }
    }
}

TEST_P(WebhookPayload, MayBeCutAnywhere) {
  const auto all = [](const Outline&) { return true; };
  for (const core::Message& message : {everything(), hostile()})
    for (std::size_t most = 0; most < 900; most += 11) {
      const Outline some = webhook::fitted(outline_of(message), most, all);
      const std::string payload = webhook::payload(GetParam(), some);  // throws for broken UTF-8
      EXPECT_NE(payload.find(answer_page()), payload.npos) << most;
    }
}

TEST_P(WebhookPayload, DropsTheLastLinksWhenTheyAloneAreTooMany) {
  Pages many;
  core::Actions actions;
  for (int i = 0; i < 60; ++i) {
    const std::string name = "box/" + std::to_string(i);
    actions.buttons.push_back({"Knapp " + std::to_string(i) + ".", name, "1"});
    many.of[name] = "https://refleks.example/" + std::to_string(i) + std::string(1'900, 'x');
  }
  core::Message message = words("Velg");
  message.blocks.emplace_back(actions);
  const Outline outline = webhook::outline(message, channel(), &many, core::Language::nb);
  const std::string payload = webhook::payload(GetParam(), outline);
  EXPECT_NE(payload.find("Knapp 0."), payload.npos);
  EXPECT_NE(payload.find("Velg"), payload.npos);
  if (GetParam() != Shape::slack) {
    EXPECT_EQ(payload.find("Knapp 59."), payload.npos);
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, WebhookPayload, ::testing::ValuesIn(all_shapes),
                         [](const auto& shape) { return name_of(shape.param); });

std::string letters(std::size_t count) {
  return std::string(count, 'x');
}

// Zulip turns _..._ into emphasis in the middle of an address, too, and its own limit counts ** for *.
TEST(WebhookZulip, RewritesNoAddressAndCutsNothing) {
  Pages linked;
  linked.of["box/answer"] = "https://refleks.example/s/_5ldXX8-_VA8~VP_-x";
  core::Message message;
  message.blocks.emplace_back(core::Paragraph{
      {core::Span("her", core::Span::Style::plain, "https://mote.example/_a_/~b~"), core::Span(" _x_")}});
  message.blocks.emplace_back(core::Actions{{{"Svar", "box/answer", "7"}}});
  const auto text = [&](const core::Message& of) {
    const Outline outline = webhook::outline(of, channel(), &linked, core::Language::nb);
    return json::parse(webhook::payload(Shape::zulip, outline))["text"].get<std::string>();
  };
  EXPECT_EQ(text(message),
            "[her](https://mote.example/%5Fa%5F/%7Eb%7E) ˍxˍ\n\n"
            "[Svar](https://refleks.example/s/%5F5ldXX8-%5FVA8%7EVP%5F-x)");
  core::Message strong;
  for (int i = 0; i < 1'700; ++i) strong.blocks.emplace_back(core::Heading{"xx"});
  const std::string many = text(strong);
  const auto stars = static_cast<std::size_t>(std::count(many.begin(), many.end(), '*'));
  EXPECT_GT(stars, 2'000u);
  EXPECT_LE(typeset::size_in(typeset::code_points, many) + stars, webhook::limits(Shape::zulip).size);
}

// At the limit, one over it, and how it ends then.
TEST(WebhookLimits, OneMoreCharacterIsCut) {
  for (Shape shape : {Shape::mattermost, Shape::rocketchat, Shape::zulip}) {
    const std::size_t limit = webhook::limits(shape).size;
    const auto text = [&](std::size_t size) {
      const Outline outline = outline_of(words(letters(size)));
      return json::parse(webhook::payload(shape, outline))["text"].get<std::string>();
    };
    EXPECT_EQ(text(limit), letters(limit));
    EXPECT_EQ(text(limit + 1), letters(limit - 1) + "…");
  }
}

TEST(WebhookLimits, CountsAsThePlatformDoes) {
  std::string emoji;
  for (int i = 0; i < 16'383; ++i) emoji += "😀";
  const auto text = [&](Shape shape) {
    return json::parse(webhook::payload(shape, outline_of(words(emoji))))["text"].get<std::string>();
  };
  EXPECT_EQ(text(Shape::mattermost), emoji);
  EXPECT_EQ(typeset::size_in(typeset::utf16, text(Shape::rocketchat)), 4'999u) << "2499 pairs and the mark";
}

json blocks_of(const core::Message& message) {
  return json::parse(webhook::payload(Shape::slack, outline_of(message)))["blocks"];
}

TEST(WebhookLimits, SlackHeadersThatAreTooLongBecomeText) {
  EXPECT_EQ(blocks_of({{core::Heading{letters(150)}}})[0]["type"], "header");
  const json longer = blocks_of({{core::Heading{letters(151)}}});
  EXPECT_EQ(longer[0]["type"], "rich_text");
  EXPECT_EQ(longer[0]["elements"][0]["elements"][0]["text"], letters(151));
}

TEST(WebhookLimits, SlackTextsThatAreTooLongBecomeSeveralBlocks) {
  const json blocks = blocks_of(words(letters(7'000)));
  ASSERT_EQ(blocks.size(), 3u);
  std::string all;
  for (const json& block : blocks) {
    const auto& text = block["elements"][0]["elements"][0]["text"].get_ref<const std::string&>();
    EXPECT_LE(text.size(), 3'000u);
    all += text;
  }
  EXPECT_EQ(all, letters(7'000));
}

TEST(WebhookLimits, SlackNeverHasMoreThanFiftyBlocks) {
  core::Message message;
  for (int i = 0; i < 40; ++i) {
    message.blocks.emplace_back(core::Heading{"Gruppe " + std::to_string(i)});
    message.blocks.emplace_back(core::Paragraph{{core::Span("Samling.")}});
  }
  message.blocks.emplace_back(core::Actions{{{"Svar", "box/answer", "7"}}});
  const json blocks = blocks_of(message);
  EXPECT_LE(blocks.size(), 50u);
  EXPECT_GE(blocks.size(), 49u);
  EXPECT_EQ(blocks.back()["type"], "actions");
  EXPECT_NE(blocks.dump().find("…"), std::string::npos) << "one sees that there was more";
}

// Slack refuses the whole of a post above some thirteen thousand (block_kit.hpp).
TEST(WebhookLimits, SlackPostsAreCutBeforeSlackRefusesThem) {
  core::Message message;
  for (int i = 0; i < 20; ++i) message.blocks.emplace_back(core::Paragraph{{core::Span(letters(900))}});
  message.blocks.emplace_back(core::Actions{{{"Svar", "box/answer", "7"}}});
  const json blocks = blocks_of(message);
  const std::string all = blocks.dump();
  EXPECT_GT(std::count(all.begin(), all.end(), letters(1)[0]), 8'000) << "as much as there is room for";
  EXPECT_LT(all.size(), 13'000u);
  EXPECT_NE(all.find("…"), std::string::npos);
  EXPECT_EQ(blocks.back()["type"], "actions");
}

TEST(WebhookLimits, LabelsAreCutAndAddressesAreNot) {
  Pages pages;
  pages.of["box/a"] = "https://refleks.example/a";
  pages.of["box/b"] = "https://refleks.example/" + letters(2'000);
  core::Message message = words("x");
  message.blocks.emplace_back(core::Actions{{{letters(100), "box/a", "1"}, {"lang", "box/b", "1"}}});
  const Outline outline = webhook::outline(message, channel(), &pages, core::Language::nb);
  ASSERT_EQ(outline.back().links.size(), 1u);
  EXPECT_EQ(outline.back().links[0].label, letters(74) + "…");
}

TEST(WebhookLimits, GoogleChatShowsAHundredWidgets) {
  core::Message message;
  for (int i = 0; i < 150; ++i) message.blocks.emplace_back(core::Paragraph{{core::Span("linje")}});
  const json sent = json::parse(webhook::payload(Shape::google_chat, outline_of(message)));
  EXPECT_EQ(sent["cardsV2"][0]["card"]["sections"][0]["widgets"].size(), 100u);
}

}  // namespace
}  // namespace webhook_test
