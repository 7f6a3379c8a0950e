#pragma once
// Where a webhook may lead, besides net::is_public: whoever can write the configuration must not be able to
// make this machine call into its own network, nor may somebody who controls a name's DNS. Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "adapters/webhook/shape.hpp"

namespace webhook {

// `host` is an entry of `allowed` or below one. ASCII case and a last dot do not count.
bool is_allowed_host(std::string_view host, const std::vector<std::string>& allowed);

// Hosts that belong to the platform itself; empty for those that everybody runs for themselves.
std::vector<std::string> own_hosts(Shape shape);

// What the platform's own addresses always have in their query, by which it knows them.
std::vector<std::string_view> keys_in_address(Shape shape);
// Whether a target ("/x?key=k") has this key with something in it.
bool has_in_query(std::string_view target, std::string_view key);

}  // namespace webhook
