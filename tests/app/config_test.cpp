#include "bot/app/config.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <boost/algorithm/string.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>

#include "bot/app/load_packs.hpp"
#include "bot/app/platforms.hpp"
#include "bot/core/random.hpp"
#include "bot/features/sessions/timeline.hpp"
#include "tests/support/folder.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const fs::path docs = fs::path(REFLEKS_SOURCE_DIR) / "docs";

std::optional<std::string> no_environment(const std::string&) {
  return std::nullopt;
}

Environment environment_with(const std::string& name, const std::string& value) {
  return [=](const std::string& asked) {
    return asked == name ? std::optional<std::string>(value) : std::nullopt;
  };
}

// Line 1 is [organisation].
const std::string good = R"([organisation]
name = "Fjordvik"
language = "nb"
[sandbox]
enabled = true
[people.kari]
name = "Kari Nes"
[people.amina]
name = "Amina Warsame"
language = "nynorsk"
[people.jonas]
name = "Jonas Vik"
[people.marit]
name = "Marit Solheim"
[people.berit]
name = "Berit Haugland"
coordinator = true
[groups.nord]
name = "Hjemmetjenesten nord"
channel = "hjemme-nord"
cadence = "every second Tuesday 13:00-14:30"
first = 2026-11-24
facilitators = ["marit"]
leaders = ["berit"]
participants = [
  "kari",
  "amina",
  "jonas",
]
)";

std::string good_with(const std::string& from, const std::string& to) {
  EXPECT_THAT(good, HasSubstr(from));
  return boost::algorithm::replace_first_copy(good, from, to);
}

std::vector<std::string> problems_of(const std::string& text,
                                     const Environment& environment = no_environment) {
  try {
    parse_config(text, "refleks.toml", environment);
  } catch (const ConfigError& refused) {
    return refused.problems;
  }
  return {};
}

Config parsed(const std::string& text, const Environment& environment = no_environment) {
  try {
    return parse_config(text, "refleks.toml", environment);
  } catch (const ConfigError& refused) {
    ADD_FAILURE() << refused.what();
    return {};
  }
}

// --- what a good file gives ----------------------------------------------------------------------

TEST(Config, GivesPeopleAndGroupsWithIdsOfTheirKeys) {
  const Config config = parsed(good);
  ASSERT_THAT(config.people, SizeIs(5));
  const core::Directory directory(config.people, config.groups);
  const auto* amina = directory.person("sandbox", "amina");
  ASSERT_TRUE(amina);
  EXPECT_EQ(amina->id.text, core::id_from_name("person:amina"));
  EXPECT_EQ(amina->name, "Amina Warsame");
  EXPECT_EQ(amina->language, core::Language::nn);
  EXPECT_FALSE(amina->coordinator);
  EXPECT_TRUE(directory.person("sandbox", "berit")->coordinator);

  const auto* nord = directory.group_by_key("nord");
  ASSERT_TRUE(nord);
  EXPECT_EQ(nord->id.text, core::id_from_name("group:nord"));
  EXPECT_EQ(nord->channel, "hjemme-nord");
  EXPECT_EQ(nord->programme, "");
  ASSERT_TRUE(nord->cadence);
  EXPECT_EQ(nord->cadence->every_weeks, 2);
  EXPECT_EQ(nord->cadence->first, core::Date(std::chrono::year{2026} / 11 / 24));
  EXPECT_FALSE(nord->cadence->last);
  EXPECT_THAT(directory.with_role(*nord, core::Role::participant), SizeIs(3));
  EXPECT_THAT(directory.with_role(*nord, core::Role::facilitator), SizeIs(1));
  EXPECT_THAT(directory.with_role(*nord, core::Role::leader), SizeIs(1));
  for (const auto& member : nord->members)
    EXPECT_FALSE(member.since) << "the configuration is the founding roster";
}

TEST(Config, LetsGoOfTheRoomThatPeopleAndGroupsTook) {
  Config config = parsed(good);
  ASSERT_GT(config.groups.capacity(), 0u);
  ASSERT_GT(config.people_keys.capacity(), 0u);
  config.let_go_of_people();
  EXPECT_EQ(config.groups.capacity(), 0u);
  EXPECT_EQ(config.people_keys.capacity(), 0u);
  EXPECT_EQ(config.people.capacity(), config.people.size());
}

TEST(Config, HasTheDefaultsThatTheTableOfKeysNames) {
  const Config bare = parsed(good);
  EXPECT_EQ(bare.organisation.zone, "Europe/Oslo");
  EXPECT_EQ(bare.organisation.data, "refleks-data");
  EXPECT_EQ(bare.ballot_box.mode, Config::BallotBox::Mode::memory);
  EXPECT_EQ(bare.ballot_box.directory, "/dev/shm/refleks-" + std::to_string(::getuid()));
  EXPECT_EQ(bare.log.level, "info");
  EXPECT_TRUE(bare.log.file.empty());
  EXPECT_FALSE(bare.log.json);
  EXPECT_TRUE(bare.health.host.empty());
  EXPECT_EQ(bare.sandbox.host, "127.0.0.1");
  EXPECT_EQ(bare.sandbox.port, 8089);
  EXPECT_FALSE(bare.sandbox.movable_clock);
  EXPECT_FALSE(bare.sandbox.start);
  EXPECT_EQ(bare.quiet.from, std::chrono::hours{20});
  EXPECT_EQ(bare.quiet.to, std::chrono::hours{7});
  EXPECT_TRUE(bare.quiet.weekends && bare.quiet.holidays);
  EXPECT_EQ(bare.retention.results_months, 12);
  EXPECT_EQ(bare.retention.texts_months, 3);
  EXPECT_EQ(bare.retention.ideas_months, 6);
  EXPECT_EQ(bare.retention.people_months, 12);

  // The defaults that are TOML values are written out under their keys: nothing may change.
  std::string explicit_text = good;
  for (const auto& key : config_keys())
    if (key.path.find('*') == std::string_view::npos && key.standard == key.example)
      explicit_text = std::string(key.path) + " = " + std::string(key.example) + "\n" + explicit_text;
  boost::algorithm::replace_all(explicit_text, "[organisation]\nname = \"Fjordvik\"\nlanguage = \"nb\"\n",
                                "organisation.name = \"Fjordvik\"\n");
  boost::algorithm::replace_all(explicit_text, "[sandbox]\nenabled = true\n", "sandbox.enabled = true\n");
  EXPECT_THAT(explicit_text, HasSubstr("retention.texts_months = 3"));
  const Config spelled_out = parsed(explicit_text);
  EXPECT_EQ(spelled_out.organisation.language, bare.organisation.language);
  EXPECT_EQ(spelled_out.organisation.zone, bare.organisation.zone);
  EXPECT_EQ(spelled_out.ballot_box.mode, bare.ballot_box.mode);
  EXPECT_EQ(spelled_out.log.level, bare.log.level);
  EXPECT_EQ(spelled_out.quiet.from, bare.quiet.from);
  EXPECT_EQ(spelled_out.quiet.to, bare.quiet.to);
  EXPECT_EQ(spelled_out.sandbox.workspace, bare.sandbox.workspace);
  EXPECT_EQ(spelled_out.sandbox.port, bare.sandbox.port);
  EXPECT_EQ(spelled_out.retention.results_months, bare.retention.results_months);
  EXPECT_EQ(spelled_out.retention.texts_months, bare.retention.texts_months);
  EXPECT_EQ(spelled_out.retention.ideas_months, bare.retention.ideas_months);
}

