#include "tests/adapters/mattermost/world.hpp"

namespace mattermost_test {

MattermostTest::MattermostTest() {
  kari = fake.add_user("kari", "token-kari").id;
  ola = fake.add_user("ola", "token-ola").id;
  bot = fake.add_user("refleks", bot_token, true).id;
  channel = fake.add_channel("omsorg", "fredag", {"kari", "ola", "refleks"}).id;
  fake.on_change = [this] { bell.ring(); };
  fake.millis = [this] {
    return std::int64_t{1'000} * clock.time.time_since_epoch().count() + hand.now().count() % 1'000;
  };
  net::HttpServerOptions listen;
  door = std::make_unique<net::HttpServer>(io.get_executor(), listen,
                                           [this](net::Request request) -> asio::awaitable<net::Response> {
                                             co_return co_await adapter->handler()(std::move(request));
                                           });
  door->start();
  workspace.url = fake.url();
  workspace.bot_token = bot_token;
  workspace.command_tokens = {"another-team-another-token", command_token};
  workspace.callback_url = "http://127.0.0.1:" + std::to_string(door->endpoint().port) + "/mattermost";
  workspace.data = folder.path();
  workspace.people = {"kari", ola};
  workspace.channels = {"omsorg/fredag"};
  workspace.allow_http = true;
  fake.commands = {{"refleks", command_token, workspace.callback_url + "/mattermost/command"}};
}

void MattermostTest::start() {
  adapter = mattermost::make_mattermost(io.get_executor(), workspace, &links, clock, random, hand.timing());
  const auto looks = [this] { return fake.count("GET", "/users/me/channels"); };
  const std::size_t before = looks();
  running.start(*adapter, inbox);
  // It has looked for what was missed: a test that lets the next such call fail means another.
  until([&] { return fake.sockets() > 0 && looks() > before; });
}

void MattermostTest::advance(net::Ticks length) {
  clock.time += std::chrono::ceil<std::chrono::seconds>(length);
  hand.advance(length);
}

OpenDialog MattermostTest::opened(core::Form form) {
  inbox.script = [form](const core::Event&) { return asks(form); };
  const Taken taken = command("skjema");
  EXPECT_EQ(taken.failure, "");
  inbox.script = [](const core::Event&) { return core::Reply(); };
  EXPECT_FALSE(fake.dialogs.empty());
  return fake.dialogs.empty() ? OpenDialog() : fake.dialogs.back();
}

std::vector<std::string> MattermostTest::elements(const Json& dialog) {
  std::vector<std::string> names;
  for (const Json& element : dialog.value("elements", Json::array())) names.push_back(element["name"]);
  return names;
}

runtime::Delivery MattermostTest::delivery(const std::string& key, core::Message message,
                                           const std::string& to_person) {
  runtime::Delivery out;
  out.key = key;
  out.message = std::move(message);
  out.to = {"mattermost", core::Destination::Kind::channel, "omsorg/fredag"};
  if (!to_person.empty()) out.to = {"mattermost", core::Destination::Kind::person, to_person};
  return out;
}

}  // namespace mattermost_test
