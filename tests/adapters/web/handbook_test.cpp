#include "bot/core/handbook.hpp"

#include <gtest/gtest.h>

#include <boost/asio/steady_timer.hpp>

#include "adapters/net/use_tuple.hpp"
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

// Each takes the one thread on which also the leaders' pages are read, and everybody may ask.
TEST(HandbookPages, PapersAreDrawnOneAtATimeHoweverManyAsk) {
  World world;
  boost::asio::steady_timer drawing(world.io, boost::asio::steady_timer::time_point::max());
  world.before_guide = [&]() -> boost::asio::awaitable<void> { co_await drawing.async_wait(net::use_tuple); };
  std::vector<std::string> bodies;
  for (const char* path : {"/hjelp/ansatte.pdf?l=en", "/hjelp/ansatte.pdf?l=en", "/hjelp/ledere.pdf?l=nn"})
    world.begin(world.request("GET", path),
                [&](const net::Response& response) { bodies.push_back(response.body); });
  world.io.poll();
  EXPECT_EQ(world.guides_drawn, 1);
  drawing.cancel();
  while (world.guides_drawn < 2 && world.io.run_one()) continue;
  world.io.poll();
  EXPECT_EQ(bodies, (std::vector<std::string>{"%PDF ansatte en", "%PDF ansatte en"}));
  drawing.cancel();
  while (bodies.size() < 3 && world.io.run_one()) continue;
  EXPECT_EQ(bodies.back(), "%PDF ledere nn");
  EXPECT_EQ(world.guides_drawn, 2);
}

TEST(HandbookPages, WhatCannotBeDrawnIsNotTriedAgainForAMinute) {
  World world;
  world.no_guides = true;
  EXPECT_EQ(world.get("/hjelp/ansatte.pdf?l=en").content_type.substr(0, 9), "text/html");
  EXPECT_EQ(world.get("/hjelp/ledere.pdf?l=en").status, 200);
  EXPECT_EQ(world.guides_drawn, 1);
  world.no_guides = false;
  world.ticks += std::chrono::minutes(1);
  EXPECT_EQ(world.get("/hjelp/ledere.pdf?l=en").body, "%PDF ledere en");
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
