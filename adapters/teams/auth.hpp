#pragma once
// Who may call us. Every check of the Bot Connector's documentation, in its order, with no way to leave one
// out: first the shape of the token, then what it claims, its signature, and last whether the activity is the
// one it was made for.

#include <boost/asio/awaitable.hpp>
#include <string>
#include <string_view>

#include "adapters/jose/issuer.hpp"
#include "adapters/teams/activity.hpp"
#include "adapters/teams/adapter.hpp"

namespace teams {

struct Caller {
  int status = 401;  // 200: the token is good; 401; 503: no keys to check with
  bool entra = false;
  std::string service_url;
  std::vector<std::string> endorsements;
};

class TokenVerifier {
 public:
  // All outlive it.
  TokenVerifier(const Options& options, jose::Issuer& channel, const core::Clock& clock)
      : options_(options), channel_(channel), clock_(clock) {}
  // The test path, where the options name one.
  void allow_entra(jose::Issuer& keys) { entra_ = &keys; }

  boost::asio::awaitable<Caller> check_token(std::string authorization);

  // 200 or 403. `tenant_header`: x-ms-tenant-id, may be empty.
  int check_activity(const Caller& caller, const Activity& activity, std::string_view tenant_header) const;

 private:
  bool from_entra(const jose::Token& token) const;
  bool in_time(const jose::Token& token) const;

  const Options& options_;
  jose::Issuer& channel_;
  jose::Issuer* entra_ = nullptr;
  const core::Clock& clock_;
};

}  // namespace teams
