// What help shows whom, with every command there is.

#include <algorithm>
#include <map>
#include <set>

#include "tests/support/set_up.hpp"

namespace {

using namespace support;

TEST(WholeHelp, HelpLeadsACoordinatorWithoutGroupsToTheFirst) {
  WholeBot bot(empty_house(), "2026-11-09T08:00:00Z");
  const core::Reply help = bot.say("eivind", "", "hjelp");
  const core::Button first = buttons(*help.whisper).front();
  EXPECT_EQ(first.label, "Sett opp den første gruppa");
  EXPECT_EQ(first.style, core::Button::Style::primary);
  EXPECT_EQ(words(bot.press("eivind", first)), "form: Gruppa (1 av 3)");
  EXPECT_LE(buttons(*help.whisper).size(), 6U);
  start_group(bot);
  EXPECT_LACKS(words(bot.say("eivind", "", "hjelp")), "ingen grupper");
}

// English and Nynorsk call a thing by the word that their texts have for it; what was typed before goes on.
TEST(WholeHelp, TheFirstVerbIsTheWordOfTheTexts) {
  WholeBot bot(empty_house(), "2026-11-09T08:00:00Z");
  std::map<std::string, const features::CommandSpec*> all;
  for (const features::CommandSpec& spec : bot.bot().dispatcher().commands())
    all[std::string(spec.name)] = &spec;
  EXPECT_EQ(features::verb_in(*all.at("matter"), core::Language::en), "issue");
  EXPECT_EQ(features::verb_in(*all.at("matters"), core::Language::en), "issues");
  EXPECT_EQ(features::verb_in(*all.at("overview"), core::Language::nn), "oversikt");
  for (const auto& [name, before] :
       {std::pair{"matter", "matter"}, {"matters", "matters"}, {"overview", "oversyn"}})
    EXPECT_EQ(std::ranges::count(all.at(name)->verbs, std::string_view(before)), 1) << before;
}

// Whoever may not, and whoever is in no group, is told so in words of their own.
TEST(WholeHelp, NoCommandBreaksDownForAnybody) {
  WholeBot bot(empty_house(), "2026-11-09T08:00:00Z");
  start_group(bot);
  for (const char* user : {"eivind", "marit-solheim", "berit-aas", "kari-nes"})
    for (const features::CommandSpec& spec : bot.bot().dispatcher().commands())
      for (const std::string_view verb : spec.verbs)
        EXPECT_NE(words(bot.say(user, "", std::string(verb))), text("engine.failed")) << user << " " << verb;
}

// "Sign up" would say that the press does it.
TEST(WholeHelp, AButtonKeepsTheHyphenThatMakesAVerbANoun) {
  WholeBot bot(empty_house(), "2026-11-09T08:00:00Z");
  start_group(bot);
  bot.say("kari-nes", "", "språk engelsk");
  std::set<std::string> labels;
  const core::Reply more = bot.press(
      "kari-nes", button(bot.say("kari-nes", "", "help"), core::text(core::Language::en, "help.more")));
  for (const core::Button& topic : buttons(*more.whisper))
    for (const core::Button& one : buttons(*bot.press("kari-nes", topic).whisper)) labels.insert(one.label);
  EXPECT_TRUE(labels.contains("Sign-up"));
  EXPECT_TRUE(labels.contains("My data"));
  EXPECT_TRUE(labels.contains("Issues"));
}

// On a phone: few buttons at once, and every command there is by three presses at most.
TEST(WholeHelp, HelpIsShortForEveryRoleAndLeadsToEverything) {
  WholeBot bot(empty_house(), "2026-11-09T08:00:00Z");
  start_group(bot);
  for (const auto& [user, front] : std::map<std::string, std::string>{{"eivind", "/refleks grupper"},
                                                                      {"marit-solheim", "/refleks samlinger"},
                                                                      {"berit-aas", "/refleks saker"},
                                                                      {"kari-nes", "/refleks idé"}}) {
    SCOPED_TRACE(user);
    const core::Reply help = bot.say(user, "", "hjelp");
    const std::string said = words(help);
    EXPECT_HAS(said.substr(0, said.find(" – ")), front) << "most needed first";
    EXPECT_LE(buttons(*help.whisper).size(), 7U);
    const core::Reply more = bot.press(user, button(help, text("help.more")));
    EXPECT_LE(buttons(*more.whisper).size(), 6U);
    std::set<std::string> reached;
    for (const core::Button& topic : buttons(*more.whisper)) {
      const core::Reply shown = bot.press(user, topic);
      EXPECT_LE(buttons(*shown.whisper).size(), 14U) << topic.label;
      const std::string all = words(shown);
      for (auto at = all.find("/refleks "); at != all.npos; at = all.find("/refleks ", at + 1))
        reached.insert(all.substr(at + 9, all.find(" ", at + 9) - at - 9));
      EXPECT_EQ(words(bot.press(user, button(shown, text("help.back")))), words(more));
    }
    const features::Who who(*bot.bot().engine().people()->person("sandbox", user), nullptr, {});
    for (const features::CommandSpec& spec : bot.bot().dispatcher().commands())
      EXPECT_EQ(features::may_anywhere(*bot.bot().engine().people(), who, spec.needs),
                reached.contains(std::string(spec.verbs[0])))
          << spec.name;
  }
}

TEST(OwnPage, OfGroupsIsOfferedToWhoeverIsInOne) {
  core::Platforms platforms;
  platforms.page =
      platforms.overview = [](const core::PersonId& person) { return "https://refleks.test/" + person.text; };
  WholeBot bot(municipality(), "2026-11-09T08:00:00Z", ":memory:", 1, platforms);
  EXPECT_HAS(words(bot.say("kari", "", "side")), "Siden om gruppene dine");
  const std::string coordinator = words(bot.say("eivind", "", "side"));
  EXPECT_HAS(coordinator, "Din egen side");
  EXPECT_LACKS(coordinator, "Siden om gruppene dine");
}

}  // namespace
