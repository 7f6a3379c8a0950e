// Of two facilitators the one whose session it is is asked first; two days without an answer, and the other
// is asked as well. What one answers is closed for both.

#include <soci/soci.h>

#include <algorithm>

#include "bot/core/events.hpp"
#include "storage/database.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

class SecondAsk : public ::testing::Test {
 protected:
  static app::Config two() {
    app::Config config = with_sessions(municipality(), "2026-11-24");
    for (core::Member& member : config.groups[0].members)
      if (member.person.text == core::id_from_name("person kari")) member.role = core::Role::facilitator;
    return config;
  }
  void SetUp() override {
    bot.press("marit", button(bot.say("marit", "hjemme-nord", "hovedansvar"), "Kari tar neste"));
    bot.forget();
  }
  // New messages to somebody that hold these words.
  std::size_t told(const std::string& who, const std::string& part) const {
    return static_cast<std::size_t>(std::ranges::count_if(bot.said_in(who), [&](const Said& one) {
      return !one.edit() && one.words().find(part) != std::string::npos;
    }));
  }
  std::string last_edit(const std::string& who) const {
    std::string words;
    for (const Said& one : bot.said_in(who))
      if (one.edit()) words = one.words();
    return words;
  }
  core::Button newest(const std::string& who, std::string_view name) {
    const auto all = bot.said_in(who);
    for (auto one = all.rbegin(); one != all.rend(); ++one)
      for (const core::Button& button : buttons(one->delivery.message))
        if (button.name == name) return button;
    throw std::logic_error("no such button to " + who);
  }
  void set_place(const std::string& who) {
    const auto form = bot.press(who, button(bot.say(who, "hjemme-nord", "gruppe"), "Navn og sted"));
    bot.press(who, button(bot.submit(
                              who, form.form.value(),
                              {{"name", {"Hjemmetjenesten nord"}}, {"place", {"Kjelleren"}}, {"link", {""}}}),
                          "Ja, endre"));
  }

  // The program is another from here on, and the jobs of this kind stand as a former one wrote them.
  void upgrade(const std::string& kind, const std::string& change) {
    bot.stop();
    {
      storage::Database database(bot.database());
      int changed = 0;
      database.sql() << "UPDATE job SET " + change + " WHERE kind = '" + kind + "'";
      database.sql() << "SELECT changes()", soci::into(changed);
      EXPECT_GT(changed, 0) << kind;
    }
    bot.begin();
  }

  const std::string room = "Er rommet bestilt?", silent = text("sessions.asked_before");
  TempDirectory data;
  WholeBot bot{two(), "2026-11-09T08:00:00Z", data / "refleks.db"};
};

TEST_F(SecondAsk, AboutTheRoomAfterTwoDays) {
  bot.advance("2026-11-17T10:00:00Z");
  EXPECT_EQ(told("kari", room), 1U);
  EXPECT_EQ(told("marit", room), 0U);
  bot.restart();
  bot.advance("2026-11-19T09:00:00Z");
  EXPECT_EQ(told("marit", room), 0U) << "half past ten, two days later";
  bot.advance("2026-11-19T10:00:00Z");
  EXPECT_EQ(told("marit", room), 1U);
  EXPECT_EQ(told("marit", silent), 1U);
  EXPECT_EQ(told("kari", room), 1U) << "who was asked is not asked twice";
  set_place("marit");
  EXPECT_HAS(last_edit("kari"), "Kjelleren");
  EXPECT_HAS(last_edit("marit"), "Kjelleren");
}

TEST_F(SecondAsk, AboutTheRoomAlsoWhereAFormerVersionArrangedIt) {
  bot.advance("2026-11-17T10:00:00Z");
  upgrade("sessions/second", "job_key = replace(job_key, '|', ':')");
  bot.advance("2026-11-19T10:00:00Z");
  EXPECT_EQ(told("marit", room), 1U);
  EXPECT_EQ(told("marit", "Takk for at du er fasilitator"), 0U);
}

TEST_F(SecondAsk, NotWhereItWasAnsweredInTime) {
  bot.advance("2026-11-17T10:00:00Z");
  set_place("kari");
  bot.advance("2026-11-23T12:00:00Z");
  EXPECT_EQ(told("marit", room), 0U);
}

TEST_F(SecondAsk, AboutWhoCameAfterTwoDaysAndOneAnswerClosesIt) {
  bot.advance("2026-11-25T15:00:00Z");
  EXPECT_EQ(told("kari", "Takk for at du er fasilitator"), 1U);
  EXPECT_EQ(told("marit", "Takk for at du er fasilitator"), 0U);
  bot.forget();
  bot.advance("2026-11-27T15:00:00Z");
  EXPECT_EQ(told("marit", "Takk for at du er fasilitator"), 1U);
  EXPECT_EQ(told("marit", silent), 1U);
  EXPECT_EQ(told("kari", "Takk for at du er fasilitator"), 0U);
  const auto form = bot.press("marit", newest("marit", core::events::who_came.name)).form.value();
  core::FormValues came;
  came[form.inputs.front().id] = form.inputs.front().initial;
  bot.submit("marit", form, came);
  for (const char* user : {"kari", "marit"}) {
    EXPECT_HAS(last_edit(user), "registrert av Marit");
    EXPECT_LACKS(last_edit(user), silent);
  }
  bot.advance("2026-12-02T12:00:00Z");
  EXPECT_EQ(told("marit", "Takk for at du er fasilitator"), 1U);
}

