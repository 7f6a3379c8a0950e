// The parts of net without sockets: headers, origins, URLs, forms and signatures.
#include <gtest/gtest.h>

#include "adapters/net/hmac.hpp"
#include "adapters/net/http.hpp"
#include "adapters/net/url.hpp"

namespace {

net::Request request_with(std::initializer_list<net::Headers::Field> fields) {
  net::Request request;
  request.headers = net::Headers(fields);
  return request;
}

TEST(Headers, AreFoundWhateverTheirCase) {
  net::Headers headers{{"X-Slack-Signature", "v0=ab"}, {"accept", "a"}, {"Accept", "b"}};
  EXPECT_EQ(headers.get("x-slack-signature"), "v0=ab");
  EXPECT_EQ(headers.get("ACCEPT"), "a");
  EXPECT_EQ(headers.count("Accept"), 2u);
  EXPECT_EQ(headers.get("missing"), "");
  EXPECT_FALSE(headers.has("missing"));
}

TEST(Headers, ThatCouldSmuggleAMessageAreNotSafeToSend) {
  EXPECT_TRUE((net::Headers{{"X-A", "blåbær\twith tab"}}).safe_to_send());
  EXPECT_FALSE((net::Headers{{"X-A", "a\r\nSet-Cookie: b"}}).safe_to_send());
  EXPECT_FALSE((net::Headers{{"X-A", "a\nb"}}).safe_to_send());
  EXPECT_FALSE((net::Headers{{"X-A", std::string_view("a\0b", 3)}}).safe_to_send());
  EXPECT_FALSE((net::Headers{{"X A", "a"}}).safe_to_send());
  EXPECT_FALSE((net::Headers{{"", "a"}}).safe_to_send());
}

TEST(Origin, OfOurOwnPageIsLetIn) {
  EXPECT_TRUE(net::is_local_or_same_origin(request_with({{"Host", "localhost:8080"}})));
  EXPECT_TRUE(net::is_local_or_same_origin(
      request_with({{"Host", "localhost:8080"}, {"Origin", "http://LOCALHOST:8080"}})));
  EXPECT_TRUE(net::is_local_or_same_origin(
      request_with({{"Host", "127.0.0.1:8080"}, {"Origin", "http://127.0.0.1:8080"}})));
  EXPECT_TRUE(
      net::is_local_or_same_origin(request_with({{"Host", "[::1]:8080"}, {"Origin", "http://[::1]:8080"}})));
  EXPECT_TRUE(net::is_local_or_same_origin(
      request_with({{"Host", "demo.localhost"}, {"Origin", "http://demo.localhost:80"}})));
}

TEST(Origin, OfAPublicNameMustBeKnown) {
  std::vector<std::string> known{"refleks.example.no"};
  auto request = request_with({{"Host", "Refleks.example.no"}, {"Origin", "https://refleks.example.no"}});
  EXPECT_TRUE(net::is_local_or_same_origin(request, known));
  EXPECT_FALSE(net::is_local_or_same_origin(request));
}

TEST(Origin, OfAnotherSiteIsRefused) {
  for (const char* origin : {"https://evil.example", "http://localhost:9999", "http://localhost", "null", "",
                             "http://localhost:8080.evil.example", "http://localhost:8080@evil.example",
                             "file://localhost:8080", "http://user@localhost:8080"}) {
    EXPECT_FALSE(net::is_local_or_same_origin(request_with({{"Host", "localhost:8080"}, {"Origin", origin}})))
        << origin;
  }
}

TEST(Origin, IsNotEnoughWhenTheHostWasRebound) {
  EXPECT_FALSE(net::is_local_or_same_origin(
      request_with({{"Host", "evil.example:8080"}, {"Origin", "http://evil.example:8080"}})));
  EXPECT_FALSE(net::is_local_or_same_origin(request_with({{"Host", "evil.example"}})));
  EXPECT_FALSE(net::is_local_or_same_origin(request_with({{"Host", "evillocalhost"}})));
  EXPECT_FALSE(net::is_local_or_same_origin(request_with({{"Host", ""}})));
  EXPECT_FALSE(net::is_local_or_same_origin(request_with({{"Host", "localhost:80.evil.example"}})));
  EXPECT_FALSE(net::is_local_or_same_origin(request_with({{"Host", "localhost@evil.example"}})));
  EXPECT_FALSE(net::is_local_or_same_origin(request_with({{"Host", "127.0.0.1.evil.example"}})));
  EXPECT_FALSE(net::is_local_or_same_origin(request_with({})));
  EXPECT_FALSE(net::is_local_or_same_origin(request_with({{"Host", "localhost"}, {"Host", "evil.example"}})));
}

TEST(Url, IsTakenApart) {
  auto url = net::parse_url("HTTPS://slack.com/api/chat.postMessage?a=b%20c#top");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->host, "slack.com");
  EXPECT_EQ(url->port, "443");
  EXPECT_EQ(url->target, "/api/chat.postMessage?a=b%20c");
  EXPECT_EQ(url->host_header(), "slack.com");
  EXPECT_TRUE(url->secure());
}

