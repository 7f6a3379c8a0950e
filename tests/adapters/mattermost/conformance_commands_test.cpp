// Commands and their answers.
#include "tests/adapters/mattermost/conformance.hpp"

namespace mattermost_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST_F(MattermostConformanceTest, Case01And02OurAnswersAreWholeJson) {
  for (const core::Reply& reply :
       {core::Reply(), says("Hei"), says(with_button("Hei", "Svar", "a/b", "c")), asks(small_form())}) {
    inbox.script = [reply](const core::Event&) { return reply; };
    const net::Response response = send("command", command_body(command_token), form_with(""));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.content_type, "application/json");
    const Json answer = Json::parse(response.body);
    ASSERT_TRUE(answer.is_object());
    EXPECT_EQ(answer.contains("text"), answer.value("response_type", "") == "ephemeral");
  }
}

TEST_F(MattermostConformanceTest, Case02TheServerRefusesCrookedAnswersAndWeGiveNone) {
  // The fake holds to it: an answer of another shape is a failure for who typed.
  std::string said = "{\"response_type\":5}";
  std::string type = "application/json";
  const auto answer = [&](net::Request) -> asio::awaitable<net::Response> {
    co_return net::Response(200, said, type);
  };
  net::HttpServer other(io.get_executor(), net::HttpServerOptions(), answer);
  other.start();
  fake.commands[0].url = "http://127.0.0.1:" + std::to_string(other.endpoint().port) + "/";
  EXPECT_NE(command().failure, "");
  said = "";
  EXPECT_NE(command().failure, "");
  type = "text/plain";
  EXPECT_EQ(command().failure, "");
  said = "hei";
  EXPECT_EQ(command().failure, "");
  EXPECT_EQ(fake.ephemerals.back().text, "hei");
}

TEST_F(MattermostConformanceTest, Case03NothingIsRewrittenInWhatWeSay) {
  inbox.script = [](const core::Event&) {
    core::Message message = support::words("a <- b\nc:\\temp <https://x.no|trykk> <!channel>");
    message.blocks.emplace_back(core::Paragraph{{core::Span("x <- y", core::Span::Style::code)}});
    return says(message);
  };
  EXPECT_EQ(command().answer["skip_slack_parsing"], true);
  const std::string text = fake.ephemerals.back().text;
  EXPECT_THAT(text, HasSubstr("a <- b\nc:\\\\temp"));
  EXPECT_THAT(text, HasSubstr("`x <- y`"));
  EXPECT_THAT(text, Not(HasSubstr("@channel")));
  EXPECT_THAT(text, Not(HasSubstr("](https")));
}

TEST_F(MattermostConformanceTest, Case04AttachmentsHoldNoNullsAndFieldsAreTexts) {
  core::Message message = with_button("Hei", "Svar", "a/b", "c");
  message.blocks.emplace_back(core::Facts{{{"Deltakere", "12"}, {"Tomt", ""}}});
  message.blocks.emplace_back(core::Facts{});
  message.blocks.emplace_back(core::Actions{});
  inbox.script = [message](const core::Event&) { return says(message); };
  command();
  EXPECT_THAT(fake.complaints, IsEmpty());
  for (const Json& attachment : fake.ephemerals.back().attachments) {
    ASSERT_TRUE(attachment.is_object());
    for (const Json& field : attachment.value("fields", Json::array()))
      EXPECT_TRUE(field["value"].is_string());
  }
}

TEST_F(MattermostConformanceTest, Case05OneCommandHasOneAnswer) {
  core::Message message = with_button("Hei", "Svar", "a/b", "c");
  message.blocks.emplace_back(core::Paragraph{{core::Span("Og mer")}});
  message.blocks.emplace_back(core::Actions{{{"Svar", "a/b", "d"}}});
  inbox.script = [message](const core::Event&) { return says(message); };
  EXPECT_FALSE(command().answer.contains("extra_responses"));
  EXPECT_EQ(fake.ephemerals.size(), 1u);
  EXPECT_EQ(fake.ephemerals.back().attachments.size(), 2u);
}

TEST_F(MattermostConformanceTest, Case06ACommandByGetIsRefused) {
  fake.commands[0].get = true;
  const Taken taken = command();
  EXPECT_NE(taken.failure, "");
  EXPECT_EQ(taken.status, 405);
  EXPECT_EQ(events(), 0u);
  fake.commands[0].get = false;
  EXPECT_EQ(command().failure, "");
}

