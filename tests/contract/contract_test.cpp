// The same scripts on every platform: what people see differs only where the platform can do less.

#include <gtest/gtest.h>

#include <cstdio>

#include "tests/contract/script.hpp"

namespace contract {
namespace {

constexpr std::size_t most_told = 12;  // after the first the rest often follows

struct Played {
  std::unique_ptr<Town> town;
  std::unique_ptr<Platform> platform;
  std::unique_ptr<Script> script;
};

// Each platform is played once, whoever asks. Gone before the end of main, while everything they use is
// there.
class Stage : public ::testing::Environment {
 public:
  std::map<std::string, Played> all, periods;
  void TearDown() override {
    all.clear();
    periods.clear();
  }
};
Stage& stage() {
  static auto* const stage = static_cast<Stage*>(::testing::AddGlobalTestEnvironment(new Stage));
  return *stage;
}
const Stage& at_start = stage();

enum class Story { weeks, period };

Played& played(const Kind& kind, Story story) {
  const bool weeks = story == Story::weeks;
  Played& one = (weeks ? stage().all : stage().periods)[kind.name];
  if (one.script) return one;
  std::printf("playing the %s on %s ...\n", weeks ? "weeks" : "period", kind.name.c_str());
  one.town = std::make_unique<Town>(weeks ? town_of(kind) : town_of_period(kind));
  one.platform = kind.make(*one.town);
  one.town->open();
  one.script = std::make_unique<Script>(*one.town, *one.platform);
  try {
    weeks ? one.script->play() : one.script->play_period();
  } catch (const std::exception& error) {
    ADD_FAILURE() << kind.name << " stopped: " << error.what();
  }
  write(one.script->transcript(), std::filesystem::path(REFLEKS_SOURCE_DIR) / "build/contract" /
                                      (kind.name + (weeks ? ".txt" : "-period.txt")));
  return one;
}

const Kind& kind_named(const std::string& name) {
  for (const Kind& kind : kinds())
    if (kind.name == name) return kind;
  throw std::logic_error("no platform " + name);
}

class Contract : public ::testing::TestWithParam<std::string> {
 protected:
  void is_seen_as_on_the_sandbox(Story story) const {
    Played& here = played(kind, story);
    const std::vector<std::string> wrong = compare(played(sandbox_kind(), story).script->transcript(),
                                                   here.script->transcript(), *here.platform);
    for (std::size_t i = 0; i < std::min<std::size_t>(wrong.size(), most_told); ++i)
      ADD_FAILURE() << wrong[i];
    EXPECT_LE(wrong.size(), most_told) << "differences in all";
  }
  // Anonymous texts that were shown, each beside nobody.
  std::size_t shown_beside_nobody(const Played& here) const {
    std::size_t shown = 0;
    for (const Script::Secret& secret : here.script->anonymous())
      for (const Traffic& sent : here.platform->traffic()) {
        if (sent.bytes.find(secret.words) == sent.bytes.npos) continue;
        ++shown;
        if (sent.person == secret.person) continue;
        EXPECT_LACKS(sent.bytes, kind.user(secret.person));
      }
    return shown;
  }
  const Kind& kind = kind_named(GetParam());
};

TEST_P(Contract, IsSeenAsOnTheSandbox) {
  is_seen_as_on_the_sandbox(Story::weeks);
}

TEST_P(Contract, APeriodIsSeenAsOnTheSandbox) {
  is_seen_as_on_the_sandbox(Story::period);
}

TEST_P(Contract, HopesAndFearsAreShownTwiceAndNeverBesideTheirWriter) {
  Played& here = played(kind, Story::period);
  const auto& secrets = here.script->anonymous();
  ASSERT_EQ(secrets.size(), 10U);
  EXPECT_GE(shown_beside_nobody(here), 2 * secrets.size()) << "at the close, and at the last session";
}

TEST_P(Contract, NobodySeesWhatIsAnothers) {
  Played& here = played(kind, Story::weeks);
  ASSERT_FALSE(here.script->private_words().empty());
  for (const Script::Secret& secret : here.script->private_words()) {
    for (const auto& [who, words] : here.script->seen_by()) {
      if (who == secret.person) continue;
      EXPECT_LACKS(words, secret.words) << who;
    }
    for (const Traffic& sent : here.platform->traffic()) {
      if (sent.person == secret.person) continue;
      EXPECT_LACKS(sent.bytes, secret.words);
    }
  }
}

TEST_P(Contract, AnonymousTextsComeInResultsAndNeverBesideTheirWriter) {
  Played& here = played(kind, Story::weeks);
  EXPECT_GT(shown_beside_nobody(here), 0U);
  // What was typed behind the command for an anonymous form is nowhere, ever.
  ASSERT_FALSE(here.script->anonymous().empty());
  const std::string typed = here.script->anonymous().front().words;
  EXPECT_FALSE(support::holds(here.town->data.path(), typed));
  for (const Traffic& sent : here.platform->traffic()) EXPECT_LACKS(sent.bytes, typed);
}

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const Kind& kind : kinds()) all.push_back(kind.name);
  return all;
}
INSTANTIATE_TEST_SUITE_P(On, Contract, ::testing::ValuesIn(names()),
                         [](const auto& run) { return run.param; });

}  // namespace
}  // namespace contract
