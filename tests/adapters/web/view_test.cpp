#include "adapters/web/view.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using core::Input;
using web::View;

constexpr const char* hostile = "\"'><script>alert(1)</script>&amp;";
const std::string tamed = "&quot;&apos;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;";

bool has(const std::string& html, const std::string& part) {
  return html.find(part) != std::string::npos;
}

struct ViewTest : testing::Test {
  View view{hostile};
  View::Seal seal = [](const core::Button& button) { return std::optional("ticket-of-" + button.value); };

  std::string shown(core::Block block) const {
    core::Message message;
    message.blocks.push_back(std::move(block));
    return view.message(message, seal);
  }
  std::string shown(Input input, const std::map<std::string, std::string>& errors = {},
                    const core::FormValues* values = nullptr) const {
    core::Form form;
    form.submit = "Send";
    form.inputs.push_back(std::move(input));
    web::FormView shown;
    shown.form = &form;
    shown.errors = errors;
    shown.values = values;
    shown.ticket = "the-ticket";
    return view.form(shown);
  }
  static Input input(Input::Kind kind) {
    Input input;
    input.kind = kind;
    input.id = "a";
    input.label = "Hva?";
    input.required = true;
    input.options = {{"0", "lite"}, {"1", "mye"}};
    return input;
  }
};

TEST_F(ViewTest, EveryBlock) {
  EXPECT_TRUE(has(shown(core::Heading{"Hei"}), "<h2>Hei</h2>"));
  EXPECT_TRUE(has(shown(core::Paragraph{{core::Span("a "), core::Span("b", core::Span::Style::strong),
                                         core::Span("c", core::Span::Style::emphasis),
                                         core::Span("d", core::Span::Style::code)}}),
                  "<p>a <strong>b</strong><em>c</em><code>d</code></p>"));
  EXPECT_TRUE(has(shown(core::ContextLine{{core::Span("lite")}}), "<p class=\"context\">lite</p>"));
  EXPECT_TRUE(has(shown(core::List{{{core::Span("en")}}, true}), "<ol>\n<li>en</li>\n</ol>"));
  EXPECT_TRUE(has(shown(core::List{{{core::Span("en")}}, false}), "<ul>\n<li>en</li>\n</ul>"));
  EXPECT_TRUE(has(shown(core::Facts{{{"Hvor", "rom 3"}}}), "<dt>Hvor</dt><dd>rom 3</dd>"));
  EXPECT_TRUE(has(shown(core::Divider{}), "<hr>"));
  const std::string bars = shown(core::Bars{{{"Nyttig", 0.5, "de fleste"}, {"Mye", 7, ""}}});
  EXPECT_TRUE(has(bars, "<span class=\"caption\">de fleste</span><progress max=\"100\" value=\"50\""));
  EXPECT_TRUE(has(bars, "100 %"));
  EXPECT_TRUE(has(shown(core::Bars{{{"x", std::nan(""), ""}}}), "value=\"0\""));
}

TEST_F(ViewTest, ButtonsCarryTicketsAndThoseWithoutAreLeftOut) {
  const core::Actions actions{{{"Ja", "box/a", "1", core::Button::Style::primary},
                               {"Slett", "box/b", "2", core::Button::Style::danger}}};
  const std::string html = shown(actions);
  EXPECT_TRUE(has(html, "<button class=\"button primary\" name=\"t\" value=\"ticket-of-1\">Ja</button>"));
  EXPECT_TRUE(has(html, "<button class=\"button danger\" name=\"t\" value=\"ticket-of-2\">Slett</button>"));
  EXPECT_FALSE(has(html, "box/a"));
  seal = [](const core::Button&) { return std::optional<std::string>(); };
  EXPECT_FALSE(has(shown(actions), "<form"));
}

