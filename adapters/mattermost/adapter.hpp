#pragma once
// Mattermost as a platform: slash commands, buttons, dialogs and direct messages (docs/mattermost.md).

#include <boost/asio/any_io_executor.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapters/net/http_server.hpp"
#include "adapters/net/timing.hpp"
#include "bot/core/language.hpp"
#include "bot/core/people.hpp"
#include "bot/core/random.hpp"
#include "bot/core/time.hpp"
#include "bot/runtime/adapter.hpp"
#include "bot/runtime/finding.hpp"
#include "bot/runtime/links.hpp"
#include "bot/runtime/pictures.hpp"

namespace mattermost {

struct Options {
  std::string workspace = "mattermost";     // the configured name of this connection
  std::string url;                          // of the site: https://chat.example.no
  std::string bot_token;                    // of a bot account
  std::vector<std::string> command_tokens;  // one for each slash command, that is, for each team
  // Where Mattermost reaches us, with the path we are mounted at: https://bot.example.no/mattermost. Empty:
  // it cannot; then buttons are links, and commands come in direct messages to the bot.
  std::string callback_url;
  std::string ca_file;         // empty: the system's roots
  std::filesystem::path data;  // <data>/mattermost-<workspace>.key signs buttons and dialogs
  core::Language language = core::Language::nb;  // of what is not said to somebody we know
  // Everybody's user id or user name and every group's channel id or "team/channel", as the configuration has
  // them: events come in under these.
  std::vector<std::string> people, channels;
  runtime::CalledBy called_by{};          // by those; for the doctor
  bool pages = true;                      // links to pages can take the place of buttons; for the doctor
  bool allow_http = false;                // for tests on this machine
  runtime::Pictures* pictures = nullptr;  // null: words alone
  std::string zone = "Europe/Oslo";       // in which people say "tomorrow"
  // Who is who now, never null. Empty: nobody's own language is known.
  std::function<std::shared_ptr<const core::Directory>()> directory{};
};

// Reasons of Kind::permanent: bad_request, not_authorised, forbidden, not_found, channel_gone (archived),
// no_team_in_common, too_big, switched_off, unknown_workspace, unknown_user, unknown_channel.
class Mattermost : public runtime::Adapter {
 public:
  // For POST .../<workspace>/command, /action and /dialog; 404 for the rest. Works as long as the adapter
  // lives.
  virtual net::HttpHandler handler() = 0;
  // Secrets, people and places as they are now; of the rest nothing is taken.
  virtual void renew(const Options& options) = 0;
};

// One I/O thread, the executor's. `links` may be null; it, `clock` and `random` outlive the adapter. Throws
// std::invalid_argument for options that cannot work (the words name the key, never the value); as Seals for
// the key file; boost::system::system_error when the CA file cannot be read.
std::unique_ptr<Mattermost> make_mattermost(boost::asio::any_io_executor executor, Options options,
                                            runtime::Links* links, const core::Clock& clock,
                                            core::Random& random, net::Timing timing);

// What `refleks doctor` asks: whether the token is taken, the bot is in every channel, everybody is known,
// and Mattermost may reach us. Changes nothing there.
boost::asio::awaitable<runtime::Findings> examine(Options options, net::Timing timing);

}  // namespace mattermost
