// Whoever has no chat account gets everything the group gets: in a group that has no chat at all, and in one
// whose others are in a chat. Played on real pages.

#include <gtest/gtest.h>

#include <algorithm>

#include "bot/app/chats.hpp"
#include "bot/core/texts.hpp"
#include "tests/contract/platform.hpp"

namespace contract {
namespace {

class OnPages : public ::testing::TestWithParam<bool> {
 protected:
  static bool pages_only() { return GetParam(); }
  static Kind kind() {
    Kind kind = webhook_kind();
    if (pages_only()) kind.group_workspace = "pages";
    return kind;
  }
  static app::Config config() {
    app::Config config = town_of(kind());
    app::Chats chats;
    chats.pages = "pages";
    config.chats = std::make_shared<app::Chats>(std::move(chats));
    return config;
  }
  OnPages() : town(config()), platform(kind().make(town)) { town.open(); }

  // How many of the person's letters say that.
  std::ptrdiff_t letters(const std::string& person, const std::string& words) {
    const auto all = platform->letters(person);
    return std::count_if(all.begin(), all.end(),
                         [&](const std::string& letter) { return letter.find(words) != std::string::npos; });
  }

  Town town;
  std::unique_ptr<Platform> platform;
};

TEST_P(OnPages, InvitationReminderPollAndResultReachEachOnceAndAreAnsweredThere) {
  town.advance("2026-11-17T12:00:00Z");
  for (const char* person : {"kari", "jonas", "tomasz", "marit"})
    EXPECT_EQ(letters(person, "Velkommen til samling"), 1) << person;
  platform->press("kari", core::text(core::Language::nb, "sessions.not_coming"));
  town.settle();
  EXPECT_EQ(letters("marit", "Kan ikke komme"), 1);
  EXPECT_EQ(letters("jonas", "Kan ikke komme"), 0);

  platform->command("marit", R"(avstemning "Hva med vaktene?" "Mer ro" "Mer tid" til 14:00)");
  platform->press("marit", core::text(core::Language::nb, "polls.open_now"));
  town.settle();
  for (const char* person : {"kari", "amina", "jonas", "lien", "marit"}) {
    EXPECT_EQ(letters(person, "Hva med vaktene?"), 1) << person;
    platform->press(person, "Mer ro");
  }
  town.advance("2026-11-18T09:00:00Z");
  for (const char* person : {"kari", "tomasz"}) {
    EXPECT_EQ(letters(person, "Resultat:"), 1) << person;
    EXPECT_GE(letters(person, "Minst halvparten"), 1) << person;
  }
  EXPECT_EQ(letters("berit", "Resultat:"), 0) << "the leader has the digest";
  town.advance("2026-11-24T11:00:00Z");
  EXPECT_EQ(letters("kari", core::text(core::Language::nb, "sessions.coming")) > 0, true);
  EXPECT_EQ(platform->channel().empty(), pages_only());
}

INSTANTIATE_TEST_SUITE_P(Groups, OnPages, ::testing::Bool(),
                         [](const auto& of) { return of.param ? "OfPagesAlone" : "WithAChat"; });

}  // namespace
}  // namespace contract
