#include "bot/app/say.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <fstream>
#include <thread>

#include "adapters/net/http_server.hpp"
#include "bot/app/chats.hpp"
#include "bot/app/places.hpp"
#include "tests/support/store_fixture.hpp"

namespace app {
namespace {

using runtime::Finding;
using testing::HasSubstr;

// A chat that takes posts, on a thread of its own.
class Chat {
 public:
  Chat()
      : server_(io_.get_executor(), {}, [this](net::Request request) { return answer(std::move(request)); }) {
    server_.start();
    thread_ = std::thread([this] { io_.run(); });
  }
  ~Chat() {
    io_.stop();
    thread_.join();
  }
  std::string address() const {
    return "http://127.0.0.1:" + std::to_string(server_.endpoint().port) + "/hooks/x";
  }
  std::vector<std::string> bodies;
  int status = 200;

 private:
  boost::asio::awaitable<net::Response> answer(net::Request request) {
    bodies.push_back(request.body);
    net::Response response;
    response.status = status;
    response.body = "ok";
    co_return response;
  }
  boost::asio::io_context io_{1};
  net::HttpServer server_;
  std::thread thread_;
};

struct Saying : testing::Test {
  Finding say_to(const std::string& wanted) {
    const std::string text = R"([organisation]
name = "Fjordvik kommune"
data = ")" + (folder.path() / "data").string() +
                             R"("
[webhooks.varsler]
kind = "mattermost"
allowed_hosts = ["127.0.0.1"]
allow_private = true
[webhooks.varsler.channels.fredag]
url_env = "HOOK"
[people.kari]
name = "Kari Nes"
workspace = "varsler"
[groups.nord]
name = "Hjemmetjenesten nord"
workspace = "varsler"
channel = "fredag"
facilitators = ["kari"]
)";
    const auto hook = [this](const std::string& name) -> std::optional<std::string> {
      if (name == "HOOK") return chat.address();
      return std::nullopt;
    };
    return say(parse_config(text, "refleks.toml", hook), wanted);
  }
  void has_run() {
    std::filesystem::create_directories(folder.path() / "data");
    std::ofstream(database_in(folder.path() / "data")) << "there";
  }
  Chat chat;
  const support::TempDirectory folder;
};

TEST_F(Saying, ReachesAGroupByKeyNameOrChannel) {
  has_run();
  for (const char* name : {"nord", "Hjemmetjenesten nord", "fredag"}) {
    const Finding found = say_to(name);
    EXPECT_EQ(found.kind, Finding::Kind::good) << found.what;
  }
  ASSERT_EQ(chat.bodies.size(), 3U);
  EXPECT_THAT(chat.bodies[0], HasSubstr("Dette er en prøve fra Fjordvik kommune"));
}

TEST_F(Saying, TellsWhatBecameOfIt) {
  has_run();
  chat.status = 400;
  Finding found = say_to("nord");
  EXPECT_EQ(found.kind, Finding::Kind::bad);
  EXPECT_THAT(found.what, HasSubstr("will not have"));
  chat.status = 404;
  found = say_to("nord");
  EXPECT_EQ(found.kind, Finding::Kind::bad);
  EXPECT_THAT(found.what, HasSubstr("refuses the test message"));
  chat.status = 503;
  found = say_to("nord");
  EXPECT_EQ(found.kind, Finding::Kind::bad);
  EXPECT_THAT(found.what, HasSubstr("nobody knows"));
  found = say_to("kari");  // has no address of her own
  EXPECT_EQ(found.kind, Finding::Kind::bad);
}

TEST_F(Saying, SendsNothingToNobodyAndBeforeTheServiceHasRun) {
  EXPECT_THAT(say_to("nord").what, HasSubstr("has not run here yet"));
  has_run();
  EXPECT_THAT(say_to("noord").what, HasSubstr("no person, group or channel \"noord\""));
  EXPECT_TRUE(chat.bodies.empty());
}

}  // namespace
}  // namespace app
