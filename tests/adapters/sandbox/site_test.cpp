#include "adapters/sandbox/site.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bot/core/embedded.hpp"
#include "bot/core/message.hpp"
#include "bot/core/texts.hpp"
#include "tests/adapters/sandbox/world.hpp"
#include "tests/support/folder.hpp"

namespace {

using sandbox_test::Json;

net::Response get(const std::string& path, const std::string& host = "127.0.0.1:8080",
                  const std::string& method = "GET", const std::string& origin = "") {
  net::Request request;
  request.method = method;
  request.path = path;
  request.headers.add("Host", host);
  if (!origin.empty()) request.headers.add("Origin", origin);
  const std::vector<std::string> hosts = {"refleks.example.org"};
  return sandbox::answer(request, hosts, sandbox_test::noon());
}

TEST(SandboxSite, TellsThatItIsWell) {
  const auto response = get("/health");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(Json::parse(response.body), Json({{"status", "ok"}, {"now", "2026-11-24T12:00:00Z"}}));
}

TEST(SandboxSite, GivesThePagesTextsUnfilled) {
  for (core::Language language : core::all_languages) {
    const auto response = get("/texts/" + std::string(code(language)));
    ASSERT_EQ(response.status, 200);
    EXPECT_EQ(response.content_type, "application/json; charset=utf-8");
    const Json texts = Json::parse(response.body);
    const auto keys = core::all_keys("sandbox.");
    EXPECT_EQ(texts.size(), keys.size());
    for (const auto& key : keys) EXPECT_EQ(texts.at(key.substr(8)), core::raw_text(language, key));
  }
  EXPECT_EQ(get("/texts/de").status, 404);
  EXPECT_EQ(get("/texts/").status, 404);
}

TEST(SandboxSite, GivesEveryFileOfThePageWithItsType) {
  for (const std::string& name : core::embedded_under("sandbox/")) {
    const auto response = get("/" + name.substr(8));
    EXPECT_EQ(response.status, 200) << name;
    EXPECT_EQ(response.body, *core::embedded_copy(name));
    EXPECT_NE(response.content_type, "application/octet-stream") << name << " has no known type";
  }
  if (core::embedded_copy("sandbox/index.html")) {
    EXPECT_EQ(get("/").content_type, "text/html; charset=utf-8");
    EXPECT_EQ(get("/").body, *core::embedded_copy("sandbox/index.html"));
  }
}

// The page is no C++, so that no compiler asks it how it shows a new kind of input.
TEST(SandboxSite, ThePageAndItsProtocolNameEveryKindOfInput) {
  const std::string page = *core::embedded_copy("sandbox/forms.js");
  const std::string protocol =
      support::content_of(std::string(REFLEKS_SOURCE_DIR) + "/adapters/sandbox/protocol.md");
  for (const std::string_view kind : codes(core::Input::Kind{})) {
    EXPECT_NE(page.find("'" + std::string(kind) + "'"), std::string::npos) << kind;
    EXPECT_NE(protocol.find(kind), std::string::npos) << kind;
  }
}

TEST(SandboxSite, RefusesInWords) {
  EXPECT_EQ(get("/nothing").status, 404);
  EXPECT_EQ(get("/../migrations/0001_first.sql").status, 404);
  EXPECT_EQ(get("/%2e%2e/texts/nb.mo").status, 404);
  EXPECT_EQ(get("/ws").status, 426);
  const auto post = get("/", "localhost", "POST");
  EXPECT_EQ(post.status, 405);
  EXPECT_EQ(post.headers.get("Allow"), "GET, HEAD");
  for (const auto& response : {get("/nothing"), get("/ws"), post}) EXPECT_FALSE(response.body.empty());
}

TEST(SandboxSite, KeepsForeignNamesOut) {
  for (const char* host : {"127.0.0.1:8080", "localhost:8080", "[::1]:8080", "refleks.example.org"})
    EXPECT_EQ(get("/health", host).status, 200) << host;
  for (const char* host : {"evil.example:8080", "127.0.0.1.evil.example", ""})
    EXPECT_EQ(get("/health", host).status, 403) << host;
  EXPECT_EQ(get("/health", "127.0.0.1:8080", "GET", "https://evil.example").status, 403);
  EXPECT_EQ(get("/health", "127.0.0.1:8080", "GET", "http://127.0.0.1:8080").status, 200);
}

TEST(SandboxSite, GuardsEveryAnswer) {
  for (const auto& response : {get("/health"), get("/texts/nb"), get("/nothing"), get("/ws"),
                               get("/health", "evil.example"), get("/", "localhost", "DELETE")}) {
    EXPECT_EQ(response.headers.get("Content-Security-Policy"),
              "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' "
              "data:; connect-src 'self'; "
              "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    EXPECT_EQ(response.headers.get("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(response.headers.get("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(response.headers.get("Cache-Control"), "no-store");
  }
}

TEST(SandboxSite, IsServedOverRealSockets) {
  sandbox_test::World world;
  const auto health = world.http("GET", "/health");
  EXPECT_EQ(health.status, 200);
  EXPECT_TRUE(health.headers.has("Content-Security-Policy"));
  EXPECT_EQ(world.http("POST", "/health").status, 405);
  EXPECT_EQ(world.http("HEAD", "/health").body, "");
}

}  // namespace