TEST(Config, GroupsAndPeopleInheritWhatTheyDoNotSay) {
  const Config config =
      parsed(good_with("language = \"nb\"\n", "language = \"en\"\ntime_zone = \"Europe/Helsinki\"\n") +
             "[groups.nord.quiet_hours]\nfrom = \"21:30\"\n[quiet_hours]\nto = 06:00:00\nweekends = false\n");
  ASSERT_THAT(config.groups, SizeIs(1));
  const auto& nord = config.groups[0];
  EXPECT_EQ(nord.language, core::Language::en);
  EXPECT_EQ(nord.zone, "Europe/Helsinki");
  EXPECT_EQ(nord.quiet.from, core::Minutes(21 * 60 + 30));
  EXPECT_EQ(nord.quiet.to, std::chrono::hours{6});
  EXPECT_FALSE(nord.quiet.weekends);
  EXPECT_TRUE(nord.quiet.holidays);
  EXPECT_EQ(config.people[0].language, core::Language::nn) << "amina says it herself";
  EXPECT_EQ(config.people[1].language, core::Language::en);
}

TEST(Config, ReadsTheTimelineOfAGroup) {
  const Config config = parsed(good + "[groups.nord.timeline]\nreminder = \"-1d 09:00\"\nideas = \"off\"\n");
  const auto& timeline = config.groups.at(0).timeline;
  ASSERT_THAT(timeline, SizeIs(2));
  EXPECT_EQ(timeline.at("reminder"), core::offset_from_text("-1d 09:00"));
  EXPECT_TRUE(timeline.at("ideas").off);
}

TEST(Config, TakesTheMovableClocksStartAsLocalTime) {
  for (const char* start : {"2026-11-09T08:00:00", "\"2026-11-09 08:00\""}) {
    const Config config = parsed(good_with(
        "enabled = true\n", std::string("enabled = true\nmovable_clock = true\nstart = ") + start + "\n"));
    ASSERT_TRUE(config.sandbox.start) << start;
    EXPECT_EQ(core::to_text(*config.sandbox.start), "2026-11-09T07:00:00Z") << start;
  }
}

TEST(Config, TakesItsFoldersFromTheServiceManagerWhenTheFileSaysNothing) {
  EXPECT_EQ(
      parsed(good, environment_with("RUNTIME_DIRECTORY", "/run/refleks:/run/more")).ballot_box.directory,
      "/run/refleks/box");
  EXPECT_EQ(parsed(good, environment_with("STATE_DIRECTORY", "/var/lib/refleks")).organisation.data,
            "/var/lib/refleks");
  const auto both =
      parsed(good_with("language = \"nb\"\n", "data = \"d\"\n[ballot_box]\ndirectory = \"b\"\n"),
             [](const std::string&) { return std::optional<std::string>("/elsewhere"); });
  EXPECT_EQ(both.organisation.data, "d");
  EXPECT_EQ(both.ballot_box.directory, "b");
}

TEST(Config, ReadsPathsRelativeToTheFile) {
  const Config config = parse_config(good_with("language", "data = \"../state\"\nlanguage"),
                                     "/etc/refleks/refleks.toml", no_environment);
  EXPECT_EQ(config.organisation.data, "/etc/state");
}

TEST(Config, KeepsASealedBoxBesideTheDatabaseAndItsKeysElsewhere) {
  const Config config =
      parsed(good + "[ballot_box]\nmode = \"disk\"\nkey_directory = \"/var/lib/refleks-keys\"\n");
  EXPECT_EQ(config.ballot_box.mode, Config::BallotBox::Mode::disk);
  EXPECT_EQ(config.ballot_box.directory, "refleks-data/box");
  EXPECT_EQ(config.ballot_box.key_directory, "/var/lib/refleks-keys");
}

// All of it or nothing, and only where there is another machine and memory to hand over.
TEST(Config, ReadsTheWayToTheOtherMachineWhole) {
  const std::string readable = "/etc/hostname";
  const auto way = [&](const std::string& lines) {
    return good +
           "[storage]\nurl = \"service=refleks\"\nstandby = true\n[health]\nlisten = "
           "\"127.0.0.1:1\"\n[handover]\n" +
           lines;
  };
  const std::string files = "certificate_file = \"" + readable + "\"\nkey_file = \"" + readable +
                            "\"\nca_file = \"" + readable + "\"\n";
  const std::string whole = "listen = \"10.0.0.11:9465\"\npeer = \"b.refleks.example:9465\"\n" + files;
  const Config config = parsed(way(whole));
  EXPECT_EQ(config.handover.host, "10.0.0.11");
  EXPECT_EQ(config.handover.port, 9465);
  EXPECT_EQ(config.handover.peer_host, "b.refleks.example");
  EXPECT_EQ(config.handover.peer_port, "9465");
  EXPECT_EQ(config.handover.authority, readable);
  EXPECT_THAT(config.named, testing::Contains(readable));
  EXPECT_TRUE(parsed(good).handover.peer_host.empty());

  EXPECT_THAT(problems_of(way(files + "listen = \"10.0.0.11:9465\"")),
              ElementsAre(HasSubstr("refleks.toml:35: handover.peer: is missing")));
  EXPECT_THAT(problems_of(way(files + "listen = \"10.0.0.11:9465\"\npeer = \"b.refleks.example\"")),
              ElementsAre(HasSubstr("refleks.toml:40: handover.peer: a name and a port are needed")));
  EXPECT_THAT(
      problems_of(
          way("listen = \"10.0.0.11:9465\"\npeer = \"b:9\"\ncertificate_file = \"/nowhere\"\nkey_file = \"" +
              readable + "\"\nca_file = \"" + readable + "\"")),
      ElementsAre(HasSubstr("refleks.toml:38: handover.certificate_file: ")));
  EXPECT_THAT(problems_of(good + "[handover]\n" + whole),
              ElementsAre(HasSubstr("handover.listen: there is another machine only with storage.standby")));
  EXPECT_THAT(
      problems_of(way(whole) + "[ballot_box]\nmode = \"disk\"\nkey_directory = \"/var/lib/refleks-keys\"\n"),
      ElementsAre(HasSubstr("handover.listen: boxes go from memory to memory")));
}

