// The living groups and people, written as a file and read again: nothing is another.

#include "bot/app/export_config.hpp"

#include <sstream>

#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

constexpr auto house = R"(
[organisation]
name = "Fjordvik"
data = "data"
[sandbox]
enabled = true
)";
constexpr auto groups_of_the_file = R"(
[groups.nord]
name = "Nord \"1\""
channel = "nord"
programme = "palliasjon"
cadence = "annenhver tirsdag 13:00-14:30"
first = 2026-11-24
last = 2027-06-30
facilitators = ["marit"]
leaders = ["berit"]
leaders_above = ["eivind"]
participants = ["kari"]
[groups.nord.quiet_hours]
from = "21:00"
[groups.nord.timeline]
invitation = "-7d 10:00"
[people.marit]
name = "Marit Solheim"
[people.berit]
name = "Berit Aas"
user = "U-berit"
[people.kari]
name = "Kari Nes"
language = "nn"
[people.eivind]
name = "Eivind Dahl"
coordinator = true
)";

app::Config read(const std::string& text) {
  return app::parse_config(text, "refleks.toml", [](const std::string&) { return std::nullopt; });
}

// Everything a person can notice, in an order of its own.
std::string written(const core::Directory& people, const app::Config& config) {
  return app::as_toml(people, {}, config);
}

TEST(ExportConfig, WhatIsWrittenIsReadBackAsTheSameGroupsAndPeople) {
  TempDirectory data;
  WholeBot bot(read(std::string(house) + groups_of_the_file), "2026-11-09T08:00:00Z", data / "refleks.db");
  core::Reply reply = bot.say("eivind", "", "oppsett");
  for (const core::FormValues& values :
       {core::FormValues{{"name", {"Natt [2]"}}, {"channel", {"natt"}}, {"place", {"Rom \\ 4 \"bak\""}}},
        {{"when", {"onsdager i partallsuker 22-22.45"}},
         {"programme", {"free"}},
         {"attendance", {"expected"}}},
        {{"facilitators", {"Ola Vik"}}, {"leaders", {"Berit Aas"}}, {"members", {"Kari Nes, Åse Ødegård"}}}})
    reply = bot.submit("eivind", reply.form.value(), values);
  bot.press("eivind", button(reply, "Start gruppa"));
  const auto form =
      bot.press("marit", button(bot.say("marit", "nord", "gruppe"), "Navn og sted")).form.value();
  bot.press("marit",
            button(bot.submit("marit", form, {{"name", {"Nordre"}}, {"place", {"Stua"}}}), "Ja, endre"));

  const core::Directory before = *bot.bot().engine().people();
  const std::string text = written(before, bot.config());
  EXPECT_NE(text.find("[people.kari]"), std::string::npos) << text;
  const app::Config again = read(house + text);
  EXPECT_EQ(again.groups.size(), 2U);
  bot.config() = again;
  bot.config().ballot_box.directory = bot.box.path();
  bot.restart();
  const core::Directory after = *bot.bot().engine().people();
  EXPECT_EQ(written(after, again), text);
  ASSERT_EQ(after.groups().size(), before.groups().size());
  for (const core::Group& group : before.groups()) {
    const core::Group* same = after.group(group.id);
    ASSERT_TRUE(same) << group.name;
    EXPECT_EQ(same->cadence, group.cadence);
    EXPECT_EQ(same->members.size(), group.members.size());
    for (const core::Member& member : group.members)
      EXPECT_EQ(same->member(member.person)->role, member.role);
    EXPECT_EQ(same->above, group.above);
    EXPECT_EQ(same->timeline, group.timeline);
    EXPECT_EQ(same->quiet.from, group.quiet.from);
  }
  for (const core::Person& person : before.people()) EXPECT_TRUE(after.person(person.id)) << person.name;
  // And back: without the sections, what chat made goes on.
  bot.config() = read(std::string(house) + groups_of_the_file);
  bot.config().ballot_box.directory = bot.box.path();
  bot.restart();
  EXPECT_TRUE(bot.bot().engine().people()->group_by_key("natt-2"));
}

std::string exported(const app::Config& config) {
  std::ostringstream out;
  app::export_config(config, out);
  return out.str();
}

std::string ends_of(const WholeBot& bot, const char* user) {
  const core::Directory& people = *const_cast<WholeBot&>(bot).bot().engine().people();
  const core::Member* member = people.group_by_key("nord")->member(people.person("sandbox", user)->id);
  return member && member->ends ? core::date_text(*member->ends) : "";
}

constexpr auto with_days = R"([groups.nord.periods.kari]
from = 2026-09-01
to = 2026-12-18
[groups.nord.shifts.2026-11-24]
at_work = ["kari", "marit"]
)";