TEST_F(ViewTest, ButtonsOfOneLabelSayToWhoHearsThemWhatTheyAreAbout) {
  core::Message message;
  const auto ask = [&message](const std::string& line, const std::string& label) {
    message.blocks.emplace_back(core::Paragraph{{core::Span(line)}});
    message.blocks.emplace_back(core::Actions{{core::Button{label, "a/press", line}}});
  };
  ask("Utsjekk <1>", "Vis resultatet");
  ask("Utsjekk 2", "Vis resultatet");
  ask("Flere", "Eldre");
  std::string text;
  for (int i = 0; i < 40; ++i) text += "mange ord ";
  ask(text, "Vis resultatet");
  const std::string html = view.message(message, seal);
  EXPECT_TRUE(has(html, ">Vis resultatet<span class=\"unseen\">: Utsjekk &lt;1&gt;</span></button>"));
  EXPECT_TRUE(has(html, ">Vis resultatet<span class=\"unseen\">: Utsjekk 2</span></button>"));
  EXPECT_TRUE(has(html, ">Eldre</button>")) << "it stands alone";
  EXPECT_TRUE(has(html, ">Vis resultatet<span class=\"unseen\">: mange ord mange"))
      << "a text by its beginning";
  EXPECT_FALSE(has(html, ">Vis resultatet<span class=\"unseen\">: " + text)) << "it is read by itself";
  EXPECT_FALSE(has(html, ">Vis resultatet</button>"));
}

// Cells of one row have no room for many, or for a long word.
TEST_F(ViewTest, AFewShortAnswersToOneQuestionStandInOneRow) {
  const auto row = [&](const std::vector<std::string>& labels) {
    core::Actions actions;
    for (const std::string& label : labels) actions.buttons.push_back({label, "a/b", label});
    return has(shown(actions), " alike");
  };
  EXPECT_TRUE(row({"Helt uenig", "Litt uenig", "Verken enig eller uenig", "Litt enig", "Helt enig"}));
  EXPECT_FALSE(row({"1", "2", "3", "4", "5", "6"}));
  EXPECT_FALSE(row({"Boligen øst", "Hjemmetjenesten nord"}));
}

TEST_F(ViewTest, PicturesFromElsewhereAreTheirWords) {
  const std::string foreign = shown(core::Image{"https://a.example/x.png", "En sol"});
  EXPECT_FALSE(has(foreign, "<img"));
  EXPECT_TRUE(has(foreign, "En sol"));
  EXPECT_TRUE(has(shown(core::Image{"data:image/png;base64,AAAA", "En sol"}), "alt=\"En sol\""));
}

TEST_F(ViewTest, LinksLeadToTheWebOrToMail) {
  const auto link = [this](const char* url) {
    return shown(core::Paragraph{{core::Span("her", core::Span::Style::plain, url)}});
  };
  EXPECT_TRUE(has(link("https://a.example/?a=1&b=\"2"), "href=\"https://a.example/?a=1&amp;b=&quot;2\""));
  EXPECT_TRUE(has(link("https://a.example/"), "rel=\"noopener noreferrer\""));
  EXPECT_TRUE(has(link("mailto:a@b.example"), "href=\"mailto:a@b.example\""));
  for (const char* bad : {"javascript:alert(1)", "data:text/html,x", "//a.example", " https://a.example"})
    EXPECT_FALSE(has(link(bad), "href")) << bad;
}

TEST_F(ViewTest, HostileTextIsTextEverywhere) {
  core::Message message;
  const core::Rich rich{core::Span(hostile),
                        core::Span(hostile, core::Span::Style::code, std::string("https://") + hostile)};
  message.blocks = {core::Heading{hostile},
                    core::Paragraph{rich},
                    core::ContextLine{rich},
                    core::List{{rich}, false},
                    core::Facts{{{hostile, hostile}}},
                    core::Bars{{{hostile, 0.5, hostile}}},
                    core::Image{hostile, hostile},
                    core::Image{std::string("data:image/png;base64,") + hostile, hostile},
                    core::Actions{{{hostile, hostile, hostile, core::Button::Style::plain}}}};
  std::string html = view.message(message, seal);
  for (const auto kind : {Input::Kind::text, Input::Kind::choice, Input::Kind::choices, Input::Kind::scale,
                          Input::Kind::date_time, Input::Kind::person})
    for (const bool multiline : {false, true}) {
      Input one = input(kind);
      one.id = one.label = one.hint = hostile;
      one.multiline = multiline;
      one.options = {{hostile, hostile}};
      one.initial = {hostile};
      html += shown(one, {{hostile, hostile}, {"elsewhere", hostile}});
    }
  web::Page page;
  page.title = page.note = page.warning = page.back = hostile;
  html += view.page(page) + view.section("x", hostile, "") + view.confirm(hostile, hostile, true) +
          view.letters(core::Language::nb, {{hostile, ""}}, hostile, 3) +
          view.command(core::Language::nb, "t", hostile, hostile) + view.mistake(hostile, hostile, hostile);
  EXPECT_FALSE(has(html, "<script"));
  EXPECT_FALSE(has(html, "\"'"));
  EXPECT_TRUE(has(html, tamed));
  EXPECT_TRUE(has(html, "<textarea id=\"f0\" name=\"f." + tamed + "\""));
}

