// Two machines on one database, whose boxes lie in the memory of each: which of them count.

#include "bot/app/box_holder.hpp"

#include "bot/app/arrival.hpp"
#include "storage/meta.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;
namespace fs = std::filesystem;

app::Config of_two_machines() {
  app::Config config = municipality();
  config.storage.standby = true;
  return config;
}

// One bot at a time, as the lock of the database has it; `a` and `b` are the memories of the two machines.
struct TwoMachines : ::testing::Test {
  const TempDirectory data, a, b;
  WholeBot bot{of_two_machines(), "2026-11-09T08:00:00Z", data / "refleks.db"};
  core::Message asked;

  TwoMachines() {
    bot.stop();
    serve_on(a);
  }
  // As a process that waited takes over (standby.cpp).
  void serve_on(const TempDirectory& machine) {
    bot.stop();
    bot.config().ballot_box.directory = machine / "box";
    app::take_in(bot.config(), counting());
    bot.begin();
  }
  app::Counting counting() const {
    storage::Database reader(data / "refleks.db", storage::Database::Use::reader);
    return app::counting_by(reader);
  }
  void open_and_answer() {
    const auto preview =
        bot.say("marit", "hjemme-nord", R"(avstemning "Hva trenger vi mest?" "Tid" "Kunnskap" "Støtte")");
    bot.press("marit", button(preview, "Åpne nå"));
    asked = bot.said_in("hjemme-nord").front().delivery.message;
    for (const char* user : {"kari", "amina", "jonas", "lien"}) answer(user, "Tid");
  }
  core::Reply answer(const char* user, const char* what) { return bot.press(user, button(asked, what)); }
  void put_idea(const char* user, const std::string& text) {
    const auto form = bot.say(user, "hjemme-nord", "idé");
    bot.submit(user, *form.form, {{"idea", {text}}});
  }
  // Into the memory of the other machine, as the wire does it; `lost`: what the giver is told in the end.
  app::HandedOver hand_over(const TempDirectory& to, const std::string& lost = {}) {
    app::Config other = bot.config();
    other.ballot_box.directory = to / "box";
    app::HandedOver done;
    bot.ask([&](core::Context&) {
      done = bot.bot().hand_over([&](const app::Parcel& parcel, const std::function<void()>& alive) {
        app::Arrival arrival(other, parcel.installation, parcel.mark);
        for (const std::string& name : parcel.files) {
          const std::string content = content_of(parcel.boxes / name);
          arrival.begin(name, content.size());
          arrival.add(content);
        }
        arrival.finish();
        alive();
        return lost;
      });
    });
    return done;
  }
  // From `a` to `b`, and killed between the other's word and its own wiping.
  void hand_over_without_wiping() {
    const TempDirectory kept;
    fs::copy(a / "box", kept / "box", fs::copy_options::recursive);
    hand_over(b);
    fs::remove_all(a / "box");
    fs::copy(kept / "box", a / "box", fs::copy_options::recursive);
  }
  bool asked_again() const {
    for (const Said& one : bot.said_in("hjemme-nord"))
      if (one.words().find("Svar igjen") != std::string::npos) return true;
    return false;
  }
  std::string result() {
    bot.advance("2026-11-10T14:00:00Z");
    return bot.last_in("hjemme-nord");
  }
};

TEST_F(TwoMachines, WhatIsHandedOverCountsOnceAndNothingIsLeft) {
  open_and_answer();
  put_idea("kari", "markør idé");
  const std::string kari = core::id_from_name("person kari");
  ASSERT_TRUE(holds(a / "box", kari));
  const auto done = hand_over(b);
  EXPECT_EQ(done.refused, "");
  EXPECT_EQ(done.polls, 1);
  EXPECT_FALSE(holds(a / "box", kari)) << "the machine that gave them has nothing any more";
  EXPECT_FALSE(holds(a / "box", "markør"));
  EXPECT_EQ(words(answer("jonas", "Støtte")), text("engine.busy")) << "nobody is told that it is saved";
  EXPECT_FALSE(holds(data.path(), "markør")) << "nor did it go through a file";
  serve_on(b);
  EXPECT_FALSE(asked_again());
  EXPECT_FALSE(fs::exists(b / "box" / "arrived"));
  answer("kari", "Støtte");
  answer("marit", "Tid");
  EXPECT_HAS(result(), "svarte Tid");
  EXPECT_FALSE(holds(b / "box", kari));
  bot.advance("2026-11-11T08:00:00Z");
  EXPECT_TRUE(holds(data.path(), "markør idé")) << "the idea has come out of the box";
}

TEST_F(TwoMachines, BoxesFromBeforeAnotherServedCountForNobody) {
  open_and_answer();
  serve_on(b);
  EXPECT_TRUE(asked_again()) << "the memory of the other machine is out of reach";
  answer("kari", "Støtte");
  serve_on(a);
  answer("amina", "Støtte");
  EXPECT_LACKS(result(), "svarte Tid") << "those four have been told that their answers are gone";
}

TEST_F(TwoMachines, WhoStartsAgainHasItsOwn) {
  open_and_answer();
  bot.restart();
  bot.restart();
  EXPECT_FALSE(asked_again());
  EXPECT_HAS(result(), "svarte Tid");
}

TEST_F(TwoMachines, AfterAHandOverOfWhichNothingWasHeardTheGiverServesOn) {
  open_and_answer();
  EXPECT_EQ(hand_over(b, "the connection broke").refused, "the connection broke");
  EXPECT_NE(words(answer("marit", "Tid")), text("engine.busy"));
  ASSERT_TRUE(fs::exists(b / "box" / "arrived" / "whole"));
  serve_on(b);
  EXPECT_TRUE(asked_again()) << "what arrived lacks an answer that was acknowledged since";
  EXPECT_FALSE(fs::exists(b / "box" / "arrived"));
}

