#include "adapters/webhook/address.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/ip/address.hpp>

#include "adapters/net/address.hpp"
#include "adapters/webhook/adapter.hpp"

namespace webhook_test {
namespace {

using webhook::Shape;

bool is_public(const char* address) {
  return net::is_public(boost::asio::ip::make_address(address));
}

TEST(WebhookAddresses, OfTheInternetArePublic) {
  for (const char* address : {"1.1.1.1",         "8.8.8.8",        "9.255.255.255",
                              "11.0.0.0",        "100.63.255.255", "100.128.0.0",
                              "126.255.255.255", "128.0.0.0",      "169.253.255.255",
                              "172.15.255.255",  "172.32.0.0",     "192.167.255.255",
                              "192.169.0.0",     "198.17.255.255", "198.20.0.0",
                              "223.255.255.255", "168.63.129.15",  "2001:4860:4860::8888",
                              "2a02:c0::1",      "2620:fe::fe",    "3ffe::1"})
    EXPECT_TRUE(is_public(address)) << address;
}

TEST(WebhookAddresses, OfOnesOwnNetworkAreNot) {
  for (const char* address : {"0.0.0.0",
                              "0.1.2.3",
                              "10.0.0.1",
                              "10.255.255.255",
                              "100.64.0.1",
                              "100.127.255.255",
                              "127.0.0.1",
                              "127.255.255.255",
                              "169.254.169.254",
                              "169.254.0.1",
                              "172.16.0.1",
                              "172.31.255.255",
                              "192.0.0.192",
                              "192.0.2.1",
                              "192.88.99.1",
                              "192.168.0.1",
                              "192.168.255.255",
                              "198.18.0.1",
                              "198.19.255.255",
                              "198.51.100.1",
                              "203.0.113.1",
                              "224.0.0.1",
                              "239.255.255.255",
                              "240.0.0.1",
                              "255.255.255.255",
                              "168.63.129.16",
                              "::",
                              "::1",
                              "::ffff:10.0.0.1",
                              "::ffff:8.8.8.8",
                              "::ffff:127.0.0.1",
                              "::8.8.8.8",
                              "64:ff9b::a00:1",
                              "64:ff9b:1::1",
                              "100::1",
                              "2001::1",
                              "2001:0:53aa::1",
                              "2001:db8::1",
                              "2002:7f00:1::",
                              "2002:0808:0808::1",
                              "3fff::1",
                              "4000::1",
                              "fc00::1",
                              "fd12:3456::1",
                              "fd00:ec2::254",
                              "fe80::1",
                              "febf::1",
                              "fec0::1",
                              "ff02::1",
                              "ff0e::1"})
    EXPECT_FALSE(is_public(address)) << address;
}

TEST(WebhookHosts, AnEntryAndWhatIsBelowIt) {
  const std::vector<std::string> allowed{"chat.kommune.no", "logic.azure.com"};
  for (const char* host : {"chat.kommune.no", "CHAT.Kommune.no", "chat.kommune.no.", "a.chat.kommune.no",
                           "prod-01.norwayeast.logic.azure.com"})
    EXPECT_TRUE(webhook::is_allowed_host(host, allowed)) << host;
  for (const char* host : {"kommune.no", "evilchat.kommune.no", "chat.kommune.no.evil.example", "no", "",
                           "logic.azure.com.evil.example", "evillogic.azure.com", "azure.com"})
    EXPECT_FALSE(webhook::is_allowed_host(host, allowed)) << host;
  EXPECT_FALSE(webhook::is_allowed_host("a", {""}));
}

webhook::Options one(std::string url, Shape shape, std::vector<std::string> allowed = {}) {
  webhook::Options options;
  options.workspace = "hooks";
  options.channels["fredag"] = {std::move(url), shape};
  options.allowed_hosts = std::move(allowed);
  return options;
}

TEST(WebhookProblems, GoodOptionsHaveNone) {
  const std::vector<std::string> own{"chat.kommune.no"};
  for (const auto& options :
       {one("https://hooks.slack.com/services/T/B/secret", Shape::slack),
        one("https://prod-1.norwayeast.logic.azure.com:443/workflows/x/triggers/y?sp=a&sv=1&sig=secret",
            Shape::teams_workflow),
        one("https://x.7a.environment.api.powerplatform.com/powerautomate/y?sig=secret",
            Shape::teams_workflow),
        one("https://chat.googleapis.com/v1/spaces/A/messages?key=k&token=secret", Shape::google_chat),
        one("https://chat.kommune.no/hooks/secret", Shape::mattermost, own),
        one("https://chat.kommune.no:8443/hooks/a/secret", Shape::rocketchat, own),
        one("https://z.chat.kommune.no/api/v1/external/slack_incoming?api_key=secret&stream=a", Shape::zulip,
            own)}) {
    EXPECT_THAT(webhook::problems(options), ::testing::IsEmpty());
    EXPECT_THAT(webhook::doubts(options), ::testing::IsEmpty());
  }
}

TEST(WebhookProblems, SayWhatToChangeAndNeverTheAddress) {
  struct Row {
    std::string url;
    Shape shape;
    std::vector<std::string> allowed;
    std::string says;
  };
  const Row rows[] = {
      {"http://hooks.slack.com/services/secret", Shape::slack, {}, "must begin with https://"},
      {"https://kari:secret@hooks.slack.com/x", Shape::slack, {}, "user name and a password"},
      {"ftp://hooks.slack.com/secret", Shape::slack, {}, "not a whole web address"},
      {"hooks.slack.com/secret", Shape::slack, {}, "not a whole web address"},
      {"", Shape::slack, {}, "not a whole web address"},
      {"https://hooks.slack.com/sec ret", Shape::slack, {}, "not a whole web address"},
      {"https://hooks.slack.com.evil.example/secret", Shape::slack, {}, "not one of this kind of platform"},
      {"https://chat.kommune.no/hooks/secret", Shape::mattermost, {}, "not in allowed_hosts"},
      {"https://chat.kommune.no/hooks/secret", Shape::mattermost, {"kommune.com"}, "not in allowed_hosts"},
      {"https://hooks.slack.com/services/secret", Shape::zulip, {}, "not in allowed_hosts"},
      {"https://127.0.0.1/secret", Shape::rocketchat, {}, "not in allowed_hosts"},
      {"https://[::1]/secret", Shape::rocketchat, {}, "not in allowed_hosts"},
  };
  for (const Row& row : rows) {
    const auto found = webhook::problems(one(row.url, row.shape, row.allowed));
    ASSERT_EQ(found.size(), 1u) << row.url;
    EXPECT_NE(found[0].second.find(row.says), std::string::npos) << found[0].second;
    EXPECT_EQ(found[0].first, "channels.fredag.url");
    EXPECT_EQ(found[0].second.find("secret"), std::string::npos) << found[0].second;
  }
}

// It was cut off: one place stays silent, and the others go on.
TEST(WebhookProblems, AnAddressThatIsNotWholeIsADoubt) {
  struct Row {
    std::string url;
    Shape shape;
    std::string says;
  };
  const Row rows[] = {
      {"https://p.logic.azure.com/secret?api-version=1", Shape::teams_workflow, "there is no sig= in it"},
      {"https://p.logic.azure.com/secret?sp=a&sig=", Shape::teams_workflow, "there is no sig= in it"},
      {"https://p.logic.azure.com/secret?sp=a&amp;sig=b", Shape::teams_workflow, "there is no sig= in it"},
      {"https://chat.googleapis.com/v1/spaces/secret/messages?key=k", Shape::google_chat, "no token= in it"},
      {"https://chat.googleapis.com/v1/spaces/secret/messages", Shape::google_chat, "no key= in it"},
  };
  for (const Row& row : rows) {
    EXPECT_THAT(webhook::problems(one(row.url, row.shape)), ::testing::IsEmpty()) << row.url;
    const auto found = webhook::doubts(one(row.url, row.shape));
    ASSERT_EQ(found.size(), 1u) << row.url;
    EXPECT_NE(found[0].second.find(row.says), std::string::npos) << found[0].second;
    EXPECT_EQ(found[0].first, "channels.fredag.url");
    EXPECT_EQ(found[0].second.find("secret"), std::string::npos) << found[0].second;
  }
}

TEST(WebhookProblems, AllowedHostsAreNames) {
  for (const char* entry :
       {"https://chat.kommune.no", "*.kommune.no", "no", "", ".no", "chat.kommune.no/x", "a b.no",
        "chat.kommune.no:443", "localhost", "https://hooks.slack.com/services/secret"}) {
    webhook::Options options;
    options.allowed_hosts = {"chat.kommune.no", entry};
    ASSERT_EQ(webhook::problems(options).size(), 1u) << entry;
    EXPECT_EQ(webhook::problems(options)[0].first, "allowed_hosts");
    EXPECT_EQ(webhook::problems(options)[0].second.find("entry 2 is not the name of a host"), 0u);
  }
  webhook::Options closed;
  closed.allow_private = true;
  closed.allowed_hosts = {"localhost", "10.0.0.7"};
  EXPECT_THAT(webhook::problems(closed), ::testing::IsEmpty());
}

TEST(WebhookProblems, OfPeopleToo) {
  webhook::Options options;
  options.people["kari"] = {"http://chat.kommune.no/secret", Shape::mattermost};
  ASSERT_EQ(webhook::problems(options).size(), 1u);
  EXPECT_EQ(webhook::problems(options)[0].first, "people.kari.url");
}

}  // namespace
TEST(PlaceOf, IsAWholeNetworkOfIpv6AndOneAddressOfIpv4) {
  EXPECT_EQ(net::place_of("2001:db8:1:2:a::1"), net::place_of("2001:db8:1:2:ffff::2"));
  EXPECT_NE(net::place_of("2001:db8:1:2::1"), net::place_of("2001:db8:1:3::1"));
  EXPECT_EQ(net::place_of("2001:db8:1:2:a::1"), "2001:db8:1:2::/64");
  EXPECT_NE(net::place_of("192.0.2.1"), net::place_of("192.0.2.2"));
  EXPECT_EQ(net::place_of("::ffff:192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(net::place_of("_hidden"), "_hidden");
}

}  // namespace webhook_test
