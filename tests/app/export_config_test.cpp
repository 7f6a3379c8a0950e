// The living groups and people, written as a file and read again: nothing is another.

#include "bot/app/export_config.hpp"

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
  return app::as_toml(people, config);
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

  const core::Directory before = *bot.bot().desk().people();
  const std::string text = written(before, bot.config());
  EXPECT_NE(text.find("[people.kari]"), std::string::npos) << text;
  const app::Config again = read(house + text);
  EXPECT_EQ(again.groups.size(), 2U);
  bot.config() = again;
  bot.config().ballot_box.directory = bot.box.path();
  bot.restart();
  const core::Directory after = *bot.bot().desk().people();
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
  EXPECT_TRUE(bot.bot().desk().people()->group_by_key("natt-2"));
}

}  // namespace
