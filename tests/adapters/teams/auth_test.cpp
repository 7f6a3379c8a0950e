// Who may call us: the conformance cases 1 to 46 and 69, each with its number.

#include "adapters/teams/auth.hpp"

#include "tests/adapters/teams/world.hpp"

namespace teams_test {
namespace {

using Change = std::function<void(World&, Json& claims, Json& activity)>;

struct Case {
  const char* name;
  int status;
  Change change;
};
void PrintTo(const Case& c, std::ostream* out) {
  *out << c.name;
}

std::vector<Case> claim_cases() {
  const auto set = [](const char* claim, Json value) {
    return [claim, value](World&, Json& claims, Json&) { claims[claim] = value; };
  };
  const auto without = [](const char* claim) {
    return [claim](World&, Json& claims, Json&) { claims.erase(claim); };
  };
  const auto later = [](const char* claim, long seconds) {
    return [claim, seconds](World& world, Json& claims, Json&) {
      claims[claim] = world.clock.seconds() + seconds;
    };
  };
  return {
      {"01_good_connector_token", 200, [](World&, Json&, Json&) {}},
      {"07_expired_10_min", 401, later("exp", -600)},
      {"08_expired_4_min", 200, later("exp", -240)},
      {"08_expired_300_s", 200, later("exp", -300)},
      {"08_expired_301_s", 401, later("exp", -301)},
      {"09_nbf_300_s_ahead", 200, later("nbf", 300)},
      {"09_nbf_301_s_ahead", 401, later("nbf", 301)},
      {"09a_nbf_10_min_ahead", 401, later("nbf", 600)},
      {"09b_nbf_4_min_ahead", 200, later("nbf", 240)},
      {"10a_no_exp", 401, without("exp")},
      {"10b_no_nbf", 401, without("nbf")},
      {"10c_exp_is_text", 401, set("exp", "4102444800")},
      {"11_wrong_audience", 401, set("aud", "00000000-2222-3333-4444-5555eeeeffff")},
      {"12_no_audience", 401, without("aud")},
      {"13_audience_of_the_service", 401, set("aud", "https://api.botframework.com")},
      {"14_audience_array", 401, set("aud", Json::array({app_id}))},
      {"15_audience_upper_case", 401, set("aud", "AABBCCDD-2222-3333-4444-5555EEEEFFFF")},
      {"16a_no_issuer", 401, without("iss")},
      {"16b_foreign_issuer", 401, set("iss", "https://issuer.example")},
      {"17a_issuer_us", 401, set("iss", "https://api.botframework.us")},
      {"17b_issuer_with_slash", 401, set("iss", "https://api.botframework.com/")},
      {"18_no_serviceurl", 403, without("serviceurl")},
      {"19_serviceurl_of_another_host", 403, set("serviceurl", "https://other.example/emea/")},
      {"20_serviceurl_slash_and_case", 200,
       [](World& world, Json& claims, Json&) { claims["serviceurl"] = world.url("/EMEA"); }},
      {"21_claim_spelled_serviceUrl", 403,
       [](World& world, Json& claims, Json&) {
         claims.erase("serviceurl");
         claims["serviceUrl"] = world.service();
       }},
      {"22a_no_serviceUrl", 400, [](World&, Json&, Json& activity) { activity.erase("serviceUrl"); }},
      {"22b_empty_serviceUrl", 400, [](World&, Json&, Json& activity) { activity["serviceUrl"] = ""; }},
      {"34_channel_not_endorsed", 403,
       [](World&, Json&, Json& activity) { activity["channelId"] = "webchat"; }},
      {"35_no_channel", 400, [](World&, Json&, Json& activity) { activity.erase("channelId"); }},
      {"36_channel_upper_case", 403,
       [](World&, Json&, Json& activity) { activity["channelId"] = "MSTEAMS"; }},
      {"44a_other_tenant", 403,
       [](World&, Json&, Json& activity) { activity["conversation"]["tenantId"] = "22222222-0"; }},
      {"44b_tenants_disagree", 403,
       [](World&, Json&, Json& activity) { activity["channelData"]["tenant"]["id"] = "22222222-0"; }},
      {"44c_no_tenant", 403,
       [](World&, Json&, Json& activity) {
         activity["conversation"].erase("tenantId");
         activity.erase("channelData");
       }},
      {"69_service_on_another_host", 403,
       [](World&, Json& claims, Json& activity) {
         claims["serviceurl"] = activity["serviceUrl"] = "https://smba.trafficmanager.net.evil.example/emea/";
       }},
  };
}

class TeamsClaims : public testing::TestWithParam<Case> {};

TEST_P(TeamsClaims, AreHeldToTheRules) {
  World world;
  Json claims = world.claims(), activity = world.activity();
  GetParam().change(world, claims, activity);
  const net::Response response = world.post(activity.dump(), world.bearer(claims));
  EXPECT_EQ(response.status, GetParam().status);
  EXPECT_EQ(world.inbox.events.size(), GetParam().status == 200 ? 1u : 0u);
  if (GetParam().status != 200) {
    EXPECT_TRUE(world.calls().empty());
    EXPECT_EQ(world.tokens_given, 0);
  }
}
INSTANTIATE_TEST_SUITE_P(Conformance, TeamsClaims, testing::ValuesIn(claim_cases()),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(TeamsAuth, Cases02To06ReadTheHeaderStrictly) {
  World world;
  const std::string token = world.signer.token(world.claims()), body = world.activity().dump();
  EXPECT_EQ(world.post(body, "").status, 401) << 2;
  for (const std::string& header : {std::string("Bearer"), std::string("Bearer "), "Bearer " + token + " x",
                                    "Bearer  " + token, token, "Bearer\t" + token})
    EXPECT_EQ(world.post(body, header).status, 401) << 3;
  EXPECT_EQ(world.post(body, "bearer " + token).status, 200) << 4;
  EXPECT_EQ(world.post(body, "Basic " + token).status, 401) << 5;
  const std::string two = token.substr(0, token.rfind('.'));
  for (const std::string& bad : {std::string("garbage"), two, two + ".", token + ".x", std::string("a.b.c"),
                                 std::string("..."), std::string(20'000, 'a'), "é." + token})
    EXPECT_EQ(world.post(body, "Bearer " + bad).status, 401) << 6;
  net::Headers twice{{"Authorization", "Bearer " + token}};
  EXPECT_EQ(world.post(body, "Bearer " + token, twice).status, 401);
}

TEST(TeamsAuth, Case23RefreshesOnceForAnUnknownKey) {
  World world;
  EXPECT_EQ(world.post(world.activity()).status, 200);
  EXPECT_EQ(world.metadata_fetches, 1);
  world.ticks += std::chrono::hours{2};
  const Signer rotated("key-2");
  world.published = Json::array({rotated.jwk()});
  const std::string header = "Bearer " + rotated.token(world.claims());
  EXPECT_EQ(world.post(world.activity().dump(), header).status, 200);
  EXPECT_EQ(world.metadata_fetches, 2);
}

TEST(TeamsAuth, Case23TakesARotatedKeyAlsoRightAfterTheFirstFetch) {
  World world;
  EXPECT_EQ(world.post(world.activity()).status, 200);
  const Signer rotated("key-2");
  world.published.push_back(rotated.jwk());
  EXPECT_EQ(world.post(world.activity().dump(), "Bearer " + rotated.token(world.claims())).status, 200);
}

TEST(TeamsAuth, Case24FetchesAtMostOnceInFiveMinutes) {
  World world;
  EXPECT_EQ(world.post(world.activity()).status, 200);
  const Signer stranger("unknown");
  const std::string header = "Bearer " + stranger.token(world.claims());
  for (int i = 0; i < 20; ++i) EXPECT_EQ(world.post(world.activity().dump(), header).status, 401);
  EXPECT_EQ(world.metadata_fetches, 2);
  world.ticks += std::chrono::minutes{5};
  EXPECT_EQ(world.post(world.activity().dump(), header).status, 401);
  EXPECT_EQ(world.metadata_fetches, 3);
}

TEST(TeamsAuth, Case25FetchesAnewAfterADay) {
  World world;
  EXPECT_EQ(world.post(world.activity()).status, 200);
  world.ticks += std::chrono::hours{24};
  world.published = Json::array({Signer("key-2").jwk()});
  EXPECT_EQ(world.post(world.activity()).status, 401);
}

TEST(TeamsAuth, Case26ServesWithOldKeysWhenTheServerIsDown) {
  World world;
  EXPECT_EQ(world.post(world.activity()).status, 200);
  world.ticks += std::chrono::hours{30};
  world.metadata_down = true;
  EXPECT_EQ(world.post(world.activity()).status, 200);
  EXPECT_EQ(world.metadata_fetches, 2);
}

TEST(TeamsAuth, SaysThatItCannotCheckWhenThereNeverWereKeys) {
  World world;
  world.metadata_down = true;
  EXPECT_EQ(world.post(world.activity()).status, 503);
  EXPECT_EQ(world.post(world.activity()).status, 503);
  EXPECT_EQ(world.metadata_fetches, 1);
  world.metadata_down = false;
  world.ticks += std::chrono::seconds{10};
  EXPECT_EQ(world.post(world.activity()).status, 200);
}

TEST(TeamsAuth, Cases27To33RefuseOtherSignatures) {
  World world;
  EXPECT_EQ(world.post(world.activity()).status, 200);
  const int fetches = world.metadata_fetches;
  const Json claims = world.claims();
  const auto status = [&](const std::string& token) {
    return world.post(world.activity().dump(), "Bearer " + token).status;
  };
  EXPECT_EQ(status(world.signer.token(claims, "RS256", {{"kid", nullptr}})), 401) << 27;
  EXPECT_EQ(status(world.signer.token(claims, "RS256", {{"kid", ""}})), 401) << 27;
  EXPECT_EQ(status(Signer("key-1").token(claims)), 401) << 28;
  const std::string good = world.signer.token(claims);
  Json forged = claims;
  forged["exp"] = world.clock.seconds() + 9999;
  const std::string altered =
      good.substr(0, good.find('.') + 1) + base64url(forged.dump()) + good.substr(good.rfind('.'));
  EXPECT_EQ(status(altered), 401) << 29;
  EXPECT_EQ(status(world.signer.token(claims, "none")), 401) << 30;
  EXPECT_EQ(status(world.signer.token(claims, "none") + "AAAA"), 401) << 30;
  for (const char* algorithm : {"none", "HS256", "RS512", "PS256"})
    EXPECT_EQ(status(world.signer.token(claims, algorithm, {{"kid", "unknown"}})), 401) << 30;
  EXPECT_EQ(status(world.signer.token(claims, "HS256")), 401) << 31;
  EXPECT_EQ(status(world.signer.token(claims, "RS384")), 401) << 32;
  EXPECT_EQ(status(world.signer.token(claims, "RS512")), 401) << 32;
  EXPECT_EQ(status(world.signer.token(claims, "RS384", {{"alg", "RS256"}})), 401) << 32;
  EXPECT_EQ(status(world.signer.token(claims, "PS256")), 401) << 33;
  EXPECT_EQ(status(world.signer.token(claims, "PS256", {{"alg", "RS256"}})), 401) << 33;
  EXPECT_EQ(status(world.signer.token(claims, "RS256", {{"crit", {"b64"}}})), 401);
  EXPECT_EQ(world.metadata_fetches, fetches) << "no key was looked up for any of them";
}

TEST(TeamsAuth, Case34And37NeedAnEndorsement) {
  World world;
  world.published = Json::array({world.signer.jwk(Json::array({"webchat"}))});
  EXPECT_EQ(world.post(world.activity()).status, 403) << 34;
  World bare;
  bare.published = Json::array({bare.signer.jwk(nullptr)});
  EXPECT_EQ(bare.post(bare.activity()).status, 403) << 37;
  World empty;
  empty.published = Json::array({empty.signer.jwk(Json::array())});
  EXPECT_EQ(empty.post(empty.activity()).status, 403) << 37;
}

class TeamsEntra : public testing::Test {
 protected:
  Json claims(World& world) const {
    return {{"iss", "https://sts.windows.net/" + tenant + "/"},
            {"aud", app_id},
            {"tid", tenant},
            {"appid", app_id},
            {"ver", "1.0"},
            {"nbf", world.clock.seconds() - 10},
            {"exp", world.clock.seconds() + 3000}};
  }
  static void allow(World& world) { world.entra_published = Json::array({world.signer.jwk(nullptr)}); }
  // The stand-in's port is known only when the world is made: the second start takes it.
  struct Open {
    Open()
        : world([this](teams::Options& options) {
            options.entra = teams::EntraTest{metadata.empty() ? "https://login.example/entra" : metadata,
                                             {"https://sts.windows.net/" + tenant + "/",
                                              "https://login.microsoftonline.com/" + tenant + "/v2.0"}};
          }) {
      metadata = world.url("/entra");
      world.restart();
      allow(world);
    }
    std::string metadata;
    World world;
  };
  int status(World& world, const Json& claims) const {
    return world.post(world.activity().dump(), world.bearer(claims)).status;
  }
};

TEST_F(TeamsEntra, Case38IsOffUnlessConfigured) {
  World world;
  allow(world);
  EXPECT_EQ(status(world, claims(world)), 401);
  Open open;
  EXPECT_EQ(status(open.world, claims(open.world)), 200);
  Json bare = open.world.activity();
  bare["id"] = "2";
  bare["conversation"].erase("tenantId");
  bare.erase("channelData");
  EXPECT_EQ(open.world.post(bare.dump(), open.world.bearer(claims(open.world))).status, 200)
      << "the token names the tenant";
  Json second = claims(open.world);
  second["iss"] = "https://login.microsoftonline.com/" + tenant + "/v2.0";
  second["ver"] = "2.0";
  second["azp"] = app_id;
  second.erase("appid");
  EXPECT_EQ(status(open.world, second), 200);
}

TEST_F(TeamsEntra, Cases39To43RefuseTheRest) {
  Open open;
  World& world = open.world;
  const auto changed = [&](const char* name, Json value) {
    Json wrong = claims(world);
    if (value.is_null())
      wrong.erase(name);
    else
      wrong[name] = value;
    return status(world, wrong);
  };
  EXPECT_EQ(changed("appid", "00000000-2222-3333-4444-5555eeeeffff"), 401) << 39;
  const std::string other = "99999999-aaaa-bbbb-cccc-222222222222";
  Json foreign = claims(world);
  foreign["iss"] = "https://sts.windows.net/" + other + "/";
  foreign["tid"] = other;
  EXPECT_EQ(status(world, foreign), 401) << 40;
  EXPECT_EQ(changed("tid", other), 401) << 41;
  EXPECT_EQ(changed("tid", nullptr), 401) << 41;
  EXPECT_EQ(changed("ver", nullptr), 401) << 42;
  EXPECT_EQ(changed("appid", nullptr), 401) << 42;
  EXPECT_EQ(changed("aud", "https://api.botframework.com"), 401);
  const Signer entra("entra-key");
  world.entra_published = Json::array({entra.jwk(nullptr)});
  EXPECT_EQ(world.post(world.activity().dump(), "Bearer " + entra.token(world.claims())).status, 401) << 43;
}

TEST(TeamsAuth, Case44TheTenantOfTheHeaderMustAgree) {
  World world;
  const std::string header = world.bearer(world.claims());
  EXPECT_EQ(world.post(world.activity().dump(), header, {{"x-ms-tenant-id", "other"}}).status, 403);
  EXPECT_EQ(world.post(world.activity().dump(), header, {{"x-ms-tenant-id", ""}}).status, 200);
  EXPECT_EQ(world.post(world.activity().dump(), header, {{"x-ms-tenant-id", tenant}}).status, 200);
}

TEST(TeamsAuth, Case45AnswersMalformedBodies) {
  World world;
  const std::string header = world.bearer(world.claims());
  for (const char* body : {"", "{", "[]", "{}", "null", "7", "\"x\"", R"({"type":5})", "{\"type\":\"\xff\"}",
                           R"({"type":"message","serviceUrl":[],"channelId":"msteams"})",
                           R"({"type":"message","serviceUrl":"x","channelId":"msteams","from":"kari"})"})
    EXPECT_EQ(world.post(body, header).status, 400) << body;
  EXPECT_EQ(world.post(std::string(5000, '['), header).status, 400);
  Json nobody = world.activity();
  nobody.erase("from");
  EXPECT_EQ(world.post(nobody.dump(), header).status, 400);
  EXPECT_EQ(world.post("{", "").status, 401) << "the token comes first";
  EXPECT_TRUE(world.inbox.events.empty());
}

TEST(TeamsAuth, Case46TakesPostsAlone) {
  World world;
  for (const char* method : {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"}) {
    net::Request request;
    request.method = method;
    request.path = "/teams/messages";
    const net::Response response = world.call(request);
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(response.headers.get("Allow"), "POST");
  }
  net::Request elsewhere;
  elsewhere.method = "POST";
  for (const char* path : {"/teams", "/teams/", "/teams/webhook", "/teams/messages/x"}) {
    elsewhere.path = path;
    EXPECT_EQ(world.call(elsewhere).status, 404) << path;
  }
}

TEST(TeamsAuth, TakesIdsInAnyCaseFromTheConfiguration) {
  World world([](teams::Options& options) {
    for (std::string* id : {&options.app_id, &options.tenant})
      for (char& c : *id) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  });
  EXPECT_EQ(world.post(world.activity()).status, 200);
}

TEST(TeamsAuth, RefusesLargeBodies) {
  World world;
  EXPECT_EQ(world.post(std::string(256 * 1024 + 1, ' '), world.bearer(world.claims())).status, 413);
}

TEST(TeamsAuth, ReadsKeysOverPlainHttpFromThisMachineAlone) {
  EXPECT_THROW(World([](teams::Options& options) { options.metadata_url = "http://login.example/x"; }),
               std::invalid_argument);
  EXPECT_THROW(World([](teams::Options& options) { options.token_url = "http://login.example/x"; }),
               std::invalid_argument);
  EXPECT_NO_THROW(World([](teams::Options& options) { options.metadata_url = "http://localhost:1/x"; }));
}

}  // namespace
}  // namespace teams_test
