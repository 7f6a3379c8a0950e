// Reading activities: the conformance cases 52 to 54, 65 and 66.

#include "adapters/teams/activity.hpp"

#include "adapters/teams/data.hpp"
#include "tests/adapters/teams/world.hpp"

namespace teams_test {
namespace {

struct Said {
  const char* name;
  std::string text;
  std::vector<teams::Mention> mentions;
  std::string expected;
};

std::string nobody(const teams::Mention&) {
  return {};
}

TEST(TeamsActivity, Cases52To54StripMentionsByEntity) {
  const std::string bot = "28:bot", kari_id = "29:kari";
  const std::vector<Said> cases = {
      {"52", "<at>Refleks</at> hjelp", {{bot, "<at>Refleks</at>"}}, "hjelp"},
      {"53 two mentions",
       "<at>Refleks</at> status <at>Refleks</at>",
       {{bot, "<at>Refleks</at>"}, {bot, "<at>Refleks</at>"}},
       "status"},
      {"53 at the end", "status <at>Refleks</at>", {{bot, "<at>Refleks</at>"}}, "status"},
      {"53 another user's is kept",
       "<at>Refleks</at> rolle <at>Kari</at>",
       {{bot, "<at>Refleks</at>"}, {kari_id, "<at>Kari</at>"}},
       "rolle Kari"},
      {"53 nbsp",
       "<at>Refleks</at>&nbsp;flytt&nbsp; samling\u00A0nå",
       {{bot, "<at>Refleks</at>"}},
       "flytt samling nå"},
      {"53 name with <", "<at>a<b</at> hjelp", {{bot, "<at>a<b</at>"}}, "hjelp"},
      {"53 name with &", "<at>A&amp;B</at> hjelp", {{bot, "<at>A&amp;B</at>"}}, "hjelp"},
      {"53 name of a pattern", "<at>.*(x)[</at> hjelp .*(x)[", {{bot, "<at>.*(x)[</at>"}}, "hjelp .*(x)["},
      {"54 no entity", "<at>Refleks</at> hjelp", {}, "<at>Refleks</at> hjelp"},
      {"an entity that lies", "hjelp", {{bot, "<at>Refleks</at>"}, {bot, ""}}, "hjelp"},
      {"references once", "&amp;lt; &lt;b&gt; &quot;x&quot;", {}, "&lt; <b> \"x\""},
      {"many lines", "\r\n hjelp\t\n\nmeg ", {}, "hjelp\nmeg"},
  };
  for (const Said& c : cases) {
    teams::Activity activity;
    activity.recipient = bot;
    activity.text = c.text;
    activity.mentions = c.mentions;
    EXPECT_EQ(teams::typed(activity, nobody).shown(), c.expected) << c.name;
  }
}

TEST(TeamsActivity, TheBotIsMeantByItsIdHoweverItIsWritten) {
  const std::string bot = "28:aabbccdd", at = "<at>Refleks</at>";
  const std::vector<std::pair<std::string, teams::Mention>> cases = {
      {"<at>Refleks</at> hjelp", {bot, "", "Refleks"}},
      {"<at>refleks</at> hjelp", {bot, at, "Refleks"}},
      {"<at>Refleks</at> hjelp", {bot, "<at>refleks</at>"}},
      {"<at id=\"0\">Refleks</at> hjelp", {bot, at, "Refleks"}},
      {"<AT ID='0' >Noe annet</AT> hjelp", {bot, at, "Refleks"}},
      {"<p><at>Refleks</at>&nbsp;hjelp</p>", {bot, at, "Refleks"}},
      {"<div><p>hjelp <at>Refleks</at></p></div>\n", {bot, "", ""}},
      {"<at>Refleks</at> hjelp", {"28:AABBCCDD", at, "Refleks"}},
      {"@Refleks hjelp", {bot, "@Refleks", "Refleks"}},
      {"<at>Refl</at> hjelp", {bot, at, "Refleks"}},
  };
  for (const auto& [text, mention] : cases) {
    teams::Activity activity;
    activity.recipient = bot;
    activity.text = text;
    activity.mentions = {mention};
    EXPECT_EQ(teams::typed(activity, nobody).text, "hjelp") << text;
  }
}

// Two commands on two lines are two (docs/commands.md): so where a line ends is kept, however a client writes
// it.
TEST(TeamsActivity, LinesStayLines) {
  for (const char* text : {"samlinger\nstatus", " samlinger \r\n\r\n status", "<p>samlinger</p><p>status</p>",
                           "samlinger<br>status", "<div>samlinger</div>\n<div><span>status</span></div>",
                           "<at>Refleks</at>\n samlinger&nbsp;<br/>status"}) {
    teams::Activity activity;
    activity.recipient = "28:bot";
    activity.text = text;
    activity.mentions = {{"28:bot", "<at>Refleks</at>", "Refleks"}};
    EXPECT_EQ(teams::typed(activity, nobody).text, "samlinger\nstatus") << text;
  }
}

TEST(TeamsActivity, EntitiesWithoutWordsAreReadAsWell) {
  Json entity{{"type", "mention"}, {"mentioned", {{"id", "28:b"}, {"name", "Refleks"}}}, {"text", nullptr}};
  const Json json = {{"type", "message"},
                     {"serviceUrl", "https://x"},
                     {"channelId", "msteams"},
                     {"recipient", {{"id", "28:b"}}},
                     {"text", "<at>Refleks</at> hjelp"},
                     {"entities", Json::array({entity, 7, {{"type", "mention"}, {"mentioned", nullptr}}})}};
  const auto activity = teams::read_activity(json.dump());
  ASSERT_TRUE(activity);
  EXPECT_EQ(teams::typed(*activity, nobody).text, "hjelp");
}

// Each was read to the end of the text.
TEST(TeamsActivity, TagsWithoutEndCostNoMoreThanOne) {
  for (const std::string tag : {"<at>", "<at ", "<p ", "<"}) {
    std::string endless;
    while (endless.size() < 270'000)  // more than any listener lets through
      endless += tag;
    (void)teams::typed_to_webhook(endless);
  }
}

TEST(TeamsActivity, PeopleAreMeantByTheirIds) {
  teams::Activity activity;
  activity.recipient = "28:bot";
  activity.text = "<p><at id=\"0\">Refleks</at> rolle <at id=\"1\">Kari</at>, fasilitator</p>";
  activity.mentions = {{"28:bot", "", "Refleks"}, {"29:kari", "", "Kari Nes"}};
  const auto person = [](const teams::Mention& who) { return who.id == "29:kari" ? "object-1" : ""; };
  const core::Typed said = teams::typed(activity, person);
  EXPECT_EQ(said.mentions, (std::vector<core::Mention>{{"Kari Nes", "object-1"}}));
  EXPECT_EQ(said.shown(), "rolle Kari Nes, fasilitator");
}

TEST(TeamsActivity, AWebhooksNameIsTheFirstMention) {
  for (const char* text :
       {"\n<at>Refleks</at> status\n", "<at id=\"0\">Refleks</at> status", "<p><at>Refleks</at> status</p>",
        "<At>refleks</aT>&nbsp;status", "status <at>Refleks</at>"})
    EXPECT_EQ(teams::typed_to_webhook(text), "status") << text;
}

TEST(TeamsActivity, TellsPlacesApart) {
  teams::Activity activity;
  activity.conversation = "19:x@thread.tacv2;messageid=17";
  activity.conversation_type = "channel";
  EXPECT_EQ(activity.place(), "19:x@thread.tacv2");
  activity.conversation = "19:y@thread.v2";
  activity.conversation_type = "groupChat";
  EXPECT_EQ(activity.place(), "19:y@thread.v2");
  EXPECT_TRUE(activity.group_chat());
  activity.conversation_type = "";
  EXPECT_EQ(activity.place(), "19:y@thread.v2");
  EXPECT_TRUE(activity.group_chat());
  activity.conversation = "19:x@thread.tacv2;messageid=17";
  EXPECT_FALSE(activity.group_chat());
  activity.conversation = "a:1";
  EXPECT_EQ(activity.place(), "");
  activity.conversation_type = "personal";
  EXPECT_EQ(activity.place(), "");
}

TEST(TeamsActivity, KnowsPeopleByTheirObjectIdInLowerCase) {
  const Json json = {{"type", "message"},
                     {"serviceUrl", "https://x"},
                     {"channelId", "msteams"},
                     {"from", {{"id", "29:Ab"}, {"aadObjectId", "ABC"}}}};
  EXPECT_EQ(teams::read_activity(json.dump())->person(), "abc");
  Json guest = json;
  guest["from"].erase("aadObjectId");
  EXPECT_EQ(teams::read_activity(guest.dump())->person(), "29:Ab");
}

std::optional<teams::Pressed> pressed_in(std::string_view data) {
  return teams::read_pressed(runtime::JsonText(data).root());
}

TEST(TeamsActivity, Case65ReadsPressesWithoutText) {
  const auto pressed = pressed_in(R"({"k":"p","n":"polls/close","v":"7"})");
  ASSERT_TRUE(pressed);
  EXPECT_EQ(pressed->name, "polls/close");
  EXPECT_EQ(pressed->value, "7");
}

// Each kind of call has it in a place of its own, and what stands elsewhere counts for nothing.
TEST(TeamsActivity, WhatWasPressedIsReadFromItsPlace) {
  const Json data{{"k", "p"}, {"n", "polls/close"}, {"v", "7"}};
  const auto read = [&](const char* type, const char* name, const Json& value) {
    return teams::read_activity(Json{
        {"type", type},
        {"name", name},
        {"serviceUrl", "https://x"},
        {"channelId", "msteams"},
        {"value", value}}.dump());
  };
  const Json action{{"action", {{"type", "Action.Execute"}, {"data", data}}}};
  const Json submit{{"action", {{"type", "Action.Submit"}, {"data", data}}}};
  EXPECT_TRUE(read("message", "", data)->pressed);
  EXPECT_TRUE(read("invoke", "adaptiveCard/action", action)->pressed);
  EXPECT_TRUE(read("invoke", "task/fetch", {{"data", data}})->pressed);
  EXPECT_TRUE(read("invoke", "task/submit", {{"data", data}})->pressed);
  EXPECT_FALSE(read("invoke", "adaptiveCard/action", submit)->pressed);
  EXPECT_FALSE(read("invoke", "adaptiveCard/action", {{"data", data}})->pressed);
  EXPECT_FALSE(read("invoke", "task/fetch", data)->pressed);
  EXPECT_TRUE(read("invoke", "task/fetch", data)->with_value);
  EXPECT_FALSE(read("message", "", nullptr)->with_value);
}

TEST(TeamsActivity, Case66LeavesOutWhatNobodyAnswered) {
  const auto pressed = pressed_in(
      R"({"k":"s","n":"polls/new","s":"g","f":"slot","i.title":"Lunsj","i.empty":"","o.one":"b%2Cc%25","c.many":"a,b%2Cc,",)"
      R"("d.when":"2026-11-26","t.when":"13:00","d.day":"2026-11-27","t.day":"","t.lone":"12:00","x":"y","i.toggle":false})");
  ASSERT_TRUE(pressed);
  const core::FormValues expected = {{"title", {"Lunsj"}},
                                     {"one", {"b,c%"}},
                                     {"many", {"a", "b,c"}},
                                     {"when", {"2026-11-26T13:00"}},
                                     {"day", {"2026-11-27"}}};
  EXPECT_EQ(pressed->values, expected);
}

TEST(TeamsActivity, Case67RefusesDataThatNoButtonGives) {
  for (const char* data :
       {"{}", "[]", "7", R"({"n":"polls/close"})", R"({"k":"x","n":"a"})", R"({"k":"p"})",
        R"({"k":"p","n":7})", R"({"k":"p","n":""})", R"({"k":"o"})", R"({"k":"p","n":"a","v":[]})"})
    EXPECT_FALSE(pressed_in(data)) << data;
  Json data = {{"k", "p"}, {"n", std::string(201, 'x')}};
  EXPECT_FALSE(pressed_in(data.dump()));
}

}  // namespace
}  // namespace teams_test
