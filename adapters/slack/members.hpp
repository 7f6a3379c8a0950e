#pragma once
// Who is in a channel, as Slack says: page by page, and of each whether it is a person of this workspace. I/O
// thread.

#include <boost/asio/awaitable.hpp>
#include <map>
#include <memory>
#include <string>

#include "adapters/slack/workspace_context.hpp"
#include "bot/core/channel_people.hpp"

namespace slack {

class Members {
 public:
  explicit Members(std::shared_ptr<WorkspaceContext> context) : context_(std::move(context)) {}
  // All of them, or How::failed: a page or a person that could not be had makes the whole doubtful.
  boost::asio::awaitable<core::ChannelRead> read(std::string channel);

 private:
  struct Known {
    core::InChannel who;
    core::Instant until;
  };
  // False: it could not be had.
  boost::asio::awaitable<bool> learn(std::string user);

  std::shared_ptr<WorkspaceContext> context_;
  std::map<std::string, Known> known_;  // for most of a day
};

}  // namespace slack
