// A period of each built-in pack, from the invitation to the question what comes next, as a facilitator would
// read it in the margin of a calendar: the first line of everything that the group and the facilitator hear.
// REFLEKS_WRITE_TRANSCRIPTS=1 writes the files anew.

#include <cstdlib>
#include <fstream>

#include "bot/app/load_packs.hpp"
#include "bot/core/events.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

app::Config following(const std::string& pack) {
  app::Config config = with_sessions(municipality(), "2026-11-24");
  config.programmes = app::load_packs({});
  config.groups[0].programme = pack;
  return config;
}

core::FormValues chosen(const core::Form& form, const std::string& programme) {
  return {{"programme", {programme}}, {"from", form.inputs.at(1).initial}};
}

std::string margin(const WholeBot& bot) {
  const core::Zone zone = core::Zone::named("Europe/Oslo");
  std::string lines;
  for (const Said& one : bot.said) {
    const std::string to = one.delivery.to.id;
    if (one.edit() || (to != "hjemme-nord" && to != "marit" && to != "kari")) continue;
    const std::string words = one.words();
    lines += core::say_moment(core::Language::nb, zone.to_local(one.at)) +
             (to == "marit"  ? " (til Marit): "
              : to == "kari" ? " (til Kari): "
                             : ": ") +
             words.substr(0, words.find('\n')) + "\n";
  }
  return lines;
}

// What people do about what they are asked in private: Jonas brings no situation, Sigrun and Tomasz do not
// answer, the others do; Marit ticks that all came, but Amina, who is away every second time; Berit, who
// leads, says twice that cover is arranged and forgets the third time.
struct Life {
  void until(const char* end) {
    while (bot.clock.now() < at(end)) {
      bot.advance(std::min(bot.clock.now() + std::chrono::hours{6}, at(end)));
      for (; seen < bot.said.size(); ++seen) answer(Said(bot.said[seen]));
    }
  }
  void answer(const Said& asked) {
    if (asked.edit() || asked.delivery.to.kind != core::Destination::Kind::person) return;
    const std::string user = asked.delivery.to.id;
    for (const core::Button& each : buttons(asked.delivery.message)) {
      if (each.name == (user == "jonas" ? "presenters/no" : "presenters/yes") && user != "sigrun" &&
          user != "tomasz")
        bot.press(user, each);
      if (each.name == "cover/answer" && user == "berit" && each.label == "Ja, det er ordnet" &&
          ++sessions % 3 != 0)
        bot.press(user, each);
      if (each.name != core::events::who_came.name || user != "marit") continue;
      const auto form = bot.press(user, each);
      if (!form.form) continue;
      core::FormValues came{{"came", form.form->inputs.at(0).initial}};
      if (++ticked % 2 == 0) std::erase(came["came"], core::id_from_name("person amina"));
      bot.submit(user, *form.form, came);
    }
  }
  WholeBot& bot;
  std::size_t seen = 0;
  int ticked = 0, sessions = 0;
};

class Period : public testing::TestWithParam<const char*> {};

TEST_P(Period, ReadsAsAFacilitatorWouldExpect) {
  WholeBot bot(following(GetParam()));
  Life life{bot};
  life.until("2026-11-24T13:40:00Z");
  const auto agreed =
      bot.press("marit", button(bot.say("marit", "hjemme-nord", "utprøving"), "Avtal en utprøving"));
  bot.submit("marit", agreed.form.value(), {{"what", {"Spørre før vi hjelper"}}, {"who", {"somebody"}}});
  life.until("2027-07-01T10:00:00Z");
  const std::string file = std::string(REFLEKS_SOURCE_DIR) + "/tests/app/periods/" + GetParam() + ".txt";
  const std::string lines = margin(bot);
  if (std::getenv("REFLEKS_WRITE_TRANSCRIPTS")) std::ofstream(file) << lines;
  EXPECT_EQ(lines, content_of(file)) << file;
}
INSTANTIATE_TEST_SUITE_P(Packs, Period,
                         testing::Values("palliasjon", "hverdagsmestring", "hjerte-hode-hender", "dialogkafe",
                                         "etikk", "studiesirkel", "fri"),
                         [](const auto& info) {
                           std::string name = info.param;
                           std::erase(name, '-');
                           return name;
                         });

