// Promises that need the whole bot and its clock: what is kept how long, what a raised threshold hides, what
// is told once and not stopped, and that nothing compares or sums.

#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;
using core::Language;

const std::string home = "hjemme-nord", nursing = "sykehjem";

const core::Message& poll_in(const WholeBot& bot, const std::string& channel) {
  const core::Message* found = nullptr;
  for (const Said& one : bot.said)
    if (one.delivery.to.id == channel && one.delivery.key.starts_with("poll:") && !one.edit())
      found = &one.delivery.message;
  if (!found) throw std::logic_error("no poll in " + channel);
  return *found;
}
void ask(WholeBot& bot, const std::string& facilitator, const std::string& channel,
         const std::string& words) {
  const auto preview = bot.say(facilitator, channel, "avstemning " + words);
  for (const core::Button& each : buttons(*preview.whisper)) {
    if (each.name != "polls/open") continue;
    const auto opened = bot.press(facilitator, each);
    for (const core::Button& now : buttons(*opened.whisper))  // in a full week
      if (now.name == "polls/open_anyway") bot.press(facilitator, now);
  }
}
std::string result_in(const WholeBot& bot, const std::string& channel) {
  std::string found;
  for (const Said& one : bot.said)
    if (one.delivery.to.id == channel && one.delivery.key.starts_with("result:")) found = one.words();
  return found;
}
// A scale answered by these; its result.
std::string held(WholeBot& bot, const std::string& facilitator, const std::string& channel,
                 const std::vector<std::string>& users, const char* until) {
  ask(bot, facilitator, channel, "\"Har vi tid nok?\" skala 30 min");
  const core::Message poll = poll_in(bot, channel);
  for (const std::string& user : users) {
    const auto options = buttons(poll);
    if (options.front().name.ends_with("/quick")) {
      bot.press(user, options.at(3));
    } else {
      const auto form = bot.press(user, options.front()).form;
      bot.submit(user, *form, {{"q0", {form->inputs[0].options.at(3).value}}});
    }
  }
  bot.advance(until);
  return result_in(bot, channel);
}

TEST(Trust, ATextIsGoneFromTheWholeFolderWhenItsMonthsHavePassed) {
  TempDirectory data("/var/tmp");
  app::Config config = municipality();
  config.retention.texts_months = 2;
  config.retention.results_months = 4;
  WholeBot bot(config, "2026-11-09T08:00:00Z", data.path() / "refleks.db");
  ask(bot, "marit", home, "\"Hva bør vi ta opp?\" fritekst 30 min");
  const core::Message poll = poll_in(bot, home);
  for (const char* user : {"marit", "kari", "amina", "jonas", "lien"}) {
    const auto form = bot.press(user, button(poll, "Svar")).form;
    bot.submit(user, *form, {{"q0", {std::string("markør fra en av fem ") + std::string(1, user[0])}}});
  }
  bot.advance("2026-11-10T12:00:00Z");
  EXPECT_TRUE(holds(data.path(), "markør fra en av fem"));
  bot.advance("2027-01-09T12:00:00Z");
  EXPECT_TRUE(holds(data.path(), "markør fra en av fem")) << "two months to the day";
  bot.advance("2027-01-11T12:00:00Z");
  EXPECT_FALSE(holds(data.path(), "markør fra en av fem"));
  EXPECT_TRUE(holds(data.path(), "Hva bør vi ta opp?"));
  bot.advance("2027-03-12T12:00:00Z");
  EXPECT_FALSE(holds(data.path(), "Hva bør vi ta opp?"));
}

