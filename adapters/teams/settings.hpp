#pragma once
// What follows from the options, for the bot and for the doctor.

#include <filesystem>
#include <string_view>

#include "adapters/net/http_client.hpp"
#include "adapters/teams/access.hpp"
#include "adapters/teams/adapter.hpp"

namespace teams {

// "11111111-2222-3333-4444-555555555555": how Entra writes its ids.
bool is_guid(std::string_view text);

// Throws std::invalid_argument for options that cannot work; ids come back in lower case.
Options checked(Options options);

net::HttpClientOptions client_settings(const Options& options);
// Throws std::invalid_argument for an address that is neither https nor on this machine.
TokenSource::Settings token_settings(const Options& options);
std::filesystem::path references_file(const Options& options);

}  // namespace teams
