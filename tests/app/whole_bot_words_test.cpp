// Whatever stands unseen in a line or a form: it names the command that its cleaned text names and no other,
// and leaves no trace where that is sealed.

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "bot/core/utf8.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

std::string letter(UChar32 c) {
  std::string text;
  icu::UnicodeString(c).toUTF8String(text);
  return text;
}

// Every control, format, space and separator, and whatever else Unicode says need not be drawn; of the
// hundreds of tags and variation selectors some.
std::vector<UChar32> unseen() {
  std::vector<UChar32> found{0xE0001, 0xE0041, 0xE007F, 0xE0100, 0xE01EF};
  for (UChar32 c = 1; c < 0xE0000; ++c) {
    const auto type = u_charType(c);
    const bool takes_no_ink = type == U_CONTROL_CHAR || type == U_FORMAT_CHAR || type == U_SPACE_SEPARATOR ||
                              type == U_LINE_SEPARATOR || type == U_PARAGRAPH_SEPARATOR;
    if (takes_no_ink || u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) found.push_back(c);
  }
  return found;
}

// The text with `c` at each place where a letter begins, in the middle and at the ends.
std::vector<std::string> with_inside(const std::string& text, UChar32 c) {
  std::vector<std::string> all;
  for (std::size_t at = 0; at <= text.size(); ++at)
    if (at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80)
      all.push_back(text.substr(0, at) + letter(c) + text.substr(at));
  return all;
}

class UnseenWords : public ::testing::Test {
 protected:
  UnseenWords() {
    for (const features::CommandSpec& spec : bot.bot().dispatcher().commands())
      for (const std::string_view verb : spec.verbs) verbs[core::folded(verb)] = &spec;
  }
  const features::CommandSpec* named(const std::string& verb) const {
    const auto found = verbs.find(core::folded(verb));
    return found == verbs.end() ? nullptr : found->second;
  }
  // By rules of its own: blanks part words, what is unseen is not there.
  std::vector<std::string> seen_words(const std::string& text) const {
    const icu::UnicodeString all = icu::UnicodeString::fromUTF8(text);
    std::vector<std::string> found;
    icu::UnicodeString word;
    const auto finish = [&] {
      if (!word.isEmpty()) word.toUTF8String(found.emplace_back());
      word.remove();
    };
    for (int32_t i = 0; i < all.length(); i = all.moveIndex32(i, 1)) {
      const UChar32 c = all.char32At(i);
      const bool vanishes =
          u_charType(c) == U_CONTROL_CHAR && c != '\t' && c != '\n' && c != '\r' && c != 0x85;
      if (u_isUWhiteSpace(c) && !vanishes) {
        finish();
      } else if (!vanishes && !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) {
        word.append(c);
      }
    }
    finish();
    return found;
  }
  std::string first_word(const std::string& text) const {
    const auto words = seen_words(text);
    return words.empty() ? std::string() : words[0];
  }
  // Two words may be one verb: "god praksis", "kjøre plan".
  const features::CommandSpec* meant(const std::string& text) const {
    const auto words = seen_words(text);
    const auto* first = named(words.empty() ? std::string() : words[0]);
    if (words.size() < 2) return first;
    if (const auto* both = named(words[0] + "-" + words[1])) return both;
    // "Slett x" is not about oneself, and asked back.
    const bool oneself = (words[0] + words[1]).find("me") != std::string::npos;
    if (first && first->name == "erase_me" && !oneself) return nullptr;
    return first ? first : named(words[0] + words[1]);
  }

  TempDirectory data;
  WholeBot bot{municipality(), "2026-11-09T08:00:00Z", data / "refleks.db"};
  std::map<std::string, const features::CommandSpec*> verbs;  // folded
};

