// Matters in the whole bot: the loop between a group and its leader, both ways, and attacks on what a leader
// must never read.

#include <soci/sqlite3/soci-sqlite3.h>

#include <deque>
#include <set>

#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;
using namespace sqlite_api;  // where SOCI puts it

constexpr const char* nord = "hjemme-nord";

void lift_in(WholeBot& bot, const std::string& title, const std::string& body = {}) {
  bot.submit("marit", *bot.say("marit", nord, "sak").form, {{"title", {title}}, {"body", {body}}});
}
void answer_as(WholeBot& bot, const std::string& step, const std::string& said) {
  const auto open = bot.say("berit", nord, "saker");
  const auto matter = bot.press("berit", button(open, "Åpne sak 1"));
  bot.submit("berit", *bot.press("berit", button(matter, step)).form, {{"words", {said}}});
}

const std::vector<std::string> answering{"marit", "kari", "amina", "jonas", "lien", "sigrun", "tomasz"};

TEST(MattersLoop, TheLeaderSaysDoneTheGroupIsAskedAndTheDigestShowsBothSides) {
  WholeBot bot(with_sessions(municipality(), "2026-11-24"));
  lift_in(bot, "Vi mangler vikarer", "Hver helg");
  answer_as(bot, "Gjort", "To nye er på plass");
  EXPECT_HAS(bot.said_in(nord)[bot.said_in(nord).size() - 2].words() + bot.last_in(nord),
             "Gjort, svarer Berit.\nTo nye er på plass");
  std::optional<core::Message> asked;
  for (const Said& one : bot.said_in(nord))
    if (one.words().find("Merker du det?") != std::string::npos && !buttons(one.delivery.message).empty())
      asked = one.delivery.message;
  ASSERT_TRUE(asked);
  for (const std::string& user : answering)
    bot.press(user, button(*asked, user == "lien" ? "Nei, ikke ennå" : "Ja, jeg merker det"));
  EXPECT_LACKS(words(bot.say("berit", nord, "saker")), "halvparten");
  bot.advance("2026-11-16T09:00:00Z");
  EXPECT_HAS(bot.last_in(nord), "Ja, jeg merker det");
  const auto read = bot.press("berit", button(bot.say("berit", nord, "saker"), "Åpne sak 1"));
  EXPECT_HAS(words(read), "Minst halvparten av svarene sier «ja».");
  bot.advance("2026-11-23T09:00:00Z");
  std::string digest;
  for (const Said& one : bot.said_in("berit"))
    if (one.words().find("Ukesammendrag") != std::string::npos) digest = one.words();
  EXPECT_HAS(digest, "Ukesammendrag for 16.–22. november");
  EXPECT_HAS(digest, "Her svarte leder «gjort». Merker gruppa det?");
  EXPECT_HAS(digest, "Vi mangler vikarer (Hjemmetjenesten nord): Minst halvparten av svarene sier «ja».");
  EXPECT_LACKS(digest, "Venter på deg");
  bot.advance("2026-11-24T12:30:00Z");
  std::string checkin;
  for (const Said& one : bot.said_in(nord))
    if (one.words().find("Innsjekk") != std::string::npos) checkin = one.words();
  EXPECT_HAS(checkin, "Siden sist, om sakene dere har løftet");
  EXPECT_HAS(checkin, "Vi mangler vikarer: Gjort");
}

// Her own page said that there was nothing to answer, while the digest had the matter.
TEST(MattersLoop, WhatWaitsForALeaderStandsOnHerOwnPage) {
  WholeBot bot;
  const auto page = [&](const std::string& user) {
    return bot.press(user, core::Button{"", std::string(core::events::waiting.name), ""});
  };
  EXPECT_LACKS(words(page("berit")), "Åpne sak");
  lift_in(bot, "Vi mangler vikarer");
  EXPECT_HAS(words(page("berit")), "Vi mangler vikarer");
  EXPECT_LACKS(words(page("kari")), "Vi mangler vikarer");
  const auto matter = bot.press("berit", button(page("berit"), "Åpne sak 1"));
  bot.submit("berit", *bot.press("berit", button(matter, "Vi er i gang")).form, {{"words", {"To nye"}}});
  EXPECT_LACKS(words(page("berit")), "Vi mangler vikarer") << "it is answered";
  bot.advance("2026-11-24T09:00:00Z");
  EXPECT_HAS(words(page("berit")), "Vi mangler vikarer") << "the day has come to look at it again";
}

