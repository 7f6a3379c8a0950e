#pragma once
// The chats a configuration connects to, besides the sandbox: sections [server], [pages], [webhooks.*],
// [slack.*], [teams.*] and [mattermost.*].

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/mattermost/adapter.hpp"
#include "adapters/slack/adapter.hpp"
#include "adapters/teams/adapter.hpp"
#include "adapters/webhook/adapter.hpp"

namespace app {

struct Chats {
  // Where platforms and browsers reach us, usually behind a reverse proxy.
  struct Server {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8090;
    std::string public_url;  // "https://refleks.kommune.no", no slash at the end; empty: nobody calls us
  };
  Server server;
  std::optional<std::string> pages;  // the workspace of people without a chat account; nothing: no pages
  std::vector<webhook::Options> webhooks;
  // What stands in other places of the configuration (data folder, people, language) is added by the
  // connections.
  std::vector<slack::Options> slack;
  std::vector<teams::Options> teams;
  std::vector<mattermost::Options> mattermost;

  // Whether something here answers calls from outside.
  bool listens() const { return pages || !slack.empty() || !teams.empty() || !mattermost.empty(); }
};

}  // namespace app
