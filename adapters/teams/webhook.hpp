#pragma once
// Outgoing webhooks: a team mentions a name in a public channel, and the answer stands there for everybody.
// So it says what anybody there may read: what works here, in a group's own channel how the group
// stands, and where to answer. Needs no app and no admin.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/net/http.hpp"
#include "adapters/net/seen.hpp"
#include "adapters/teams/adapter.hpp"
#include "bot/runtime/pending_reply.hpp"

namespace teams {

class OutgoingWebhook {
 public:
  // `options` and `links` (may be null) outlive it. Throws std::invalid_argument when a secret is not base64.
  OutgoingWebhook(boost::asio::any_io_executor executor, const Options& options, runtime::Links* links,
                  net::Timing timing);

  // Other secrets of those; throws likewise.
  void take_secrets(const std::vector<std::string>& secrets);
  bool wanted() const { return !keys_.empty(); }
  // 401 without a signature over exactly these bytes. Answers within four seconds.
  boost::asio::awaitable<net::Response> handle(net::Request request, runtime::Inbox* inbox);

 private:
  bool is_signed(std::string_view header, std::string_view body) const;
  // Of the group whose channel it is; nothing: it is nobody's, or there are no pages.
  std::optional<std::string> page_of(const std::string& channel) const;

  const Options& options_;
  runtime::Links* links_;
  net::Timing timing_;
  std::shared_ptr<runtime::Patience> patience_;
  std::vector<std::string> keys_;
  net::Seen recent_{20'000, std::chrono::minutes{10}};  // Teams sends again what it thinks got lost
};

}  // namespace teams
