// A digest that a platform's limit would cut is a fault, and so is a page of it: each is drawn as the
// platforms get it, for few groups and for many.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "adapters/mail/mime.hpp"
#include "adapters/mail/words.hpp"
#include "adapters/mattermost/limits.hpp"
#include "adapters/mattermost/screen.hpp"
#include "adapters/nextcloud/screen.hpp"
#include "adapters/slack/blocks.hpp"
#include "adapters/teams/cards.hpp"
#include "adapters/typeset/measure.hpp"
#include "adapters/webhook/payload.hpp"
#include "bot/core/reply.hpp"
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

// An address for each button, as long as they are.
struct LongLinks final : runtime::Links {
  std::optional<std::string> to(const core::Destination&, const core::Button& button) override {
    return "https://refleks.example.no/s/" + std::string(160, 'k') + "/" + button.value;
  }
  std::optional<std::string> home(const core::Destination&) override {
    return "https://refleks.example.no/s/" + std::string(160, 'k');
  }
};
const core::Destination berit{"chat", core::Destination::Kind::person, "berit"};

void fits_nextcloud(const core::Message& message, Language language) {
  LongLinks links;
  const std::string drawn = nextcloud::screen_of(message, berit, &links, language);
  EXPECT_LE(core::letters_in(drawn), nextcloud::message_letters);
  EXPECT_EQ(drawn.find(core::text(language, "nextcloud.rest")), std::string::npos);
  EXPECT_EQ(drawn.find("…"), std::string::npos) << "a text was cut";
  EXPECT_EQ(std::string(drawn).find(std::string(160, 'k')) == std::string::npos, buttons_in(message) == 0);
}

// Whoever receives it: all that the digest says is in the post, and each of its buttons is a link.
void fits_webhooks(const core::Message& message, Language language) {
  using enum webhook::Shape;
  LongLinks links;
  const webhook::Outline whole = webhook::outline(message, berit, &links, language);
  for (const webhook::Shape shape : {slack, mattermost, rocketchat, zulip, google_chat, teams_workflow}) {
    SCOPED_TRACE(static_cast<int>(shape));
    const std::string drawn = webhook::payload(shape, whole);
    EXPECT_FALSE(drawn.empty());
    Json post = Json::parse(drawn);
    if (shape == google_chat) post.erase("fallbackText");  // of a notification, and short by intent
    EXPECT_EQ(post.dump(-1, ' ', false).find("…"), std::string::npos) << "a text was cut";
    std::size_t addresses = 0;
    for (auto at = drawn.find("/s/k"); at != std::string::npos; at = drawn.find("/s/k", at + 1)) ++addresses;
    EXPECT_GE(addresses, buttons_in(message));
  }
}

// A letter has no limit that it could reach, and tells of every group; nothing that anybody wrote.
void fits_a_letter(const digests::Week& week, const core::Message& digest, Language language) {
  core::Message told;
  told.mail = digest.mail;
  const mail::Words words =
      mail::words_of(told, {"Berit", language, "https://refleks.example.no/s/k", "Fjordvik"});
  for (const digests::OneGroup& one : week.groups) {
    if (!one.week.held.empty()) {
      EXPECT_NE(words.plain.find(one.group->name), std::string::npos);
    }
    for (const digests::WaitingMatter& matter : one.week.waiting)
      EXPECT_EQ(words.plain.find(matter.title), std::string::npos);
  }
  EXPECT_EQ(words.plain.find("…"), std::string::npos);
  EXPECT_LE(words.subject.size(), 78U) << "one line";
  mail::Letter letter;
  letter.from = letter.to = {"Refleks", "refleks@example.no"};
  letter.subject = words.subject;
  letter.plain = words.plain;
  letter.html = words.html;
  letter.id = "a@example.no";
  letter.language = std::string(core::code(language));
  EXPECT_LE(mail::mime_of(letter).size(), 100'000U) << "from there on mail programs cut letters";
}

TEST(DigestLimits, NoPlatformCutsADigestOrAPageOfIt) {
  for (const int groups : {1, 12, 60})
    for (const Language language : core::all_languages) {
      const support::DigestWeeks many(groups);
      std::vector<core::Message> all{digests::digest(many.week, language)};
      ASSERT_FALSE(all.front().blocks.empty());
      fits_webhooks(all.front(), language);
      all.front().mail = digests::digest_by_mail(many.week, language);
      fits_a_letter(many.week, all.front(), language);
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
        fits_nextcloud(all[i], language);
      }
    }
}

}  // namespace
