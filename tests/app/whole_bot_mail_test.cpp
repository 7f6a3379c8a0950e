// People without a chat who have an e-mail address: each letter on their page is told of by e-mail, once.

#include <algorithm>

#include "bot/app/chats.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

app::Config with_mail(bool leader_too = false) {
  app::Config config = with_sessions(municipality(), "2026-11-24");
  app::Chats chats;
  chats.pages = "pages";
  chats.mail = "epost";
  config.chats = std::make_shared<app::Chats>(std::move(chats));
  for (core::Person& person : config.people) {
    if (person.user != "kari" && person.user != "amina" && (!leader_too || person.user != "berit")) continue;
    person.workspace = "pages";
    if (person.user != "amina") person.email = person.user + "@kommune.example";
  }
  return config;
}

std::string id_of(const WholeBot& bot, const std::string& user) {
  for (const core::Person& person : const_cast<WholeBot&>(bot).config().people)
    if (person.user == user) return person.id.text;
  return {};
}

// The fake gives references, so that it is asked to edit; the adapter gives none.
std::vector<Said> mailed(const WholeBot& bot, const std::string& user) {
  auto all = bot.said_in(id_of(bot, user));
  std::erase_if(all, [](const Said& one) { return one.edit(); });
  return all;
}

TEST(ByMail, EachLetterIsToldOfOnceAndNothingOfItIsInTheMail) {
  WholeBot bot(with_mail());
  bot.advance("2026-12-08T14:00:00Z");
  const auto letters = bot.said_in("kari");
  const auto posts = std::ranges::count_if(letters, [](const Said& one) { return !one.edit(); });
  const auto mails = mailed(bot, "kari");
  EXPECT_GT(posts, 5);
  EXPECT_EQ(std::ssize(mails), posts);
  for (const Said& one : mails) {
    EXPECT_EQ(one.delivery.to.workspace, "epost");
    EXPECT_TRUE(one.delivery.message.blocks.empty()) << one.words();
  }
  for (const Said& one : letters) EXPECT_FALSE(one.delivery.message.mail) << one.words();
  EXPECT_TRUE(mailed(bot, "amina").empty()) << "has no address";
  EXPECT_TRUE(mailed(bot, "jonas").empty()) << "has a chat";
}

TEST(ByMail, WhatWaitsForMondayWaitsInTheMailToo) {
  app::Config config = with_mail();
  config.organisation.most_a_week = 1;
  WholeBot bot(config, "2026-11-06T08:00:00Z");
  bot.advance("2026-11-09T08:00:00Z");  // what those who lead hear of their part counts in the week before
  bot.press("marit", button(bot.say("marit", "hjemme-nord", "avstemning \"Hva?\" ja/nei til fredag 12:00"),
                            text("polls.open_now")));
  ASSERT_EQ(mailed(bot, "kari").size(), 1U);
  const auto form =
      bot.press("marit", button(bot.say("marit", "hjemme-nord", "kontrakt"), text("contract.write")));
  bot.submit("marit", form.form.value(), {{"words", {"Vi lytter."}}});
  bot.advance("2026-11-09T18:00:00Z");
  EXPECT_EQ(mailed(bot, "kari").size(), 1U);
  EXPECT_LACKS(bot.last_in("kari"), "Vi lytter");
  bot.advance("2026-11-16T08:00:00Z");
  const auto letters = bot.said_in("kari");
  const auto posts = std::ranges::count_if(letters, [](const Said& one) { return !one.edit(); });
  EXPECT_EQ(std::ssize(mailed(bot, "kari")), posts);
  EXPECT_TRUE(std::ranges::any_of(
      letters, [](const Said& one) { return one.words().find("Vi lytter") != std::string::npos; }));
}

std::vector<core::CalendarEntry> entries(const std::vector<Said>& mails) {
  std::vector<core::CalendarEntry> all;
  for (const Said& one : mails)
    if (const auto& mail = one.delivery.message.mail; mail && mail->calendar) all.push_back(*mail->calendar);
  return all;
}

