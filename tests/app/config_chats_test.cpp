#include "bot/app/config_chats.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/algorithm/string.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <map>
#include <set>

#include "bot/app/clocks.hpp"
#include "bot/app/platforms.hpp"
#include "bot/app/way_out.hpp"
#include "bot/core/random.hpp"
#include "tests/support/store_fixture.hpp"

namespace app {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

// One section of each kind, with secrets from variables. Line 1 is [organisation].
const std::string one_of_each = R"([organisation]
name = "Fjordvik"
[server]
public_url = "https://refleks.fjordvik.example/"
[webhooks.varsler]
kind = "google_chat"
[webhooks.varsler.channels.nord]
url_env = "HOOK"
[slack.kommunen]
bot_token_env = "TOKEN"
signing_secret_env = "TOKEN"
[teams.skolen]
app_id = "11111111-2222-3333-4444-555555555555"
tenant = "66666666-7777-8888-9999-000000000000"
app_secret_env = "TOKEN"
[mattermost.helse]
url = "https://chat.fjordvik.example"
bot_token_env = "TOKEN"
[people.kari]
name = "Kari Nes"
workspace = "helse"
[groups.nord]
name = "Nord"
workspace = "varsler"
channel = "nord"
facilitators = ["kari"]
)";

std::optional<std::string> secrets(const std::string& name) {
  if (name == "HOOK") return "https://chat.googleapis.com/v1/spaces/x/messages?key=y&token=z";
  if (name.ends_with("_DIRECTORY")) return std::nullopt;
  if (name == "TWO") return "one\ntwo";
  if (name == "CROOKED") return "no-base64!";
  return "hush";
}

std::vector<std::string> complaints(const std::string& text) {
  try {
    parse_config(text, "refleks.toml", secrets);
  } catch (const ConfigError& refused) {
    return refused.problems;
  }
  return {};
}

std::string changed(const std::string& from, const std::string& to) {
  EXPECT_THAT(one_of_each, HasSubstr(from));
  return boost::algorithm::replace_first_copy(one_of_each, from, to);
}

TEST(ConfigChats, KeepThePlatformsThatHaveASection) {
  EXPECT_THAT(complaints(one_of_each), IsEmpty());
  const Config config = parse_config(one_of_each, "refleks.toml", secrets);
  std::set<std::string_view> kinds;
  for (const auto& platform : config.chats->platforms) kinds.insert(platform->kind());
  EXPECT_THAT(kinds, testing::UnorderedElementsAre("mattermost", "slack", "teams", "webhooks"));
  EXPECT_EQ(config.chats->server.public_url, "https://refleks.fjordvik.example");
  EXPECT_THAT(config.chats->post_only, ElementsAre("varsler"));
  EXPECT_TRUE(config.chats->listens());
}

TEST(ConfigChats, TheDoorTakesLargeHeadersAndTrustsProxiesWhenTold) {
  const Config usual = parse_config(one_of_each, "refleks.toml", secrets);
  EXPECT_EQ(usual.chats->server.header_kb, 8u);
  EXPECT_THAT(usual.chats->server.trusted_proxies, ElementsAre("127.0.0.1", "::1"));
  const std::string set =
      "[server]\nheader_kb = 64\nconnections = 1024\ntrusted_proxies = [\"10.0.0.5\", \"::ffff:10.0.0.6\"]\n"
      "visitor_header = \"Forwarded\"\n";
  const Config told = parse_config(changed("[server]\n", set), "refleks.toml", secrets);
  EXPECT_EQ(told.chats->server.header_kb, 64u);
  EXPECT_EQ(usual.chats->server.connections, 256u);
  EXPECT_EQ(told.chats->server.connections, 1024u);
  EXPECT_THAT(told.chats->server.trusted_proxies, ElementsAre("10.0.0.5", "10.0.0.6"));
  EXPECT_EQ(usual.chats->server.visitor_header, "X-Forwarded-For");
  EXPECT_EQ(told.chats->server.visitor_header, "Forwarded");
  EXPECT_THAT(complaints(changed("[server]\n", "[server]\nvisitor_header = \"X-Real-IP\"\n")),
              ElementsAre(HasSubstr("server.visitor_header")));
  EXPECT_THAT(complaints(changed("[server]\n", "[server]\nheader_kb = 65\n")),
              ElementsAre(HasSubstr("server.header_kb: 65 is out of bounds; 8 to 64 is possible")));
  EXPECT_THAT(complaints(changed("[server]\n", "[server]\ntrusted_proxies = [\"proxy\"]\n")),
              ElementsAre(HasSubstr("server.trusted_proxies: \"proxy\" is no address")));
}

