// What people write is shown and does nothing; what is ours looks as meant; nothing is too long.
#include <gmock/gmock.h>

#include "adapters/nextcloud/screen.hpp"
#include "adapters/nextcloud/text.hpp"
#include "bot/core/reply.hpp"
#include "tests/adapters/nextcloud/world.hpp"

namespace nextcloud_test {
namespace {

using core::Span;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const core::Destination group_place{"talk", core::Destination::Kind::channel, "gruppa1"};
const core::Destination karis_place{"talk", core::Destination::Kind::person, "kari"};

std::string shown(const core::Message& message, const core::Destination& to = group_place) {
  FakeLinks links;
  return nextcloud::screen_of(message, to, &links, core::Language::nb);
}

TEST(NextcloudText, NobodyIsMentioned) {
  for (const char* text : {"@all", "@kari", "@\"user/kari\"", "@\"guest/abc\"", "hei @all!", "(@kari)",
                           "@here", "\\@all", "**@all**", "a\n@all", "@@all", "@\xE2\x80\x8B@all"}) {
    EXPECT_THAT(mentions_in(nextcloud::escaped(text)), IsEmpty()) << text;
    EXPECT_THAT(mentions_in(nextcloud::markdown({Span(text, Span::Style::code)})), IsEmpty()) << text;
  }
  // In two pieces, too.
  EXPECT_THAT(mentions_in(nextcloud::markdown({Span("@"), Span("all")})), IsEmpty());
  EXPECT_THAT(mentions_in("hei @all"), Not(IsEmpty())) << "the rule finds nothing";
}

TEST(NextcloudText, NothingIsAPlaceForTalk) {
  EXPECT_EQ(nextcloud::escaped("{mention-user1}"), "{\xE2\x80\x8Bmention-user1}");
  EXPECT_EQ(nextcloud::markdown({Span("{file}", Span::Style::code)}),
            "`{\xE2\x80\x8B"
            "file}`");
}

TEST(NextcloudText, NothingLinksOrFormats) {
  EXPECT_EQ(nextcloud::escaped("**fet** _skrå_ `kode` ~~bort~~"),
            "\\*\\*fet\\*\\* \\_skrå\\_ \\`kode\\` \\~\\~bort\\~\\~");
  EXPECT_EQ(nextcloud::escaped("[her](https://ond.example)"), "\\[her\\](https:\xE2\x80\x8B//ond.example)");
  EXPECT_EQ(nextcloud::escaped("www.ond.example"), "www.\xE2\x80\x8Bond.example");
  EXPECT_EQ(nextcloud::escaped("# stort\n1. liste\n    kode\n> sitat\n- punkt\n/kommando"),
            "\\# stort\n1\\. liste\nkode\n\\> sitat\n\\- punkt\n\xE2\x80\x8B/kommando");
  EXPECT_EQ(nextcloud::escaped("<b> &#64; 1 < 2 & 3"),
            "<\xE2\x80\x8B"
            "b\\> &\xE2\x80\x8B#\xE2\x80\x8B"
            "64; 1 < 2 & 3");
}

TEST(NextcloudText, BrokenAndUnseenBytesGo) {
  EXPECT_EQ(nextcloud::escaped("a\xFF"
                               "b\x01"
                               "c\xE2\x80\xAE"
                               "d\r\ne\tf"),
            "a\xEF\xBF\xBD"
            "bcd\ne f");
}

TEST(NextcloudText, AddressesOfOtherKindsAreLeftOut) {
  EXPECT_EQ(nextcloud::markdown({Span("her", Span::Style::plain, "javascript:alert(1)")}), "her");
  EXPECT_EQ(nextcloud::markdown({Span("her", Span::Style::plain, "https://a.example/x(1) y{z}")}),
            "[her](https://a.example/x%281%29%20y%7Bz%7D)");
}

TEST(NextcloudText, ShorteningCutsBetweenLetters) {
  const core::Rich cut = nextcloud::shortened({Span("blå"), Span("bærsyltetøy"), Span("!")}, 5);
  EXPECT_EQ(core::plain_text(cut), "blåbæ…");
  EXPECT_EQ(core::plain_text(nextcloud::shortened({Span("blå")}, 3)), "blå");
}

TEST(NextcloudScreen, BlocksBecomeMarkdown) {
  core::Message message;
  message.blocks = {core::Heading{"Overskrift"},
                    core::List{{{Span("en")}, {Span("to\nlinjer")}}, true},
                    core::Facts{{{"Tid", "13.00"}, {"Sted", "rom 2"}}},
                    core::Bars{{{"Ja", 0.5, "3"}}},
                    core::Divider{},
                    core::ContextLine{{Span("stille")}}};
  EXPECT_EQ(shown(message),
            "**Overskrift**\n\n1. en\n2. to\n   linjer\n\n**Tid:** 13.00\n**Sted:** rom 2\n\n"
            "`█████░░░░░` Ja: 3\n\n---\n\n_stille_");
}

TEST(NextcloudScreen, ButtonsAreLinksForThoseWhoSeeThem) {
  EXPECT_EQ(shown(with_button("Svar", "Åpne", "box/polls/form")),
            "Svar\n\n[Åpne](https://sider.example/s/gruppa1/box/polls/form)");
  // What needs a name has no link in a group: the group's page stands there.
  EXPECT_EQ(shown(with_button("Svar", "Jeg kommer", "sessions/coming")),
            "Svar\n\n[Gruppas side (dette gjør du på din egen)](https://sider.example/s/gruppa1)")
      << "nobody answers there with a name";
  core::Message both = with_button("Svar", "Jeg kommer", "sessions/coming");
  both.blocks.emplace_back(core::Actions{{{"Åpne", "box/polls/form", ""}}});
  EXPECT_EQ(shown(both),
            "Svar\n\nI din egen samtale med meg, eller på din egen side: Jeg kommer\n\n"
            "[Åpne](https://sider.example/s/gruppa1/box/polls/form)");
  EXPECT_EQ(shown(with_button("Svar", "Jeg kommer", "sessions/coming"), karis_place),
            "Svar\n\n[Jeg kommer](https://sider.example/s/kari/sessions/coming)");
  EXPECT_EQ(nextcloud::screen_of(with_button("Svar", "x", "y"), group_place, nullptr, core::Language::nb),
            "Svar");
}

TEST(NextcloudScreen, WhatIsTooLongIsLeftOutAndLinksStay) {
  core::Message message;
  for (int i = 0; i < 20; ++i) message.blocks.push_back(core::Paragraph{{Span(std::string(9'000, '*'))}});
  message.blocks.push_back(with_button("", "Åpne", "box/polls/form").blocks.back());
  const std::string text = shown(message);
  EXPECT_LE(core::letters_in(text), nextcloud::message_letters);
  EXPECT_THAT(text, HasSubstr("[Åpne]("));
  EXPECT_THAT(text, HasSubstr("Her var det mer enn det er plass til."));
}

TEST(NextcloudScreen, IsNeverEmpty) {
  EXPECT_EQ(shown({}), "–");
}

}  // namespace
}  // namespace nextcloud_test
