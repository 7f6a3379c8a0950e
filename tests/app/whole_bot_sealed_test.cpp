// The sealed path through the whole bot on a real file: nothing of an answer or an idea reaches the disk, the
// log, the chat, or a reply that others could tell apart.

#include <spdlog/spdlog.h>

#include "adapters/web/site.hpp"
#include "bot/core/log.hpp"
#include "bot/features/polls/events.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

class Sealed : public ::testing::Test {
 protected:
  Sealed() : bot(with_log(), "2026-11-09T08:00:00Z", data / "refleks.db") {
    bot.press("marit", button(bot.say("marit", "hjemme-nord",
                                      R"(avstemning "Hva trenger vi?" "Tid" "Ro" "Folk" til 14:00)"),
                              "Åpne nå"));
    quick = bot.said.back().delivery.message;
    bot.press("marit", button(bot.say("marit", "hjemme-nord", R"(avstemning "Hvorfor?" fritekst til 14:00)"),
                              "Åpne nå"));
    text_poll = bot.said.back().delivery.message;
    // What is under way lands first: from here on nothing but sealed events happens.
    bot.forget();
  }
  ~Sealed() override {
    spdlog::drop("refleks");
    spdlog::set_default_logger(before_);
  }

  // The most talkative log, in a file of its own beside the database.
  app::Config with_log() {
    before_ = spdlog::default_logger();
    spdlog::drop("refleks");
    core::set_up_log("debug", (logs / "refleks.log").string());
    spdlog::get("refleks")->flush_on(spdlog::level::debug);
    core::log(core::Level::debug, "the log is read");
    return municipality();
  }
  std::string log() const { return content_of(logs / "refleks.log"); }

  // Answers, changes, withdrawals, repeats, mistakes, forms looked at, ideas put, changed and withdrawn.
  std::vector<core::Reply> everything() {
    std::vector<core::Reply> replies;
    int delivery = 0;
    for (const char* user :
         {"kari", "amina", "jonas", "lien", "sigrun", "tomasz", "berit", "henrik", "fremmed"}) {
      const std::string id = "sealed-" + std::to_string(++delivery);
      for (int i = 0; i < 2; ++i) replies.push_back(bot.press(user, button(quick, "Tid"), id));
      replies.push_back(bot.press(user, button(quick, "Ro")));
      const auto form = bot.press(user, button(text_poll, "Svar"));
      replies.push_back(form);
      if (form.form) {
        replies.push_back(bot.submit(user, *form.form, {{"q0", {std::string("markør svar ") + user}}}));
        replies.push_back(bot.submit(user, *form.form, {{"q0", {"ring 22 33 44 55"}}}));
        replies.push_back(bot.submit(user, *form.form, {{"q0", {std::string("markør endret ") + user}}}));
        replies.push_back(bot.press(user, {"", "box/polls/withdraw", button(text_poll, "Svar").value}));
        replies.push_back(bot.submit(user, *form.form, {{"q0", {std::string("markør til slutt ") + user}}}));
      }
      const auto idea = bot.say(user, "hjemme-nord", "idé", id + "-idea");
      replies.push_back(idea);
      if (!idea.form) continue;
      const auto put =
          bot.submit(user, *idea.form, {{"idea", {std::string("markør idé ") + user}}}, id + "-put");
      replies.push_back(put);
      // The receipt is followed by its code: looked at, changed, withdrawn, and a wrong one.
      const auto asked = bot.say(user, "", user == std::string("tomasz") ? "idea-code" : "idékode");
      for (const char* code : {put.form->intro.at(2).text.c_str(), "0000-0000-0000"}) {
        const auto told = bot.submit(user, *asked.form, {{"code", {code}}});
        replies.push_back(told);
        if (told.form->inputs.empty()) continue;
        for (const char* what : {"keep", "change", "withdraw"})
          replies.push_back(bot.submit(user, *told.form, {{"act", {what}}}));
      }
      replies.push_back(bot.submit(user, *put.form, {}));
      replies.push_back(bot.submit(user, *idea.form, {{"idea", {std::string("markør idé to ") + user}}}));
    }
    replies.push_back(bot.press("kari", {"", "box/polls/quick", "nothing|0"}));
    replies.push_back(bot.press("kari", {"", "box/unknown/x", ""}));
    return replies;
  }

  TempDirectory data, logs;
  std::shared_ptr<spdlog::logger> before_;
  WholeBot bot;
  core::Message quick, text_poll;
};

TEST_F(Sealed, NotOneByteOfTheDatabaseChanges) {
  const auto before = fingerprint(data.path());
  ASSERT_TRUE(before.contains("refleks.db"));
  ASSERT_TRUE(before.contains("refleks.db-wal"));
  const auto replies = everything();
  EXPECT_GT(replies.size(), 80U);
  EXPECT_EQ(fingerprint(data.path()), before) << "content, size and time of the file, its log and its index";
}

