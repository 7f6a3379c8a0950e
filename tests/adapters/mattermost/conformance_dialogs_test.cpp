// Buttons and dialogs.
#include "adapters/mattermost/limits.hpp"
#include "tests/adapters/mattermost/conformance.hpp"

namespace mattermost_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Kind = runtime::Delivered::Kind;

TEST_F(MattermostConformanceTest, Case17ButtonsInChannelsAndConversations) {
  inbox.script = [](const core::Event&) { return says("Takk"); };
  deliver(delivery("k1", with_button("Hei", "Svar", "a/b", "c")));
  EXPECT_EQ(press(fake.order.back()).failure, "");
  EXPECT_EQ(inbox.last<core::Press>().origin.channel, "omsorg/fredag");
  deliver(delivery("k2", with_button("Hei", "Svar", "a/b", "c"), "kari"));
  EXPECT_EQ(press(fake.order.back()).failure, "");
  EXPECT_EQ(inbox.last<core::Press>().origin.channel, "");
  // A group message has no team either, but is a channel of its own.
  const std::string group =
      fake.add_channel("", "0123456789012345678901234567890123456789", {"kari", "ola", "refleks"}, "G").id;
  auto there = delivery("k3", with_button("Hei", "Svar", "a/b", "c"));
  there.to.id = group;
  EXPECT_EQ(deliver(there).kind, Kind::sent);
  EXPECT_EQ(press(fake.order.back()).failure, "");
  EXPECT_EQ(inbox.last<core::Press>().origin.channel, group);
}

TEST_F(MattermostConformanceTest, Case18TheContextComesBackWithMoreInIt) {
  deliver(delivery("k1", with_button("Hei", "Svar", "a/b", "æ \"c\"\n")));
  EXPECT_EQ(sync(fake.press(kari, fake.order.back(), "b1", "a menu's choice")).failure, "");
  EXPECT_EQ(inbox.last<core::Press>().name, "a/b");
  EXPECT_EQ(inbox.last<core::Press>().value, "æ \"c\"\n");
}

TEST_F(MattermostConformanceTest, Case19AnUnknownButtonNeverArrives) {
  deliver(delivery("k1", with_button("Hei", "Svar", "a/b", "c")));
  EXPECT_NE(press(fake.order.back(), "b2").failure, "");
  EXPECT_NE(press(fake.order.back(), "vote-1").failure, "");
  EXPECT_EQ(events(), 0u);
}

TEST_F(MattermostConformanceTest, Case20AnInsideAddressIsNamedByTheDoctor) {
  bool named = false;
  for (const runtime::Finding& finding : sync(mattermost::examine(workspace, hand.timing())))
    named = named || finding.todo.find("AllowedUntrustedInternalConnections") != std::string::npos;
  EXPECT_TRUE(named);
}

