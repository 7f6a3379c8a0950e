// Conversations: commands, buttons and modals. The numbers are those of the conformance table.

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>

#include "adapters/slack/interactions.hpp"
#include "adapters/slack/modal.hpp"
#include "bot/core/texts.hpp"
#include "tests/adapters/slack/world.hpp"

namespace slack_test {
namespace {

std::optional<core::Reply> never(const core::Event&) {
  return std::nullopt;
}

class SlackFrontTest : public SlackTest {
 protected:
  // The answer to a request while the engine sleeps: after the wait for it, by our own clock.
  net::Response without_engine(asio::awaitable<net::Response> request) {
    net::Response response(0);
    const auto ask = [](asio::awaitable<net::Response> asked, net::Response& into) -> asio::awaitable<void> {
      into = co_await std::move(asked);
    };
    const auto wait = [](SlackTest*, Bell& news, HandTiming& time) -> asio::awaitable<void> {
      const auto asleep = [&time] { return time.sleeps(slack::engine_wait); };
      co_await news.until(asleep);
      time.advance(slack::engine_wait);
    };
    spawn(wait(this, bell, hand));
    run(ask(std::move(request), response));
    return response;
  }
  void until(std::function<bool()> holds) { run(bell.until(std::move(holds))); }
  // A command whose form never comes in time: a window opens that says to wait.
  void open_waiting() {
    start();
    inbox.script = never;
    without_engine(command("idé"));
    const net::Ticks rest = slack::trigger_patience - slack::engine_wait;
    until([&] { return hand.sleeps(rest); });
    hand.advance(rest);
    until([this] { return fake.count("views.open") == 1; });
  }
  Json form_as_opened(const core::Form& form) {
    Json view = slack::form_view(form, core::Language::nb);
    view["id"] = "V7";
    fake.views["V7"] = view;
    return view;
  }
  Json written(const Json& view, const Json& words) {
    Json values = Json::object();
    for (const Json& block : view["blocks"])
      if (block["type"] == "input")
        values[block["block_id"].get<std::string>()] = {{block["element"]["action_id"].get<std::string>(),
                                                         {{"type", "plain_text_input"}, {"value", words}}}};
    return values;
  }
};

TEST_F(SlackFrontTest, ACommandIsAnsweredToThePersonAlone) {
  start();
  inbox.script = [](const core::Event&) { return says("Hei <!channel> *du* & <@U1>"); };
  const auto response = sync(command("status"));
  EXPECT_EQ(response.status, 200);
  const Json said = Json::parse(response.body);
  EXPECT_EQ(said["response_type"], "ephemeral");
  EXPECT_EQ(said["text"], "Hei &lt;!channel&gt; *du* &amp; &lt;@U1&gt;") << "case 62";
  EXPECT_EQ(said["blocks"][0]["type"], "rich_text");
  EXPECT_EQ(said["blocks"][0]["elements"][0]["elements"][0]["text"], "Hei <!channel> *du* & <@U1>");
  const auto& sent = inbox.last<core::Command>();
  EXPECT_EQ(sent.text, "status");
  EXPECT_EQ(sent.origin.workspace, "slack");
  EXPECT_EQ(sent.origin.user, "U1");
  EXPECT_EQ(sent.origin.channel, "C1");
  EXPECT_EQ(sent.origin.user_name, "") << "case 63";
  EXPECT_FALSE(sent.origin.delivery.empty());
}

TEST_F(SlackFrontTest, TheCommandIsCalledAsItIsInThisWorkspace) {
  workspace.command = "/gruppe";
  start();
  const core::Rich words{core::Span("Skriv "), core::Span("/refleks idé", core::Span::Style::strong)};
  inbox.script = [&](const core::Event&) {
    core::Reply reply;
    reply.whisper = core::Message{{core::Paragraph{words}}};
    return reply;
  };
  const std::string said = sync(command("hjelp", {}, "/gruppe")).body;
  EXPECT_NE(said.find("/gruppe idé"), std::string::npos) << said;
  EXPECT_EQ(said.find("/refleks"), std::string::npos);
  inbox.script = [&](const core::Event&) {
    core::Reply reply;
    reply.form = small_form();
    reply.form->intro = words;
    return reply;
  };
  sync(command("idé", fake.new_trigger(), "/gruppe"));
  until([this] { return fake.count("views.open") == 1; });
  const std::string form = fake.last("views.open")->args.at("view");
  EXPECT_NE(form.find("/gruppe idé"), std::string::npos) << form;
}

TEST_F(SlackFrontTest, APersonInACommandIsMeantById) {
  start();
  sync(command("rolle <@U7|ola> fasilitator"));
  EXPECT_EQ(inbox.last<core::Command>().mentions, (std::vector<core::Mention>{{"@ola", "U7"}}));
}

TEST_F(SlackFrontTest, ADirectConversationIsNoChannel) {
  start();
  sync(post("/slack", "team_id=T1&user_id=U1&channel_id=D55&command=%2Frefleks&text=", {}));
  EXPECT_EQ(inbox.last<core::Command>().origin.channel, "");
}

TEST_F(SlackFrontTest, AFormOpensByTheTrigger) {
  start();
  inbox.script = [](const core::Event&) { return asks(small_form()); };
  const std::string trigger = fake.new_trigger();
  const auto response = sync(command("idé", trigger));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "");
  until([this] { return fake.count("views.open") == 1; });
  EXPECT_EQ(fake.last("views.open")->args.at("trigger_id"), trigger);
  const Json view = Json::parse(fake.last("views.open")->args.at("view"));
  EXPECT_EQ(view["callback_id"], "form");
  EXPECT_EQ(fake.complaints, std::vector<std::string>{});
}

// The tier says what may be counted on; a window held back by ourselves would be lost for certain.
TEST_F(SlackFrontTest, MoreFormsThanTheTierNamesAreStillAskedFor) {
  start();
  inbox.script = [](const core::Event&) { return asks(small_form()); };
  for (std::size_t i = 1; i <= 120; ++i) {
    sync(command("idé", fake.new_trigger()));
    until([&] { return fake.count("views.open") == i; });
  }
  EXPECT_EQ(fake.complaints, std::vector<std::string>{});
}

TEST_F(SlackFrontTest, Case39_ASlowEngineDoesNotHoldSlack) {
  start();
  inbox.script = never;
  const auto response = without_engine(command("status"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "") << "acknowledged, the work is queued";
  inbox.waiting.at(0)(says("endelig"));
  until([this] { return !fake.responses.empty(); });
  EXPECT_EQ(fake.responses[0].first, "c1");
  EXPECT_EQ(fake.responses[0].second["response_type"], "ephemeral");
  EXPECT_EQ(fake.responses[0].second["text"], "endelig");
}

TEST_F(SlackFrontTest, AFormThatComesLateFindsItsModalOpen) {
  open_waiting();
  const Json waiting = Json::parse(fake.last("views.open")->args.at("view"));
  EXPECT_FALSE(waiting.contains("submit"));
  hand.advance(net::Ticks(5'000));  // the trigger is long dead
  inbox.waiting.at(0)(asks(small_form()));
  until([this] { return fake.count("views.update") == 1; });
  EXPECT_EQ(Json::parse(fake.last("views.update")->args.at("view"))["callback_id"], "form");
  EXPECT_EQ(fake.complaints, std::vector<std::string>{});
}

TEST_F(SlackFrontTest, AWaitingModalIsEndedByAnEmptyAnswerToo) {
  open_waiting();
  inbox.waiting.at(0)(core::Reply());
  until([this] { return fake.count("views.update") == 1; });
}

TEST_F(SlackFrontTest, ADeadTriggerIsSaidByTheResponseUrl) {
  start();
  inbox.script = [](const core::Event&) { return asks(small_form()); };
  fake.fail("views.open", {Fault::Kind::refuse, "expired_trigger_id"});
  sync(command("idé"));
  until([this] { return !fake.responses.empty(); });
  EXPECT_EQ(fake.count("views.open"), 1u) << "cannot be repeated";
}

// To press again would bring the same.
TEST_F(SlackFrontTest, AWindowThatSlackRefusesAsItIsIsNotSaidToBeLate) {
  start();
  inbox.script = [](const core::Event&) { return asks(small_form()); };
  fake.fail("views.open", {Fault::Kind::refuse, "invalid_arguments"});
  sync(command("idé"));
  until([this] { return !fake.responses.empty(); });
  EXPECT_NE(fake.responses[0].second["text"].get<std::string>().find("hjelper ikke å trykke igjen"),
            std::string::npos);
}

// The window that says to wait is the one where it is said.
TEST_F(SlackFrontTest, AWindowThatIsRefusedWhereOneWaitsEndsTheWaiting) {
  open_waiting();
  fake.fail("views.update", {Fault::Kind::refuse, "invalid_arguments"});
  inbox.waiting.at(0)(asks(small_form()));
  until([this] { return fake.count("views.update") == 2; });
  EXPECT_NE(fake.last("views.update")->args.at("view").find("hjelper ikke å trykke igjen"),
            std::string::npos);
}

TEST_F(SlackFrontTest, Case40_AFailureIsAnApologyToPeople) {
  start();
  inbox.throws = true;
  const auto response = sync(command("status"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(Json::parse(response.body)["response_type"], "ephemeral");
  sync(interact(press("matters/form")));
  until([this] { return !fake.responses.empty(); });
  const Json view = form_as_opened(small_form());
  const auto kept = sync(interact(submission(view, written(view, "tekst"))));
  EXPECT_EQ(Json::parse(kept.body)["response_action"], "errors") << "with what was written still in it";
}

TEST_F(SlackFrontTest, ARequestThatFailedMayComeAgain) {
  start();
  inbox.throws = true;
  const std::string trigger = fake.new_trigger();
  sync(command("status", trigger));
  inbox.throws = false;
  sync(command("status", trigger));
  EXPECT_EQ(inbox.events.size(), 1u);
}

TEST_F(SlackFrontTest, APressIsAcknowledgedEmptyAndAnsweredAside) {
  start();
  inbox.script = [](const core::Event&) { return says("Notert."); };
  const auto response = sync(interact(press("sessions/coming", "s1")));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "");
  until([this] { return !fake.responses.empty(); });
  EXPECT_EQ(fake.responses[0].second["replace_original"], false);
  const auto& sent = inbox.last<core::Press>();
  EXPECT_EQ(sent.name, "sessions/coming");
  EXPECT_EQ(sent.value, "s1");
  EXPECT_EQ(sent.origin.channel, "C1");
}

TEST_F(SlackFrontTest, APressIsAcknowledgedWhenItIsDoneOrASecondLater) {
  start();
  inbox.script = never;
  int acknowledged = 0;
  const auto count = [this](asio::awaitable<net::Response> asked, int& to) -> asio::awaitable<void> {
    co_await std::move(asked);
    ++to;
    bell.ring();
  };
  spawn(count(interact(press("sessions/coming", "s1")), acknowledged));
  until([&] { return inbox.waiting.size() == 1; });
  EXPECT_EQ(acknowledged, 0) << "it is not on the disk yet";
  inbox.waiting[0](says("Notert."));
  until([&] { return acknowledged == 1; });
  Json shortcut{{"type", "shortcut"},
                {"callback_id", "idea"},
                {"team", {{"id", "T1"}}},
                {"user", {{"id", "U1"}, {"team_id", "T1"}}},
                {"trigger_id", fake.new_trigger()}};
  for (const Json& payload : {press("sessions/coming", "s2"), shortcut}) {
    const int before = acknowledged;
    spawn(count(interact(payload), acknowledged));
    until([&] { return hand.sleeps(slack::engine_wait); });
    EXPECT_EQ(acknowledged, before);
    hand.advance(slack::engine_wait);
    until([&] { return acknowledged == before + 1; });
  }
}

TEST_F(SlackFrontTest, SeveralActionsAreSeveralPresses) {
  start();
  Json payload = press("a/b", "1");
  payload["actions"].push_back(press("a/c", "2")["actions"][0]);
  payload["actions"].push_back({{"type", "static_select"}, {"action_id", "x"}});
  sync(interact(payload));
  ASSERT_EQ(inbox.events.size(), 2u);
  EXPECT_NE(std::get<core::Press>(inbox.events[0]).origin.delivery,
            std::get<core::Press>(inbox.events[1]).origin.delivery);
}

TEST_F(SlackFrontTest, APressInAModalChangesIt) {
  start();
  fake.views["V0"] = Json::object();
  inbox.script = [](const core::Event&) { return asks(small_form()); };
  sync(interact(press("box/ideas/form", "g", "modal")));
  until([this] { return fake.count("views.update") == 1; });
  EXPECT_EQ(fake.last("views.update")->args.at("view_id"), "V0");
  EXPECT_EQ(fake.count("views.open"), 0u);
}

TEST_F(SlackFrontTest, APressOnTheHomeTabOpensAModal) {
  start();
  inbox.script = [](const core::Event&) { return says("Takk"); };
  sync(interact(press("sessions/coming", "g", "home")));
  until([this] { return fake.count("views.open") == 1 && fake.homes.contains("U1"); });
  EXPECT_EQ(fake.complaints, std::vector<std::string>{});
}

// The log and the figures told of what was asked to draw the tab anew, and so that somebody had just opened
// an anonymous form.
TEST_F(SlackFrontTest, AnAnonymousPressOnTheHomeTabAsksForNothingElse) {
  start();
  inbox.script = [](const core::Event&) { return asks(small_form()); };
  sync(interact(press("box/polls/form", "p", "home")));
  until([this] { return fake.count("views.open") == 1; });
  EXPECT_EQ(inbox.events.size(), 1u);
  EXPECT_TRUE(fake.homes.empty());
}

TEST_F(SlackFrontTest, Case42_ASubmitThatIsTakenClosesWithZeroBytes) {
  start();
  const Json view = form_as_opened(small_form("box/ideas/new", "g1|+"));
  const auto response = sync(interact(submission(view, written(view, "Samtalen med pårørende"))));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body.size(), 0u);
  const auto& sent = inbox.last<core::Submit>();
  EXPECT_EQ(sent.name, "box/ideas/new");
  EXPECT_EQ(sent.state, "g1|+");
  EXPECT_EQ(sent.values, (core::FormValues{{"idea", {"Samtalen med pårørende"}}}));
  EXPECT_EQ(sent.origin.user_name, "") << "case 63";
}

TEST_F(SlackFrontTest, Case43_ErrorsNameTheirBlocks) {
  start();
  inbox.script = [](const core::Event&) {
    core::Reply reply;
    reply.errors = {{"idea", "Skriv noe her."}, {"elsewhere", "Og her."}};
    return reply;
  };
  const Json view = form_as_opened(small_form());
  const Json said = Json::parse(sync(interact(submission(view, written(view, nullptr)))).body);
  EXPECT_EQ(said["response_action"], "errors");
  const std::string block = view["blocks"].back()["block_id"];
  EXPECT_TRUE(inbox.last<core::Submit>().values.at("idea").empty());
  ASSERT_EQ(said["errors"].size(), 1u);
  EXPECT_NE(said["errors"][block].get<std::string>().find("Skriv noe her."), std::string::npos);
  EXPECT_NE(said["errors"][block].get<std::string>().find("Og her."), std::string::npos);
}

TEST_F(SlackFrontTest, Case44_AClosedModalIsForgotten) {
  start();
  Json payload = submission(form_as_opened(small_form()), Json::object());
  payload["type"] = "view_closed";
  payload["is_cleared"] = false;
  const auto response = sync(interact(payload));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "");
  EXPECT_TRUE(inbox.events.empty());
}

TEST_F(SlackFrontTest, ANextStepReplacesTheModal) {
  start();
  inbox.script = [](const core::Event&) { return asks(small_form("box/ideas/more", "g2")); };
  const Json view = form_as_opened(small_form());
  const Json said = Json::parse(sync(interact(submission(view, written(view, "x")))).body);
  EXPECT_EQ(said["response_action"], "update");
  EXPECT_NE(said["view"]["blocks"].back()["block_id"], view["blocks"].back()["block_id"])
      << "or Slack would show in it what was written in the step before";
  inbox.script = [](const core::Event&) { return says("Takk for ideen."); };
  const Json thanks = Json::parse(sync(interact(submission(view, written(view, "x")))).body);
  EXPECT_EQ(thanks["response_action"], "update");
  EXPECT_FALSE(thanks["view"].contains("submit"));
  EXPECT_EQ(thanks["view"]["title"]["text"], "Foreslå tema");
}

TEST_F(SlackFrontTest, ASlowSubmitKeepsTheModalAndSettlesIt) {
  start();
  inbox.script = never;
  const Json view = form_as_opened(small_form());
  const Json said = Json::parse(without_engine(interact(submission(view, written(view, "Min tekst")))).body);
  EXPECT_EQ(said["response_action"], "update");
  EXPECT_FALSE(said["view"].contains("submit"));
  core::Reply wrong;
  wrong.errors = {{"idea", "Ta bort navnet."}};
  inbox.waiting.at(0)(wrong);
  until([this] { return fake.count("views.update") == 1; });
  const Json again = Json::parse(fake.last("views.update")->args.at("view"));
  EXPECT_EQ(again["private_metadata"], view["private_metadata"]);
  EXPECT_EQ(again["blocks"].back()["element"]["initial_value"], "Min tekst");
  EXPECT_NE(again.dump().find("Ta bort navnet."), std::string::npos);
  EXPECT_EQ(fake.complaints, std::vector<std::string>{});
}

TEST_F(SlackFrontTest, AWindowThatWaitsIsEndedAlsoWhereSlackAsksForAPause) {
  start();
  inbox.script = never;
  const Json view = form_as_opened(small_form());
  without_engine(interact(submission(view, written(view, "Min tekst"))));
  fake.fail("views.update", {Fault::Kind::break_down, ""});
  fake.fail("views.update", {Fault::Kind::limit, "3"});
  inbox.waiting.at(0)(says("Koden din er 7K2M."));
  until([this] { return hand.sleeps(std::chrono::seconds(2)); });
  hand.advance(std::chrono::seconds(2));
  // The pause, and a share of a second by chance.
  until([this] {
    for (net::Ticks wait{3'000}; wait < net::Ticks{4'000}; ++wait)
      if (hand.sleeps(wait)) return true;
    return false;
  });
  hand.advance(std::chrono::seconds(4));
  until([this] { return fake.count("views.update") == 3; });
  EXPECT_NE(fake.last("views.update")->args.at("view").find("7K2M"), std::string::npos);
}

TEST_F(SlackFrontTest, AClosedModalDoesNotHideThatNothingWasSaved) {
  start();
  inbox.script = never;
  const Json view = form_as_opened(small_form());
  without_engine(interact(submission(view, written(view, "Min tekst"))));
  fake.views.clear();
  core::Reply wrong;
  wrong.errors = {{"idea", "Ta bort navnet."}};
  inbox.waiting.at(0)(wrong);
  until([this] { return fake.count("chat.postMessage") == 1; });
  const std::string told = fake.messages.begin()->second.dump();
  EXPECT_EQ(told.find("Min tekst"), std::string::npos);
  EXPECT_EQ(told.find("navnet"), std::string::npos);
}

TEST_F(SlackFrontTest, ASubmitThatIsNotTakenLeavesTheWindowOpen) {
  start();
  const auto stays = [this](const Json& payload) {
    const auto response = sync(interact(payload));
    EXPECT_EQ(response.status, 200);
    return response.body.empty() ? Json() : Json::parse(response.body);
  };
  const Json ours = form_as_opened(small_form());
  const std::string block = ours["blocks"].back()["block_id"];
  const Json sent = submission(ours, written(ours, "Min tekst"));
  std::vector<Json> odd(6, sent);
  odd[0]["view"]["private_metadata"] = "{bad";
  odd[1]["view"]["callback_id"] = "another";
  odd[2]["team"]["id"] = "T2";
  odd[3]["view"]["app_installed_team_id"] = "T2";
  odd[4]["user"].erase("id");
  odd[5]["user"]["team_id"] = "T-guest";
  for (Json& payload : odd) {
    payload["trigger_id"] = fake.new_trigger();
    const Json said = stays(payload);
    EXPECT_EQ(said["response_action"], "errors") << payload;
    EXPECT_NE(said["errors"].value(block, ""), "");
  }
  Json none = sent;
  none["trigger_id"] = fake.new_trigger();
  none.erase("view");
  EXPECT_EQ(stays(none)["response_action"], "update");
  Json bare = sent;
  bare["trigger_id"] = fake.new_trigger();
  bare["view"]["blocks"] = Json::array();
  bare["view"]["callback_id"] = "another";
  const Json told = stays(bare);
  EXPECT_EQ(told["response_action"], "update");
  EXPECT_NE(told["view"].dump().find("/refleks"), std::string::npos);
  EXPECT_TRUE(inbox.events.empty());
  EXPECT_EQ(stays(sent), Json()) << "and this one is taken";
  EXPECT_EQ(stays(sent)["response_action"], "errors") << "the first may have been answered with errors";
  EXPECT_EQ(inbox.events.size(), 1u);
}

TEST_F(SlackFrontTest, AnErrorWithoutAnInputIsShownAllTheSame) {
  start();
  inbox.script = [](const core::Event&) {
    core::Reply reply;
    reply.errors = {{"idea", "Skriv noe her."}};
    return reply;
  };
  Json view = form_as_opened(small_form());
  view["blocks"] = Json::array();
  const Json said = Json::parse(sync(interact(submission(view, Json::object()))).body);
  EXPECT_EQ(said["response_action"], "update");
  EXPECT_NE(said["view"].dump().find("Skriv noe her."), std::string::npos);
}

TEST_F(SlackFrontTest, AConnectedWorkspaceSubmitsToOurs) {
  workspace.allow_shared_channels = true;
  start(workspace);
  const Json view = form_as_opened(small_form());
  Json payload = submission(view, written(view, "Fra naboen"));
  payload["team"]["id"] = payload["user"]["team_id"] = payload["view"]["team_id"] = "T2";
  payload["enterprise"] = nullptr;
  payload["view"]["app_installed_team_id"] = "T1";
  EXPECT_EQ(sync(interact(payload)).body, "");
  EXPECT_EQ(inbox.last<core::Submit>().values, (core::FormValues{{"idea", {"Fra naboen"}}}));
}

TEST_F(SlackFrontTest, Cases31And32_ARepeatHasNoSecondEffect) {
  start();
  const Json opened{{"type", "app_home_opened"}, {"tab", "home"}, {"user", "U1"}};
  EXPECT_EQ(sync(event(opened, "Ev1")).status, 200);
  EXPECT_EQ(sync(event(opened, "Ev1")).status, 200);
  until([this] { return inbox.events.size() == 3; });
  io.poll();
  EXPECT_EQ(inbox.events.size(), 3u) << "what is next, what can be answered, what waits: once";

  inbox.events.clear();
  inbox.script = never;
  const std::string trigger = fake.new_trigger();
  int answered = 0;
  const auto twice = [](asio::awaitable<net::Response> one, int& count) -> asio::awaitable<void> {
    const net::Response response = co_await std::move(one);
    count += response.status == 200 ? 1 : 0;
  };
  spawn(twice(command("status", trigger), answered));
  spawn(twice(command("status", trigger), answered));
  until([this] { return hand.sleeps(slack::engine_wait); });
  hand.advance(slack::engine_wait);
  while (answered < 2) io.run_one();
  EXPECT_EQ(inbox.events.size(), 1u);
}

TEST_F(SlackFrontTest, Cases33And67_OurOwnMessagesAreNotHeard) {
  start();
  const Json own{{"type", "message"}, {"user", "UBOT"}, {"bot_id", "B1"}, {"text", "hei"}, {"channel", "C1"}};
  EXPECT_EQ(sync(event(own, "Ev5")).status, 200);
  Json by_url = own;
  by_url.erase("user");
  by_url["subtype"] = "bot_message";
  EXPECT_EQ(sync(event(by_url, "Ev6")).status, 200);
  EXPECT_TRUE(inbox.events.empty());
}

TEST_F(SlackFrontTest, Case46_TheInstallationCounts) {
  start();
  Json envelope{{"type", "event_callback"},
                {"team_id", "T-other"},
                {"event_id", "Ev9"},
                {"authorizations", Json::array({{{"team_id", "T1"}, {"enterprise_id", nullptr}}})},
                {"event", {{"type", "app_home_opened"}, {"tab", "home"}, {"user", "U1"}}}};
  Sent how;
  how.type = json_type;
  EXPECT_EQ(sync(post("/slack/events", envelope.dump(), how)).status, 200);
  until([this] { return inbox.events.size() == 3; });
}

TEST_F(SlackFrontTest, Case47_AnotherWorkspaceIsDropped) {
  start();
  const auto response = sync(post("/slack", "team_id=T2&user_id=U1&command=%2Frefleks&text=x", {}));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "");
  EXPECT_TRUE(inbox.events.empty());
}

TEST_F(SlackFrontTest, PeopleOfAnotherOrganisationAreTurnedAway) {
  start();
  Json payload = press("sessions/coming");
  payload["user"]["team_id"] = "T-guest";
  sync(interact(payload));
  until([this] { return !fake.responses.empty(); });
  EXPECT_TRUE(inbox.events.empty());
}

TEST_F(SlackFrontTest, Case49_AResponseUrlIsUsedOnKnownHostsOnly) {
  start();
  inbox.script = [](const core::Event&) { return says("hemmelig"); };
  for (const char* url : {"http://169.254.169.254/latest", "https://hooks.slack.com.evil.example/x",
                          "file:///etc/passwd", "http://localhost:1/x", ""}) {
    Json payload = press("sessions/coming");
    payload["response_url"] = url;
    payload["trigger_id"] = fake.new_trigger();
    sync(interact(payload));
  }
  until([this] { return fake.count("views.open") == 5; });
  EXPECT_TRUE(fake.responses.empty()) << "shown in a modal instead";
}

TEST_F(SlackFrontTest, Case66_ARefusedResponseUrlIsFinal) {
  start();
  inbox.script = [](const core::Event&) { return says("Notert."); };
  fake.fail("response_url", {Fault::Kind::refuse, "used_url"});
  sync(interact(press("sessions/coming")));
  until([this] { return fake.count("response_url") == 1; });
  io.poll();
  EXPECT_EQ(fake.count("response_url"), 1u);
}

TEST_F(SlackFrontTest, ALimitedResponseUrlIsTriedOnceMore) {
  start();
  inbox.script = [](const core::Event&) { return says("Notert."); };
  fake.fail("response_url", {Fault::Kind::limit, "3"});
  sync(interact(press("sessions/coming")));
  until([this] { return hand.sleeps(std::chrono::seconds(3)); });
  hand.advance(std::chrono::seconds(3));
  until([this] { return fake.responses.size() == 1; });
}

TEST_F(SlackFrontTest, AnAnswerThatNeverLeftIsTriedAgain) {
  start();
  inbox.script = [](const core::Event&) { return says("Notert."); };
  Json pressed = press("sessions/coming");
  pressed["response_url"] = "http://127.0.0.1:1/commands/nobody-listens";
  ASSERT_LT(hand.longest(), net::Ticks{1'600}) << "of all else that waits";
  sync(interact(pressed));
  for (const net::Ticks least : {net::Ticks{1'600}, net::Ticks{3'200}}) {
    until([&] { return hand.longest() >= least; });
    hand.advance(least * 3 / 2);
  }
}

TEST_F(SlackFrontTest, TheMachinesOwnTimeWorksAsWell) {
  start();
  running.stop();
  slack = slack::make_slack(io.get_executor(), workspace, clock, random, net::real_timing(io.get_executor()));
  door = slack->handler();
  running.start(*slack, inbox);
  inbox.script = [](const core::Event&) { return says("straks"); };
  EXPECT_NE(sync(command("status")).body, "");
  inbox.script = never;
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(sync(command("status")).body, "");
  // The wait is counted from when the form came, a little before.
  EXPECT_GE(std::chrono::steady_clock::now() - begun, slack::engine_wait - std::chrono::milliseconds{100});
  inbox.waiting.at(0)(says("endelig"));
  until([this] { return fake.responses.size() == 1; });
  running.stop();
}

TEST_F(SlackFrontTest, AShortcutShowsWhatCanBeAnswered) {
  start();
  inbox.script = [](const core::Event&) { return says("Dette kan du svare på"); };
  Json payload{{"type", "shortcut"},
               {"team", {{"id", "T1"}}},
               {"user", {{"id", "U1"}, {"team_id", "T1"}}},
               {"callback_id", "refleks_home"},
               {"trigger_id", fake.new_trigger()}};
  EXPECT_EQ(sync(interact(payload)).body, "");
  EXPECT_EQ(inbox.last<core::Press>().name, core::home_press);
  until([this] { return fake.count("views.open") == 1; });
}

TEST_F(SlackFrontTest, WhatTheAdapterAddsIsInTheLanguageOfTheReply) {
  using core::Language;
  core::Language theirs = Language::en;
  bool asks_something = true;
  inbox.script = [&](const core::Event&) {
    core::Reply reply = asks_something ? asks(small_form()) : says("42");
    reply.language = theirs;
    return reply;
  };
  start();
  const auto closing = [&](std::size_t windows) {
    Json shortcut{{"type", "shortcut"},
                  {"callback_id", "refleks_home"},
                  {"trigger_id", fake.new_trigger()},
                  {"user", {{"id", "U1"}, {"team_id", "T1"}}},
                  {"team", {{"id", "T1"}}}};
    sync(interact(shortcut));
    until([&] { return fake.count("views.open") == windows; });
    return Json::parse(fake.last("views.open")->args.at("view"))["close"]["text"].get<std::string>();
  };
  EXPECT_EQ(closing(1), core::text(Language::en, "slack.cancel"));
  asks_something = false;
  EXPECT_EQ(closing(2), core::text(Language::en, "slack.close"));
  theirs = Language::nb;
  EXPECT_EQ(closing(3), core::text(Language::nb, "slack.close")) << "the same words, rendered before";
  theirs = Language::en;
  sync(event({{"type", "app_home_opened"}, {"tab", "home"}, {"user", "U1"}}, "EvHome"));
  until([this] { return fake.homes.contains("U1"); });
  EXPECT_NE(fake.homes.at("U1").dump().find(core::text(Language::en, "slack.home.privacy")),
            std::string::npos);
}

TEST_F(SlackFrontTest, WhereAWindowDoesNotOpenAndNothingCanBeWhisperedThePersonIsWrittenTo) {
  start();
  inbox.script = [](const core::Event&) { return asks(small_form()); };
  Json payload{{"type", "shortcut"},
               {"callback_id", "refleks_idea"},
               {"trigger_id", fake.new_trigger()},
               {"user", {{"id", "U1"}, {"team_id", "T1"}}},
               {"team", {{"id", "T1"}}}};
  fake.fail("views.open", {Fault::Kind::refuse, "expired_trigger_id"});
  sync(interact(payload));
  until([this] { return fake.count("chat.postMessage") == 1; });
  Json on_home = press("ideas/form", "g", "home");
  on_home.erase("response_url");
  fake.fail("views.open", {Fault::Kind::refuse, "expired_trigger_id"});
  hand.advance(std::chrono::seconds(2));
  sync(interact(on_home));
  until([this] { return fake.count("chat.postMessage") == 2; });
  EXPECT_NE(fake.last("chat.postMessage")->args.at("text").find("Trykk en gang til"), std::string::npos);
  EXPECT_TRUE(fake.responses.empty());
}

}  // namespace
}  // namespace slack_test
