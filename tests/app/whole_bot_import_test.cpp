// People from a list: looked at, done when somebody says yes, safe to repeat; and members for a time.

#include <fstream>

#include "bot/app/audit.hpp"
#include "bot/core/spreadsheet.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

app::Config sandboxed() {
  app::Config config = with_sessions(municipality(), "2026-11-24");
  config.sandbox.enabled = true;
  return config;
}

class Import : public ::testing::Test {
 protected:
  core::Reply paste(const std::string& list, const std::string& who = "eivind") {
    const auto form = bot.say(who, "", "import");
    return bot.submit(who, form.form.value(), {{"table", {list}}});
  }
  core::Reply take(const std::string& list) {
    return bot.press("eivind", button(paste(list), "Ja, gjør det"));
  }
  const core::Group& home() { return *bot.bot().engine().people()->group_by_key("hjemme-nord"); }
  const core::Person* person(const std::string& name) {
    for (const core::Person& one : bot.bot().engine().people()->people())
      if (one.name == name) return &one;
    return nullptr;
  }
  const core::Member* member(const std::string& name) {
    const core::Person* one = person(name);
    return one ? home().member(one->id) : nullptr;
  }

  TempDirectory data;
  WholeBot bot{sandboxed(), "2026-11-09T08:00:00Z", data / "refleks.db"};
};

const std::string some =
    "Navn\tGruppe\tRolle\tSpråk\tE-post\tFra\tTil\tTelefon\n"
    "Åse Bjørnæs\tHjemmetjenesten nord\t\tnynorsk\tAse@Kommune.example\t\t15.12.2026\t99\n"
    "Per Dal\thjemme-nord\tdeltaker\t\t\t01.12.2026\t\t\n"
    "Kari\tHjemmetjenesten Nord\t\t\tkari@kommune.example\t\t\t\n"
    "Jonas\tHjemmetjenesten nord\t\t\t\t\t31.10.2026\t\n"
    "Lien\tHjemmetjenesten nord\tdeltaker\t\t\t\t\t\n";

TEST_F(Import, ShowsWhatChangesAndDoesItOnlyWhenToldTo) {
  const auto shown = paste(some);
  const std::string all = words(shown);
  EXPECT_HAS(all, "5 linjer lest");
  const auto at = [&](const char* what) { return all.find(what); };
  EXPECT_LT(at("Kjente, som får noe endret:"), at("Linje 4")) << all;
  EXPECT_LT(at("Linje 5"), at("Nye for meg:\n")) << all;
  EXPECT_LT(at("Nye for meg:\n"), at("Linje 2")) << all;
  EXPECT_HAS(all, "Linje 2: Åse Bjørnæs · Hjemmetjenesten nord · deltaker · til tirsdag 15. desember");
  EXPECT_HAS(all, "Linje 3: Per Dal · Hjemmetjenesten nord · deltaker · fra tirsdag 1. desember");
  EXPECT_HAS(all, "Linje 4: Kari · Hjemmetjenesten nord · deltaker · kari@kommune.example\n");
  EXPECT_HAS(all, "Linje 5: Jonas · Hjemmetjenesten nord · deltaker · til lørdag 31. oktober · går ut");
  EXPECT_LACKS(all, "Linje 6");
  EXPECT_HAS(all, "Kolonner jeg ikke bruker: Telefon");
  EXPECT_EQ(home().members.size(), 8U);
  EXPECT_FALSE(person("Per Dal")) << "nothing before yes";

  const auto done = bot.press("eivind", button(shown, "Ja, gjør det"));
  EXPECT_HAS(words(done), "Gjort");
  ASSERT_TRUE(member("Åse Bjørnæs"));
  EXPECT_EQ(person("Åse Bjørnæs")->language, core::Language::nn);
  EXPECT_EQ(person("Åse Bjørnæs")->email, "ase@kommune.example");
  EXPECT_EQ(member("Åse Bjørnæs")->since, core::Date(std::chrono::year{2026} / 11 / 9)) << "a newcomer";
  EXPECT_FALSE(member("Per Dal")) << "not before the first day";
  EXPECT_EQ(home().later.size(), 1U);
  EXPECT_FALSE(member("Jonas"));
  EXPECT_EQ(person("Kari")->email, "kari@kommune.example");

  EXPECT_HAS(words(bot.press("eivind", button(shown, "Ja, gjør det"))), "brukt eller kastet");
  EXPECT_HAS(words(paste(some.substr(0, some.find("Jonas")))), "Alt på listen står her allerede");
  EXPECT_HAS(words(paste("navn;gruppe\nKari;hjemme-nord\n")), "Alt på listen står her allerede");
  bot.restart();
  EXPECT_HAS(words(paste(some.substr(0, some.find("Jonas")))), "Alt på listen står her allerede");
}

