// The pages over HTTP on a free port of this machine, with a made-up bot behind them that keeps nothing: for
// working on how they look, and for the browser test without a daemon. Prints one line of JSON, the base
// address and a link of each kind, and serves until it is stopped.

#include <unistd.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "adapters/net/http_server.hpp"
#include "adapters/net/mounts.hpp"
#include "adapters/web/adapter.hpp"
#include "bot/core/events.hpp"
#include "bot/core/reply.hpp"

namespace {

namespace asio = boost::asio;
using core::Button;
using core::Input;
using core::Language;
using Kind = core::Input::Kind;

struct FixedClock final : core::Clock {
  core::Instant now() const override { return core::instant_from_text("2026-11-24T12:00:00Z"); }
};

core::Directory directory() {
  std::vector<core::Person> people;
  const auto person = [&people](const char* user, const char* name) {
    core::Person one;
    one.id = core::PersonId(core::id_from_name(user));
    one.workspace = "pages";
    one.user = user;
    one.name = name;
    people.push_back(one);
    return one.id;
  };
  core::Group group;
  group.id = core::GroupId(core::id_from_name("hjemme-nord"));
  group.key = "hjemme-nord";
  group.name = "Hjemmetjenesten nord";
  group.workspace = "chat";
  group.channel = "hjemme-nord";
  group.sheet = 3;
  group.members.push_back({person("marit", "Marit Solheim"), core::Role::facilitator, {}});
  group.members.push_back({person("kari", "Kari Nes"), core::Role::participant, {}});
  group.members.push_back({person("berit", "Berit Haugland"), core::Role::leader, {}});
  return core::Directory(std::move(people), {group});
}

core::Input input(Kind kind, const char* id, std::string label, std::vector<const char*> options = {},
                  bool required = true) {
  core::Input made;
  made.kind = kind;
  made.id = id;
  made.label = std::move(label);
  made.required = required;
  for (const char* option : options) made.options.push_back({option, option});
  return made;
}

core::Form idea_form(Language language) {
  core::Form form;
  form.name = "box/ideas/idea";
  form.title = core::text(language, "ideas.form.title");
  form.intro = core::rich(language, "ideas.form.intro", {{"group", "Hjemmetjenesten nord"}});
  form.inputs.push_back(input(Kind::text, "idea", core::text(language, "ideas.form.label")));
  form.inputs.back().hint = core::text(language, "ideas.form.hint");
  form.inputs.back().multiline = true;
  form.submit = core::text(language, "ideas.form.submit");
  return form;
}

core::Form poll_form(Language language) {
  core::Form form;
  form.name = "box/polls/answer";
  form.title = "Utsjekk etter samlingen tirsdag 24. november";
  form.intro = {core::Span(core::text(language, "polls.form.unanswered") + " "),
                core::Span(core::text(language, "polls.anonymous"), core::Span::Style::strong)};
  form.inputs.push_back(input(Kind::scale, "useful", "Hvor nyttig var samlingen for arbeidet ditt?",
                              {"Lite nyttig", "Nyttig", "Svært nyttig"}));
  form.inputs.push_back(
      input(Kind::choice, "pace", "Hvordan var tempoet?",
            {"For langsomt", "Passe", "For raskt, jeg skulle gjerne hatt mer tid til hver sak"}));
  form.inputs.push_back(
      input(Kind::choices, "next", "Hva bør vi ta opp neste gang? Velg gjerne flere.",
            {"Samtaler med pårørende", "Når vi er uenige om smertelindring", "Travle vakter"}, false));
  form.inputs.push_back(input(Kind::text, "take", "Én ting jeg tar med meg", {}, false));
  form.inputs.back().multiline = true;
  form.inputs.back().hint = core::text(language, "polls.form.text_hint");
  form.submit = core::text(language, "polls.form.submit");
  return form;
}

// As a check-out is: nothing in it is required.
core::Form checkout_form(Language language) {
  core::Form form;
  form.name = "box/polls/answer";
  form.title = core::text(language, "checkout.title");
  form.intro = {core::Span(core::text(language, "polls.form.checkout") + " "),
                core::Span(core::text(language, "polls.form.unanswered") + " "),
                core::Span(core::text(language, "polls.form.text_hint"))};
  form.inputs.push_back(input(Kind::scale, "q0", core::text(language, "checkout.useful"),
                              {"Lite nyttig", "Nyttig", "Veldig nyttig"}, false));
  for (const char* sentence : {"worked", "did_not_work", "better"}) {
    // texts: checkout.sentence.*
    form.inputs.push_back(input(
        Kind::text, sentence, core::text(language, std::string("checkout.sentence.") + sentence), {}, false));
    form.inputs.back().multiline = true;
  }
  form.submit = core::text(language, "polls.form.submit");
  return form;
}

core::Form matter_form() {
  core::Form form;
  form.name = "matters/answer";
  form.title = "Svar gruppa";
  form.intro = {core::Span("Saken: Vi mangler et rom der vi kan snakke uforstyrret etter vakt.")};
  form.inputs.push_back(input(Kind::text, "short", "Kort svar"));
  form.inputs.push_back(input(Kind::date_time, "when", "Når skjer det?", {}, false));
  form.inputs.push_back(input(Kind::person, "who", "Hvem følger opp?", {}, false));
  form.submit = "Send svaret";
  return form;
}

core::Message receipt(Language language) {
  core::Message message;
  message.blocks.emplace_back(
      core::Paragraph{core::rich(language, "polls.receipt", {{"closes", "onsdag 25. november kl. 12.00"}})});
  message.blocks.emplace_back(core::Actions{
      {{core::text(language, "polls.change"), "box/polls/form", "checkout", Button::Style::plain},
       {core::text(language, "polls.withdraw"), "box/polls/withdraw", "", Button::Style::danger}}});
  return message;
}

core::Message home(Language language) {
  core::Message message;
  message.blocks.emplace_back(core::Heading{"Hjemmetjenesten nord"});
  message.blocks.emplace_back(core::Actions{
      {{"Utsjekk etter samlingen tirsdag 24. november", "box/polls/form", "checkout", Button::Style::plain},
       {core::text(language, "ideas.form.title"), "box/ideas/form", "", Button::Style::plain}}});
  return message;
}

core::Message waiting(Language language) {
  core::Message message;
  message.blocks.emplace_back(core::Heading{core::text(language, "sessions.waiting.title")});
  message.blocks.emplace_back(
      core::Paragraph{{core::Span("tirsdag 24. november kl. 13.00–14.30: Oppstart")}});
  message.blocks.emplace_back(core::Actions{
      {{core::text(language, "sessions.coming"), "sessions/coming", "s1", Button::Style::primary},
       {core::text(language, "sessions.not_coming"), "sessions/not_coming", "s1", Button::Style::plain}}});
  return message;
}

core::Message result() {
  core::Message message;
  message.blocks.emplace_back(core::Heading{"Resultat: Hva skal vi snakke om?"});
  message.blocks.emplace_back(core::Bars{{{"Samtaler med pårørende", 0.62, "8"},
                                          {"Når vi er uenige om smertelindring", 0.31, "4"},
                                          {"Travle vakter", 0.07, "1"}}});
  message.blocks.emplace_back(core::ContextLine{{core::Span("13 har svart.")}});
  return message;
}

core::Message matter() {
  core::Message message;
  message.blocks.emplace_back(core::Heading{"En sak fra Hjemmetjenesten nord"});
  message.blocks.emplace_back(core::Paragraph{{core::Span("Gruppa ønsker et rom der de kan snakke "),
                                               core::Span("uforstyrret", core::Span::Style::strong),
                                               core::Span(" etter vakt. <script>alert(1)</script>")}});
  message.blocks.emplace_back(
      core::Facts{{{"Løftet", "tirsdag 24. november"}, {"Svarfrist", "tirsdag 8. desember"}}});
  message.blocks.emplace_back(core::Divider{});
  message.blocks.emplace_back(
      core::List{{{core::Span("Skriv "), core::Span("/refleks saker", core::Span::Style::code)},
                  {core::Span("Les mer", core::Span::Style::plain, "https://fjordvik.example/saker")}},
                 true});
  message.blocks.emplace_back(core::Actions{{{"Svar på saken", "matters/form", "", Button::Style::primary},
                                             {"Jeg ser på det", "matters/seen", "", Button::Style::plain}}});
  return message;
}

core::Reply reply_to(const core::Event& event) {
  const Language language = core::origin_of(event).language.value_or(Language::nb);
  if (const auto* press = std::get_if<core::Press>(&event)) {
    if (press->name == core::home_press) return core::whisper(home(language));
    if (press->name == "box/polls/form")
      return core::open_form(press->value == "out" ? checkout_form(language) : poll_form(language));
    if (press->name == core::events::waiting.name) return core::whisper(waiting(language));
    if (press->name == "sessions/coming")
      return core::whisper(language, "sessions.coming.noted", {{"when", "tirsdag 24. november"}});
    if (press->name == "box/ideas/form") return core::open_form(idea_form(language));
    if (press->name == "matters/form") return core::open_form(matter_form());
    if (press->name == "box/polls/withdraw") return core::whisper(language, "polls.withdrawn");
    if (press->name == "box/polls/quick") return core::whisper(receipt(language));
    core::Reply reply;
    if (press->name == "sessions/calendar")
      reply.file = core::File{"refleks.ics", "text/calendar", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"};
    return reply;
  }
  if (const auto* submit = std::get_if<core::Submit>(&event)) {
    core::Reply reply;
    if (submit->name == "box/ideas/idea" &&
        core::guard_texts(language, submit->values, std::array<std::string, 1>{"idea"}).errors.size()) {
      reply.errors = core::guard_texts(language, submit->values, std::array<std::string, 1>{"idea"}).errors;
      return reply;
    }
    if (submit->name == "box/ideas/seen") return reply;
    if (submit->name == "box/ideas/idea") {
      core::Form notice;
      notice.name = "box/ideas/seen";
      notice.title = core::text(language, "ideas.receipt.title");
      notice.intro = {core::Span(core::text(language, "ideas.receipt") + " "),
                      core::Span("K7QF-2MXD", core::Span::Style::code)};
      notice.submit = core::text(language, "ideas.receipt.close");
      return core::open_form(std::move(notice));
    }
    return core::whisper(receipt(language));
  }
  const std::string& text = std::get<core::Command>(event).text;
  if (text == "resultat") return core::whisper(result());
  if (text == "sak") return core::whisper(matter());
  core::Message message;
  message.blocks.emplace_back(core::Heading{"Dette kan du skrive"});
  message.blocks.emplace_back(
      core::List{{{core::Span("idé", core::Span::Style::code), core::Span(" – foreslå et tema")},
                  {core::Span("avstemning", core::Span::Style::code), core::Span(" – spør gruppa om noe")}},
                 false});
  return core::whisper(std::move(message));
}

struct DemoInbox final : runtime::Inbox {
  explicit DemoInbox(asio::io_context& context) : io(context) {}
  asio::io_context& io;
  void accept(core::Event event, std::function<void(core::Reply)> reply) override {
    const auto* press = std::get_if<core::Press>(&event);
    if (press && press->name == "box/slow/form") return;  // never answered
    asio::post(io, [event = std::move(event), reply = std::move(reply)] { reply(reply_to(event)); });
  }
};

runtime::Delivery letter(const char* key, core::Message message) {
  runtime::Delivery delivery;
  delivery.key = key;
  delivery.to = {"pages", core::Destination::Kind::person, "kari"};
  delivery.message = std::move(message);
  return delivery;
}

core::Button button(const char* name, const char* value, const char* label) {
  return {label, name, value, Button::Style::plain};
}

void print_links(web::PageLinks& links, const core::Directory& people, const std::string& base) {
  const core::Destination kari{"pages", core::Destination::Kind::person, "kari"};
  core::Group old = people.groups().front();
  const core::Destination channel = old.destination();
  nlohmann::json out;
  out["base"] = base;
  nlohmann::json& all = out["links"];
  all["idea"] = *links.to(kari, button("box/ideas/form", "", "Foreslå et tema"));
  all["checkout"] = *links.to(kari, button("box/polls/form", "checkout", "Svar"));
  all["quick"] = *links.to(kari, button("box/polls/quick", "1", "Ja, jeg har tid"));
  all["matter"] = *links.to(kari, button("matters/form", "", "Svar på saken"));
  all["poll"] = *links.to(channel, button("box/polls/form", "checkout", "Svar"));
  all["slow"] = *links.to(kari, button("box/slow/form", "", "Svar"));
  all["sheet"] = *links.sheet_of(old);
  all["home"] = links.home_of(people.people()[1].id);
  all["unknown"] = base + "/s/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  --old.sheet;
  all["revoked"] = *links.sheet_of(old);
  all["calendar"] = links.calendar_of(people.people()[1].id, "1");
  // For each screen on which taps are counted: links for one answer are used up.
  for (int screen = 0; screen < 3; ++screen)
    out["acts"].push_back({{"checkout", *links.to(kari, button("box/polls/form", "out", "Svar"))},
                           {"idea", *links.to(kari, button("box/ideas/form", "", "Foreslå et tema"))},
                           {"vote", *links.to(kari, button("box/polls/quick", "1", "Ja, jeg har tid"))},
                           {"home", all["home"]}});
  std::cout << out.dump() << std::endl;
}

}  // namespace

int main() {
  asio::io_context io{1};
  const auto folder =
      std::filesystem::temp_directory_path() / ("refleks-pages-" + std::to_string(::getpid()));
  const auto people = std::make_shared<const core::Directory>(directory());
  const FixedClock clock;
  core::SystemRandom random;
  net::Mounts mounts;
  net::HttpServer server(io.get_executor(), net::HttpServerOptions{}, mounts.handler());
  web::Options options;
  options.data = options.keys = folder;
  options.passing_keys = folder / "passing";
  options.public_url = "http://127.0.0.1:" + std::to_string(server.endpoint().port);
  options.organisation = "Fjordvik kommune";
  options.reply_limit = net::Ticks(300);
  const auto pages = web::make_pages(
      io.get_executor(), options, [people] { return people; }, clock, random);
  for (const char* path : {"/s", "/k"}) mounts.add(path, pages->handler());
  server.start();

  DemoInbox inbox(io);
  asio::co_spawn(io, pages->run(inbox), asio::detached);
  asio::co_spawn(io, pages->deliver(letter("a", result())), asio::detached);
  asio::co_spawn(io, pages->deliver(letter("b", matter())), asio::detached);
  print_links(pages->links(), *people, options.public_url);
  asio::signal_set stop(io, SIGINT, SIGTERM);
  stop.async_wait([&io](auto, int) { io.stop(); });
  io.run();
  std::filesystem::remove_all(folder);
}
