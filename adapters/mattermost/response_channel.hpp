#pragma once
// How one person's request is answered: a whisper beside a command, passing words after a button, a dialog,
// the next dialog after a dialog. Nothing of it stays in the channel or on Mattermost's disk. I/O thread.

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "adapters/mattermost/inbound.hpp"
#include "adapters/mattermost/workspace_context.hpp"
#include "bot/core/event.hpp"

namespace mattermost {

class ResponseChannel {
 public:
  ResponseChannel(std::shared_ptr<WorkspaceContext> context, const Incoming& in);

  // What is said from here on is said to whoever got this reply.
  void in_language_of(const core::Reply& reply) { language_ = reply.language.value_or(language_); }
  core::Language language() const { return language_; }

  // The answer to a command: a message with its buttons, for this person alone.
  std::string whisper(const core::Message& message) const;
  // The answer to a button.
  std::string passing_words(const core::Message& message) const;

  // A form, or a message with a menu of its buttons, as a dialog. False when Mattermost did not take it: the
  // trigger is good for half a minute.
  boost::asio::awaitable<bool> open(core::Reply reply);

  // The answer to a dialog: `reply` takes its place. `asked` and `submission` are what was answered.
  std::string after(const core::Reply& reply, const Asked& asked, const Submission& submission);

  // A late answer to a command: at most five, within half an hour.
  boost::asio::awaitable<void> respond(core::Message message);

 private:
  Asked begin() const;
  nlohmann::json whispered(const core::Message& message) const;
  // Fills in `state`.
  nlohmann::json sealed(nlohmann::json dialog, const Asked& asked) const;
  nlohmann::json dialog_of(const core::Reply& reply) const;
  std::string left_open(const core::Reply& reply, const Asked& asked, const Submission& submission);

  std::shared_ptr<WorkspaceContext> context_;
  std::string user_, channel_, trigger_, response_;
  bool direct_;
  core::Language language_;
  net::Ticks triggered_;
};

// "mattermost.too_slow" and the like as a message.
core::Message words(core::Language language, std::string_view key);

}  // namespace mattermost