TEST_F(SecondAsk, NotOfASessionThatDidNotTakePlace) {
  bot.advance("2026-11-25T15:00:00Z");
  const auto ask = bot.press("kari", newest("kari", core::events::not_held.name));
  bot.press("kari", button(ask, text("sessions.not_held.yes")));
  bot.advance("2026-12-01T12:00:00Z");
  EXPECT_EQ(told("marit", "Takk for at du er fasilitator"), 0U);
}

TEST_F(SecondAsk, WhatDidNotTakePlaceIsClosedForBoth) {
  bot.advance("2026-11-27T15:00:00Z");
  const auto ask = bot.press("marit", newest("marit", core::events::not_held.name));
  bot.press("marit", button(ask, text("sessions.not_held.yes")));
  const std::string closed =
      text("sessions.not_held.done", {{"when", "tirsdag 24. november kl. 13.00–14.30"}});
  EXPECT_HAS(last_edit("kari"), closed);
  EXPECT_HAS(last_edit("marit"), closed);
}

TEST_F(SecondAsk, AboutATopicTheDayItIsNeeded) {
  for (int i = 0; i < 3; ++i)
    bot.submit("jonas", *bot.say("jonas", "hjemme-nord", "idé").form,
               {{"idea", {"Tema nummer " + std::string(static_cast<std::size_t>(i + 1), 'x')}}});
  bot.advance("2026-11-23T13:00:00Z");
  ASSERT_EQ(told("kari", text("ideas.undecided")), 1U);
  EXPECT_EQ(told("marit", text("ideas.undecided.second")), 0U);
  bot.restart();
  bot.advance("2026-11-24T10:00:00Z");
  EXPECT_EQ(told("marit", text("ideas.undecided.second")), 1U);
  EXPECT_EQ(told("kari", text("ideas.undecided.second")), 0U);
  bot.press("kari", newest("kari", "ideas/choose"));
  for (const char* user : {"kari", "marit"}) EXPECT_HAS(last_edit(user), "er valgt: Tema nummer");
}

TEST_F(SecondAsk, AboutATopicAlsoWhereAFormerVersionArrangedIt) {
  for (int i = 0; i < 3; ++i)
    bot.submit("jonas", *bot.say("jonas", "hjemme-nord", "idé").form,
               {{"idea", {"Tema nummer " + std::string(static_cast<std::size_t>(i + 1), 'x')}}});
  bot.advance("2026-11-23T13:00:00Z");
  upgrade("ideas/undecided", "subject = '-' || replace(substr(subject, 3), '|', ' ')");
  bot.advance("2026-11-24T10:00:00Z");
  EXPECT_EQ(told("marit", text("ideas.undecided.second")), 1U);
  upgrade("ideas/undecided", "subject = '+' || replace(substr(subject, 3), '|', ' ')");
  bot.advance("2026-11-26T12:00:00Z");  // the session has begun, and the group decides
  int left = -1;
  bot.stop();
  {
    storage::Database database(bot.database());
    database.sql() << "SELECT count(*) FROM job WHERE kind = 'ideas/undecided'", soci::into(left);
  }
  bot.begin();
  EXPECT_EQ(left, 0);
}

TEST_F(SecondAsk, NotAboutATopicThatWasChosenOrASessionThatHasBegun) {
  for (int i = 0; i < 3; ++i)
    bot.submit("jonas", *bot.say("jonas", "hjemme-nord", "idé").form,
               {{"idea", {"Tema nummer " + std::string(static_cast<std::size_t>(i + 1), 'x')}}});
  bot.advance("2026-11-23T13:00:00Z");
  bot.press("kari", newest("kari", "ideas/choose"));
  bot.advance("2026-11-26T10:00:00Z");
  EXPECT_EQ(told("marit", text("ideas.undecided.second")), 0U);
}

TEST_F(SecondAsk, OneFacilitatorIsAskedOnceAndBothAtOnceWhereItIsNobodys) {
  WholeBot alone(with_sessions(municipality(), "2026-11-24"), "2026-11-09T08:00:00Z");
  alone.advance("2026-11-24T08:00:00Z");
  std::size_t asked = 0;
  for (const Said& one : alone.said_in("marit")) asked += one.words().find(room) != std::string::npos;
  EXPECT_EQ(asked, 1U);
  WholeBot both(two(), "2026-11-09T08:00:00Z");
  both.advance("2026-11-24T08:00:00Z");
  for (const char* user : {"marit", "kari"})
    for (const Said& one : both.said_in(user)) EXPECT_LACKS(one.words(), silent);
}

}  // namespace