// Its lock is lost meanwhile, or a mark cannot be written: nobody is answered any more, nothing of the turn
// is kept, and the next start finds what counts.
TEST_F(TwoMachines, AHandOverThatComesToNoEndIsTheEndOfItsTurn) {
  open_and_answer();
  app::HandedOver done;
  EXPECT_ANY_THROW(bot.ask([&](core::Context&) {
    done = bot.bot().hand_over([](const app::Parcel&, const std::function<void()>&) -> std::string {
      throw std::runtime_error("the database is lost");
    });
  }));
  EXPECT_HAS(done.refused, "the database is lost");
  EXPECT_EQ(words(answer("jonas", "Støtte")), text("engine.busy"));
  bot.restart();
  EXPECT_FALSE(asked_again());
  EXPECT_HAS(result(), "svarte Tid");
}

TEST_F(TwoMachines, WhatWasNotWipedIsWipedWhenThatMachineServesAgain) {
  open_and_answer();
  put_idea("kari", "markør idé");
  hand_over_without_wiping();
  serve_on(b);
  answer("marit", "Støtte");
  hand_over(a);
  serve_on(a);
  EXPECT_FALSE(asked_again());
  EXPECT_HAS(result(), "svarte Tid");
}

// The same where it waits: it need not serve for that, and what counts is left alone.
TEST_F(TwoMachines, WhatDoesNotCountIsWipedWhereItWaits) {
  open_and_answer();
  put_idea("kari", "markør idé");
  hand_over_without_wiping();
  app::Config waits = bot.config();
  app::wipe_what_does_not_count(waits, counting());
  EXPECT_TRUE(holds(a / "box", "markør")) << "nobody has taken over yet: it may be the one that has them";
  app::Counting other = counting();
  other.installation = "another database";
  other.mark = "another mark";
  app::wipe_what_does_not_count(waits, other);
  EXPECT_TRUE(holds(a / "box", "markør"));
  serve_on(b);
  app::wipe_what_does_not_count(waits, counting());
  EXPECT_FALSE(holds(a / "box", "markør"));
  EXPECT_FALSE(holds(a / "box", core::id_from_name("person kari")));
  EXPECT_TRUE(holds(b / "box", "markør"));
}

TEST_F(TwoMachines, AnIdeaThatWasGivenAwayAndWithdrawnThereDoesNotComeBack) {
  put_idea("kari", "markør idé");
  hand_over_without_wiping();
  serve_on(b);
  bot.stop();
  fs::remove(b / "box" / "ideas" / "ideas.box");  // it was withdrawn
  serve_on(a);
  EXPECT_FALSE(holds(a / "box", "markør"));
  bot.advance("2026-11-11T08:00:00Z");
  EXPECT_FALSE(holds(data.path(), "markør"));
}

TEST_F(TwoMachines, IdeasOfAMachineThatDiedComeWhenItServesAgain) {
  put_idea("kari", "markør idé");
  serve_on(b);
  serve_on(a);
  bot.advance("2026-11-11T08:00:00Z");
  EXPECT_TRUE(holds(data.path(), "markør idé"));
}

TEST_F(TwoMachines, WhatIsCutOffWhileItIsTakenInIsTakenInAgain) {
  open_and_answer();
  hand_over(b);
  bot.stop();
  // As after a death between two files: one has its place, the other waits.
  const fs::path arrived = b / "box" / "arrived";
  for (const auto& entry : fs::directory_iterator(arrived / "ballots"))
    if (entry.path().extension() == ".box") {
      fs::create_directories(b / "box" / "ballots");
      app::set_holding(b / "box", {app::Holding::Word::arrived, counting().installation, {counting().mark}});
      fs::rename(entry.path(), b / "box" / "ballots" / entry.path().filename());
      break;
    }
  serve_on(b);
  EXPECT_FALSE(asked_again());
  EXPECT_HAS(result(), "svarte Tid");
}

TEST_F(TwoMachines, NothingButBoxesArrives) {
  app::Config other = bot.config();
  other.ballot_box.directory = b / "box";
  const auto refused = [&](const std::string& name, std::uint64_t size) {
    app::Arrival arrival(other, "", "mark");
    try {
      arrival.begin(name, size);
    } catch (const std::runtime_error&) {
      return true;
    }
    return false;
  };
  for (const char* name :
       {"", "ballots/", "ballots/.box", "ballots/../x.box", "ballots/a/b.box", "/etc/passwd",
        "ballots/a.box.key", "ideas/other.box", "holder", "arrived/whole", "../web.key"})
    EXPECT_TRUE(refused(name, 10)) << name;
  EXPECT_TRUE(refused("web.key", 31));
  EXPECT_TRUE(refused("ballots/a.box", app::Arrival::largest_file + 1));
  EXPECT_FALSE(refused("ballots/a.box", 10));
  {
    app::Arrival arrival(other, "", "mark");
    arrival.begin("ballots/a.box", 4);
    EXPECT_THROW(arrival.add("12345"), std::runtime_error);
    arrival.add("1234");
    EXPECT_THROW(arrival.begin("ballots/a.box", 4), std::runtime_error) << "twice";
    EXPECT_THROW(arrival.finish(), std::runtime_error) << "it is no box";
  }
  EXPECT_FALSE(fs::exists(b / "box" / "arrived")) << "what is not finished is wiped";
}

}  // namespace
