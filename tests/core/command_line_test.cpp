#include "bot/core/command_line.hpp"
#include "bot/core/utf8.hpp"

#include <gtest/gtest.h>

namespace {

using Words = std::vector<std::string>;

struct Typed {
  const char* text;
  Words quoted;
  Words plain;
};

TEST(CommandLine, TheCommandWordItselfIsNotAVerb) {
  EXPECT_EQ(core::parse_command("refleks hjelp").verb(), "hjelp");
  EXPECT_EQ(core::parse_command("/refleks  hjelp").verb(), "hjelp");
  EXPECT_EQ(core::parse_command("@Refleks hjelp").verb(), "hjelp");
  for (const char* alone : {"/refleks", "refleks", "@Refleks:", "Refleks!"})
    EXPECT_TRUE(core::parse_command(alone).words.empty()) << alone;
  for (const char* marked : {"/refleks: hjelp", "@Refleks, hjelp", "!refleks : hjelp", ": hjelp", ":hjelp",
                             ", hjelp", "refleks:\u00a0hjelp", "\u00a0/refleks\u202fhjelp"})
    EXPECT_EQ(core::parse_command(marked).verb(), "hjelp") << marked;
  EXPECT_EQ(core::parse_command("\"refleks\" hjelp").words.size(), 2U);
}

TEST(CommandLine, MarksAroundTheVerbAreNoneOfIt) {
  for (const char* marked : {"Hjelp!", "hjelp.", "/hjelp", "hjelp?", "hjelp:", "refleks /hjelp!"})
    EXPECT_EQ(core::folded(core::parse_command(marked).verb()), "hjelp") << marked;
  for (const char* marks : {"?", "??", "/", "...", "\u0600?"})
    EXPECT_EQ(core::parse_command(marks).verb(), marks);
  EXPECT_EQ(core::parse_command("move. 24.11.").words[1].text, "24.11.");
}

TEST(CommandLine, APictureSaysNothing) {
  for (const char* picture :
       {"🙂", "👍🏽", "❤️", "👩‍⚕️", "🙂🙂", ":+1:", ":heart::skin-tone-3:"})
    EXPECT_TRUE(core::says_nothing(picture)) << picture;
  for (const char* word :
       {"", "1", "*", "#", "-", "+", "a🙂", "→", ":", "::", ":)", "kl:12:", ":Nord:", ":smile"})
    EXPECT_FALSE(core::says_nothing(word)) << word;
  // As Slack and Mattermost hand on what was picked.
  EXPECT_EQ(core::parse_command(":+1:").verb(), ":+1:");
  EXPECT_EQ(core::parse_command("refleks :+1:").verb(), ":+1:");
}

TEST(CommandLine, TakesTheQuotesThatPhonesAndDesktopsWrite) {
  const Typed table[] = {
      {R"(avstemning "Hva nå?" "A" "B")", {"Hva nå?", "A", "B"}, {}},
      {"avstemning “Hva nå?” “A” “B”", {"Hva nå?", "A", "B"}, {}},
      {"avstemning „Hva nå?“ „A“ „B”", {"Hva nå?", "A", "B"}, {}},
      {"avstemning «Hva nå?» «A» «B»", {"Hva nå?", "A", "B"}, {}},
      {"avstemning »Hva nå?« »A« »B«", {"Hva nå?", "A", "B"}, {}},
      {"avstemning ”Hva nå?” ”A” ”B”", {"Hva nå?", "A", "B"}, {}},
      {"avstemning 'Hva nå?' 'A' 'B'", {"Hva nå?", "A", "B"}, {}},
      {"avstemning ‘Hva nå?’ ‘A’ ‘B’", {"Hva nå?", "A", "B"}, {}},
      {"avstemning ‚Hva nå?‘ ’A’ 'B'", {"Hva nå?", "A", "B"}, {}},
      {R"(avstemning "A""B"«C»)", {"A", "B", "C"}, {}},
      {R"(avstemning "what's up" 'don't go' x)", {"what's up", "don't go"}, {"x"}},
      {R"(avstemning "Hva mener du om «Bedre sammen»?" "Bra")",
       {"Hva mener du om «Bedre sammen»?", "Bra"},
       {}},
      {R"(avstemning «Hva er "godt nok"?» «Det»)", {R"(Hva er "godt nok"?)", "Det"}, {}},
      {R"(avstemning "" "  " "A")", {"", "", "A"}, {}},
      {"avstemning\u00A0“Hva\u00A0nå?”\u00A0flere", {"Hva\u00A0nå?"}, {"flere"}},
      {"avstemning\t“A”\n“B”\u2009\u200Bnavn", {"A", "B"}, {"navn"}},
      {"avstemning --navn –flere —skala -x −y", {}, {"navn", "flere", "skala", "x", "y"}},
      {"avstemning til 14:30", {}, {"til", "14:30"}},
      {"avstemning 13.00 – 14.30 -", {}, {"13.00", "-", "14.30", "-"}},
  };
  for (const Typed& row : table) {
    const auto line = core::parse_command(row.text);
    EXPECT_EQ(line.verb(), "avstemning") << row.text;
    EXPECT_EQ(line.quoted(), row.quoted) << row.text;
    EXPECT_EQ(line.plain(), row.plain) << row.text;
    EXPECT_FALSE(line.unclosed_quote) << row.text;
  }
}

TEST(CommandLine, AMentionIsAPersonAndInsideQuotesAName) {
  core::Typed typed;
  typed.words("rolle ");
  typed.person({"Kari Nes", "U1"});
  typed.words(", fasilitator \"spør ");
  typed.person({"Ola", "U2"});
  typed.words("\"" + std::string(core::mention_mark));  // nobody types it
  typed.person({"@per", ""});
  const auto line = core::parse_command(core::cleaned(typed.text), typed.mentions);
  ASSERT_EQ(line.words.size(), 5U);
  EXPECT_EQ(line.words[1].text, "Kari Nes");
  EXPECT_EQ(line.words[1].user, "U1");
  EXPECT_EQ(line.words[2].text, "fasilitator");
  EXPECT_EQ(line.words[2].user, std::nullopt);
  EXPECT_EQ(line.words[3].text, "spør Ola");
  EXPECT_TRUE(line.words[3].quoted);
  EXPECT_EQ(line.words[4].user, "");
  EXPECT_EQ(typed.shown(), "rolle Kari Nes, fasilitator \"spør Ola\"@per");
  // A mark that means nobody is nothing.
  EXPECT_EQ(core::parse_command("hjelp " + std::string(core::mention_mark)).words.size(), 1U);
}

TEST(CommandLine, TellsOfAQuoteThatWasNotClosed) {
  for (const char* text :
       {"avstemning \"Hva nå?", "avstemning «A» «B", "avstemning 'don't", "avstemning \""}) {
    EXPECT_TRUE(core::parse_command(text).unclosed_quote) << text;
  }
  EXPECT_EQ(core::parse_command("avstemning \"Hva nå?").quoted(), Words{"Hva nå?"});
}

TEST(CommandLine, AnEmptyLineHasNoVerb) {
  for (const char* text : {"", "   ", "\u00A0", "\u200B"}) {
    EXPECT_TRUE(core::parse_command(text).words.empty()) << text;
    EXPECT_EQ(core::parse_command(text).verb(), "");
  }
  EXPECT_EQ(core::parse_command("\"avstemning\"").verb(), "") << "quoted words are no verbs";
}

TEST(CommandLine, SurvivesBytesThatAreNoText) {
  EXPECT_EQ(core::parse_command("avstemning \xff\xfe \"\xc3\"").words.size(), 3U);
  EXPECT_NO_THROW(core::folded("\xff\xc3"));
}

TEST(Folded, MakesSpellingsOfOneWordEqual) {
  const std::pair<const char*, const char*> table[] = {
      {"AVRØYSTING", "avroeysting"},
      {"avroysting", "avroysting"},
      {"språk", "spraak"},
      {"SPRÅK", "spraak"},
      {"spra\u030Ak", "spraak"},
      {"Ærlig", "aerlig"},
      {"idé", "ide"},
      {"IDE\u0301", "ide"},
      {"Hjelp", "hjelp"},
      {"ｈｊｅｌｐ", "hjelp"},
      {"Straße", "strasse"},
      {"a\u200Bb", "ab"},
  };
  for (const auto& [typed, folded] : table) EXPECT_EQ(core::folded(typed), folded) << typed;
  EXPECT_EQ(core::folded("røysting"), core::folded("roeysting"));
  EXPECT_EQ(core::folded("språk"), core::folded("spraak"));
}

TEST(Folded, APlainLetterIsTheSameAloneAndBesideOthers) {
  for (char c = 0; c >= 0 && c < 0x7f; ++c) {
    const std::string plain = std::string("x") + c;
    EXPECT_EQ(core::folded(plain + "å"), core::folded(plain) + "aa") << static_cast<int>(c);
  }
}

TEST(Slips, CountsSingleCharacterMistakes) {
  EXPECT_EQ(core::slips_between("hjelp", "hjelp"), 0);
  EXPECT_EQ(core::slips_between("hjlep", "hjelp"), 1) << "neighbours swapped";
  EXPECT_EQ(core::slips_between("hjep", "hjelp"), 1);
  EXPECT_EQ(core::slips_between("hjellp", "hjelp"), 1);
  EXPECT_EQ(core::slips_between("hjolp", "hjelp"), 1);
  EXPECT_EQ(core::slips_between("", "abc"), 3);
  EXPECT_EQ(core::slips_between("abc", ""), 3);
  EXPECT_EQ(core::slips_between("kitten", "sitting"), 3);
}

}  // namespace