// Answered on a Monday, when the digest is read, it is to be looked at on one. At nine the digest of that day
// had gone, and the next one said that it should have been looked at a week ago.
TEST(MattersLoop, TheDigestOfTheDaySaysThatAMatterIsToBeLookedAtAgain) {
  WholeBot bot;
  lift_in(bot, "Vi mangler vikarer");
  answer_as(bot, "Vi er i gang", "To nye fra mars");
  bot.advance("2026-11-16T09:00:00Z");
  EXPECT_LACKS(words(bot.say("berit", "", "ukesammendrag")), "se på den igjen");
  bot.advance("2026-11-23T09:00:00Z");
  EXPECT_HAS(words(bot.say("berit", "", "ukesammendrag")),
             "Vi mangler vikarer (Hjemmetjenesten nord): tid for å se på den igjen");
}

TEST(MattersLoop, WhoWasToldThatNobodyAnswersReadsThatSomebodyHas) {
  WholeBot bot;
  lift_in(bot, "Vi mangler vikarer");
  bot.advance("2026-12-08T09:00:00Z");
  EXPECT_HAS(bot.last_in("eivind"), "har ikke svart på 4 uker");
  answer_as(bot, "Vi er i gang", "To nye fra mars");
  EXPECT_EQ(bot.last_in("eivind"),
            "Vi mangler vikarer fra Hjemmetjenesten nord er besvart. Du trenger ikke gjøre noe.");
  EXPECT_TRUE(bot.said_in("eivind").back().edit());
}

// What a leader answers is for all groups to see, also for one that is too small for its check-out to be
// shown.
TEST(MattersLoop, TheInvitationSaysWhatLeadersHaveAnsweredWhereNothingElseCouldBeShown) {
  WholeBot bot(with_sessions(municipality(), "2026-11-24"));
  bot.advance("2026-11-24T15:00:00Z");
  lift_in(bot, "Vi mangler vikarer");
  answer_as(bot, "Vi er i gang", "To nye fra mars");
  bot.advance("2026-11-26T10:00:00Z");
  std::string invitation;
  for (const Said& one : bot.said_in(nord))
    if (one.words().find("Velkommen til samling") != std::string::npos) invitation = one.words();
  EXPECT_HAS(invitation, "tirsdag 8. desember");
  EXPECT_HAS(invitation, "Siden sist, om sakene dere har løftet");
  EXPECT_HAS(invitation, "Vi mangler vikarer: Vi er i gang");
  EXPECT_LACKS(invitation, "Fra forrige samling");
}

TEST(MattersLoop, OfTooFewAnswersTheLeaderLearnsNothing) {
  WholeBot bot;
  lift_in(bot, "Vi mangler vikarer");
  answer_as(bot, "Gjort", "To nye er på plass");
  for (const Said& one : bot.said_in(nord))
    for (const core::Button& each : buttons(one.delivery.message))
      if (each.label == "Nei, ikke ennå")
        for (const char* user : {"kari", "amina", "jonas"}) bot.press(user, each);
  bot.advance("2026-11-23T09:00:00Z");
  const auto read = bot.press("berit", button(bot.say("berit", nord, "saker"), "Åpne sak 1"));
  EXPECT_HAS(words(read), "For få svarte");
  for (const Said& one : bot.said_in("berit")) {
    EXPECT_LACKS(one.words(), "ikke ennå");
  }
}

