#include "adapters/teams/auth.hpp"

#include <algorithm>

#include "adapters/net/http.hpp"
#include "adapters/teams/hosts.hpp"

namespace teams {
namespace {

namespace asio = boost::asio;

constexpr double clock_skew = 300;  // seconds, both ways: the protocol's own number

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// The token of "Bearer <token>": exactly two words with one blank between; the scheme in any case (RFC 6750).
std::string_view bearer(std::string_view header) {
  const auto blank = header.find(' ');
  if (blank == std::string_view::npos || !net::equal_ignoring_case(header.substr(0, blank), "bearer"))
    return {};
  const std::string_view token = header.substr(blank + 1);
  return token.find(' ') == std::string_view::npos ? token : std::string_view();
}

}  // namespace

bool TokenVerifier::in_time(const jose::Token& token) const {
  const auto expires = token.number("exp"), from = token.number("nbf");
  if (!expires || !from) return false;
  const auto now = static_cast<double>(clock_.now().time_since_epoch().count());
  return now <= *expires + clock_skew && now >= *from - clock_skew;
}

// Test tools send tokens that Entra gave the bot itself.
bool TokenVerifier::from_entra(const jose::Token& token) const {
  const std::string issuer = token.text("iss"), tenant = token.text("tid"), version = token.text("ver");
  if (!entra_ || !contains(options_.entra->issuers, issuer)) return false;
  if (tenant.empty() || issuer.find(tenant) == std::string::npos) return false;
  if (version == "1.0") return token.text("appid") == options_.app_id;
  return version == "2.0" && token.text("azp") == options_.app_id;
}

asio::awaitable<Caller> TokenVerifier::check_token(std::string authorization) {
  Caller caller;
  const auto token = jose::read_token(bearer(authorization));
  if (!token || token->text("aud") != options_.app_id || !in_time(*token)) co_return caller;
  caller.entra = from_entra(*token);
  if (!caller.entra && !contains(options_.issuers, token->text("iss"))) co_return caller;

  jose::Issuer& keys = caller.entra ? *entra_ : channel_;
  std::string kid = token->kid;
  const auto key = co_await keys.find(std::move(kid));
  if (!key) {
    if (keys.empty()) caller.status = 503;
    co_return caller;
  }
  if (!jose::signed_by(*token, *key)) co_return caller;
  caller.status = 200;
  caller.service_url = token->text("serviceurl");
  caller.endorsements = key->endorsements;
  co_return caller;
}

int TokenVerifier::check_activity(const Caller& caller, const Activity& activity,
                                  std::string_view tenant_header) const {
  if (activity.channel_id != "msteams") return 403;
  if (!caller.entra) {
    if (!contains(caller.endorsements, activity.channel_id)) return 403;
    const auto same = [](std::string_view url) { return net::lower_case(without_trailing_slash(url)); };
    if (caller.service_url.empty() || same(caller.service_url) != same(activity.service_url)) return 403;
  }
  // Teams' token does not name the organisation (Entra's does): the activity must, and it must be ours.
  if (activity.tenants.empty() && !caller.entra) return 403;
  for (const std::string& tenant : activity.tenants)
    if (!net::equal_ignoring_case(tenant, options_.tenant)) return 403;
  if (!tenant_header.empty() && !net::equal_ignoring_case(tenant_header, options_.tenant)) return 403;
  return may_call(activity.service_url, options_.service_hosts) ? 200 : 403;
}

}  // namespace teams
