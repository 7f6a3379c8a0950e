#include "bot/runtime/dispatcher.hpp"

#include <stdexcept>

#include "tests/runtime/world.hpp"
#include "tests/support/interactions.hpp"
#include "tests/support/store_fixture.hpp"

namespace runtime {
namespace {

using Words = std::vector<std::string>;

class Opens final : public features::Feature {
 public:
  std::string_view name() const override { return "opens"; }
  std::vector<features::CommandSpec> commands() override {
    return {
        {"write", {"skriv", "skriv", "write"}, features::Right::everybody, features::by(this, &Opens::form)}};
  }
  core::Reply form(core::Context&, const features::Who&, const core::CommandLine&) {
    core::Form form;
    form.name = "opens/form";
    return core::open_form(std::move(form));
  }
};

class DispatcherTest : public World {
 protected:
  DispatcherTest() { engine->start(); }
  std::string said(const std::string& key, core::Args args = {},
                   core::Language language = core::Language::nb) {
    return core::plain_text(core::rich(language, key, args));
  }
};

TEST_F(DispatcherTest, FindsTheVerbInEveryLanguageAndSpelling) {
  for (const char* text : {"gjør", "GJØR", "gjoer", "gjor", "gjer", "do", " \u00A0do  "}) {
    feature.handled.clear();
    run_one(command("pia", text));
    EXPECT_EQ(feature.handled, Words{"do pia nord"}) << text;
  }
}

TEST_F(DispatcherTest, NamesTheNearestVerbForAMistypedOne) {
  const std::pair<const char*, const char*> table[] = {
      {"gjr", "gjer"},  {"gjørr", "gjør"},   {"stry", "styr"},
      {"skj", "skjul"}, {"SKJULL", "skjul"}, {"rul", "rule"},
  };
  for (const auto& [typed, verb] : table)
    EXPECT_TRUE(run_one(command("pia", typed)).starts_with(said("unknown.nearest", {{"verb", verb}})))
        << typed;
  for (const char* typed : {"xyzzyx", "12345", "\"do\"", "!!!!"})
    EXPECT_TRUE(run_one(command("pia", typed)).starts_with(said("unknown.none"))) << typed;
  EXPECT_TRUE(feature.handled.empty());
}

// Comparing a word of a megabyte with all verbs held up everybody for minutes.
TEST_F(DispatcherTest, WhatNobodyTypesByHandIsNotRead) {
  const std::string longest(core::longest_command, 'x');
  EXPECT_TRUE(run_one(command("pia", longest)).starts_with(said("unknown.none")));
  for (const std::string& text : {longest + "x", "do " + longest, std::string(1'000'000, '"')})
    EXPECT_EQ(run_one(command("pia", text)), said("command.too_long"));
  EXPECT_EQ(run_one(command("nobody", longest + "x")), said("who.stranger"));
  EXPECT_TRUE(feature.handled.empty());
}

TEST_F(DispatcherTest, TheGroupIsThatOfTheChannel) {
  run_one(command("leo", "do", "", "c-sor"));
  run_one(command("pia", "do", "", "c-sor"));
  run_one(command("pia", "do", "", "c-elsewhere"));
  EXPECT_EQ(feature.handled, (Words{"do leo sor", "do pia sor", "do pia nord"}));
}

TEST_F(DispatcherTest, OrTheOneNamedOrTheOnlyOne) {
  run_one(command("leo", "do"));
  EXPECT_EQ(run_one(command("leo", "do NORD x")), "done 2") << "the name of the group is taken out";
  run_one(command("cora", "do sor"));
  run_one(command("pia", "do sor"));
  EXPECT_EQ(feature.handled, (Words{"do leo -", "do leo nord", "do cora sor", "do pia nord"}))
      << "a member of another group cannot name it";
}

TEST_F(DispatcherTest, AsksWhichGroupWhenItCannotTell) {
  const std::string both = "\n[nord] [sor]";
  EXPECT_EQ(run_one(command("leo", "led")), said("who.needs_any.facilitator")) << "asked in vain";
  EXPECT_EQ(run_one(command("cora", "led")),
            said("who.which_of_all", {{"groups", "nord and sor"}}, core::Language::en) + both);
  EXPECT_EQ(run_one(command("leo", "skjul")), said("who.which_group", {{"groups", "nord og sor"}}) + both);
}

// Was asked "which?", with one button.
TEST_F(DispatcherTest, WhereOnlyOneOfTheirGroupsLetsThemDoItThatOneIsMeant) {
  groups[1].members.push_back({core::PersonId("fay"), core::Role::participant, {}});
  stores.people->apply(people, groups);
  restart();
  EXPECT_EQ(run_one(command("fay", "led")), "done 1");
  EXPECT_EQ(feature.handled, Words{"lead fay nord"});
  EXPECT_EQ(run_one(command("fay", "skjul")),
            said("who.which_group", {{"groups", "nord og sor"}}) + "\n[nord] [sor]")
      << "both";
  EXPECT_EQ(run_one(command("fay", "led sor")), said("who.needs.facilitator", {{"group", "sor"}})) << "named";
}

// The second was dropped without a word.
TEST_F(DispatcherTest, OfTwoCommandsInOneMessageTheSecondIsAButton) {
  const std::string left = "\n" + said("command.one") + "\n[led nord]";
  for (const char* typed :
       {"do x og led nord", "do x, led nord", "do x\nled nord", "do x. /refleks led nord"}) {
    feature.handled.clear();
    EXPECT_EQ(run_one(command("fay", typed)), "done 2" + left) << typed;
    EXPECT_EQ(feature.handled, Words{"do fay nord"}) << typed;
  }
  EXPECT_EQ(run_one(press("fay", "say/command", "led nord")), "done 1");
  for (const char* one : {"do og x", "do led", "do x \"og\" led", "do \"x, led\""})
    EXPECT_EQ(run_one(command("fay", one)).find("["), std::string::npos) << one;
  EXPECT_EQ(run_one(command("pia", "skjul og led")), "sealed") << "what is typed behind it is not read";
}

// The mark behind the first word went with the reading of the verb, and with it all that stood behind.
TEST_F(DispatcherTest, AMarkRightBehindTheFirstVerbPartsTwoCommands) {
  const std::string left = "\n" + said("command.one") + "\n";
  for (const char* typed : {"do, led nord", "do. led nord", "Do; led nord", "/do , led nord"}) {
    feature.handled.clear();
    EXPECT_EQ(run_one(command("fay", typed)).substr(6), left + "[led nord]") << typed;
    EXPECT_EQ(feature.handled, Words{"do fay nord"}) << typed;
  }
  EXPECT_EQ(run_one(command("fay", "do, led, do x, titt")), "done 1" + left + "[led, do x, titt]");
  EXPECT_EQ(run_one(press("fay", "say/command", "led, do x, titt")), "done 1" + left + "[do x, titt]");
  for (const char* one : {"do. x", "do: led", "led, lei"})
    EXPECT_EQ(run_one(command("fay", one)).find("["), std::string::npos) << one;
}

// It went into the value of a button that a chat keeps, and into a form's words.
TEST_F(DispatcherTest, WhatStandsBehindAnAnonymousVerbIsRepeatedNowhere) {
  Opens opens;
  support::FakeContext context({}, core::Directory(people, groups));
  support::Interactions front(context, {&feature, &opens});
  const auto values = [&](std::size_t who, const char* typed) {
    const core::Message message = front.say(people[who], typed).whisper.value();
    std::string all;
    for (const core::Block& block : message.blocks)
      if (const auto* actions = std::get_if<core::Actions>(&block))
        for (const core::Button& button : actions->buttons) all += button.value + ";";
    return all;
  };
  const std::size_t fay = 0, cora = 4;
  EXPECT_EQ(values(fay, "do x og skjul Vi trenger ny leder"), "skjul;");
  EXPECT_EQ(values(cora, "skjul Vi trenger ny leder"), "skjul nord;skjul sor;");
  EXPECT_EQ(values(cora, "led 1.12 og skjul Vi trenger ny leder"),
            "led 1.12 nord\nskjul;led 1.12 sor\nskjul;");
  const core::Reply form = front.say(people[fay], "skriv x og skjul Vi trenger ny leder");
  EXPECT_EQ(form.again, "skriv x\nskjul");
  EXPECT_EQ(core::plain_text(form.form.value().intro), " " + said("command.one_later", {{"rest", "skjul"}}));
  EXPECT_EQ(front.say(people[fay], "skriv x og skjul").again, std::nullopt) << "all of it";
  EXPECT_EQ(front.say(people[fay], "skriv x og led 1.12").again, std::nullopt);
}

// Adapters tell by it that what was written stays in the chat: wherever some was not taken, and only there.
TEST_F(DispatcherTest, ToldIsWhatIsLeftOfWordsBehindAnAnonymousVerb) {
  Opens opens;
  support::FakeContext context({}, core::Directory(people, groups));
  support::Interactions front(context, {&feature, &opens});
  const auto left = [&](std::size_t who, const std::string& typed) {
    return front.say(people[who], typed).again.value_or("all");
  };
  const std::size_t fay = 0, cora = 4;
  EXPECT_EQ(left(fay, "skjul"), "all");
  EXPECT_EQ(left(fay, "skjul Vi trenger ny leder"), "skjul");
  EXPECT_EQ(left(cora, "skjul Vi trenger ny leder"), "skjul") << "asked which group";
  EXPECT_EQ(left(cora, "skjul nord"), "all") << "the name was used";
  EXPECT_EQ(left(cora, "skjul nord Vi trenger ny leder"), "skjul nord");
  EXPECT_EQ(left(fay, "do x og skjul Vi trenger ny leder"), "do x\nskjul") << "answered in words";
  EXPECT_EQ(left(fay, "do x og skjul"), "all");
  EXPECT_EQ(left(fay, "skju Vi trenger ny leder"), "skjul") << "a slip of it";
  EXPECT_EQ(left(fay, "skjul " + std::string(core::longest_command, 'x')), "skjul");
}

// What is in the middle of a date or of a name was cut off as a command of its own.
TEST_F(DispatcherTest, AVerbThatIsPartOfWhatWasSaidIsNoSecondCommand) {
  for (const char* one : {"do 24.12. led", "led, lei", "led og lei"})
    EXPECT_EQ(run_one(command("fay", one)).find("["), std::string::npos) << one;
  EXPECT_EQ(run_one(command("leo", "do 3.1., titt")), "done 3") << "which it reads itself";
  EXPECT_EQ(run_one(command("cora", "rule x, led nord")).find("["), std::string::npos) << "all is text";
  EXPECT_NE(run_one(command("fay", "do 24.12., led")).find("[led]"), std::string::npos);
  EXPECT_NE(run_one(command("fay", "led 1.12, led 2.12")).find("[led 2.12]"), std::string::npos);
  groups[0].name = "Bygg og led";
  stores.people->apply(people, groups);
  restart();
  feature.handled.clear();
  EXPECT_EQ(run_one(command("cora", "do Bygg og led")), "done 1");
  EXPECT_EQ(feature.handled, Words{"do cora nord"});
}

TEST_F(DispatcherTest, AButtonSaysACommand) {
  EXPECT_EQ(run_one(press("cora", "say/command", "led nord")), "done 1") << "what the button above says";
  EXPECT_EQ(run_one(press("pia", "say/command", "led")), said("who.needs.facilitator", {{"group", "nord"}}))
      << "and asks for the same right";
  EXPECT_EQ(run_one(press("pia", "box/say/form", "led")), said("unknown.button"))
      << "in secret nothing is said that leaves a trace";
  EXPECT_EQ(run_one(press("pia", "say/command")), said("unknown.button"));
}

TEST_F(DispatcherTest, ChecksTheRoleInOnePlace) {
  EXPECT_EQ(run_one(command("pia", "led")), said("who.needs.facilitator", {{"group", "nord"}}));
  EXPECT_EQ(run_one(command("leo", "led nord")), said("who.needs.facilitator", {{"group", "nord"}}));
  EXPECT_EQ(run_one(command("fay", "led")), "done 1");
  EXPECT_EQ(run_one(command("cora", "led nord")), "done 1");
  EXPECT_EQ(run_one(command("fay", "led", "", "c-sor")), said("who.needs.facilitator", {{"group", "sor"}}));
  EXPECT_EQ(run_one(command("fay", "styr")), said("who.needs_any.coordinator"));
  EXPECT_EQ(run_one(command("cora", "styr")), "done 1");
  EXPECT_EQ(run_one(command("leo", "titt")), "done 1") << "leads some group";
  for (const char* other : {"fay", "pia"})
    EXPECT_EQ(run_one(command(other, "titt")), said("who.needs_any.leader")) << other;
  EXPECT_EQ(run_one(command("sol", "skjul", "", "c-nord")),
            said("who.needs.participant", {{"group", "nord"}}))
      << "also where nothing is stored";
}

TEST_F(DispatcherTest, RoutesPressesAndSubmitsByTheirFirstWord) {
  EXPECT_EQ(run_one(press("pia", "test/x", "1")), "pressed 1");
  EXPECT_EQ(run_one(core::Submit{from("pia"), "test/form", "", {}}), "submitted");
  EXPECT_EQ(run_one(press("pia", "box/test/x")), "sealed 1");
  for (const char* name : {"nothing/x", "", "test2/x", "box/nothing/x", "box/", "/"}) {
    EXPECT_EQ(run_one(press("pia", name)), said("unknown.button")) << name;
    EXPECT_EQ(run_one(core::Submit{from("pia"), name, "", {}}), said("unknown.button")) << name;
  }
  EXPECT_EQ(run_one(press("pia", "test/x", "1|2")), said("unknown.button")) << "a value too many";
}

TEST_F(DispatcherTest, AJobOfNobodyIsAMistakeThatHarmsNothingElse) {
  feature.on_command = [&](core::Context& context) {
    context.arrange({"gone/x", "gone/x", "", clock.now()});
    context.arrange({"test/x", "test/x", "", clock.now()});
  };
  run({command("pia", "do")});
  EXPECT_EQ(feature.jobs, Words{"test/x"});
}

class Claims final : public features::Feature {
 public:
  explicit Claims(std::string_view verb) : verb_(verb) {}
  std::string_view name() const override { return "claims"; }
  std::vector<features::CommandSpec> commands() override {
    return {
        {"claims", {verb_, verb_, verb_}, features::Right::everybody, features::by(this, &Claims::nothing)}};
  }
  core::Reply nothing(core::Context&, const features::Who&, const core::CommandLine&) { return {}; }

