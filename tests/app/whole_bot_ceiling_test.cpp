// Nobody ever gets more messages in a week than is stated, in private and in all their groups, whatever they
// are: what comes beyond is said in short in a last one, and comes on Monday. What is of no use then goes
// ahead, or is not sent, and nobody gets what waited for them when they have left.

#include "bot/app/chats.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

class Ceiling : public ::testing::Test {
 protected:
  Ceiling() : Ceiling(municipality()) {}
  explicit Ceiling(app::Config config, int ceiling = 4)
      : bot(stated(std::move(config), ceiling), "2026-11-06T08:00:00Z", data / "refleks.db") {
    bot.advance("2026-11-09T08:00:00Z");
    bot.forget();
  }
  static app::Config stated(app::Config config, int ceiling) {
    config.organisation.most_a_week = config.organisation.ceiling_a_week = ceiling;
    return config;
  }
  core::Post written(const std::string& user, const std::string& text) {
    core::Message message;
    message.blocks.emplace_back(core::Paragraph{{core::Span(text)}});
    return {"test:" + user + ":" + text, {"sandbox", core::Destination::Kind::person, user}, message};
  }
  void send(const core::Post& post) {
    bot.ask([&](core::Context& context) { context.post(post); });
  }
  // To a person in private, from the bot itself.
  void write(const std::string& user, const std::string& text, bool respect_quiet = true) {
    core::Post post = written(user, text);
    post.respect_quiet = respect_quiet;
    send(post);
  }
  void poll(const std::string& question, const std::string& who = "marit",
            const std::string& where = "hjemme-nord", const std::string& how = "ja/nei til 18.11") {
    const core::Reply opened = bot.press(
        who, button(bot.say(who, where, "avstemning \"" + question + "\" " + how), text("polls.open_now")));
    for (const core::Button& each : opened.whisper ? buttons(*opened.whisper) : std::vector<core::Button>())
      if (each.label == text("polls.full_week.now")) bot.press(who, each);
  }
  int heard(const std::string& user, const std::string& words) { return how_often(user, words); }
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
  CeilingOfSessions() : Ceiling(with_sessions(municipality(), "2026-11-10"), 15) {}
};

// A fifth of it, one, is kept for what is urgent; a message at each place says what waits.
struct CeilingOfSix : Ceiling {
  CeilingOfSix() : Ceiling(municipality(), 6) {}
};

// Kari is in both groups.
struct CeilingOfTwoGroups : Ceiling {
  CeilingOfTwoGroups() : Ceiling(both(), 8) {}
  static app::Config both() {
    app::Config config = municipality();
    config.groups[1].members.push_back(
        {core::PersonId(core::id_from_name("person kari")), core::Role::participant, {}});
    return config;
  }
};

// Kari and Nils have pages of their own.
struct CeilingWithPages : Ceiling {
  CeilingWithPages() : Ceiling(with_pages(), 6) {}
  static app::Config with_pages() {
    app::Config config = municipality();
    for (core::Person& person : config.people)
      if (person.user == "kari" || person.user == "nils") person.workspace = "pages";
    app::Chats chats;
    chats.pages = "pages";
    config.chats = std::make_shared<const app::Chats>(std::move(chats));
    return config;
  }
};

