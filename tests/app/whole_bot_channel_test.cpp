// Members from the channel: who comes and goes, who is left out by rule, and what is read in doubt.

#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;
using How = core::ChannelRead::How;
using Kind = core::InChannel::Kind;

app::Config by_channel() {
  app::Config config = with_sessions(municipality(), "2026-11-24");
  config.groups[0].of_channel = true;
  std::erase_if(config.groups[0].members,
                [](const core::Member& m) { return m.role == core::Role::participant; });
  return config;
}

class Channel : public ::testing::Test {
 protected:
  core::Platforms platforms() {
    core::Platforms platforms;
    platforms.read_channel = [this](const std::string& workspace, const std::string& channel) {
      asked.push_back(workspace + "/" + channel);
    };
    return platforms;
  }
  static std::vector<core::InChannel> people(const std::vector<std::string>& users) {
    std::vector<core::InChannel> all;
    for (const std::string& user : users) all.push_back({user, "", Kind::person});
    return all;
  }
  void seen(std::vector<core::InChannel> people, How how = How::whole,
            const std::string& channel = "hjemme-nord") {
    runtime::Batch batch;
    runtime::Errand errand;
    errand.work = [&](core::Context& context) {
      context.emit(core::ChannelWasRead{"sandbox", channel, {how, people}});
    };
    errand.told = [](bool done) { EXPECT_TRUE(done); };
    batch.errands.push_back(std::move(errand));
    bot.bot().engine().run(std::move(batch));
  }
  const core::Group& group(const std::string& key = "hjemme-nord") {
    return *bot.bot().engine().people()->group_by_key(key);
  }
  std::string members() {
    std::string all;
    for (const core::Person* one : bot.bot().engine().people()->with_role(group(), core::Role::participant))
      all += (all.empty() ? "" : " ") + one->user;
    return all;
  }

  std::vector<std::string> asked;
  TempDirectory data;
  WholeBot bot{by_channel(), "2026-11-09T08:00:00Z", data / "refleks.db", 1, platforms()};
};

TEST_F(Channel, WhoWasErasedDoesNotComeBackByBeingThereStill) {
  const std::vector<std::string> there{"nina-fra-kanalen", "jonas", "amina"};
  seen(people(there));
  EXPECT_EQ(members(), "amina jonas nina-fra-kanalen");
  const core::Person nina = *bot.bot().engine().people()->person("sandbox", "nina-fra-kanalen");
  runtime::Batch batch;
  batch.errands.push_back({[&](core::Context& context) { bot.bot().erase(context, nina); }, [](bool) {}});
  bot.bot().engine().run(std::move(batch));
  seen(people(there));
  EXPECT_EQ(members(), "amina jonas");
  EXPECT_FALSE(bot.bot().engine().people()->person("sandbox", "nina-fra-kanalen"));
  bot.restart();
  seen(people(there));
  EXPECT_EQ(members(), "amina jonas");
}

TEST_F(Channel, WhoComesTakesPartAsANewcomerAndWhoLeavesDoesNot) {
  seen(people({"kari", "jonas", "amina"}));
  EXPECT_EQ(members(), "amina jonas kari");
  for (const core::Member& member : group().members) {
    if (member.role != core::Role::participant) continue;
    EXPECT_EQ(member.since, core::Date(std::chrono::year{2026} / 11 / 9));
  }
  bot.advance("2026-11-10T08:00:00Z");
  seen(people({"kari", "amina", "lien"}));
  EXPECT_EQ(members(), "amina kari lien");
  bot.restart();
  EXPECT_EQ(members(), "amina kari lien");
  seen(people({"lien", "jonas"}));
  EXPECT_EQ(members(), "jonas lien");
  const auto* jonas = bot.bot().engine().people()->person("sandbox", "jonas");
  EXPECT_EQ(group().member(jonas->id)->since, core::Date(std::chrono::year{2026} / 11 / 10)) << "anew";
}

TEST_F(Channel, SomebodyUnknownBecomesKnownInTheLanguageOfTheChat) {
  seen({{"U77", "Åse Ny", Kind::person}, {"U78", "", Kind::person}});
  const auto* person = bot.bot().engine().people()->person("sandbox", "U77");
  ASSERT_TRUE(person);
  EXPECT_EQ(person->name, "Åse Ny");
  EXPECT_EQ(person->language, group().language);
  EXPECT_FALSE(person->in_file);
  EXPECT_EQ(bot.bot().engine().people()->person("sandbox", "U78")->name, "U78");
  EXPECT_LACKS(words(bot.say("U77", "hjemme-nord", "samlinger")), "kjenner");
}

