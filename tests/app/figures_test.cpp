#include "bot/app/figures.hpp"

#include <gmock/gmock.h>
#include <spdlog/spdlog.h>

#include <fstream>
#include <iterator>

#include "bot/app/delivery_log.hpp"
#include "bot/core/log_setup.hpp"
#include "tests/support/store_fixture.hpp"

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;

const core::Instant now = core::instant_from_text("2026-11-24T12:00:00Z");

app::State well() {
  app::State state;
  state.now = now;
  state.database = true;
  return state;
}

TEST(Readiness, SaysOfEachThingWhetherItIsWell) {
  EXPECT_TRUE(app::ready(well()).good);
  const auto bad = [](auto change, const char* words) {
    app::State state = well();
    change(state);
    const app::Verdict verdict = app::ready(state);
    EXPECT_FALSE(verdict.good) << words;
    EXPECT_THAT(verdict.text, HasSubstr("bad  ")) << words;
    EXPECT_THAT(verdict.text, HasSubstr(words));
  };
  bad([](app::State& state) { state.database = false; }, "the database cannot be read");
  bad([](app::State& state) { state.box_refusal = "not a tmpfs"; }, "not a tmpfs");
  bad([](app::State& state) { state.clock_believed = false; }, "refleks clock confirm");
  bad([](app::State& state) { state.since_turn = minutes{4}; }, "240 s ago");
  bad(
      [](app::State& state) {
        state.waiting = {{"kommunen", 3, 1, now - hours{1}}};
      },
      "kommunen: 3 messages");
  bad([](app::State& state) { state.copies_wanted = true, state.uptime = hours{27}; },
      "there is no copy yet");
  bad([](app::State& state) { state.copies_wanted = true, state.last_copy = now - hours{27}; },
      "2026-11-23T09:00:00Z");
}

TEST(Readiness, OneJobThatFailsIsSaidAndHidesNothingElse) {
  app::State state = well();
  state.late_since = now - hours{1};
  EXPECT_TRUE(app::ready(state).good) << "people are answered, and messages go";
  EXPECT_THAT(app::ready(state).text, HasSubstr("note what is due has waited, or failed, for 3600 s"));
  state.clock_believed = false;
  EXPECT_FALSE(app::ready(state).good);
}

TEST(Readiness, WhatWaitsForTheMorningIsNoFault) {
  app::State state = well();
  state.waiting = {{"kommunen", 40, 0, std::nullopt}, {"pages", 1, 1, now - minutes{5}}};
  state.copies_wanted = true;
  state.last_copy = now - hours{9};
  EXPECT_TRUE(app::ready(state).good) << app::ready(state).text;
}

TEST(Liveness, LooksAtTheThreadsAlone) {
  app::State state;  // the database cannot be read, and starting anew would not mend it
  EXPECT_TRUE(app::alive(state).good);
  state.since_turn = minutes{4};
  EXPECT_FALSE(app::alive(state).good);
}

