// Every screen within Slack's limits, whatever comes in; and back again what was filled in.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "adapters/net/url.hpp"
#include "adapters/slack/adapter.hpp"
#include "adapters/slack/blocks.hpp"
#include "adapters/slack/home.hpp"
#include "adapters/slack/limits.hpp"
#include "adapters/slack/modal.hpp"
#include "adapters/slack/text.hpp"

namespace slack {
namespace {

using Json = nlohmann::json;
constexpr core::Language nb = core::Language::nb;

std::string told(const std::vector<LimitViolation>& found) {
  std::string all;
  for (const LimitViolation& violation : found) all += violation.where + ": " + violation.what + "\n";
  return all;
}

const std::string hostile =
    "<!channel> <!here> <@U1> <#C1|x> <https://evil.example|klikk> *fet* _kursiv_ ~x~ `kode` :tada: & &amp; "
    "@here\n> "
    "sitat\u202e \u0007";

// A message with everything in it, each text repeated.
core::Message everything(const std::string& text, int times) {
  std::string words;
  for (int i = 0; i < times; ++i) words += text;
  core::Message message;
  message.blocks.emplace_back(core::Heading{words});
  message.blocks.emplace_back(
      core::Paragraph{{core::Span(words), core::Span(words, core::Span::Style::strong),
                       core::Span(words, core::Span::Style::plain, "https://fhi.no/a?b=1&c=2")}});
  message.blocks.emplace_back(core::List{{{core::Span(words)}, {}, {core::Span(words)}}, true});
  core::Facts facts;
  for (int i = 0; i < 23; ++i) facts.rows.emplace_back(words, words);
  message.blocks.emplace_back(std::move(facts));
  message.blocks.emplace_back(core::Bars{{{words, 0.5, words}, {"", -1, ""}, {"x", 7, "y"}}});
  message.blocks.emplace_back(core::Image{"https://bot.example/a.png", words});
  message.blocks.emplace_back(core::Image{"javascript:alert(1)", words});
  message.blocks.emplace_back(core::Divider());
  core::Actions actions;
  for (int i = 0; i < 60; ++i) actions.buttons.push_back({words, "box/a", std::to_string(i)});
  actions.buttons.push_back({words, "a", std::string(3'000, 'x'), core::Button::Style::danger});
  message.blocks.emplace_back(std::move(actions));
  message.blocks.emplace_back(core::ContextLine{{core::Span(words)}});
  message.blocks.emplace_back(
      core::ContextLine{{core::Span(words), core::Span("fhi|.no", core::Span::Style::plain, "https://fhi.no"),
                         core::Span(" ")}});
  return message;
}

TEST(SlackScreens, HoldEveryLimit) {
  for (const std::string& text :
       {std::string("a"), std::string("æ🙂&<"), hostile, std::string(), std::string("\n \n")})
    for (const int times : {1, 80, 5'000}) {
      const core::Message message = everything(text, times);
      const Json posted = message_of(message, nb);
      EXPECT_EQ(told(limit_violations(posted, Surface::message)), "") << times;
      const Json view = notice_view(message, text, nb);
      EXPECT_EQ(told(limit_violations(view, Surface::modal)), "") << times;
      const Json home = home_view({message, message}, nb);
      EXPECT_EQ(told(limit_violations(home, Surface::home)), "") << times;
    }
}

// Each idea on the table has two buttons, and without its words they are of no use.
TEST(SlackScreens, AListKeepsNoButtonsWithoutTheirWords) {
  const std::string id(64, 'f');
  core::Message message;
  for (int i = 0; i < 45; ++i) {
    message.blocks.emplace_back(
        core::Paragraph{{core::Span("Tema " + std::to_string(i) + std::string(290, 'x'))}});
    message.blocks.emplace_back(
        core::Actions{{{"Velg som tema", "ideas/choose", id}, {"Slett forslaget", "ideas/hide", id}}});
  }
  message.blocks.emplace_back(core::Actions{{{"Vis nå", "ideas/release", id}}});
  const Json posted = message_of(message, nb);
  EXPECT_EQ(told(limit_violations(posted, Surface::message)), "");
  std::size_t words = 0, buttons = 0;
  for (const Json& block : posted["blocks"]) {
    words += block.dump().find("Tema ") != std::string::npos ? 1U : 0U;
    buttons += block.dump().find("ideas/choose") != std::string::npos ? 1U : 0U;
  }
  EXPECT_LT(words, 23U) << "or this shows nothing";
  EXPECT_EQ(words, buttons);
  EXPECT_NE(posted.dump().find("ideas/release"), std::string::npos);
}

// All texts below it, and what Slack is seen to count for each block.
std::size_t posted_units(const Json& value) {
  std::size_t units = 0;
  if (value.is_object() && value.contains("text") && value["text"].is_string())
    units += length(value["text"].get<std::string>());
  if (value.is_structured())
    for (const Json& below : value) units += posted_units(below);
  return units;
}

TEST(SlackScreens, AreCutBeforeSlackRefusesThemAndKeepTheirButtons) {
  core::Message ideas;
  core::List list;
  for (int i = 0; i < 60; ++i) list.items.push_back({core::Span(std::string(300, 'i'))});
  ideas.blocks = {core::Heading{"Ideer"}, list, core::Facts{{{"Ideer", "60"}}},
                  core::Actions{{{"Gi en idé", "box/ideas/form", "g1"}, {"Følg en idé", "box/follow", ""}}}};
  const Json posted = message_of(ideas, nb);
  EXPECT_LT(posted_units(posted["blocks"]) + 125 * posted["blocks"].size(), 13'000u);
  EXPECT_NE(posted["blocks"].dump().find("Resten fikk ikke plass"), std::string::npos);
  EXPECT_NE(posted["blocks"].dump().find("Følg en idé"), std::string::npos);
  EXPECT_EQ(posted["blocks"].dump().find("–"), std::string::npos) << "nothing is left of what has no room";
  const Json alone = message_of(ideas, nb, limit::all_text);
  EXPECT_EQ(alone["blocks"].dump().find("Resten"), std::string::npos);
}

TEST(SlackScreens, AreNeverEmptyAndNeverTooMany) {
  EXPECT_EQ(told(limit_violations(message_of({}, nb), Surface::message)), "");
  core::Message many;
  for (int i = 0; i < 300; ++i) {
    many.blocks.emplace_back(core::Paragraph{{core::Span("avsnitt " + std::to_string(i))}});
    if (i % 5 == 0) many.blocks.emplace_back(core::List{{{core::Span("punkt")}}, false});
  }
  const Json joined = message_of(many, nb, limit::all_text);
  EXPECT_EQ(told(limit_violations(joined, Surface::message)), "");
  EXPECT_NE(joined.dump().find("avsnitt 299"), std::string::npos)
      << "texts are joined before anything is left out";
  core::Message dividers;
  for (int i = 0; i < 200; ++i) dividers.blocks.emplace_back(core::Divider());
  const Json cut_short = message_of(dividers, nb);
  EXPECT_EQ(told(limit_violations(cut_short, Surface::message)), "");
  EXPECT_NE(cut_short["blocks"].back().dump().find("Resten"), std::string::npos);
}

// Where words may mean something: mrkdwn objects. Only links of our own are there.
void find_mrkdwn(const Json& value, std::vector<std::string>& found) {
  if (value.is_object() && value.contains("type") && value["type"] == "mrkdwn") {
    found.push_back(value["text"]);
    EXPECT_EQ(value["verbatim"], true);
  }
  if (value.is_structured())
    for (const Json& below : value) find_mrkdwn(below, found);
}

TEST(SlackScreens, Case62_HostileTextIsShownAndPingsNobody) {
  const Json posted = message_of(everything(hostile, 1), nb, limit::all_text);
  std::vector<std::string> marked;
  find_mrkdwn(posted["blocks"], marked);
  EXPECT_EQ(marked, (std::vector<std::string>{"<https://fhi.no|fhi/.no>"}));
  const std::string text = posted["text"];
  EXPECT_EQ(text.find('<'), std::string::npos);
  EXPECT_EQ(text.find('>'), std::string::npos);
  EXPECT_EQ(posted.dump().find("\"user_id\""), std::string::npos);
  EXPECT_EQ(posted.dump().find("broadcast"), std::string::npos);
  for (const char* kind : {"\"user\"", "\"usergroup\"", "\"channel\"", "\"emoji\":true"})
    EXPECT_EQ(posted["blocks"].dump().find(kind), std::string::npos) << kind;
}

core::Input input(core::Input::Kind kind, const std::string& id, int options, const std::string& label) {
  core::Input out;
  out.kind = kind;
  out.id = id;
  out.label = label;
  out.hint = label;
  for (int i = 0; i < options; ++i)
    out.options.push_back({"v" + std::to_string(i), label + std::to_string(i)});
  return out;
}

core::Form big_form(const std::string& label, int options) {
  using Kind = core::Input::Kind;
  core::Form form;
  form.name = "polls/answer";
  form.state = "s";
  form.title = label;
  form.submit = label;
  form.intro = {core::Span(label)};
  for (const Kind kind :
       {Kind::text, Kind::choice, Kind::choices, Kind::scale, Kind::date_time, Kind::person}) {
    form.inputs.push_back(input(kind, "i" + std::to_string(static_cast<int>(kind)), options, label));
    form.inputs.back().initial = {"v0", "v1"};
    form.inputs.back().max_length = 10'000;
  }
  return form;
}

TEST(SlackModal, HoldsEveryLimit) {
  for (const std::string& label : {std::string("Valg"), std::string(200, 'a') + " ", hostile, std::string()})
    for (const int options : {0, 1, 5, 10, 11, 100, 101, 250}) {
      core::Form form = big_form(label, options);
      if (options > 100) form.inputs.resize(2);
      EXPECT_EQ(told(limit_violations(form_view(form, nb), Surface::modal)), "") << options << label;
    }
}

TEST(SlackModal, ChoosesItsElements) {
  const Json few = form_view(big_form("Valg", 5), nb);
  std::vector<std::string> types;
  for (const Json& block : few["blocks"])
    if (block["type"] == "input") types.push_back(block["element"]["type"]);
  EXPECT_EQ(types, (std::vector<std::string>{"plain_text_input", "radio_buttons", "checkboxes",
                                             "radio_buttons", "datetimepicker", "static_select"}));
  const Json many = form_view(big_form("Valg", 11), nb);
  types.clear();
  for (const Json& block : many["blocks"])
    if (block["type"] == "input") types.push_back(block["element"]["type"]);
  EXPECT_EQ(types, (std::vector<std::string>{"plain_text_input", "static_select", "multi_static_select",
                                             "static_select", "datetimepicker", "static_select"}));
  EXPECT_EQ(few["blocks"][2]["element"]["initial_option"]["value"], "v0");
  EXPECT_EQ(few["blocks"][3]["element"]["initial_options"].size(), 2u);
}

TEST(SlackModal, ALongOptionIsReadInFull) {
  core::Form form = big_form("x", 0);
  core::Input choice = input(core::Input::Kind::choice, "c", 0, "Spørsmål");
  const std::string middling = std::string(70, 'a') + " " + std::string(60, 'b');
  choice.options = {{"1", middling}, {"2", "kort"}};
  form.inputs = {choice};
  const Json two_lines = form_view(form, nb)["blocks"].back()["element"]["options"][0];
  EXPECT_EQ(two_lines["text"]["text"], std::string(70, 'a'));
  EXPECT_EQ(two_lines["description"]["text"], std::string(60, 'b'));
  form.inputs[0].options[0].label = std::string(200, 'c');
  const Json listed = form_view(form, nb);
  EXPECT_NE(listed["blocks"][2].dump().find(std::string(200, 'c')), std::string::npos);
  EXPECT_TRUE(listed["blocks"].back()["element"]["options"][0]["text"]["text"].get<std::string>().starts_with(
      "1. ccc"));
}

// The places of a ranking ask for the same: five of ten each broke the limits of a view.
TEST(SlackModal, ChoicesOfManyPlacesAreListedOnce) {
  std::string faces;
  for (int i = 0; i < 78; ++i) faces += "😀";
  core::Form form = big_form("x", 0);
  form.inputs.clear();
  for (int question = 0; question < 5; ++question)
    for (int place = 0; place < 10; ++place) {
      const std::string id = "q" + std::to_string(question) + "r" + std::to_string(place);
      form.inputs.push_back(input(core::Input::Kind::choice, id, 12, std::to_string(question) + faces));
    }
  const Json view = form_view(form, nb);
  EXPECT_EQ(told(limit_violations(view, Surface::modal)), "");
  int lists = 0;
  for (const Json& block : view["blocks"])
    if (block["type"] == "rich_text" && block.dump().find("rich_text_list") != std::string::npos) ++lists;
  EXPECT_EQ(lists, 5);
}

TEST(SlackModal, WithoutInputsNothingIsSent) {
  core::Form notice;
  notice.name = "box/x";
  notice.title = "Takk";
  notice.intro = {core::Span("Koden din er ABCD")};
  const Json view = form_view(notice, nb);
  EXPECT_FALSE(view.contains("submit"));
  EXPECT_FALSE(view.contains("private_metadata"));
  EXPECT_EQ(told(limit_violations(view, Surface::modal)), "");
}

TEST(SlackModal, AStateThatIsTooLongIsRefused) {
  core::Form form = big_form("x", 1);
  form.state = std::string(2'900, 's');
  EXPECT_NO_THROW(form_view(form, nb));
  form.state = std::string(3'000, 's');
  EXPECT_THROW(form_view(form, nb), std::length_error);
}

std::optional<Submitted> submission_in(const Json& view) {
  const std::string text = view.dump();
  const runtime::JsonText json(text);
  return read_submission(json.root());
}

TEST(SlackModal, GivesBackWhatWasFilledIn) {
  const Json view = form_view(big_form("Valg", 3), nb);
  Json values = Json::object();
  std::vector<std::string> ids;
  for (const Json& block : view["blocks"])
    if (block["type"] == "input") ids.push_back(block["block_id"]);
  values[ids[0]]["x"] = {{"type", "plain_text_input"}, {"value", "fri tekst & <b>"}};
  values[ids[1]]["x"] = {{"type", "radio_buttons"}, {"selected_option", {{"value", "v2"}}}};
  values[ids[2]]["x"] = {{"type", "checkboxes"},
                         {"selected_options", Json::array({{{"value", "v0"}}, {{"value", "v1"}}})}};
  values[ids[3]]["x"] = {{"type", "radio_buttons"}, {"selected_option", nullptr}};
  values[ids[4]]["x"] = {{"type", "datetimepicker"}, {"selected_date_time", 1'795'611'600}};
  values[ids[5]]["x"] = {{"type", "static_select"}, {"selected_option", "not an object"}};
  values["nobodys"]["x"] = {{"value", "no colon"}};
  Json back = view;
  back["state"] = {{"values", values}};
  const auto submitted = submission_in(back);
  ASSERT_TRUE(submitted);
  EXPECT_EQ(submitted->name, "polls/answer");
  EXPECT_EQ(submitted->state, "s");
  EXPECT_EQ(submitted->values, (core::FormValues{{"i0", {"fri tekst & <b>"}},
                                                 {"i1", {"v2"}},
                                                 {"i2", {"v0", "v1"}},
                                                 {"i3", {}},
                                                 {"i4", {"2026-11-25T13:00:00Z"}},
                                                 {"i5", {}}}));
  const Json errors = errors_at(*submitted, {{"i0", "feil"}, {"i9", "ukjent"}});
  EXPECT_EQ(errors.size(), 1u);
  const Json again = view_with_errors(back, *submitted, errors);
  EXPECT_EQ(told(limit_violations(again, Surface::modal)), "");
  EXPECT_EQ(again["blocks"].back()["block_id"], view["blocks"].back()["block_id"]);
}

TEST(SlackModal, HostileStateIsHarmless) {
  Json view = form_view(big_form("Valg", 3), nb);
  for (const char* state :
       {R"(null)", R"({"values":[]})", R"({"values":{"a:b":null,"c:d":[],"e:f":{"g":7}}})",
        R"({"values":{"a:b":{"x":{"selected_date_time":99999999999999999}}}})", R"({"values":"x"})"}) {
    view["state"] = Json::parse(state);
    const auto submitted = submission_in(view);
    ASSERT_TRUE(submitted) << state;
    EXPECT_NO_THROW(view_with_errors(view, *submitted, Json::object())) << state;
  }
  EXPECT_FALSE(submission_in(Json(7)));
  EXPECT_FALSE(submission_in(Json::object()));
}

// A view is signed, and still the client's word: what is missing in it is nothing.
TEST(SlackModal, AViewThatLacksWhatItsKindHasIsShownAgain) {
  for (const char* element :
       {R"({"type":"datetimepicker"})", R"({"type":"static_select","options":[{"text":1},{}]})",
        R"({"type":"checkboxes","option_groups":[{"options":[{}]},{}]})", "{}"}) {
    Json view{{"type", "modal"}, {"callback_id", "x"}};
    const Submitted submitted{"n", "s", {{"x", {"hei"}}}, {{"x", "i"}}};
    view["blocks"] = Json::array({{{"type", "input"}, {"block_id", "i"}, {"element", Json::parse(element)}}});
    EXPECT_EQ(view_with_errors(view, submitted, Json{{"i", "wrong"}})["blocks"].size(), 2u) << element;
  }
}

TEST(SlackLimits, FindWhatIsTooMuch) {
  struct Bad {
    const char* what;
    const char* payload;
    Surface surface;
  };
  const std::string long_text(151, 'x');
  const Json header{
      {"text", "t"},
      {"blocks", {{{"type", "header"}, {"text", {{"type", "plain_text"}, {"text", long_text}}}}}}};
  EXPECT_NE(told(limit_violations(header, Surface::message)), "");
  for (
      const Bad& bad : {
          Bad{"no text", R"({"blocks":[{"type":"divider"}]})", Surface::message},
          Bad{"nonsense", R"({"text":"t","blocks":[{"type":"nonsense"}]})", Surface::message},
          Bad{"empty section", R"({"text":"t","blocks":[{"type":"section"}]})", Surface::message},
          Bad{"mrkdwn in a header",
              R"({"text":"t","blocks":[{"type":"header","text":{"type":"mrkdwn","text":"x"}}]})",
              Surface::message},
          Bad{"empty actions", R"({"text":"t","blocks":[{"type":"actions","elements":[]}]})",
              Surface::message},
          Bad{"text input in actions",
              R"({"text":"t","blocks":[{"type":"actions","elements":[{"type":"plain_text_input","action_id":"a"}]}]})",
              Surface::message},
          Bad{"one action id twice",
              R"({"text":"t","blocks":[{"type":"actions","elements":[
                 {"type":"button","action_id":"a","text":{"type":"plain_text","text":"x"}},
                 {"type":"button","action_id":"a","text":{"type":"plain_text","text":"x"}}]}]})",
              Surface::message},
          Bad{"unknown style",
              R"({"text":"t","blocks":[{"type":"actions","elements":[
                 {"type":"button","action_id":"a","style":"blue","text":{"type":"plain_text","text":"x"}}]}]})",
              Surface::message},
          Bad{"image without words", R"({"text":"t","blocks":[{"type":"image","image_url":"https://x"}]})",
              Surface::message},
          Bad{"modal without a title", R"({"type":"modal","blocks":[{"type":"divider"}]})", Surface::modal},
          Bad{"inputs without submit",
              R"({"type":"modal","title":{"type":"plain_text","text":"x"},"blocks":[{"type":"input",
                 "label":{"type":"plain_text","text":"x"},"element":{"type":"plain_text_input","action_id":"a"}}]})",
              Surface::modal},
          Bad{"home that is a modal",
              R"({"type":"modal","title":{"type":"plain_text","text":"x"},"blocks":[{"type":"divider"}]})",
              Surface::home},
          Bad{"two values alike",
              R"({"type":"modal","title":{"type":"plain_text","text":"x"},"submit":{"type":"plain_text","text":"x"},
                 "blocks":[{"type":"input","label":{"type":"plain_text","text":"x"},"element":{"type":"radio_buttons",
                 "action_id":"a","options":[{"value":"1","text":{"type":"plain_text","text":"x"}},
                 {"value":"1","text":{"type":"plain_text","text":"y"}}]}}]})",
              Surface::modal},
      })
    EXPECT_NE(told(limit_violations(Json::parse(bad.payload), bad.surface)), "") << bad.what;
}

