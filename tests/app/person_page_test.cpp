// What is kept about one person, as a page that the person can read.

#include "bot/app/person_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bot/core/message.hpp"
#include "bot/runtime/payload.hpp"

namespace app {
namespace {

using testing::HasSubstr;
using testing::Not;
using Json = nlohmann::json;

TEST(PersonPage, SaysEverythingInThePersonsLanguageAndLetsNothingOutOfItsText) {
  core::Message message;
  message.blocks.emplace_back(core::Paragraph{{core::Span("Hei <Kari> & co")}});
  Json record;
  record["organisation"] = "Fjordvik \"kommune\"";
  record["person"] = {{"name", "Kari <script>Nes"}, {"workspace", "kommunen"},
                      {"account", "kari"},          {"email", ""},
                      {"language", "nn"},           {"coordinator", true}};
  record["groups"] = Json::array({{{"name", "Nord"}, {"role", "participant"}}});
  record["attendance"] = Json::array();
  for (int i = 0; i < 7; ++i)
    record["attendance"].push_back(
        {{"group", "Nord"}, {"session", "2026-11-24T12:00:00Z"}, {"coming", true}});
  record["messages"] = Json::array({{{"due", "2026-11-23T07:00:00Z"}, {"content", runtime::to_json(message)}},
                                    {{"due", "2026-11-23T08:00:00Z"}, {"content", {{"blocks", "odd"}}}},
                                    {{"due", "2026-11-23T09:00:00Z"}, {"content", nullptr}}});
  record["matter_answers"] =
      Json::array({{{"title", "Rommet"}, {"words", "Vi spør"}, {"answer", "in_work"}}});
  record["cover_answers"] = Json::array({{{"group", "Sør"}, {"answer", "phone"}}});
  record["pause"] = Json::array();
  record["not_here"] = Json::array({"in English"});
  const std::string page =
      person_page(record, core::instant_from_text("2026-11-29T11:30:00Z"), core::Zone::named("Europe/Oslo"));
  EXPECT_THAT(page, HasSubstr("<html lang=\"nn\">"));
  EXPECT_THAT(page, HasSubstr("Fjordvik &quot;kommune&quot;, sundag 29. november 2026 kl. 12.30"));
  EXPECT_THAT(page, HasSubstr("<dd>Kari &lt;script&gt;Nes</dd>"));
  EXPECT_THAT(page, HasSubstr("<dd>Nynorsk</dd>")) << "the language by its name";
  EXPECT_THAT(page, HasSubstr("<li>Rommet, Vi spør, Vi er i gang</li>")) << "no code";
  EXPECT_THAT(page, HasSubstr("<li>Sør, telefonen blir teken over</li>"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, HasSubstr("<li>Nord, tysdag 24. november 2026 kl. 13.00, ja</li>"));
  std::size_t lines = 0;
  for (auto at = page.find("<li>Nord, "); at != page.npos; at = page.find("<li>Nord, ", at + 1)) ++lines;
  EXPECT_EQ(lines, 7U) << "all of them, and not the first few";
  EXPECT_THAT(page, HasSubstr("måndag 23. november 2026 kl. 08.00: Hei &lt;Kari&gt; &amp; co</li>"));
  EXPECT_THAT(page, HasSubstr("<li>måndag 23. november 2026 kl. 09.00</li>"))
      << "what cannot be read stands below";
  EXPECT_THAT(page, HasSubstr("&quot;coming&quot;: true"));
  EXPECT_THAT(page, HasSubstr("&quot;odd&quot;"));
}

}  // namespace
}  // namespace app
