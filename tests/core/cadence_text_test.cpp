#include <gtest/gtest.h>

#include "bot/core/written_time.hpp"

using namespace std::chrono_literals;

namespace {

// Said in each language, and read back as the same rhythm.
TEST(CadenceText, IsReadBackInEveryLanguage) {
  const core::Date first{2026y / 11 / 9};
  for (const char* words :
       {"hver mandag 9-10", "annenhver onsdag 13.30-15", "hver 3. torsdag 08:30-10:00",
        "hver 21. fredag 10-11", "lørdager i partallsuker 13:00-14:30", "Sundays in odd weeks 9-10",
        "første onsdag i måneden 12-14", "andre tirsdag i måneden 12-14", "tredje torsdag i måneden 12-14",
        "fjerde fredag i måneden 12-14", "siste mandag i måneden 8.15-9"})
    for (const core::Language language : core::all_languages) {
      const core::Cadence cadence = core::cadence_from_text(words, first);
      const std::string said = core::cadence_text(language, cadence);
      EXPECT_EQ(core::cadence_from_text(said, first), cadence) << words << " -> " << said;
    }
}

TEST(CadenceText, AStartAloneLastsAsLongAsIsUsualWhereThatIsSaid) {
  const core::Date first{2026y / 11 / 9};
  for (const char* words :
       {"annenhver onsdag 13.30", "annenhver onsdag kl. 13:30", "onsdag annenhver 1330"}) {
    const core::Cadence cadence = core::cadence_from_text(words, first, core::Minutes{90});
    EXPECT_EQ(cadence.start, 13h + 30min) << words;
    EXPECT_EQ(cadence.length, 90min) << words;
    EXPECT_THROW(core::cadence_from_text(words, first), std::invalid_argument) << words;
  }
  EXPECT_THROW(core::cadence_from_text("hver onsdag 13.30 15-16", first, core::Minutes{90}),
               std::invalid_argument);
}

}  // namespace
