#pragma once
// Slack's list of the channels the bot is in, and whose they are. Asked about one by one, at the pace Slack
// allows, three hundred groups would wait five minutes for a Monday's first messages. I/O thread.

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <set>
#include <string>

#include "adapters/net/refresh.hpp"
#include "adapters/slack/workspace_context.hpp"

namespace slack {

class OwnChannels {
 public:
  explicit OwnChannels(std::shared_ptr<WorkspaceContext> context);

  // Whether the list has it, and as one that is shared with nobody outside. False tells nothing: it can be
  // asked about alone. Outlived by whoever calls.
  boost::asio::awaitable<bool> have(std::string channel);

 private:
  boost::asio::awaitable<std::optional<net::Ticks>> read();
  boost::asio::awaitable<bool> read_pages();

  std::shared_ptr<WorkspaceContext> context_;
  std::set<std::string> channels_;
  int sharing_ = 0;  // WorkspaceContext::sharing when they were read
  net::Refresher refresher_;
};

}  // namespace slack