TEST_F(UnseenWords, EveryVerbWithEverythingUnseenEverywhereNamesWhatIsSeen) {
  std::size_t tried = 0;
  const auto kinds = unseen();
  const auto names_what_is_seen = [&](const std::string& text) {
    ++tried;
    const runtime::Routed routed =
        bot.bot().dispatcher().route(core::Command{WholeBot::origin("kari", "hjemme-nord"), text});
    const auto* expected = meant(text);
    return routed.command == expected && routed.sealed == (expected && expected->sealed());
  };
  std::size_t turn = 0;
  for (const features::CommandSpec& spec : bot.bot().dispatcher().commands())
    for (const std::string_view verb : spec.verbs) {
      ++turn;  // a third of them with each verb, and each with a third of the verbs
      for (std::size_t i = turn % 3; i < kinds.size(); i += 3) {
        const UChar32 c = kinds[i];
        for (const std::string& text : with_inside(std::string(verb), c))
          ASSERT_TRUE(names_what_is_seen(text)) << text << " with U+" << std::hex << c;
        for (const std::string& text :
             {std::string(verb) + letter(c) + "x", letter(c) + std::string(verb) + " x"})
          ASSERT_TRUE(names_what_is_seen(text)) << text << " with U+" << std::hex << c;
      }
    }
  EXPECT_GT(tried, 40'000U);
}

// With an id on each event, as platforms give: the table of those seen may hold none of a sealed one.
TEST_F(UnseenWords, TheEngineAnswersThemByThatAndWritesNothingForASealedOne) {
  const auto plain = [&](const std::string& user, const std::string& text) {
    return words(bot.say(user, "hjemme-nord", text));
  };
  std::vector<core::Event> sealed;
  std::vector<std::string> expected;
  for (const features::CommandSpec& spec : bot.bot().dispatcher().commands()) {
    if (!spec.sealed()) continue;
    const std::string verb(spec.verbs[0]);
    for (const char* user : {"kari", "berit"}) {
      const std::string answer = plain(user, verb);
      for (const UChar32 c : unseen())
        for (const std::string& text : with_inside(verb, c)) {
          if (named(first_word(text)) != &spec) continue;
          sealed.push_back(core::Command{
              WholeBot::origin(user, "hjemme-nord", "sealed-" + std::to_string(sealed.size())), text});
          expected.push_back(answer);
        }
    }
  }
  ASSERT_GT(sealed.size(), 1000U);
  const auto before = fingerprint(data.path());
  const auto replies = bot.together(std::move(sealed));
  EXPECT_EQ(fingerprint(data.path()), before);
  for (std::size_t i = 0; i < replies.size(); ++i) ASSERT_EQ(words(replies[i]), expected[i]) << i;
}

TEST_F(UnseenWords, AndNobodyReadsTheTableOfIdeasByOne) {
  const std::string table =
      core::text(core::Language::nb, "ideas.table", {{"group", "Hjemmetjenesten nord"}});
  ASSERT_TRUE(words(bot.say("marit", "hjemme-nord", "ideer")).starts_with(table));
  std::vector<core::Event> events;
  const auto kinds = unseen();
  std::size_t turn = 0;  // each with one of them, so that each has many
  for (const char* verb : {"idé", "papirlapper", "idékode", "idétema"})
    for (std::size_t i = turn++; i < kinds.size(); i += 4)
      for (const std::string& text : with_inside(verb, kinds[i]))
        events.push_back(
            core::Command{WholeBot::origin(events.size() % 2 ? "kari" : "berit", "hjemme-nord"), text});
  for (const core::Reply& reply : bot.together(std::move(events))) ASSERT_FALSE(has(words(reply), table));
}

// Blank in every way there is: an idea, a matter, a poll's question and options, an answer.
TEST_F(UnseenWords, WhatHoldsNothingToSeeIsEmptyWhereverItIsWritten) {
  auto kinds = unseen();
  for (const UChar32 c : {0x2800, 0x1D159, 0xFFFC, 0x0301, 0x20DD}) kinds.push_back(c);
  const std::string required = core::text(core::Language::nb, "form.required");
  const auto idea = bot.say("kari", "hjemme-nord", "idé");
  const auto matter = bot.say("marit", "hjemme-nord", "sak");
  const auto build = bot.say("marit", "hjemme-nord", "avstemning");
  const auto notes = bot.say("marit", "hjemme-nord", "papirlapper");
  bot.press("marit", button(bot.say("marit", "hjemme-nord", "avstemning \"Hvorfor?\" fritekst"),
                            text("polls.open_now")));
  const auto answer = bot.press("kari", buttons(bot.said_in("hjemme-nord").back().delivery.message).front());
  ASSERT_TRUE(idea.form && matter.form && build.form && notes.form && answer.form);
  for (const UChar32 c : kinds) {
    const std::string blank = letter(c) + letter(c) + " " + letter(c);
    const auto empty = [&](const core::Reply& reply, const std::string& field) {
      return !reply.whisper && !reply.form && reply.errors.contains(field);
    };
    ASSERT_TRUE(empty(bot.submit("kari", *idea.form, {{"idea", {blank}}}), "idea")) << std::hex << c;
    ASSERT_TRUE(empty(bot.submit("marit", *matter.form, {{"title", {blank}}}), "title")) << std::hex << c;
    ASSERT_TRUE(
        empty(bot.submit("marit", *build.form, {{"question", {blank}}, {"kind", {"text"}}}), "question"))
        << std::hex << c;
    ASSERT_TRUE(
        empty(bot.submit("marit", *build.form,
                         {{"question", {"Hva?"}}, {"kind", {"choice"}}, {"options", {"Tid\n" + blank}}}),
              "options"))
        << std::hex << c;
    ASSERT_TRUE(empty(bot.submit("kari", *answer.form, {{"q0", {blank}}}), "q0")) << std::hex << c;
    ASSERT_TRUE(empty(bot.submit("marit", *notes.form, {{notes.form->inputs.front().id, {blank}}}),
                      notes.form->inputs.front().id))
        << std::hex << c;
    ASSERT_EQ(words(bot.say("kari", "hjemme-nord", blank)), words(bot.say("kari", "hjemme-nord", "")))
        << "a command of nothing to see is none, U+" << std::hex << c;
    const auto typed = bot.say("marit", "hjemme-nord", "avstemning \"Hva?\" \"Tid\" \"" + blank + "\"");
    ASSERT_TRUE(words(typed).starts_with(text("polls.complaint.empty"))) << std::hex << c << words(typed);
  }
}

TEST_F(UnseenWords, TextsAreKeptAsTheyAreShown) {
  const auto preview =
      bot.say("marit", "hjemme-nord", "avstemning \"Hv\u202Ea\u200B?\" \"T\u00ADid\" \"\u2066Ro\"");
  EXPECT_HAS(words(preview), "Hva?");
  EXPECT_HAS(words(preview), "Tid");
  bot.press("marit", button(preview, text("polls.open_now")));
  EXPECT_TRUE(holds(data.path(), "Hva?"));
  for (const char* hidden : {"\u202E", "\u2066", "T\u00ADid"}) EXPECT_FALSE(holds(data.path(), hidden));
}

}  // namespace