TEST_F(ViewTest, ATemplatesTagsInATextAreText) {
  EXPECT_TRUE(has(shown(core::Heading{"{{{style}}} {{#x}}"}), "<h2>{{{style}}} {{#x}}</h2>"));
  web::Page page;
  page.title = "{{{style}}}";
  page.body = shown(core::Heading{"{{>page}}"});
  EXPECT_TRUE(has(view.page(page), "<h1>{{{style}}}</h1>"));
  EXPECT_TRUE(has(view.page(page), "<h2>{{&gt;page}}</h2>"));
}

TEST_F(ViewTest, AScaleOfManyStepsStandsBelowEachOther) {
  Input scale = input(Input::Kind::scale);
  for (int i = 0; i < 6; ++i) scale.options.push_back({"x" + std::to_string(i), std::to_string(i)});
  EXPECT_FALSE(has(shown(scale), "picks scale"));
  scale.options.erase(scale.options.begin(), scale.options.begin() + 2);
  EXPECT_TRUE(has(shown(scale), "picks scale")) << "numbers are short";
}

TEST_F(ViewTest, EveryInput) {
  Input text = input(Input::Kind::text);
  text.initial = {"fra før"};
  text.hint = "Kort.";
  text.max_length = 70;
  const std::string line = shown(text);
  EXPECT_TRUE(has(line, "<label for=\"f0\">Hva?</label>"));
  EXPECT_TRUE(has(line,
                  "<input type=\"text\" id=\"f0\" name=\"f.a\" value=\"fra før\" data-most=\"70\" "
                  "aria-required=\"true\" aria-describedby=\"f0-hint\">"));
  text.multiline = true;
  text.required = false;
  text.initial = {"\nen\n to"};
  const std::string area = shown(text);
  // The first line break behind the tag is the browser's; the second is the writer's.
  EXPECT_TRUE(has(area, ">\n\nen\n to</textarea>"));
  EXPECT_TRUE(has(area, "(valgfritt)"));

  Input choice = input(Input::Kind::choice);
  choice.initial = {"1"};
  const std::string radios = shown(choice);
  EXPECT_TRUE(has(radios, "<legend>Hva?</legend>"));
  EXPECT_TRUE(has(radios, "role=\"radiogroup\" aria-required=\"true\""));
  EXPECT_TRUE(has(radios, "<input type=\"radio\" name=\"f.a\" id=\"f0-1\" value=\"1\" checked>"));
  EXPECT_TRUE(has(radios, "id=\"f0-0\" value=\"0\">"));

  const std::string scale = shown(input(Input::Kind::scale));
  EXPECT_TRUE(has(scale, "class=\"picks scale\""));
  EXPECT_LT(scale.find("lite"), scale.find("mye"));

  const std::string boxes = shown(input(Input::Kind::choices));
  EXPECT_TRUE(has(boxes, "<input type=\"checkbox\" name=\"f.a\" id=\"f0-0\" value=\"0\">"));
  EXPECT_FALSE(has(boxes, "radiogroup"));

  EXPECT_TRUE(
      has(shown(input(Input::Kind::date_time)), "<input type=\"datetime-local\" id=\"f0\" name=\"f.a\""));

  const std::string select = shown(input(Input::Kind::person));
  EXPECT_TRUE(has(select, "<select id=\"f0\" name=\"f.a\""));
  EXPECT_TRUE(has(select, "<option value=\"1\">mye</option>"));
}

