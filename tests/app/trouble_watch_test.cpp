// What coordinators hear in the chat before an operator has seen it.

#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

app::Config two_chats() {
  app::Config config = municipality();
  for (core::Person& person : config.people)
    if (person.user == "eivind") person.workspace = "other";
  return config;
}

int heard_by_coordinator(const WholeBot& bot, const std::string& words) {
  int count = 0;
  for (const Said& one : bot.said_in("eivind")) count += one.words().find(words) != std::string::npos;
  return count;
}

TEST(TroubleWatch, APlatformThatIsSilentIsToldOfOnce) {
  TempDirectory data;
  WholeBot bot(two_chats(), "2026-11-09T08:00:00Z", data / "refleks.db");
  bool down = true;
  bot.platform = [&](const runtime::Delivery& delivery) {
    runtime::Delivered outcome;
    if (down && delivery.to.workspace == "sandbox") outcome.kind = runtime::Delivered::Kind::retry;
    return outcome;
  };
  const auto form = bot.say("marit", "hjemme-nord", "sak").form;
  bot.submit("marit", form.value(), {{"title", {"Vi mangler vikarer"}}});
  bot.advance("2026-11-09T08:59:59Z");
  EXPECT_EQ(heard_by_coordinator(bot, "sandbox"), 0);
  bot.advance("2026-11-09T09:01:00Z");
  EXPECT_EQ(heard_by_coordinator(bot, "sandbox"), 1);
  bot.advance("2026-11-09T15:00:00Z");
  EXPECT_EQ(heard_by_coordinator(bot, "sandbox"), 1);
  down = false;
  bot.advance("2026-11-09T16:30:00Z");
  down = true;
  const auto again = bot.say("marit", "hjemme-nord", "sak").form;
  bot.submit("marit", again.value(), {{"title", {"Heisen står"}}});
  bot.advance("2026-11-10T12:00:00Z");
  EXPECT_EQ(heard_by_coordinator(bot, "sandbox"), 2) << "good again, and bad anew";
}

TEST(TroubleWatch, CopiesThatAreNotMadeAreToldOfOnce) {
  TempDirectory data;
  app::Config config = municipality();
  config.backup.directory = data / "copies";
  WholeBot bot(config, "2026-11-09T08:00:00Z", data / "refleks.db");
  bot.advance("2026-11-10T07:00:00Z");
  EXPECT_EQ(heard_by_coordinator(bot, "kopi"), 0);
  bot.advance("2026-11-13T12:00:00Z");
  EXPECT_EQ(heard_by_coordinator(bot, "kopi"), 1);
}

TEST(TroubleWatch, OfTwoMachinesTheOneThatTookOverHasANightForItsFirstCopy) {
  for (const bool two : {false, true}) {
    TempDirectory data;
    app::Config config = municipality();
    config.backup.directory = data / "backup";
    config.storage.standby = two;
    WholeBot bot(config, "2026-11-09T08:00:00Z", data / "refleks.db");
    bot.advance("2026-11-10T09:00:00Z");
    bot.restart();
    bot.advance("2026-11-11T09:00:00Z");
    EXPECT_EQ(heard_by_coordinator(bot, "sikkerhetskopi av Refleks"), two ? 0 : 1) << two;
    bot.advance("2026-11-11T13:00:00Z");
    EXPECT_EQ(heard_by_coordinator(bot, "sikkerhetskopi av Refleks"), 1) << two;
  }
}

}  // namespace
