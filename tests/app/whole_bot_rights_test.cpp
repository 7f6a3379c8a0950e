// What is kept about a person, and being erased, as people meet it.

#include <soci/soci.h>

#include <set>

#include "bot/app/erased.hpp"
#include "bot/runtime/engine.hpp"
#include "storage/holdings.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

// One organisation on a file, with a second coordinator.
class Erasing : public ::testing::Test {
 protected:
  static app::Config two_coordinators() {
    app::Config config = with_sessions(municipality(), "2026-11-24");
    for (core::Person& person : config.people)
      if (person.user == "berit") person.coordinator = true;
    return config;
  }
  const core::Person& person(const std::string& user) {
    for (const core::Person& one : bot.config().people)
      if (one.user == user) return one;
    throw std::logic_error("nobody is called " + user);
  }
  app::Bot::Erased by_operator(const std::string& user) {
    app::Bot::Erased erased;
    runtime::Batch batch;
    const core::Person who = person(user);
    bool done = false;
    batch.errands.push_back({[&](core::Context& context) { erased = bot.bot().erase(context, who); },
                             [&](bool said) { done = said; }});
    bot.bot().engine().run(std::move(batch));
    EXPECT_TRUE(done);
    return erased;
  }
  void after_the_night() { bot.advance("2026-11-13T12:00:00Z"); }

  TempDirectory data;
  WholeBot bot{two_coordinators(), "2026-11-09T08:00:00Z", data / "refleks.db"};
};

TEST_F(Erasing, WhatIsKeptIsToldToThePersonAlone) {
  const std::string said = words(bot.say("kari", "hjemme-nord", "mine data"));
  EXPECT_HAS(said, "Dette er lagret om deg");
  EXPECT_HAS(said, "Kari");
  EXPECT_HAS(said, "Hjemmetjenesten nord");
  EXPECT_LACKS(said, "Amina");
  EXPECT_HAS(words(bot.say("tomasz", "", "my data")), "This is kept about you");
  EXPECT_HAS(words(bot.say("sigrun", "", "mine data")), "Dette er lagra om deg");
  EXPECT_HAS(words(bot.say("eivind", "", "mine data")), "koordinator");
  EXPECT_TRUE(bot.said.empty()) << "nobody else hears of it";
}

// A group that is being set up stood there as braces and quotation marks.
TEST_F(Erasing, WhatWasTypedOfAGroupIsToldAsWords) {
  const core::Reply form = bot.say("eivind", "", "oppsett");
  bot.submit("eivind", form.form.value(),
             {{"name", {"Natt \"2\""}}, {"channel", {"natt"}}, {"place", {"Stua"}}});
  const std::string said = words(bot.say("eivind", "", "mine data"));
  EXPECT_HAS(said, "Natt \"2\", natt, Stua");
  EXPECT_LACKS(said, "{");
  EXPECT_LACKS(said, "workspace");
}

// "Mine" and "Slett" said neither what is mine nor what goes.
TEST_F(Erasing, TheHelpsButtonsSayWhatTheyDo) {
  const auto more = bot.press("kari", button(bot.say("kari", "", "hjelp"), "Mer"));
  const auto me = bot.press("kari", button(more, "Om deg"));
  EXPECT_HAS(words(bot.press("kari", button(me, "Mine data"))), "Dette er lagret om deg");
  EXPECT_HAS(words(bot.press("kari", button(me, "Slett meg"))), "Jeg kan slette alt jeg har om deg");
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "issues")), "Ingen saker er løftet");
}

TEST_F(Erasing, WhatIsKeptIsToldAlsoOfGroupsThatTheyAreNotInNow) {
  bot.stop();
  for (core::Person& one : bot.config().people)
    if (one.user == "kari") one.email = "kari@kommune.example";
  bot.begin();
  bot.say("eivind", "", "rolle kari ut hjemme-nord");
  const std::string said = words(bot.say("kari", "", "mine data"));
  EXPECT_HAS(said, "kari@kommune.example");
  EXPECT_HAS(said, "Hjemmetjenesten nord");
  EXPECT_HAS(said, text("role.none"));
}

// It is what they answered, also of a session that has not been held.
TEST_F(Erasing, AnAnswerToAnInvitationIsNotCalledComing) {
  bot.advance("2026-11-17T12:00:00Z");
  const auto asked = bot.say("kari", "hjemme-nord", "kommer");
  bot.press("kari", button(asked, "Jeg kommer"));
  const std::string said = words(bot.say("kari", "", "mine data"));
  EXPECT_HAS(said, "Om du har sagt at du kommer på samlinger: 1");
  EXPECT_LACKS(said, "Om du kom på samlinger");
  EXPECT_HAS(said, "2026 kl. 13.00, ja");
  bot.press("kari", button(asked, "Jeg kan ikke"));
  EXPECT_HAS(words(bot.say("kari", "", "mine data")), "2026 kl. 13.00, nei");
}