TEST(Config, TakesAddressesThatABrowserTakes) {
  for (const std::string url : {"https://fjordvik.example/avvik/på+jobb?a=ø", "https://sørøya.example"})
    EXPECT_EQ(parsed(good_with("[sandbox]\n", "deviation_url = \"" + url + "\"\n[sandbox]\n"))
                  .organisation.deviation_url,
              url);
}

TEST(Config, AsksWhetherQuietHoursAreTurnedRound) {
  const auto told = [](const std::string& hours) { return parsed(good + hours).warnings; };
  const std::string doubt = "quiet_hours.from: nobody is written to in the middle of the day";
  EXPECT_THAT(told("[quiet_hours]\nfrom = \"07:00\"\nto = \"20:00\"\n"), Contains(HasSubstr(doubt)));
  EXPECT_THAT(told("[groups.nord.quiet_hours]\nfrom = \"07:01\"\nto = \"07:00\"\n"),
              Contains(HasSubstr("groups.nord." + doubt)));
  for (const char* hours : {"from = \"20:00\"\nto = \"12:00\"", "from = \"12:00\"\nto = \"12:00\"",
                            "from = \"00:00\"\nto = \"06:00\""})
    EXPECT_THAT(told("[quiet_hours]\n" + std::string(hours)), Not(Contains(HasSubstr(doubt)))) << hours;
}

// --- what a bad file is told ---------------------------------------------------------------------

struct BadCase {
  const char* name;
  const char* from;
  const char* to;
  const char* problem;
};

class BadConfig : public testing::TestWithParam<BadCase> {};

TEST_P(BadConfig, IsRefusedWithOneClearSentence) {
  EXPECT_THAT(problems_of(good_with(GetParam().from, GetParam().to)), ElementsAre(GetParam().problem));
}