// A coordinator gives roles, and nothing of that is posted: a leader made a participant for a minute would
// read every text the group has written, and so would the coordinator.
TEST(Trust, WhoTakesPartForAMinuteReadsNoTextsAndNamesFromBefore) {
  WholeBot bot;
  const auto five_write = [&](const std::string& mark) {
    const core::Message poll = poll_in(bot, home);
    for (const char* user : {"marit", "kari", "amina", "jonas", "lien"}) {
      const auto form = bot.press(user, button(poll, "Svar")).form;
      bot.submit(user, *form, {{"q0", {mark + " " + std::string(1, user[0])}}});
    }
  };
  ask(bot, "marit", home, "\"Hva bør vi ta opp?\" fritekst 30 min");
  five_write("markør før");
  ask(bot, "marit", home, R"("Hvem tar neste?" "Jeg" "Ikke jeg" navn 30 min)");
  bot.press("kari", buttons(poll_in(bot, home)).at(0));
  bot.advance("2026-11-09T10:00:00Z");
  const auto list = bot.say("kari", home, "resultat");
  std::vector<core::Button> results;
  for (const core::Button& each : buttons(*list.whisper))
    if (each.name == "polls/result") results.push_back(each);
  ASSERT_EQ(results.size(), 2U);
  const auto read = [&](const char* user) {
    std::string all = words(bot.say(user, home, "resultat"));
    for (const core::Button& each : results) all += words(bot.press(user, each));
    return all;
  };
  EXPECT_HAS(read("jonas"), "markør før k");
  EXPECT_HAS(read("jonas"), "Kari: Jeg");
  const std::string led = read("berit");
  for (const char* user : {"berit", "eivind"}) {
    bot.say("eivind", home, std::string("rolle ") + user + " deltaker");
    const std::string all = read(user);
    EXPECT_LACKS(all, "markør");
    EXPECT_LACKS(all, "Kari");
    EXPECT_HAS(all, "Hvem tar neste?") << "what leaders read";
    EXPECT_HAS(all, text("polls.results.before"));
  }
  EXPECT_LACKS(led, text("polls.results.before")) << "a leader is one";
  bot.advance("2026-11-10T08:00:00Z");
  ask(bot, "marit", home, "\"Hvilke vakter er tunge?\" fritekst 30 min");
  five_write("markør etter");
  bot.advance("2026-11-10T10:00:00Z");
  const auto newest = buttons(*bot.say("berit", home, "resultat").whisper);
  EXPECT_HAS(words(bot.press("berit", newest.at(0))), "markør etter k") << "from the next day on";
  bot.say("eivind", home, "rolle berit leder");
  bot.say("eivind", home, "rolle berit deltaker");
  EXPECT_LACKS(words(bot.press("berit", newest.at(0))), "markør");
}

// What a group is for is asked of its facilitator by name. A facilitator and four: whatever they answer, it
// is told as of four.
TEST(Trust, WhatAGroupIsForIsAskedOfEverybodyInOneWay) {
  app::Config config = municipality();
  auto& members = config.groups[0].members;
  members.erase(members.begin() + 5, members.end() - 1);
  WholeBot bot(config);
  const std::string group = config.groups[0].id.text;
  bot.press("marit", {"", "purposes/ask", group});
  const core::Message poll = poll_in(bot, home);
  EXPECT_HAS(core::plain_text(poll), "Kan svare: Amina, Jonas, Kari og Lien");
  EXPECT_EQ(words(bot.press("marit", buttons(poll).front())), text("polls.not_eligible"));
  EXPECT_TRUE(bot.press("marit", {"", "purposes/form", group + "|1|1"}).form) << "by name";
  for (const char* user : {"kari", "amina", "jonas", "lien"}) {
    const auto form = bot.press(user, buttons(poll).front()).form;
    ASSERT_TRUE(form) << user;
    bot.submit(user, *form, {{"q1", {user[0] == 'k' || user[0] == 'a' ? "2" : "0"}}});
  }
  bot.say("eivind", home, "rolle kari fasilitator");
  EXPECT_EQ(words(bot.press("kari", {"", "purposes/form", group + "|1|1"})), text("purposes.in_channel"))
      << "she has her place among the others";
  bot.advance("2026-11-16T13:00:00Z");
  EXPECT_HAS(result_in(bot, home), text("polls.said.lot"));
}