// Kept at run time by a name from the table: one without words made the whole answer fail.
TEST(MineData, HasWordsForEverythingThatIsKept) {
  for (const storage::Holding& holding : storage::holdings())
    for (const core::Language language : core::all_languages)
      if (!holding.name.empty() && holding.name != "person") {
        EXPECT_NO_THROW(core::text(language, "rights.held." + std::string(holding.name), {{"count", "1"}}))
            << holding.name;
      }
}

TEST_F(Erasing, IsAskedForThenConfirmedByACoordinator) {
  const auto asked = bot.say("kari", "hjemme-nord", "slett meg");
  EXPECT_HAS(words(asked), "Koordinatoren må bekrefte");
  EXPECT_TRUE(bot.said.empty()) << "asked first";
  EXPECT_HAS(words(bot.press("kari", button(asked, "Ja, be om at jeg blir slettet"))),
             "Koordinatoren har fått beskjed");
  ASSERT_EQ(bot.said_in("eivind").size(), 1U);
  const core::Button look = button(bot.said_in("eivind")[0].delivery.message, "Se på det");
  EXPECT_HAS(words(bot.press("marit", look)), "koordinator") << "a facilitator may not";
  const auto sure = bot.press("eivind", look);
  EXPECT_HAS(words(sure), "slettes for godt");
  const core::Button yes = button(sure, "Slett Kari");
  EXPECT_HAS(words(bot.press("kari", yes)), "koordinator");
  const std::string done = words(bot.press("eivind", yes));
  EXPECT_HAS(done, "Kari er slettet");
  EXPECT_HAS(done, "konfigurasjonen") << "the file names her";
  EXPECT_HAS(words(bot.press("eivind", yes)), "ingen slik forespørsel");
  EXPECT_HAS(words(bot.say("kari", "hjemme-nord", "status")), text("who.stranger"));
  EXPECT_LACKS(words(bot.say("marit", "hjemme-nord", "medlemmer")), "Kari");
  bot.restart();
  EXPECT_LACKS(words(bot.say("marit", "hjemme-nord", "medlemmer")), "Kari")
      << "the configuration still names them";
}

// The group's only facilitator or leader was told nothing of what becomes of it, nor who confirms it.
TEST_F(Erasing, OfTheOnlyFacilitatorOrLeaderSaysWhatTheGroupIsThenWithout) {
  const auto without = [](const char* role) {
    return core::plain_text(core::rich(core::Language::nb, "role.without." + std::string(role),
                                       {{"group", "Hjemmetjenesten nord"}}));
  };
  const auto asked = bot.say("marit", "hjemme-nord", "slett meg");
  EXPECT_HAS(words(asked), without("facilitator"));
  EXPECT_HAS(words(bot.say("berit", "", "slett meg")), without("leader"));
  EXPECT_LACKS(words(bot.say("kari", "hjemme-nord", "slett meg")), "står da uten");
  bot.press("marit", button(asked, "Ja, be om at jeg blir slettet"));
  const auto sure = bot.press("eivind", button(bot.said_in("eivind").back().delivery.message, "Se på det"));
  EXPECT_HAS(words(sure), without("facilitator"));
  bot.say("eivind", "hjemme-nord", "rolle kari fasilitator");
  EXPECT_LACKS(words(bot.say("kari", "hjemme-nord", "slett meg")), "står da uten");
}

TEST_F(Erasing, CanBeWithdrawnAndIsRemindedOf) {
  bot.press("kari", button(bot.say("kari", "", "slett meg"), "Ja, be om at jeg blir slettet"));
  bot.advance("2026-11-17T12:00:00Z");
  const auto told = bot.said_in("eivind");
  int requests = 0;
  for (const Said& one : told) requests += one.words().find("ber om å bli slettet") != std::string::npos;
  EXPECT_EQ(requests, 2) << "once a week until somebody answers";
  bot.press("kari", button(bot.say("kari", "", "slett meg"), "Jeg vil likevel være med"));
  const core::Button look = button(told.back().delivery.message, "Se på det");
  EXPECT_HAS(words(bot.press("eivind", look)), "ingen slik forespørsel");
}

TEST_F(Erasing, NeverTakesTheLastCoordinator) {
  EXPECT_TRUE(by_operator("berit").erasure.there);
  EXPECT_EQ(by_operator("eivind").refused, "rights.erase.last_coordinator");
  EXPECT_HAS(words(bot.say("eivind", "", "slett meg")), "Du er den eneste koordinatoren");
  EXPECT_HAS(words(bot.say("eivind", "hjemme-nord", "medlemmer")), "Marit");
}