TEST(ConfigChats, TheWayOutIsTheConfigurationsElseTheEnvironments) {
  const net::Url chat = *net::parse_url("https://slack.com/api/"),
                 own = *net::parse_url("https://a.fjordvik.no");
  const auto with = [](const std::string& lines) {
    return changed("[server]\n", "[net]\n" + lines + "[server]\n");
  };
  EXPECT_EQ(parse_config(one_of_each, "refleks.toml", secrets).proxies, nullptr);
  const Config told =
      parse_config(with("proxy = \"http://proxy:3128\"\nno_proxy = [\".fjordvik.no\", \"10.0.0.0/8\"]\n"
                        "proxy_user = \"refleks\"\nproxy_password_env = \"TOKEN\"\n"),
                   "refleks.toml", secrets);
  ASSERT_TRUE(told.proxies);
  EXPECT_EQ(told.proxies->of(chat)->address(), "proxy:3128");
  EXPECT_EQ(told.proxies->of(chat)->authorization(), "Basic cmVmbGVrczpodXNo");
  EXPECT_FALSE(told.proxies->of(own));
  EXPECT_EQ(way_out_in_words(told, *told.proxies),
            "calls go out through the proxy proxy:3128, but not for .fjordvik.no, 10.0.0.0/8 (net.proxy)");
  const Config straight = parse_config(with("proxy = \"none\"\n"), "refleks.toml", secrets);
  ASSERT_TRUE(straight.proxies);
  EXPECT_TRUE(straight.proxies->none());
  EXPECT_EQ(way_out_in_words(straight, *straight.proxies), "calls go out directly: net.proxy says so");
}

TEST(ConfigChats, AProxyThatCannotBeUsedIsSaidWithItsLine) {
  const auto said = [](const std::string& lines) {
    return complaints(changed("[server]\n", "[net]\n" + lines + "[server]\n"));
  };
  EXPECT_THAT(said("proxy = \"https://proxy:3128\"\n"),
              ElementsAre(HasSubstr("refleks.toml:4: net.proxy: \"https://proxy:3128\": only "
                                    "proxies that are spoken to in plain HTTP")));
  EXPECT_THAT(said("proxy = \"http://kari:hush@proxy:3128\"\n"),
              ElementsAre(AllOf(HasSubstr("net.proxy: a name and a password do not belong here"),
                                Not(HasSubstr("hush")))));
  EXPECT_THAT(said("proxy = \"http://proxy:99999\"\n"),
              ElementsAre(HasSubstr("refleks.toml:4: net.proxy: ")));
  EXPECT_THAT(
      said("proxy = \"http://proxy:3128\"\nno_proxy = [\n\"10.0.0.0/x\",\n\"a b\"]\n"),
      ElementsAre(HasSubstr("refleks.toml:6: net.no_proxy: \"10.0.0.0/x\" is no name, address or network"),
                  HasSubstr("refleks.toml:7: net.no_proxy: \"a b\"")));
  EXPECT_THAT(said("no_proxy = [\"a.no\"]\n"),
              ElementsAre(HasSubstr("net.no_proxy: without net.proxy this says nothing")));
  EXPECT_THAT(said("proxy = \"http://proxy:3128\"\nproxy_password_file = \"nowhere\"\n"),
              ElementsAre(HasSubstr("net.proxy: net.proxy_user is missing"),
                          HasSubstr("net.proxy_password_file: there is no file nowhere")));
}