TEST(Trust, ARaisedThresholdHidesTheResultOfFewer) {
  app::Config config = municipality();
  config.disclosure.k_group = 6;
  WholeBot five(config), six(config);
  const std::string none = text("polls.too_few");
  EXPECT_HAS(held(five, "marit", home, {"marit", "kari", "amina", "jonas", "lien"}, "2026-11-09T10:00:00Z"),
             none);
  EXPECT_LACKS(
      held(six, "marit", home, {"marit", "kari", "amina", "jonas", "lien", "sigrun"}, "2026-11-09T10:00:00Z"),
      none);
  const std::string promised = words(six.say("kari", home, "personvern"));
  EXPECT_HAS(promised, text("privacy.results", {{"k", "6"}}));
  EXPECT_HAS(promised, text("privacy.nobody_listed", {{"k", "6"}}));
  EXPECT_HAS(promised, text("privacy.not_promised.many")) << "where four or five answer, nothing is shown";
  config.disclosure.k_leader = 6;
  EXPECT_HAS(words(WholeBot(config).say("kari", home, "personvern")),
             text("privacy.results.apart", {{"k", "6"}, {"leader", "8"}}))
      << "what is raised for leaders counts as eight at least";
  EXPECT_HAS(words(WholeBot(municipality()).say("kari", home, "personvern")),
             text("privacy.results", {{"k", "4"}}));
  EXPECT_HAS(words(WholeBot(municipality()).say("kari", home, "personvern")), text("privacy.not_promised"));
}

TEST(Trust, ANamedColleagueIsAskedAboutOnceAndSentOnIfTheWriterWants) {
  app::Config config = municipality();
  config.organisation.whistleblowing_url = "https://fjordvik.example/varsling";
  WholeBot bot(config);
  const auto form = bot.say("kari", home, "idé").form;
  const auto back = bot.submit("kari", *form, {{"idea", {"Jonas kommer alltid for sent"}}});
  ASSERT_TRUE(back.form);
  EXPECT_EQ(back.form->name, "box/ideas/idea");
  EXPECT_EQ(back.form->inputs[0].initial.at(0), "Jonas kommer alltid for sent");
  EXPECT_HAS(core::plain_text(back.form->intro), text("elsewhere.colleague"));
  bool linked = false;
  for (const core::Span& span : back.form->intro)
    linked = linked || span.url == "https://fjordvik.example/varsling";
  EXPECT_TRUE(linked);
  EXPECT_EQ(bot.submit("kari", *back.form, {{"idea", {"Jonas kommer alltid for sent"}}}).form->name,
            "box/ideas/seen");
  const auto matter = bot.say("marit", home, "sak").form;
  const auto told = bot.submit("marit", *matter, {{"title", {"Trakassering"}}, {"body", {""}}});
  EXPECT_HAS(core::plain_text(told.form->intro), text("elsewhere.treatment"));
}

TEST(Trust, WhoeverTellsWhoTheyAreIsAskedOnce) {
  WholeBot bot;
  const std::string words = "Hva gjør vi når jeg som er nattevakt står alene?";
  const auto form = bot.say("kari", home, "idé").form;
  const auto back = bot.submit("kari", *form, {{"idea", {words}}});
  ASSERT_TRUE(back.form);
  EXPECT_HAS(core::plain_text(back.form->intro), text("elsewhere.writer"));
  EXPECT_EQ(bot.submit("kari", *back.form, {{"idea", {words}}}).form->name, "box/ideas/seen");
  EXPECT_EQ(bot.submit("kari", *bot.say("kari", home, "idé").form, {{"idea", {"Hva gjør nattevakta alene?"}}})
                .form->name,
            "box/ideas/seen");
}

TEST(Trust, AnAnswerWithAViolentWordComesBackOnce) {
  WholeBot bot;
  ask(bot, "marit", home, "\"Hva bør vi ta opp?\" fritekst 30 min");
  const auto form = bot.press("kari", button(poll_in(bot, home), "Svar")).form;
  const auto back = bot.submit("kari", *form, {{"q0", {"Det er vold på avdelingen"}}});
  ASSERT_TRUE(back.form);
  EXPECT_HAS(core::plain_text(back.form->intro), text("elsewhere.treatment"));
  EXPECT_HAS(core::plain_text(back.form->intro), text("elsewhere.ask"));
  EXPECT_TRUE(bot.submit("kari", *back.form, {{"q0", {"Det er vold på avdelingen"}}}).whisper);
}

