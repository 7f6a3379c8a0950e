// A poll of many questions, answered page by page: what is sent joins what was sent before, nothing shows
// which pages somebody has sent, and whoever goes away in the middle has answered the rest.

#include "bot/features/questionnaires/feature.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

constexpr const char* paged_group = "hjemme-nord";
constexpr int questions_asked = 16;  // three pages: seven, seven and two

core::Poll many_questions() {
  core::Poll poll;
  poll.id = core::PollId("many");
  poll.group = core::GroupId(core::id_from_name("group hjemme-nord"));
  poll.title = core::Localized("Mange spørsmål");
  poll.opens = at("2026-11-09T08:00:00Z");
  poll.closes = at("2026-11-10T11:00:00Z");
  for (int q = 0; q + 1 < questions_asked; ++q)
    poll.questions.push_back({core::Question::Kind::scale,
                              core::Localized("Spørsmål " + std::to_string(q)),
                              {core::Localized("Lite"), core::Localized("Noe"), core::Localized("Mye")},
                              false});
  poll.questions.push_back({core::Question::Kind::text, core::Localized("Noe mer?"), {}, false});
  return poll;
}

class Paging : public ::testing::Test {
 protected:
  Paging() {
    bot.ask([](core::Context& context) { context.emit(core::PollRequested{many_questions()}); });
    bot.advance("2026-11-09T08:05:00Z");
    for (const Said& one : bot.said_in(paged_group))
      if (one.delivery.key == "poll:many") open = button(one.delivery.message, "Svar");
  }
  core::Reply choice(const std::string& user) { return bot.press(user, open); }
  core::Reply send(const std::string& user, int page, core::FormValues values) {
    const auto form = bot.press(user, button(choice(user), "Side " + std::to_string(page))).form;
    return form ? bot.submit(user, *form, std::move(values)) : core::Reply{};
  }
  // Whether leaders and group could be told of that question that everybody answered so.
  bool says(int question, int option) {
    storage::Database database((data / "refleks.db").string(), storage::Database::Use::reader);
    const storage::Stores stores = storage::open_stores(database);
    for (const core::ResultLine& line : stores.polls->result(core::PollId("many")).lines)
      if (line.question == question && line.audience == core::ResultLine::Audience::group &&
          line.part != core::ResultLine::Part::too_few && line.about == option)
        return true;
    return false;
  }

  const std::vector<std::string> everybody{"marit", "kari", "amina", "jonas", "lien"};
  TempDirectory data;
  WholeBot bot{municipality(), "2026-11-09T08:00:00Z", data / "refleks.db"};
  core::Button open;
};

TEST_F(Paging, WhatIsSentJoinsWhatWasSentBefore) {
  for (const std::string& user : everybody) {
    EXPECT_HAS(words(send(user, 1, {{"q0", {"2"}}, {"q1", {"0"}}})), "side 1 av 3 er mottatt");
    EXPECT_HAS(words(send(user, 3, {{"q14", {"0"}}})), "side 3 av 3 er mottatt");
    send(user, 1, {{"q1", {"2"}}, {"q9", {"0"}}});  // q9 is on another page
  }
  bot.advance("2026-11-10T12:00:00Z");
  EXPECT_TRUE(says(0, 2)) << "what a page leaves open stays";
  EXPECT_TRUE(says(1, 2)) << "what it says anew counts";
  EXPECT_TRUE(says(14, 0));
  for (const int question : {2, 9, 13}) EXPECT_FALSE(says(question, 0)) << question;
}

TEST_F(Paging, NothingTellsWhichPagesSomebodyHasSent) {
  const std::string before = words(choice("kari"));
  const auto form = bot.press("kari", button(choice("kari"), "Side 2")).form;
  ASSERT_TRUE(form);
  EXPECT_EQ(form->inputs.size(), 7U);
  EXPECT_EQ(form->inputs.front().id, "q7");
  const std::string first = words(send("kari", 2, {{"q7", {"1"}}}));
  EXPECT_EQ(words(choice("kari")), before);
  EXPECT_EQ(words(choice("amina")), before);
  const auto again = bot.press("kari", button(choice("kari"), "Side 2")).form;
  ASSERT_TRUE(again);
  EXPECT_EQ(again->inputs, form->inputs);
  EXPECT_EQ(again->intro, form->intro);
  EXPECT_EQ(words(send("kari", 2, {{"q7", {"2"}}, {"q8", {"2"}}})), first);
}

TEST_F(Paging, TheNextPageFollowsAndEverythingCanBeTakenBack) {
  const auto first = send("kari", 1, {{"q0", {"1"}}});
  const auto second = bot.press("kari", button(first, "Til side 2")).form;
  ASSERT_TRUE(second);
  EXPECT_HAS(words(bot.submit("kari", *second, {{"q8", {"1"}}})), "side 2 av 3");
  for (const std::string& user : everybody) send(user, 1, {{"q0", {"2"}}});
  for (const std::string& user : everybody) {
    const auto sent = send(user, 2, {{"q10", {"2"}}});
    if (user != "marit") bot.press(user, button(sent, "Trekk svaret"));
  }
  bot.advance("2026-11-10T12:00:00Z");
  EXPECT_FALSE(says(0, 2)) << "one answer is left";
  EXPECT_FALSE(says(10, 2));
}

TEST_F(Paging, APageIsCheckedByItselfAndOnlyForThoseWhoAreAsked) {
  const auto nothing = send("kari", 1, {});
  EXPECT_TRUE(nothing.errors.contains("q0"));
  const auto number = send("kari", 3, {{"q15", {"Ring meg på 22 33 44 55"}}});
  EXPECT_TRUE(number.errors.contains("q15")) << words(number);
  EXPECT_FALSE(bot.press("henrik", open).form);
  EXPECT_LACKS(words(bot.press("henrik", open)), "Side 1");
  for (const char* value : {"many|3", "many|-1", "many|x", "many", "none|0"})
    EXPECT_FALSE(bot.press("kari", {"", "box/polls/page/form", value}).form) << value;
  bot.advance("2026-11-10T12:00:00Z");
  EXPECT_FALSE(bot.press("kari", {"", "box/polls/page/form", "many|0"}).form) << "closed";
}

// The questionnaire itself, whose texts come last.
TEST_F(Paging, FacilitatorsGetFourPagesOfSeven) {
  bot.ask([](core::Context& context) {
    questionnaires::ask_facilitators(context, *context.people().group(many_questions().group));
  });
  bot.advance("2026-11-09T09:00:00Z");
  for (const Said& one : bot.said_in(paged_group))
    if (one.words().starts_with("Til dere som har vært fasilitatorer"))
      open = button(one.delivery.message, "Svar");
  const auto all = choice("marit");
  EXPECT_HAS(words(all), "28 spørsmål på 4 sider");
  std::size_t questions = 0;
  for (int page = 1; page <= 4; ++page) {
    const auto form = bot.press("marit", button(all, "Side " + std::to_string(page))).form;
    ASSERT_TRUE(form);
    questions += form->inputs.size();
    EXPECT_LE(form->inputs.size(), 7U);
  }
  EXPECT_EQ(questions, 28U);
}

}  // namespace
