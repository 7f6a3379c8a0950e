#pragma once
// Reads the sections of bot/app/chats.hpp. In two steps, because people and groups name the workspaces, and
// platforms want to know the people and groups.

#include <string>
#include <utility>
#include <vector>

#include "bot/app/chats.hpp"
#include "bot/app/config.hpp"
#include "bot/app/toml_reader.hpp"

namespace app {

// [<key>.<name>] of the file, names checked.
std::vector<std::pair<std::string, Section>> named_sections(const Section& root, std::string_view key);

// Keys make ids and names of files, and people type them in commands: small letters, digits, - and _, 64 at
// most.
bool is_key(const std::string& text);

// [server] without public_url: how we listen.
Chats::Server read_listener(const Section& section, const std::filesystem::path& folder,
                            const Environment& environment);

class ChatSections {
 public:
  // Reads [server] and [pages] and looks which chats there are; their names are added to `workspaces`.
  ChatSections(const Section& root, std::vector<std::string>& workspaces, const std::filesystem::path& folder,
               const Environment& environment);

  // So far; the platforms' sections come with read().
  const Chats& chats() const { return chats_; }
  // As the platform of that workspace writes it.
  std::string user(const std::string& workspace, const std::string& written) const;
  // Beginning::unfit of that workspace's platform; may be null.
  using Unfit = decltype(runtime::Beginning::unfit);
  Unfit unfit(const std::string& workspace) const;
  // Has every platform read its sections. `config` has people and groups. Once.
  Chats read(const Config& config, const std::filesystem::path& folder, const Environment& environment);

 private:
  struct Found {
    std::shared_ptr<runtime::Platform> platform;
    std::string workspace;
    Section section;
  };
  Chats chats_;
  std::vector<Found> found_;
};

// "https://refleks.kommune.no": pages link to "/s/..." and tell strangers by the origin, so the name is all
// ours. Throws std::invalid_argument. For Section::read.
std::string host_address(const std::string& text);

struct Listen {
  std::string host;
  std::uint16_t port;
};
// A file beside the configuration, or systemd's copy of it; what cannot be read is noted as a problem.
std::filesystem::path file_at(const Section& section, const char* key, const std::filesystem::path& folder,
                              const Environment& environment);

// "127.0.0.1:8090", "[::1]:0"; throws std::invalid_argument. For Section::read.
Listen listen_address(const std::string& text);

}  // namespace app
