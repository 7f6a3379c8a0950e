// The JSON of the neutral model, which the outbox keeps and the sandbox speaks.

#include "bot/runtime/payload.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

using nlohmann::json;

namespace {

core::Message everything() {
  core::Message message;
  message.blocks.emplace_back(core::Heading{"Tittel"});
  message.blocks.emplace_back(
      core::Paragraph{{core::Span("a "), core::Span("b", core::Span::Style::strong),
                       core::Span("c", core::Span::Style::code, "https://example.org")}});
  message.blocks.emplace_back(
      core::List{{{core::Span("x")}, {core::Span("y", core::Span::Style::emphasis)}}, true});
  message.blocks.emplace_back(core::Facts{{{"Når", "13.00"}, {"Hvor", "Møterom"}}});
  message.blocks.emplace_back(core::Bars{{{"A", 0.25, "3"}}});
  message.blocks.emplace_back(core::Image{"https://example.org/i.png", "kart"});
  message.blocks.emplace_back(core::Divider{});
  message.blocks.emplace_back(core::Actions{{{"Svar", "box/polls/answer", "1", core::Button::Style::primary},
                                             {"Slett", "polls/drop", "", core::Button::Style::danger}}});
  message.blocks.emplace_back(core::ContextLine{{core::Span("liten skrift")}});
  return message;
}

TEST(Payload, EveryBlockComesBackAsItWas) {
  EXPECT_EQ(runtime::message_from_json(json::parse(runtime::to_json(everything()).dump())), everything());
  EXPECT_EQ(runtime::message_from_json(runtime::to_json(core::Message())), core::Message());
  core::Message drawn = everything();
  drawn.blocks.emplace_back(core::Paragraph{{core::Span("● ○")}, true});
  drawn.pictures = {
      {"T", "I ord.", {"r"}, {"c"}, {{0, 0, core::Plot::Shape::cross}}},
      {"U", "I ord.", {}, {}, {}, {{"A", 0.5, "3"}, {"B", -1, "få"}}, core::Plot::As::whole, {1}}};
  EXPECT_EQ(runtime::message_from_json(json::parse(runtime::to_json(drawn).dump())), drawn);
}

TEST(Payload, WhatAnEmailMaySayComesBackAsItWas) {
  core::Message message;
  message.mail = core::Mail{"Emne", everything().blocks, {}};
  EXPECT_EQ(runtime::message_from_json(json::parse(runtime::to_json(message).dump())), message);
  core::CalendarEntry entry;
  entry.uid = "s1@refleks";
  entry.sequence = 3;
  entry.starts = core::instant_from_text("2026-11-24T12:00:00Z");
  entry.ends = core::instant_from_text("2026-11-24T13:30:00Z");
  entry.zone = "Europe/Oslo";
  entry.cancelled = true;
  entry.summary = "Nord";
  entry.description = "To\nlinjer";
  entry.location = "Rom 2";
  entry.modified = core::instant_from_text("2026-11-09T08:00:00Z");
  message.mail->calendar = entry;
  EXPECT_EQ(runtime::message_from_json(json::parse(runtime::to_json(message).dump())), message);
}

// What lies in an outbox was written so, and is compared as text.
TEST(Payload, IsWrittenAsTheLibraryWritesItsTree) {
  core::Message message = everything();
  message.blocks.emplace_back(core::Paragraph{{core::Span("● ○")}, true});
  message.blocks.emplace_back(core::List{});
  message.pictures = {
      {"T", "I ord.", {"r", "s"}, {"c"}, {{0, 0, core::Plot::Shape::cross}, {1, 0}}},
      {"U", "I ord.", {}, {}, {}, {{"A", 0.1, "3"}, {"B", -1, "få"}}, core::Plot::As::whole, {0, 1}}};
  message.mail = core::Mail{"Emne", everything().blocks, core::CalendarEntry{"s1@refleks"}};
  const std::string text = runtime::json_text(message);
  EXPECT_EQ(json::parse(text).dump(), text);
  EXPECT_EQ(runtime::message_from_json(json::parse(text)), message);
  EXPECT_EQ(runtime::json_text(core::Message()), R"({"blocks":[]})");
}

TEST(Payload, WritesEveryTextAsTheLibraryDoes) {
  std::vector<std::string> all{"", "a\"b\\c/d", "én\u2028to\u00a0tre 👍", "\xc3", "a\xe2\x82 b\xff", "\x7f"};
  for (char c = 0; c < ' '; ++c) all.push_back(std::string("a") + c + "å");
  for (const std::string& words : all) {
    core::Message message;
    message.blocks.emplace_back(core::Heading{words});
    EXPECT_EQ(runtime::json_text(message),
              R"({"blocks":[{"text":)" + json(words).dump(-1, ' ', false, json::error_handler_t::replace) +
                  R"(,"type":"heading"}]})");
  }
}

TEST(Payload, HasTheShapesOfTheProtocol) {
  EXPECT_EQ(runtime::to_json(everything()), json::parse(R"({"blocks":[
    {"type":"heading","text":"Tittel"},
    {"type":"paragraph","text":[{"text":"a "},{"text":"b","style":"strong"},{"text":"c","style":"code","url":"https://example.org"}]},
    {"type":"list","numbered":true,"items":[[{"text":"x"}],[{"text":"y","style":"emphasis"}]]},
    {"type":"facts","rows":[["Når","13.00"],["Hvor","Møterom"]]},
    {"type":"bars","rows":[{"label":"A","share":0.25,"caption":"3"}]},
    {"type":"image","url":"https://example.org/i.png","alt":"kart"},
    {"type":"divider"},
    {"type":"actions","buttons":[{"label":"Svar","name":"box/polls/answer","value":"1","style":"primary"},
                                 {"label":"Slett","name":"polls/drop","value":"","style":"danger"}]},
    {"type":"context","text":[{"text":"liten skrift"}]}]})"));
}

