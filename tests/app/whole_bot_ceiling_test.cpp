// Never more messages to one place in a week than is stated, whatever they are: what comes beyond is said in
// short in the last one, and comes on Monday.

#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

class Ceiling : public ::testing::Test {
 protected:
  Ceiling() : Ceiling(municipality()) {}
  explicit Ceiling(app::Config config)
      : bot(four(std::move(config)), "2026-11-06T08:00:00Z", data / "refleks.db") {
    bot.advance("2026-11-09T08:00:00Z");
    bot.forget();
  }
  static app::Config four(app::Config config) {
    config.organisation.most_a_week = config.organisation.ceiling_a_week = 4;
    return config;
  }
  // To a person in private, from the bot itself.
  void write(const std::string& user, const std::string& text, bool respect_quiet = true) {
    bot.ask([&](core::Context& context) {
      core::Message message;
      message.blocks.emplace_back(core::Paragraph{{core::Span(text)}});
      context.post({"test:" + user + ":" + text,
                    {"sandbox", core::Destination::Kind::person, user},
                    message,
                    respect_quiet});
    });
  }
  void poll(const std::string& question) {
    const core::Reply opened = bot.press(
        "marit", button(bot.say("marit", "hjemme-nord", "avstemning \"" + question + "\" ja/nei til 18.11"),
                        text("polls.open_now")));
    for (const core::Button& each : opened.whisper ? buttons(*opened.whisper) : std::vector<core::Button>())
      if (each.label == text("polls.full_week.now")) bot.press("marit", each);
  }
  std::vector<Said> fresh(const std::string& place) {
    std::vector<Said> all = bot.said_in(place);
    std::erase_if(all, [](const Said& one) { return one.edit(); });
    return all;
  }
  int how_often(const std::string& place, const std::string& words) {
    int found = 0;
    for (const Said& one : fresh(place))
      if (one.words().find(words) != std::string::npos &&
          one.words().find("Mye på én uke") == std::string::npos)
        ++found;
    return found;
  }

  TempDirectory data;
  WholeBot bot;
};

struct CeilingOfSessions : Ceiling {
  CeilingOfSessions() : Ceiling(with_sessions(municipality(), "2026-11-10")) {}
};

TEST_F(Ceiling, WhatComesBeyondIsGatheredAtOnceAndComesOnMondayOnce) {
  for (const char* words : {"En", "To", "Tre", "Fire", "Fem"}) write("berit", words);
  ASSERT_EQ(fresh("berit").size(), 4U);
  const std::string gathered = bot.last_in("berit");
  EXPECT_HAS(gathered, "Du har fått 4 meldinger fra meg denne uka");
  EXPECT_HAS(gathered, "mandag 16. november kl. 07.00");
  EXPECT_HAS(gathered, "Fire");
  EXPECT_HAS(gathered, "Fem");
  bot.restart();
  write("berit", "Seks");
  EXPECT_EQ(fresh("berit").size(), 4U);
  EXPECT_TRUE(bot.said_in("berit").back().edit()) << "no new message";
  EXPECT_HAS(bot.last_in("berit"), "Seks");
  EXPECT_HAS(bot.last_in("berit"), "Fire");
  write("kari", "En");
  EXPECT_EQ(how_often("kari", "En"), 1) << "another place";
  bot.advance("2026-11-15T22:59:00Z");
  EXPECT_EQ(how_often("berit", "Fire"), 0);
  bot.restart();
  bot.advance("2026-11-16T08:00:00Z");
  bot.restart();
  for (const char* words : {"En", "To", "Tre", "Fire", "Fem", "Seks"})
    EXPECT_EQ(how_often("berit", words), 1) << words;
  EXPECT_EQ(fresh("berit")[4].words(), "Fire") << "in their order";
}

TEST_F(Ceiling, AWeekOfMoreThanTwoIsPutOffInItsOrder) {
  for (int i = 10; i < 20; ++i) write("berit", "Melding " + std::to_string(i));
  bot.advance("2026-11-16T08:00:00Z");
  write("berit", "Melding 20");
  bot.advance("2026-12-14T08:00:00Z");
  std::map<core::Instant, int> weeks;
  std::vector<std::string> order;
  for (const Said& one : fresh("berit")) {
    ++weeks[std::chrono::floor<std::chrono::weeks>(one.at - std::chrono::days{4})];
    if (one.delivery.key.starts_with("test:")) order.push_back(one.words());
  }
  for (const auto& [week, count] : weeks) EXPECT_LE(count, 4);
  ASSERT_EQ(order.size(), 11U);
  EXPECT_TRUE(std::ranges::is_sorted(order));
}

