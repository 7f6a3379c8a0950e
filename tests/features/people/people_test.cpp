#include "bot/features/people/feature.hpp"

#include <gtest/gtest.h>

#include "bot/core/reply.hpp"
#include "bot/core/texts.hpp"
#include "tests/support/interactions.hpp"
#include "tests/support/store_fixture.hpp"

namespace people {
namespace {

using core::Language;
using core::Role;

class PeopleTest : public ::testing::Test {
 protected:
  PeopleTest() {
    kari.name = "Kari Nes";
    karin.name = "Karin Å. Ødegård";
    cora.coordinator = true;
    group = support::group("a", {fay, kari});
    group.members[0].role = Role::facilitator;
    stores.people->apply({fay, kari, karin, cora}, {group});
    reload();
  }
  void reload() { context.set_people(stores.people->load()); }
  std::string say(const core::Person& person, const std::string& text) {
    const core::Reply reply = front.say(person, text, group.channel);
    while (heard < context.facts.size()) {
      const core::Fact fact = context.facts[heard++];
      feature->on(context, fact);
    }
    return core::plain_text(*reply.whisper);
  }
  std::string press(const core::Person& person, const std::string& name, const std::string& value) {
    return core::plain_text(*front.press(person, name, value).whisper);
  }
  std::optional<Role> role_of(const core::Person& person) {
    const auto directory = stores.people->load();
    const core::Member* member = directory.groups()[0].member(person.id);
    return member ? std::optional(member->role) : std::nullopt;
  }
  static std::string said(const char* key, core::Args args = {}, Language language = Language::nb) {
    return core::plain_text(core::rich(language, key, args));
  }

