// What commands beside the service know of people and groups that were made in chat, and by what names they
// call them.

#include "bot/app/living.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "bot/app/chats.hpp"
#include "bot/app/doctor.hpp"
#include "bot/app/preview.hpp"
#include "bot/runtime/platform.hpp"
#include "tests/support/set_up.hpp"

namespace {

using namespace support;

class Living : public ::testing::Test {
 protected:
  Living() {
    config.organisation.data = data.path();
    config.sandbox.enabled = config.sandbox.movable_clock = true;
    config.sandbox.start = at("2026-11-09T08:00:00Z");
  }
  void set_up_a_group() {
    WholeBot bot(config, "2026-11-09T08:00:00Z", data / "refleks.db");
    core::Reply reply = bot.say("eivind", "", "oppsett");
    for (const auto& values : {set_up_where, set_up_when, set_up_who})
      reply = bot.submit("eivind", reply.form.value(), values);
    bot.press("eivind", button(reply, "Start gruppa"));
    bot.say("eivind", "hjemme-sor", "rolle \"Lien Tran\" ut");
  }

  TempDirectory data;
  app::Config config = empty_house();
};

TEST_F(Living, GroupsMadeInChatAndWhoeverIsInOne) {
  EXPECT_EQ(app::living(config)->groups().size(), 0U) << "no database yet";
  set_up_a_group();
  const auto now = app::living(config);
  ASSERT_EQ(now->groups().size(), 1U);
  EXPECT_EQ(app::as_said(now->groups().front()), "Hjemmetjenesten sør (hjemmetjenesten-soer)");
  EXPECT_TRUE(now->person("sandbox", "kari-nes"));
  EXPECT_TRUE(now->person("sandbox", "eivind"));
  EXPECT_FALSE(now->person("sandbox", "lien-tran")) << "in no group any more";
  // The doctor asks a chat for all of them, and says who they are.
  boost::asio::io_context io;
  const HandClock clock(at("2026-11-09T08:00:00Z"));
  core::SeededRandom random(1);
  runtime::AdapterServices around{io.get_executor(), clock, random};
  around.people = [&] { return now; };
  std::vector<std::string> people{"eivind", "of-the-file"}, channels;
  runtime::CalledBy called_by;
  around.add_living("sandbox", people, channels, called_by);
  EXPECT_EQ(channels, std::vector<std::string>{"hjemme-sor"});
  EXPECT_EQ(std::ranges::count(people, "eivind"), 1);
  EXPECT_EQ(std::ranges::count(people, "berit-aas"), 1);
  EXPECT_EQ(runtime::listed({"kari-nes", "hjemme-sor", "of-the-file"}, called_by),
            "Kari Nes (kari-nes), Hjemmetjenesten sør (hjemme-sor), of-the-file");
  around.add_living("another", people, channels, called_by);
  EXPECT_EQ(channels.size(), 1U);
}

TEST_F(Living, TheDoctorCountsThem) {
  const auto doctor = [&] {
    std::ostringstream out;
    app::doctor(config, out);
    return out.str();
  };
  EXPECT_LACKS(doctor(), "made in chat");
  set_up_a_group();
  EXPECT_HAS(doctor(), "made in chat besides: 1 groups, 6 people");
}

TEST_F(Living, ThePreviewCallsThemByTheirNames) {
  set_up_a_group();
  std::ostringstream out;
  EXPECT_EQ(app::preview(config, 14, out), 0);
  EXPECT_HAS(out.str(), "-> Hjemmetjenesten sør (hjemmetjenesten-soer)\n");
  EXPECT_HAS(out.str(), "-> Marit Solheim\n");
  EXPECT_LACKS(out.str(), "-> marit-solheim");
  EXPECT_LACKS(out.str(), "-> hjemme-sor");
}

// It has none of the daemon's boxes, and nothing of the daemon's was lost.
TEST_F(Living, ThePreviewWarnsOfNoAnswersThatWereLost) {
  const app::Config full = municipality();
  config.people = full.people;
  config.groups = full.groups;
  {
    WholeBot bot(config, "2026-11-09T08:00:00Z", data / "refleks.db");
    bot.press("marit", button(bot.say("marit", "hjemme-nord", R"(avstemning "Hvorfor?" fritekst til 14:00)"),
                              "Åpne nå"));
  }
  const std::string log = data / "log";
  core::set_up_log("warning", log);
  setenv("TMPDIR", "/nowhere", 1);  // its copy of the database is in memory
  std::ostringstream out;
  EXPECT_EQ(app::preview(config, 1, out), 0);
  unsetenv("TMPDIR");
  core::set_up_log("off", "");
  EXPECT_HAS(out.str(), "Resultat: Hvorfor?");
  std::ostringstream warned;
  warned << std::ifstream(log).rdbuf();
  EXPECT_EQ(warned.str(), "");
}

TEST(AsSaid, TwoOfOneNameAreToldApart) {
  app::Config config = municipality();
  config.people[1].name = config.people[0].name;
  const core::Directory people(config.people, config.groups);
  EXPECT_EQ(app::as_said(people, people.people()[0]),
            config.people[0].name + " (" + config.people[0].user + ")");
  EXPECT_EQ(app::as_said(people, people.people()[2]), config.people[2].name);
}

}  // namespace
