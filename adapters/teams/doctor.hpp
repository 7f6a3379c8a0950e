#pragma once
// What `refleks doctor` asks about a Teams connection: whether Microsoft can be reached, knows us, and
// whether our clock is right; whether it shows us the groups' channels and their people.

#include <boost/asio/awaitable.hpp>

#include "adapters/net/timing.hpp"
#include "adapters/teams/adapter.hpp"
#include "bot/runtime/finding.hpp"

namespace teams {

// `notes`: what the running adapter has kept. Fetches a token and the public keys; writes nothing and posts
// nothing. `clock` outlives the call. Throws as make_teams for options that cannot work.
boost::asio::awaitable<runtime::Findings> examine(Options options, std::vector<runtime::Note> notes,
                                                  const core::Clock& clock, net::Timing timing);

}  // namespace teams
