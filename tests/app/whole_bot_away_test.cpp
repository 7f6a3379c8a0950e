// A group that is out of the configuration file for a while, as when somebody edits it: what falls due
// meanwhile is said when it is back, and where it is gone for good, somebody is told.

#include <algorithm>
#include <optional>
#include <regex>
#include <set>

#include "bot/app/gone_findings.hpp"
#include "tests/support/whole_bot.hpp"

namespace group_away {
namespace {

using namespace support;
using std::chrono::minutes;

constexpr const char* nord = "hjemme-nord";

// A matter that its leader leaves unanswered, a sign-up, a poll that opens later, and the first session.
void begin_things(WholeBot& bot) {
  bot.submit("marit", *bot.say("marit", nord, "sak").form, {{"title", {"Vi mangler hansker"}}});
  const auto form =
      bot.press("marit", button(bot.say("marit", nord, "påmelding"), text("recruiting.form.title"))).form;
  bot.submit("marit", *form, {{"places", {"2"}}, {"days", {"14"}}});
  bot.ask([&](core::Context& context) {
    core::Poll poll;
    poll.id = core::PollId("later");
    poll.group = core::GroupId(core::id_from_name("group hjemme-nord"));
    poll.named = true;
    poll.purpose = core::Poll::Purpose::command;
    poll.title = core::Localized("Hva trenger vi?");
    core::Question question;
    question.prompt = poll.title;
    question.options = {core::Localized("Tid"), core::Localized("Ro")};
    poll.questions = {question};
    poll.opens = at("2026-11-16T09:00:00Z");
    poll.closes = at("2026-11-20T09:00:00Z");
    context.emit(core::PollRequested{poll});
  });
}
void reload(WholeBot& bot, const app::Config& config) {
  ASSERT_TRUE(bot.ask([&](core::Context& context) { bot.bot().reconfigure(context, config, ""); }));
}
// The keys of what was posted, without the moments that some of them name.
std::multiset<std::string> keys_of(const WholeBot& bot) {
  static const std::regex moment("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+Z");
  std::multiset<std::string> keys;
  for (const Said& one : bot.said)
    if (!one.edit() && !one.delivery.key.starts_with("group-gone:"))
      keys.insert(std::regex_replace(one.delivery.key, moment, "then"));
  return keys;
}
app::Config with_home_alone_out() {
  app::Config config = with_sessions(municipality(), "2026-11-24");
  config.groups.erase(config.groups.begin());
  return config;
}

std::multiset<std::string> said_with_holes(const std::vector<const char*>& moments, bool restart) {
  const TempDirectory data;
  WholeBot bot(with_sessions(municipality(), "2026-11-24"), "2026-11-09T08:00:00Z", data / "refleks.db");
  begin_things(bot);
  for (const char* moment : moments) {
    bot.advance(at(moment) - minutes{10});
    const app::Config whole = bot.config();
    bot.config() = with_home_alone_out();
    bot.config().ballot_box = whole.ballot_box;
    reload(bot, bot.config());
    if (restart) bot.restart();
    bot.advance(at(moment) + minutes{10});
    bot.config() = whole;
    reload(bot, bot.config());
    if (restart) bot.restart();
  }
  bot.advance("2026-12-08T10:00:00Z");
  EXPECT_EQ(bot.say("kari", nord, "samlinger").whisper.has_value(), true);
  return keys_of(bot);
}

// The poll; the invitation; the reminder; check-in, check-out, its end and what follows; the sign-up; the
// matter.
const std::vector<const char*> moments{"2026-11-12T09:00:00Z", "2026-11-16T09:00:00Z", "2026-11-23T11:00:00Z",
                                       "2026-11-24T12:00:00Z", "2026-11-24T13:30:00Z", "2026-11-25T11:00:00Z",
                                       "2026-11-25T12:00:00Z", "2026-12-07T08:00:00Z"};

TEST(GroupAway, WhatFallsDueWhileTheGroupIsOutOfTheFileIsSaidWhenItIsBack) {
  const auto whole = said_with_holes({}, false);
  EXPECT_GT(whole.size(), 15U);
  for (const char* moment : moments) EXPECT_EQ(said_with_holes({moment}, false), whole) << moment;
}

TEST(GroupAway, AlsoWithARestartInBetween) {
  const auto whole = said_with_holes({}, false);
  EXPECT_EQ(said_with_holes(moments, true), whole);
}

TEST(GroupEnded, WhoSignedUpAndTheLeaderHearThatItIsCalledOff) {
  WholeBot bot(with_sessions(municipality(), "2026-11-24"));
  begin_things(bot);
  std::optional<core::Message> board;
  for (const Said& one : bot.said)
    if (one.delivery.key.starts_with("recruiting:")) board = one.delivery.message;
  ASSERT_TRUE(board);
  bot.press("anne", button(*board, text("recruiting.join")));
  auto period =
      bot.press("marit", button(bot.say("marit", nord, "periode"), text("sessions.period.button.stop")));
  bot.press("marit", button(period, text("sessions.period.stop.yes")));
  const auto heard = [&](const std::string& who) {
    return std::ranges::any_of(bot.said_in(who), [](const Said& one) {
      return one.words().find("og påmeldingen er avlyst") != std::string::npos;
    });
  };
  EXPECT_TRUE(heard("anne"));
  EXPECT_TRUE(heard("berit"));
  EXPECT_FALSE(heard("bodil"));
  EXPECT_HAS(words(bot.press("bodil", button(*board, text("recruiting.join")))), "over");
  bot.forget();
  bot.advance("2026-12-20T12:00:00Z");
  for (const Said& one : bot.said) EXPECT_LACKS(one.delivery.key, "recruiting");
}

struct GroupGone : ::testing::Test {
  static std::vector<std::string> told(const WholeBot& bot) {
    std::vector<std::string> all;
    for (const Said& one : bot.said)
      if (one.delivery.key.starts_with("group-gone:")) {
        EXPECT_EQ(one.delivery.to.id, "eivind");
        all.push_back(one.words());
      }
    return all;
  }
  TempDirectory data;
  std::string database = (data.path() / "refleks.db").string();
};

TEST_F(GroupGone, AGroupTakenOutOfTheFileIsToldOnceWithWhatWaitsAndWhatToDo) {
  WholeBot bot(with_sessions(municipality(), "2026-11-24"), "2026-11-09T08:00:00Z", database);
  begin_things(bot);
  const app::Config whole = bot.config();
  bot.config().groups.erase(bot.config().groups.begin());
  reload(bot, bot.config());
  bot.restart();
  bot.advance("2026-11-10T12:00:00Z");
  ASSERT_EQ(told(bot).size(), 1U) << "once, and not at each start";
  EXPECT_HAS(told(bot)[0], "Hjemmetjenesten nord er borte fra konfigurasjonen");
  EXPECT_HAS(told(bot)[0],
             "Dette venter: 1 åpen eller planlagt avstemning, 1 sak uten svar og neste samling tirsdag "
             "24. november kl. 13.00.");
  EXPECT_HAS(told(bot)[0], "sette [groups.hjemme-nord] tilbake i filen");
  reload(bot, whole);
  bot.advance("2026-11-10T13:00:00Z");
  EXPECT_EQ(told(bot).size(), 1U);
  reload(bot, bot.config());
  bot.advance("2026-11-10T14:00:00Z");
  EXPECT_EQ(told(bot).size(), 2U) << "it was back, and has gone again";
}

TEST_F(GroupGone, WhoSignedUpAndHasNotHeardIsCounted) {
  WholeBot bot(municipality(), "2026-11-09T08:00:00Z", database);
  const auto form =
      bot.press("marit", button(bot.say("marit", nord, "påmelding"), text("recruiting.form.title"))).form;
  bot.submit("marit", *form, {{"places", {"1"}}, {"days", {"14"}}});
  std::optional<core::Message> board;
  for (const Said& one : bot.said)
    if (one.delivery.key.starts_with("recruiting:")) board = one.delivery.message;
  ASSERT_TRUE(board);
  for (const char* who : {"anne", "bodil"}) bot.press(who, button(*board, text("recruiting.join")));
  bot.config().groups.erase(bot.config().groups.begin());
  bot.config().organisation.data = data.path();
  std::vector<std::string> said;
  bot.ask([&](core::Context& context) { said = bot.bot().reconfigure(context, bot.config(), ""); });
  ASSERT_EQ(said.size(), 1U);
  EXPECT_HAS(said[0], "is gone from the file with 2 sign-ups without an answer: ");
  const auto found = app::examine_gone(bot.config(), bot.clock.now());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_HAS(found[0].what, "2 sign-ups without an answer");
  bot.advance("2026-11-10T12:00:00Z");
  ASSERT_EQ(told(bot).size(), 1U);
  EXPECT_HAS(told(bot)[0], "Dette venter: 2 påmeldinger uten svar.");
}

TEST_F(GroupGone, ARenamedKeyIsKnownByItsChannelAndTheOperatorReadsTheSame) {
  WholeBot bot(with_sessions(municipality(), "2026-11-24"), "2026-11-09T08:00:00Z", database);
  begin_things(bot);
  app::Config renamed = bot.config();
  renamed.groups[0].key = "nord";
  renamed.groups[0].id = core::GroupId(core::id_from_name("group nord"));
  renamed.organisation.data = data.path();
  const auto before = app::examine_gone(renamed, bot.clock.now());
  ASSERT_EQ(before.size(), 1U) << "also before it is taken";
  std::vector<std::string> said;
  bot.ask([&](core::Context& context) { said = bot.bot().reconfigure(context, renamed, ""); });
  bot.advance("2026-11-09T09:00:00Z");
  ASSERT_EQ(told(bot).size(), 1U);
  EXPECT_HAS(told(bot)[0], "[groups.nord] har nå kanalen. Er det den samme gruppa med nytt navn?");
  EXPECT_HAS(told(bot)[0],
             "la den hete [groups.hjemme-nord] som før, og skrive det nye navnet som name = \"...\"");
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(
      said[0],
      "[groups.hjemme-nord] (Hjemmetjenesten nord) is gone from the file with 1 open or planned poll, 1 "
      "matter without an answer, the next session on 2026-11-24: [groups.nord] has its channel now: if that "
      "is the same group, call it [groups.hjemme-nord] as before and give it the new name by name = "
      "\"...\"");
  const auto found = app::examine_gone(renamed, bot.clock.now());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].what + ": " + found[0].todo, said[0]);
  EXPECT_EQ(before[0].what, found[0].what);
  EXPECT_EQ(before[0].todo, found[0].todo);
  said.clear();
  bot.ask([&](core::Context& context) { said = bot.bot().reconfigure(context, renamed, ""); });
  EXPECT_TRUE(said.empty());
}