TEST(ConfigChats, ThatOnlyPostNeedPagesAndThenShareALink) {
  EXPECT_THAT(parse_config(one_of_each, "refleks.toml", secrets).warnings,
              Contains("refleks.toml:5: webhooks.varsler: without [pages] nobody can answer here: these "
                       "chats only show what is posted"));
  const Config config =
      parse_config(changed("[slack", "[pages]\nenabled = true\n[slack"), "refleks.toml", secrets);
  EXPECT_THAT(config.warnings, Not(Contains(HasSubstr("webhooks.varsler"))));
  EXPECT_EQ(config.groups.at(0).sheet, 1);
  EXPECT_EQ(parse_config(one_of_each, "refleks.toml", secrets).groups.at(0).sheet, 0);
}

const std::string by_mail =
    "[pages]\nenabled = true\n[mail.epost]\nhost = \"smtp.fjordvik.no\"\nfrom = \"refleks@fjordvik.no\"\n";

// What would end the start behind the configuration has its line there.
TEST(ConfigChats, ASecretThatCannotBeOneIsSaidWithItsLine) {
  EXPECT_THAT(
      complaints(
          changed("[mattermost.helse]\n", "outgoing_webhook_secret_env = \"CROOKED\"\n[mattermost.helse]\n")),
      ElementsAre(HasSubstr("refleks.toml:16: teams.skolen.outgoing_webhook_secret_env: what is there "
                            "is no base64")));
}

TEST(ConfigChats, EmailTellsOfPagesAndNobodyLivesInIt) {
  const Config config = parse_config(changed("[slack", by_mail + "[slack"), "refleks.toml", secrets);
  EXPECT_EQ(config.chats->mail, "epost");
  EXPECT_THAT(config.workspaces, Not(Contains("epost")));
  EXPECT_THAT(complaints(changed("workspace = \"helse\"\n", "workspace = \"epost\"\n" + by_mail)),
              ElementsAre(HasSubstr("people.kari.workspace: \"epost\" is not possible")));
  EXPECT_THAT(complaints(changed("workspace = \"helse\"", "workspace = \"helse\"\nemail = \"kari\"")),
              ElementsAre(HasSubstr("people.kari.email: is no e-mail address")));
}

TEST(ConfigChats, EmailThatCannotWorkIsSaid) {
  const auto said = [](const std::string& lines) {
    return complaints(changed("[slack", by_mail + lines + "[slack"));
  };
  EXPECT_THAT(complaints(changed("[slack", by_mail.substr(by_mail.find("[mail")) + "[slack")),
              Contains(HasSubstr("mail.epost: tells people what lies on their pages")));
  EXPECT_THAT(said("[mail.to]\nhost = \"a.no\"\nfrom = \"a@a.no\"\n"),
              ElementsAre(HasSubstr("mail.to: is one too many")));
  EXPECT_THAT(said("encryption = \"none\"\n"),
              ElementsAre(HasSubstr("mail.epost.encryption: may be none on this machine alone")));
  EXPECT_THAT(said("user = \"refleks\"\n"),
              ElementsAre(HasSubstr("mail.epost.user: is there without password_file")));
  EXPECT_THAT(said("password_env = \"TOKEN\"\n"), ElementsAre(HasSubstr("mail.epost.user: is missing")));
  EXPECT_THAT(said("bounces_to = \"x\"\n"),
              ElementsAre(HasSubstr("mail.epost.bounces_to: is no e-mail address")));
  const std::string in = "bounces_user = \"refleks\"\nbounces_password_env = \"TOKEN\"\n";
  EXPECT_THAT(said("bounces = \"imap://mail.example/INBOX\"\n" + in),
              ElementsAre(HasSubstr("mail.epost.bounces: is no address of a mailbox")));
  EXPECT_THAT(said("bounces = \"imaps://mail.example/INBOX\"\n"),
              ElementsAre(HasSubstr("mail.epost.bounces: needs bounces_user")));
  EXPECT_THAT(said("bounces = \"imaps://mail.example/INBOX\"\n" + in), IsEmpty());
  EXPECT_THAT(said("user = \"refleks\"\npassword_env = \"TOKEN\"\nport = 25\n"), IsEmpty());
}