// A roster that grew by one person since the same question was asked last: nothing tells of the earlier one.
TEST(Trust, NoViewComparesTwoPollsOfASeries) {
  const std::vector<std::string> users{"marit", "kari", "amina", "jonas", "lien"};
  WholeBot twice, once;
  held(twice, "marit", home, users, "2026-11-09T10:00:00Z");
  app::Config grown = municipality();
  grown.groups[0].members.pop_back();  // the leader stays last
  grown.groups[0].members.push_back(
      {core::PersonId(core::id_from_name("person turid")), core::Role::participant, {}});
  grown.groups[0].members.push_back(
      {core::PersonId(core::id_from_name("person berit")), core::Role::leader, {}});
  twice.config().groups = grown.groups;
  once.config().groups = grown.groups;
  twice.restart();
  once.restart();
  const auto second = held(twice, "marit", home, users, "2026-11-09T12:00:00Z");
  once.advance("2026-11-09T10:00:00Z");
  EXPECT_EQ(second, held(once, "marit", home, users, "2026-11-09T12:00:00Z"));
  twice.forget();
  twice.advance("2026-11-16T09:00:00Z");
  for (const Said& one : twice.said_in("berit")) EXPECT_LACKS(one.words(), "sammensetning");
}

TEST(Trust, ADigestOverTwoGroupsIsTheTwoAndNothingAboutBoth) {
  const auto digest = [](bool first, bool second) {
    WholeBot bot;
    if (first) held(bot, "marit", home, {"marit", "kari", "amina", "jonas", "lien"}, "2026-11-09T10:00:00Z");
    bot.advance("2026-11-09T10:00:00Z");
    if (second)
      held(bot, "henrik", nursing, {"henrik", "anne", "bodil", "elif", "fatima"}, "2026-11-09T12:00:00Z");
    bot.forget();
    bot.advance("2026-11-16T12:00:00Z");
    return bot.last_in("berit");
  };
  const std::string both = digest(true, true), one = digest(true, false), other = digest(false, true);
  EXPECT_HAS(one, "Hjemmetjenesten nord");
  // Heading and foot are the same; what stands between them is joined.
  const auto shared_end = [&] {
    std::size_t n = 0;
    while (n < one.size() && n < other.size() && one[one.size() - 1 - n] == other[other.size() - 1 - n]) ++n;
    return n;
  }();
  EXPECT_LT(both.size(), one.size() + other.size());
  EXPECT_HAS(both, one.substr(one.find("Hjemmetjenesten nord"),
                              one.size() - shared_end - one.find("Hjemmetjenesten nord")));
  EXPECT_HAS(both, other.substr(other.find("Solbakken sykehjem")));
}

TEST(Trust, TheOverviewNeedsThreeCheckOutsAndIsNotForTheLeader) {
  WholeBot bot(with_sessions(municipality(), "2026-11-24"));
  const auto overview = [&](const char* user) { return words(bot.say(user, home, "oversikt")); };
  EXPECT_EQ(overview("kari"), text("pooled.too_few"));
  const char* until[] = {"2026-11-26T12:00:00Z", "2026-12-10T12:00:00Z", "2026-12-23T12:00:00Z"};
  for (int session = 0; session < 3; ++session) {
    EXPECT_EQ(overview("kari"), text("pooled.too_few")) << session;
    bot.forget();
    const char* ends[] = {"2026-11-24T14:00:00Z", "2026-12-08T14:00:00Z", "2026-12-22T14:00:00Z"};
    bot.advance(ends[session]);
    core::Message checkout;
    for (const Said& one : bot.said_in(home))
      if (one.delivery.key.starts_with("poll:") && one.words().starts_with("Utsjekk"))
        checkout = one.delivery.message;
    for (const char* user : {"marit", "kari", "amina", "jonas", "lien"}) {
      const auto form = bot.press(user, button(checkout, "Svar")).form;
      ASSERT_TRUE(form);
      bot.submit(user, *form, {{"q0", {form->inputs[0].options.back().value}}});
    }
    bot.advance(until[session]);
  }
  EXPECT_HAS(overview("kari"), "i 3 av 3 samlinger");
  EXPECT_HAS(overview("marit"), "i 3 av 3 samlinger");
  for (const char* outside : {"berit", "eivind"})
    EXPECT_EQ(overview(outside), text("pooled.not_leader")) << outside;
  bot.forget();
  bot.advance("2026-12-28T12:00:00Z");
  EXPECT_HAS(bot.last_in("berit"), "i 3 av 3 samlinger");
}

}  // namespace
