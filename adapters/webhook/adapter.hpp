#pragma once
// The post-only level: messages go to webhook addresses of channels and people, nothing comes back. What is
// pressed or written elsewhere is asked for through links to answer pages (runtime/links.hpp).

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "adapters/net/timing.hpp"
#include "adapters/webhook/shape.hpp"
#include "bot/core/language.hpp"
#include "bot/runtime/adapter.hpp"
#include "bot/runtime/links.hpp"

namespace webhook {

struct Hook {
  std::string url;  // a secret: whoever has it can post there
  Shape shape = Shape::slack;
};

struct Options {
  std::string workspace;                   // the configured name of this connection
  std::map<std::string, Hook> channels;    // by the id a group's channel has in the configuration
  std::map<std::string, Hook> people;      // by user; addresses that only this person sees
  std::vector<std::string> allowed_hosts;  // beyond the platforms' own: chat.kommune.no and all below it
  bool allow_private = false;              // addresses of one's own network, and http: for a closed network
  std::string ca_file;                     // PEM; empty: the system's roots
  core::Language language = core::Language::nb;  // of the one link when no button has its own
  std::chrono::milliseconds limit{15'000};       // for one post, from name lookup to the answer
};

class Webhook : public runtime::Adapter {
 public:
  // Addresses as they are now; of the rest nothing is taken.
  virtual void renew(const Options& options) = 0;
};

// What is wrong: the key of it ("allowed_hosts", "channels.nord.url") and words for the operator that say
// what to change. Never holds an address. Empty: good.
std::vector<std::pair<std::string, std::string>> problems(const Options& options);

// Of an address that can be posted to, and probably nothing comes of it: it was cut off. That is one place's
// trouble, and nothing to stop for. As problems().
std::vector<std::pair<std::string, std::string>> doubts(const Options& options);

// Outcomes of deliver, which makes one request and follows no redirect:
// - sent, always without a reference, so that the outbox never asks for an edit. Slack and most say by it
// that
//   the message is there. A Workflow of Teams says that it has taken the order (202): whether it could post,
//   only its own run history knows. An edit of a message that another adapter has posted is `sent` and does
//   nothing: nothing can be edited here, and what is new is posted anyway.
// - retry: 429 (after Retry-After), 408, or nobody was reached.
// - unknown: the request left, and no answer came, or one that does not tell: 5xx, a page of somebody else's.
// - permanent: unknown_workspace, no_hook, nothing_to_say, hook_address, address_not_public, redirected,
//   hook_refused_<status>, and of Slack hook_revoked, channel_gone, not_allowed_there, payload_refused.
// At most one post a second for each address; the others wait for their turn.
//
// `links` may be null: buttons are left out. It outlives the adapter. One I/O thread, the executor's. Throws
// std::invalid_argument with the first of problems(), and boost::system::system_error when the CA file cannot
// be read.
std::unique_ptr<Webhook> make_webhook(boost::asio::any_io_executor executor, Options options,
                                      runtime::Links* links, net::Timing timing);

}  // namespace webhook
