// Slips of paper: one answer each, counted with the members', by the stricter rule.

#include "bot/core/receipt_code.hpp"
#include "storage/slip_book.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using support::button;
using support::has;
using support::text;
using support::words;

class SlipsTest : public ::testing::Test {
 protected:
  static app::Config in_folder(const support::TempDirectory& folder) {
    app::Config config = support::municipality();
    config.organisation.data = folder.path();
    return config;
  }
  std::vector<std::string> print(int count) {
    std::vector<std::string> codes;
    for (int i = 0; i < count; ++i) codes.push_back(core::new_receipt_code(random));
    book.give_out(bot.config().groups[0].id, codes);
    return codes;
  }
  core::Message open(const std::string& command) {
    bot.press("marit", button(bot.say("marit", "hjemme-nord", command), text("polls.open_now")));
    return bot.said_in("hjemme-nord").back().delivery.message;
  }
  std::string answer(const std::string& code, const core::Button& pressed) {
    core::Press press{{}, pressed.name, pressed.value};
    press.origin.user = code;
    press.origin.guest_of = bot.config().groups[0].id.text;
    press.origin.slip = true;
    return words(bot.together({press}).front());
  }

  core::SeededRandom random{7};
  support::TempDirectory folder;
  storage::SlipBook book{folder.path()};
  support::WholeBot bot{in_folder(folder), "2026-11-09T08:00:00Z", folder / "refleks.db"};
};

TEST_F(SlipsTest, CountWithTheMembersFromSixAnswersOn) {
  const auto codes = print(6);
  const auto ask = open(R"(avstemning "Er det nok tid?" ja/nei til 14:00)");
  EXPECT_HAS(core::plain_text(ask), "og inntil 6 med lapp");
  for (int round = 0; round < 3; ++round)
    for (int i = 0; i < 3; ++i)
      EXPECT_HAS(answer(codes[static_cast<std::size_t>(i)], button(ask, "Ja")), "mottatt");
  for (const char* user : {"kari", "amina"}) bot.press(user, button(ask, "Ja"));
  bot.advance("2026-11-09T13:00:00Z");
  EXPECT_HAS(bot.last_in("hjemme-nord"), text("polls.too_few")) << "three slips and two members are five";
  const auto again = open(R"(avstemning "Er det nok folk?" ja/nei til 15:00)");
  for (int i = 0; i < 4; ++i) answer(codes[static_cast<std::size_t>(i)], button(again, "Ja"));
  for (const char* user : {"kari", "amina"}) bot.press(user, button(again, "Ja"));
  bot.advance("2026-11-09T14:00:00Z");
  EXPECT_HAS(bot.last_in("hjemme-nord"), "Minst halvparten svarte Ja. (Er det helt likt, er det trukket");
}

TEST_F(SlipsTest, AreDeadWhenPrintedAgainAndUnknownCodesAnswerNothing) {
  const auto old = print(6);
  const auto fresh = print(6);
  const auto ask = open(R"(avstemning "Er det nok tid?" ja/nei til 14:00)");
  EXPECT_EQ(answer(old[0], button(ask, "Ja")), text("polls.slip.not_here"));
  EXPECT_EQ(answer("0000-0000-0000", button(ask, "Ja")), text("polls.slip.not_here"));
  EXPECT_EQ(answer("nonsense", button(ask, "Ja")), text("guest.closed"));
  std::string small = fresh[0];
  for (char& letter : small) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  EXPECT_HAS(answer(small, button(ask, "Ja")), "mottatt") << "as people type";
  EXPECT_EQ(book.group_of(fresh[1]), bot.config().groups[0].id);
  EXPECT_EQ(book.group_of(old[1]), std::nullopt);
  EXPECT_FALSE(support::holds(folder.path(), fresh[0])) << "no code is stored";
}

TEST_F(SlipsTest, PrintedOverAreDeadAtOnceAlsoInAnOpenPollAndTheirAnswersStay) {
  const auto codes = print(6);
  const auto ask = open(R"(avstemning "Er det nok tid?" ja/nei til 14:00)");
  for (std::size_t i = 0; i < 3; ++i) EXPECT_HAS(answer(codes[i], button(ask, "Ja")), "mottatt");
  bot.restart();
  EXPECT_HAS(answer(codes[2], button(ask, "Ja")), "mottatt") << "the box knows them after a restart";
  const auto fresh = print(6);
  for (const std::string& code : {codes[0], codes[3], fresh[0]})
    EXPECT_EQ(answer(code, button(ask, "Nei")), text("polls.slip.not_here"));
  for (const char* user : {"kari", "amina", "jonas"}) bot.press(user, button(ask, "Ja"));
  bot.advance("2026-11-09T13:00:00Z");
  EXPECT_HAS(bot.last_in("hjemme-nord"), "Minst halvparten svarte Ja.") << "three slips and three members";
  const auto next = open(R"(avstemning "Er det nok folk?" ja/nei til 15:00)");
  EXPECT_HAS(answer(fresh[0], button(next, "Ja")), "mottatt");
}

}  // namespace
