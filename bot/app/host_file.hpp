#pragma once
// The files of a process that serves many organisations: one that all share, and one each.

#include <filesystem>
#include <string>

#include "bot/app/config.hpp"
#include "bot/app/host_rules.hpp"

namespace app {

struct HostFile {
  // [server], [log], [health], [net] and [handover] of the file that all share; organisation.data is the
  // folder in which each has one of its own.
  Config shared;
  std::filesystem::path organisations;  // the folder of their files
  std::filesystem::path boxes;          // in which each has a folder for a ballot box in memory
};

// `file` may be empty: then all is as it is without keys. Data lies in $STATE_DIRECTORY, else in refleks-data
// beside the folder; boxes in $RUNTIME_DIRECTORY, else below /dev/shm. Throws ConfigError.
HostFile read_host(const std::filesystem::path& file, const std::filesystem::path& organisations,
                   const Environment& environment = system_environment);

// What an organisation of that process has set. What all share is refused in its file. Throws ConfigError.
Config read_organisation(const HostFile& host, const std::string& text, const std::string& file,
                         const Environment& environment = system_environment);

// A mark of what an organisation's file says, and of the files with secrets and programmes that it names;
// empty where it cannot be read.
std::string print_of(const std::filesystem::path& file);

// The host name of server.public_url, as net::host_of says it; empty where there is none.
std::string host_name(const Config& config);

// What of it must be nobody else's.
Claim claim_of(const Config& config);

}  // namespace app
