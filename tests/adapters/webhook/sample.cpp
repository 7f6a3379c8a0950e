#include "tests/adapters/webhook/sample.hpp"

#include <nlohmann/json.hpp>

namespace webhook_test {

using core::Rich;
using core::Span;
using Style = core::Span::Style;
using webhook::Shape;

std::string name_of(Shape shape) {
  switch (shape) {
    case Shape::slack:
      return "slack";
    case Shape::mattermost:
      return "mattermost";
    case Shape::rocketchat:
      return "rocketchat";
    case Shape::zulip:
      return "zulip";
    case Shape::google_chat:
      return "google_chat";
    case Shape::teams_workflow:
      return "teams_workflow";
  }
  return {};
}

std::optional<std::string> Pages::to(const core::Destination&, const core::Button& button) {
  const auto found = of.find(button.name);
  if (found == of.end()) return std::nullopt;
  return found->second;
}

core::Destination channel() {
  return {"hooks", core::Destination::Kind::channel, "fredag"};
}

core::Message words(std::string text) {
  return {{core::Paragraph{{Span(std::move(text))}}}};
}

core::Message everything() {
  core::Message message;
  message.blocks.emplace_back(core::Heading{"Fredagsgruppa: utsjekk"});
  message.blocks.emplace_back(core::Paragraph{
      {Span("Takk for "), Span("samlingen", Style::strong), Span(". Skriv "), Span("idé", Style::code),
       Span(" når noe "), Span("murrer", Style::emphasis), Span(", eller les "),
       Span("heftet", Style::plain, "https://helse.example/hefte?a=1&b=2"),
       Span(".\nNeste gang er fredag kl. 13.00.")}});
  message.blocks.emplace_back(
      core::List{{{Span("Ta med én situasjon")}, {Span("Del "), Span("nå", Style::strong)}}});
  message.blocks.emplace_back(core::List{{{Span("Først")}, {Span("Så")}}, true});
  message.blocks.emplace_back(
      core::Facts{{{"Tid", "fredag 27. november kl. 13.00"}, {"Sted", "Vaktrommet"}}});
  message.blocks.emplace_back(core::Divider{});
  message.blocks.emplace_back(core::Bars{{{"Trygg", 0.85, "de fleste"}, {"Usikker", 0.12, "få"}}});
  message.blocks.emplace_back(core::Image{"https://refleks.example/plakat.png", "Plakat med kode"});
  message.blocks.emplace_back(
      core::Actions{{{"Svar uten navn", "box/answer", "7", core::Button::Style::primary},
                     {"Flytt samlingen", "sessions/move", "7"}}});
  message.blocks.emplace_back(core::ContextLine{{Span("Svarene slettes når utsjekken lukkes.")}});
  return message;
}

core::Message hostile() {
  const std::string text =
      "@channel @all @here @**all** @kari <!channel> <!here> <@U123> <users/all> <at>Kari</at> #fredag "
      "~fredag "
      ":rocket: **fet** *kursiv* _under_ ~~strøk~~ `kode` [lenke](https://ond.example) "
      "<https://ond.example|her> "
      "https://ond.example/a www.ond.example ond.example kari@ond.example <b>x</b> &lt;b&gt; &#64;channel "
      "$$x$$ "
      "\\*stjerne\\* ![bilde](https://ond.example/b.png)\n# tittel\n- punkt\n1. nummer\n> "
      "sitat\n```\nblokk\n```\n"
      "    innrykk\n| a | b |\n|---|---|\n| 1 | 2 |\n===\n/me danser\n\u202Ebaklengs";
  core::Message message;
  message.blocks.emplace_back(core::Heading{"@all **Tittel** <at>x</at>"});
  message.blocks.emplace_back(core::Paragraph{{Span(text)}});
  message.blocks.emplace_back(core::Paragraph{
      {Span("@all ` * x", Style::strong), Span(" "), Span("<!here> `; @channel", Style::code)}});
  message.blocks.emplace_back(core::List{{{Span("@channel\n# to")}}});
  message.blocks.emplace_back(core::Facts{{{"**@all**", "<!channel>"}}});
  message.blocks.emplace_back(core::Bars{{{"@here", 0.5, "[x](https://ond.example)"}}});
  message.blocks.emplace_back(core::Image{"javascript:alert(1)", "@all"});
  message.blocks.emplace_back(core::Actions{{{"@all](https://ond.example) <!here>", "box/answer", "7"}}});
  message.blocks.emplace_back(core::ContextLine{{Span("_@all_ <users/all>")}});
  return message;
}

core::Message only_buttons() {
  core::Message message = words("Hva tenker du?");
  message.blocks.emplace_back(core::Actions{{{"Ja", "polls/yes", "1"}, {"Nei", "polls/no", "1"}}});
  message.blocks.emplace_back(core::ContextLine{{Span("Til fredag.")}});
  return message;
}

core::Message long_one(std::size_t paragraphs, std::size_t letters) {
  core::Message message;
  for (std::size_t i = 0; i < paragraphs; ++i) {
    std::string text;
    for (std::size_t j = 0; j < letters; ++j) text += "æ";
    message.blocks.emplace_back(core::Paragraph{{Span(std::move(text))}});
  }
  message.blocks.emplace_back(core::Actions{{{"Svar uten navn", "box/answer", "7"}}});
  return message;
}

Pages pages() {
  Pages pages;
  pages.of["box/answer"] = "https://refleks.example/s/Ab_c-9?x=1&y=2";
  return pages;
}

webhook::Outline outline_of(const core::Message& message) {
  Pages linked = pages();
  return webhook::outline(message, channel(), &linked, core::Language::nb);
}

namespace {
void collect(const nlohmann::json& json, std::string& text) {
  if (json.is_string()) text += json.get_ref<const std::string&>() + "\n";
  if (json.is_structured())
    for (const auto& inner : json) collect(inner, text);
}
}  // namespace

std::string all_text(const std::string& payload) {
  std::string text;
  collect(nlohmann::json::parse(payload), text);
  return text;
}

}  // namespace webhook_test
