#pragma once
// Everything the bot says of its own accord: where it goes, and what comes of it.

#include <boost/asio/awaitable.hpp>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "adapters/teams/adapter.hpp"
#include "adapters/teams/connector.hpp"
#include "adapters/teams/references.hpp"

namespace teams {

class Sender {
 public:
  // All outlive it.
  Sender(const Options& options, Connector& connector, References& references, core::Random& random,
         net::Timing timing);

  boost::asio::awaitable<runtime::Delivered> ready(core::Destination to);
  // One attempt (runtime/adapter.hpp). A reference is "<conversation>|<activity>".
  boost::asio::awaitable<runtime::Delivered> deliver(runtime::Delivery delivery);

  // An answer to one person in their private chat, opened when there is none; up to three tries with growing
  // waits.
  boost::asio::awaitable<Sent> tell(std::string person, nlohmann::json activity);
  // Plain words at the end of a conversation; the same tries.
  boost::asio::awaitable<void> say(std::string conversation, std::string words);

  // Everybody in a channel's roster, or How::failed.
  boost::asio::awaitable<core::ChannelRead> members(std::string channel);
  // Those of the groups, and those in which something was said to us. Into which of a team's somebody came is
  // not told.
  std::vector<std::string> channels() const;

  core::Language language_of(const std::string& person) const;
  // The app was added somewhere: rosters that were closed may be open.
  void look_again() { in_none_until_ = net::Ticks{0}; }

 private:
  boost::asio::awaitable<Sent> to_person(std::string person, nlohmann::json activity, bool paced = false);
  boost::asio::awaitable<Sent> to_channel(std::string channel, nlohmann::json activity, bool paced);
  boost::asio::awaitable<Sent> open_chat(std::string person);
  boost::asio::awaitable<Sent> look_up(std::string person);
  std::string service_of(const std::string& conversation) const;
  void note(const Sent& sent, const std::string& conversation);

  const Options& options_;
  Connector& connector_;
  References& references_;
  core::Random& random_;
  net::Timing timing_;
  net::Ticks in_none_until_{0};
};

}  // namespace teams