TEST(ExportConfig, DaysRostersAndAddressesComeAlongToANewDatabase) {
  TempDirectory here, there;
  std::string text = std::string(house) + groups_of_the_file + with_days;
  const std::string nn = "language = \"nn\"\n";
  text.replace(text.find(nn), nn.size(), nn + "email = \"kari@fjordvik.example\"\n");
  app::Config config = read(text);
  config.organisation.data = here.path();
  WholeBot bot(config, "2026-11-09T08:00:00Z", here / "refleks.db");
  const std::string first = exported(config);
  for (const char* line : {"[groups.nord.periods.kari]\nfrom = 2026-09-01\nto = 2026-12-18\n",
                           "[groups.nord.shifts.2026-11-24]\nat_work = [\"kari\", \"marit\"]\n",
                           "email = \"kari@fjordvik.example\"\n"})
    EXPECT_HAS(first, line);

  app::Config again = read(house + first);
  again.organisation.data = there.path();
  WholeBot other(again, "2026-11-09T08:00:00Z", there / "refleks.db");
  EXPECT_EQ(exported(again), first);
  const core::Directory &before = *bot.bot().engine().people(), &after = *other.bot().engine().people();
  for (const core::Person& person : before.people()) {
    const core::Person* same = after.person(person.workspace, person.user);
    ASSERT_TRUE(same) << person.name;
    EXPECT_EQ(same->email, person.email);
    EXPECT_EQ(same->away.size(), person.away.size()) << person.name;
  }
  EXPECT_EQ(ends_of(other, "kari"), "2026-12-18");
}

TEST(ExportConfig, WhoHearsWishesIsWrittenAlsoWhereTheDatabaseKnowsThemByAnOlderId) {
  TempDirectory data;
  std::string text = std::string(house) + groups_of_the_file;
  WholeBot bot(read(text), "2026-11-09T08:00:00Z", data / "refleks.db");
  const std::string leaders = "leaders = [\"berit\"]\n", section = "[people.berit]";
  text.replace(text.find(leaders), leaders.size(), "leaders = [\"aas\"]\nwishes_to = \"aas\"\n");
  text.replace(text.find(section), section.size(), "[people.aas]");
  app::Config renamed = read(text);
  renamed.organisation.data = data.path();
  bot.config() = renamed;
  bot.config().ballot_box.directory = bot.box.path();
  bot.restart();
  EXPECT_HAS(exported(renamed), "wishes_to = \"aas\"\n");
}

TEST(ExportConfig, TheProgrammeIsTheOneThatRunsAndTheFileBeginsItNotAgain) {
  TempDirectory data;
  app::Config config = read(std::string(house) + groups_of_the_file);
  config.organisation.data = data.path();
  WholeBot bot(config, "2026-11-09T08:00:00Z", data / "refleks.db");
  EXPECT_HAS(exported(config), "programme = \"palliasjon\"\n");
  bot.advance("2026-11-25T09:00:00Z");
  const auto form =
      bot.press("marit", button(bot.say("marit", "nord", "periode"), "Et annet opplegg")).form.value();
  core::FormValues values;
  for (const core::Input& input : form.inputs) values[input.id] = input.initial;
  values["programme"] = {"etikk"};
  bot.submit("marit", form, values);
  const std::string text = exported(config);
  EXPECT_HAS(text, "programme = \"etikk\"\n");
  const auto period = words(bot.say("marit", "nord", "periode"));
  bot.config() = read(house + text);
  bot.config().ballot_box.directory = bot.box.path();
  bot.restart();
  EXPECT_EQ(words(bot.say("marit", "nord", "periode")), period);
}

TEST(ExportConfig, ALastDayThatChatHasMovedStandsUntilTheFileSaysAnother) {
  TempDirectory data;
  const std::string text = std::string(house) + groups_of_the_file;
  const auto ending = [&](const char* day) {
    app::Config config = read(text + "[groups.nord.periods.kari]\nto = " + day + "\n");
    return config;
  };
  WholeBot bot(ending("2026-12-18"), "2026-11-09T08:00:00Z", data / "refleks.db");
  const auto form = bot.say("eivind", "", "import");
  bot.press("eivind", button(bot.submit("eivind", form.form.value(),
                                        {{"table", {"Navn\tGruppe\tTil\nKari Nes\tnord\t31.01.2027\n"}}}),
                             "Ja, gjør det"));
  ASSERT_EQ(ends_of(bot, "kari"), "2027-01-31");
  bot.restart();
  EXPECT_EQ(ends_of(bot, "kari"), "2027-01-31");
  bot.config() = ending("2026-12-20");
  bot.config().ballot_box.directory = bot.box.path();
  bot.restart();
  EXPECT_EQ(ends_of(bot, "kari"), "2026-12-20");
}

TEST(ExportConfig, DaysThatCannotBeAreSaidWithTheirLine) {
  const auto said = [](const std::string& lines) -> std::string {
    try {
      read(std::string(house) + groups_of_the_file + lines);
    } catch (const app::ConfigError& refused) {
      return refused.problems.front();
    }
    return {};
  };
  EXPECT_HAS(said("[groups.nord.periods.eva]\nto = 2026-12-01\n"), "\"eva\" is no member of this group");
  EXPECT_HAS(said("[groups.nord.periods.kari]\nfrom = 2026-12-02\nto = 2026-12-01\n"),
             "is before the first day");
  EXPECT_HAS(said("[groups.nord.shifts.mandag]\nat_work = [\"kari\"]\n"), "\"mandag\" is no day");
  EXPECT_HAS(said("[groups.nord.shifts.2026-12-01]\nat_work = [\"berit2\"]\n"), "is no member");
}

}  // namespace
