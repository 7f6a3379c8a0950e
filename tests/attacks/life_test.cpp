// T1, T2 for what a group's life brings besides polls: the private situation log, hopes and fears, a no to
// leading a group, and who has read a letter.

#include <soci/soci.h>

#include "bot/app/load_packs.hpp"
#include "tests/attacks/world.hpp"

namespace {

using namespace attacks;

app::Config with_hopes() {
  app::Config config = with_sessions(municipality(), "2026-11-17");
  config.programmes = app::load_packs({});
  config.groups[0].programme = "hverdagsmestring";
  return config;
}

TEST(Attack, T01_TheSituationLogLeavesNotOneByteAnywhere) {
  World world;
  const auto before = world.disk();
  for (const char* user : {"kari", "marit", "berit"}) {
    const auto form = world.bot.say(user, "hjemme-nord", "situasjonslogg");
    ASSERT_TRUE(form.form) << user;
    core::FormValues values;
    for (const core::Input& input : form.form->inputs) values[input.id] = {"zmarker " + input.id};
    for (int i = 0; i < 2; ++i) {
      const auto back = world.bot.submit(user, *form.form, values, std::string("sealed-") + user);
      EXPECT_HAS(core::plain_text(back.form.value().intro), "zmarker");
    }
  }
  EXPECT_EQ(world.disk(), before) << "content, size and time of change";
  EXPECT_FALSE(holds(world.bot.box.path(), "zmarker"));
  world.bot.restart();
  world.bot.advance("2026-11-12T12:30:00Z");
  for (const char* marker : {"zmarker", "sealed-"}) EXPECT_FALSE(world.on_disk(marker)) << marker;
  for (const Said& one : world.bot.said) EXPECT_EQ(one.words().find("zmarker"), std::string::npos);
}

TEST(Attack, T02_HopesAndFearsAreNobodysAndComeBackAsTheyWereShown) {
  World world(with_hopes());
  world.bot.advance("2026-11-17T12:10:00Z");  // the first session has begun
  core::Message ask;
  for (const Said& one : world.bot.said)
    if (one.delivery.key.starts_with("poll:") && !one.edit() && one.words().find(text("hopes.title")) == 0)
      ask = one.delivery.message;
  ASSERT_FALSE(buttons(ask).empty()) << "it is asked when the session begins";
  const auto before = world.disk();
  for (const std::string& user : home) {
    const auto form = world.bot.press(user, buttons(ask).front());
    world.bot.submit(user, form.form.value(), {{"q0", {"zhåp " + user}}}, "sealed-" + user);
  }
  // Two fear something: too few to be told.
  for (const char* user : {"kari", "amina"}) {
    const auto form = world.bot.press(user, buttons(ask).front());
    world.bot.submit(user, form.form.value(), {{"q0", {std::string("zhåp ") + user}}, {"q1", {"zfrykt"}}});
  }
  EXPECT_EQ(world.disk(), before) << "content, size and time of change";
  world.bot.advance("2026-11-19T12:00:00Z");
  EXPECT_TRUE(world.on_disk("zhåp kari")) << "what was shown is kept";
  EXPECT_FALSE(world.on_disk("zfrykt")) << "and nothing else";
  EXPECT_FALSE(world.on_disk("sealed-"));
  EXPECT_FALSE(holds(world.bot.box.path(), "zhåp")) << "the box is wiped";
  storage::Database reader(world.data / "refleks.db", storage::Database::Use::reader);
  for (const core::Person& person : world.bot.config().people) {
    int found = 0;
    reader.sql() << "SELECT count(*) FROM hope WHERE instr(words || poll_id, :a)",
        soci::use(person.id.text, "a"), soci::into(found);
    EXPECT_EQ(found, 0) << "beside a text nothing says whose it is";
  }
}

TEST(Attack, T01_ANoToLeadingAGroupLeavesNotOneByte) {
  World world;
  const std::string group = world.bot.config().groups[0].id.text;
  const auto before = world.disk();
  world.bot.forget();
  for (const std::string& user : home)
    EXPECT_TRUE(world.bot.press(user, {"", "box/cofacilitators/no", group}, "sealed-" + user).whisper);
  EXPECT_EQ(world.disk(), before);
  EXPECT_TRUE(world.bot.said.empty());
}

TEST(Attack, T02_WhoHasReadALetterIsNowhereBesideTheCountAndTheMessages) {
  World world;
  const auto shown = world.bot.say("marit", "hjemme-nord", "brev");
  world.bot.press("marit", button(shown, text("agreements.letter.send")));
  int readers = 0;
  for (const Said& one : std::vector<Said>(world.bot.said))
    for (const core::Button& each : buttons(one.delivery.message))
      if (each.name == "agreements/read" && readers++ < 4) world.bot.press(one.delivery.to.id, each);
  storage::Database reader(world.data / "refleks.db", storage::Database::Use::reader);
  int read = 0, left = 0, columns = 0;
  reader.sql() << "SELECT read_by FROM letter", soci::into(read);
  reader.sql() << "SELECT count(*) FROM letter_copy", soci::into(left);
  reader.sql() << "SELECT count(*) FROM pragma_table_info('letter_copy')", soci::into(columns);
  EXPECT_EQ(read, 4);
  EXPECT_EQ(left, static_cast<int>(home.size()) - 1 - 4) << "the words of those who have read it are gone";
  EXPECT_EQ(columns, 2) << "a letter and a word, and nobody";
}

}  // namespace
