// Signing in by OpenID Connect, before a provider that says what each test wants: the real way in, and every
// wrong one.

#include <gtest/gtest.h>

#include <regex>

#include "adapters/net/http_server.hpp"
#include "adapters/net/url.hpp"
#include "adapters/web/sign_in_rules.hpp"
#include "tests/adapters/net/signer.hpp"
#include "tests/adapters/web/world.hpp"

namespace web_test {
namespace {

using net_test::Signer;
using Json = nlohmann::json;

const Signer& right_key() {
  static const Signer signer("right");
  return signer;
}
const Signer& other_key() {
  static const Signer signer("right");  // by name
  return signer;
}

std::string cookie_in(const net::Response& response, const std::string& name) {
  for (std::size_t i = 0; i < response.headers.size(); ++i) {
    const auto field = response.headers[i];
    const std::string start = "__Host-refleks-" + name + "=";
    if (field.name == "Set-Cookie" && field.value.starts_with(start))
      return std::string(field.value.substr(0, field.value.find(';')));
  }
  return "";
}
std::string all_cookies_of(const net::Response& response) {
  std::string all;
  for (std::size_t i = 0; i < response.headers.size(); ++i)
    if (response.headers[i].name == "Set-Cookie") all += std::string(response.headers[i].value) + "\n";
  return all;
}

// A municipality's provider, and a leader Kari Nes who is known there.
struct SignIn : testing::Test {
  boost::asio::io_context& io;
  World world;
  std::unique_ptr<net::HttpServer> provider;
  std::string issuer;
  Json metadata, keys, claims;
  std::function<std::string()> id_token;
  std::string asked;  // of the last call to the token endpoint
  int fetched = 0;    // times that keys were fetched
  int token_status = 200;
  std::string token_page;  // that something in between shows instead

  SignIn() : io(world.io) {
    provider = std::make_unique<net::HttpServer>(
        io.get_executor(), net::HttpServerOptions{},
        [this](net::Request request) { return answer(std::move(request)); });
    provider->start();
    issuer = "http://127.0.0.1:" + std::to_string(provider->endpoint().port);
    metadata = {{"issuer", issuer},
                {"authorization_endpoint", issuer + "/authorize"},
                {"token_endpoint", issuer + "/token"},
                {"jwks_uri", issuer + "/keys"},
                {"end_session_endpoint", issuer + "/out"}};
    keys = {{"keys", {right_key().jwk()}}};
    id_token = [this] { return right_key().token(claims); };
    make_leader("kari", "kari.nes@fjordvik.example");
    web::SignInOptions options;
    options.issuer = issuer;
    options.client_id = "refleks";
    options.client_secret = "s3cret";
    options.allow_private = true;
    restart(options);
    world.reading.answer = [](const core::Event&) {
      core::Reply reply;
      reply.whisper = words("Om gruppene");
      reply.whisper.own().blocks.emplace_back(core::Actions{{button("matters/open", "m1", "Åpne sak 1")}});
      return reply;
    };
  }
  ~SignIn() override { provider.reset(); }

  void restart(const web::SignInOptions& options) {
    world.stop();
    world.sign_in = options;
    world.start();
  }
  void make_leader(const std::string& user, const std::string& email) {
    auto people = world.people.people();
    auto groups = world.people.groups();
    for (core::Person& person : people)
      if (person.user == user) person.email = email;
    for (core::Member& member : groups[0].members)
      if (member.person == id_of(user)) member.role = core::Role::leader;
    world.people = core::Directory(people, groups);
  }

  boost::asio::awaitable<net::Response> answer(net::Request request) {
    if (request.path == "/.well-known/openid-configuration")
      co_return net::Response(200, metadata.dump(), "application/json");
    if (request.path == "/keys") {
      ++fetched;
      co_return net::Response(200, keys.dump(), "application/json");
    }
    asked = request.body + " " + std::string(request.headers.get("Authorization"));
    if (!token_page.empty()) co_return net::Response(token_status, token_page, "text/html");
    const Json said = {{"id_token", id_token()}, {"access_token", "x"}, {"token_type", "Bearer"}};
    co_return net::Response(token_status, said.dump(), "application/json");
  }

