// What happens with a call: commands, presses, dialogs, and what is left of anonymous ones. The conformance
// cases 47 to 51 and 67 among them.

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "adapters/teams/cards.hpp"
#include "bot/core/texts.hpp"
#include "tests/adapters/teams/world.hpp"

namespace teams_test {
namespace {

Json press(const std::string& name, const std::string& value = "") {
  return {{"k", "p"}, {"n", name}, {"v", value}};
}
Json execute(const Json& data) {
  return {{"action", {{"type", "Action.Execute"}, {"verb", "press"}, {"data", data}}}, {"trigger", "manual"}};
}
Json dialog_card(const Json& answer) {
  EXPECT_EQ(answer.at("task").at("type"), "continue") << answer;
  return answer.at("task").at("value").at("card").at("content");
}
// The data of the only action below `json`.
Json data_in(const Json& json) {
  for (const auto& [key, value] : json.items()) {
    if (key == "data") return value;
    if (value.is_structured())
      if (Json found = data_in(value); !found.is_null()) return found;
  }
  return {};
}
core::Reply form_reply(core::Form form = idea_form()) {
  core::Reply reply;
  reply.form = std::move(form);
  return reply;
}

TEST(Teams, TakesACommandInThePrivateChatAndAnswersThere) {
  World world;
  world.inbox.answer = [](const core::Event&) { return whisper("Svar"); };
  EXPECT_EQ(world.post(world.activity()).status, 200);
  ASSERT_EQ(world.inbox.events.size(), 1u);
  const auto& command = std::get<core::Command>(world.inbox.events[0]);
  EXPECT_EQ(command.text, "hjelp");
  EXPECT_EQ(command.origin.workspace, "teams");
  EXPECT_EQ(command.origin.user, kari);
  EXPECT_EQ(command.origin.user_name, "Kari Nordmann");
  EXPECT_EQ(command.origin.channel, "");
  EXPECT_EQ(command.origin.delivery, "a:kari|1");
  const auto calls = world.calls(1);
  ASSERT_EQ(calls.size(), 1u);
  EXPECT_EQ(calls[0].method, "POST");
  EXPECT_EQ(calls[0].path, "/emea/v3/conversations/a%3Akari/activities");
  EXPECT_EQ(calls[0].authorization, "Bearer token-1");
  EXPECT_EQ(calls[0].body["type"], "message");
  EXPECT_EQ(calls[0].body["summary"], "Svar");
  EXPECT_FALSE(calls[0].body.contains("text"));
  EXPECT_EQ(card_in(calls[0].body)["version"], "1.5");
  EXPECT_NE(world.last_token_form.find("client_secret=very-secret"), std::string::npos);
  EXPECT_NE(world.last_token_form.find("scope=https%3A%2F%2Fapi.botframework.com%2F.default"),
            std::string::npos);
}

// Chosen by a command: the configuration does not know of it.
TEST(Teams, WhatTheAdapterAddsIsInTheLanguageOfTheReply) {
  using core::Language;
  World world;
  world.inbox.answer = [](const core::Event&) {
    core::Reply reply = form_reply();
    reply.language = Language::en;
    return reply;
  };
  world.post(world.activity());
  const Json card = card_in(world.calls(1).at(0).body);
  EXPECT_NE(card.dump().find(core::text(Language::en, "teams.open")), std::string::npos) << card;
  const Json opened = Json::parse(world.post(world.invoke("task/fetch", {{"data", data_in(card)}})).body);
  const std::string required = core::text(Language::en, "teams.required");
  EXPECT_NE(dialog_card(opened).dump().find(required), std::string::npos) << opened;
  const Json pressed =
      Json::parse(world.post(world.invoke("adaptiveCard/action", execute(press("ideas/form")))).body);
  EXPECT_NE(pressed.dump().find(core::text(Language::en, "teams.form_ready")), std::string::npos) << pressed;
}

TEST(Teams, AnswersACommandOfTheChannelInThePrivateChat) {
  World world;
  world.inbox.answer = [](const core::Event&) { return whisper("Bare for deg"); };
  EXPECT_EQ(world.post(world.in_room("samlinger")).status, 200);
  const auto& command = std::get<core::Command>(world.inbox.events.at(0));
  EXPECT_EQ(command.text, "samlinger");
  EXPECT_EQ(command.origin.channel, room);
  const auto calls = world.calls(2);
  ASSERT_EQ(calls.size(), 2u);
  EXPECT_EQ(calls[0].path, "/emea/v3/conversations");
  const Json expected = {{"isGroup", false},
                         {"bot", {{"id", "28:" + app_id}}},
                         {"members", Json::array({{{"id", "29:kari"}}})},
                         {"tenantId", tenant},
                         {"channelData", {{"tenant", {{"id", tenant}}}}}};
  EXPECT_EQ(calls[0].body, expected);
  EXPECT_EQ(calls[1].path, "/emea/v3/conversations/a%3A29%3Akari/activities");
  for (const Call& call : calls)
    EXPECT_EQ(call.path.find("room"), std::string::npos) << "nothing in the channel";

  Json again = world.in_room("samlinger");
  again["id"] = "2";
  world.post(again);
  EXPECT_EQ(world.calls(1).size(), 1u) << "the chat is known now";
}

TEST(Teams, SaysNothingPersonalWhereNoPrivateChatCanBeOpened) {
  World world;
  world.inbox.answer = [](const core::Event&) { return whisper("Hemmelig svar"); };
  world.script = {{403, R"({"error":{"code":"BotNotInConversationRoster"}})"}};
  world.post(world.in_room("min hemmelige idé"));
  const auto calls = world.calls(2);
  ASSERT_EQ(calls.size(), 2u);
  EXPECT_EQ(calls[1].path, "/emea/v3/conversations/19%3Aroom%40thread.tacv2%3Bmessageid%3D170/activities");
  const std::string text = calls[1].body["text"];
  EXPECT_EQ(text.find("emmelig"), std::string::npos);
  EXPECT_NE(text.find("privat"), std::string::npos);
}

// Whatever it was about: the log does not tell when people answer.
TEST(Teams, AnAnswerThatNobodyTookIsCountedInOneLineAnHour) {
  World world;
  std::ostringstream log;
  const auto before = spdlog::default_logger();
  const auto sink = std::make_shared<spdlog::sinks::ostream_sink_st>(log);
  sink->set_pattern("%v");
  spdlog::set_default_logger(std::make_shared<spdlog::logger>("teams-test", sink));
  world.inbox.answer = [](const core::Event&) { return whisper("Hemmelig svar"); };
  const auto ask = [&](const char* id) {
    Json typed = world.activity();
    typed["id"] = id;
    world.script.push_back({403, R"({"error":{"code":"ConversationBlockedByUser"}})"});
    world.post(typed);
    world.calls(1);
    world.settle();
  };
  ask("1");
  ask("2");
  const std::string at_first = log.str();
  world.ticks += std::chrono::hours(1);
  ask("3");
  spdlog::set_default_logger(before);
  EXPECT_EQ(at_first, "teams: a direct answer was not taken: teams, refused 1 time, forbidden\n");
  EXPECT_NE(log.str().find("refused 2 times, forbidden\n"), std::string::npos) << log.str();
}

TEST(Teams, Case47IgnoresWhatItDoesNotKnow) {
  World world;
  Json activity = world.activity();
  for (const char* type : {"typing", "messageReaction", "messageUpdate", "endOfConversation", "brandNew"}) {
    activity["type"] = type;
    EXPECT_EQ(world.post(activity).status, 200);
  }
  activity["type"] = "conversationUpdate";
  activity["channelData"]["eventType"] = "channelPainted";
  EXPECT_EQ(world.post(activity).status, 200);
  EXPECT_TRUE(world.inbox.events.empty());
}

TEST(Teams, Case48LeavesUnknownInvokesToOthers) {
  World world;
  for (const char* name : {"composeExtension/query", "signin/verifyState", "", "config/fetch"})
    EXPECT_EQ(world.post(world.invoke(name, Json::object())).status, 501) << name;
}

TEST(Teams, Case49RefusesMalformedActionsInsideA200) {
  World world;
  Json submit = execute(press("polls/close"));
  submit["action"]["type"] = "Action.Submit";
  for (const Json& value :
       {Json(), Json::object(), submit, execute(Json::object()), Json("x"), Json::array()}) {
    const Json answer = world.answer_to(world.invoke("adaptiveCard/action", value));
    EXPECT_EQ(answer["statusCode"], 400);
    EXPECT_EQ(answer["type"], "application/vnd.microsoft.error");
  }
  EXPECT_TRUE(world.inbox.events.empty());
}

TEST(Teams, Case50HandlesARepeatedActivityOnce) {
  World world;
  EXPECT_EQ(world.post(world.activity()).status, 200);
  EXPECT_EQ(world.post(world.activity()).status, 200);
  EXPECT_EQ(world.inbox.events.size(), 1u);
  Json elsewhere = world.in_room("hjelp");
  EXPECT_EQ(world.post(elsewhere).status, 200);
  EXPECT_EQ(world.inbox.events.size(), 2u) << "the same number in another conversation";
  world.ticks += std::chrono::minutes{11};
  EXPECT_EQ(world.post(world.activity()).status, 200);
  EXPECT_EQ(world.inbox.events.size(), 3u);
}

TEST(Teams, AMessageIsAcknowledgedWhenTheEngineHasItOrTakesTooLong) {
  World world;
  world.inbox.hold = true;
  world.inbox.answer = [](const core::Event&) { return whisper("Endelig"); };
  std::optional<net::Response> response;
  const auto send = [&] {
    response.reset();
    net::Request request;
    request.method = "POST";
    request.path = "/teams/messages";
    request.headers.add("Authorization", world.bearer(world.claims()));
    Json activity = world.activity();
    activity["id"] = std::to_string(world.inbox.events.size());
    request.body = activity.dump();
    asio::co_spawn(world.io, world.adapter->handler()(std::move(request)),
                   [&](std::exception_ptr, net::Response done) { response = std::move(done); });
    world.until_limited();
    EXPECT_FALSE(response) << "nothing is on the disk yet";
  };
  send();
  world.inbox.release();
  world.until([&] { return response.has_value(); });
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(world.calls(1).size(), 1u);
  world.release_limits();  // of the first
  send();
  world.release_limits();
  world.until([&] { return response.has_value(); });
  EXPECT_EQ(response->status, 200) << "or Teams would show an error";
  EXPECT_TRUE(world.calls().empty());
  world.inbox.release();
  EXPECT_EQ(world.calls(1).size(), 1u) << "the answer comes all the same";
}

TEST(Teams, Case51AnswersASlowInvokeAndGoesOnInThePrivateChat) {
  World world;
  world.inbox.hold = true;
  world.inbox.answer = [](const core::Event&) { return whisper("Endelig"); };
  std::optional<net::Response> response;
  net::Request request;
  request.method = "POST";
  request.path = "/teams/messages";
  request.headers.add("Authorization", world.bearer(world.claims()));
  request.body = world.invoke("adaptiveCard/action", execute(press("sessions/attend"))).dump();
  asio::co_spawn(world.io, world.adapter->handler()(std::move(request)),
                 [&](std::exception_ptr, net::Response done) { response = std::move(done); });
  world.until_limited();
  EXPECT_FALSE(response);
  world.release_limits();
  world.until([&] { return response.has_value(); });
  EXPECT_EQ(Json::parse(response->body)["type"], "application/vnd.microsoft.activity.message");
  EXPECT_TRUE(world.calls().empty());
  world.inbox.release();
  const auto calls = world.calls(2);
  ASSERT_EQ(calls.size(), 2u);
  EXPECT_EQ(calls[1].body["summary"], "Endelig");
}

TEST(Teams, AnswersAPressWithPassingWordsAndLeavesTheSharedCardAlone) {
  World world;
  world.inbox.answer = [](const core::Event&) { return whisper("Du er **med**."); };
  const Json answer =
      world.answer_to(world.invoke("adaptiveCard/action", execute(press("sessions/attend", "7"))));
  EXPECT_EQ(answer, Json({{"statusCode", 200},
                          {"type", "application/vnd.microsoft.activity.message"},
                          {"value", "Du er **med**."}}));
  const auto& event = std::get<core::Press>(world.inbox.events.at(0));
  EXPECT_EQ(event.name, "sessions/attend");
  EXPECT_EQ(event.value, "7");
  EXPECT_EQ(event.origin.channel, room);
  EXPECT_TRUE(world.calls().empty());
}

TEST(Teams, SendsALongAnswerToThePrivateChat) {
  World world;
  const std::string text(400, 'x');
  world.inbox.answer = [&](const core::Event&) { return whisper(text); };
  const Json answer = world.answer_to(world.invoke("adaptiveCard/action", execute(press("sessions/show"))));
  EXPECT_EQ(answer["type"], "application/vnd.microsoft.activity.message");
  EXPECT_EQ(answer["value"].get<std::string>().find("xxx"), std::string::npos);
  EXPECT_EQ(world.calls(2).size(), 2u);
}

TEST(Teams, OpensADialogForAButtonThatOpens) {
  World world;
  world.inbox.answer = [](const core::Event&) { return form_reply(); };
  Json data = press("box/ideas/form");
  data["msteams"] = {{"type", "task/fetch"}};
  const Json answer =
      world.answer_to(world.invoke("task/fetch", {{"data", data}, {"context", {{"theme", "dark"}}}}));
  EXPECT_EQ(answer["task"]["value"]["title"], "Foreslå et tema");
  const Json card = dialog_card(answer);
  const Json sent = data_in(card["actions"]);
  EXPECT_EQ(sent["n"], "box/ideas/idea");

  // The person writes and sends; the house finds something wrong: the words are still there.
  world.inbox.answer = [](const core::Event&) {
    core::Reply reply;
    reply.errors["idea"] = "Uten navn, takk.";
    return reply;
  };
  Json filled = sent;
  filled["i.idea"] = "Kari sin idé";
  filled["i.forged"] = "x";
  const Json again = world.answer_to(world.invoke("task/submit", {{"data", filled}}));
  const auto& submit = std::get<core::Submit>(world.inbox.events.back());
  EXPECT_EQ(submit.name, "box/ideas/idea");
  EXPECT_EQ(submit.state, "group-1");
  EXPECT_EQ(submit.values, core::FormValues({{"idea", {"Kari sin idé"}}}));
  EXPECT_EQ(submit.origin.channel, room);
  const std::string drawn = dialog_card(again).dump();
  EXPECT_NE(drawn.find("Kari sin idé"), std::string::npos);
  EXPECT_NE(drawn.find("Uten navn, takk."), std::string::npos);
  EXPECT_NE(drawn.find("Attention"), std::string::npos);

  // The next step, and the end.
  core::Form notice;
  notice.name = "box/ideas/seen";
  notice.title = "Takk";
  notice.intro = {core::Span("Koden er "), core::Span("AB-12", core::Span::Style::strong),
                  core::Span(" til "), core::Span("/refleks idékode", core::Span::Style::strong)};
  notice.submit = "Lukk";
  world.inbox.answer = [&](const core::Event&) { return form_reply(notice); };
  const Json step =
      world.answer_to(world.invoke("task/submit", {{"data", data_in(dialog_card(again)["actions"])}}));
  EXPECT_EQ(step["task"]["value"]["title"], "Takk");
  EXPECT_NE(step.dump().find("AB-12"), std::string::npos);
  EXPECT_NE(step.dump().find("idékode"), std::string::npos);
  EXPECT_EQ(step.dump().find("/refleks"), std::string::npos) << "Teams has no commands with a slash";
  world.inbox.answer = [](const core::Event&) { return core::Reply{}; };
  const net::Response closed =
      world.post(world.invoke("task/submit", {{"data", data_in(dialog_card(step)["actions"])}}));
  EXPECT_EQ(closed.status, 200);
  EXPECT_EQ(closed.body, "");

  EXPECT_TRUE(world.calls().empty()) << "nothing went into any chat";
}

TEST(Teams, AsksALongFormInStepsAndTheHouseOnce) {
  World world;
  core::Form form;
  form.name = "box/polls/vote";
  form.title = "Ranger";
  form.state = "p1";
  form.submit = "Svar";
  for (int place = 0; place < 8; ++place) {
    core::Input input;
    input.id = "r" + std::to_string(place);
    input.kind = core::Input::Kind::choice;
    input.label = "Plass";
    for (int i = 0; i < 30; ++i)
      input.options.push_back({std::to_string(i), std::to_string(i) + std::string(150, 'v')});
    form.inputs.push_back(std::move(input));
  }
  world.inbox.answer = [&](const core::Event&) { return form_reply(form); };
  Json answer = world.answer_to(world.invoke("task/fetch", {{"data", press("box/polls/form")}}));
  core::FormValues given;
  std::set<std::string> slots;
  for (int step = 0; step < 8; ++step) {
    const Json card = dialog_card(answer);
    Json data = data_in(card["actions"]);
    slots.insert(data.at("f").get<std::string>());
    for (const Json& element : card["body"])
      if (element.contains("id")) {
        data[element["id"].get<std::string>()] = "7";
        given[element["id"].get<std::string>().substr(2)] = {"7"};
      }
    const bool last = !data.contains("g");
    if (last) world.inbox.answer = [](const core::Event&) { return whisper("Takk"); };
    answer = world.answer_to(world.invoke("task/submit", {{"data", data}}));
    if (last) break;
    EXPECT_EQ(world.inbox.events.size(), 1U) << "nobody is asked before the form is whole";
  }
  EXPECT_NE(dialog_card(answer).dump().find("Takk"), std::string::npos);
  EXPECT_EQ(given.size(), 8U);
  EXPECT_EQ(slots.size(), 1U);
  EXPECT_EQ(std::get<core::Submit>(world.inbox.events.back()).values, given);

  answer = world.answer_to(world.invoke(
      "task/submit",
      {{"data", {{"k", "s"}, {"n", "box/polls/vote"}, {"s", "p1"}, {"f", "gone"}, {"g", "1"}}}}));
  EXPECT_EQ(answer["task"]["value"], core::text(core::Language::nb, "teams.expired.part"));
  EXPECT_EQ(world.inbox.events.size(), 2U);
}

TEST(Teams, ShowsWordsInADialogWithButtonsThatWorkThere) {
  World world;
  world.inbox.answer = [](const core::Event&) {
    core::Reply reply = whisper("Velg");
    reply.whisper.own().blocks.emplace_back(core::Actions{{{"Trekk", "box/polls/withdraw", "7"}}});
    return reply;
  };
  const Json answer = world.answer_to(world.invoke("task/fetch", {{"data", press("box/home")}}));
  const Json data = data_in(dialog_card(answer)["body"]);
  EXPECT_EQ(data, press("box/polls/withdraw", "7"));
  world.inbox.answer = [](const core::Event&) { return whisper("Trukket"); };
  const Json next = world.answer_to(world.invoke("task/submit", {{"data", data}}));
  EXPECT_NE(dialog_card(next).dump().find("Trukket"), std::string::npos);
  EXPECT_EQ(std::get<core::Press>(world.inbox.events.back()).name, "box/polls/withdraw");
}

// The receipt took the place of all of them.
TEST(Teams, KeepsACardWithOtherVotesWhenOneIsAnswered) {
  World world;
  world.inbox.answer = [](const core::Event&) {
    core::Reply reply = whisper("Takk");
    reply.whisper.own().blocks.emplace_back(core::Actions{{{"Trekk", "box/polls/withdraw", "7"}}});
    return reply;
  };
  core::Message one, both;
  one.blocks.emplace_back(core::Actions{{{"Ja", "box/polls/quick", "7|0"}}});
  both = one;
  both.blocks.emplace_back(core::Actions{{{"Ja", "box/polls/quick", "8|0"}}});
  const auto answer_to_press_on = [&](const core::Message& message) {
    const Json card = teams::card_of(message, {});
    return world.answer_to(
        world.invoke("adaptiveCard/action", execute(card["body"].at(0)["actions"].at(0)["data"])));
  };
  EXPECT_EQ(answer_to_press_on(one)["type"], "application/vnd.microsoft.card.adaptive");
  const Json kept = answer_to_press_on(both);
  EXPECT_EQ(kept["type"], "application/vnd.microsoft.activity.message");
  EXPECT_EQ(kept["value"], "Takk");
  EXPECT_TRUE(world.calls().empty()) << "nothing of it in a chat";
}

TEST(Teams, GivesACommandWithAFormAButtonInThePrivateChat) {
  World world;
  world.inbox.answer = [](const core::Event&) { return form_reply(); };
  world.post(world.in_room("idé om noe ingen skal se"));
  const auto calls = world.calls(2);
  ASSERT_EQ(calls.size(), 2u);
  const Json data = data_in(card_in(calls[1].body));
  EXPECT_EQ(data["msteams"]["type"], "task/fetch");
  EXPECT_EQ(calls[1].body.dump().find("Temaet"), std::string::npos) << "the form itself is not in the chat";

  Json fetch = world.activity();
  fetch["type"] = "invoke";
  fetch["name"] = "task/fetch";
  fetch["value"] = {{"data", data}};
  const Json answer = world.answer_to(fetch);
  EXPECT_EQ(answer["task"]["value"]["title"], "Foreslå et tema");
  EXPECT_EQ(world.inbox.events.size(), 1u) << "opening asks nobody";

  // Sent from the private chat, it still belongs to the channel's group.
  Json submit = fetch;
  submit["name"] = "task/submit";
  submit["value"] = {{"data", data_in(dialog_card(answer)["actions"])}};
  submit["value"]["data"]["i.idea"] = "Noe";
  world.answer_to(submit);
  EXPECT_EQ(std::get<core::Submit>(world.inbox.events.back()).origin.channel, room);

  // Nobody else can open it.
  fetch["from"] = {{"id", "29:ola"}, {"aadObjectId", ola}};
  EXPECT_EQ(world.answer_to(fetch)["task"]["type"], "message");
  // And nobody after half an hour.
  world.ticks += std::chrono::minutes{30};
  fetch["from"] = {{"id", "29:kari"}, {"aadObjectId", kari}};
  EXPECT_EQ(world.answer_to(fetch)["task"]["type"], "message");
}

TEST(Teams, GivesAPressWithAFormACardForThisPersonAlone) {
  World world;
  world.inbox.answer = [](const core::Event&) { return form_reply(); };
  const Json answer =
      world.answer_to(world.invoke("adaptiveCard/action", execute(press("polls/correct", "7"))));
  EXPECT_EQ(answer["type"], "application/vnd.microsoft.card.adaptive");
  EXPECT_EQ(data_in(answer["value"])["msteams"]["type"], "task/fetch");
  EXPECT_TRUE(world.calls().empty());
}

TEST(Teams, TakesAFormThatWasOpenWhenTheDaemonWasStartedAnew) {
  World world;
  world.inbox.answer = [](const core::Event&) { return form_reply(); };
  const Json answer = world.answer_to(world.invoke("task/fetch", {{"data", press("box/ideas/form")}}));
  Json data = data_in(dialog_card(answer)["actions"]);
  data["i.idea"] = "Noe";
  world.restart();
  world.inbox.answer = [](const core::Event&) { return whisper("Takk"); };
  EXPECT_NE(dialog_card(world.answer_to(world.invoke("task/submit", {{"data", data}}))).dump().find("Takk"),
            std::string::npos);
  const auto& submit = std::get<core::Submit>(world.inbox.events.back());
  EXPECT_EQ(submit.name, "box/ideas/idea");
  EXPECT_EQ(submit.values.at("idea"), std::vector<std::string>{"Noe"});
}

TEST(Teams, Case65TakesAPressOfAnOlderClient) {
  World world;
  world.inbox.answer = [](const core::Event&) { return whisper("Notert"); };
  Json activity = world.in_room("");
  activity.erase("text");
  activity["value"] = press("sessions/attend", "7");
  activity["replyToId"] = "170";
  EXPECT_EQ(world.post(activity).status, 200);
  EXPECT_EQ(std::get<core::Press>(world.inbox.events.at(0)).name, "sessions/attend");
  EXPECT_EQ(world.calls(2).size(), 2u);
}

TEST(Teams, Case67RefusesForgedData) {
  World world;
  for (const Json& data : {Json{{"k", "p"}}, Json{{"k", "z"}, {"n", "polls/close"}}, Json("x"), Json()}) {
    EXPECT_EQ(world.answer_to(world.invoke("task/fetch", {{"data", data}}))["task"]["type"], "message");
    EXPECT_EQ(world.answer_to(world.invoke("task/submit", {{"data", data}}))["task"]["type"], "message");
  }
  EXPECT_EQ(
      world.answer_to(world.invoke("task/submit", {{"data", {{"k", "o"}, {"f", "guess"}}}}))["task"]["type"],
      "message");
  EXPECT_TRUE(world.inbox.events.empty());
  EXPECT_EQ(world.book.bytes(), "");
  // A form of ours keeps its name and state, whatever the client says they are.
  world.inbox.answer = [](const core::Event&) { return form_reply(); };
  const Json answer = world.answer_to(world.invoke("task/fetch", {{"data", press("box/ideas/form")}}));
  Json data = data_in(dialog_card(answer)["actions"]);
  data["n"] = "polls/new";
  data["s"] = "another group";
  data["i.idea"] = "Noe";
  data["i.more"] = "Noe";
  world.answer_to(world.invoke("task/submit", {{"data", data}}));
  const auto& submit = std::get<core::Submit>(world.inbox.events.back());
  EXPECT_EQ(submit.name, "box/ideas/idea");
  EXPECT_EQ(submit.state, "group-1");
  EXPECT_EQ(submit.values.size(), 1u);
}

TEST(Teams, LeavesNothingOfASealedEvent) {
  World world;
  world.inbox.answer = [](const core::Event& event) {
    return std::holds_alternative<core::Press>(event) ? whisper("Svaret ditt er lagt i boksen.")
                                                      : form_reply();
  };
  testing::internal::CaptureStderr();
  world.answer_to(world.invoke("adaptiveCard/action", execute(press("box/polls/quick", "7|q0=3"))));
  const Json form = world.answer_to(world.invoke(
      "task/submit", {{"data", {{"k", "s"}, {"n", "box/ideas/idea"}, {"s", "g"}, {"i.idea", "hemmelig"}}}}));
  Json old_client = world.in_room("");
  old_client["id"] = "77";
  old_client["value"] = press("box/polls/quick", "7|q0=4");
  world.post(old_client);
  const auto calls = world.calls(2);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(world.book.bytes(), "");
  // The old client's answer is a button: its words are not written into a chat.
  ASSERT_EQ(calls.size(), 2u);
  EXPECT_EQ(calls[1].body.dump().find("boksen"), std::string::npos);
  for (const core::Event& event : world.inbox.events) EXPECT_EQ(core::origin_of(event).user_name, "");

  Json fetch = world.activity();
  fetch["type"] = "invoke";
  fetch["name"] = "task/fetch";
  fetch["value"] = {{"data", data_in(card_in(calls[1].body))}};
  EXPECT_NE(dialog_card(world.answer_to(fetch)).dump().find("boksen"), std::string::npos);
  EXPECT_EQ(world.book.bytes(), "");
}

TEST(Teams, SaysThatWordsBehindAnAnonymousCommandWereNotTakenAndStay) {
  World world;
  world.inbox.answer = [](const core::Event& event) {
    const std::string& text = std::get<core::Command>(event).text;
    core::Reply reply = text.starts_with("idé") ? form_reply() : whisper("Hvilken gruppe?");
    if (text.ends_with("ikke")) reply.again = "idé";
    return reply;
  };
  const std::string stays = core::text(core::Language::nb, "teams.not_anonymous");
  Json alone = world.in_room("idé nord"), more = world.in_room("idé Lederen hører ikke");
  more["id"] = "78";
  world.post(alone);
  auto calls = world.calls(2);  // the private chat is opened
  ASSERT_EQ(calls.size(), 2u);
  EXPECT_EQ(calls[1].body.dump().find(stays), std::string::npos);
  world.post(more);
  calls = world.calls(1);
  ASSERT_EQ(calls.size(), 1u);
  EXPECT_NE(calls[0].body.dump().find(stays), std::string::npos);
  EXPECT_EQ(calls[0].body.dump().find("Lederen"), std::string::npos);
  // Answered in words, it stays there as well.
  Json in_words = world.in_room("status og idé Lederen hører ikke");
  in_words["id"] = "80";
  world.post(in_words);
  calls = world.calls(1);
  ASSERT_EQ(calls.size(), 1u);
  EXPECT_NE(calls[0].body.dump().find("Hvilken gruppe?"), std::string::npos);
  EXPECT_NE(calls[0].body.dump().find(stays), std::string::npos);
  // Where there is no private chat, everybody reads what was written, and nobody would say so.
  world.script = {{403, R"({"error":{"code":"ConversationBlockedByUser"}})"}};
  more["id"] = "79";
  world.post(more);
  calls = world.calls(2);
  ASSERT_EQ(calls.size(), 2u);
  EXPECT_NE(calls[1].body["text"].get<std::string>().find(stays), std::string::npos);
}

TEST(Teams, WritesNothingForACommandThatOpensSomethingSealed) {
  World world;
  world.inbox.answer = [](const core::Event&) { return form_reply(); };
  world.post(world.activity());
  EXPECT_EQ(world.calls(1).size(), 1u);
  EXPECT_EQ(world.book.bytes(), "");
}

// A row that is written with the next event would tell of the one before it.
TEST(Teams, WritesNothingOfASealedEventWithSomebodyElsesEither) {
  World world;
  world.inbox.answer = [](const core::Event&) { return whisper("Hei"); };
  Json old_client = world.in_room("");
  old_client["value"] = press("box/polls/quick", "7|q0=4");
  world.post(old_client);  // answered in a private chat that is opened for it
  EXPECT_EQ(world.calls(2).size(), 2u);
  Json other = world.activity();
  other["id"] = "5";
  other["from"] = {{"id", "29:ola"}, {"aadObjectId", ola}};
  other["conversation"]["id"] = "a:ola";
  world.post(other);
  world.calls(1);
  EXPECT_TRUE(world.book.now.contains("person/" + ola));
  EXPECT_FALSE(world.book.now.contains("person/" + kari));
  Json own = world.activity();
  own["id"] = "6";
  world.post(own);
  world.calls(1);
  EXPECT_TRUE(world.book.now.contains("person/" + kari)) << "with one of her own";
}

TEST(Teams, KeepsReferencesAndForgetsThemWhenItIsRemoved) {
  World world;
  world.post(world.activity());
  world.post(world.in_room("hjelp"));
  world.calls();
  EXPECT_EQ(world.book.bytes(), "") << "an answer of nothing writes nothing";
  world.inbox.answer = [](const core::Event&) { return whisper("Hei"); };
  Json again = world.activity();
  again["id"] = "3";
  world.post(again);
  world.calls(1);
  EXPECT_EQ(Json::parse(world.book.now.at("person/" + kari).value),
            Json({{"user", "29:kari"}, {"conversation", "a:kari"}, {"service", world.service()}}));
  EXPECT_EQ(world.book.now.at("person/" + kari).person, kari);
  EXPECT_TRUE(world.book.now.contains(std::string("room/") + room));
  EXPECT_EQ(world.book.bytes().find("Nordmann"), std::string::npos);

  Json gone = world.in_room("");
  gone["type"] = "installationUpdate";
  gone["action"] = "remove";
  EXPECT_EQ(world.post(gone).status, 200);
  Json left = world.activity();
  left["type"] = "conversationUpdate";
  left["membersRemoved"] = Json::array({{{"id", "28:" + app_id}}});
  EXPECT_EQ(world.post(left).status, 200);
  EXPECT_FALSE(world.book.now.contains(std::string("room/") + room));
  EXPECT_EQ(Json::parse(world.book.now.at("person/" + kari).value)["conversation"], "");
}

TEST(Teams, WritesNoReferencesOfPeopleNobodyConfigured) {
  World world;
  world.inbox.answer = [](const core::Event&) { return whisper("Hvem er du?"); };
  Json stranger = world.activity();
  stranger["from"] = {{"id", "29:stranger"}, {"aadObjectId", "0fffffff-0000-0000-0000-000000000009"}};
  world.post(stranger);
  EXPECT_EQ(world.calls(1).size(), 1u);
  EXPECT_EQ(world.book.bytes().find("29:stranger"), std::string::npos);
}

TEST(Teams, SpeaksThePersonsLanguage) {
  World world;
  Json fetch = world.invoke("task/fetch", {{"data", {{"k", "o"}, {"f", "gone"}}}});
  fetch["from"] = {{"id", "29:ola"}, {"aadObjectId", ola}};
  EXPECT_NE(world.answer_to(fetch).dump().find("no longer open"), std::string::npos);
}

}  // namespace
}  // namespace teams_test
