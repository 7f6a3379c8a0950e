#include "adapters/web/adapter.hpp"

#include <gtest/gtest.h>

#include "bot/core/events.hpp"
#include "bot/core/reply.hpp"
#include "tests/adapters/web/world.hpp"

namespace web_test {
namespace {

using Kind = runtime::Delivered::Kind;

runtime::Delivery letter(const std::string& key, core::Message message) {
  runtime::Delivery delivery;
  delivery.key = key;
  delivery.to = to_person("kari");
  delivery.message = std::move(message);
  return delivery;
}

struct AdapterTest : testing::Test {
  World world;
  std::string home = world.pages->links().home_of(id_of("kari"));

  AdapterTest() {
    world.inbox.answer = [](const core::Event& event) {
      core::Reply reply;
      if (const auto* press = std::get_if<core::Press>(&event); press && press->name == core::home_press) {
        reply.whisper = words("Nå kan du svare på dette.");
        reply.whisper.own().blocks.emplace_back(core::Actions{{button("box/polls/form", "p1", "Utsjekk")}});
        return reply;
      }
      if (const auto* press = std::get_if<core::Press>(&event); press && press->name.ends_with("/form"))
        return core::open_form(
            form_of(press->name == "matters/form" ? "matters/answer" : "box/polls/answer"));
      if (const auto* command = std::get_if<core::Command>(&event)) {
        reply.whisper = words("Du skrev: " + command->text);
        return reply;
      }
      return reply;
    };
  }
};

TEST_F(AdapterTest, SaysWhatItCan) {
  const auto can = world.pages->capabilities();
  EXPECT_TRUE(can.commands && can.buttons && can.forms && can.whisper && can.direct_message && can.edit &&
              can.find && can.ingress);
}

TEST_F(AdapterTest, ALetterIsOnThePersonsPageAndItsButtonsWork) {
  core::Message message = words("Gruppa løfter en sak.");
  message.blocks.insert(message.blocks.begin(), core::Heading{"En sak"});
  message.blocks.emplace_back(core::Actions{{button("matters/form", "m1", "Svar på saken")}});
  const auto outcome = world.deliver(letter("k1", message));
  EXPECT_EQ(outcome.kind, Kind::sent);
  EXPECT_EQ(outcome.ref, "l1");
  EXPECT_EQ(world.find("k1"), "l1");
  EXPECT_FALSE(world.find("k2"));

  const auto page = world.get(home);
  EXPECT_EQ(h1_of(page), "Hei, Kari Nes");
  EXPECT_TRUE(has(page, "<h3>En sak</h3>"));
  EXPECT_TRUE(has(page, "tirsdag 24. november kl. 13.00")) << "in the zone of the people";
  EXPECT_TRUE(has(page, "Nå kan du svare på dette."));
  const auto form = world.post(home, {{"t", ticket_of(page, 1)}});
  EXPECT_EQ(h1_of(form), "Foreslå et tema");
  EXPECT_TRUE(has(form, "Tilbake til siden din"));
  EXPECT_EQ(world.inbox.last<core::Press>().value, "m1");
  const auto done = world.post(home, {{"t", ticket_of(form)}, {"f.idea", "Ja"}});
  EXPECT_TRUE(has(done, "Det er gjort.")) << "an empty reply";
  EXPECT_EQ(world.get(home).status, 200) << "a home is not used up";
}

TEST_F(AdapterTest, AnEditChangesTheLetter) {
  world.deliver(letter("k1", words("før")));
  auto edit = letter("k1", words("etter"));
  edit.ref = "l1";
  EXPECT_EQ(world.deliver(edit).ref, "l1");
  EXPECT_TRUE(has(world.get(home), "etter"));
  EXPECT_FALSE(has(world.get(home), "før"));
  edit.ref = "l77";
  EXPECT_EQ(world.deliver(edit).reason, "unknown_message");
}

TEST_F(AdapterTest, LettersOutliveTheProgram) {
  world.deliver(letter("k1", words("Husk samlingen")));
  world.stop();
  world.start();
  EXPECT_EQ(world.find("k1"), "l1");
  EXPECT_TRUE(has(world.get(home), "Husk samlingen"));
}

TEST_F(AdapterTest, WhatCannotBeDeliveredSaysWhy) {
  auto delivery = letter("k", words("x"));
  delivery.to = to_channel("nord");
  EXPECT_EQ(world.deliver(delivery).reason, "unknown_workspace");
  delivery.to.workspace = "pages";
  EXPECT_EQ(world.deliver(delivery).reason, "unknown_channel");
  delivery.to = to_person("nobody");
  EXPECT_EQ(world.deliver(delivery).reason, "unknown_user");
  EXPECT_EQ(world.deliver(delivery).kind, Kind::permanent);
}

TEST_F(AdapterTest, ACommandIsAnsweredOnTop) {
  const auto page = world.get(home);
  const auto answer = world.post(home, {{"t", ticket_of(page, 1)}, {"command", "  /refleks hjelp meg "}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(has(answer, "Du skrev: hjelp meg"));
  EXPECT_LT(answer.body.find("Du skrev"), answer.body.find("Nå kan du svare"));
  const auto empty = world.post(home, {{"t", ticket_of(page, 1)}, {"command", " /refleks "}});
  EXPECT_EQ(empty.status, 422);
  EXPECT_TRUE(has(empty, "aria-invalid"));
  const auto too_long = world.post(home, {{"t", ticket_of(page, 1)}, {"command", std::string(501, 'x')}});
  EXPECT_EQ(too_long.status, 422);
  EXPECT_TRUE(has(too_long, std::string(501, 'x'))) << "with what was written";
  EXPECT_TRUE(has(too_long, "501 tegn")) << "and why; a browser would have cut it off unseen";
  EXPECT_FALSE(has(too_long, "maxlength"));
  const std::string on_top =
      "role=\"alert\" id=\"errors\" tabindex=\"-1\" autofocus>\n<p><a href=\"#command\">";
  for (const auto* refused : {&empty, &too_long}) {
    EXPECT_TRUE(has(*refused, on_top)) << "as over a form: the field itself is far down";
    EXPECT_LT(refused->body.find(on_top), refused->body.find("<section"));
    EXPECT_EQ(refused->body.find("role=\"alert\"", refused->body.find(on_top) + 1), std::string::npos)
        << "and is said once";
  }
  EXPECT_FALSE(has(page, "id=\"errors\""));
}

TEST_F(AdapterTest, ManyLongLettersStayWithinThePage) {
  for (int i = 0; i < 50; ++i)
    world.deliver(
        letter("k" + std::to_string(i), words("nr" + std::to_string(i) + ". " + std::string(3000, 'x'))));
  const auto page = world.get(home);
  EXPECT_LT(page.body.size(), 50'000u);
  EXPECT_TRUE(has(page, "nr49."));
  const auto at = page.body.find("?e=");
  ASSERT_NE(at, std::string::npos);
  const auto older = world.get(home + page.body.substr(at, page.body.find('#', at) - at));
  EXPECT_FALSE(has(older, "nr49."));
  EXPECT_TRUE(has(older, "nr40."));
  EXPECT_TRUE(has(world.get(home + "?l=en"), "&amp;l=en#letters"))
      << "older ones in the language that was chosen";
  EXPECT_EQ(world.get(home + "?e=-5").status, 200);
  EXPECT_EQ(world.get(home + "?e=99999999999999").status, 200);
}

TEST_F(AdapterTest, WhatWaitsComesFirstAndComingIsOneTap) {
  world.deliver(letter("k1", words("Et brev")));
  world.inbox.answer = [before = world.inbox.answer](const core::Event& event) {
    const auto* press = std::get_if<core::Press>(&event);
    if (press && press->name == "sessions/coming") return core::whisper({core::Span("Notert.")});
    if (!press || press->name != core::events::waiting.name) return before(event);
    core::Reply reply;
    reply.whisper = words("tirsdag 24. november");
    reply.whisper.own().blocks.emplace_back(core::Actions{{button("sessions/coming", "s1", "Jeg kommer")}});
    return reply;
  };
  const auto page = world.get(home);
  const auto at = [&](const std::string& text) { return page.body.find(text); };
  EXPECT_LT(at("Dette gjelder deg nå"), at("Et brev"));
  EXPECT_LT(at("Dette gjelder deg nå"), at("Nå kan du svare"))
      << "nothing there stands out as what to do now";
  EXPECT_LT(at("Et brev"), at("Denne siden er din egen"));
  const auto after = world.post(home, {{"t", ticket_of(page)}});
  EXPECT_TRUE(has(after, "Notert."));
}

TEST_F(AdapterTest, ButtonsOfOneLabelInTwoLettersAreToldApart) {
  for (const std::string group : {"nord", "sor"}) {
    core::Message message = words("Hva kommer nå i " + group + "?");
    message.blocks.emplace_back(core::Divider{});
    message.blocks.emplace_back(core::Actions{{button("matters/form", group, "Velg nå")}});
    world.deliver(letter(group, message));
  }
  core::Message other = words("En sak");
  other.blocks.emplace_back(core::Actions{{button("matters/form", "m1", "Svar på saken")}});
  world.deliver(letter("k1", other));
  const auto page = world.get(home);
  EXPECT_TRUE(has(page, ">Velg nå<span class=\"unseen\">: Hva kommer nå i nord?</span></button>"));
  EXPECT_TRUE(has(page, ">Velg nå<span class=\"unseen\">: Hva kommer nå i sor?</span></button>"));
  EXPECT_TRUE(has(page, ">Svar på saken</button>")) << "it stands alone";
}

// A leader, to whom no question is put, read that there was nothing to answer beside what waited.
TEST_F(AdapterTest, WhereSomethingWaitsItDoesNotSayThatThereIsNothing) {
  bool waits = false;
  world.inbox.answer = [&](const core::Event& event) {
    const auto* press = std::get_if<core::Press>(&event);
    core::Reply reply;
    if (press && press->name == core::home_press) reply = core::whisper(core::Language::nb, "home.nothing");
    if (press && press->name == core::events::waiting.name && waits) {
      reply.whisper = words("Saker fra Nord");
      reply.whisper.own().blocks.emplace_back(core::Actions{{button("matters/open", "m1", "Åpne sak 1")}});
    }
    return reply;
  };
  EXPECT_TRUE(has(world.get(home), "ingenting å svare på"));
  waits = true;
  const auto page = world.get(home);
  EXPECT_TRUE(has(page, "Saker fra Nord"));
  EXPECT_FALSE(has(page, "ingenting å svare på"));
}

TEST_F(AdapterTest, ThePageOfSomebodyInAChatHasNoLettersOfOthers) {
  world.deliver(letter("k1", words("til Kari")));
  EXPECT_FALSE(has(world.get(world.pages->links().home_of(id_of("ola"))), "til Kari"));
}

TEST_F(AdapterTest, AGroupsHomeLeadsBackAsTheSameGuest) {
  const std::string sheet = *world.pages->links().home(to_channel("nord"));
  const auto page = world.get(sheet);
  const std::string guest = world.inbox.last<core::Press>().origin.user;
  const auto form = world.post(sheet, {{"t", ticket_of(page)}});
  const auto end = world.post(sheet, {{"t", ticket_of(form)}, {"f.idea", "Ja"}});
  EXPECT_EQ(h1_of(end), "Ferdig");
  const auto back = world.post(sheet, {{"t", ticket_of(end)}});
  EXPECT_EQ(world.inbox.last<core::Press>().name, core::home_press);
  EXPECT_EQ(world.inbox.last<core::Press>().origin.user, guest);
  EXPECT_TRUE(has(back, "Utsjekk"));
  EXPECT_TRUE(has(back, "Alle som har arket"));
  EXPECT_FALSE(has(back, "Tilbake til oversikten"));
  EXPECT_FALSE(has(back, "?l=")) << "that would make another guest of this one";
}

TEST_F(AdapterTest, WhenTheProgramStopsPagesAskToComeBack) {
  world.stop();
  world.start();
  EXPECT_EQ(world.get(home).status, 200);
}

}  // namespace
}  // namespace web_test
