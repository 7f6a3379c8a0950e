#include "adapters/teams/hosts.hpp"

#include "adapters/net/address.hpp"
#include "adapters/net/http.hpp"
#include "adapters/net/url.hpp"

namespace teams {
namespace {

bool is_below(std::string_view host, std::string_view domain) {
  if (net::equal_ignoring_case(host, domain)) return true;
  if (domain.empty() || host.size() <= domain.size() + 1) return false;
  const std::size_t cut = host.size() - domain.size();
  return host[cut - 1] == '.' && net::equal_ignoring_case(host.substr(cut), domain);
}

}  // namespace

bool may_call(std::string_view url, const std::vector<std::string>& hosts) {
  if (!net::may_fetch(url)) return false;
  const auto parsed = net::parse_url(url);
  for (const std::string& host : hosts)
    if (is_below(parsed->host, host)) return true;
  return false;
}

std::string without_trailing_slash(std::string_view url) {
  if (url.ends_with('/')) url.remove_suffix(1);
  return std::string(url);
}

}  // namespace teams