TEST_F(Import, SaysOfWhomItKnowsWhatTheyWereBefore) {
  take("navn;gruppe;e-post;til\nKari;Hjemmetjenesten nord;kari@kommune.example;15.12.2026\n");
  EXPECT_HAS(
      words(paste("navn;gruppe;rolle;språk;e-post;til;bruker\n"
                  "Kari;Hjemmetjenesten nord;fasilitator;nynorsk;nes@kommune.example;31.12.2026;kari\n")),
      "fasilitator · til torsdag 31. desember · før: deltaker · før: til tirsdag 15. desember · "
      "Nynorsk · før: Bokmål · nes@kommune.example · før: kari@kommune.example");
}

TEST_F(Import, BeginsAndEndsAtLocalMidnight) {
  take("navn;gruppe;fra;til\nPer Dal;hjemme-nord;1.12.2026;15.12.2026\n");
  EXPECT_HAS(words(bot.say("eivind", "", "gruppe hjemme-nord")), "Per Dal fra tirsdag 1. desember");
  bot.advance("2026-11-30T22:59:00Z");
  EXPECT_FALSE(member("Per Dal"));
  EXPECT_HAS(words(bot.say("per-dal", "hjemme-nord", "samlinger")), "Dette er for medlemmene");
  bot.advance("2026-11-30T23:00:00Z");
  ASSERT_TRUE(member("Per Dal"));
  EXPECT_HAS(words(bot.say("eivind", "", "gruppe hjemme-nord")), "Per Dal til tirsdag 15. desember");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "medlemmer")), "Per Dal (til tirsdag 15. desember)");
  bot.advance("2026-12-15T22:59:00Z");
  EXPECT_TRUE(member("Per Dal")) << "the whole of the last day";
  bot.advance("2026-12-15T23:00:00Z");
  EXPECT_FALSE(member("Per Dal"));
  bot.restart();
  EXPECT_FALSE(member("Per Dal"));
  // Back again: a newcomer as anybody.
  take("navn;gruppe\nPer Dal;hjemme-nord\n");
  EXPECT_EQ(member("Per Dal")->since, core::Date(std::chrono::year{2026} / 12 / 16));
  EXPECT_EQ(member("Per Dal")->ends, std::nullopt);
}

TEST_F(Import, ARoleThatBeginsLaterLeavesAMemberInTheGroup) {
  take("navn;gruppe;rolle;fra\nKari;hjemme-nord;fasilitator;1.12.2026\n");
  ASSERT_TRUE(member("Kari"));
  EXPECT_EQ(member("Kari")->role, core::Role::participant);
  const auto told = bot.said_in("kari");
  ASSERT_FALSE(told.empty()) << "at once";
  EXPECT_HAS(told.back().words(), "Du blir fasilitator i Hjemmetjenesten nord fra tirsdag 1. desember");
  bot.advance("2026-11-30T23:00:00Z");
  ASSERT_TRUE(member("Kari"));
  EXPECT_EQ(member("Kari")->role, core::Role::facilitator);
}

TEST_F(Import, ARoleToComeIsSettledByWhatAListSaysSince) {
  const auto arrange = [&] { bot.say("eivind", "hjemme-nord", "rolle kari fasilitator fra 1.12"); };
  arrange();
  take("navn;gruppe;til\nKari;hjemme-nord;1.11.2026\n");
  EXPECT_FALSE(member("Kari"));
  take("navn;gruppe\nKari;hjemme-nord\n");
  arrange();
  take("navn;gruppe;til\nKari;hjemme-nord;24.12.2026\n");
  bot.advance("2026-12-01T09:00:00Z");
  ASSERT_TRUE(member("Kari"));
  EXPECT_EQ(member("Kari")->role, core::Role::participant);
}

TEST_F(Import, ANewAddressLeavesARoleToComeAsItIs) {
  bot.say("eivind", "hjemme-nord", "rolle kari leder");
  bot.say("eivind", "hjemme-nord", "rolle kari deltaker fra 1.12");
  take("navn;gruppe;e-post\nKari;hjemme-nord;kari@kommune.example\n");
  bot.advance("2026-12-01T09:00:00Z");
  EXPECT_EQ(member("Kari")->role, core::Role::participant);
}

