// Tokens that come from Slack, installing from a page, and what the doctor says.

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <utility>

#include "adapters/net/url.hpp"
#include "adapters/slack/tokens.hpp"
#include "tests/adapters/slack/world.hpp"

namespace slack_test {
namespace {

using runtime::Delivered;

class SlackInstallTest : public SlackTest {
 protected:
  net::Response get(const std::string& path, const std::string& query = {}) {
    return sync(get_page(path, query));
  }
  asio::awaitable<net::Response> get_page(std::string path, std::string query) {
    net::Request request;
    request.method = "GET";
    request.path = std::move(path);
    request.query = std::move(query);
    request.headers.add("Cookie", "other=1; " + cookie);
    co_return co_await door(std::move(request));
  }
  void can_install() {
    workspace.client_id = "id";
    workspace.client_secret = "secret";
    workspace.public_url = "https://bot.example.no";
    workspace.team_id = "T1";
  }
  // As a browser does, which keeps the cookie.
  std::string begun_state() {
    const net::Response response = get("/slack/install");
    EXPECT_EQ(response.status, 302);
    const std::string given(response.headers.get("Set-Cookie"));
    EXPECT_TRUE(given.starts_with("__Host-refleks-install=")) << given;
    EXPECT_NE(given.find("; Path=/; Max-Age=600; Secure; HttpOnly; SameSite=Lax"), given.npos) << given;
    cookie = given.substr(0, given.find(';'));
    const std::string location(response.headers.get("Location"));
    const auto at = location.find("state=");
    return location.substr(at + 6, location.find('&', at) - at - 6);
  }
  Delivered deliver() {
    runtime::Delivery delivery;
    delivery.to = {"slack", core::Destination::Kind::channel, "C1"};
    delivery.message.blocks = {core::Heading{"Hei"}};
    Delivered delivered;
    run(keep(std::move(delivery), delivered));
    return delivered;
  }
  asio::awaitable<void> keep(runtime::Delivery delivery, Delivered& into) {
    into = co_await slack->deliver(std::move(delivery));
  }
  std::string cookie;
  // As the next start finds it.
  slack::TokenPair kept_pair() {
    slack::Tokens tokens(slack::TokenPair{});
    tokens.read(book.again().before);
    return tokens.pair();
  }
};

TEST_F(SlackInstallTest, FromThePageToATokenThatIsKept) {
  can_install();
  workspace.bot_token.clear();
  slack = slack::make_slack(io.get_executor(), workspace, clock, random, hand.timing());
  slack->open(book);
  door = slack->handler();
  EXPECT_EQ(deliver().reason, "not_authed");
  const std::string state = begun_state();
  const net::Response done = get("/slack/oauth/callback", "code=good-code&state=" + state);
  EXPECT_EQ(done.status, 200);
  EXPECT_TRUE(done.headers.get("Set-Cookie").starts_with("__Host-refleks-install=; Path=/; Max-Age=0"));
  hand.advance(std::chrono::seconds(2));
  EXPECT_EQ(deliver().kind, Delivered::Kind::sent);
  EXPECT_EQ(get("/slack/oauth/callback", "code=good-code&state=" + state).status, 400) << "once";
  EXPECT_EQ(kept_pair().access, "xoxb-test");
}

TEST_F(SlackInstallTest, WordOfAnUninstallationThatIsOverTakesNoNewToken) {
  can_install();
  workspace.bot_token.clear();
  slack = slack::make_slack(io.get_executor(), workspace, clock, random, hand.timing());
  slack->open(book);
  door = slack->handler();
  EXPECT_EQ(get("/slack/oauth/callback", "code=good-code&state=" + begun_state()).status, 200);
  const Json gone{{"type", "app_uninstalled"}};
  sync(event(gone, "Ev1", "T1", std::chrono::minutes(5)));  // of before, told for the third time
  EXPECT_EQ(deliver().kind, Delivered::Kind::sent);
  EXPECT_EQ(kept_pair().since, clock.time) << "also after a restart";
  clock.time += std::chrono::minutes(1);
  sync(event(gone, "Ev2", "T1", std::chrono::seconds(0)));
  EXPECT_EQ(deliver().reason, "not_authed");
}

TEST_F(SlackInstallTest, NorATokenThatWasPutIntoTheFileSince) {
  const Json gone{{"type", "app_uninstalled"}};
  start();
  sync(event(gone, "Ev1", "T1", std::chrono::minutes(5)));  // of before we were started with the new one
  EXPECT_EQ(deliver().kind, Delivered::Kind::sent);
  clock.time += std::chrono::hours(1);
  sync(event(gone, "Ev2", "T1", std::chrono::seconds(0)));
  EXPECT_EQ(deliver().reason, "not_authed");
  clock.time += std::chrono::minutes(10);
  slack->renew(workspace);
  sync(event({{"type", "tokens_revoked"}, {"tokens", {{"bot", Json::array({"UBOT"})}}}}, "Ev3", "T1",
             std::chrono::minutes(9)));
  hand.advance(std::chrono::seconds(2));
  EXPECT_EQ(deliver().kind, Delivered::Kind::sent);
}

TEST_F(SlackInstallTest, OnlyWithAStateOfOursInTime) {
  can_install();
  start();
  EXPECT_EQ(get("/slack/oauth/callback", "code=good-code&state=guessed").status, 400);
  EXPECT_EQ(get("/slack/oauth/callback", "code=good-code").status, 400);
  EXPECT_EQ(get("/slack/oauth/callback", "%zz").status, 400);
  const std::string old = begun_state();
  clock.time += std::chrono::minutes(11);
  EXPECT_EQ(get("/slack/oauth/callback", "code=good-code&state=" + old).status, 400);
  EXPECT_EQ(get("/slack/oauth/callback", "error=access_denied&state=" + begun_state()).status, 400);
  EXPECT_EQ(get("/slack/oauth/callback", "code=wrong&state=" + begun_state()).status, 502);
  EXPECT_TRUE(book.now.empty());
}

// Else whoever leads somebody to their own callback makes them finish what the other began.
TEST_F(SlackInstallTest, OnlyInTheBrowserThatBegan) {
  can_install();
  start();
  const std::string theirs = begun_state(), cookie_of_theirs = cookie;
  const std::string mine = begun_state();
  EXPECT_EQ(get("/slack/oauth/callback", "code=good-code&state=" + theirs).status, 400) << "another's";
  const std::string cookie_of_mine = std::exchange(cookie, "");
  EXPECT_EQ(get("/slack/oauth/callback", "code=good-code&state=" + mine).status, 400) << "no cookie";
  EXPECT_EQ(get("/slack/oauth/callback", "code=good-code&state=").status, 400);
  cookie = cookie_of_mine + "; " + cookie_of_theirs;
  EXPECT_EQ(get("/slack/oauth/callback", "code=good-code&state=" + mine).status, 400) << "two";
  cookie = cookie_of_mine;
  EXPECT_EQ(get("/slack/oauth/callback", "code=good-code&state=" + mine).status, 200);
}

TEST_F(SlackInstallTest, StrangersWhoBeginKeepNobodyOut) {
  can_install();
  start();
  const std::string mine = begun_state(), cookie_of_mine = cookie;
  for (int i = 0; i < 1'100; ++i) get("/slack/install");
  EXPECT_EQ(get("/slack/install").status, 302);
  cookie = cookie_of_mine;
  EXPECT_EQ(get("/slack/oauth/callback", "code=good-code&state=" + mine).status, 200);
}

TEST_F(SlackInstallTest, AnotherWorkspaceCannotTakeThisOnesPlace) {
  can_install();
  start();
  fake.team = "T-attacker";
  EXPECT_EQ(get("/slack/oauth/callback", "code=good-code&state=" + begun_state()).status, 403);
  EXPECT_TRUE(book.now.empty());
}

TEST_F(SlackInstallTest, IsNotThereUnlessItIsSetUp) {
  start();
  EXPECT_EQ(get("/slack/install").status, 404);
  EXPECT_EQ(get("/slack/oauth/callback", "code=x&state=y").status, 404);
  EXPECT_EQ(sync(post("/slack/install", "", {})).status, 405);
}

TEST_F(SlackInstallTest, ATokenThatRotatesIsRenewedAndKeptBeforeItIsUsed) {
  workspace.client_id = "id";
  workspace.client_secret = "secret";
  workspace.bot_token.clear();
  workspace.refresh_token = "xoxe-1";
  start();
  const std::string first = fake.bot_token;
  EXPECT_TRUE(first.starts_with("xoxe.xoxb-"));
  EXPECT_EQ(deliver().kind, Delivered::Kind::sent);
  EXPECT_EQ(fake.count("oauth.v2.access"), 1u);
  clock.time += std::chrono::hours(11);
  hand.advance(std::chrono::hours(11));
  EXPECT_EQ(deliver().kind, Delivered::Kind::sent);
  EXPECT_EQ(fake.count("oauth.v2.access"), 2u);
  EXPECT_NE(fake.bot_token, first);
  EXPECT_EQ(kept_pair().access, fake.bot_token);
  EXPECT_EQ(kept_pair().refresh, fake.refresh_token);
}

TEST_F(SlackInstallTest, ATokenThatRanOutIsRenewedAtOnce) {
  workspace.client_id = "id";
  workspace.client_secret = "secret";
  workspace.refresh_token = "xoxe-1";
  start();
  fake.fail("conversations.info", {Fault::Kind::refuse, "token_expired"});
  EXPECT_EQ(deliver().kind, Delivered::Kind::sent);
  EXPECT_EQ(fake.count("oauth.v2.access"), 1u);
}

TEST_F(SlackInstallTest, TheFirstStartWithATokenThatRanOutRenewsIt) {
  workspace.client_id = "id";
  workspace.client_secret = "secret";
  workspace.refresh_token = "xoxe-1";
  fake.fail("auth.test", {Fault::Kind::refuse, "token_expired"});
  start();
  run(bell.until([this] { return fake.count("oauth.v2.access") == 1; }));
  EXPECT_EQ(deliver().kind, Delivered::Kind::sent);
}

TEST_F(SlackInstallTest, ARenewalThatFailsInPassingIsNoRefusal) {
  workspace.client_id = "id";
  workspace.client_secret = "secret";
  workspace.refresh_token = "xoxe-1";
  start();
  fake.bot_token = "another by now";
  for (const auto kind : {Fault::Kind::break_down, Fault::Kind::html, Fault::Kind::hang_up}) {
    fake.fail("oauth.v2.access", {kind, ""});
    const Delivered waits = deliver();
    EXPECT_EQ(waits.kind, Delivered::Kind::retry);
    EXPECT_EQ(waits.reason, "token_not_renewed");
  }
  fake.refresh_token = "used up";
  EXPECT_EQ(deliver().kind, Delivered::Kind::refused) << "that does not go away by itself";
}

// The disk was full for an hour: Slack takes a refresh token once, and gives no second pair for it.
TEST_F(SlackInstallTest, ARenewedTokenThatCouldNotBeKeptIsKeptAndUsedLater) {
  workspace.client_id = "id";
  workspace.client_secret = "secret";
  workspace.refresh_token = "xoxe-1";
  start();
  book.refuses = true;
  fake.fail("conversations.info", {Fault::Kind::refuse, "token_expired"});
  const Delivered waits = deliver();
  EXPECT_EQ(waits.kind, Delivered::Kind::retry);
  EXPECT_EQ(waits.reason, "token_not_renewed");
  EXPECT_TRUE(book.now.empty());
  book.refuses = false;
  EXPECT_EQ(deliver().kind, Delivered::Kind::sent);
  EXPECT_EQ(fake.count("oauth.v2.access"), 1u);
  EXPECT_EQ(kept_pair().access, fake.bot_token);
  EXPECT_EQ(kept_pair().refresh, fake.refresh_token);
}

TEST_F(SlackInstallTest, TwoWhoFindItGoneRenewItOnce) {
  workspace.client_id = "id";
  workspace.client_secret = "secret";
  workspace.bot_token.clear();
  workspace.refresh_token = "xoxe-1";
  slack = slack::make_slack(io.get_executor(), workspace, clock, random, hand.timing());
  std::vector<Delivered> both(2);
  for (Delivered& one : both) {
    runtime::Delivery delivery;
    delivery.to = {"slack", core::Destination::Kind::person, &one == &both[0] ? "U1" : "U2"};
    spawn(keep(std::move(delivery), one));
  }
  run(bell.until([this] { return fake.count("chat.postMessage") == 2; }));
  while (both[0].ref.empty() || both[1].ref.empty()) io.run_one();
  EXPECT_EQ(fake.count("oauth.v2.access"), 1u);
}

TEST_F(SlackInstallTest, ATokenThatCannotBeKeptIsNotUsed) {
  can_install();
  start();
  book.refuses = true;
  EXPECT_EQ(get("/slack/oauth/callback", "code=good-code&state=" + begun_state()).status, 502);
  EXPECT_TRUE(book.now.empty());
}

TEST_F(SlackInstallTest, ADamagedTokenIsSaid) {
  for (const char* text : {"", "{", "[]", R"({"access":7})"}) {
    slack::Tokens tokens(slack::TokenPair{});
    EXPECT_THROW(tokens.read({{"token", text, ""}}), std::runtime_error) << text;
  }
}

// Before there were notebooks.
TEST_F(SlackInstallTest, TheFileOfAFormerVersionIsTakenOver) {
  const auto former = slack::former_tokens(folder.path(), "../../etc/x");
  EXPECT_EQ(former.parent_path(), folder / "slack");
  EXPECT_TRUE(former.filename().string().starts_with("______etc_x-")) << former;
  std::filesystem::create_directories(former.parent_path());
  std::ofstream(former) << R"({"access":"xoxe.xoxb-1","refresh":"xoxe-1","until":"2026-11-24T12:00:00Z"})";
  slack::Tokens tokens(slack::TokenPair{"xoxb-configured", "", {}});
  book.refuses = true;
  tokens.open(book, former);
  EXPECT_TRUE(std::filesystem::exists(former)) << "not before it is kept";
  book.refuses = false;
  tokens.open(book, former);
  EXPECT_FALSE(std::filesystem::exists(former));
  EXPECT_EQ(kept_pair().access, "xoxe.xoxb-1");
  EXPECT_EQ(kept_pair().refresh, "xoxe-1");
  EXPECT_EQ(kept_pair().good_until, core::instant_from_text("2026-11-24T12:00:00Z"));
  tokens.forget();
  EXPECT_TRUE(book.now.empty());
}

class SlackDoctorTest : public SlackTest {
 protected:
  std::string verdict(slack::Options asked) {
    runtime::Findings found;
    run(keep(std::move(asked), found));
    std::string all;
    for (const runtime::Finding& finding : found) {
      constexpr const char* marks[] = {"+ ", "? ", "- "};
      all += marks[static_cast<int>(finding.kind)] + finding.what + "\n";
      EXPECT_EQ(finding.kind == runtime::Finding::Kind::good, finding.todo.empty());
      for (const char* hidden : {"xoxb-test", "xapp-test", secret.c_str()})
        EXPECT_EQ((finding.what + finding.why).find(hidden), std::string::npos);
    }
    return all;
  }
  asio::awaitable<void> keep(slack::Options asked, runtime::Findings& into) {
    std::vector<runtime::Note> none;
    net::Timing timing = hand.timing();
    if (!waits) timing.sleep = at_once;
    into = co_await slack::examine(std::move(asked), std::move(none), clock, random, timing);
  }
  static asio::awaitable<void> at_once(net::Ticks) { co_return; }
  bool waits = true;  // between tries
};

TEST_F(SlackDoctorTest, IsContentWhenAllIsWell) {
  workspace.app_token = "xapp-test";
  fake.date = "Thu, 12 Jul 2018 18:36:58 GMT";  // the hand clock's own time
  EXPECT_EQ(
      verdict(workspace),
      "+ the Slack token of workspace 'slack' is taken\n+ the scopes of workspace 'slack' are all there\n"
      "+ Socket Mode of workspace 'slack' is on\n");
}

TEST_F(SlackDoctorTest, NamesWhatIsWrong) {
  fake.scopes = "chat:write,commands";
  fake.date = "Thu, 12 Jul 2018 18:46:58 GMT";
  workspace.team_id = "T9";
  workspace.app_token = "xapp-wrong";
  const std::string said = verdict(workspace);
  for (const char* part :
       {"another workspace", "lacks scopes: channels:read, groups:read, im:write, users:read", "600 seconds",
        "Socket Mode of workspace 'slack' does not open: invalid_auth"})
    EXPECT_NE(said.find(part), std::string::npos) << part << "\n" << said;
  workspace.bot_token = "xoxp-somebodys";
  workspace.app_token.clear();
  workspace.signing_secrets.clear();
  const std::string worse = verdict(workspace);
  for (const char* part :
       {"is no bot token", "is not taken: invalid_auth", "nothing can come in", "? public_url"})
    EXPECT_NE(worse.find(part), std::string::npos) << part << "\n" << worse;
}

TEST_F(SlackDoctorTest, NamesPeopleAndChannelsThatSlackDoesNotKnow) {
  workspace.app_token = "xapp-test";
  fake.channels.insert("CNORD");
  fake.archived_channels.insert("COLD");
  fake.strangers.insert("UGONE");
  workspace.people = {"UKARI"};
  workspace.channels = {"CNORD"};
  const std::string good = verdict(workspace);
  EXPECT_NE(good.find("+ Slack knows everybody of"), std::string::npos) << good;
  EXPECT_NE(good.find("+ the bot is in every group's channel of"), std::string::npos) << good;
  workspace.people = {"UKARI", "UGONE"};
  workspace.channels = {"CNORD", "CNOWHERE", "COLD"};
  const std::string bad = verdict(workspace);
  EXPECT_NE(bad.find("- Slack does not know these people of workspace 'slack': UGONE\n"), std::string::npos)
      << bad;
  EXPECT_NE(bad.find("- the bot cannot write in these channels of workspace 'slack': CNOWHERE\n"),
            std::string::npos)
      << bad;
  EXPECT_NE(bad.find("- these channels of workspace 'slack' are archived: COLD\n"), std::string::npos) << bad;
  workspace.called_by = {{"UGONE", "Kari Nes"}, {"COLD", "Natt"}};
  const std::string named = verdict(workspace);
  EXPECT_NE(named.find("of workspace 'slack': Kari Nes (UGONE)\n"), std::string::npos) << named;
  EXPECT_NE(named.find("of workspace 'slack' are archived: Natt (COLD)\n"), std::string::npos) << named;
  fake.fail("users.info", {Fault::Kind::refuse, "missing_scope"});
  EXPECT_EQ(verdict(workspace).find("these people"), std::string::npos) << "nobody is called unknown unasked";
}

TEST_F(SlackDoctorTest, NamesAccountsThatAreClosedAndChannelsThatOthersRead) {
  workspace.app_token = "xapp-test";
  fake.accounts["ULEFT"] = {{"deleted", true}};
  workspace.people = {"UKARI", "ULEFT"};
  workspace.channels = {"C1", "C9"};
  const std::string said = verdict(workspace);
  EXPECT_NE(said.find("- these people's accounts of workspace 'slack' are deactivated: ULEFT\n"), said.npos)
      << said;
  EXPECT_NE(said.find("- these channels of workspace 'slack' are shared with another organisation: C9\n"),
            said.npos)
      << said;
  EXPECT_EQ(said.find("every group's channel"), said.npos) << said;
  workspace.allow_shared_channels = true;
  EXPECT_NE(verdict(workspace).find("+ the bot is in every group's channel"), said.npos);
}

TEST_F(SlackDoctorTest, SaysWhereTheWayToSlackIsBroken) {
  waits = false;
  workspace.app_token = "xapp-test";
  workspace.api_url = "https://slack.invalid/api/";
  const std::string lost = verdict(workspace);
  EXPECT_NE(
      lost.find("- Slack is not reached for workspace 'slack'; DNS: the name slack.invalid was not found"),
      std::string::npos)
      << lost;
  EXPECT_NE(lost.find("does not open: DNS: "), std::string::npos) << lost;
  workspace.api_url = "http://127.0.0.1:1/api/";
  EXPECT_NE(verdict(workspace).find("not reached for workspace 'slack'; TCP: 127.0.0.1 did not take"),
            std::string::npos);
}

TEST_F(SlackDoctorTest, KnocksAtItsOwnDoor) {
  start();
  net::HttpServerOptions local;
  net::HttpServer listener(io.get_executor(), local, door);
  listener.start();
  workspace.public_url = "http://127.0.0.1:" + std::to_string(listener.endpoint().port);
  EXPECT_NE(verdict(workspace).find("+ the address for Slack of workspace 'slack' answers"),
            std::string::npos);
  run([](net::HttpServer& ended) -> asio::awaitable<void> {
    co_await ended.stop(std::chrono::seconds(2));
  }(listener));
  EXPECT_NE(verdict(workspace).find("- the address for Slack of workspace 'slack' does not answer"),
            std::string::npos);
}

}  // namespace
}  // namespace slack_test
