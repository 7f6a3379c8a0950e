// T1, T2: what an administrator finds on the disk, at any time.

#include <soci/soci.h>

#include "tests/attacks/world.hpp"

namespace {

using namespace attacks;

// Answers, changes, withdrawals, repeats, refusals, forms looked at, ideas: everything that must leave
// nothing.
void everything(World& world, const core::Message& quick, const core::Message& text) {
  int delivery = 0;
  for (const char* user : {"kari", "amina", "jonas", "lien", "sigrun", "berit", "henrik", "fremmed"}) {
    const std::string id = "sealed-" + std::to_string(++delivery), name = user;
    const auto options = buttons(quick);
    for (int i = 0; i < 2; ++i) world.bot.press(user, options[0], id);
    world.bot.press(user, options[1]);
    world.write(user, text, "zmarker first " + name, id + "-a");
    world.write(user, text, "zmarker first " + name, id + "-a");
    world.write(user, text, "zmarker refused ring 22 33 44 55");
    world.write(user, text, "zmarker changed " + name);
    const std::string poll = buttons(text).front().value;
    world.bot.press(user, {"", "box/polls/withdraw", poll});
    world.write(user, text, "zmarker last " + name);
    world.idea(user, "zmarker idea " + name, id + "-idea");
    world.idea(user, "zmarker idea " + name, id + "-idea");
  }
  world.bot.press("kari", {"", "box/polls/quick", "nothing|0"});
  world.bot.press("kari", {"", "box/unknown/x", ""});
}

TEST(Attack, T01_NotOneByteOfDatabaseOrLogChangesWhilePeopleAnswer) {
  World world;
  const auto quick = world.open(R"(avstemning "Hva trenger vi?" "Tid" "Ro" "Folk" til 14:00)");
  const auto text = world.open(R"(avstemning "Hvorfor?" fritekst til 14:00)");
  const auto before = world.disk();
  for (const char* file : {"refleks.db", "refleks.db-wal", "refleks.db-shm", "refleks.log"})
    ASSERT_TRUE(before.contains(file)) << file;
  world.bot.forget();
  everything(world, quick, text);
  EXPECT_EQ(world.disk(), before) << "content, size and time of change";
  EXPECT_TRUE(world.bot.said.empty()) << "nor is anything said";
  ASSERT_TRUE(holds(world.bot.box.path(), "zmarker last kari")) << "they are in memory";
}

TEST(Attack, T02_NoPersistentByteHoldsAnAnswerOrItsWriterInAnyState) {
  World world;
  int state = 0;
  const auto look = [&](const char* when, bool published = false) {
    const std::string backup = world.data / ("backup-" + std::to_string(++state) + ".db");
    storage::Database(world.data / "refleks.db", storage::Database::Use::reader).backup_to(backup);
    for (const char* marker : {"zmarker first", "zmarker changed", "zmarker refused", "sealed-"})
      EXPECT_FALSE(world.on_disk(marker)) << marker << ", " << when;
    for (const char* marker : {"zmarker last", "zmarker idea"})
      EXPECT_TRUE(published || !world.on_disk(marker)) << marker << ", " << when;
    for (const core::Person& person : world.bot.config().people)
      for (const std::string& who : {person.user, person.name, person.id.text})
        EXPECT_EQ(world.log().find(who), std::string::npos) << "the log names somebody, " << when;
    for (const char* place : {"/var/tmp", "/tmp"})
      for (const auto& entry : std::filesystem::directory_iterator(place))
        EXPECT_FALSE(entry.path().filename().string().starts_with("etilqs")) << when;
  };
  look("at the start");
  const auto quick = world.open(R"(avstemning "Hva trenger vi?" "Tid" "Ro" "Folk" til 14:00)");
  const auto text = world.open(R"(avstemning "Hvorfor?" fritekst til 14:00)");
  const auto cancelled = world.open(R"(avstemning "Avlyst?" fritekst til 14:00)");
  look("open");
  everything(world, quick, text);
  for (const std::string& user : home) world.write(user, cancelled, "zmarker first " + user);
  look("answered");
  world.bot.restart();
  look("after a restart");
  const auto list = world.bot.say("marit", "hjemme-nord", "avstemninger");
  for (const core::Button& each : buttons(*list.whisper))
    if (each.name == "polls/extend" || each.value == buttons(cancelled).front().value)
      world.bot.press("marit", buttons(*world.bot.press("marit", each).whisper).front());
  look("extended and cancelled");
  EXPECT_FALSE(holds(world.bot.box.path(), "zmarker first " + home[0])) << "what is cancelled is wiped";
  world.bot.advance("2026-11-11T12:00:00Z");
  EXPECT_TRUE(world.on_disk("zmarker last kari")) << "a text that was shown is stored: the search finds it";
  look("closed", true);
  EXPECT_FALSE(holds(world.bot.box.path(), "zmarker")) << "the boxes are empty";
  for (const core::Person& person : world.bot.config().people)
    EXPECT_FALSE(holds(world.bot.box.path(), person.id.text));
  // Beside a text nothing says whose it is.
  storage::Database reader(world.data / "refleks.db", storage::Database::Use::reader);
  for (const core::Person& person : world.bot.config().people) {
    int found = 0;
    reader.sql() << "SELECT (SELECT count(*) FROM result_text WHERE instr(body || poll_id, :a)) + "
                    "(SELECT count(*) FROM idea WHERE instr(body || idea_id, :b))",
        soci::use(person.id.text, "a"), soci::use(person.id.text, "b"), soci::into(found);
    EXPECT_EQ(found, 0);
  }
}

// Votes for what holds `marker` in the open vote over topics.
void all_vote(World& world, const std::string& marker) {
  core::Message ask;
  for (const Said& one : world.bot.said)
    if (one.delivery.key.starts_with("poll:") && !one.edit()) ask = one.delivery.message;
  for (const std::string& user : home) {
    const auto form = world.bot.press(user, buttons(ask).at(0)).form.value();
    for (const core::Option& option : form.inputs.at(0).options)
      if (option.label.find(marker) != std::string::npos)
        world.bot.submit(user, form, {{"q0", {option.value}}});
  }
}
void hide_idea(World& world, const std::string& marker) {
  const auto table = world.bot.say("marit", "hjemme-nord", "ideer").whisper.value();
  for (std::size_t i = 0; i + 1 < table.blocks.size(); ++i) {
    const auto* said = std::get_if<core::Paragraph>(&table.blocks[i]);
    const auto* below = std::get_if<core::Actions>(&table.blocks[i + 1]);
    if (!said || !below || core::plain_text(said->text).find(marker) == std::string::npos) continue;
    for (const core::Button& each : below->buttons)
      if (each.name == "ideas/hide") {
        const auto asked = world.bot.press("marit", each).whisper.value();
        for (const core::Button& yes : buttons(asked)) world.bot.press("marit", yes);
      }
  }
}

// The vote goes with it: its form would show the words, and its result tell them to all and to leaders.
TEST(Attack, T02_NorIsItInAVoteThatShowedIt) {
  World world(with_sessions(municipality(), "2026-11-17"));
  world.idea("kari", "zskjult «mer» tid");
  world.idea("amina", "zblir igjen");
  world.bot.advance("2026-11-13T12:30:00Z");
  all_vote(world, "zskjult");
  hide_idea(world, "zskjult");
  EXPECT_FALSE(world.on_disk("zskjult")) << world.log();
  world.bot.advance("2026-11-16T13:00:00Z");
  EXPECT_LACKS(world.posted("result:"), "zskjult");
  EXPECT_FALSE(world.on_disk("zskjult")) << "nor after the time of its close";
}

// What is remembered of it is that the rest was asked.
TEST(Attack, T02_NorInAVoteThatIsOver) {
  World world(with_sessions(municipality(), "2026-11-17"));
  world.idea("kari", "zskjult «mer» tid");
  world.idea("sigrun", "ZSKJULT «mer»  tid");
  world.idea("amina", "zblir igjen");
  world.bot.advance("2026-11-13T12:30:00Z");
  all_vote(world, "zblir igjen");
  world.bot.advance("2026-11-16T13:00:00Z");
  EXPECT_HAS(world.posted("result:"), "zblir igjen");
  hide_idea(world, "mer");
  for (const char* words : {"zskjult", "ZSKJULT"}) EXPECT_FALSE(world.on_disk(words)) << words;
  EXPECT_TRUE(world.on_disk("zblir igjen"));
}

TEST(Attack, T02_AHiddenIdeaIsNowhereOnTheDiskAlsoWhereItWasPosted) {
  World world(with_sessions(municipality(), "2026-11-17"));
  world.idea("kari", "zskjult «mer» tid");
  world.idea("amina", "zblir igjen");
  world.bot.advance("2026-11-12T12:30:00Z");
  EXPECT_HAS(world.posted("ideas:"), "zskjult");
  ASSERT_TRUE(world.on_disk("zskjult"));
  bool hidden = false;
  const auto table = world.bot.say("marit", "hjemme-nord", "ideer").whisper.value();
  for (std::size_t i = 0; i + 1 < table.blocks.size(); ++i) {
    const auto* words = std::get_if<core::Paragraph>(&table.blocks[i]);
    const auto* below = std::get_if<core::Actions>(&table.blocks[i + 1]);
    if (!words || !below || core::plain_text(words->text).find("zskjult") == std::string::npos) continue;
    for (const core::Button& each : below->buttons)
      if (each.name == "ideas/hide")
        hidden = support::words(world.bot.press("marit", each)) == text("ideas.hidden");
  }
  ASSERT_TRUE(hidden);
  EXPECT_FALSE(world.on_disk("zskjult")) << world.log();
  world.bot.advance("2026-11-13T05:00:00Z");
  EXPECT_FALSE(world.on_disk("zskjult")) << "nor after the night";
  EXPECT_TRUE(holds(world.data.path(), "zblir igjen"));
}

// Withdrawing adds a record; the night wipes the file also when nothing is left to store.
TEST(Attack, T02_AWithdrawnIdeaIsGoneFromMemoryAfterTheNight) {
  World world;
  const auto receipt = world.idea("kari", "zwithdrawn");
  ASSERT_TRUE(receipt.form);
  std::string code;
  for (const core::Span& span : receipt.form->intro)
    if (span.style == core::Span::Style::code) code = span.text;
  const auto follow = world.bot.say("kari", "", "idékode").form;
  ASSERT_TRUE(follow);
  const auto act = world.bot.submit("kari", *follow, {{"code", {code}}}).form;
  ASSERT_TRUE(act);
  world.bot.submit("kari", *act, {{"act", {"withdraw"}}});
  world.bot.advance("2026-11-10T06:00:00Z");
  EXPECT_FALSE(holds(world.bot.box.path(), "zwithdrawn"));
  EXPECT_FALSE(world.on_disk("zwithdrawn"));
}

}  // namespace
