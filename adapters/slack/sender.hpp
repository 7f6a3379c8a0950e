#pragma once
// The outbox's messages on their way out: one attempt each. I/O thread.

#include <boost/asio/awaitable.hpp>
#include <map>
#include <memory>
#include <string>

#include "adapters/net/single_flight.hpp"
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
  // A picture on its way to where its message stands. Of a channel one at a time, and while it lives nothing
  // else is posted there.
  struct Showing {
    Showing(std::shared_ptr<WorkspaceContext> of, std::shared_ptr<net::SingleFlight> in, std::string where)
        : context(std::move(of)), line(std::move(in)), channel(std::move(where)), turn(*line) {}
    std::shared_ptr<WorkspaceContext> context;
    std::shared_ptr<net::SingleFlight> line;
    std::string channel;
    net::SingleFlight::Turn turn;
  };
  void show_below(const std::string& channel, std::vector<core::Plot> pictures);
  static boost::asio::awaitable<void> show(std::shared_ptr<Showing> showing,
                                           std::vector<core::Plot> pictures);
  boost::asio::awaitable<void> pictures_over(std::string channel);
  boost::asio::awaitable<std::string> direct(std::string user, runtime::Delivered& refusal);
  boost::asio::awaitable<std::string> own_channel(std::string channel, runtime::Delivered& refusal);

  struct Known {
    std::string channel;
    net::Ticks until;
    int sharing = 0;  // WorkspaceContext::sharing at that time
  };
  std::shared_ptr<WorkspaceContext> context_;
  OwnChannels own_;
  int asking_ = 0;                      // about channels, just now
  std::map<std::string, Known> known_;  // user or channel id -> where to post, for a while
  std::map<std::string, std::shared_ptr<net::SingleFlight>> showing_;  // of channels with pictures
};

}  // namespace slack
