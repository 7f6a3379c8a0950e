#pragma once
// Microsoft Teams over the Bot Connector protocol: Teams calls us with signed activities, and we call its
// service back with a token of our own. Anonymous input goes through dialogs and never into a chat.

#include <boost/asio/any_io_executor.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
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

namespace teams {

// Tokens minted by Entra for the bot itself, as local test tools send them. Never set in production.
struct EntraTest {
  std::string metadata_url;          // of one tenant
  std::vector<std::string> issuers;  // exact; each must hold the token's tenant id
};

struct Person {
  std::string name;
  core::Language language = core::Language::nb;
};

struct Options {
  std::string workspace;                   // the configured name of this connection
  std::string app_id, app_secret, tenant;  // of the app registration; GUIDs in lower case
  std::string metadata_url = "https://login.botframework.com/v1/.well-known/openidconfiguration";
  std::string token_url;  // empty: made from the tenant
  std::vector<std::string> issuers = {"https://api.botframework.com"};
  // Our token is sent to these hosts and those below them, and nowhere else.
  std::vector<std::string> service_hosts = {"smba.trafficmanager.net", "botframework.com"};
  // Used until the first activity tells a better one.
  std::string service_url = "https://smba.trafficmanager.net/emea/";
  std::string ca_file;  // PEM of trusted roots; empty: the system's
  std::optional<EntraTest> entra;
  std::vector<std::string> outgoing_webhook_secrets;  // as Teams shows them: base64
  std::map<std::string, Person> people;  // those of this workspace, by Entra object id: for their language,
                                         // and to choose among
  std::vector<std::string> channels;     // ids of the groups' channels: whose rosters we may ask for
  runtime::CalledBy called_by{};         // both; for the doctor
  bool native_charts = false;            // Teams' own bars, with ours as what older clients show
  std::filesystem::path data;            // references are kept in <data>/teams-<workspace>.json
  core::Language language = core::Language::nb;  // for those whose own is not known
  runtime::Pictures* pictures = nullptr;         // null: words alone
};

class Teams : public runtime::Adapter {
 public:
  // Takes POST .../messages (the bot's endpoint) and POST .../webhook (outgoing webhooks); the rest is 404.
  virtual net::HttpHandler handler() = 0;
  // Secrets, people and places as they are now; of the rest nothing is taken.
  virtual void renew(const Options& options) = 0;
};

// One I/O thread, the executor's. `links` may be null; it, `clock` and `random` outlive the adapter. Throws
// std::invalid_argument for options that cannot work (the words name the key, never the value), and
// boost::system::system_error when the CA file cannot be read.
// Reasons of Kind::permanent: bad_request, too_big, not_authorised, forbidden, dormant, not_found,
// host_not_allowed, unknown_workspace, unknown_user.
std::unique_ptr<Teams> make_teams(boost::asio::any_io_executor executor, Options options,
                                  runtime::Links* links, const core::Clock& clock, core::Random& random,
                                  net::Timing timing);

}  // namespace teams
