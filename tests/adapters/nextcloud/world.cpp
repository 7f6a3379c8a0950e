#include "tests/adapters/nextcloud/world.hpp"

namespace nextcloud_test {

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

void NextcloudTest::start() {
  adapter = nextcloud::make_nextcloud(io.get_executor(), options, &links, random, hand.timing());
  handler = adapter->handler();
  running.start(*adapter, inbox);
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
