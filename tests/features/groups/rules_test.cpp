// What a coordinator may type, and what is made of it.

#include <gtest/gtest.h>

#include "bot/core/written_time.hpp"
#include "bot/features/groups/naming.hpp"
#include "bot/features/groups/people_list.hpp"
#include "bot/features/groups/steps.hpp"
#include "bot/features/groups/view.hpp"
#include "tests/support/said.hpp"
#include "tests/support/store_fixture.hpp"

namespace groups {
namespace {

using support::at;

core::Person named(const std::string& name, const std::string& user,
                   const std::string& workspace = "sandbox") {
  core::Person person = support::person(user);
  person.name = name;
  person.user = user;
  person.workspace = workspace;
  return person;
}

const core::Directory town({named("Kari Nes", "kari"), named("Kari Moe", "kari2"), named("Jonas Vik", "U1"),
                            named("Anne-Lise Berg", "al"), named("Kari Nes", "nes", "slack")},
                           {});

std::vector<std::string> names(const std::string& text) {
  std::vector<std::string> all;
  for (const Said& one : names_in(text)) all.push_back(one.name + (one.user.empty() ? "" : "|" + one.user));
  return all;
}

TEST(Names, ArePartedByLinesCommasAndSemicolons) {
  EXPECT_EQ(names("Kari Nes\nJonas Vik, @lien;;  \r\n Åse Ø (U07) , =x, Per = U08"),
            (std::vector<std::string>{"Kari Nes", "Jonas Vik", "lien", "Åse Ø|U07", "x|x", "Per|U08"}));
  EXPECT_TRUE(names(" \n ,; @").empty());
  EXPECT_EQ(names("Kari (U1"), (std::vector<std::string>{"Kari|U1"}));
}

TEST(Names, MeanOnePersonOrSayWhyNot) {
  const auto meant = [](const std::string& typed, bool free = false) {
    return meant_by(names_in(typed).at(0), town, "sandbox", free);
  };
  EXPECT_EQ(meant("jonas").person->user, "U1");
  EXPECT_EQ(meant("JONAS VIK").person->user, "U1");
  EXPECT_EQ(meant("lise").person->user, "al");
  EXPECT_EQ(meant("kari").person->user, "kari") << "a whole account is more than a part of a name";
  EXPECT_EQ(meant("Kari Moe").person->user, "kari2");
  EXPECT_EQ(meant("Kari Nes").trouble, Meant::Trouble::several);
  EXPECT_EQ(meant("Kari Nes (nobody)").person->user, "nobody");
  EXPECT_TRUE(meant("Kari Nes (nobody)").fresh);
  EXPECT_FALSE(meant("Kari Nes (kari)").fresh);
  EXPECT_EQ(meant("ona").trouble, Meant::Trouble::nobody) << "the middle of a name is nobody";
  EXPECT_EQ(meant("Ola Dal").trouble, Meant::Trouble::nobody);
  EXPECT_EQ(meant("Ola Dal", true).person->user, "ola-dal");
  EXPECT_EQ(key_for("!!!", town), "gruppe");
  EXPECT_EQ(key_for("Hjemmetjenesten sør 2", town), "hjemmetjenesten-soer-2");
}

// Who becomes known in one form need not be in the directory to have an account.
TEST(Names, ThatMakeOneAccountAreTwoPeople) {
  Choices choices;
  choices.free_accounts = {"sandbox"};
  const auto accounts = [&](const std::string& members) {
    const Words words{{"workspace", "sandbox"}, {"facilitators", "Kari Moe"}, {"members", members}};
    std::vector<std::string> made;
    for (const Wanted::Fresh& one : wanted(words, {core::Language::nb, town, choices, {}}).fresh)
      made.push_back(one.person.user);
    return made;
  };
  using All = std::vector<std::string>;
  EXPECT_EQ(accounts("Олена Коваль, Ірина Бондар"), (All{"person", "person-2"}));
  const std::string alike = "Christina Alexandra Magdalena Johannessen ";
  EXPECT_EQ(accounts(alike + "Berg\n" + alike + "Moe\n" + alike + "Berg"),
            (All{"christina-alexandra-magdalena-johannesse", "christina-alexandra-magdalena-johannesse-2"}));
}

TEST(Names, ArePartedByAndToo) {
  EXPECT_EQ(names("Kari Nes og Jonas Vik, Lien Tran (U07) and Oggy Sandvik"),
            (std::vector<std::string>{"Kari Nes", "Jonas Vik", "Lien Tran|U07", "Oggy Sandvik"}));
}

// A chat or the configuration may call somebody so; in the form they must not become others.
TEST(Names, WithSignsInThemAreReadBackAsTheSamePeople) {
  const core::Directory odd(
      {named("Nes, Kari", "U1"), named("Eva Li (vikar)", "U2"), named("Per og Pål", "U3"),
       named("Ola = Ås", "U4"), named("Liv; natt", "U5", "slack"), named("Tor Moe", "U6")},
      {});
  std::vector<core::PersonId> all;
  for (const core::Person& person : odd.people()) all.push_back(person.id);
  const auto said = names_in(names_text(odd, all));
  ASSERT_EQ(said.size(), all.size()) << names_text(odd, all);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Meant meant = meant_by(said[i], odd, "sandbox", true);
    EXPECT_FALSE(meant.fresh) << said[i].name;
    EXPECT_EQ(meant.person->id, all[i]) << said[i].name;
  }
}

TEST(Names, OfPeopleWhomNobodyKnowsYetAreNames) {
  Choices choices;
  choices.free_accounts = {"sandbox"};
  const auto wrong = [&](const std::string& members) {
    const Words words{{"workspace", "sandbox"}, {"facilitators", "Kari Moe"}, {"members", members}};
    return wanted(words, {core::Language::nb, town, choices, {}}).errors.contains("members");
  };
  EXPECT_FALSE(wrong("Ola Dal, Åse-Lill O'Hara"));
  EXPECT_TRUE(wrong("Ola Dal\n99887766"));
  EXPECT_TRUE(wrong("ola.dal@fjordvik.example"));
  for (const char* broken : {"Bj?rn Dal", "BjÃ¸rn Dal", "KÃ¥re Dal", "Bj\uFFFDrn Dal"})
    EXPECT_TRUE(wrong(broken)) << broken;
}

// --- lists

struct Lists : ::testing::Test {
  Lists() {
    choices.zone = "Europe/Oslo";
    choices.free_accounts = {"sandbox"};
    sor.key = "sor";
    sor.name = "Sør";
    sor.workspace = "sandbox";
    nord.zone = sor.zone;
    nord.zone = sor.zone;
    for (core::Member& member : sor.members) member.role = core::Role::participant;
  }
  PeopleList read(const std::string& text) {
    directory = core::Directory(people, {sor, nord});
    return people_list(text, {core::Language::nb, directory, choices, at("2026-11-09T08:00:00Z"), nullptr,
                              true, [&](const core::Group& group) { return with_ahead(group); }});
  }
  core::Group with_ahead(core::Group group) const {
    if (ahead && group.member(ahead->person)) group.later.push_back(*ahead);
    return group;
  }
  std::string names_of(const std::string& text) {
    std::string all;
    const PeopleList list = read(text);
    for (const auto& trouble : list.troubles)
      all += std::to_string(trouble.line) + ": " + trouble.words + "\n";
    for (const ListedPerson& one : list.people) all += one.person.name + (one.fresh ? " new" : "") + "\n";
    return all;
  }

