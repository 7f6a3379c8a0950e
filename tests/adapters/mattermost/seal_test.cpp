// The key on the disk, what it signs, and what comes in at the door.
#include "adapters/mattermost/seal.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "adapters/mattermost/inbound.hpp"
#include "adapters/mattermost/names.hpp"
#include "tests/adapters/mattermost/world.hpp"

namespace mattermost_test {
namespace {

using mattermost::Asked;
using mattermost::Pressed;
using mattermost::Seals;

class MattermostSealTest : public MattermostTest {
 protected:
  std::filesystem::path file() const { return folder / "deep" / "a.key"; }
};

TEST_F(MattermostSealTest, TheKeyIsMadeOnceAndForTheOwnerAlone) {
  const Seals first(file(), random);
  struct stat about {};
  ASSERT_EQ(::stat(file().c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 07777, 0600u);
  EXPECT_EQ(about.st_size, 32);
  const Seals second(file(), random);
  EXPECT_EQ(first.mark("x"), second.mark("x"));
  EXPECT_NE(first.mark("x"), first.mark("y"));
  const Seals other(folder / "other.key", random);
  EXPECT_NE(first.mark("x"), other.mark("x"));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(file().parent_path()), {}), 1);
}

TEST_F(MattermostSealTest, ABadKeyFileIsNamed) {
  const auto said = [&]() -> std::string {
    try {
      const Seals seals(file(), random);
    } catch (const std::exception& error) {
      return error.what();
    }
    return {};
  };
  const Seals made(file(), random);
  std::filesystem::permissions(file(), std::filesystem::perms(0640));
  EXPECT_THAT(said(), ::testing::HasSubstr("chmod 600"));
  std::filesystem::permissions(file(), std::filesystem::perms(0600));
  std::ofstream(file()) << "too short";
  EXPECT_THAT(said(), ::testing::HasSubstr("delete it"));
  EXPECT_THAT(said(), ::testing::HasSubstr("a.key"));
}

TEST_F(MattermostSealTest, ADialogHoldsWhatWasPutIn) {
  const Seals seals(file(), random);
  Asked asked;
  asked.kind = Asked::Kind::choice;
  asked.name = "box/æ";
  asked.state = "a\nb\"|";
  asked.buttons = {{"a/b", "c"}, {"", "\n"}};
  asked.channel = channel;
  asked.serial = "s";
  asked.expires = clock.time + std::chrono::hours(1);
  const std::string state = seals.seal(asked, kari);
  EXPECT_EQ(seals.open(state, kari, clock.time), asked);
  EXPECT_EQ(seals.open(state, ola, clock.time), std::nullopt);
  EXPECT_EQ(seals.open(state, kari, clock.time + std::chrono::hours(2)), std::nullopt);
  for (std::size_t i = 0; i < state.size(); ++i) {
    std::string spoilt = state;
    spoilt[i] ^= 1;
    EXPECT_EQ(seals.open(spoilt, kari, clock.time), std::nullopt) << i;
  }
}

mattermost::Claimed claimed(const Json& context) {
  return mattermost::read_context(runtime::JsonText(context.dump()).root());
}

TEST_F(MattermostSealTest, PartsCannotBeShifted) {
  const Seals seals(file(), random);
  Pressed pressed{Pressed::Kind::press, "ab", "c", channel, clock.time + std::chrono::hours(1)};
  Json context = seals.seal(pressed);
  EXPECT_EQ(seals.open(claimed(context), channel, clock.time), pressed);
  context["n"] = "a";
  context["v"] = "bc";
  EXPECT_EQ(seals.open(claimed(context), channel, clock.time), std::nullopt);
}

TEST_F(MattermostSealTest, HostileBodiesAreNothing) {
  EXPECT_FALSE(mattermost::read_press(""));
  EXPECT_FALSE(mattermost::read_press("[]"));
  EXPECT_FALSE(mattermost::read_press("{\"user_id\":1,\"channel_id\":{}}"));
  EXPECT_FALSE(mattermost::read_press("{\"user_id\":\"../../x\",\"channel_id\":\"" + channel + "\"}"));
  EXPECT_FALSE(mattermost::read_submit("{\"type\":\"dialog_submission\"}"));
  EXPECT_FALSE(mattermost::read_submit("{\"type\":5,\"user_id\":\"" + kari + "\"}"));
  const auto nested = mattermost::read_submit("{\"type\":\"dialog_submission\",\"user_id\":\"" + kari +
                                              "\",\"submission\":[1],\"cancelled\":\"true\",\"state\":{}}");
  ASSERT_TRUE(nested);
  EXPECT_TRUE(nested->submission->empty());
  EXPECT_FALSE(nested->cancelled);
  net::Request request;
  request.body = "user_id=" + kari + "&channel_id=" + channel;
  EXPECT_FALSE(mattermost::read_command(request));  // no type
  request.headers.add("Content-Type", "application/x-www-form-urlencoded ; charset=utf-8");
  EXPECT_TRUE(mattermost::read_command(request));
  request.body += "&response_url=https%3A%2F%2Fevil.no%2Fhooks%2Fcommands%2F..%2F..%2Fapi";
  EXPECT_EQ(mattermost::read_command(request)->response, "");
  request.body = "user_id=%zz";
  EXPECT_FALSE(mattermost::read_command(request));
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "[";
  EXPECT_FALSE(mattermost::read_press(deep));
}

TEST_F(MattermostSealTest, DirectConversationsAreKnownByTheirNames) {
  EXPECT_TRUE(mattermost::is_direct(kari + "__" + ola));
  EXPECT_FALSE(mattermost::is_direct("fredag"));
  EXPECT_FALSE(mattermost::is_direct(kari + "__"));
  EXPECT_FALSE(mattermost::is_direct(kari + "--" + ola));
}

TEST_F(MattermostSealTest, TheDoorTakesWhatIsOurs) {
  start();
  const auto status = [&](const std::string& method, const std::string& path) {
    net::Request request;
    request.method = method;
    request.path = path;
    return sync(adapter->handler()(std::move(request))).status;
  };
  EXPECT_EQ(status("POST", "/mattermost"), 404);
  EXPECT_EQ(status("POST", "/mattermost/other/command"), 404);
  EXPECT_EQ(status("POST", "/mattermost/mattermost/other"), 404);
  EXPECT_EQ(status("POST", "/mattermost/mattermost/"), 404);
  EXPECT_EQ(status("GET", "/mattermost/mattermost/action"), 405);
  EXPECT_EQ(status("POST", "/mattermost/mattermost/action"), 400);
  EXPECT_EQ(status("POST", "/mattermost/mattermost/dialog"), 400);
  EXPECT_EQ(status("POST", "/mattermost/mattermost/command"), 401);
}

// Each of its ends was looked up.
TEST(MattermostTyped, ANameWithoutEndIsLookedUpAFewTimesAtMost) {
  int lookups = 0;
  const auto nobody = [&](const std::string&) { return ++lookups, std::string(); };
  EXPECT_EQ(mattermost::typed("hei @" + std::string(1'000'000, '.'), nobody).shown(),
            "hei @" + std::string(1'000'000, '.'));
  EXPECT_LT(lookups, 300);
}

TEST(MattermostTyped, FindsAPersonHoweverTheNameIsWritten) {
  mattermost::Names names({"@Person7", "@Person8"}, {});
  EXPECT_EQ(names.person_named("person7"), "@Person7");
  EXPECT_EQ(names.person_named("@PERSON7"), "@Person7");
  EXPECT_EQ(names.user_id("Later"), "");
  EXPECT_EQ(names.person_named("later"), "Later");
}

TEST_F(MattermostSealTest, OptionsThatCannotWorkAreNamedWithoutTheirValue) {
  const auto said = [&](std::function<void(mattermost::Options&)> change) -> std::string {
    mattermost::Options spoilt = workspace;
    change(spoilt);
    try {
      mattermost::make_mattermost(io.get_executor(), spoilt, nullptr, clock, random, hand.timing());
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return {};
  };
  EXPECT_EQ(said([](auto&) {}), "");
  EXPECT_THAT(said([](auto& o) { o.url = "ftp://x"; }), ::testing::StartsWith("url:"));
  EXPECT_THAT(said([](auto& o) { o.allow_http = false; }), ::testing::StartsWith("url:"));
  EXPECT_THAT(said([](auto& o) { o.url += "?a=b"; }), ::testing::StartsWith("url:"));
  EXPECT_THAT(said([](auto& o) { o.bot_token.clear(); }), ::testing::StartsWith("bot_token:"));
  EXPECT_THAT(said([](auto& o) { o.callback_url = "secret-place"; }), ::testing::StartsWith("callback_url:"));
  EXPECT_THAT(said([](auto& o) { o.workspace = "a/b"; }), ::testing::HasSubstr("name"));
}

}  // namespace
}  // namespace mattermost_test
