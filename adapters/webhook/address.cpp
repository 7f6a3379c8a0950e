#include "adapters/webhook/address.hpp"

#include <algorithm>

#include "adapters/net/http.hpp"

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

}  // namespace webhook
