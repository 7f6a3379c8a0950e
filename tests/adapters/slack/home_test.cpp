// The Home tab, whose events and whose installation; and that nothing of anybody stays behind.

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <fstream>
#include <sstream>

#include "adapters/slack/interactions.hpp"
#include "adapters/slack/modal.hpp"
#include "bot/core/events.hpp"
#include "tests/adapters/slack/world.hpp"

namespace slack_test {
namespace {

class SlackHomeTest : public SlackTest {
 protected:
  void until(std::function<bool()> holds) { run(bell.until(std::move(holds))); }
  const Json opened{{"type", "app_home_opened"}, {"tab", "home"}, {"user", "U1"}};
};

TEST_F(SlackHomeTest, ShowsWhatIsNextAndWhatCanBeAnswered) {
  inbox.script = [](const core::Event& event) {
    const std::string& name = std::get<core::Press>(event).name;
    if (name == core::events::waiting.name) return core::Reply();
    if (name != core::home_press) return says("Neste samling er tirsdag.");
    core::Reply open = says("Gi en idé");
    open.whisper.own().blocks.emplace_back(core::Actions{{{"Gi en idé", "box/ideas/form", "g1"}}});
    return open;
  };
  start();
  sync(event(opened, "Ev1"));
  until([this] { return fake.homes.contains("U1"); });
  const std::string home = fake.homes.at("U1").dump();
  EXPECT_NE(home.find("Neste samling er tirsdag."), std::string::npos);
  EXPECT_NE(home.find("box/ideas/form"), std::string::npos);
  EXPECT_NE(home.find("personvern"), std::string::npos);
  EXPECT_EQ(fake.complaints, std::vector<std::string>{});
  EXPECT_EQ(std::get<core::Press>(inbox.events[0]).name, core::events::own_status.name)
      << "of all groups: a command without a channel would be asked which one";
  EXPECT_EQ(std::get<core::Press>(inbox.events[1]).name, core::home_press);
}

TEST_F(SlackHomeTest, WhoHasVeryManyGroupsStillFindsPrivacyAndHelp) {
  inbox.script = [](const core::Event& event) {
    core::Reply open = says("Hei");
    if (std::get<core::Press>(event).name == core::home_press)
      for (int i = 0; i < 60; ++i) {
        open.whisper.own().blocks.emplace_back(core::Heading{"Gruppe " + std::to_string(i)});
        open.whisper.own().blocks.emplace_back(core::Actions{{{"Gi en idé", "box/ideas/form", "g1"}}});
      }
    return open;
  };
  start();
  sync(event(opened, "Ev1"));
  until([this] { return fake.homes.contains("U1"); });
  const std::string home = fake.homes.at("U1").dump();
  for (const char* part : {"Hei", "Resten fikk ikke plass", "personvern", "hjelp"})
    EXPECT_NE(home.find(part), std::string::npos) << part;
  EXPECT_EQ(fake.complaints, std::vector<std::string>{});
}

TEST_F(SlackHomeTest, ThatThereIsNothingToAnswerIsNotSaidBesideWhatWaits) {
  core::Reply waits;
  inbox.script = [&waits](const core::Event& event) {
    const std::string& name = std::get<core::Press>(event).name;
    if (name == core::events::waiting.name) return waits;
    return says(name == core::home_press ? "Ingenting å svare på" : "Neste samling er tirsdag.");
  };
  start();
  const auto home = [&](const char* id) {
    fake.homes.clear();
    sync(event(opened, id));
    until([this] { return fake.homes.contains("U1"); });
    return fake.homes.at("U1").dump();
  };
  EXPECT_NE(home("Ev1").find("Ingenting"), std::string::npos);
  while (io.poll() > 0) continue;
  waits = says("Kan du lede?");
  const std::string shown = home("Ev2");
  EXPECT_NE(shown.find("Kan du lede?"), std::string::npos);
  EXPECT_EQ(shown.find("Ingenting"), std::string::npos) << shown;
}

TEST_F(SlackHomeTest, WhatIsSaidTwiceStandsThereOnce) {
  inbox.script = [](const core::Event&) { return says("Jeg kjenner deg ikke."); };
  start();
  sync(event(opened, "Ev1"));
  until([this] { return fake.homes.contains("U1"); });
  const std::string home = fake.homes.at("U1").dump();
  EXPECT_NE(home.find("kjenner"), std::string::npos);
  EXPECT_EQ(home.find("kjenner"), home.rfind("kjenner"));
}

TEST_F(SlackHomeTest, OneAtATimeForEachPerson) {
  inbox.script = [](const core::Event&) -> std::optional<core::Reply> { return std::nullopt; };
  start();
  sync(event(opened, "Ev1"));
  sync(event(opened, "Ev2"));
  EXPECT_EQ(inbox.events.size(), 3u);
  inbox.waiting[0](says("a"));
  inbox.waiting[1](says("b"));
  inbox.waiting[2](core::Reply());
  until([this] { return fake.homes.contains("U1"); });
  inbox.script = [](const core::Event&) { return says("c"); };
  while (io.poll() > 0) continue;
  sync(event(opened, "Ev3"));
  EXPECT_EQ(inbox.events.size(), 6u);
}

TEST_F(SlackHomeTest, WhatIsPressedWhileItIsMadeStandsOnItAtTheEnd) {
  inbox.script = [](const core::Event& event) -> std::optional<core::Reply> {
    if (std::get<core::Press>(event).name == "sessions/coming") return core::Reply();
    return std::nullopt;
  };
  start();
  sync(event(opened, "Ev1"));
  ASSERT_EQ(inbox.waiting.size(), 3u);
  sync(interact(press("sessions/coming", "", "home")));
  EXPECT_EQ(inbox.waiting.size(), 3u) << "one at a time";
  inbox.script = [](const core::Event&) { return says("Du kommer"); };
  for (std::size_t i = 0; i < 3; ++i) inbox.waiting[i](says("Kommer du?"));
  until([this] {
    return fake.homes.contains("U1") && fake.homes.at("U1").dump().find("Du kommer") != std::string::npos;
  });
  EXPECT_EQ(fake.count("views.publish"), 2u);
}

TEST_F(SlackHomeTest, OtherTabsAndStrangersToTheEngineAreQuiet) {
  start();
  sync(event({{"type", "app_home_opened"}, {"tab", "messages"}, {"user", "U1"}}, "Ev1"));
  EXPECT_TRUE(inbox.events.empty());
  sync(event(opened, "Ev2"));  // the engine has nothing to say
  while (io.poll() > 0) continue;
  EXPECT_TRUE(fake.homes.empty());
}

TEST_F(SlackHomeTest, ItsButtonsAreCommandsThatCouldBeTyped) {
  start();
  inbox.script = [](const core::Event&) { return says("Personvern: ..."); };
  sync(interact(press("slack/command", "personvern", "home")));
  EXPECT_EQ(std::get<core::Command>(inbox.events[0]).text, "personvern");
  until([this] { return fake.count("views.open") == 1; });
}

TEST_F(SlackHomeTest, Case40_AnEventThatFailsIsBroughtAgain) {
  start();
  inbox.throws = true;
  EXPECT_EQ(sync(event(opened, "Ev1")).status, 500);
  inbox.throws = false;
  EXPECT_EQ(sync(event(opened, "Ev1")).status, 200);
  EXPECT_EQ(inbox.events.size(), 3u);
}

TEST_F(SlackHomeTest, Case34_OurOwnComingAndGoingIsHeard) {
  start();
  const Json came{{"type", "member_joined_channel"}, {"user", "UBOT"}, {"channel", "C1"}};
  EXPECT_EQ(sync(event(came, "Ev1")).status, 200);
  EXPECT_TRUE(inbox.events.empty());
}

TEST_F(SlackHomeTest, Case41_ASecondAnswerIsIgnored) {
  start();
  inbox.script = [](const core::Event&) -> std::optional<core::Reply> { return std::nullopt; };
  const auto press_beside = [](asio::awaitable<net::Response> asked) -> asio::awaitable<void> {
    co_await std::move(asked);
  };
  spawn(press_beside(interact(press("sessions/coming"))));
  until([this] { return inbox.waiting.size() == 1; });
  inbox.waiting[0](says("en"));
  inbox.waiting[0](says("to"));
  until([this] { return !fake.responses.empty(); });
  while (io.poll() > 0) continue;
  EXPECT_EQ(fake.responses.size(), 1u);
}

TEST_F(SlackHomeTest, Case45_AnInstallationForTheWholeOrganisation) {
  fake.enterprise = "E1";
  start();
  Json payload = press("sessions/coming");
  payload["team"] = nullptr;
  payload["is_enterprise_install"] = true;
  payload["enterprise"] = {{"id", "E1"}};
  payload["user"]["team_id"] = "T-elsewhere-in-the-organisation";
  sync(interact(payload));
  EXPECT_EQ(inbox.events.size(), 1u);
  payload["enterprise"] = {{"id", "E2"}};
  payload["trigger_id"] = fake.new_trigger();
  sync(interact(payload));
  EXPECT_EQ(inbox.events.size(), 1u);
}

TEST_F(SlackHomeTest, SeveralWorkspacesShareADoor) {
  start();
  slack::Options second = options_for_http();
  second.workspace = "other";
  second.team_id = "T2";
  second.signing_secrets = {"second-secret"};
  slack::Options third = options_for_http();  // the same app in a third workspace
  third.workspace = "third";
  third.team_id = "T3";
  const auto other = slack::make_slack(io.get_executor(), second, clock, random, hand.timing());
  const auto same_app = slack::make_slack(io.get_executor(), third, clock, random, hand.timing());
  FakeInbox others(io, bell), thirds(io, bell);
  int ended = 0;
  const auto at_end = [&ended](std::exception_ptr) { ++ended; };
  asio::co_spawn(io, other->run(others), at_end);
  asio::co_spawn(io, same_app->run(thirds), at_end);
  while (io.poll() > 0) continue;
  door = slack::make_webhook_endpoint({slack.get(), other.get(), same_app.get()}, clock);
  const auto ask = [this](const std::string& team, const std::string& key) {
    Sent how;
    how.secret = key;
    return sync(post("/slack", "user_id=U1&command=%2Frefleks&text=x&team_id=" + team, how)).status;
  };
  EXPECT_EQ(ask("T1", secret), 200);
  EXPECT_EQ(ask("T2", "second-secret"), 200);
  EXPECT_EQ(ask("T3", secret), 200);
  EXPECT_EQ(inbox.events.size(), 1u);
  EXPECT_EQ(others.events.size(), 1u);
  EXPECT_EQ(thirds.events.size(), 1u);
  EXPECT_EQ(ask("T2", secret), 200) << "signed by one, addressed to another: dropped";
  EXPECT_EQ(ask("T1", "second-secret"), 200);
  EXPECT_EQ(ask("T1", "nobodys"), 401);
  EXPECT_EQ(inbox.events.size() + others.events.size() + thirds.events.size(), 3u);
}

// Whatever it was that went wrong, of an answer without a name or of a command: the log does not tell when
// people answer.
TEST_F(SlackHomeTest, Case63_WhatWasNotShownIsOneLineAnHour) {
  start();
  std::ostringstream log;
  const auto before = spdlog::default_logger();
  const auto sink = std::make_shared<spdlog::sinks::ostream_sink_st>(log);
  sink->set_pattern("%v");
  const auto logger = std::make_shared<spdlog::logger>("slack-test", sink);
  logger->set_level(spdlog::level::trace);
  spdlog::set_default_logger(logger);
  inbox.throws = true;
  for (const char* option : {"0", "1", "2"}) sync(interact(press("box/polls/quick", option)));
  sync(command("status"));
  while (io.poll() > 0) continue;
  EXPECT_EQ(log.str(),
            "slack: a direct answer was not taken: slack, refused 1 time, a request could not be handled\n");
  hand.advance(std::chrono::hours(1));
  sync(command("status"));
  while (io.poll() > 0) continue;
  spdlog::set_default_logger(before);
  EXPECT_NE(log.str().find("refused 4 times, a request could not be handled\n"), std::string::npos)
      << log.str();
}

TEST_F(SlackHomeTest, SlackThatIsNotReachedHasRefusedNoToken) {
  std::ostringstream log;
  const auto before = spdlog::default_logger();
  const auto sink = std::make_shared<spdlog::sinks::ostream_sink_st>(log);
  sink->set_pattern("%v");
  spdlog::set_default_logger(std::make_shared<spdlog::logger>("slack-test", sink));
  workspace.api_url = "http://127.0.0.1:1/api/";
  slack = slack::make_slack(io.get_executor(), workspace, clock, random, hand.timing());
  running.start(*slack, inbox);
  for (const int seconds : {2, 4}) {
    until([&] { return hand.sleeps(std::chrono::seconds(seconds)); });
    hand.advance(std::chrono::seconds(seconds));
  }
  until([&] { return log.str().find("slack: whether the bot's token is taken") != std::string::npos; });
  spdlog::set_default_logger(before);
  EXPECT_EQ(log.str().find("not taken"), std::string::npos) << log.str();
  running.stop();
}

TEST_F(SlackHomeTest, Case63_NothingOfASealedEventStaysBehind) {
  std::ostringstream log;
  const auto before = spdlog::default_logger();
  const auto sink = std::make_shared<spdlog::sinks::ostream_sink_st>(log);
  const auto logger = std::make_shared<spdlog::logger>("slack-test", sink);
  logger->set_level(spdlog::level::trace);
  spdlog::set_default_logger(logger);
  start();
  inbox.script = [](const core::Event&) { return says("Takk"); };
  Json view = slack::form_view(small_form(), core::Language::nb);
  view["id"] = "V7";
  const std::string block = view["blocks"].back()["block_id"];
  const Json values{{block, {{"in:idea", {{"type", "plain_text_input"}, {"value", "en hemmelig tanke"}}}}}};
  Json sent = submission(view, values);
  sync(interact(sent));
  sync(interact(sent));  // once more, for what is said about repeats
  sync(interact(press("box/polls/answer", "hemmelig-valg")));
  inbox.throws = true;
  sync(interact(press("box/polls/answer", "hemmelig-valg")));
  Json stale = submission(view, values);
  sync(interact(stale));
  while (io.poll() > 0) continue;
  spdlog::set_default_logger(before);
  std::string left = log.str();
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
    std::ifstream in(entry.path());
    left += std::string(std::istreambuf_iterator<char>(in), {});
  }
  for (const ApiCall& call : fake.calls)
    for (const auto& [name, value] : call.args) left += value;
  for (const auto& [id, body] : fake.responses) left += body.dump();
  EXPECT_NE(left.find("slack: a direct answer was not taken"), std::string::npos) << "the log was read";
  for (const char* trace : {"en hemmelig tanke", "hemmelig-valg", "kari", "U1", "xoxb-", "box/", "trigger.",
                            "/commands/", secret.c_str()})
    EXPECT_EQ(left.find(trace), std::string::npos) << trace;
  for (const core::Event& one : inbox.events) EXPECT_EQ(core::origin_of(one).user_name, "");
}

}  // namespace
}  // namespace slack_test