TEST(MattersLoop, AMatterOfAGroupWithoutALeaderWaitsForOne) {
  app::Config config = municipality();
  std::erase_if(config.groups[0].members,
                [](const core::Member& member) { return member.role == core::Role::leader; });
  WholeBot bot(config);
  lift_in(bot, "Vi mangler vikarer", "Hver helg");
  EXPECT_HAS(bot.last_in("eivind"), "Vi mangler vikarer\nHver helg");
  const auto form =
      bot.press("eivind", button(bot.said_in("eivind").back().delivery.message, "Gi en rolle")).form;
  ASSERT_TRUE(form);
  EXPECT_EQ(bot.submit("eivind", *form, {{"who", {"Ingen Her"}}, {"role", {"leader"}}, {"to", {"1.11.2026"}}})
                .errors.size(),
            2U);
  EXPECT_HAS(words(bot.submit("eivind", *form, {{"who", {"Berit"}}, {"role", {"leader"}}})),
             "Berit er nå leder");
  answer_as(bot, "Vi er i gang", "To nye fra mars");
  EXPECT_HAS(bot.last_in(nord), "Vi mangler vikarer\nVi er i gang, svarer Berit.");
}

TEST(MattersLoop, AWishWaitsForTheLeaderWhomTheConfigurationNames) {
  app::Config config = municipality();
  const core::PersonId sigrun = std::ranges::find(config.people, "sigrun", &core::Person::user)->id;
  std::ranges::find(config.groups[0].members, sigrun, &core::Member::person)->role = core::Role::leader;
  config.wishes_to[config.groups[0].key] = sigrun;
  WholeBot bot(config);
  bot.submit("marit", *bot.say("marit", nord, "sak").form,
             {{"title", {"Kurs i demens"}}, {"kind", {"wish"}}});
  bot.advance("2026-11-16T09:00:00Z");
  EXPECT_HAS(words(bot.say("sigrun", "", "vekesamandrag")), "Kurs i demens");
  EXPECT_LACKS(words(bot.say("berit", "", "ukesammendrag")), "Kurs i demens");
  bot.advance("2026-12-14T09:00:00Z");
  EXPECT_HAS(words(bot.say("berit", "", "ukesammendrag")), "Kurs i demens");
}

TEST(MattersLoop, AMatterThatWasTakenBackIsNowhere) {
  TempDirectory data;
  WholeBot bot(municipality(), "2026-11-09T08:00:00Z", data / "refleks.db");
  lift_in(bot, "Vi mangler vikarer", "Hver helg");
  const auto read = bot.press("marit", button(bot.say("marit", nord, "saker"), "Åpne sak 1"));
  const auto asked = bot.press("marit", button(read, "Trekk tilbake"));
  bot.press("marit", button(asked, "Ja, trekk tilbake"));
  EXPECT_LACKS(words(bot.say("marit", nord, "saker")), "vikarer");
  EXPECT_HAS(bot.last_in(nord), "En sak er trukket tilbake");
  bot.advance("2026-12-14T09:00:00Z");
  EXPECT_LACKS(words(bot.say("berit", "", "ukesammendrag")), "vikarer");
  EXPECT_LACKS(bot.last_in("eivind"), "vikarer") << "and nobody is asked to see to it";
}

// --- attacks

class MattersAttack : public ::testing::Test {
 protected:
  static constexpr const char* marker = "zmarkerblirher";

  // Each table, as text.
  std::set<std::string> tables_with(const std::string& text) const {
    sqlite3* db = nullptr;
    sqlite3_open_v2((data / "refleks.db").c_str(), &db, SQLITE_OPEN_READONLY, nullptr);
    const auto all = [&](const std::string& sql) {
      std::string rows;
      sqlite3_exec(
          db, sql.c_str(),
          [](void* to, int columns, char** values, char**) {
            for (int i = 0; i < columns; ++i)
              *static_cast<std::string*>(to) += std::string(values[i] ? values[i] : "") + "\n";
            return 0;
          },
          &rows, nullptr);
      return rows;
    };
    std::set<std::string> found;
    std::string name;
    for (const char c : all("SELECT name FROM sqlite_master WHERE type = 'table'")) {
      if (c != '\n') {
        name += c;
        continue;
      }
      if (all("SELECT * FROM " + name).find(text) != std::string::npos) found.insert(name);
      name.clear();
    }
    sqlite3_close(db);
    return found;
  }

