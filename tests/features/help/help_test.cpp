#include "bot/features/help/feature.hpp"

#include <gtest/gtest.h>

#include "bot/core/reply.hpp"
#include "bot/core/texts.hpp"
#include "tests/support/interactions.hpp"
#include "tests/support/store_fixture.hpp"

namespace help {
namespace {

using core::Role;

// One command of each kind, under the names of real ones so that they have help texts.
class Others final : public features::Feature {
 public:
  std::string_view name() const override { return "others"; }
  std::vector<features::CommandSpec> commands() override {
    const features::GroupAnswer group = [](auto&, const auto&, const auto&) { return core::Reply(); };
    const features::OpenAnswer open = [](auto&, const auto&, const auto&) { return core::Reply(); };
    const features::SealedGroupAnswer sealed = [](auto&, const auto&, const auto&) { return core::Reply(); };
    return {{"idea", {"idé", "idé", "idea"}, features::Right::answering, sealed},
            {"members", {"medlemmer", "medlemer", "members"}, features::Right::participant, group},
            {"poll", {"avstemning", "avrøysting", "poll"}, features::Right::facilitator, group},
            {"digest", {"ukesammendrag", "vekesamandrag", "digest"}, features::Right::leader, open},
            {"role", {"rolle", "rolle", "role"}, features::Right::coordinator, group}};
  }
  void status(core::Context&, const features::Here&, std::vector<core::Block>& blocks) override {
    if (busy) blocks.emplace_back(core::Paragraph{{core::Span("noe er på gang")}});
  }
  bool busy = false;
};

class HelpTest : public ::testing::Test {
 protected:
  HelpTest() {
    cora.coordinator = true;
    a = support::group("a", {fay, pia, leo});
    b = support::group("b", {fay, leo});
    a.members[0].role = Role::facilitator;
    a.members[2].role = b.members[1].role = Role::leader;
    context.set_people({{fay, pia, leo, cora, eve}, {a, b}});
    all = {feature.get(), &others};
  }
  std::string say(const char* name, const core::Person& person, const core::Group* group) {
    // Languages change in between.
    context.set_people({{fay, pia, leo, cora, eve}, {a, b}});
    support::Interactions front(context, {feature.get()});
    for (const features::CommandSpec& spec : front.dispatcher().commands())
      if (spec.name == name)
        return core::plain_text(
            *front.say(person, std::string(spec.verbs[0]), group ? group->channel : std::string()).whisper);
    throw std::logic_error("no such command");
  }
  // The verbs that the overview names.
  std::string verbs(const core::Person& person, const core::Group* group) {
    std::string found;
    const std::string said = say("help", person, group);
    for (auto at = said.find("• /refleks "); at != std::string::npos; at = said.find("• /refleks ", at + 1)) {
      const auto begin = at + std::string("• /refleks ").size();
      found += (found.empty() ? "" : " ") + said.substr(begin, said.find(' ', begin) - begin);
    }
    return found;
  }