TEST_F(ViewTest, WhereNothingIsRequiredTextsAreFoldedIn) {
  core::Form form;
  form.inputs = {input(Input::Kind::scale), input(Input::Kind::text)};
  form.inputs[1].id = "b";
  form.inputs[1].multiline = true;
  for (Input& each : form.inputs) each.required = false;
  const auto html = [&](const core::FormValues* values = nullptr) {
    web::FormView view_of;
    view_of.form = &form;
    view_of.values = values;
    return view.form(view_of);
  };
  EXPECT_TRUE(has(html(), "<details class=\"field\">"));
  EXPECT_TRUE(has(html(), "<summary>Hva?</summary>\n<label class=\"unseen\" for=\"f1\">Hva?</label>"));
  EXPECT_FALSE(has(html(), "(valgfritt)")) << "the form says that all of it is";
  const core::FormValues written{{"b", {"ord"}}};
  EXPECT_TRUE(has(html(&written), "<details class=\"field\" open>"));
  form.inputs[0].required = true;
  EXPECT_FALSE(has(html(), "<details"));
  EXPECT_TRUE(has(html(), "(valgfritt)"));
}

TEST_F(ViewTest, PartsOfAWholeAreOneBarAndTheLargestIsMarked) {
  core::Message message;
  message.blocks.emplace_back(core::Bars{{{"Nei", 0.25, "3"}, {"Ja", 0.75, "9"}}});
  const std::string one = view.message(message, seal);
  EXPECT_TRUE(has(one, "<rect class=\"part-4\" x=\"25.0%\" width=\"75.0%\""));
  EXPECT_TRUE(has(one, "<li class=\"first\"><svg"));
  EXPECT_FALSE(has(one, "<progress"));
  std::get<core::Bars>(message.blocks[0]).rows[0].share = 0.5;
  const std::string several = view.message(message, seal);
  EXPECT_TRUE(has(several, "<progress"));
  EXPECT_FALSE(has(several, "class=\"first\""));
}

TEST_F(ViewTest, ErrorsStandAtTheFieldAndOnTop) {
  const core::FormValues values{{"a", {"det jeg skrev"}}};
  const std::string html =
      shown(input(Input::Kind::text), {{"a", "For kort."}, {"", "Og noe annet."}}, &values);
  EXPECT_TRUE(has(html, "<li><a href=\"#f0\">Hva?</a> For kort.</li>"));
  EXPECT_TRUE(has(view.mistake("command", "Navn", "For kort."), ">Navn:</a> For kort.</p>"));
  EXPECT_TRUE(has(html, "<li>Og noe annet.</li>"));
  EXPECT_TRUE(has(html, "<p class=\"error\" id=\"f0-error\">For kort.</p>"));
  EXPECT_TRUE(has(html, "aria-invalid=\"true\" aria-describedby=\"f0-error\""));
  EXPECT_TRUE(has(html, "value=\"det jeg skrev\""));
  EXPECT_TRUE(has(shown(input(Input::Kind::choice), {{"a", "x"}}), "href=\"#f0-0\""));
}

TEST_F(ViewTest, ThePageHasOneHeadingALanguageAndNoScript) {
  web::Page page;
  page.language = core::Language::nn;
  page.title = "Tittel";
  page.wrong = true;
  const std::string html = view.page(page);
  EXPECT_TRUE(html.starts_with("<!doctype html>\n<html lang=\"nn\">"));
  EXPECT_TRUE(has(html, "<title>Feil: Tittel – Refleks</title>"));
  EXPECT_TRUE(has(html, "<h1>Tittel</h1>"));
  EXPECT_TRUE(has(html, "lang=\"nn\" hreflang=\"nn\" aria-current=\"true\""));
  for (const char* code : {"nb", "nn", "en"}) EXPECT_TRUE(has(html, std::string("href=\"?l=") + code));
  EXPECT_FALSE(has(html, "<script"));
  page.choose_language = false;
  EXPECT_FALSE(has(view.page(page), "?l="));
}

}  // namespace