TEST_F(Ceiling, OfAChannelItsFacilitatorsHearAndVotesAreOpenAllTheSame) {
  for (const char* question : {"En?", "To?", "Tre?"}) poll(question);
  ASSERT_EQ(fresh("hjemme-nord").size(), 3U);
  EXPECT_TRUE(bot.said_in("marit").empty());
  poll("Fire?");
  ASSERT_EQ(fresh("hjemme-nord").size(), 4U);
  EXPECT_HAS(bot.last_in("hjemme-nord"), "Det har kommet 4 meldinger fra meg her denne uka");
  EXPECT_HAS(bot.last_in("hjemme-nord"), "Fire?");
  ASSERT_EQ(fresh("marit").size(), 1U);
  EXPECT_HAS(bot.last_in("marit"), "I Hjemmetjenesten nord har det kommet 4 meldinger");
  EXPECT_HAS(bot.last_in("marit"), "Fire?");
  poll("Fem?");
  EXPECT_EQ(fresh("hjemme-nord").size(), 4U);
  EXPECT_EQ(fresh("marit").size(), 1U) << "once, and changed";
  EXPECT_HAS(bot.last_in("marit"), "Fem?");
  // What is asked is answered before its message comes.
  const auto notice = bot.said_in("hjemme-nord").back().delivery.message;
  const core::Reply answers = bot.press("kari", button(notice, text("engine.gathered.answer")));
  ASSERT_TRUE(answers.whisper);
  const auto offered = buttons(*answers.whisper);
  EXPECT_TRUE(std::ranges::any_of(
      offered, [](const core::Button& each) { return each.label.find("Fem?") != std::string::npos; }));
  bot.advance("2026-11-16T07:00:00Z");
  EXPECT_EQ(how_often("hjemme-nord", "Fire?"), 1);
  EXPECT_EQ(how_often("hjemme-nord", "Fem?"), 1);
}

TEST_F(CeilingOfSessions, WhatWasToBeSaidBeforeOneIsNotSaidAfterIt) {
  for (const char* question : {"En?", "To?", "Tre?"}) poll(question);
  bot.advance("2026-11-09T12:00:00Z");
  EXPECT_HAS(bot.last_in("marit"), "tirsdag 10. november") << "tomorrow's session";
  bot.advance("2026-11-17T08:00:00Z");
  for (const Said& one : fresh("hjemme-nord"))
    for (const char* kind : {"reminder:", "checkin:", "moved:"})
      EXPECT_FALSE(one.delivery.key.starts_with(kind)) << one.delivery.key;
}

TEST_F(Ceiling, HoldsAtNightToo) {
  bot.advance("2026-11-09T20:30:00Z");
  for (const char* words : {"En", "To", "Tre", "Fire"}) write("berit", words, false);
  write("berit", "I morgen");
  ASSERT_EQ(fresh("berit").size(), 4U);
  EXPECT_HAS(bot.last_in("berit"), "Fire");
  bot.advance("2026-11-10T12:00:00Z");
  ASSERT_EQ(fresh("berit").size(), 4U);
  EXPECT_HAS(bot.last_in("berit"), "I morgen");
}

TEST_F(Ceiling, WhatIsGatheredGoesWithThePerson) {
  for (const char* words : {"En", "To", "Tre", "Fire", "Fem"}) write("kari", words);
  const core::Person kari = *bot.bot().engine().people()->person("sandbox", "kari");
  bot.ask([&](core::Context& context) { EXPECT_EQ(bot.bot().erase(context, kari).refused, ""); });
  bot.forget();
  bot.advance("2026-11-17T08:00:00Z");
  EXPECT_TRUE(bot.said_in("kari").empty());
  bot.stop();
  storage::Database database((data / "refleks.db").string(), storage::Database::Use::reader);
  EXPECT_FALSE(storage::open_stores(database).outbox->look("gathered:2026-11-09:" + kari.id.text));
}

}  // namespace
