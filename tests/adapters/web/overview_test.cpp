// The pages about groups: what is asked for beside the engine, what the engine is told, and addresses that
// die.

#include <gtest/gtest.h>

#include "bot/core/event.hpp"
#include "tests/adapters/web/world.hpp"

namespace web_test {
namespace {

struct OverviewPages : testing::Test {
  World world;
  std::string url = world.pages->links().overview_of(id_of("kari"));

  OverviewPages() {
    world.reading.answer = [](const core::Event& event) {
      const std::string value = std::get<core::Press>(event).value;
      core::Reply reply;
      if (value.starts_with("plot-"))
        reply.file = core::File{"matters.svg", "image/svg+xml", "<svg/>"};
      else if (value.starts_with("tables-"))
        reply.file = core::File{"refleks.csv", "text/csv; charset=utf-8", "a;b"};
      else if (value.starts_with("group")) {
        core::Message message = words("Om gruppa");
        message.blocks.emplace_back(core::Image{"?v=plot-matters&g=" + std::string(32, 'a'), "I ord <her>"});
        message.blocks.emplace_back(
            core::Paragraph{{core::Span("Filer", core::Span::Style::plain, "?v=tables-xlsx")}});
        core::List ways, groups;
        ways.items.push_back({core::Span("Rapport", core::Span::Style::plain, "?v=report-pdf")});
        groups.items.push_back(
            {core::Span("Nord", core::Span::Style::plain, "?v=group"), core::Span(": 2 saker")});
        message.blocks.emplace_back(std::move(ways));
        message.blocks.emplace_back(std::move(groups));
        message.blocks.emplace_back(core::Actions{{button("matters/open", "m1", "Åpne sak 1")}});
        reply.whisper = std::move(message);
      }
      return reply;
    };
  }
  void renumber(int number) {
    auto all = world.people.people();
    for (core::Person& person : all)
      if (person.id == id_of("kari")) person.pages = number;
    world.people = core::Directory(all, world.people.groups());
  }
};

TEST_F(OverviewPages, TheEngineIsToldFirstAndThenThePageIsRead) {
  const net::Response page = world.get(url + "?v=group&g=" + std::string(32, 'a'));
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(world.inbox.last<core::Press>().name, "digests/opened");
  EXPECT_EQ(world.inbox.last<core::Press>().value, "group|" + std::string(32, 'a'));
  EXPECT_EQ(world.inbox.last<core::Press>().origin.user, "kari");
  EXPECT_EQ(world.reading.last<core::Press>().value, "group|" + std::string(32, 'a'));
  EXPECT_TRUE(has(page, "<a href=\"?v=tables-xlsx\">Filer</a>")) << page.body;
  EXPECT_TRUE(has(page, "<ul class=\"ways\">\n<li><a href=\"?v=report-pdf\">"))
      << "not printed: it leads elsewhere";
  EXPECT_TRUE(has(page, "<ul>\n<li><a href=\"?v=group\">")) << "says something too";
  EXPECT_TRUE(has(page, "alt=\"I ord &lt;her&gt;\""));
  EXPECT_TRUE(has(page, "?v=plot-matters&amp;g=aaaa"));
  EXPECT_FALSE(has(page, "<script"));
  EXPECT_TRUE(page.headers.get("Content-Security-Policy").find("img-src 'self' data:") !=
              std::string_view::npos);
}

// Whether a certificate was issued is asked beside the engine, with the digits alone.
TEST_F(OverviewPages, TheCodeOfACertificateIsAskedForByWhoeverHasIt) {
  const std::string site = url.substr(0, url.find("/s/") + 3);
  world.reading.answer = [](const core::Event& event) {
    core::Reply reply;
    if (std::get<core::Press>(event).value == "7K3MQ0VX2R") reply.whisper = words("Utstedt");
    return reply;
  };
  const net::Response known = world.get(site + "7k3m-qovx-2r");
  EXPECT_EQ(known.status, 200);
  EXPECT_TRUE(has(known, "Utstedt")) << known.body;
  EXPECT_EQ(world.reading.last<core::Press>().name, "certificates/check");
  EXPECT_TRUE(world.inbox.events.empty());
  EXPECT_EQ(world.get(site + "0000-0000-00").status, 404);
  const net::Response typed = world.post(site, {{"code", "7K3M Q0VX 2R"}});
  EXPECT_EQ(typed.status, 303);
  EXPECT_TRUE(typed.headers.get("Location").starts_with("7K3M-Q0VX-2R?l="));
  int refused = 0;
  for (int guess = 0; guess < 80; ++guess) refused += world.get(site + "0000-0000-00").status == 429;
  EXPECT_GT(refused, 0) << "who guesses is slowed down";
}

TEST_F(OverviewPages, APageIsNotShownWhileNobodyCanNoteIt) {
  world.inbox.hold = true;
  EXPECT_EQ(world.get(url).status, 503);
  EXPECT_TRUE(world.reading.events.empty());
}

TEST_F(OverviewPages, WhatIsNoBrowserIsNotedAsSuch) {
  EXPECT_EQ(world.send(world.request("GET", url)).status, 200);
  EXPECT_EQ(world.inbox.last<core::Press>().value, "groups||program") << "nobody may have seen it";
  world.get(url);
  EXPECT_EQ(world.inbox.last<core::Press>().value, "groups");
  const std::size_t noted = world.inbox.events.size();
  EXPECT_EQ(world.send(world.request("HEAD", url)).status, 200);
  EXPECT_EQ(world.inbox.events.size(), noted) << "nothing was shown";
}

TEST_F(OverviewPages, PicturesAreReadAloneAndFilesAreNoted) {
  const net::Response picture =
      world.get(url + "?v=plot-matters&g=" + std::string(32, 'a') + "&k=narrow-dark");
  EXPECT_EQ(picture.body, "<svg/>");
  EXPECT_EQ(picture.content_type, "image/svg+xml");
  EXPECT_TRUE(picture.headers.get("Content-Disposition").empty());
  EXPECT_TRUE(world.inbox.events.empty());
  EXPECT_EQ(world.reading.last<core::Press>().value, "plot-matters|" + std::string(32, 'a') + "|narrow-dark");
  const net::Response file = world.get(url + "?v=tables-csv-results");
  EXPECT_TRUE(file.headers.get("Content-Disposition").starts_with("attachment"));
  EXPECT_EQ(world.inbox.last<core::Press>().value, "tables-csv-results");
}

TEST_F(OverviewPages, TheDaysThatWereChosenGoAlongWithHowItLooks) {
  world.get(url + "?v=plot-matters&g=" + std::string(32, 'a') + "&d=20260701-20261231&k=narrow");
  EXPECT_EQ(world.reading.last<core::Press>().value,
            "plot-matters|" + std::string(32, 'a') + "|narrow-20260701-20261231");
  world.get(url + "?v=tables-xlsx&d=20260701-20261231");
  EXPECT_EQ(world.reading.last<core::Press>().value, "tables-xlsx||20260701-20261231");
}

// Without a script: the browser asks again by itself.
TEST_F(OverviewPages, AFileThatTakesLongIsWaitedForOnAPageThatSaysSo) {
  world.reading.hold = true;
  const net::Response page = world.get(url + "?v=report-pdf&g=" + std::string(32, 'a'));
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.headers.get("Refresh"), "5");
  EXPECT_TRUE(has(page, "hvert femte sekund")) << page.body;
  EXPECT_EQ(world.get(url).status, 503) << "a page itself is asked to come back";
  world.reading.hold = false;
  const auto ready = world.reading.answer;
  world.reading.answer = [](const core::Event&) {
    core::Reply reply;
    reply.whisper = words("4 av 10 grupper er lest");
    return reply;
  };
  const net::Response later = world.get(url + "?v=tables-csv-results");
  EXPECT_EQ(later.headers.get("Refresh"), "5");
  EXPECT_TRUE(has(later, "4 av 10 grupper er lest")) << later.body;
  world.reading.answer = ready;
  EXPECT_EQ(world.get(url + "?v=tables-csv-results").body, "a;b");
}

TEST_F(OverviewPages, WhatNoPageOfOursAsksForIsNotAsked) {
  for (const char* query :
       {"?v=a%7Cb", "?v=group&g=..%2F", "?v=group&k=a%20b", "?g=%00", "?d=1%7C2", "?v=nothing"})
    EXPECT_EQ(world.get(url + query).status, 404) << query;
  for (const core::Event& event : world.reading.events)
    EXPECT_EQ(std::get<core::Press>(event).value, "nothing");
}

TEST_F(OverviewPages, AMatterIsAnsweredFromTheSameAddressAndLeadsBack) {
  const net::Response page = world.get(url);
  world.inbox.answer = [](const core::Event&) {
    core::Reply reply;
    reply.whisper = words("Hele saken");
    return reply;
  };
  const net::Response whole = world.post(url, {{"t", ticket_of(page)}});
  EXPECT_EQ(whole.status, 200) << whole.body;
  EXPECT_EQ(world.inbox.last<core::Press>().name, "matters/open");
  EXPECT_TRUE(has(whole, "Hele saken"));
  EXPECT_TRUE(has(whole, "class=\"back\""));
}

TEST_F(OverviewPages, AnotherNumberMakesEveryAddressOfThatPersonWorthlessAndNoOthers) {
  const std::string home = world.pages->links().home_of(id_of("kari")),
                    others = world.pages->links().home_of(id_of("ola")),
                    press = *world.pages->links().to(to_person("kari"), button("sessions/attend", "yes"));
  renumber(1);
  for (const std::string& old : {url, url + "?v=tables-xlsx", home, press}) {
    const net::Response page = world.get(old);
    EXPECT_EQ(page.status, 410);
    EXPECT_TRUE(has(page, "Lenken er byttet ut"));
  }
  EXPECT_EQ(world.post(url, {{"t", "x"}}).status, 410);
  EXPECT_TRUE(world.reading.events.empty());
  EXPECT_EQ(world.get(others).status, 200);
  EXPECT_EQ(world.get(world.pages->links().overview_of(id_of("kari"))).status, 200);
}

TEST_F(OverviewPages, AnAddressLivesNinetyDays) {
  world.clock.time += std::chrono::days(90);
  EXPECT_EQ(world.get(url).status, 410);
}

}  // namespace
}  // namespace web_test