  core::Person fay = support::person("fay"), kari = support::person("kari"), karin = support::person("karin"),
               cora = support::person("cora");
  core::Group group;
  storage::Database database{support::ready(":memory:")};
  storage::Stores stores = storage::open_stores(database);
  support::FakeContext context{support::at("2026-11-09T09:00:00Z")};
  std::unique_ptr<features::Feature> feature = make(*stores.people);
  support::Interactions front{context, {feature.get()}};
  std::size_t heard = 0;  // facts
};

TEST_F(PeopleTest, MembersAreListedByRoleAndLeadersByWhetherTheyCome) {
  group.members.push_back({karin.id, Role::leader, {}});
  group.members.push_back({cora.id, Role::leader, {}});
  group.above = {cora.id};
  group.leaders_take_part = true;
  stores.people->apply({fay, kari, karin, cora}, {group});
  reload();
  const std::string members = say(kari, "medlemmer");
  EXPECT_NE(members.find("Leder, med på samlingene: Karin Å. Ødegård\nLeder: cora\nFasilitator: fay\n"),
            std::string::npos)
      << members;
}

TEST_F(PeopleTest, EverybodyChoosesTheirLanguageByWordOrButton) {
  const std::pair<const char*, Language> table[] = {{"språk bokmål", Language::nb},
                                                    {"språk nynorsk", Language::nn},
                                                    {"language English", Language::en},
                                                    {"lang nb", Language::nb}};
  for (const auto& [text, language] : table) {
    EXPECT_EQ(say(kari, text), said("people.language.set", {}, language)) << text;
    EXPECT_TRUE(std::exchange(context.people_have_changed, false));
    reload();
    EXPECT_EQ(context.people().person(kari.id)->language, language) << text;
  }
  for (const char* text : {"språk", "språk svensk"})
    EXPECT_NE(say(kari, text).find("[Bokmål] [Nynorsk] [English]"), std::string::npos) << text;
  EXPECT_FALSE(context.people_have_changed);
  EXPECT_EQ(press(kari, "people/language", "nn"), said("people.language.set", {}, Language::nn));
  EXPECT_EQ(press(kari, "people/language", "xx"), said("unknown.button"));
  EXPECT_EQ(press(kari, "people/other", "nn"), said("unknown.button"));
}

TEST_F(PeopleTest, RolesAreForTheCoordinator) {
  for (const features::CommandSpec& spec : feature->commands())
    EXPECT_EQ(spec.needs == features::Right::coordinator, spec.name == "role") << spec.name;
}

TEST_F(PeopleTest, TheCoordinatorGivesARoleToOnePerson) {
  const auto set = [&](const char* who, const char* role) {
    return said("people.role.set", {{"who", who}, {"role", role}, {"group", group.name}});
  };
  EXPECT_EQ(say(cora, "rolle @U-kari fasilitator"), set("Kari Nes", "fasilitator"));
  EXPECT_EQ(role_of(kari), Role::facilitator);
  EXPECT_EQ(say(cora, "rolle \"Kari Nes\" leder"), set("Kari Nes", "leder"));
  EXPECT_EQ(say(cora, "rolle Kari Nes deltaker"), set("Kari Nes", "deltaker"));
  EXPECT_EQ(say(cora, "rolle <@U-karin> deltakar"), set("Karin Å. Ødegård", "deltaker"));
  EXPECT_EQ(say(cora, "rolle oedegaard leiar"), set("Karin Å. Ødegård", "leder"));
  EXPECT_EQ(role_of(karin), Role::leader);
  EXPECT_TRUE(context.people_have_changed);
}

TEST_F(PeopleTest, AMentionMeansTheOneWhoseIdItHas) {
  const auto mention = [&](core::Mention who) {
    core::Typed typed;
    typed.words("rolle ");
    typed.person(std::move(who));
    typed.words(" fasilitator");
    const core::Origin origin{cora.workspace, cora.user, "", group.channel, ""};
    const core::Reply reply = front.handle(core::Command{origin, typed.text, typed.mentions});
    return core::plain_text(*reply.whisper);
  };
  const auto set = [&](const char* who) {
    return said("people.role.set", {{"who", who}, {"role", "fasilitator"}, {"group", group.name}});
  };
  EXPECT_EQ(mention({"Sjefen sjøl", kari.user}), set("Kari Nes"));
  EXPECT_EQ(mention({"Kari Nes", karin.user}), set("Karin Å. Ødegård")) << "the name may be another's";
  EXPECT_EQ(mention({"Kari Nes", "U-unknown"}), said("people.role.nobody", {{"who", "Kari Nes"}}));
  EXPECT_EQ(mention({"@Kari Nes", ""}), set("Kari Nes")) << "the platform does not say: by name";
}

TEST_F(PeopleTest, ALaterAdditionHasADayAndAChangeOfRoleKeepsIt) {
  say(cora, "rolle @U-karin deltaker");
  const core::Date today{std::chrono::year{2026} / 11 / 9};
  EXPECT_EQ(stores.people->load().groups()[0].member(karin.id)->since, today);
  context.set_now(support::at("2026-12-09T09:00:00Z"));
  say(cora, "rolle @U-karin fasilitator");
  EXPECT_EQ(stores.people->load().groups()[0].member(karin.id)->since, today);
  EXPECT_EQ(stores.people->load().groups()[0].member(kari.id)->since, std::nullopt) << "the founding roster";
}

TEST_F(PeopleTest, AnUnclearPersonOrRoleChangesNothing) {
  EXPECT_EQ(say(cora, "rolle kar fasilitator"), said("people.role.several", {{"who", "kar"}}));
  EXPECT_EQ(say(cora, "rolle nobody fasilitator"), said("people.role.nobody", {{"who", "nobody"}}));
  EXPECT_EQ(say(cora, "rolle @ fasilitator"), said("people.role.nobody", {{"who", "@"}}));
  for (const char* text : {"rolle", "rolle kari", "rolle @U-kari sjef", "rolle @U-kari koordinator"})
    EXPECT_TRUE(front.say(cora, text, group.channel).form) << text;
  for (const char* inside : {"ari", "degård", "es"})  // of Kari Nes and Karin Å. Ødegård
    EXPECT_EQ(say(cora, std::string("rolle ") + inside + " ut"),
              said("people.role.nobody", {{"who", inside}}));
  EXPECT_EQ(role_of(kari), Role::participant);
  EXPECT_EQ(role_of(karin), std::nullopt);
  EXPECT_FALSE(context.people_have_changed);
}

TEST_F(PeopleTest, APartOfANameBeginsBehindAHyphenToo) {
  core::Person anne = support::person("anne");
  anne.name = "Anne-Marie Ås";
  stores.people->apply({fay, kari, karin, cora, anne}, {group});
  reload();
  say(cora, "rolle Marie deltaker");
  EXPECT_EQ(role_of(anne), Role::participant) << "as in set-up";
}

TEST_F(PeopleTest, AGroupHasTwoFacilitatorsAtMostOnAnyDay) {
  const auto know = [&] { context.set_people(stores.people->load().at(context.now())); };
  const auto is_refused = [&](const std::string& days) {
    const std::string told = say(cora, "rolle @U-karin fasilitator" + days);
    return told == said("people.role.three", {{"group", group.name}, {"names", "fay og Kari Nes"}});
  };
  say(cora, "rolle @U-kari fasilitator til 15. desember");
  know();
  EXPECT_TRUE(is_refused(""));
  EXPECT_TRUE(is_refused(" fra 10. desember"));
  EXPECT_EQ(role_of(karin), std::nullopt);
  const auto sent = front.submit(cora, "people/role", group.id.text,
                                 {{"who", {"Karin Å. Ødegård"}}, {"role", {"facilitator"}}});
  EXPECT_TRUE(sent.errors.contains("role"));
  EXPECT_FALSE(is_refused(" fra 16. desember")) << "when the other is out";
  say(cora, "rolle @U-karin ut");
  say(cora, "rolle @U-kari deltaker");
  know();
  say(cora, "rolle @U-kari fasilitator fra 1. desember til 15. desember");
  know();
  EXPECT_TRUE(is_refused("")) << "on a day to come";
  EXPECT_FALSE(is_refused(" til 30. november"));
  know();
  EXPECT_EQ(role_of(karin), Role::facilitator);
  EXPECT_FALSE(is_refused(" til 29. november")) << "who is one already is no third";
}

TEST_F(PeopleTest, WhoIsInTheGroupIsWhatTheyAreUntilANewRoleBegins) {
  const auto know = [&] { context.set_people(stores.people->load().at(context.now())); };
  EXPECT_EQ(say(cora, "rolle @U-kari fasilitator fra 1.12"),
            said("people.role.set_later", {{"who", "Kari Nes"},
                                           {"role", "fasilitator"},
                                           {"group", group.name},
                                           {"days", "fra tirsdag 1. desember"}}));
  know();
  ASSERT_TRUE(context.people().groups()[0].member(kari.id)) << "she is in it all the time";
  EXPECT_EQ(role_of(kari), Role::participant);
  EXPECT_EQ(context.told(core::destination_of(kari)).size(), 1U);
  EXPECT_EQ(
      say(cora, "rolle @U-kari fasilitator fra 1.12 til 24.12"),
      said("people.role.set_later_until", {{"who", "Kari Nes"},
                                           {"role", "fasilitator"},
                                           {"group", group.name},
                                           {"days", "fra tirsdag 1. desember til torsdag 24. desember"}}));
  say(cora, "rolle @U-kari fasilitator fra 1.12");
  EXPECT_EQ(say(kari, "medlemmer"),
            "Gruppe a\nFasilitator: fay og Kari Nes (fra tirsdag 1. desember)\n"
            "Deltakere: Kari Nes (til mandag 30. november)");
  EXPECT_EQ(say(cora, "rolle @U-karin fasilitator fra 2. desember"),
            said("people.role.three", {{"group", group.name}, {"names", "fay og Kari Nes"}}))
      << "who is one by then counts";
  context.run_until(support::at("2026-11-30T22:59:00Z"), *feature);
  EXPECT_EQ(role_of(kari), Role::participant);
  context.run_until(support::at("2026-11-30T23:00:00Z"), *feature);
  EXPECT_EQ(role_of(kari), Role::facilitator);
  EXPECT_EQ(stores.people->load().groups()[0].member(kari.id)->since, std::nullopt) << "the founding roster";
  const auto acts = context.facts_of<core::AdministrativeAct>();
  EXPECT_EQ(acts.back().what, "role.given");
  EXPECT_TRUE(acts.back().arranged);
  know();
  say(cora, "rolle @U-kari fasilitator fra 24. desember");
  EXPECT_EQ(role_of(kari), Role::facilitator);
  EXPECT_EQ(stores.people->load().groups()[0].member(kari.id)->since, std::nullopt) << "she is one already";
}

TEST_F(PeopleTest, ARoleToComeIsSettledByWhatIsSaidSince) {
  const auto plan = [&] {
    say(cora, "rolle @U-kari fasilitator fra 1.12");
    EXPECT_EQ(context.jobs.size(), 1U);
  };
  plan();
  say(cora, "rolle @U-kari ut fra 16.12");
  EXPECT_EQ(context.jobs.size(), 1U) << "she is one until then";
  say(cora, "rolle @U-kari ut fra 1.12");
  EXPECT_TRUE(context.jobs.empty());
  EXPECT_TRUE(context.told(core::destination_of(kari)).empty()) << "what she has not read is taken back";
  plan();
  core::AdministrativeAct act;
  act.what = "role.given";
  act.group = group.id;
  act.about = kari.id;
  feature->on(context, act);
  EXPECT_TRUE(context.jobs.empty()) << "by whomever and whatever way";
  plan();
  say(cora, "rolle @U-karin fasilitator");  // refused: Kari would be the third by then
  EXPECT_EQ(role_of(karin), std::nullopt);
  stores.people->set_role(group.id, karin.id, Role::facilitator,
                          core::Date(std::chrono::year{2026} / 11 / 20));
  reload();
  context.run_until(support::at("2026-12-01T09:00:00Z"), *feature);
  EXPECT_EQ(role_of(kari), Role::participant);
  EXPECT_EQ(context.told(core::destination_of(cora)).size(), 1U);
  EXPECT_EQ(context.told(core::destination_of(kari)).back(),
            said("people.role.not_yet", {{"group", group.name}}));
}

TEST_F(PeopleTest, WhoWasTakenOutMeanwhileDoesNotComeBackByARole) {
  say(cora, "rolle @U-kari fasilitator fra 1.12");
  stores.people->remove_member(group.id, kari.id);  // as a file does that names her no longer
  reload();
  context.run_until(support::at("2026-12-01T09:00:00Z"), *feature);
  EXPECT_EQ(role_of(kari), std::nullopt);
  EXPECT_TRUE(context.facts_of<core::AdministrativeAct>().back().what == "role.arranged");
}

TEST_F(PeopleTest, WhoIsOutUntilARoleBeginsComesBack) {
  const auto know = [&] { context.set_people(stores.people->load().at(context.now())); };
  for (const bool taken_out : {false, true}) {  // by whatever comes first at midnight
    context.set_now(support::at("2026-11-09T09:00:00Z"));
    say(cora, "rolle @U-karin deltaker til 20. november");
    know();
    say(cora, "rolle @U-karin fasilitator fra 1.12");
    if (taken_out) stores.people->remove_member(group.id, karin.id);
    context.set_now(support::at("2026-11-30T22:00:00Z"));
    know();
    EXPECT_FALSE(context.people().groups()[0].member(karin.id));
    context.run_until(support::at("2026-11-30T23:00:00Z"), *feature);
    know();
    ASSERT_TRUE(context.people().groups()[0].member(karin.id)) << taken_out;
    EXPECT_EQ(role_of(karin), Role::facilitator) << taken_out;
    say(cora, "rolle @U-karin ut");
    know();
  }
}

TEST_F(PeopleTest, ARoleToComeWaitsForAClockThatIsCertain) {
  say(cora, "rolle @U-kari fasilitator fra 1.12");
  context.time_certain = false;
  context.run_until(support::at("2026-12-02T09:30:00Z"), *feature);
  EXPECT_EQ(role_of(kari), Role::participant);
  context.time_certain = true;
  context.run_until(support::at("2026-12-02T10:30:00Z"), *feature);
  EXPECT_EQ(role_of(kari), Role::facilitator);
}

TEST_F(PeopleTest, TheLastDayIsSaidInAnyWay) {
  const std::string told = say(cora, "rolle @U-karin deltaker til 15. desember");
  EXPECT_NE(told, said("people.role.day"));
  for (const char* until : {"til og med 15. desember", "t.o.m. 15.12", "Til og med tirsdag 15.12"})
    EXPECT_EQ(say(cora, std::string("rolle @U-karin deltaker ") + until), told) << until;
}

// A stand-in for a while: whoever is in the group is out of it afterwards.
TEST_F(PeopleTest, WhatComesAfterTheLastDayIsSaidAndADayAloneIsAskedBack) {
  EXPECT_EQ(say(cora, "rolle @U-karin deltaker til 15. desember"),
            said("people.role.set_until", {{"who", "Karin Å. Ødegård"},
                                           {"role", "deltaker"},
                                           {"group", group.name},
                                           {"days", "til tirsdag 15. desember"}}));
  for (const char* day : {"15.12", "15. desember", "i morgen"})
    EXPECT_EQ(say(cora, std::string("rolle Karin fasilitator ") + day), said("people.role.day")) << day;
}

TEST_F(PeopleTest, NamesAreSortedAsNorwegiansSortThem) {
  core::Person ailu = support::person("ailu");
  ailu.name = "Áilu Sara";
  stores.people->apply({fay, kari, karin, cora, ailu}, {group});
  reload();
  say(cora, "rolle @U-ailu deltaker fra 1. desember");
  context.set_people(stores.people->load().at(context.now()));
  EXPECT_EQ(say(kari, "medlemmer"),
            "Gruppe a\nFasilitator: fay\nDeltakere: Áilu Sara (fra tirsdag 1. desember) og Kari Nes");
}

TEST_F(PeopleTest, SomebodyIsTakenOut) {
  for (const char* word : {"ut", "ingen", "none"}) {
    say(cora, "rolle @U-karin deltaker");
    EXPECT_EQ(say(cora, std::string("rolle @U-karin ") + word),
              said("people.role.removed", {{"who", "Karin Å. Ødegård"}, {"group", group.name}}));
    EXPECT_EQ(role_of(karin), std::nullopt) << word;
  }
  const std::string without = "\n" + said("role.without.facilitator", {{"group", group.name}});
  EXPECT_EQ(say(cora, "rolle @U-fay ut"),
            said("people.role.removed", {{"who", "fay"}, {"group", group.name}}) + without);
  EXPECT_EQ(say(cora, "rolle @U-fay leder"),
            said("people.role.set", {{"who", "fay"}, {"role", "leder"}, {"group", group.name}}) + without);
}

TEST_F(PeopleTest, WhatAnotherTakesOverIsNotMissing) {
  const std::string without = said("role.without.facilitator", {{"group", group.name}});
  const auto misses = [&](const char* typed) { return say(cora, typed).find(without) != std::string::npos; };
  say(cora, "rolle @U-kari fasilitator fra 1. januar");
  EXPECT_TRUE(misses("rolle @U-fay ut fra 30. desember")) << "nobody is it until then";
  reload();
  EXPECT_FALSE(misses("rolle @U-fay fasilitator til 31. desember"));
  reload();
  EXPECT_FALSE(misses("rolle @U-fay ut fra 1. januar"));
  EXPECT_TRUE(misses("rolle @U-fay ut"));
}

TEST_F(PeopleTest, WhoLeavesBeforeTakesNothingOver) {
  const std::string without = said("role.without.facilitator", {{"group", group.name}});
  const auto misses = [&](const char* typed) {
    reload();
    return say(cora, typed).find(without) != std::string::npos;
  };
  EXPECT_FALSE(misses("rolle @U-kari fasilitator fra 1. januar til 15. januar"));
  EXPECT_TRUE(misses("rolle @U-fay ut fra 16. januar"));
  EXPECT_FALSE(misses("rolle @U-fay ut fra 15. januar"));
}

TEST_F(PeopleTest, SomebodyIsTakenOutFromADayOn) {
  const auto until = [&](const char* day) {
    return said("people.role.set_days",
                {{"who", "Kari Nes"}, {"role", "deltaker"}, {"group", group.name}, {"days", day}});
  };
  const auto ends = [&] { return stores.people->load().groups()[0].member(kari.id)->ends; };
  EXPECT_EQ(say(cora, "rolle @U-kari ut fra 1. januar"), until("til torsdag 31. desember"));
  ASSERT_EQ(role_of(kari), Role::participant);
  EXPECT_EQ(ends(), core::Date(std::chrono::year{2026} / 12 / 31));
  reload();
  EXPECT_EQ(say(cora, "rolle @U-kari ut fra 16.12"), until("til tirsdag 15. desember"));
  reload();
  EXPECT_EQ(say(cora, "rolle @U-kari ut fra 1.2.2027"), until("til tirsdag 15. desember"))
      << "they leave sooner anyway";
  const std::string when = said("people.role.out_day", {{"who", "Kari Nes"}});
  for (const char* text : {"rolle @U-kari ut til 1. januar", "rolle @U-kari ut fra en gang",
                           "rolle @U-kari ut fra 1.12 til 24.12", "rolle @U-kari ut fra"})
    EXPECT_EQ(say(cora, text), when) << text;
  EXPECT_EQ(ends(), core::Date(std::chrono::year{2026} / 12 / 15));
  EXPECT_EQ(say(cora, "rolle @U-kari ut fra i dag"),
            said("people.role.removed", {{"who", "Kari Nes"}, {"group", group.name}}));
  EXPECT_EQ(role_of(kari), std::nullopt);
}

TEST_F(PeopleTest, WhoComesLaterMayLeaveFromADayOn) {
  say(cora, "rolle @U-karin deltaker fra 1. desember");
  const auto reload_today = [&] { context.set_people(stores.people->load().at(context.now())); };
  reload_today();
  EXPECT_EQ(say(cora, "rolle @U-karin ut fra 16. desember"),
            said("people.role.set_days", {{"who", "Karin Å. Ødegård"},
                                          {"role", "deltaker"},
                                          {"group", group.name},
                                          {"days", "fra tirsdag 1. desember til tirsdag 15. desember"}}));
  reload_today();
  EXPECT_EQ(say(cora, "rolle @U-karin ut fra 1. desember"),
            said("people.role.removed", {{"who", "Karin Å. Ødegård"}, {"group", group.name}}));
  EXPECT_EQ(role_of(karin), std::nullopt);
}

TEST_F(PeopleTest, TheFormTakesSomebodyOutFromADayOn) {
  const auto form = front.say(cora, "rolle", group.channel).form.value();
  const auto send = [&](core::FormValues values) {
    values.merge(core::FormValues{{"who", {"Kari Nes"}}, {"role", {"out"}}});
    return front.submit(cora, form.name, form.state, std::move(values));
  };
  EXPECT_TRUE(send({{"to", {"15. desember"}}}).errors.contains("to"));
  EXPECT_TRUE(send({{"from", {"1. desember"}}, {"to", {"15. desember"}}}).errors.contains("to"));
  EXPECT_EQ(role_of(kari), Role::participant);
  EXPECT_TRUE(send({{"from", {"1. desember"}}}).errors.empty());
  ASSERT_EQ(role_of(kari), Role::participant);
  EXPECT_EQ(stores.people->load().groups()[0].member(kari.id)->ends,
            core::Date(std::chrono::year{2026} / 11 / 30));
}

TEST_F(PeopleTest, MembersAreListedByRole) {
  say(cora, "rolle @U-karin leder");
  reload();
  EXPECT_EQ(say(kari, "medlemmer"),
            "Gruppe a\nLeder: Karin Å. Ødegård\nFasilitator: fay\nDeltakere: Kari Nes");
}

}  // namespace
}  // namespace people