TEST_F(GroupGone, ASessionThatIsOverIsNotRemindedOfAndWasHeld) {
  WholeBot bot(with_sessions(municipality(), "2026-11-24"), "2026-11-09T08:00:00Z", database);
  const app::Config whole = bot.config();
  bot.advance("2026-11-23T10:00:00Z");
  bot.config().groups.erase(bot.config().groups.begin());
  reload(bot, bot.config());
  bot.advance("2026-11-25T09:00:00Z");
  bot.forget();
  reload(bot, whole);
  bot.advance("2026-11-25T10:00:00Z");
  for (const Said& one : bot.said) EXPECT_LACKS(one.delivery.key, "reminder");
  storage::Database reader(database, storage::Database::Use::reader);
  const auto sessions = storage::open_stores(reader).sessions->of_group(
      whole.groups[0].id, at("2026-11-24T00:00:00Z"), at("2026-11-25T00:00:00Z"));
  ASSERT_EQ(sessions.size(), 1U);
  EXPECT_EQ(sessions[0].state, core::Session::State::held);
}

TEST_F(GroupGone, NothingIsSaidOfAGroupForWhichNothingWaits) {
  WholeBot bot;
  const app::Config whole = bot.config();
  app::Config config = whole;
  config.groups.pop_back();
  reload(bot, config);
  bot.advance("2026-11-10T12:00:00Z");
  EXPECT_TRUE(told(bot).empty());
}

}  // namespace
}  // namespace group_away
