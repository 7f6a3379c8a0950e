#include "adapters/webhook/address.hpp"

#include <algorithm>

#include "adapters/net/http.hpp"
#include "adapters/net/url.hpp"

namespace webhook {
namespace {

std::string_view without_last_dot(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  return host;
}

}  // namespace

bool is_allowed_host(std::string_view host, const std::vector<std::string>& allowed) {
  host = without_last_dot(host);
  return std::any_of(allowed.begin(), allowed.end(), [&](std::string_view entry) {
    entry = without_last_dot(entry);
    if (entry.empty() || host.size() < entry.size()) return false;
    if (!net::equal_ignoring_case(host.substr(host.size() - entry.size()), entry)) return false;
    return host.size() == entry.size() || host[host.size() - entry.size() - 1] == '.';
  });
}

std::vector<std::string> own_hosts(Shape shape) {
  switch (shape) {
    case Shape::slack:
      return {"hooks.slack.com"};
    case Shape::google_chat:
      return {"chat.googleapis.com"};
    case Shape::teams_workflow:
      return {"logic.azure.com", "environment.api.powerplatform.com"};
    case Shape::mattermost:
    case Shape::rocketchat:
    case Shape::zulip:
      return {};
  }
  return {};
}

std::vector<std::string_view> keys_in_address(Shape shape) {
  if (shape == Shape::google_chat) return {"key", "token"};
  if (shape == Shape::teams_workflow) return {"sig"};
  return {};
}

bool has_in_query(std::string_view target, std::string_view key) {
  const auto query = net::parse_form(target.substr(std::min(target.find('?'), target.size() - 1) + 1));
  return query && std::ranges::any_of(
                      *query, [&](const auto& field) { return field.first == key && !field.second.empty(); });
}

}  // namespace webhook