TEST(Url, MayNameAPortAndAnIpv6Address) {
  auto url = net::parse_url("ws://[::1]:8080");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->host, "::1");
  EXPECT_EQ(url->target, "/");
  EXPECT_EQ(url->host_header(), "[::1]:8080");
  EXPECT_FALSE(url->secure());
  EXPECT_EQ(net::parse_url("http://a?b=c")->target, "/?b=c");
}

TEST(Url, ThatWeCannotOrMustNotUseIsRefused) {
  for (const char* text :
       {"", "slack.com/api", "ftp://a/b", "http://", "http:///path", "http://u:p@a/", "http://a:0/",
        "http://a:99999/", "http://a:80.evil.example/", "http://a/b c", "http://a/\r\nX: y", "file:///etc"}) {
    EXPECT_FALSE(net::parse_url(text)) << text;
  }
}

// Boost.URL 1.81 asserts on the first ones.
TEST(Url, ThatIsNoneIsRefusedWhateverItsBytes) {
  for (const char* text : {"http:>",
                           "h:]",
                           "http:?",
                           "http:#",
                           "http:]",
                           "ws:[",
                           "HTTP:\x11",
                           "ft:\xe5",
                           "http://]",
                           "http://[",
                           "http://a]",
                           "http://[::1",
                           "http://[::1]]",
                           "http://a/]",
                           "http://a/[",
                           "http://a?[",
                           "http://a#]",
                           "http://a%0d%0aX:y/",
                           "http://a%00/",
                           "http://%61/",
                           "http://[v1.a]x/",
                           "http://a:b/",
                           "http://:80",
                           "http://a@",
                           "http://bl\xc3\xa5.no/",
                           "http://a/\xff",
                           "http://a/%",
                           "http://a/%g0",
                           "http://a/%2",
                           "://a",
                           "http//a",
                           "https:/a/b"}) {
    EXPECT_FALSE(net::parse_url(text)) << text;
  }
  EXPECT_FALSE(net::parse_url("http://a/" + std::string(9'000, 'a')));
  EXPECT_FALSE(net::parse_url("http://" + std::string(301, 'a')));
  // Every byte at every place of a good one.
  const std::string good = "http://u.a:8/p?q=%41#f", site = "[::1]:80";
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t at = 0; at <= good.size(); ++at) {
      std::string changed = good, shorter = good.substr(0, at);
      if (at < good.size()) changed[at] = static_cast<char>(byte);
      shorter += static_cast<char>(byte);
      for (const std::string& text : {changed, shorter}) {
        const auto url = net::parse_url(text);
        EXPECT_TRUE(!url || url->host.find_first_of(std::string_view("\r\n\0 /@", 6)) == url->host.npos)
            << text;
        EXPECT_FALSE(net::is_local_or_same_origin(request_with({{"Host", "localhost"}, {"Origin", text}})))
            << text;
      }
    }
    for (std::size_t at = 0; at < site.size(); ++at) {
      std::string changed = site;
      changed[at] = static_cast<char>(byte);
      (void)net::parse_site(changed);
      (void)net::parse_site(changed.substr(0, at + 1));
    }
  }
}

TEST(Site, IsAHostWithOrWithoutAPort) {
  EXPECT_EQ(net::parse_site("[::1]:8080")->host, "::1");
  EXPECT_EQ(net::parse_site("[::1]:8080")->port, "8080");
  EXPECT_TRUE(net::parse_site("127.0.0.1")->is_address);
  EXPECT_FALSE(net::parse_site("refleks.example.no:1")->is_address);
  for (const char* text : {"", ":80", "a@b", "a/b", "[::1", "]", "a:b", "a%41", " a", "a b"})
    EXPECT_FALSE(net::parse_site(text)) << text;
}

TEST(Site, IsKnownWithoutBeingTakenApart) {
  const std::string longest(300, 'a');
  for (const std::string& text : {std::string("refleks.example.no"),
                                  std::string("refleks.example.no:8443"),
                                  std::string("127.0.0.1:1"),
                                  std::string("1.2.3.4.5"),
                                  std::string("a-b."),
                                  std::string("a:"),
                                  std::string("a:99999"),
                                  std::string("A"),
                                  std::string("-"),
                                  std::string("."),
                                  std::string("[::1]:80"),
                                  std::string("a_b"),
                                  std::string(),
                                  longest,
                                  longest + "a",
                                  std::string(":80"),
                                  std::string(":"),
                                  std::string("a:b"),
                                  std::string("a:1:2"),
                                  std::string("a@b"),
                                  std::string("a/b"),
                                  std::string("a b"),
                                  std::string("a:+1"),
                                  std::string("blå")})
    EXPECT_EQ(net::is_site(text), net::parse_site(text).has_value()) << text;
}

TEST(Form, OfManyFieldsIsRefused) {
  std::string many = "a=1";
  for (int i = 0; i < 999; ++i) many += "&a=1";
  EXPECT_EQ(net::parse_form(many)->size(), 1000u);
  EXPECT_FALSE(net::parse_form(many + "&"));
}

TEST(Form, IsDecodedInOrder) {
  auto fields = net::parse_form("text=r%C3%B8d+gr%C3%B8nn&token=a%2Bb&token=&flag");
  ASSERT_TRUE(fields);
  std::vector<std::pair<std::string, std::string>> expected{
      {"text", "rød grønn"}, {"token", "a+b"}, {"token", ""}, {"flag", ""}};
  EXPECT_EQ(*fields, expected);
}

TEST(Form, OfNothingHasNoFields) {
  const std::string_view behind = "a=1&b=2";
  EXPECT_TRUE(net::parse_form(behind.substr(0, 0))->empty()) << "what stands behind it is not its own";
  EXPECT_TRUE(net::parse_form("")->empty());
  const std::vector<char> alone{'a', '=', '1'};  // and no NUL byte behind it
  EXPECT_EQ(net::parse_form({alone.data(), alone.size()})->front().second, "1");
}

TEST(Form, WithABrokenCodeIsRefused) {
  EXPECT_FALSE(net::parse_form("a=%"));
  EXPECT_FALSE(net::parse_form("a=%zz"));
  EXPECT_FALSE(net::parse_form("a=b c"));
}

TEST(Hmac, AgreesWithRfc4231) {
  std::string key(20, '\x0b');
  EXPECT_EQ(net::to_hex(net::hmac_sha256(key, "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(net::to_hex(net::hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(net::to_hex(net::hmac_sha256(std::string(131, '\xaa'),
                                         "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Hmac, IsTheSameInPartsAndWithAKeyThatIsUsedAgain) {
  const auto whole = net::hmac_sha256("Jefe", "what do ya want for nothing?");
  EXPECT_EQ(net::hmac_sha256("Jefe", {"what do ya ", "", "want for nothing?"}), whole);
  EXPECT_NE(net::hmac_sha256("Jefe2", "what do ya want for nothing?"), whole);
  EXPECT_EQ(net::hmac_sha256("Jefe", "what do ya want for nothing?"), whole);
}

TEST(Hmac, TakesAnEmptyKeyAsEmptyAndNotAsTheLastOne) {
  net::hmac_sha256("Jefe", "x");
  EXPECT_EQ(net::to_hex(net::hmac_sha256("", "")),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(Base64, AgreesWithRfc4648BothWays) {
  for (auto [plain, coded] :
       {std::pair{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foobar", "Zm9vYmFy"}}) {
    std::string_view text = plain;
    EXPECT_EQ(net::to_base64({reinterpret_cast<const unsigned char*>(text.data()), text.size()}), coded);
    EXPECT_EQ(net::from_base64(coded), plain);
  }
}

TEST(Base64, ThatIsNotCanonicalIsRefused) {
  for (const char* text : {"Zg", "Zg=", "Zg==\n", " Zg==", "Zh==", "Z-==", "====", "=", "Zm9v====", "Z=9v"}) {
    EXPECT_FALSE(net::from_base64(text)) << text;
  }
}

TEST(ConstantTime, ComparesTheWholeText) {
  EXPECT_TRUE(net::equal_in_constant_time("v0=abc", "v0=abc"));
  EXPECT_FALSE(net::equal_in_constant_time("v0=abc", "v0=abd"));
  EXPECT_FALSE(net::equal_in_constant_time("v0=abc", "v0=ab"));
  EXPECT_TRUE(net::equal_in_constant_time("", ""));
}

}  // namespace