  struct Way {
    std::string cookie, address;
    std::map<std::string, std::string> asked;  // what the provider is told
  };
  Way begin() {
    const net::Response to_provider = world.get("/s/sign-in");
    EXPECT_EQ(to_provider.status, 303);
    Way way{cookie_in(to_provider, "attempt"), std::string(to_provider.headers.get("Location")), {}};
    const auto query = net::parse_form(way.address.substr(way.address.find('?') + 1));
    for (const auto& [name, value] : *query) way.asked[name] = value;
    const long now = world.clock.time.time_since_epoch().count();
    claims = {{"iss", issuer},          {"aud", "refleks"},
              {"sub", "0aaa"},          {"iat", now},
              {"exp", now + 300},       {"nonce", way.asked["nonce"]},
              {"email_verified", true}, {"email", "Kari.Nes@fjordvik.example"}};
    return way;
  }
  net::Response come_back(const Way& way, const std::string& more = {}) {
    net::Request back =
        world.request("GET", "/s/sign-in/done?code=abc&state=" + way.asked.at("state") + more);
    back.headers.add("Cookie", "other=1; " + way.cookie);
    return world.send(std::move(back));
  }
  net::Response with(const std::string& cookie, net::Request request) {
    request.headers.add("Cookie", cookie);
    return world.send(std::move(request));
  }
  std::string sign_in() { return cookie_in(come_back(begin()), "session"); }
};

TEST_F(SignIn, ALeaderComesToThePageAboutTheirGroups) {
  const Way way = begin();
  EXPECT_TRUE(way.address.starts_with(issuer + "/authorize?"));
  EXPECT_EQ(way.asked.at("response_type"), "code");
  EXPECT_EQ(way.asked.at("redirect_uri"), "https://bot.example.no/s/sign-in/done");
  EXPECT_EQ(way.asked.at("scope"), "openid email");
  EXPECT_EQ(way.asked.at("code_challenge_method"), "S256");
  const net::Response back = come_back(way);
  ASSERT_EQ(back.status, 303) << back.body;
  EXPECT_EQ(back.headers.get("Location"), "https://bot.example.no/s/mine");
  const std::string said = all_cookies_of(back);
  EXPECT_TRUE(said.find("session=") != std::string::npos);
  EXPECT_TRUE(std::regex_search(said, std::regex("__Host-refleks-session=[\\w-]+; Path=/; Max-Age=14400; "
                                                 "Secure; HttpOnly; SameSite=Lax")))
      << said;
  EXPECT_TRUE(said.find("attempt=; Path=/; Max-Age=0") != std::string::npos) << said;
  // The provider is asked with the code, the verifier of the challenge, and the secret.
  std::smatch verifier;
  ASSERT_TRUE(std::regex_search(asked, verifier, std::regex("code_verifier=([0-9a-f]{64})")));
  EXPECT_EQ(web::challenge_of(verifier[1].str()), way.asked.at("code_challenge"));
  EXPECT_TRUE(asked.find("code=abc") != std::string::npos);
  EXPECT_TRUE(asked.find("Basic cmVmbGVrczpzM2NyZXQ=") != std::string::npos) << asked;
  // Noted before anything is shown; and so is the page.
  EXPECT_EQ(world.inbox.last<core::Press>().name, "digests/opened");
  EXPECT_EQ(world.inbox.last<core::Press>().value, "sign-in");
  EXPECT_EQ(world.inbox.last<core::Press>().origin.user, "kari");
  const std::string session = cookie_in(back, "session");
  const net::Response page = with(session, world.request("GET", "/s/mine"));
  EXPECT_EQ(page.status, 200) << page.body;
  EXPECT_TRUE(has(page, "Om gruppene"));
  EXPECT_EQ(world.inbox.last<core::Press>().value, "groups");
  EXPECT_EQ(world.reading.last<core::Press>().origin.user, "kari");
}

TEST_F(SignIn, AMatterIsAnsweredThereAndTheHoursMayBeOverMeanwhile) {
  const std::string session = sign_in();
  const net::Response page = with(session, world.request("GET", "/s/mine"));
  world.inbox.answer = [](const core::Event&) { return core::Reply{words("Hele saken"), {}, {}, {}}; };
  const net::Request press = world.posting("/s/mine", {{"t", ticket_of(page)}});
  EXPECT_TRUE(has(with(session, press), "Hele saken"));
  EXPECT_EQ(world.inbox.last<core::Press>().name, "matters/open");
  world.clock.time += std::chrono::hours(4);
  const net::Response late = with(session, press);
  EXPECT_EQ(late.status, 403);
  EXPECT_TRUE(has(late, "https://bot.example.no/s/sign-in")) << late.body;
  // Sent once more after signing in again, nothing is lost.
  EXPECT_TRUE(has(with(sign_in(), press), "Hele saken"));
}

TEST_F(SignIn, APageOfAnotherPersonOrOfALinkIsNoProof) {
  const net::Response by_link = world.get(world.pages->links().overview_of(id_of("kari")));
  const std::string session = sign_in();
  EXPECT_EQ(with(session, world.posting("/s/mine", {{"t", ticket_of(by_link)}})).status, 400);
  // Nor is a link a cookie, or a cookie a link.
  const std::string link = world.pages->links().overview_of(id_of("kari"));
  const std::string token = link.substr(link.rfind('/') + 1);
  EXPECT_EQ(with("__Host-refleks-session=" + token, world.request("GET", "/s/mine")).status, 403);
  EXPECT_EQ(world.get("/s/" + session.substr(session.find('=') + 1)).status, 404);
  // Another site's form is refused, whatever the browser sends along.
  net::Request foreign = world.posting("/s/mine", {{"t", "x"}});
  foreign.headers.add("Sec-Fetch-Site", "cross-site");
  EXPECT_EQ(with(session, foreign).status, 403);
  EXPECT_EQ(with(session + "; " + session, world.request("GET", "/s/mine")).status, 403) << "two of a name";
}

TEST_F(SignIn, WhoSignsOutIsOutAlsoWithACopyOfTheCookie) {
  const std::string session = sign_in();
  const net::Response page = with(session, world.request("GET", "/s/mine"));
  const std::size_t buttons = 1;  // the matter's, then the way out
  const net::Response out = with(session, world.posting("/s/mine", {{"t", ticket_of(page, buttons)}}));
  EXPECT_EQ(out.status, 200) << out.body;
  EXPECT_TRUE(all_cookies_of(out).find("session=; Path=/; Max-Age=0") != std::string::npos);
  EXPECT_TRUE(has(out, issuer + "/out?client_id=refleks")) << out.body;
  EXPECT_EQ(with(session, world.request("GET", "/s/mine")).status, 403);
}

TEST_F(SignIn, IsWorthlessWithThePersonsOtherAddresses) {
  const std::string session = sign_in();
  auto people = world.people.people();
  for (core::Person& person : people)
    if (person.user == "kari") ++person.pages;
  world.people = core::Directory(people, world.people.groups());
  EXPECT_EQ(with(session, world.request("GET", "/s/mine")).status, 403);
}

TEST_F(SignIn, WhoNoLongerLeadsIsOut) {
  const std::string session = sign_in();
  world.people = directory();
  EXPECT_EQ(with(session, world.request("GET", "/s/mine")).status, 403);
}

TEST_F(SignIn, TokensThatDoNotHoldAreRefused) {
  begin();
  const Json right = claims;
  const auto refused = [&](const char* why, const std::function<std::string(Json)>& forge) {
    world.ticks += std::chrono::minutes(1);  // nobody has to wait
    const Way way = begin();
    const Json fresh = claims;
    id_token = [&] { return forge(fresh); };
    const net::Response back = come_back(way);
    EXPECT_EQ(back.status, 403) << why;
    EXPECT_EQ(cookie_in(back, "session"), "") << why;
    EXPECT_TRUE(has(back, "https://bot.example.no/s/sign-in")) << why;
  };
  const auto changed = [](Json claims, const char* name, Json value) {
    claims[name] = std::move(value);
    return right_key().token(claims);
  };
  const long now = world.clock.time.time_since_epoch().count();
  refused("alg none", [](Json c) { return right_key().token(c, "none"); });
  refused("HS256 with the public key", [](Json c) { return right_key().token(c, "HS256"); });
  refused("RS384", [](Json c) { return right_key().token(c, "RS384"); });
  refused("PS256", [](Json c) { return right_key().token(c, "PS256"); });
  refused("another key of that name", [](Json c) { return other_key().token(c); });
  refused("no key of that name", [](Json c) { return right_key().token(c, "RS256", {{"kid", "x"}}); });
  refused("no name of a key", [](Json c) { return right_key().token(c, "RS256", {{"kid", nullptr}}); });
  refused("its own key", [](Json c) { return other_key().token(c, "RS256", {{"jwk", other_key().jwk()}}); });
  refused("rules nobody knows", [](Json c) { return right_key().token(c, "RS256", {{"crit", {"exp"}}}); });
  refused("another issuer", [&](Json c) { return changed(c, "iss", issuer + "/"); });
  refused("no issuer", [&](Json c) { return changed(c, "iss", nullptr); });
  refused("for another", [&](Json c) { return changed(c, "aud", "another"); });
  refused("for several, and not by us", [&](Json c) { return changed(c, "aud", {"refleks", "another"}); });
  refused("by another party", [&](Json c) { return changed(c, "azp", "another"); });
  refused("expired", [&](Json c) { return changed(c, "exp", now - 61); });
  refused("never expires", [&](Json c) { return changed(c, "exp", nullptr); });
  refused("expires in words", [&](Json c) { return changed(c, "exp", std::to_string(now + 99)); });
  refused("of tomorrow", [&](Json c) { return changed(c, "iat", now + 86'400); });
  refused("not yet", [&](Json c) { return changed(c, "nbf", now + 300); });
  refused("another attempt's", [&](Json c) { return changed(c, "nonce", right["nonce"]); });
  refused("no attempt's", [&](Json c) { return changed(c, "nonce", nullptr); });
  refused("about nobody", [&](Json c) { return changed(c, "sub", ""); });
  refused("changed behind the signature", [](Json c) {
    std::string token = right_key().token(c);
    c["sub"] = "1bbb";
    const std::string other = right_key().token(c);
    return token.substr(0, token.find('.')) +
           other.substr(other.find('.'), other.rfind('.') - other.find('.')) + token.substr(token.rfind('.'));
  });
  refused("no token", [](Json) { return std::string(); });
  refused("not base64url", [](Json) { return std::string("{50.B=B.S"); });
  refused("deep", [](Json) {
    std::string deep;
    while (deep.size() < 8000) deep += "W1tb";
    return deep + ".e30.c2ln";
  });
  refused("long", [](Json) { return std::string(40'000, 'A'); });
}

TEST_F(SignIn, AnAttemptIsOfOneBrowserAndComesBackOnce) {
  const Way way = begin();
  Way elsewhere = way;
  elsewhere.cookie = begin().cookie;
  EXPECT_EQ(come_back(elsewhere).status, 400) << "another browser's attempt";
  const Way again = begin();
  ASSERT_EQ(come_back(again).status, 303);
  EXPECT_EQ(come_back(again).status, 400) << "the same once more";
  Way none = begin();
  none.cookie = "x=y";
  EXPECT_EQ(come_back(none).status, 400) << "nobody's";
  const Way old = begin();
  world.clock.time += std::chrono::minutes(11);
  EXPECT_EQ(come_back(old).status, 400) << "of long ago";
  Way forged = begin();
  forged.cookie.back() = forged.cookie.back() == 'A' ? 'B' : 'A';
  EXPECT_EQ(come_back(forged).status, 400);
  // The provider's own no: said, and the way to begin anew.
  const Way stopped = begin();
  net::Request no =
      world.request("GET", "/s/sign-in/done?error=access_denied&state=" + stopped.asked.at("state"));
  no.headers.add("Cookie", stopped.cookie);
  const net::Response page = world.send(std::move(no));
  EXPECT_EQ(page.status, 400);
  EXPECT_TRUE(has(page, "https://bot.example.no/s/sign-in"));
}

TEST_F(SignIn, AnotherProvidersAnswerIsRefused) {
  EXPECT_EQ(come_back(begin(), "&iss=https%3A%2F%2Fevil.example").status, 403);
  EXPECT_EQ(come_back(begin(), "&iss=" + net::percent_encoded(issuer)).status, 303);
  metadata["authorization_response_iss_parameter_supported"] = true;
  restart(*world.sign_in);
  EXPECT_EQ(come_back(begin()).status, 403) << "it says who it is when it can";
}

TEST_F(SignIn, AnAddressThatNobodyConfirmedOrThatTwoHaveIsNobodys) {
  const auto with_claim = [&](const char* name, Json value) {
    const Way way = begin();
    claims[name] = std::move(value);
    return come_back(way).status;
  };
  EXPECT_EQ(with_claim("email_verified", false), 403);
  EXPECT_EQ(with_claim("email_verified", nullptr), 403);
  EXPECT_EQ(with_claim("email_verified", "no"), 403);
  EXPECT_EQ(with_claim("email", "eve@fjordvik.example"), 403);
  EXPECT_EQ(with_claim("email", ""), 403);
  const Way entra = begin();
  claims.erase("email_verified");
  claims["xms_edov"] = true;
  EXPECT_EQ(come_back(entra).status, 303);
  make_leader("ola", "kari.nes@fjordvik.example");
  EXPECT_EQ(come_back(begin()).status, 403);
}

TEST_F(SignIn, BySubjectAPersonIsWhoTheChatSaysTheyAre) {
  web::SignInOptions options = *world.sign_in;
  options.by = web::SignInOptions::By::user;
  options.claim = "oid";
  options.workspace = "pages";
  restart(options);
  const Way way = begin();
  EXPECT_EQ(way.asked.at("scope"), "openid profile");
  claims["oid"] = "kari";
  EXPECT_EQ(come_back(way).status, 303);
  const Way others = begin();
  claims["oid"] = "ola";  // of another workspace
  EXPECT_EQ(come_back(others).status, 403);
  EXPECT_EQ(come_back(begin()).status, 403) << "the address alone says nothing";
}

TEST_F(SignIn, WhoTakesPartHasNoSuchPage) {
  auto groups = world.people.groups();
  for (core::Member& member : groups[0].members) member.role = core::Role::facilitator;
  world.people = core::Directory(world.people.people(), groups);
  const net::Response page = come_back(begin());
  EXPECT_EQ(page.status, 403);
  EXPECT_EQ(cookie_in(page, "session"), "");
}

TEST_F(SignIn, NewKeysAreFetchedWhenATokenNamesOne) {
  ASSERT_EQ(come_back(begin()).status, 303);
  EXPECT_EQ(fetched, 1);
  static const Signer next("next");
  keys["keys"].push_back(next.jwk());
  world.ticks += std::chrono::minutes(6);
  const Way way = begin();
  id_token = [&] { return next.token(claims); };
  EXPECT_EQ(come_back(way).status, 303);
  EXPECT_EQ(fetched, 2);
}

TEST_F(SignIn, AProviderThatIsAwayOrAnotherIsSaid) {
  metadata["issuer"] = issuer + "/common";
  restart(*world.sign_in);
  EXPECT_EQ(world.get("/s/sign-in").status, 503) << "it is not who it should be";
  metadata["issuer"] = issuer;
  metadata["token_endpoint"] = "file:///etc/passwd";
  restart(*world.sign_in);
  EXPECT_EQ(world.get("/s/sign-in").status, 503);
  metadata["token_endpoint"] = issuer + "/token";
  restart(*world.sign_in);
  for (const int away : {500, 502, 429, 408}) {
    const Way way = begin();
    token_status = away;
    const net::Response page = come_back(way);
    EXPECT_EQ(page.status, 503) << away;
    EXPECT_TRUE(has(page, "https://bot.example.no/s/sign-in"));
  }
  for (const int anothers : {200, 403, 404}) {
    const Way way = begin();
    token_status = anothers;
    token_page = "<!doctype html><title>Sign in to the network</title>";
    EXPECT_EQ(come_back(way).status, 503) << "a firewall or a sign-in page in between, " << anothers;
  }
  for (const int refused : {400, 401}) {
    const Way way = begin();
    token_status = refused;
    EXPECT_EQ(come_back(way).status, 403) << "the secret is wrong, behind a proxy with pages of its own";
  }
  token_page.clear();
  // Whatever it says, nothing in the house's own network is called unless it was allowed.
  web::SignInOptions guarded = *world.sign_in;
  guarded.allow_private = false;
  restart(guarded);
  EXPECT_EQ(world.get("/s/sign-in").status, 503);
}

TEST_F(SignIn, WithoutTheSectionThereIsNothing) {
  const std::string session = sign_in();
  world.stop();
  world.sign_in.reset();
  world.start();
  EXPECT_EQ(world.get("/s/sign-in").status, 404);
  EXPECT_EQ(world.get("/s/sign-in/done?code=a&state=b").status, 404);
  EXPECT_EQ(with(session, world.request("GET", "/s/mine")).status, 404);
  EXPECT_FALSE(has(world.get("/s/"), "sign-in"));
}

TEST_F(SignIn, WhoAsksAgainAndAgainWaits) {
  int waits = 0;
  for (int i = 0; i < 150; ++i) waits += world.get("/s/sign-in").status == 429;
  EXPECT_GT(waits, 0);
}

TEST_F(SignIn, ACoordinatorFindsTheGroupsThere) {
  auto people = world.people.people();
  auto groups = world.people.groups();
  for (core::Person& person : people) person.coordinator = person.user == "kari";
  for (core::Group& group : groups) group.members.clear();
  world.people = core::Directory(people, groups);
  const net::Response page = with(sign_in(), world.request("GET", "/s/mine"));
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(has(page, "id=\"groups\"")) << page.body;
}

}  // namespace
}  // namespace web_test
