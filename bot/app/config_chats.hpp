#pragma once
// Reads the sections of bot/app/chats.hpp.

#include <functional>
#include <string>
#include <vector>

#include "bot/app/chats.hpp"
#include "bot/app/toml_reader.hpp"

namespace app {

// How config.cpp reads secrets and names of sections, in the folder and environment of the file at hand.
struct ChatReading {
  std::function<std::optional<std::string>(const Section&, const std::string& name)> secret;
  std::function<std::vector<std::pair<std::string, Section>>(const Section&, std::string_view key)> named;
  std::function<std::string(const std::string& written)> path;  // relative to the file
  std::vector<std::string>& workspaces;                         // grows by each chat
};

Chats read_chats(const Section& root, const ChatReading& reading);

struct Listen {
  std::string host;
  std::uint16_t port;
};
// "127.0.0.1:8090", "[::1]:0"; throws std::invalid_argument. For Section::read.
Listen listen_address(const std::string& text);

}  // namespace app