TEST(ConfigChats, LeadersSignInWhereThereIsAProvider) {
  const auto with = [](const std::string& section) {
    return parse_config(changed("[slack", section + "[slack"), "refleks.toml", secrets);
  };
  const std::string pages = "[pages]\nenabled = true\n";
  EXPECT_FALSE(with(pages).chats->sign_in);
  const Config config =
      with(pages +
           "[sign_in]\nissuer = \"https://login.example/one/v2.0\"\nclient_id = \"refleks\"\n"
           "client_secret_env = \"TOKEN\"\npeople_by = \"user\"\nclaim = \"oid\"\n"
           "workspace = \"skolen\"\n");
  ASSERT_TRUE(config.chats->sign_in);
  EXPECT_EQ(config.chats->sign_in->issuer, "https://login.example/one/v2.0");
  EXPECT_EQ(config.chats->sign_in->client_secret, *secrets("TOKEN"));
  EXPECT_EQ(config.chats->sign_in->claim, "oid");
  EXPECT_EQ(config.chats->sign_in->workspace, "skolen");
  const auto said = [](const std::string& section) {
    return complaints(changed("[slack", section + "[slack"));
  };
  const std::string begun = "[sign_in]\nissuer = \"https://login.example\"\n", id = "client_id = \"r\"\n";
  EXPECT_THAT(said(pages + begun), ElementsAre(HasSubstr("sign_in.client_id: is missing")));
  EXPECT_THAT(said(pages + "[sign_in]\nissuer = \"http://login.example\"\n" + id),
              ElementsAre(HasSubstr("sign_in.issuer: begins with https://")));
  EXPECT_THAT(said(begun + id), ElementsAre(HasSubstr("sign_in.issuer: nobody signs in without pages")));
  EXPECT_THAT(said(pages + begun + id + "people_by = \"user\"\n"),
              ElementsAre(HasSubstr("sign_in.workspace: people_by = \"user\" needs")));
}

TEST(ConfigChats, KnowPeopleAsThePlatformWritesThem) {
  const auto user = [](const std::string& written) {
    const Config config =
        parse_config(changed("workspace = \"helse\"", "workspace = \"skolen\"\nuser = \"" + written + "\""),
                     "refleks.toml", secrets);
    return config.people.at(0).user;
  };
  EXPECT_EQ(user("0AAAAAAA-0000-0000-0000-00000000000B"), "0aaaaaaa-0000-0000-0000-00000000000b");
  EXPECT_EQ(user("29:1aB"), "29:1aB");
}

TEST(ConfigChats, ACutWebhookAddressIsToldAndStopsNothing) {
  const auto cut = [](const std::string& name) -> std::optional<std::string> {
    return name == "HOOK" ? "https://chat.googleapis.com/v1/spaces/x/messages?key=y" : secrets(name);
  };
  const Config config = parse_config(one_of_each, "refleks.toml", cut);
  EXPECT_THAT(config.warnings,
              Contains(AllOf(HasSubstr("webhooks.varsler.channels.nord.url_env: the address is not whole"),
                             Not(HasSubstr("key=y")))));
  boost::asio::io_context io(1);
  const SystemClock clock;
  core::SeededRandom random(1);
  runtime::Findings found;
  for (const auto& platform : config.chats->platforms)
    if (platform->kind() == "webhooks")
      boost::asio::co_spawn(io, platform->examine({io.get_executor(), clock, random}),
                            [&](std::exception_ptr, runtime::Findings all) { found = std::move(all); });
  io.run();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].kind, runtime::Finding::Kind::bad);
  EXPECT_THAT(found[0].what, HasSubstr("webhooks.varsler.channels.nord.url"));
}

