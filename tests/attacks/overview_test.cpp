// T19: whether pages, drawings, tables and reports about a group, or how they change, tell more than the
// group was told.

#include "bot/features/digests/overview.hpp"
#include "bot/app/drawn.hpp"
#include "bot/app/table_files.hpp"
#include "tests/attacks/world.hpp"

namespace {

using namespace attacks;

// Everything that somebody may read of their groups, as bytes.
std::string all_views_of(World& world, const std::string& user) {
  storage::Database database((world.data / "refleks.db").string(), storage::Database::Use::reader);
  const storage::Stores stores = storage::open_stores(database);
  const core::Directory people = stores.people->load();
  digests::Overviews overviews(*stores.digests, *stores.histories, "Europe/Oslo");
  const core::Person& reader = *people.person("sandbox", user);
  const core::Instant now = world.bot.clock.now();
  const auto ask = [&](std::string_view view, const std::optional<core::GroupId>& group) {
    return overviews.answer({people, reader, now, core::Language::nb}, view, group);
  };
  std::string all = wire(std::get<core::Message>(ask("groups", std::nullopt)));
  const auto tables = std::get<std::vector<core::Table>>(ask("tables", std::nullopt));
  for (const core::Table& table : tables) all += app::csv_of(table);
  for (const core::Group* group : people.groups_of(reader.id)) {
    all += wire(std::get<core::Message>(ask("group", group->id)));
    all += app::pdf_of(std::get<digests::Report>(ask("report", group->id)), core::Language::nb);
    for (const char* view : {"plot-usefulness", "plot-attendance", "plot-matters", "plot-timeline"})
      if (const auto plot = ask(view, group->id); std::holds_alternative<core::Plot>(plot))
        all += std::get<core::Plot>(plot).alt;
  }
  return all;
}

const std::vector<std::string> who_reads{"berit", "marit", "kari"};

// What each reader sees before anybody answers, while answers wait, after the close, and after it was told.
std::vector<std::string> seen_during(const std::vector<int>& picks, int k_leader = 4) {
  app::Config config = municipality();
  config.disclosure.k_leader = k_leader;
  World world(std::move(config));
  const auto poll = world.open(R"(avstemning "Hva trenger vi?" "Tid" "Ro" til 14:00)");
  std::vector<std::string> seen;
  const auto look = [&] {
    for (const std::string& reader : who_reads) seen.push_back(all_views_of(world, reader));
  };
  look();
  for (std::size_t i = 0; i < picks.size(); ++i)
    world.bot.press(home[i], buttons(poll)[static_cast<std::size_t>(picks[i])]);
  look();
  world.bot.advance("2026-11-09T13:00:00Z");
  world.bot.advance("2026-11-09T15:00:00Z");
  look();
  return seen;
}

TEST(Attack, T19_NothingAboutAGroupTellsMoreThanTheGroupWasTold) {
  const auto five = seen_during({0, 0, 0, 0, 0, 1, 1}), six = seen_during({0, 0, 0, 0, 0, 0, 1});
  ASSERT_EQ(five.size(), 3 * who_reads.size());
  EXPECT_EQ(five, six) << "the words are the same, so is every byte of every view";
  for (std::size_t i = 0; i < who_reads.size(); ++i) {
    EXPECT_EQ(five[i], five[who_reads.size() + i])
        << who_reads[i] << " sees nothing of answers before the group";
    EXPECT_NE(five[i], five[2 * who_reads.size() + i]) << who_reads[i] << " sees the result";
  }
}

// Seven answers are enough for the group and too few for its leaders: whatever the group reads, every byte
// they can fetch, and how it changes over time, is the same.
TEST(Attack, T19_WhatIsTooFewForLeadersIsInNoViewOfTheirs) {
  const auto some = seen_during({0, 0, 0, 0, 0, 1, 1}, 8), others = seen_during({1, 1, 1, 1, 1, 0, 0}, 8);
  ASSERT_EQ(who_reads.front(), "berit");
  for (std::size_t i = 0; i < some.size(); i += who_reads.size()) EXPECT_EQ(some[i], others[i]) << i;
  EXPECT_NE(some.back(), others.back()) << "the group reads which it was";
}

// What somebody is told by command of what the group is for, where all six answer the same.
std::string told_of_the_purpose(const std::string& reader, const std::string& pick) {
  app::Config config = municipality();
  config.disclosure.k_leader = 8;
  World world(std::move(config));
  for (const core::Button& each : buttons(world.bot.say("marit", "hjemme-nord", "formål").whisper.value()))
    if (each.name == "purposes/ask") world.bot.press("marit", each);
  core::Message ask;
  for (const Said& one : world.bot.said)
    if (one.delivery.key.starts_with("poll:") && !one.edit()) ask = one.delivery.message;
  for (const std::string& user : home) {
    if (user == "marit") continue;  // by name
    const auto form = world.bot.press(user, buttons(ask).front()).form.value();
    world.bot.submit(user, form, {{"q0", {pick}}, {"q1", {"0"}}});
  }
  world.bot.advance("2026-11-17T12:00:00Z");
  return wire(world.bot.say(reader, "hjemme-nord", "formål"));
}

TEST(Attack, T19_NorIsItToldToThemByCommand) {
  EXPECT_EQ(told_of_the_purpose("berit", "0"), told_of_the_purpose("berit", "1"));
  EXPECT_NE(told_of_the_purpose("kari", "0"), told_of_the_purpose("kari", "1")) << "the group reads which";
}

TEST(Attack, T19_WhatSomebodyWroteOrKeptIsInNoViewOfALeader) {
  World world;
  const auto why = world.open("avstemning \"Hvorfor?\" fritekst til 14:00");
  for (const std::string& user : home) world.write(user, why, "hemmelig tekst fra " + user.substr(0, 1));
  const auto keep =
      world.bot.press("marit", {"", "matters/keep_form", world.bot.config().groups.front().id.text});
  ASSERT_TRUE(keep.form);
  world.bot.submit("marit", *keep.form, {{"text", {"dette blir hos oss"}}});
  world.bot.advance("2026-11-10T09:00:00Z");
  ASSERT_NE(world.posted("result:").find("hemmelig tekst"), std::string::npos) << "the group reads them";
  for (const std::string& reader : who_reads) {
    const std::string views = all_views_of(world, reader);
    EXPECT_EQ(views.find("hemmelig"), std::string::npos) << reader;
    EXPECT_EQ(views.find("dette blir hos oss"), std::string::npos) << reader;
  }
  // Released, it is theirs from then on.
  const auto kept = world.bot.press("marit", {"", "matters/kept", world.bot.config().groups.front().id.text});
  const auto one = world.bot.press("marit", buttons(kept.whisper.value()).front());
  for (const core::Button& each : buttons(one.whisper.value()))
    if (each.name == "matters/release") world.bot.press("marit", each);
  EXPECT_NE(all_views_of(world, "berit").find("dette blir hos oss"), std::string::npos);
}

}  // namespace