ManifestOptions with_address(const std::string& url) {
  ManifestOptions options;
  options.public_url = url;
  return options;
}

// Golden payloads. REFLEKS_WRITE_PAYLOADS=1 writes them anew.
TEST(SlackScreens, AreAsTheyWere) {
  const auto folder = std::filesystem::path(REFLEKS_SOURCE_DIR) / "tests/adapters/slack/payloads";
  core::Message reminder;
  reminder.blocks = {core::Heading{"Samling i morgen"},
                     core::Paragraph{{core::Span("Tema: "), core::Span("Håp", core::Span::Style::strong),
                                      core::Span(" & <!channel>")}},
                     core::List{{{core::Span("Les side 3")},
                                 {core::Span("Filmen", core::Span::Style::plain, "https://fhi.no/film")}},
                                false},
                     core::Facts{{{"Når", "tirsdag 24. november kl. 13.00"}, {"Hvor", "Møterommet"}}},
                     core::Bars{{{"Til nytte", 0.75, "de fleste"}, {"Lite", 0.1, "noen"}}},
                     core::Image{"https://bot.example.no/a.png", "Oppslag"},
                     core::Divider(),
                     core::Actions{{{"Jeg kommer", "sessions/coming", "s1", core::Button::Style::primary},
                                    {"Kommer ikke", "sessions/not", "s1"}}},
                     core::ContextLine{{core::Span("Laget av Refleks")}}};
  core::Form form = big_form("Valg", 3);
  const std::vector<std::pair<std::string, Json>> payloads{
      {"message.json", message_of(reminder, nb)},
      {"modal.json", form_view(form, nb)},
      {"notice.json", notice_view(reminder, "Refleks", nb)},
      {"home.json", home_view({reminder}, nb)},
      {"manifest_http.json", Json::parse(manifest(with_address("https://bot.example.no")))},
      {"manifest_socket.json", Json::parse(manifest({}))},
  };
  for (const auto& [name, payload] : payloads) {
    if (std::getenv("REFLEKS_WRITE_PAYLOADS")) std::ofstream(folder / name) << payload.dump(2) << "\n";
    std::ifstream in(folder / name);
    const Json kept = Json::parse(in, nullptr, false);
    EXPECT_EQ(payload, kept) << name << "\n" << payload.dump(2);
  }
}

