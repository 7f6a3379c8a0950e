#pragma once
// What the parts of one workspace's adapter share. I/O thread.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <string>

#include "adapters/net/refresh.hpp"
#include "adapters/net/refusals.hpp"
#include "adapters/net/seen.hpp"
#include "adapters/net/timing.hpp"
#include "adapters/slack/adapter.hpp"
#include "adapters/slack/api.hpp"
#include "adapters/slack/inbound.hpp"
#include "adapters/slack/rendered.hpp"
#include "adapters/slack/tokens.hpp"
#include "bot/core/message.hpp"
#include "bot/runtime/pending_reply.hpp"

namespace slack {

struct WorkspaceContext : std::enable_shared_from_this<WorkspaceContext> {
  WorkspaceContext(boost::asio::any_io_executor executor, Options options, const core::Clock& clock,
                   core::Random& random, net::Timing timing);

  boost::asio::any_io_executor executor;
  Options options;
  const core::Clock& clock;
  core::Random& random;
  net::Timing timing;
  Tokens tokens;
  Api api;
  net::Seen seen;
  Rendered rendered;
  net::Refusals unanswered;  // whatever was asked and however it was to be shown
  std::shared_ptr<runtime::Patience> patience;
  std::map<std::string, bool> homes_in_making;  // by user: whether something was pressed meanwhile
  net::Seen installed{1'000};                   // OAuth: states that came back
  boost::asio::steady_timer renewed;            // ends with the next renewal
  runtime::Inbox* inbox = nullptr;              // while the adapter runs

  // Who we are: from the options, then from auth.test.
  std::string team, enterprise, bot_user;
  std::string organisation;  // Enterprise, of which the workspace is a part or the installation is whole
  bool known = false;        // auth.test has answered
  int sharing = 0;           // another number: what was known of channels being shared is out of date

  // Whether a request with this address is ours; nothing is known to contradict it.
  bool is_ours(const Address& address) const;

  // With the command as it is called here.
  core::Message in_our_words(core::Message message) const;
  core::Form in_our_words(core::Form form) const;

  // Runs beside everything; what it throws is counted (unanswered). The context lives as long.
  void spawn(boost::asio::awaitable<void> work);

  // A call with the bot's token. A token that has run out is renewed, and the call made once more.
  boost::asio::awaitable<Called> call(std::string method, Args args, std::string line = {});
  // As Api::ready, with a token that is good then.
  boost::asio::awaitable<void> ready(std::string method, std::string line);
  // The call that ready() was for.
  boost::asio::awaitable<Called> call_now(std::string method, Args args);
  boost::asio::awaitable<Called> read(std::string method, Args args);
  // Renews the token that rotates, unless it is no longer `old`; one at a time, because a refresh token works
  // once. False when it could not.
  boost::asio::awaitable<bool> renew(std::string old);

 private:
  // The token's life may be over, and there is a way to another: also at the first start, whose token came
  // from the configuration without an end.
  bool ran_out(const Called& called) const;
  // Where the token has run out and Slack is only not to be had for another just now: to be tried again.
  Called settled(Called called) const;
  boost::asio::awaitable<std::string> current_token();
  boost::asio::awaitable<std::optional<TokenPair>> ask_for_another();
  boost::asio::awaitable<std::optional<net::Ticks>> exchange();

  bool renewal_may_pass_ = false;  // the last one failed for a reason that goes away by itself
  net::Refresher renewal_;
};

}  // namespace slack