TEST(Figures, AreToldByPlatform) {
  using enum runtime::Delivered::Kind;
  app::Figures figures(now - hours{1});
  figures.delivered("kommunen", sent, now);
  figures.delivered("kommunen", sent, now);
  figures.delivered("kommunen", permanent, now);
  figures.delivered("sky", retry, now);
  bool told = false;
  const app::Measures measures = app::measured_by(figures, [&] { told = true; });
  measures.transaction(std::chrono::duration<double>(0.004));
  measures.commit(std::chrono::duration<double>(0.002));
  measures.event(std::chrono::duration<double>(0.3));
  EXPECT_TRUE(told);
  app::State state = well();
  state.waiting = {{"sky", 7, 2, now - seconds{90}}};
  const std::string text = figures.text(state);
  for (const char* line :
       {"refleks_ready 1\n", "refleks_deliveries_total{outcome=\"sent\",platform=\"kommunen\"} 2\n",
        "refleks_deliveries_total{outcome=\"given_up\",platform=\"kommunen\"} 1\n",
        "refleks_platform_up{platform=\"kommunen\"} 1\n", "refleks_platform_up{platform=\"sky\"} 0\n",
        "refleks_messages_due{platform=\"sky\"} 7\n",
        "refleks_oldest_tried_message_seconds{platform=\"sky\"} 90\n",
        "refleks_transaction_seconds_bucket{le=\"0.005\"} 1\n",
        "refleks_transaction_seconds_bucket{le=\"0.0025\"} 0\n",
        "refleks_commit_seconds_bucket{le=\"0.0025\"} 1\n", "refleks_event_seconds_bucket{le=\"0.25\"} 0\n",
        "refleks_event_seconds_bucket{le=\"0.5\"} 1\n", "refleks_last_copy_time_seconds 0\n",
        "refleks_clock_believed 1\n"})
    EXPECT_THAT(text, HasSubstr(line));
  state.waiting.clear();
  EXPECT_THAT(figures.text(state), Not(HasSubstr("platform=\"sky\"} 7"))) << "what waited no longer waits";
}

TEST(Figures, TellWhoServes) {
  app::Figures figures(now);
  app::State state = well();
  EXPECT_THAT(figures.text(state), HasSubstr("refleks_owner 1\n"));
  state.owner = false;
  EXPECT_THAT(figures.text(state), HasSubstr("refleks_owner 0\n"));
  EXPECT_THAT(app::figures_of_standby(), HasSubstr("refleks_owner 0\n"));
  EXPECT_THAT(app::figures_of_standby(), HasSubstr("refleks_ready 0\n"));
}

TEST(DeliveryLog, CountsWhoCameAndLeftAndNamesNobody) {
  const auto directory = [](std::initializer_list<const char*> people,
                            std::initializer_list<const char*> members) {
    std::vector<core::Person> all;
    for (const char* id : people) {
      core::Person person;
      person.id = core::PersonId(id);
      all.push_back(person);
    }
    core::Group group;
    group.id = core::GroupId("nord");
    for (const char* id : members) group.members.push_back({core::PersonId(id), core::Role::participant, {}});
    return core::Directory(all, {group});
  };
  const auto line = [](const core::Directory* before, const core::Directory& now) {
    support::TempDirectory folder;
    const std::string file = (folder.path() / "log").string();
    const auto others = spdlog::default_logger();
    spdlog::drop("refleks");
    core::set_up_log("info", file, core::LogForm::text);
    app::log_people(before, now);
    spdlog::default_logger()->flush();
    spdlog::drop("refleks");
    spdlog::set_default_logger(others);
    std::ifstream in(file);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const core::Directory before = directory({"kari", "amina"}, {"kari", "amina"});
  EXPECT_EQ(line(nullptr, before), "") << "the start tells how many there are";
  EXPECT_EQ(line(&before, before), "");
  const std::string said = line(&before, directory({"kari", "lien", "jonas"}, {"kari", "lien"}));
  EXPECT_THAT(said, HasSubstr("people came and left: 2 new, 1 gone; in groups 1 in, 1 out"));
  EXPECT_THAT(said, Not(HasSubstr("lien")));
}

TEST(DeliveryLog, NamesPlatformAndKindAndNobody) {
  const core::Destination person{"kommunen", core::Destination::Kind::person, "U-kari"};
  const core::Destination channel{"kommunen", core::Destination::Kind::channel, "C-nord"};
  EXPECT_EQ(app::delivery_in_words(person, "matter:0123456789abcdef:U-kari"),
            "kommunen, to one person, matter");
  EXPECT_EQ(app::delivery_in_words(channel, "poll-again:0123456789abcdef:b"),
            "kommunen, to a channel, poll-again");
  EXPECT_EQ(app::delivery_in_words(channel, "0123456789abcdef"), "kommunen, to a channel");
  EXPECT_EQ(app::delivery_in_words(channel, "U-kari:x"), "kommunen, to a channel");
}

}  // namespace
