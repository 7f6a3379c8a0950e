#include "adapters/teams/bot.hpp"
#include "adapters/teams/settings.hpp"

namespace teams {

void Bot::renew(const Options& options) {
  Options now = checked(options);
  webhook_.take_secrets(now.outgoing_webhook_secrets);
  tokens_.set_secret(now.app_secret);
  options_.app_secret = std::move(now.app_secret);
  options_.people = std::move(now.people);
  options_.channels = std::move(now.channels);
}

}  // namespace teams
