#pragma once
// The outbox's messages on their way out: one attempt each. I/O thread.

#include <boost/asio/awaitable.hpp>
#include <map>
#include <memory>
#include <string>

#include "adapters/slack/own_channels.hpp"
#include "adapters/slack/workspace_context.hpp"
#include "bot/runtime/adapter.hpp"

namespace slack {

class Sender {
 public:
  explicit Sender(std::shared_ptr<WorkspaceContext> context) : context_(context), own_(context) {}

  boost::asio::awaitable<runtime::Delivered> ready(core::Destination to, bool edit);
  boost::asio::awaitable<runtime::Delivered> deliver(runtime::Delivery delivery);

 private:
  // The channel to post in; empty: `refusal` says why not.
  boost::asio::awaitable<std::string> channel_of(core::Destination to, runtime::Delivered& refusal);
  // A picture below a message that is out; what becomes of it changes nothing for the message.
  boost::asio::awaitable<void> show(std::string channel, std::vector<core::Plot> pictures);
  boost::asio::awaitable<std::string> direct(std::string user, runtime::Delivered& refusal);
  boost::asio::awaitable<std::string> own_channel(std::string channel, runtime::Delivered& refusal);

  struct Known {
    std::string channel;
    net::Ticks until;
  };
  std::shared_ptr<WorkspaceContext> context_;
  OwnChannels own_;
  int asking_ = 0;                      // about channels, just now
  std::map<std::string, Known> known_;  // user or channel id -> where to post, for a while
};

}  // namespace slack