TEST_F(Channel, BotsGuestsOutsidersAndCoordinatorsStayOutAndNobodyLeadsByIt) {
  seen({{"b", "Bot", Kind::bot},
        {"g", "Gjest", Kind::guest},
        {"o", "Annen", Kind::outsider},
        {"", "Ingen", Kind::person},
        {"eivind", "Eivind", Kind::person},
        {"kari", "Kari", Kind::person},
        {"marit", "Marit", Kind::person},
        {"berit", "Berit", Kind::person}});
  EXPECT_EQ(members(), "kari");
  EXPECT_EQ(bot.bot().engine().people()->with_role(group(), core::Role::facilitator).size(), 1U);
  EXPECT_EQ(bot.bot().engine().people()->with_role(group(), core::Role::leader).size(), 1U);
  EXPECT_FALSE(bot.bot().engine().people()->person("sandbox", "b"));
  // Whoever the file names stays, also when they leave the room.
  seen(people({"kari"}));
  EXPECT_EQ(group().members.size(), 3U);
}

TEST_F(Channel, WhatIsReadInDoubtTakesNobodyOut) {
  seen(people({"kari", "jonas"}));
  seen({}, How::failed);
  seen(people({"kari"}), How::failed);
  seen({}, How::not_in);
  seen({});
  seen({{"b", "Bot", Kind::bot}});
  seen(people({"lien"}));  // nobody of those who were there
  EXPECT_EQ(members(), "jonas kari lien");
}

TEST_F(Channel, WhoWasTakenOutByAPersonStaysOutUntilTheyComeBack) {
  seen(people({"kari", "jonas"}));
  bot.say("eivind", "hjemme-nord", "rolle jonas ut");
  seen(people({"kari", "jonas"}));
  EXPECT_EQ(members(), "kari");
  bot.restart();
  seen(people({"kari", "jonas"}));
  EXPECT_EQ(members(), "kari");
  seen(people({"kari"}));
  seen(people({"kari", "jonas"}));
  EXPECT_EQ(members(), "jonas kari");
}

TEST_F(Channel, AFacilitatorMadeOfOneStaysWhenSheLeavesTheRoom) {
  seen(people({"kari", "jonas"}));
  bot.say("eivind", "hjemme-nord", "rolle kari fasilitator");
  seen(people({"jonas"}));
  EXPECT_EQ(bot.bot().engine().people()->with_role(group(), core::Role::facilitator).size(), 2U);
}

TEST_F(Channel, AGroupOfAListIsLeftAlone) {
  seen(people({"kari"}), How::whole, "sykehjem");
  EXPECT_EQ(group("sykehjem").members.size(), 13U);
}

TEST_F(Channel, IsLookedAtSoonAfterTheStartAndEachNight) {
  bot.advance("2026-11-09T08:02:00Z");
  EXPECT_EQ(asked, (std::vector<std::string>{"sandbox/hjemme-nord", "sandbox/sykehjem"}));
  asked.clear();
  bot.advance("2026-11-10T02:39:00Z");
  EXPECT_TRUE(asked.empty());
  bot.advance("2026-11-10T02:41:00Z");
  EXPECT_EQ(asked.size(), 2U);
}

TEST_F(Channel, ABotThatIsNotInTheRoomIsToldOnce) {
  seen({}, How::not_in, "sykehjem");
  bot.advance("2026-11-10T12:00:00Z");
  EXPECT_HAS(bot.last_in("eivind"), "Jeg er ikke i kanalen");
  bot.forget();
  bot.restart();
  bot.advance("2026-11-11T12:00:00Z");
  EXPECT_TRUE(bot.said_in("eivind").empty()) << "told, and not mended";
  seen(people({"nils"}), How::whole, "sykehjem");
  bot.advance("2026-11-12T12:00:00Z");
  EXPECT_LACKS(words(bot.say("eivind", "", "gruppe sykehjem")), "ikke i kanalen");
  seen({}, How::not_in, "sykehjem");
  bot.advance("2026-11-13T12:00:00Z");
  EXPECT_HAS(bot.last_in("eivind"), "Jeg er ikke i kanalen");
}

}  // namespace