TEST(ConfigChats, DoubtAnAccountThatCannotBeOneThere) {
  const auto told = [](const std::string& account) {
    return parse_config(changed("workspace = \"helse\"", account), "refleks.toml", secrets).warnings;
  };
  EXPECT_THAT(told("workspace = \"kommunen\""),
              Contains(HasSubstr(
                  "refleks.toml:19: people.kari.user: \"kari\" cannot be the account: Slack's member id")));
  EXPECT_THAT(
      told("workspace = \"skolen\"\nuser = \"kari@fjordvik.example\""),
      Contains(HasSubstr(
          "refleks.toml:22: people.kari.user: \"kari@fjordvik.example\" cannot be the account: Entra's")));
  EXPECT_THAT(told("workspace = \"helse\"\nuser = \"kari nes\""), Contains(HasSubstr("people.kari.user")));
  for (const char* right : {"workspace = \"helse\"", "workspace = \"helse\"\nuser = \"@Kari\"",
                            "workspace = \"kommunen\"\nuser = \"U02ABCDEF\"",
                            "workspace = \"skolen\"\nuser = \"0AAAAAAA-0000-0000-0000-00000000000B\"",
                            "workspace = \"skolen\"\nuser = \"29:1aB\""})
    EXPECT_THAT(told(right), Not(Contains(HasSubstr("people.kari.user")))) << right;
}

// Workspace -> adapter, and the paths under which the platforms are called.
std::map<std::string, std::set<std::string>> connected_to(const std::string& text) {
  const support::TempDirectory data;
  Config config = parse_config(text, (data / "refleks.toml").string(), secrets);
  boost::asio::io_context io(1);
  const SystemClock clock;
  core::SeededRandom random(1);
  std::map<std::string, std::set<std::string>> found;
  for (const auto& platform : config.chats->platforms) {
    const runtime::Connected connected = platform->connect({io.get_executor(), clock, random});
    for (const auto& [workspace, adapter] : connected.adapters) found["adapters"].insert(workspace);
    for (const auto& mount : connected.mounts) found["paths"].insert(mount.path);
  }
  return found;
}

TEST(ConfigChats, ConnectUnderTheirWorkspacesAndPaths) {
  auto found = connected_to(one_of_each);
  EXPECT_THAT(found["adapters"], ElementsAre("helse", "kommunen", "skolen", "varsler"));
  EXPECT_THAT(found["paths"], ElementsAre("/mattermost/helse", "/slack", "/teams"));
  // A second Teams bot has an address of its own; Slack has one door for all.
  found = connected_to(one_of_each +
                       "[teams.andre]\napp_id = \"21111111-2222-3333-4444-555555555555\"\n"
                       "tenant = \"66666666-7777-8888-9999-000000000000\"\napp_secret_env = \"TOKEN\"\n"
                       "[slack.nabo]\nbot_token_env = \"TOKEN\"\nsigning_secret_env = \"OTHER\"\n");
  EXPECT_THAT(found["adapters"], ElementsAre("andre", "helse", "kommunen", "nabo", "skolen", "varsler"));
  EXPECT_THAT(found["paths"], ElementsAre("/mattermost/helse", "/slack", "/teams/andre", "/teams/skolen"));
}

TEST(ConfiguredChats, MayBeReachedInTheOpenOnThisMachineAlone) {
  for (const char* here :
       {"http://127.0.0.1:8080", "http://localhost", "http://[::1]:8080", "http://a.localhost"})
    EXPECT_THAT(complaints(changed("https://refleks.fjordvik.example/", here)), testing::IsEmpty()) << here;
}

struct BadChat {
  const char* name;
  const char* from;
  const char* to;
  const char* problem;
};

class BadChats : public testing::TestWithParam<BadChat> {};

