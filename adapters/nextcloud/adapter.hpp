#pragma once
// Nextcloud Talk as a platform: a bot that posts in conversations and answers what people write to it there.
// Buttons and forms are pages (docs/nextcloud.md).

#include <boost/asio/any_io_executor.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/net/http_server.hpp"
#include "adapters/net/timing.hpp"
#include "bot/core/language.hpp"
#include "bot/core/random.hpp"
#include "bot/runtime/adapter.hpp"
#include "bot/runtime/finding.hpp"
#include "bot/runtime/links.hpp"

namespace nextcloud {

struct Options {
  std::string workspace;  // the configured name of this connection
  std::string url;        // of the server, no slash at the end: https://sky.kommune.no
  std::string backend;    // what the server calls itself when it calls us; empty: `url`
  std::string secret;     // given to occ talk:bot:install
  std::string ca_file;    // PEM; empty: the system's roots
  bool allow_http = false;
  std::vector<std::string> channels;  // tokens of the groups' conversations
  std::vector<std::string> people;    // users; for the doctor
  runtime::CalledBy called_by{};      // users and tokens; for the doctor
  // User -> token of a conversation in which nobody else reads, such as "Note to self".
  std::map<std::string, std::string> conversations;
  core::Language language = core::Language::nb;  // of what is not said by the bot itself
};

// What a call is told that is none of Talk's; nothing: it is signed with the secret.
std::optional<net::Response> refusal_of(const net::Request& call, const Options& options);

// What is wrong, in words for the operator: the key, and what to change. Never holds a secret. Empty: good.
std::vector<std::pair<std::string, std::string>> problems(const Options& options);

// Outcomes of deliver, which makes one request:
// - sent, always without a reference: Talk does not tell which message it became. An edit of a message that
//   another adapter has posted is `sent` and does nothing.
// - retry: 429 and 503 (maintenance), or nobody was reached.
// - unknown: the request left and no answer came, or 5xx, or 400, which Talk also says after it has posted.
// - permanent: unknown_workspace, unknown_channel (no token), no_conversation (a person without one of their
//   own), not_private (somebody else writes in it), not_authorised (wrong secret, or the bot is not switched
//   on in that conversation), forbidden, not_found, too_big, redirected, bad_request, no_talk (it is
//   something else that answers).
class Nextcloud : public runtime::Adapter {
 public:
  // For POST .../<workspace>; 404 for the rest. Works as long as the adapter lives.
  virtual net::HttpHandler handler() = 0;
  // Secrets, people and places as they are now; of the rest nothing is taken.
  virtual void renew(const Options& options) = 0;
};

// One I/O thread, the executor's. `links` may be null; it and `random` outlive the adapter. Throws
// std::invalid_argument with the first of problems(), and boost::system::system_error when the CA file cannot
// be read.
std::unique_ptr<Nextcloud> make_nextcloud(boost::asio::any_io_executor executor, Options options,
                                          runtime::Links* links, core::Random& random, net::Timing timing);

// What `refleks doctor` asks: whether Talk is there, whether the bot may speak in each conversation, and
// whether the server knows each user. Changes nothing there.
boost::asio::awaitable<runtime::Findings> examine(Options options, core::Random& random);

}  // namespace nextcloud