// The facilitator is asked at noon what the coordinator would have read at eight as something that is
// missing.
TEST(Periods, CoordinatorsHearThatNothingIsPlannedFromTheQuestionAndAsAFaultWhenItIsAskedNoMore) {
  WholeBot bot(following("palliasjon"));
  const auto heard = [&](const char* words) {
    return std::ranges::count_if(bot.said_in("eivind"), [&](const Said& one) {
      return !one.edit() && one.words().find(words) != std::string::npos;
    });
  };
  const char* const fault = "Hjemmetjenesten nord: Det er ingen samlinger fremover.";
  const char* const question = "Perioden Palliasjon er over i Hjemmetjenesten nord";
  bot.advance("2027-01-20T08:00:00Z");
  EXPECT_EQ(heard(fault), 0) << "the last session was the day before";
  bot.advance("2027-02-15T10:00:00Z");
  EXPECT_EQ(heard(question), 1) << "asked the third time";
  EXPECT_EQ(heard(fault), 0);
  bot.advance("2027-03-15T10:00:00Z");
  EXPECT_EQ(heard(fault), 1) << "after the fifth";
  EXPECT_HAS(words(bot.say("eivind", "", "grupper")), "ingen samlinger");
}

TEST(Periods, OneProgrammeFollowsAnotherAndTheBoxClosesWithTheGroup) {
  const TempDirectory data;
  app::Config two = following("palliasjon");
  for (core::Member& member : two.groups[0].members)
    if (member.person == two.people[1].id) member.role = core::Role::facilitator;  // Kari
  WholeBot bot(std::move(two), "2026-11-09T08:00:00Z", data / "refleks.db");
  bot.advance("2027-02-01T10:00:00Z");
  const auto asked = bot.said_in("marit");
  const auto question = std::find_if(asked.begin(), asked.end(),
                                     [](const Said& one) { return one.delivery.key.starts_with("period:"); });
  ASSERT_NE(question, asked.end());
  for (const char* label : {"En runde til av det samme", "Et annet opplegg", "Frie temaer", "Avslutt gruppa"})
    EXPECT_NO_THROW(button(question->delivery.message, label)) << label;
  const auto form = bot.press("marit", button(question->delivery.message, "Et annet opplegg"));
  ASSERT_TRUE(form.form);
  bot.restart();  // what was shown before holds after
  const auto done = bot.submit("marit", *form.form, chosen(*form.form, "etikk"));
  EXPECT_NE(words(done).find("Etisk refleksjon i seks steg"), std::string::npos) << words(done);
  EXPECT_NE(bot.last_in("hjemme-nord").find("Ny periode: Etisk refleksjon"), std::string::npos);
  // The other facilitator's question says who has answered it.
  EXPECT_HAS(bot.last_in("kari"), "Marit har valgt hva som kommer nå: Etisk refleksjon i seks steg");
  EXPECT_TRUE(bot.said_in("kari").back().edit());
  bot.advance("2027-03-10T10:00:00Z");
  EXPECT_NE(words(bot.say("marit", "hjemme-nord", "kjøreplan")).find("1. Hva er det etiske problemet?"),
            std::string::npos);
  // What the bot asks by itself from now on is what this programme asks.
  const auto by_name = [&](const std::string& sentence) {
    return words(bot.say("marit", "hjemme-nord", "avstemning \"" + sentence + "\" fritekst navn"));
  };
  EXPECT_HAS(by_name("Stegene hjalp oss fordi …"), "som jeg selv spør om");
  EXPECT_HAS(by_name("Den fungerte mindre godt fordi …"), "Slik blir avstemningen");
  const auto idea = bot.say("kari", "hjemme-nord", "idé");
  ASSERT_TRUE(idea.form);
  const auto stop = bot.press("marit", button(bot.say("marit", "hjemme-nord", "periode"), "Avslutt gruppa"));
  bot.press("marit", button(stop, "Ja, avslutt gruppa"));
  for (const auto& refused : {bot.say("kari", "hjemme-nord", "idé"),
                              bot.submit("kari", *idea.form, {{"idea", {"Noe som kom for sent"}}})}) {
    EXPECT_NE(words(refused).find("boksen er stengt"), std::string::npos) << words(refused);
  }
  bot.forget();
  bot.restart();
  bot.advance("2027-06-01T10:00:00Z");
  for (const Said& one : bot.said_in("hjemme-nord")) ADD_FAILURE() << one.words();
}