TEST_P(BadChats, AreRefusedWithFileLineAndKey) {
  EXPECT_THAT(complaints(changed(GetParam().from, GetParam().to)), ElementsAre(GetParam().problem));
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Table, BadChats, testing::Values(
    BadChat{"WebhookOfNobody", "\"google_chat\"", "\"icq\"",
            "refleks.toml:6: webhooks.varsler.kind: \"icq\" is not possible; choose one of slack, mattermost, rocketchat, zulip, google_chat, teams_workflow; write for example kind = \"google_chat\""},
    BadChat{"WebhookWithoutAddress", "url_env = \"HOOK\"\n", "",
            "refleks.toml:7: webhooks.varsler.channels.nord.url_file: is missing; the address of a webhook is a secret and stands in a file of its own; write for example url_file = \"secrets/nord.url\""},
    BadChat{"WebhookElsewhere", "\"google_chat\"", "\"slack\"",
            "refleks.toml:8: webhooks.varsler.channels.nord.url_env: the address is not one of this kind of platform: check `kind`, or put the host in allowed_hosts"},
    BadChat{"WebhookAllowedToBeAnything", "kind = \"google_chat\"\n", "kind = \"google_chat\"\nallowed_hosts = [\"no\"]\n",
            "refleks.toml:7: webhooks.varsler.allowed_hosts: entry 1 is not the name of a host: write it as chat.kommune.no, without https:// and without *"},
    BadChat{"MattermostInTheOpen", "url = \"https://chat.fjordvik.example\"", "url = \"http://chat.fjordvik.example\"",
            "refleks.toml:17: mattermost.helse.url: begins with http://, so the token would travel in the open; write https://, or set allow_http = true when the site is on this machine"},
    BadChat{"CertificatesThatAreNotThere", "[people.", "ca_file = \"/nowhere/ca.pem\"\n[people.",
            "refleks.toml:19: mattermost.helse.ca_file: there is no file /nowhere/ca.pem"},
    BadChat{"CertificatesThatAreNone", "[people.", "ca_file = \"/etc/passwd\"\n[people.",
            "refleks.toml:19: mattermost.helse.ca_file: /etc/passwd holds no certificate in PEM form; write for example ca_file = \"ca.pem\""},
    BadChat{"CertificatesThatAreAFolder", "[people.", "ca_file = \"/tmp\"\n[people.",
            "refleks.toml:19: mattermost.helse.ca_file: /tmp is a folder, and a file is needed; write for example ca_file = \"ca.pem\""},
    BadChat{"CertificatesThatAreADevice", "[people.", "ca_file = \"/dev/zero\"\n[people.",
            "refleks.toml:19: mattermost.helse.ca_file: /dev/zero is no ordinary file; write for example ca_file = \"ca.pem\""},
    BadChat{"ATokenFileThatIsNotThere", "bot_token_env = \"TOKEN\"\n[people.", "bot_token_file = \"/nowhere/token\"\n[people.",
            "refleks.toml:18: mattermost.helse.bot_token_file: there is no file /nowhere/token"},
    BadChat{"ATokenOfTwoLines", "bot_token_env = \"TOKEN\"\n[people.", "bot_token_env = \"TWO\"\n[people.",
            "refleks.toml:18: mattermost.helse.bot_token_env: TWO holds several lines, and one secret is needed; write for example bot_token_env = \"MATTERMOST_BOT_TOKEN\""},
    BadChat{"ARefreshTokenAlone", "[teams.", "refresh_token_env = \"TOKEN\"\nclient_secret_env = \"TOKEN\"\n[teams.",
            "refleks.toml:9: slack.kommunen.client_id: is missing; a refresh token needs it; write for example client_id = \"1234.5678\""},
    BadChat{"TeamsTokensInTheOpen", "app_secret_env", "token_url = \"http://login.example/token\"\napp_secret_env",
            "refleks.toml:15: teams.skolen.token_url: \"http://login.example/token\" begins with http://, so answers and tokens would travel in the open; only this machine itself may be reached so; write for example token_url = \"https://login.microsoftonline.com/TENANT/oauth2/v2.0/token\""},
    BadChat{"SlackInTheOpen", "[teams.", "api_url = \"http://slack.example/api/\"\n[teams.",
            "refleks.toml:12: slack.kommunen.api_url: \"http://slack.example/api/\" begins with http://, so answers and tokens would travel in the open; only this machine itself may be reached so; write for example api_url = \"https://slack.com/api/\""},
    BadChat{"MattermostAtAPortThatIsNot", "\"https://chat.fjordvik.example\"", "\"https://chat.fjordvik.example:80650\"",
            "refleks.toml:17: mattermost.helse.url: \"https://chat.fjordvik.example:80650\" is no web address; write for example url = \"https://chat.fjordvik.example\""},
    BadChat{"AnAddressOfNothing", "https://refleks.fjordvik.example/", "https://",
            "refleks.toml:4: server.public_url: \"https://\" is no web address; write for example public_url = \"https://refleks.fjordvik.example\""},
    BadChat{"AnAddressThatBeginsAsThisMachine", "https://refleks.fjordvik.example/", "http://127.0.0.1.fjordvik.example",
            "refleks.toml:4: server.public_url: \"http://127.0.0.1.fjordvik.example\" is no web address; write for example public_url = \"https://refleks.fjordvik.example\""},
    BadChat{"AnAddressInOtherLetters", "https://refleks.fjordvik.example/", "https://refleks.sørøya.example",
            "refleks.toml:4: server.public_url: \"https://refleks.sørøya.example\" cannot be called: other letters than a-z are written as xn--... in a name, and as %C3%A5 behind it; write for example public_url = \"https://refleks.fjordvik.example\""},
    BadChat{"AnAddressWithAPath", "refleks.fjordvik.example/", "fjordvik.example/refleks",
            "refleks.toml:4: server.public_url: \"https://fjordvik.example/refleks\" is more than a host name; pages and chats need one of their own, without a path; write for example public_url = \"https://refleks.fjordvik.example\""},
    BadChat{"AnAddressInTheOpen", "https://refleks.fjordvik.example/", "http://refleks.fjordvik.example",
            "refleks.toml:4: server.public_url: \"http://refleks.fjordvik.example\" begins with http://, so answers and tokens would travel in the open; only this machine itself may be reached so; write for example public_url = \"https://refleks.fjordvik.example\""},
    BadChat{"AnAddressInTheHouse", "https://refleks.fjordvik.example/", "http://10.0.0.7:8080",
            "refleks.toml:4: server.public_url: \"http://10.0.0.7:8080\" begins with http://, so answers and tokens would travel in the open; only this machine itself may be reached so; write for example public_url = \"https://refleks.fjordvik.example\""},
    BadChat{"AnAddressThatLooksLikeThisMachine", "https://refleks.fjordvik.example/", "http://notlocalhost",
            "refleks.toml:4: server.public_url: \"http://notlocalhost\" begins with http://, so answers and tokens would travel in the open; only this machine itself may be reached so; write for example public_url = \"https://refleks.fjordvik.example\""},
    BadChat{"SlackWithoutSigningSecret", "signing_secret_env = \"TOKEN\"\n", "",
            "refleks.toml:9: slack.kommunen.signing_secret_file: is missing; without it (or app_token_file, for Socket Mode) nobody could tell Slack from others; write for example signing_secret_file = \"secrets/slack-signing\""},
    BadChat{"SlackWithAStrangeKey", "[teams.", "comand = \"/refleks\"\n[teams.",
            "refleks.toml:12: slack.kommunen.comand: I do not know this key; did you mean \"command\"?"},
    BadChat{"TeamsWithoutTenant", "tenant = \"66666666-7777-8888-9999-000000000000\"\n", "",
            "refleks.toml:12: teams.skolen.tenant: is missing; write for example tenant = \"66666666-7777-8888-9999-000000000000\""},
    BadChat{"TeamsOfADomain", "\"66666666-7777-8888-9999-000000000000\"", "\"fjordvik.onmicrosoft.example\"",
            "refleks.toml:14: teams.skolen.tenant: is not the Directory (tenant) ID, which has 8-4-4-4-12 digits of 0-9 and a-f; write for example tenant = \"66666666-7777-8888-9999-000000000000\""},
    BadChat{"TeamsWithoutSecret", "app_secret_env = \"TOKEN\"\n", "",
            "refleks.toml:12: teams.skolen.app_secret_file: is missing; it is the client secret of the app registration; write for example app_secret_file = \"secrets/teams\""},
    BadChat{"MattermostNowhere", "url = \"https://chat.fjordvik.example\"", "url = \"chat.fjordvik.example\"",
            "refleks.toml:17: mattermost.helse.url: \"chat.fjordvik.example\" is no web address; write for example url = \"https://chat.fjordvik.example\""},
    BadChat{"MattermostWithoutToken", "[people.", "[mattermost.skolen2]\nurl = \"https://a.example\"\n[people.",
            "refleks.toml:19: mattermost.skolen2.bot_token_file: is missing; it is shown once when the bot account is made; write for example bot_token_file = \"secrets/mattermost-bot\""},
    BadChat{"TwoOfOneName", "[people.", "[mattermost.varsler]\nurl = \"https://a.example\"\nbot_token_env = \"TOKEN\"\n[people.",
            "refleks.toml:5: webhooks.varsler: another chat is called \"varsler\" already"},
    BadChat{"ANameNobodyCanType", "[people.", "[mattermost.\"Helse Nord\"]\nurl = \"https://a.example\"\nbot_token_env = \"TOKEN\"\n[people.",
            "refleks.toml:19: mattermost.Helse Nord: a name here has small letters a-z, digits, - and _ only, 64 at most"}),
    [](const auto& instance) { return instance.param.name; });