TEST_F(Import, EndsAlsoWhereNothingRanAtMidnight) {
  take("navn;gruppe;til\nPer Dal;hjemme-nord;15.12.2026\n");
  bot.stop();
  bot.clock.set(at("2026-12-20T10:00:00Z"));
  bot.begin();
  EXPECT_FALSE(member("Per Dal"));
}

TEST_F(Import, NamesEachErrorWithItsLineAndDoesNothing) {
  const auto shown = paste(
      "navn;gruppe;rolle;språk;e-post;fra;til;bruker\n"
      "Per Dal;Finnes ikke;;;;;;\n"
      ";hjemme-nord;;;;;;\n"
      "Per 01019012345;hjemme-nord;;;;;;\n"
      "Per Dal;hjemme-nord;sjef;;;;;\n"
      "Per Dal;hjemme-nord;koordinator;;;;;\n"
      "Per Dal;hjemme-nord;;klingon;;;;\n"
      "Per Dal;hjemme-nord;;;per(at)x;;;\n"
      "Per Dal;hjemme-nord;;;;31.2.2026;;\n"
      "Per Dal;hjemme-nord;;;;2.12.2026;1.12.2026;\n"
      "Per Dal;;;;;;;\n"
      "Per Dal;hjemme-nord;;;;;;per dal\n"
      "Ola Ås;hjemme-nord;;;;;;\n"
      "Ola Ås;hjemme-nord;leder;;;;;\n");
  const std::string all = words(shown);
  for (const char* part :
       {"12 ting må rettes", "Linje 2: Det er ingen gruppe som heter «Finnes ikke»", "Linje 3: Her mangler",
        "Linje 4: Navnet har tall", "Linje 5: Jeg kan ikke rollen «sjef»", "Linje 6: Koordinatorer",
        "Linje 7: Jeg kan ikke språket", "Linje 8: Dette er ingen e-post",
        "Linje 9: «31.2.2026» er ingen dato", "Linje 10: Siste dag er før", "Linje 11: Per Dal er ny",
        "Linje 12: Brukeren", "Linje 14: Ola Ås står to ganger i samme gruppe, også på linje 13"})
    EXPECT_HAS(all, part);
  EXPECT_LACKS(all, "Ja, gjør det");
  EXPECT_FALSE(person("Ola Ås"));
  EXPECT_HAS(words(paste("telefon;gruppe\n1;2\n")), "Ingen kolonne heter navn");
  EXPECT_HAS(words(paste("navn;name\nPer;Per\n")), "to ganger");
  EXPECT_HAS(words(paste("navn;gruppe\n\"Per;x\n")), "anførselstegn");
  EXPECT_HAS(words(paste("navn;gruppe;rolle\nA B;hjemme-nord;fasilitator\nC D;hjemme-nord;fasilitator\n")),
             "tre fasilitatorer");
}

TEST_F(Import, TellsTwoOfOneNameApart) {
  take("navn;gruppe;e-post\nPer Dal;hjemme-nord;per@a.example\nPer Dal;hjemme-nord;dal@a.example\n");
  EXPECT_EQ(home().members.size(), 10U);
  EXPECT_HAS(words(paste("navn;gruppe;e-post\nPer Dal;hjemme-nord;dal@a.example\n")), "Ingenting å endre");
  EXPECT_HAS(words(paste("navn;gruppe\nPer Dal;sykehjem\n")), "Flere heter Per Dal");
  EXPECT_HAS(words(paste("navn;gruppe;bruker\nPer Dal;hjemme-nord;per-dal\n")), "Ingenting å endre");
}