TEST(Payload, AFormHasTheShapeOfTheProtocol) {
  core::Form form;
  form.name = "box/polls/answer";
  form.state = "s";
  form.title = "T";
  form.intro = {core::Span("i")};
  form.submit = "Send";
  core::Input input;
  input.kind = core::Input::Kind::date_time;
  input.id = "when";
  input.label = "Når";
  input.required = true;
  input.options = {{"v", "l"}};
  input.initial = {"v"};
  form.inputs = {input};
  EXPECT_EQ(runtime::to_json(form),
            json::parse(R"({"name":"box/polls/answer","state":"s","title":"T","intro":[{"text":"i"}],
    "inputs":[{"kind":"date_time","id":"when","label":"Når","hint":"","required":true,"multiline":false,"max_length":500,
               "options":[{"value":"v","label":"l"}],"initial":["v"]}],"submit":"Send"})"));
}

TEST(Payload, ReadsTheValuesOfAForm) {
  EXPECT_EQ(runtime::form_values_from_json(json::parse(R"({"a":["x","y"],"b":[]})")),
            (core::FormValues{{"a", {"x", "y"}}, {"b", {}}}));
}

TEST(Payload, RefusesOtherShapesWithoutQuotingThem) {
  for (const char* text :
       {R"(["MARKER"])", R"({"blocks":"MARKER"})", R"({"blocks":[{"type":"MARKER"}]})",
        R"({"blocks":[{"type":"heading","text":7}]})", R"({"blocks":[{"type":"facts","rows":[["MARKER"]]}]})",
        R"({"blocks":[{"type":"paragraph","text":[{"text":"x","style":"MARKER"}]}]})"}) {
    try {
      runtime::message_from_json(json::parse(text));
      FAIL() << text;
    } catch (const std::invalid_argument& error) {
      EXPECT_EQ(std::string(error.what()).find("MARKER"), std::string::npos);
    }
  }
  EXPECT_THROW(runtime::form_values_from_json(json::parse(R"({"a":"MARKER"})")), std::invalid_argument);
  EXPECT_THROW(runtime::form_values_from_json(json::parse("[1]")), std::invalid_argument);
}

}  // namespace