TEST_F(Erasing, OfSomebodyWhoIsGoneDoesNothing) {
  EXPECT_TRUE(by_operator("kari").erasure.there);
  EXPECT_FALSE(by_operator("kari").erasure.there);
}

struct Forgetting final : runtime::Adapter {
  void forget(const runtime::Gone& gone) override {
    std::erase_if(known, [&](const std::string& user) { return gone.who(user); });
  }
  runtime::Capabilities capabilities() const override { return {}; }
  boost::asio::awaitable<void> run(runtime::Inbox&) override { co_return; }
  boost::asio::awaitable<runtime::Delivered> deliver(runtime::Delivery) override {
    co_return runtime::Delivered();
  }
  boost::asio::awaitable<std::optional<std::string>> find(std::string) override { co_return std::nullopt; }
  std::set<std::string> known;
};

// E-mail knows people by our ids, whatever chat they are in.
TEST_F(Erasing, IsHeardByTheChatAndByEMail) {
  const core::Person kari = person("kari");
  Forgetting chat, mail;
  chat.known = {"kari", "amina"};
  mail.known = {kari.id.text, "kari", person("amina").id.text};
  app::forget_in_chats({{kari.workspace, &chat}, {"mail", &mail}}, kari);
  EXPECT_EQ(chat.known, (std::set<std::string>{"amina"}));
  EXPECT_EQ(mail.known, (std::set<std::string>{"kari", person("amina").id.text}));
}

TEST_F(Erasing, LeavesTheSealedAnswerCountedAndNobodys) {
  const auto reply = bot.say("marit", "hjemme-nord", R"(avstemning "Hva trenger vi?" "Tid" "Ro" 8 timer)");
  bot.press("marit", button(reply, "Åpne nå"));
  const auto poll = bot.said_in("hjemme-nord").back().delivery.message;
  for (const char* user : {"kari", "amina", "jonas", "lien", "marit", "sigrun", "tomasz"})
    bot.press(user, button(poll, "Tid"));
  EXPECT_TRUE(by_operator("kari").erasure.there);
  EXPECT_TRUE(holds(bot.box.path(), "Hva trenger vi")) << "the box is as it was";
  bot.advance("2026-11-09T17:00:00Z");
  EXPECT_HAS(bot.last_in("hjemme-nord"), "Tid");
  after_the_night();
  EXPECT_FALSE(holds(bot.box.path(), person("kari").id.text)) << "with the box";
}

// Weeks of a group's life, and then one of them is gone. No byte of the files says who it was, but for the
// texts that others wrote.
TEST_F(Erasing, LeavesNoByte) {
  bot.say("eivind", "hjemme-nord", "rolle kari fasilitator");
  const auto named = bot.say("marit", "hjemme-nord", R"(avstemning "Hvem?" "Du" "Jeg" navn 8 timer)");
  bot.press("marit", button(named, "Åpne nå"));
  const auto poll = bot.said_in("hjemme-nord").back().delivery.message;
  for (const char* user : {"kari", "amina"}) bot.press(user, button(poll, "Jeg"));
  const auto matter = bot.say("kari", "hjemme-nord", "sak").form;
  bot.submit("kari", matter.value(), {{"title", {"Vi mangler vikarer"}}});
  const auto answer =
      bot.press("berit", button(bot.said_in("berit")[0].delivery.message, "Vi er i gang")).form;
  bot.submit("berit", answer.value(), {{"words", {"To nye"}}});
  bot.say("kari", "", "språk nynorsk");
  bot.say("kari", "", "kalender");
  bot.advance("2026-11-24T20:00:00Z");
  bot.say("marit", "hjemme-nord", "medlemmer");
  const core::PersonId id = person("kari").id, leader = person("berit").id;
  EXPECT_TRUE(holds(data.path(), id.text));
  EXPECT_TRUE(by_operator("kari").erasure.there);
  EXPECT_TRUE(by_operator("berit").erasure.there);
  bot.advance("2026-11-26T12:00:00Z");
  for (const std::string& trace :
       {id.text, leader.text, std::string("Kari"), std::string("\"kari\""), std::string("Berit")})
    EXPECT_FALSE(holds(data.path(), trace)) << trace;
  bot.stop();
  for (const std::string& trace : {id.text, leader.text, std::string("Kari"), std::string("Berit")})
    EXPECT_FALSE(holds(data.path(), trace)) << trace;
  bot.begin();
  EXPECT_HAS(words(bot.say("marit", "hjemme-nord", "saker")), "Vi mangler vikarer");
}

}  // namespace