TEST_F(Ceiling, WhatComesBeyondIsGatheredAtOnceAndComesOnMondayOnce) {
  for (const char* words : {"En", "To", "Tre", "Fire", "Fem"}) write("berit", words);
  ASSERT_EQ(fresh("berit").size(), 4U);
  const std::string gathered = bot.last_in("berit");
  EXPECT_HAS(gathered, "Ingen skal få flere enn 4 meldinger");
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

TEST_F(CeilingOfSix, OfAChannelItsFacilitatorsHearAndVotesAreOpenAllTheSame) {
  for (const char* question : {"Null?", "To?", "Tre?"}) poll(question);
  ASSERT_EQ(fresh("hjemme-nord").size(), 3U);
  EXPECT_TRUE(bot.said_in("marit").empty());
  poll("Fire?");
  ASSERT_EQ(fresh("hjemme-nord").size(), 4U);
  EXPECT_HAS(bot.last_in("hjemme-nord"),
             "Dere har fått mye fra meg denne uka, her og ellers. Ingen skal få flere enn 6");
  EXPECT_HAS(bot.last_in("hjemme-nord"), "Fire?");
  ASSERT_EQ(fresh("marit").size(), 1U);
  EXPECT_HAS(bot.last_in("marit"), "Dere i Hjemmetjenesten nord har fått mye fra meg");
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

TEST_F(CeilingOfSix, AVoteByNameThatWillNotComeIsAnsweredBelowWhatSaysSo) {
  for (const char* question : {"Null?", "To?", "Tre?"}) poll(question);
  poll("Passer torsdag?", "marit", "hjemme-nord", "navn ja/nei til 11.11");
  poll("Skal vi ta med kake?", "marit", "hjemme-nord", "navn ja/nei til 11.11");
  const Said notice = bot.said_in("hjemme-nord").back();
  EXPECT_HAS(notice.words(), text("engine.gathered.too_late"));
  const auto offered = buttons(notice.delivery.message);
  ASSERT_EQ(offered.size(), 4U) << "each question's own two, and none that leads to what has no name";
  EXPECT_HAS(words(bot.press("kari", offered[2])), "svaret er mottatt");
}

// Five are answered there, and the rest may be a vote without names, which is open.
TEST_F(CeilingOfSix, OfMoreThanFiveThatWillNotComeTheRestAreAnsweredByTheLastButton) {
  for (const char* question : {"Null?", "To?", "Tre?"}) poll(question);
  poll("Er lederen til stede nok?", "marit", "hjemme-nord", "ja/nei til 11.11");
  for (const char* question : {"Passer torsdag?", "Skal vi ta med kake?", "Begynner vi klokka ni?",
                               "Trengs en prosjektor?", "Kommer Solveig?"})
    poll(question, "marit", "hjemme-nord", "navn ja/nei til 11.11");
  // Words alone take no vote's place.
  for (const char* words : {"En", "To", "Tre", "Fire", "Fem"}) {
    core::Post post = written("marit", words);
    post.to = {"sandbox", core::Destination::Kind::channel, "hjemme-nord"};
    send(core::until(at("2026-11-11T10:00:00Z"), std::move(post)));
  }
  const Said notice = bot.said_in("hjemme-nord").back();
  EXPECT_HAS(notice.words(), "Er lederen til stede nok?");
  EXPECT_HAS(notice.words(), "Fem");
  const auto offered = buttons(notice.delivery.message);
  ASSERT_EQ(offered.size(), 11U);
  EXPECT_HAS(words(bot.press("kari", offered[0])), "svaret er mottatt");
  EXPECT_EQ(offered.back().label, text("engine.gathered.answer"));
}

// As a vote is when answers were lost: ahead of what waits, it counted as the oldest.
TEST_F(CeilingOfSix, WhatIsUrgentAndWillNotComeIsAnsweredWhateverCameAfterIt) {
  for (const char* question : {"Null?", "To?", "Tre?"}) poll(question);
  for (const char* words : {"Haster", "Haster mer"}) {
    core::Post post = written("marit", words);
    post.to = {"sandbox", core::Destination::Kind::channel, "hjemme-nord"};
    post.message.blocks.emplace_back(core::Actions{{{"Svar på nytt", "polls/close", "0", {}}}});
    send(core::urgent(core::until(at("2026-11-11T10:00:00Z"), std::move(post))));
  }
  for (const char* question : {"Passer torsdag?", "Skal vi ta med kake?", "Begynner vi klokka ni?",
                               "Trengs en prosjektor?", "Kommer Solveig?", "Møtes på biblioteket?"})
    poll(question, "marit", "hjemme-nord", "navn ja/nei til 11.11");
  const auto offered = buttons(bot.said_in("hjemme-nord").back().delivery.message);
  EXPECT_TRUE(
      std::ranges::any_of(offered, [](const core::Button& each) { return each.label == "Svar på nytt"; }));
}

// Their copy waits in a line of its own.
TEST_F(CeilingWithPages, WhoReadsOnAPageAnswersThereWhatWillNotCome) {
  for (const char* words : {"En", "To", "Tre", "Fire", "Fem", "Seks"}) {
    core::Post post = written("kari", words);
    post.to.workspace = "pages";
    send(post);
  }
  poll("Passer torsdag?", "marit", "hjemme-nord", "navn ja/nei til 11.11");
  const Said notice = bot.said_in("kari").back();
  EXPECT_HAS(notice.words(), text("engine.gathered.too_late"));
  EXPECT_EQ(buttons(notice.delivery.message).size(), 2U);
}

TEST_F(CeilingOfSessions, WhatWasToBeSaidBeforeOneIsNotSaidAfterIt) {
  for (int number = 1; number <= 12; ++number) poll("Nummer " + std::to_string(number) + "?");
  bot.advance("2026-11-09T12:00:00Z");
  EXPECT_HAS(bot.last_in("marit"), "tirsdag 10. november") << "tomorrow's session";
  EXPECT_HAS(bot.last_in("hjemme-nord"), text("engine.gathered.too_late")) << "not on Monday";
  bot.advance("2026-11-17T08:00:00Z");
  int begun = 0;
  for (const Said& one : fresh("hjemme-nord")) {
    for (const char* kind : {"reminder:", "moved:"})
      EXPECT_FALSE(one.delivery.key.starts_with(kind)) << one.delivery.key;
    if (!one.delivery.key.starts_with("checkin:")) continue;
    ++begun;
    EXPECT_EQ(one.at, at("2026-11-10T11:50:00Z")) << "goes ahead of what waits";
  }
  EXPECT_EQ(begun, 1);
}

TEST_F(CeilingOfSix, CountsWhatSomebodyReadsWhereverItIs) {
  for (const char* question : {"Null?", "To?", "Tre?"}) poll(question);
  write("kari", "Vent");
  write("berit", "Leser ikke der");
  EXPECT_EQ(heard("kari", "Vent"), 0);
  EXPECT_HAS(bot.last_in("kari"), "her og i gruppene dine. Ingen skal få flere enn 6");
  EXPECT_EQ(heard("berit", "Leser ikke der"), 1);
  send(core::urgent(written("kari", "Haster")));
  EXPECT_EQ(heard("kari", "Haster"), 1) << "into what is kept for it";
  send(core::urgent(written("kari", "Haster mer")));
  EXPECT_EQ(heard("kari", "Haster mer"), 0) << "never more than six, with the last message in the channel";
  bot.advance("2026-11-16T08:00:00Z");
  std::vector<std::string> order;
  for (const Said& one : fresh("kari"))
    if (one.delivery.key.starts_with("test:")) order.push_back(one.words());
  EXPECT_EQ(order, (std::vector<std::string>{"Haster", "Haster mer", "Vent"}));
}

TEST_F(CeilingOfTwoGroups, CountsAllGroupsOfAPerson) {
  for (const char* question : {"Null?", "To?"}) poll(question);
  for (const char* question : {"A?", "B?", "C?"}) poll(question, "henrik", "sykehjem");
  const auto everything = [&] {
    return fresh("hjemme-nord").size() + fresh("sykehjem").size() + fresh("kari").size();
  };
  EXPECT_EQ(how_often("sykehjem", "B?"), 1);
  EXPECT_EQ(how_often("sykehjem", "C?"), 0) << "Kari would have no room left for what says so";
  for (const char* words : {"x", "y", "z"}) send(core::urgent(written("kari", words)));
  EXPECT_EQ(everything(), 7U);
  poll("Tre?");
  EXPECT_EQ(everything(), 8U);
  bot.advance("2026-11-16T08:00:00Z");
  for (const char* question : {"C?"}) EXPECT_EQ(how_often("sykehjem", question), 1);
  EXPECT_EQ(how_often("hjemme-nord", "Tre?"), 1);
  for (const char* words : {"x", "y", "z"}) EXPECT_EQ(heard("kari", words), 1) << words;
}

TEST_F(CeilingWithPages, WhoCameMeanwhileGetsWhatTheChannelGetsOnMonday) {
  for (const char* question : {"Null?", "To?", "Tre?", "Fire?"}) poll(question);
  EXPECT_EQ(how_often("hjemme-nord", "Fire?"), 0);
  EXPECT_EQ(heard("kari", "Fire?"), 1) << "a page of one's own is not full";
  bot.say("eivind", "", "rolle nils deltaker hjemme-nord");
  bot.advance("2026-11-17T08:00:00Z");
  EXPECT_EQ(how_often("hjemme-nord", "Fire?"), 1);
  EXPECT_EQ(heard("kari", "Fire?"), 1);
  EXPECT_EQ(heard("nils", "Fire?"), 1);
  EXPECT_EQ(heard("nils", "Tre?"), 0);
}

TEST_F(Ceiling, WhatIsTooLateOnMondayIsNamedAndNotSent) {
  for (const char* words : {"En", "To", "Tre", "Fire"}) write("berit", words);
  send(core::until(at("2026-11-12T10:00:00Z"), written("berit", "Før torsdag")));
  const std::string gathered = bot.last_in("berit");
  const auto line = gathered.find(text("engine.gathered.too_late"));
  ASSERT_NE(line, std::string::npos) << gathered;
  EXPECT_GT(gathered.find("Før torsdag"), line);
  EXPECT_LT(gathered.find("Fire"), line);
  bot.advance("2026-11-16T08:00:00Z");
  EXPECT_EQ(heard("berit", "Fire"), 1);
  EXPECT_EQ(heard("berit", "Før torsdag"), 0);
}

TEST_F(Ceiling, NobodyGetsWhatWaitedForThemWhenTheyHaveLeft) {
  const core::GroupId home(core::id_from_name("group hjemme-nord"));
  for (const char* words : {"En", "To", "Tre"}) send(core::of_group(home, written("kari", words)));
  for (const char* words : {"Fire", "Fem"}) write("kari", words);
  for (const char* words : {"En", "To", "Tre"}) send(core::of_group(home, written("berit", words)));
  send(core::of_group(home, written("berit", "Om nord")));
  write("berit", "Om noe annet");
  bot.forget();
  for (const char* user : {"kari", "berit"})
    bot.say("eivind", "", std::string("rolle ") + user + " ut hjemme-nord");
  bot.forget();
  bot.restart();
  bot.advance("2026-11-17T08:00:00Z");
  EXPECT_TRUE(bot.said_in("kari").empty()) << "in no group any more: " << bot.last_in("kari");
  EXPECT_EQ(heard("berit", "Om nord"), 0) << "in another group alone";
  EXPECT_EQ(heard("berit", "Om noe annet"), 1);
}

TEST_F(Ceiling, WhatIsForCoordinatorsIsNotForWhoIsNoneAnyMore) {
  bot.config().people.back().coordinator = false;
  bot.config().groups[0].members.push_back({bot.config().people.back().id, core::Role::participant, {}});
  for (const char* words : {"En", "To", "Tre", "Fire"})
    send(core::of_group(core::coordinators_alone, written("eivind", words)));
  bot.forget();
  bot.restart();
  bot.advance("2026-11-17T08:00:00Z");
  EXPECT_EQ(heard("eivind", "Fire"), 0);
}

TEST_F(Ceiling, WhatWaitsGoesWithSomebodyToAnotherAccount) {
  for (const char* words : {"En", "To", "Tre", "Fire", "Fem"}) write("kari", words);
  for (core::Person& person : bot.config().people) {
    if (person.user == "kari") person.user = "kari.nes";
  }
  bot.forget();
  bot.restart();
  bot.advance("2026-11-23T08:00:00Z");
  EXPECT_TRUE(fresh("kari").empty());
  for (const char* words : {"Tre", "Fire", "Fem"}) EXPECT_EQ(heard("kari.nes", words), 1) << words;
}

TEST_F(CeilingOfSix, WhatWaitsForAGroupGoesWithItToAnotherChannel) {
  for (const char* question : {"Null?", "To?", "Tre?", "Fire?"}) poll(question);
  bot.config().groups[0].channel = "nord-ny";
  bot.forget();
  bot.restart();
  bot.advance("2026-11-17T08:00:00Z");
  EXPECT_EQ(how_often("hjemme-nord", "Fire?"), 0);
  EXPECT_EQ(how_often("nord-ny", "Fire?"), 1);
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
