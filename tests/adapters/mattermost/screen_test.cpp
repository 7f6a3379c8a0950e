// Messages and forms as Mattermost gets them: recorded payloads, order, limits.
#include "adapters/mattermost/screen.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "adapters/mattermost/dialog.hpp"
#include "adapters/mattermost/limits.hpp"
#include "adapters/mattermost/text.hpp"
#include "adapters/typeset/measure.hpp"
#include "bot/core/utf8.hpp"

namespace mattermost {
namespace {

using Json = nlohmann::json;
using core::Language;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Json plain_integration(const core::Button& button) {
  return {{"url", "https://bot.example.no/mattermost/m/action"},
          {"context", {{"n", button.name}, {"v", button.value}}}};
}

core::Message everything() {
  core::Message message;
  message.blocks.emplace_back(core::Heading{"Resultat: ferie & *vakter*"});
  message.blocks.emplace_back(core::Paragraph{
      {core::Span("Takk til "), core::Span("alle", core::Span::Style::strong),
       core::Span(" som svarte. Les mer på "),
       core::Span("siden", core::Span::Style::plain, "https://example.no/a(b)"), core::Span(".")}});
  message.blocks.emplace_back(core::List{{{core::Span("først")}, {core::Span("så\nog videre")}}, true});
  message.blocks.emplace_back(core::Bars{{{"Ja", 0.75, "9"}, {"Nei", 0.25, "3"}}});
  message.blocks.emplace_back(core::Divider{});
  message.blocks.emplace_back(core::Facts{{{"Svarte", "12"}, {"Av", "15"}}});
  message.blocks.emplace_back(core::Actions{{{"Vis mer", "polls/more", "p1", core::Button::Style::primary},
                                             {"Slett", "polls/drop", "p1", core::Button::Style::danger}}});
  message.blocks.emplace_back(core::Paragraph{{core::Span("Neste avstemning")}});
  message.blocks.emplace_back(core::Image{"https://example.no/bilde.png", "Et bilde"});
  message.blocks.emplace_back(core::Actions{{{"Svar", "box/polls/form", "p2"}}});
  message.blocks.emplace_back(core::ContextLine{{core::Span("Ingen ser hvem som har svart hva.")}});
  return message;
}

core::Form survey() {
  core::Form form;
  form.name = "box/polls/vote";
  form.state = "p1";
  form.title = "Utsjekk";
  form.intro = {core::Span("Svar på det du vil.")};
  const auto add = [&](core::Input::Kind kind, const char* id, const char* label) -> core::Input& {
    core::Input input;
    input.kind = kind;
    input.id = id;
    input.label = label;
    form.inputs.push_back(std::move(input));
    return form.inputs.back();
  };
  add(core::Input::Kind::choice, "q0", "Kom du?").options = {{"0", "Ja"}, {"1", "Nei"}};
  core::Input& several = add(core::Input::Kind::choices, "q1", "Hva snakket dere om?");
  several.options = {{"0", "Medisiner"}, {"1", "Samarbeid med pårørende i helgene"}};
  several.initial = {"1"};
  core::Input& scale = add(core::Input::Kind::scale, "q2", "Hvor trygt var det å si det du mente i dag?");
  scale.options = {{"1", "1"}, {"2", "2"}, {"3", "3"}};
  scale.hint = "1 er minst, 3 er mest";
  scale.required = true;
  core::Input& words = add(core::Input::Kind::text, "q3", "Noe mer?");
  words.multiline = true;
  words.initial = {"Alt *bra*"};
  add(core::Input::Kind::date_time, "when", "Når?");
  core::Input& many = add(core::Input::Kind::choice, "session", "Samling");
  for (int i = 0; i < 12; ++i)
    many.options.push_back({std::to_string(i), "Samling " + std::to_string(i + 1)});
  add(core::Input::Kind::person, "who", "Hvem");
  add(core::Input::Kind::choice, "nothing", "Ingenting å velge");
  form.submit = "Send";
  return form;
}

// Against a file that a person has read; REFLEKS_WRITE_PAYLOADS records anew.
void expect_recorded(const std::string& name, const Json& got) {
  const std::string path = std::string(REFLEKS_SOURCE_DIR) + "/tests/adapters/mattermost/payloads/" + name;
  if (std::getenv("REFLEKS_WRITE_PAYLOADS")) std::ofstream(path) << got.dump(2) << '\n';
  std::ifstream in(path);
  ASSERT_TRUE(in) << path;
  EXPECT_EQ(got, Json::parse(in)) << got.dump(2);
}

TEST(MattermostScreenTest, APostIsAsRecorded) {
  const Json screen = screen_of(everything(), plain_integration, Language::nb);
  expect_recorded("post.json", screen);
  EXPECT_THAT(limit_violations_of_post(
                  {{"message", screen["text"]}, {"props", {{"attachments", screen["attachments"]}}}}),
              IsEmpty());
}

TEST(MattermostScreenTest, WordsAloneAreAsRecorded) {
  expect_recorded("words.json", words_of(everything(), Language::nb, limit::post));
}

TEST(MattermostScreenTest, ADialogIsAsRecorded) {
  Asked asked;
  const Json dialog = form_dialog(survey(), asked, Language::nb);
  expect_recorded("dialog.json", dialog);
  EXPECT_THAT(limit_violations_of_dialog(dialog), IsEmpty());
  EXPECT_EQ(asked.kind, Asked::Kind::form);
}

TEST(MattermostScreenTest, AMenuIsAsRecorded) {
  Asked asked;
  const Json dialog = message_dialog(everything(), asked, Language::nb);
  expect_recorded("menu.json", dialog);
  EXPECT_THAT(limit_violations_of_dialog(dialog), IsEmpty());
  EXPECT_EQ(asked.kind, Asked::Kind::choice);
  EXPECT_EQ(asked.buttons.size(), 3u);
}

TEST(MattermostScreenTest, NothingIsStillSomething) {
  EXPECT_EQ(screen_of({}, plain_integration, Language::nb)["text"], "–");
  EXPECT_EQ(words_of({}, Language::nb, limit::post), "–");
  core::Message buttons;
  buttons.blocks.emplace_back(core::Actions{{{"", "a/b", ""}}});
  const Json screen = screen_of(buttons, plain_integration, Language::nb);
  EXPECT_EQ(screen["text"], "");
  EXPECT_EQ(screen["attachments"][0]["actions"][0]["name"], "…");
  EXPECT_TRUE(screen["attachments"][0].contains("fallback"));
}

TEST(MattermostScreenTest, AddressesThatAreNoneAreWords) {
  for (const char* url : {"javascript:alert(1)", "mmaction://x", "data:text/html,x", "/relative"})
    EXPECT_EQ(markdown({core::Span("trykk", core::Span::Style::plain, url)}), "trykk");
  EXPECT_EQ(markdown({core::Span("/refleks idé", core::Span::Style::code)}), "`/refleks idé`")
      << "a command is copied as it is typed, with nothing invisible before it";
  EXPECT_EQ(markdown({core::Span("a]b", core::Span::Style::strong, "https://x.no/å b")}),
            "[**a\\]b**](https://x.no/%C3%A5%20b)");
}

TEST(MattermostScreenTest, BarsAreAlwaysOfOneWidth) {
  for (const double share : {-1.0, 0.0, 0.04, 0.5, 1.0, 7.0, std::numeric_limits<double>::quiet_NaN()}) {
    core::Message message;
    message.blocks.emplace_back(core::Bars{{{"A", share, "x"}}});
    const std::string text = words_of(message, Language::nb, limit::post);
    EXPECT_EQ(typeset::size_in(typeset::code_points, text.substr(0, text.find("` "))), 11u) << text;
  }
}

TEST(MattermostScreenTest, ManyButtonsAndLongLabels) {
  core::Message message;
  core::Actions actions;
  for (int i = 0; i < 200; ++i)
    actions.buttons.push_back({std::string(500, 'x') + "\n@all", "a/b", std::to_string(i)});
  message.blocks.emplace_back(actions);
  const Json screen = screen_of(message, plain_integration, Language::nb);
  EXPECT_THAT(
      limit_violations_of_post({{"message", "x"}, {"props", {{"attachments", screen["attachments"]}}}}),
      IsEmpty());
  EXPECT_EQ(screen["attachments"][0]["actions"].size(), 200u);
}

TEST(MattermostScreenTest, LabelsThatAreTooLongForButtonsStandAboveThemInFull) {
  core::Message message;
  const std::string topic =
      "Svar: Når pårørende er uenige seg imellom, og vi som står der ikke vet hvem vi skal høre på";
  message.blocks.emplace_back(core::Paragraph{{core::Span("Hei")}});
  message.blocks.emplace_back(core::Actions{{{topic, "a/b", "1"}, {"Kort *en*", "a/b", "2"}}});
  const Json screen = screen_of(message, plain_integration, Language::nb);
  EXPECT_EQ(screen["text"], "Hei\n\n1. " + topic + "\n2. Kort \\*en\\*");
  const Json& actions = screen["attachments"][0]["actions"];
  EXPECT_TRUE(actions[0]["name"].get<std::string>().starts_with("1. Svar: Når pårørende er uenige"));
  EXPECT_LE(typeset::size_in(typeset::code_points, actions[0]["name"].get<std::string>()), limit::button);
  EXPECT_EQ(actions[1]["name"], "2. Kort *en*");
}

core::Form vote(core::Input::Kind kind, const std::string& longest, int options = 3) {
  core::Form form;
  form.name = "box/polls/vote";
  form.state = "p1";
  form.title = "Hva skal vi snakke om på tirsdag?";
  form.intro = {core::Span("Ingen ser hvem som har svart hva.")};
  core::Input input;
  input.kind = kind;
  input.id = "q0";
  input.label = form.title;
  input.required = true;
  for (int i = 0; i < options; ++i) input.options.push_back({std::to_string(i), "Tema " + std::to_string(i)});
  input.options.back().label = longest;
  form.inputs.push_back(std::move(input));
  return form;
}

TEST(MattermostScreenTest, LongChoicesAreNumberedAndStandAboveInFull) {
  std::string topic;
  while (typeset::size_in(typeset::code_points, topic) < 290)
    topic += "Når vi er uenige om *smerte* på natta. ";
  for (const auto& [kind, options] :
       {std::pair(core::Input::Kind::choices, 10), std::pair(core::Input::Kind::choice, 11),
        std::pair(core::Input::Kind::person, 3)}) {
    Asked asked;
    const Json dialog = form_dialog(vote(kind, topic, options), asked, Language::nb);
    EXPECT_THAT(limit_violations_of_dialog(dialog), IsEmpty());
    const std::string above = dialog["introduction_text"];
    EXPECT_THAT(above, HasSubstr("\n1. Tema 0\n2. Tema 1\n"));
    EXPECT_THAT(
        above, HasSubstr("\n" + std::to_string(options) + ". " + escaped(topic.substr(0, topic.size() - 1))));
    EXPECT_EQ(above.find("Hva skal vi snakke om"), above.rfind("Hva skal vi snakke om"));  // once
    const bool boxes = kind == core::Input::Kind::choices;
    const Json& last = boxes ? dialog["elements"].back() : dialog["elements"][0]["options"].back();
    const std::string shown = last[boxes ? "placeholder" : "text"];
    EXPECT_TRUE(shown.starts_with(std::to_string(options) + ". Når vi er uenige")) << shown;
    EXPECT_LE(typeset::size_in(typeset::code_points, shown), limit::menu_option + 4);
  }
}

// With a list for each place those of the last questions were cut off.
TEST(MattermostScreenTest, ChoicesOfManyPlacesStandAboveOnce) {
  std::string topic;
  while (typeset::size_in(typeset::code_points, topic) < 70) topic += "uenige om natta ";
  core::Form form = vote(core::Input::Kind::choice, topic, 12);
  for (int place = 1; place < 12; ++place) {
    form.inputs.push_back(form.inputs.front());
    form.inputs.back().id += "r" + std::to_string(place);
    form.inputs.back().label += " (plass " + std::to_string(place + 1) + ")";
  }
  for (core::Option& option : form.inputs.front().options) option.label = "Tema " + option.label;
  Asked asked;
  const Json dialog = form_dialog(form, asked, Language::nb);
  EXPECT_THAT(limit_violations_of_dialog(dialog), IsEmpty());
  const std::string above = dialog["introduction_text"];
  EXPECT_THAT(above, HasSubstr("\n1. Tema Tema 0\n")) << "the first asks for something else";
  EXPECT_THAT(above, HasSubstr("\n1. Tema 0\n"));
  EXPECT_EQ(above.find("\n1. Tema 0\n"), above.rfind("\n1. Tema 0\n")) << "the others for the same";
  EXPECT_THAT(above, HasSubstr("(plass 12)"));
}

TEST(MattermostScreenTest, ChoicesThatFitStandOnceAndWhole) {
  const std::string topic =
      "Samarbeid med pårørende i helgene, når de fleste av oss er vikarer og ingen kjenner dem";
  Asked asked;
  const Json boxes = form_dialog(vote(core::Input::Kind::choices, topic), asked, Language::nb);
  EXPECT_EQ(boxes["introduction_text"],
            "**Hva skal vi snakke om på tirsdag?**\n\nIngen ser hvem som har svart hva.");
  EXPECT_EQ(boxes["elements"][2]["display_name"], "3");
  EXPECT_EQ(boxes["elements"][2]["placeholder"], topic);
  const Json radios =
      form_dialog(vote(core::Input::Kind::choice, std::string(300, 'x')), asked, Language::nb);
  EXPECT_EQ(radios["elements"][0]["options"][2]["text"], std::string(300, 'x'));  // they wrap
  EXPECT_FALSE(radios["elements"][0].contains("help_text"));                      // the title says it
}

// --- text ---

TEST(MattermostTextTest, BrokenBytesAndUnseenMarksGo) {
  EXPECT_EQ(core::cleaned("a\xff\xc3"), "a\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(core::cleaned(std::string("a\0b", 3)), "ab");
  EXPECT_EQ(core::cleaned("a\r\nb\rc\xE2\x80\xA8"
                          "d\te"),
            "a\nb\nc\nd e");
  EXPECT_EQ(core::cleaned("a\xE2\x80\xAE"
                          "b"),
            "ab");
  EXPECT_EQ(one_line("a\nb"), "a b");
  for (int lead = 0; lead < 256; ++lead)
    for (int next = 0; next < 256; next += 7) {
      const std::string text{static_cast<char>(lead), static_cast<char>(next), 'x'};
      EXPECT_NO_THROW(Json(escaped(text)).dump()) << lead << " " << next;
      EXPECT_NO_THROW(Json(typeset::shortened(core::cleaned(text), 4, typeset::bytes)).dump());
    }
}

// --- dialogs, back ---

mattermost::Submission written(const Json& submission) {
  return mattermost::read_submission(runtime::JsonText(submission.dump()).root());
}

TEST(MattermostDialogTest, ValuesOfEveryKindComeBack) {
  Asked asked;
  const Json dialog = form_dialog(survey(), asked, Language::nb);
  Json submission = Json::object();
  std::map<std::string, std::string> name_of;  // by what stands behind the mark
  for (const Json& element : dialog["elements"]) {
    const std::string name = element["name"];
    name_of[name.substr(name.find(':') + 1)] = name;
  }
  submission[name_of["q0"]] = "1";
  submission[name_of["q1=0"]] = true;
  submission[name_of["q1=1"]] = "true";
  submission[name_of["q2"]] = 3;
  submission[name_of["q3"]] = nullptr;
  submission[name_of["when"]] = "";
  submission[name_of["who@"]] = Json::array({"a", 5, "b"});
  submission["q0"] = "without a mark";
  submission["00000000:q0"] = "of another dialog";
  submission[name_of["session"]] = {{"an", "object"}};
  const auto person = [](const std::string& id) { return "p" + id; };
  const core::FormValues values = values_of(written(submission), asked, person);
  const core::FormValues expected{{"q0", {"1"}}, {"q1", {"0", "1"}},    {"q2", {"3"}},  {"q3", {}},
                                  {"when", {}},  {"who", {"pa", "pb"}}, {"session", {}}};
  EXPECT_EQ(values, expected);
  const Json errors = errors_at(written(submission), asked, {{"q1", "Velg færre."}, {"q9", "Finnes ikke."}});
  EXPECT_EQ(errors["errors"][name_of["q1=0"]], "Velg færre.");
  EXPECT_EQ(errors["error"], "Finnes ikke.");
}

TEST(MattermostDialogTest, CrookedSubmissionsAreNothing) {
  Asked asked;
  form_dialog(survey(), asked, Language::nb);
  for (const Json& bad : {Json(), Json("x"), Json(5), Json::array({1, 2}), Json::object()}) {
    EXPECT_THAT(values_of(written(bad), asked), IsEmpty());
    EXPECT_FALSE(choice_of(written(bad), asked));
  }
}

TEST(MattermostLimitsTest, TheyAreFound) {
  const auto element = [](const char* key, Json value) {
    Json out{{"type", "text"}, {"name", "a"}, {"display_name", "A"}, {"max_length", 10}};
    out[key] = std::move(value);
    return Json{{"title", "T"}, {"elements", Json::array({out})}};
  };
  EXPECT_THAT(limit_violations_of_dialog(element("help_text", "x")), IsEmpty());
  EXPECT_EQ(limit_violations_of_dialog(element("display_name", std::string(13, '\xc3'))).size(), 0u);
  EXPECT_EQ(limit_violations_of_dialog(element("display_name", std::string(25, 'x'))).size(), 1u);
  EXPECT_EQ(limit_violations_of_dialog(element("help_text", std::string(151, 'x'))).size(), 1u);
  EXPECT_EQ(limit_violations_of_dialog(element("max_length", 151)).size(), 1u);
  EXPECT_EQ(limit_violations_of_dialog(element("min_length", 11)).size(), 1u);
  EXPECT_EQ(limit_violations_of_dialog(element("type", "date")).size(), 1u);
  EXPECT_EQ(limit_violations_of_dialog(element("name", "")).size(), 1u);
  const Json bare{{"type", "bool"}, {"name", "a"}, {"display_name", "A"}, {"default", "yes"}};
  EXPECT_EQ(limit_violations_of_dialog({{"title", "T"}, {"elements", Json::array({bare, bare})}}).size(), 3u);
  const Json radio{{"type", "radio"}, {"name", "a"}, {"display_name", "A"}, {"default", "z"}};
  EXPECT_EQ(limit_violations_of_dialog({{"title", "T"}, {"elements", Json::array({radio})}}).size(), 2u);
  EXPECT_EQ(limit_violations_of_dialog({{"title", "Æøåæøåæøåæøå1"}}).size(), 1u);  // 25 bytes
  EXPECT_EQ(limit_violations_of_post({{"message", ""}}).size(), 1u);
  EXPECT_EQ(limit_violations_of_post({{"message", std::string(16'384, 'x')}}).size(), 1u);
  const Json action{{"id", "vote-1"}, {"name", "A"}, {"integration", {{"url", "https://x"}}}};
  EXPECT_EQ(limit_violations_of_post(
                {{"message", "x"},
                 {"props", {{"attachments", Json::array({{{"actions", Json::array({action})}}})}}}})
                .size(),
            1u);
}

}  // namespace
}  // namespace mattermost
