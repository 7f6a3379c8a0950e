#pragma once
// The way back to the person who did something: into the modal that is open, by a new modal while the trigger
// lives, or by the response_url. I/O thread.

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>

#include "adapters/slack/workspace_context.hpp"
#include "bot/runtime/pending_reply.hpp"

namespace slack {

inline constexpr net::Ticks trigger_life{2'800};  // of the three seconds
inline constexpr std::chrono::minutes response_life{29};
inline constexpr int response_uses = 5;

class ResponseChannel {
 public:
  ResponseChannel(std::shared_ptr<WorkspaceContext> context, const Incoming& in);

  // A modal that only says to wait, so that the answer has somewhere to go when the trigger is dead.
  boost::asio::awaitable<void> open_waiting();
  // Shows what the reply says. An empty one shows nothing, but ends a waiting modal.
  boost::asio::awaitable<void> show(core::Reply reply);
  // The outcome of a submit whose modal was put aside.
  boost::asio::awaitable<void> settle(core::Reply reply, std::shared_ptr<const Incoming> in);
  // Text to the person alone, by response_url; nothing without one.
  boost::asio::awaitable<void> whisper(core::SharedMessage message);
  // The answer to a command, JSON, by response_url, where that is there, good and not used up.
  bool may_respond();
  boost::asio::awaitable<void> respond(std::string json);

  // The view that shows a reply: its form, its whisper, or that all is done.
  std::string view_of(const core::Reply& reply) const;
  std::string waiting_view(const char* key) const;
  std::string errors_view(const Incoming& in, const core::Reply& reply) const;

 private:
  core::Language language_of(const core::Reply& reply) const;
  boost::asio::awaitable<bool> open(std::string view);
  boost::asio::awaitable<bool> update(std::string view, core::Language language);
  boost::asio::awaitable<bool> put(std::string view);
  void see_why(const char* method, const Called& called);
  // A message in the person's own chat with the bot, which stays there: nothing of what was asked.
  boost::asio::awaitable<void> write_to_them(const char* key, core::Language language);

  std::shared_ptr<WorkspaceContext> context_;
  std::string user_, trigger_, response_url_, view_id_, title_;
  net::Ticks triggered_;
  core::Instant began_;
  int uses_ = 0;
  std::optional<bool> may_be_called_;  // nothing: not looked at yet
  bool waiting_ = false;               // the modal says to wait
  bool malformed_ = false;             // the last window, so Slack says
};

// {"response_type":"ephemeral", ...}: never "in_channel", which would show everybody what was typed.
std::string ephemeral(const core::Message& message, core::Language language);
core::Message words(core::Language language, std::string_view key);

}  // namespace slack
