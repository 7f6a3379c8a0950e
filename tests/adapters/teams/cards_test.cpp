// Messages and forms as cards, and conformance case 68.

#include "adapters/teams/cards.hpp"

#include <set>
#include <utility>
#include <vector>

#include "adapters/teams/data.hpp"
#include "adapters/teams/escape.hpp"
#include "adapters/teams/inputs.hpp"
#include "tests/adapters/teams/world.hpp"

namespace teams_test {
namespace {

using core::Span;

// What every card of ours must have, and what the schema forbids.
void check(const Json& card) {
  EXPECT_EQ(card.at("type"), "AdaptiveCard");
  EXPECT_EQ(card.at("version"), "1.5");
  EXPECT_EQ(card.at("msteams").at("width"), "Full");
  std::set<std::string> ids;
  const std::function<void(const Json&)> walk = [&](const Json& json) {
    if (json.is_object()) {
      if (json.value("isRequired", false)) {
        EXPECT_TRUE(json.contains("label") && json.contains("errorMessage")) << json;
      }
      const std::string type = json.contains("type") && json["type"].is_string() ? json["type"] : Json("");
      if (type.starts_with("Input.")) {
        EXPECT_TRUE(ids.insert(json.at("id")).second) << "twice: " << json["id"];
      }
      if (type == "Input.ChoiceSet") {
        EXPECT_FALSE(json.at("choices").empty());
      }
      if (type == "ActionSet") {
        EXPECT_LE(json.at("actions").size(), 5u);
      }
      if (type == "Action.Execute") {
        EXPECT_EQ(json.at("fallback").at("data"), json.at("data"));
      }
    }
    if (json.is_structured())
      for (const Json& part : json) walk(part);
  };
  walk(card);
}

core::Message everything() {
  using Style = Span::Style;
  core::Message message;
  auto& blocks = message.blocks;
  blocks.emplace_back(core::Heading{"Hvordan var *samlingen*?"});
  blocks.emplace_back(
      core::Paragraph{{Span("Svar "), Span("uten navn", Style::strong), Span(". "),
                       Span("Les mer", Style::plain, "https://kommune.example/les"), Span(" eller "),
                       Span("kode", Style::code), Span(" og ", Style::emphasis)}});
  blocks.emplace_back(core::List{{{Span("Først")}, {Span("Så")}}, false});
  blocks.emplace_back(core::List{{{Span("En")}, {Span("To")}}, true});
  blocks.emplace_back(core::Divider{});
  blocks.emplace_back(core::Facts{{{"Når", "tirsdag 24. november"}, {"Hvor", "1. etasje"}}});
  blocks.emplace_back(core::Bars{{{"Bra", 0.7, "de fleste"}, {"Dårlig", 0, "få"}, {"Alt", 1, "alle"}}});
  blocks.emplace_back(core::Image{"https://kommune.example/a.png", "En plakat"});
  blocks.emplace_back(core::Image{"http://kommune.example/a.png", "Et bilde"});
  blocks.emplace_back(core::Actions{{{"Bra", "box/polls/quick", "7|3", core::Button::Style::primary},
                                     {"Åpne skjema", "box/polls/form", "7", core::Button::Style::plain},
                                     {"Avlys", "sessions/cancel", "9", core::Button::Style::danger}}});
  blocks.emplace_back(core::ContextLine{{Span("Stenger kl. 16.00")}});
  return message;
}

TEST(TeamsCards, DrawEveryKindOfBlock) {
  const Json card = teams::card_of(everything(), {});
  check(card);
  compare_payload(card, "message");
  teams::CardStyle dialog;
  dialog.dialog = true;
  const Json inside = teams::card_of(everything(), dialog);
  check(inside);
  compare_payload(inside, "message-in-dialog");
  teams::CardStyle charts;
  charts.native_charts = true;
  compare_payload(teams::card_of({{core::Bars{{{"Bra", 0.7, "de fleste"}}}}}, charts), "chart");
}

TEST(TeamsCards, DrawEveryKindOfInput) {
  core::Form form;
  form.name = "polls/new";
  form.state = "g";
  form.title = "Ny avstemning";
  form.intro = {Span("Fyll ut.")};
  form.submit = "Lag";
  using Kind = core::Input::Kind;
  const std::vector<core::Option> options = {{"a", "Bra"}, {"b,c", "Sånn, passe"}, {"d%", "Dårlig"}};
  const auto add = [&](Kind kind, const std::string& id, bool required, std::vector<std::string> initial) {
    core::Input input;
    input.kind = kind;
    input.id = id;
    input.label = "Felt " + id;
    input.hint = "Hint til " + id;
    input.required = required;
    input.max_length = 300;
    input.initial = std::move(initial);
    if (kind == Kind::choice || kind == Kind::choices || kind == Kind::scale) input.options = options;
    form.inputs.push_back(input);
  };
  add(Kind::text, "text", true, {});
  add(Kind::text, "more", false, {"Skrevet *før*"});
  form.inputs.back().multiline = true;
  add(Kind::choice, "one", true, {"b,c"});
  add(Kind::choices, "many", false, {"a", "b,c"});
  add(Kind::scale, "scale", true, {});
  add(Kind::date_time, "when", true, {"2026-11-26T13:00"});
  add(Kind::person, "who", false, {ola});
  teams::FormStyle style;
  style.slot = "slot-1";
  style.errors = {{"more", "Her står det et navn."}, {"elsewhere", "Noe annet er galt."}};
  style.people = {{kari, "Kari Nordmann"}, {ola, "Ola Nordmann"}};
  const Json card = teams::form_card(form, style);
  check(card);
  compare_payload(card, "form");
}

// A check-out fits the screen of a phone: words are there for who wants them.
TEST(TeamsCards, FoldTextsThatNobodyMustWrite) {
  core::Form form;
  form.name = "box/polls/answer";
  form.submit = "Send";
  for (const char* id : {"q0", "q1", "q2"}) {
    core::Input input;
    input.kind = id[1] == '0' ? core::Input::Kind::scale : core::Input::Kind::text;
    input.id = input.label = id;
    if (input.kind == core::Input::Kind::scale) input.options = {{"0", "Lite"}, {"1", "Mye"}};
    form.inputs.push_back(input);
  }
  const Json card = teams::form_card(form, {});
  check(card);
  const Json& body = card["body"];
  ASSERT_EQ(body.size(), 3u) << body.dump(1);
  EXPECT_EQ(body[1]["actions"][0]["type"], "Action.ToggleVisibility");
  EXPECT_EQ(body[1]["actions"][0]["targetElements"][0], body[2]["id"]);
  EXPECT_EQ(body[2]["isVisible"], false);
  EXPECT_EQ(body[2]["items"].size(), 2u);

  // What somebody has written is seen, and so is what is wrong.
  form.inputs[1].initial = {"Et ord"};
  teams::FormStyle style;
  style.errors = {{"q2", "For langt"}};
  EXPECT_EQ(teams::form_card(form, style).dump().find("isVisible"), std::string::npos);
  // A form of words alone has nothing to fold, and what must be filled in is not hidden.
  form.inputs[1].initial = {};
  form.inputs[1].required = true;
  EXPECT_EQ(teams::form_card(form, {}).dump().find("isVisible"), std::string::npos);
  form.inputs.erase(form.inputs.begin());
  EXPECT_EQ(teams::form_card(form, {}).dump().find("isVisible"), std::string::npos);
}

TEST(TeamsCards, LetPeoplesTextDoNothing) {
  EXPECT_EQ(teams::escaped("*fet* _k_ [lenke](https://evil.example) `x` ~y~"),
            "\\*fet\\* \\_k\\_ \\[lenke\\]\\(https:\u2060//evil.example\\) \\`x\\` \\~y\\~");
  EXPECT_EQ(teams::escaped("<at>Kari</at>"), "<\u2060at\\>Kari<\u2060/at\\>");
  EXPECT_EQ(teams::escaped("{{DATE(2017-02-14T06:08:39Z,SHORT)}}"),
            "{\u2060{DATE\\(2017-02-14T06:08:39Z,SHORT\\)}}");
  EXPECT_EQ(teams::escaped("1. en\n- to\n 2. tre 3. fire"),
            "1\u2060. en\n\n-\u2060 to\n\n 2\u2060. tre 3. fire");
  EXPECT_EQ(teams::escaped("kl. 13.00 - æøå \\ # > + ! |"), "kl. 13.00 - æøå \\\\ \\# \\> \\+ \\! \\|");
  EXPECT_EQ(teams::inert("se www.evil.example {{{x}}}"), "se w\u2060ww.evil.example {\u2060{\u2060{x}}}");
  core::Message message;
  message.blocks.emplace_back(core::Paragraph{{Span("<at>Alle</at> **x** https://evil.example"),
                                               Span("klikk", Span::Style::plain, "javascript:alert(1)")}});
  const std::string card = teams::card_of(message, {}).dump();
  EXPECT_EQ(card.find("<at>"), std::string::npos);
  EXPECT_EQ(card.find("https://evil"), std::string::npos);
  EXPECT_EQ(card.find("javascript"), std::string::npos);
  EXPECT_EQ(card.find("\"entities\""), std::string::npos);
}

TEST(TeamsCards, SayTheSamePlainly) {
  EXPECT_EQ(teams::summary_of(everything()).find("["), std::string::npos);
  EXPECT_TRUE(teams::summary_of(everything()).starts_with("Hvordan var *samlingen*? Svar uten navn."));
  EXPECT_LE(teams::summary_of(words(std::string(5000, 'x'))).size(), 160u);
}

TEST(TeamsCards, Case68FitEverythingIntoTheLimit) {
  for (const std::size_t size : {std::size_t{24 * 1024 + 1}, std::size_t{200'000}}) {
    const std::string one = "ord ";
    std::string text;
    while (text.size() < size) text += one;
    core::Message message = words(text);
    message.blocks.emplace_back(core::Actions{{{"Svar", "box/polls/form", "7"}}});
    const Json card = teams::card_of(message, {});
    EXPECT_LE(card.dump().size(), teams::card_bytes);
    EXPECT_GT(card.dump().size(), teams::card_bytes / 4);
    EXPECT_NE(card.dump().find("box/polls/form"), std::string::npos) << "the button is still there";
    EXPECT_NE(card.dump().find("Resten"), std::string::npos);
  }
  core::List list;
  for (int i = 0; i < 2000; ++i) list.items.push_back({Span("Et forslag nummer " + std::to_string(i))});
  core::Facts facts;
  for (int i = 0; i < 500; ++i) facts.rows.emplace_back("Navn", std::string(100, 'x'));
  core::Bars bars;
  for (int i = 0; i < 500; ++i) bars.rows.push_back({std::string(50, 'y'), 0.5, "få"});
  const Json card = teams::card_of({{list, facts, bars, core::Heading{std::string(30'000, 'h')}}}, {});
  EXPECT_LE(card.dump().size(), teams::card_bytes);
  EXPECT_NE(card.dump().find("Et forslag nummer 0"), std::string::npos);

  // Buttons that are each of their own kind cannot be shortened: that is not sent.
  core::Message buttons;
  for (int i = 0; i < 40; ++i)
    buttons.blocks.emplace_back(
        core::Actions{{{"Svar", "polls/x" + std::to_string(i), std::string(1000, 'v')}}});
  World world;
  const auto refused = world.deliver({"teams", core::Destination::Kind::channel, room}, buttons);
  EXPECT_EQ(refused.kind, runtime::Delivered::Kind::permanent);
  EXPECT_EQ(refused.reason, "too_big");
  EXPECT_TRUE(world.calls().empty());
}

// A ranking of many places among many long options, and what is written besides.
core::Form long_form() {
  core::Form form;
  form.name = "box/polls/vote";
  form.title = "Ranger";
  form.submit = "Svar";
  core::Input text;
  text.id = "why";
  text.kind = core::Input::Kind::text;
  text.label = "Hvorfor";
  text.max_length = 600;
  form.inputs.push_back(text);
  for (int place = 0; place < 12; ++place) {
    core::Input input;
    input.id = "q1r" + std::to_string(place);
    input.kind = core::Input::Kind::choice;
    input.label = "Plass " + std::to_string(place + 1);
    for (int i = 0; i < 30; ++i)
      input.options.push_back({std::to_string(i), std::to_string(i) + std::string(150, 'v')});
    form.inputs.push_back(std::move(input));
  }
  return form;
}

// No card is over the limit, nothing is cut, and the last one brings what all were filled in with.
TEST(TeamsCards, AskALongFormInSteps) {
  const core::Form form = long_form();
  core::FormValues given{{"why", {std::string(600, 'h')}}};
  for (std::size_t i = 1; i < form.inputs.size(); ++i) given[form.inputs[i].id] = {std::to_string(i)};
  std::set<std::string> asked;
  std::size_t step = 0, cards = 0;
  do {
    teams::FormStyle style;
    style.step = step;
    const Json card = teams::form_card(teams::filled_in(form, given), style);
    EXPECT_LE(card.dump().size(), teams::card_bytes);
    Json data = card["actions"][0]["data"];
    for (const Json& element : card["body"])
      if (element.contains("id")) {
        const std::string id = element["id"];
        EXPECT_FALSE(data.contains(id)) << "what is asked is not carried";
        EXPECT_TRUE(asked.insert(id).second);
        data[id] = element.value("value", "");
        EXPECT_NE(card.dump().find("29" + std::string(150, 'v')), std::string::npos);
      }
    const std::string said = data.dump();
    const runtime::JsonText text(said);
    const auto pressed = teams::read_pressed(text.root());
    ASSERT_TRUE(pressed);
    EXPECT_EQ(pressed->values, given);
    step = pressed->step;
    EXPECT_EQ(card["actions"][0]["title"], step == 0 ? "Svar" : "Neste");
    ASSERT_LT(++cards, 20U);
  } while (step > 0);
  EXPECT_EQ(asked.size(), form.inputs.size());
  EXPECT_GT(cards, 2U);

  // What is wrong moves no input into another part.
  const auto part = [&](const std::string& error) {
    teams::FormStyle style;
    style.step = 1;
    if (!error.empty()) style.errors["q1r3"] = error;
    const Json card = teams::form_card(teams::filled_in(form, given), style);
    std::set<std::string> ids;
    for (const Json& element : card["body"])
      if (element.contains("id")) ids.insert(element["id"].get<std::string>());
    EXPECT_TRUE(ids.contains("o.q1r3")) << "the part that is meant";
    return ids;
  };
  EXPECT_EQ(part(std::string(6000, 'e')), part(""));

  teams::FormStyle wrong;
  wrong.step = 3;
  wrong.errors["q1r0"] = "To ganger";
  const std::string shown = teams::form_card(teams::filled_in(form, given), wrong).dump();
  EXPECT_NE(shown.find("To ganger"), std::string::npos) << "where it is wrong";
  EXPECT_NE(shown.find("o.q1r0"), std::string::npos);
}

// Each idea on the table has two buttons, and without its words they are of no use.
TEST(TeamsCards, KeepTheWordsOfAListWithVeryManyButtons) {
  const std::string id(64, 'f');
  for (const auto& [ideas, letters] : std::vector<std::pair<int, std::size_t>>{
           {20, 60}, {30, 60}, {60, 60}, {200, 60}, {44, 190}, {48, 300}}) {
    core::Message message;
    message.blocks.emplace_back(core::Heading{"Forslag"});
    for (int i = 0; i < ideas; ++i) {
      message.blocks.emplace_back(
          core::Paragraph{{Span("Tema " + std::to_string(i) + std::string(letters, 'x'))}});
      message.blocks.emplace_back(
          core::Actions{{{"Velg som tema", "ideas/choose", id}, {"Slett forslaget", "ideas/hide", id}}});
    }
    message.blocks.emplace_back(core::Actions{{{"Vis nå", "ideas/release", id}}});
    const Json card = teams::card_of(message, {});
    const std::string drawn = card.dump();
    EXPECT_LE(drawn.size(), teams::card_bytes) << ideas;
    EXPECT_NE(drawn.find("Vis nå"), std::string::npos) << ideas;
    EXPECT_EQ(drawn.find("Resten") != std::string::npos, ideas > 30) << ideas;
    std::size_t words = 0, buttons = 0;
    for (const Json& element : card["body"]) {
      words += element.dump().find("Tema ") != std::string::npos ? 1U : 0U;
      buttons += element.dump().find("ideas/choose") != std::string::npos ? 1U : 0U;
    }
    EXPECT_EQ(words, buttons) << ideas;
    EXPECT_GE(words, 20U) << ideas;
  }
}

TEST(TeamsCards, LeaveAFittingCardAlone) {
  core::Message message = words(std::string(22'000, 'x'));
  EXPECT_EQ(teams::card_of(message, {}).dump().find("Resten"), std::string::npos);
}

TEST(TeamsCards, KeepWhatSomebodyWroteInALongForm) {
  core::Form form = idea_form();
  form.intro = {Span(std::string(40'000, 'i')), Span("slutt")};
  form.inputs[0].initial = {std::string(3000, 'm')};
  const std::string card = teams::form_card(form, {}).dump();
  EXPECT_LE(card.size(), teams::card_bytes);
  EXPECT_NE(card.find(std::string(3000, 'm')), std::string::npos);
}

}  // namespace
}  // namespace teams_test