  std::vector<core::Person> people{named("Kari Nes", "kari"), named("Per Li", "per"), named("Eva Bø", "eva"),
                                   named("Liv Ås", "liv")};
  core::Group sor = support::group("s", {people[0], people[1], people[2]}), nord = support::group("n", {});
  core::Directory directory{{}, {}};
  Choices choices;
  std::optional<core::Member> ahead;  // a role in Sør that begins later
};

TEST_F(Lists, NamesThatAreAllWrittenBackwardsAreTurned) {
  EXPECT_EQ(names_of("navn;gruppe\nNes, Kari;Sør\nDal, Ola;Sør\n"), "Kari Nes\nOla Dal new\n");
  EXPECT_EQ(names_of("Etternavn, fornavn;gruppe\n\"Nes, Kari\";Sør\n"), "Kari Nes\n");
  const std::string mixed = names_of("navn;gruppe\nNes, Kari;Sør\nOla Dal;Sør\n");
  EXPECT_NE(mixed.find("2: Navnet har tall eller tegn i seg"), mixed.npos) << mixed;
  for (const char* odd :
       {"Ola Dal (vikar)", "Ola og Kari", "#I/T", "=SUM(A1)", "Ola Dal, vikar", "Ola Dal 2"})
    EXPECT_NE(names_of("navn;gruppe\n" + std::string(odd) + ";Sør\n").find("2: Navnet har"),
              std::string::npos)
        << odd;
}

TEST_F(Lists, ATitleAboveAndTheHeadingOnEachPageAreNoPeople) {
  EXPECT_EQ(names_of("Deltakere høsten 2026;;\n\nnavn;gruppe\nKari Nes;Sør\n;;\nnavn;gruppe\nOla Dal;Sør\n"),
            "Kari Nes\nOla Dal new\n");
}

TEST_F(Lists, WhatTheyLeaveAGroupWithoutIsSaid) {
  sor.members[0].role = core::Role::leader;
  sor.members[1].role = core::Role::facilitator;
  const auto without = [&](const std::string& lines) {
    const PeopleList list = read("navn;gruppe;rolle\n" + lines);
    EXPECT_TRUE(list.troubles.empty()) << list.troubles.front().words;
    std::string all;
    for (const core::Rich& one :
         left_without(list, {core::Language::nb, directory, choices, at("2026-11-09T08:00:00Z")}))
      all += core::plain_text(one) + "|";
    return all;
  };
  EXPECT_EQ(without("Kari Nes;Sør;deltaker\n"), "Sør står da uten leder.|");
  EXPECT_EQ(without("Kari Nes;Sør;deltaker\nPer Li;Sør;deltaker\n"),
            "Sør står da uten fasilitator.|Sør står da uten leder.|");
  EXPECT_EQ(without("Kari Nes;Sør;deltaker\nEva Bø;Sør;leder\n"), "");
  EXPECT_EQ(without("Kari Nes;Sør;deltaker\nOla Dal;Sør;leder\n"), "") << "somebody new comes";
  EXPECT_EQ(without("Kari Nes;Sør;leder\nEva Bø;Sør;deltaker\n"), "");
}

// Each is one person, whatever line speaks of them.
TEST_F(Lists, TwoNewPeopleOfOneNameAreToldApartByTheirAddresses) {
  nord.key = "nord";
  nord.name = "Nord";
  const std::string two =
      "navn;gruppe;e-post\nAnne Berg;Sør;a@f.example\nAnne Berg;Sør;b@f.example\n"
      "Anne Berg;Nord;b@f.example\nAnne Berg;Sør;b@f.example\nAnne Berg;Nord;a@f.example\n";
  const PeopleList list = read(two);
  ASSERT_TRUE(list.troubles.empty());
  EXPECT_EQ(list.fresh(), 2);
  ASSERT_EQ(list.people.size(), 4U) << "the line that stands twice is one";
  EXPECT_EQ(list.people[2].first, 1U);
  EXPECT_EQ(list.people[3].first, 0U);
  EXPECT_HAS(names_of(two + "Anne Berg;Nord;\n"), "7: Flere heter Anne Berg");
  EXPECT_EQ(read("navn;gruppe;e-post\nAnne Berg;Sør;\nAnne Berg;Nord;a@f.example\n").fresh(), 1);
}

// Who is known is no more likely meant than who has just been added, but where they are alone.
TEST_F(Lists, OneWhoIsKnownAndOneWhoIsNewOfOneNameAreToldApart) {
  nord.key = "nord";
  nord.name = "Nord";
  people[0].email = "kari@f.example";
  const std::string both = "navn;gruppe;e-post\nKari Nes;Nord;ny@f.example\n";
  ASSERT_EQ(read(both).fresh(), 1);
  EXPECT_HAS(names_of(both + "Kari Nes;Nord;\n"), "3: Flere heter Kari Nes");
  EXPECT_HAS(names_of(both + "Kari Nes;Sør;ny@f.example\nKari Nes;Sør;\n"), "4: Flere heter Kari Nes");
  EXPECT_TRUE(read(both + "Kari Nes;Nord;kari@f.example\n").troubles.empty());
  EXPECT_EQ(names_of(both + "Kari Nes;Sør;\n"), "Kari Nes new\nKari Nes\n") << "one of them is in that group";
}

// A cell that was pulled down: neither is the other, and nobody is left out without a word.
TEST_F(Lists, OneAddressIsNotOfTwoPeople) {
  people[0].email = "kari@f.example";
  people[0].in_file = false;
  for (const char* second : {"Ola Dal;Sør;kari@f.example\n", "Per Li;Sør;KARI@f.example\n"})
    EXPECT_HAS(names_of(std::string("navn;gruppe;e-post\nKari Nes;Sør;kari@f.example\n") + second),
               "3: Adressen står også på linje 2, ved et annet navn");
  EXPECT_HAS(names_of("navn;gruppe;e-post\nOla Dal;Sør;ny@f.example\nEli Dal;Sør;ny@f.example\n"),
             "3: Adressen står også på linje 2");
  EXPECT_EQ(names_of("navn;gruppe;e-post\nKari Dal;Sør;kari@f.example\n"), "Kari Dal\n") << "a new name";
}

TEST_F(Lists, OneAddressIsOfAWardWhereAccountsAreKnown) {
  const std::string head = "navn;gruppe;bruker;e-post\n", first = "Ola Dal;Sør;ola;vakt@f.example\n";
  EXPECT_EQ(names_of(head + first + "Eli Dal;Sør;eli;vakt@f.example\n"), "Ola Dal new\nEli Dal new\n");
  EXPECT_TRUE(read(head + first + "Ola B. Dal;Sør;ola;vakt@f.example\n").troubles.empty());
  EXPECT_HAS(names_of(head + first + "Eli Dal;Sør;;vakt@f.example\n"), "3: Adressen står også på linje 2");
  choices.pages = "sandbox";
  EXPECT_HAS(names_of(head + first + "Eli Dal;Sør;eli;vakt@f.example\n"), "3: Adressen står også på linje 2");
}

TEST_F(Lists, AnAddressIsOneThatLettersReach) {
  EXPECT_EQ(read("navn;gruppe;e-post\nOla Dal;Sør;mailto:Ola@f.example\n").people.at(0).person.email,
            "ola@f.example");
  EXPECT_EQ(read("navn;gruppe;e-post\nOla Dal;Sør;MAILTO:Ola@f.example\n").people.at(0).person.email,
            "ola@f.example");
  for (const char* odd : {"ola@f..example", "bjørn@f.example", "ola(at)f.example"})
    EXPECT_HAS(names_of("navn;gruppe;e-post\nOla Dal;Sør;" + std::string(odd) + "\n"),
               "2: Dette er ingen e-postadresse");
}

TEST_F(Lists, AGroupThatSharesItsNameIsMeantByItsKey) {
  nord.key = "nord";
  nord.name = "sør";
  EXPECT_NE(names_of("navn;gruppe\nOla Dal;Sør\n")
                .find("2: Flere grupper heter «Sør». Skriv nøkkelen i stedet: sor, nord."),
            std::string::npos)
      << names_of("navn;gruppe\nOla Dal;Sør\n");
  nord.name = "Nord";
  EXPECT_EQ(names_of("navn;gruppe\nOla Dal;nord\n"), "Ola Dal new\n");
}

TEST_F(Lists, TwoLeadAGroupOnAnyDayAndMayHandItOn) {
  sor.members[0].role = sor.members[1].role = core::Role::facilitator;
  const auto list = [&](const std::string& rows) {
    return names_of("navn;gruppe;rolle;fra;til\n" + rows).find("tre fasilitatorer") == std::string::npos;
  };
  EXPECT_FALSE(list("Eva Bø;Sør;fasilitator;;\n"));
  EXPECT_TRUE(list("Kari Nes;Sør;fasilitator;;31.12.2026\nEva Bø;Sør;fasilitator;1.1.2027;\n"));
  EXPECT_FALSE(list("Kari Nes;Sør;fasilitator;;31.12.2026\nEva Bø;Sør;fasilitator;31.12.2026;\n"));
  EXPECT_TRUE(list("Kari Nes;Sør;deltaker;;\nEva Bø;Sør;fasilitator;;\n"));
  // Who comes later counts as well.
  sor.members[1].role = core::Role::participant;
  const core::Date first{std::chrono::year{2027} / 2 / 1};
  sor.later.push_back({people[3].id, core::Role::facilitator, first});
  EXPECT_TRUE(list("Eva Bø;Sør;fasilitator;;31.1.2027\n"));
  EXPECT_FALSE(list("Eva Bø;Sør;fasilitator;;\n"));
  // And a role that begins later, of somebody who is in the group.
  sor.later.clear();
  ahead = core::Member{sor.members[1].person, core::Role::facilitator, first};
  EXPECT_TRUE(list("Eva Bø;Sør;fasilitator;;31.1.2027\n"));
  EXPECT_FALSE(list("Eva Bø;Sør;fasilitator;;\n"));
  EXPECT_FALSE(list("Kari Nes;Sør;fasilitator;;\nEva Bø;Sør;fasilitator;1.3.2027;\n"));
  ahead.reset();
  // Who is one until another role begins is one until then.
  sor.members[1].role = core::Role::facilitator;
  EXPECT_FALSE(list("Kari Nes;Sør;deltaker;1.2.2027;\nEva Bø;Sør;fasilitator;;\n"));
  EXPECT_TRUE(list("Kari Nes;Sør;deltaker;1.2.2027;\nEva Bø;Sør;fasilitator;1.2.2027;\n"));
}

TEST_F(Lists, TheFormCountsFacilitatorsWhoComeLater) {
  sor.members[0].role = core::Role::facilitator;
  directory = core::Directory(people, {sor, nord});
  Asking asking{core::Language::nb, directory, choices, at("2026-11-09T08:00:00Z"), &sor};
  asking.ahead = [&](const core::Group& group) { return with_ahead(group); };
  const auto trouble = [&](const std::string& facilitators) {
    Words words = words_of(sor, asking);
    words["facilitators"] = facilitators;
    const auto errors = wanted(words, asking).errors;
    return errors.contains("facilitators") ? errors.at("facilitators") : std::string();
  };
  const std::string leads = people[0].name, comes = people[1].name;
  EXPECT_EQ(trouble(leads + ", " + people[3].name), "");
  ahead = core::Member{people[1].id, core::Role::facilitator, core::Date{std::chrono::year{2027} / 2 / 1}};
  EXPECT_EQ(trouble(leads), "");
  EXPECT_EQ(trouble(leads + ", " + comes), "") << "from today instead";
  EXPECT_EQ(trouble(people[3].name), "");
  EXPECT_EQ(trouble(leads + ", " + people[3].name),
            "Høyst to kan være fasilitator på samme dag, og " + comes + " blir det senere.");
}

TEST_F(Lists, DaysAreTakenAsTheSpreadsheetHasThemAndAYearThatIsNotThisOneIsSaid) {
  for (const char* day : {"46357", "1.12.2026 00:00:00", "2026-12-01T00:00:00"}) {
    const PeopleList list = read("navn;gruppe;fra;til\nOla Dal;Sør;" + std::string(day) + ";1.3.2062\n");
    ASSERT_EQ(list.people.size(), 1U) << day;
    EXPECT_EQ(list.people[0].since, (core::Date{std::chrono::year{2026} / 12 / 1})) << day;
    EXPECT_EQ(said(list.people[0], {core::Language::nb, directory, choices, at("2026-11-09T08:00:00Z")}),
              "Ola Dal · Sør · deltaker · fra tirsdag 1. desember · til onsdag 1. mars 2062");
  }
}

TEST_F(Lists, RolesAreReadAsWorkplacesCallThem) {
  for (const auto& [word, role] : {std::pair("Deltager", core::Role::participant),
                                   {"medlem", core::Role::participant},
                                   {"Etikkveileder", core::Role::facilitator},
                                   {"Avdelingsleder", core::Role::leader}}) {
    const PeopleList list = read("navn;gruppe;rolle\nOla Dal;Sør;" + std::string(word) + "\n");
    ASSERT_EQ(list.people.size(), 1U) << word;
    EXPECT_EQ(list.people[0].role, role) << word;
  }
}

Rhythm rhythm(const std::string& when, const std::string& first_day = {}) {
  return rhythm_in(when, first_day, core::Zone::named("Europe/Oslo"), at("2026-11-09T08:00:00Z"));
}

TEST(Rhythms, AreRhythmsOrDays) {
  EXPECT_EQ(core::cadence_text(core::Language::nb, *rhythm("annenhver onsdag 13.30").cadence),
            "annenhver onsdag 13.30–15.00");
  EXPECT_EQ(rhythm("onsdager i partallsuker kl. 9-10.30", "1.12").cadence->first,
            (core::Date{std::chrono::year{2026} / 12 / 9}));
  EXPECT_EQ(rhythm("annakvar onsdag 13.30", "onsdag neste uke").cadence->first,
            (core::Date{std::chrono::year{2026} / 11 / 18}));
  const Rhythm days = rhythm("8.12 kl. 9\n24.11 13.00-14.30, 5. januar 10");
  ASSERT_EQ(days.days.size(), 3U) << days.trouble;
  EXPECT_EQ(days.days[0].first, at("2026-11-24T12:00:00Z"));
  EXPECT_EQ(days.days[0].second, at("2026-11-24T13:30:00Z"));
  EXPECT_EQ(days.days[2].second, at("2027-01-05T10:30:00Z"));
  EXPECT_FALSE(days.cadence);
}

TEST(Rhythms, OfEachMonthAreNoSingleDays) {
  const char* const names[][3]{{"første", "første", "first"},
                               {"andre", "andre", "second"},
                               {"tredje", "tredje", "third"},
                               {"fjerde", "fjerde", "fourth"},
                               {"siste", "siste", "last"}};
  const core::Language languages[]{core::Language::nb, core::Language::nn, core::Language::en};
  const char* const behind[]{" onsdag i måneden 12-14", " onsdag i månaden kl. 12 til 14",
                             " Wednesday of the month 12:00-14:00"};
  for (int which = 1; which <= 5; ++which)
    for (std::size_t i = 0; i < std::size(languages); ++i) {
      const Rhythm said = rhythm(names[which - 1][i] + std::string(behind[i]));
      ASSERT_TRUE(said.cadence) << names[which - 1][i] << said.trouble;
      EXPECT_TRUE(said.days.empty() && said.cadence->monthly);
      EXPECT_EQ(said.cadence->week_of_month, which);
      EXPECT_EQ(rhythm(core::cadence_text(languages[i], *said.cadence)).cadence, said.cadence);
    }
  EXPECT_EQ(rhythm("første onsdag i desember 12-14\n13.1 12-14").days.size(), 2U);
}

TEST(Rhythms, MayGoOverMidnight) {
  ASSERT_TRUE(rhythm("hver onsdag 23.30-00.30").cadence) << rhythm("hver onsdag 23.30-00.30").trouble;
  const Rhythm nights = rhythm("24.11 23.30-00.30; 8.12 kl. 22 til 24");
  ASSERT_EQ(nights.days.size(), 2U) << nights.trouble;
  EXPECT_EQ(nights.days[0].second, at("2026-11-24T23:30:00Z"));
  EXPECT_EQ(nights.days[1].second, at("2026-12-08T23:00:00Z"));
}

TEST(Rhythms, SayWhatIsWrong) {
  EXPECT_EQ(rhythm("en gang i blant").trouble, "groups.trouble.when");
  EXPECT_EQ(rhythm("onsdag 13.30").trouble, "groups.trouble.when");
  EXPECT_EQ(rhythm("24.11 13.00-12.00").trouble, "groups.trouble.ends");
  EXPECT_EQ(rhythm("9.11.2026 07.00").trouble, "groups.trouble.past");
  EXPECT_EQ(rhythm("24.11 13.00; 24.11 14.00").trouble, "groups.trouble.clash");
  EXPECT_EQ(rhythm("fredag 24.11 kl. 13.00").trouble, "groups.trouble.when") << "a Tuesday";
  EXPECT_EQ(rhythm("annenhver onsdag 13.30", "i fjor").trouble, "groups.trouble.first");
  EXPECT_EQ(rhythm("annenhver onsdag 13.30", "1.11.2026").trouble, "groups.trouble.past");
  std::string many;
  for (int i = 1; i <= 61; ++i)
    many += std::to_string(i % 28 + 1) + "." + std::to_string(i / 28 + 1) + ".2027 10.00\n";
  EXPECT_EQ(rhythm(many).trouble, "groups.trouble.many");
}

TEST(Rhythms, TheFirstEightWeeksBeginWithTheFirstSessionAndNameHolidays) {
  const core::Zone zone = core::Zone::named("Europe/Oslo");
  const auto weeks = first_weeks(rhythm("hver fredag 10-11", "1.12"), zone, at("2026-11-09T08:00:00Z"));
  ASSERT_EQ(weeks.size(), 8U) << "the ninth is in the ninth week";
  EXPECT_EQ(weeks[0].starts, at("2026-12-04T09:00:00Z"));
  EXPECT_EQ(weeks[3].holiday, "christmas_day");
}

TEST(Faults, AreWhatAGroupCannotDoWithout) {
  std::vector<core::Person> people;
  for (const char* name : {"a", "b", "c", "d", "e"}) people.push_back(support::person(name));
  core::Group group = support::group("x", people);
  const auto faults = [&](bool meets) {
    return faults_of(group, core::Directory(people, {group}), meets, 4);
  };
  EXPECT_EQ(faults(false), (std::vector<std::string>{"no_facilitator", "no_session", "no_leader"}));
  group.stopped = true;
  EXPECT_EQ(faults(false), (std::vector<std::string>{"no_facilitator", "no_leader"})) << "it has ended";
  group.stopped = false;
  group.members[0].role = core::Role::facilitator;
  group.members[1].role = core::Role::leader;
  EXPECT_TRUE(faults(true).empty());
  group.members.pop_back();
  EXPECT_EQ(faults(true), std::vector<std::string>{"few"});
}

TEST(Panels, ListPeopleAsNorwegiansSortThem) {
  const std::vector<core::Person> people{named("Åse Berg", "aase"), named("Berit Moe", "berit"),
                                         named("Áilu Sara", "ailu")};
  core::Group group = support::group("x", people);
  group.members[0].ends = group.members[2].ends = core::Date{std::chrono::year{2026} / 12 / 15};
  const core::Directory directory(people, {group});
  const Choices choices{};
  const Asking asking{core::Language::nb, directory, choices, at("2026-11-09T08:00:00Z"), &group};
  const std::string panel = core::plain_text(panel_of(group, {}, {}, asking));
  EXPECT_NE(panel.find("3: Áilu Sara, Berit Moe og Åse Berg"), panel.npos) << panel;
  EXPECT_LT(panel.find("Áilu Sara til"), panel.find("Åse Berg til")) << panel;
  EXPECT_EQ(words_of(group, asking).at("members"), "Áilu Sara, Berit Moe, Åse Berg") << "in the form too";
}

// What it was set up with is not what it follows after its first period.
TEST(Panels, SayWhichProgrammeIsFollowedNowAndThatAGroupHasEnded) {
  core::Group group = support::group("x", {named("Kari Nes", "kari")});
  const core::Directory directory({named("Kari Nes", "kari")}, {group});
  core::Programmes programmes;
  programmes["palliasjon"].title = core::Localized("Palliasjon");
  programmes["palliasjon"].sessions.resize(5);
  Choices choices;
  choices.programmes = &programmes;
  Asking asking{core::Language::nb, directory, choices, at("2026-11-09T08:00:00Z"), &group};
  const auto panel = [&](const std::string& programme) {
    asking.followed = programme;
    return core::plain_text(panel_of(group, {"programme"}, {}, asking));
  };
  EXPECT_HAS(panel("palliasjon"), "Opplegg nå: Palliasjon\nSatt opp med: Frie temaer (fra serverens fil)\n");
  EXPECT_LACKS(panel("palliasjon"), "avsluttet");
  group.programme = "palliasjon";
  EXPECT_HAS(panel(""), "Opplegg nå: Frie temaer\nSatt opp med: Palliasjon (fra serverens fil)\n");
  EXPECT_HAS(panel("palliasjon"), "Opplegg: Palliasjon (fra serverens fil)");
  group.stopped = true;
  EXPECT_HAS(panel("palliasjon"), "Gruppa er avsluttet.");
  EXPECT_HAS(panel("palliasjon"), "[Se perioden]");
}

TEST(Panels, AChangeBeginsWithWhatIsFollowedNowAndLeavesItAlone) {
  core::Group group = support::group("x", {named("Kari Nes", "kari")});
  group.programme = "etikk";
  const core::Directory directory({named("Kari Nes", "kari")}, {group});
  core::Programmes programmes;
  for (const char* key : {"etikk", "palliasjon", "fri", "hverdag"})
    programmes[key].title = core::Localized(key);
  Choices choices;
  choices.programmes = &programmes;
  Asking asking{core::Language::nb, directory, choices, at("2026-11-09T08:00:00Z"), &group};
  asking.followed = "palliasjon";
  Words words = words_of(group, asking);
  EXPECT_EQ(words.at("programme"), "palliasjon");
  const Wanted same = wanted(words, asking);
  EXPECT_EQ(same.group.programme, "etikk") << "nothing begins";
  EXPECT_FALSE(same.errors.contains("programme"));
  EXPECT_TRUE(differences(words, words_of(same.group, asking), asking).items.empty());
  words["programme"] = "hverdag";
  EXPECT_EQ(wanted(words, asking).group.programme, "hverdag");
  EXPECT_EQ(words_of(wanted(words, asking).group, asking).at("programme"), "hverdag");
  words["programme"] = "etikk";
  EXPECT_TRUE(wanted(words, asking).errors.contains("programme")) << "nothing would come of it";
  asking.followed = "fri";
  EXPECT_EQ(words_of(group, asking).at("programme"), "free");
}

// Of a group that is at its third session nobody is told that the first is next.
TEST(Panels, AChangeOfTheRhythmNamesNoThemesOfAProgrammeThatGoesOn) {
  core::Group group = support::group("x", {named("Kari Nes", "kari")});
  group.programme = "pack";
  const core::Directory directory({named("Kari Nes", "kari")}, {group});
  core::Programmes programmes;
  programmes["pack"].sessions.resize(2);
  programmes["pack"].sessions[0].theme = core::Localized("Oppstart");
  Choices choices;
  choices.programmes = &programmes;
  Asking asking{core::Language::nb, directory, choices, at("2026-11-09T08:00:00Z"), &group};
  Wanted made;
  made.group = group;
  made.rhythm = rhythm("hver fredag 10-11", "4.12");
  const auto said = [&] { return core::plain_text(core::Message{{sessions_of(made, asking)}}); };
  EXPECT_LACKS(said(), "Oppstart");
  EXPECT_HAS(said(), "fredag 4. desember");
  asking.begun = false;
  EXPECT_HAS(said(), "Oppstart") << "all its sessions lie ahead";
  asking.begun = true;
  group.programme = "another";
  EXPECT_HAS(said(), "Oppstart") << "it begins then";
  asking.followed = "pack";
  EXPECT_LACKS(said(), "Oppstart") << "it follows that since its last period";
  asking.followed.reset();
  asking.group = nullptr;
  EXPECT_HAS(said(), "Oppstart") << "of a new group";
}

}  // namespace
}  // namespace groups