// The line of each message is checked along with it.
// clang-format off
INSTANTIATE_TEST_SUITE_P(Table, BadConfig, testing::Values(
    BadCase{"NoToml", "language = \"nb\"", "language = nb\"",
            "refleks.toml:3: organisation.language: this is not TOML (texts stand in quotes, lists in [ ]): Error while parsing floating-point: expected 'nan', saw 'nb'"},
    BadCase{"ADayThatIsNot", "first = 2026-11-24", "first = 2027-02-29",
            "refleks.toml:22: groups.nord.first: this is not TOML (texts stand in quotes, lists in [ ]): Error while parsing date: expected day between 1 and 28 (inclusive), saw 29"},
    BadCase{"AKeyTwice", "[people.amina]\n", "[people.amina]\nname = \"Amina\"\n",
            "refleks.toml:10: people.amina.name: this is not TOML (texts stand in quotes, lists in [ ]): Error while parsing key-value pair: cannot redefine existing string 'name'"},
    BadCase{"WhatStandsInATextIsNoKey", "\"Kari Nes\"", "\"\"\"\n[people.b]\na = \\q\n\"\"\"",
            "refleks.toml:9: people.kari.name: this is not TOML (texts stand in quotes, lists in [ ]): Error while parsing string: unknown escape sequence '\\q'"},
    BadCase{"ASectionTwice", "[people.amina]\n", "[people.kari]\n",
            "refleks.toml:8: this is not TOML (texts stand in quotes, lists in [ ]): Error while parsing table header: cannot redefine existing table 'people.kari'"},
    BadCase{"UnknownKeyNearAKnownOne", "cadence =", "cadense =",
            "refleks.toml:21: groups.nord.cadense: I do not know this key; did you mean \"cadence\"?"},
    BadCase{"UnknownKeyNearNothing", "language = \"nb\"", "colour = \"nb\"",
            "refleks.toml:3: organisation.colour: I do not know this key; known here: name, language, time_zone, most_a_week, ceiling_a_week, data, deviation_url, whistleblowing_url"},
    BadCase{"UnknownSection", "[sandbox]\n", "[quiet_ours]\n[sandbox]\n",
            "refleks.toml:4: quiet_ours: I do not know this key; did you mean \"quiet_hours\"?"},
    BadCase{"MissingName", "name = \"Kari Nes\"\n", "",
            "refleks.toml:6: people.kari.name: is missing; write for example name = \"Kari Nes\""},
    BadCase{"EmptyName", "\"Kari Nes\"", "\" \"",
            "refleks.toml:7: people.kari.name: the text is empty; write for example name = \"Kari Nes\""},
    BadCase{"NameOfWhatNobodySees", "\"Kari Nes\"", "\"\u200B\u3164\u2800\"",
            "refleks.toml:7: people.kari.name: the text is empty; write for example name = \"Kari Nes\""},
    BadCase{"NumberForAText", "\"Kari Nes\"", "7",
            "refleks.toml:7: people.kari.name: a text in quotes is needed here, this is a number; write for example name = \"Kari Nes\""},
    BadCase{"TextForAFlag", "coordinator = true", "coordinator = \"yes\"",
            "refleks.toml:17: people.berit.coordinator: true or false without quotes is needed here, this is a text; write for example coordinator = true"},
    BadCase{"TextForAList", "[\"berit\"]", "\"berit\"",
            "refleks.toml:24: groups.nord.leaders: a list of texts is needed here, this is a text; write for example leaders = [\"berit\"]"},
    BadCase{"ValueForASection", "[organisation]\n", "log = \"info\"\n[organisation]\n",
            "refleks.toml:1: log: a section [log] is needed here, this is a text"},
    BadCase{"UnknownLanguage", "\"nynorsk\"", "\"klingon\"",
            "refleks.toml:10: people.amina.language: I do not know the language \"klingon\"; choose nb, nn or en; write for example language = \"nn\""},
    BadCase{"ATextOfTwoLines", "\"nynorsk\"", "\"klin\\ngon\"",
            "refleks.toml:10: people.amina.language: I do not know the language \"klin gon\"; choose nb, nn or en; write for example language = \"nn\""},
    BadCase{"UnknownTimeZone", "language = \"nb\"", "time_zone = \"Europe/Olso\"",
            "refleks.toml:3: organisation.time_zone: unknown time zone \"Europe/Olso\": Europe/Olso not found in timezone database; write for example time_zone = \"Europe/Oslo\""},
    BadCase{"CadenceNotUnderstood", "every second Tuesday 13:00-14:30", "every blue Tuesday 13:00-14:30",
            "refleks.toml:21: groups.nord.cadence: cadence \"every blue Tuesday 13:00-14:30\": \"blue\" is not understood here; write for example \"every second Tuesday 13:00-14:30\" or \"første onsdag i måneden 12:00-14:00\""},
    BadCase{"CadenceWithoutFirst", "first = 2026-11-24\n", "",
            "refleks.toml:18: groups.nord.first: is missing; write for example first = 2026-11-24"},
    BadCase{"FirstWithoutCadence", "cadence = \"every second Tuesday 13:00-14:30\"\n", "",
            "refleks.toml:21: groups.nord.first: says nothing without a cadence"},
    BadCase{"FirstThatIsNoDate", "first = 2026-11-24", "first = \"24. november\"",
            "refleks.toml:22: groups.nord.first: this is not a date with year, month and day; write for example first = 2026-11-24"},
    BadCase{"LastBeforeFirst", "first = 2026-11-24", "first = 2026-11-24\nlast = 2026-11-23",
            "refleks.toml:23: groups.nord.last: no session is left: the first would be on 2026-11-24"},
    BadCase{"UnknownProgramme", "channel = ", "programme = \"paliasjon\"\nchannel = ",
            "refleks.toml:20: groups.nord.programme: there is no programme pack \"paliasjon\"; did you mean \"palliasjon\"?"},
    BadCase{"UnknownPersonNearAKnownOne", "\"amina\",", "\"amin\",",
            "refleks.toml:27: groups.nord.participants: there is no person \"amin\"; did you mean \"amina\"?"},
    BadCase{"UnknownPersonNearNobody", "\"amina\",", "\"xenophon\",",
            "refleks.toml:27: groups.nord.participants: there is no person \"xenophon\"; people stand in sections [people.xenophon]"},
    BadCase{"PersonTwiceInOneRole", "\"amina\",", "\"kari\",",
            "refleks.toml:27: groups.nord.participants: \"kari\" stands here twice"},
    BadCase{"FacilitatorWhoIsAlsoParticipant", "\"amina\",", "\"marit\",",
            "refleks.toml:27: groups.nord.participants: \"marit\" is both facilitator and participant; a facilitator answers as a member anyway, name the person once"},
    BadCase{"LeaderWhoIsAlsoParticipant", "[\"berit\"]", "[\"kari\"]",
            "refleks.toml:24: groups.nord.leaders: \"kari\" is both participant and leader; a leader does not answer, so one person cannot be both in one group"},
    BadCase{"TwoPeopleWithOneUser", "name = \"Jonas Vik\"\n", "name = \"Jonas Vik\"\nuser = \"amina\"\n",
            "refleks.toml:13: people.jonas.user: \"amina\" in sandbox is amina already; two people cannot share one user"},
    BadCase{"TwoGroupsInOneChannel", "[groups.nord]\n", "[groups.annen]\nname = \"A\"\nchannel = \"hjemme-nord\"\n[groups.nord]\n",
            "refleks.toml:23: groups.nord.channel: \"hjemme-nord\" is the channel of annen already; each group has its own"},
    BadCase{"UnknownWorkspace", "coordinator = true", "workspace = \"slack\"",
            "refleks.toml:17: people.berit.workspace: \"slack\" is not possible; choose one of sandbox; write for example workspace = \"sandbox\""},
    BadCase{"KeyThatNobodyCanType", "[people.berit]\n", "[people.\"Nils Aa\"]\nname = \"Nils\"\n[people.berit]\n",
            "refleks.toml:15: people.Nils Aa: a name here has small letters a-z, digits, - and _ only, 64 at most"},
    BadCase{"MomentNotKnown", "leaders =", "timeline.remindr = \"-1d\"\nleaders =",
            "refleks.toml:24: groups.nord.timeline.remindr: I do not know this key; did you mean \"reminder\"?"},
    BadCase{"OffsetNotUnderstood", "leaders =", "timeline.reminder = \"a day before\"\nleaders =",
            "refleks.toml:24: groups.nord.timeline.reminder: \"a day before\" is no moment; write for example \"-7d 10:00\" (seven days before, at 10:00), \"-30m\", \"end\", \"end+1d 12:00\" or \"off\""},
    BadCase{"TimeThatIsNone", "leaders =", "quiet_hours.from = \"25:00\"\nleaders =",
            "refleks.toml:24: groups.nord.quiet_hours.from: this is not a time of day from 00:00 to 23:59; write for example from = \"21:00\""},
    BadCase{"NoChatAtAll", "enabled = true", "enabled = false",
            "refleks.toml:5: sandbox.enabled: no chat is switched on, so nobody can be reached; write for example enabled = true"},
    BadCase{"ListenWithoutPort", "enabled = true", "enabled = true\nlisten = \"127.0.0.1\"",
            "refleks.toml:6: sandbox.listen: \"127.0.0.1\" is no address with a port (numbers, no names); write for example listen = \"127.0.0.1:8089\""},
    BadCase{"StandbyWithoutServer", "enabled = true", "enabled = true\n[storage]\nstandby = true",
            "refleks.toml:7: storage.standby: a second process can only wait for a database on a server: storage.url"},
    BadCase{"HealthWhereTheSandboxIs", "enabled = true",
            "enabled = true\nlisten = \"127.0.0.1:9464\"\n[health]\nlisten = \"127.0.0.1:9464\"",
            "refleks.toml:8: health.listen: sandbox.listen has this address already: choose another port"},
    BadCase{"HealthAtAllAddressesWhereTheSandboxIs", "enabled = true",
            "enabled = true\nlisten = \"127.0.0.1:9464\"\n[health]\nlisten = \"0.0.0.0:9464\"",
            "refleks.toml:8: health.listen: sandbox.listen has this address already: choose another port"},
    BadCase{"HealthWithoutPort", "enabled = true", "enabled = true\n[health]\nlisten = \"127.0.0.1\"",
            "refleks.toml:7: health.listen: \"127.0.0.1\" is no address with a port (numbers, no names); write for example listen = \"127.0.0.1:9464\""},
    BadCase{"LogFormat", "enabled = true", "enabled = true\n[log]\nformat = \"xml\"",
            "refleks.toml:7: log.format: \"xml\" is not possible; choose one of text, json; write for example format = \"text\""},
    BadCase{"ListenWithATooBigPort", "enabled = true", "enabled = true\nlisten = \"127.0.0.1:70000\"",
            "refleks.toml:6: sandbox.listen: \"127.0.0.1:70000\" is no address with a port (numbers, no names); write for example listen = \"127.0.0.1:8089\""},
    BadCase{"StartWithAnOffset", "enabled = true", "enabled = true\nmovable_clock = true\nstart = 2026-11-09T08:00:00Z",
            "refleks.toml:7: sandbox.start: local time is needed here, without Z or an offset; write for example start = 2026-11-09T08:00:00"},
    BadCase{"ThresholdLowered", "[sandbox]", "[disclosure]\nk_group = 3\n[sandbox]",
            "refleks.toml:5: disclosure.k_group: 3 is too low; this threshold can be raised, never lowered: 4 to 10 is possible; write for example k_group = 4"},
    BadCase{"ThresholdTooHigh", "[sandbox]", "[disclosure]\nk_leader = 21\n[sandbox]",
            "refleks.toml:5: disclosure.k_leader: 21 is out of bounds; 4 to 20 is possible; write for example k_leader = 8"},
    BadCase{"RetentionOutOfBounds", "[sandbox]", "[retention]\ntexts_months = 13\n[sandbox]",
            "refleks.toml:5: retention.texts_months: 13 is out of bounds; 1 to 12 is possible; write for example texts_months = 3"},
    BadCase{"LogLevelThatIsNone", "[sandbox]", "[log]\nlevel = \"loud\"\n[sandbox]",
            "refleks.toml:5: log.level: \"loud\" is not possible; choose one of debug, info, warning, error, off; write for example level = \"info\""},
    BadCase{"AddressThatIsNone", "[sandbox]\n", "whistleblowing_url = \"www.fjordvik.example\"\n[sandbox]\n",
            "refleks.toml:4: organisation.whistleblowing_url: \"www.fjordvik.example\" is no web address; write for example whistleblowing_url = \"https://fjordvik.example/varsling\""},
    BadCase{"AddressOfNoHost", "[sandbox]\n", "whistleblowing_url = \"https:///varsling\"\n[sandbox]\n",
            "refleks.toml:4: organisation.whistleblowing_url: \"https:///varsling\" is no web address; write for example whistleblowing_url = \"https://fjordvik.example/varsling\""},
    BadCase{"AddressWithAPortThatIsNot", "[sandbox]\n", "deviation_url = \"https://fjordvik.example:99999/avvik\"\n[sandbox]\n",
            "refleks.toml:4: organisation.deviation_url: \"https://fjordvik.example:99999/avvik\" is no web address; write for example deviation_url = \"https://fjordvik.example/avvik\""},
    BadCase{"DiskBoxWithoutKeys", "[sandbox]\n", "[ballot_box]\nmode = \"disk\"\n[sandbox]\n",
            "refleks.toml:4: ballot_box.key_directory: is missing; a box on disk is sealed with keys that lie somewhere else; write for example key_directory = \"/var/lib/refleks-keys\""},
    BadCase{"DiskBoxWithKeysInTheData", "[sandbox]\n", "[ballot_box]\nmode = \"disk\"\nkey_directory = \"refleks-data/keys\"\n[sandbox]\n",
            "refleks.toml:6: ballot_box.key_directory: the keys must lie outside the data folder and the box, or a backup opens the box"},
    BadCase{"PacksFolderThatIsNotThere", "[sandbox]\n", "[packs]\ndirectory = \"/no/such/folder\"\n[sandbox]\n",
            "refleks.toml:5: packs.directory: there is no folder /no/such/folder; write for example directory = \"packs\""},
    BadCase{"OpenEvaluationOfNoProgramme", "[sandbox]\n", "[packs]\nopen_evaluation = [\"kafe\"]\n[sandbox]\n",
            "refleks.toml:5: packs.open_evaluation: there is no programme \"kafe\"; write for example open_evaluation = [\"dialogkafe\"]"}),
    [](const auto& case_) { return std::string(case_.param.name); });
