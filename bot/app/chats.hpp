#pragma once
// The chats a configuration connects to, besides the sandbox: sections [server], [pages] and one for each
// workspace of a platform.

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "adapters/web/sign_in_rules.hpp"
#include "bot/runtime/platform.hpp"

namespace app {

struct Chats {
  // Where platforms and browsers reach us, usually behind a reverse proxy.
  struct Server {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8090;
    std::size_t header_kb = 8;                                     // largest header of a call
    std::size_t connections = 256;                                 // open at once
    std::vector<std::string> trusted_proxies{"127.0.0.1", "::1"};  // whose word on who calls is believed
    std::string visitor_header = "X-Forwarded-For";                // in which they say it; or "Forwarded"
    // PEM: we speak https ourselves. Both or neither.
    std::filesystem::path certificate, key;
    std::string public_url;  // "https://refleks.kommune.no", no slash at the end; empty: nobody calls us
  };
  Server server;
  std::optional<std::string> pages;  // the workspace of people without a chat account; nothing: no pages
  std::optional<web::SignInOptions> sign_in;  // nothing: leaders have links alone
  std::string mail;  // where people without one are told by e-mail; empty: they are not
  std::vector<std::shared_ptr<const runtime::Platform>> platforms;  // those that have a section
  std::set<std::string> post_only;  // workspaces from which nothing comes back

  // What a call is told that none of them has made; nothing: one may have.
  std::optional<net::Response> refusal(const net::Request& call) const {
    for (const auto& platform : platforms)
      if (std::optional<net::Response> told = platform->refusal(call)) return told;
    return std::nullopt;
  }
  // Whether something here answers calls from outside.
  bool listens() const {
    return pages || std::any_of(platforms.begin(), platforms.end(),
                                [](const auto& platform) { return !platform->only_posts(); });
  }
};

}  // namespace app
