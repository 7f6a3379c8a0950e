#include "tests/adapters/nextcloud/world.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/post.hpp>

#include "bot/core/reply.hpp"

namespace nextcloud_test {

void FakeInbox::accept(core::Event event, std::function<void(core::Reply)> reply) {
  commands.push_back(std::get<core::Command>(event));
  const auto answer = script ? script(commands.back()) : core::Reply();
  if (answer)
    asio::post(io_, [reply, said = *answer] { reply(said); });
  else
    waiting.push_back(std::move(reply));
  bell_.ring();
}

std::optional<std::string> FakeLinks::to(const core::Destination& to, const core::Button& button) {
  if (button.name == "no/page") return std::nullopt;
  if (to.kind == core::Destination::Kind::channel && !core::is_sealed_name(button.name)) return std::nullopt;
  return "https://sider.example/s/" + to.id + "/" + button.name;
}
std::optional<std::string> FakeLinks::home(const core::Destination& to) {
  return "https://sider.example/s/" + to.id;
}

core::Message paragraph(const std::string& words) {
  return core::Message{{core::Paragraph{{core::Span(words)}}}};
}
core::Message with_button(const std::string& words, const std::string& label, const std::string& name) {
  core::Message message = paragraph(words);
  message.blocks.emplace_back(core::Actions{{{label, name, "", core::Button::Style::plain}}});
  return message;
}
core::Reply says(const std::string& words) {
  return core::whisper(paragraph(words));
}
core::Reply asks(const std::string& form_name) {
  core::Form form;
  form.name = form_name;
  form.title = "Et skjema";
  return core::open_form(std::move(form));
}

NextcloudTest::NextcloudTest() {
  fake.on_change = [this] { bell.ring(); };
  fake.hook_url = "https://refleks.example/nextcloud/talk";
  fake.add_conversation("gruppa1");
  fake.add_conversation("karin0te");
  options.workspace = "talk";
  options.url = fake.url();
  options.secret = talk_secret;
  options.allow_http = true;
  options.channels = {"gruppa1"};
  options.conversations = {{"kari", "karin0te"}};
}

NextcloudTest::~NextcloudTest() {
  stop.emit(asio::cancellation_type::terminal);
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while (running && io.run_one_until(give_up) > 0) continue;
}

void NextcloudTest::start() {
  adapter = nextcloud::make_nextcloud(io.get_executor(), options, &links, random, hand.timing());
  handler = adapter->handler();
  running = true;
  const auto ended = [this](std::exception_ptr) { running = false; };
  asio::co_spawn(io, adapter->run(inbox), asio::bind_cancellation_slot(stop.slot(), ended));
  io.poll();
}

void NextcloudTest::ask(const std::string& user, const std::string& token, const std::string& text,
                        std::size_t answers) {
  const std::size_t before = fake.messages.size();
  ASSERT_EQ(write(user, token, text), 200);
  run(bell.until([this, before, answers] { return fake.messages.size() >= before + answers; }));
  io.poll();
  ASSERT_EQ(fake.messages.size(), before + answers);
}

runtime::Delivered NextcloudTest::deliver(const std::string& token, core::Message message,
                                          const std::string& key) {
  runtime::Delivery delivery;
  delivery.key = key;
  delivery.to = {"talk", core::Destination::Kind::channel, token};
  delivery.message = std::move(message);
  return sync(adapter->deliver(std::move(delivery)));
}
runtime::Delivered NextcloudTest::deliver_to(const std::string& user, core::Message message) {
  runtime::Delivery delivery;
  delivery.key = "letter to " + user;
  delivery.to = {"talk", core::Destination::Kind::person, user};
  delivery.message = std::move(message);
  return sync(adapter->deliver(std::move(delivery)));
}

}  // namespace nextcloud_test
