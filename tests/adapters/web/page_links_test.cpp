#include "adapters/web/page_links.hpp"

#include <gtest/gtest.h>

#include "bot/core/event.hpp"
#include "tests/adapters/web/world.hpp"

namespace web_test {
namespace {

struct PageLinksTest : testing::Test {
  Folder folder;
  FixedClock clock;
  std::shared_ptr<const web::Tokens> tokens =
      std::make_shared<const web::Tokens>(folder.path() / "keys", folder.path() / "memory");
  core::Directory people = directory();
  web::PageLinks links{tokens, "https://bot.example.no//",
                       [this] { return std::make_shared<const core::Directory>(people); }, clock};

  web::Link opened(const std::optional<std::string>& url) {
    constexpr std::string_view base = "https://bot.example.no/s/";
    if (!url || !url->starts_with(base)) return {};
    return tokens->open(std::string_view(*url).substr(base.size())).value_or(web::Link{});
  }
};

TEST_F(PageLinksTest, APersonsPressLivesAMonth) {
  const web::Link sealed = opened(links.to(to_person("ola", "chat"), button("box/polls/form", "p1", "Svar")));
  EXPECT_EQ(sealed.person, id_of("ola"));
  EXPECT_EQ(sealed.name, "box/polls/form");
  EXPECT_EQ(sealed.value, "p1");
  EXPECT_EQ(sealed.label, "Svar");
  EXPECT_EQ(sealed.expires, clock.time + std::chrono::days(30));
}

TEST_F(PageLinksTest, NobodyHasNoLink) {
  EXPECT_FALSE(links.to(to_person("nobody"), button("box/polls/form")));
  EXPECT_FALSE(links.to(to_person("kari", "chat"), button("box/polls/form")));
  EXPECT_FALSE(links.home(to_person("nobody")));
}

TEST_F(PageLinksTest, AChannelHasLinksForAnonymousButtonsAlone) {
  const web::Link link = opened(links.to(to_channel("nord"), button("box/polls/form", "p1")));
  EXPECT_EQ(link.group, group_id("nord"));
  EXPECT_EQ(link.sheet, 3);
  EXPECT_FALSE(links.to(to_channel("nord"), button("sessions/attend", "yes")));
}

TEST_F(PageLinksTest, AGroupThatTakesNoSharedAnswersHasNone) {
  EXPECT_FALSE(links.to(to_channel("sor"), button("box/polls/form")));
  EXPECT_FALSE(links.home(to_channel("sor")));
  EXPECT_FALSE(links.sheet_of(*people.group(group_id("sor"))));
  EXPECT_FALSE(links.to(to_channel("elsewhere"), button("box/polls/form")));
}

TEST_F(PageLinksTest, APersonsLinksCarryTheNumberOfTheirPages) {
  auto all = people.people();
  for (core::Person& person : all)
    if (person.id == id_of("kari")) person.pages = 4;
  people = core::Directory(all, people.groups());
  for (const auto& url :
       {std::optional(links.home_of(id_of("kari"))), std::optional(links.overview_of(id_of("kari"))),
        links.to(to_person("kari"), button("sessions/attend", "yes"))})
    EXPECT_EQ(opened(url).sheet, 4);
  EXPECT_EQ(opened(links.home_of(id_of("ola"))).sheet, 0);
  EXPECT_EQ(opened(links.overview_of(id_of("ola"))).expires, clock.time + std::chrono::days(90));
  EXPECT_EQ(links.overview_of(core::PersonId("nobody")), "");
}

TEST_F(PageLinksTest, HomesAndCalendars) {
  EXPECT_EQ(opened(links.home(to_person("kari"))).person, id_of("kari"));
  EXPECT_EQ(links.home(to_channel("nord")),
            "https://bot.example.no/s/" + tokens->sheet_code(group_id("nord"), 3));
  EXPECT_EQ(opened(links.home_of(id_of("kari"))).kind, web::Link::Kind::home);
  const std::string feed = links.calendar_of(id_of("kari"), "4");
  EXPECT_TRUE(feed.starts_with("https://bot.example.no/k/"));
  EXPECT_TRUE(feed.ends_with(".ics"));
}

}  // namespace
}  // namespace web_test