TEST(SlackManifest, SpeaksOneOfTheTwoWays) {
  const Json http = Json::parse(manifest(with_address("https://bot.example.no/")));
  EXPECT_EQ(http["features"]["slash_commands"][0]["url"], "https://bot.example.no/slack/commands");
  EXPECT_EQ(http["settings"]["socket_mode_enabled"], false);
  const Json socket = Json::parse(manifest({}));
  EXPECT_EQ(socket["settings"]["socket_mode_enabled"], true);
  EXPECT_EQ(socket.dump().find("http"), std::string::npos) << "no addresses at all";
  EXPECT_LE(length(http["display_information"]["description"].get<std::string>()), 140u);
  for (const Json& shortcut : http["features"]["shortcuts"])
    EXPECT_LE(length(shortcut["name"].get<std::string>()), 24u);
  for (const Json& scope : http["oauth_config"]["scopes"]["bot"])
    EXPECT_EQ(scope.get<std::string>().find("history"), std::string::npos);
}

// Browsers and Slack's servers take addresses of 8,000 characters.
TEST(SlackManifest, IsCarriedWholeByALinkThatIsShortEnough) {
  const auto carried = [](const ManifestOptions& options) {
    const std::string link = new_app_link(options);
    const auto query = link.find('?');
    const auto fields = net::parse_form(link.substr(query + 1));
    EXPECT_EQ(link.substr(0, query), "https://api.slack.com/apps");
    if (!fields || fields->size() != 2) return std::string("no form");
    EXPECT_EQ(fields->front(), std::pair(std::string("new_app"), std::string("1")));
    EXPECT_EQ(fields->back().first, "manifest_json");
    return Json::parse(fields->back().second) == Json::parse(manifest(options)) ? "whole"
                                                                                : fields->back().second;
  };
  EXPECT_EQ(carried({}), "whole");
  EXPECT_EQ(carried(with_address("https://bot.example.no")), "whole");
  EXPECT_LT(new_app_link({}).size(), 2'000U);
  EXPECT_LT(new_app_link(with_address("https://" + std::string(392, 'b'))).size(), 8'000U);
}

}  // namespace
}  // namespace slack
