#pragma once
// Between Slack's requests and the engine: one answer within a second for each request, and the rest of the
// conversation by response_url, views.open and views.update. The same for HTTP and Socket Mode. I/O thread.

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>

#include "adapters/net/refusals.hpp"
#include "adapters/slack/response_channel.hpp"
#include "adapters/slack/workspace_context.hpp"
#include "bot/runtime/pending_reply.hpp"

namespace slack {

// The body of the acknowledgement. `failed`: an event that Slack should bring again.
struct Answer {
  std::string json;  // empty: zero bytes
  bool failed = false;
};

// What Slack hears is taken is on the disk whenever the engine answers in this time; sooner when it answers
// sooner. Slack gives three seconds, and never repeats a press.
inline constexpr net::Ticks engine_wait{1'000};
inline constexpr net::Ticks trigger_patience{1'800};  // then the modal opens without its contents
inline constexpr std::chrono::minutes late_wait{25};  // a response_url lives for 30

class InteractionHandler {
 public:
  explicit InteractionHandler(std::shared_ptr<WorkspaceContext> context);

  boost::asio::awaitable<Answer> take(std::shared_ptr<const Incoming> in);
  // For a request that is another workspace's, and for one that came before: nothing is done. An empty answer
  // would close the window of a submit, so the person is told instead.
  Answer elsewhere(const Incoming& in);
  Answer again(const Incoming& in) const;

 private:
  using Shared = std::shared_ptr<const Incoming>;
  // What needs no answer of the engine; nothing: converse() does.
  std::optional<Answer> at_once(const Incoming& in);
  boost::asio::awaitable<Answer> converse(Shared in);
  boost::asio::awaitable<Answer> command(Shared in);
  boost::asio::awaitable<Answer> submit(Shared in);
  boost::asio::awaitable<Answer> press(Shared in);
  boost::asio::awaitable<Answer> shortcut(Shared in);
  Answer note(const Incoming& in);
  Answer apology(const Incoming& in);
  // Leaves the window of a submit open, with what was written in it where there is an input.
  Answer window_says(const Incoming& in, const core::Rich& words) const;
  void tell(const Incoming& in, std::string_view key);  // to the person, beside the acknowledgement
  std::shared_ptr<runtime::PendingReply> ask(core::Event event);
  core::Origin origin_of(const Incoming& in) const;
  bool is_outsider(const Incoming& in) const;

  std::shared_ptr<WorkspaceContext> context_;
  net::Refusals elsewhere_;
};

}  // namespace slack
