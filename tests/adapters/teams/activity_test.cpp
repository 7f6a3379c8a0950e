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
       "rolle <at>Kari</at>"},
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
      {"many lines", "\r\n hjelp\t\n\nmeg ", {}, "hjelp meg"},
  };
  for (const Said& c : cases) {
    teams::Activity activity;
    activity.recipient = bot;
    activity.text = c.text;
    activity.mentions = c.mentions;
    EXPECT_EQ(teams::command_text(activity), c.expected) << c.name;
  }
}

TEST(TeamsActivity, TellsPlacesApart) {
  teams::Activity activity;
  activity.conversation = "19:x@thread.tacv2;messageid=17";
  activity.conversation_type = "channel";
  EXPECT_EQ(activity.place(), "19:x@thread.tacv2");
  activity.conversation = "19:y@thread.v2";
  activity.conversation_type = "groupChat";
  EXPECT_EQ(activity.place(), "19:y@thread.v2");
  activity.conversation_type = "";
  EXPECT_EQ(activity.place(), "19:y@thread.v2");
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

TEST(TeamsActivity, Case65ReadsPressesWithoutText) {
  const auto pressed = teams::pressed_in_message(R"({"k":"p","n":"polls/close","v":"7"})");
  ASSERT_TRUE(pressed);
  EXPECT_EQ(pressed->name, "polls/close");
  EXPECT_EQ(pressed->value, "7");
}

TEST(TeamsActivity, Case66LeavesOutWhatNobodyAnswered) {
  const auto pressed = teams::pressed_in_message(
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
    EXPECT_FALSE(teams::pressed_in_message(data)) << data;
  Json data = {{"k", "p"}, {"n", std::string(201, 'x')}};
  EXPECT_FALSE(teams::read_pressed(data));
}

}  // namespace
}  // namespace teams_test
