#pragma once
// Between Mattermost's requests and the engine. Every request that is one is answered with 200: with anything
// else the person sees a failure that says nothing. I/O thread.

#include <boost/asio/awaitable.hpp>
#include <memory>

#include "adapters/mattermost/response_channel.hpp"
#include "adapters/mattermost/workspace_context.hpp"
#include "adapters/net/http.hpp"
#include "adapters/net/refusals.hpp"
#include "bot/runtime/pending_reply.hpp"

namespace mattermost {

inline constexpr net::Ticks command_wait{2'500};      // then an empty answer, and the real one comes after it
inline constexpr net::Ticks inline_wait{20'000};      // for buttons and dialogs, which have no "after"
inline constexpr std::chrono::minutes late_wait{25};  // a response_url lives for 30

class InteractionHandler {
 public:
  explicit InteractionHandler(std::shared_ptr<WorkspaceContext> context);

  boost::asio::awaitable<net::Response> take(net::Request request);

 private:
  boost::asio::awaitable<net::Response> command(net::Request request);
  boost::asio::awaitable<net::Response> press(std::string body);
  boost::asio::awaitable<net::Response> submit(std::string body);
  boost::asio::awaitable<net::Response> answer_press(ResponseChannel response, core::Event event);
  boost::asio::awaitable<core::Origin> origin_of(std::string user, std::string channel, std::string trigger);
  std::shared_ptr<runtime::PendingReply> ask(core::Event event);

  std::shared_ptr<WorkspaceContext> context_;
  net::Refusals without_token_, not_ours_;
};

}  // namespace mattermost
