#pragma once
// The proxy that leads out of the house: the configuration's, else the environment's.

#include <filesystem>
#include <memory>
#include <string>

#include "adapters/net/proxies.hpp"
#include "bot/app/config.hpp"

namespace app {

// The section [net]. Null: it names none, and the environment's counts.
std::shared_ptr<const net::Proxies> read_way_out(const Section& section, const std::filesystem::path& folder,
                                                 const Environment& environment);

// Before anything goes out. Throws std::invalid_argument, for an operator, when the environment's cannot be
// used.
const net::Proxies& take_way_out(const Config& config);

// For an operator: "calls go out through the proxy proxy.kommune.no:3128 (net.proxy)".
std::string way_out_in_words(const Config& config, const net::Proxies& proxies);

}  // namespace app
