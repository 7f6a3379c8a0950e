#pragma once
// What `refleks doctor` finds of signing in.

#include <boost/asio/awaitable.hpp>
#include <string>

#include "adapters/web/sign_in_rules.hpp"
#include "bot/runtime/finding.hpp"
#include "bot/runtime/platform.hpp"

namespace web {

// At the provider, which is asked for what it publishes alone, and of leaders and coordinators whom it could
// not mean. `people` outlives the call.
boost::asio::awaitable<runtime::Findings> examine_sign_in(SignInOptions options, std::string public_url,
                                                          const core::Directory& people,
                                                          runtime::AdapterServices around);

}  // namespace web