// clang-format on

// Nobody else has them, and without them the configuration is refused: copies hold them.
TEST(Config, PacksAreNotWhatSomebodyElseKeeps) {
  const support::TempDirectory packs;
  const Config config = parsed(boost::algorithm::replace_first_copy(
      good, "[sandbox]\n", "[packs]\ndirectory = \"" + packs.path().string() + "\"\n[sandbox]\n"));
  EXPECT_EQ(config.packs, packs.path());
  EXPECT_THAT(config.named, IsEmpty());
}

TEST(Config, CollectsEverythingThatIsWrongInTheOrderOfLines) {
  std::string text = good_with("name = \"Fjordvik\"", "name = 4");
  boost::algorithm::replace_first(text, "first = 2026-11-24", "frist = 2026-11-24");
  boost::algorithm::replace_first(text, "\"jonas\"", "\"jon\"");
  boost::algorithm::replace_first(text, "\"nynorsk\"", "\"dansk\"");
  const auto problems = problems_of(text);
  ASSERT_THAT(problems, SizeIs(4)) << "the misspelled key is not missing as well";
  EXPECT_THAT(problems[0], HasSubstr(":2: organisation.name:"));
  EXPECT_THAT(problems[1], HasSubstr(":10: people.amina.language:"));
  EXPECT_THAT(problems[2],
              HasSubstr(":22: groups.nord.frist: I do not know this key; did you mean \"first\"?"));
  EXPECT_THAT(problems[3], HasSubstr(":28: groups.nord.participants:"));
}

// One file of many in a process must not cost the others memory or time.
TEST(Config, SaysNoMoreThanSomebodyReads) {
  std::string many;
  for (int i = 0; i < 5000; ++i) many += fmt::format("key{} = 1\n", i);
  auto problems = problems_of(good_with("name = \"Fjordvik\"", "name = \"Fjordvik\"\n" + many));
  ASSERT_THAT(problems, SizeIs(1001));
  EXPECT_THAT(problems.back(), "and 4000 more");
  problems = problems_of(good_with("\"nynorsk\"", "\"" + std::string(1'000'001, 'x') + "ø\""));
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_LT(problems[0].size(), 2100u);
  EXPECT_THAT(problems[0], testing::AllOf(HasSubstr(":10: people.amina.language: I do not know the language"),
                                          HasSubstr("xxx … xxx"), HasSubstr("choose nb, nn or en")));
  const std::string key(201, 'k');
  EXPECT_THAT(problems_of(good_with("[people.amina]", "[people." + key + "]")),
              ElementsAre("refleks.toml:8: a key of more than 200 bytes"));
}

TEST(Config, AnEmptyFileIsToldWhatIsMissing) {
  EXPECT_THAT(
      problems_of(""),
      ElementsAre(
          "refleks.toml:1: organisation.name: is missing; write for example name = \"Fjordvik kommune\"",
          "refleks.toml:1: sandbox.enabled: no chat is switched on, so nobody can be reached; write "
          "for example enabled = true"));
}

TEST(Config, AFileThatCannotBeReadIsNamed) {
  for (const char* path : {"/no/such/refleks.toml", "/tmp"}) try {
      load_config(path, no_environment);
      ADD_FAILURE() << path;
    } catch (const ConfigError& refused) {
      EXPECT_THAT(refused.problems,
                  ElementsAre(testing::StartsWith(std::string(path) + ": the file cannot be read: ")));
    }
}