TEST_F(MattermostConformanceTest, Case21And22OurAnswersAreNeverEmptyNorTooLarge) {
  core::Message large;
  for (int i = 0; i < 150; ++i)  // more than a megabyte
    large.blocks.emplace_back(core::Paragraph{{core::Span(std::string(9'000, 'a'))}});
  large.blocks.emplace_back(core::Actions{{{"Svar", "a/b", "c"}}});
  inbox.script = [large](const core::Event&) { return says(large); };
  EXPECT_EQ(command().failure, "");
  deliver(delivery("k1", with_button("Hei", "Svar", "a/b", "c")));
  EXPECT_EQ(press(fake.order.back()).failure, "");
  inbox.script = [](const core::Event&) { return core::Reply(); };
  const Taken taken = press(fake.order.back());
  EXPECT_EQ(taken.failure, "");
  EXPECT_EQ(taken.answer, Json::object());
}

TEST_F(MattermostConformanceTest, Case23ASharedPostIsNeverChangedByAPress) {
  deliver(delivery("k1", with_button("Hei", "Svar", "a/b", "c")));
  const Json before = fake.posts.at(fake.order.back());
  for (const core::Reply& reply :
       {says("Takk"), says(with_button("Mer", "Svar", "a/b", "c")), asks(small_form())}) {
    inbox.script = [reply](const core::Event&) { return reply; };
    EXPECT_FALSE(press(fake.order.back()).answer.contains("update"));
  }
  EXPECT_EQ(fake.posts.at(fake.order.back()), before);
}

TEST_F(MattermostConformanceTest, Case24WhatIsOneOfTheirsIsAnsweredWith200) {
  const Json crooked{{"user_id", kari}, {"channel_id", channel}, {"context", Json::object()}};
  EXPECT_EQ(send("action", crooked.dump(), {}).status, 200);
  const Json dialog{{"type", "dialog_submission"}, {"user_id", kari}, {"state", "x"}};
  EXPECT_EQ(send("dialog", dialog.dump(), {}).status, 200);
  EXPECT_EQ(events(), 0u);
}

TEST_F(MattermostConformanceTest, Case26And28TriggersThatAreNoneAreToldInWords) {
  deliver(delivery("k1", with_button("Hei", "Svar", "a/b", "c")));
  const Json context =
      fake.posts.at(fake.order[0])["props"]["attachments"][0]["actions"][0]["integration"]["context"];
  inbox.script = [](const core::Event&) { return asks(small_form()); };
  for (const char* trigger : {"", "junk", "anVuaw==", "YTpiOjE6Yw==", "YTpiOmM6ZDplOmY="}) {
    Json body = press_body(context, channel);
    body["trigger_id"] = trigger;
    const Json answer = Json::parse(send("action", body.dump(), {}).body);
    EXPECT_THAT(answer["ephemeral_text"], HasSubstr("fikk ikke åpnet")) << trigger;
  }
  EXPECT_THAT(fake.dialogs, IsEmpty());
  EXPECT_EQ(press(fake.order[0]).answer, Json::object());
  EXPECT_EQ(fake.dialogs.size(), 1u);
}

TEST_F(MattermostConformanceTest, Case27AnOldTriggerIsNotEvenTried) {
  fake.trigger_life = 3'000;  // an administrator's own setting
  inbox.script = [](const core::Event&) { return std::optional<core::Reply>(); };
  spawn([&]() -> asio::awaitable<void> { co_await fake.type_command(kari, channel, "/refleks a"); });
  until([&] { return inbox.waiting.size() == 1 && hand.sleeps(net::Ticks{2'500}); });
  advance(net::Ticks{2'500});
  until([&] { return hand.sleeps(net::Ticks{25 * 60'000}); });
  advance(net::Ticks{5'000});
  inbox.waiting[0](asks(small_form()));
  until([&] { return !fake.ephemerals.empty(); });
  EXPECT_THAT(fake.dialogs, IsEmpty());
  EXPECT_THAT(fake.ephemerals[0].text, HasSubstr("lengre tid"));
}

TEST_F(MattermostConformanceTest, Case29DialogsKeepToTheLimitsInBytes) {
  core::Form form = small_form();
  form.title = "Hvordan går det på jobben i høst, på nattevakt?";
  form.inputs.clear();
  for (const auto kind : {core::Input::Kind::text, core::Input::Kind::choice, core::Input::Kind::choices,
                          core::Input::Kind::scale, core::Input::Kind::date_time, core::Input::Kind::person})
    for (const std::size_t length : {0u, 5u, 12u, 13u, 80u, 3'000u}) {
      core::Input input;
      input.kind = kind;
      input.id = "i" + std::to_string(form.inputs.size());
      for (std::size_t i = 0; i < length; ++i) input.label += "ø", input.hint += "å";
      input.max_length = length % 2 == 0 ? 500 : 100'000;
      input.options = {{"a", input.label}, {"b", "To"}};
      input.initial = {std::string(5'000, 'x')};
      form.inputs.push_back(std::move(input));
    }
  const OpenDialog dialog = opened(form);
  EXPECT_THAT(fake.complaints, IsEmpty());
  EXPECT_THAT(mattermost::limit_violations_of_dialog(dialog.dialog), IsEmpty());
  EXPECT_THAT(dialog.dialog["introduction_text"],
              HasSubstr("Hvordan går det på jobben i høst, på nattevakt?"));
}

TEST_F(MattermostConformanceTest, Case30WhatADialogSaysOfItsPlaceIsNotBelieved) {
  const OpenDialog dialog = opened(small_form());
  const std::string elsewhere = fake.add_channel("omsorg", "mandag", {"kari"}).id;
  EXPECT_EQ(sync(fake.submit(kari, dialog, {{elements(dialog.dialog)[0], "x"}}, elsewhere)).failure, "");
  EXPECT_EQ(inbox.last<core::Submit>().origin.channel, "omsorg/fredag");  // where it was opened
}

TEST_F(MattermostConformanceTest, Case32ErrorsReachThePersonAndNothingClosesQuietly) {
  const OpenDialog dialog = opened(small_form());
  for (const core::Reply& reply : {core::Reply(), says("Takk"), asks(small_form())}) {
    inbox.script = [reply](const core::Event&) { return reply; };
    EXPECT_EQ(submit(dialog, Json::object()).failure, "");
  }
  inbox.script = [](const core::Event&) {
    core::Reply reply;
    reply.errors = {{"idea", "For kort."}};
    return reply;
  };
  EXPECT_EQ(submit(dialog, Json::object()).answer["error"], "For kort.");
}

core::Form one_input(core::Input::Kind kind) {
  core::Form form = small_form();
  form.inputs[0].kind = kind;
  form.inputs[0].options = {{"a", "En"}, {"b", "To"}, {"c", "Tre"}};
  form.inputs[0].initial = {"a", "c"};
  return form;
}

TEST_F(MattermostConformanceTest, Case33SeveralChoicesAreBoxesAndAnArrayIsUnderstoodAllTheSame) {
  const OpenDialog dialog = opened(one_input(core::Input::Kind::choices));
  std::vector<std::string> ticked;
  for (const Json& element : dialog.dialog["elements"]) {
    EXPECT_EQ(element["type"], "bool");
    EXPECT_FALSE(element.contains("multiselect"));
    if (element["default"] == "true") ticked.push_back(element["placeholder"]);
  }
  EXPECT_EQ(ticked, (std::vector<std::string>{"En", "Tre"}));
  const std::vector<std::string> names = elements(dialog.dialog);
  EXPECT_EQ(submit(dialog, {{names[1], true}, {names[2], "true"}}).failure, "");
  EXPECT_EQ(inbox.last<core::Submit>().values.at("idea"), (std::vector<std::string>{"b", "c"}));
  const std::string bare = names[0].substr(0, names[0].find('='));
  EXPECT_EQ(submit(dialog, {{bare, Json::array({"a", "b"})}}).failure, "");
  EXPECT_EQ(inbox.last<core::Submit>().values.at("idea"), (std::vector<std::string>{"a", "b"}));
}

TEST_F(MattermostConformanceTest, Case34AMomentIsTypedAndGoesInAsItIs) {
  const OpenDialog dialog = opened(one_input(core::Input::Kind::date_time));
  const Json& element = dialog.dialog["elements"][0];
  EXPECT_EQ(element["type"], "text");
  EXPECT_FALSE(element.contains("datetime_config"));
  EXPECT_THAT(element["help_text"].get<std::string>(), HasSubstr("2026-11-24 13:00"));
  for (const char* written : {"2026-12-01 13:00", "+1d", "i morgen"}) {
    EXPECT_EQ(submit(dialog, {{element["name"], written}}).failure, "");
    EXPECT_EQ(inbox.last<core::Submit>().values.at("idea"), std::vector<std::string>{written});
  }
}

}  // namespace
}  // namespace mattermost_test