  // Whatever this person can come to read: every command, and every button and form there is in the answers.
  std::string all_that_is_shown(const std::string& user) {
    std::string shown;
    std::deque<core::Button> open;
    std::set<std::string> pressed;
    const auto see = [&](const core::Reply& reply) {
      if (reply.whisper) {
        shown += core::plain_text(*reply.whisper) + "\n";
        for (const core::Button& each : buttons(*reply.whisper)) open.push_back(each);
      }
      if (reply.form) {
        shown += core::plain_text(reply.form->intro) + "\n";
        for (const core::Input& input : reply.form->inputs)
          for (const core::Option& option : input.options) shown += option.label + "\n";
      }
    };
    for (const features::CommandSpec& spec : bot.bot().dispatcher().commands())
      for (const char* channel : {nord, "sykehjem", ""})
        see(bot.say(user, channel, std::string(spec.verbs.front())));
    for (const Said& one : bot.said_in(user))
      for (const core::Button& each : buttons(one.delivery.message)) open.push_back(each);
    for (const Said& one : bot.said)
      if (one.delivery.to.id == user) shown += one.words() + "\n";
    // Those that belong to others too: a button is its client's word.
    for (const core::Button& each : of_others) open.push_back(each);
    while (!open.empty()) {
      const core::Button next = open.front();
      open.pop_front();
      if (pressed.insert(next.name + next.value).second) see(bot.press(user, next));
    }
    return shown;
  }

  TempDirectory data;
  WholeBot bot{with_sessions(municipality(), "2026-11-24"), "2026-11-09T08:00:00Z", data / "refleks.db"};
  std::vector<core::Button> of_others;
};

TEST_F(MattersAttack, NothingThatStaysInTheGroupReachesALeaderOrACoordinator) {
  lift_in(bot, "Vi mangler vikarer");
  const auto list = bot.say("marit", nord, "saker");
  const auto form = bot.press("marit", button(list, "Noe som blir i gruppa")).form;
  ASSERT_TRUE(form);
  const auto kept = bot.submit("marit", *form, {{"text", {std::string("Vi tar det selv, ") + marker}}});
  of_others = buttons(*kept.whisper);
  for (const core::Button& each : buttons(*list.whisper)) of_others.push_back(each);
  EXPECT_HAS(all_that_is_shown("kari"), marker) << "the group itself reads it";
  answer_as(bot, "Gjort", "To nye");
  bot.advance("2026-12-20T12:00:00Z");
  for (const char* user : {"berit", "eivind"}) {
    EXPECT_LACKS(all_that_is_shown(user), marker) << user;
  }
  for (const Said& one : bot.said) {
    EXPECT_LACKS(one.words(), marker) << "posted to " << one.delivery.to.id;
  }
  EXPECT_EQ(tables_with(marker), (std::set<std::string>{"kept_matter"}));
}

TEST_F(MattersAttack, ALeaderReadsNoNameOfTheGroupInMattersAndDigests) {
  lift_in(bot, "Vi mangler vikarer", "Hver helg");
  lift_in(bot, "Nøklene forsvinner");
  const auto form = bot.say("henrik", "sykehjem", "sak Lys i gangen").form;
  EXPECT_EQ(form->inputs[0].initial, std::vector<std::string>{"Lys i gangen"});
  bot.submit("henrik", *form, {{"title", {"Lys i gangen"}}});
  answer_as(bot, "Gjort", "To nye");
  for (const Said& one : bot.said_in(nord))
    for (const core::Button& each : buttons(one.delivery.message))
      if (each.label == "Ja, jeg merker det")
        for (const std::string& user : answering) bot.press(user, each);
  bot.advance("2026-12-20T12:00:00Z");
  std::string read;
  for (const Said& one : bot.said_in("berit")) read += one.words() + "\n";
  for (const char* command : {"saker", "ukesammendrag"}) {
    const auto reply = bot.say("berit", nord, command);
    read += words(reply);
    for (const core::Button& each : buttons(*reply.whisper)) read += words(bot.press("berit", each)) + "\n";
  }
  EXPECT_HAS(read, "Vi mangler vikarer");
  EXPECT_HAS(read, "Ukesammendrag");
  for (const core::Person& person : bot.config().people) {
    if (person.user == "berit") continue;
    EXPECT_LACKS(read, person.name);
  }
}

}  // namespace