// A pause in the middle takes a session, and the facilitator sets another day, before or after the next one
// was invited to: still five, each with its theme in their order, and none after the fifth.
TEST(Periods, APauseAndAnExtraSessionLeaveNumbersAndThemesRight) {
  const std::vector<std::string> course{
      "tirsdag 24. november Oppstart, og hva palliasjon er",
      "torsdag 17. desember Samtaler og planlegging med pasient og pårørende",
      "tirsdag 22. desember Kartlegging og lindring",
      "tirsdag 5. januar Møte med pårørende og etiske utfordringer", "tirsdag 19. januar Livets siste fase"};
  for (const char* extra_on : {"2026-12-01T09:00:00Z", "2026-12-15T09:00:00Z"}) {
    WholeBot bot(following("palliasjon"));
    bot.advance("2026-11-30T09:00:00Z");
    bot.press("marit", button(bot.say("marit", "hjemme-nord", "pause gruppa fra 2.12 til 12.12"),
                              "Pause for Hjemmetjenesten nord"));
    bot.advance(extra_on);
    const auto asked = bot.say("marit", "hjemme-nord", "plan 17.12 9-10.30");
    ASSERT_FALSE(buttons(asked.whisper.value()).empty()) << words(asked);
    bot.press("marit", buttons(*asked.whisper).front());
    bot.advance("2027-02-01T10:00:00Z");
    std::vector<std::string> held;
    int over = 0;
    for (const Said& said : bot.said_in("hjemme-nord")) {
      const std::string first = said.words().substr(0, said.words().find('\n'));
      const core::Local at = core::Zone::named("Europe/Oslo").to_local(said.at);
      if (!said.edit() && first.starts_with("I dag: "))
        held.push_back(core::say_date(core::Language::nb, core::date_of(at)) + " " + first.substr(7));
      over += first.starts_with("Slutten på perioden");
    }
    EXPECT_EQ(held, course);
    EXPECT_EQ(over, 1);
  }
}

TEST(Periods, HopesAndFearsAreBroughtOutUnchangedAtTheLastSession) {
  const TempDirectory data;
  WholeBot bot(following("hjerte-hode-hender"), "2026-11-09T08:00:00Z", data / "refleks.db");
  bot.advance("2026-11-24T12:00:00Z");
  const auto all = bot.said_in("hjemme-nord");
  const auto poll = std::find_if(all.begin(), all.end(), [](const Said& one) {
    return one.words().find("Håp og frykt") != std::string::npos;
  });
  ASSERT_NE(poll, all.end());
  const core::Button open = buttons(poll->delivery.message).front();
  for (const char* user : {"kari", "amina", "jonas", "lien", "sigrun", "marit"}) {
    const auto form = bot.press(user, open);
    ASSERT_TRUE(form.form) << words(form);
    bot.submit(user, *form.form,
               {{form.form->inputs.at(0).id, {std::string("At vi ler sammen, sier ") + (user + 1)}}});
  }
  bot.advance("2026-11-26T12:00:00Z");
  bot.restart();
  bot.forget();
  bot.advance("2027-06-01T10:00:00Z");
  int times = 0;
  for (const Said& one : bot.said_in("hjemme-nord"))
    if (one.words().find("Håp og frykt fra den første samlingen") != std::string::npos) {
      ++times;
      EXPECT_NE(one.words().find("At vi ler sammen, sier ari"), std::string::npos) << one.words();
    }
  EXPECT_EQ(times, 1);
}

}  // namespace
