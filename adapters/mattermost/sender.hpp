#pragma once
// Posts, edits, and the search for a post after a crash. I/O thread.

#include <boost/asio/awaitable.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/mattermost/workspace_context.hpp"
#include "adapters/net/single_flight.hpp"
#include "bot/core/language.hpp"

namespace mattermost {

// Under this name our own mark hangs on every post of the outbox: it tells nothing, and finds the post again.
inline constexpr const char* key_prop = "refleks_key";

class Sender {
 public:
  // Where an answer goes, by ids.
  struct Place {
    std::string channel;
    std::vector<std::string> answers;          // the posts that it answers
    std::string thread;                        // where they stand in one: of its first post
    std::optional<core::Language> language{};  // of who is answered
  };

  explicit Sender(std::shared_ptr<WorkspaceContext> context) : context_(std::move(context)) {}

  boost::asio::awaitable<runtime::Delivered> ready(core::Destination to);
  boost::asio::awaitable<runtime::Delivered> deliver(runtime::Delivery delivery);

  // Looks through what was posted in the last days, in every channel the bot is in. Waits for Mattermost to
  // come back, at most half an hour, and then throws: "not there" must be true.
  boost::asio::awaitable<std::optional<std::string>> find(std::string key);

  // Without a key: the answer to what `to` wrote in a conversation with us.
  boost::asio::awaitable<void> say(core::Destination to, Place place, core::Message message);

  void forget_conversations() { conversations_.clear(); }

 private:
  enum class Search { found, not_there, unanswered };
  boost::asio::awaitable<Search> search_channel(std::string channel, std::string mark, std::string& ref);
  boost::asio::awaitable<Search> search_everywhere(std::string mark, std::string& ref);
  boost::asio::awaitable<runtime::Delivered> post(std::string channel, runtime::Delivery delivery);
  boost::asio::awaitable<Called> send_post(const std::string& channel, const runtime::Delivery& delivery,
                                           std::string picture, bool paced);
  // The id of the file; empty when there is no picture, for whatever reason.
  boost::asio::awaitable<std::string> upload(std::string channel, std::vector<core::Plot> pictures);
  boost::asio::awaitable<runtime::Delivered> edit(std::string channel, runtime::Delivery delivery);
  // The id of the channel to write in, or what to answer instead.
  boost::asio::awaitable<runtime::Delivered> channel_for(core::Destination to);
  nlohmann::json post_of(const core::Message& message, const core::Destination& to,
                         const std::string& channel, core::Language language) const;

  std::shared_ptr<WorkspaceContext> context_;
  std::map<std::string, std::string> conversations_;  // user id -> id of the channel between us
  std::map<std::string, std::shared_ptr<net::SingleFlight>> saying_;  // answers, by channel: one at a time
};

}  // namespace mattermost
