#include "adapters/web/site.hpp"

#include <gtest/gtest.h>

#include "bot/core/reply.hpp"
#include "tests/adapters/web/world.hpp"

namespace web_test {
namespace {

struct SiteTest : testing::Test {
  World world;
  std::string idea = *world.pages->links().to(to_person("ola", "chat"), button("box/ideas/form", "g1"));
  std::string poll = *world.pages->links().to(to_channel("nord"), button("box/polls/form", "p1"));
  std::string quick =
      *world.pages->links().to(to_person("ola", "chat"), button("box/polls/quick", "p1|0", "Ja, gjerne"));

  SiteTest() {
    world.inbox.answer = [](const core::Event& event) {
      if (const auto* press = std::get_if<core::Press>(&event); press && press->name == "box/polls/still")
        return core::Reply();
      if (std::holds_alternative<core::Press>(event))
        return core::only_opens(std::get<core::Press>(event).name)
                   ? core::open_form(form_of("box/ideas/idea"))
                   : receipt();
      return receipt();
    };
  }
  std::size_t events() const { return world.inbox.events.size(); }
  template <class E>
  const E& last() const {
    return world.inbox.last<E>();
  }
};

TEST_F(SiteTest, APersonsLinkOpensTheFormAndSendsTheAnswerAsThatPerson) {
  const auto page = world.get(idea);
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(h1_of(page), "Foreslå et tema");
  EXPECT_TRUE(has(page, "<html lang=\"nn\">")) << "Ola reads Nynorsk";
  EXPECT_TRUE(has(page, "Lenkja er di eiga"));
  EXPECT_EQ(last<core::Press>().name, "box/ideas/form");
  EXPECT_EQ(last<core::Press>().value, "g1");
  EXPECT_EQ(last<core::Press>().origin.delivery, "");

  const auto answer = world.post(idea, {{"t", ticket_of(page)}, {"f.idea", "Tid til ro"}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(has(answer, "Takk, svaret er mottatt."));
  const auto& submit = last<core::Submit>();
  EXPECT_EQ(submit.name, "box/ideas/idea");
  EXPECT_EQ(submit.state, "the state");
  EXPECT_EQ(submit.values, (core::FormValues{{"idea", {"Tid til ro"}}}));
  EXPECT_EQ(submit.origin.workspace, "chat");
  EXPECT_EQ(submit.origin.user, "ola");
  EXPECT_EQ(submit.origin.channel, "");
  EXPECT_EQ(submit.origin.guest_of, "");
  EXPECT_FALSE(submit.origin.language);
  const std::string opening = submit.origin.source;
  EXPECT_EQ(opening.size(), 32U) << "what it is counted under";
  world.post(idea, {{"t", ticket_of(page)}, {"f.idea", "Mer ro"}});
  EXPECT_EQ(last<core::Submit>().origin.source, opening);
  const auto anew = world.get(idea);
  world.post(idea, {{"t", ticket_of(anew)}, {"f.idea", "Enda mer ro"}});
  EXPECT_NE(last<core::Submit>().origin.source, opening);
}

TEST_F(SiteTest, AGuestIsARandomNameForOneSitting) {
  const auto page = world.get(poll);
  EXPECT_TRUE(has(page, "Ingen spør hva du heter"));
  const std::string guest = last<core::Press>().origin.user;
  EXPECT_EQ(guest.size(), 32u);
  EXPECT_EQ(last<core::Press>().origin.guest_of, group_id("nord").text);
  EXPECT_EQ(last<core::Press>().origin.workspace, "chat");
  EXPECT_FALSE(has(page, guest)) << "and it is not to be read on the page";

  const auto answer = world.post(poll, {{"t", ticket_of(page)}, {"f.idea", "en"}});
  EXPECT_EQ(last<core::Submit>().origin.user, guest);
  // Changing it from the receipt is the same guest; opening the link again is another.
  const auto again = world.post(poll, {{"t", ticket_of(answer)}});
  EXPECT_EQ(last<core::Press>().origin.user, guest);
  world.post(poll, {{"t", ticket_of(again)}, {"f.idea", "to"}});
  EXPECT_EQ(last<core::Submit>().origin.user, guest);
  EXPECT_EQ(world.get(poll).status, 200) << "a shared link is for all";
  EXPECT_NE(last<core::Press>().origin.user, guest);
}

// Its address is short enough to be typed, and leads to what can be answered in a group without a sheet.
TEST_F(SiteTest, ASlipIsOneVoterWhoeverHasIt) {
  const std::string slip = "https://bot.example.no/s/7K3M-Q0VX-2RTD";
  const auto page = world.get(slip);
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(has(page, "Ingen vet hvem som trakk den"));
  const core::Origin origin = last<core::Press>().origin;
  EXPECT_EQ(origin.user, "7K3M-Q0VX-2RTD");
  EXPECT_TRUE(origin.slip);
  EXPECT_EQ(origin.guest_of, group_id("sor").text);
  world.post(slip, {{"t", ticket_of(page)}, {"f.idea", "en"}});
  EXPECT_EQ(last<core::Submit>().origin.user, "7K3M-Q0VX-2RTD") << "the same voter in every sitting";
  EXPECT_EQ(world.get("https://bot.example.no/s/7K3M-Q0VX-2RTE").status, 404);
}

// A sheet's address is short enough to be typed, however it is typed, and nobody finds one by trying.
TEST_F(SiteTest, ASheetsCodeIsTypedAndNotGuessed) {
  const std::string base = "https://bot.example.no/s/";
  const std::string sheet = *world.pages->links().home(to_channel("nord"));
  ASSERT_EQ(sheet.size(), base.size() + 9);
  const std::string code = sheet.substr(base.size());
  std::string small = code.substr(0, 4) + code.substr(5);
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  for (const std::string& typed : {sheet, base + small}) {
    EXPECT_EQ(world.get(typed).status, 200) << typed;
    EXPECT_EQ(last<core::Press>().origin.guest_of, group_id("nord").text);
    EXPECT_FALSE(last<core::Press>().origin.slip);
  }
  int unknown = 0, slowed = 0;
  for (int i = 0; i < 100; ++i) {
    const int status = world.get(base + "0000-" + std::to_string(1000 + i)).status;
    unknown += status == 404;
    slowed += status == 429;
  }
  EXPECT_GT(unknown, 20);
  EXPECT_GT(slowed, 20);
  EXPECT_EQ(unknown + slowed, 100);
  EXPECT_EQ(world.get(sheet).status, 200) << "a code that people use is no guess";
  auto elsewhere = world.request("GET", base + "0000-0000");
  elsewhere.source = "198.51.100.7";
  EXPECT_EQ(world.send(elsewhere).status, 404) << "who guesses slows down only those who are where it is";
  world.ticks += std::chrono::minutes(10);
  EXPECT_EQ(world.get(base + "0000-0000").status, 404);
}

// Others code the signs of an address, and a sentence or a finger adds one behind it: it is the same address.
TEST_F(SiteTest, AnAddressIsTheSameHoweverItIsWritten) {
  const std::string base = "https://bot.example.no/s/";
  const std::string sheet = *world.pages->links().home(to_channel("nord"));
  const std::string first = sheet.substr(0, base.size() + 4), second = sheet.substr(base.size() + 5);
  for (const std::string& typed : {first + "%20" + second, first + "%2d" + second, sheet + "/", sheet + ".",
                                   sheet + "%20", sheet + ")"}) {
    EXPECT_EQ(world.get(typed).status, 200) << typed;
    EXPECT_EQ(last<core::Press>().origin.guest_of, group_id("nord").text);
  }
  for (const char* tail : {"/", ".", ") "})
    EXPECT_EQ(world.post(base, {{"code", sheet + tail}}).status, 303) << tail;
  std::string coded = *world.pages->links().home(to_person("kari"));
  for (const auto& [sign, code] : {std::pair("_", "%5F"), std::pair("-", "%2D")})
    for (auto at = coded.find(sign, base.size()); at != coded.npos; at = coded.find(sign, at))
      coded.replace(at, 1, code);
  EXPECT_EQ(world.get(coded + ".").status, 200) << coded;
  const auto page = world.get(coded);
  EXPECT_NE(world.post(coded, {{"t", ticket_of(page)}}).status, 400) << "a page's ticket is the address's";
  for (const char* other : {"%", "%2", "%zz", "%00", "%2F", "%252D"})
    EXPECT_EQ(world.get(sheet + other).status, 404) << other;
}

TEST_F(SiteTest, TheShortestAddressAsksForACode) {
  const std::string base = "https://bot.example.no/s/";
  const std::string sheet = *world.pages->links().home(to_channel("nord"));
  for (const char* short_one : {"https://bot.example.no/s", "https://bot.example.no/"})
    EXPECT_EQ(world.get(short_one).headers.get("Location"), "s/") << short_one;
  EXPECT_EQ(world.get("https://bot.example.no/robots.txt").status, 404);
  const auto page = world.get(base);
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(has(page, "name=\"code\"") && has(page, "action=\"./\""));
  EXPECT_EQ(h1_of(world.get(base + "?l=en")), "Type the code");
  std::string code = sheet.substr(base.size());
  for (const std::string& typed : {code, " " + code.substr(0, 4) + " " + code.substr(5) + "\u200b ", sheet}) {
    const auto there = world.post(base, {{"code", typed}});
    EXPECT_EQ(there.status, 303) << typed;
    EXPECT_EQ(there.headers.get("Location"), code + "?l=nb");
  }
  EXPECT_EQ(world.get(base + code + "?l=nb").status, 200);
  EXPECT_EQ(world.post(base, {{"code", "7k3m q0vx 2rtd"}}).headers.get("Location"), "7K3M-Q0VX-2RTD?l=nb");
  for (const char* wrong : {"", "\u2800", "ABC", "hva er dette for noe", "0000-0000-0", "<script>"}) {
    const auto again = world.post(base, {{"code", wrong}});
    EXPECT_EQ(again.status, 422) << wrong;
    EXPECT_TRUE(has(again, "role=\"alert\"") && has(again, "name=\"code\"")) << wrong;
    EXPECT_FALSE(has(again, "<script>"));
  }
  const auto unknown = world.get(base + "0000-0000");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_TRUE(has(unknown, "name=\"code\"") && has(unknown, "role=\"alert\"")) << "there to be typed again";
}

TEST_F(SiteTest, ADoubleTapIsOneAnswer) {
  const std::string ticket = ticket_of(world.get(idea));
  const Fields fields{{"t", ticket}, {"f.idea", "en"}};
  EXPECT_TRUE(has(world.post(idea, fields), "Takk"));
  const std::size_t before = events();
  const auto second = world.post(idea, fields);
  EXPECT_EQ(second.status, 200);
  EXPECT_TRUE(has(second, "Takk"));
  EXPECT_EQ(events(), before);
  // Another answer from the same page is not a repeat.
  const std::string first_mark = last<core::Submit>().origin.delivery;
  world.post(idea, {{"t", ticket}, {"f.idea", "to"}});
  EXPECT_EQ(events(), before + 1);
  EXPECT_NE(last<core::Submit>().origin.delivery, first_mark);
}

TEST_F(SiteTest, ASecondTapWhileTheFirstIsUnderWayIsOneAnswerToo) {
  const Fields fields{{"t", ticket_of(world.get(idea))}, {"f.idea", "en"}};
  const std::size_t before = events();
  world.inbox.hold = true;
  std::vector<net::Response> answers;
  for (int tap = 0; tap < 2; ++tap)
    world.begin(world.posting(idea, fields),
                [&](net::Response answer) { answers.push_back(std::move(answer)); });
  world.io.poll();
  EXPECT_EQ(events(), before + 1);
  EXPECT_TRUE(answers.empty());
  world.inbox.release();
  while (answers.size() < 2) world.io.run_one();
  for (const net::Response& answer : answers) EXPECT_TRUE(has(answer, "Takk"));
  EXPECT_EQ(events(), before + 1);
}

TEST_F(SiteTest, AfterAMinuteTheBotDecidesWhatIsARepeat) {
  const Fields fields{{"t", ticket_of(world.get(idea))}, {"f.idea", "en"}};
  world.post(idea, fields);
  const std::string delivery = last<core::Submit>().origin.delivery;
  const std::size_t before = events();
  world.ticks += std::chrono::seconds(61);
  world.post(idea, fields);
  EXPECT_EQ(events(), before + 1);
  EXPECT_EQ(last<core::Submit>().origin.delivery, delivery);
}

TEST_F(SiteTest, OpeningALinkChangesNothing) {
  const auto page = world.get(quick);
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(events(), 1u);
  EXPECT_EQ(last<core::Press>().name, "box/polls/still") << "only asked whether it can be pressed";
  EXPECT_TRUE(has(page, ">Ja, gjerne</button>"));
  const auto answer = world.post(quick, {{"t", ticket_of(page)}});
  EXPECT_TRUE(has(answer, "Takk"));
  EXPECT_EQ(last<core::Press>().name, "box/polls/quick");
  EXPECT_EQ(last<core::Press>().value, "p1|0");
}

TEST_F(SiteTest, HeadSetsNothingInMotion) {
  for (const std::string& url : {idea, poll, quick}) {
    const auto head = world.send(world.request("HEAD", url));
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.body, "");
  }
  EXPECT_EQ(events(), 0u);
}

// Whoever holds somebody's link must not see whether they have answered.
TEST_F(SiteTest, APersonsAnonymousLinkIsTheSameBeforeAndAfterTheAnswer) {
  for (const std::string& url : {idea, poll, quick}) {
    const auto without_ticket = [&](net::Response page) {
      const std::string ticket = ticket_of(page);
      if (const auto at = page.body.find(ticket); !ticket.empty() && at != std::string::npos)
        page.body.replace(at, ticket.size(), "");
      return page;
    };
    const auto before = world.get(url);
    ASSERT_EQ(world.post(url, {{"t", ticket_of(before)}, {"f.idea", "en"}, {"f.q0", "0"}}).status, 200);
    const auto after = world.get(url);
    EXPECT_EQ(after.status, 200);
    EXPECT_EQ(h1_of(after), h1_of(before));
    EXPECT_EQ(ticket_of(after).size(), ticket_of(before).size());
    EXPECT_EQ(without_ticket(after).body, without_ticket(before).body);
  }
}

TEST_F(SiteTest, AButtonOfAPollThatHasClosedIsNotShown) {
  world.inbox.answer = [](const core::Event& event) {
    const auto& press = std::get<core::Press>(event);
    EXPECT_EQ(press.name, "box/polls/still");
    EXPECT_EQ(press.value, "p1|0");
    return core::whisper(words("Avstemningen er ikke åpen."));
  };
  const auto page = world.get(quick);
  EXPECT_TRUE(has(page, "ikke åpen"));
  EXPECT_FALSE(has(page, ">Ja, gjerne</button>"));
}

TEST_F(SiteTest, AnOpenQuestionIsNotUsedUp) {
  const std::string url =
      *world.pages->links().to(to_person("kari"), button("sessions/attend", "yes", "Jeg kommer"));
  for (int i = 0; i < 2; ++i) {
    const auto page = world.get(url);
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(world.post(url, {{"t", ticket_of(page)}}).status, 200);
  }
}

TEST_F(SiteTest, AReceiptWithoutInputsEndsIt) {
  world.inbox.answer = [](const core::Event& event) {
    if (const auto* submit = std::get_if<core::Submit>(&event)) {
      if (submit->name == "box/ideas/seen") return core::Reply{};
      core::Form notice;
      notice.name = "box/ideas/seen";
      notice.title = "I boksen";
      notice.intro = {core::Span("K7QF")};
      notice.submit = "Lukk";
      return core::open_form(notice);
    }
    return core::open_form(form_of("box/ideas/idea"));
  };
  const auto receipt = world.post(idea, {{"t", ticket_of(world.get(idea))}, {"f.idea", "en"}});
  EXPECT_EQ(h1_of(receipt), "I boksen");
  EXPECT_TRUE(has(receipt, "K7QF"));
  EXPECT_FALSE(has(receipt, "?l=")) << "another language would lose it";
  const auto end = world.post(idea, {{"t", ticket_of(receipt)}});
  EXPECT_EQ(h1_of(end), "Ferdig");
}

TEST_F(SiteTest, ErrorsKeepWhatWasWritten) {
  const auto page = world.get(idea);
  const std::size_t before = events();
  const std::string too_long = "<b>\"altfor langt\" å</b>";
  const auto ours = world.post(idea, {{"t", ticket_of(page)}, {"f.idea", too_long}});
  EXPECT_EQ(ours.status, 422);
  EXPECT_EQ(events(), before) << "the bot is not asked";
  EXPECT_TRUE(has(ours, "&lt;b&gt;&quot;altfor langt&quot; å&lt;/b&gt;</textarea>"));
  EXPECT_TRUE(has(ours, "aria-invalid=\"true\""));

  world.inbox.answer = [](const core::Event&) {
    core::Reply reply;
    reply.errors["idea"] = "Det ser ut som et navn.";
    return reply;
  };
  const auto theirs = world.post(idea, {{"t", ticket_of(ours)}, {"f.idea", "Ola"}});
  EXPECT_EQ(theirs.status, 422);
  EXPECT_TRUE(has(theirs, "Det ser ut som et navn."));
  EXPECT_TRUE(has(theirs, "\nOla</textarea>"));
  EXPECT_EQ(world.get(idea).status, 200) << "not used up";
}

TEST_F(SiteTest, TheLanguageChosenOnThePageGoesWithTheAnswer) {
  const auto page = world.get(poll + "?l=en");
  EXPECT_TRUE(has(page, "<html lang=\"en\">"));
  EXPECT_EQ(last<core::Press>().origin.language, core::Language::en);
  const auto answer = world.post(poll, {{"t", ticket_of(page)}, {"f.idea", "x"}});
  EXPECT_EQ(last<core::Submit>().origin.language, core::Language::en);
  EXPECT_TRUE(has(answer, "<html lang=\"en\">"));
  EXPECT_TRUE(has(world.get(poll + "?l=xx"), "<html lang=\"nb\">"));
}

TEST_F(SiteTest, WhenTheBotIsSilentNothingIsLost) {
  const auto page = world.get(idea);
  world.inbox.hold = true;
  EXPECT_EQ(world.get(idea).status, 503);
  const auto waited = world.post(idea, {{"t", ticket_of(page)}, {"f.idea", "Mine ord"}});
  EXPECT_EQ(waited.status, 503);
  EXPECT_TRUE(has(waited, "\nMine ord</textarea>"));
  const std::string delivery = last<core::Submit>().origin.delivery;
  EXPECT_EQ(delivery.size(), 32u);
  // The late reply harms nobody, and sending again is known as the same.
  world.inbox.hold = false;
  world.inbox.release();
  const auto again = world.post(idea, {{"t", ticket_of(waited)}, {"f.idea", "Mine ord"}});
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(last<core::Submit>().origin.delivery, delivery);
}

TEST_F(SiteTest, BeforeTheBotRunsPagesAskToComeBack) {
  const auto handler = world.pages->handler();
  world.inbox.hold = true;
  EXPECT_EQ(world.get(quick).status, 503);
  EXPECT_EQ(h1_of(world.get(poll)), "Prøv igjen om litt");
}

TEST_F(SiteTest, AFileIsADownload) {
  world.inbox.answer = [](const core::Event&) {
    core::Reply reply;
    reply.file = core::File{"mine\r\nopplysninger\".json", "application/json", "{}"};
    return reply;
  };
  const auto answer = world.post(quick, {{"t", ticket_of(world.get(quick))}});
  EXPECT_EQ(answer.content_type, "application/json");
  EXPECT_EQ(answer.body, "{}");
  EXPECT_EQ(answer.headers.get("Content-Disposition"), "attachment; filename=\"mine--opplysninger-.json\"");
  EXPECT_TRUE(answer.headers.safe_to_send());
}

TEST_F(SiteTest, ACalendar) {
  const std::string feed = world.pages->links().calendar_of(id_of("ola"), "serial 4");
  world.inbox.answer = [](const core::Event&) {
    core::Reply reply;
    reply.file = core::File{"x.ics", "text/calendar", "BEGIN:VCALENDAR"};
    return reply;
  };
  const auto answer = world.get(feed);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.content_type, "text/calendar; charset=utf-8");
  EXPECT_EQ(answer.body, "BEGIN:VCALENDAR");
  EXPECT_EQ(last<core::Press>().name, "sessions/calendar");
  EXPECT_EQ(last<core::Press>().value, "serial 4");
  EXPECT_EQ(last<core::Press>().origin.user, "ola");

  world.inbox.answer = [](const core::Event&) { return core::Reply{}; };
  EXPECT_EQ(world.get(feed).status, 404);
  // Switched off: who only asks for the head is told the same.
  EXPECT_EQ(world.send(world.request("HEAD", feed)).status, 404);
  const std::size_t before = events();
  EXPECT_EQ(world.send(world.request("POST", feed)).status, 404);
  EXPECT_EQ(world.get(feed.substr(0, feed.size() - 4)).status, 404);
  EXPECT_EQ(world.get("/k/x.ics").status, 404);
  EXPECT_EQ(world.get("/k/.ics").status, 404);
  EXPECT_EQ(events(), before);
  // A page's token is no calendar, and the reverse.
  EXPECT_EQ(world.get("/k/" + poll.substr(poll.rfind('/') + 1) + ".ics").status, 404);
  EXPECT_EQ(world.get("/s/" + feed.substr(feed.rfind('/') + 1, feed.size() - feed.rfind('/') - 5)).status,
            404);
}

TEST_F(SiteTest, ServesItsFonts) {
  const auto font = world.get("/s/fonts/sans.woff2");
  EXPECT_EQ(font.status, 200);
  EXPECT_EQ(font.content_type, "font/woff2");
  EXPECT_EQ(font.body.substr(0, 4), "wOF2");
  EXPECT_EQ(font.headers.get("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(world.get("/s/fonts/../style.css").status, 404);
  EXPECT_EQ(world.get("/s/fonts/").status, 404);
  EXPECT_EQ(events(), 0U);
}

TEST_F(SiteTest, SomebodyToChooseIsAColleague) {
  world.inbox.answer = [](const core::Event&) {
    core::Form form = form_of("matters/answer");
    form.inputs[0].kind = core::Input::Kind::person;
    return core::open_form(form);
  };
  const std::string url = *world.pages->links().to(to_person("kari"), button("matters/form"));
  const auto page = world.get(url);
  EXPECT_TRUE(has(page, "<option value=\"ola\">Ola Vik</option>"));
  world.post(url, {{"t", ticket_of(page)}, {"f.idea", "ola"}});
  EXPECT_EQ(last<core::Submit>().values.at("idea"), std::vector<std::string>{"ola"});
}

}  // namespace
}  // namespace web_test
