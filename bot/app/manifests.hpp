#pragma once
// `refleks manifest`: what an administrator hands to a platform so that it knows the bot.

#include <filesystem>
#include <iosfwd>
#include <string>

#include "bot/app/config.hpp"

namespace app {

// The Slack app manifest as JSON on `out`: for Socket Mode, or for calls to `public_url`. Texts are
// Norwegian.
void slack_manifest(const std::string& public_url, bool socket, std::ostream& out);

// The Teams app package (zip) for the workspace `name` of the configuration, or its only one. Throws
// std::runtime_error when there is none, and as teams::write_package.
void teams_manifest(const Config& config, const std::string& name, const std::filesystem::path& file);

}  // namespace app
