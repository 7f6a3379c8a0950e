#pragma once
// What happens with a call from Teams: checked, read, handed in, answered. Owns everything the adapter is
// made of, and lives as long as a call of it runs.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "adapters/net/http_client.hpp"
#include "adapters/net/refusals.hpp"
#include "adapters/net/seen.hpp"
#include "adapters/teams/access.hpp"
#include "adapters/teams/adapter.hpp"
#include "adapters/teams/auth.hpp"
#include "adapters/teams/connector.hpp"
#include "adapters/teams/data.hpp"
#include "adapters/teams/dialogs.hpp"
#include "adapters/teams/references.hpp"
#include "adapters/teams/sender.hpp"
#include "adapters/teams/settings.hpp"
#include "adapters/teams/webhook.hpp"
#include "bot/runtime/pending_reply.hpp"

namespace teams {

class Bot : public std::enable_shared_from_this<Bot> {
 public:
  Bot(boost::asio::any_io_executor executor, Options options, runtime::Links* links, const core::Clock& clock,
      core::Random& random, net::Timing timing);

  void set_inbox(runtime::Inbox* inbox) { inbox_ = inbox; }
  void renew(const Options& options);
  void open(runtime::Notebook& book) { references_.open(book, references_file(options_)); }
  void forget(const runtime::Gone& gone) { references_.forget(gone); }
  boost::asio::awaitable<net::Response> handle(net::Request request);
  boost::asio::awaitable<runtime::Delivered> deliver(runtime::Delivery delivery) {
    return sender_.deliver(std::move(delivery));
  }
  boost::asio::awaitable<core::ChannelRead> members(std::string channel) {
    return sender_.members(std::move(channel));
  }
  boost::asio::awaitable<runtime::Delivered> ready(core::Destination to) {
    return sender_.ready(std::move(to));
  }

 private:
  // Somebody who did something, and what we must know to answer.
  struct Asker {
    std::string person;        // as references know them
    std::string conversation;  // where it happened
    bool personal = false;
    std::string place;  // the channel that names the group; of a dialog, where it began
    bool sealed = false;
    bool said_more = false;  // than was taken, in a message that stays
    core::Language language = core::Language::nb;

    void in_language_of(const core::Reply& reply) { language = reply.language.value_or(language); }
  };
  struct Asked {
    Asker who;
    std::optional<core::Event> event;  // nothing: only something to open
    std::optional<Slots::Slot> slot;   // what it came from
  };

  boost::asio::awaitable<net::Response> messages(net::Request request);
  boost::asio::awaitable<net::Response> invoke(Activity activity);
  boost::asio::awaitable<net::Response> execute(Activity activity);
  boost::asio::awaitable<net::Response> fetch(Activity activity);
  boost::asio::awaitable<net::Response> submit(Activity activity);
  boost::asio::awaitable<void> message(Activity activity);
  Asked meant_by(const Activity& activity);  // a message: no event when it asks for nothing
  void about_the_bot(const Activity& activity);

  Asked asked(const Activity& activity, const Pressed& pressed);
  core::Origin origin(const Activity& activity, const std::string& place) const;
  std::string person_of(const Mention& who) const;  // in a Directory; empty when it is not known
  // `sealed`: it is, or may be.
  void remember(const Activity& activity, bool sealed = false);
  boost::asio::awaitable<std::optional<core::Reply>> ask_house(core::Event event, Asker who);

  // An answer of its own, in the private chat.
  void answer_later(Asker who, core::Reply reply);
  static boost::asio::awaitable<void> answer(std::shared_ptr<Bot> self, Asker who, core::Reply reply);
  nlohmann::json private_activity(const Asker& who, core::Reply reply);
  nlohmann::json opener(const Asker& who, std::optional<core::Form> form, std::optional<core::Message> words);

  // `before`: the slot it already has.
  nlohmann::json shown_dialog(const Asker& who, const core::Form& form, const std::string& before = {},
                              std::map<std::string, std::string> errors = {}, std::size_t step = 0);
  nlohmann::json shown_words(const Asker& who, const core::Message& words);

  boost::asio::any_io_executor executor_;
  Options options_;
  net::Timing timing_;
  std::shared_ptr<runtime::Patience> patience_;
  net::HttpClient http_;
  jose::Issuer channel_keys_;
  std::optional<jose::Issuer> entra_keys_;
  TokenSource tokens_;
  Connector connector_;
  References references_;
  Slots slots_;
  TokenVerifier verifier_;
  Sender sender_;
  OutgoingWebhook webhook_;
  net::Seen recent_{20'000, std::chrono::minutes{10}};  // Teams sends again what it thinks got lost
  net::Refusals unsigned_;
  net::Refusals unanswered_;  // whatever was asked
  runtime::Inbox* inbox_ = nullptr;
};

}  // namespace teams