TEST(Config, WarnsWhereAGroupIsTooSmallForAnonymity) {
  EXPECT_THAT(parsed(good).warnings, IsEmpty()) << "three participants and a facilitator who answers";
  EXPECT_THAT(
      parsed(good_with("  \"amina\",\n", "")).warnings,
      ElementsAre(
          "refleks.toml:18: groups.nord: in Hjemmetjenesten nord 3 people can answer; anonymity needs "
          "4 answers, so results of this group will never be shown"));
}

TEST(Config, WarnsAboutRolesNobodyHas) {
  EXPECT_THAT(parsed(good_with("leaders = [\"berit\"]\n", "")).warnings,
              ElementsAre(HasSubstr("has no leader")));
  EXPECT_THAT(parsed(good_with("facilitators = [\"marit\"]\n", "")).warnings,
              Contains(HasSubstr("has no facilitator")));
}

TEST(Config, WarnsOfOneAddressOfTwoPeople) {
  EXPECT_THAT(parsed(good_with("name = \"Jonas Vik\"\n", "name = \"Jonas Vik\"\nemail = \"a@f.example\"\n") +
                     "[people.ny]\nname = \"Ny\"\nemail = \"A@f.example\"\n")
                  .warnings,
              ElementsAre(HasSubstr("people.ny.email: jonas has this address too")));
}

// One person's letters, and no reason for all the others to be without the service.
TEST(Config, StartsWithAnAddressThatNoLetterReaches) {
  const auto with = [](const std::string& email) {
    return parsed(good_with("name = \"Jonas Vik\"\n", "name = \"Jonas Vik\"\nemail = \"" + email + "\"\n"));
  };
  for (const char* odd : {"kari@kommune..no", "kari.@kommune.no", "kari@post_server.kommune.no",
                          "kåri@f.example", "kari@localhost"})
    EXPECT_THAT(with(odd).warnings,
                ElementsAre(HasSubstr("people.jonas.email: letters cannot reach this address")))
        << odd;
  const Config copied = with("mailto:kari@f.example");
  EXPECT_THAT(copied.warnings, ElementsAre());
  EXPECT_TRUE(
      std::ranges::any_of(copied.people, [](const auto& one) { return one.email == "kari@f.example"; }));
}

TEST(Config, WarnsOfAThirdFacilitatorAndOfANameThatTwoGroupsHave) {
  EXPECT_THAT(
      parsed(good_with("facilitators = [\"marit\"]\n", "facilitators = [\"marit\", \"ola\", \"per\"]\n") +
             "\n[people.ola]\nname = \"Ola\"\n[people.per]\nname = \"Per\"\n")
          .warnings,
      ElementsAre(HasSubstr("groups.nord.facilitators: 3 people lead Hjemmetjenesten nord")));
  EXPECT_THAT(
      parsed(std::string(good) + "\n[groups.syd]\nname = \"hjemmetjenesten NORD\"\nchannel = \"syd\"\n")
          .warnings,
      Contains(HasSubstr("groups.syd.name: hjemmetjenesten NORD is the name of nord too")));
}

TEST(Config, WarnsAboutADayThatDoesNotFitTheCadence) {
  EXPECT_THAT(
      parsed(good_with("2026-11-24", "2026-11-25")).warnings,
      ElementsAre(
          "refleks.toml:22: groups.nord.first: 2026-11-25 is no day of this cadence; the first session "
          "is on 2026-12-01"));
}

TEST(Config, WarnsWhenTheSandboxIsOpenToOthers) {
  EXPECT_THAT(parsed(good_with("enabled = true", "enabled = true\nlisten = \"0.0.0.0:80\"")).warnings,
              ElementsAre(HasSubstr("sandbox.listen: others on the network")));
  const Config watched =
      parsed(good_with("enabled = true", "enabled = true\n[health]\nlisten = \"0.0.0.0:9464\""));
  EXPECT_THAT(watched.warnings, ElementsAre(HasSubstr("health.listen: others on the network")));
  EXPECT_EQ(watched.health.port, 9464);
  const Config six = parsed(good_with("enabled = true", "enabled = true\nlisten = \"[::1]:81\""));
  EXPECT_THAT(six.warnings, IsEmpty());
  EXPECT_EQ(six.sandbox.host, "::1");
}

// --- the table of keys ----------------------------------------------------------------------------

TEST(TomlReader, HoldsTheTableOfKeysToTheCodeBothWays) {
  static constexpr KnownKey keys[] = {{"chat.name", "", "", R"("a")"}, {"chat.port", "", "", "1"}};
  TomlReader reader("chat.name = \"a\"", "refleks.toml", keys);
  const Section chat = reader.root().section("chat");
  EXPECT_THROW(chat.text("user"), std::logic_error) << "read, and not in the table";
  EXPECT_EQ(chat.text("name"), "a");
  EXPECT_THROW(reader.finish(), std::logic_error) << "chat.port is in the table and was not read";
  EXPECT_EQ(chat.number("port", 1, 9), std::nullopt);
  EXPECT_NO_THROW(reader.finish());
}

// --- secrets -------------------------------------------------------------------------------------

constexpr KnownKey chat_keys[] = {{"chat.token_file", "", "", R"("token")"},
                                  {"chat.token_env", "", "", R"("TOKEN")"}};

std::optional<std::string> read_secret(const std::string& text, std::vector<std::string>& problems,
                                       const fs::path& folder = {}) {
  TomlReader reader(text, "refleks.toml", chat_keys);
  auto value = secret(reader.root().section("chat"), "token", folder, environment_with("TOKEN", "hush"));
  try {
    reader.finish();
  } catch (const ConfigError& refused) {
    problems = refused.problems;
  }
  return value;
}