TEST_F(MattermostConformanceTest, Case07ACommandInADirectConversationIsOfNoGroup) {
  const std::string conversation = fake.direct(kari, ola).id;
  EXPECT_EQ(sync(fake.type_command(kari, conversation, "/refleks hjelp")).failure, "");
  EXPECT_EQ(inbox.last<core::Command>().origin.channel, "");
  const std::string eva = fake.add_user("eva", "token-eva").id;
  EXPECT_EQ(sync(fake.type_command(eva, channel, "/refleks hjelp")).failure,
            "api.context.permissions.app_error");
  EXPECT_EQ(events(), 1u);
}

TEST_F(MattermostConformanceTest, Case08LateAnswersGoToTheSiteWeKnow) {
  // The SiteURL is what people see; we may know the server by another address, and a forged one leads
  // nowhere.
  fake.site_url = "https://evil.example.no";
  inbox.script = [](const core::Event&) { return std::optional<core::Reply>(); };
  bool over = false;
  spawn([&]() -> asio::awaitable<void> {
    co_await fake.type_command(kari, channel, "/refleks a");
    over = true;
    bell.ring();
  });
  until([&] { return inbox.waiting.size() == 1 && hand.sleeps(net::Ticks{2'500}); });
  advance(net::Ticks{2'500});
  until([&] { return over; });
  inbox.waiting[0](says("Sent"));
  until([&] { return !fake.ephemerals.empty(); });
  EXPECT_EQ(fake.ephemerals[0].text, "Sent");
  fake.site_url.clear();
  EXPECT_EQ(command().failure, "app.command.execute.site_url_required");
}

TEST_F(MattermostConformanceTest, Case09ALateAnswerThatIsRefusedHurtsNobody) {
  inbox.script = [](const core::Event&) { return std::optional<core::Reply>(); };
  spawn([&]() -> asio::awaitable<void> { co_await fake.type_command(kari, channel, "/refleks a"); });
  until([&] { return inbox.waiting.size() == 1 && hand.sleeps(net::Ticks{2'500}); });
  advance(net::Ticks{2'500});
  until([&] { return hand.sleeps(net::Ticks{25 * 60'000}); });
  clock.time += std::chrono::minutes(31);  // past its life
  inbox.waiting[0](says("For sent"));
  until([&] { return fake.calls.back().path.starts_with("/hooks/commands/"); });
  EXPECT_THAT(fake.ephemerals, IsEmpty());
  // An address is good for five answers; we give one.
  net::HttpClient client;
  const auto answer = [&](const std::string& path, const char* body) {
    net::HttpCall call;
    call.method = "POST";
    call.url = fake.url() + path;
    call.body = body;
    return sync(client.send(std::move(call))).reply.status;
  };
  inbox.script = [](const core::Event&) { return says("Her"); };
  EXPECT_EQ(command().failure, "");
  const std::string fresh = "/hooks/commands/" + fake.last_response();
  EXPECT_EQ(answer("/hooks/commands/" + id_of("unknown"), "{}"), 404);
  EXPECT_EQ(answer(fresh, "{"), 400);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(answer(fresh, "{}"), 200);
  EXPECT_EQ(answer(fresh, "{}"), 400);
}

TEST_F(MattermostConformanceTest, Case10TokensInHeaderAndForm) {
  EXPECT_EQ(send("command", command_body(""), form_with("")).status, 401);
  EXPECT_EQ(send("command", command_body("wrong"), form_with("Token wrong")).status, 401);
  EXPECT_EQ(send("command", command_body(""), form_with("Token ")).status, 401);
  EXPECT_EQ(send("command", "token=", form_with("Token")).status, 401);
  EXPECT_EQ(events(), 0u);
  EXPECT_EQ(send("command", command_body(""), form_with("Token " + command_token)).status, 200);
  EXPECT_EQ(send("command", command_body(command_token), form_with("")).status, 200);
  EXPECT_EQ(send("command", command_body(command_token), form_with("Bearer of-an-oauth-connection")).status,
            200);
  EXPECT_EQ(send("command", command_body("another-team-another-token"), form_with("")).status, 200);
  EXPECT_EQ(events(), 4u);
  fake.commands[0].oauth_token = "of-an-oauth-connection";
  EXPECT_EQ(command().failure, "");
}

}  // namespace
}  // namespace mattermost_test
