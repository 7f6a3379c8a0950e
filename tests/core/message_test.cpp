#include "bot/core/message.hpp"

#include <gtest/gtest.h>

#include "bot/core/event.hpp"

namespace {

using core::Span;

TEST(PlainTwin, CarriesEveryBlock) {
  core::Message message;
  message.blocks = {core::Heading{"Tittel"},
                    core::Paragraph{{Span("Les "), Span("dette", Span::Style::strong), Span(".")}},
                    core::List{{{Span("en")}, {Span("to")}}, false},
                    core::List{{{Span("en")}, {Span("to")}}, true},
                    core::Facts{{{"Når", "tirsdag"}, {"Hvor", "rommet"}}},
                    core::Bars{{{"Ja", 0.5, "noen"}, {"Nei", 0.1, "få"}}},
                    core::Image{"https://x.example/i.png", "en kurve"},
                    core::Divider{},
                    core::Actions{{{"Svar", "polls/form", "1"}, {"Hjelp", "help/show", ""}}},
                    core::ContextLine{{Span("lite")}}};
  EXPECT_EQ(core::plain_text(message),
            "Tittel\nLes dette.\n• en\n• to\n1. en\n2. to\nNår: tirsdag\nHvor: rommet\nJa: noen\nNei: få\n"
            "en kurve\n—\n[Svar] [Hjelp]\nlite");
}

TEST(PlainTwin, ShowsWhereALinkLeads) {
  EXPECT_EQ(core::plain_text({Span("filmen", Span::Style::plain, "https://x.example")}),
            "filmen (https://x.example)");
  EXPECT_EQ(core::plain_text({Span("https://x.example", Span::Style::plain, "https://x.example")}),
            "https://x.example");
}

TEST(PlainTwin, OfNothingIsNothing) {
  EXPECT_EQ(core::plain_text(core::Message{}), "");
}

TEST(Event, KnowsWhoItIsFrom) {
  const core::Origin origin{"w", "u", "", "c", "d"};
  for (const core::Event& event :
       {core::Event{core::Command{origin, "hjelp"}}, core::Event{core::Press{origin, "a/b", ""}},
        core::Event{core::Submit{origin, "a/b", "", {}}}}) {
    EXPECT_EQ(core::origin_of(event).user, "u");
    EXPECT_EQ(core::origin_of(event).delivery, "d");
  }
}

TEST(Event, IsSealedByItsNameAlone) {
  EXPECT_TRUE(core::is_sealed_name("box/polls/quick"));
  for (const char* name : {"polls/quick", "boxes/x", "x/box/", "box", ""})
    EXPECT_FALSE(core::is_sealed_name(name)) << name;
}

TEST(CommandWord, IsSaidAsTheChatHasIt) {
  core::Message message;
  message.blocks.emplace_back(core::Paragraph{
      {core::Span("Skriv "), core::Span("/refleks", core::Span::Style::strong), core::Span(" og ett ord.")}});
  message.blocks.emplace_back(core::List{
      {{core::Span("/refleks idé", core::Span::Style::code)}, {core::Span("/refleks sa hun")}}, false});
  message.blocks.emplace_back(
      core::ContextLine{{core::Span("Har du en idé? Skriv /refleks idé. Den er anonym.")}});
  const std::string channel = core::plain_text(core::with_command_word(message, "@Refleks"));
  EXPECT_EQ(channel,
            "Skriv @Refleks og ett ord.\n• @Refleks idé\n• /refleks sa hun\n"
            "Har du en idé? Skriv @Refleks idé. Den er anonym.");
  const std::string alone = core::plain_text(core::with_command_word(message, ""));
  EXPECT_EQ(alone,
            "Skriv refleks og ett ord.\n• idé\n• /refleks sa hun\nHar du en idé? Skriv idé. Den er anonym.");
}

// Where nobody can write one, a sentence that says "write it" would have people write it for all to read.
TEST(CommandWord, IsLeftOutWithItsSentenceWhereNobodyCanWriteOne) {
  using core::Span;
  core::Message message;
  message.blocks.emplace_back(core::Heading{"/refleks"});
  message.blocks.emplace_back(
      core::Paragraph{{Span("Er det noe? Skriv "), Span("/refleks idé", Span::Style::strong),
                       Span(". Forslaget blir vist uten navn.")}});
  message.blocks.emplace_back(core::Paragraph{
      {Span("For eksempel: "), Span("/refleks flytt 24.11 13:00", Span::Style::code), Span(".")}});
  message.blocks.emplace_back(core::Paragraph{{Span("Hun skrev /refleks en gang. Og så?")}});
  message.blocks.emplace_back(
      core::List{{{Span("Skriv "), Span("/refleks", Span::Style::strong)}, {Span("To")}}, true});
  message.blocks.emplace_back(core::ContextLine{{Span("Har du en idé? Skriv /refleks idé. Den er anonym.")}});
  EXPECT_EQ(
      core::plain_text(core::without_commands(message, core::Told::sentences)),
      "/refleks\nEr det noe? Forslaget blir vist uten navn.\nHun skrev /refleks en gang. Og så?\n1. To\n"
      "Har du en idé? Den er anonym.");
  EXPECT_EQ(core::plain_text(core::without_commands(message, core::Told::wholes)),
            "/refleks\nHun skrev /refleks en gang. Og så?\n1. To");
}

}  // namespace