TEST(Secret, ComesFromTheEnvironmentOrAFileThatOthersCannotRead) {
  const fs::path folder = fs::path(testing::TempDir()) / ("secret-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  std::ofstream(folder / "token") << "hush\n";
  fs::permissions(folder / "token", fs::perms::owner_read | fs::perms::owner_write);
  std::vector<std::string> problems;
  EXPECT_EQ(read_secret("chat.token_env = \"TOKEN\"", problems), "hush");
  EXPECT_EQ(read_secret("chat.token_file = \"token\"", problems, folder), "hush");
  EXPECT_EQ(read_secret("", problems), std::nullopt);
  EXPECT_THAT(problems, IsEmpty());

  fs::permissions(folder / "token", fs::perms::others_read, fs::perm_options::add);
  EXPECT_EQ(read_secret("chat.token_file = \"token\"", problems, folder), std::nullopt);
  EXPECT_THAT(problems,
              ElementsAre(HasSubstr("refleks.toml:1: chat.token_file: everybody on this machine can read")));
  EXPECT_THAT(problems, ElementsAre(Not(HasSubstr("hush"))));
  fs::remove_all(folder);
}

TEST(Secret, IsTakenOutOfWhatEditorsAndShellsLeaveAroundIt) {
  const fs::path folder = fs::path(testing::TempDir()) / ("bare-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  for (const std::string written :
       {"\xEF\xBB\xBFhush", "hush \n", "\nhush", "\r\n\thush\r\n\r\n", "\xC2\xA0hush\xC2\xA0",
        "\xEF\xBB\xBF\n hush\xE2\x80\x8B\n", "  hush  "}) {
    std::ofstream(folder / "token") << written;
    fs::permissions(folder / "token", fs::perms::owner_read | fs::perms::owner_write);
    std::vector<std::string> problems;
    EXPECT_EQ(read_secret("chat.token_file = \"token\"", problems, folder), "hush")
        << testing::PrintToString(written);
    EXPECT_THAT(problems, IsEmpty());
  }
  for (const auto& [written, why] :
       std::map<std::string, std::string>{{"\xEF\xBB\xBF \n", "token is empty"},
                                          {"one\ntwo", "token holds several lines"},
                                          {"hu\x01sh", "token holds control characters"},
                                          {std::string("\xFF\xFEh\0u\0", 6), "token holds zero bytes"}}) {
    std::ofstream(folder / "token") << written;
    std::vector<std::string> problems;
    EXPECT_EQ(read_secret("chat.token_file = \"token\"", problems, folder), std::nullopt);
    EXPECT_THAT(problems, ElementsAre(HasSubstr("refleks.toml:1: chat.token_file: " + why)));
  }
  fs::remove_all(folder);
}

// A file of holes has no end that anybody waits for; one on a broken disk begins well and ends badly.
TEST(Secret, IsNotReadWithoutEnd) {
  const fs::path folder = fs::path(testing::TempDir()) / ("endless-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  std::ofstream(folder / "token") << "hush";
  fs::permissions(folder / "token", fs::perms::owner_read | fs::perms::owner_write);
  fs::resize_file(folder / "token", 1U << 20U);
  std::vector<std::string> problems;
  EXPECT_EQ(read_secret("chat.token_file = \"token\"", problems, folder), std::nullopt);
  EXPECT_THAT(problems, ElementsAre(HasSubstr("token is larger than a secret is")));
  EXPECT_EQ(read_secret("chat.token_file = \"/proc/self/mem\"", problems, folder), std::nullopt);
  EXPECT_THAT(problems, ElementsAre(HasSubstr("/proc/self/mem cannot be read to its end")));
  fs::remove_all(folder);
}

TEST(Secret, IsLookedForAmongTheCredentialsOfTheService) {
  const fs::path given = fs::path(testing::TempDir()) / ("credentials-" + std::to_string(::getpid()));
  fs::create_directories(given);
  std::ofstream(given / "secrets_token") << "hush\n";
  std::ofstream(given / "other") << "hist\n";
  for (const auto& each : fs::directory_iterator(given)) fs::permissions(each, fs::perms::owner_read);
  std::vector<std::string> problems;
  const auto read = [&](const std::string& file) {
    const std::string text = "chat.token_file = \"" + file + "\"";
    TomlReader reader(text, "refleks.toml", chat_keys);
    auto found = secret(reader.root().section("chat"), "token", "/etc/refleks",
                        environment_with("CREDENTIALS_DIRECTORY", given.string()));
    try {
      reader.finish();
    } catch (const ConfigError& refused) {
      problems = refused.problems;
    }
    return found;
  };
  EXPECT_EQ(read("secrets/token"), "hush") << "LoadCredential=secrets:/etc/refleks/secrets";
  EXPECT_EQ(read("secrets/other"), "hist") << "LoadCredential=other:/etc/refleks/secrets/other";
  EXPECT_EQ(read("secrets/third"), std::nullopt);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_THAT(problems.front(),
              testing::HasSubstr("systemd hands over what lies in that folder when the service"));
  fs::remove_all(given);
}

TEST(Secret, ThatDoesNotLookLikeItsKindIsTakenWithAWarning) {
  const std::string text = "chat.token_env = \"TOKEN\"";
  TomlReader reader(text, "refleks.toml", chat_keys);
  const runtime::SecretKind kind{"a token, which begins with x-",
                                 [](std::string_view token) { return token.starts_with("x-"); }};
  EXPECT_EQ(secret(reader.root().section("chat"), "token", {}, environment_with("TOKEN", "hush"), kind),
            "hush");
  EXPECT_THAT(
      reader.warnings(),
      ElementsAre("refleks.toml:1: chat.token_env: what is in TOKEN does not look like a token, which "
                  "begins with x-; copy it anew if it is refused"));
}

TEST(Secret, IsRefusedInTheFileAndWhenItIsNowhere) {
  std::vector<std::string> problems;
  read_secret("chat.token = \"hush\"", problems);
  EXPECT_THAT(
      problems,
      ElementsAre("refleks.toml:1: chat.token: I do not know this key; known here: token_file, token_env"));
  read_secret("chat.token_env = \"TOKN\"", problems);
  EXPECT_THAT(problems, ElementsAre(HasSubstr("the environment has no variable TOKN")));
  read_secret("chat.token_file = \"/no/such\"", problems);
  EXPECT_THAT(problems, ElementsAre(HasSubstr("there is no file /no/such")));
  read_secret("chat.token_file = \"/no/such\"\nchat.token_env = \"TOKEN\"", problems);
  EXPECT_THAT(problems, ElementsAre(HasSubstr("take one of the two out")));
}

// --- the documents -------------------------------------------------------------------------------

// "webhooks.varsler.people.berit" -> "webhooks.*.people.*", as the table of keys writes it.
std::string pattern_of(const std::string& section) {
  std::string pattern;
  std::vector<std::string> parts;
  for (const auto& part : boost::algorithm::split(parts, section, boost::is_any_of("."))) {
    const std::string as_written = pattern + part + ".";
    const bool known = std::any_of(config_keys().begin(), config_keys().end(),
                                   [&](const KnownKey& key) { return key.path.starts_with(as_written); });
    pattern = known ? as_written : pattern + "*.";
  }
  return pattern.substr(0, pattern.size() - 1);
}

// The keys that the example shows, active or as "#key".
std::set<std::string> keys_shown(const std::string& text) {
  static const std::regex line(R"(#?([a-z_]+) = .*)");
  static const std::regex header(R"(#?\[([a-z0-9_.-]+)\].*)");
  std::set<std::string> found;
  std::string section;
  std::vector<std::string> lines;
  for (const auto& each : boost::algorithm::split(lines, text, boost::is_any_of("\n"))) {
    std::smatch match;
    if (std::regex_match(each, match, header))
      section = pattern_of(match[1].str());
    else if (std::regex_match(each, match, line))
      found.insert(section + "." + match[1].str());
  }
  return found;
}

TEST(ConfigDocuments, TheExampleShowsEveryKeyAndNoOther) {
  std::set<std::string> surplus = keys_shown(file_text(docs / "refleks.example.toml"));
  std::vector<std::string> missing;
  for (const auto& key : config_keys())
    if (surplus.erase(std::string(key.path)) == 0)
      missing.push_back(std::string(key.path) + " = " + std::string(key.example));
  EXPECT_THAT(missing, IsEmpty()) << "show them in docs/refleks.example.toml, each as key = example or "
                                     "#key = example below its section";
  EXPECT_THAT(surplus, IsEmpty()) << "nobody reads these: take them out of docs/refleks.example.toml";
}

std::string row_of(const KnownKey& key) {
  std::string standard(key.standard);
  if (standard == key.example) standard = "`" + standard + "`";
  return "| `" + std::string(key.path) + "` | " + std::string(key.meaning) + " | " + standard + " |";
}

// The kind of the platform whose section has the key; empty: the house's own.
std::string platform_of(std::string_view text) {
  for (const auto& platform : make_platforms())
    if (text.starts_with(std::string(platform->kind()) + ".*.")) return std::string(platform->kind());
  return "";
}

// Rows about keys of that platform's sections (or the house's own keys) in a page.
std::vector<std::string> rows_about(const std::string& platform, const fs::path& page) {
  std::vector<std::string> lines, rows;
  if (!fs::exists(page)) return rows;
  const std::string text = file_text(page);
  for (const auto& line : boost::algorithm::split(lines, text, boost::is_any_of("\n")))
    if (line.starts_with("| `") && platform_of(line.substr(3)) == platform) rows.push_back(line);
  return rows;
}

TEST(ConfigDocuments, ThePageListsEveryKeyAsTheCodeKnowsIt) {
  std::map<std::string, std::vector<std::string>> expected;
  for (const auto& key : config_keys()) expected[platform_of(key.path)].push_back(row_of(key));
  for (const auto& [platform, rows] : expected) {
    std::vector<std::string> found = rows_about(platform, docs / "configuration.md");
    if (!platform.empty() && found.empty()) found = rows_about(platform, docs / (platform + ".md"));
    EXPECT_EQ(found, rows) << (platform.empty()
                                   ? "docs/configuration.md must have these rows"
                                   : "docs/" + platform + ".md or docs/configuration.md must have these rows")
                           << ", each after the other:\n"
                           << boost::algorithm::join(rows, "\n");
  }
}

TEST(ConfigDocuments, TheExampleLoadsWithoutAWarningAlsoWithEveryKeyActive) {
  EXPECT_THAT(load_config(docs / "refleks.example.toml", no_environment).warnings, IsEmpty());
  std::string written = file_text(docs / "refleks.example.toml");
  // The chats need secrets of their own; their keys are held to the code above.
  const auto chats = written.find("# --- chats"), people = written.find("# --- people");
  ASSERT_LT(chats, people);
  written.erase(chats, people - chats);
  boost::algorithm::replace_first(written, "#sheet = 1 ", "# ");
  std::string all = std::regex_replace(written, std::regex("\n#([a-z_]+ = )"), "\n$1");
  boost::algorithm::replace_first(all, "directory = \"packs\"", "");  // there is no such folder here
  for (const char* file : {".pem", ".key", "-ca.pem"})                // nor such files
    boost::algorithm::replace_first(all, std::string("\"secrets/handover") + file + '"', "\"/etc/hostname\"");
  boost::algorithm::replace_first(all, "movable_clock = false", "movable_clock = true");
  const Config config = parse_config(all, "refleks.toml", no_environment);
  EXPECT_THAT(config.warnings, IsEmpty());
  EXPECT_THAT(config.groups.at(0).timeline, SizeIs(sessions::moment_rules().size()));
}

TEST(ConfigDocuments, TheDemoIsTwoGroupsTwoWeeksBeforeTheFirstSession) {
  const Config config = load_config(docs / "demo.toml", no_environment);
  EXPECT_THAT(config.warnings, IsEmpty());
  const core::Directory directory(config.people, config.groups);
  const auto* home = directory.group_by_key("hjemme-nord");
  const auto* nursing = directory.group_by_key("sykehjem");
  ASSERT_TRUE(home && nursing);
  const auto count = [&](const core::Group& group, core::Role role) {
    return directory.with_role(group, role).size();
  };
  EXPECT_EQ(count(*home, core::Role::participant), 6u);
  EXPECT_EQ(count(*nursing, core::Role::participant), 11u);
  EXPECT_EQ(count(*home, core::Role::facilitator), 1u);
  EXPECT_EQ(directory.with_role(*home, core::Role::leader),
            directory.with_role(*nursing, core::Role::leader));
  EXPECT_THAT(directory.coordinators(), SizeIs(1));
  EXPECT_EQ(home->programme, "palliasjon");
  EXPECT_TRUE(config.programmes.at(nursing->programme).sessions.empty());
  ASSERT_TRUE(config.sandbox.movable_clock && config.sandbox.start);
  const auto zone = core::Zone::named(home->zone);
  const auto first =
      core::occurrences(*home->cadence, zone, home->cadence->first, home->cadence->first).at(0);
  EXPECT_EQ(core::to_text(first.starts), "2026-11-24T12:00:00Z");
  EXPECT_EQ(core::to_text(*config.sandbox.start), "2026-11-09T07:00:00Z");
}

TEST(ConfigFuzz, AFileCutAnywhereLoadsOrIsRefusedWithPlaces) {
  const std::string text = file_text(docs / "refleks.example.toml");
  static const std::regex place("refleks\\.toml:[0-9]+: [^\n]+");
  std::size_t loaded = 0, refused_times = 0;
  for (std::size_t size = 0; size <= text.size(); size += 23) try {
      parse_config(text.substr(0, size), "refleks.toml", no_environment);
      ++loaded;
    } catch (const ConfigError& refused) {
      ++refused_times;
      ASSERT_THAT(refused.problems, Not(IsEmpty()));
      for (const auto& problem : refused.problems) ASSERT_TRUE(std::regex_match(problem, place)) << problem;
    }
  EXPECT_GT(loaded, 10u);
  EXPECT_GT(refused_times, 10u);
}

TEST(ConfigFuzz, AFileWithBytesOverwrittenLoadsOrIsRefusedWithPlaces) {
  const std::string text = file_text(docs / "demo.toml");
  core::SeededRandom random(20261124);
  for (int round = 0; round < 400; ++round) {
    std::string broken = text;
    for (int hit = 0; hit < 3; ++hit)
      broken[core::below(random, broken.size())] = "\"[]=.{}\n#x7\xff"[core::below(random, 12)];
    try {
      parse_config(broken, "refleks.toml", no_environment);
    } catch (const ConfigError& refused) {
      for (const auto& problem : refused.problems) ASSERT_THAT(problem, testing::StartsWith("refleks.toml:"));
    }
  }
}

}  // namespace
}  // namespace app
