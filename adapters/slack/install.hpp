#pragma once
// Installing from a page (OAuth 2): GET /slack/install sends the browser to Slack, which sends it back to
// /slack/oauth/callback with a code. I/O thread.

#include <boost/asio/awaitable.hpp>
#include <string_view>
#include <vector>

#include "adapters/slack/workspace.hpp"

namespace slack {

bool is_install_path(std::string_view path);  // below the mount

// The page of the first workspace that has team_id, client_id, client_secret and public_url; 404 when none
// has. A callback must bring back the state it was sent with, within ten minutes, once, and come from the
// browser that began, which has it as a cookie: else somebody could be led to finish what another began.
boost::asio::awaitable<net::Response> install_page(std::vector<Workspace*> workspaces, net::Request request);

}  // namespace slack
