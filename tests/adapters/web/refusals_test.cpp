// What the pages do not take, and what every answer carries.

#include <gtest/gtest.h>
#include <sodium.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>

#include "adapters/net/hmac.hpp"
#include "adapters/web/post_guard.hpp"
#include "bot/core/reply.hpp"
#include "tests/adapters/web/world.hpp"

namespace web_test {
namespace {

struct RefusalsTest : testing::Test {
  World world;
  std::string idea = *world.pages->links().to(to_person("kari"), button("box/ideas/form", "g1"));
  std::string poll = *world.pages->links().to(to_channel("nord"), button("box/polls/form", "p1"));
  std::string home = world.pages->links().home_of(id_of("kari"));

  RefusalsTest() {
    world.inbox.answer = [](const core::Event& event) {
      const auto* press = std::get_if<core::Press>(&event);
      return press && press->name.ends_with("/form") ? core::open_form(form_of("box/ideas/idea")) : receipt();
    };
  }
  std::size_t events() const { return world.inbox.events.size(); }
};

TEST_F(RefusalsTest, AnUnknownTokenRevealsNothing) {
  const std::string a = world.get("/s/AAAA").body;
  EXPECT_EQ(world.get("/s/AAAA").status, 404);
  EXPECT_EQ(world.get("/s/" + std::string(3000, 'x')).body, a);
  EXPECT_EQ(world.get(idea + "x").body, a);
  EXPECT_EQ(world.get("/elsewhere").body, a);
  // A person who is gone is as unknown as one who never was.
  world.people = core::Directory({}, {});
  EXPECT_EQ(world.get(idea).body, a);
  EXPECT_EQ(world.get(poll).body, a);
  EXPECT_EQ(events(), 0u);
}

TEST_F(RefusalsTest, AnExpiredLinkSaysSo) {
  world.clock.time += std::chrono::days(30) - std::chrono::seconds(1);
  EXPECT_EQ(world.get(idea).status, 200);
  world.clock.time += std::chrono::seconds(1);
  EXPECT_EQ(world.get(idea).status, 410);
  EXPECT_EQ(h1_of(world.get(idea)), "Lenken er for gammel");
}

TEST_F(RefusalsTest, ANewSheetRevokesTheOld) {
  for (const int sheet : {4, 2, 0}) {
    core::Group group = *world.people.group(group_id("nord"));
    group.sheet = sheet;
    world.people = core::Directory(world.people.people(), {group});
    EXPECT_EQ(world.get(poll).status, 410) << sheet;
    EXPECT_EQ(h1_of(world.get(poll)), "Arket er byttet ut");
  }
  EXPECT_EQ(events(), 0u);
}

// Pages are not kept by browsers, so going back would show an empty form.
TEST_F(RefusalsTest, WhatWasWrittenIsShownWhereItCannotBeTaken) {
  const std::string ticket = ticket_of(world.get(idea));
  const auto written = [](const std::string& with) {
    return Fields{{"f.idea", "Alene på vakt <b>\r\nom natta"}, {"f.kind", "matter"}, {"t", with}};
  };
  const std::size_t before = events();
  const auto stale = world.post(idea, written("nobody's"));
  EXPECT_EQ(stale.status, 400);
  EXPECT_TRUE(has(stale, "Dette hadde du skrevet"));
  EXPECT_TRUE(has(stale, "Alene på vakt &lt;b&gt;"));
  EXPECT_TRUE(has(stale, "om natta"));
  EXPECT_FALSE(has(stale, "matter")) << "a choice is no text";
  EXPECT_FALSE(has(world.post(idea, Fields{{"f.kind", "matter"}}), "Dette hadde du skrevet"));
  EXPECT_TRUE(has(world.post("/s/AAAA", written(ticket)), "Alene på vakt"));
  world.clock.time += std::chrono::days(31);
  const auto late = world.post(idea, written(ticket));
  EXPECT_EQ(late.status, 410);
  EXPECT_TRUE(has(late, "Alene på vakt")) << "the link ran out while it was written";
  EXPECT_FALSE(has(world.get(idea), "Dette hadde du skrevet"));
  auto foreign = world.posting("/s/AAAA", written(ticket));
  foreign.headers.add("Sec-Fetch-Site", "cross-site");
  EXPECT_FALSE(has(world.send(std::move(foreign)), "Alene på vakt"));
  EXPECT_EQ(events(), before);
}

// A command is no form: there is no field to show it again in.
TEST_F(RefusalsTest, ACommandThatCannotBeTakenIsShownToo) {
  const std::string words = "avbud toget står i Moss";
  const auto say = [&](const std::string& ticket, const std::string& command) {
    return world.post(home, {{"t", ticket}, {"command", command}});
  };
  const std::string ticket = ticket_of(world.get(home), 2);
  world.inbox.hold = true;
  const auto busy = say(ticket, words);
  EXPECT_EQ(busy.status, 503);
  EXPECT_TRUE(has(busy, words));
  const auto long_one = say(ticket, words + std::string(600, 'x'));
  EXPECT_EQ(long_one.status, 503) << "there is no home to show it in";
  EXPECT_TRUE(has(long_one, words));
  EXPECT_FALSE(has(world.get(home), "Dette hadde du skrevet"));
  world.inbox.hold = false;
  world.inbox.release();
  net::Response last = say(ticket, words + " 0");
  for (int i = 1; i < 1000 && last.status == 200; ++i) last = say(ticket, words + ' ' + std::to_string(i));
  EXPECT_EQ(last.status, 429);
  EXPECT_TRUE(has(last, words));
}

TEST_F(RefusalsTest, OtherMethods) {
  for (const char* method : {"PUT", "DELETE", "PATCH", "OPTIONS"}) {
    const auto answer = world.send(world.request(method, idea));
    EXPECT_EQ(answer.status, 405);
    EXPECT_EQ(answer.headers.get("Allow"), "GET, HEAD, POST");
  }
  EXPECT_EQ(events(), 0u);
}

TEST_F(RefusalsTest, APostFromAnotherSite) {
  const std::string body = "f.idea=x&t=" + ticket_of(world.get(idea));
  const std::size_t before = events();
  for (const auto& [name, value] : Fields{{"Sec-Fetch-Site", "cross-site"},
                                          {"Sec-Fetch-Site", "same-site"},
                                          {"Origin", "https://evil.example"},
                                          {"Origin", "https://bot.example.no.evil.example"}}) {
    auto request = world.request("POST", idea, body);
    request.headers.add(name, value);
    EXPECT_EQ(world.send(request).status, 403) << name << ' ' << value;
  }
  EXPECT_EQ(events(), before);
  for (const auto& [name, value] : Fields{{"Sec-Fetch-Site", "same-origin"},
                                          {"Sec-Fetch-Site", "none"},
                                          {"Origin", "null"},
                                          {"Origin", "https://bot.example.no"}}) {
    auto request = world.request("POST", idea, body);
    request.headers.add(name, value);
    EXPECT_EQ(world.send(request).status, 200) << name << ' ' << value;
  }
}

TEST_F(RefusalsTest, APostThatIsNoForm) {
  const std::string ticket = ticket_of(world.get(idea));
  const std::size_t before = events();
  auto json = world.request("POST", idea, "t=" + ticket);
  json.headers = {{"Content-Type", "application/json"}};
  EXPECT_EQ(world.send(json).status, 415);
  json.headers = {};
  EXPECT_EQ(world.send(json).status, 415);
  EXPECT_EQ(world.send(world.request("POST", idea, "t=%zz")).status, 400);
  EXPECT_EQ(world.post(idea, {{"t", ticket}, {"f.idea", std::string(web::most_body_bytes, 'x')}}).status,
            413);
  EXPECT_EQ(events(), before);
}

TEST_F(RefusalsTest, AFormWithAFile) {
  world.inbox.answer = [](const core::Event& event) {
    if (std::holds_alternative<core::Submit>(event)) return receipt();
    core::Form form = form_of("groups/import/table");
    form.inputs.front().of_file = true;
    return core::open_form(form);
  };
  const auto page = world.get(idea);
  EXPECT_NE(page.body.find("multipart/form-data"), std::string::npos);
  EXPECT_NE(page.body.find("type=\"file\""), std::string::npos);
  const auto send = [&](const std::string& bytes) {
    const std::string body =
        "--edge\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\n" + ticket_of(page) +
        "\r\n--edge\r\nContent-Disposition: form-data; name=\"f.idea\"; filename=\"a.csv\"\r\n\r\n" + bytes +
        "\r\n--edge--\r\n";
    auto request = world.request("POST", idea, body);
    request.headers = {{"Content-Type", "multipart/form-data; boundary=edge"}};
    return world.send(request);
  };
  const std::size_t before = events();
  EXPECT_EQ(send("PK\x03\x04").status, 422);
  EXPECT_EQ(send(std::string(web::most_bytes_with_file, 'x')).status, 413);
  EXPECT_EQ(events(), before);
  EXPECT_EQ(send("\xC5se; Nord").status, 200);
  EXPECT_EQ(world.inbox.last<core::Submit>().values, (core::FormValues{{"idea", {"Åse; Nord"}}}));
}

TEST_F(RefusalsTest, APageNeedsItsOwnTicket) {
  const auto page = world.get(idea);
  const std::string ticket = ticket_of(page);
  const std::size_t before = events();
  const std::string tampered = (ticket[0] == 'A' ? "B" : "A") + ticket.substr(1);
  for (const std::string& wrong :
       {std::string(), tampered, ticket + "AAAA", ticket_of(world.get(poll + "?l=en"))})
    EXPECT_EQ(world.post(idea, {{"t", wrong}, {"f.idea", "x"}}).status, 400);
  // Not even another link of the same person.
  const std::string other = *world.pages->links().to(to_person("kari"), button("box/ideas/form", "g1"));
  EXPECT_EQ(world.post(other, {{"t", ticket}, {"f.idea", "x"}}).status, 400);
  EXPECT_EQ(events(), before + 1) << "the look at the poll";
}

TEST_F(RefusalsTest, AnOldPageIsShownAgainWithWhatWasWritten) {
  const std::string form = ticket_of(world.get(idea));
  const std::string quick = *world.pages->links().to(to_person("kari"), button("box/polls/quick", "1"));
  const std::string press = ticket_of(world.get(quick));
  const std::string command = ticket_of(world.get(home), 2);
  const std::size_t before = events();
  world.clock.time += std::chrono::hours(12) + std::chrono::seconds(1);
  const auto again = world.post(idea, {{"t", form}, {"f.idea", "Mine ord"}});
  EXPECT_EQ(again.status, 422);
  EXPECT_TRUE(has(again, "\nMine ord</textarea>"));
  EXPECT_TRUE(has(again, "hadde stått åpen lenge"));
  EXPECT_TRUE(has(again, "<title>Ikke ferdig: Foreslå et tema"));
  EXPECT_EQ(world.post(quick, {{"t", press}}).status, 400);
  EXPECT_EQ(events(), before);
  const auto asked = world.post(home, {{"t", command}, {"command", "hjelp"}});
  EXPECT_EQ(asked.status, 422);
  EXPECT_TRUE(has(asked, "value=\"hjelp\""));
  EXPECT_EQ(world.post(idea, {{"t", ticket_of(again)}, {"f.idea", "Mine ord"}}).status, 200);
}

// Whoever hears the page and does not see it would take it for a new one, and leave with nothing sent.
TEST_F(RefusalsTest, AFormThatComesBackSaysThatNothingWasSent) {
  const auto page = world.get(idea);
  EXPECT_TRUE(has(page, "<title>Foreslå et tema"));
  world.inbox.answer = [](const core::Event&) {
    core::Form form = form_of("box/ideas/idea");
    form.inputs.push_back(form.inputs.front());  // it may ask for more
    form.inputs.back().id = "more";
    form.inputs.back().required = false;
    form.inputs.back().initial = {"Mer å si"};
    return core::warn_and_let_edit(std::move(form), {{"idea", {"Ola på rom 12"}}}, "Kan noen kjennes igjen?");
  };
  const auto back = world.post(idea, {{"t", ticket_of(page)}, {"f.idea", "Ola på rom 12"}});
  EXPECT_TRUE(has(back, "<title>Ikke ferdig: Foreslå et tema"));
  EXPECT_TRUE(has(back, "role=\"alert\" tabindex=\"-1\" autofocus>Dette er ikke sendt ennå."));
  EXPECT_TRUE(has(back, "<strong>Kan noen kjennes igjen?</strong>"));
  EXPECT_TRUE(has(back, "\nOla på rom 12</textarea>"));
  EXPECT_TRUE(has(back, "Mer å si"));
  EXPECT_FALSE(has(back, "hreflang")) << "what is written would be lost with the language";
  // The next one that comes is another form.
  world.inbox.answer = [](const core::Event&) {
    core::Form form = form_of("box/ideas/act");
    form.inputs.front().id = "act";
    return core::open_form(std::move(form));
  };
  const auto next = world.post(idea, {{"t", ticket_of(back)}, {"f.idea", "Noen på et rom"}});
  EXPECT_FALSE(has(next, "ikke sendt"));
}

TEST_F(RefusalsTest, AGuestSendsNothingThatIsNotAnonymous) {
  // The bot itself slips: buttons and forms that are not for guests.
  world.inbox.answer = [](const core::Event&) { return core::open_form(form_of("matters/new")); };
  const auto page = world.get(poll);
  const std::size_t before = events();
  const auto refused = world.post(poll, {{"t", ticket_of(page)}, {"f.idea", "Mine ord"}});
  EXPECT_EQ(refused.status, 403);
  EXPECT_TRUE(has(refused, "Mine ord"));
  EXPECT_EQ(events(), before);
  world.inbox.answer = [](const core::Event&) {
    core::Reply reply;
    reply.whisper = words("Velg");
    reply.whisper.own().blocks.emplace_back(core::Actions{{button("matters/new"), button("box/a/b")}});
    return reply;
  };
  EXPECT_EQ(ticket_of(world.get(poll), 1), "") << "one button is left out";
  // A home for commands is a person's.
  EXPECT_FALSE(has(world.get(*world.pages->links().home(to_channel("nord"))), "name=\"command\""));
}

TEST_F(RefusalsTest, TooMuchIsToldInTheLanguageOfThePage) {
  const auto sent = [&](const net::Response& page, const char* words) {
    return world.post(poll, {{"t", ticket_of(page)}, {"f.idea", words}});
  };
  const auto page = world.get(poll);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(sent(page, std::to_string(i).c_str()).status, 200);
  const auto kept = sent(page, "Mine ord");
  EXPECT_EQ(kept.status, 429) << "who goes on and on on one page";
  EXPECT_TRUE(has(kept, "\nMine ord</textarea>"));
  int more = 0;
  while (sent(world.get(poll), "x").status == 200 && more < 1000) ++more;
  EXPECT_EQ(more, 40) << "of one phone, on however many pages";
  EXPECT_EQ(sent(world.get(poll), "x").headers.get("Retry-After"), "");
  EXPECT_EQ(world.post(idea, {{"t", "wrong"}}).status, 400) << "others are not held up";
  EXPECT_EQ(world.get(poll).status, 200) << "reading has its own measure";
  const auto opened = world.get(poll);
  world.ticks += std::chrono::seconds(2);
  EXPECT_EQ(sent(opened, "x").status, 200);
  int read = 0;
  while (world.post(poll, {{"t", "wrong"}}).status == 400 && read < 1000) ++read;
  EXPECT_LT(read, 300) << "what holds no page of ours takes from what there is for reading";
  const auto slow = world.post(poll + "?l=en", {{"t", "wrong"}});
  EXPECT_EQ(slow.status, 429);
  EXPECT_EQ(slow.headers.get("Retry-After"), "60");
  EXPECT_EQ(h1_of(slow), "Wait a moment");
  EXPECT_EQ(world.get(poll).status, 429);
}

TEST_F(RefusalsTest, NobodyWhoFloodsAGroupsLinkLocksAnotherOut) {
  const auto from = [&](const std::string& source, const std::string& browser, net::Request request) {
    request.source = source;
    request.headers.add("User-Agent", browser);
    return world.send(std::move(request));
  };
  const auto answer = [&](const std::string& source, const std::string& browser) {
    const auto page = from(source, browser, world.request("GET", poll));
    if (page.status != 200) return page.status;
    return from(source, browser, world.posting(poll, {{"t", ticket_of(page)}, {"f.idea", "x"}})).status;
  };
  const auto before = from("192.0.2.1", "A", world.request("GET", poll));
  int taken = 0;
  for (int i = 0; i < 100; ++i) {
    taken += answer("192.0.2.1", "A") == 200;
    from("192.0.2.1", "A", world.posting(poll, {{"t", "wrong"}}));
  }
  EXPECT_EQ(taken, 60);
  EXPECT_EQ(answer("192.0.2.1", "A"), 429);
  EXPECT_EQ(answer("192.0.2.1", "B"), 200) << "another phone behind the same address";
  EXPECT_EQ(answer("192.0.2.2", "A"), 200);
  taken = 0;
  for (int i = 0; i < 20; ++i)
    for (int j = 0; j < 30; ++j) taken += answer("192.0.2.1", std::to_string(i)) == 200;
  EXPECT_LT(taken, 240) << "the place has a measure of its own";
  EXPECT_EQ(answer("192.0.2.3", "A"), 200);
  int all = 0;
  for (int i = 4; i < 16; ++i)
    for (int j = 0; j < 60; ++j) all += answer("192.0.2." + std::to_string(i), "A") == 200;
  EXPECT_LT(all, 600) << "and so has the sheet";
}

// A slip is one person's: whatever others do behind the same address, it opens and answers.
TEST_F(RefusalsTest, AFloodNextToASlipTakesNothingFromIt) {
  for (int i = 0; i < 2000; ++i) world.get(poll);
  EXPECT_EQ(world.get(poll).status, 429);
  const std::string slip = "https://bot.example.no/s/7K3M-Q0VX-2RTD";
  const auto page = world.get(slip);
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(world.post(slip, {{"t", ticket_of(page)}, {"f.idea", "en"}}).status, 200);
  EXPECT_EQ(world.get(home).status, 200) << "and a person's own page neither";
}

TEST_F(RefusalsTest, EveryAnswerIsGuarded) {
  for (const std::string& url :
       {idea, poll, home, std::string("/s/x"), std::string("/k/x.ics"), std::string("/")})
    for (const char* method : {"GET", "HEAD", "POST", "PUT"}) {
      const auto answer = world.send(world.request(method, url, "t=x"));
      const auto& headers = answer.headers;
      EXPECT_TRUE(
          headers.get("Content-Security-Policy").starts_with("default-src 'none'; style-src 'sha256-"));
      EXPECT_NE(headers.get("Content-Security-Policy").find("form-action 'self'"), std::string::npos);
      EXPECT_NE(headers.get("Content-Security-Policy").find("frame-ancestors 'none'"), std::string::npos);
      EXPECT_NE(headers.get("Content-Security-Policy").find("base-uri 'none'"), std::string::npos);
      EXPECT_EQ(headers.get("Referrer-Policy"), "no-referrer");
      EXPECT_EQ(headers.get("Cache-Control"), "no-store");
      EXPECT_EQ(headers.get("X-Robots-Tag"), "noindex, nofollow");
      EXPECT_EQ(headers.get("X-Content-Type-Options"), "nosniff");
      for (const char* name :
           {"Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy"})
        EXPECT_TRUE(headers.has(name)) << name;
      EXPECT_FALSE(headers.has("Set-Cookie"));
      EXPECT_LT(answer.body.size(), 50'000u);
      EXPECT_EQ(answer.body.find("<script"), std::string::npos);
    }
}

TEST_F(RefusalsTest, ThePolicyNamesTheStyleThatIsThere) {
  const auto page = world.get(idea);
  const auto begin = page.body.find("<style>") + 7, end = page.body.find("</style>");
  const std::string style = page.body.substr(begin, end - begin);
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash;
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(style.data()), style.size());
  EXPECT_NE(page.headers.get("Content-Security-Policy").find("'sha256-" + net::to_base64(hash) + "'"),
            std::string::npos);
}

TEST_F(RefusalsTest, NothingOfAnybodyIsLoggedOrWritten) {
  std::ostringstream log;
  const auto before = spdlog::default_logger();
  spdlog::set_default_logger(
      std::make_shared<spdlog::logger>("pages", std::make_shared<spdlog::sinks::ostream_sink_mt>(log)));
  spdlog::set_level(spdlog::level::trace);
  const auto page = world.get(idea);
  world.post(idea, {{"t", ticket_of(page)}, {"f.idea", "Mine private ord"}});
  world.inbox.hold = true;
  world.get(poll);
  world.post(poll, {{"t", "wrong"}});
  spdlog::set_default_logger(before);
  const std::string lines = log.str();
  EXPECT_NE(lines.find("the bot did not answer in time"), std::string::npos);
  std::string everything = lines + world.book.bytes();
  for (const auto& entry : std::filesystem::recursive_directory_iterator(world.folder.path()))
    if (entry.is_regular_file()) everything += support::content_of(entry.path());
  for (const std::string& secret :
       {std::string("Mine private"), idea.substr(idea.rfind('/') + 1), poll.substr(poll.rfind('/') + 1),
        id_of("kari").text, std::string("kari"), std::string("192.0.2.77"), std::string("box/")})
    EXPECT_EQ(everything.find(secret), std::string::npos) << secret;
}

}  // namespace
}  // namespace web_test