// What a page asks before it shows the button of somebody's link.
TEST_F(Sealed, APageIsToldTheSameOfWhoAnsweredAndWhoDidNot) {
  EXPECT_EQ(polls::events::still.name, web::may_pick_press);
  EXPECT_EQ(polls::events::sealed.quick.name, web::pick_press);
  const auto asked = [&](const char* user) {
    const core::Reply reply =
        bot.press(user, {"", std::string(web::may_pick_press), button(quick, "Tid").value});
    return words(reply);
  };
  EXPECT_EQ(asked("kari"), "");
  bot.press("kari", button(quick, "Tid"));
  EXPECT_EQ(asked("kari"), "");
  EXPECT_EQ(asked("amina"), "");
  EXPECT_NE(asked("fremmed"), "");
  bot.advance("2026-11-09T13:10:00Z");
  EXPECT_HAS(asked("kari"), "ikke åpen");
  EXPECT_EQ(asked("kari"), asked("amina")) << "also when it is closed";
}

TEST_F(Sealed, NothingIsLoggedOrSaidInTheChat) {
  const std::string before = log();
  ASSERT_TRUE(has(before, "the log is read"));
  everything();
  EXPECT_EQ(log(), before);
  EXPECT_TRUE(bot.said.empty());
}

TEST_F(Sealed, NoPersistentByteHoldsAWordOfItAtAnyTimeBeforeTheClose) {
  everything();
  for (const char* marker : {"markør", "sealed-"}) {
    EXPECT_FALSE(holds(data.path(), marker)) << marker;
    EXPECT_FALSE(holds(logs.path(), marker)) << marker;
  }
  EXPECT_TRUE(holds(bot.box.path(), "markør til slutt kari")) << "they are in the box, in memory";
  bot.advance("2026-11-09T12:59:59Z");
  EXPECT_FALSE(holds(data.path(), "markør"));
}

TEST_F(Sealed, TheCloseStoresWhatIsShownAndTheBoxIsGone) {
  everything();
  bot.advance("2026-11-09T13:00:00Z");
  EXPECT_TRUE(holds(data.path(), "markør til slutt kari")) << "texts are shown, so they are stored";
  EXPECT_FALSE(holds(data.path(), "markør endret"));
  EXPECT_FALSE(holds(bot.box.path(), "markør til slutt"));
  EXPECT_FALSE(holds(bot.box.path() / "ballots", ".box"));
  bot.stop();
  EXPECT_FALSE(holds(logs.path(), "markør"));
  for (const auto& person : bot.config().people)
    EXPECT_FALSE(holds(bot.box.path() / "ballots", person.id.text));
}

TEST_F(Sealed, EveryReceiptIsTheSame) {
  const auto button_tid = button(quick, "Tid");
  const auto first = bot.press("kari", button_tid);
  const auto changed = bot.press("kari", button(quick, "Ro"));
  const auto again = bot.press("kari", button(quick, "Ro"));
  bot.press("kari", button(first, "Trekk svaret"));
  const auto after_withdrawal = bot.press("kari", button_tid);
  const auto other = bot.press("jonas", button_tid);
  for (const auto& reply : {changed, again, after_withdrawal, other})
    EXPECT_EQ(*reply.whisper, *first.whisper);
  const auto once = bot.press("kari", button(first, "Trekk svaret"));
  const auto twice = bot.press("kari", button(first, "Trekk svaret"));
  EXPECT_EQ(*once.whisper, *twice.whisper) << "withdrawing nothing looks like withdrawing something";
}

TEST_F(Sealed, FormsAreTheSameWhetherAnsweredOrNot) {
  for (const char* user : {"kari", "sigrun", "tomasz"}) {
    const auto before = bot.press(user, button(text_poll, "Svar"));
    bot.submit(user, *before.form, {{"q0", {"noe"}}});
    const auto after = bot.press(user, button(text_poll, "Svar"));
    EXPECT_EQ(core::plain_text(before.form->intro), core::plain_text(after.form->intro))
        << "whoever has somebody's link opens it";
    EXPECT_EQ(before.form->inputs, after.form->inputs);
    EXPECT_EQ(before.form->state, after.form->state);
  }
}

TEST_F(Sealed, AnAnswerSurvivesTheDeathOfTheProcess) {
  everything();
  bot.restart();
  bot.advance("2026-11-09T13:00:00Z");
  bool found = false;
  for (const Said& one : bot.said)
    found = found || one.words().find("markør til slutt tomasz") != std::string::npos;
  EXPECT_TRUE(found);
}

TEST_F(Sealed, IdeasMoveAtNightShuffledWithoutWriter) {
  everything();
  bot.advance("2026-11-10T01:59:59Z");
  EXPECT_FALSE(holds(data.path(), "markør idé"));
  bot.advance("2026-11-10T02:00:00Z");
  EXPECT_TRUE(holds(data.path(), "markør idé to kari"));
  EXPECT_FALSE(holds(bot.box.path() / "ideas", "markør"));
}

}  // namespace
