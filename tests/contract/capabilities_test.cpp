// docs/platforms.md says of each platform what its adapter says of itself.

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "adapters/mail/adapter.hpp"
#include "adapters/mattermost/adapter.hpp"
#include "adapters/nextcloud/adapter.hpp"
#include "adapters/sandbox/adapter.hpp"
#include "adapters/slack/adapter.hpp"
#include "adapters/teams/adapter.hpp"
#include "adapters/web/adapter.hpp"
#include "adapters/webhook/adapter.hpp"
#include "tests/contract/town.hpp"

namespace contract {
namespace {

struct Row {
  std::string platform;
  core::Capabilities can;
};

std::string to_text(const Row& row) {
  const core::Capabilities& can = row.can;
  std::string line = "| " + row.platform + " |";
  for (const bool has : {can.commands, can.buttons, can.forms, can.whisper, can.direct_message, can.edit,
                         can.pictures, can.find, can.ingress})
    line += has ? " yes |" : " no |";
  return line + "\n";
}

class Capabilities : public ::testing::Test {
 protected:
  core::Capabilities slack(bool socket) {
    slack::Options options;
    options.bot_token = "xoxb-1";
    options.data = folder.path();
    if (socket)
      options.app_token = "xapp-1";
    else
      options.signing_secrets = {"secret"};
    return slack::make_slack(executor, options, clock, random, timing)->capabilities();
  }
  core::Capabilities teams() {
    teams::Options options;
    options.workspace = "teams";
    options.app_id = "aabbccdd-2222-3333-4444-5555eeeeffff";
    options.app_secret = "secret";
    options.tenant = "11111111-aaaa-bbbb-cccc-222222222222";
    options.data = folder.path();
    return teams::make_teams(executor, options, nullptr, clock, random, timing)->capabilities();
  }
  core::Capabilities mattermost(bool reachable) {
    mattermost::Options options;
    options.url = "https://chat.example.no";
    options.bot_token = "bottokenbottokenbottoken12";
    options.data = folder.path();
    if (reachable) {
      options.callback_url = "https://bot.example.no/mattermost";
      options.command_tokens = {"tokentokentokentokentoken1"};
    }
    return mattermost::make_mattermost(executor, options, nullptr, clock, random, timing)->capabilities();
  }
  core::Capabilities nextcloud(bool people) {
    nextcloud::Options options;
    options.workspace = "talk";
    options.url = "https://sky.example.no";
    options.secret = "a-secret-of-at-least-forty-letters-for-talk";
    if (people) options.conversations["kari"] = "k4r1n0te";
    return nextcloud::make_nextcloud(executor, options, nullptr, random, timing)->capabilities();
  }
  core::Capabilities webhook(bool people) {
    webhook::Options options;
    options.workspace = "posts";
    options.channels["C"] = {"https://hooks.slack.com/services/T/B/x", webhook::Shape::slack};
    if (people) options.people["kari"] = options.channels["C"];
    return webhook::make_webhook(executor, options, nullptr, timing)->capabilities();
  }
  core::Capabilities mail() {
    const auto nobody = [] { return std::make_shared<const core::Directory>(); };
    return mail::make_mail(executor, {}, nobody, nullptr, clock, timing)->capabilities();
  }
  core::Capabilities pages() {
    web::Options options;
    options.data = options.keys = options.passing_keys = folder.path();
    options.public_url = "https://bot.example.no";
    const auto nobody = [] { return std::make_shared<const core::Directory>(); };
    return web::make_pages(executor, options, nobody, clock, random)->capabilities();
  }

  support::TempDirectory folder;
  asio::io_context io{1};
  asio::any_io_executor executor = io.get_executor();
  support::HandClock clock{support::at("2026-11-09T08:00:00Z")};
  core::SeededRandom random{1};
  net::Timing timing = net::real_timing(executor);
};

TEST_F(Capabilities, ThePageSaysWhatTheAdaptersSay) {
  std::string table =
      "| platform, and how it is connected | commands | buttons | forms | answer for you alone | direct "
      "messages | changes messages | pictures | finds messages | must reach us "
      "|\n|---|---|---|---|---|---|---|---|---|---|\n";
  for (const Row& row :
       {Row{"Slack, over HTTP", slack(false)}, Row{"Slack, with Socket Mode", slack(true)},
        Row{"Microsoft Teams", teams()}, Row{"Mattermost", mattermost(true)},
        Row{"Mattermost that cannot reach us", mattermost(false)}, Row{"Nextcloud Talk", nextcloud(false)},
        Row{"Nextcloud Talk, with people's own conversations", nextcloud(true)},
        Row{"Webhook into a channel", webhook(false)},
        Row{"Webhook, also into people's own channels", webhook(true)}, Row{"E-mail, beside pages", mail()},
        Row{"Pages in the browser", pages()}, Row{"Sandbox", sandbox::abilities()}})
    table += to_text(row);
  std::ifstream file(std::filesystem::path(REFLEKS_SOURCE_DIR) / "docs/platforms.md");
  const std::string page(std::istreambuf_iterator<char>(file), {});
  const std::string begin = "<!-- abilities -->\n", end = "<!-- /abilities -->";
  const auto from = page.find(begin), to = page.find(end);
  ASSERT_NE(from, page.npos) << "docs/platforms.md has no table between its marks";
  ASSERT_NE(to, page.npos);
  EXPECT_EQ(page.substr(from + begin.size(), to - from - begin.size()), table);
}

}  // namespace
}  // namespace contract