TEST(ByMail, AnInvitationIsUpdatedAndTakenBack) {
  WholeBot bot(with_mail());
  bot.advance("2026-11-17T12:00:00Z");
  auto told = entries(mailed(bot, "kari"));
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].starts, at("2026-11-24T12:00:00Z"));
  EXPECT_FALSE(told[0].cancelled);

  bot.press("marit", button(bot.say("marit", "hjemme-nord", "flytt 24.11 til 25.11 12:00"), "Ja, flytt"));
  bot.press("marit", button(bot.say("marit", "hjemme-nord", "avlys 25.11"), "Ja, avlys"));
  bot.advance("2026-11-18T12:00:00Z");
  const auto after = entries(mailed(bot, "kari"));
  ASSERT_EQ(after.size(), 3U);
  EXPECT_EQ(after[1].starts, at("2026-11-25T11:00:00Z"));
  EXPECT_TRUE(after[2].cancelled);
  for (const core::CalendarEntry& each : after) EXPECT_EQ(each.uid, after[0].uid);
  EXPECT_LT(after[0].sequence, after[1].sequence);
  EXPECT_LT(after[1].sequence, after[2].sequence);
}

TEST(ByMail, TheTopicSomebodyWroteStaysInside) {
  WholeBot bot(with_mail());
  for (const char* user : {"jonas", "lien"})
    bot.submit(user, *bot.say(user, "hjemme-nord", "idé").form,
               {{"idea", {std::string("tema fra ") + user}}});
  bot.advance("2026-11-20T12:00:00Z");
  const auto ask = bot.said_in("hjemme-nord").back().delivery.message;
  for (const char* user : {"marit", "jonas", "lien", "sigrun"}) {
    const auto form = bot.press(user, button(ask, "Svar")).form;
    for (const auto& option : form->inputs[0].options)
      if (option.label == "tema fra lien") bot.submit(user, *form, {{"q0", {option.value}}});
  }
  bot.advance("2026-11-24T11:00:00Z");
  bot.press("marit", button(bot.say("marit", "hjemme-nord", "flytt 24.11 til 25.11 13:00"), "Ja, flytt"));
  bot.advance("2026-11-25T11:30:00Z");
  std::string letters, mails;
  for (const Said& one : bot.said_in("kari")) letters += one.words() + "\n";
  for (const Said& one : mailed(bot, "kari"))
    if (const auto& mail = one.delivery.message.mail) {
      core::Message shown;
      shown.blocks = mail->blocks;
      mails += mail->subject + "\n" + core::plain_text(shown) + "\n";
      if (mail->calendar) mails += mail->calendar->summary + "\n" + mail->calendar->description + "\n";
      for (const core::Block& block : mail->blocks)
        EXPECT_FALSE(std::holds_alternative<core::Actions>(block));
    }
  EXPECT_HAS(letters, "tema fra lien");
  EXPECT_HAS(mails, "onsdag 25. november");
  EXPECT_LACKS(mails, "tema fra");
}

TEST(ByMail, AFullBoxIsToldToTheCoordinatorByNameOnceAWeek) {
  WholeBot bot(with_mail());
  bot.platform = [](const runtime::Delivery& delivery) {
    runtime::Delivered outcome;
    if (delivery.to.workspace != "epost") return outcome;
    outcome.kind = runtime::Delivered::Kind::permanent;
    outcome.reason = "full_box";
    return outcome;
  };
  bot.advance("2026-11-24T14:00:00Z");
  int told = 0;
  for (const Said& one : bot.said_in("eivind"))
    if (one.words().find("E-post til Kari kommer ikke fram: postboksen er full") != std::string::npos) ++told;
  EXPECT_GE(mailed(bot, "kari").size(), 3U);
  EXPECT_GE(told, 1);
  EXPECT_LE(told, 2);
}

}  // namespace
