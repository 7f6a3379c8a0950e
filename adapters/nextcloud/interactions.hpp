#pragma once
// The conversation with people: what Talk tells us, what the engine makes of it, and where the answer is
// said. I/O thread.

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "adapters/net/http.hpp"
#include "adapters/net/refusals.hpp"
#include "adapters/net/seen.hpp"
#include "adapters/nextcloud/adapter.hpp"
#include "adapters/nextcloud/api.hpp"
#include "adapters/nextcloud/inbound.hpp"
#include "adapters/nextcloud/signature.hpp"
#include "bot/core/texts.hpp"
#include "bot/runtime/pending_reply.hpp"

namespace nextcloud {

class InteractionHandler : public std::enable_shared_from_this<InteractionHandler> {
 public:
  InteractionHandler(boost::asio::any_io_executor executor, Options options, runtime::Links* links,
                     core::Random& random, net::Timing timing);

  boost::asio::awaitable<net::Response> take(net::Request request);
  boost::asio::awaitable<runtime::Delivered> deliver(runtime::Delivery delivery);

  const Options& options() const { return options_; }
  // Secret, groups' conversations and people's own. What was overheard once stays so.
  void renew(const Options& options);
  void set_inbox(runtime::Inbox* inbox) { inbox_ = inbox; }

 private:
  // Where somebody wrote to us.
  struct Place {
    std::string user, here;     // tokens
    std::string own;            // of the person's own conversation; empty: there is none
    bool in_private = false;    // `here` is that one
    core::Language language{};  // of whoever asked, where the reply tells
  };
  Place place_of(const Told& told) const;
  void watch(const Told& told);
  std::string own_conversation(const std::string& user) const;
  bool is_group(const std::string& conversation) const;
  // Another conversation takes us: what is refused in this one is about this one.
  boost::asio::awaitable<bool> may_speak_beside(std::string conversation);

  // `reply`: when it is there already.
  boost::asio::awaitable<void> answer(Place place, std::shared_ptr<runtime::PendingReply> question,
                                      std::optional<core::Reply> reply);
  boost::asio::awaitable<void> answer_in_public(Place place, std::shared_ptr<runtime::PendingReply> question,
                                                std::optional<core::Reply> reply);
  // Whether it may have arrived.
  boost::asio::awaitable<bool> say(core::Destination to, std::string conversation, core::Message message,
                                   core::Language language);
  boost::asio::awaitable<void> say_here(Place place, core::Message message);
  core::Message for_one(const Place& place, core::Reply reply) const;
  static core::Message words(const Place& place, std::string_view key, core::Args args = {});
  core::Message elsewhere(const Place& place) const;
  // The page of `to` as one more line; false when there is none.
  bool add_page(core::Message& message, const core::Destination& to, std::string_view label,
                core::Language language) const;
  void begin(boost::asio::awaitable<void> work);  // beside everything

  boost::asio::any_io_executor executor_;
  Options options_;
  runtime::Links* links_;
  core::Random& random_;
  net::Timing timing_;
  std::shared_ptr<runtime::Patience> patience_;
  Api api_;
  net::Refusals without_seal_, elsewhere_;
  net::Refusals unanswered_;  // whatever was asked
  // There is no time in Talk's seal, so a call that somebody recorded stays good for ever; here it is good
  // once, for as long as its mark is remembered.
  net::Seen seen_{20'000};
  std::set<std::string> overheard_;  // conversations of one's own where somebody else is
  std::string took_us_;              // the conversation that was last heard to take us; empty at first
  runtime::Inbox* inbox_ = nullptr;  // while the adapter runs
};

}  // namespace nextcloud