// clang-format on

// --- what holds for every platform, also those to come ---------------------------------------------

TEST(EveryPlatform, HasAKindAndKeysOfItsOwn) {
  std::set<std::string> kinds{"organisation", "people", "groups"};
  for (const KnownKey& key : config_keys())
    if (key.path.find(".*.") == key.path.npos) kinds.emplace(key.path.substr(0, key.path.find('.')));
  for (const auto& platform : make_platforms()) {
    EXPECT_TRUE(kinds.emplace(platform->kind()).second) << platform->kind() << " is taken";
    std::set<std::string_view> paths;
    for (const KnownKey& key : platform->keys()) {
      EXPECT_TRUE(paths.insert(key.path).second) << key.path << " stands there twice";
      EXPECT_FALSE(key.meaning.empty() || key.standard.empty() || key.example.empty()) << key.path;
    }
  }
}

// The key of a TOML value at every path of the platform's table; sections in it are called "nord".
std::string section_with(const runtime::Platform& platform, bool with_examples) {
  std::map<std::string, std::string> sections;
  const std::string top = "[" + std::string(platform.kind()) + ".proven";
  sections[top] = "";
  for (const KnownKey& key : platform.keys()) {
    if (!with_examples || key.path.ends_with("_file")) continue;
    const auto dot = key.path.rfind('.');
    const std::string below(dot == key.path.npos ? "" : "." + std::string(key.path.substr(0, dot)));
    sections[top + boost::algorithm::replace_all_copy(below, "*", "nord")] +=
        std::string(key.path.substr(dot + 1)) + " = " + std::string(key.example) + "\n";
  }
  std::string text;
  for (const auto& [header, lines] : sections) text += header + "]\n" + lines;
  return text;
}

