// Answers through a shared link or sheet, and notes on paper: apart from the others, and never more than
// anonymous.

#include "tests/support/whole_bot.hpp"

namespace {

using support::button;
using support::has;
using support::text;
using support::words;

app::Config with_sheet() {
  app::Config config = support::with_sessions(support::municipality(), "2026-11-24");
  config.groups[0].sheet = 1;
  return config;
}

class Guest : public ::testing::Test {
 protected:
  core::Origin origin(const std::string& name, int group = 0) {
    core::Origin origin;
    origin.user = name;
    origin.guest_of = bot.config().groups[static_cast<std::size_t>(group)].id.text;
    return origin;
  }
  core::Reply press(const std::string& name, const std::string& what, const std::string& value = {}) {
    return std::move(bot.together({core::Press{origin(name), what, value}}).front());
  }
  core::Reply submit(const std::string& name, const core::Form& form, core::FormValues values) {
    return std::move(
        bot.together({core::Submit{origin(name), form.name, form.state, std::move(values)}}).front());
  }
  core::Message open_poll() {
    const auto draft = bot.say("marit", "hjemme-nord", R"(avstemning "Mer tid?" "Ja" "Nei" "Vet ikke")");
    bot.press("marit", button(draft, text("polls.open_now")));
    return bot.said_in("hjemme-nord").back().delivery.message;
  }
  core::Form poll_form(const std::string& name) {
    const auto home = press(name, std::string(core::home_press));
    return *press(name, "box/polls/form", button(home, "Svar: Mer tid?").value).form;
  }
  std::string close() {
    bot.advance("2026-11-11T12:00:00Z");
    return bot.last_in("hjemme-nord");
  }

