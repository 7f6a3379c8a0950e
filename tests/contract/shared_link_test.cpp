// Answering through the link in a webhook's post, which everybody shares who sees it.

#include <gtest/gtest.h>

#include "bot/core/texts.hpp"
#include "tests/contract/platform.hpp"

namespace contract {
namespace {

TEST(SharedLink, TakesAnswersThatStandApartAndNamesNobody) {
  const Kind kind = webhook_kind();
  Town town(town_of(kind));
  const std::unique_ptr<Platform> platform = kind.make(town);
  town.open();
  platform->command("marit", R"(avstemning "Mer tid?" "Ofte" "Sjelden" "Aldri" til 14:00)");
  platform->press("marit", core::text(core::Language::nb, "polls.open_now"));
  EXPECT_HAS(platform->channel().back(), "[Ofte] [Sjelden] [Aldri]");
  for (const char* person : {"kari", "amina", "jonas", "lien", "sigrun"}) {
    // Opening the link sends nothing yet.
    EXPECT_HAS(platform->press(person, "Sjelden").words, "Ingenting er sendt ennå");
    EXPECT_HAS(platform->press(person, "Sjelden").words, "svaret er mottatt");
  }
  town.advance("2026-11-09T13:01:00Z");
  const std::string result = platform->channel().back();
  EXPECT_HAS(result, "Det er derfor ingen opptelling");
  EXPECT_LACKS(result, "Sjelden");
}

}  // namespace
}  // namespace contract