TEST(EveryPlatform, AsksForEachKeyOfItsTableAndNoOther) {
  // Anything else is a std::logic_error, whether the section says nothing or all.
  for (const auto& platform : make_platforms())
    for (const bool with_examples : {false, true}) {
      const std::string text =
          "[organisation]\nname = \"Fjordvik\"\n" + section_with(*platform, with_examples);
      EXPECT_NO_THROW(complaints(text)) << text;
      for (const std::string& problem : complaints(text)) EXPECT_THAT(problem, Not(HasSubstr("hush")));
    }
}

TEST(EveryPlatform, SaysWhatASectionLacks) {
  for (const auto& platform : make_platforms()) {
    const std::string text = "[organisation]\nname = \"Fjordvik\"\n" + section_with(*platform, false) +
                             "[sandbox]\nenabled = true\n";
    const std::string place = "refleks.toml:3: " + std::string(platform->kind()) + ".proven";
    for (const std::string& problem : complaints(text)) EXPECT_THAT(problem, testing::StartsWith(place));
    EXPECT_THAT(complaints(text), Not(IsEmpty())) << "a bot without an address or a secret cannot work";
  }
}

TEST(EveryPlatform, TellsWhatItsManifestTakes) {
  for (const auto& platform : make_platforms())
    if (const auto manifest = platform->manifest()) {
      EXPECT_FALSE(manifest->meaning.empty());
      ASSERT_TRUE(manifest->make);
      for (const auto& option : manifest->options) EXPECT_THAT(std::string(option.flags), HasSubstr("--"));
    }
}

}  // namespace
}  // namespace app
