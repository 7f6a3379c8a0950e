// A group that stalls: the coordinator hears why, hands it over in one form, and whoever leads it from then
// on hears so.

#include "bot/core/events.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

struct Stall : ::testing::Test {
  std::vector<std::string> told(const std::string& part) const {
    std::vector<std::string> all;
    for (const Said& one : bot.said_in("eivind"))
      if (one.words().find(part) != std::string::npos) all.push_back(one.words());
    return all;
  }
  void cancel(const char* day) {
    const auto preview = bot.say("marit", "hjemme-nord", std::string("avlys ") + day);
    bot.press("marit", button(preview, text("sessions.cancel.yes")));
  }
  WholeBot bot{with_sessions(municipality(), "2026-11-24")};  // 24.11, 8.12, 22.12, 5.1
};

TEST_F(Stall, NoSessionForTwiceTheIntervalIsToldOnceAndHandedOverInOneForm) {
  bot.advance("2026-11-25T14:00:00Z");
  for (const char* day : {"8.12", "22.12"}) cancel(day);
  bot.advance("2026-12-22T14:00:00Z");
  EXPECT_TRUE(told("lenge siden gruppa møttes").empty()) << "four weeks are not over";
  bot.advance("2026-12-23T14:00:00Z");
  ASSERT_EQ(told("lenge siden gruppa møttes").size(), 1U);
  core::Button hand_over;
  for (const Said& one : bot.said_in("eivind"))
    for (const core::Button& each : buttons(one.delivery.message))
      if (each.label == "Gi videre: Hjemmetjenesten nord") hand_over = each;
  const auto form = bot.press("eivind", hand_over);
  ASSERT_TRUE(form.form) << words(form);
  core::FormValues values;
  for (const core::Input& input : form.form->inputs) values[input.id] = input.initial;
  values["facilitators"] = {"Kari"};
  values["members"] = {"Marit, Amina, Jonas, Lien, Sigrun, Tomasz"};
  const auto preview = bot.submit("eivind", *form.form, values);
  ASSERT_TRUE(preview.whisper) << words(preview);
  bot.forget();
  bot.press("eivind", buttons(*preview.whisper).front());
  EXPECT_HAS(bot.last_in("kari"), "Du er nå fasilitator i refleksjonsgruppa Hjemmetjenesten nord");
  EXPECT_NO_THROW(button(bot.said_in("kari").back().delivery.message, "Hvor gruppa er"));
  ASSERT_EQ(bot.said_in("marit").size(), 1U);
  EXPECT_HAS(bot.last_in("marit"), "Du er ikke lenger fasilitator i Hjemmetjenesten nord");
  bot.advance("2027-01-04T14:00:00Z");
  EXPECT_TRUE(told("lenge siden gruppa møttes").empty()) << "once";
}

TEST_F(Stall, APauseIsNoStall) {
  bot.advance("2026-11-25T14:00:00Z");
  bot.press("marit", button(bot.say("marit", "hjemme-nord", "pause gruppa fra 27.11 til 2.1"),
                            "Pause for Hjemmetjenesten nord"));
  bot.advance("2027-01-04T14:00:00Z");
  EXPECT_TRUE(told("lenge siden gruppa møttes").empty());
}

TEST_F(Stall, ThreeTimesUnderHalfIsToldAndTwiceIsNot) {
  std::size_t seen = 0;
  int ticked = 0;
  const auto live = [&](const char* until) {
    while (bot.clock.now() < at(until)) {
      bot.advance(bot.clock.now() + std::chrono::hours{12});
      for (; seen < bot.said.size(); ++seen) {
        const Said one = bot.said[seen];
        if (one.edit() || one.delivery.to.id != "marit") continue;
        for (const core::Button& each : buttons(one.delivery.message))
          if (each.name == core::events::who_came.name) {
            const auto form = bot.press("marit", each);
            bot.submit("marit", form.form.value(), {{"came", {form.form->inputs.at(0).initial.front()}}});
            ++ticked;
          }
      }
    }
  };
  live("2026-12-11T12:00:00Z");
  EXPECT_EQ(ticked, 2);
  EXPECT_TRUE(told("færre enn halvparten").empty());
  live("2026-12-26T12:00:00Z");
  live("2026-12-29T12:00:00Z");
  EXPECT_EQ(ticked, 3);
  EXPECT_EQ(told("færre enn halvparten").size(), 1U);
}

}  // namespace