  core::Person fay = support::person("fay"), pia = support::person("pia"), leo = support::person("leo"),
               cora = support::person("cora"), eve = support::person("eve");
  core::Group a, b;
  support::FakeContext context{support::at("2026-11-09T09:00:00Z")};
  Others others;
  std::vector<features::Feature*> all;
  std::unique_ptr<features::Feature> feature = make([this]() -> const auto& { return all; }, {}, {});
};

TEST_F(HelpTest, ShowsFirstWhatThePersonNeedsMostAndOnlyWhatTheyMayDo) {
  EXPECT_EQ(verbs(pia, &a), "idé status");
  EXPECT_EQ(verbs(fay, &a), "avstemning idé");
  EXPECT_EQ(verbs(fay, &b), "idé status") << "in that group she only takes part";
  EXPECT_EQ(verbs(leo, &a), "ukesammendrag status") << "leaders write no ideas";
  EXPECT_EQ(verbs(cora, &a), "rolle");
  EXPECT_EQ(verbs(eve, nullptr), "personvern hva-virker hjelp") << "of no group: all there is";
}

TEST_F(HelpTest, WithoutAGroupAtHandItLooksAtAllOfThem) {
  EXPECT_EQ(verbs(fay, nullptr), "avstemning idé");
  EXPECT_EQ(verbs(leo, nullptr), "ukesammendrag status");
  EXPECT_EQ(verbs(cora, nullptr), "rolle");
}

TEST_F(HelpTest, TheRestIsBehindMoreByWhatItIsAbout) {
  support::Interactions front(context, {feature.get(), &others});
  const auto shown = [&](const core::Person& person, const char* name, const char* value) {
    return core::plain_text(*front.press(person, name, value).whisper);
  };
  const std::string more = shown(pia, "help/more", "");
  EXPECT_NE(more.find("Temaer og avstemninger: idé"), std::string::npos) << more;
  EXPECT_NE(more.find("Om deg: personvern, hva-virker, hjelp"), std::string::npos) << more;
  EXPECT_EQ(more.find("avstemning,"), std::string::npos) << "not hers: " << more;
  EXPECT_EQ(more.find("Saker og avtaler"), std::string::npos) << "a heading with nothing below: " << more;
  const std::string people = shown(cora, "help/topic", "groups");
  EXPECT_NE(people.find("/refleks rolle – gi noen en rolle"), std::string::npos) << people;
  EXPECT_EQ(people.find("/refleks ukesammendrag"), std::string::npos) << people;
  EXPECT_EQ(shown(pia, "help/topic", "nothing of the kind"), more) << "an old button leads to all of it";
}

TEST_F(HelpTest, SpeaksThePersonsLanguage) {
  fay.language = core::Language::nn;
  EXPECT_EQ(verbs(fay, &a), "avrøysting idé");
  fay.language = core::Language::en;
  EXPECT_EQ(verbs(fay, &a), "poll idea");
}

TEST_F(HelpTest, EachCommandIsAButtonThatSaysIt) {
  support::Interactions front(context, {feature.get(), &others});
  const core::Reply reply = front.say(pia, "hjelp", a.channel);
  std::vector<core::Button> shown;
  for (const core::Block& block : reply.whisper->blocks)
    if (const auto* actions = std::get_if<core::Actions>(&block))
      shown.insert(shown.end(), actions->buttons.begin(), actions->buttons.end());
  ASSERT_EQ(shown.size(), 3U) << "and more";
  EXPECT_EQ(shown[0], (core::Button{"Idé", "box/say/form", "idé"}))
      << "what leaves no trace keeps its promise";
  EXPECT_EQ(shown[1], (core::Button{"Status", "say/command", "status"}));
  EXPECT_EQ(shown[2].name, "help/more");
  EXPECT_EQ(core::plain_text(*front.press(pia, "say/command", "status").whisper), say("status", pia, &a));
  EXPECT_EQ(core::plain_text(*front.press(pia, "box/say/form", "status").whisper),
            core::plain_text(core::rich(core::Language::nb, "unknown.button")))
      << "a sealed button says nothing that leaves a trace";
  EXPECT_NE(core::plain_text(*front.press(pia, "say/command", "stauts").whisper).find("status"),
            std::string::npos);
}

TEST_F(HelpTest, TheButtonShowsTheSame) {
  support::Interactions front(context, {feature.get()});
  EXPECT_EQ(core::plain_text(*front.press(fay, "help/show").whisper), say("help", fay, nullptr));
  EXPECT_EQ(core::plain_text(*front.press(fay, "help/other").whisper),
            core::plain_text(core::rich(core::Language::nb, "unknown.button")));
}

TEST_F(HelpTest, StatusTellsWhatEveryFeatureHasToTell) {
  EXPECT_NE(say("status", pia, &a).find("Ingenting er på gang"), std::string::npos);
  others.busy = true;
  EXPECT_EQ(say("status", pia, &a), "Status for Gruppe a\nnoe er på gang");
}

TEST_F(HelpTest, AStartPageTellsOfEachGroupAndAsksForNone) {
  others.busy = true;
  support::Interactions front(context, {feature.get()});
  const auto status = [&](const core::Person& person) {
    const core::Reply reply = front.press(person, "help/status");
    return reply.whisper ? core::plain_text(*reply.whisper) : std::string();
  };
  EXPECT_EQ(status(pia), say("status", pia, &a));
  EXPECT_EQ(status(fay), say("status", fay, &a) + "\n" + say("status", fay, &b));
  EXPECT_EQ(status(cora), "Se status for:\n[Gruppe a] [Gruppe b]") << "none is her own";
  EXPECT_EQ(status(eve), core::plain_text(core::rich(core::Language::nb, "who.no_group")));
}

TEST_F(HelpTest, OfManyGroupsAStartPageTellsTheFirstAndHasButtonsForTheRest) {
  std::vector<core::Group> many;
  for (char key = 'a'; key < 'h'; ++key) many.push_back(support::group(std::string(1, key), {fay}));
  context.set_people({{fay, pia, leo, cora, eve}, many});
  support::Interactions front(context, {feature.get()});
  const core::Reply reply = front.press(fay, "help/status");
  ASSERT_TRUE(reply.whisper);
  const std::string said = core::plain_text(*reply.whisper);
  EXPECT_NE(said.find("Status for Gruppe e"), std::string::npos);
  EXPECT_EQ(said.find("Status for Gruppe f"), std::string::npos);
  const auto& rest = std::get<core::Actions>(reply.whisper->blocks.back()).buttons;
  ASSERT_EQ(rest.size(), 2U);
  EXPECT_EQ(rest[0], (core::Button{"Gruppe f", "say/command", "status f"}));
}

TEST_F(HelpTest, PrivacyPromisesWhatTheSettingGivesAndShowsWhatIsStored) {
  const std::string memory = say("privacy", fay, nullptr);
  EXPECT_NE(memory.find("bare i minnet"), std::string::npos);
  EXPECT_NE(memory.find("Navn: fay\nSpråk: Bokmål\nGruppe a: fasilitator\nGruppe b: deltaker"),
            std::string::npos)
      << memory;
  EXPECT_EQ(memory.find("avviksmelding"), std::string::npos);
  feature = make([this]() -> const auto& { return all; },
                 {"https://avvik.example", "https://varsling.example"}, {.box_on_disk = true});
  const std::string disk = say("privacy", eve, nullptr);
  EXPECT_NE(disk.find("svakere løfte"), std::string::npos);
  EXPECT_EQ(disk.find("bare i minnet på serveren"), std::string::npos);
  EXPECT_NE(disk.find(" avviksmelding (https://avvik.example) · varsling (https://varsling.example)"),
            std::string::npos)
      << "two links, which read as two";
}

TEST_F(HelpTest, TellsWhatWorksInTheChatOfThePersonAndTheGroup) {
  core::Capabilities rich, poor;
  rich.commands = rich.buttons = rich.forms = rich.whisper = rich.direct_message = rich.edit = true;
  core::Platforms platforms;
  platforms.abilities = [&](const std::string& workspace) -> std::optional<core::Capabilities> {
    return workspace == "posts" ? poor : rich;
  };
  feature = make(
      [this]() -> const auto& { return all; }, {}, {}, platforms);
  EXPECT_NE(say("abilities", pia, &a).find("Fylles ut i chatten."), std::string::npos);
  EXPECT_EQ(say("abilities", pia, &a).find("en side i nettleseren"), std::string::npos);
  a.workspace = "posts";
  EXPECT_NE(say("abilities", pia, &a).find("Fylles ut på en side i nettleseren."), std::string::npos);
  feature = make([this]() -> const auto& { return all; }, {}, {});
  EXPECT_NE(say("abilities", pia, &a).find(core::text(core::Language::nb, "abilities.unknown")),
            std::string::npos);
}

}  // namespace
}  // namespace help
