// A digest that a platform's limit would cut is a fault, and so is a page of it: each is drawn as the
// platforms get it, for few groups and for many.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "adapters/mattermost/limits.hpp"
#include "adapters/mattermost/screen.hpp"
#include "adapters/slack/blocks.hpp"
#include "adapters/teams/cards.hpp"
#include "adapters/typeset/measure.hpp"
#include "bot/core/texts.hpp"
#include "tests/support/digest_weeks.hpp"

namespace {

using core::Language;
using Json = nlohmann::json;

void fits_slack(const core::Message& message, Language language) {
  const Json drawn = slack::blocks_of(message, slack::Surface::message, language);
  EXPECT_LE(drawn.size(), slack::limit::message_blocks);
  EXPECT_EQ(drawn.dump().find(core::text(language, "slack.rest")), std::string::npos);
  EXPECT_EQ(drawn.dump().find("…"), std::string::npos) << "a text was cut";
}

std::size_t buttons_in(const core::Message& message) {
  std::size_t count = 0;
  for (const core::Block& block : message.blocks)
    if (const auto* actions = std::get_if<core::Actions>(&block)) {
      count += actions->buttons.size();
      EXPECT_LE(actions->buttons.size(), 6U) << "Teams hides the rest of a row";
    }
  return count;
}

void fits_teams(const core::Message& message, Language language) {
  teams::CardStyle style;
  style.language = language;
  const std::string drawn = teams::card_of(message, style).dump();
  EXPECT_LE(drawn.size(), teams::card_bytes);
  EXPECT_EQ(drawn.find(core::text(language, "teams.shortened")), std::string::npos);
  EXPECT_LE(buttons_in(message), 14U);
}

void fits_mattermost(const core::Message& message, Language language) {
  const auto integration = [](const core::Button& button) {
    return Json{
        {"url", "https://refleks.example.no/mattermost/chat/action"},
        {"context", {{"name", button.name}, {"value", button.value}, {"seal", std::string(200, 'x')}}}};
  };
  Json screen = mattermost::screen_of(message, integration, language);
  Json post{{"message", screen["text"]}, {"props", {{"attachments", screen["attachments"]}}}};
  EXPECT_TRUE(mattermost::limit_violations_of_post(post).empty());
  EXPECT_EQ(post.dump().find(core::text(language, "mattermost.rest")), std::string::npos);
  EXPECT_LE(typeset::size_in(typeset::code_points, mattermost::words_of(message, language, 1'000'000)),
            mattermost::limit::post);
}

TEST(DigestLimits, NoPlatformCutsADigestOrAPageOfIt) {
  for (const int groups : {1, 12, 60})
    for (const Language language : core::all_languages) {
      const support::DigestWeeks many(groups);
      std::vector<core::Message> all{digests::digest(many.week, language)};
      ASSERT_FALSE(all.front().blocks.empty());
      for (int page = 0;; ++page) {
        core::Message message = digests::unfolded(many.week, language, page);
        if (message.blocks.empty()) break;
        all.push_back(std::move(message));
      }
      for (std::size_t i = 0; i < all.size(); ++i) {
        SCOPED_TRACE(std::to_string(groups) + " groups, message " + std::to_string(i));
        fits_slack(all[i], language);
        fits_teams(all[i], language);
        fits_mattermost(all[i], language);
      }
    }
}

}  // namespace
