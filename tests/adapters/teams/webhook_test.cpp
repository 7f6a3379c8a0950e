// Outgoing webhooks: conformance case 70, and that a public channel reads nothing personal.

#include "adapters/teams/webhook.hpp"

#include "adapters/net/hmac.hpp"
#include "tests/adapters/teams/world.hpp"

namespace teams_test {
namespace {

const std::string secret = "vqF0En+Z0ucuRTM/01o2GuhMH3hKKk/N2bOmlM31zaA=";  // Microsoft's example

void with_webhook(teams::Options& options) {
  options.outgoing_webhook_secrets = {"AAAA", secret};
}

std::string signature_of(const std::string& body, const std::string& key = secret) {
  return "HMAC " + net::to_base64(net::hmac_sha256(*net::from_base64(key), body));
}

net::Response send(World& world, const std::string& body, const std::string& authorization) {
  net::Request request;
  request.method = "POST";
  request.path = "/teams/webhook";
  request.headers.add("Authorization", authorization);
  request.body = body;
  return world.call(std::move(request));
}
Json said(World& world, const std::string& text, const std::string& id = "") {
  Json activity = {{"type", "message"},
                   {"text", "<at>Refleks</at> " + text},
                   {"from", {{"id", "29:kari"}, {"name", "Kari Nordmann"}, {"aadObjectId", kari}}},
                   {"conversation", {{"id", room + ";messageid=1"}}}};
  if (!id.empty()) activity["id"] = id;
  const std::string body = activity.dump();
  const net::Response response = send(world, body, signature_of(body));
  EXPECT_EQ(response.status, 200);
  return Json::parse(response.body);
}

TEST(TeamsWebhook, Case70ChecksTheSignature) {
  World world(with_webhook);
  const std::string first = R"({"type":"message","text":"hello"})";
  const std::string second = R"({"type":"message","text":"<at>Refleksjon</at> hei æøå"})";
  const std::string first_mac = "HMAC u4mqRgrbVIFC3vtz7CZ6l6p1FlBrMrWdHGNjdU5ux2o=";
  const std::string second_mac = "HMAC mS9qV9rC0DxpuaeJAOz/NaFEHQ2ePZUcRaN0JnTa0VM=";
  EXPECT_EQ(send(world, first, first_mac).status, 200);
  EXPECT_EQ(send(world, second, second_mac).status, 200);
  std::string changed = first;
  changed[10] ^= 1;
  EXPECT_EQ(send(world, changed, first_mac).status, 401);
  EXPECT_EQ(send(world, first, second_mac).status, 401);
  EXPECT_EQ(send(world, first, "").status, 401);
  EXPECT_EQ(send(world, first, "HMAC ").status, 401);
  EXPECT_EQ(send(world, first, "Bearer " + first_mac.substr(5)).status, 401);
  const std::string undecoded = "HMAC " + net::to_base64(net::hmac_sha256(secret, first));
  EXPECT_EQ(send(world, first, undecoded).status, 401);
  EXPECT_EQ(send(world, "[]", signature_of("[]")).status, 400);
  EXPECT_EQ(send(world, first, signature_of(first, "AAAA")).status, 200) << "any of the secrets";
}

TEST(TeamsWebhook, OtherSecretsCountAtOnce) {
  World world(with_webhook);
  const std::string body = R"({"type":"message","text":"hello"})";
  teams::Options now = world.options;
  now.outgoing_webhook_secrets = {"BBBB"};
  world.adapter->renew(now);
  EXPECT_EQ(send(world, body, signature_of(body)).status, 401);
  EXPECT_EQ(send(world, body, signature_of(body, "BBBB")).status, 200);
  now.outgoing_webhook_secrets = {"no base64"};
  EXPECT_THROW(world.adapter->renew(now), std::invalid_argument);
  EXPECT_EQ(send(world, body, signature_of(body, "BBBB")).status, 200) << "and nothing was changed";
}

TEST(TeamsWebhook, IsNotThereWithoutASecret) {
  World world;
  EXPECT_EQ(send(world, "{}", signature_of("{}")).status, 404);
  EXPECT_THROW(World([](teams::Options& options) { options.outgoing_webhook_secrets = {"not base64"}; }),
               std::invalid_argument);
}

TEST(TeamsWebhook, AnswersWhatEverybodyMayRead) {
  World world(with_webhook);
  world.inbox.answer = [](const core::Event&) {
    core::Reply reply = whisper("Neste samling er tirsdag.");
    core::Rich more{core::Span("/refleks samlinger", core::Span::Style::strong)};
    reply.whisper.own().blocks.emplace_back(core::Paragraph{std::move(more)});
    reply.whisper.own().blocks.emplace_back(core::Actions{{{"Hjelp", "help/show", ""}}});
    return reply;
  };
  for (const char* verb : {"status", "Status", "&nbsp;status"})
    EXPECT_EQ(said(world, verb), Json({{"type", "message"},
                                       {"textFormat", "plain"},
                                       {"text", "Neste samling er tirsdag.\n@Refleks samlinger"}}))
        << "Teams has no commands with a slash";
  const auto& command = std::get<core::Command>(world.inbox.events.at(0));
  EXPECT_EQ(command.text, "status");
  EXPECT_EQ(command.origin.user, kari);
  EXPECT_EQ(command.origin.channel, room);
  EXPECT_EQ(command.origin.language, core::Language::nb) << "whoever asks";
}

TEST(TeamsWebhook, HelpIsTheSameForWhoeverAsks) {
  World world(with_webhook);
  world.inbox.answer = [](const core::Event&) { return whisper("Du leder tre grupper."); };
  for (const char* verb : {"hjelp", "Help", "?", "&nbsp;"})
    EXPECT_NE(std::string(said(world, verb)["text"]).find("@Refleks status"), std::string::npos) << verb;
  EXPECT_TRUE(world.inbox.events.empty());
}

TEST(TeamsWebhook, SaysNothingOfAGroupInAnotherChannel) {
  for (const bool configured : {false, true}) {
    World world([&](teams::Options& options) {
      with_webhook(options);
      if (configured) options.channels = {room};
    });
    world.links.nobodys = room;  // or there are no pages
    world.inbox.answer = [](const core::Event&) { return whisper("Neste samling er tirsdag."); };
    const std::string answer = said(world, "status")["text"];
    EXPECT_EQ(answer.find("tirsdag") != std::string::npos, configured) << answer;
    EXPECT_EQ(world.inbox.events.size(), configured ? 1u : 0u);
  }
}

TEST(TeamsWebhook, LinksToThePageForEverythingElse) {
  World world(with_webhook);
  world.inbox.answer = [](const core::Event&) { return whisper("Personlig"); };
  for (const char* text : {"samlinger", "idé om Kari", "medlemmer", "hjelpe", "status2"}) {
    const std::string answer = said(world, text)["text"];
    EXPECT_EQ(answer.find("Personlig"), std::string::npos) << text;
    EXPECT_NE(answer.find("bot.kommune.example/g/"), std::string::npos) << answer;
    // Everybody reads what was written behind a command, and it was not taken.
    EXPECT_EQ(answer.find("Slett meldingen") != answer.npos, std::string_view(text).find(' ') != answer.npos)
        << answer;
  }
  EXPECT_TRUE(world.inbox.events.empty());
}

TEST(TeamsWebhook, RecognisesARecordedCall) {
  World world(with_webhook);
  world.inbox.answer = [](const core::Event&) { return whisper("Tirsdag."); };
  EXPECT_EQ(said(world, "status", "5")["text"], "Tirsdag.");
  EXPECT_NE(said(world, "status", "5")["text"], "Tirsdag.");
  EXPECT_EQ(world.inbox.events.size(), 1u);
}

TEST(TeamsWebhook, AnswersInTimeWhenTheHouseIsSlow) {
  World world(with_webhook);
  world.inbox.hold = true;
  std::optional<net::Response> response;
  net::Request request;
  request.method = "POST";
  request.path = "/teams/webhook";
  request.body = R"({"type":"message","text":"<at>R</at> status","conversation":{"id":"19:x@thread.tacv2"}})";
  request.headers.add("Authorization", signature_of(request.body));
  asio::co_spawn(world.io, world.adapter->handler()(std::move(request)),
                 [&](std::exception_ptr, net::Response done) { response = std::move(done); });
  world.until_limited();
  EXPECT_FALSE(response);
  world.release_limits();
  world.until([&] { return response.has_value(); });
  EXPECT_EQ(response->status, 200);
  world.inbox.release();
}

}  // namespace
}  // namespace teams_test
