#pragma once
// Slack as a platform: commands, buttons, modals and App Home, over HTTP or Socket Mode (docs/slack.md).

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/net/http_server.hpp"
#include "adapters/net/timing.hpp"
#include "bot/core/language.hpp"
#include "bot/core/random.hpp"
#include "bot/core/time.hpp"
#include "bot/runtime/adapter.hpp"
#include "bot/runtime/finding.hpp"
#include "bot/runtime/links.hpp"
#include "bot/runtime/pictures.hpp"

namespace slack {

inline constexpr std::string_view usual_command = "/refleks";  // what the texts of the house say

struct Options {
  std::string workspace = "slack";  // the configured name of this connection
  std::string team_id;              // T...; empty: learned from Slack at start
  std::string bot_token;            // xoxb-...
  std::string refresh_token;  // xoxe-... when the app's tokens rotate; needs client_id and client_secret
  std::vector<std::string>
      signing_secrets;    // one, or two while they are changed; none with Socket Mode alone
  std::string app_token;  // xapp-...: Socket Mode, no open port
  std::string command{usual_command};
  std::string api_url = "https://slack.com/api/";
  std::string authorize_url = "https://slack.com/oauth/v2/authorize";
  std::vector<std::string> response_hosts = {"hooks.slack.com", "hooks.slack-gov.com"};
  std::string ca_file;                               // empty: the system's roots
  std::filesystem::path data;                        // where a former version kept tokens that Slack gave us
  std::string client_id, client_secret;              // for installing from a page, and for tokens that rotate
  std::string public_url;                            // https://bot.example.no: where Slack reaches us
  core::Language language = core::Language::nb;      // of what is not said to somebody we know
  std::chrono::milliseconds socket_silence{30'000};  // after which a connection counts as dead
  bool allow_shared_channels = false;                // channels shared with other organisations
  std::vector<std::string> people, channels;         // ids, for the doctor to ask about
  runtime::CalledBy called_by{};                     // by them; for the doctor
  runtime::Pictures* pictures = nullptr;             // null: words alone
};

// One workspace. Reasons of Kind::permanent are Slack's error codes, and shared_channel, no_channel.
class Slack : public runtime::Adapter {
 public:
  // For POST /slack, /slack/commands, /slack/interactivity, /slack/events and GET /slack/install,
  // /slack/oauth/callback. Several workspaces share one: make_webhook_endpoint. Works as long as the adapter
  // lives.
  virtual net::HttpHandler handler() = 0;
  // Secrets, people and places as they are now; of the rest nothing is taken.
  virtual void renew(const Options& options) = 0;
};

// One I/O thread, the executor's. `clock`, `random` and `links` (may be null) outlive the adapter. Throws
// std::invalid_argument (names what to change) when there is neither a signing secret nor an app token, or
// one of them is empty; as Tokens; boost::system::system_error when the CA file cannot be read.
std::unique_ptr<Slack> make_slack(boost::asio::any_io_executor executor, Options options,
                                  const core::Clock& clock, core::Random& random, net::Timing timing,
                                  runtime::Links* links = nullptr);

// One entrance for several workspaces made by make_slack: each request goes to the one whose secret signed it
// and whose team it names. They outlive the handler.
net::HttpHandler make_webhook_endpoint(std::vector<Slack*> workspaces, const core::Clock& clock);

// What such an entrance tells whoever calls and has signed with none of these secrets; nothing: one of them
// did, whenever that was, or it is its page for installing.
std::optional<net::Response> refusal_of(const net::Request& call, const std::vector<std::string>& secrets);

// What `refleks doctor` asks: whether the tokens are taken, the scopes are there, the clocks agree, and Slack
// can reach us or we it. Changes nothing at Slack, except that it opens and drops one socket address.
// `notes`: what the running adapter has kept.
boost::asio::awaitable<runtime::Findings> examine(Options options, std::vector<runtime::Note> notes,
                                                  const core::Clock& clock, core::Random& random,
                                                  net::Timing timing);

struct ManifestOptions {
  std::string name = "Refleks";
  std::string command{usual_command};
  std::string public_url;           // https://bot.example.no; empty: Socket Mode
  std::vector<std::string> scopes;  // empty: the ones we need
};
// The app manifest to paste at api.slack.com, JSON. Texts are Norwegian.
std::string manifest(const ManifestOptions& options);
// Opens Slack's page for a new app with the manifest in it. Under 8,000 characters with an address of 400.
std::string new_app_link(const ManifestOptions& options);
// "chat:write", "commands", ...: what the bot cannot work without.
const std::vector<std::string>& needed_scopes();

}  // namespace slack
