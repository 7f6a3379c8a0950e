#include "bot/core/handbook.hpp"

#include <gtest/gtest.h>

#include "tests/adapters/web/world.hpp"

namespace web_test {
namespace {

std::string header(const net::Response& response, std::string_view name) {
  return std::string(response.headers.get(name));
}

TEST(HandbookPages, AreForEverybodyAndAskTheBotNothing) {
  World world;
  EXPECT_EQ(header(world.get("/hjelp"), "Location"), "hjelp/");
  const auto contents = world.get("/hjelp/");
  EXPECT_EQ(contents.status, 200);
  for (const char* guide : {"ansatte", "fasilitatorer", "ledere"}) {
    EXPECT_NE(contents.body.find("href=\"./" + std::string(guide) + "?l=nb\""), std::string::npos) << guide;
    const auto page = world.get("/hjelp/" + std::string(guide) + "?l=nn");
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("<html lang=\"nn\">"), std::string::npos);
    EXPECT_NE(page.body.find("src=\"./bilder/"), std::string::npos);
    EXPECT_EQ(page.body.find("<script"), std::string::npos);
  }
  EXPECT_TRUE(world.inbox.events.empty());
}

TEST(HandbookPages, HaveTheirPicturesFontsAndPapers) {
  World world;
  const auto picture = world.get("/hjelp/bilder/utsjekk-nb.png");
  EXPECT_EQ(picture.status, 200);
  EXPECT_EQ(picture.content_type, "image/png");
  EXPECT_EQ(picture.body, core::handbook_picture("utsjekk", core::Language::nb));
  EXPECT_EQ(world.get("/hjelp/fonts/sans.woff2").status, 200);
  const auto paper = world.get("/hjelp/ansatte.pdf?l=en");
  EXPECT_EQ(paper.content_type, "application/pdf");
  EXPECT_EQ(paper.body, "%PDF ansatte en");
  world.get("/hjelp/ansatte.pdf?l=en");
  EXPECT_EQ(world.guides_drawn, 1) << "drawn once";
}

TEST(HandbookPages, NothingElseIsThere) {
  World world;
  for (const char* path : {"/hjelpx", "/hjelp/nobody", "/hjelp/nobody.pdf", "/hjelp/bilder/nobody-nb.png",
                           "/hjelp/bilder/-nb.png", "/hjelp/../s/", "/hjelp/ansatte/x"})
    EXPECT_EQ(world.get(path).status, 404) << path;
  EXPECT_EQ(world.post("/hjelp/", {{"a", "b"}}).status, 404);
}

}  // namespace
}  // namespace web_test
