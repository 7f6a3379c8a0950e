#include "tests/adapters/mattermost/world.hpp"

#include <stdlib.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/post.hpp>

#include "bot/core/reply.hpp"

namespace mattermost_test {

void FakeInbox::accept(core::Event event, std::function<void(core::Reply)> reply) {
  events.push_back(event);
  if (auto answer = script(event))
    asio::post(io_, [reply, answer = std::move(*answer)] { reply(answer); });
  else
    waiting.push_back(std::move(reply));
  bell_.ring();
}

std::optional<std::string> FakeLinks::to(const core::Destination& to, const core::Button& button) {
  if (button.name == "no/page") return std::nullopt;
  return "https://bot.example.no/p/" + to.id + "/" + button.value;
}
std::optional<std::string> FakeLinks::home(const core::Destination& to) {
  return "https://bot.example.no/home/" + to.id;
}

core::Message paragraph(const std::string& words) {
  core::Message message;
  message.blocks.emplace_back(core::Paragraph{{core::Span(words)}});
  return message;
}

core::Message with_button(const std::string& words, const std::string& label, const std::string& name,
                          const std::string& value) {
  core::Message message = paragraph(words);
  message.blocks.emplace_back(core::Actions{{{label, name, value, core::Button::Style::primary}}});
  return message;
}

core::Reply says(const core::Message& message) {
  return core::whisper(message);
}
core::Reply says(const std::string& words) {
  return core::whisper(paragraph(words));
}
core::Reply asks(core::Form form) {
  return core::open_form(std::move(form));
}

core::Form small_form(const std::string& name, const std::string& state) {
  core::Form form;
  form.name = name;
  form.state = state;
  form.title = "Foreslå tema";
  form.intro = {core::Span("Ingen ser hvem du er.")};
  core::Input words;
  words.id = "idea";
  words.label = "Tema";
  words.required = true;
  words.multiline = true;
  form.inputs.push_back(std::move(words));
  form.submit = "Send inn";
  return form;
}

MattermostTest::MattermostTest() {
  std::string name = (std::filesystem::temp_directory_path() / "mattermost-test-XXXXXX").string();
  folder = mkdtemp(name.data());
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
  workspace.data = folder;
  workspace.people = {"kari", ola};
  workspace.channels = {"omsorg/fredag"};
  workspace.allow_http = true;
  fake.commands = {{"refleks", command_token, workspace.callback_url + "/mattermost/command"}};
}

MattermostTest::~MattermostTest() {
  stop();
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
}

void MattermostTest::start() {
  adapter = mattermost::make_mattermost(io.get_executor(), workspace, &links, clock, random, hand.timing());
  running = true;
  const auto ended = [this](std::exception_ptr) {
    running = false;
    bell.ring();
  };
  asio::co_spawn(io, adapter->run(inbox), asio::bind_cancellation_slot(cancel.slot(), ended));
  until([this] { return fake.sockets() > 0; });
}

void MattermostTest::stop() {
  if (!running) return;
  cancel.emit(asio::cancellation_type::terminal);
  until([this] { return !running; });
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
