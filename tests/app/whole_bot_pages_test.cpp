// A group without any chat, and somebody without a chat account in a group that has one: whatever the group
// is told reaches each of them on a page of their own.

#include <set>

#include "bot/app/chats.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

app::Config with_pages_for(const std::set<std::string>& users, bool group_too) {
  app::Config config = with_sessions(municipality(), "2026-11-24");
  app::Chats chats;
  chats.pages = "pages";
  config.chats = std::make_shared<app::Chats>(std::move(chats));
  for (core::Person& person : config.people)
    if (users.contains(person.user)) person.workspace = "pages";
  if (group_too) config.groups[0].workspace = "pages";
  return config;
}

const std::set<std::string> all_on_pages{"marit", "kari", "amina", "jonas", "lien", "sigrun", "tomasz"};

std::multiset<std::string> read_by(const WholeBot& bot, const std::string& to) {
  std::multiset<std::string> all;
  for (const Said& one : bot.said_in(to))
    if (!one.edit()) all.insert(one.words());
  return all;
}

TEST(OnPages, AGroupWithoutChatIsToldEverythingOnce) {
  WholeBot bot(with_pages_for(all_on_pages, true));
  WholeBot chat(with_sessions(municipality(), "2026-11-24"));
  for (WholeBot* each : {&bot, &chat}) each->advance("2026-12-08T14:00:00Z");
  const auto in_channel = read_by(chat, "hjemme-nord");
  ASSERT_GT(in_channel.size(), 5U);
  for (const char* user : {"kari", "tomasz"}) EXPECT_EQ(read_by(bot, user), in_channel) << user;
  EXPECT_EQ(read_by(bot, "berit"), read_by(chat, "berit")) << "a leader is not told what the group is";
}

TEST(OnPages, OneWithoutChatInAGroupThatHasOneIsToldTheSame) {
  WholeBot bot(with_pages_for({"kari"}, false));
  bot.advance("2026-12-08T14:00:00Z");
  EXPECT_EQ(read_by(bot, "kari"), read_by(bot, "hjemme-nord"));
  EXPECT_TRUE(read_by(bot, "jonas").empty()) << "reads the channel";
}

TEST(OnPages, AConfigurationTakenAnewForgetsNobody) {
  WholeBot bot(with_pages_for({"kari"}, false));
  runtime::Batch batch;
  batch.errands.push_back({[&bot](core::Context& context) {
                             bot.bot().reconfigure(context, with_pages_for({"kari"}, false), "anew");
                           },
                           [](bool good) { EXPECT_TRUE(good); }});
  bot.bot().engine().run(std::move(batch));
  bot.advance("2026-12-08T14:00:00Z");
  EXPECT_GT(read_by(bot, "kari").size(), 5U);
  EXPECT_EQ(read_by(bot, "kari"), read_by(bot, "hjemme-nord"));
}

TEST(OnPages, WhatIsChangedInTheChannelIsChangedThere) {
  WholeBot bot(with_pages_for({"kari"}, false));
  bot.advance("2026-11-17T12:00:00Z");
  bot.forget();
  const auto preview = bot.say("marit", "hjemme-nord", "avlys 24.11");
  bot.press("marit", button(preview, "Ja, avlys"));
  std::multiset<std::string> channel, page;
  for (const Said& one : bot.said_in("hjemme-nord"))
    channel.insert((one.edit() ? "edit " : "") + one.words());
  for (const Said& one : bot.said_in("kari")) page.insert((one.edit() ? "edit " : "") + one.words());
  EXPECT_EQ(page, channel);
  EXPECT_GE(page.size(), 2U);
}

TEST(OnPages, NothingWaitsForWhoIsAway) {
  WholeBot bot(with_pages_for({"kari"}, false));
  bot.together({core::Command{{"pages", "kari", "", "", ""}, "pause til 20. desember"}});
  bot.forget();
  bot.advance("2027-01-04T14:00:00Z");
  for (const Said& one : bot.said_in("kari")) EXPECT_GE(one.at, at("2026-12-20T23:00:00Z")) << one.words();
  EXPECT_FALSE(bot.said_in("kari").empty()) << "afterwards as before";
}

TEST(OnPages, SessionsAreAnsweredThere) {
  WholeBot bot(with_pages_for(all_on_pages, true));
  bot.advance("2026-11-17T12:00:00Z");
  core::Button no;
  for (const Said& one : bot.said_in("kari"))
    for (const core::Button& each : buttons(one.delivery.message))
      if (each.name == "sessions/not_coming") no = each;
  ASSERT_FALSE(no.name.empty());
  bot.together({core::Press{{"pages", "kari", "", "", ""}, no.name, no.value}});
  EXPECT_HAS(bot.last_in("marit"), "Kan ikke komme");
}

}  // namespace