// Accounts are made of the first forty letters of a name.
TEST_F(Import, LongNamesThatBeginAlikeGetAccountsOfTheirOwn) {
  const std::string alike = "Christina Alexandra Magdalena Johannessen ";
  take("navn;gruppe;e-post;bruker\n" + alike + "Berg;hjemme-nord;a@kommune.example;\n" + alike +
       "Moe;hjemme-nord;b@kommune.example;\n" + alike + "Moe;hjemme-nord;c@kommune.example;\n" +
       "Олена Коваль;hjemme-nord;;\nІрина Бондар;hjemme-nord;;\n"
       "Per Dal;hjemme-nord;;\nPer Dahl;hjemme-nord;;per-dal\n");
  std::set<std::string> accounts;
  for (const core::Member& one : home().members)
    accounts.insert(bot.bot().engine().people()->person(one.person)->user);
  EXPECT_EQ(home().members.size(), 8U + 7U);
  EXPECT_EQ(accounts.size(), home().members.size());
  EXPECT_TRUE(accounts.contains("christina-alexandra-magdalena-johannesse-3"));
  EXPECT_TRUE(accounts.contains("person-2"));
  EXPECT_EQ(person("Per Dahl")->user, "per-dal") << "as the list says";
  EXPECT_EQ(person("Per Dal")->user, "per-dal-2");
}

TEST_F(Import, ANameOfTheFileStaysAndOneOfTheListIsFollowed) {
  take("navn;gruppe;bruker\nPer Dal;hjemme-nord;per-dal\n");
  take("navn;gruppe;bruker\nPer Dal Ås;hjemme-nord;per-dal\n");
  EXPECT_TRUE(person("Per Dal Ås"));
  EXPECT_HAS(words(paste("navn;gruppe;bruker\nKari Ny;hjemme-nord;kari\n")), "Ingenting å endre");
}

TEST_F(Import, IsForCoordinatorsAndForTheOneWhoPasted) {
  EXPECT_FALSE(bot.say("marit", "", "import").form);
  const auto shown = paste(some);
  EXPECT_LACKS(words(bot.press("marit", button(shown, "Ja, gjør det"))), "Gjort");
  EXPECT_FALSE(person("Per Dal"));
  EXPECT_HAS(words(bot.press("eivind", button(shown, "Nei, la det stå"))), "");
  EXPECT_HAS(words(bot.press("eivind", button(shown, "Ja, gjør det"))), "brukt eller kastet");
}

TEST_F(Import, ThreeHundredPeopleAsExcelWritesThem) {
  std::ifstream file(std::string(REFLEKS_SOURCE_DIR) + "/tests/app/roster_300_cp1252.csv", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  ASSERT_GT(bytes.size(), 10'000U);
  const std::string list = core::text_of_file(bytes).value();
  EXPECT_HAS(list, "Åse");
  const auto done = take(list);
  EXPECT_HAS(words(done), "300");
  EXPECT_EQ(bot.bot().engine().people()->people().size(), bot.config().people.size() + 300);
  EXPECT_HAS(words(paste(list)), "Alt på listen står her allerede");
}

TEST_F(Import, ARoleMayHaveDays) {
  EXPECT_HAS(words(bot.say("eivind", "hjemme-nord", "rolle kari deltaker til 15. desember")),
             "til tirsdag 15. desember");
  EXPECT_EQ(home().member(person("Kari")->id)->ends, core::Date(std::chrono::year{2026} / 12 / 15));
  EXPECT_EQ(home().member(person("Kari")->id)->since, std::nullopt) << "she is none who came today";
  EXPECT_HAS(words(bot.say("eivind", "hjemme-nord", "rolle nils deltaker fra 1.12 til 3.12.2026")),
             "fra tirsdag 1.");
  EXPECT_EQ(home().later.size(), 1U);
  for (const char* odd : {"rolle kari deltaker til i går", "rolle kari deltaker fra 3.12 til 1.12.2026",
                          "rolle kari deltaker til 1.11.2026"})
    EXPECT_HAS(words(bot.say("eivind", "hjemme-nord", odd)), "Dagen må være") << odd;
  // Without days behind it, a role is for good; said again while one is to come, from today.
  bot.say("eivind", "hjemme-nord", "rolle nils deltaker");
  EXPECT_TRUE(home().later.empty());
  EXPECT_TRUE(home().member(person("Nils")->id));
}

TEST_F(Import, WhoIsNotThereIsNeitherAskedNorCounted) {
  take("navn;gruppe;til\nPer Dal;hjemme-nord;10.11.2026\nUna Li;hjemme-nord;\n");
  bot.advance("2026-11-11T09:00:00Z");
  bot.forget();
  const auto shown = bot.say("marit", "hjemme-nord", "avstemning \"Passer torsdag?\" navn 30 min");
  bot.press("marit", button(shown, "Åpne nå"));
  EXPECT_TRUE(bot.said_in("per-dal").empty());
  EXPECT_FALSE(words(bot.say("per-dal", "hjemme-nord", "resultat")).empty());
}

}  // namespace