  support::WholeBot bot{with_sheet()};
};

TEST_F(Guest, SeesWhatCanBeAnsweredAndNothingElse) {
  EXPECT_HAS(words(press("g1", "box/home")), text("ideas.form.title"));
  EXPECT_LACKS(words(press("g1", "box/home")), "Svar:");
  EXPECT_LACKS(words(press("g1", "box/home")), text("ideas.paper.title"));
  open_poll();
  EXPECT_HAS(words(press("g1", "box/home")), "Svar: Mer tid?");
  EXPECT_EQ(words(press("g1", "sessions/coming", "x")), text("guest.only_anonymous"));
  EXPECT_EQ(words(bot.together({core::Command{origin("g1"), "medlemmer"}}).front()),
            text("guest.only_anonymous"));
  EXPECT_EQ(words(bot.together({core::Command{origin("g1"), "idé"}}).front()), text("guest.only_anonymous"));
}

TEST_F(Guest, WritesNothingWhereNothingIsSeen) {
  const auto home = press("g1", "box/home");
  const auto idea = press("g1", "box/ideas/form", button(home, text("ideas.form.title")).value).form.value();
  for (const char* blank : {"\u2800", "\u200B\u00A0", "\u3164 \u2063", "\uFFFC", "\U00013441"})
    EXPECT_TRUE(submit("g1", idea, {{"idea", {blank}}}).errors.contains("idea")) << blank;
  const auto draft = bot.say("marit", "hjemme-nord", "avstemning \"Hvorfor?\" fritekst");
  bot.press("marit", button(draft, text("polls.open_now")));
  const auto form =
      press("g1", "box/polls/form", button(press("g1", "box/home"), "Svar: Hvorfor?").value).form.value();
  for (const char* blank : {"\u2800", "\u200B\u00A0", "\u3164 \u2063", "\uFFFC", "\U00013441"})
    EXPECT_TRUE(submit("g1", form, {{"q0", {blank}}}).errors.contains("q0")) << blank;
}

TEST_F(Guest, IsTurnedAwayWhereTheGroupTakesNoSharedAnswers) {
  core::Press home{origin("g1", 1), "box/home", ""};
  EXPECT_EQ(words(bot.together({home}).front()), text("guest.closed"));
  home.origin.guest_of = "nobody's";
  EXPECT_EQ(words(bot.together({home}).front()), text("guest.closed"));
  home.origin = origin("g1", 1);
  home.origin.language = core::Language::en;
  EXPECT_EQ(words(bot.together({home}).front()), text("guest.closed", {}, core::Language::en));
}

TEST_F(Guest, CannotAnswerAnotherGroupsPoll) {
  bot.config().groups[1].sheet = 1;
  bot.restart();
  open_poll();
  const auto form = poll_form("g1");
  core::Submit submit{origin("g2", 1), form.name, form.state, {{"q0", {"0"}}}};
  EXPECT_EQ(words(bot.together({submit}).front()), text("polls.not_open"));
}

TEST_F(Guest, WhatIsChosenIsNoCountAndTheResultSaysSo) {
  const core::Message asked = open_poll();
  for (const char* user : {"kari", "amina", "jonas"}) bot.press(user, button(asked, "Ja"));
  const auto form = poll_form("g1");
  for (int i = 0; i < 9; ++i) submit("g" + std::to_string(i), form, {{"q0", {"1"}}});
  const std::string said = close();
  EXPECT_HAS(said, text("polls.too_few"));
  EXPECT_HAS(said, text("polls.sheet.who"));
  EXPECT_LACKS(said, "Nei");
  EXPECT_LACKS(said, "Ja") << "three are too few, whatever came through the sheet";
}

TEST_F(Guest, TextsThroughTheSheetAreShownAlsoWhereNothingElseIsAsked) {
  const auto draft = bot.say("marit", "hjemme-nord", R"(avstemning "Hva savner du?" fritekst)");
  bot.press("marit", button(draft, text("polls.open_now")));
  const auto home = press("g0", std::string(core::home_press));
  const core::Form form = *press("g0", "box/polls/form", button(home, "Svar: Hva savner du?").value).form;
  for (int i = 0; i < 7; ++i)
    submit("g" + std::to_string(i), form,
           {{"q0", {"Mer ro til " + std::string(1, static_cast<char>('a' + i))}}});
  const std::string said = close();
  EXPECT_HAS(said, text("polls.sheet"));
  for (const char* one : {"Mer ro til a", "Mer ro til g"}) EXPECT_HAS(said, one);
}

TEST_F(Guest, TheResultDoesNotTellWhetherSomebodyUsedTheSheet) {
  open_poll();
  const std::string none = close();
  open_poll();
  const auto form = poll_form("g1");
  for (int i = 0; i < 12; ++i) submit("g" + std::to_string(i), form, {{"q0", {"1"}}});
  bot.advance("2026-11-13T12:00:00Z");
  EXPECT_EQ(bot.last_in("hjemme-nord"), none);
}

TEST_F(Guest, TextsAreShownApart) {
  const auto draft = bot.say("marit", "hjemme-nord", R"(avstemning "Hva tok du med deg?" fritekst)");
  bot.press("marit", button(draft, text("polls.open_now")));
  const auto home = press("g1", std::string(core::home_press));
  const auto form = *press("g1", "box/polls/form", button(home, "Svar: Hva tok du med deg?").value).form;
  for (int i = 0; i < 5; ++i) submit("g" + std::to_string(i), form, {{"q0", {"gjestetekst"}}});
  const std::string said = close();
  EXPECT_HAS(said, text("polls.sheet"));
  EXPECT_HAS(said.substr(said.find(text("polls.sheet"))), "gjestetekst");
}

TEST_F(Guest, NeverReachALeader) {
  bot.advance("2026-11-24T13:31:00Z");  // the check-out is open
  const auto home = press("g0", "box/home");
  const auto form =
      *press("g0", "box/polls/form", button(home, "Svar: " + text("checkout.title")).value).form;
  for (int i = 0; i < 12; ++i) submit("g" + std::to_string(i), form, {{"q0", {"2"}}});
  bot.forget();
  bot.advance("2026-12-01T12:00:00Z");
  std::string group;
  for (const support::Said& one : bot.said_in("hjemme-nord")) group += one.words();
  EXPECT_HAS(group, text("polls.sheet.who"));
  for (const support::Said& one : bot.said_in("berit")) {
    EXPECT_LACKS(one.words(), text("polls.sheet.who"));
    EXPECT_LACKS(one.words(), "12");
  }
}

TEST_F(Guest, WritesAnIdeaAndFollowsItByItsCode) {
  const auto home = press("g1", "box/home");
  const auto form = *press("g1", "box/ideas/form", button(home, text("ideas.form.title")).value).form;
  const auto receipt = submit("g1", form, {{"idea", {"Mer tid til samtaler"}}});
  ASSERT_TRUE(receipt.form);
  EXPECT_LACKS(core::plain_text(receipt.form->intro), "/refleks") << "a guest has no place to write that";
  EXPECT_HAS(core::plain_text(receipt.form->intro), "«" + text("ideas.follow.title") + "»");
  std::string code;
  for (const core::Span& span : receipt.form->intro)
    if (span.style == core::Span::Style::code || span.style == core::Span::Style::strong) code = span.text;
  ASSERT_FALSE(code.empty());
  const auto follow = *press("g7", "box/ideas/code/form").form;
  const auto act = submit("g7", follow, {{"code", {code}}});
  ASSERT_TRUE(act.form) << "the code is all there is to know the writer by";
  EXPECT_EQ(act.form->name, "box/ideas/act");
  const auto change = submit("g7", *act.form, {{"act", {"change"}}});
  ASSERT_TRUE(change.form);
  submit("g7", *change.form, {{"idea", {"Mer tid til pårørende"}}});
  const auto second = *press("g2", "box/ideas/form", button(home, text("ideas.form.title")).value).form;
  submit("g2", second, {{"idea", {"Nattevakter"}}});
  bot.advance("2026-11-21T12:00:00Z");
  std::string all;
  for (const auto& one : bot.said_in("hjemme-nord")) all += one.words();
  EXPECT_HAS(all, "Mer tid til pårørende");
  EXPECT_HAS(all, "Nattevakter");
  EXPECT_LACKS(all, "samtaler");
  EXPECT_HAS(all, text("ideas.released.sheet"));
}

TEST_F(Guest, ItsCodeOpensTheIdeaForNoMemberAndForNoGuestOfAnotherGroup) {
  bot.config().groups[1].sheet = 1;
  bot.restart();
  const auto home = press("g1", "box/home");
  const auto form = *press("g1", "box/ideas/form", button(home, text("ideas.form.title")).value).form;
  const auto receipt = submit("g1", form, {{"idea", {"Mer tid til samtaler"}}});
  std::string code;
  for (const core::Span& span : receipt.form->intro)
    if (span.style == core::Span::Style::code) code = span.text;
  ASSERT_FALSE(code.empty());
  const auto member = bot.submit("kari", *bot.say("kari", "hjemme-nord", "idékode").form, {{"code", {code}}});
  EXPECT_NE(member.form.value().name, "box/ideas/act");
  const core::Press asks{origin("g2", 1), "box/ideas/code/form", ""};
  const auto follow = *bot.together({asks}).front().form;
  const core::Submit elsewhere{origin("g2", 1), follow.name, follow.state, {{"code", {code}}}};
  EXPECT_NE(bot.together({elsewhere}).front().form.value().name, "box/ideas/act");
  const auto act = submit("g3", *press("g3", "box/ideas/code/form").form, {{"code", {code}}});
  EXPECT_EQ(act.form.value().name, "box/ideas/act") << "but for whoever has it in that group";
}

// Each idea under another name, as a phone that opens the link anew.
TEST_F(Guest, OnePhoneOrPlaceFillsNeitherTheBoxNorAPoll) {
  int number = 0;
  const auto write = [&](const std::string& source) {
    core::Origin from = origin("name" + std::to_string(++number));
    from.source = source;
    const core::Press opens{from, "box/ideas/form", bot.config().groups[0].id.text};
    const auto opened = bot.together({opens}).front().form;
    core::Submit sent{from, opened->name, opened->state, {{"idea", {"Idé " + std::to_string(number)}}}};
    return words(bot.together({sent}).front());
  };
  const auto taken_of = [&](const std::string& source, int tries) {
    int taken = 0;
    for (int i = 0; i < tries; ++i) taken += write(source) != text("ideas.sheet_full");
    return taken;
  };
  EXPECT_EQ(taken_of("one.a", 40), 20);
  EXPECT_EQ(taken_of("one.b", 1), 1) << "a colleague's phone behind the same address is not locked out";
  EXPECT_EQ(taken_of("one.b", 40) + taken_of("one.c", 40), 39) << "the place has a measure of its own";
  EXPECT_EQ(taken_of("two.a", 1), 1) << "others are not locked out";
  int more = 0;
  for (int place = 0; place < 5; ++place) more += taken_of("place" + std::to_string(place) + ".a", 40);
  EXPECT_EQ(more, 59) << "and so has the sheet";
  bot.advance("2026-11-10T09:00:00Z");
  EXPECT_EQ(taken_of("one.a", 1), 1) << "the next day";

  const core::Message asked = open_poll();
  const auto answer = [&](const std::string& source) {
    core::Press pressed{origin("voter" + std::to_string(++number)), button(asked, "Ja").name,
                        button(asked, "Ja").value};
    pressed.origin.source = source;
    return words(bot.together({pressed}).front());
  };
  for (const char* phone : {"one.a", "one.b", "one.c"}) {
    for (int i = 0; i < 20; ++i) EXPECT_HAS(answer(phone), "mottatt");
    EXPECT_EQ(answer(phone), text("guest.enough"));
  }
  EXPECT_EQ(answer("one.d"), text("guest.enough"));
  for (const char* phone : {"two.a", "two.b"})
    for (int i = 0; i < 20; ++i) EXPECT_HAS(answer(phone), "mottatt");
  EXPECT_EQ(answer("three.a"), text("guest.enough")) << "a hundred are all that one sheet can give";
}

TEST_F(Guest, AllGuestsTogetherMayGuessFewCodes) {
  const auto follow = *press("g1", "box/ideas/code/form").form;
  const auto home = press("g1", "box/home");
  const auto form = *press("g1", "box/ideas/form", button(home, text("ideas.form.title")).value).form;
  const auto receipt = submit("g1", form, {{"idea", {"Mer tid"}}});
  std::string code;
  for (const core::Span& span : receipt.form->intro)
    if (span.style == core::Span::Style::code || span.style == core::Span::Style::strong) code = span.text;
  for (int i = 0; i < 5; ++i) submit("x" + std::to_string(i), follow, {{"code", {"AAAA-BBBB-CCCC"}}});
  EXPECT_EQ(core::plain_text(submit("g1", follow, {{"code", {code}}}).form->intro),
            text("ideas.follow.unknown"));
}

TEST_F(Guest, IdentifiersAreStoppedHereToo) {
  const auto home = press("g1", "box/home");
  const auto form = *press("g1", "box/ideas/form", button(home, text("ideas.form.title")).value).form;
  const auto reply = submit("g1", form, {{"idea", {"Ring 91 23 45 67"}}});
  EXPECT_EQ(reply.errors.count("idea"), 1U);
}

TEST_F(Guest, PaperNotesComeFromTheFacilitatorAndSaySo) {
  EXPECT_EQ(words(bot.say("kari", "hjemme-nord", "papirlapper")),
            text("who.needs.facilitator", {{"group", "Hjemmetjenesten nord"}}));
  const auto opened = bot.say("marit", "hjemme-nord", "papirlapper");
  ASSERT_TRUE(opened.form);
  EXPECT_EQ(
      bot.submit("marit", *opened.form, {{"notes", {"Mer tid\nRing 91 23 45 67"}}}).errors.count("notes"),
      1U);
  const auto kept = bot.submit("marit", *opened.form, {{"notes", {"Mer tid\n\n  Roligere morgener  \n"}}});
  ASSERT_TRUE(kept.form);
  EXPECT_HAS(core::plain_text(kept.form->intro), "2 lapper");
  bot.submit("marit", *opened.form, {{"notes", {"Mer tid\n\n  Roligere morgener  \n"}}});  // once more
  bot.advance("2026-11-21T12:00:00Z");
  std::string all;
  for (const auto& one : bot.said_in("hjemme-nord")) all += one.words();
  EXPECT_HAS(all, "Mer tid " + text("ideas.paper.mark"));
  EXPECT_EQ(all.find("Mer tid"), all.rfind("Mer tid"));
  EXPECT_HAS(all, "Roligere morgener " + text("ideas.paper.mark"));
  EXPECT_LACKS(all, "Marit har");
}

TEST_F(Guest, APersonsHomeShowsAllTheirGroups) {
  open_poll();
  const auto home = bot.press("kari", core::Button{"", std::string(core::home_press), ""});
  EXPECT_HAS(words(home), "Hjemmetjenesten nord");
  EXPECT_HAS(words(home), "Svar: Mer tid?");
  EXPECT_LACKS(words(home), text("ideas.paper.title"));
  EXPECT_HAS(words(bot.press("marit", core::Button{"", std::string(core::home_press), ""})),
             text("ideas.paper.title"));
  EXPECT_EQ(words(bot.press("berit", core::Button{"", std::string(core::home_press), ""})),
            text("home.nothing"));
}

// In a chat that can only be posted to: whoever can be written to alone is asked there, and all are told how.
TEST(PostOnly, MembersAreAskedAloneAndToldHow) {
  for (const bool alone : {true, false}) {
    core::Platforms platforms;
    platforms.abilities = [alone](const std::string&) -> std::optional<core::Capabilities> {
      core::Capabilities can;
      can.direct_message = alone;
      return can;
    };
    app::Config config = with_sheet();
    config.groups[0].sheet = alone ? 1 : 0;
    support::WholeBot bot(std::move(config), "2026-11-09T08:00:00Z", ":memory:", 1, platforms);
    bot.press("marit", button(bot.say("marit", "hjemme-nord", R"(avstemning "Mer tid?" ja/nei til 14:00)"),
                              text("polls.open_now")));
    EXPECT_HAS(bot.last_in("hjemme-nord"), text(alone ? "polls.how.shared" : "polls.how.alone"));
    for (const char* user : {"marit", "kari", "amina", "jonas", "lien", "sigrun", "tomasz"})
      EXPECT_EQ(bot.said_in(user).size(), alone ? 1U : 0U) << user;
    EXPECT_TRUE(bot.said_in("berit").empty()) << "leaders do not answer";
    if (!alone) continue;
    const auto asked = bot.said_in("kari").back().delivery.message;
    EXPECT_HAS(words(bot.press("kari", button(asked, "Ja"))), "mottatt");
  }
}

}  // namespace