 private:
  std::string_view verb_;
};

class Answers final : public features::Feature {
 public:
  explicit Answers(std::vector<std::string_view> names) : names_(std::move(names)) {}
  std::string_view name() const override { return "answers"; }
  std::vector<features::EventRow> events() override {
    std::vector<features::EventRow> rows;
    for (const std::string_view name : names_)
      rows.push_back(
          features::press(core::EventName<>{name}, features::Right::everybody, this, &Answers::open));
    return rows;
  }
  core::Reply open(core::Context&, const features::Who&) { return {}; }

 private:
  std::vector<std::string_view> names_;
};

class Writes final : public features::Feature {
 public:
  std::string_view name() const override { return "writes"; }
  std::vector<features::EventRow> events() override {
    const core::EventName<core::GroupId> it{"writes/it"};
    return {features::press(it, features::Right::member, this, features::the_group, &Writes::open),
            features::submit(it, features::Right::member, this, features::the_group, &Writes::keep)};
  }
  core::Reply open(core::Context&, const features::Here&, const core::GroupId&) { return {}; }
  core::Reply keep(core::Context&, const features::Here&, const core::GroupId&, const features::Given&) {
    return core::whisper(core::Rich{core::Span("kept")});
  }
};

// "status sør 2" was of Sør, and what was typed of the one was done with the other.
TEST(Dispatcher, OfTheGroupsThatBeginAlikeTheLongestNameIsMeant) {
  const std::vector<core::Person> people{support::person("kari")};
  core::Group south = support::group("a", people), second = support::group("b", people),
              night = support::group("natt", people);
  south.name = "Sør";
  second.name = "Sør 2";
  night.name = "Natt og helg";
  for (core::Group* group : {&south, &second, &night}) group->channel = "c-" + group->key;
  for (const auto& groups : {std::vector{south, second, night}, std::vector{night, second, south}}) {
    const core::Directory all(people, groups);
    const auto meant = [&](const char* typed) {
      core::CommandLine line = core::parse_command(typed);
      const core::Group* group = group_of(all, people[0], core::Origin{}, &line);
      return (group ? group->name : "-") + " " + std::to_string(line.words.size());
    };
    EXPECT_EQ(meant("status sør"), "Sør 1");
    EXPECT_EQ(meant("status sør 2"), "Sør 2 1");
    EXPECT_EQ(meant("flytt Sør 2 24.11"), "Sør 2 2");
    EXPECT_EQ(meant("flytt natt og helg til torsdag"), "Natt og helg 3") << "and not its key";
    EXPECT_EQ(meant("flytt natt til torsdag"), "Natt og helg 3");
  }
}

TEST(Dispatcher, WhatIsSentWhileItsGroupIsAwayStaysInItsForm) {
  const core::Person pia = support::person("pia");
  support::FakeContext context({}, core::Directory({pia}, {}));
  Writes feature;
  support::Interactions front(context, {&feature});
  const auto send = [&](core::FormValues words) {
    return front.submit(pia, "writes/it", "group-a", std::move(words));
  };
  const auto kept = send({{"words", {"Vi mangler hansker"}}});
  EXPECT_FALSE(kept.whisper);
  EXPECT_EQ(kept.errors.at("words"), core::text(core::Language::nb, "who.group_away"));
  const std::string gone = core::plain_text(core::rich(core::Language::nb, "unknown.button"));
  EXPECT_EQ(core::plain_text(*send({}).whisper), gone) << "nothing to keep";
  EXPECT_EQ(core::plain_text(*front.press(pia, "writes/it", "group-a").whisper), gone);
  context.set_people({{pia}, {support::group("a", {pia})}});
  EXPECT_EQ(core::plain_text(*send({{"words", {"Vi mangler hansker"}}}).whisper), "kept");
}

TEST(Dispatcher, RefusesAnEventThatIsNotNamedAsItIsAnswered) {
  Answers good({"answers/a", "answers/b"}), twice({"answers/a", "answers/a"}), other({"others/a"}),
      sealed_by_name({"box/answers/a"});
  EXPECT_NO_THROW(Dispatcher({&good}));
  for (features::Feature* bad : {&twice, &other, &sealed_by_name})
    EXPECT_THROW(Dispatcher({bad}), std::logic_error);
}

TEST(Dispatcher, RefusesTwoCommandsWithOneVerb) {
  Claims a("røyst"), b("roeyst"), c("annet");
  EXPECT_THROW(Dispatcher({&a, &b}), std::logic_error);
  EXPECT_NO_THROW(Dispatcher({&a, &c}));
}

// Platforms add words of their own: on a button, in a form, on a start page.
TEST(DispatcherLanguages, AReplyTellsInWhichItIs) {
  core::Person pia = support::person("pia");
  pia.language = core::Language::en;
  core::Group group = support::group("a", {pia});
  group.language = core::Language::nn;
  support::FakeContext context({}, core::Directory({pia}, {group}));
  Writes feature;
  support::Interactions front(context, {&feature});
  EXPECT_EQ(front.press(pia, "writes/it", "group-a").language, core::Language::en);
  EXPECT_EQ(front.press(pia, std::string(core::home_press)).language, core::Language::en) << "sealed";
  EXPECT_EQ(front.press(support::person("eve"), "writes/it", "group-a").language, core::Language::nn)
      << "a stranger is answered as the workspace speaks";
}

}  // namespace
}  // namespace runtime
