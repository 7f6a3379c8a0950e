#pragma once
// What an administrator would make by hand in Mattermost so that the bot is there (docs/mattermost.md): the
// bot account with its token, its place in the coordinator's teams, /refleks in each. For `refleks init`.

#include <boost/asio/awaitable.hpp>
#include <string>

#include "adapters/net/timing.hpp"
#include "bot/runtime/platform.hpp"

namespace mattermost {

// `sign_in`: a name and a password; or the word "token", and a personal access token as the password. Doing
// it again is safe: what is there is used, but a new token is made each time. Whoever signs in is signed out
// at the end, also where something failed; name, password and token are kept nowhere. I/O thread.
boost::asio::awaitable<runtime::SetUp::Made> set_up(runtime::SetUp::Wanted wanted,
                                                    runtime::SetUp::SignIn sign_in, net::Timing timing);

}  // namespace mattermost
